// The door to the C library's gettext: a domain for each language instead of a locale for each, so
// that no environment is asked and no locale need be installed.
#ifndef CGETTEXT_H
#define CGETTEXT_H

#include <stdbool.h>

// Once, before any text is asked for; false where the C library has no UTF-8 locale at all.
bool cg_open(void);
// Where the domain's file lies: FOLDER/C/LC_MESSAGES/DOMAIN.mo, which need not be there.
void cg_bind(const char *domain, const char *folder);
// In UTF-8, never freed; the id itself where nobody translated it. From any thread.
const char *cg_text(const char *domain, const char *id);

#endif
