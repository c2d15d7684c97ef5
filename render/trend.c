/* SPDX-License-Identifier: Apache-2.0 */
#include "render/trend.h"

#include "core/instant.h"
#include "core/number.h"

#include <math.h>

#define DAY_SECONDS (24 * 60 * 60)

/* The mean month of the Gregorian calendar. */
#define MONTH_SECONDS (30.436875 * DAY_SECONDS)

/* Where rows are of the ends of months, and the last is not: the one nearest to twelve months before it is to count. */
#define SLACK_SECONDS (15 * DAY_SECONDS)

gint64
hm_trend_since (gint64 until)
{
  return hm_instant_add_months (until, -HM_TREND_MONTHS) - SLACK_SECONDS;
}

void
hm_trend_make (const HmTrendPoint *points, gsize n_points, HmTrend *ret_trend)
{
  g_autoptr (GArray) kept = g_array_new (FALSE, FALSE, sizeof (HmTrendPoint));
  gint64 since;

  *ret_trend = (HmTrend){ 0 };
  if (n_points == 0)
    return;
  since = hm_trend_since (points[n_points - 1].time);
  for (gsize i = 0; i < n_points; i++) {
    if (points[i].time >= since && points[i].score >= 0)
      g_array_append_val (kept, points[i]);
  }
  if (kept->len < 2)
    return;
  ret_trend->n_points = MIN (kept->len, HM_TREND_POINTS_MAX);
  for (guint i = 0; i < ret_trend->n_points; i++)
    ret_trend->points[i] =
        g_array_index (kept, HmTrendPoint, i * (kept->len - 1) / (ret_trend->n_points - 1));
}

const char *
hm_trend_text (const HmTrend *trend, char text[HM_TREND_TEXT_SIZE])
{
  char score[HM_SCORE_TEXT_SIZE];
  const HmTrendPoint *last = &trend->points[trend->n_points - (trend->n_points > 0)];
  const double seconds = (double) (last->time - trend->points[0].time);
  const int gain = last->score - trend->points[0].score;
  const gint64 n_days = (gint64) (seconds / DAY_SECONDS + 0.5);
  const double months = seconds / MONTH_SECONDS;
  /* Half a month and a little: months are not all as long. */
  const gint64 n_months =
      fabs (months - HM_TREND_MONTHS) < 0.6 ? HM_TREND_MONTHS : (gint64) (months + 0.5);
  const gboolean is_short = n_months < 2;
  const gint64 n = is_short ? n_days : n_months;

  text[0] = '\0';
  if (trend->n_points == 0)
    return text;
  hm_score_text (ABS (gain), score);
  g_snprintf (text, HM_TREND_TEXT_SIZE, "%s%s in %" G_GINT64_FORMAT " %s%s",
              gain > 0   ? "up "
              : gain < 0 ? "down "
                         : "unchanged",
              gain != 0 ? score : "", n, is_short ? "day" : "month", n == 1 ? "" : "s");
  return text;
}
