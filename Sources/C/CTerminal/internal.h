// What the files of this target share and nobody else sees.
#ifndef CT_INTERNAL_H
#define CT_INTERNAL_H

#define _GNU_SOURCE 1
#define _XOPEN_SOURCE_EXTENDED 1
#define NCURSES_WIDECHAR 1

#include <curses.h>
#include <stdbool.h>

#include "CTerminal.h"

// Codes given to define_key, above all that ncurses hands out itself.
enum { PASTE_BEGIN = 0x4001, PASTE_END = 0x4002 };

// Keys are read from a pad of their own: reading from the screen would refresh it half drawn.
extern WINDOW *ct_keys;

// Signals and wakes arrive as bytes on a pipe; fatal ones first restore the terminal.
bool ct_signals_open(void);
void ct_signals_close(void);
void ct_remember_modes(void);
void ct_prepare_restore(void);
void ct_on_screen(bool shown);
void ct_hold_signals(bool held);
int ct_signal_fd(void);
// Reads the bytes that came; returns CT_ bits.
int ct_signals_read(void);

#endif
