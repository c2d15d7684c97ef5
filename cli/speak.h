/* SPDX-License-Identifier: Apache-2.0 */
/* What the program says to people: results on stdout, errors on stderr, both fit for a terminal. */
#ifndef HM_CLI_SPEAK_H
#define HM_CLI_SPEAK_H

#include "render/terminal.h"

#include <glib.h>

/*
 * Writes a result to stdout, at once and whole.
 *
 * Returns: HM_EXIT_OK; HM_EXIT_USAGE, after a complaint, where stdout can't take it. A reader that went away (a pipe
 * into `head`) ends the process as it does for any filter.
 */
int hm_speak (const char *text, gsize size);

/* "hallmark: ..." and a newline on stderr; what came from the subject may be in it, it is masked here. */
void hm_complain (const char *format, ...) G_GNUC_PRINTF (1, 2);

/* When to colour: --color. */
typedef enum {
  HM_COLOR_AUTO, /* on a terminal that is not dumb, and without NO_COLOR */
  HM_COLOR_ALWAYS,
  HM_COLOR_NEVER,
} HmColor;

/* "auto", "always", "never". Returns: FALSE with HM_ERROR_USAGE. */
gboolean hm_color_parse (const char *text, HmColor *ret_color, GError **error);

/* What stdout can show: COLUMNS, else the terminal's width, else 80; UTF-8 by the locale. */
HmTerminal hm_stdout_terminal (HmColor color);

#endif
