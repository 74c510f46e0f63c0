#ifndef CRASHFS_INTERNAL_H
#define CRASHFS_INTERNAL_H

#include <sqlite3.h>
#include <stdint.h>

#include "CrashFS.h"

enum { SECTOR = 512 };

typedef struct {
  uint8_t *bytes;
  int64_t size, room;
} buffer;

// A write that is not synced; without bytes a truncation to `at`.
typedef struct {
  int64_t at, count;
  uint8_t *bytes;
} change;

// The WAL index, which lives as long as somebody has it mapped.
typedef struct {
  int references;
  void **regions;
  int count;
  int shared[SQLITE_SHM_NLOCK];
  uint8_t exclusive[SQLITE_SHM_NLOCK];
} wal_index;

typedef struct {
  int references;
  // As programs see it, as it was last synced, and what leads from there to here.
  buffer now, synced;
  change *changes;
  int64_t count, room;
  int readers;
  void *reserved, *pending, *exclusive;
  wal_index *index;
} inode;

// Two that differ: a creation or a deletion that is not synced.
typedef struct {
  char *name;
  inode *now, *synced;
} entry;

enum { UP, KILLED, DARK };

struct crashfs_disk {
  sqlite3_vfs vfs;
  char *name;
  // Its owner and the open handles.
  int users;
  uint64_t chance;
  entry *entries;
  int count, room;
  int64_t operations, fuse;
  // Rises with every restart.
  uint64_t life;
  int state, full;
};

struct crashfs_image {
  char **names;
  buffer *files;
  int count;
};

void *must(void *memory);
uint64_t crashfs_random(crashfs_disk *disk);
// Counts an operation; 1 where the power goes with it.
int crashfs_strike(crashfs_disk *disk);

void buffer_write(buffer *b, int64_t at, const uint8_t *bytes, int64_t count);
void buffer_resize(buffer *b, int64_t size);

inode *inode_make(void);
inode *inode_keep(inode *n);
void inode_drop(inode *n);
void inode_write(inode *n, int64_t at, const uint8_t *bytes, int64_t count);
void inode_truncate(inode *n, int64_t size);
void inode_sync(inode *n);

entry *disk_entry(const crashfs_disk *disk, const char *name);
entry *disk_create(crashfs_disk *disk, const char *name);
void disk_release(crashfs_disk *disk);
void disk_sync(crashfs_disk *disk, inode *n);

void crashfs_fill_vfs(crashfs_disk *disk);

#endif
