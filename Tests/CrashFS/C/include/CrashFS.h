// A disk in memory that SQLite writes to, and whose power can go at any write or sync.
//
// Each disk is a VFS of its own name. What was not synced when the power went is there afterwards,
// or not, or in part (sectors of 512 bytes), by the disk's seed and nothing else. One thread at a
// time uses a disk; several connections of that thread may share its files, also in WAL mode.
#ifndef CRASHFS_H
#define CRASHFS_H

#include <stdint.h>

typedef struct crashfs_disk crashfs_disk;
typedef struct crashfs_image crashfs_image;

crashfs_disk *crashfs_create(uint64_t seed);
// Of its VFS: no other disk of the process has it.
const char *crashfs_name(const crashfs_disk *disk);
// Connections that are still open die with it; its memory goes with the last of them.
void crashfs_destroy(crashfs_disk *disk);

// Writes, truncations, syncs, creations and deletions since the disk was made.
int64_t crashfs_operations(const crashfs_disk *disk);
// The power goes in the middle of the k-th operation from now, 1 for the next; 0 disarms.
void crashfs_arm(crashfs_disk *disk, int64_t k);
// While it is full nothing grows; what is there can be overwritten.
void crashfs_fill(crashfs_disk *disk, int full);
int crashfs_is_full(const crashfs_disk *disk);

// The power goes now: every call fails until the restart.
void crashfs_cut_power(crashfs_disk *disk);
// The processes that use it die now, and the machine stays up: what they wrote is kept.
void crashfs_kill(crashfs_disk *disk);
int crashfs_is_down(const crashfs_disk *disk);
// Decides what is left. Connections that were open before stay dead.
void crashfs_restart(crashfs_disk *disk);

// -1 where there is no such file.
int64_t crashfs_size(const crashfs_disk *disk, const char *name);
// As if by hand: gone at once and for good.
void crashfs_remove(crashfs_disk *disk, const char *name);
// Takes another file's place, if there is one; 0 where there is nothing to rename.
int crashfs_rename(crashfs_disk *disk, const char *from, const char *to);
// Inverts one byte, also on the medium; 0 where there is none.
int crashfs_damage(crashfs_disk *disk, const char *name, int64_t offset);

// All files as they are now.
crashfs_image *crashfs_take_image(const crashfs_disk *disk);
// Puts these files, and no others, on a disk that is down; they are there after its restart.
void crashfs_put_image(crashfs_disk *disk, const crashfs_image *image);
void crashfs_free_image(crashfs_image *image);

#endif
