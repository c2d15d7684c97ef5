/* SPDX-License-Identifier: Apache-2.0 */
/* The whole portfolio over time: what most repositories, and the weakest and best tenth of them, scored. */
#include "core/instant.h"
#include "render/site_part.h"

/* Of so many repositories one is the weakest tenth, and one the best. */
#define TENTH 10

#define WEEK_SECONDS (7 * G_GINT64_CONSTANT (86400))

static int
numbers_compare (gconstpointer a, gconstpointer b)
{
  const int left = *(const int *) a;
  const int right = *(const int *) b;

  return (left > right) - (left < right);
}

static gint64
charts_begin (const HmSite *site)
{
  return hm_instant_add_months (site->ranking->as_of, -HM_SITE_MONTHS);
}

guint
hm_site_points_first (const HmSite *site, const HmRepositoryStory *story)
{
  const guint n = story->points->len;
  guint first = n;

  while (first > 0
         && ((HmStoryPoint *) g_ptr_array_index (story->points, first - 1))->as_of
                >= charts_begin (site))
    first--;
  return n - first >= 2 ? first : n - MIN (n, HM_CHART_MOMENTS_MAX);
}

void
hm_site_moments_keep (HmSite *site, guint index, const HmRepositoryStory *story)
{
  const guint first = hm_site_points_first (site, story);
  GArray *moments = g_array_new (FALSE, FALSE, sizeof (HmSiteMoment));

  /* With the last one before them, so that it counts from the beginning. */
  for (guint i = first - MIN (first, 1); i < story->points->len; i++) {
    const HmStoryPoint *point = g_ptr_array_index (story->points, i);
    const HmSiteMoment moment = { point->as_of, point->score, point->floor };

    g_array_append_val (moments, moment);
  }
  g_clear_pointer (&site->moments[index], g_array_unref);
  site->moments[index] = moments;
  site->n_points_left_out[index] = first;
}

/* Of moments from @from on. Returns: whether there are any. */
static gboolean
span_find (const HmSite *site, gint64 from, gint64 *ret_begin, gint64 *ret_end)
{
  gboolean is_found = FALSE;

  for (guint i = 0; i < site->ranking->rows->len; i++) {
    const GArray *moments = site->moments[i];

    for (guint k = 0; moments != NULL && k < moments->len; k++) {
      const gint64 time = g_array_index (moments, HmSiteMoment, k).time;

      if (time < from)
        continue;
      if (!is_found || time < *ret_begin)
        *ret_begin = time;
      if (!is_found || time > *ret_end)
        *ret_end = time;
      is_found = TRUE;
    }
  }
  return is_found;
}

/* What was measured after @from and until @until. @ret_last: when the last of it was. Returns: how many reports. */
static guint
new_count (const HmSite *site, gint64 from, gint64 until, const guint *places, gint64 *ret_last)
{
  guint n = 0;

  for (guint i = 0; i < site->ranking->rows->len; i++) {
    const GArray *moments = site->moments[i];

    for (guint k = places[i]; moments != NULL && k < moments->len; k++) {
      const gint64 time = g_array_index (moments, HmSiteMoment, k).time;

      if (time > until)
        break;
      if (time <= from)
        continue;
      *ret_last = n == 0 ? time : MAX (*ret_last, time);
      n++;
    }
  }
  return n;
}

/* What each repository scored as of @time. @places: of each the first of its moments that was not looked at yet. */
static void
scores_gather (const HmSite *site, gint64 time, guint *places, GArray *scores)
{
  g_array_set_size (scores, 0);
  for (guint i = 0; i < site->ranking->rows->len; i++) {
    const GArray *moments = site->moments[i];
    const HmSiteMoment *last;

    while (moments != NULL && places[i] < moments->len
           && g_array_index (moments, HmSiteMoment, places[i]).time <= time)
      places[i]++;
    if (moments == NULL || places[i] == 0)
      continue;
    last = &g_array_index (moments, HmSiteMoment, places[i] - 1);
    if (last->score >= 0)
      g_array_append_val (scores, last->score);
  }
  g_array_sort (scores, numbers_compare);
}

/* The nearest rank, from below and from above alike; of an even number the mean of the two in the middle. */
static void
moment_fill (HmChartMoment *moment, const GArray *scores)
{
  const int *sorted = (const int *) (gpointer) scores->data;
  const guint n = scores->len;

  moment->count = n;
  moment->low = HM_NO_SCORE;
  moment->middle = HM_NO_SCORE;
  moment->high = HM_NO_SCORE;
  if (n == 0)
    return;
  moment->low = sorted[(n - 1) / TENTH];
  moment->middle = (sorted[(n - 1) / 2] + sorted[n / 2] + 1) / 2;
  moment->high = sorted[n - 1 - (n - 1) / TENTH];
}

GArray *
hm_site_trend (const HmSite *site)
{
  GArray *trend = g_array_new (FALSE, FALSE, sizeof (HmChartMoment));
  g_autoptr (GArray) scores = g_array_new (FALSE, FALSE, sizeof (int));
  g_autofree guint *places = g_new0 (guint, MAX (site->ranking->rows->len, 1));
  gint64 begin = 0;
  gint64 end = 0;
  gint64 step;

  /* A single week makes no line; then what there is of before has to. */
  if ((!span_find (site, charts_begin (site), &begin, &end) || end - begin < WEEK_SECONDS)
      && !span_find (site, HM_INSTANT_MIN, &begin, &end))
    return trend;
  step = MAX (WEEK_SECONDS, (end - begin) / (HM_CHART_MOMENTS_MAX - 2) + 1);
  for (gint64 i = (end - begin) / step + 1; i >= 0; i--) {
    HmChartMoment moment = { .time = 0 };
    const gint64 until = end - i * step;

    moment.n_new = new_count (site, MAX (until - step, begin - 1), until, places, &moment.time);
    if (moment.n_new == 0)
      continue;
    scores_gather (site, until, places, scores);
    moment_fill (&moment, scores);
    g_array_append_val (trend, moment);
  }
  return trend;
}

guint
hm_site_trend_left_out (const HmSite *site)
{
  guint n = 0;

  for (guint i = 0; i < site->ranking->rows->len; i++)
    n += site->n_points_left_out[i];
  return n;
}

void
hm_site_left_out_tell (HmHtml *html, guint n)
{
  if (n > 0)
    hm_html_leaf_format (html, "p", NULL, "%u older %s not shown.", n,
                         n == 1 ? "report is" : "reports are");
}

gsize
hm_site_spark (const HmSite *site, guint index, int scores[HM_SITE_SPARK_MAX])
{
  const GArray *moments = site->moments[index];
  const gint64 begin = hm_instant_add_months (site->ranking->as_of, -12);
  guint first = 0;
  gsize n;

  while (moments != NULL && first < moments->len
         && g_array_index (moments, HmSiteMoment, first).time < begin)
    first++;
  if (moments == NULL || moments->len - first < 2)
    return 0;
  n = MIN (moments->len - first, HM_SITE_SPARK_MAX);
  for (gsize i = 0; i < n; i++)
    scores[i] = g_array_index (moments, HmSiteMoment,
                               first + (guint) (i * (moments->len - first - 1) / (n - 1)))
                    .score;
  return n;
}
