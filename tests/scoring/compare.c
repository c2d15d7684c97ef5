/* SPDX-License-Identifier: Apache-2.0 */
#include "scoring/compare.h"

#include "core/error.h"
#include "tests/scoring/planned.h"

static const HmPlan passes[] = { { .probe = "one", .outcome = HM_PASS } };
static const HmPlan fault_a[] = { { .probe = "one", .outcome = HM_FAIL, .path = "a" },
                                  { .probe = "two", .outcome = HM_PASS } };
static const HmPlan fault_b[] = { { .probe = "one", .outcome = HM_FAIL, .path = "b" },
                                  { .probe = "two", .outcome = HM_PASS } };
static const HmPlan dark[] = { { .probe = "one", .outcome = HM_UNKNOWN },
                               { .probe = "two", .outcome = HM_PASS } };
static const HmPlan dark_of_a[] = { { .probe = "one", .outcome = HM_UNKNOWN, .path = "a" },
                                    { .probe = "two", .outcome = HM_PASS } };
static const HmPlan all_dark[] = { { .probe = "one", .outcome = HM_UNKNOWN } };

/* Returns: (owned) the report in which red finds @plan, and all else is well. */
static HmReport *
report_of (const HmPlan *plan, gsize n)
{
  hm_plan (0, plan, n);
  hm_plan (1, passes, 1);
  hm_plan (2, passes, 1);
  return hm_planned_report (&hm_policy_default);
}

/* Takes both. */
static HmComparison *
compared (HmReport *before, HmReport *after)
{
  GError *error = NULL;
  HmComparison *comparison = hm_reports_compare (before, after, &error);

  g_assert_no_error (error);
  hm_report_free (before);
  hm_report_free (after);
  return comparison;
}

static void
assert_changes (HmReport *before, HmReport *after, guint n_added, guint n_mended)
{
  g_autoptr (HmComparison) comparison = compared (before, after);

  g_assert_cmpuint (comparison->added->len, ==, n_added);
  g_assert_cmpuint (comparison->mended->len, ==, n_mended);
}

static void
same_is_the_same (void)
{
  assert_changes (report_of (fault_a, 2), report_of (fault_a, 2), 0, 0);
}

static void
findings_come_and_go (void)
{
  g_autoptr (HmComparison) comparison = compared (report_of (fault_a, 2), report_of (fault_b, 2));
  const HmFindingChange *change;
  const HmFinding *finding;

  g_assert_cmpuint (comparison->added->len, ==, 1);
  g_assert_cmpuint (comparison->mended->len, ==, 1);
  change = g_ptr_array_index (comparison->added, 0);
  g_assert_cmpstr (change->check_id, ==, "red");
  g_assert_cmpint (change->risk, ==, HM_RISK_HIGH);
  finding = g_ptr_array_index (change->findings->items, 0);
  g_assert_cmpstr (g_array_index (finding->evidence, HmEvidence, 0).text, ==, "b");
  assert_changes (report_of (passes, 1), report_of (fault_a, 2), 1, 0);
  assert_changes (report_of (fault_a, 2), report_of (passes, 1), 0, 1);
}

/* Not seen is neither new nor mended. */
static void
what_was_dark_is_no_change (void)
{
  assert_changes (report_of (dark, 2), report_of (fault_a, 2), 0, 0);
  assert_changes (report_of (fault_a, 2), report_of (dark, 2), 0, 0);
  assert_changes (report_of (all_dark, 1), report_of (fault_a, 2), 0, 0);
  assert_changes (report_of (fault_a, 2), report_of (all_dark, 1), 0, 0);
  /* The dark is about that file alone. */
  assert_changes (report_of (dark_of_a, 2), report_of (fault_a, 2), 0, 0);
  assert_changes (report_of (dark_of_a, 2), report_of (fault_b, 2), 1, 0);
}

static void
scores_stand_beside_each_other (void)
{
  HmReport *before = report_of (passes, 1);
  HmReport *after = report_of (fault_a, 2);
  const int scores[] = { before->score, after->score };
  const HmCheckChange *change;
  g_autoptr (HmComparison) comparison = NULL;

  g_ptr_array_remove_index (before->results, 2);
  g_ptr_array_remove_index (after->results, 1);
  comparison = compared (before, after);
  g_assert_cmpint (comparison->before_score, ==, scores[0]);
  g_assert_cmpint (comparison->after_score, ==, scores[1]);
  g_assert_cmpuint (comparison->checks->len, ==, 3);
  change = g_ptr_array_index (comparison->checks, 0);
  g_assert_cmpint (change->before, ==, 100);
  g_assert_cmpint (change->after, ==, 50);
  change = g_ptr_array_index (comparison->checks, 1);
  g_assert_cmpstr (change->id, ==, "blue");
  g_assert_true (change->is_new);
  g_assert_cmpint (change->before, ==, HM_NO_SCORE);
  change = g_ptr_array_index (comparison->checks, 2);
  g_assert_cmpstr (change->id, ==, "green");
  g_assert_true (change->is_gone);
}

static void
new_check_adds_no_finding (void)
{
  HmReport *before = report_of (fault_a, 2);

  g_ptr_array_remove_index (before->results, 0);
  assert_changes (before, report_of (fault_a, 2), 0, 0);
}

static void
another_project_is_refused (void)
{
  g_autoptr (HmReport) before = report_of (passes, 1);
  g_autoptr (HmReport) after = report_of (passes, 1);
  g_autoptr (HmComparison) moved = NULL;
  g_autoptr (GError) error = NULL;

  hm_text_set (&before->subject_name, "other");
  g_assert_null (hm_reports_compare (before, after, &error));
  g_assert_error (error, HM_ERROR, HM_ERROR_USAGE);
  /* What has one address is one project, whatever it is called. */
  hm_text_set (&before->subject_url, "https://example.org/r");
  hm_text_set (&after->subject_url, "https://example.org/r");
  moved = hm_reports_compare (before, after, NULL);
  g_assert_nonnull (moved);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/compare/same-is-the-same", same_is_the_same);
  g_test_add_func ("/compare/findings-come-and-go", findings_come_and_go);
  g_test_add_func ("/compare/what-was-dark-is-no-change", what_was_dark_is_no_change);
  g_test_add_func ("/compare/scores-stand-beside-each-other", scores_stand_beside_each_other);
  g_test_add_func ("/compare/new-check-adds-no-finding", new_check_adds_no_finding);
  g_test_add_func ("/compare/another-project-is-refused", another_project_is_refused);
  return g_test_run ();
}
