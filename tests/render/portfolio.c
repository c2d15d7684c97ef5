/* SPDX-License-Identifier: Apache-2.0 */
/* What is said of a portfolio, with hostile words in it. */
#include "render/portfolio_format.h"

#include <string.h>

#include "core/mask.h"
#include "render/markdown.h"
#include "tests/render/sample_report.h"

#define NOW G_GINT64_CONSTANT (1763700000)

static const HmTerminal narrow = { .width = 80 };

static HmRankRow *
row_add (HmRanking *ranking, const char *name, int score, int before)
{
  HmRankRow *row = hm_rank_row_new (name);
  const HmRankCheck check = { g_intern_static_string ("maintainers"),
                              g_intern_static_string ("Maintainers"),
                              HM_STATUS_SCORED,
                              score,
                              score,
                              score,
                              before };

  row->has_report = TRUE;
  row->as_of = NOW;
  row->score = score;
  row->floor = score;
  row->coverage_percent = 81;
  row->has_before = before >= 0;
  row->before_score = before;
  row->criticality.origin = HM_CRITICALITY_GIVEN;
  row->criticality.value = 0.5;
  row->risk = (100 - score) / 2;
  hm_text_set (&row->why, "Maintainers fell from 9.0 to 2.0");
  g_array_append_val (row->checks, check);
  g_ptr_array_add (ranking->rows, row);
  ranking->n_repositories++;
  ranking->n_chosen++;
  return row;
}

static void
test_table_of_80_columns (void)
{
  g_autoptr (HmRanking) ranking = hm_ranking_new ();
  g_autoptr (GString) out = g_string_new (NULL);
  g_auto (GStrv) lines = NULL;
  HmRankRow *row;

  ranking->since = NOW - 86400;
  row_add (ranking, "an-owner-with-a-long-name/a-repository-with-a-longer-one", 20, 90);
  row = row_add (ranking, "o/\x1b[31mred", 100, -1);
  row->is_nebraska = TRUE;
  hm_text_set (&row->nebraska, "needed by 4 of the portfolio");
  hm_ranking_terminal (out, ranking, &narrow);
  g_assert_nonnull (strstr (out->str, "fell 7.0"));
  g_assert_nonnull (strstr (out->str, "2.0 (2.0)"));
  g_assert_nonnull (strstr (out->str, "a-longer-one"));
  g_assert_nonnull (strstr (out->str, "Nebraska: much depended upon"));
  g_assert_nonnull (strstr (out->str, "needed by 4 of the portfolio"));
  g_assert_null (strchr (out->str, '\x1b'));
  lines = g_strsplit (out->str, "\n", -1);
  for (gsize i = 0; lines[i] != NULL; i++)
    g_assert_cmpuint (hm_text_columns (lines[i]), <=, 80);
}

/* Where there is no room for them the reason, and then the name, have lines of their own. */
static void
test_narrow_tables (void)
{
  static const guint widths[] = { 40, 45, 55, 60, 65, 80, 120 };

  for (gsize i = 0; i < G_N_ELEMENTS (widths) * 2; i++) {
    const HmTerminal terminal = { .width = widths[i / 2] };
    const gboolean is_full = i % 2 == 1;
    g_autoptr (HmRanking) ranking = hm_ranking_new ();
    g_autoptr (GString) out = g_string_new (NULL);
    g_auto (GStrv) lines = NULL;

    row_add (ranking, "owner/repo", 20, 90);
    if (is_full) {
      ranking->since = NOW - 86400;
      hm_text_set (&ranking->by, "criticality");
    }
    hm_ranking_terminal (out, ranking, &terminal);
    lines = g_strsplit (out->str, "\n", -1);
    for (gsize k = 0; lines[k] != NULL; k++) {
      g_assert_cmpuint (hm_text_columns (lines[k]), <=, terminal.width);
      g_assert_false (g_str_has_suffix (lines[k], " "));
    }
    g_assert_nonnull (strstr (out->str, "owner/repo"));
    g_assert_nonnull (strstr (out->str, "2.0 (2.0)"));
    if (terminal.width < 50)
      g_assert_nonnull (strstr (out->str, "\n   Maintainers fell from 9.0 to 2.0\n"));
    if (terminal.width == 40 && is_full)
      g_assert_nonnull (strstr (out->str, "\n1  owner/repo\n   4.0   0.50  2.0 (2.0)"));
    if (terminal.width == 120)
      g_assert_nonnull (strstr (out->str, "  Maintainers fell from 9.0 to 2.0\n"));
  }
}

/* Half of the risk is the criticality: it stands in the table wherever there is room, and takes none from the name. */
static void
test_criticality_column (void)
{
  static const guint widths[] = { 40, 65, 80, 120 };

  for (gsize i = 0; i < G_N_ELEMENTS (widths); i++) {
    const HmTerminal terminal = { .width = widths[i] };
    g_autoptr (HmRanking) ranking = hm_ranking_new ();
    g_autoptr (GString) out = g_string_new (NULL);

    row_add (ranking, "owner/repo", 20, 90);
    hm_ranking_terminal (out, ranking, &terminal);
    g_assert_cmpint (strstr (out->str, "CRIT") != NULL, ==, widths[i] >= 80);
    g_assert_cmpint (strstr (out->str, "0.50") != NULL, ==, widths[i] >= 80);
  }
}

/* Names that end alike keep their beginning, so that they fit into their column. */
static void
test_names_that_end_alike (void)
{
  g_autoptr (HmRanking) ranking = hm_ranking_new ();
  g_autoptr (GString) out = g_string_new (NULL);

  row_add (ranking, "one.example/an-owner-with-a-name/repository", 20, -1);
  row_add (ranking, "two.example/an-owner-with-a-name/repository", 20, -1);
  row_add (ranking, "one.example/an-owner-with-a-name/another-repository", 20, -1);
  hm_ranking_terminal (out, ranking, &narrow);
  g_assert_nonnull (strstr (out->str, "\n1  one.exampl.../repository  4.0 "));
  g_assert_nonnull (strstr (out->str, "\n2  two.exampl.../repository  4.0 "));
  g_assert_nonnull (strstr (out->str, "\n3  ...me/another-repository  4.0 "));
}

/* A URL in the reason is not broken where a line of its own has room for it. */
static void
test_long_words_of_reasons (void)
{
  g_autoptr (HmRanking) ranking = hm_ranking_new ();
  g_autoptr (GString) out = g_string_new (NULL);
  HmRankRow *row = row_add (ranking, "owner/repo", 20, 90);

  hm_text_set (&row->why,
               "scan failed: https://github.com/an-owner-with-a-name/a-repository: gone");
  row_add (ranking, "owner/other", 20, 90);
  hm_ranking_terminal (out, ranking, &narrow);
  g_assert_nonnull (
      strstr (out->str,
              "\n   scan failed: https://github.com/an-owner-with-a-name/a-repository: gone\n2  "));
  g_assert_nonnull (strstr (out->str, "2.0 (2.0)     Maintainers fell"));
}

/* What is not known is told with the reason. */
static void
test_foot (void)
{
  g_autoptr (HmRanking) ranking = hm_ranking_new ();
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < 4; i++) {
    HmRankRow *row = row_add (ranking, "o/r", 20, -1);

    row->risk = HM_NO_SCORE;
    row->has_report = i == 3;
    row->failed_at = i < 2 ? NOW : 0;
  }
  hm_ranking_terminal (out, ranking, &narrow);
  g_assert_nonnull (strstr (
      out->str, "\n4 of 4 repositories - the risk of 4 is not known: 2 could not be scanned, 1\n"
                "never scanned, 1 without a criticality or a floor\n"));
}

static void
test_empty_table (void)
{
  g_autoptr (HmRanking) ranking = hm_ranking_new ();
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GString) markdown = g_string_new (NULL);

  hm_ranking_terminal (out, ranking, &narrow);
  g_assert_true (g_str_has_prefix (out->str, "The portfolio holds no repository: "));
  ranking->n_repositories = 3;
  hm_ranking_markdown (markdown, ranking);
  g_assert_cmpstr (markdown->str, ==, "0 of 3 repositories: none is of what was asked for\n");
}

static void
test_csv (void)
{
  g_autoptr (HmRanking) ranking = hm_ranking_new ();
  g_autoptr (GString) out = g_string_new (NULL);
  HmRankRow *row = row_add (ranking, "=HYPERLINK(\"http://x\")", 20, 90);
  g_auto (GStrv) lines = NULL;

  row->group = g_strdup ("@web, core");
  hm_text_set (&row->failure, "-two\r\nlines");
  hm_ranking_csv (out, ranking);
  lines = g_strsplit (out->str, "\r\n", -1);
  g_assert_true (g_str_has_prefix (lines[0], "rank,repository,name,group,owners,risk,"));
  g_assert_true (g_str_has_suffix (lines[0], ",stale,why,check:maintainers"));
  g_assert_true (g_str_has_prefix (
      lines[1], "1,\"'=HYPERLINK(\"\"http://x\"\")\",\"'=HYPERLINK(\"\"http://x\"\")\","
                "\"'@web, core\",,4.0,0.500,given,2.0,2.0,,0.81,"));
  g_assert_nonnull (strstr (out->str, ",9.0,-7.0,"));
  g_assert_nonnull (strstr (out->str, ",'-two\\x0d\\x0alines,0,"));
  g_assert_true (g_str_has_suffix (out->str, ",2.0\r\n"));
}

static void
test_markdown (void)
{
  g_autoptr (HmRanking) ranking = hm_ranking_new ();
  g_autoptr (GString) out = g_string_new (NULL);

  row_add (ranking, "o/a|b @everyone <b>\n# x", 20, 90);
  hm_ranking_markdown (out, ranking);
  g_assert_null (strstr (out->str, "<b>"));
  g_assert_null (strstr (out->str, " @everyone"));
  g_assert_null (strstr (out->str, "\n# x"));
  g_assert_null (strstr (out->str, "a|b"));
}

static void
test_markdown_that_is_cut (void)
{
  g_autoptr (HmRanking) ranking = hm_ranking_new ();
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < 3000; i++)
    row_add (ranking, "owner/repository", 20, 90);
  hm_ranking_markdown (out, ranking);
  g_assert_cmpuint (out->len, <=, HM_MARKDOWN_MAX);
  g_assert_nonnull (strstr (out->str, "\n... and "));
}

static void
assert_json (GBytes *bytes, const char *words)
{
  gsize size;
  const char *text = g_bytes_get_data (bytes, &size);

  if (g_strstr_len (text, (gssize) size, words) == NULL)
    g_error ("no %s in %.*s", words, (int) size, text);
}

static void
test_json (void)
{
  g_autoptr (HmRanking) ranking = hm_ranking_new ();
  g_autoptr (GBytes) bytes = NULL;

  row_add (ranking, "o/a\xff", 20, 90);
  bytes = hm_ranking_json (ranking);
  assert_json (bytes, "\"schema\": \"hallmark/portfolio-rank/1\"");
  assert_json (bytes, "\"repository\": \"o/a\\\\xff\"");
  assert_json (bytes, "\"change\": -7.0");
  assert_json (bytes, "\"signal\": \"dependents\"");
}

/* What a waiver settles is nothing to mend. */
static void
test_story_of_a_waiver (void)
{
  g_autoptr (HmRanking) ranking = hm_ranking_new ();
  HmRankRow *row = row_add (ranking, "o/a", 20, 90);
  g_autoptr (HmRepositoryStory) story = hm_repository_story_new (row);
  g_autoptr (GString) plain = g_string_new (NULL);
  g_autoptr (GString) waived = g_string_new (NULL);
  g_autoptr (GBytes) bytes = NULL;
  gsize size;
  const char *text;

  story->report = hm_sample_report ();
  hm_story_terminal (plain, story, &narrow);
  g_assert_nonnull (strstr (plain->str, "What fails"));
  g_assert_nonnull (strstr (plain->str, "an ELF executable"));
  hm_report_free (story->report);
  story->report = hm_sample_report_gated ();
  hm_story_terminal (waived, story, &narrow);
  g_assert_nonnull (strstr (waived->str, "What fails"));
  g_assert_null (strstr (waived->str, "an ELF executable"));
  bytes = hm_story_json (story);
  text = g_bytes_get_data (bytes, &size);
  g_assert_null (g_strstr_len (text, (gssize) size, "an ELF executable"));
}

/* How often a line stands in a text. */
static guint
lines_count (const char *text, const char *line)
{
  guint n = 0;

  for (const char *at = strstr (text, line); at != NULL; at = strstr (at + 1, line))
    n++;
  return n;
}

/* Findings of several probes may say the same. */
static void
test_story_tells_equal_lines_once (void)
{
  g_autoptr (HmRanking) ranking = hm_ranking_new ();
  g_autoptr (HmRepositoryStory) story = hm_repository_story_new (row_add (ranking, "o/a", 20, 90));
  g_autoptr (GString) out = g_string_new (NULL);
  HmResult *result;

  story->report = hm_sample_report ();
  for (guint i = 0; i < 2; i++) {
    result = g_ptr_array_index (story->report->results, i);
    hm_findings_add (result->findings, "one", HM_FAIL, "no such file");
    hm_findings_add (result->findings, "two", HM_FAIL, "no such file");
  }
  hm_story_terminal (out, story, &narrow);
  g_assert_cmpuint (lines_count (out->str, " - no such file\n"), ==, 2);
}

/* Why nothing is known of how critical it is. */
static void
test_story_without_a_report (void)
{
  g_autoptr (HmRanking) ranking = hm_ranking_new ();
  HmRankRow *row = hm_rank_row_new ("o/a");
  g_autoptr (HmRepositoryStory) story = hm_repository_story_new (row);
  g_autoptr (GString) never = g_string_new (NULL);
  g_autoptr (GString) failed = g_string_new (NULL);

  g_ptr_array_add (ranking->rows, row);
  hm_story_terminal (never, story, &narrow);
  g_assert_nonnull (strstr (never->str, "Criticality n/a: never scanned\n"));
  row->failed_at = NOW;
  hm_story_terminal (failed, story, &narrow);
  g_assert_nonnull (
      strstr (failed->str, "Criticality n/a: nothing could be counted, since no scan went well\n"));
}

static void
test_story (void)
{
  g_autoptr (HmRanking) ranking = hm_ranking_new ();
  HmRankRow *row = row_add (ranking, "o/a", 20, 90);
  g_autoptr (HmRepositoryStory) story = hm_repository_story_new (row);
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GString) blocks = g_string_new (NULL);
  const HmTerminal wide = { .width = 100, .utf8 = TRUE };
  const int scores[] = { 0, 12, 13, 99, 100, HM_NO_SCORE };

  for (gsize i = 0; i < G_N_ELEMENTS (scores); i++) {
    HmStoryPoint *point = g_new0 (HmStoryPoint, 1);

    point->as_of = NOW + (gint64) i * 86400;
    point->score = scores[i];
    g_ptr_array_add (story->points, point);
  }
  hm_story_terminal (out, story, &narrow);
  g_assert_nonnull (strstr (out->str, "Risk 4.0: criticality 0.50 x (10 - floor 2.0)\n"));
  g_assert_nonnull (strstr (out->str, "Criticality 0.50, as the portfolio file says\n"));
  g_assert_nonnull (strstr (out->str, "History: 6 reports, 2025-11-21 to 2025-11-26\n"));
  g_assert_nonnull (strstr (out->str, " 01199?\n"));
  hm_story_terminal (blocks, story, &wide);
  g_assert_nonnull (strstr (blocks->str, "▁▁▂██·\n"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/portfolio/table-of-80-columns", test_table_of_80_columns);
  g_test_add_func ("/portfolio/narrow-tables", test_narrow_tables);
  g_test_add_func ("/portfolio/criticality-column", test_criticality_column);
  g_test_add_func ("/portfolio/names-that-end-alike", test_names_that_end_alike);
  g_test_add_func ("/portfolio/long-words-of-reasons", test_long_words_of_reasons);
  g_test_add_func ("/portfolio/foot", test_foot);
  g_test_add_func ("/portfolio/empty-table", test_empty_table);
  g_test_add_func ("/portfolio/csv", test_csv);
  g_test_add_func ("/portfolio/markdown", test_markdown);
  g_test_add_func ("/portfolio/markdown-that-is-cut", test_markdown_that_is_cut);
  g_test_add_func ("/portfolio/json", test_json);
  g_test_add_func ("/portfolio/story", test_story);
  g_test_add_func ("/portfolio/story-tells-equal-lines-once", test_story_tells_equal_lines_once);
  g_test_add_func ("/portfolio/story-without-a-report", test_story_without_a_report);
  g_test_add_func ("/portfolio/story-of-a-waiver", test_story_of_a_waiver);
  return g_test_run ();
}
