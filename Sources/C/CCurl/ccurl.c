#include "CCurl.h"

#include <curl/curl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

struct ccurl_transfer {
  ccurl_client *client;
  CURL *easy;
  struct curl_slist *headers;
  uint8_t *sent, *body;
  size_t count, capacity, limit;
  bool is_cancelled, is_too_large, is_done;
  ccurl_end end;
  pthread_cond_t done;
  ccurl_transfer *next;
};

struct ccurl_client {
  CURLM *multi;
  pthread_t thread;
  pthread_mutex_t lock;  // over all that threads share: the lists and the flags of transfers
  ccurl_transfer *waiting, *running;
  bool is_closing;
};

static pthread_once_t once = PTHREAD_ONCE_INIT;
static void start_curl(void) { curl_global_init(CURL_GLOBAL_DEFAULT); }

static ccurl_end meaning(const ccurl_transfer *transfer, CURLcode code) {
  if (transfer->is_cancelled) return CCURL_CANCELLED;
  if (transfer->is_too_large) return CCURL_TOO_LARGE;
  switch (code) {
    case CURLE_OK: return CCURL_DONE;
    case CURLE_OPERATION_TIMEDOUT: return CCURL_TIMED_OUT;
    case CURLE_SSL_PINNEDPUBKEYNOTMATCH: return CCURL_WRONG_KEY;
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_CACERT_BADFILE: return CCURL_WRONG_CERTIFICATE;
    case CURLE_PARTIAL_FILE:
    case CURLE_GOT_NOTHING:
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_UNSUPPORTED_PROTOCOL: return CCURL_CUT_OFF;
    default: return CCURL_UNREACHABLE;
  }
}

// Under the lock.
static void finish(ccurl_transfer *transfer, CURLcode code) {
  ccurl_client *client = transfer->client;
  curl_multi_remove_handle(client->multi, transfer->easy);
  ccurl_transfer **place = &client->running;
  while (*place && *place != transfer) place = &(*place)->next;
  if (*place) *place = transfer->next;
  transfer->end = meaning(transfer, code);
  transfer->is_done = true;
  pthread_cond_broadcast(&transfer->done);
}

// Takes over what other threads asked for; false when it is time to end.
static bool take_over(ccurl_client *client) {
  pthread_mutex_lock(&client->lock);
  while (client->waiting) {
    ccurl_transfer *transfer = client->waiting;
    client->waiting = transfer->next;
    transfer->next = client->running;
    client->running = transfer;
    if (curl_multi_add_handle(client->multi, transfer->easy) != CURLM_OK)
      finish(transfer, CURLE_FAILED_INIT);
  }
  for (ccurl_transfer *transfer = client->running, *next; transfer; transfer = next) {
    next = transfer->next;
    if (client->is_closing) transfer->is_cancelled = true;
    if (transfer->is_cancelled) finish(transfer, CURLE_ABORTED_BY_CALLBACK);
  }
  bool goes_on = !client->is_closing;
  pthread_mutex_unlock(&client->lock);
  return goes_on;
}

static void *work(void *context) {
  ccurl_client *client = context;
  while (take_over(client)) {
    int running, left;
    curl_multi_perform(client->multi, &running);
    for (CURLMsg *message; (message = curl_multi_info_read(client->multi, &left));) {
      if (message->msg != CURLMSG_DONE) continue;
      CURLcode code = message->data.result;
      ccurl_transfer *transfer = NULL;
      curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, (char **)&transfer);
      pthread_mutex_lock(&client->lock);
      finish(transfer, code);
      pthread_mutex_unlock(&client->lock);
    }
    // A transfer that is new or cancelled wakes it.
    curl_multi_poll(client->multi, NULL, 0, 60000, NULL);
  }
  return NULL;
}

ccurl_client *ccurl_open(void) {
  pthread_once(&once, start_curl);
  ccurl_client *client = calloc(1, sizeof *client);
  if (!client) return NULL;
  pthread_mutex_init(&client->lock, NULL);
  client->multi = curl_multi_init();
  if (client->multi && pthread_create(&client->thread, NULL, work, client) == 0) return client;
  if (client->multi) curl_multi_cleanup(client->multi);
  pthread_mutex_destroy(&client->lock);
  free(client);
  return NULL;
}

void ccurl_close(ccurl_client *client) {
  pthread_mutex_lock(&client->lock);
  client->is_closing = true;
  pthread_mutex_unlock(&client->lock);
  curl_multi_wakeup(client->multi);
  pthread_join(client->thread, NULL);
  curl_multi_cleanup(client->multi);
  pthread_mutex_destroy(&client->lock);
  free(client);
}

static size_t received(char *bytes, size_t one, size_t count, void *context) {
  ccurl_transfer *transfer = context;
  count *= one;
  if (count > transfer->limit - transfer->count) {
    transfer->is_too_large = true;
    return 0;
  }
  size_t needed = transfer->count + count;
  if (needed > transfer->capacity) {
    size_t capacity = needed < 4096 ? 4096 : needed * 2;
    uint8_t *body = realloc(transfer->body, capacity);
    if (!body) return 0;
    transfer->body = body;
    transfer->capacity = capacity;
  }
  memcpy(transfer->body + transfer->count, bytes, count);
  transfer->count = needed;
  return count;
}

static bool fill(ccurl_transfer *transfer, const ccurl_ask *ask) {
  CURL *easy = transfer->easy;
  for (size_t index = 0; index < ask->header_count; index++) {
    struct curl_slist *list = curl_slist_append(transfer->headers, ask->headers[index]);
    if (!list) return false;
    transfer->headers = list;
  }
  bool fits = true;
#define SET(option, value) fits &= curl_easy_setopt(easy, option, value) == CURLE_OK
  SET(CURLOPT_PRIVATE, transfer);
  SET(CURLOPT_URL, ask->url);
  SET(CURLOPT_PROTOCOLS_STR, "http,https");
  SET(CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
  SET(CURLOPT_HTTPHEADER, transfer->headers);
  if (ask->body) {
    transfer->sent = malloc(ask->body_bytes ? ask->body_bytes : 1);
    if (!transfer->sent) return false;
    memcpy(transfer->sent, ask->body, ask->body_bytes);
    SET(CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)ask->body_bytes);
    SET(CURLOPT_POSTFIELDS, transfer->sent);
  }
  SET(CURLOPT_CUSTOMREQUEST, ask->method);
  SET(CURLOPT_WRITEFUNCTION, received);
  SET(CURLOPT_WRITEDATA, transfer);
  SET(CURLOPT_CONNECTTIMEOUT_MS, ask->connect_ms);
  SET(CURLOPT_TIMEOUT_MS, ask->total_ms);
  // Signals are the program's; a proxy is nothing that an environment should bring into a studio.
  SET(CURLOPT_NOSIGNAL, 1L);
  SET(CURLOPT_PROXY, "");
  SET(CURLOPT_TCP_KEEPALIVE, 1L);
  SET(CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
  SET(CURLOPT_SSL_VERIFYPEER, ask->check_certificate ? 1L : 0L);
  SET(CURLOPT_SSL_VERIFYHOST, ask->check_host ? 2L : 0L);
  if (ask->pins) SET(CURLOPT_PINNEDPUBLICKEY, ask->pins);
  if (ask->authorities) SET(CURLOPT_CAINFO, ask->authorities);
#undef SET
  return fits;
}

ccurl_transfer *ccurl_start(ccurl_client *client, const ccurl_ask *ask) {
  ccurl_transfer *transfer = calloc(1, sizeof *transfer);
  if (!transfer) return NULL;
  transfer->client = client;
  transfer->limit = ask->answer_limit;
  pthread_cond_init(&transfer->done, NULL);
  transfer->easy = curl_easy_init();
  if (!transfer->easy || !fill(transfer, ask)) {
    ccurl_free(transfer);
    return NULL;
  }
  pthread_mutex_lock(&client->lock);
  transfer->next = client->waiting;
  client->waiting = transfer;
  pthread_mutex_unlock(&client->lock);
  curl_multi_wakeup(client->multi);
  return transfer;
}

ccurl_end ccurl_wait(ccurl_transfer *transfer) {
  pthread_mutex_lock(&transfer->client->lock);
  while (!transfer->is_done) pthread_cond_wait(&transfer->done, &transfer->client->lock);
  pthread_mutex_unlock(&transfer->client->lock);
  return transfer->end;
}

void ccurl_cancel(ccurl_transfer *transfer) {
  pthread_mutex_lock(&transfer->client->lock);
  transfer->is_cancelled = true;
  pthread_mutex_unlock(&transfer->client->lock);
  curl_multi_wakeup(transfer->client->multi);
}

void ccurl_free(ccurl_transfer *transfer) {
  if (transfer->easy) curl_easy_cleanup(transfer->easy);
  curl_slist_free_all(transfer->headers);
  pthread_cond_destroy(&transfer->done);
  free(transfer->sent);
  free(transfer->body);
  free(transfer);
}

long ccurl_status(const ccurl_transfer *transfer) {
  long status = 0;
  curl_easy_getinfo(transfer->easy, CURLINFO_RESPONSE_CODE, &status);
  return status;
}

const uint8_t *ccurl_body(const ccurl_transfer *transfer, size_t *count) {
  *count = transfer->count;
  return transfer->body;
}

const char *ccurl_header(const ccurl_transfer *transfer, const char *name) {
  struct curl_header *header = NULL;
  CURLHcode code = curl_easy_header(transfer->easy, name, 0, CURLH_HEADER, -1, &header);
  return code == CURLHE_OK ? header->value : NULL;
}

int64_t ccurl_microseconds(const ccurl_transfer *transfer) {
  curl_off_t time = 0;
  curl_easy_getinfo(transfer->easy, CURLINFO_TOTAL_TIME_T, &time);
  return time;
}
