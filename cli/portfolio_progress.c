/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/portfolio_progress.h"

#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "core/mask.h"
#include "core/number.h"

#define BAR_CELLS 20

/* Columns from which on there is room for a bar. */
#define BAR_WIDTH 70

static gboolean is_drawn;

static void
bar_append (GString *line, double share, gboolean utf8)
{
  const guint full = (guint) (share * BAR_CELLS);

  g_string_append (line, " [");
  for (guint i = 0; i < BAR_CELLS; i++)
    g_string_append (line, i < full ? (utf8 ? "█" : "#") : (utf8 ? "░" : "."));
  g_string_append_c (line, ']');
}

/* Adds "NUMBER WORD" after what is there. */
static void
count_append (GString *line, const char *before, guint64 number, const char *word)
{
  g_autofree char *text = hm_number_grouped (number);

  g_string_append_printf (line, "%s%s %s", before, text, word);
}

static void
time_left_append (GString *line, const HmPortfolioProgress *progress)
{
  double left;

  /* Too early to tell. */
  if (progress->n_worked == 0 || progress->n_waiting == 0 || progress->elapsed_seconds < 0.5)
    return;
  left = progress->elapsed_seconds * progress->n_waiting / progress->n_worked;
  if (left < 90.0)
    g_string_append_printf (line, ", %.0f s left", left);
  else
    g_string_append_printf (line, ", %.0f min left", left / 60.0);
}

static void
wait_append (GString *line, const HmPortfolioProgress *progress, gboolean utf8)
{
  if (progress->wait_host == NULL)
    return;
  g_string_append (line, "; ");
  hm_mask_terminal (line, progress->wait_host, -1, !utf8);
  g_string_append_printf (line, " allows more in %" G_GINT64_FORMAT " s", progress->wait_seconds);
}

char *
hm_portfolio_progress_line (const HmPortfolioProgress *progress, guint width, gboolean utf8)
{
  const guint n_over = progress->n_done + progress->n_failed;
  const guint n_all = n_over + progress->n_waiting;
  const double share = n_all > 0 ? (double) n_over / n_all : 1.0;
  GString *line = g_string_new ("Scanning");

  g_string_append_printf (line, " %3.0f %%", share * 100.0);
  if (width >= BAR_WIDTH)
    bar_append (line, share, utf8);
  count_append (line, " ", progress->n_done, "done");
  count_append (line, ", ", progress->n_failed, "failed");
  count_append (line, ", ", progress->n_waiting, "waiting");
  if (progress->quota_left >= 0)
    count_append (line, ", ", (guint64) progress->quota_left, "requests left");
  time_left_append (line, progress);
  wait_append (line, progress, utf8);
  /* The first matters more than the last. */
  while (hm_text_columns (line->str) > width)
    g_string_truncate (line, (gsize) (g_utf8_prev_char (line->str + line->len) - line->str));
  return g_string_free (line, FALSE);
}

void
hm_portfolio_progress_draw (const HmPortfolioProgress *progress)
{
  struct winsize size = { 0 };
  g_autofree char *line = NULL;
  guint width;

  if (!isatty (STDERR_FILENO))
    return;
  width = ioctl (STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 1 ? size.ws_col - 1u : 79;
  line = hm_portfolio_progress_line (progress, width, g_get_charset (NULL));
  fprintf (stderr, "\r\033[K%s", line);
  fflush (stderr);
  is_drawn = TRUE;
}

void
hm_portfolio_progress_wipe (void)
{
  if (is_drawn)
    fputs ("\r\033[K", stderr);
  is_drawn = FALSE;
}
