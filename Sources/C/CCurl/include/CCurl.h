// The door to libcurl. Plain C types only: curl_easy_setopt is variadic, which does not import.
//
// One thread drives one multi handle, which keeps connections alive between transfers. A transfer
// may be waited for, cancelled and freed from any thread.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct ccurl_client ccurl_client;
typedef struct ccurl_transfer ccurl_transfer;

typedef struct {
  const char *method, *url;
  const char *const *headers;  // "Name: value" each
  size_t header_count;
  const uint8_t *body;  // null for none
  size_t body_bytes;
  // "sha256//BASE64;sha256//BASE64": the server's key must be one of them; null for any.
  const char *pins;
  const char *authorities;  // path of a PEM of who may have signed; null for the system's
  bool check_certificate;   // chain and dates
  bool check_host;
  long connect_ms, total_ms;
  size_t answer_limit;
} ccurl_ask;

typedef enum {
  CCURL_DONE,
  CCURL_UNREACHABLE,
  CCURL_TIMED_OUT,
  CCURL_CANCELLED,
  CCURL_WRONG_KEY,         // a pin that does not match
  CCURL_WRONG_CERTIFICATE, // chain, dates or name
  CCURL_TOO_LARGE,
  CCURL_CUT_OFF,           // the answer ended early, or is no HTTP
} ccurl_end;

ccurl_client *ccurl_open(void);
// Cancels what is under way and waits for the thread; every transfer must have been freed.
void ccurl_close(ccurl_client *client);

// Copies everything; null for want of memory, or for what libcurl does not take.
ccurl_transfer *ccurl_start(ccurl_client *client, const ccurl_ask *ask);
ccurl_end ccurl_wait(ccurl_transfer *transfer);
void ccurl_cancel(ccurl_transfer *transfer);
void ccurl_free(ccurl_transfer *transfer);

// After the wait.
long ccurl_status(const ccurl_transfer *transfer);
const uint8_t *ccurl_body(const ccurl_transfer *transfer, size_t *count);
// Null where it was not sent.
const char *ccurl_header(const ccurl_transfer *transfer, const char *name);
// Of the whole exchange, with the handshake where there was one.
int64_t ccurl_microseconds(const ccurl_transfer *transfer);
