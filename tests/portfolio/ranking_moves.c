/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/portfolio/ranking_case.h"

#include <stdlib.h>

#define FIVE \
  "groups:\n  - name: web\n" \
  "repositories:\n" \
  "  - url: https://github.com/o/a\n    group: web\n  - url: https://github.com/o/b\n" \
  "  - url: https://github.com/o/c\n  - url: https://github.com/o/d\n" \
  "  - url: https://github.com/o/e\n"

#define ONE "repositories:\n  - url: https://github.com/o/a\n"

#define BEFORE (NOW - 9 * DAY)
#define SINCE (NOW - 7 * DAY)

/* "a fell, b rose", without those that nobody looked at. Returns: (owned) */
static char *
moves_text (const HmMoves *moves)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < moves->moves->len; i++) {
    const HmMove *move = g_ptr_array_index (moves->moves, i);

    if (move->kind != HM_MOVE_UNSEEN)
      g_string_append_printf (text, "%s%s %s", text->len > 0 ? ", " : "", move->name + 2,
                              hm_move_kind_text (move->kind));
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static HmMoves *
moves_make (RankingCase *a_case, const char *group)
{
  const HmRankingWish wish = { .group = group };
  g_autoptr (GError) error = NULL;
  HmMoves *moves = hm_ranking_moves (a_case->portfolio, a_case->store, SINCE, NOW, &wish, &error);

  g_assert_no_error (error);
  return moves;
}

static void
assert_moves (RankingCase *a_case, const char *group, const char *wanted)
{
  g_autoptr (HmMoves) moves = moves_make (a_case, group);
  g_autofree char *text = moves_text (moves);

  g_assert_cmpstr (text, ==, wanted);
}

static void
check_put (RankingCase *a_case, const char *key, gint64 as_of, int score, const char *failure)
{
  const CaseCheck check = { "maintainers", score, failure };

  ranking_case_put (a_case, key, as_of, &check, 1, NULL);
}

static void
test_kinds (void)
{
  g_autoptr (RankingCase) a_case = ranking_case_new (FIVE);

  check_put (a_case, "a", BEFORE, 50, NULL);
  check_put (a_case, "a", NOW, 50, NULL);
  check_put (a_case, "b", BEFORE, 50, NULL);
  check_put (a_case, "b", NOW, 60, NULL);
  check_put (a_case, "c", BEFORE, 50, NULL);
  check_put (a_case, "c", NOW, 20, "alone");
  check_put (a_case, "d", NOW, 10, NULL);
  ranking_case_fail (a_case, "e", NOW, "gone");
  assert_moves (a_case, NULL, "c fell, e failed, b rose, d arrived");
  assert_moves (a_case, "web", "");
}

static void
test_why (void)
{
  g_autoptr (RankingCase) a_case = ranking_case_new (FIVE);
  g_autoptr (HmMoves) moves = NULL;
  const HmMove *move;
  const HmMovedCheck *check;

  check_put (a_case, "a", BEFORE, 50, "no second person");
  check_put (a_case, "a", NOW, 20, "nobody at all");
  moves = moves_make (a_case, NULL);
  move = g_ptr_array_index (moves->moves, 0);
  g_assert_cmpuint (moves->counts[HM_MOVE_FELL], ==, 1);
  g_assert_cmpuint (moves->n_repositories, ==, 5);
  g_assert_cmpint (move->before_score, ==, 50);
  g_assert_cmpint (move->after_score, ==, 20);
  g_assert_cmpuint (move->checks->len, ==, 1);
  check = &g_array_index (move->checks, HmMovedCheck, 0);
  g_assert_cmpstr (check->name, ==, "Maintainers");
  g_assert_cmpint (check->before, ==, 50);
  g_assert_cmpint (check->after, ==, 20);
}

/* A finding that fails is bad news, whatever the scores say; but nothing fell. */
static void
test_finding_alone (void)
{
  g_autoptr (RankingCase) a_case = ranking_case_new (FIVE);
  g_autoptr (HmMoves) moves = NULL;
  const HmMove *move;

  check_put (a_case, "a", BEFORE, 50, NULL);
  check_put (a_case, "a", NOW, 50, "alone");
  check_put (a_case, "b", BEFORE, 50, "alone");
  check_put (a_case, "b", NOW, 50, NULL);
  moves = moves_make (a_case, NULL);
  move = g_ptr_array_index (moves->moves, 0);
  g_assert_cmpint (move->kind, ==, HM_MOVE_FOUND);
  g_assert_cmpuint (move->came->len, ==, 1);
  g_assert_cmpstr (((HmMovedFinding *) g_ptr_array_index (move->came, 0))->message, ==, "alone");
  /* c, d and e were never scanned. */
  g_assert_cmpuint (moves->counts[HM_MOVE_UNSEEN], ==, 3);
  g_assert_cmpuint (moves->moves->len, ==, 5);
  move = g_ptr_array_index (moves->moves, 4);
  g_assert_cmpint (move->kind, ==, HM_MOVE_ROSE);
  g_assert_cmpuint (move->went->len, ==, 1);
}

/* The floor falls where somebody hides evidence; the score does not. */
static void
test_hidden_evidence (void)
{
  g_autoptr (RankingCase) a_case = ranking_case_new (FIVE);
  const CaseCheck before[] = { { "x", 50, NULL }, { "y", 50, NULL } };
  const CaseCheck after[] = { { "x", 50, NULL }, { "y", -1, NULL } };

  ranking_case_put (a_case, "a", BEFORE, before, 2, NULL);
  ranking_case_put (a_case, "a", NOW, after, 2, NULL);
  assert_moves (a_case, NULL, "a fell");
}

static void
test_old_failure_is_no_news (void)
{
  g_autoptr (RankingCase) a_case = ranking_case_new (FIVE);

  ranking_case_fail (a_case, "a", BEFORE, "gone");
  ranking_case_fail (a_case, "b", NOW + DAY, "gone");
  assert_moves (a_case, NULL, "");
  ranking_case_fail (a_case, "stranger", NOW, "gone");
  assert_moves (a_case, NULL, "");
}

/* A report with more to it than a CaseCheck says. */
typedef struct {
  const char *checks; /* "maintainers=50 binaries=100" */
  int score;          /* of all */
  int floor;
  const char *tool_version;
  const char *policy;
  char policy_digit; /* all of its digest; 0: the default policy */
  guint waiver;      /* of the only finding of each check */
} Scan;

static void
scan_put (RankingCase *a_case, gint64 as_of, const Scan *scan)
{
  g_autoptr (HmReport) report = hm_report_new ();
  g_auto (GStrv) checks = g_strsplit (scan->checks, " ", -1);
  g_autoptr (GError) error = NULL;
  HmResult *result = NULL;

  for (gsize i = 0; checks[i] != NULL; i++) {
    g_auto (GStrv) words = g_strsplit (checks[i], "=", 2);

    result = hm_result_new ();
    hm_text_set (&result->id, words[0]);
    hm_text_set (&result->name, words[0]);
    result->weight = 5;
    result->status = HM_STATUS_SCORED;
    result->score = atoi (words[1]);
    result->floor = result->score;
    result->ceiling = 100;
    result->unwaived_score = result->score;
    result->unwaived_floor = result->floor;
    hm_findings_add (result->findings, "p", HM_FAIL, "bad")->waiver = scan->waiver;
    g_ptr_array_add (report->results, result);
  }
  if (scan->waiver > 0) {
    HmReportWaiver *waiver = hm_report_waiver_new ();

    hm_text_set (&waiver->check_id, result->id);
    hm_text_set (&waiver->reason, "known");
    waiver->state = HM_WAIVER_IN_FORCE;
    waiver->n_findings = 1;
    g_ptr_array_add (report->waivers, waiver);
  }
  hm_text_set (&report->subject_name, "github.com/o/a");
  hm_text_set (&report->tool_version, scan->tool_version != NULL ? scan->tool_version : "0");
  hm_text_set (&report->policy_name, scan->policy != NULL ? scan->policy : "default");
  if (scan->policy_digit != '\0') {
    g_autofree char *digest = g_strnfill (64, scan->policy_digit);

    hm_text_set (&report->policy_digest, digest);
  }
  report->as_of = as_of;
  report->committed_at = as_of;
  report->commit.bytes[0] = 1;
  report->score = scan->score;
  report->floor = scan->floor;
  report->ceiling = 100;
  report->unwaived_score = scan->score;
  report->unwaived_floor = scan->floor;
  report->coverage_percent = 100;
  hm_text_set (&report->band, "fair");
  hm_store_put (a_case->store, "github.com/o/a", report, HM_STORE_REPLACE, NULL, &error);
  g_assert_no_error (error);
}

/* Returns: (owned) what moved from @before to @after: "a fell" */
static HmMoves *
scans_compare (const Scan *before, const Scan *after, const char *wanted)
{
  g_autoptr (RankingCase) a_case = ranking_case_new (ONE);

  scan_put (a_case, BEFORE, before);
  scan_put (a_case, NOW, after);
  assert_moves (a_case, NULL, wanted);
  return moves_make (a_case, NULL);
}

static void
test_new_check_is_no_fall (void)
{
  const Scan before = { .checks = "x=80", .score = 80, .floor = 80 };
  const Scan more = { .checks = "x=80 y=10", .score = 45, .floor = 45, .tool_version = "1" };
  const Scan lower = { .checks = "x=70 y=100", .score = 85, .floor = 85, .tool_version = "1" };
  const Scan same = { .checks = "x=80", .score = 79, .floor = 80, .tool_version = "1" };
  g_autoptr (HmMoves) moves = scans_compare (&before, &more, "a other");
  const HmMove *move = g_ptr_array_index (moves->moves, 0);

  g_assert_cmpstr (move->before_tool_version, ==, "0");
  g_assert_cmpstr (move->after_tool_version, ==, "1");
  g_assert_cmpint (move->policy_changed, ==, HM_TRUTH_NO);
  hm_moves_free (scans_compare (&more, &before, "a other"));
  hm_moves_free (scans_compare (&before, &lower, "a fell"));
  /* Nothing else can be the reason: it is told. */
  hm_moves_free (scans_compare (&before, &same, "a fell"));
}

static void
test_policy_that_changed (void)
{
  const Scan before = { .checks = "x=80 y=10", .score = 60, .floor = 60 };
  const Scan edited = {
    .checks = "x=80 y=10", .score = 30, .floor = 30, .policy_digit = '1', .policy = "ours"
  };
  const Scan again = {
    .checks = "x=80 y=10 z=0", .score = 20, .floor = 20, .policy_digit = '2', .policy = "ours"
  };
  const Scan even = { .checks = "x=80 y=10", .score = 60, .floor = 60, .policy_digit = '3' };
  g_autoptr (HmMoves) moves = scans_compare (&before, &edited, "a fell");
  g_autoptr (HmMoves) other = scans_compare (&edited, &again, "a fell");
  const HmMove *move = g_ptr_array_index (moves->moves, 0);

  g_assert_cmpint (move->policy_changed, ==, HM_TRUTH_YES);
  g_assert_cmpstr (move->before_policy, ==, "default");
  g_assert_cmpstr (move->after_policy, ==, "ours");
  move = g_ptr_array_index (other->moves, 0);
  g_assert_cmpint (move->policy_changed, ==, HM_TRUTH_YES);
  g_assert_cmpstr (move->before_policy, ==, move->after_policy);
  /* Where nothing moved with it there is nothing to tell. */
  hm_moves_free (scans_compare (&before, &even, ""));
}

static void
test_waived_finding_is_no_news (void)
{
  const Scan none = { .checks = "y=50", .score = 50, .floor = 50 };
  const Scan waived = { .checks = "y=50", .score = 50, .floor = 50, .waiver = 1 };
  g_autoptr (RankingCase) a_case = ranking_case_new (FIVE);
  g_autoptr (HmMoves) ended = NULL;
  g_autoptr (HmMoves) begun = NULL;
  const HmMove *move;

  check_put (a_case, "a", BEFORE, 50, NULL);
  scan_put (a_case, NOW,
            &(Scan){ .checks = "maintainers=50", .score = 50, .floor = 50, .waiver = 1 });
  assert_moves (a_case, NULL, "");
  hm_moves_free (scans_compare (&waived, &waived, ""));
  ended = scans_compare (&waived, &none, "a found");
  move = g_ptr_array_index (ended->moves, 0);
  g_assert_cmpuint (move->came->len, ==, 1);
  g_assert_cmpuint (move->went->len, ==, 0);
  g_assert_true (((HmMovedFinding *) g_ptr_array_index (move->came, 0))->is_by_waiver);
  begun = scans_compare (&none, &waived, "a rose");
  move = g_ptr_array_index (begun->moves, 0);
  g_assert_cmpuint (move->came->len, ==, 0);
  g_assert_true (((HmMovedFinding *) g_ptr_array_index (move->went, 0))->is_by_waiver);
}

static void
assert_moves_by (RankingCase *a_case, int threshold, const char *wanted)
{
  const HmRankingWish wish = { .threshold = threshold };
  g_autoptr (GError) error = NULL;
  g_autoptr (HmMoves) moves =
      hm_ranking_moves (a_case->portfolio, a_case->store, SINCE, NOW, &wish, &error);
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  text = moves_text (moves);
  g_assert_cmpstr (text, ==, wanted);
  g_assert_cmpint (moves->threshold, ==, threshold);
}

/* A finding that fails is none of its business. */
static void
test_threshold (void)
{
  g_autoptr (RankingCase) a_case = ranking_case_new (FIVE);

  for (gsize i = 0; i < 3; i++)
    check_put (a_case, (const char *const[]){ "a", "b", "c" }[i], BEFORE, 50, NULL);
  check_put (a_case, "a", NOW, 46, NULL);
  check_put (a_case, "b", NOW, 54, NULL);
  check_put (a_case, "c", NOW, 50, "alone");
  assert_moves_by (a_case, 4, "a fell, c found, b rose");
  assert_moves_by (a_case, 5, "c found, a other, b other");
}

/* What fell in a check while the score rose is no reason to look there first. */
static void
test_fall_before_rise (void)
{
  g_autoptr (RankingCase) a_case = ranking_case_new (FIVE);
  const CaseCheck before[] = { { "x", 50, NULL }, { "y", 10, NULL } };
  const CaseCheck after[] = { { "x", 40, NULL }, { "y", 100, NULL } };

  ranking_case_put (a_case, "a", BEFORE, before, 2, NULL);
  ranking_case_put (a_case, "a", NOW, after, 2, NULL);
  check_put (a_case, "b", BEFORE, 50, NULL);
  check_put (a_case, "b", NOW, 49, NULL);
  assert_moves (a_case, NULL, "b fell, a fell");
}

static void
test_furthest_first (void)
{
  g_autoptr (RankingCase) a_case = ranking_case_new (FIVE);
  const char *const keys[] = { "d", "c", "b", "a" };
  const int after[] = { 40, 10, 40, 49 };

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++) {
    check_put (a_case, keys[i], BEFORE, 50, NULL);
    check_put (a_case, keys[i], NOW, after[i], NULL);
  }
  assert_moves (a_case, NULL, "c fell, b fell, d fell, a fell");
}

/* Where it is known how much depends on them, the highest risk comes first, by more than its tenth. */
static void
test_riskiest_first (void)
{
  g_autoptr (RankingCase) a_case =
      ranking_case_new ("repositories:\n"
                        "  - url: https://github.com/o/a\n    criticality: 0.2\n"
                        "  - url: https://github.com/o/b\n    criticality: 0.501\n"
                        "  - url: https://github.com/o/c\n    criticality: 0.504\n"
                        "  - url: https://github.com/o/d\n");
  const char *const keys[] = { "a", "b", "c", "d" };
  const int after[] = { 10, 44, 44, 10 };
  g_autoptr (HmMoves) moves = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++) {
    check_put (a_case, keys[i], BEFORE, 50, NULL);
    check_put (a_case, keys[i], NOW, after[i], NULL);
  }
  assert_moves (a_case, NULL, "c fell, b fell, a fell, d fell");
  moves = moves_make (a_case, NULL);
  g_assert_cmpint (((HmMove *) g_ptr_array_index (moves->moves, 0))->risk, ==, 28);
  g_assert_cmpint (((HmMove *) g_ptr_array_index (moves->moves, 1))->risk, ==, 28);
  g_assert_cmpint (((HmMove *) g_ptr_array_index (moves->moves, 3))->risk, ==, HM_NO_SCORE);
}

static void
look_put (RankingCase *a_case, const char *key, gint64 looked_at)
{
  g_autofree char *whole = g_strconcat ("github.com/o/", key, NULL);
  g_autoptr (HmStoreState) state = hm_store_state_new ();
  g_autoptr (GError) error = NULL;

  state->looked_at = looked_at;
  hm_store_put_state (a_case->store, whole, state, &error);
  g_assert_no_error (error);
}

static void
assert_unseen (RankingCase *a_case, gint64 until, guint n_unseen, guint n_failed)
{
  const HmRankingWish wish = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (HmMoves) moves =
      hm_ranking_moves (a_case->portfolio, a_case->store, SINCE, until, &wish, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (moves->counts[HM_MOVE_UNSEEN], ==, n_unseen);
  g_assert_cmpuint (moves->counts[HM_MOVE_FAILED], ==, n_failed);
}

/* That nobody looked is no news of its own, and hides whatever fell. */
static void
test_not_looked_at (void)
{
  g_autoptr (RankingCase) a_case = ranking_case_new (FIVE);
  g_autoptr (HmMoves) moves = NULL;
  const HmMove *move;

  /* Long ago; unchanged in the period; failed in it; never; a report of the period. */
  check_put (a_case, "a", BEFORE, 50, NULL);
  look_put (a_case, "a", BEFORE);
  check_put (a_case, "b", BEFORE, 50, NULL);
  look_put (a_case, "b", NOW - DAY);
  check_put (a_case, "c", BEFORE, 50, NULL);
  ranking_case_fail (a_case, "c", NOW - DAY, "");
  check_put (a_case, "e", BEFORE, 50, NULL);
  check_put (a_case, "e", NOW - DAY, 50, NULL);
  assert_unseen (a_case, NOW, 2, 1);
  moves = moves_make (a_case, NULL);
  g_assert_cmpuint (moves->moves->len, ==, 3);
  move = g_ptr_array_index (moves->moves, 0);
  g_assert_cmpint (move->kind, ==, HM_MOVE_FAILED);
  g_assert_cmpint (move->after_score, ==, 50);
  g_assert_cmpstr (move->failure, ==, "the reason is not known");
  move = g_ptr_array_index (moves->moves, 1);
  g_assert_cmpstr (move->key, ==, "github.com/o/a");
  g_assert_cmpint (move->after_as_of, ==, BEFORE);
  move = g_ptr_array_index (moves->moves, 2);
  g_assert_cmpstr (move->key, ==, "github.com/o/d");
  g_assert_cmpint (move->after_as_of, ==, 0);
  /* Of a period that has passed nobody knows whether what was looked at since was looked at then. */
  assert_unseen (a_case, NOW - 2 * DAY, 4, 0);
  look_put (a_case, "a", NOW);
  assert_unseen (a_case, NOW - 2 * DAY, 3, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ranking-moves/kinds", test_kinds);
  g_test_add_func ("/ranking-moves/why", test_why);
  g_test_add_func ("/ranking-moves/finding-alone", test_finding_alone);
  g_test_add_func ("/ranking-moves/hidden-evidence", test_hidden_evidence);
  g_test_add_func ("/ranking-moves/old-failure-is-no-news", test_old_failure_is_no_news);
  g_test_add_func ("/ranking-moves/new-check-is-no-fall", test_new_check_is_no_fall);
  g_test_add_func ("/ranking-moves/policy-that-changed", test_policy_that_changed);
  g_test_add_func ("/ranking-moves/waived-finding-is-no-news", test_waived_finding_is_no_news);
  g_test_add_func ("/ranking-moves/furthest-first", test_furthest_first);
  g_test_add_func ("/ranking-moves/riskiest-first", test_riskiest_first);
  g_test_add_func ("/ranking-moves/not-looked-at", test_not_looked_at);
  g_test_add_func ("/ranking-moves/fall-before-rise", test_fall_before_rise);
  g_test_add_func ("/ranking-moves/threshold", test_threshold);
  return g_test_run ();
}
