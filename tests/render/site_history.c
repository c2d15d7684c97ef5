/* SPDX-License-Identifier: Apache-2.0 */
/* How far back the charts of a site look, and what they show of it. */
#include <string.h>

#include "render/site_part.h"
#include "tests/render/sample_site.h"

/* How often @part stands in @text. */
static guint
times_of (const char *text, const char *part)
{
  guint n = 0;

  for (const char *at = strstr (text, part); at != NULL; at = strstr (at + 1, part))
    n++;
  return n;
}

static gboolean
page_take (const char *path, GBytes *bytes, gpointer data, GError **error)
{
  char **ret_page = data;

  (void) error;
  if (g_str_has_prefix (path, "repositories/")) {
    g_free (*ret_page);
    *ret_page = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  }
  return TRUE;
}

/* Writes the page at @index with reports so many days old, the oldest first; 0 ends them. Returns: (owned) */
static char *
page_write (HmSite *site, guint index, const int *days)
{
  g_autoptr (HmRepositoryStory) story =
      hm_repository_story_new (hm_ranking_row (site->ranking, index));
  char *page = NULL;

  for (; *days != 0; days++) {
    HmStoryPoint *point = g_new0 (HmStoryPoint, 1);

    point->as_of = HM_SAMPLE_AS_OF - *days * G_GINT64_CONSTANT (86400);
    point->score = 50;
    point->floor = 40;
    point->ceiling = 60;
    g_ptr_array_add (story->points, point);
  }
  g_assert_true (hm_site_write_repository (site, index, story, page_take, &page, NULL));
  return page;
}

/* What is too old for the charts is counted; where there is nothing younger it is shown, and said to be old. */
static void
test_old_reports (void)
{
  static const int mixed[] = { 1500, 1000, 20, 10, 0 };
  static const int old[] = { 1500, 1400, 1000, 0 };
  static const int last[] = { 1500, 1400, 10, 0 };
  g_autoptr (HmRanking) ranking = hm_ranking_new ();
  g_autoptr (HmSite) site = NULL;
  g_autofree char *of_mixed = NULL;
  g_autofree char *of_old = NULL;
  g_autofree char *of_last = NULL;

  for (int i = 0; i < 3; i++) {
    g_autofree char *key = g_strdup_printf ("r%d", i);

    hm_sample_row_add (ranking, key, key, 20, 1);
  }
  ranking->as_of = HM_SAMPLE_AS_OF;
  site = hm_site_new (ranking, "Ours", NULL);
  of_mixed = page_write (site, 0, mixed);
  g_assert_cmpuint (times_of (of_mixed, "<th scope=\"row\">20"), ==, 2);
  g_assert_nonnull (strstr (of_mixed, "<p>2 older reports are not shown.</p>"));
  g_assert_null (strstr (of_mixed, "No report is of"));
  of_old = page_write (site, 1, old);
  g_assert_cmpuint (times_of (of_old, "<th scope=\"row\">20"), ==, 3);
  g_assert_nonnull (strstr (of_old, "No report is of the last 24 months"));
  g_assert_null (strstr (of_old, "not shown"));
  of_last = page_write (site, 2, last);
  g_assert_cmpuint (times_of (of_last, "<th scope=\"row\">20"), ==, 3);
  g_assert_null (strstr (of_last, "No report is of"));
  g_assert_cmpuint (hm_site_trend_left_out (site), ==, 2);
}

/* A week without a report is no measurement, though everything still scores what it did. */
static void
test_weeks_without_reports (void)
{
  static const int one[] = { 300, 100, 0 };
  static const int other[] = { 1500, 99, 3, 0 };
  static const struct {
    int days;
    guint count;
    guint n_new;
  } expected[] = { { 300, 2, 1 }, { 99, 2, 2 }, { 3, 2, 1 } };
  g_autoptr (HmRanking) ranking = hm_ranking_new ();
  g_autoptr (HmSite) site = NULL;
  g_autoptr (GArray) trend = NULL;

  hm_sample_row_add (ranking, "a", "a", 20, 1);
  hm_sample_row_add (ranking, "b", "b", 20, 1);
  ranking->as_of = HM_SAMPLE_AS_OF;
  site = hm_site_new (ranking, "Ours", NULL);
  g_free (page_write (site, 0, one));
  g_free (page_write (site, 1, other));
  trend = hm_site_trend (site);
  g_assert_cmpuint (trend->len, ==, G_N_ELEMENTS (expected));
  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++) {
    const HmChartMoment *moment = &g_array_index (trend, HmChartMoment, i);

    g_assert_cmpint (moment->time, ==, HM_SAMPLE_AS_OF - expected[i].days * 86400);
    g_assert_cmpuint (moment->count, ==, expected[i].count);
    g_assert_cmpuint (moment->n_new, ==, expected[i].n_new);
  }
}

/* Where all is old, as far back as there is anything. */
static void
test_trend_of_old_reports (void)
{
  static const int old[] = { 3000, 2000, 1000, 0 };
  g_autoptr (HmRanking) ranking = hm_ranking_new ();
  g_autoptr (HmSite) site = NULL;
  g_autoptr (GArray) trend = NULL;

  hm_sample_row_add (ranking, "a", "a", 20, 1);
  ranking->as_of = HM_SAMPLE_AS_OF;
  site = hm_site_new (ranking, "Ours", NULL);
  g_free (page_write (site, 0, old));
  trend = hm_site_trend (site);
  g_assert_cmpuint (trend->len, ==, 3);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/site-history/old-reports", test_old_reports);
  g_test_add_func ("/site-history/weeks-without-reports", test_weeks_without_reports);
  g_test_add_func ("/site-history/trend-of-old-reports", test_trend_of_old_reports);
  return g_test_run ();
}
