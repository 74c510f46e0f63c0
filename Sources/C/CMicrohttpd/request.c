#include "internal.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

static enum MHD_Result refuse(
    const cmhd_server *server, struct MHD_Connection *connection, unsigned status,
    const char *document) {
  struct MHD_Response *response = MHD_create_response_from_buffer(
      strlen(document), (void *)document, MHD_RESPMEM_PERSISTENT);
  if (!response) return MHD_NO;
  MHD_add_response_header(response, "Content-Type", "application/json");
  MHD_add_response_header(response, "Connection", "close");
  MHD_add_response_header(response, server->header, server->header_value);
  if (status == 503) MHD_add_response_header(response, "Retry-After", "5");
  enum MHD_Result result = MHD_queue_response(connection, status, response);
  MHD_destroy_response(response);
  return result;
}

static enum MHD_Result refuse_size(
    const cmhd_server *server, struct MHD_Connection *connection) {
  return refuse(
      server, connection, 413,
      "{\"code\":\"TOO_LARGE\",\"message\":\"the request is too large: send less at a time\"}\n");
}

static enum MHD_Result refuse_closing(
    const cmhd_server *server, struct MHD_Connection *connection) {
  return refuse(
      server, connection, 503,
      "{\"code\":\"UNAVAILABLE\",\"message\":\"the service is stopping: try again soon\"}\n");
}

static bool announces_too_much(struct MHD_Connection *connection, size_t limit) {
  const char *text = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Content-Length");
  return text && strtoull(text, NULL, 10) > limit;
}

static enum MHD_Result begin(
    cmhd_server *server, struct MHD_Connection *connection, const char *url, const char *method,
    void **context) {
  cmhd_request *request = calloc(1, sizeof *request);
  if (!request) return MHD_NO;
  request->server = server;
  request->connection = connection;
  // Both live as long as the connection's memory, which is until the request is completed.
  request->method = method;
  request->path = url;
  atomic_fetch_add(&server->in_flight, 1);
  *context = request;
  cmhd_enter(server, connection, RECEIVING);
  if (announces_too_much(connection, server->options.body_bytes)) {
    cmhd_enter(server, connection, SENDING);
    return refuse_size(server, connection);
  }
  return MHD_YES;
}

static enum MHD_Result take(cmhd_request *request, const char *data, size_t *size) {
  size_t count = request->count + *size;
  if (count > request->server->options.body_bytes) request->is_too_large = true;
  if (!request->is_too_large) {
    if (count > request->capacity) {
      size_t capacity = count < 4096 ? 4096 : count * 2;
      uint8_t *body = realloc(request->body, capacity);
      if (!body) return MHD_NO;
      request->body = body;
      request->capacity = capacity;
    }
    memcpy(request->body + request->count, data, *size);
    request->count = count;
  }
  *size = 0;
  return MHD_YES;
}

enum MHD_Result cmhd_handle(
    void *cls, struct MHD_Connection *connection, const char *url, const char *method,
    const char *version, const char *data, size_t *size, void **context) {
  (void)version;
  cmhd_server *server = cls;
  cmhd_request *request = *context;
  if (!request) return begin(server, connection, url, method, context);
  if (*size > 0) return take(request, data, size);
  cmhd_enter(server, connection, SENDING);
  if (request->is_known) cmhd_know(server, connection);
  if (request->response) {
    enum MHD_Result result = MHD_queue_response(connection, request->status, request->response);
    MHD_destroy_response(request->response);
    request->response = NULL;
    return result;
  }
  // Answered, but there was no memory for any answer.
  if (request->is_answered) return MHD_NO;
  if (request->is_too_large) return refuse_size(server, connection);
  if (atomic_load(&server->closing)) return refuse_closing(server, connection);
  cmhd_enter(server, connection, PARKED);
  // Before anybody can answer: resuming what is not parked is lost.
  MHD_suspend_connection(connection);
  server->calls.arrived(server->calls.context, request);
  return MHD_YES;
}

void cmhd_completed(
    void *cls, struct MHD_Connection *connection, void **context,
    enum MHD_RequestTerminationCode why) {
  (void)why;
  cmhd_request *request = *context;
  if (!request) return;
  *context = NULL;
  cmhd_enter(cls, connection, RECEIVING);
  if (request->response) MHD_destroy_response(request->response);
  atomic_fetch_sub(&request->server->in_flight, 1);
  free(request->body);
  free(request);
}

const char *cmhd_method(const cmhd_request *request) { return request->method; }
const char *cmhd_path(const cmhd_request *request) { return request->path; }

const char *cmhd_header(const cmhd_request *request, const char *name) {
  return MHD_lookup_connection_value(request->connection, MHD_HEADER_KIND, name);
}

const char *cmhd_parameter(const cmhd_request *request, const char *name) {
  return MHD_lookup_connection_value(request->connection, MHD_GET_ARGUMENT_KIND, name);
}

const uint8_t *cmhd_body(const cmhd_request *request, size_t *count) {
  *count = request->count;
  return request->body;
}

const uint8_t *cmhd_peer(const cmhd_request *request, size_t *count) {
  return cmhd_address(request->connection, count);
}

const uint8_t *cmhd_address(struct MHD_Connection *connection, size_t *count) {
  const struct sockaddr *address =
      MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS)->client_addr;
  *count = 0;
  if (!address) return NULL;
  if (address->sa_family == AF_INET6) {
    *count = 16;
    return (const uint8_t *)&((const struct sockaddr_in6 *)address)->sin6_addr;
  }
  *count = 4;
  return (const uint8_t *)&((const struct sockaddr_in *)address)->sin_addr;
}

void cmhd_answer(
    cmhd_request *request, unsigned status, const char *const *headers, size_t count,
    const uint8_t *body, size_t bytes, bool known) {
  struct MHD_Response *response =
      MHD_create_response_from_buffer(bytes, (void *)body, MHD_RESPMEM_MUST_COPY);
  for (size_t pair = 0; response && pair + 1 < count; pair += 2)
    MHD_add_response_header(response, headers[pair], headers[pair + 1]);
  // Without memory for an answer: an empty one, whose code says so.
  if (!response) {
    status = 500;
    response = MHD_create_response_from_buffer(0, (void *)"", MHD_RESPMEM_PERSISTENT);
  }
  if (response && atomic_load(&request->server->closing))
    MHD_add_response_header(response, "Connection", "close");
  request->status = status;
  request->response = response;
  request->is_answered = true;
  request->is_known = known;
  MHD_resume_connection(request->connection);
}
