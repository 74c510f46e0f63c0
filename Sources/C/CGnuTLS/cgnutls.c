#include "CGnuTLS.h"

#include <arpa/inet.h>
#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <stdlib.h>
#include <string.h>

static int name(gnutls_x509_crt_t certificate, const char *text) {
  uint8_t address[16];
  if (inet_pton(AF_INET, text, address) == 1)
    return gnutls_x509_crt_set_subject_alt_name(
        certificate, GNUTLS_SAN_IPADDRESS, address, 4, GNUTLS_FSAN_APPEND);
  if (inet_pton(AF_INET6, text, address) == 1)
    return gnutls_x509_crt_set_subject_alt_name(
        certificate, GNUTLS_SAN_IPADDRESS, address, 16, GNUTLS_FSAN_APPEND);
  return gnutls_x509_crt_set_subject_alt_name(
      certificate, GNUTLS_SAN_DNSNAME, text, (unsigned)strlen(text), GNUTLS_FSAN_APPEND);
}

static int write_down(
    gnutls_x509_crt_t certificate, gnutls_x509_privkey_t key, const char *const *names,
    size_t count, int64_t from, int64_t until) {
  uint8_t serial[16], id[32];
  size_t id_size = sizeof id;
  int code = gnutls_rnd(GNUTLS_RND_NONCE, serial, sizeof serial);
  serial[0] &= 0x7F;
  if (code >= 0) code = gnutls_x509_crt_set_version(certificate, 3);
  if (code >= 0) code = gnutls_x509_crt_set_serial(certificate, serial, sizeof serial);
  if (code >= 0) code = gnutls_x509_crt_set_activation_time(certificate, from);
  if (code >= 0) code = gnutls_x509_crt_set_expiration_time(certificate, until);
  if (code >= 0)
    code = gnutls_x509_crt_set_dn_by_oid(
        certificate, GNUTLS_OID_X520_COMMON_NAME, 0, "StudioLoop", 10);
  if (code >= 0) code = gnutls_x509_crt_set_key(certificate, key);
  if (code >= 0) code = gnutls_x509_crt_set_basic_constraints(certificate, 1, 0);
  if (code >= 0)
    code = gnutls_x509_crt_set_key_usage(
        certificate, GNUTLS_KEY_DIGITAL_SIGNATURE | GNUTLS_KEY_KEY_CERT_SIGN);
  if (code >= 0)
    code = gnutls_x509_crt_set_key_purpose_oid(certificate, GNUTLS_KP_TLS_WWW_SERVER, 0);
  if (code >= 0) code = gnutls_x509_crt_get_key_id(certificate, GNUTLS_KEYID_USE_SHA256, id, &id_size);
  if (code >= 0) code = gnutls_x509_crt_set_subject_key_id(certificate, id, id_size);
  for (size_t index = 0; code >= 0 && index < count; index++) code = name(certificate, names[index]);
  if (code >= 0) code = gnutls_x509_crt_sign2(certificate, certificate, key, GNUTLS_DIG_SHA256, 0);
  return code;
}

static char *text(gnutls_datum_t datum) {
  char *copy = malloc(datum.size + 1);
  if (copy) {
    memcpy(copy, datum.data, datum.size);
    copy[datum.size] = 0;
  }
  gnutls_free(datum.data);
  return copy;
}

bool cgnutls_make(
    const char *const *names, size_t count, int64_t from, int64_t until, char **certificate,
    char **key) {
  gnutls_x509_crt_t made = NULL;
  gnutls_x509_privkey_t pair = NULL;
  gnutls_datum_t made_text = {NULL, 0}, pair_text = {NULL, 0};
  *certificate = *key = NULL;
  int code = gnutls_x509_crt_init(&made);
  if (code >= 0) code = gnutls_x509_privkey_init(&pair);
  if (code >= 0)
    code = gnutls_x509_privkey_generate(
        pair, GNUTLS_PK_ECDSA, GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP256R1), 0);
  if (code >= 0) code = write_down(made, pair, names, count, from, until);
  if (code >= 0) code = gnutls_x509_crt_export2(made, GNUTLS_X509_FMT_PEM, &made_text);
  if (code >= 0) code = gnutls_x509_privkey_export2_pkcs8(
      pair, GNUTLS_X509_FMT_PEM, NULL, GNUTLS_PKCS_PLAIN, &pair_text);
  if (code >= 0) {
    *certificate = text(made_text);
    *key = text(pair_text);
  }
  if (made) gnutls_x509_crt_deinit(made);
  if (pair) gnutls_x509_privkey_deinit(pair);
  return *certificate && *key;
}

bool cgnutls_pin(const char *certificate, uint8_t pin[32]) {
  gnutls_x509_crt_t list[1];
  unsigned count = 1;
  gnutls_datum_t datum = {(unsigned char *)certificate, (unsigned)strlen(certificate)};
  int code = gnutls_x509_crt_list_import(list, &count, &datum, GNUTLS_X509_FMT_PEM, 0);
  // More certificates than one are its chain; the first is the service's own.
  if (code == GNUTLS_E_SHORT_MEMORY_BUFFER) {
    count = 1;
    if (gnutls_x509_crt_init(&list[0]) < 0) return false;
    code = gnutls_x509_crt_import(list[0], &datum, GNUTLS_X509_FMT_PEM);
    if (code < 0) gnutls_x509_crt_deinit(list[0]);
  }
  if (code < 0) return false;
  size_t size = 32;
  code = gnutls_x509_crt_get_key_id(list[0], GNUTLS_KEYID_USE_SHA256, pin, &size);
  gnutls_x509_crt_deinit(list[0]);
  return code >= 0 && size == 32;
}

void cgnutls_free(char *text) { free(text); }
