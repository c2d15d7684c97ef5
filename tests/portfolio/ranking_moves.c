/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/portfolio/ranking_case.h"

#define FIVE \
  "groups:\n  - name: web\n" \
  "repositories:\n" \
  "  - url: https://github.com/o/a\n    group: web\n  - url: https://github.com/o/b\n" \
  "  - url: https://github.com/o/c\n  - url: https://github.com/o/d\n" \
  "  - url: https://github.com/o/e\n"

#define BEFORE (NOW - 9 * DAY)
#define SINCE (NOW - 7 * DAY)

/* "a fell, b rose": Returns: (owned) */
static char *
moves_text (const HmMoves *moves)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < moves->moves->len; i++) {
    const HmMove *move = g_ptr_array_index (moves->moves, i);

    g_string_append_printf (text, "%s%s %s", i > 0 ? ", " : "", move->name + 2,
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
  g_assert_cmpuint (moves->n_looked, ==, 5);
  g_assert_cmpint (move->before_score, ==, 50);
  g_assert_cmpint (move->after_score, ==, 20);
  g_assert_cmpuint (move->checks->len, ==, 1);
  check = &g_array_index (move->checks, HmMovedCheck, 0);
  g_assert_cmpstr (check->name, ==, "Maintainers");
  g_assert_cmpint (check->before, ==, 50);
  g_assert_cmpint (check->after, ==, 20);
}

/* A finding that fails is bad news, whatever the scores say. */
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
  g_assert_cmpuint (moves->moves->len, ==, 2);
  move = g_ptr_array_index (moves->moves, 0);
  g_assert_cmpint (move->kind, ==, HM_MOVE_FELL);
  g_assert_cmpuint (move->came->len, ==, 1);
  g_assert_cmpstr (((HmMovedFinding *) g_ptr_array_index (move->came, 0))->message, ==, "alone");
  move = g_ptr_array_index (moves->moves, 1);
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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ranking-moves/kinds", test_kinds);
  g_test_add_func ("/ranking-moves/why", test_why);
  g_test_add_func ("/ranking-moves/finding-alone", test_finding_alone);
  g_test_add_func ("/ranking-moves/hidden-evidence", test_hidden_evidence);
  g_test_add_func ("/ranking-moves/old-failure-is-no-news", test_old_failure_is_no_news);
  g_test_add_func ("/ranking-moves/furthest-first", test_furthest_first);
  return g_test_run ();
}
