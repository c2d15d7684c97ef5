/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/countdown.h"

#include <stdio.h>
#include <unistd.h>

#include "core/mask.h"

static gint is_drawn; /* atomic: the network draws */

char *
hm_countdown_line (const char *host, gint64 seconds_left, gboolean utf8)
{
  GString *line = g_string_new ("Waiting for ");

  hm_mask_terminal (line, host, -1, !utf8);
  g_string_append (line, ": its limit is lifted in ");
  if (seconds_left >= 60)
    g_string_append_printf (line, "%" G_GINT64_FORMAT " min ", seconds_left / 60);
  g_string_append_printf (line, "%" G_GINT64_FORMAT " s", seconds_left % 60);
  return g_string_free (line, FALSE);
}

void
hm_countdown_draw (const char *host, gint64 seconds_left, gpointer user_data)
{
  g_autofree char *line = NULL;

  (void) user_data;
  if (!isatty (STDERR_FILENO))
    return;
  line = hm_countdown_line (host, seconds_left, g_get_charset (NULL));
  fprintf (stderr, "\r\033[K%s", line);
  fflush (stderr);
  g_atomic_int_set (&is_drawn, 1);
}

void
hm_countdown_wipe (void)
{
  if (g_atomic_int_compare_and_exchange (&is_drawn, 1, 0))
    fputs ("\r\033[K", stderr);
}
