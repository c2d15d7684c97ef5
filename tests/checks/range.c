/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/range.h"

#include "checks/list.h"

#include <string.h>

#define N_COMMITS 4

/* Four commits in a row, newest first; the last is what the range begins at. */
typedef struct {
  HmCommit commits[N_COMMITS];
  guint32 parents[N_COMMITS];
  HmPerson person;
  HmFileChange change;
  HmMark marks[2];
  HmFacts facts;
} Case;

static void
case_init (Case *self)
{
  *self = (Case){ .person = { .name = "Ada", .email = "ada@example.org" } };
  for (guint32 i = 0; i < N_COMMITS; i++) {
    self->commits[i] = (HmCommit){
      .oid = { { (guint8) (i + 1) } },
      .committer_time = 1000000 - i,
      .parents = i,
      .n_parents = i + 1 < N_COMMITS ? 1 : 0,
      .is_mainline = TRUE,
      .second = HM_NO_INDEX,
      .is_before = i + 1 == N_COMMITS,
      .look = HM_LOOK_CONTENTS,
    };
    self->parents[i] = i + 1;
  }
  self->facts = (HmFacts){
    .as_of = 2000000,
    .history = { .commits = self->commits,
                 .n_commits = N_COMMITS,
                 .parents = self->parents,
                 .n_parents = N_COMMITS,
                 .people = &self->person,
                 .n_people = 1,
                 .changes = &self->change,
                 .n_changes = 1,
                 .marks = self->marks,
                 .n_marks = 2 },
  };
}

/* The commit @index replaces the contact in SECURITY.md. */
static void
case_swap_contact (Case *self, guint32 index, HmTrace trace)
{
  self->marks[0] = (HmMark){ .kind = HM_MARK_ADDRESS_REMOVED, .text = "ada@one.test" };
  self->marks[1] = (HmMark){ .kind = HM_MARK_ADDRESS_ADDED, .text = "bo@two.test" };
  self->change = (HmFileChange){
    .path = "SECURITY.md",
    .kind = HM_CHANGE_MODIFIED,
    .roles = HM_ROLE_SECURITY,
    .n_marks = 2,
  };
  self->commits[index].n_changes = 1;
  self->commits[index].trace = (guint8) trace;
}

static void
test_all_unsigned_cited (void)
{
  Case self;
  g_autoptr (HmFindings) findings = hm_findings_new ();
  const HmFinding *finding;

  case_init (&self);
  self.commits[1].signature = HM_SIGNATURE_SSH;
  self.commits[2].signature = HM_SIGNATURE_OTHER;
  hm_range_judge (&hm_check_signed_commits, &self.facts, findings);
  g_assert_cmpuint (findings->items->len, ==, 1);
  finding = g_ptr_array_index (findings->items, 0);
  g_assert_cmpstr (finding->message, ==, "2 of 3 commits of the range have no signature");
  g_assert_cmpuint (finding->evidence->len, ==, 2);
  g_assert_true (hm_range_has_own (hm_check_signed_commits.id, finding->probe));
}

static void
test_nothing_to_tell (void)
{
  Case self;
  g_autoptr (HmFindings) findings = hm_findings_new ();

  case_init (&self);
  for (guint i = 0; i + 1 < N_COMMITS; i++)
    self.commits[i].signature = HM_SIGNATURE_OPENPGP;
  case_swap_contact (&self, N_COMMITS - 1, HM_TRACE_NONE);
  hm_range_judge (&hm_check_signed_commits, &self.facts, findings);
  hm_range_judge (&hm_check_sensitive_changes, &self.facts, findings);
  hm_range_judge (&hm_check_binary_artifacts, &self.facts, findings);
  g_assert_cmpuint (findings->items->len, ==, 0);
}

static void
test_contact_alone (void)
{
  Case self;
  g_autoptr (HmFindings) findings = hm_findings_new ();
  const HmFinding *finding;

  case_init (&self);
  case_swap_contact (&self, 1, HM_TRACE_NONE);
  hm_range_judge (&hm_check_sensitive_changes, &self.facts, findings);
  g_assert_cmpuint (findings->items->len, ==, 2);
  finding = hm_findings_find (findings, "contact-changes-witnessed");
  g_assert_nonnull (finding);
  g_assert_cmpstr (finding->message, ==,
                   "ada@one.test became bo@two.test, and no second person is visible");
  g_assert_cmpint (g_array_index (finding->evidence, HmEvidence, 0).kind, ==, HM_EVIDENCE_FILE);
  g_assert_nonnull (hm_findings_find (findings, "sensitive-changes-witnessed"));
}

/* A request shows nobody yet: that is what a range under review always looks like. */
static void
test_contact_by_request (void)
{
  Case self;
  g_autoptr (HmFindings) findings = hm_findings_new ();

  case_init (&self);
  case_swap_contact (&self, 0, HM_TRACE_REQUEST);
  hm_range_judge (&hm_check_sensitive_changes, &self.facts, findings);
  g_assert_cmpuint (findings->items->len, ==, 1);
  g_assert_nonnull (hm_findings_find (findings, "contact-changes-witnessed"));
}

#define FILES 3

/* SECURITY.md as the range finds it, and as it leaves it. */
typedef struct {
  HmTreeEntry before[FILES];
  HmTreeEntry after[FILES];
  HmTree trees[2];
} Trees;

static void
trees_init (Trees *self)
{
  static const HmTreeEntry entries[FILES] = {
    { .path = ".github/workflows/ci.yml", .oid = { { 1 } }, .roles = HM_ROLE_WORKFLOW },
    { .path = "SECURITY.md", .oid = { { 2 } }, .roles = HM_ROLE_SECURITY },
    { .path = "main.c", .oid = { { 3 } }, .roles = HM_ROLE_SOURCE },
  };

  *self = (Trees){ 0 };
  memcpy (self->before, entries, sizeof entries);
  memcpy (self->after, entries, sizeof entries);
  self->trees[0] = (HmTree){ .entries = self->before, .n_entries = FILES };
  self->trees[1] = (HmTree){ .entries = self->after, .n_entries = FILES };
}

/* How many findings the trees of @self come to beside the commits of @of. */
static guint
trees_judge (const Case *of, const Trees *self)
{
  g_autoptr (HmFindings) findings = hm_findings_new ();

  hm_range_judge_trees (&hm_check_binary_artifacts, &of->facts, &self->trees[0], &self->trees[1],
                        findings);
  g_assert_cmpuint (findings->items->len, ==, 0);
  hm_range_judge_trees (&hm_check_sensitive_changes, &of->facts, &self->trees[0], &self->trees[1],
                        findings);
  for (guint i = 0; i < findings->items->len; i++) {
    const HmFinding *finding = g_ptr_array_index (findings->items, i);

    g_assert_cmpint (finding->outcome, ==, HM_FAIL);
    g_assert_true (hm_range_has_own (hm_check_sensitive_changes.id, finding->probe));
    g_assert_cmpuint (finding->evidence->len, ==, 1);
  }
  return findings->items->len;
}

static void
test_version_of_long_ago (void)
{
  Case self;
  Trees trees;

  case_init (&self);
  trees_init (&trees);
  g_assert_cmpuint (trees_judge (&self, &trees), ==, 0);
  trees.after[1].oid.bytes[0] = 9;
  g_assert_cmpuint (trees_judge (&self, &trees), ==, 1);
  /* A commit of the range made another version of it, and a merge took this one. */
  case_swap_contact (&self, 1, HM_TRACE_SECOND);
  self.change.after.bytes[0] = 8;
  g_assert_cmpuint (trees_judge (&self, &trees), ==, 1);
  self.change.after.bytes[0] = 9;
  g_assert_cmpuint (trees_judge (&self, &trees), ==, 0);
  /* One of before the range did not make it in the range. */
  self.commits[1].is_before = TRUE;
  g_assert_cmpuint (trees_judge (&self, &trees), ==, 1);
  /* What could not be listed tells nothing. */
  trees.trees[0].cut = "too much";
  g_assert_cmpuint (trees_judge (&self, &trees), ==, 0);
}

static void
test_file_gone_or_come (void)
{
  Case self;
  Trees trees;

  case_init (&self);
  trees_init (&trees);
  trees.trees[1].n_entries = 1;
  g_assert_cmpuint (trees_judge (&self, &trees), ==, 1);
  case_swap_contact (&self, 0, HM_TRACE_NONE);
  self.change.kind = HM_CHANGE_DELETED;
  g_assert_cmpuint (trees_judge (&self, &trees), ==, 0);
  self.commits[0].n_changes = 0;
  trees_init (&trees);
  trees.trees[0].entries++;
  trees.trees[0].n_entries--;
  g_assert_cmpuint (trees_judge (&self, &trees), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/range/cites-all-unsigned-commits", test_all_unsigned_cited);
  g_test_add_func ("/range/tells-nothing-of-what-was-before", test_nothing_to_tell);
  g_test_add_func ("/range/contact-changed-alone", test_contact_alone);
  g_test_add_func ("/range/contact-changed-by-request", test_contact_by_request);
  g_test_add_func ("/range/tells-of-a-version-of-long-ago", test_version_of_long_ago);
  g_test_add_func ("/range/tells-of-a-file-gone-or-come-by-a-merge", test_file_gone_or_come);
  return g_test_run ();
}
