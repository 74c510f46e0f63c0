// Swift can import neither variadic functions nor the destructor constants: they get plain names here.
#include <sqlite3.h>

static inline int csqlite_configure(sqlite3 *db, int option, int on) {
  return sqlite3_db_config(db, option, on, (int *)0);
}

static inline int csqlite_bind_text(sqlite3_stmt *s, int i, const char *text, int count) {
  return sqlite3_bind_text(s, i, text, count, SQLITE_TRANSIENT);
}

static inline int csqlite_bind_blob(sqlite3_stmt *s, int i, const void *bytes, int count) {
  return sqlite3_bind_blob(s, i, bytes, count, SQLITE_TRANSIENT);
}

// How long the WAL is that a connection has open; whichever VFS holds it.
static inline sqlite3_int64 csqlite_wal_bytes(sqlite3 *db) {
  sqlite3_file *wal = 0;
  sqlite3_int64 size = 0;
  if (sqlite3_file_control(db, "main", SQLITE_FCNTL_JOURNAL_POINTER, &wal) != SQLITE_OK) return 0;
  if (!wal || !wal->pMethods || wal->pMethods->xFileSize(wal, &size) != SQLITE_OK) return 0;
  return size;
}
