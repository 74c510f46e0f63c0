#include "internal.h"

static int next(wint_t *code) { return wget_wch(ct_keys, code); }

static int function_key(wint_t code, uint32_t *value) {
  if (code >= KEY_F(1) && code <= KEY_F(12)) {
    *value = code - KEY_F(0);
    return CT_KEY_FUNCTION;
  }
  switch (code) {
    case PASTE_BEGIN: return CT_KEY_PASTE_BEGIN;
    case PASTE_END: return CT_KEY_PASTE_END;
    case KEY_ENTER: return CT_KEY_ENTER;
    case KEY_BTAB: return CT_KEY_BACKTAB;
    case KEY_BACKSPACE: return CT_KEY_BACKSPACE;
    case KEY_IC: return CT_KEY_INSERT;
    case KEY_DC: return CT_KEY_DELETE;
    case KEY_UP: return CT_KEY_UP;
    case KEY_DOWN: return CT_KEY_DOWN;
    case KEY_LEFT: return CT_KEY_LEFT;
    case KEY_RIGHT: return CT_KEY_RIGHT;
    case KEY_HOME: case KEY_A1: return CT_KEY_HOME;
    case KEY_END: case KEY_C1: return CT_KEY_END;
    case KEY_PPAGE: case KEY_A3: return CT_KEY_PAGE_UP;
    case KEY_NPAGE: case KEY_C3: return CT_KEY_PAGE_DOWN;
    default: return CT_KEY_NONE;
  }
}

static int plain_key(wint_t code, uint32_t *value) {
  switch (code) {
    case '\r': case '\n': return CT_KEY_ENTER;
    case '\t': return CT_KEY_TAB;
    case '\b': case 127: return CT_KEY_BACKSPACE;
    default: break;
  }
  if (code >= 1 && code <= 26) {
    *value = code + 'a' - 1;
    return CT_KEY_CTRL;
  }
  if (code < 32 || (code >= 128 && code < 160)) return CT_KEY_NONE;
  *value = code;
  return CT_KEY_CHAR;
}

// What follows an Esc that starts no sequence ncurses knows: Alt with a key, or a sequence of a
// newer terminal, which is swallowed so that its tail is not typed into a field.
static int after_escape(uint32_t *value) {
  wint_t code;
  int got = next(&code);
  if (got == ERR) return CT_KEY_ESC;
  if (got == KEY_CODE_YES) return function_key(code, value);
  if (code == 27) {
    unget_wch(27);
    return CT_KEY_ESC;
  }
  if (code == '[' || code == 'O') {
    wint_t inner;
    bool any = false;
    for (int length = 0; length < 32 && next(&inner) == OK; length++) {
      any = true;
      if (inner >= 0x40 && inner <= 0x7E && !(inner == '[' && length == 0)) break;
    }
    if (any) return CT_KEY_NONE;
  }
  int kind = plain_key(code, value);
  return kind == CT_KEY_CHAR ? CT_KEY_ALT : kind;
}

int ct_key(uint32_t *value) {
  *value = 0;
  for (;;) {
    wint_t code;
    int got = next(&code);
    if (got == ERR) return CT_KEY_NONE;
    int kind = got == KEY_CODE_YES ? function_key(code, value)
               : code == 27        ? after_escape(value)
                                   : plain_key(code, value);
    if (kind != CT_KEY_NONE) return kind;
  }
}
