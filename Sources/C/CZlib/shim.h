// deflateInit2 and inflateInit2 are macros, which do not import; 16 on the window's bits means gzip.
#include <zlib.h>

// `window` is 9 to 15: as many bits as it takes to count the bytes, for memory that is made and
// cleared for each body.
static inline int czlib_pack(z_stream *stream, int level, int window) {
  return deflateInit2(stream, level, Z_DEFLATED, 16 + window, window - 6, Z_DEFAULT_STRATEGY);
}

static inline int czlib_unpack(z_stream *stream) { return inflateInit2(stream, 16 + MAX_WBITS); }
