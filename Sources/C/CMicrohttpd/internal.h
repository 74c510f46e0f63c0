#pragma once
#include "CMicrohttpd.h"

#include <microhttpd.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <time.h>

// Of a connection, for its deadlines. KNOCKING lasts until its first header is whole; while a request
// is parked whoever parked it has the deadline.
enum phase { KNOCKING, RECEIVING, PARKED, SENDING };

struct peer {
  int descriptor;
  enum phase phase;
  time_t since;
  uint8_t address[16];
  bool is_known;  // has been given an answer that only a device gets
  bool is_ended;
  struct peer *next, *previous;
};

struct cmhd_server {
  struct MHD_Daemon *daemon;
  cmhd_options options;
  cmhd_calls calls;
  char *header, *header_value;
  int listener;
  uint16_t port;
  atomic_bool closing;
  atomic_size_t in_flight;
  pthread_mutex_t lock;  // over peers
  struct peer *peers;
};

struct cmhd_request {
  cmhd_server *server;
  struct MHD_Connection *connection;
  const char *method, *path;
  uint8_t *body;
  size_t count, capacity;
  bool is_too_large, is_answered, is_known;
  struct MHD_Response *response;
  unsigned status;
};

time_t cmhd_now(void);
const uint8_t *cmhd_address(struct MHD_Connection *connection, size_t *count);
// The other side has shown that it is a device.
void cmhd_know(cmhd_server *server, struct MHD_Connection *connection);
void cmhd_enter(cmhd_server *server, struct MHD_Connection *connection, enum phase phase);
enum MHD_Result cmhd_handle(
    void *cls, struct MHD_Connection *connection, const char *url, const char *method,
    const char *version, const char *data, size_t *size, void **context);
void cmhd_completed(
    void *cls, struct MHD_Connection *connection, void **context,
    enum MHD_RequestTerminationCode why);
