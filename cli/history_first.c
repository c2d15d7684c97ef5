/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/history_first.h"

#include "core/oid.h"

/* A point that was looked at. */
typedef struct {
  guint index;
  HmReport *report;
} Seen;

static void
seen_clear (gpointer data)
{
  hm_report_free (((Seen *) data)->report);
}

/* Returns: the index of the moment of @commit, @n where there is none */
static gsize
moment_find (const HmMoment *moments, gsize n, const HmOid *commit)
{
  gsize i = 0;

  while (i < n && !hm_oid_equal (&moments[i].commit, commit))
    i++;
  return i;
}

static gint
compare_times (gconstpointer a, gconstpointer b)
{
  const gint64 first = *(const gint64 *) a;
  const gint64 second = *(const gint64 *) b;

  return (first > second) - (first < second);
}

static void
times_add (GArray *times, const HmTag *tags, gsize n_tags, gint64 after, gint64 before)
{
  for (gsize i = 0; i < n_tags; i++)
    if (tags[i].time > after && tags[i].time < before)
      g_array_append_val (times, tags[i].time);
}

/* Returns: (owned) (element-type gint64) when tags were made between @after and @before, rising */
static GArray *
tag_times (const HmHistory *history, gint64 after, gint64 before)
{
  GArray *times = g_array_new (FALSE, FALSE, sizeof (gint64));

  times_add (times, history->tags, history->n_tags, after, before);
  times_add (times, history->branch_tags, history->n_branch_tags, after, before);
  g_array_sort (times, compare_times);
  return times;
}

/* Adds the newest commit before each of @times, from *ret_next on, that is before @until. */
static void
tags_add (GArray *points, const GArray *times, guint *ret_next, const HmOid *newest, gint64 until)
{
  for (; *ret_next < times->len && g_array_index (times, gint64, *ret_next) < until;
       (*ret_next)++) {
    HmHistoryPoint point = { .time = g_array_index (times, gint64, *ret_next) };
    const gboolean is_told =
        points->len > 0
        && g_array_index (points, HmHistoryPoint, points->len - 1).time == point.time;

    if (newest == NULL || is_told)
      continue;
    point.commit = *newest;
    g_array_append_val (points, point);
  }
}

GArray *
hm_history_points_between (const HmHistorySearch *search, const HmHistoryPoint *before,
                           const HmHistoryPoint *at)
{
  const gsize n = search->n_moments;
  const gint64 after = before != NULL ? before->time : G_MININT64;
  const gsize last = moment_find (search->moments, n, &at->commit);
  const gsize first =
      before != NULL ? moment_find (search->moments, n, &before->commit) : search->n_moments;
  const HmOid *newest = before != NULL ? &before->commit : NULL;
  g_autoptr (GArray) times = NULL;
  GArray *points;
  gint64 time = after;
  guint tag = 0;

  if (last == n || (before != NULL && first == n) || first < last)
    return NULL;
  points = g_array_new (FALSE, FALSE, sizeof (HmHistoryPoint));
  times = tag_times (&search->facts->history, after, at->time);
  for (gsize i = first; i-- > last;) {
    HmHistoryPoint point = { .commit = search->moments[i].commit };

    time = MIN (MAX (time, search->moments[i].time), at->time);
    tags_add (points, times, &tag, newest, time);
    point.time = time;
    newest = &search->moments[i].commit;
    g_array_append_val (points, point);
  }
  tags_add (points, times, &tag, newest, at->time);
  return points;
}

/*
 * Narrows to the first two neighbours of what was seen of which the signal is off at the one and on
 * at the other. Before all points it is off, after them on.
 *
 * @ret_off: one more than the index of the point
 * Returns: (borrowed) (nullable) what is said at *ret_on
 */
static const HmFinding *
seen_narrow (const GArray *seen, const HmHistorySignal *signal, guint *ret_off, guint *ret_on)
{
  for (guint i = 0; i < seen->len; i++) {
    const Seen *at = &g_array_index (seen, Seen, i);
    const HmFinding *finding = hm_history_signal_in (signal, at->report);

    if (finding != NULL) {
      *ret_on = at->index;
      return finding;
    }
    *ret_off = at->index + 1;
  }
  return NULL;
}

static void
seen_insert (GArray *seen, guint index, HmReport *report)
{
  const Seen at = { index, report };
  guint place = 0;

  while (place < seen->len && g_array_index (seen, Seen, place).index < index)
    place++;
  g_array_insert_val (seen, place, at);
}

static gboolean
signal_find (HmHistoryReport *history, guint index, const GArray *points, GArray *seen,
             const HmHistoryPoint *row, const HmHistorySearch *search, GError **error)
{
  const HmHistorySignal *signal = hm_history_signal (history, index);

  for (;;) {
    guint off = 0; /* the point before it was off */
    guint on = points->len;
    const HmFinding *finding = seen_narrow (seen, signal, &off, &on);
    const guint middle = off + (on - off) / 2;
    HmReport *report;

    if (on == off) {
      const HmHistoryPoint *found =
          on < points->len ? &g_array_index (points, HmHistoryPoint, on) : row;

      hm_history_came_on (history, index, &found->commit, found->time,
                          finding != NULL ? finding->message : signal->message);
      return TRUE;
    }
    report = search->scan (search->data, &g_array_index (points, HmHistoryPoint, middle), error);
    if (report == NULL)
      return FALSE;
    seen_insert (seen, middle, report);
  }
}

gboolean
hm_history_first_find (HmHistoryReport *history, const GArray *rows, gboolean has_begin,
                       const HmHistorySearch *search, GError **error)
{
  for (guint s = 0; s < history->signals->len;) {
    const guint first = hm_history_signal (history, s)->first_row;
    const HmHistoryPoint row = g_array_index (rows, HmHistoryPoint, first);
    const HmHistoryPoint *before =
        first > 0 ? &g_array_index (rows, HmHistoryPoint, first - 1) : NULL;
    g_autoptr (GArray) seen = g_array_new (FALSE, FALSE, sizeof (Seen));
    g_autoptr (GArray) points = NULL;

    g_array_set_clear_func (seen, seen_clear);
    if (before != NULL || has_begin)
      points = hm_history_points_between (search, before, &row);
    for (; s < history->signals->len && hm_history_signal (history, s)->first_row == first; s++)
      if (points != NULL && !signal_find (history, s, points, seen, &row, search, error))
        return FALSE;
  }
  return TRUE;
}
