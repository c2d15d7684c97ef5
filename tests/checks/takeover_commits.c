/* SPDX-License-Identifier: Apache-2.0 */
/* Takeover-Signals, by what single commits do: artefacts, strangers, and workflows that change in the wrong hands. */
#include "judged.h"
#include "takeover_case.h"

#include "checks/list.h"

#define WORKFLOW ".github/workflows/ci.yml"

static HmResult *
story_judge (Story *self)
{
  return judge (&hm_check_takeover_signals, story_facts (self));
}

/* A commit of yesterday that adds a mark to a file. */
static void
story_add_mark (Story *self, guint32 author, HmTrace trace, guint32 roles, HmMarkKind kind)
{
  story_commit (self, 1, author)->trace = (guint8) trace;
  story_last (self)->second = trace >= HM_TRACE_CLAIMED ? ADA : HM_NO_INDEX;
  story_change (self, "some/file", HM_CHANGE_MODIFIED, roles);
  story_mark (self, kind, "what");
}

/* What a mark by an older hand, a newcomer or a bot comes to, unwitnessed, as a pull request, and seconded. */
static void
test_marks (void)
{
  static const struct {
    const char *probe;
    HmMarkKind kind;
    guint32 roles;
    guint32 author;
    HmTrace trace;
    HmOutcome want;
  } cases[] = {
    { "secret-sent", HM_MARK_SECRET_SENT, HM_ROLE_WORKFLOW, ADA, HM_TRACE_NONE, HM_FAIL },
    { "secret-sent", HM_MARK_SECRET_SENT, HM_ROLE_WORKFLOW, BOT, HM_TRACE_NONE, HM_FAIL },
    { "secret-sent", HM_MARK_SECRET_SENT, HM_ROLE_WORKFLOW, ADA, HM_TRACE_REQUEST, HM_UNKNOWN },
    { "secret-sent", HM_MARK_SECRET_SENT, HM_ROLE_WORKFLOW, ADA, HM_TRACE_CLAIMED, HM_UNKNOWN },
    { "secret-sent", HM_MARK_SECRET_SENT, HM_ROLE_WORKFLOW, NEW, HM_TRACE_REQUEST, HM_FAIL },
    { "secret-sent", HM_MARK_SECRET_SENT, HM_ROLE_WORKFLOW, NEW, HM_TRACE_SECOND, HM_PASS },
    { "secret-sent", HM_MARK_SECRET_SENT, HM_ROLE_DOC, NEW, HM_TRACE_NONE, HM_PASS },
    { "secret-sent", HM_MARK_SECRET_SENT, HM_ROLE_SCRIPT | HM_ROLE_GENERATED, NEW, HM_TRACE_NONE,
      HM_FAIL },
    { "secret-sent", HM_MARK_SECRET_SENT, HM_ROLE_SCRIPT | HM_ROLE_GENERATED, ADA, HM_TRACE_NONE,
      HM_PASS },
    { "decoded-and-run", HM_MARK_DECODED_AND_RUN, HM_ROLE_BUILD | HM_ROLE_GENERATED, NEW,
      HM_TRACE_NONE, HM_FAIL },
    { "decoded-and-run", HM_MARK_DECODED_AND_RUN, HM_ROLE_BUILD | HM_ROLE_GENERATED, NEW,
      HM_TRACE_REQUEST, HM_UNKNOWN },
    { "decoded-and-run", HM_MARK_DECODED_AND_RUN, HM_ROLE_BUILD | HM_ROLE_GENERATED, NEW,
      HM_TRACE_SECOND, HM_PASS },
    { "decoded-and-run", HM_MARK_DECODED_AND_RUN, HM_ROLE_BUILD | HM_ROLE_GENERATED, BO,
      HM_TRACE_NONE, HM_PASS },
    { "decoded-and-run", HM_MARK_DECODED_AND_RUN, HM_ROLE_GENERATED | HM_ROLE_LOCKFILE, NEW,
      HM_TRACE_NONE, HM_PASS },
    { "decoded-and-run", HM_MARK_DECODED_AND_RUN, HM_ROLE_GENERATED | HM_ROLE_TEST, NEW,
      HM_TRACE_NONE, HM_PASS },
    { "decoded-and-run", HM_MARK_DECODED_AND_RUN, HM_ROLE_SOURCE, NEW, HM_TRACE_NONE, HM_FAIL },
    { "decoded-and-run", HM_MARK_DECODED_AND_RUN, HM_ROLE_WORKFLOW, ADA, HM_TRACE_NONE, HM_FAIL },
    { "decoded-and-run", HM_MARK_DECODED_AND_RUN, HM_ROLE_SOURCE | HM_ROLE_TEST, ADA, HM_TRACE_NONE,
      HM_PASS },
    { "decoded-and-run", HM_MARK_DECODED_AND_RUN, HM_ROLE_SOURCE, NEW, HM_TRACE_SECOND, HM_PASS },
    { "sabotaged-feature-test", HM_MARK_LONE_DOT, HM_ROLE_BUILD, ADA, HM_TRACE_SECOND, HM_FAIL },
    { "sabotaged-feature-test", HM_MARK_BROKEN_FEATURE_TEST, HM_ROLE_BUILD, NEW, HM_TRACE_NONE,
      HM_FAIL },
    { "sabotaged-feature-test", HM_MARK_BROKEN_FEATURE_TEST, HM_ROLE_BUILD, NEW, HM_TRACE_SECOND,
      HM_PASS },
    { "sabotaged-feature-test", HM_MARK_BROKEN_FEATURE_TEST, HM_ROLE_BUILD, ADA, HM_TRACE_NONE,
      HM_PASS },
    { "safe-to-unsafe", HM_MARK_SAFE_TO_UNSAFE, HM_ROLE_SOURCE, NEW, HM_TRACE_SECOND, HM_FAIL },
    { "safe-to-unsafe", HM_MARK_SAFE_TO_UNSAFE, HM_ROLE_SOURCE, ADA, HM_TRACE_NONE, HM_PASS },
    { "safe-to-unsafe", HM_MARK_SAFE_TO_UNSAFE, HM_ROLE_SOURCE | HM_ROLE_TEST, NEW, HM_TRACE_NONE,
      HM_PASS },
    { "hidden-code", HM_MARK_INVISIBLE, HM_ROLE_SCRIPT, ADA, HM_TRACE_NONE, HM_FAIL },
    { "hidden-code", HM_MARK_INVISIBLE, HM_ROLE_SCRIPT, ADA, HM_TRACE_SECOND, HM_PASS },
    { "hidden-code", HM_MARK_BIDI_CONTROL, HM_ROLE_SOURCE, NEW, HM_TRACE_NONE, HM_FAIL },
    { "hidden-code", HM_MARK_BIDI_CONTROL, HM_ROLE_SCRIPT, ADA, HM_TRACE_NONE, HM_PASS },
    { "hidden-code", HM_MARK_OFF_SCREEN, HM_ROLE_SOURCE, NEW, HM_TRACE_NONE, HM_FAIL },
    { "encoded-payload", HM_MARK_ENCODED_WALL, HM_ROLE_BUILD, NEW, HM_TRACE_NONE, HM_FAIL },
    { "encoded-payload", HM_MARK_ENCODED_ARCHIVE, HM_ROLE_SCRIPT, NEW, HM_TRACE_NONE, HM_FAIL },
    { "encoded-payload", HM_MARK_ENCODED_ARCHIVE, HM_ROLE_TEST, NEW, HM_TRACE_NONE, HM_PASS },
    { "encoded-payload", HM_MARK_ENCODED_WALL, HM_ROLE_BUILD, ADA, HM_TRACE_NONE, HM_PASS },
    { "newcomer-install-hook", HM_MARK_INSTALL_HOOK, HM_ROLE_MANIFEST, NEW, HM_TRACE_NONE,
      HM_FAIL },
    { "newcomer-install-hook", HM_MARK_INSTALL_HOOK, HM_ROLE_MANIFEST, NEW, HM_TRACE_REQUEST,
      HM_UNKNOWN },
    { "newcomer-install-hook", HM_MARK_INSTALL_HOOK, HM_ROLE_MANIFEST, ADA, HM_TRACE_NONE,
      HM_PASS },
    { "install-hooks", HM_MARK_INSTALL_HOOK, HM_ROLE_MANIFEST, ADA, HM_TRACE_NONE, HM_FAIL },
    { "install-hooks", HM_MARK_INSTALL_HOOK, HM_ROLE_TEST, ADA, HM_TRACE_NONE, HM_PASS },
    { "protection-removed", HM_MARK_PROTECTION_REMOVED, HM_ROLE_WORKFLOW, NEW, HM_TRACE_NONE,
      HM_FAIL },
    { "protection-removed", HM_MARK_PROTECTION_REMOVED, HM_ROLE_WORKFLOW, ADA, HM_TRACE_NONE,
      HM_PASS },
    { "hidden-input", HM_MARK_INPUT_HIDDEN, HM_ROLE_IGNORE, NEW, HM_TRACE_NONE, HM_FAIL },
    { "hidden-input", HM_MARK_INPUT_HIDDEN, HM_ROLE_IGNORE, ADA, HM_TRACE_NONE, HM_PASS },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_auto (Story) self;
    g_autoptr (HmResult) result = NULL;

    story_init (&self);
    story_add_mark (&self, cases[i].author, cases[i].trace, cases[i].roles, cases[i].kind);
    result = story_judge (&self);
    if (hm_findings_find (result->findings, cases[i].probe)->outcome != cases[i].want)
      g_error ("case %" G_GSIZE_FORMAT ": %s", i, cases[i].probe);
  }
}

static void
test_artefact_scores (void)
{
  g_auto (Story) self;
  g_autoptr (HmResult) result = NULL;
  const HmFinding *finding;

  story_init (&self);
  story_add_mark (&self, ADA, HM_TRACE_NONE, HM_ROLE_WORKFLOW, HM_MARK_SECRET_SENT);
  result = story_judge (&self);
  assert_triple (result, 20, 20, 20);
  finding = hm_findings_find (result->findings, "secret-sent");
  g_assert_cmpstr (
      finding->message, ==,
      "commits of the last 12 months that send a secret to a host: 1, lately in some/file (what); so it was in "
      "0 of 55 honest projects at some year's end");
  g_assert_cmpint (evidence_at (finding, 0)->kind, ==, HM_EVIDENCE_FILE);
  g_assert_cmpuint (evidence_at (finding, 0)->line, ==, 3);
  g_assert_cmpint (evidence_at (finding, 1)->kind, ==, HM_EVIDENCE_COMMIT);
  g_assert_cmpstr (result->reason, ==, "to be settled: a secret is sent to a host");
}

/* Three artefacts leave nothing. */
static void
test_artefacts_add_up (void)
{
  static const HmMarkKind kinds[] = { HM_MARK_SECRET_SENT, HM_MARK_DECODED_AND_RUN,
                                      HM_MARK_INVISIBLE };

  for (guint n = 1; n <= G_N_ELEMENTS (kinds); n++) {
    g_auto (Story) self;
    g_autoptr (HmResult) result = NULL;

    story_init (&self);
    for (guint i = 0; i < n; i++)
      story_add_mark (&self, ADA, HM_TRACE_NONE, HM_ROLE_WORKFLOW, kinds[i]);
    result = story_judge (&self);
    g_assert_cmpint (result->score, ==, 30 - 10 * (int) n);
  }
}

static void
test_year (void)
{
  static const struct {
    gint64 days;
    HmOutcome want;
  } cases[] = { { 364, HM_FAIL }, { 365, HM_PASS } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_auto (Story) self;
    g_autoptr (HmResult) result = NULL;

    story_init_aged (&self, 10, cases[i].days);
    story_commit (&self, cases[i].days, ADA);
    story_change (&self, WORKFLOW, HM_CHANGE_MODIFIED, HM_ROLE_WORKFLOW);
    story_mark (&self, HM_MARK_SECRET_SENT, "evil.example");
    result = story_judge (&self);
    assert_outcome (result, "secret-sent", cases[i].want);
  }
}

/* Taken back by an older hand; by the newcomer who brought it; changed, but not back. */
static void
test_taken_back (void)
{
  static const struct {
    guint32 by;
    gboolean is_restored;
    gboolean is_before;
    int want;
  } cases[] = {
    { ADA, TRUE, FALSE, 80 },
    { NEW, TRUE, FALSE, 20 },
    { ADA, FALSE, FALSE, 20 },
    { ADA, TRUE, TRUE, 20 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_auto (Story) self;
    g_autoptr (HmResult) result = NULL;
    const HmOid old = { { 42 } };

    story_init (&self);
    story_commit (&self, 60, ADA);
    story_commit (&self, 10, BO);
    story_change (&self, WORKFLOW, HM_CHANGE_MODIFIED, HM_ROLE_WORKFLOW)->before = old;
    story_mark (&self, HM_MARK_SECRET_SENT, "evil.example");
    if (cases[i].is_before)
      story_last (&self)->committer_time = NOW;
    story_commit (&self, 5, cases[i].by);
    if (cases[i].is_restored)
      story_change (&self, WORKFLOW, HM_CHANGE_MODIFIED, HM_ROLE_WORKFLOW)->after = old;
    else
      story_change (&self, WORKFLOW, HM_CHANGE_MODIFIED, HM_ROLE_WORKFLOW);
    if (cases[i].is_before)
      story_last (&self)->committer_time = NOW - DAY / 2;
    result = story_judge (&self);
    g_assert_cmpint (result->score, ==, cases[i].want);
  }
}

static void
test_new_file_removed (void)
{
  g_auto (Story) self;
  g_autoptr (HmResult) result = NULL;

  story_init (&self);
  story_commit (&self, 10, BO);
  story_change (&self, WORKFLOW, HM_CHANGE_ADDED, HM_ROLE_WORKFLOW);
  story_mark (&self, HM_MARK_SECRET_SENT, "evil.example");
  story_commit (&self, 5, BO);
  story_change (&self, WORKFLOW, HM_CHANGE_DELETED, HM_ROLE_WORKFLOW);
  result = story_judge (&self);
  assert_outcome (result, "secret-sent", HM_PASS);
  g_assert_nonnull (
      strstr (hm_findings_find (result->findings, "secret-sent")->message, "took it back"));
  assert_triple (result, 80, 80, 80);
}

/* What could not be looked at leaves each question open that was not answered by what could. */
static void
test_not_looked_at (void)
{
  g_auto (Story) self;
  g_autoptr (HmResult) result = NULL;

  story_init (&self);
  story_commit (&self, 3, ADA)->is_partial = 1;
  story_add_mark (&self, ADA, HM_TRACE_NONE, HM_ROLE_WORKFLOW, HM_MARK_SECRET_SENT);
  result = story_judge (&self);
  assert_outcome (result, "secret-sent", HM_FAIL);
  assert_outcome (result, "decoded-and-run", HM_UNKNOWN);
  assert_outcome (result, "woken-project", HM_UNKNOWN);
  g_assert_cmpint (result->floor, <, result->score);
}

static void
test_blind (void)
{
  g_auto (Story) self;
  g_autoptr (HmResult) result = NULL;

  story_init (&self);
  self.facts.history.changes_why = "objects are missing";
  result = story_judge (&self);
  assert_outcome (result, "decoded-and-run", HM_UNKNOWN);
  assert_outcome (result, "newcomer-share", HM_PASS);
  g_assert_cmpint (result->score, ==, 100);
  g_assert_cmpint (result->floor, ==, 0);
  g_assert_cmpint (result->ceiling, ==, 100);
}

static void
story_bring_dependency (Story *self, gint64 days, guint32 author, HmTrace trace, guint32 roles)
{
  story_commit (self, days, author)->trace = (guint8) trace;
  story_last (self)->second = trace >= HM_TRACE_CLAIMED ? ADA : HM_NO_INDEX;
  story_change (self, "package.json", HM_CHANGE_MODIFIED, roles);
  story_mark (self, HM_MARK_DEPENDENCY_ADDED, "flat-map");
}

static void
test_stranger_dependency (void)
{
  static const struct {
    guint n_before;
    gint64 since; /* days */
    HmTrace trace;
    guint32 roles;
    HmOutcome want;
  } cases[] = {
    { 0, 0, HM_TRACE_NONE, HM_ROLE_MANIFEST, HM_FAIL },
    { 10, 5, HM_TRACE_NONE, HM_ROLE_MANIFEST, HM_FAIL },
    { 11, 5, HM_TRACE_NONE, HM_ROLE_MANIFEST, HM_PASS },
    { 4, 40, HM_TRACE_NONE, HM_ROLE_MANIFEST, HM_PASS },
    { 0, 0, HM_TRACE_SECOND, HM_ROLE_MANIFEST, HM_PASS },
    { 0, 0, HM_TRACE_REQUEST, HM_ROLE_MANIFEST, HM_UNKNOWN },
    { 0, 0, HM_TRACE_CLAIMED, HM_ROLE_MANIFEST, HM_UNKNOWN },
    { 11, 5, HM_TRACE_REQUEST, HM_ROLE_MANIFEST, HM_PASS },
    { 0, 0, HM_TRACE_NONE, HM_ROLE_MANIFEST | HM_ROLE_TEST, HM_PASS },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_auto (Story) self;
    g_autoptr (HmResult) result = NULL;

    story_init (&self);
    story_commits (&self, cases[i].n_before, cases[i].since, DRIFTER);
    story_bring_dependency (&self, 1, DRIFTER, cases[i].trace, cases[i].roles);
    result = story_judge (&self);
    assert_outcome (result, "stranger-dependency", cases[i].want);
  }
}

/* In a project that slept, a pull request was read by nobody who is seen. */
static void
test_dependency_wakes_project (void)
{
  static const struct {
    gint64 quiet;
    guint n_before;
    HmOutcome want;
  } cases[] = {
    { 200, 0, HM_FAIL },
    { 200, 2, HM_FAIL },
    { 200, 3, HM_UNKNOWN },
    { 100, 0, HM_UNKNOWN },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_auto (Story) self;
    g_autoptr (HmResult) result = NULL;

    story_init_aged (&self, 10, cases[i].quiet);
    story_commits (&self, cases[i].n_before, 10, DRIFTER);
    story_bring_dependency (&self, 5, DRIFTER, HM_TRACE_REQUEST, HM_ROLE_MANIFEST);
    result = story_judge (&self);
    assert_outcome (result, "stranger-dependency", cases[i].want);
  }
}

static void
test_dependency_taken_back (void)
{
  static const guint32 hands[] = { ADA, DRIFTER };

  for (gsize i = 0; i < G_N_ELEMENTS (hands); i++) {
    g_auto (Story) self;
    g_autoptr (HmResult) result = NULL;
    const HmOid old = { { 42 } };

    story_init (&self);
    story_bring_dependency (&self, 9, DRIFTER, HM_TRACE_NONE, HM_ROLE_MANIFEST);
    g_array_index (self.changes, HmFileChange, 0).before = old;
    story_commit (&self, 2, hands[i]);
    story_change (&self, "package.json", HM_CHANGE_MODIFIED, HM_ROLE_MANIFEST)->after = old;
    result = story_judge (&self);
    assert_outcome (result, "stranger-dependency", hands[i] == ADA ? HM_PASS : HM_FAIL);
    g_assert_cmpint (result->score, ==, hands[i] == ADA ? 80 : 20);
  }
}

static void
test_dependency_of_maybe_stranger (void)
{
  g_auto (Story) self;
  g_autoptr (HmResult) result = NULL;

  story_init (&self);
  story_bring_dependency (&self, 1, DRIFTER, HM_TRACE_NONE, HM_ROLE_MANIFEST);
  self.facts.history.people_why = ".mailmap is too large";
  result = story_judge (&self);
  assert_outcome (result, "stranger-dependency", HM_UNKNOWN);
}

static void
test_young_project_takes_dependencies (void)
{
  g_auto (Story) self;
  g_autoptr (HmResult) result = NULL;

  story_init_aged (&self, 1, 50);
  story_bring_dependency (&self, 1, DRIFTER, HM_TRACE_NONE, HM_ROLE_MANIFEST);
  result = story_judge (&self);
  assert_outcome (result, "stranger-dependency", HM_PASS);
}

static void
test_woken (void)
{
  static const struct {
    gint64 quiet; /* days before the work that wakes the project */
    gint64 days;  /* when the workflow comes; 20 days ago somebody cleans up */
    guint32 author;
    HmChangeKind kind;
    HmTrace trace;
    HmOutcome want;
  } cases[] = {
    { 200, 20, ADA, HM_CHANGE_ADDED, HM_TRACE_NONE, HM_FAIL },
    { 200, 7, ADA, HM_CHANGE_ADDED, HM_TRACE_NONE, HM_FAIL },
    { 200, 5, ADA, HM_CHANGE_ADDED, HM_TRACE_NONE, HM_PASS },
    { 100, 20, ADA, HM_CHANGE_ADDED, HM_TRACE_NONE, HM_PASS },
    { 200, 20, ADA, HM_CHANGE_MODIFIED, HM_TRACE_NONE, HM_PASS },
    { 200, 20, DRIFTER, HM_CHANGE_MODIFIED, HM_TRACE_REQUEST, HM_FAIL },
    { 200, 20, ADA, HM_CHANGE_ADDED, HM_TRACE_SECOND, HM_PASS },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_auto (Story) self;
    g_autoptr (HmResult) result = NULL;

    story_init_aged (&self, 10, cases[i].quiet + 20);
    story_commit (&self, 20, BO);
    story_commit (&self, cases[i].days, cases[i].author)->trace = (guint8) cases[i].trace;
    story_last (&self)->second = cases[i].trace == HM_TRACE_SECOND ? BO : HM_NO_INDEX;
    story_change (&self, WORKFLOW, cases[i].kind, HM_ROLE_WORKFLOW);
    result = story_judge (&self);
    if (hm_findings_find (result->findings, "woken-project")->outcome != cases[i].want)
      g_error ("case %" G_GSIZE_FORMAT, i);
  }
}

/* Bots keep no project awake. */
static void
test_bots_while_asleep (void)
{
  g_auto (Story) self;
  g_autoptr (HmResult) result = NULL;

  story_init_aged (&self, 10, 200);
  for (gint64 days = 190; days > 5; days -= 10)
    story_commit (&self, days, BOT)->committer = FORGE;
  story_commit (&self, 2, ADA);
  story_change (&self, WORKFLOW, HM_CHANGE_ADDED, HM_ROLE_WORKFLOW);
  result = story_judge (&self);
  assert_outcome (result, "woken-project", HM_FAIL);
}

static void
test_stranger_workflow (void)
{
  static const struct {
    guint32 author;
    HmTrace trace;
    HmOutcome want;
  } cases[] = {
    { DRIFTER, HM_TRACE_NONE, HM_FAIL },   { DRIFTER, HM_TRACE_REQUEST, HM_PASS },
    { DRIFTER, HM_TRACE_SECOND, HM_PASS }, { ADA, HM_TRACE_NONE, HM_PASS },
    { BOT, HM_TRACE_NONE, HM_PASS },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_auto (Story) self;
    g_autoptr (HmResult) result = NULL;

    story_init (&self);
    story_commit (&self, 1, cases[i].author)->trace = (guint8) cases[i].trace;
    story_last (&self)->second = cases[i].trace == HM_TRACE_SECOND ? ADA : HM_NO_INDEX;
    story_change (&self, WORKFLOW, HM_CHANGE_MODIFIED, HM_ROLE_WORKFLOW);
    result = story_judge (&self);
    assert_outcome (result, "stranger-workflow", cases[i].want);
  }
}

/* All of the twenty before were signed. */
static void
test_lost_signature (void)
{
  static const struct {
    guint n_signed;
    HmSignatureKind kind;
    guint32 roles;
    HmOutcome want;
  } cases[] = {
    { 20, HM_SIGNATURE_NONE, HM_ROLE_WORKFLOW, HM_FAIL },
    { 19, HM_SIGNATURE_NONE, HM_ROLE_WORKFLOW, HM_PASS },
    { 20, HM_SIGNATURE_SSH, HM_ROLE_WORKFLOW, HM_PASS },
    { 20, HM_SIGNATURE_NONE, HM_ROLE_BUILD, HM_PASS },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_auto (Story) self;
    g_autoptr (HmResult) result = NULL;

    story_init (&self);
    for (guint n = 0; n < 20; n++)
      story_commit (&self, 20, ADA)->signature =
          n < cases[i].n_signed ? HM_SIGNATURE_OPENPGP : HM_SIGNATURE_NONE;
    story_commit (&self, 1, ADA)->signature = (guint8) cases[i].kind;
    story_change (&self, WORKFLOW, HM_CHANGE_MODIFIED, cases[i].roles);
    result = story_judge (&self);
    assert_outcome (result, "lost-signature", cases[i].want);
  }
}

/* What a merge does that none of its parents did is its own doing. */
static void
test_merge_brings_a_mark (void)
{
  g_auto (Story) self;
  g_autoptr (HmResult) result = NULL;

  story_init (&self);
  story_add_mark (&self, ADA, HM_TRACE_NONE, HM_ROLE_WORKFLOW, HM_MARK_DECODED_AND_RUN);
  story_last (&self)->n_parents = 2;
  result = story_judge (&self);
  assert_outcome (result, "decoded-and-run", HM_FAIL);
}

/* Thousands of commits with marks, all of one file: cited are a few. */
static void
test_many (void)
{
  g_auto (Story) self;
  g_autoptr (HmResult) result = NULL;

  story_init (&self);
  for (guint i = 0; i < 5000; i++)
    story_add_mark (&self, DRIFTER, HM_TRACE_NONE, HM_ROLE_WORKFLOW, HM_MARK_SECRET_SENT);
  result = story_judge (&self);
  assert_outcome (result, "secret-sent", HM_FAIL);
  g_assert_cmpuint (hm_findings_find (result->findings, "secret-sent")->evidence->len, ==, 20);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/takeover-signals/marks", test_marks);
  g_test_add_func ("/takeover-signals/artefact-scores-two", test_artefact_scores);
  g_test_add_func ("/takeover-signals/artefacts-add-up", test_artefacts_add_up);
  g_test_add_func ("/takeover-signals/artefact-of-last-year", test_year);
  g_test_add_func ("/takeover-signals/artefact-taken-back", test_taken_back);
  g_test_add_func ("/takeover-signals/artefact-removed", test_new_file_removed);
  g_test_add_func ("/takeover-signals/commit-not-looked-at", test_not_looked_at);
  g_test_add_func ("/takeover-signals/changes-not-known", test_blind);
  g_test_add_func ("/takeover-signals/stranger-brings-dependency", test_stranger_dependency);
  g_test_add_func ("/takeover-signals/dependency-wakes-project", test_dependency_wakes_project);
  g_test_add_func ("/takeover-signals/dependency-taken-back", test_dependency_taken_back);
  g_test_add_func ("/takeover-signals/dependency-by-maybe-a-stranger",
                   test_dependency_of_maybe_stranger);
  g_test_add_func ("/takeover-signals/dependency-of-young-project",
                   test_young_project_takes_dependencies);
  g_test_add_func ("/takeover-signals/workflow-wakes-project", test_woken);
  g_test_add_func ("/takeover-signals/bots-keep-nothing-awake", test_bots_while_asleep);
  g_test_add_func ("/takeover-signals/workflow-by-stranger", test_stranger_workflow);
  g_test_add_func ("/takeover-signals/signature-lost", test_lost_signature);
  g_test_add_func ("/takeover-signals/merge-brings-a-mark", test_merge_brings_a_mark);
  g_test_add_func ("/takeover-signals/thousands-of-artefacts", test_many);
  return g_test_run ();
}
