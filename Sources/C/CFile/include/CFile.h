// The door to what Linux alone tells of a file.
#ifndef CFILE_H
#define CFILE_H

#include <stdint.h>

// When an open file was made, in nanoseconds since 1970; 0 where its file system does not keep that.
int64_t cf_made(int file);

#endif
