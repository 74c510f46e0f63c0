// The names on a disk, and what the end of the power leaves of it.
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "internal.h"

const char *crashfs_name(const crashfs_disk *disk) { return disk->name; }

crashfs_disk *crashfs_create(uint64_t seed) {
  static int made = 0;
  // Files grow and go all the time: their memory stays with the process.
  mallopt(M_MMAP_THRESHOLD, 1 << 30);
  mallopt(M_TRIM_THRESHOLD, 1 << 30);
  crashfs_disk *disk = must(calloc(1, sizeof(crashfs_disk)));
  char name[32];
  snprintf(name, sizeof(name), "crash-%d", __atomic_add_fetch(&made, 1, __ATOMIC_RELAXED));
  disk->name = must(strdup(name));
  disk->chance = seed;
  disk->users = 1;
  crashfs_fill_vfs(disk);
  sqlite3_vfs_register(&disk->vfs, 0);
  return disk;
}

static void forget_entries(crashfs_disk *disk) {
  for (int i = 0; i < disk->count; i++) {
    free(disk->entries[i].name);
    inode_drop(disk->entries[i].now);
    inode_drop(disk->entries[i].synced);
  }
  disk->count = 0;
}

void crashfs_destroy(crashfs_disk *disk) {
  sqlite3_vfs_unregister(&disk->vfs);
  disk->state = DARK;
  disk_release(disk);
}

void disk_release(crashfs_disk *disk) {
  if (--disk->users > 0) return;
  forget_entries(disk);
  free(disk->entries);
  free(disk->name);
  free(disk);
}

// SplitMix64.
uint64_t crashfs_random(crashfs_disk *disk) {
  disk->chance += 0x9E3779B97F4A7C15u;
  uint64_t mixed = disk->chance;
  mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9u;
  mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBu;
  return mixed ^ (mixed >> 31);
}

static int coin(crashfs_disk *disk) { return (int)(crashfs_random(disk) >> 63); }

// MARK: Operations and power

int64_t crashfs_operations(const crashfs_disk *disk) { return disk->operations; }
void crashfs_arm(crashfs_disk *disk, int64_t k) { disk->fuse = k; }
void crashfs_fill(crashfs_disk *disk, int full) { disk->full = full; }
int crashfs_is_full(const crashfs_disk *disk) { return disk->full; }
int crashfs_is_down(const crashfs_disk *disk) { return disk->state != UP; }

void crashfs_cut_power(crashfs_disk *disk) { disk->state = DARK; }

void crashfs_kill(crashfs_disk *disk) {
  if (disk->state == UP) disk->state = KILLED;
}

int crashfs_strike(crashfs_disk *disk) {
  disk->operations++;
  if (disk->fuse == 0 || --disk->fuse > 0) return 0;
  crashfs_cut_power(disk);
  return 1;
}

// MARK: Names

entry *disk_entry(const crashfs_disk *disk, const char *name) {
  for (int i = 0; i < disk->count; i++) {
    if (strcmp(disk->entries[i].name, name) == 0) return &disk->entries[i];
  }
  return NULL;
}

entry *disk_create(crashfs_disk *disk, const char *name) {
  entry *found = disk_entry(disk, name);
  if (!found) {
    if (disk->count == disk->room) {
      disk->room = disk->room ? disk->room * 2 : 8;
      disk->entries = must(realloc(disk->entries, (size_t)disk->room * sizeof(entry)));
    }
    found = &disk->entries[disk->count++];
    *found = (entry){must(strdup(name)), NULL, NULL};
  }
  if (!found->now) found->now = inode_make();
  return found;
}

static void sync_names(crashfs_disk *disk) {
  for (int i = 0; i < disk->count; i++) {
    entry *e = &disk->entries[i];
    if (e->now == e->synced) continue;
    inode_drop(e->synced);
    e->synced = inode_keep(e->now);
  }
}

// As SQLite's own VFS does it: the first sync of a new file syncs the directory too.
void disk_sync(crashfs_disk *disk, inode *n) {
  inode_sync(n);
  for (int i = 0; i < disk->count; i++) {
    if (disk->entries[i].now != n || disk->entries[i].synced == n) continue;
    sync_names(disk);
    return;
  }
}

int64_t crashfs_size(const crashfs_disk *disk, const char *name) {
  entry *e = disk_entry(disk, name);
  return e && e->now ? e->now->now.size : -1;
}

void crashfs_remove(crashfs_disk *disk, const char *name) {
  entry *e = disk_entry(disk, name);
  if (!e) return;
  inode_drop(e->now);
  inode_drop(e->synced);
  e->now = e->synced = NULL;
}

int crashfs_rename(crashfs_disk *disk, const char *from, const char *to) {
  entry *old = disk_entry(disk, from);
  if (disk->state != UP || !old || !old->now) return 0;
  inode *moved = old->now;
  old->now = NULL;
  int struck = crashfs_strike(disk);
  // May make room for the name, and so move the entries.
  entry *new = disk_create(disk, to);
  inode_drop(new->now);
  new->now = moved;
  return !struck;
}

int crashfs_damage(crashfs_disk *disk, const char *name, int64_t offset) {
  entry *e = disk_entry(disk, name);
  if (!e || !e->now || offset >= e->now->now.size) return 0;
  uint8_t byte = (uint8_t)~e->now->now.bytes[offset];
  inode_write(e->now, offset, &byte, 1);
  disk_sync(disk, e->now);
  return 1;
}

// MARK: What is left

// How much of what was not synced got through, this time.
enum { NOTHING, EVERYTHING, SOME };

static void survive(crashfs_disk *disk, buffer *left, const change *c, int luck) {
  int fate = luck == SOME ? (int)(crashfs_random(disk) % 3) : luck;
  if (fate == NOTHING) return;
  if (!c->bytes) {
    if (fate == EVERYTHING || coin(disk)) buffer_resize(left, c->at);
    return;
  }
  if (fate == EVERYTHING) {
    buffer_write(left, c->at, c->bytes, c->count);
    return;
  }
  for (int64_t at = c->at, end = c->at + c->count; at < end;) {
    int64_t next = at / SECTOR * SECTOR + SECTOR;
    if (next > end) next = end;
    if (coin(disk)) buffer_write(left, at, c->bytes + (at - c->at), next - at);
    at = next;
  }
}

// The file after the power came back, as a new inode: old connections keep the old one.
static inode *after_darkness(crashfs_disk *disk, inode *n, int luck) {
  if (!n) return NULL;
  inode *left = inode_make();
  buffer_write(&left->synced, 0, n->synced.bytes, n->synced.size);
  for (int64_t i = 0; i < n->count; i++) survive(disk, &left->synced, &n->changes[i], luck);
  buffer_write(&left->now, 0, left->synced.bytes, left->synced.size);
  return left;
}

// The file as other processes find it after one was killed: nothing of it is lost or synced.
static inode *after_kill(inode *n) {
  if (!n) return NULL;
  inode *left = inode_make();
  left->now = n->now;
  left->synced = n->synced;
  left->changes = n->changes;
  left->count = n->count;
  left->room = n->room;
  memset(&n->now, 0, sizeof(buffer));
  memset(&n->synced, 0, sizeof(buffer));
  n->changes = NULL;
  n->count = n->room = 0;
  return left;
}

void crashfs_restart(crashfs_disk *disk) {
  int luck = (int)(crashfs_random(disk) % 4);
  if (luck > SOME) luck = SOME;
  for (int i = 0; i < disk->count; i++) {
    entry *e = &disk->entries[i];
    inode *now, *synced;
    if (disk->state == DARK) {
      int kept = luck == SOME ? coin(disk) : luck == EVERYTHING;
      now = after_darkness(disk, kept ? e->now : e->synced, luck);
      synced = inode_keep(now);
    } else {
      int same = e->now == e->synced;
      now = after_kill(e->now);
      synced = same ? inode_keep(now) : after_kill(e->synced);
    }
    inode_drop(e->now);
    inode_drop(e->synced);
    e->now = now;
    e->synced = synced;
  }
  disk->state = UP;
  disk->fuse = 0;
  disk->life++;
}

// MARK: Images

crashfs_image *crashfs_take_image(const crashfs_disk *disk) {
  crashfs_image *image = must(calloc(1, sizeof(crashfs_image)));
  image->names = must(calloc((size_t)disk->count + 1, sizeof(char *)));
  image->files = must(calloc((size_t)disk->count + 1, sizeof(buffer)));
  for (int i = 0; i < disk->count; i++) {
    const entry *e = &disk->entries[i];
    if (!e->now) continue;
    image->names[image->count] = must(strdup(e->name));
    buffer_write(&image->files[image->count++], 0, e->now->now.bytes, e->now->now.size);
  }
  return image;
}

void crashfs_put_image(crashfs_disk *disk, const crashfs_image *image) {
  forget_entries(disk);
  for (int i = 0; i < image->count; i++) {
    inode *n = disk_create(disk, image->names[i])->now;
    inode_write(n, 0, image->files[i].bytes, image->files[i].size);
    disk_sync(disk, n);
  }
}

void crashfs_free_image(crashfs_image *image) {
  for (int i = 0; i < image->count; i++) {
    free(image->names[i]);
    free(image->files[i].bytes);
  }
  free(image->names);
  free(image->files);
  free(image);
}
