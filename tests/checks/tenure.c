/* SPDX-License-Identifier: Apache-2.0 */
#include "takeover_case.h"

#include "checks/tenure.h"

static HmTruth
is_newcomer (Story *self, guint32 person)
{
  g_autoptr (HmTenure) tenure = hm_tenure_new (&story_facts (self)->history, NOW);

  return hm_tenure_is_newcomer (tenure, person, NOW);
}

static HmTruth
is_stranger (Story *self, guint32 person)
{
  g_autoptr (HmTenure) tenure = hm_tenure_new (&story_facts (self)->history, NOW);

  return hm_tenure_is_stranger (tenure, person, NOW);
}

/* Of a project of twenty years, whoever's third commit is three years old is new no more. */
static void
test_three_years (void)
{
  static const struct {
    guint n;
    gint64 days;
    HmTruth want;
  } cases[] = {
    { 3, 3 * 365 + 1, HM_TRUTH_NO },
    { 3, 3 * 365, HM_TRUTH_YES },
    { 2, 9 * 365, HM_TRUTH_YES },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_auto (Story) self;

    story_init_aged (&self, 20, 10 * 365);
    story_commits (&self, cases[i].n, cases[i].days, NEW);
    story_commits (&self, 50, 1, NEW);
    g_assert_cmpint (is_newcomer (&self, NEW), ==, cases[i].want);
    g_assert_cmpint (is_newcomer (&self, ADA), ==, HM_TRUTH_NO);
  }
}

/* One who came twice, years ago, is known; one whose two commits are of one visit is not. */
static void
test_came_back (void)
{
  static const struct {
    gint64 first;
    gint64 again;
    HmTruth want;
  } cases[] = {
    { 6 * 365, 6 * 365 - 30, HM_TRUTH_NO },  { 6 * 365 - 1, 6 * 365 - 31, HM_TRUTH_YES },
    { 6 * 365, 6 * 365 - 29, HM_TRUTH_YES }, { 6 * 365, 3 * 365, HM_TRUTH_YES },
    { 6 * 365, 3 * 365 + 1, HM_TRUTH_NO },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_auto (Story) self;

    story_init_aged (&self, 20, 10 * 365);
    story_commit (&self, cases[i].first, NEW);
    story_commit (&self, cases[i].again, NEW);
    story_commits (&self, 50, 1, NEW);
    g_assert_cmpint (is_newcomer (&self, NEW), ==, cases[i].want);
  }
}

/* A quarter of four years is one. */
static void
test_quarter_of_age (void)
{
  g_auto (Story) self;
  g_auto (Story) older;

  story_init_aged (&self, 4, 500);
  story_commits (&self, 3, 364, NEW);
  g_assert_cmpint (is_newcomer (&self, NEW), ==, HM_TRUTH_YES);
  story_init_aged (&older, 4, 500);
  story_commits (&older, 3, 367, NEW);
  g_assert_cmpint (is_newcomer (&older, NEW), ==, HM_TRUTH_NO);
}

static void
test_nobody_new (void)
{
  g_auto (Story) self;

  story_init (&self);
  story_commits (&self, 5, 1, BOT);
  story_commits (&self, 5, 1, FORGE);
  g_assert_cmpint (is_newcomer (&self, BOT), ==, HM_TRUTH_NO);
  g_assert_cmpint (is_newcomer (&self, FORGE), ==, HM_TRUTH_NO);
  /* Who never did anything has done nothing before. */
  g_assert_cmpint (is_newcomer (&self, DRIFTER), ==, HM_TRUTH_YES);
}

/* Whoever began a young project is no newcomer to it. */
static void
test_founder (void)
{
  g_auto (Story) self;

  story_init_aged (&self, 0, 0);
  story_commits (&self, 2, 30, NEW);
  story_commits (&self, 2, 1, DRIFTER);
  g_assert_cmpint (is_newcomer (&self, NEW), ==, HM_TRUTH_NO);
  g_assert_cmpint (is_newcomer (&self, DRIFTER), ==, HM_TRUTH_YES);
  g_assert_cmpint (is_stranger (&self, NEW), ==, HM_TRUTH_NO);
}

/* Three commits dated back to the beginning, on top of today's work. */
static void
test_dated_back (void)
{
  g_auto (Story) self;

  story_init (&self);
  story_commits (&self, 3, 9 * 365, NEW);
  story_commits (&self, 3, 1, NEW);
  g_assert_cmpint (is_newcomer (&self, NEW), ==, HM_TRUTH_YES);
}

/* One who dates a single commit ahead makes no newcomers of those who follow. */
static void
test_dated_ahead (void)
{
  g_auto (Story) self;

  story_init_aged (&self, 20, 19 * 365);
  story_commits (&self, 1, -300, ADA);
  story_commits (&self, 4, 18 * 365, BO);
  story_commits (&self, 4, 17 * 365, NEW);
  g_assert_cmpint (is_newcomer (&self, NEW), ==, HM_TRUTH_NO);
}

static void
test_stranger (void)
{
  static const struct {
    guint n;
    gint64 days;
    HmTruth want;
  } cases[] = {
    { 10, 30, HM_TRUTH_YES }, { 11, 30, HM_TRUTH_NO }, { 3, 31, HM_TRUTH_NO },
    { 2, 31, HM_TRUTH_YES },  { 0, 0, HM_TRUTH_YES },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_auto (Story) self;

    story_init (&self);
    story_commits (&self, cases[i].n, cases[i].days, NEW);
    g_assert_cmpint (is_stranger (&self, NEW), ==, cases[i].want);
  }
}

/* Who may have been there before the cut is not known to be new; who was seen long enough is known not to be. */
static void
test_cut (void)
{
  g_auto (Story) self;

  story_init (&self);
  story_commits (&self, 5, 1, NEW);
  self.facts.history.cut = "shallow";
  self.facts.history.cut_time = NOW - YEAR;
  g_assert_cmpint (is_newcomer (&self, NEW), ==, HM_TRUTH_UNKNOWN);
  g_assert_cmpint (is_newcomer (&self, ADA), ==, HM_TRUTH_NO);
  self.facts.history.cut_time = NOW - 4 * YEAR;
  g_assert_cmpint (is_newcomer (&self, NEW), ==, HM_TRUTH_YES);
}

static void
test_not_joined (void)
{
  g_auto (Story) self;

  story_init (&self);
  story_commits (&self, 5, 1, NEW);
  self.facts.history.people_why = ".mailmap is too large";
  g_assert_cmpint (is_newcomer (&self, NEW), ==, HM_TRUTH_UNKNOWN);
  g_assert_cmpint (is_stranger (&self, NEW), ==, HM_TRUTH_UNKNOWN);
}

static void
test_nothing (void)
{
  const HmHistory history = { 0 };
  g_autoptr (HmTenure) tenure = hm_tenure_new (&history, NOW);

  g_assert_cmpint (hm_tenure_begin (tenure), ==, NOW);
  g_assert_cmpint (hm_tenure_age (tenure, NOW), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tenure/three-years", test_three_years);
  g_test_add_func ("/tenure/came-back", test_came_back);
  g_test_add_func ("/tenure/quarter-of-a-young-project", test_quarter_of_age);
  g_test_add_func ("/tenure/bots-are-not-new", test_nobody_new);
  g_test_add_func ("/tenure/founder-is-not-new", test_founder);
  g_test_add_func ("/tenure/dated-back", test_dated_back);
  g_test_add_func ("/tenure/dated-ahead", test_dated_ahead);
  g_test_add_func ("/tenure/stranger", test_stranger);
  g_test_add_func ("/tenure/history-cut", test_cut);
  g_test_add_func ("/tenure/people-not-joined", test_not_joined);
  g_test_add_func ("/tenure/no-history", test_nothing);
  return g_test_run ();
}
