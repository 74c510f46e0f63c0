// libpq names the fields of an error by characters, which Swift imports as numbers of another type.
#include <postgresql/libpq-fe.h>

static inline const char *cpostgres_state(const PGresult *result) {
  return PQresultErrorField(result, PG_DIAG_SQLSTATE);
}

static inline const char *cpostgres_constraint(const PGresult *result) {
  return PQresultErrorField(result, PG_DIAG_CONSTRAINT_NAME);
}

// Notices would be written to the program's own standard error.
static inline void cpostgres_ignore_notice(void *nobody, const char *message) {
  (void)nobody;
  (void)message;
}

static inline void cpostgres_silence(PGconn *connection) {
  PQsetNoticeProcessor(connection, cpostgres_ignore_notice, 0);
}
