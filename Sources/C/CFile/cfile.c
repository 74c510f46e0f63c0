#define _GNU_SOURCE
#include "CFile.h"

#include <fcntl.h>
#include <sys/stat.h>

int64_t cf_made(int file) {
  struct statx found;
  if (statx(file, "", AT_EMPTY_PATH, STATX_BTIME, &found) != 0) return 0;
  if (!(found.stx_mask & STATX_BTIME)) return 0;
  return found.stx_btime.tv_sec * INT64_C(1000000000) + found.stx_btime.tv_nsec;
}
