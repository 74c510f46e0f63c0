// The door to GnuTLS: a certificate that a service signs itself, and the pin of a key. Everything
// else of TLS is done by libmicrohttpd and libcurl.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// A P-256 key and a certificate for these names and addresses, valid from `from` to `until` (seconds
// since 1970), as PEM that the caller frees with cgnutls_free; false on failure.
bool cgnutls_make(
    const char *const *names, size_t count, int64_t from, int64_t until, char **certificate,
    char **key);
// SHA-256 of the SubjectPublicKeyInfo of the first certificate in the PEM.
bool cgnutls_pin(const char *certificate, uint8_t pin[32]);
void cgnutls_free(char *text);
