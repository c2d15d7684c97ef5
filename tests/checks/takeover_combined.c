/* SPDX-License-Identifier: Apache-2.0 */
/* Takeover-Signals, by what the rules about one project come to together. */
#include "judged.h"
#include "takeover_case.h"

#include "checks/list.h"

#define SHARE "newcomer-share"
#define KEY "release-key"
#define BUILD "unwitnessed-build-edits"
#define COMBINED "combined-transitions"

#define OLD_KEY "AAAABBBBCCCCDDDD11112222EEEEFFFF00001111"
#define NEW_KEY "4444555566667777888899990000111122224444"

static HmResult *
story_judge (Story *self)
{
  return judge (&hm_check_takeover_signals, story_facts (self));
}

/* @n commits of the last half year by somebody new. */
static void
newcomer_works (Story *self, guint n)
{
  story_commits (self, n, 60, NEW);
}

static void
build_edits (Story *self, guint n, guint32 author, HmTrace trace)
{
  for (guint i = 0; i < n; i++) {
    story_commit (self, 50, author)->trace = (guint8) trace;
    story_change (self, "configure.ac", HM_CHANGE_MODIFIED, HM_ROLE_BUILD);
  }
}

/* Share, key and build edits by one newcomer. */
static void
story_take_over (Story *self)
{
  story_init (self);
  story_tag (self, "v1.0", ADA, OLD_KEY);
  build_edits (self, 20, NEW, HM_TRACE_NONE);
  story_tag (self, "v1.1", NEW, NEW_KEY);
}

static void
assert_said (const HmResult *result, const char *begin)
{
  const char *message = hm_findings_find (result->findings, COMBINED)->message;

  if (!g_str_has_prefix (message, begin))
    g_error ("'%s' does not begin with '%s'", message, begin);
}

/* That the combination cites at @index what @probe cites at @of. */
static void
assert_cited (const HmResult *result, guint index, HmEvidenceKind kind, const char *probe, guint of)
{
  const HmFinding *combined = hm_findings_find (result->findings, COMBINED);
  const HmFinding *rule = hm_findings_find (result->findings, probe);
  const HmEvidence *evidence = &g_array_index (combined->evidence, HmEvidence, index);
  const HmEvidence *expected = &g_array_index (rule->evidence, HmEvidence, of);

  g_assert_cmpint (evidence->kind, ==, kind);
  g_assert_true (memcmp (&evidence->oid, &expected->oid, sizeof evidence->oid) == 0);
  g_assert_cmpstr (evidence->text, ==, expected->text);
}

static void
test_three_together (void)
{
  g_auto (Story) self;
  g_autoptr (HmResult) result = NULL;

  story_take_over (&self);
  result = story_judge (&self);
  assert_outcome (result, SHARE, HM_FAIL);
  assert_outcome (result, KEY, HM_FAIL);
  assert_outcome (result, BUILD, HM_FAIL);
  assert_outcome (result, COMBINED, HM_FAIL);
  assert_said (result,
               "a newcomer's share of the work, a newcomer's releases and build edits that nobody "
               "else saw come together in one hand; ");
  assert_cited (result, 0, HM_EVIDENCE_COMMIT, SHARE, 0);
  assert_cited (result, 1, HM_EVIDENCE_TAG, KEY, 0);
  /* The first that the build edits cite is the newest of the share too, and stands once. */
  assert_cited (result, 2, HM_EVIDENCE_COMMIT, BUILD, 1);
  g_assert_cmpuint (hm_findings_find (result->findings, COMBINED)->evidence->len, ==, 5);
  assert_triple (result, 20, 20, 20);
  g_assert_true (g_str_has_prefix (result->reason, "to be settled: "));
}

/* That an older hand announced them does not make up for edits that nobody saw; that one vouched for the key does. */
static void
test_three_together_settled (void)
{
  for (guint is_vouched = 0; is_vouched <= 1; is_vouched++) {
    g_auto (Story) self;
    g_autoptr (HmResult) result = NULL;

    story_init (&self);
    story_tag (&self, "v1.0", ADA, OLD_KEY);
    story_commit (&self, 80, ADA);
    story_change (&self, "AUTHORS", HM_CHANGE_MODIFIED, HM_ROLE_MAINTAINERS);
    story_mark (&self, HM_MARK_ADDRESS_ADDED, "newt@three.example.org");
    if (is_vouched != 0)
      story_change (&self, "KEYS", HM_CHANGE_MODIFIED, HM_ROLE_KEYS);
    build_edits (&self, 20, NEW, HM_TRACE_NONE);
    story_tag (&self, "v1.1", NEW, NEW_KEY);
    result = story_judge (&self);
    assert_outcome (result, SHARE, HM_PASS);
    assert_outcome (result, COMBINED, is_vouched != 0 ? HM_PASS : HM_FAIL);
    g_assert_cmpint (result->score, >=, is_vouched != 0 ? 50 : 0);
    g_assert_cmpint (result->score, <=, is_vouched != 0 ? 80 : 20);
  }
}

static void
test_fixture_with_power (void)
{
  g_auto (Story) self;
  g_autoptr (HmResult) result = NULL;

  story_init (&self);
  newcomer_works (&self, 12);
  story_commit (&self, 5, NEW);
  story_fixture (&self, "tests/a.xz", HM_CHANGE_ADDED);
  result = story_judge (&self);
  assert_outcome (result, COMBINED, HM_FAIL);
  assert_said (result, "a newcomer's share of the work and opaque test files come together");
  g_assert_cmpint (result->score, ==, 20);
}

/* Three rules, but of two people: a team that grows. */
static void
test_three_of_two_people (void)
{
  g_auto (Story) self;
  g_autoptr (HmResult) result = NULL;

  story_init (&self);
  story_tag (&self, "v1.0", ADA, OLD_KEY);
  story_commits (&self, 5, 80, DRIFTER);
  build_edits (&self, 20, NEW, HM_TRACE_NONE);
  story_tag (&self, "v1.1", DRIFTER, NEW_KEY);
  result = story_judge (&self);
  assert_outcome (result, SHARE, HM_FAIL);
  assert_outcome (result, KEY, HM_FAIL);
  assert_outcome (result, BUILD, HM_FAIL);
  assert_outcome (result, COMBINED, HM_PASS);
}

/* Two rules of power, and whatever else is only a transition, never come below half. */
static void
test_two_are_no_alarm (void)
{
  g_auto (Story) self;
  g_autoptr (HmResult) result = NULL;

  story_init_aged (&self, 10, 200);
  story_tag (&self, "v1.0", ADA, OLD_KEY);
  story_commits (&self, 30, 400, ADA);
  story_commits (&self, 40, 60, NEW);
  story_tag (&self, "v1.1", NEW, NEW_KEY);
  story_commit (&self, 3, NEW);
  story_change (&self, "SECURITY.md", HM_CHANGE_MODIFIED, HM_ROLE_SECURITY);
  story_mark (&self, HM_MARK_ADDRESS_ADDED, "newt@three.example.org");
  story_mark (&self, HM_MARK_ADDRESS_REMOVED, "ada@one.example.org");
  result = story_judge (&self);
  assert_outcome (result, COMBINED, HM_PASS);
  g_assert_cmpint (result->score, >=, 50);
  g_assert_cmpint (result->score, <, 60);
}

/* What could not be seen might be the third. */
static void
test_combination_unknown (void)
{
  g_auto (Story) self;
  g_autoptr (HmResult) result = NULL;

  story_init (&self);
  story_tag (&self, "v1.0", ADA, OLD_KEY);
  build_edits (&self, 20, NEW, HM_TRACE_REQUEST);
  story_tag (&self, "v1.1", NEW, NEW_KEY);
  result = story_judge (&self);
  assert_outcome (result, BUILD, HM_UNKNOWN);
  assert_outcome (result, COMBINED, HM_UNKNOWN);
  assert_said (result, "with what could not be seen, a newcomer's share of the work, a newcomer's "
                       "releases and build edits that nobody else saw may come together");
  assert_triple (result, 20, 60, 60);
}

static void
test_no_history (void)
{
  const HmFacts facts = { .as_of = NOW };
  g_autoptr (HmResult) result = judge (&hm_check_takeover_signals, &facts);

  g_assert_cmpint (result->status, ==, HM_STATUS_UNKNOWN);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/takeover-signals/three-together", test_three_together);
  g_test_add_func ("/takeover-signals/three-of-two-people", test_three_of_two_people);
  g_test_add_func ("/takeover-signals/three-together-settled", test_three_together_settled);
  g_test_add_func ("/takeover-signals/fixture-by-newcomer-with-power", test_fixture_with_power);
  g_test_add_func ("/takeover-signals/two-are-no-alarm", test_two_are_no_alarm);
  g_test_add_func ("/takeover-signals/combination-unknown", test_combination_unknown);
  g_test_add_func ("/takeover-signals/no-history", test_no_history);
  return g_test_run ();
}
