#include "internal.h"

#include <errno.h>
#include <langinfo.h>
#include <linux/vt.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <term.h>
#include <unistd.h>
#include <wchar.h>

WINDOW *ct_keys;
static SCREEN *screen;
static bool utf8;
static int cursor_shown = -1;
// Seen while stopped, told by the next ct_wait.
static int missed;
static bool console_locked;

static bool locale_is_utf8(void) { return strcmp(nl_langinfo(CODESET), "UTF-8") == 0; }

// A locale that is named but not installed paints nothing for box lines and still says OK.
static void choose_locale(void) {
  setlocale(LC_CTYPE, "");
  utf8 = locale_is_utf8();
  if (utf8) return;
  static const char *const names[] = {"LC_ALL", "LC_CTYPE", "LANG"};
  for (int i = 0; i < 3; i++) {
    const char *value = getenv(names[i]);
    if (value == NULL || *value == 0) continue;
    if (strcasestr(value, "UTF-8") != NULL || strcasestr(value, "utf8") != NULL) {
      utf8 = setlocale(LC_CTYPE, "C.UTF-8") != NULL && locale_is_utf8();
    }
    return;
  }
}

static void say(const char *text) {
  if (write(STDOUT_FILENO, text, strlen(text)) < 0) {
    // A terminal that is gone is found by ct_wait.
  }
}

static void enter(void) {
  say("\033[?2004h");
  ct_on_screen(true);
}

static void leave(void) {
  ct_on_screen(false);
  say("\033[?2004l");
  endwin();
}

// Sequences that common terminals send whatever their terminfo entry says.
static void define_keys(void) {
  static const struct {
    const char *sequence;
    int code;
  } keys[] = {
      {"\033[200~", PASTE_BEGIN}, {"\033[201~", PASTE_END}, {"\033[Z", KEY_BTAB},
      {"\033[A", KEY_UP},         {"\033OA", KEY_UP},       {"\033[B", KEY_DOWN},
      {"\033OB", KEY_DOWN},       {"\033[C", KEY_RIGHT},    {"\033OC", KEY_RIGHT},
      {"\033[D", KEY_LEFT},       {"\033OD", KEY_LEFT},     {"\033[H", KEY_HOME},
      {"\033OH", KEY_HOME},       {"\033[1~", KEY_HOME},    {"\033[F", KEY_END},
      {"\033OF", KEY_END},        {"\033[4~", KEY_END},     {"\033OM", KEY_ENTER},
  };
  for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
    define_key(keys[i].sequence, keys[i].code);
  }
}

int ct_open(int escape_delay_ms) {
  if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) return CT_NOT_A_TERMINAL;
  choose_locale();
  ct_remember_modes();
  if (!ct_signals_open()) return CT_NO_PIPE;
  screen = newterm(NULL, stdout, stdin);
  if (screen == NULL) screen = newterm("xterm-256color", stdout, stdin);
  int failure = screen == NULL ? CT_UNKNOWN_TERMINAL : CT_OPENED;
  if (screen != NULL && tigetstr("cup") == NULL) {
    endwin();
    failure = CT_NO_CURSOR_ADDRESSING;
  }
  if (failure != CT_OPENED) {
    ct_signals_close();
    return failure;
  }
  set_escdelay(escape_delay_ms);
  raw();
  noecho();
  nonl();
  ct_keys = newpad(1, 1);
  keypad(ct_keys, TRUE);
  nodelay(ct_keys, TRUE);
  if (has_colors()) {
    start_color();
    use_default_colors();
  }
  define_keys();
  ct_prepare_restore();
  cursor_shown = -1;
  enter();
  return CT_OPENED;
}

bool ct_is_console(void) {
  const char *name = getenv("TERM");
  return name != NULL && strncmp(name, "linux", 5) == 0;
}

// A crash leaves the console locked on purpose: what starts the program again finds it so.
void ct_lock(void) {
  ct_hold_signals(true);
  console_locked = ioctl(STDIN_FILENO, VT_LOCKSWITCH, 0) == 0;
}

void ct_close(void) {
  // A terminal that was never opened has nothing to give back.
  if (ct_keys == NULL) return;
  ct_keys = NULL;
  if (console_locked) ioctl(STDIN_FILENO, VT_UNLOCKSWITCH, 0);
  console_locked = false;
  ct_hold_signals(false);
  leave();
  ct_signals_close();
}

static bool take_size(void) {
  struct winsize size;
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0) return false;
  if (size.ws_row == 0 || size.ws_col == 0) return false;
  if (!is_term_resized(size.ws_row, size.ws_col)) return false;
  resizeterm(size.ws_row, size.ws_col);
  return true;
}

static void come_back(void) {
  endwin();
  take_size();
  clearok(curscr, TRUE);
  refresh();
  cursor_shown = -1;
  enter();
}

void ct_suspend(void) {
  leave();
  struct sigaction stop = {.sa_handler = SIG_DFL}, noted;
  sigaction(SIGTSTP, &stop, &noted);
  // The whole group, as the terminal would: a shell waits for the first of a pipeline.
  kill(0, SIGTSTP);
  sigaction(SIGTSTP, &noted, NULL);
  missed |= ct_signals_read() & ~(CT_RESUMED | CT_STOP_ASKED);
  come_back();
}

void ct_size(int *width, int *height) { getmaxyx(stdscr, *height, *width); }

int ct_colours(void) { return has_colors() ? COLORS : 0; }

bool ct_utf8(void) { return utf8; }

void ct_pair(int pair, int foreground, int background) {
  init_pair((short)pair, (short)foreground, (short)background);
}

static attr_t curses_attributes(int attributes) {
  attr_t bits = A_NORMAL;
  if (attributes & CT_BOLD) bits |= A_BOLD;
  if (attributes & CT_DIM) bits |= A_DIM;
  if (attributes & CT_UNDERLINE) bits |= A_UNDERLINE;
  if (attributes & CT_REVERSE) bits |= A_REVERSE;
  return bits;
}

// ncurses lays out by the C library's idea of widths; where that differs from ours the cell
// shows question marks rather than shifting the row.
static int spell(const ct_cell *cell, int span, wchar_t text[4]) {
  int length = 0;
  if (wcwidth((wchar_t)cell->base) != span) {
    text[length++] = L'?';
  } else {
    text[length++] = (wchar_t)cell->base;
    if (cell->mark1 != 0 && wcwidth(cell->mark1) == 0) text[length++] = cell->mark1;
    if (cell->mark2 != 0 && wcwidth(cell->mark2) == 0) text[length++] = cell->mark2;
  }
  text[length] = 0;
  return text[0] == L'?' && span == 2 ? 1 : span;
}

void ct_put(int y, int x, const ct_cell *cells, int count, int attributes, int pair) {
  enum { ROOM = 128 };
  attr_t bits = curses_attributes(attributes);
  cchar_t run[ROOM];
  int place = 0;
  while (place < count) {
    int start = place, length = 0;
    while (place < count && length < ROOM - 1) {
      wchar_t text[4];
      int span = place + 1 < count && cells[place + 1].base == 0 ? 2 : 1;
      int spelled = spell(&cells[place], span, text);
      setcchar(&run[length++], text, bits, (short)pair, NULL);
      if (spelled < span) setcchar(&run[length++], L"?", bits, (short)pair, NULL);
      place += span;
    }
    mvadd_wchnstr(y, x + start, run, length);
  }
}

void ct_show_cursor(int y, int x) {
  if (cursor_shown != 1) curs_set(1);
  cursor_shown = 1;
  move(y, x);
}

void ct_hide_cursor(void) {
  if (cursor_shown != 0) curs_set(0);
  cursor_shown = 0;
}

void ct_flush(void) { refresh(); }

void ct_ring(void) { beep(); }

int ct_wait(int timeout_ms) {
  struct pollfd fds[2] = {
      {.fd = STDIN_FILENO, .events = POLLIN}, {.fd = ct_signal_fd(), .events = POLLIN}};
  // After an EINTR the handler's byte is in the pipe for the next call.
  if (poll(fds, 2, missed ? 0 : timeout_ms) < 0) return 0;
  int seen = missed;
  missed = 0;
  if (fds[1].revents & POLLIN) seen |= ct_signals_read();
  if (fds[0].revents & POLLIN) seen |= CT_INPUT;
  if (fds[0].revents & (POLLHUP | POLLERR | POLLNVAL)) seen |= CT_HUNG_UP;
  if (seen & CT_RESUMED) come_back();
  if (seen & CT_RESIZED) {
    take_size();
    clearok(curscr, TRUE);
  }
  return seen;
}
