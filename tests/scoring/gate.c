/* SPDX-License-Identifier: Apache-2.0 */
#include "scoring/gate.h"

#include "checks/list.h"
#include "scoring/steps.h"
#include "tests/scoring/planned.h"

#include <string.h>

static const HmPlan passes[] = { { .probe = "one", .outcome = HM_PASS } };
static const HmPlan faults[] = { { .probe = "one", .outcome = HM_FAIL, .path = "src/a.c" },
                                 { .probe = "two", .outcome = HM_FAIL },
                                 { .probe = "two", .outcome = HM_PASS },
                                 { .probe = "two", .outcome = HM_PASS } };
static const HmPlan fault[] = { { .probe = "two", .outcome = HM_FAIL },
                                { .probe = "one", .outcome = HM_PASS } };
static const HmPlan dark[] = { { .probe = "one", .outcome = HM_UNKNOWN } };
static const HmPlan half_dark[] = { { .probe = "one", .outcome = HM_UNKNOWN },
                                    { .probe = "two", .outcome = HM_PASS } };

/* Returns: (owned) red of @red, the others well. */
static HmReport *
report_of (const HmPlan *red, gsize n)
{
  hm_plan (0, red, n);
  hm_plan (1, passes, 1);
  hm_plan (2, passes, 1);
  return hm_planned_report (&hm_policy_default);
}

static HmGateVerdict *
judged (const HmGate *gate, const HmReport *report)
{
  return hm_gate_judge (gate, report, NULL, NULL);
}

static void
nothing_asked_is_passed (void)
{
  const HmGate gate = HM_GATE_NOTHING;
  g_autoptr (HmReport) report = report_of (faults, 4);
  g_autoptr (HmGateVerdict) verdict = judged (&gate, report);

  g_assert_false (hm_gate_asks (&gate));
  g_assert_true (verdict->has_passed);
  g_assert_cmpuint (verdict->shortfalls->len + verdict->notes->len, ==, 0);
}

static void
score_short_names_finding_and_way (void)
{
  HmGate gate = HM_GATE_NOTHING;
  g_autoptr (HmReport) report = report_of (faults, 4);
  g_autoptr (HmGateVerdict) verdict = NULL;
  const HmShortfall *shortfall;

  g_assert_cmpint (report->score, ==, 75); /* (7.5 * 5 + 7.5 * 10) / 15 */
  gate.score = 80;
  g_assert_true (hm_gate_asks (&gate));
  verdict = judged (&gate, report);
  g_assert_false (verdict->has_passed);
  g_assert_cmpuint (verdict->shortfalls->len, ==, 1);
  shortfall = g_ptr_array_index (verdict->shortfalls, 0);
  g_assert_cmpint (shortfall->kind, ==, HM_SHORT_OF_SCORE);
  g_assert_cmpint (shortfall->wanted, ==, 80);
  g_assert_cmpint (shortfall->found, ==, 75);
  g_assert_cmpstr (shortfall->finding, ==, "found 0");
  g_assert_cmpstr (shortfall->place, ==, "src/a.c:3");
  g_assert_cmpuint (shortfall->ways->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (shortfall->ways, 0), ==, "+1.2 red: mend one");
}

/* The check is none of hallmark's own, so what two steps of it come to together nobody knows. */
static void
unknown_rule_takes_one_step_of_a_check (void)
{
  HmGate gate = HM_GATE_NOTHING;
  g_autoptr (HmReport) report = report_of (faults, 4);
  g_autoptr (HmGateVerdict) verdict = NULL;
  const HmShortfall *shortfall;

  gate.score = 100;
  verdict = judged (&gate, report);
  shortfall = g_ptr_array_index (verdict->shortfalls, 0);
  g_assert_cmpuint (shortfall->ways->len, ==, 0);
}

static void
steps_of_several_checks_lead_back (void)
{
  HmGate gate = HM_GATE_NOTHING;
  g_autoptr (HmReport) report = NULL;
  g_autoptr (HmGateVerdict) verdict = NULL;
  const HmShortfall *shortfall;

  hm_plan (0, fault, 2);
  hm_plan (1, fault, 2);
  hm_plan (2, fault, 2);
  report = hm_planned_report (&hm_policy_default);
  g_assert_cmpint (report->score, ==, 50);
  gate.score = 75; /* red alone does it */
  verdict = judged (&gate, report);
  shortfall = g_ptr_array_index (verdict->shortfalls, 0);
  g_assert_cmpuint (shortfall->ways->len, ==, 1);
  g_clear_pointer (&verdict, hm_gate_verdict_free);
  gate.score = 90; /* red and green */
  verdict = judged (&gate, report);
  shortfall = g_ptr_array_index (verdict->shortfalls, 0);
  g_assert_cmpuint (shortfall->ways->len, ==, 2);
  g_assert_true (g_str_has_suffix (g_ptr_array_index (shortfall->ways, 1), " green: mend two"));
  g_clear_pointer (&verdict, hm_gate_verdict_free);
  gate.score = 100;
  verdict = judged (&gate, report);
  shortfall = g_ptr_array_index (verdict->shortfalls, 0);
  g_assert_cmpuint (shortfall->ways->len, ==, 3);
}

/* Adds one finding of a built-in check, whose rule the gate knows. */
static void
specifics_add (HmFindings *findings, const char *probe, HmOutcome outcome, int points)
{
  HmFinding *finding = hm_findings_add (findings, probe, outcome, "%s", probe);

  hm_finding_set_points (finding, outcome == HM_PASS ? points : 0, points);
  hm_finding_set_remediation (finding, "mend %s", probe);
}

/* Two steps of one check, by its own rule: neither of the gains is taken for granted. */
static void
steps_of_one_check_are_weighed_by_its_rule (void)
{
  const HmCheck *check = &hm_check_security_policy;
  g_autoptr (HmReport) report = hm_report_new ();
  HmResult *result = hm_result_new ();
  HmCheckBar bar = { .check_id = check->id, .score = 100, .floor = HM_NO_BAR };
  HmGate gate = HM_GATE_NOTHING;
  g_autoptr (HmGateVerdict) verdict = NULL;
  const HmShortfall *shortfall;

  hm_text_set (&result->id, check->id);
  hm_text_set (&result->name, check->name);
  result->weight = 5.0;
  specifics_add (result->findings, check->probes[0].id, HM_PASS, 60);
  specifics_add (result->findings, check->probes[1].id, HM_FAIL, 30);
  specifics_add (result->findings, check->probes[2].id, HM_FAIL, 10);
  result->status = HM_STATUS_SCORED;
  result->score = hm_check_rate (check, result->findings, HM_ASSUME_NOTHING);
  result->floor = hm_check_rate (check, result->findings, HM_ASSUME_WORST);
  result->ceiling = hm_check_rate (check, result->findings, HM_ASSUME_BEST);
  g_ptr_array_add (report->results, result);
  g_assert_cmpint (result->score, <, 100);
  gate.checks = &bar;
  gate.n_checks = 1;
  verdict = judged (&gate, report);
  shortfall = g_ptr_array_index (verdict->shortfalls, 0);
  g_assert_cmpint (shortfall->kind, ==, HM_SHORT_OF_CHECK_SCORE);
  g_assert_cmpstr (shortfall->check_name, ==, check->name);
  g_assert_cmpuint (shortfall->ways->len, ==, 2);
  g_clear_pointer (&verdict, hm_gate_verdict_free);
  bar.score = result->score + 10;
  verdict = judged (&gate, report);
  shortfall = g_ptr_array_index (verdict->shortfalls, 0);
  g_assert_cmpuint (shortfall->ways->len, ==, 1);
}

static void
floor_and_coverage_are_asked_of_the_dark (void)
{
  HmGate gate = HM_GATE_NOTHING;
  g_autoptr (HmReport) report = report_of (half_dark, 2);
  g_autoptr (HmGateVerdict) verdict = NULL;
  const HmShortfall *shortfall;

  gate.floor = 80;
  gate.coverage_percent = 80;
  verdict = judged (&gate, report);
  g_assert_cmpuint (verdict->shortfalls->len, ==, 2);
  shortfall = g_ptr_array_index (verdict->shortfalls, 0);
  g_assert_cmpint (shortfall->kind, ==, HM_SHORT_OF_FLOOR);
  g_assert_cmpstr (g_ptr_array_index (shortfall->ways, 0), ==, "up to +2.5 red: look");
  shortfall = g_ptr_array_index (verdict->shortfalls, 1);
  g_assert_cmpint (shortfall->kind, ==, HM_SHORT_OF_COVERAGE);
  g_assert_cmpint (shortfall->found, ==, 75);
  g_assert_cmpstr (g_ptr_array_index (shortfall->ways, 0), ==, "up to +25 % red: look");
}

static void
unknown_check_passes_its_bar_with_a_note (void)
{
  const HmCheckBar bars[] = { { .check_id = "red", .score = 100, .floor = HM_NO_BAR },
                              { .check_id = "yellow", .score = 100, .floor = 100 } };
  HmGate gate = HM_GATE_NOTHING;
  g_autoptr (HmReport) report = report_of (dark, 1);
  g_autoptr (HmGateVerdict) verdict = NULL;

  gate.checks = bars;
  gate.n_checks = 2;
  verdict = judged (&gate, report);
  g_assert_true (verdict->has_passed);
  g_assert_cmpuint (verdict->notes->len, ==, 2);
  g_assert_cmpstr (g_ptr_array_index (verdict->notes, 0), ==,
                   "red: could not look, so its minimum of 10 was not applied");
  g_assert_cmpstr (g_ptr_array_index (verdict->notes, 1), ==,
                   "yellow: did not run, so its minimum was not applied");
}

static void
check_floor_is_asked_of_an_unknown_check (void)
{
  const HmCheckBar bar = { .check_id = "red", .score = HM_NO_BAR, .floor = 10 };
  HmGate gate = HM_GATE_NOTHING;
  g_autoptr (HmReport) report = report_of (dark, 1);
  g_autoptr (HmGateVerdict) verdict = NULL;
  const HmShortfall *shortfall;

  gate.checks = &bar;
  gate.n_checks = 1;
  verdict = judged (&gate, report);
  shortfall = g_ptr_array_index (verdict->shortfalls, 0);
  g_assert_cmpint (shortfall->kind, ==, HM_SHORT_OF_CHECK_FLOOR);
  g_assert_cmpint (shortfall->found, ==, 0);
  g_assert_cmpstr (shortfall->finding, ==, "found 0");
}

static HmGateVerdict *
judged_since (const HmGate *gate, HmReport *before, const HmReport *after)
{
  g_autoptr (HmComparison) comparison = hm_reports_compare (before, after, NULL);

  hm_report_free (before);
  return hm_gate_judge (gate, after, comparison, comparison);
}

static void
drop_since_the_baseline_is_told (void)
{
  HmGate gate = HM_GATE_NOTHING;
  g_autoptr (HmReport) after = report_of (faults, 4);
  g_autoptr (HmGateVerdict) verdict = NULL;
  const HmShortfall *shortfall;

  gate.forbids_regression = TRUE;
  verdict = judged_since (&gate, report_of (passes, 1), after);
  g_assert_cmpuint (verdict->shortfalls->len, ==, 2);
  shortfall = g_ptr_array_index (verdict->shortfalls, 0);
  g_assert_cmpint (shortfall->kind, ==, HM_SHORT_OF_BASELINE);
  g_assert_cmpint (shortfall->wanted, ==, 100);
  g_assert_cmpint (shortfall->found, ==, 75);
  g_assert_cmpstr (shortfall->place, ==, "src/a.c:3");
  shortfall = g_ptr_array_index (verdict->shortfalls, 1);
  g_assert_cmpint (shortfall->kind, ==, HM_SHORT_OF_CHECK_BASELINE);
  g_assert_cmpstr (shortfall->check_id, ==, "red");
  g_assert_cmpuint (shortfall->ways->len, ==, 2);
}

static void
only_named_checks_are_kept (void)
{
  static const char *const kept[] = { "green", NULL };
  HmGate gate = HM_GATE_NOTHING;
  g_autoptr (HmReport) after = report_of (faults, 4);
  g_autoptr (HmGateVerdict) verdict = NULL;

  gate.forbids_regression = TRUE;
  gate.kept = kept;
  verdict = judged_since (&gate, report_of (passes, 1), after);
  g_assert_cmpuint (verdict->shortfalls->len, ==, 1);
}

/* A token that is missing today: what was 10 is not scored, and the mean of the others is less. */
static void
what_is_dark_now_is_no_regression (void)
{
  HmGate gate = HM_GATE_NOTHING;
  g_autoptr (HmReport) after = NULL;
  g_autoptr (HmGateVerdict) verdict = NULL;
  HmReport *before;

  hm_plan (0, passes, 1);
  hm_plan (1, fault, 2);
  hm_plan (2, passes, 1);
  before = hm_planned_report (&hm_policy_default);
  hm_plan (0, dark, 1);
  after = hm_planned_report (&hm_policy_default);
  g_assert_cmpint (after->score, <, before->score);
  gate.forbids_regression = TRUE;
  verdict = judged_since (&gate, before, after);
  g_assert_true (verdict->has_passed);
  g_assert_cmpuint (verdict->notes->len, ==, 2);
}

/* What did well is out of sight, and what did badly is as it was: the score is less, and nothing got worse. */
static void
what_went_dark_is_not_held_to_the_baseline (void)
{
  static const HmPlan seen[] = { { .probe = "one", .outcome = HM_PASS },
                                 { .probe = "two", .outcome = HM_FAIL } };
  static const HmPlan darker[] = { { .probe = "one", .outcome = HM_UNKNOWN },
                                   { .probe = "two", .outcome = HM_FAIL } };
  static const HmPlan well[] = { { .probe = "one", .outcome = HM_PASS },
                                 { .probe = "two", .outcome = HM_PASS } };
  const struct {
    const HmPlan *before;
    const HmPlan *after;
    gboolean passes;
  } pairs[] = {
    { seen, darker, TRUE },
    /* Whatever is dark, this is worse. */
    { well, darker, FALSE },
    /* It was as dark before. */
    { half_dark, darker, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++) {
    HmGate gate = HM_GATE_NOTHING;
    HmReport *before = report_of (pairs[i].before, 2);
    g_autoptr (HmReport) after = report_of (pairs[i].after, 2);
    g_autoptr (HmGateVerdict) verdict = NULL;

    g_assert_cmpint (after->score, <, before->score);
    gate.forbids_regression = TRUE;
    verdict = judged_since (&gate, before, after);
    g_assert_cmpint (verdict->has_passed, ==, pairs[i].passes);
    g_assert_true (!pairs[i].passes || verdict->notes->len > 0);
  }
}

static void
missing_baseline_and_range_are_noted (void)
{
  HmGate gate = HM_GATE_NOTHING;
  g_autoptr (HmReport) report = report_of (faults, 4);
  g_autoptr (HmGateVerdict) verdict = NULL;

  gate.forbids_regression = TRUE;
  gate.forbids_new_findings = TRUE;
  verdict = judged (&gate, report);
  g_assert_true (verdict->has_passed);
  g_assert_cmpuint (verdict->notes->len, ==, 2);
}

static void
new_finding_without_a_place_is_a_note (void)
{
  static const HmPlan shares[] = { { "one", HM_FAIL, NULL, { { 0 } }, { { 0 } } } };
  HmGate gate = HM_GATE_NOTHING;
  g_autoptr (HmReport) after = report_of (shares, 1);
  g_autoptr (HmGateVerdict) verdict = NULL;

  gate.forbids_new_findings = TRUE;
  verdict = judged_since (&gate, report_of (passes, 1), after);
  g_assert_true (verdict->has_passed);
  g_assert_cmpuint (verdict->shortfalls->len, ==, 0);
  g_assert_cmpuint (verdict->notes->len, >=, 1);
}

static void
new_finding_falls_short_unless_waived (void)
{
  HmGate gate = HM_GATE_NOTHING;
  g_autoptr (HmReport) after = report_of (faults, 4);
  const HmResult *red = g_ptr_array_index (after->results, 0);
  g_autoptr (HmGateVerdict) verdict = NULL;
  g_autoptr (HmGateVerdict) waived = NULL;
  const HmShortfall *shortfall;

  gate.forbids_new_findings = TRUE;
  verdict = judged_since (&gate, report_of (passes, 1), after);
  g_assert_cmpuint (verdict->shortfalls->len, ==, 1);
  shortfall = g_ptr_array_index (verdict->shortfalls, 0);
  g_assert_cmpint (shortfall->kind, ==, HM_SHORT_NEW_FINDING);
  g_assert_cmpint (shortfall->wanted, ==, HM_NO_BAR);
  g_assert_cmpstr (shortfall->place, ==, "src/a.c:3");
  g_assert_cmpstr (g_ptr_array_index (shortfall->ways, 0), ==, "mend one");

  for (guint i = 0; i < red->findings->items->len; i++) {
    HmFinding *finding = g_ptr_array_index (red->findings->items, i);

    finding->waiver = finding->outcome == HM_FAIL ? 1 : 0;
  }
  waived = judged_since (&gate, report_of (passes, 1), after);
  g_assert_true (waived->has_passed);
}

static void
gravest_comes_first (void)
{
  const HmCheckBar bars[] = { { .check_id = "blue", .score = 100, .floor = HM_NO_BAR },
                              { .check_id = "red", .score = 60, .floor = HM_NO_BAR },
                              { .check_id = "green", .score = 100, .floor = HM_NO_BAR } };
  static const char *const wanted[] = { "", "red", "green", "blue" };
  HmGate gate = HM_GATE_NOTHING;
  g_autoptr (HmReport) report = NULL;
  g_autoptr (HmGateVerdict) verdict = NULL;

  for (gsize i = 0; i < HM_PLANNED_CHECKS; i++)
    hm_plan (i, fault, 2);
  report = hm_planned_report (&hm_policy_default);
  gate.checks = bars;
  gate.n_checks = 3;
  gate.score = 51;
  verdict = judged (&gate, report);
  g_assert_cmpuint (verdict->shortfalls->len, ==, G_N_ELEMENTS (wanted));
  for (guint i = 0; i < verdict->shortfalls->len; i++) {
    const HmShortfall *shortfall = g_ptr_array_index (verdict->shortfalls, i);

    g_assert_cmpstr (shortfall->check_id, ==, wanted[i]);
  }
}

/* The plans of which every report below is made. */
static const struct {
  const HmPlan *plan;
  gsize n;
} variety[] = { { passes, 1 }, { faults, 4 }, { fault, 2 }, { dark, 1 }, { half_dark, 2 } };

typedef void (*ReportFunc) (const HmReport *report);

static void
for_each_report (ReportFunc judge)
{
  const gsize n = G_N_ELEMENTS (variety);

  for (gsize i = 0; i < n * n * n; i++) {
    g_autoptr (HmReport) report = NULL;

    hm_plan (0, variety[i % n].plan, variety[i % n].n);
    hm_plan (1, variety[i / n % n].plan, variety[i / n % n].n);
    hm_plan (2, variety[i / n / n].plan, variety[i / n / n].n);
    report = hm_planned_report (&hm_policy_default);
    judge (report);
  }
}

static void
raise_bars (const HmReport *report)
{
  gboolean has_passed[4] = { TRUE, TRUE, TRUE, TRUE };

  for (int bar = 0; bar <= 100; bar += 5) {
    const HmCheckBar of_red = { .check_id = "red", .score = bar, .floor = bar };
    HmGate gates[] = { HM_GATE_NOTHING, HM_GATE_NOTHING, HM_GATE_NOTHING, HM_GATE_NOTHING };

    gates[0].score = bar;
    gates[1].floor = bar;
    gates[2].coverage_percent = bar;
    gates[3].checks = &of_red;
    gates[3].n_checks = 1;
    for (gsize i = 0; i < G_N_ELEMENTS (gates); i++) {
      g_autoptr (HmGateVerdict) verdict = judged (&gates[i], report);

      g_assert_true (has_passed[i] || !verdict->has_passed);
      g_assert_true (verdict->has_passed == (verdict->shortfalls->len == 0));
      has_passed[i] = verdict->has_passed;
    }
  }
}

static void
higher_bar_is_never_easier (void)
{
  for_each_report (raise_bars);
}

/* Whatever is asked but floor and coverage: of what is dark nothing falls short. */
static void
darken (const HmReport *report)
{
  const HmCheckBar bars[] = { { .check_id = "red", .score = 100, .floor = HM_NO_BAR },
                              { .check_id = "green", .score = 100, .floor = HM_NO_BAR },
                              { .check_id = "blue", .score = 100, .floor = HM_NO_BAR } };
  HmGate gate = HM_GATE_NOTHING;
  g_autoptr (HmReport) before = NULL;
  g_autoptr (HmComparison) comparison = NULL;
  g_autoptr (HmGateVerdict) verdict = NULL;

  hm_plan (0, passes, 1);
  hm_plan (1, passes, 1);
  hm_plan (2, passes, 1);
  before = hm_planned_report (&hm_policy_default);
  comparison = hm_reports_compare (before, report, NULL);
  gate.checks = bars;
  gate.n_checks = 3;
  gate.forbids_regression = TRUE;
  gate.forbids_new_findings = TRUE;
  verdict = hm_gate_judge (&gate, report, comparison, comparison);
  for (guint i = 0; i < verdict->shortfalls->len; i++) {
    const HmShortfall *shortfall = g_ptr_array_index (verdict->shortfalls, i);

    for (guint j = 0; j < report->results->len; j++) {
      const HmResult *result = g_ptr_array_index (report->results, j);

      g_assert_true (!g_str_equal (result->id, shortfall->check_id)
                     || result->status == HM_STATUS_SCORED);
    }
  }
  if (report->score == HM_NO_SCORE || report->score == 100)
    g_assert_true (verdict->has_passed);
}

static void
unknown_falls_short_of_nothing (void)
{
  for_each_report (darken);
}

/* Every way that is told does lead back: its steps, taken, are weighed by nobody but this test. */
static void
take_ways (const HmReport *report)
{
  for (int bar = 50; bar <= 100; bar += 5) {
    HmGate gate = HM_GATE_NOTHING;
    g_autoptr (HmGateVerdict) verdict = NULL;
    const HmShortfall *shortfall;
    double gained = 0.0;

    gate.score = bar;
    verdict = judged (&gate, report);
    if (verdict->has_passed)
      continue;
    shortfall = g_ptr_array_index (verdict->shortfalls, 0);
    g_assert_cmpuint (shortfall->ways->len, <=, 3);
    for (guint i = 0; i < shortfall->ways->len; i++)
      gained += g_ascii_strtod (g_ptr_array_index (shortfall->ways, i), NULL);
    /* The checks are independent, so here gains add but for their rounding. */
    if (shortfall->ways->len > 0)
      g_assert_cmpfloat (report->score / 10.0 + gained, >=, bar / 10.0 - 0.2);
  }
}

static void
ways_lead_back (void)
{
  for_each_report (take_ways);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/gate/nothing-asked-is-passed", nothing_asked_is_passed);
  g_test_add_func ("/gate/score-short-names-finding-and-way", score_short_names_finding_and_way);
  g_test_add_func ("/gate/unknown-rule-takes-one-step-of-a-check",
                   unknown_rule_takes_one_step_of_a_check);
  g_test_add_func ("/gate/steps-of-several-checks-lead-back", steps_of_several_checks_lead_back);
  g_test_add_func ("/gate/steps-of-one-check-are-weighed-by-its-rule",
                   steps_of_one_check_are_weighed_by_its_rule);
  g_test_add_func ("/gate/floor-and-coverage-are-asked-of-the-dark",
                   floor_and_coverage_are_asked_of_the_dark);
  g_test_add_func ("/gate/unknown-check-passes-its-bar-with-a-note",
                   unknown_check_passes_its_bar_with_a_note);
  g_test_add_func ("/gate/check-floor-is-asked-of-an-unknown-check",
                   check_floor_is_asked_of_an_unknown_check);
  g_test_add_func ("/gate/drop-since-the-baseline-is-told", drop_since_the_baseline_is_told);
  g_test_add_func ("/gate/only-named-checks-are-kept", only_named_checks_are_kept);
  g_test_add_func ("/gate/new-finding-without-a-place-is-a-note",
                   new_finding_without_a_place_is_a_note);
  g_test_add_func ("/gate/what-is-dark-now-is-no-regression", what_is_dark_now_is_no_regression);
  g_test_add_func ("/gate/what-went-dark-is-not-held-to-the-baseline",
                   what_went_dark_is_not_held_to_the_baseline);
  g_test_add_func ("/gate/missing-baseline-and-range-are-noted",
                   missing_baseline_and_range_are_noted);
  g_test_add_func ("/gate/new-finding-falls-short-unless-waived",
                   new_finding_falls_short_unless_waived);
  g_test_add_func ("/gate/gravest-comes-first", gravest_comes_first);
  g_test_add_func ("/gate/higher-bar-is-never-easier", higher_bar_is_never_easier);
  g_test_add_func ("/gate/unknown-falls-short-of-nothing", unknown_falls_short_of_nothing);
  g_test_add_func ("/gate/ways-lead-back", ways_lead_back);
  return g_test_run ();
}
