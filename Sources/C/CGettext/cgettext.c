#include "CGettext.h"

#include <libintl.h>
#include <locale.h>
#include <stdlib.h>

// In the locale "C" gettext translates nothing; LANGUAGE would look for another folder first.
bool cg_open(void) {
  unsetenv("LANGUAGE");
  return setlocale(LC_MESSAGES, "C.UTF-8") != NULL;
}

void cg_bind(const char *domain, const char *folder) {
  bindtextdomain(domain, folder);
  bind_textdomain_codeset(domain, "UTF-8");
}

const char *cg_text(const char *domain, const char *id) { return dgettext(domain, id); }
