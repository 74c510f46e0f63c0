// The image types of libpng's simple interface are macros of several parts, which do not import.
#include <png.h>

// `image` becomes one of grey levels, a byte each.
static inline void cpng_describe_grey(png_image *image, png_uint_32 width, png_uint_32 height) {
  image->version = PNG_IMAGE_VERSION;
  image->width = width;
  image->height = height;
  image->format = PNG_FORMAT_GRAY;
}
