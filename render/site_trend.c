/* SPDX-License-Identifier: Apache-2.0 */
/* The whole portfolio over time: what most repositories, and the weakest and best tenth of them, scored. */
#include "core/instant.h"
#include "render/site_part.h"

/* Moments of the trend: the weeks of a year. */
#define MOMENTS_MAX 53

/* Of so many repositories one is the weakest tenth, and one the best. */
#define TENTH 10

#define DAY_SECONDS G_GINT64_CONSTANT (86400)

static int
numbers_compare (gconstpointer a, gconstpointer b)
{
  const int left = *(const int *) a;
  const int right = *(const int *) b;

  return (left > right) - (left < right);
}

/* Returns: whether there is any moment at all. */
static gboolean
span_find (const HmSite *site, gint64 *ret_begin, gint64 *ret_end)
{
  gboolean is_found = FALSE;

  for (guint i = 0; i < site->ranking->rows->len; i++) {
    const GArray *moments = site->moments[i];

    if (moments == NULL || moments->len == 0)
      continue;
    if (!is_found || g_array_index (moments, HmSiteMoment, 0).time < *ret_begin)
      *ret_begin = g_array_index (moments, HmSiteMoment, 0).time;
    if (!is_found || g_array_index (moments, HmSiteMoment, moments->len - 1).time > *ret_end)
      *ret_end = g_array_index (moments, HmSiteMoment, moments->len - 1).time;
    is_found = TRUE;
  }
  return is_found;
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
  int n;

  if (!span_find (site, &begin, &end))
    return trend;
  n = (int) CLAMP ((end - begin) / DAY_SECONDS + 1, 1, MOMENTS_MAX);
  for (int i = 0; i < n; i++) {
    HmChartMoment moment = { .time = n == 1 ? end : begin + (end - begin) * i / (n - 1) };

    scores_gather (site, moment.time, places, scores);
    moment_fill (&moment, scores);
    g_array_append_val (trend, moment);
  }
  return trend;
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
