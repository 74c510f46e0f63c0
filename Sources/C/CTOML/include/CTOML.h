// TOML by toml++ (C++17, headers only), shown to Swift as plain C: a flat list of what stands in
// the tables of the top level, which is as deep as a configuration goes.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum {
  CTOML_STRING,
  CTOML_INTEGER,
  CTOML_FLOAT,
  CTOML_BOOLEAN,
  CTOML_DATE_OR_TIME,
  // Of strings only.
  CTOML_STRINGS,
  CTOML_ARRAY,
  CTOML_TABLE,
} ctoml_kind;

// Bytes are UTF-8, not ended by a NUL, and live as long as the document.
typedef struct {
  const char *start;
  size_t count;
} ctoml_text;

// A key of a table: `section` is empty for keys before the first table. A table of the top level
// itself comes as an entry with its name as `section`, `is_key` false.
typedef struct {
  ctoml_text section;
  ctoml_text key;
  bool is_key;
  ctoml_kind kind;
  ctoml_text string;
  int64_t integer;
  const ctoml_text *strings;
  size_t string_count;
  uint32_t line;
} ctoml_entry;

typedef struct ctoml_document ctoml_document;

// Never null but for want of memory. Entries come in the order of their lines.
ctoml_document *ctoml_parse(const char *bytes, size_t count);
void ctoml_free(ctoml_document *document);

// True where the bytes are not TOML; then there are no entries.
bool ctoml_failure(const ctoml_document *document, ctoml_text *message, uint32_t *line);
size_t ctoml_count(const ctoml_document *document);
ctoml_entry ctoml_at(const ctoml_document *document, size_t index);

#ifdef __cplusplus
}
#endif
