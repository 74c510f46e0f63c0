#include "internal.h"

#include <arpa/inet.h>
#include <malloc.h>
#include <netdb.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

time_t cmhd_now(void) {
  struct timespec now;
  clock_gettime(CLOCK_BOOTTIME, &now);
  return now.tv_sec;
}

// Below the limit of all connections, for those that come while others are being closed.
static unsigned reserve(const cmhd_options *options) { return options->connections / 16 + 1; }

static void end(struct peer *peer) {
  peer->is_ended = true;
  shutdown(peer->descriptor, SHUT_RDWR);
}

// libmicrohttpd's own limits turn away whoever comes, which would be the device behind the address of
// somebody who holds many connections and says nothing. Under the lock.
static void make_room(cmhd_server *server, const struct peer *newcomer) {
  const cmhd_options *options = &server->options;
  unsigned all = 0, neighbours = 0;
  struct peer *oldest = NULL, *oldest_neighbour = NULL;
  for (struct peer *peer = server->peers; peer; peer = peer->next) {
    if (peer->is_ended) continue;
    all++;
    if (peer == newcomer || peer->is_known || peer->phase == PARKED) continue;
    // The list begins with the newest.
    if (!oldest || peer->since <= oldest->since) oldest = peer;
    if (memcmp(peer->address, newcomer->address, sizeof peer->address) != 0) continue;
    neighbours++;
    if (!oldest_neighbour || peer->since <= oldest_neighbour->since) oldest_neighbour = peer;
  }
  if (neighbours >= options->strangers_per_address) end(oldest_neighbour);
  else if (oldest && all + reserve(options) > options->connections) end(oldest);
}

static void connected(
    void *cls, struct MHD_Connection *connection, void **context,
    enum MHD_ConnectionNotificationCode what) {
  cmhd_server *server = cls;
  pthread_mutex_lock(&server->lock);
  if (what == MHD_CONNECTION_NOTIFY_STARTED) {
    struct peer *peer = calloc(1, sizeof *peer);
    if (peer) {
      peer->descriptor =
          MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
      peer->phase = KNOCKING;
      peer->since = cmhd_now();
      size_t count;
      const uint8_t *address = cmhd_address(connection, &count);
      if (address) memcpy(peer->address, address, count);
      peer->next = server->peers;
      if (peer->next) peer->next->previous = peer;
      server->peers = peer;
      make_room(server, peer);
    }
    *context = peer;
  } else if (*context) {
    // Called before the socket is closed: the sweep never meets a descriptor of somebody else.
    struct peer *peer = *context;
    if (peer->next) peer->next->previous = peer->previous;
    if (peer->previous) peer->previous->next = peer->next;
    else server->peers = peer->next;
    free(peer);
  }
  pthread_mutex_unlock(&server->lock);
}

void cmhd_enter(cmhd_server *server, struct MHD_Connection *connection, enum phase phase) {
  struct peer *peer =
      MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
  if (!peer) return;
  pthread_mutex_lock(&server->lock);
  peer->phase = phase;
  peer->since = cmhd_now();
  pthread_mutex_unlock(&server->lock);
}

void cmhd_know(cmhd_server *server, struct MHD_Connection *connection) {
  struct peer *peer =
      MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
  if (!peer) return;
  pthread_mutex_lock(&server->lock);
  peer->is_known = true;
  pthread_mutex_unlock(&server->lock);
}

// libmicrohttpd counts silence only: a byte now and then would hold a connection for ever.
void cmhd_sweep(cmhd_server *server) {
  time_t now = cmhd_now();
  pthread_mutex_lock(&server->lock);
  for (struct peer *peer = server->peers; peer; peer = peer->next) {
    time_t age = now - peer->since;
    bool over = (peer->phase == KNOCKING && age > server->options.header_seconds) ||
                (peer->phase == RECEIVING && age > server->options.receive_seconds) ||
                (peer->phase == SENDING && age > server->options.send_seconds);
    if (over) end(peer);
  }
  pthread_mutex_unlock(&server->lock);
}

static struct addrinfo *resolved(const cmhd_options *options) {
  char port[8];
  snprintf(port, sizeof port, "%u", options->port);
  struct addrinfo hints = {.ai_flags = AI_PASSIVE, .ai_socktype = SOCK_STREAM};
  struct addrinfo *found = NULL;
  const char *host = options->host && *options->host ? options->host : NULL;
  return getaddrinfo(host, port, &hints, &found) == 0 ? found : NULL;
}

static int listener(const struct addrinfo *address, int *why) {
  int on = 1;
  int descriptor = socket(address->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (descriptor >= 0 &&
      setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == 0 &&
      bind(descriptor, address->ai_addr, address->ai_addrlen) == 0 &&
      listen(descriptor, 512) == 0)
    return descriptor;
  if (descriptor >= 0) close(descriptor);
  *why = CMHD_NO_PORT;
  return -1;
}

static uint16_t bound_port(int descriptor) {
  struct sockaddr_storage address;
  socklen_t size = sizeof address;
  if (getsockname(descriptor, (struct sockaddr *)&address, &size) != 0) return 0;
  return ntohs(address.ss_family == AF_INET6 ? ((struct sockaddr_in6 *)&address)->sin6_port
                                             : ((struct sockaddr_in *)&address)->sin_port);
}

static struct MHD_Daemon *started(cmhd_server *server) {
  const cmhd_options *options = &server->options;
  unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME;
  struct MHD_OptionItem secure[] = {
      {MHD_OPTION_HTTPS_MEM_CERT, 0, (void *)options->certificate},
      {MHD_OPTION_HTTPS_MEM_KEY, 0, (void *)options->key},
      {MHD_OPTION_HTTPS_PRIORITIES, 0, "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2"},
      {MHD_OPTION_END, 0, NULL}};
  struct MHD_OptionItem plain[] = {{MHD_OPTION_END, 0, NULL}};
  bool is_secure = options->certificate != NULL;
  if (is_secure) flags |= MHD_USE_TLS;
  return MHD_start_daemon(
      flags, 0, NULL, NULL, cmhd_handle, server,
      MHD_OPTION_LISTEN_SOCKET, server->listener,
      MHD_OPTION_CONNECTION_LIMIT, options->connections,
      MHD_OPTION_CONNECTION_TIMEOUT, options->idle_seconds,
      MHD_OPTION_CONNECTION_MEMORY_LIMIT, options->header_bytes,
      MHD_OPTION_NOTIFY_COMPLETED, cmhd_completed, server,
      MHD_OPTION_NOTIFY_CONNECTION, connected, server,
      MHD_OPTION_ARRAY, is_secure ? secure : plain, MHD_OPTION_END);
}

// A connection is a file, and a service manager allows 1,024 unless asked.
static void allow_files(unsigned connections) {
  struct rlimit limit;
  rlim_t wanted = (rlim_t)connections + 500;
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= wanted) return;
  limit.rlim_cur = wanted < limit.rlim_max ? wanted : limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

static void release(cmhd_server *server) {
  pthread_mutex_destroy(&server->lock);
  free(server->header);
  free(server->header_value);
  free(server);
}

cmhd_server *cmhd_start(const cmhd_options *options, const cmhd_calls *calls, int *why) {
  *why = CMHD_NO_ADDRESS;
  struct addrinfo *address = resolved(options);
  if (!address) return NULL;
  cmhd_server *server = calloc(1, sizeof *server);
  *why = CMHD_NO_START;
  if (server) {
    server->options = *options;
    server->header = strdup(options->header);
    server->header_value = strdup(options->header_value);
    server->calls = *calls;
    pthread_mutex_init(&server->lock, NULL);
    server->listener = listener(address, why);
    allow_files(options->connections);
    if (server->listener >= 0 && server->header && server->header_value) {
      server->port = bound_port(server->listener);
      server->daemon = started(server);
      if (!server->daemon) close(server->listener);
    }
    if (!server->daemon) {
      release(server);
      server = NULL;
    }
  }
  freeaddrinfo(address);
  if (server) *why = CMHD_STARTED;
  return server;
}

uint16_t cmhd_port(const cmhd_server *server) { return server->port; }

void cmhd_quiesce(cmhd_server *server) {
  atomic_store(&server->closing, true);
  MHD_quiesce_daemon(server->daemon);
  // It may be closed only after the end; whoever knocks is turned away at once all the same.
  shutdown(server->listener, SHUT_RDWR);
}

size_t cmhd_in_flight(cmhd_server *server) { return atomic_load(&server->in_flight); }

void cmhd_stop(cmhd_server *server) {
  bool was_quiesced = atomic_load(&server->closing);
  MHD_stop_daemon(server->daemon);
  if (was_quiesced) close(server->listener);
  release(server);
}

void cmhd_keep_memory(void) {
  mallopt(M_TRIM_THRESHOLD, 128 << 20);
  mallopt(M_MMAP_THRESHOLD, 32 << 20);
}
