/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/history_rows.h"

#include "core/error.h"
#include "core/instant.h"
#include "core/number.h"
#include "render/history.h"

#include <string.h>

#define DAY_SECONDS (24 * 60 * 60)

/* 1970 began on a Thursday. */
#define FIRST_MONDAY (4 * DAY_SECONDS)

gboolean
hm_every_parse (const char *text, HmEvery *ret_every, GError **error)
{
  static const char *const units[] = { "month", "quarter", "year", "week" };
  const gsize size = strlen (text);
  guint64 n_days;

  for (guint i = 0; i < G_N_ELEMENTS (units); i++) {
    if (strcmp (text, units[i]) == 0) {
      *ret_every = (HmEvery){ (HmEveryUnit) i, 0 };
      return TRUE;
    }
  }
  if (size > 1 && text[size - 1] == 'd' && text[0] != '0'
      && hm_number_parse (text, size - 1, HM_EVERY_DAYS_MAX, &n_days)) {
    *ret_every = (HmEvery){ HM_EVERY_DAYS, (guint) n_days };
    return TRUE;
  }
  return hm_fail (error, HM_ERROR_USAGE,
                  "--every %s: write month, quarter, year, week, or a number of days such as 10d",
                  text);
}

/* The end of the one of the periods of @seconds, counted from @first on, that @time lies in. */
static gint64
even_end (gint64 time, gint64 first, gint64 seconds)
{
  const gint64 since = time - first;
  const gint64 within = since % seconds + (since % seconds < 0 ? seconds : 0);

  return time - within + seconds - 1;
}

static gint64
calendar_end (gint64 time, int n_months)
{
  g_autoptr (GDateTime) at =
      g_date_time_new_from_unix_utc (CLAMP (time, HM_INSTANT_MIN, HM_INSTANT_MAX));
  const int month = g_date_time_get_month (at) - 1;
  g_autoptr (GDateTime) begin =
      g_date_time_new_utc (g_date_time_get_year (at), month - month % n_months + 1, 1, 0, 0, 0);

  return hm_instant_add_months (g_date_time_to_unix (begin), n_months) - 1;
}

gint64
hm_every_end (const HmEvery *every, gint64 time)
{
  switch (every->unit) {
  case HM_EVERY_QUARTER:
    return calendar_end (time, 3);
  case HM_EVERY_YEAR:
    return calendar_end (time, 12);
  case HM_EVERY_WEEK:
    return even_end (time, FIRST_MONDAY, 7 * DAY_SECONDS);
  case HM_EVERY_DAYS:
    return even_end (time, 0, (gint64) every->n_days * DAY_SECONDS);
  case HM_EVERY_MONTH:
    break;
  }
  return calendar_end (time, 1);
}

/* The end of the period before the one that @time lies in. */
static gint64
end_before (const HmEvery *every, gint64 time)
{
  switch (every->unit) {
  case HM_EVERY_WEEK:
    return hm_every_end (every, time) - 7 * DAY_SECONDS;
  case HM_EVERY_DAYS:
    return hm_every_end (every, time) - (gint64) every->n_days * DAY_SECONDS;
  case HM_EVERY_QUARTER:
    return hm_every_end (every, hm_instant_add_months (time, -3));
  case HM_EVERY_YEAR:
    return hm_every_end (every, hm_instant_add_months (time, -12));
  case HM_EVERY_MONTH:
    break;
  }
  return hm_every_end (every, hm_instant_add_months (time, -1));
}

static void
points_reverse (GArray *points)
{
  for (guint i = 0, j = points->len; i + 1 < j; i++) {
    const HmHistoryPoint point = g_array_index (points, HmHistoryPoint, i);

    j--;
    g_array_index (points, HmHistoryPoint, i) = g_array_index (points, HmHistoryPoint, j);
    g_array_index (points, HmHistoryPoint, j) = point;
  }
}

/*
 * Goes back from the end, so that a root commit of the year 1 costs the oldest rows and not the
 * newest. The commit of an earlier time never comes before that of a later one in @moments: one
 * pass over them.
 */
GArray *
hm_history_points_every (const HmMoment *moments, gsize n_moments, const HmEvery *every,
                         const HmSpan *span, gboolean *ret_is_cut)
{
  GArray *points = g_array_new (FALSE, FALSE, sizeof (HmHistoryPoint));
  gint64 begin = span->since;
  gint64 time = span->until;
  gint64 before = 0;
  gsize i = 0;

  *ret_is_cut = FALSE;
  /* A date between the ends that lies before both is a mistake, and no reason to begin there. */
  if (n_moments > 0)
    begin = MAX (begin, MIN (moments[0].time, moments[n_moments - 1].time));
  for (; time >= begin; time = before) {
    HmHistoryPoint point = { .time = time };

    while (i < n_moments && moments[i].time > time)
      i++;
    if (i == n_moments)
      break;
    if (points->len == HM_HISTORY_ROWS_MAX) {
      *ret_is_cut = TRUE;
      break;
    }
    point.commit = moments[i].commit;
    g_array_append_val (points, point);
    before = end_before (every, time);
    /* Where the calendar begins. */
    if (before >= time)
      break;
  }
  points_reverse (points);
  return points;
}

static gint
compare_points (gconstpointer a, gconstpointer b)
{
  const HmHistoryPoint *first = a;
  const HmHistoryPoint *second = b;

  if (first->time != second->time)
    return first->time < second->time ? -1 : 1;
  return strcmp (first->tag, second->tag);
}

GArray *
hm_history_points_tags (const HmFacts *facts, const HmSpan *span, gboolean *ret_is_cut)
{
  GArray *points = g_array_new (FALSE, FALSE, sizeof (HmHistoryPoint));

  for (gsize i = 0; i < facts->history.n_tags; i++) {
    const HmTag *tag = &facts->history.tags[i];
    const HmCommit *commit = &facts->history.commits[tag->commit];
    const HmHistoryPoint point = {
      .time = MAX (tag->time, commit->committer_time),
      .commit = commit->oid,
      .tag = tag->name,
    };

    if (tag->is_release && point.time >= span->since && point.time <= span->until)
      g_array_append_val (points, point);
  }
  g_array_sort (points, compare_points);
  *ret_is_cut = points->len > HM_HISTORY_ROWS_MAX;
  if (*ret_is_cut)
    g_array_remove_range (points, 0, points->len - HM_HISTORY_ROWS_MAX);
  return points;
}
