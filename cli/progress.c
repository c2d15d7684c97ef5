/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/progress.h"

#include "core/mask.h"
#include "core/number.h"

#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define BAR_CELLS 20

struct HmProgress {
  char *what;
  gint64 started_us; /* of g_get_monotonic_time(): how long, never when */
  gboolean is_drawn;
};

HmProgress *
hm_progress_new (const char *what)
{
  HmProgress *progress;

  if (!isatty (STDERR_FILENO))
    return NULL;
  progress = g_new0 (HmProgress, 1);
  progress->what = g_strdup (what);
  progress->started_us = g_get_monotonic_time ();
  return progress;
}

/*
 * Receiving is the first half of the work and resolving deltas the second; the server's count of deltas is known only
 * when receiving ends.
 */
static double
share_done (const HmCloneProgress *clone)
{
  const double received =
      clone->total_objects > 0 ? (double) clone->received_objects / clone->total_objects : 0.0;
  const double resolved =
      clone->total_deltas > 0 ? (double) clone->indexed_deltas / clone->total_deltas : 0.0;

  return MIN (0.8 * received + 0.2 * resolved, 1.0);
}

static void
bar_append (GString *line, double share, gboolean utf8)
{
  const guint full = (guint) (share * BAR_CELLS);

  g_string_append (line, " [");
  for (guint i = 0; i < BAR_CELLS; i++)
    g_string_append (line, i < full ? (utf8 ? "█" : "#") : (utf8 ? "░" : "."));
  g_string_append_c (line, ']');
}

static void
time_left_append (GString *line, double share, double elapsed_seconds)
{
  double left;

  /* Too early to tell. */
  if (share < 0.02 || elapsed_seconds < 0.5)
    return;
  left = elapsed_seconds * (1.0 - share) / share;
  if (left < 90.0)
    g_string_append_printf (line, ", %.0f s left", left);
  else
    g_string_append_printf (line, ", %.0f min left", left / 60.0);
}

/* Takes characters off the end until @text, valid UTF-8, has at most @width columns. */
static void
text_cut (GString *text, guint width)
{
  while (hm_text_columns (text->str) > width)
    g_string_truncate (text, (gsize) (g_utf8_prev_char (text->str + text->len) - text->str));
}

char *
hm_progress_line (const char *what, const HmCloneProgress *clone, double elapsed_seconds,
                  guint width, gboolean utf8)
{
  const double share = share_done (clone);
  g_autofree char *done = hm_number_grouped (clone->received_objects);
  g_autofree char *total = hm_number_grouped (clone->total_objects);
  g_autofree char *bytes = g_format_size (clone->received_bytes);
  g_autoptr (GString) line = g_string_new ("Cloning ");
  g_autoptr (GString) numbers = g_string_new (NULL);
  guint numbers_width;

  hm_mask_terminal (line, what, -1, !utf8);
  g_string_append_printf (numbers, " %3.0f %%", share * 100.0);
  if (width >= 60 + line->len)
    bar_append (numbers, share, utf8);
  g_string_append_printf (numbers, " %s/%s objects, %s", done, total, bytes);
  time_left_append (numbers, share, elapsed_seconds);
  if (!utf8)
    g_string_replace (numbers, "\u00a0", " ", 0);
  /* The numbers matter more than the whole name, and the first more than the last. */
  numbers_width = hm_text_columns (numbers->str);
  text_cut (line, width > numbers_width ? width - numbers_width : 0);
  text_cut (numbers, width);
  g_string_append (line, numbers->str);
  return g_string_free (g_steal_pointer (&line), FALSE);
}

static guint
stderr_width (void)
{
  struct winsize size = { 0 };

  return ioctl (STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 1 ? size.ws_col - 1u : 79;
}

void
hm_progress_clone (const HmCloneProgress *clone, gpointer user_data)
{
  HmProgress *progress = user_data;
  g_autofree char *line = NULL;
  double elapsed;

  if (progress == NULL || clone->total_objects == 0)
    return;
  elapsed = (double) (g_get_monotonic_time () - progress->started_us) / G_USEC_PER_SEC;
  line = hm_progress_line (progress->what, clone, elapsed, stderr_width (), g_get_charset (NULL));
  fprintf (stderr, "\r\033[K%s", line);
  fflush (stderr);
  progress->is_drawn = TRUE;
}

void
hm_progress_free (HmProgress *progress)
{
  if (progress == NULL)
    return;
  if (progress->is_drawn)
    fputs ("\r\033[K", stderr);
  g_free (progress->what);
  g_free (progress);
}
