// The door to libmicrohttpd. Plain C types only: MHD_start_daemon is variadic, its enums import as
// Swift's and some constants not at all.
//
// One thread polls all connections. A request that has arrived is parked there until it is answered
// from any thread; no request is answered on the polling thread but those that break a limit.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct cmhd_server cmhd_server;
typedef struct cmhd_request cmhd_request;

typedef struct {
  const char *host;  // a name or an address; empty means all
  uint16_t port;     // 0 means any that is free
  const char *certificate, *key;  // PEM; null for plain HTTP
  // Of those that have not shown to be a device's the oldest makes room for the next one, where one
  // address has more of them than this, or all connections together come near their limit.
  unsigned connections, strangers_per_address;
  unsigned idle_seconds;     // without a byte in either direction
  unsigned header_seconds;   // from the beginning to the end of the first header
  unsigned receive_seconds;  // for the rest of a request, and between two
  unsigned send_seconds;     // for the whole of an answer
  size_t header_bytes, body_bytes;
  const char *header, *header_value;  // in what the door answers by itself
} cmhd_options;

typedef struct {
  void *context;
  // On the polling thread: what the request says can be read until this returns, and cmhd_answer
  // must be called once, now or later.
  void (*arrived)(void *context, cmhd_request *request);
} cmhd_calls;

// Why cmhd_start failed.
enum { CMHD_STARTED = 0, CMHD_NO_ADDRESS = 1, CMHD_NO_PORT = 2, CMHD_NO_START = 3 };

cmhd_server *cmhd_start(const cmhd_options *options, const cmhd_calls *calls, int *why);
uint16_t cmhd_port(const cmhd_server *server);
// Ends connections whose time is over; for a clock that ticks about once a second.
void cmhd_sweep(cmhd_server *server);
// No new connection; what comes on those that are open is answered with 503.
void cmhd_quiesce(cmhd_server *server);
// Requests that have begun to arrive and whose answer is not yet sent to its end.
size_t cmhd_in_flight(cmhd_server *server);
// Only when nothing waits for an answer: libmicrohttpd aborts the process where something is parked.
void cmhd_stop(cmhd_server *server);

// Null where there is none.
const char *cmhd_method(const cmhd_request *request);
const char *cmhd_path(const cmhd_request *request);
const char *cmhd_header(const cmhd_request *request, const char *name);
const char *cmhd_parameter(const cmhd_request *request, const char *name);
const uint8_t *cmhd_body(const cmhd_request *request, size_t *count);
// 4 or 16 bytes.
const uint8_t *cmhd_peer(const cmhd_request *request, size_t *count);

// Names and values by turns; everything is copied. `known` says that only a device gets this answer.
void cmhd_answer(
    cmhd_request *request, unsigned status, const char *const *headers, size_t count,
    const uint8_t *body, size_t bytes, bool known);

// Keeps what is freed in the process, which takes it again with the next request; for the whole program.
void cmhd_keep_memory(void);
