/* SPDX-License-Identifier: Apache-2.0 */
/* Scores by hand-made checks, so that every figure can be worked out on paper. */
#include "scoring/score.h"

#include "core/error.h"
#include "core/limits.h"

#include <string.h>

static const HmProbe probes[] = {
  { .id = "one", .question = "?", .evidence = "e", .scoring = "s", .remediation = "mend one" },
  { .id = "two", .question = "?", .evidence = "e", .scoring = "s", .remediation = "mend two" },
};

/* What the next run of a check adds. */
typedef struct {
  const char *probe;
  HmOutcome outcome;
  int points;
  int points_max;
} Planned;

static const Planned *planned;
static gsize n_planned;

static void
run_planned (const HmFacts *facts, HmFindings *findings)
{
  (void) facts;
  for (gsize i = 0; i < n_planned; i++) {
    HmFinding *finding = hm_findings_add (findings, planned[i].probe, planned[i].outcome, "found");

    hm_finding_set_points (finding, planned[i].points, planned[i].points_max);
    if (planned[i].outcome == HM_UNKNOWN)
      hm_finding_set_remediation (finding, "look");
  }
}

static HmCheck
check_of (const char *id, HmRisk risk)
{
  return (HmCheck){
    .id = id,
    .name = id,
    .risk = risk,
    .summary = "s",
    .probes = probes,
    .n_probes = G_N_ELEMENTS (probes),
    .run = run_planned,
  };
}

static HmResult *
score_planned (const Planned *findings, gsize n_findings)
{
  const HmCheck check = check_of ("c", HM_RISK_HIGH);
  const HmFacts facts = { .subject.name = "s" };

  planned = findings;
  n_planned = n_findings;
  return hm_score_check (&check, &facts, &hm_policy_default);
}

static void
known_findings_score_by_points (void)
{
  const Planned findings[] = { { "one", HM_PASS, 60, 60 }, { "two", HM_FAIL, 0, 40 } };
  g_autoptr (HmResult) result = score_planned (findings, G_N_ELEMENTS (findings));

  g_assert_cmpint (result->status, ==, HM_STATUS_SCORED);
  g_assert_cmpint (result->score, ==, 60);
  g_assert_cmpint (result->floor, ==, 60);
  g_assert_cmpint (result->ceiling, ==, 60);
}

static void
unknown_is_left_out_then_failed_then_passed (void)
{
  const Planned findings[] = { { "one", HM_PASS, 60, 60 }, { "two", HM_UNKNOWN, 0, 40 } };
  g_autoptr (HmResult) result = score_planned (findings, G_N_ELEMENTS (findings));

  g_assert_cmpint (result->score, ==, 100);
  g_assert_cmpint (result->floor, ==, 60);
  g_assert_cmpint (result->ceiling, ==, 100);
}

static void
nothing_known_has_no_score (void)
{
  const Planned findings[] = { { "one", HM_UNKNOWN, 0, 60 }, { "two", HM_UNKNOWN, 0, 40 } };
  g_autoptr (HmResult) result = score_planned (findings, G_N_ELEMENTS (findings));

  g_assert_cmpint (result->status, ==, HM_STATUS_UNKNOWN);
  g_assert_cmpint (result->score, ==, HM_NO_SCORE);
  g_assert_cmpint (result->floor, ==, 0);
  g_assert_cmpint (result->ceiling, ==, 100);
}

static void
nothing_applies (void)
{
  const Planned findings[] = { { "one", HM_NOT_APPLICABLE, 0, 60 } };
  g_autoptr (HmResult) result = score_planned (findings, G_N_ELEMENTS (findings));

  g_assert_cmpint (result->status, ==, HM_STATUS_NOT_APPLICABLE);
}

static void
failed_findings_carry_the_remedy (void)
{
  const Planned findings[] = { { "two", HM_FAIL, 0, 40 } };
  g_autoptr (HmResult) result = score_planned (findings, G_N_ELEMENTS (findings));
  const HmFinding *finding = hm_findings_find (result->findings, "two");

  g_assert_cmpstr (finding->remediation, ==, "mend two");
}

static void
assert_nonsense (HmResult *result, const char *words)
{
  g_assert_cmpint (result->status, ==, HM_STATUS_UNKNOWN);
  g_assert_nonnull (strstr (result->reason, words));
  g_assert_cmpuint (result->findings->items->len, ==, 0);
  hm_result_free (result);
}

static void
nonsense_is_unknown (void)
{
  g_autofree Planned *many = g_new (Planned, HM_FINDINGS_MAX + 2);
  const Planned unlisted[] = { { "three", HM_FAIL, 0, 0 } };
  const Planned odd_outcome[] = { { "one", (HmOutcome) 9, 0, 0 } };

  for (gsize i = 0; i < HM_FINDINGS_MAX + 2; i++)
    many[i] = (Planned){ "one", HM_FAIL, 0, 1 };
  assert_nonsense (score_planned (NULL, 0), "gave no finding");
  assert_nonsense (score_planned (unlisted, 1), "'three'");
  assert_nonsense (score_planned (odd_outcome, 1), "outcome of 9");
  assert_nonsense (score_planned (many, HM_FINDINGS_MAX + 2), "more than");
  hm_result_free (score_planned (many, HM_FINDINGS_MAX + 1));
}

static int
rate_300 (const HmFindings *findings, HmAssume assume)
{
  (void) findings;
  (void) assume;
  return 300;
}

/* A score, but no floor. */
static int
rate_without_floor (const HmFindings *findings, HmAssume assume)
{
  (void) findings;
  return assume == HM_ASSUME_WORST ? HM_NO_SCORE : 50;
}

static int
rate_upside_down (const HmFindings *findings, HmAssume assume)
{
  (void) findings;
  return assume == HM_ASSUME_WORST ? 90 : 10;
}

static void
nonsense_scores_are_unknown (void)
{
  const Planned findings[] = { { "one", HM_FAIL, 0, 40 } };
  HmCheck check = check_of ("c", HM_RISK_LOW);
  const HmFacts facts = { .subject.name = "s" };

  planned = findings;
  n_planned = 1;
  check.score = rate_300;
  assert_nonsense (hm_score_check (&check, &facts, &hm_policy_default), "300");
  check.score = rate_without_floor;
  assert_nonsense (hm_score_check (&check, &facts, &hm_policy_default), "not between");
  check.score = rate_upside_down;
  assert_nonsense (hm_score_check (&check, &facts, &hm_policy_default), "not between");
}

static void
result_add (HmReport *report, HmRisk risk, HmStatus status, int score, int floor, int ceiling)
{
  HmResult *result = hm_result_new ();

  result->risk = risk;
  result->weight = hm_policy_default.risk_weights[risk];
  result->status = status;
  result->score = score;
  result->floor = floor;
  result->ceiling = ceiling;
  g_ptr_array_add (report->results, result);
}

static void
aggregate_weighs_by_risk (void)
{
  g_autoptr (HmReport) report = hm_report_new ();

  result_add (report, HM_RISK_HIGH, HM_STATUS_SCORED, 100, 100, 100);
  result_add (report, HM_RISK_MEDIUM, HM_STATUS_SCORED, 40, 40, 40);
  hm_report_aggregate (report, &hm_policy_default);
  g_assert_cmpint (report->score, ==, 76); /* (7.5 * 10 + 5 * 4) / 12.5 */
  g_assert_cmpint (report->floor, ==, 76);
  g_assert_cmpint (report->ceiling, ==, 76);
  g_assert_cmpint (report->coverage_percent, ==, 100);
  g_assert_false (report->is_partial);
  g_assert_cmpstr (report->band, ==, "fair");
}

/* Hiding a bad check raises the score, and the floor tells. */
static void
hidden_evidence_lowers_the_floor (void)
{
  g_autoptr (HmReport) report = hm_report_new ();

  result_add (report, HM_RISK_HIGH, HM_STATUS_SCORED, 100, 100, 100);
  result_add (report, HM_RISK_HIGH, HM_STATUS_UNKNOWN, HM_NO_SCORE, 0, 100);
  hm_report_aggregate (report, &hm_policy_default);
  g_assert_cmpint (report->score, ==, 100);
  g_assert_cmpint (report->floor, ==, 50);
  g_assert_cmpint (report->ceiling, ==, 100);
  g_assert_cmpint (report->coverage_percent, ==, 50);
  g_assert_true (report->is_partial);
}

static void
not_applicable_leaves_every_sum (void)
{
  g_autoptr (HmReport) report = hm_report_new ();

  result_add (report, HM_RISK_LOW, HM_STATUS_SCORED, 30, 30, 30);
  result_add (report, HM_RISK_CRITICAL, HM_STATUS_NOT_APPLICABLE, HM_NO_SCORE, 0, 100);
  hm_report_aggregate (report, &hm_policy_default);
  g_assert_cmpint (report->score, ==, 30);
  g_assert_cmpint (report->floor, ==, 30);
  g_assert_cmpint (report->coverage_percent, ==, 100);
}

static void
nothing_scored (void)
{
  g_autoptr (HmReport) report = hm_report_new ();

  hm_report_aggregate (report, &hm_policy_default);
  g_assert_cmpint (report->score, ==, HM_NO_SCORE);
  g_assert_cmpint (report->coverage_percent, ==, 0);
  g_assert_cmpstr (report->band, ==, "unknown");
}

/* Coverage is cut, not rounded: 74.9 % stays partial, and a whole 75 % does not fall under it by binary fractions. */
static void
coverage_at_the_edge (void)
{
  g_autoptr (HmReport) at = hm_report_new ();
  g_autoptr (HmReport) under = hm_report_new ();

  result_add (at, HM_RISK_HIGH, HM_STATUS_SCORED, 80, 75, 100);
  hm_report_aggregate (at, &hm_policy_default);
  g_assert_cmpint (at->coverage_percent, ==, 75);
  g_assert_false (at->is_partial);
  result_add (under, HM_RISK_HIGH, HM_STATUS_SCORED, 80, 74, 100);
  result_add (under, HM_RISK_LOW, HM_STATUS_SCORED, 80, 77, 100);
  hm_report_aggregate (under, &hm_policy_default);
  g_assert_cmpint (under->coverage_percent, ==, 74);
  g_assert_true (under->is_partial);
}

static void
forged_headline (void)
{
  g_autoptr (HmReport) report = hm_report_new ();
  g_autoptr (GError) error = NULL;

  result_add (report, HM_RISK_HIGH, HM_STATUS_SCORED, 38, 38, 100);
  hm_report_aggregate (report, &hm_policy_default);
  g_assert_true (hm_report_check_headline (report, &error));
  report->score = 100;
  g_assert_false (hm_report_check_headline (report, &error));
  g_assert_error (error, HM_ERROR, HM_ERROR_FORMAT);
  g_assert_cmpstr (error->message, ==, "score: says 10, but its checks come to 3.8");
  g_clear_error (&error);
  report->score = 38;
  report->coverage_percent = 100;
  g_assert_false (hm_report_check_headline (report, &error));
  g_assert_cmpstr (error->message, ==, "coverage: says 100 %, but its checks come to 38 %");
}

static void
bands (void)
{
  g_assert_cmpstr (hm_policy_band (&hm_policy_default, 100)->id, ==, "good");
  g_assert_cmpstr (hm_policy_band (&hm_policy_default, 80)->id, ==, "good");
  g_assert_cmpstr (hm_policy_band (&hm_policy_default, 79)->id, ==, "fair");
  g_assert_cmpstr (hm_policy_band (&hm_policy_default, 50)->id, ==, "fair");
  g_assert_cmpstr (hm_policy_band (&hm_policy_default, 49)->id, ==, "weak");
  g_assert_cmpstr (hm_policy_band (&hm_policy_default, 20)->id, ==, "weak");
  g_assert_cmpstr (hm_policy_band (&hm_policy_default, 19)->id, ==, "poor");
  g_assert_cmpstr (hm_policy_band (&hm_policy_default, 0)->id, ==, "poor");
}

static void
steps_are_ordered_by_what_they_bring (void)
{
  const Planned findings[] = { { "one", HM_FAIL, 0, 20 },
                               { "two", HM_FAIL, 10, 60 },
                               { "two", HM_UNKNOWN, 0, 20 } };
  const HmCheck low = check_of ("low", HM_RISK_LOW);
  const HmCheck high = check_of ("high", HM_RISK_HIGH);
  const HmCheck *const checks[] = { &low, &high };
  const HmFacts facts = { .subject.name = "s" };
  g_autoptr (HmReport) report = NULL;
  const HmStep *first;
  const HmStep *last;

  planned = findings;
  n_planned = G_N_ELEMENTS (findings);
  report = hm_score_subject (checks, 2, &facts, &hm_policy_default, "0");
  g_assert_cmpuint (report->steps->len, ==, 6);
  first = g_ptr_array_index (report->steps, 0);
  g_assert_cmpstr (first->check_id, ==, "high");
  g_assert_cmpstr (first->probe, ==, "two");
  g_assert_cmpstr (first->text, ==, "mend two");
  g_assert_cmpint (first->check_gain, ==,
                   63); /* from 10 of 80 to 60 of 80, each cut to tenths: 12 to 75 */
  g_assert_cmpfloat_with_epsilon (first->gain, 7.5 * 6.3 / 10.0, 1e-9);
  last = g_ptr_array_index (report->steps, 5);
  g_assert_true (last->is_view);
  g_assert_cmpstr (last->text, ==, "look");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/score/known-findings-score-by-points", known_findings_score_by_points);
  g_test_add_func ("/score/unknown-is-left-out-then-failed-then-passed",
                   unknown_is_left_out_then_failed_then_passed);
  g_test_add_func ("/score/nothing-known-has-no-score", nothing_known_has_no_score);
  g_test_add_func ("/score/nothing-applies", nothing_applies);
  g_test_add_func ("/score/failed-findings-carry-the-remedy", failed_findings_carry_the_remedy);
  g_test_add_func ("/score/nonsense-is-unknown", nonsense_is_unknown);
  g_test_add_func ("/score/nonsense-scores-are-unknown", nonsense_scores_are_unknown);
  g_test_add_func ("/aggregate/weighs-by-risk", aggregate_weighs_by_risk);
  g_test_add_func ("/aggregate/hidden-evidence-lowers-the-floor", hidden_evidence_lowers_the_floor);
  g_test_add_func ("/aggregate/not-applicable-leaves-every-sum", not_applicable_leaves_every_sum);
  g_test_add_func ("/aggregate/nothing-scored", nothing_scored);
  g_test_add_func ("/aggregate/coverage-at-the-edge", coverage_at_the_edge);
  g_test_add_func ("/aggregate/forged-headline", forged_headline);
  g_test_add_func ("/policy/bands", bands);
  g_test_add_func ("/steps/ordered-by-what-they-bring", steps_are_ordered_by_what_they_bring);
  return g_test_run ();
}
