/* SPDX-License-Identifier: Apache-2.0 */
#include "change_case.h"
#include "judged.h"

#include "checks/list.h"

#define WITNESSED "sensitive-changes-witnessed"
#define REQUESTS "sensitive-requests-reviewed"
#define CONTACTS "contact-changes-witnessed"

#define LONG_AGO (AS_OF - 4000 * DAY)

/* A project of many years in which Ada and Bo are known. */
static void
old_project (ChangeCase *self)
{
  for (guint i = 0; i < 5; i++) {
    change_case_commit (self, LONG_AGO + i, ADA, HM_TRACE_NONE);
    change_case_commit (self, LONG_AGO + i, BO, HM_TRACE_NONE);
  }
}

static void
workflow_change (ChangeCase *self, gint64 time, HmTrace trace)
{
  change_case_commit (self, time, ADA, trace);
  change_case_file (self, ".github/workflows/ci.yml", HM_ROLE_WORKFLOW, HM_CHANGE_MODIFIED, 7);
}

static HmResult *
judged (ChangeCase *self)
{
  return judge (&hm_check_sensitive_changes, change_case_facts (self));
}

static void
test_all_witnessed (void)
{
  g_auto (ChangeCase) self;
  g_autoptr (HmResult) result = NULL;

  change_case_init (&self);
  workflow_change (&self, AS_OF - DAY, HM_TRACE_SECOND);
  old_project (&self);
  result = judged (&self);
  assert_triple (result, 100, 100, 100);
  assert_outcome (result, WITNESSED, HM_PASS);
  g_assert_null (hm_findings_find (result->findings, REQUESTS));
}

static void
test_nobody_else (void)
{
  g_auto (ChangeCase) self;
  g_autoptr (HmResult) result = NULL;

  change_case_init (&self);
  workflow_change (&self, AS_OF - DAY, HM_TRACE_NONE);
  workflow_change (&self, AS_OF - 2 * DAY, HM_TRACE_SECOND);
  old_project (&self);
  result = judged (&self);
  assert_triple (result, 65, 65, 65);
  assert_outcome (result, WITNESSED, HM_FAIL);
  g_assert_nonnull (strstr (hm_findings_find (result->findings, WITNESSED)->message, "workflow"));
  g_assert_cmpuint (hm_findings_find (result->findings, WITNESSED)->evidence->len, ==, 1);
}

/* A pull request that nobody is seen to have looked at is neither good nor bad. */
static void
test_request_is_unknown (void)
{
  g_auto (ChangeCase) self;
  g_autoptr (HmResult) result = NULL;

  change_case_init (&self);
  workflow_change (&self, AS_OF - DAY, HM_TRACE_REQUEST);
  workflow_change (&self, AS_OF - 2 * DAY, HM_TRACE_SECOND);
  old_project (&self);
  result = judged (&self);
  assert_outcome (result, REQUESTS, HM_UNKNOWN);
  assert_triple (result, 65, 100, 100);
}

static void
test_request_seen_by_the_forge (void)
{
  const HmMergedChange change = { .number = 12, .is_known = TRUE, .n_approvals = 1 };
  g_auto (ChangeCase) self;
  g_autoptr (HmResult) result = NULL;
  HmFacts *facts;

  change_case_init (&self);
  workflow_change (&self, AS_OF - DAY, HM_TRACE_REQUEST);
  g_array_index (self.history.commits, HmCommit, 0).pull_request = 12;
  old_project (&self);
  facts = change_case_facts (&self);
  facts->forge.changes = &change;
  facts->forge.n_changes = 1;
  result = judge (&hm_check_sensitive_changes, facts);
  assert_triple (result, 100, 100, 100);
}

static void
test_window_edges (void)
{
  static const struct {
    gint64 time;
    HmStatus status;
  } cases[] = { { SINCE - 1, HM_STATUS_NOT_APPLICABLE }, { SINCE, HM_STATUS_SCORED } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_auto (ChangeCase) self;
    g_autoptr (HmResult) result = NULL;

    change_case_init (&self);
    workflow_change (&self, cases[i].time, HM_TRACE_NONE);
    old_project (&self);
    result = judged (&self);
    g_assert_cmpint (result->status, ==, cases[i].status);
  }
}

static void
contact_change (ChangeCase *self, HmTrace trace, HmChangeKind kind)
{
  change_case_commit (self, AS_OF - DAY, ADA, trace);
  change_case_file (self, "SECURITY.md", HM_ROLE_SECURITY, kind, 9);
  change_case_mark (self, HM_MARK_ADDRESS_REMOVED, "old@example.org");
  if (kind == HM_CHANGE_MODIFIED)
    change_case_mark (self, HM_MARK_ADDRESS_ADDED, "new@example.org");
}

static void
test_contact_swapped_alone (void)
{
  g_auto (ChangeCase) self;
  g_autoptr (HmResult) result = NULL;
  const HmFinding *finding;

  change_case_init (&self);
  contact_change (&self, HM_TRACE_NONE, HM_CHANGE_MODIFIED);
  old_project (&self);
  result = judged (&self);
  assert_triple (result, 0, 0, 0);
  finding = hm_findings_find (result->findings, CONTACTS);
  g_assert_cmpstr (
      finding->message, ==,
      "SECURITY.md: old@example.org became new@example.org on 2026-11-20; nobody but "
      "the author is visible; so it was in 37 of 55 honest projects at some year's end");
  g_assert_cmpuint (finding->evidence->len, ==, 2);
}

static void
test_contact_deleted_with_its_file (void)
{
  g_auto (ChangeCase) self;
  g_autoptr (HmResult) result = NULL;

  change_case_init (&self);
  contact_change (&self, HM_TRACE_NONE, HM_CHANGE_DELETED);
  old_project (&self);
  result = judged (&self);
  assert_outcome (result, CONTACTS, HM_FAIL);
  g_assert_nonnull (strstr (hm_findings_find (result->findings, CONTACTS)->message,
                            "old@example.org was taken out on 2026-11-20"));
}

static void
test_contact_alone_caps (void)
{
  g_auto (ChangeCase) self;
  g_autoptr (HmResult) result = NULL;

  change_case_init (&self);
  contact_change (&self, HM_TRACE_NONE, HM_CHANGE_MODIFIED);
  for (guint i = 0; i < 20; i++)
    workflow_change (&self, AS_OF - 2 * DAY, HM_TRACE_SECOND);
  old_project (&self);
  result = judged (&self);
  assert_triple (result, 40, 40, 40);
}

/* One more address is nobody's loss. */
static void
test_contact_added (void)
{
  g_auto (ChangeCase) self;
  g_autoptr (HmResult) result = NULL;

  change_case_init (&self);
  change_case_commit (&self, AS_OF - DAY, ADA, HM_TRACE_SECOND);
  change_case_file (&self, "README.md", HM_ROLE_CONTACT, HM_CHANGE_MODIFIED, 9);
  change_case_mark (&self, HM_MARK_ADDRESS_ADDED, "new@example.org");
  old_project (&self);
  result = judged (&self);
  g_assert_cmpint (result->status, ==, HM_STATUS_NOT_APPLICABLE);
}

/* A bumped version in a manifest is not sensitive; a new registry is. */
static void
test_manifest (void)
{
  g_auto (ChangeCase) self;
  g_autoptr (HmResult) result = NULL;

  change_case_init (&self);
  change_case_commit (&self, AS_OF - DAY, ADA, HM_TRACE_NONE);
  change_case_file (&self, "package.json", HM_ROLE_MANIFEST, HM_CHANGE_MODIFIED, 3);
  change_case_commit (&self, AS_OF - DAY, ADA, HM_TRACE_NONE);
  change_case_file (&self, "package.json", HM_ROLE_MANIFEST, HM_CHANGE_MODIFIED, 5);
  change_case_mark (&self, HM_MARK_PUBLISHER_CHANGED, "publishConfig.registry");
  old_project (&self);
  result = judged (&self);
  g_assert_nonnull (strstr (result->reason, "1 sensitive commit"));
  g_assert_nonnull (strstr (hm_findings_find (result->findings, WITNESSED)->message, "publishing"));
}

/* Two newcomers do not vouch for each other. */
static void
test_two_newcomers (void)
{
  g_auto (ChangeCase) self;
  g_autoptr (HmResult) result = NULL;

  change_case_init (&self);
  change_case_commit (&self, AS_OF - DAY, CY, HM_TRACE_SECOND);
  g_array_index (self.history.commits, HmCommit, 0).second = DI;
  change_case_file (&self, "configure.ac", HM_ROLE_BUILD, HM_CHANGE_MODIFIED, 7);
  old_project (&self);
  result = judged (&self);
  assert_outcome (result, REQUESTS, HM_UNKNOWN);
}

static void
test_cannot_look (void)
{
  static const char *const whys[] = { NULL, "objects are missing" };

  for (gsize i = 0; i < G_N_ELEMENTS (whys); i++) {
    g_auto (ChangeCase) self;
    g_autoptr (HmResult) result = NULL;
    HmFacts *facts;

    change_case_init (&self);
    workflow_change (&self, AS_OF - DAY, HM_TRACE_NONE);
    facts = change_case_facts (&self);
    facts->history.changes_why = whys[i];
    if (whys[i] == NULL) {
      facts->history.cut = "history is cut at 1 commit (shallow clone)";
      facts->history.cut_time = AS_OF - DAY;
    }
    result = judge (&hm_check_sensitive_changes, facts);
    g_assert_cmpint (result->status, ==, HM_STATUS_UNKNOWN);
    g_assert_cmpint (result->floor, ==, 0);
    g_assert_cmpint (result->ceiling, ==, 100);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sensitive-changes/all-witnessed", test_all_witnessed);
  g_test_add_func ("/sensitive-changes/nobody-else", test_nobody_else);
  g_test_add_func ("/sensitive-changes/request-is-unknown", test_request_is_unknown);
  g_test_add_func ("/sensitive-changes/request-seen-by-the-forge", test_request_seen_by_the_forge);
  g_test_add_func ("/sensitive-changes/window-edges", test_window_edges);
  g_test_add_func ("/sensitive-changes/contact-swapped-alone", test_contact_swapped_alone);
  g_test_add_func ("/sensitive-changes/contact-deleted-with-its-file",
                   test_contact_deleted_with_its_file);
  g_test_add_func ("/sensitive-changes/contact-alone-caps", test_contact_alone_caps);
  g_test_add_func ("/sensitive-changes/contact-added", test_contact_added);
  g_test_add_func ("/sensitive-changes/manifest", test_manifest);
  g_test_add_func ("/sensitive-changes/two-newcomers", test_two_newcomers);
  g_test_add_func ("/sensitive-changes/cannot-look", test_cannot_look);
  return g_test_run ();
}
