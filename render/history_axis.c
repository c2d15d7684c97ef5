/* SPDX-License-Identifier: Apache-2.0 */
#include "render/history_axis.h"

#include "core/instant.h"

#define YEAR_SECONDS (365.2425 * 24 * 60 * 60)

/* In months. */
static const int steps[] = {
  1, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 2400, 6000, 12000,
};
#define YEAR_STEP 3 /* the first that is a whole year */

int
hm_time_axis_x (const HmTimeAxis *axis, gint64 time)
{
  const gint64 within = CLAMP (time, axis->from, axis->to) - axis->from;
  const double share = (double) within / (double) (axis->to - axis->from);

  return axis->left + (int) (share * (axis->right - axis->left) / 10 + 0.5) * 10;
}

/* The shortest step whose marks have room. */
static int
step_choose (const HmTimeAxis *axis, int apart)
{
  const double years = (double) (axis->to - axis->from) / YEAR_SECONDS;
  guint i = years < 2 ? 0 : YEAR_STEP;

  while (i + 1 < G_N_ELEMENTS (steps) && (axis->right - axis->left) / years * steps[i] / 12 < apart)
    i++;
  return steps[i];
}

GArray *
hm_time_axis_marks (const HmTimeAxis *axis, int apart)
{
  g_autoptr (GArray) marks = g_array_new (FALSE, FALSE, sizeof (HmTimeMark));
  g_autoptr (GDateTime) begin =
      g_date_time_new_from_unix_utc (CLAMP (axis->from, HM_INSTANT_MIN, HM_INSTANT_MAX));
  const int step = step_choose (axis, apart);
  int month = g_date_time_get_year (begin) * 12 + g_date_time_get_month (begin) - 1;

  for (month += (step - month % step) % step; month < 9999 * 12; month += step) {
    g_autoptr (GDateTime) at = g_date_time_new_utc (month / 12, month % 12 + 1, 1, 0, 0, 0);
    const gint64 time = g_date_time_to_unix (at);
    HmTimeMark mark;

    if (time > axis->to)
      break;
    if (time < axis->from)
      continue;
    mark.x = hm_time_axis_x (axis, time);
    if (step < steps[YEAR_STEP])
      g_snprintf (mark.name, sizeof mark.name, "%d-%02d", month / 12, month % 12 + 1);
    else
      g_snprintf (mark.name, sizeof mark.name, "%d", month / 12);
    g_array_append_val (marks, mark);
  }
  return g_steal_pointer (&marks);
}
