// What is in a file: now, and as it was synced.
#include <stdlib.h>
#include <string.h>

#include "internal.h"

void *must(void *memory) {
  if (!memory) abort();
  return memory;
}

void buffer_resize(buffer *b, int64_t size) {
  if (size > b->room) {
    int64_t room = b->room ? b->room : 4096;
    while (room < size) room *= 2;
    b->bytes = must(realloc(b->bytes, (size_t)room));
    b->room = room;
  }
  if (size > b->size) memset(b->bytes + b->size, 0, (size_t)(size - b->size));
  b->size = size;
}

void buffer_write(buffer *b, int64_t at, const uint8_t *bytes, int64_t count) {
  if (at + count > b->size) buffer_resize(b, at + count);
  memcpy(b->bytes + at, bytes, (size_t)count);
}

inode *inode_make(void) {
  inode *n = must(calloc(1, sizeof(inode)));
  n->references = 1;
  return n;
}

inode *inode_keep(inode *n) {
  if (n) n->references++;
  return n;
}

static void forget_changes(inode *n) {
  for (int64_t i = 0; i < n->count; i++) free(n->changes[i].bytes);
  n->count = 0;
}

void inode_drop(inode *n) {
  if (!n || --n->references > 0) return;
  forget_changes(n);
  free(n->changes);
  free(n->now.bytes);
  free(n->synced.bytes);
  free(n);
}

static change *add_change(inode *n) {
  if (n->count == n->room) {
    n->room = n->room ? n->room * 2 : 16;
    n->changes = must(realloc(n->changes, (size_t)n->room * sizeof(change)));
  }
  return &n->changes[n->count++];
}

void inode_write(inode *n, int64_t at, const uint8_t *bytes, int64_t count) {
  buffer_write(&n->now, at, bytes, count);
  change *c = add_change(n);
  c->at = at;
  c->count = count;
  c->bytes = must(malloc((size_t)count + 1));
  memcpy(c->bytes, bytes, (size_t)count);
}

void inode_truncate(inode *n, int64_t size) {
  buffer_resize(&n->now, size);
  change *c = add_change(n);
  c->at = size;
  c->count = 0;
  c->bytes = NULL;
}

void inode_sync(inode *n) {
  for (int64_t i = 0; i < n->count; i++) {
    change *c = &n->changes[i];
    if (c->bytes) {
      buffer_write(&n->synced, c->at, c->bytes, c->count);
    } else {
      buffer_resize(&n->synced, c->at);
    }
  }
  forget_changes(n);
}
