/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How long a badge takes in a loop over all scores.
 *
 *     bench-badge           a table for every kind of picture
 *     bench-badge COUNT     nanoseconds per flat SVG over COUNT badges, as a bare number
 */
#include "core/number.h"
#include "render/badge.h"

#include <stdio.h>
#include <stdlib.h>

#define N_SCORES 101

typedef enum { SVG, PNG, PDF } Kind;

static gsize
picture_make (Kind kind, const HmBadge *badge, const HmBadgeStyle *style, GString *scratch)
{
  g_autoptr (GBytes) bytes = NULL;

  switch (kind) {
  case SVG:
    g_string_truncate (scratch, 0);
    hm_badge_svg (scratch, badge, style);
    return scratch->len;
  case PNG:
    bytes = hm_badge_png (badge, style, NULL);
    break;
  case PDF:
    bytes = hm_badge_pdf (badge, style, 0, NULL);
    break;
  }
  return bytes != NULL ? g_bytes_get_size (bytes) : 0;
}

/* Returns: nanoseconds per badge. */
static double
loop_time (Kind kind, const HmBadgeStyle *style, guint count, gsize *ret_bytes)
{
  g_autoptr (GString) scratch = g_string_new (NULL);
  char scores[N_SCORES][HM_SCORE_TEXT_SIZE];
  gint64 start;

  for (int tenths = 0; tenths < N_SCORES; tenths++)
    hm_score_text (tenths, scores[tenths]);
  *ret_bytes = 0;
  start = g_get_monotonic_time ();
  for (guint i = 0; i < count; i++) {
    const HmBadge badge = { scores[i % N_SCORES], "good", NULL };

    *ret_bytes += picture_make (kind, &badge, style, scratch);
  }
  return (double) (g_get_monotonic_time () - start) * 1000 / count;
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *name;
    Kind kind;
    HmBadgeStyle style;
    guint count;
  } rows[] = {
    { "svg flat", SVG, { HM_BADGE_FLAT, "scorecard", NULL, 0 }, 100000 },
    { "svg flat-square", SVG, { HM_BADGE_FLAT_SQUARE, "scorecard", NULL, 0 }, 100000 },
    { "svg for-the-badge", SVG, { HM_BADGE_FOR_THE_BADGE, "scorecard", NULL, 0 }, 100000 },
    { "png 1x", PNG, { HM_BADGE_FLAT, "scorecard", NULL, 1 }, 1000 },
    { "png 2x", PNG, { HM_BADGE_FLAT, "scorecard", NULL, 2 }, 500 },
    { "pdf", PDF, { HM_BADGE_FLAT, "scorecard", NULL, 0 }, 500 },
  };
  gsize bytes;

  if (argc > 1) {
    const int count = atoi (argv[1]);

    if (count <= 0) {
      fprintf (stderr, "usage: bench-badge [COUNT]\n");
      return 2;
    }
    printf ("%.0f\n", loop_time (SVG, &rows[0].style, (guint) count, &bytes));
    return 0;
  }
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    const double time_ns = loop_time (rows[i].kind, &rows[i].style, rows[i].count, &bytes);

    printf ("%-18s %9.1f us  %6.0f bytes\n", rows[i].name, time_ns / 1000,
            (double) bytes / rows[i].count);
  }
  return 0;
}
