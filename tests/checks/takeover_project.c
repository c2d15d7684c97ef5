/* SPDX-License-Identifier: Apache-2.0 */
/* Takeover-Signals, by the shape of a project's work: who leads, releases, builds and brings test files. */
#include "judged.h"
#include "takeover_case.h"

#include "checks/list.h"

#define SHARE "newcomer-share"
#define LEAD "new-lead"
#define ABRUPT "abrupt-hand-over"
#define KEY "release-key"
#define BUILD "unwitnessed-build-edits"
#define OPAQUE "opaque-fixtures"
#define REWRITTEN "rewritten-fixtures"
#define CONTACTS "contacts"
#define COMBINED "combined-transitions"

#define OLD_KEY "AAAABBBBCCCCDDDD11112222EEEEFFFF00001111"
#define OLD_KEY_ID "EEEEFFFF00001111"
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

static void
test_calm (void)
{
  g_auto (Story) self;
  g_autoptr (HmResult) result = NULL;

  story_init (&self);
  result = story_judge (&self);
  assert_triple (result, 100, 100, 100);
  g_assert_cmpstr (result->reason, ==, "no sign of a takeover");
  for (guint i = 0; i < result->findings->items->len; i++) {
    const HmFinding *finding = g_ptr_array_index (result->findings->items, i);

    g_assert_cmpint (finding->outcome, !=, HM_UNKNOWN);
  }
}

/* A quarter of the half year's work. */
static void
test_share (void)
{
  static const struct {
    guint n;
    guint n_others;
    HmOutcome want;
  } cases[] = {
    { 11, 0, HM_FAIL },
    { 10, 0, HM_PASS },
    { 11, 2, HM_PASS },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_auto (Story) self;
    g_autoptr (HmResult) result = NULL;

    /* Thirty of the half year, and two of the project's slow pace. */
    story_init (&self);
    story_commits (&self, cases[i].n_others, 70, ADA);
    newcomer_works (&self, cases[i].n);
    result = story_judge (&self);
    assert_outcome (result, SHARE, cases[i].want);
    assert_outcome (result, LEAD, HM_PASS);
    assert_triple (result, cases[i].want == HM_FAIL ? 80 : 100, cases[i].want == HM_FAIL ? 80 : 100,
                   cases[i].want == HM_FAIL ? 80 : 100);
  }
}

/* Of a project that does little, ten commits are needed to say anything. */
static void
test_share_of_little (void)
{
  for (guint n = 9; n <= 10; n++) {
    g_auto (Story) self;
    g_autoptr (HmResult) result = NULL;

    story_init_aged (&self, 10, 100);
    story_commits (&self, n, 95, NEW);
    result = story_judge (&self);
    assert_outcome (result, SHARE, n == 10 ? HM_FAIL : HM_PASS);
  }
}

/* Whoever only commits what others write has the power all the same. */
static void
test_share_of_committing (void)
{
  g_auto (Story) self;
  g_autoptr (HmResult) result = NULL;

  story_init (&self);
  for (guint i = 0; i < 12; i++)
    story_commit (&self, 60, ADA)->committer = NEW;
  result = story_judge (&self);
  assert_outcome (result, SHARE, HM_FAIL);
}

static void
test_lead (void)
{
  static const struct {
    guint n;
    guint n_ada;
    HmOutcome want;
  } cases[] = {
    { 26, 0, HM_FAIL },
    { 19, 0, HM_PASS },
    /* Ada does more than half of the share that she did. */
    { 60, 55, HM_PASS },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_auto (Story) self;
    g_autoptr (HmResult) result = NULL;

    story_init_aged (&self, 10, 200);
    story_commits (&self, 30, 400, ADA);
    story_commits (&self, 10, 100, BO);
    story_commits (&self, cases[i].n_ada, 90, ADA);
    newcomer_works (&self, cases[i].n);
    result = story_judge (&self);
    assert_outcome (result, LEAD, cases[i].want);
    if (cases[i].want == HM_FAIL) {
      g_assert_nonnull (strstr (result->reason, "a newcomer leads"));
      g_assert_null (strstr (result->reason, "Newt"));
      g_assert_nonnull (strstr (hm_findings_find (result->findings, LEAD)->message, "Newt"));
      g_assert_nonnull (
          strstr (hm_findings_find (result->findings, LEAD)->message, "honest projects"));
    }
  }
}

/* An older hand wrote the newcomer's address into MAINTAINERS: half of the cost. Their own hand doesn't count. */
static void
test_announced (void)
{
  static const guint32 announcers[] = { ADA, NEW, DRIFTER };

  for (gsize i = 0; i < G_N_ELEMENTS (announcers); i++) {
    g_auto (Story) self;
    g_autoptr (HmResult) result = NULL;

    story_init (&self);
    story_commit (&self, 80, announcers[i]);
    story_change (&self, "MAINTAINERS", HM_CHANGE_MODIFIED, HM_ROLE_MAINTAINERS);
    story_mark (&self, HM_MARK_ADDRESS_ADDED, "newt@three.example.org");
    newcomer_works (&self, 12);
    result = story_judge (&self);
    assert_outcome (result, SHARE, announcers[i] == ADA ? HM_PASS : HM_FAIL);
    g_assert_cmpint (result->score, ==, announcers[i] == ADA ? 90 : 80);
  }
}

/* What older hands let in gave the newcomer no power of their own. */
static void
test_share_reviewed (void)
{
  for (guint n_reviewed = 11; n_reviewed <= 12; n_reviewed++) {
    g_auto (Story) self;
    g_autoptr (HmResult) result = NULL;

    story_init (&self);
    for (guint i = 0; i < 16; i++) {
      story_commit (&self, 60, NEW);
      if (i < n_reviewed)
        story_seconded (&self, ADA);
    }
    result = story_judge (&self);
    assert_outcome (result, SHARE, n_reviewed == 12 ? HM_PASS : HM_FAIL);
    g_assert_cmpint (result->score, ==, n_reviewed == 12 ? 90 : 80);
  }
}

static void
test_young_project (void)
{
  g_auto (Story) self;
  g_autoptr (HmResult) result = NULL;

  story_init_aged (&self, 2, 100);
  story_commits (&self, 100, 60, NEW);
  result = story_judge (&self);
  assert_outcome (result, SHARE, HM_NOT_APPLICABLE);
  assert_outcome (result, KEY, HM_NOT_APPLICABLE);
  assert_outcome (result, BUILD, HM_NOT_APPLICABLE);
  assert_outcome (result, OPAQUE, HM_NOT_APPLICABLE);
  assert_outcome (result, COMBINED, HM_NOT_APPLICABLE);
  assert_outcome (result, "secret-sent", HM_PASS);
}

/* The one who seems new may have been there before the cut. */
static void
test_share_behind_a_cut (void)
{
  g_auto (Story) self;
  g_autoptr (HmResult) result = NULL;

  story_init (&self);
  newcomer_works (&self, 20);
  self.facts.history.cut = "history is cut at 50 commits (shallow clone)";
  self.facts.history.cut_time = NOW - 2 * YEAR;
  result = story_judge (&self);
  assert_outcome (result, SHARE, HM_UNKNOWN);
  g_assert_cmpint (result->score, ==, 100);
  g_assert_cmpint (result->floor, <, 100);
}

static void
test_abrupt (void)
{
  static const struct {
    guint n;
    guint n_ada;
    HmOutcome want;
  } cases[] = {
    { 5, 3, HM_FAIL },
    { 4, 0, HM_PASS },
    { 5, 4, HM_PASS },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_auto (Story) self;
    g_autoptr (HmResult) result = NULL;

    story_init_aged (&self, 10, 300);
    story_commits (&self, cases[i].n_ada, 50, ADA);
    story_commits (&self, cases[i].n, 40, NEW);
    result = story_judge (&self);
    assert_outcome (result, ABRUPT, cases[i].want);
  }
}

static void
test_key_by_newcomer (void)
{
  static const struct {
    guint32 tagger;
    gint64 days;
    const char *old_key;
    const char *key;
    HmOutcome want;
  } cases[] = {
    { NEW, 30, OLD_KEY, NEW_KEY, HM_FAIL },
    /* Aged out. */
    { NEW, 366, OLD_KEY, NEW_KEY, HM_PASS },
    /* An older hand has a new key. */
    { BO, 30, OLD_KEY, NEW_KEY, HM_PASS },
    /* The first key of all. */
    { NEW, 30, NULL, NEW_KEY, HM_PASS },
    /* The same key, named in another way. */
    { NEW, 30, OLD_KEY_ID, "aaaabbbbccccdddd11112222eeeeffff00001111", HM_PASS },
    /* One unsigned release after one signed proves no habit. */
    { NEW, 30, OLD_KEY, NULL, HM_PASS },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_auto (Story) self;
    g_autoptr (HmResult) result = NULL;

    story_init_aged (&self, 10, 800);
    story_tag (&self, "v1.0", ADA, cases[i].old_key);
    story_commit (&self, MAX (cases[i].days, 100), NEW);
    story_commit (&self, cases[i].days, NEW);
    story_tag (&self, "v1.1", cases[i].tagger, cases[i].key);
    result = story_judge (&self);
    assert_outcome (result, KEY, cases[i].want);
  }
}

/* A key by a newcomer, on its own. */
static void
test_key_alone (void)
{
  g_auto (Story) self;
  g_autoptr (HmResult) result = NULL;
  const HmFinding *finding;

  story_init (&self);
  story_tag (&self, "v1.0", ADA, OLD_KEY);
  story_commit (&self, 30, NEW);
  story_tag (&self, "v1.1", NEW, NEW_KEY);
  result = story_judge (&self);
  assert_triple (result, 80, 80, 80);
  finding = hm_findings_find (result->findings, KEY);
  g_assert_cmpstr (evidence_at (finding, 0)->text, ==, "v1.1");
  g_assert_cmpstr (result->reason, ==, "power is moving: a newcomer makes the releases");
}

/* Releases are made on branches too. */
static void
test_key_on_a_branch (void)
{
  static const struct {
    gint64 days;
    const char *key;
    HmOutcome want;
  } cases[] = {
    { 30, NEW_KEY, HM_FAIL },
    { 366, NEW_KEY, HM_PASS },
    { 30, OLD_KEY, HM_PASS },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    const HmTag tag = { .name = "v1.0.1",
                        .commit = HM_NO_INDEX,
                        .time = NOW - cases[i].days * DAY,
                        .tagger = NEW,
                        .is_annotated = TRUE,
                        .is_release = TRUE,
                        .signature = { .kind = HM_SIGNATURE_OPENPGP, .key = cases[i].key } };
    g_auto (Story) self;
    g_autoptr (HmResult) result = NULL;

    story_init_aged (&self, 10, 800);
    story_tag (&self, "v1.0", ADA, OLD_KEY);
    story_commit (&self, 700, NEW);
    self.facts.history.branch_tags = &tag;
    self.facts.history.n_branch_tags = 1;
    result = story_judge (&self);
    assert_outcome (result, KEY, cases[i].want);
  }
}

static void
test_key_vouched (void)
{
  static const struct {
    guint32 adder;
    HmVerdict verdict;
    HmOutcome want;
  } cases[] = {
    { ADA, HM_VERDICT_UNCHECKED, HM_PASS },
    { NEW, HM_VERDICT_UNCHECKED, HM_FAIL },
    { NEW, HM_VERDICT_GOOD, HM_PASS },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_auto (Story) self;
    g_autoptr (HmResult) result = NULL;

    story_init (&self);
    story_tag (&self, "v1.0", ADA, OLD_KEY);
    story_commit (&self, 60, cases[i].adder);
    story_change (&self, "KEYS", HM_CHANGE_MODIFIED, HM_ROLE_KEYS);
    story_commit (&self, 30, NEW);
    story_tag (&self, "v1.1", NEW, NEW_KEY)->signature.verdict = cases[i].verdict;
    result = story_judge (&self);
    assert_outcome (result, KEY, cases[i].want);
    g_assert_cmpint (result->score, ==, cases[i].want == HM_PASS ? 90 : 80);
  }
}

static void
test_signing_given_up (void)
{
  for (guint n_signed = 2; n_signed <= 3; n_signed++) {
    g_auto (Story) self;
    g_autoptr (HmResult) result = NULL;

    story_init (&self);
    for (guint i = 0; i < n_signed; i++)
      story_tag (&self, "v1.0", ADA, OLD_KEY);
    story_commit (&self, 30, NEW);
    story_tag (&self, "v1.1", NEW, NULL);
    result = story_judge (&self);
    assert_outcome (result, KEY, n_signed == 3 ? HM_FAIL : HM_PASS);
  }
}

/* 20 edits, and a quarter of all. */
static void
test_build_edits (void)
{
  static const struct {
    guint n;
    guint n_others;
    HmTrace trace;
    HmOutcome want;
  } cases[] = {
    { 20, 60, HM_TRACE_NONE, HM_FAIL },
    { 19, 0, HM_TRACE_NONE, HM_PASS },
    { 20, 61, HM_TRACE_NONE, HM_PASS },
    /* Merged by their own author, for all that is seen. */
    { 20, 60, HM_TRACE_REQUEST, HM_UNKNOWN },
    { 19, 60, HM_TRACE_REQUEST, HM_PASS },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_auto (Story) self;
    g_autoptr (HmResult) result = NULL;

    story_init (&self);
    build_edits (&self, cases[i].n_others, ADA, HM_TRACE_NONE);
    build_edits (&self, cases[i].n, NEW, cases[i].trace);
    result = story_judge (&self);
    assert_outcome (result, BUILD, cases[i].want);
  }
}

/* The forge shows who approved: then it is known. */
static void
test_build_edits_approved (void)
{
  static const HmMergedChange approved = {
    .number = 7, .author = "newt", .merger = "newt", .is_known = TRUE, .n_approvals = 1
  };
  g_auto (Story) self;
  g_autoptr (HmResult) result = NULL;

  story_init (&self);
  for (guint i = 0; i < 20; i++) {
    story_commit (&self, 50, NEW)->trace = HM_TRACE_REQUEST;
    story_last (&self)->pull_request = 7;
    story_change (&self, "configure.ac", HM_CHANGE_MODIFIED, HM_ROLE_BUILD);
  }
  self.facts.forge.changes = &approved;
  self.facts.forge.n_changes = 1;
  result = story_judge (&self);
  assert_outcome (result, BUILD, HM_PASS);
}

/* 256 bytes of 97 % entropy below tests, by somebody new, that nobody else saw. */
static void
test_opaque (void)
{
  static const struct {
    guint32 author;
    guint64 size;
    guint16 entropy;
    guint32 roles;
    HmTrace trace;
    HmOutcome want;
  } cases[] = {
    { NEW, 256, 970, HM_ROLE_TEST, HM_TRACE_NONE, HM_FAIL },
    { NEW, 255, 970, HM_ROLE_TEST, HM_TRACE_NONE, HM_PASS },
    { NEW, 256, 969, HM_ROLE_TEST, HM_TRACE_NONE, HM_PASS },
    { NEW, 256, 970, HM_ROLE_DOC, HM_TRACE_NONE, HM_PASS },
    { ADA, 256, 970, HM_ROLE_TEST, HM_TRACE_NONE, HM_PASS },
    { NEW, 256, 970, HM_ROLE_TEST, HM_TRACE_SECOND, HM_PASS },
    { NEW, 256, 970, HM_ROLE_TEST, HM_TRACE_REQUEST, HM_UNKNOWN },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_auto (Story) self;
    g_autoptr (HmResult) result = NULL;
    HmFileChange *change;

    story_init (&self);
    story_commit (&self, 10, cases[i].author);
    change = story_fixture (&self, "tests/a.xz", HM_CHANGE_ADDED);
    change->size = cases[i].size;
    change->entropy = cases[i].entropy;
    change->roles = cases[i].roles;
    story_last (&self)->trace = (guint8) cases[i].trace;
    story_last (&self)->second = cases[i].trace == HM_TRACE_SECOND ? ADA : HM_NO_INDEX;
    result = story_judge (&self);
    assert_outcome (result, OPAQUE, cases[i].want);
    assert_outcome (result, REWRITTEN, HM_PASS);
    if (cases[i].want == HM_FAIL)
      assert_triple (result, 70, 70, 70);
  }
}

/* A test file that comes with its test. */
static void
test_opaque_with_its_test (void)
{
  g_auto (Story) self;
  g_autoptr (HmResult) result = NULL;

  story_init (&self);
  story_commit (&self, 10, NEW);
  story_fixture (&self, "tests/a.xz", HM_CHANGE_ADDED);
  story_last (&self)->n_files++;
  result = story_judge (&self);
  assert_outcome (result, OPAQUE, HM_PASS);
}

static void
test_rewritten (void)
{
  static const struct {
    HmChangeKind kind;
    guint n_other_files;
    guint32 author;
    HmOutcome want;
  } cases[] = {
    { HM_CHANGE_MODIFIED, 0, NEW, HM_FAIL }, { HM_CHANGE_MODIFIED, 1, NEW, HM_PASS },
    { HM_CHANGE_ADDED, 0, NEW, HM_PASS },    { HM_CHANGE_DELETED, 0, NEW, HM_PASS },
    { HM_CHANGE_MODIFIED, 0, BO, HM_PASS },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_auto (Story) self;
    g_autoptr (HmResult) result = NULL;

    story_init (&self);
    story_commit (&self, 10, cases[i].author);
    story_fixture (&self, "tests/a.xz", cases[i].kind)->entropy = 500;
    story_last (&self)->n_files += cases[i].n_other_files;
    result = story_judge (&self);
    assert_outcome (result, REWRITTEN, cases[i].want);
  }
}

static void
test_contacts (void)
{
  static const struct {
    const char *path;
    gboolean has_removed;
    gboolean is_seconded;
    int want_score;
  } cases[] = {
    { "SECURITY.md", TRUE, FALSE, 90 },   { "SECURITY.md", TRUE, TRUE, 95 },
    { "SECURITY.md", FALSE, FALSE, 100 }, { ".mailmap", TRUE, FALSE, 100 },
    { "doc/AUTHORS", TRUE, FALSE, 100 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_auto (Story) self;
    g_autoptr (HmResult) result = NULL;

    story_init (&self);
    story_commit (&self, 10, ADA);
    story_change (&self, cases[i].path, HM_CHANGE_MODIFIED, HM_ROLE_SECURITY);
    story_mark (&self, HM_MARK_ADDRESS_ADDED, "newt@three.example.org");
    if (cases[i].has_removed)
      story_mark (&self, HM_MARK_ADDRESS_REMOVED, "ada@one.example.org");
    if (cases[i].is_seconded)
      story_seconded (&self, BO);
    result = story_judge (&self);
    g_assert_cmpint (result->score, ==, cases[i].want_score);
    assert_outcome (result, CONTACTS, cases[i].want_score == 90 ? HM_FAIL : HM_PASS);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/takeover-signals/calm", test_calm);
  g_test_add_func ("/takeover-signals/share-of-a-newcomer", test_share);
  g_test_add_func ("/takeover-signals/share-of-little-work", test_share_of_little);
  g_test_add_func ("/takeover-signals/share-of-committing", test_share_of_committing);
  g_test_add_func ("/takeover-signals/newcomer-leads", test_lead);
  g_test_add_func ("/takeover-signals/newcomer-announced", test_announced);
  g_test_add_func ("/takeover-signals/newcomer-reviewed", test_share_reviewed);
  g_test_add_func ("/takeover-signals/young-project", test_young_project);
  g_test_add_func ("/takeover-signals/share-behind-a-cut", test_share_behind_a_cut);
  g_test_add_func ("/takeover-signals/abrupt-hand-over", test_abrupt);
  g_test_add_func ("/takeover-signals/key-by-newcomer", test_key_by_newcomer);
  g_test_add_func ("/takeover-signals/key-by-newcomer-alone", test_key_alone);
  g_test_add_func ("/takeover-signals/key-on-a-branch", test_key_on_a_branch);
  g_test_add_func ("/takeover-signals/key-vouched-for", test_key_vouched);
  g_test_add_func ("/takeover-signals/signing-given-up", test_signing_given_up);
  g_test_add_func ("/takeover-signals/build-edits", test_build_edits);
  g_test_add_func ("/takeover-signals/build-edits-approved", test_build_edits_approved);
  g_test_add_func ("/takeover-signals/opaque-fixtures", test_opaque);
  g_test_add_func ("/takeover-signals/opaque-fixture-with-its-test", test_opaque_with_its_test);
  g_test_add_func ("/takeover-signals/rewritten-fixtures", test_rewritten);
  g_test_add_func ("/takeover-signals/contacts", test_contacts);
  return g_test_run ();
}
