// The disk as SQLite sees it.
#include <stdlib.h>
#include <string.h>

#include "internal.h"

typedef struct {
  sqlite3_file base;
  crashfs_disk *disk;
  inode *node;
  int nameless;
  // Of the disk when this was opened; later ones fail it for ever.
  uint64_t life;
  wal_index *index;
  unsigned shared, exclusive;
  int level;
} handle;

static int is_dead(const handle *h) {
  return h->disk->state != UP || h->life != h->disk->life;
}

// MARK: Bytes

static int file_read(sqlite3_file *file, void *into, int count, sqlite3_int64 at) {
  handle *h = (handle *)file;
  if (is_dead(h)) return SQLITE_IOERR_READ;
  int64_t there = h->node->now.size - at;
  if (there > count) there = count;
  if (there < 0) there = 0;
  if (there > 0) memcpy(into, h->node->now.bytes + at, (size_t)there);
  if (there == count) return SQLITE_OK;
  memset((uint8_t *)into + there, 0, (size_t)(count - there));
  return SQLITE_IOERR_SHORT_READ;
}

static int file_write(sqlite3_file *file, const void *bytes, int count, sqlite3_int64 at) {
  handle *h = (handle *)file;
  if (is_dead(h)) return SQLITE_IOERR_WRITE;
  if (h->disk->full && at + count > h->node->now.size) return SQLITE_FULL;
  int struck = crashfs_strike(h->disk);
  inode_write(h->node, at, bytes, count);
  return struck ? SQLITE_IOERR_WRITE : SQLITE_OK;
}

static int file_truncate(sqlite3_file *file, sqlite3_int64 size) {
  handle *h = (handle *)file;
  if (is_dead(h)) return SQLITE_IOERR_TRUNCATE;
  int struck = crashfs_strike(h->disk);
  inode_truncate(h->node, size);
  return struck ? SQLITE_IOERR_TRUNCATE : SQLITE_OK;
}

static int file_sync(sqlite3_file *file, int flags) {
  (void)flags;
  handle *h = (handle *)file;
  if (is_dead(h)) return SQLITE_IOERR_FSYNC;
  int struck = crashfs_strike(h->disk);
  // The power may go after the disk has done it and before it says so.
  if (!struck || crashfs_random(h->disk) >> 63) disk_sync(h->disk, h->node);
  return struck ? SQLITE_IOERR_FSYNC : SQLITE_OK;
}

static int file_size(sqlite3_file *file, sqlite3_int64 *size) {
  handle *h = (handle *)file;
  if (is_dead(h)) return SQLITE_IOERR_FSTAT;
  *size = h->node->now.size;
  return SQLITE_OK;
}

// MARK: Locks of a database

static int file_lock(sqlite3_file *file, int level) {
  handle *h = (handle *)file;
  inode *n = h->node;
  if (is_dead(h)) return SQLITE_IOERR_LOCK;
  if (h->level >= level) return SQLITE_OK;
  if (h->level == SQLITE_LOCK_NONE) {
    if (n->exclusive || n->pending) return SQLITE_BUSY;
    n->readers++;
    h->level = SQLITE_LOCK_SHARED;
  }
  if (level == SQLITE_LOCK_SHARED) return SQLITE_OK;
  if (n->reserved && n->reserved != h) return SQLITE_BUSY;
  if (level == SQLITE_LOCK_RESERVED) {
    n->reserved = h;
    h->level = level;
    return SQLITE_OK;
  }
  n->pending = h;
  h->level = SQLITE_LOCK_PENDING;
  if (n->readers > 1) return SQLITE_BUSY;
  n->exclusive = h;
  h->level = SQLITE_LOCK_EXCLUSIVE;
  return SQLITE_OK;
}

static int file_unlock(sqlite3_file *file, int level) {
  handle *h = (handle *)file;
  inode *n = h->node;
  if (h->level <= level) return SQLITE_OK;
  if (n->reserved == h) n->reserved = NULL;
  if (n->pending == h) n->pending = NULL;
  if (n->exclusive == h) n->exclusive = NULL;
  if (level == SQLITE_LOCK_NONE) n->readers--;
  h->level = level;
  return SQLITE_OK;
}

static int file_is_reserved(sqlite3_file *file, int *result) {
  handle *h = (handle *)file;
  *result = h->node->reserved || h->node->pending || h->node->exclusive;
  return SQLITE_OK;
}

// MARK: The WAL's index

static int index_map(sqlite3_file *file, int region, int size, int extend, void volatile **into) {
  handle *h = (handle *)file;
  *into = NULL;
  if (is_dead(h)) return SQLITE_IOERR_SHMMAP;
  if (!h->index) {
    if (!h->node->index) h->node->index = must(calloc(1, sizeof(wal_index)));
    h->index = h->node->index;
    h->index->references++;
  }
  wal_index *index = h->index;
  if (region >= index->count) {
    if (!extend) return SQLITE_OK;
    index->regions = must(realloc(index->regions, (size_t)(region + 1) * sizeof(void *)));
    while (index->count <= region) index->regions[index->count++] = must(calloc(1, (size_t)size));
  }
  *into = index->regions[region];
  return SQLITE_OK;
}

static int index_lock(sqlite3_file *file, int first, int count, int flags) {
  handle *h = (handle *)file;
  wal_index *index = h->index;
  unsigned mask = ((1u << count) - 1) << first;
  if (flags & SQLITE_SHM_UNLOCK) {
    for (int i = first; i < first + count; i++) {
      if (h->shared >> i & 1) index->shared[i]--;
      if (h->exclusive >> i & 1) index->exclusive[i] = 0;
    }
    h->shared &= ~mask;
    h->exclusive &= ~mask;
    return SQLITE_OK;
  }
  if (is_dead(h)) return SQLITE_IOERR_SHMLOCK;
  for (int i = first; i < first + count; i++) {
    int others = index->shared[i] - (int)(h->shared >> i & 1);
    if (index->exclusive[i] && !(h->exclusive >> i & 1)) return SQLITE_BUSY;
    if (flags & SQLITE_SHM_EXCLUSIVE && others > 0) return SQLITE_BUSY;
  }
  for (int i = first; i < first + count; i++) {
    if (flags & SQLITE_SHM_EXCLUSIVE) {
      index->exclusive[i] = 1;
    } else if (!(h->shared >> i & 1)) {
      index->shared[i]++;
    }
  }
  if (flags & SQLITE_SHM_EXCLUSIVE) {
    h->exclusive |= mask;
  } else {
    h->shared |= mask;
  }
  return SQLITE_OK;
}

static void index_barrier(sqlite3_file *file) { (void)file; }

static int index_unmap(sqlite3_file *file, int delete) {
  (void)delete;
  handle *h = (handle *)file;
  wal_index *index = h->index;
  if (!index) return SQLITE_OK;
  index_lock(file, 0, SQLITE_SHM_NLOCK, SQLITE_SHM_UNLOCK);
  h->index = NULL;
  if (--index->references > 0) return SQLITE_OK;
  if (h->node->index == index) h->node->index = NULL;
  for (int i = 0; i < index->count; i++) free(index->regions[i]);
  free(index->regions);
  free(index);
  return SQLITE_OK;
}

// MARK: Handles

static int file_close(sqlite3_file *file) {
  handle *h = (handle *)file;
  file_unlock(file, SQLITE_LOCK_NONE);
  index_unmap(file, 0);
  inode_drop(h->node);
  disk_release(h->disk);
  return SQLITE_OK;
}

static int file_control(sqlite3_file *file, int what, void *argument) {
  handle *h = (handle *)file;
  if (what != SQLITE_FCNTL_HAS_MOVED) return SQLITE_NOTFOUND;
  int found = h->nameless;
  for (int i = 0; i < h->disk->count; i++) found |= h->disk->entries[i].now == h->node;
  *(int *)argument = !found;
  return SQLITE_OK;
}

static int sector_size(sqlite3_file *file) {
  (void)file;
  return 4096;
}

// As SQLite takes it of every disk: a write tears only what it writes.
static int characteristics(sqlite3_file *file) {
  (void)file;
  return SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

static const sqlite3_io_methods methods = {
    .iVersion = 2,
    .xClose = file_close,
    .xRead = file_read,
    .xWrite = file_write,
    .xTruncate = file_truncate,
    .xSync = file_sync,
    .xFileSize = file_size,
    .xLock = file_lock,
    .xUnlock = file_unlock,
    .xCheckReservedLock = file_is_reserved,
    .xFileControl = file_control,
    .xSectorSize = sector_size,
    .xDeviceCharacteristics = characteristics,
    .xShmMap = index_map,
    .xShmLock = index_lock,
    .xShmBarrier = index_barrier,
    .xShmUnmap = index_unmap,
};

// MARK: The VFS

static int vfs_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out) {
  crashfs_disk *disk = vfs->pAppData;
  handle *h = (handle *)file;
  memset(h, 0, sizeof(handle));
  if (disk->state != UP) return SQLITE_CANTOPEN;
  h->disk = disk;
  h->life = disk->life;
  if (out) *out = flags;
  if (!name) {
    h->node = inode_make();
    h->nameless = 1;
  } else {
    entry *found = disk_entry(disk, name);
    if (!found || !found->now) {
      if (!(flags & SQLITE_OPEN_CREATE)) return SQLITE_CANTOPEN;
      if (disk->full) return SQLITE_FULL;
      int struck = crashfs_strike(disk);
      found = disk_create(disk, name);
      if (struck) return SQLITE_CANTOPEN;
    }
    h->node = inode_keep(found->now);
  }
  disk->users++;
  h->base.pMethods = &methods;
  return SQLITE_OK;
}

static int vfs_delete(sqlite3_vfs *vfs, const char *name, int sync) {
  crashfs_disk *disk = vfs->pAppData;
  if (disk->state != UP) return SQLITE_IOERR_DELETE;
  entry *found = disk_entry(disk, name);
  if (!found || !found->now) return SQLITE_IOERR_DELETE_NOENT;
  int struck = crashfs_strike(disk);
  inode_drop(found->now);
  found->now = NULL;
  if (sync && (!struck || crashfs_random(disk) >> 63)) {
    inode_drop(found->synced);
    found->synced = NULL;
  }
  return struck ? SQLITE_IOERR_DELETE : SQLITE_OK;
}

static int vfs_access(sqlite3_vfs *vfs, const char *name, int flags, int *result) {
  (void)flags;
  crashfs_disk *disk = vfs->pAppData;
  if (disk->state != UP) return SQLITE_IOERR_ACCESS;
  entry *found = disk_entry(disk, name);
  *result = found && found->now && (flags != SQLITE_ACCESS_EXISTS || found->now->now.size > 0);
  return SQLITE_OK;
}

static int vfs_path(sqlite3_vfs *vfs, const char *name, int room, char *into) {
  (void)vfs;
  sqlite3_snprintf(room, into, "%s", name);
  return SQLITE_OK;
}

static int vfs_random(sqlite3_vfs *vfs, int count, char *into) {
  for (int i = 0; i < count; i++) into[i] = (char)crashfs_random(vfs->pAppData);
  return count;
}

static int vfs_sleep(sqlite3_vfs *vfs, int microseconds) {
  (void)vfs;
  return microseconds;
}

// Noon of 21 November 2026, for ever.
static int vfs_time(sqlite3_vfs *vfs, sqlite3_int64 *now) {
  (void)vfs;
  *now = 212662022400000;
  return SQLITE_OK;
}

static int vfs_day(sqlite3_vfs *vfs, double *now) {
  sqlite3_int64 milliseconds;
  vfs_time(vfs, &milliseconds);
  *now = (double)milliseconds / 86400000.0;
  return SQLITE_OK;
}

static int vfs_error(sqlite3_vfs *vfs, int room, char *into) {
  (void)vfs;
  if (room > 0) into[0] = 0;
  return 0;
}

void crashfs_fill_vfs(crashfs_disk *disk) {
  sqlite3_vfs *vfs = &disk->vfs;
  vfs->iVersion = 2;
  vfs->szOsFile = sizeof(handle);
  vfs->mxPathname = 512;
  vfs->zName = disk->name;
  vfs->pAppData = disk;
  vfs->xOpen = vfs_open;
  vfs->xDelete = vfs_delete;
  vfs->xAccess = vfs_access;
  vfs->xFullPathname = vfs_path;
  vfs->xRandomness = vfs_random;
  vfs->xSleep = vfs_sleep;
  vfs->xCurrentTime = vfs_day;
  vfs->xCurrentTimeInt64 = vfs_time;
  vfs->xGetLastError = vfs_error;
}
