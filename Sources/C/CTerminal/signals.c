#include "internal.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <term.h>
#include <termios.h>
#include <unistd.h>

static int ends[2] = {-1, -1};
static struct termios modes;
static char restore[512];
static size_t restore_length;
static volatile sig_atomic_t on_screen;
static bool held;

static const int polite[] = {SIGWINCH, SIGCONT, SIGTSTP, SIGTERM, SIGINT, SIGHUP, SIGQUIT,
                             SIGUSR1,  SIGUSR2, SIGALRM, SIGXCPU, SIGVTALRM, SIGPROF};
static const int fatal[] = {SIGSEGV, SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE};
#define COUNT(list) (sizeof(list) / sizeof((list)[0]))
static struct sigaction previous[NSIG];

static void post(unsigned char byte) {
  int saved = errno;
  // A full pipe is fine: the loop will wake anyway.
  if (write(ends[1], &byte, 1) < 0) errno = saved;
  errno = saved;
}

static void note(int signal) { post((unsigned char)signal); }

void ct_wake(void) {
  if (ends[1] >= 0) post(0);
}

// Only async-signal-safe calls here. The handler before us is passed over: it is the runtime's, which
// would hold the terminal and wait for keys.
static void crash(int signal) {
  static const char word[] =
      "desk stopped by a fault of its own; what it had confirmed is on disk: start it again\n";
  if (on_screen) {
    on_screen = 0;
    if (write(STDOUT_FILENO, restore, restore_length) < 0) {
      // Nothing is left to do about it.
    }
    tcsetattr(STDIN_FILENO, TCSANOW, &modes);
    if (write(STDERR_FILENO, word, sizeof word - 1) < 0) {
      // Nor about this.
    }
  }
  struct sigaction deadly = {.sa_handler = SIG_DFL};
  sigaction(signal, &deadly, NULL);
  sigset_t only;
  sigemptyset(&only);
  sigaddset(&only, signal);
  pthread_sigmask(SIG_UNBLOCK, &only, NULL);
  raise(signal);
}

static void install(int signal, struct sigaction *action) {
  sigemptyset(&action->sa_mask);
  sigaction(signal, action, &previous[signal]);
}

bool ct_signals_open(void) {
  static char stack[64 * 1024];
  if (ends[0] < 0 && pipe2(ends, O_NONBLOCK | O_CLOEXEC) != 0) return false;
  // A stack of its own lets the guard run after a stack overflow.
  stack_t spare = {.ss_sp = stack, .ss_size = sizeof stack};
  stack_t present;
  if (sigaltstack(NULL, &present) == 0 && (present.ss_flags & SS_DISABLE)) {
    sigaltstack(&spare, NULL);
  }
  // Before the screen opens: ncurses leaves alone what has a handler.
  for (size_t i = 0; i < COUNT(polite); i++) {
    struct sigaction action = {.sa_handler = note, .sa_flags = SA_RESTART};
    install(polite[i], &action);
  }
  // A launcher that blocks signals leaves them blocked here, and the screen deaf to a resize.
  sigset_t heard;
  sigemptyset(&heard);
  for (size_t i = 0; i < COUNT(polite); i++) sigaddset(&heard, polite[i]);
  pthread_sigmask(SIG_UNBLOCK, &heard, NULL);
  for (size_t i = 0; i < COUNT(fatal); i++) {
    struct sigaction action = {.sa_handler = crash, .sa_flags = SA_ONSTACK};
    install(fatal[i], &action);
  }
  return true;
}

// The pipe stays open: another thread may wake us at any time.
void ct_signals_close(void) {
  for (size_t i = 0; i < COUNT(polite); i++) sigaction(polite[i], &previous[polite[i]], NULL);
  for (size_t i = 0; i < COUNT(fatal); i++) sigaction(fatal[i], &previous[fatal[i]], NULL);
}

void ct_remember_modes(void) { tcgetattr(STDIN_FILENO, &modes); }

// Appends a capability without its padding marks ("$<5>").
static void append(const char *text) {
  if (text == NULL || text == (char *)-1) return;
  while (*text != 0 && restore_length < sizeof restore) {
    const char *end = text[0] == '$' && text[1] == '<' ? strchr(text, '>') : NULL;
    if (end != NULL) {
      text = end + 1;
    } else {
      restore[restore_length++] = *text++;
    }
  }
}

void ct_prepare_restore(void) {
  static const char *const capabilities[] = {"sgr0", "op", "cnorm", "rmkx", "rmcup"};
  restore_length = 0;
  append("\033[?2004l");
  for (size_t i = 0; i < COUNT(capabilities); i++) append(tigetstr(capabilities[i]));
  append("\r\n");
}

void ct_on_screen(bool shown) { on_screen = shown; }

void ct_hold_signals(bool hold) { held = hold; }

int ct_signal_fd(void) { return ends[0]; }

int ct_signals_read(void) {
  unsigned char bytes[64];
  int seen = 0;
  ssize_t count;
  while ((count = read(ends[0], bytes, sizeof bytes)) > 0) {
    for (ssize_t i = 0; i < count; i++) {
      switch (bytes[i]) {
        case 0: seen |= CT_WOKEN; break;
        case SIGWINCH: seen |= CT_RESIZED; break;
        case SIGCONT: seen |= CT_RESUMED; break;
        case SIGTERM: seen |= CT_END_ASKED; break;
        case SIGTSTP: seen |= held ? 0 : CT_STOP_ASKED; break;
        case SIGHUP: seen |= held ? 0 : CT_HUNG_UP; break;
        default: seen |= held ? 0 : CT_END_ASKED; break;
      }
    }
  }
  return seen;
}
