#pragma once
#include "CMicrohttpd.h"

#include <microhttpd.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <time.h>

// Of a connection, for its deadlines. While a request is parked whoever parked it has the deadline.
enum phase { RECEIVING, PARKED, SENDING };

struct peer {
  int descriptor;
  enum phase phase;
  time_t since;
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
  bool is_too_large, is_answered;
  struct MHD_Response *response;
  unsigned status;
};

time_t cmhd_now(void);
void cmhd_enter(cmhd_server *server, struct MHD_Connection *connection, enum phase phase);
enum MHD_Result cmhd_handle(
    void *cls, struct MHD_Connection *connection, const char *url, const char *method,
    const char *version, const char *data, size_t *size, void **context);
void cmhd_completed(
    void *cls, struct MHD_Connection *connection, void **context,
    enum MHD_RequestTerminationCode why);
