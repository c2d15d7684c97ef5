/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/speak.h"

#include "cli/command.h"
#include "core/error.h"
#include "core/mask.h"
#include "core/number.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define WIDTH_MAX 1000
#define WIDTH_DEFAULT 80

int
hm_speak (const char *text, gsize size)
{
  if (fwrite (text, 1, size, stdout) == size && fflush (stdout) == 0)
    return HM_EXIT_OK;
  hm_complain ("standard output: can't be written: %s", g_strerror (errno));
  return HM_EXIT_USAGE;
}

void
hm_complain (const char *format, ...)
{
  g_autofree char *message = NULL;
  g_autoptr (GString) line = g_string_new ("hallmark: ");
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  hm_mask_terminal (line, message, -1, !g_get_charset (NULL));
  g_string_append_c (line, '\n');
  fwrite (line->str, 1, line->len, stderr);
}

gboolean
hm_color_parse (const char *text, HmColor *ret_color, GError **error)
{
  if (g_str_equal (text, "auto"))
    *ret_color = HM_COLOR_AUTO;
  else if (g_str_equal (text, "always"))
    *ret_color = HM_COLOR_ALWAYS;
  else if (g_str_equal (text, "never"))
    *ret_color = HM_COLOR_NEVER;
  else
    return hm_fail (error, HM_ERROR_USAGE, "--color %s: write auto, always or never", text);
  return TRUE;
}

static gboolean
is_colored (HmColor color)
{
  const char *no_color = g_getenv ("NO_COLOR");
  const char *term = g_getenv ("TERM");

  if (color != HM_COLOR_AUTO)
    return color == HM_COLOR_ALWAYS;
  /* https://no-color.org: set and not empty. */
  return (no_color == NULL || *no_color == '\0') && term != NULL && !g_str_equal (term, "dumb")
         && isatty (STDOUT_FILENO);
}

static guint
stdout_width (void)
{
  const char *columns = g_getenv ("COLUMNS");
  struct winsize size = { 0 };
  guint64 number;

  if (columns != NULL && hm_number_parse (columns, strlen (columns), WIDTH_MAX, &number)
      && number > 0)
    return (guint) number;
  if (ioctl (STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
    return size.ws_col;
  return WIDTH_DEFAULT;
}

HmTerminal
hm_stdout_terminal (HmColor color)
{
  return (HmTerminal){
    .width = stdout_width (),
    .colour = is_colored (color),
    .utf8 = g_get_charset (NULL),
  };
}
