/* SPDX-License-Identifier: Apache-2.0 */
#include "render/site.h"

#include <jansson.h>
#include <string.h>

#include "core/error.h"
#include "render/portfolio_format.h"
#include "render/site_part.h"
#include "tests/render/sample_report.h"
#include "tests/render/sample_site.h"

/* Every path is as the header says, so no key leads out of the folder. */
static void
assert_paths (const HmSampleSite *files)
{
  GHashTableIter iter;
  gpointer path;

  g_hash_table_iter_init (&iter, files->files);
  while (g_hash_table_iter_next (&iter, &path, NULL)) {
    g_assert_true (g_regex_match_simple ("^([a-z]+/)?[a-z0-9][a-z0-9-]*\\.(html|css|js|json|svg)$",
                                         path, 0, 0));
  }
}

static void
test_hostile_words (void)
{
  g_autoptr (HmRanking) ranking = hm_ranking_new ();
  HmRankRow *row;
  HmSampleSite files;
  GHashTableIter iter;
  gpointer path;

  hm_sample_row_add (ranking, "path:/../../" HM_SAMPLE_HOSTILE, HM_SAMPLE_HOSTILE, 20, 1);
  hm_sample_row_add (ranking, "..", "..", 30, 0.5);
  hm_sample_row_add (ranking, "CON", "", 40, 0.2);
  row = g_ptr_array_index (ranking->rows, 0);
  row->group = g_strdup (HM_SAMPLE_HOSTILE);
  hm_text_set (&row->why, HM_SAMPLE_HOSTILE);
  row->failed_at = HM_SAMPLE_AS_OF;
  hm_text_set (&row->failure, HM_SAMPLE_HOSTILE);
  ranking->as_of = HM_SAMPLE_AS_OF;
  ranking->since = HM_SAMPLE_AS_OF - 86400;
  hm_sample_site_write (ranking, hm_sample_report_hostile (), &files);
  assert_paths (&files);
  g_hash_table_iter_init (&iter, files.files);
  while (g_hash_table_iter_next (&iter, &path, NULL)) {
    g_autofree char *text = hm_sample_site_text (&files, path);

    if (!g_str_has_suffix (path, ".html"))
      continue;
    g_assert_true (g_utf8_validate (text, -1, NULL));
    g_assert_null (strstr (text, "<script>"));
    g_assert_null (strstr (text, "<img src=x"));
    g_assert_null (strstr (text, "=\"javascript:"));
    g_assert_null (strstr (text, "\xe2\x80\xae"));
    g_assert_null (strstr (text, " style="));
    g_assert_null (g_strrstr (text, "path:/"));
  }
  g_hash_table_unref (files.files);
}

/* The script of all rows is one assignment of JSON in plain ASCII. */
static void
test_rows_are_data (void)
{
  g_autoptr (HmRanking) ranking = hm_ranking_new ();
  static const char begin[] = "globalThis.hallmarkRows = ";
  g_autofree char *text = NULL;
  json_t *rows;
  HmSampleSite files;

  hm_sample_row_add (ranking, "a", HM_SAMPLE_HOSTILE "\xe2\x80\xa8", 20, 1);
  ranking->as_of = HM_SAMPLE_AS_OF;
  hm_sample_site_write (ranking, NULL, &files);
  text = hm_sample_site_text (&files, "rows.js");
  g_assert_true (g_str_has_prefix (text, begin));
  g_assert_true (g_str_has_suffix (text, "]];\n"));
  g_assert_true (g_str_is_ascii (text));
  text[strlen (text) - 2] = '\0';
  rows = json_loads (text + strlen (begin), 0, NULL);
  g_assert_cmpuint (json_array_size (rows), ==, 1);
  json_decref (rows);
  g_hash_table_unref (files.files);
}

static void
test_page_names (void)
{
  g_autofree char *one = hm_site_page_name ("github.com/o/r", "O/R", 10);
  g_autofree char *other = hm_site_page_name ("gitlab.com/o/r", "o/r", 10);
  g_autofree char *hostile = hm_site_page_name ("../../etc/passwd", "../../etc/\xff\n<", 10);
  g_autofree char *empty = hm_site_page_name ("", "", 64);

  g_assert_true (g_regex_match_simple ("^o-r-[0-9a-f]{10}$", one, 0, 0));
  g_assert_cmpstr (one, !=, other);
  g_assert_true (g_regex_match_simple ("^etc-[0-9a-f]{10}$", hostile, 0, 0));
  g_assert_true (g_regex_match_simple ("^[0-9a-f]{64}$", empty, 0, 0));
}

/* A thousand findings of long words on one page, and more rows than a part of the table has. */
static void
test_page_limit (void)
{
  g_autoptr (HmRanking) ranking = hm_ranking_new ();
  HmReport *report = hm_sample_report ();
  GHashTableIter iter;
  gpointer path;
  gpointer bytes;
  HmSampleSite files;

  for (guint i = 0; i < 30; i++)
    hm_sample_add_flood (report, 1000);
  for (int i = 0; i < 1200; i++) {
    g_autofree char *key = g_strdup_printf ("host.test/o/%d", i);
    g_autofree char *name =
        g_strdup_printf ("a-long-name-of-an-owner/and-a-long-name-of-a-repository-%d", i);

    hm_sample_row_add (ranking, key, name, i % 100, (i * 7 % 100) / 100.0);
  }
  ranking->as_of = HM_SAMPLE_AS_OF;
  ranking->since = HM_SAMPLE_AS_OF - 86400;
  hm_sample_site_write (ranking, report, &files);
  g_hash_table_iter_init (&iter, files.files);
  while (g_hash_table_iter_next (&iter, &path, &bytes)) {
    if (g_str_has_suffix (path, ".html"))
      g_assert_cmpuint (g_bytes_get_size (bytes), <=, HM_SITE_PAGE_MAX);
  }
  g_assert_true (g_hash_table_contains (files.files, "repositories-6.html"));
  g_assert_false (g_hash_table_contains (files.files, "repositories-7.html"));
  g_hash_table_unref (files.files);
}

/* Words that take six bytes a letter, wherever there are any. */
static void
test_page_limit_of_hostile_words (void)
{
  g_autofree char *words = g_strnfill (190, '"');
  g_autoptr (HmRanking) ranking = hm_ranking_new ();
  GHashTableIter iter;
  gpointer path;
  gpointer bytes;
  HmSampleSite files;

  for (int i = 0; i < 600; i++) {
    g_autofree char *key = g_strdup_printf ("host.test/o/%d", i);
    g_autofree char *name = g_strdup_printf ("%d%s", i, words);
    HmRankRow *row;

    hm_sample_row_add (ranking, key, name, i % 100, (i * 7 % 100) / 100.0);
    row = g_ptr_array_index (ranking->rows, ranking->rows->len - 1);
    row->group = g_strdup_printf ("%d%s", i % 300, words);
    hm_text_set (&row->why, name);
    for (int k = 0; k < 18; k++) {
      g_autofree char *id = g_strdup_printf ("check-%d", k);
      const HmRankCheck check = { .id = g_intern_string (id),
                                  .name = g_intern_string (id),
                                  .status = HM_STATUS_SCORED };

      g_array_append_val (row->checks, check);
    }
  }
  ranking->as_of = HM_SAMPLE_AS_OF;
  ranking->since = HM_SAMPLE_AS_OF - 86400;
  hm_sample_site_write (ranking, hm_sample_report_hostile (), &files);
  g_hash_table_iter_init (&iter, files.files);
  while (g_hash_table_iter_next (&iter, &path, &bytes)) {
    if (!g_str_has_suffix (path, ".html"))
      continue;
    g_test_message ("%s: %zu", (const char *) path, g_bytes_get_size (bytes));
    g_assert_cmpuint (g_bytes_get_size (bytes), <=, HM_SITE_PAGE_MAX);
  }
  /* Each row is in one part of the table, and each group in one of theirs. */
  g_assert_true (g_hash_table_contains (files.files, "repositories-3.html"));
  g_assert_true (g_hash_table_contains (files.files, "groups-5.html"));
  g_assert_false (g_hash_table_contains (files.files, "groups-6.html"));
  g_hash_table_unref (files.files);
}

/* All rows stand in the parts of the table, however long their words are. */
static void
test_parts_of_the_table (void)
{
  g_autoptr (HmRanking) ranking = hm_ranking_new ();
  g_autoptr (GHashTable) rows = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *long_words = g_strnfill (50, '"');
  HmSampleSite files;
  guint n_parts = 0;

  for (int i = 0; i < 700; i++) {
    g_autofree char *key = g_strdup_printf ("host.test/o/%d", i);
    g_autofree char *name = g_strdup_printf ("%s%d", i % 5 == 0 ? long_words : "r", i);

    hm_sample_row_add (ranking, key, name, i % 100, 0.5);
  }
  ranking->as_of = HM_SAMPLE_AS_OF;
  hm_sample_site_write (ranking, NULL, &files);
  for (;;) {
    g_autofree char *path = n_parts == 0 ? g_strdup ("index.html")
                                         : g_strdup_printf ("repositories-%u.html", n_parts + 1);
    g_autofree char *text = NULL;
    g_auto (GStrv) pieces = NULL;

    if (!g_hash_table_contains (files.files, path))
      break;
    text = hm_sample_site_text (&files, path);
    pieces = g_strsplit (strstr (text, "id=\"repositories\">"),
                         "<th role=\"rowheader\" scope=\"row\"><a href=\"", -1);
    for (gsize i = 1; pieces[i] != NULL; i++)
      g_assert_true (g_hash_table_add (rows, g_strndup (pieces[i], strcspn (pieces[i], "\""))));
    n_parts++;
  }
  g_assert_cmpuint (n_parts, >=, 3);
  g_assert_cmpuint (g_hash_table_size (rows), ==, 700);
  g_hash_table_unref (files.files);
}

static void
assert_file (const HmSampleSite *files, const char *path, GBytes *wanted)
{
  g_autoptr (GBytes) owned = wanted;
  GBytes *found = g_hash_table_lookup (files->files, path);

  g_assert_nonnull (found);
  g_assert_true (g_bytes_equal (found, owned));
}

/* A badge and its endpoint for each group and for all; nothing of a group's name is a path. */
static void
test_badges (void)
{
  static const char *const groups[] = { "web", "Web", "../../etc/passwd", "", HM_SAMPLE_HOSTILE };
  g_autoptr (HmRanking) ranking = hm_ranking_new ();
  const HmBadgeStyle plain = { .label = NULL };
  const HmBadgeStyle web = { .label = "web" };
  HmBadgeFigures figures;
  HmRankMean mean;
  g_autofree char *text = NULL;
  g_autofree char *stem = NULL;
  g_autofree char *picture = NULL;
  g_autofree char *endpoint = NULL;
  guint n_pictures = 0;
  GHashTableIter iter;
  gpointer path;
  HmSampleSite files;

  for (int i = 0; i < 15; i++) {
    g_autofree char *key = g_strdup_printf ("host.test/o/%d", i);

    hm_sample_row_add (ranking, key, key, i * 6, 1);
    ((HmRankRow *) g_ptr_array_index (ranking->rows, (guint) i))->group =
        g_strdup (groups[(gsize) i % G_N_ELEMENTS (groups)]);
  }
  ranking->as_of = HM_SAMPLE_AS_OF;
  hm_sample_site_write (ranking, NULL, &files);
  assert_paths (&files);
  g_hash_table_iter_init (&iter, files.files);
  while (g_hash_table_iter_next (&iter, &path, NULL))
    n_pictures += g_str_has_prefix (path, "groups/") && g_str_has_suffix (path, ".svg") ? 1 : 0;
  g_assert_cmpuint (n_pictures, ==, G_N_ELEMENTS (groups));

  stem = hm_site_page_name ("web", "web", 10);
  picture = g_strdup_printf ("groups/%s.svg", stem);
  endpoint = g_strdup_printf ("groups/%s.json", stem);
  mean = hm_ranking_mean (ranking, "web");
  figures = hm_rank_mean_badge (&mean);
  assert_file (&files, picture, hm_figures_svg (&figures, &web));
  assert_file (&files, endpoint, hm_figures_endpoint (&figures, &web));
  mean = hm_ranking_mean (ranking, NULL);
  figures = hm_rank_mean_badge (&mean);
  assert_file (&files, "portfolio.svg", hm_figures_svg (&figures, &plain));
  assert_file (&files, "portfolio.json", hm_figures_endpoint (&figures, &plain));

  text = hm_sample_site_text (&files, "index.html");
  g_assert_nonnull (strstr (text, "<img src=\"portfolio.svg\""));
  g_assert_nonnull (strstr (text, "Groups 1 to 5 of 5"));
  g_assert_nonnull (strstr (text, picture));
  g_assert_false (g_hash_table_contains (files.files, "groups.html"));
  g_hash_table_unref (files.files);
}

/* Means of groups, and of each the riskiest repository. */
static void
test_groups_of_a_ranking (void)
{
  g_autoptr (HmRanking) ranking = hm_ranking_new ();
  static const char *const groups[] = { "b", NULL, "a", "b", "a" };
  g_autoptr (GArray) found = NULL;
  const HmRankGroup *group;

  for (guint i = 0; i < G_N_ELEMENTS (groups); i++) {
    hm_sample_row_add (ranking, groups[i] != NULL ? groups[i] : "", "r", (int) i * 10, 0.5);
    ((HmRankRow *) g_ptr_array_index (ranking->rows, i))->group = g_strdup (groups[i]);
  }
  ((HmRankRow *) g_ptr_array_index (ranking->rows, 3))->risk = 100;
  found = hm_ranking_groups (ranking);
  g_assert_cmpuint (found->len, ==, 2);
  group = &g_array_index (found, HmRankGroup, 0);
  g_assert_cmpstr (group->name, ==, "b");
  g_assert_cmpuint (group->riskiest, ==, 3);
  g_assert_cmpuint (group->mean.n_repositories, ==, 2);
  g_assert_cmpint (group->mean.score, ==, 15);
  group = &g_array_index (found, HmRankGroup, 1);
  g_assert_cmpstr (group->name, ==, "a");
  g_assert_cmpuint (group->riskiest, ==, 2);
  for (guint i = 0; i < found->len; i++) {
    const HmRankMean mean = hm_ranking_mean (ranking, g_array_index (found, HmRankGroup, i).name);

    group = &g_array_index (found, HmRankGroup, i);
    g_assert_cmpint (group->mean.score, ==, mean.score);
    g_assert_cmpint (group->mean.floor, ==, mean.floor);
    g_assert_cmpint (group->mean.coverage_percent, ==, mean.coverage_percent);
  }
}

/* What the overview says of repositories with scores of 1, 2, ... tenths. */
static HmChartMoment
moment_of (int n)
{
  g_autoptr (HmRanking) ranking = hm_ranking_new ();
  g_autoptr (HmSite) site = NULL;
  g_autoptr (GArray) trend = NULL;

  for (int i = 0; i < n; i++) {
    g_autofree char *key = g_strdup_printf ("host.test/o/%d", i);

    hm_sample_row_add (ranking, key, key, 50, 1);
  }
  site = hm_site_new (ranking, "Ours", NULL);
  for (int i = 0; i < n; i++) {
    /* Not in their order. */
    const HmSiteMoment moment = { HM_SAMPLE_AS_OF, (i * 7) % n + 1, 0 };

    site->moments[i] = g_array_new (FALSE, FALSE, sizeof moment);
    g_array_append_val (site->moments[i], moment);
  }
  trend = hm_site_trend (site);
  g_assert_cmpuint (trend->len, ==, 1);
  return g_array_index (trend, HmChartMoment, 0);
}

/* The best is as far from its end as the weakest is, however few there are. */
static void
test_weakest_middle_and_best (void)
{
  static const struct {
    int n;
    int low;
    int middle;
    int high;
  } cases[] = {
    { 1, 1, 1, 1 },      { 2, 1, 2, 2 },      { 3, 1, 2, 3 },    { 9, 1, 5, 9 },
    { 10, 1, 6, 10 },    { 11, 2, 6, 10 },    { 20, 2, 11, 19 }, { 22, 3, 12, 20 },
    { 100, 10, 51, 91 }, { 101, 11, 51, 91 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    const HmChartMoment moment = moment_of (cases[i].n);

    g_assert_cmpint (moment.low, ==, cases[i].low);
    g_assert_cmpint (moment.middle, ==, cases[i].middle);
    g_assert_cmpint (moment.high, ==, cases[i].high);
    g_assert_cmpuint (moment.count, ==, (guint) cases[i].n);
  }
}

/* One report has more checks than there is room for: no page grows for it, and what all have stays. */
static void
test_hundreds_of_checks (void)
{
  g_autofree char *words = g_strnfill (150, '"');
  g_autoptr (HmRanking) ranking = hm_ranking_new ();
  g_autofree char *overview = NULL;
  g_autofree char *map = NULL;
  g_autofree char *list = NULL;
  GHashTableIter iter;
  gpointer path;
  gpointer bytes;
  HmSampleSite files;
  HmRankRow *row;

  hm_sample_row_add (ranking, "host.test/o/many", "many", 0, 1);
  row = g_ptr_array_index (ranking->rows, 0);
  g_array_set_size (row->checks, 0);
  for (int k = 0; k < 900; k++) {
    g_autofree char *id = g_strdup_printf ("check-%d", k);
    g_autofree char *name = g_strdup_printf ("%d%s", k, words);
    const HmRankCheck check = { .id = g_intern_string (id),
                                .name = g_intern_string (name),
                                .status = HM_STATUS_SCORED };

    g_array_append_val (row->checks, check);
  }
  for (int i = 0; i < 90; i++) {
    g_autofree char *key = g_strdup_printf ("host.test/o/%d", i);

    hm_sample_row_add (ranking, key, words, 20, 0.5);
  }
  ranking->as_of = HM_SAMPLE_AS_OF;
  hm_sample_site_write (ranking, NULL, &files);
  g_hash_table_iter_init (&iter, files.files);
  while (g_hash_table_iter_next (&iter, &path, &bytes)) {
    if (!g_str_has_suffix (path, ".html"))
      continue;
    g_test_message ("%s: %zu", (const char *) path, g_bytes_get_size (bytes));
    g_assert_cmpuint (g_bytes_get_size (bytes), <=, HM_SITE_PAGE_MAX);
  }
  overview = hm_sample_site_text (&files, "index.html");
  map = hm_sample_site_text (&files, "heat-map-2.html");
  list = hm_sample_site_text (&files, "checks-2.html");
  g_assert_nonnull (strstr (overview, "862 more checks, which fewer repositories have"));
  g_assert_nonnull (strstr (map, ">maintainers</text>"));
  g_assert_nonnull (strstr (list, "251 to 500 of 500 checks"));
  g_assert_nonnull (strstr (list, "402 more checks, which fewer repositories have, are left out."));
  g_assert_false (g_hash_table_contains (files.files, "checks-3.html"));
  g_hash_table_unref (files.files);
}

/* Folders of one name are told apart, and where they are is not told. */
static void
test_equal_names (void)
{
  g_autoptr (HmRanking) ranking = hm_ranking_new ();
  g_autofree char *text = NULL;
  HmSampleSite files;

  hm_sample_row_add (ranking, "path:/secret/a/repo", "repo", 20, 1);
  hm_sample_row_add (ranking, "path:/secret/b/repo", "repo", 30, 1);
  hm_sample_row_add (ranking, "one.test/o/r", "o/r", 40, 1);
  hm_sample_row_add (ranking, "two.test/o/r", "o/r", 50, 1);
  ranking->as_of = HM_SAMPLE_AS_OF;
  hm_sample_site_write (ranking, NULL, &files);
  text = hm_sample_site_text (&files, "index.html");
  g_assert_null (strstr (text, "secret"));
  g_assert_null (strstr (text, ">repo<"));
  g_assert_null (strstr (text, ">o/r<"));
  g_assert_nonnull (strstr (text, ">one.test/o/r<"));
  g_assert_true (g_regex_match_simple (">repo \\([0-9a-f]{6}\\)<", text, 0, 0));
  g_hash_table_unref (files.files);
}

static void
test_nothing (void)
{
  g_autoptr (HmRanking) ranking = hm_ranking_new ();
  g_autofree char *text = NULL;
  HmSampleSite files;

  ranking->as_of = HM_SAMPLE_AS_OF;
  hm_sample_site_write (ranking, NULL, &files);
  text = hm_sample_site_text (&files, "index.html");
  g_assert_nonnull (strstr (text, "Repositories 0 to 0 of 0"));
  g_hash_table_unref (files.files);
}

static void
test_same_bytes (void)
{
  g_autoptr (HmRanking) ranking = hm_ranking_new ();
  GHashTableIter iter;
  gpointer path;
  gpointer bytes;
  HmSampleSite first;
  HmSampleSite second;

  hm_sample_row_add (ranking, "a", "a", 20, 1);
  hm_sample_row_add (ranking, "b", "b", 20, 1);
  ranking->as_of = HM_SAMPLE_AS_OF;
  hm_sample_site_write (ranking, hm_sample_report (), &first);
  hm_sample_site_write (ranking, hm_sample_report (), &second);
  g_assert_cmpuint (g_hash_table_size (first.files), ==, g_hash_table_size (second.files));
  g_hash_table_iter_init (&iter, first.files);
  while (g_hash_table_iter_next (&iter, &path, &bytes))
    g_assert_true (g_bytes_equal (bytes, g_hash_table_lookup (second.files, path)));
  g_hash_table_unref (first.files);
  g_hash_table_unref (second.files);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/site/hostile-words", test_hostile_words);
  g_test_add_func ("/site/rows-are-data", test_rows_are_data);
  g_test_add_func ("/site/page-names", test_page_names);
  g_test_add_func ("/site/page-limit", test_page_limit);
  g_test_add_func ("/site/page-limit-of-hostile-words", test_page_limit_of_hostile_words);
  g_test_add_func ("/site/parts-of-the-table", test_parts_of_the_table);
  g_test_add_func ("/site/badges", test_badges);
  g_test_add_func ("/site/groups-of-a-ranking", test_groups_of_a_ranking);
  g_test_add_func ("/site/weakest-middle-and-best", test_weakest_middle_and_best);
  g_test_add_func ("/site/hundreds-of-checks", test_hundreds_of_checks);
  g_test_add_func ("/site/equal-names", test_equal_names);
  g_test_add_func ("/site/nothing", test_nothing);
  g_test_add_func ("/site/same-bytes", test_same_bytes);
  return g_test_run ();
}
