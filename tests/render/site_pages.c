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
  g_assert_nonnull (strstr (text, ">3 failed, 1 never scanned, 2 stale (older than 30 days)<"));
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

/* Returns: (owned) the only page below @folder whose path begins so. */
static char *
page_below (const HmSampleSite *site, const char *folder)
{
  GHashTableIter iter;
  gpointer path;
  char *text = NULL;

  g_hash_table_iter_init (&iter, site->files);
  while (g_hash_table_iter_next (&iter, &path, NULL)) {
    if (!g_str_has_prefix (path, folder) || !g_str_has_suffix (path, ".html"))
      continue;
    g_assert_null (text);
    text = hm_sample_site_text (site, path);
  }
  g_assert_nonnull (text);
  return text;
}

/* At the head of each page; with a warning where all reports are old. */
static void
test_of_when (void)
{
  static const char *const paths[] = { "index.html", "heat-map.html", "checks.html" };

  for (int days = 30; days <= 31; days++) {
    g_autoptr (HmRanking) ranking = hm_ranking_new ();
    HmSampleSite site;

    hm_sample_row_add (ranking, "a", "a", 20, 1);
    ranking->as_of = HM_SAMPLE_AS_OF + days * 86400;
    hm_sample_site_write (ranking, NULL, &site);
    for (gsize i = 0; i < G_N_ELEMENTS (paths); i++) {
      g_autofree char *text = hm_sample_site_text (&site, paths[i]);

      g_assert_nonnull (strstr (text, days == 30
                                          ? "</h1>\n<p class=\"as-of\">As of 2026-10-21</p>"
                                          : "</h1>\n<p class=\"as-of\">As of 2026-10-22</p>"));
      g_assert_cmpint (strstr (text, "The newest report is of 2026-09-21, 31 days earlier.")
                           != NULL,
                       ==, days == 31);
    }
    g_hash_table_unref (site.files);
  }
}

static void
test_cards_name_people (void)
{
  g_autoptr (HmRanking) ranking = hm_ranking_new ();
  g_autofree char *text = NULL;
  HmRankRow *row = hm_sample_row_add (ranking, "a", "a", 20, 1);

  row->group = g_strdup ("web");
  g_strfreev (row->owners);
  row->owners = g_strsplit ("@ann,@bob", ",", -1);
  text = overview_write (ranking);
  g_assert_nonnull (strstr (text, "<span>score 2.0</span>"));
  g_assert_nonnull (strstr (text, "<p>Group web. Looked after by @ann, @bob.</p>"));
}

/* Commands that stand between backticks are code; other backticks are left. */
static void
test_prose (void)
{
  static const struct {
    const char *text;
    const char *expected;
  } cases[] = {
    { "`git <x>` `b`.", "<code>git &lt;x&gt;</code> <code>b</code>." },
    { "one ` alone", "one ` alone" },
    { "``", "``" },
    { "```x``", "``<code>x</code>`" },
    { "", "" },
    { "0123456789`012345`9", "0123456789`01234\xe2\x80\xa6" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    HmHtml *html = hm_html_new ();
    g_autoptr (GBytes) bytes = NULL;
    g_autofree char *text = NULL;

    hm_html_begin (html, "b");
    hm_site_prose (html, cases[i].text, 16);
    hm_html_end (html);
    bytes = hm_html_finish (html);
    text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
    g_assert_nonnull (strstr (text, cases[i].expected));
    hm_html_free (html);
  }
}

static void
check_add (HmRankRow *row, const char *id, HmStatus status, int score)
{
  const HmRankCheck check = { .id = g_intern_string (id),
                              .name = g_intern_string (id),
                              .status = status,
                              .score = score,
                              .floor = MAX (score, 0),
                              .before = HM_NO_SCORE };

  g_array_append_val (row->checks, check);
}

/* Two ids of equal letters whose digests begin alike, and which a report brings. */
static void
test_pages_of_checks_differ (void)
{
  static const char one[] = "abCdeFGHIJKLmNopqrSTuvwx";
  static const char other[] = "ABCdEFGHiJKLMnopQrStUvwx";
  g_autoptr (HmRanking) ranking = hm_ranking_new ();
  g_autofree char *first = hm_site_page_name (one, one, 10);
  g_autofree char *second = hm_site_page_name (other, other, 10);
  HmSampleSite site;
  HmRankRow *row = hm_sample_row_add (ranking, "a", "a", 20, 1);

  g_assert_cmpstr (first, ==, second);
  g_array_set_size (row->checks, 0);
  check_add (row, one, HM_STATUS_SCORED, 50);
  check_add (row, other, HM_STATUS_SCORED, 60);
  ranking->as_of = HM_SAMPLE_AS_OF;
  /* It asserts that no path is written twice. */
  hm_sample_site_write (ranking, NULL, &site);
  g_hash_table_unref (site.files);
}

/* Each repository stands in one column, and one that brings a check twice counts once. */
static void
test_counts_of_a_check (void)
{
  g_autoptr (HmRanking) ranking = hm_ranking_new ();
  g_autofree char *list = NULL;
  g_autofree char *page = NULL;
  HmSampleSite site;

  for (int i = 0; i < 7; i++) {
    g_autofree char *key = g_strdup_printf ("r%d", i);
    HmRankRow *row = hm_sample_row_add (ranking, key, key, 20, 1);

    g_array_set_size (row->checks, 0);
    if (i < 2)
      check_add (row, "c", HM_STATUS_SCORED, 50);
    else if (i == 2)
      check_add (row, "c", HM_STATUS_SCORED, 100);
    else if (i == 3)
      check_add (row, "c", HM_STATUS_UNKNOWN, HM_NO_SCORE);
    else if (i == 4)
      check_add (row, "c", HM_STATUS_NOT_APPLICABLE, HM_NO_SCORE);
    else
      row->has_report = i == 5;
    if (i == 0)
      check_add (row, "c", HM_STATUS_SCORED, 70);
  }
  ranking->as_of = HM_SAMPLE_AS_OF;
  hm_sample_site_write (ranking, NULL, &site);
  list = hm_sample_site_text (&site, "checks.html");
  g_assert_nonnull (strstr (list, "<td class=\"number\">2</td>\n<td class=\"number\">1</td>\n"
                                  "<td class=\"number\">1</td>\n<td class=\"number\">3</td>"));
  page = page_below (&site, "checks/");
  g_assert_nonnull (strstr (page,
                            "2 of 7 repositories fall short; 1 has full marks. Nobody could "
                            "look at 1. To 3 it does not apply, or their reports are without it."));
  g_assert_nonnull (strstr (page, "<code>hallmark checks c</code>"));
  g_assert_nonnull (strstr (page, "<summary>Numbers of the spread of the scores</summary>"));
  g_hash_table_unref (site.files);
}

/* What a check asks is told by a report that has it. */
static void
test_summary_of_a_check (void)
{
  g_autoptr (HmRanking) ranking = hm_ranking_new ();
  g_autofree char *page = NULL;
  HmReport *report = hm_sample_report_full ();
  HmResult *result = g_ptr_array_index (report->results, 0);
  HmSampleSite site;
  HmRankRow *row = hm_sample_row_add (ranking, "a", "a", 20, 1);

  g_array_set_size (row->checks, 0);
  check_add (row, result->id, HM_STATUS_SCORED, 50);
  hm_text_set (&result->summary, "Is `it` <so>?");
  ranking->as_of = HM_SAMPLE_AS_OF;
  hm_sample_site_write (ranking, report, &site);
  page = page_below (&site, "checks/");
  g_assert_nonnull (strstr (page, "<p class=\"lead\">Is <code>it</code> &lt;so&gt;?</p>"));
  g_assert_null (strstr (page, "hallmark checks"));
  g_hash_table_unref (site.files);
}

/* Probes of one check may find the same: it is said once, with how each is mended. */
static void
test_equal_findings (void)
{
  g_autoptr (HmRanking) ranking = hm_ranking_new ();
  g_autofree char *page = NULL;
  HmReport *report = hm_sample_report_full ();
  HmResult *result = g_ptr_array_index (report->results, 0);
  HmSampleSite site;

  for (int i = 0; i < 4; i++) {
    g_autofree char *remedy = g_strdup_printf ("Write part %d.", i);
    HmFinding *finding = hm_findings_add (result->findings, "p", i == 3 ? HM_UNKNOWN : HM_FAIL,
                                          "%s", i == 1 ? "another" : "no such file");

    hm_finding_set_remediation (finding, "%s", remedy);
  }
  hm_sample_row_add (ranking, "a", "a", 20, 1);
  ranking->as_of = HM_SAMPLE_AS_OF;
  hm_sample_site_write (ranking, report, &site);
  page = page_below (&site, "repositories/");
  g_assert_cmpuint (times_of (page, "</b>: no such file (2 findings)</p>"), ==, 1);
  g_assert_cmpuint (times_of (page, "</b>: no such file</p>"), ==, 1);
  g_assert_nonnull (strstr (page, "To mend it: Write part 0.</p>\n<p class=\"remedy\">"
                                  "To mend it: Write part 2.</p>\n</li>"));
  g_assert_nonnull (strstr (page, "<details class=\"unseen\">"));
  g_hash_table_unref (site.files);
}

static void
test_failure_is_told_once (void)
{
  g_autoptr (HmRanking) ranking = hm_ranking_new ();
  g_autofree char *page = NULL;
  HmSampleSite site;
  HmRankRow *row = hm_sample_row_add (ranking, "a", "a", 20, 1);

  row->has_report = FALSE;
  row->failed_at = HM_SAMPLE_AS_OF;
  hm_text_set (&row->failure, "no commit yet");
  hm_text_set (&row->why, "scan failed: no commit yet");
  ranking->as_of = HM_SAMPLE_AS_OF;
  hm_sample_site_write (ranking, NULL, &site);
  page = page_below (&site, "repositories/");
  g_assert_cmpuint (times_of (page, "no commit yet"), ==, 1);
  g_assert_cmpuint (times_of (page, "class=\"warning\""), ==, 1);
  g_assert_nonnull (strstr (page, "It was never scanned with success. The last scan failed on "));
  g_hash_table_unref (site.files);
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
  g_test_add_func ("/site-pages/of-when", test_of_when);
  g_test_add_func ("/site-pages/cards-name-people", test_cards_name_people);
  g_test_add_func ("/site-pages/prose", test_prose);
  g_test_add_func ("/site-pages/pages-of-checks-differ", test_pages_of_checks_differ);
  g_test_add_func ("/site-pages/counts-of-a-check", test_counts_of_a_check);
  g_test_add_func ("/site-pages/summary-of-a-check", test_summary_of_a_check);
  g_test_add_func ("/site-pages/equal-findings", test_equal_findings);
  g_test_add_func ("/site-pages/failure-is-told-once", test_failure_is_told_once);
  return g_test_run ();
}
