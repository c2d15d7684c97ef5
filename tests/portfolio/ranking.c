/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "core/error.h"
#include "store/database.h"
#include "tests/portfolio/ranking_case.h"

#define THREE \
  "groups:\n  - name: web\n    owners: [ann]\n" \
  "repositories:\n" \
  "  - url: https://github.com/o/c\n    criticality: 0.5\n    group: web\n" \
  "  - url: https://github.com/o/a\n    criticality: 0.5\n    owners: [bob]\n" \
  "  - url: https://github.com/o/b\n    criticality: 1\n"

static HmRanking *
ranking_make (RankingCase *a_case, const HmRankingWish *wish)
{
  g_autoptr (GError) error = NULL;
  HmRanking *ranking = hm_ranking_make (a_case->portfolio, a_case->store, NOW, wish, &error);

  g_assert_no_error (error);
  return ranking;
}

/* Asserts the order of the rows, by their names without owner: "b a c". */
static void
assert_order (RankingCase *a_case, const HmRankingWish *wish, const char *wanted)
{
  g_autoptr (HmRanking) ranking = ranking_make (a_case, wish);
  g_autoptr (GString) found = g_string_new (NULL);

  for (guint i = 0; i < ranking->rows->len; i++)
    g_string_append_printf (found, "%s%s", i > 0 ? " " : "",
                            strrchr (hm_ranking_row (ranking, i)->key, '/') + 1);
  g_assert_cmpstr (found->str, ==, wanted);
}

static void
test_order (void)
{
  g_autoptr (RankingCase) a_case = ranking_case_new (THREE);
  const CaseCheck checks[] = { { "maintainers", 40, NULL }, { "signed-commits", 0, NULL } };
  const CaseCheck unknown[] = { { "maintainers", 60, NULL }, { "signed-commits", -1, NULL } };

  assert_order (a_case, &(HmRankingWish){ 0 }, "a b c");
  ranking_case_put (a_case, "a", NOW - DAY, checks, 2, NULL);
  ranking_case_put (a_case, "b", NOW - DAY, unknown, 2, NULL);
  /* a: 0.5 x 8, b: 1 x 7; c is not known yet. */
  assert_order (a_case, &(HmRankingWish){ 0 }, "b a c");
  assert_order (a_case, &(HmRankingWish){ .by = "score" }, "a b c");
  assert_order (a_case, &(HmRankingWish){ .by = "floor" }, "a b c");
  /* Equal ones by their keys. */
  assert_order (a_case, &(HmRankingWish){ .by = "criticality" }, "b a c");
  assert_order (a_case, &(HmRankingWish){ .by = "name" }, "a b c");
  assert_order (a_case, &(HmRankingWish){ .by = "maintainers" }, "a b c");
  assert_order (a_case, &(HmRankingWish){ .by = "Signed-Commits" }, "a b c");
}

static void
test_filters (void)
{
  g_autoptr (RankingCase) a_case = ranking_case_new (THREE);
  const char *const owners[] = { "bob", "ann", NULL };

  ranking_case_score (a_case, "a", NOW - DAY, 20);
  ranking_case_score (a_case, "b", NOW - DAY, 70);
  ranking_case_score (a_case, "c", NOW - DAY, 40);
  ranking_case_fail (a_case, "b", NOW, "gone");
  assert_order (a_case, &(HmRankingWish){ .group = "web" }, "c");
  assert_order (a_case, &(HmRankingWish){ .owners = owners }, "a c");
  assert_order (a_case, &(HmRankingWish){ .below = 40 }, "a");
  assert_order (a_case, &(HmRankingWish){ .below = 41 }, "a c");
  assert_order (a_case, &(HmRankingWish){ .is_failed = TRUE }, "b");
  assert_order (a_case, &(HmRankingWish){ .by = "score", .limit = 2 }, "a c");
  assert_order (a_case, &(HmRankingWish){ .by = "maintainers", .below = 70 }, "a c");
}

static void
test_no_such_order (void)
{
  g_autoptr (RankingCase) a_case = ranking_case_new (THREE);
  g_autoptr (GError) error = NULL;

  ranking_case_score (a_case, "a", NOW - DAY, 20);
  g_assert_null (hm_ranking_make (a_case->portfolio, a_case->store, NOW,
                                  &(HmRankingWish){ .by = "beauty" }, &error));
  g_assert_error (error, HM_ERROR, HM_ERROR_USAGE);
  g_assert_nonnull (strstr (error->message, "beauty"));
  g_clear_error (&error);
  g_assert_null (hm_ranking_make (a_case->portfolio, a_case->store, NOW,
                                  &(HmRankingWish){ .by = "change" }, &error));
  g_assert_nonnull (strstr (error->message, "--since"));
}

static void
test_change (void)
{
  g_autoptr (RankingCase) a_case = ranking_case_new (THREE);
  const HmRankingWish wish = { .by = "change", .since = NOW - 7 * DAY };
  g_autoptr (HmRanking) ranking = NULL;
  const HmRankRow *row;
  int change;

  ranking_case_score (a_case, "a", NOW - 9 * DAY, 50);
  ranking_case_score (a_case, "a", NOW - DAY, 60);
  ranking_case_score (a_case, "b", NOW - 9 * DAY, 50);
  ranking_case_score (a_case, "b", NOW - DAY, 20);
  ranking_case_score (a_case, "c", NOW - DAY, 10);
  assert_order (a_case, &wish, "b a c");
  ranking = ranking_make (a_case, &wish);
  row = hm_ranking_row (ranking, 0);
  g_assert_true (hm_rank_row_change (row, &change));
  g_assert_cmpint (change, ==, -30);
  g_assert_cmpstr (row->why, ==, "Maintainers fell from 5.0 to 2.0");
  g_assert_cmpint (hm_rank_row_check (row, "maintainers")->before, ==, 50);
  row = hm_ranking_row (ranking, 2);
  g_assert_false (row->has_before);
  g_assert_false (hm_rank_row_change (row, &change));
  g_assert_cmpstr (row->why, ==, "Maintainers 1.0");
}

/* A figure of before is no "same" where nobody looked since. */
static void
test_change_of_what_nobody_looked_at (void)
{
  g_autoptr (RankingCase) a_case = ranking_case_new (THREE);
  const HmRankingWish wish = { .by = "name", .since = NOW - 7 * DAY };
  g_autoptr (HmStoreState) state = hm_store_state_new ();
  g_autoptr (HmRanking) ranking = NULL;
  g_autoptr (GError) error = NULL;
  int change = 1;

  ranking_case_score (a_case, "a", NOW - 9 * DAY, 50);
  ranking_case_score (a_case, "b", NOW - 9 * DAY, 50);
  state->looked_at = NOW - DAY;
  hm_store_put_state (a_case->store, "github.com/o/b", state, &error);
  g_assert_no_error (error);
  ranking = ranking_make (a_case, &wish);
  g_assert_true (hm_ranking_row (ranking, 0)->is_unseen);
  g_assert_false (hm_rank_row_change (hm_ranking_row (ranking, 0), &change));
  g_assert_false (hm_ranking_row (ranking, 1)->is_unseen);
  g_assert_true (hm_rank_row_change (hm_ranking_row (ranking, 1), &change));
  g_assert_cmpint (change, ==, 0);
  g_assert_true (hm_ranking_row (ranking, 2)->is_unseen);
}

/* Risk is told in tenths, and ordered by all of it. */
static void
test_order_within_a_tenth (void)
{
  g_autoptr (RankingCase) a_case =
      ranking_case_new ("repositories:\n"
                        "  - url: https://github.com/o/a\n    criticality: 0.501\n"
                        "  - url: https://github.com/o/b\n    criticality: 0.504\n");
  g_autoptr (HmRanking) ranking = NULL;

  ranking_case_score (a_case, "a", NOW, 50);
  ranking_case_score (a_case, "b", NOW, 50);
  assert_order (a_case, &(HmRankingWish){ 0 }, "b a");
  ranking = ranking_make (a_case, &(HmRankingWish){ 0 });
  g_assert_cmpint (hm_ranking_row (ranking, 0)->risk, ==, 25);
  g_assert_cmpint (hm_ranking_row (ranking, 1)->risk, ==, 25);
}

/* What is told is told apart from what is not. */
static void
test_others (void)
{
  g_autoptr (RankingCase) a_case = ranking_case_new (THREE);
  g_autoptr (HmRanking) ranking =
      ranking_make (a_case, &(HmRankingWish){ .by = "name", .limit = 1 });
  g_autoptr (HmRanking) narrow = ranking_make (a_case, &(HmRankingWish){ .group = "web" });

  g_assert_cmpuint (ranking->others->len, ==, 2);
  g_assert_cmpstr (g_array_index (ranking->others, HmNamed, 0).key, ==, "github.com/o/c");
  g_assert_cmpstr (g_array_index (narrow->others, HmNamed, 1).name, ==, "o/b");
}

static void
why_put (RankingCase *a_case, gint64 as_of, int takeover, int opaque, int policy)
{
  const CaseCheck checks[] = { { "security-policy", policy, NULL },
                               { "opaque-source", opaque, NULL },
                               { "takeover-signals", takeover, NULL } };

  ranking_case_put (a_case, "a", as_of, checks, 3, NULL);
}

static void
assert_why (const int before[3], const int after[3], const char *wanted)
{
  g_autoptr (RankingCase) a_case = ranking_case_new (THREE);
  g_autoptr (HmRanking) ranking = NULL;

  why_put (a_case, NOW - 9 * DAY, before[0], before[1], before[2]);
  why_put (a_case, NOW, after[0], after[1], after[2]);
  ranking = ranking_make (a_case, &(HmRankingWish){ .by = "name", .since = NOW - 7 * DAY });
  g_assert_cmpstr (hm_ranking_row (ranking, 0)->why, ==, wanted);
}

/* Takeover-Signals is critical, Opaque-Source high, Security-Policy medium. */
static void
test_why_now_weighs (void)
{
  /* As with xz. */
  assert_why ((int[]){ 20, 80, 100 }, (int[]){ 10, 60, 100 },
              "Takeover-signals fell from 2.0 to 1.0");
  /* A tenth is no fall, and the gravest weakness is none of the lowest score. */
  assert_why ((int[]){ 30, 100, 10 }, (int[]){ 29, 100, 0 },
              "Security-policy fell from 1.0 to 0.0; Takeover-signals 2.9");
  assert_why ((int[]){ 30, 97, 4 }, (int[]){ 26, 93, 0 }, "Takeover-signals 2.6");
  assert_why ((int[]){ 100, 90, 95 }, (int[]){ 95, 90, 90 },
              "Takeover-signals fell from 10 to 9.5");
  /* What fell a little is news beside what was bad all along. */
  assert_why ((int[]){ 0, 90, 100 }, (int[]){ 0, 85, 100 },
              "Opaque-source fell from 9.0 to 8.5; Takeover-signals 0.0");
}

/* The row's own place is not told twice. */
static void
test_why_of_a_failure (void)
{
  g_autoptr (RankingCase) a_case = ranking_case_new (THREE);
  g_autoptr (HmRanking) ranking = NULL;

  ranking_case_fail (a_case, "a", NOW, "https://github.com/o/a: host is down");
  ranking_case_fail (a_case, "b", NOW, "https://github.com/o/a: host is down");
  ranking = ranking_make (a_case, &(HmRankingWish){ .by = "name" });
  g_assert_cmpstr (hm_ranking_row (ranking, 0)->why, ==, "scan failed: host is down");
  g_assert_cmpstr (hm_ranking_row (ranking, 1)->why, ==,
                   "scan failed: https://github.com/o/a: host is down");
}

static void
test_why_now (void)
{
  g_autoptr (RankingCase) a_case = ranking_case_new (THREE);
  const CaseCheck checks[] = { { "x", -1, NULL }, { "y", 30, NULL }, { "z", 30, NULL } };
  const CaseCheck unknown = { "x", -1, NULL };
  g_autoptr (HmRanking) ranking = NULL;

  ranking_case_put (a_case, "a", NOW, checks, 3, NULL);
  ranking_case_put (a_case, "b", NOW - 31 * DAY, &unknown, 1, NULL);
  ranking_case_fail (a_case, "c", NOW, "host is down");
  ranking = ranking_make (a_case, &(HmRankingWish){ .by = "name" });
  g_assert_cmpstr (hm_ranking_row (ranking, 0)->why, ==, "Y 3.0");
  g_assert_cmpstr (hm_ranking_row (ranking, 1)->why, ==, "X unknown; stale");
  g_assert_cmpint (hm_ranking_row (ranking, 1)->score, ==, HM_NO_SCORE);
  g_assert_cmpint (hm_ranking_row (ranking, 1)->risk, ==, 100);
  g_assert_cmpstr (hm_ranking_row (ranking, 2)->why, ==, "scan failed: host is down");
  g_assert_cmpint (hm_ranking_row (ranking, 2)->risk, ==, HM_NO_SCORE);
}

#define AUTO \
  "repositories:\n" \
  "  - url: https://github.com/o/lib\n  - url: https://github.com/o/x\n" \
  "  - url: https://github.com/o/y\n  - url: https://github.com/o/z\n"

static void
lib_put (RankingCase *a_case, gint64 n_commits, gint64 n_active)
{
  const CaseCheck check = { "maintainers", 10, NULL };

  ranking_case_put (a_case, "lib", NOW, &check, 1,
                    ranking_case_activity (n_commits, n_active, "npm:lib", "npm:none"));
}

static void
test_dependents_and_nebraska (void)
{
  g_autoptr (RankingCase) a_case = ranking_case_new (AUTO);
  const CaseCheck check = { "maintainers", 90, NULL };
  /* The last one is in the store, but not of the portfolio. */
  const char *const needy[] = { "x", "y", "z", "stranger" };
  g_autoptr (HmRanking) ranking = NULL;
  g_autoptr (HmRanking) busy = NULL;
  const HmRankRow *row;

  for (gsize i = 0; i < G_N_ELEMENTS (needy); i++)
    ranking_case_put (a_case, needy[i], NOW, &check, 1,
                      ranking_case_activity (900, 9, "npm:app", "npm:lib"));
  lib_put (a_case, HM_NEBRASKA_COMMITS_MAX, 1);
  ranking = ranking_make (a_case, &(HmRankingWish){ 0 });
  row = hm_ranking_row (ranking, 0);
  g_assert_cmpstr (row->key, ==, "github.com/o/lib");
  g_assert_cmpint (row->n_dependents, ==, 3);
  g_assert_true (row->criticality.parts[HM_CRITICALITY_DEPENDENTS].is_known);
  g_assert_cmpfloat (row->criticality.parts[HM_CRITICALITY_DEPENDENTS].value, ==, 3);
  g_assert_true (row->is_nebraska);
  g_assert_cmpstr (row->nebraska, ==,
                   "needed by 3 of the portfolio, one active maintainer, 51 commits in a year");
  g_assert_cmpstr (row->why, ==, "Nebraska; Maintainers 1.0");
  g_assert_false (hm_ranking_row (ranking, 1)->is_nebraska);
  /* One commit more, or one maintainer, and it is none. */
  lib_put (a_case, HM_NEBRASKA_COMMITS_MAX + 1, 1);
  busy = ranking_make (a_case, &(HmRankingWish){ 0 });
  g_assert_false (hm_ranking_row (busy, 0)->is_nebraska);
}

/*
 * What came later is no part of how it was: reports, criticality, dependents and failures of a time are those of
 * then or before.
 */
static void
test_as_of_the_past (void)
{
  g_autoptr (RankingCase) a_case = ranking_case_new (AUTO);
  const CaseCheck check = { "maintainers", 90, NULL };
  const HmRankingWish wish = { .by = "name" };
  g_autoptr (HmRanking) then = NULL;
  g_autoptr (HmRanking) now = NULL;
  g_autoptr (GError) error = NULL;
  const HmRankRow *row;

  ranking_case_put (a_case, "lib", NOW - 9 * DAY, &check, 1,
                    ranking_case_activity (7, 1, "npm:lib", "npm:none"));
  lib_put (a_case, 900, 9);
  /* A clock that was ahead. */
  ranking_case_put (a_case, "lib", NOW + 9000 * DAY, &check, 1,
                    ranking_case_activity (0, 0, "npm:other", "npm:none"));
  ranking_case_put (a_case, "x", NOW, &check, 1, ranking_case_activity (1, 1, "npm:x", "npm:lib"));
  ranking_case_fail (a_case, "y", NOW - 1, "gone");
  then = hm_ranking_make (a_case->portfolio, a_case->store, NOW - 2, &wish, &error);
  g_assert_no_error (error);
  row = hm_ranking_row (then, 0);
  g_assert_cmpint (row->as_of, ==, NOW - 9 * DAY);
  g_assert_cmpint (row->n_commits, ==, 7);
  g_assert_cmpint (row->n_dependents, ==, 0);
  g_assert_false (hm_ranking_row (then, 1)->has_report);
  g_assert_cmpint (hm_ranking_row (then, 2)->failed_at, ==, 0);
  g_assert_cmpstr (hm_ranking_row (then, 2)->why, ==, "never scanned");
  now = ranking_make (a_case, &wish);
  row = hm_ranking_row (now, 0);
  g_assert_cmpint (row->n_commits, ==, 900);
  g_assert_cmpint (row->n_dependents, ==, 1);
  g_assert_cmpint (hm_ranking_row (now, 2)->failed_at, ==, NOW - 1);
}

/* By the file y needs lib, by its manifest too; z by the file alone; x by its manifest alone. */
static void
test_dependents_by_the_file (void)
{
  g_autoptr (RankingCase) a_case =
      ranking_case_new ("repositories:\n"
                        "  - url: https://github.com/o/lib\n    needs: [o/none]\n"
                        "  - url: https://github.com/o/x\n"
                        "  - {url: 'https://github.com/o/y', needs: [o/lib], group: g}\n"
                        "  - {url: 'https://github.com/o/z', needs: [o/lib, o/y]}\n"
                        "  - url: https://github.com/o/none\n"
                        "groups: [{name: g}]\n");
  const CaseCheck check = { "maintainers", 90, NULL };
  const char *const needy[] = { "x", "y" };
  const int wanted[] = { 3, 1, 0, 1, -1 };
  g_autoptr (HmRanking) ranking = NULL;
  g_autoptr (HmRanking) narrow = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (needy); i++)
    ranking_case_put (a_case, needy[i], NOW, &check, 1,
                      ranking_case_activity (900, 9, "npm:app", "npm:lib"));
  lib_put (a_case, 9, 1);
  ranking = ranking_make (a_case, &(HmRankingWish){ .by = "name" });
  /* lib, none, x, y, z; z was never counted, and nobody needs it. */
  for (guint i = 0; i < ranking->rows->len; i++)
    g_assert_cmpint (hm_ranking_row (ranking, i)->n_dependents, ==, wanted[i]);
  g_assert_cmpfloat (
      hm_ranking_row (ranking, 0)->criticality.parts[HM_CRITICALITY_DEPENDENTS].value, ==, 3);
  /* Who is not shown needs it all the same. */
  narrow = ranking_make (a_case, &(HmRankingWish){ .group = "g" });
  g_assert_cmpint (hm_ranking_row (narrow, 0)->n_dependents, ==, 1);
}

static void
test_mean (void)
{
  g_autoptr (RankingCase) a_case = ranking_case_new (THREE);
  g_autoptr (HmRanking) ranking = NULL;
  HmRankMean mean;

  ranking_case_score (a_case, "a", NOW, 40);
  ranking_case_score (a_case, "b", NOW, 70);
  ranking = ranking_make (a_case, &(HmRankingWish){ 0 });
  mean = hm_ranking_mean (ranking, NULL);
  /* (0.5 x 4 + 1 x 7) / 1.5; c, 0.5 of 2, is not known at all. */
  g_assert_cmpint (mean.score, ==, 60);
  g_assert_cmpint (mean.coverage_percent, ==, 75);
  g_assert_cmpuint (mean.n_repositories, ==, 3);
  g_assert_cmpuint (mean.n_scored, ==, 2);
  mean = hm_ranking_mean (ranking, "web");
  g_assert_cmpint (mean.score, ==, HM_NO_SCORE);
  g_assert_cmpint (mean.coverage_percent, ==, 0);
}

static void
test_story (void)
{
  g_autoptr (RankingCase) a_case = ranking_case_new (THREE);
  const CaseCheck old[] = { { "gone", 10, NULL }, { "maintainers", 20, NULL } };
  const CaseCheck new[] = { { "maintainers", 30, "alone" }, { "new", -1, NULL } };
  g_autoptr (HmRepositoryStory) story = NULL;
  g_autoptr (HmRanking) ranking = NULL;
  g_autoptr (GError) error = NULL;
  const HmStoryPoint *point;

  ranking_case_put (a_case, "a", NOW - 7 * DAY, old, 2, NULL);
  ranking_case_put (a_case, "a", NOW, new, 2, NULL);
  ranking = ranking_make (a_case, &(HmRankingWish){ .by = "name" });
  story = hm_ranking_story (a_case->store, hm_ranking_row (ranking, 0), 0, NOW, TRUE, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (story->points->len, ==, 2);
  g_assert_cmpuint (story->checks->len, ==, 3);
  g_assert_cmpstr (((HmRankCheck *) g_ptr_array_index (story->checks, 2))->id, ==, "gone");
  point = g_ptr_array_index (story->points, 0);
  g_assert_cmpint (point->check_scores[0], ==, 20);
  g_assert_cmpint (point->check_scores[1], ==, HM_NO_SCORE);
  g_assert_cmpint (point->check_scores[2], ==, 10);
  g_assert_cmpuint (story->report->results->len, ==, 2);
}

/* Another process that stores a report whenever this one asks for one, up to so many. */
typedef struct {
  RankingCase other;
  guint n_left;
} Meanwhile;

static int
meanwhile_put (unsigned what, gpointer data, gpointer statement, gpointer words)
{
  Meanwhile *meanwhile = data;
  g_autofree char *old = g_strdup_printf ("old-%u", meanwhile->n_left);
  g_autofree char *new = g_strdup_printf ("new-%u", meanwhile->n_left);
  const CaseCheck checks[] = { { old, 10, NULL }, { new, 20, NULL } };

  (void) what;
  (void) statement;
  if (meanwhile->n_left == 0 || strstr (words, "FROM report WHERE") == NULL)
    return 0;
  ranking_case_put (&meanwhile->other, "a", NOW - meanwhile->n_left, checks, 2,
                    ranking_case_activity (meanwhile->n_left, 9, "npm:a", "npm:none"));
  meanwhile->n_left--;
  return 0;
}

static void
meanwhile_begin (Meanwhile *meanwhile, const RankingCase *a_case)
{
  g_autoptr (GError) error = NULL;

  meanwhile->other.store = hm_store_open (a_case->file, HM_STORE_WRITE, &error);
  g_assert_no_error (error);
  meanwhile->n_left = 30;
  sqlite3_trace_v2 (a_case->store->db, SQLITE_TRACE_STMT, meanwhile_put, meanwhile);
}

static void
meanwhile_end (Meanwhile *meanwhile, const RankingCase *a_case)
{
  g_assert_cmpuint (meanwhile->n_left, <, 30);
  sqlite3_trace_v2 (a_case->store->db, 0, NULL, NULL);
  hm_store_free (meanwhile->other.store);
}

/*
 * All that is told at once is of one state, whatever is stored meanwhile; no point of a story lacks a check that
 * others have.
 */
static void
test_stored_meanwhile (void)
{
  g_autoptr (RankingCase) a_case = ranking_case_new (THREE);
  const HmRankingWish wish = { .by = "name" };
  const CaseCheck check = { "maintainers", 50, NULL };
  g_autoptr (HmRanking) ranking = NULL;
  g_autoptr (HmRepositoryStory) story = NULL;
  g_autoptr (GError) error = NULL;
  Meanwhile meanwhile = { 0 };
  const HmRankRow *row;

  ranking_case_put (a_case, "a", NOW - 100, &check, 1,
                    ranking_case_activity (100, 9, "npm:a", "npm:none"));
  meanwhile_begin (&meanwhile, a_case);
  ranking = ranking_make (a_case, &wish);
  meanwhile_end (&meanwhile, a_case);
  row = hm_ranking_row (ranking, 0);
  g_assert_cmpint (row->as_of, ==, NOW - row->n_commits);
  meanwhile_begin (&meanwhile, a_case);
  story = hm_ranking_story (a_case->store, row, 0, NOW, TRUE, &error);
  g_assert_no_error (error);
  meanwhile_end (&meanwhile, a_case);
  for (guint i = 0; i < story->points->len; i++) {
    const HmStoryPoint *point = g_ptr_array_index (story->points, i);
    guint n_known = 0;

    for (guint k = 0; k < story->checks->len; k++)
      n_known += point->check_scores[k] >= 0 ? 1 : 0;
    g_assert_cmpuint (n_known, >=, 1);
  }
  g_assert_cmpint (
      story->report->as_of, ==,
      ((HmStoryPoint *) g_ptr_array_index (story->points, story->points->len - 1))->as_of);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ranking/order", test_order);
  g_test_add_func ("/ranking/filters", test_filters);
  g_test_add_func ("/ranking/no-such-order", test_no_such_order);
  g_test_add_func ("/ranking/change", test_change);
  g_test_add_func ("/ranking/change-of-what-nobody-looked-at",
                   test_change_of_what_nobody_looked_at);
  g_test_add_func ("/ranking/order-within-a-tenth", test_order_within_a_tenth);
  g_test_add_func ("/ranking/others", test_others);
  g_test_add_func ("/ranking/why-now", test_why_now);
  g_test_add_func ("/ranking/why-now-weighs", test_why_now_weighs);
  g_test_add_func ("/ranking/why-of-a-failure", test_why_of_a_failure);
  g_test_add_func ("/ranking/dependents-and-nebraska", test_dependents_and_nebraska);
  g_test_add_func ("/ranking/as-of-the-past", test_as_of_the_past);
  g_test_add_func ("/ranking/dependents-by-the-file", test_dependents_by_the_file);
  g_test_add_func ("/ranking/mean", test_mean);
  g_test_add_func ("/ranking/story", test_story);
  g_test_add_func ("/ranking/stored-meanwhile", test_stored_meanwhile);
  return g_test_run ();
}
