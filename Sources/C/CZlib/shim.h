// deflateInit2 and inflateInit2 are macros, which do not import; 16 on the window's bits means gzip.
#include <zlib.h>

static inline int czlib_pack(z_stream *stream, int level) {
  return deflateInit2(stream, level, Z_DEFLATED, 16 + MAX_WBITS, 9, Z_DEFAULT_STRATEGY);
}

static inline int czlib_unpack(z_stream *stream) { return inflateInit2(stream, 16 + MAX_WBITS); }
