/* SPDX-License-Identifier: Apache-2.0 */
/* What is said of a portfolio, with hostile words in it. */
#include "render/portfolio_format.h"

#include <string.h>

#include "core/mask.h"
#include "core/instant.h"
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

static HmMoves *
moves_sample (void)
{
  HmMoves *moves = hm_moves_new (NOW - 86400, NOW, 1);
  HmMove *move = hm_move_new ("github.com/o/a");
  const HmMovedCheck check = { "maintainers", "Maintainers", 90, 20 };

  move->kind = HM_MOVE_FELL;
  move->before_as_of = NOW - 86400;
  move->after_as_of = NOW;
  move->before_score = 90;
  move->after_score = 20;
  g_array_append_val (move->checks, check);
  for (guint i = 0; i < 12; i++) {
    HmMovedFinding *finding = g_new0 (HmMovedFinding, 1);

    finding->check_id = g_strdup ("maintainers");
    finding->check_name = g_strdup ("Maintainers");
    finding->probe = g_strdup ("x");
    finding->outcome = i == 0 ? HM_UNKNOWN : HM_FAIL;
    finding->message = g_strdup_printf ("<i> \x1b %u", i);
    g_ptr_array_add (move->came, finding);
  }
  g_ptr_array_add (moves->moves, move);
  moves->counts[HM_MOVE_FELL] = 1;
  moves->n_repositories = 3;
  return moves;
}

static void
test_causes (void)
{
  g_autoptr (HmMoves) moves = moves_sample ();
  HmMove *move = g_ptr_array_index (moves->moves, 0);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GString) markdown = g_string_new (NULL);
  g_autoptr (GBytes) bytes = NULL;

  ((HmMovedFinding *) g_ptr_array_index (move->came, 1))->is_by_waiver = TRUE;
  move->policy_changed = HM_TRUTH_YES;
  move->before_policy = "default";
  move->after_policy = "<b>\x1b";
  move->before_tool_version = "0.1.0";
  move->after_tool_version = "0.2.0";
  hm_moves_terminal (text, moves, &narrow);
  g_assert_nonnull (strstr (text->str,
                            "    policy changed (the commit did not): default to <b>\\x1b\n"
                            "    hallmark changed (the commit did not): 0.1.0 to 0.2.0\n"));
  g_assert_nonnull (strstr (text->str, "    came (its waiver ended): Maintainers: "));
  move->after_commit.bytes[0] = 1;
  move->after_policy = "default";
  hm_moves_markdown (markdown, moves);
  g_assert_nonnull (
      strstr (markdown->str, "\n  - policy changed&#58; default, with other contents\n"));
  g_assert_nonnull (strstr (markdown->str, "\n  - hallmark changed&#58; 0.1.0 to 0.2.0\n"));
  bytes = hm_moves_json (moves);
  assert_json (bytes, "\"policy_changed\": true");
  assert_json (bytes, "\"tool_changed\": true");
  assert_json (bytes, "\"tool_version\": \"0.1.0\"");
  assert_json (bytes, "\"by_waiver\": true");
}

static void
test_moves (void)
{
  g_autoptr (HmMoves) moves = moves_sample ();
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GString) markdown = g_string_new (NULL);
  g_autoptr (GBytes) bytes = hm_moves_json (moves);

  hm_moves_terminal (text, moves, &narrow);
  g_assert_true (g_str_has_prefix (
      text->str, "2025-11-20 to 2025-11-21: of 3 repositories 1 fell\n\nFell\n"
                 "  github.com/o/a: score 9.0 to 2.0, floor n/a\n    Maintainers 9.0 to 2.0\n"
                 "    came (could not look): Maintainers: <i> \\x1b 0\n"));
  g_assert_nonnull (strstr (text->str, "    came: ... and 2 more\n"));
  hm_moves_markdown (markdown, moves);
  g_assert_nonnull (strstr (markdown->str, "\n### Fell\n"));
  g_assert_null (strstr (markdown->str, "<i>"));
  g_assert_nonnull (strstr (markdown->str, "  - came: ... and 2 more\n"));
  assert_json (bytes, "\"kind\": \"fell\"");
  assert_json (bytes, "\"schema\": \"hallmark/portfolio-changes/1\"");
}

/* A file is told beside a message that does not name it; what would read the same is told once. */
static void
test_moves_name_files (void)
{
  static const char *const findings[][2] = {
    { "it can't be read", "b.so" }, { "it can't be read", "a.so" }, { "it can't be read", "a.so" },
    { "a.so: a binary", "a.so" },   { "no policy", NULL },          { "no policy", NULL },
  };
  g_autoptr (HmMoves) moves = moves_sample ();
  HmMove *move = g_ptr_array_index (moves->moves, 0);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GString) markdown = g_string_new (NULL);
  g_autoptr (GBytes) bytes = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (findings); i++) {
    HmMovedFinding *finding = g_ptr_array_index (move->came, i);

    finding->outcome = HM_FAIL;
    g_free (finding->message);
    finding->message = g_strdup (findings[i][0]);
    finding->file = g_strdup (findings[i][1]);
  }
  hm_moves_terminal (text, moves, &narrow);
  g_assert_nonnull (strstr (text->str, "    came: Maintainers: it can't be read (b.so)\n"
                                       "    came: Maintainers: it can't be read (a.so)\n"
                                       "    came: Maintainers: a.so: a binary\n"
                                       "    came: Maintainers: no policy\n"
                                       "    came: Maintainers: <i> \\x1b 6\n"));
  g_assert_null (strstr (text->str, " more"));
  hm_moves_markdown (markdown, moves);
  g_assert_nonnull (strstr (markdown->str, "it can't be read (b.so)\n"));
  g_assert_nonnull (strstr (markdown->str, "a.so&#58; a binary\n"));
  bytes = hm_moves_json (moves);
  assert_json (bytes, "\"file\": \"b.so\"");
  assert_json (bytes, "\"file\": null");
}

static void
test_nothing_moved (void)
{
  g_autoptr (HmMoves) moves = hm_moves_new (NOW - 86400, NOW, 1);
  g_autoptr (GString) text = g_string_new (NULL);

  moves->n_repositories = 1;
  hm_moves_terminal (text, moves, &narrow);
  g_assert_cmpstr (text->str, ==, "2025-11-20 to 2025-11-21: of 1 repository none moved\n");
}

static HmMove *
move_add (HmMoves *moves, const char *key, HmMoveKind kind)
{
  HmMove *move = hm_move_new (key);

  move->kind = kind;
  moves->counts[kind]++;
  moves->n_repositories++;
  g_ptr_array_add (moves->moves, move);
  return move;
}

/* Figures that did not move are told once, and alike in text and Markdown. */
static void
test_figures_of_moves (void)
{
  g_autoptr (HmMoves) moves = hm_moves_new (NOW - 86400, NOW, 5);
  HmMove *move = move_add (moves, "o/found", HM_MOVE_FOUND);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GString) markdown = g_string_new (NULL);
  g_autoptr (GBytes) bytes = NULL;

  move->before_as_of = NOW - 86400;
  move->after_as_of = NOW;
  move->before_score = move->after_score = 77;
  move->before_floor = 59;
  move->after_floor = 60;
  move->before_coverage_percent = 80;
  move->risk = 28;
  move = move_add (moves, "o/new", HM_MOVE_ARRIVED);
  move->after_as_of = NOW;
  move->after_score = 50;
  move->after_floor = 40;
  hm_moves_terminal (text, moves, &narrow);
  g_assert_cmpstr (text->str, ==,
                   "2025-11-20 to 2025-11-21: of 2 repositories 1 with new findings, 1 arrived\n"
                   "\nNew findings\n"
                   "  o/found: score 7.7, floor 5.9 to 6.0, risk 2.8, coverage 80 to 0 %\n"
                   "\nArrived\n  o/new: score 5.0, floor 4.0\n");
  hm_moves_markdown (markdown, moves);
  g_assert_nonnull (strstr (
      markdown->str, "- **o/found**: score 7.7, floor 5.9 to 6.0, risk 2.8, coverage 80 to 0 %\n"));
  g_assert_nonnull (strstr (markdown->str, "- **o/new**: score 5.0, floor 4.0\n"));
  bytes = hm_moves_json (moves);
  assert_json (bytes, "\"kind\": \"found\"");
  assert_json (bytes, "\"risk\": 2.8");
  assert_json (bytes, "\"risk\": null");
}

/* A line each, and no more than can be read. */
static void
test_what_nobody_looked_at (void)
{
  g_autoptr (HmMoves) moves = hm_moves_new (NOW - 86400, NOW, 5);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GString) markdown = g_string_new (NULL);
  g_autoptr (GBytes) bytes = NULL;
  HmMove *move = move_add (moves, "o/00", HM_MOVE_UNSEEN);

  move->before_as_of = move->after_as_of = NOW - 30 * 86400;
  for (guint i = 1; i < 22; i++) {
    g_autofree char *key = g_strdup_printf ("o/%02u", i);

    move_add (moves, key, HM_MOVE_UNSEEN);
  }
  move_add (moves, "o/rose", HM_MOVE_ROSE);
  hm_moves_terminal (text, moves, &narrow);
  g_assert_true (g_str_has_prefix (text->str, "2025-11-20 to 2025-11-21: of 23 repositories 22 not "
                                              "looked at, 1 rose\n\nNot looked at\n"
                                              "  o/00: last report 2025-10-22\n"
                                              "  o/01: never scanned\n"));
  g_assert_nonnull (strstr (text->str, "  o/19: never scanned\n  ... and 2 more\n\nRose\n"));
  hm_moves_markdown (markdown, moves);
  g_assert_nonnull (strstr (markdown->str, "\n### Not looked at\n\n- **o/00**: last report"));
  g_assert_nonnull (
      strstr (markdown->str, "- **o/19**: never scanned\n- ... and 2 more\n\n### Rose"));
  bytes = hm_moves_json (moves);
  assert_json (bytes, "\"unseen\": 22");
  assert_json (bytes, "\"repository\": \"o/21\"");
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
  g_test_add_func ("/portfolio/moves", test_moves);
  g_test_add_func ("/portfolio/moves-name-files", test_moves_name_files);
  g_test_add_func ("/portfolio/causes", test_causes);
  g_test_add_func ("/portfolio/figures-of-moves", test_figures_of_moves);
  g_test_add_func ("/portfolio/what-nobody-looked-at", test_what_nobody_looked_at);
  g_test_add_func ("/portfolio/nothing-moved", test_nothing_moved);
  g_test_add_func ("/portfolio/story", test_story);
  g_test_add_func ("/portfolio/story-tells-equal-lines-once", test_story_tells_equal_lines_once);
  g_test_add_func ("/portfolio/story-without-a-report", test_story_without_a_report);
  g_test_add_func ("/portfolio/story-of-a-waiver", test_story_of_a_waiver);
  return g_test_run ();
}
