/* SPDX-License-Identifier: Apache-2.0 */
#include "takeover_case.h"

#include "checks/witness.h"

/* The trace of the newest commit. */
static HmTrace
trace_of_newest (Story *self)
{
  const HmFacts *facts = story_facts (self);
  g_autoptr (HmTenure) tenure = hm_tenure_new (&facts->history, NOW);
  g_autoptr (HmWitness) witness = hm_witness_new (facts, tenure);

  return hm_witness_trace (witness, 0);
}

static void
test_as_git_says (void)
{
  static const HmTrace traces[] = { HM_TRACE_NONE, HM_TRACE_REQUEST, HM_TRACE_SECOND };

  for (gsize i = 0; i < G_N_ELEMENTS (traces); i++) {
    g_auto (Story) self;

    story_init (&self);
    story_commit (&self, 1, NEW)->trace = (guint8) traces[i];
    story_last (&self)->second = traces[i] == HM_TRACE_SECOND ? ADA : HM_NO_INDEX;
    g_assert_cmpint (trace_of_newest (&self), ==, traces[i]);
  }
}

/* Two who came together vouch for nobody. */
static void
test_newcomers_vouch_for_each_other (void)
{
  g_auto (Story) self;

  story_init (&self);
  story_commits (&self, 5, 20, DRIFTER);
  story_commit (&self, 1, NEW)->committer = DRIFTER;
  story_seconded (&self, DRIFTER);
  g_assert_cmpint (trace_of_newest (&self), ==, HM_TRACE_REQUEST);
}

/* Who is new vouches for nobody, be the author known for years: anybody types a committer. */
static void
test_newcomer_vouches_for_older_hand (void)
{
  g_auto (Story) self;

  story_init (&self);
  story_commits (&self, 5, 20, NEW);
  story_commit (&self, 1, ADA)->committer = NEW;
  story_seconded (&self, NEW);
  g_assert_cmpint (trace_of_newest (&self), ==, HM_TRACE_REQUEST);
}

/* A trailer that the author alone had in hands counts as much as the author, and the one named. */
static void
test_claims (void)
{
  static const struct {
    guint32 author;
    guint32 second;
    HmTrace want;
  } cases[] = {
    { ADA, BO, HM_TRACE_SECOND },
    { NEW, ADA, HM_TRACE_REQUEST },
    { ADA, NEW, HM_TRACE_REQUEST },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_auto (Story) self;

    story_init (&self);
    story_commits (&self, 5, 9 * 365, BO);
    story_commit (&self, 1, cases[i].author)->trace = HM_TRACE_CLAIMED;
    story_last (&self)->second = cases[i].second;
    g_assert_cmpint (trace_of_newest (&self), ==, cases[i].want);
  }
}

static void
test_forge (void)
{
  static const struct {
    HmMergedChange change;
    HmTrace want;
  } cases[] = {
    { { .number = 7, .author = "newt", .merger = "newt" }, HM_TRACE_REQUEST },
    { { .number = 7, .author = "newt", .merger = "NEWT" }, HM_TRACE_REQUEST },
    { { .number = 7, .author = "newt", .merger = "ada" }, HM_TRACE_SECOND },
    { { .number = 7, .author = "newt", .merger = "merge-queue[bot]" }, HM_TRACE_REQUEST },
    { { .number = 7, .author = "newt", .merger = "newt", .is_known = TRUE, .n_approvals = 1 },
      HM_TRACE_SECOND },
    { { .number = 7, .author = "newt", .merger = "newt", .n_approvals = 1 }, HM_TRACE_REQUEST },
    { { .number = 7, .author = "newt" }, HM_TRACE_REQUEST },
    { { .number = 7, .merger = "ada" }, HM_TRACE_REQUEST },
    { { .number = 8, .author = "newt", .merger = "ada" }, HM_TRACE_REQUEST },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_auto (Story) self;

    story_init (&self);
    story_commit (&self, 1, NEW)->trace = HM_TRACE_REQUEST;
    story_last (&self)->pull_request = 7;
    self.facts.forge.changes = &cases[i].change;
    self.facts.forge.n_changes = 1;
    g_assert_cmpint (trace_of_newest (&self), ==, cases[i].want);
  }
}

/* A number that no message names is nobody's. */
static void
test_no_number (void)
{
  const HmMergedChange change = { .number = 0, .author = "newt", .merger = "ada" };
  g_auto (Story) self;

  story_init (&self);
  story_commit (&self, 1, NEW)->trace = HM_TRACE_REQUEST;
  self.facts.forge.changes = &change;
  self.facts.forge.n_changes = 1;
  g_assert_cmpint (trace_of_newest (&self), ==, HM_TRACE_REQUEST);
}

static void
test_actor (void)
{
  static const struct {
    guint32 author;
    guint32 committer;
    guint32 want;
  } cases[] = {
    { NEW, NEW, NEW }, { NEW, ADA, NEW },   { NEW, FORGE, NEW },
    { BOT, ADA, ADA }, { BOT, FORGE, BOT }, { FORGE, ADA, ADA },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_auto (Story) self;

    story_init (&self);
    story_commit (&self, 1, cases[i].author)->committer = cases[i].committer;
    g_assert_cmpuint (hm_witness_actor (&story_facts (&self)->history, 0), ==, cases[i].want);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/witness/as-git-says", test_as_git_says);
  g_test_add_func ("/witness/newcomers-vouch-for-each-other", test_newcomers_vouch_for_each_other);
  g_test_add_func ("/witness/newcomer-vouches-for-older-hand",
                   test_newcomer_vouches_for_older_hand);
  g_test_add_func ("/witness/claims", test_claims);
  g_test_add_func ("/witness/forge-shows-who-approved-or-merged", test_forge);
  g_test_add_func ("/witness/request-without-a-number", test_no_number);
  g_test_add_func ("/witness/who-answers", test_actor);
  return g_test_run ();
}
