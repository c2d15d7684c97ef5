/* SPDX-License-Identifier: Apache-2.0 */
/* What the pages of a site say, and to whom. */
#include <string.h>

#include "render/site_part.h"
#include "tests/render/sample_report.h"
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

static char *
overview_write (HmRanking *ranking)
{
  HmSampleSite site;
  char *text;

  ranking->as_of = HM_SAMPLE_AS_OF;
  hm_sample_site_write (ranking, NULL, &site);
  text = hm_sample_site_text (&site, "index.html");
  g_hash_table_unref (site.files);
  return text;
}

/* What is broad is there a second time, no broader than a phone. */
static void
test_narrow_pictures (void)
{
  g_autoptr (HmRanking) ranking = hm_ranking_new ();
  g_autofree char *text = NULL;

  hm_sample_row_add (ranking, "a", "a", 20, 1);
  text = overview_write (ranking);
  g_assert_cmpuint (times_of (text, "<div class=\"narrow\"><svg viewBox=\"0 0 360 "), ==, 3);
  g_assert_cmpuint (times_of (text, "<div class=\"broad\"><svg"), ==, 2);
  g_assert_cmpuint (times_of (text, "<div class=\"broad scroll exact\" tabindex=\"0\""), ==, 1);
}

/* Whatever the style sheet makes of its rows, the table says that it is one. */
static void
test_table_has_roles (void)
{
  g_autoptr (HmRanking) ranking = hm_ranking_new ();
  g_autofree char *text = NULL;

  hm_sample_row_add (ranking, "a", "a", 20, 1);
  text = overview_write (ranking);
  g_assert_cmpuint (times_of (text, "role=\"table\""), ==, 1);
  g_assert_cmpuint (times_of (text, "role=\"rowgroup\""), ==, 2);
  g_assert_cmpuint (times_of (text, "role=\"row\""), ==, 2);
  g_assert_cmpuint (times_of (text, "role=\"rowheader\""), ==, 1);
  g_assert_cmpuint (times_of (text, "role=\"columnheader\""), ==, 7);
  g_assert_cmpuint (times_of (text, "role=\"cell\""), ==, 6);
}

static void
test_groups_where_there_are_some (void)
{
  g_autoptr (HmRanking) ranking = hm_ranking_new ();
  g_autofree char *without = NULL;
  g_autofree char *with = NULL;
  HmRankRow *row = hm_sample_row_add (ranking, "a", "a", 20, 1);

  without = overview_write (ranking);
  g_assert_null (strstr (without, ">Group<"));
  g_assert_null (strstr (without, "filter-group"));
  row->group = g_strdup ("web");
  with = overview_write (ranking);
  g_assert_nonnull (strstr (with, ">Group</th>"));
  g_assert_nonnull (strstr (with, "filter-group"));
}

/* Two at one place, of which the second is beneath the first. */
static void
test_key_of_the_risk_map (void)
{
  g_autoptr (HmRanking) ranking = hm_ranking_new ();
  g_autofree char *text = NULL;

  hm_sample_row_add (ranking, "a", "first", 20, 1);
  hm_sample_row_add (ranking, "b", "second", 20, 1);
  hm_sample_row_add (ranking, "c", "third", 90, 0.5);
  ranking->since = HM_SAMPLE_AS_OF - 86400;
  text = overview_write (ranking);
  g_assert_nonnull (strstr (text, ">risk of 5.0 or more<"));
  g_assert_nonnull (strstr (text, "its score fell since 2026-09-20"));
  g_assert_nonnull (strstr (text, ">first +1</text>"));
  g_assert_null (strstr (text, ">second +1</text>"));
  g_assert_nonnull (strstr (text, "first, risk 8.0, floor 2.0, and 1 more at its place\""));
  g_assert_nonnull (strstr (text, "1 mark stands for several, up to 2<"));
  g_assert_null (strstr (text, "small, and no link"));
}

/* Each stands in one count: a failed one is not old as well. */
static void
test_scans_are_counted_once (void)
{
  g_autoptr (HmRanking) ranking = hm_ranking_new ();
  g_autofree char *text = NULL;
  g_autofree char *well = NULL;

  hm_sample_row_add (ranking, "fine", "fine", 20, 1);
  well = overview_write (ranking);
  g_assert_null (strstr (well, "<dt>Scans<"));
  for (int i = 0; i < 6; i++) {
    g_autofree char *key = g_strdup_printf ("r%d", i);
    HmRankRow *row = hm_sample_row_add (ranking, key, key, 20, 1);

    row->has_report = i >= 4;
    row->is_stale = TRUE;
    row->failed_at = i < 3 ? HM_SAMPLE_AS_OF : 0;
    if (!row->has_report)
      row->risk = HM_NO_SCORE;
  }
  text = overview_write (ranking);
  g_assert_nonnull (strstr (text, ">3 failed, 1 never scanned, 2 older than 30 days<"));
}

/* One that nobody could scan is not hidden behind those with a risk; the most critical by hand is told first. */
static void
test_unscanned_are_told (void)
{
  g_autoptr (HmRanking) ranking = hm_ranking_new ();
  g_autofree char *text = NULL;

  hm_sample_row_add (ranking, "fine", "fine", 20, 1);
  for (int i = 0; i < 7; i++) {
    g_autofree char *key = g_strdup_printf ("gone-%d", i);
    HmRankRow *row = hm_sample_row_add (ranking, key, key, 20, i / 10.0);

    row->has_report = FALSE;
    row->risk = HM_NO_SCORE;
  }
  text = overview_write (ranking);
  g_assert_nonnull (strstr (text, "7 could not be scanned, or were not yet"));
  g_assert_nonnull (strstr (text, ">gone-6</a> (criticality 0.60), <a"));
  g_assert_null (strstr (text, ">gone-1</a> (criticality"));
  g_assert_nonnull (strstr (text, "and 2 more at the end of the table below"));
}

static void
test_heat_of_what_nobody_scanned (void)
{
  g_autoptr (HmRanking) ranking = hm_ranking_new ();
  g_autofree char *text = NULL;
  HmRankRow *row;

  hm_sample_row_add (ranking, "fine", "fine", 20, 1);
  row = hm_sample_row_add (ranking, "gone", "gone", 20, 1);
  row->has_report = FALSE;
  row->risk = HM_NO_SCORE;
  text = overview_write (ranking);
  g_assert_nonnull (
      strstr (text, "gone</th>\n<td class=\"number\">?</td>\n<td class=\"number\">?</td>"));
  g_assert_nonnull (strstr (text, "<b class=\"score band-unknown\">?</b> nobody could look"));
  g_assert_nonnull (strstr (text, "<b class=\"score band-good\">8.0 to 10</b> good"));
  g_assert_nonnull (strstr (text, "<b class=\"score band-none\">\xe2\x80\x93</b> does not apply"));
}

/* Why each moved, and how many more did. */
static void
test_what_moved (void)
{
  g_autoptr (HmRanking) ranking = hm_ranking_new ();
  g_autofree char *text = NULL;

  for (int i = 0; i < 14; i++) {
    g_autofree char *key = g_strdup_printf ("r%d", i);
    HmRankRow *row = hm_sample_row_add (ranking, key, key, 50, 1);

    row->has_before = TRUE;
    row->before_as_of = HM_SAMPLE_AS_OF - 100 * 86400;
    row->before_score = i < 6 ? 60 + i : 40 - i;
    hm_text_set (&row->why, "Maintainers fell from 9.0 to 5.0");
    g_array_index (row->checks, HmRankCheck, 0).before = 20;
  }
  ranking->since = HM_SAMPLE_AS_OF - 90 * 86400;
  text = overview_write (ranking);
  g_assert_nonnull (strstr (
      text, "r5</a>: 6.5 to 5.0. <span class=\"unknown\">Maintainers fell from 9.0 to 5.0<"));
  g_assert_nonnull (strstr (
      text, "r13</a>: 2.7 to 5.0. <span class=\"unknown\">binary-artifacts rose from 2.0 to 5.0<"));
  g_assert_nonnull (strstr (text, "<li>and 1 more in the table below<"));
  g_assert_nonnull (strstr (text, "<li>and 3 more in the table below<"));
  g_assert_null (strstr (text, "no report since then"));
}

/* Where nobody looked in the period nothing is said to have stayed as it was. */
static void
test_nothing_looked_at (void)
{
  g_autoptr (HmRanking) ranking = hm_ranking_new ();
  g_autofree char *text = NULL;
  HmRankRow *row = hm_sample_row_add (ranking, "old", "old", 50, 1);

  row->as_of = HM_SAMPLE_AS_OF - 100 * 86400;
  ranking->since = HM_SAMPLE_AS_OF - 90 * 86400;
  text = overview_write (ranking);
  g_assert_nonnull (strstr (text, "1 of 1 have no report since then"));
  g_assert_null (strstr (text, "Nothing fell"));
}

/* Evidence that leads nowhere does not look as though it did. */
static void
test_evidence_without_a_link (void)
{
  g_autoptr (HmRanking) ranking = hm_ranking_new ();
  HmReport *report = hm_sample_report ();
  HmSampleSite site;
  GHashTableIter iter;
  gpointer path;

  hm_text_set (&report->subject_url, "");
  hm_sample_row_add (ranking, "a", "a", 20, 1);
  ranking->as_of = HM_SAMPLE_AS_OF;
  hm_sample_site_write (ranking, report, &site);
  g_hash_table_iter_init (&iter, site.files);
  while (g_hash_table_iter_next (&iter, &path, NULL)) {
    g_autofree char *text = NULL;

    if (!g_str_has_prefix (path, "repositories/"))
      continue;
    text = hm_sample_site_text (&site, path);
    g_assert_null (strstr (text, "<a>"));
    g_assert_nonnull (strstr (text, "<li><code>commit "));
  }
  g_hash_table_unref (site.files);
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
  g_test_add_func ("/site-pages/narrow-pictures", test_narrow_pictures);
  g_test_add_func ("/site-pages/table-has-roles", test_table_has_roles);
  g_test_add_func ("/site-pages/groups-where-there-are-some", test_groups_where_there_are_some);
  g_test_add_func ("/site-pages/key-of-the-risk-map", test_key_of_the_risk_map);
  g_test_add_func ("/site-pages/scans-are-counted-once", test_scans_are_counted_once);
  g_test_add_func ("/site-pages/unscanned-are-told", test_unscanned_are_told);
  g_test_add_func ("/site-pages/heat-of-what-nobody-scanned", test_heat_of_what_nobody_scanned);
  g_test_add_func ("/site-pages/what-moved", test_what_moved);
  g_test_add_func ("/site-pages/nothing-looked-at", test_nothing_looked_at);
  g_test_add_func ("/site-pages/evidence-without-a-link", test_evidence_without_a_link);
  g_test_add_func ("/site-pages/old-reports", test_old_reports);
  g_test_add_func ("/site-pages/weeks-without-reports", test_weeks_without_reports);
  g_test_add_func ("/site-pages/trend-of-old-reports", test_trend_of_old_reports);
  return g_test_run ();
}
