// The door to ncursesw. Plain C types only: its macros, globals and variadics do not import into
// Swift, and a header without curses.h avoids all of them. One screen a process; everything but
// ct_wake belongs to the thread that opened it.
#ifndef CTERMINAL_H
#define CTERMINAL_H

#include <stdbool.h>
#include <stdint.h>

// Why ct_open failed.
enum {
  CT_OPENED = 0,
  CT_NOT_A_TERMINAL = 1,
  CT_UNKNOWN_TERMINAL = 2,
  CT_NO_CURSOR_ADDRESSING = 3,
  CT_NO_PIPE = 4,
};

// Attributes of a run of cells; may be added.
enum { CT_BOLD = 1, CT_DIM = 2, CT_UNDERLINE = 4, CT_REVERSE = 8 };

// What ct_wait saw; may be added.
enum {
  CT_INPUT = 1,
  CT_WOKEN = 2,
  CT_RESIZED = 4,
  CT_RESUMED = 8,
  CT_STOP_ASKED = 16,
  CT_END_ASKED = 32,
  CT_HUNG_UP = 64,
};

// Kinds of keys; those with a value say which one in *value.
enum {
  CT_KEY_NONE = 0,
  CT_KEY_CHAR,      // a Unicode scalar
  CT_KEY_ALT,       // a Unicode scalar
  CT_KEY_CTRL,      // a lower-case ASCII letter
  CT_KEY_FUNCTION,  // 1 to 12
  CT_KEY_ENTER, CT_KEY_ESC, CT_KEY_TAB, CT_KEY_BACKTAB, CT_KEY_BACKSPACE, CT_KEY_INSERT,
  CT_KEY_DELETE, CT_KEY_UP, CT_KEY_DOWN, CT_KEY_LEFT, CT_KEY_RIGHT, CT_KEY_HOME, CT_KEY_END,
  CT_KEY_PAGE_UP, CT_KEY_PAGE_DOWN, CT_KEY_PASTE_BEGIN, CT_KEY_PASTE_END,
};

// One cell: a scalar and up to two combining marks. A base of 0 is the right half of the wide
// character before it.
typedef struct {
  uint32_t base;
  uint16_t mark1, mark2;
} ct_cell;

int ct_open(int escape_delay_ms);
void ct_close(void);

// Leaves the screen, stops the process group as Ctrl-Z would, and comes back when continued.
void ct_suspend(void);

void ct_size(int *width, int *height);
int ct_colours(void);
// Whether the locale can print Unicode; otherwise ASCII is all that may be put.
bool ct_utf8(void);

// Sets pair 1 to 63 to two colours, -1 for the terminal's own.
void ct_pair(int pair, int foreground, int background);
void ct_put(int y, int x, const ct_cell *cells, int count, int attributes, int pair);
void ct_show_cursor(int y, int x);
void ct_hide_cursor(void);
void ct_flush(void);
void ct_ring(void);

// Whether this is the kernel's own console, by its name for it.
bool ct_is_console(void);
// Passes over every signal but SIGTERM and a terminal that is gone, until ct_close; on a console also
// keeps the keyboard from switching to another, where this process may.
void ct_lock(void);

// Waits for a key, a signal or a wake; -1 waits for ever.
int ct_wait(int timeout_ms);
// The next key that has come, without waiting.
int ct_key(uint32_t *value);
// Makes ct_wait return, from any thread and any time.
void ct_wake(void);

#endif
