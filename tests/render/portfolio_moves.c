/* SPDX-License-Identifier: Apache-2.0 */
/* What is said of what moved in a portfolio, with hostile words in it. */
#include "render/portfolio_format.h"

#include <string.h>

#define NOW G_GINT64_CONSTANT (1763700000)

static const HmTerminal narrow = { .width = 80 };

static void
assert_json (GBytes *bytes, const char *words)
{
  gsize size;
  const char *text = g_bytes_get_data (bytes, &size);

  if (g_strstr_len (text, (gssize) size, words) == NULL)
    g_error ("no %s in %.*s", words, (int) size, text);
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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/portfolio-moves/moves", test_moves);
  g_test_add_func ("/portfolio-moves/moves-name-files", test_moves_name_files);
  g_test_add_func ("/portfolio-moves/causes", test_causes);
  g_test_add_func ("/portfolio-moves/figures-of-moves", test_figures_of_moves);
  g_test_add_func ("/portfolio-moves/what-nobody-looked-at", test_what_nobody_looked_at);
  g_test_add_func ("/portfolio-moves/nothing-moved", test_nothing_moved);
  return g_test_run ();
}
