/* SPDX-License-Identifier: Apache-2.0 */
/* Distrusts checks: a plug-in may say anything, and its nonsense must not reach a score. */
#include "scoring/score.h"

#include "core/error.h"
#include "core/limits.h"
#include "core/number.h"
#include "scoring/policy_check.h"
#include "scoring/steps.h"
#include "scoring/waivers.h"

#include <string.h>

/* Points of the aggregate: half of the last digit that is printed. */
#define STEP_GAIN_MIN 0.05

static const HmProbe *
probe_find (const HmCheck *check, const char *id)
{
  for (gsize i = 0; i < check->n_probes; i++) {
    if (g_str_equal (check->probes[i].id, id))
      return &check->probes[i];
  }
  return NULL;
}

/* Returns: (owned) (nullable) what is wrong with @finding; NULL where nothing is. */
static char *
finding_nonsense (const HmCheck *check, const HmFinding *finding)
{
  if (finding->probe == NULL || finding->message == NULL || finding->remediation == NULL)
    return g_strdup ("a finding lacks its probe, message or remediation");
  if (probe_find (check, finding->probe) == NULL)
    return g_strdup_printf ("a finding names the probe '%.64s', which the check does not list",
                            finding->probe);
  if (strlen (finding->message) > HM_TEXT_MAX || strlen (finding->remediation) > HM_TEXT_MAX)
    return g_strdup_printf ("a text of probe '%s' is longer than %u bytes", finding->probe,
                            HM_TEXT_MAX);
  if ((guint) finding->outcome > HM_NOT_APPLICABLE)
    return g_strdup_printf ("probe '%s' has an outcome of %d", finding->probe,
                            (int) finding->outcome);
  if (finding->points < 0 || finding->points > finding->points_max || finding->points_max > 100)
    return g_strdup_printf ("probe '%s' has %d of %d points, where 0..max of at most 100 is right",
                            finding->probe, finding->points, finding->points_max);
  return NULL;
}

static char *
findings_nonsense (const HmCheck *check, const HmFindings *findings)
{
  if (findings->items->len == 0)
    return g_strdup ("it gave no finding");
  if (findings->items->len > HM_FINDINGS_MAX + 1)
    return g_strdup_printf ("it gave %u findings, more than %u", findings->items->len,
                            HM_FINDINGS_MAX);
  for (guint i = 0; i < findings->items->len; i++) {
    char *nonsense = finding_nonsense (check, g_ptr_array_index (findings->items, i));

    if (nonsense != NULL)
      return nonsense;
  }
  return NULL;
}

static char *
rates_nonsense (int score, int floor, int ceiling)
{
  if (score < HM_NO_SCORE || score > 100 || floor < HM_NO_SCORE || floor > 100
      || ceiling < HM_NO_SCORE || ceiling > 100)
    return g_strdup_printf ("it scored %d, floor %d, ceiling %d tenths, where 0..100 is right",
                            score, floor, ceiling);
  if (score != HM_NO_SCORE && (floor == HM_NO_SCORE || floor > score || score > ceiling))
    return g_strdup_printf ("its score of %d tenths is not between its floor %d and its ceiling %d",
                            score, floor, ceiling);
  return NULL;
}

static void
remediations_fill (const HmCheck *check, HmFindings *findings)
{
  for (guint i = 0; i < findings->items->len; i++) {
    HmFinding *finding = g_ptr_array_index (findings->items, i);

    if (finding->outcome == HM_FAIL && *finding->remediation == '\0')
      hm_text_set (&finding->remediation, probe_find (check, finding->probe)->remediation);
  }
}

static gboolean
is_applicable (const HmFindings *findings)
{
  for (guint i = 0; i < findings->items->len; i++) {
    const HmFinding *finding = g_ptr_array_index (findings->items, i);

    if (finding->outcome != HM_NOT_APPLICABLE)
      return TRUE;
  }
  return FALSE;
}

static void
result_void (HmResult *result, const char *nonsense)
{
  hm_findings_free (result->findings);
  result->findings = hm_findings_new ();
  g_free (result->reason);
  result->reason = g_strdup_printf ("the check talks nonsense: %s", nonsense);
}

/* Score, floor and ceiling of one set of findings. */
typedef struct {
  int score;
  int floor;
  int ceiling;
} Rates;

static Rates
findings_rate (const HmCheck *check, const HmFindings *findings)
{
  return (Rates){
    .score = hm_check_rate (check, findings, HM_ASSUME_NOTHING),
    .floor = hm_check_rate (check, findings, HM_ASSUME_WORST),
    .ceiling = hm_check_rate (check, findings, HM_ASSUME_BEST),
  };
}

/* Sets status, score, floor and ceiling from the findings that @result holds, as they are without waivers. */
static void
result_rate (HmResult *result, const HmCheck *check)
{
  g_autofree char *nonsense = NULL;
  Rates rates;

  if (!is_applicable (result->findings)) {
    result->status = HM_STATUS_NOT_APPLICABLE;
    return;
  }
  rates = findings_rate (check, result->findings);
  nonsense = rates_nonsense (rates.score, rates.floor, rates.ceiling);
  if (nonsense != NULL) {
    result_void (result, nonsense);
    return;
  }
  if (rates.score == HM_NO_SCORE)
    return;
  result->status = HM_STATUS_SCORED;
  result->score = rates.score;
  result->floor = rates.floor;
  result->ceiling = rates.ceiling;
  result->unwaived_score = rates.score;
  result->unwaived_floor = rates.floor;
}

static gboolean
is_waived (const HmFindings *findings)
{
  for (guint i = 0; i < findings->items->len; i++) {
    const HmFinding *finding = g_ptr_array_index (findings->items, i);

    if (finding->waiver > 0)
      return TRUE;
  }
  return FALSE;
}

/* Settles what @waivers settle. A rule that would have them lower a score is not followed. */
static void
result_waive (HmResult *result, const HmCheck *check, GPtrArray *waivers)
{
  g_autoptr (HmFindings) settled = NULL;
  g_autofree char *nonsense = NULL;
  Rates rates;

  hm_waivers_apply (waivers, result);
  if (result->status != HM_STATUS_SCORED || !is_waived (result->findings))
    return;
  settled = hm_findings_settled (result->findings);
  rates = findings_rate (check, settled);
  nonsense = rates_nonsense (rates.score, rates.floor, rates.ceiling);
  if (nonsense != NULL)
    return;
  result->score = MAX (result->score, rates.score);
  result->floor = MAX (result->floor, rates.floor);
  result->ceiling = MAX (result->ceiling, rates.ceiling);
}

static void
result_describe (HmResult *result, const HmCheck *check, const HmPolicy *policy)
{
  hm_text_set (&result->id, check->id);
  hm_text_set (&result->name, check->name);
  hm_text_set (&result->summary, check->summary);
  result->risk = check->risk;
  result->weight = hm_policy_weight (policy, check);
}

static void
reason_fill (HmResult *result)
{
  const HmFinding *first =
      result->findings->items->len > 0 ? g_ptr_array_index (result->findings->items, 0) : NULL;

  if (*result->reason != '\0')
    return;
  hm_text_set (&result->reason, *result->findings->reason != '\0' || first == NULL
                                    ? result->findings->reason
                                    : first->message);
}

/* Sets the states of @waivers that are about @check. */
static HmResult *
check_score (const HmCheck *check, const HmFacts *facts, const HmPolicy *policy, GPtrArray *waivers)
{
  HmResult *result = hm_result_new ();
  g_autofree char *nonsense = NULL;

  result_describe (result, check, policy);
  check->run (facts, result->findings);
  nonsense = findings_nonsense (check, result->findings);
  if (nonsense != NULL) {
    result_void (result, nonsense);
  } else {
    remediations_fill (check, result->findings);
    result_rate (result, check);
  }
  result_waive (result, check, waivers);
  reason_fill (result);
  return result;
}

HmResult *
hm_score_check (const HmCheck *check, const HmFacts *facts, const HmPolicy *policy)
{
  g_autoptr (GPtrArray) waivers = hm_waivers_new (policy, facts->as_of);

  return check_score (check, facts, policy, waivers);
}

/* What is wrong with the policy itself: after all others, whose states @waivers have by then. Returns: (owned) */
static HmResult *
policy_score (const HmPolicy *policy, const GPtrArray *waivers)
{
  HmResult *result = hm_result_new ();
  guint n_failed = 0;

  result_describe (result, &hm_policy_check, policy);
  hm_policy_findings_add (result->findings, policy, waivers);
  remediations_fill (&hm_policy_check, result->findings);
  result_rate (result, &hm_policy_check);
  for (guint i = 0; i < result->findings->items->len; i++) {
    const HmFinding *finding = g_ptr_array_index (result->findings->items, i);

    n_failed += finding->outcome == HM_FAIL;
  }
  if (n_failed > 1)
    hm_findings_set_reason (result->findings, "%u things about the policy are to be mended",
                            n_failed);
  else if (n_failed == 0 && result->status == HM_STATUS_SCORED)
    hm_findings_set_reason (result->findings, "%u %s in force", waivers->len,
                            waivers->len == 1 ? "waiver" : "waivers");
  reason_fill (result);
  return result;
}

/* Sums over results: weights, and weights times tenths. */
typedef struct {
  double scored_weight;
  double scored_sum;
  double applicable_weight;
  double floor_sum;
  double ceiling_sum;
  double unwaived_sum;
  double unwaived_floor_sum;
} Sums;

/* Of a result that nobody weighed without waivers: it has none. */
static int
unwaived (int unwaived_tenths, int tenths)
{
  return unwaived_tenths == HM_NO_SCORE ? tenths : unwaived_tenths;
}

static Sums
results_sum (const GPtrArray *results)
{
  Sums sums = { 0 };

  for (guint i = 0; i < results->len; i++) {
    const HmResult *result = g_ptr_array_index (results, i);

    if (result->status == HM_STATUS_NOT_APPLICABLE)
      continue;
    sums.applicable_weight += result->weight;
    sums.floor_sum += result->weight * result->floor;
    sums.ceiling_sum += result->weight * result->ceiling;
    sums.unwaived_floor_sum += result->weight * unwaived (result->unwaived_floor, result->floor);
    if (result->status != HM_STATUS_SCORED)
      continue;
    sums.scored_weight += result->weight;
    sums.scored_sum += result->weight * result->score;
    sums.unwaived_sum += result->weight * unwaived (result->unwaived_score, result->score);
  }
  return sums;
}

static int
coverage_percent (const Sums *sums)
{
  if (sums->applicable_weight <= 0.0)
    return 0;
  /* Never rounded up: 74.9 % is under 75 %. The last term takes back what adding doubles lost. */
  return (int) (100.0 - (sums->ceiling_sum - sums->floor_sum) / sums->applicable_weight + 1e-6);
}

HmHeadline
hm_results_weigh (const GPtrArray *results)
{
  const Sums sums = results_sum (results);

  return (HmHeadline){
    .score = hm_mean_tenths (sums.scored_sum / 10.0, sums.scored_weight),
    .floor = hm_mean_tenths (sums.floor_sum / 10.0, sums.applicable_weight),
    .ceiling = hm_mean_tenths (sums.ceiling_sum / 10.0, sums.applicable_weight),
    .unwaived_score = hm_mean_tenths (sums.unwaived_sum / 10.0, sums.scored_weight),
    .unwaived_floor = hm_mean_tenths (sums.unwaived_floor_sum / 10.0, sums.applicable_weight),
    .coverage_percent = coverage_percent (&sums),
  };
}

void
hm_report_aggregate (HmReport *report, const HmPolicy *policy)
{
  const HmHeadline headline = hm_results_weigh (report->results);

  report->score = headline.score;
  report->floor = headline.floor;
  report->ceiling = headline.ceiling;
  report->unwaived_score = headline.unwaived_score;
  report->unwaived_floor = headline.unwaived_floor;
  report->coverage_percent = headline.coverage_percent;
  report->is_partial = report->coverage_percent < policy->partial_below_percent;
  hm_text_set (&report->band, report->score == HM_NO_SCORE
                                  ? "unknown"
                                  : hm_policy_band (policy, report->score)->id);
}

gboolean
hm_report_check_headline (const HmReport *report, GError **error)
{
  const HmHeadline headline = hm_results_weigh (report->results);
  const struct {
    const char *name;
    int said;
    int found;
  } figures[] = {
    { "score", report->score, headline.score },
    { "floor", report->floor, headline.floor },
    { "ceiling", report->ceiling, headline.ceiling },
    { "unwaived.score", report->unwaived_score, headline.unwaived_score },
    { "unwaived.floor", report->unwaived_floor, headline.unwaived_floor },
  };
  char said[HM_SCORE_TEXT_SIZE];
  char found[HM_SCORE_TEXT_SIZE];

  for (gsize i = 0; i < G_N_ELEMENTS (figures); i++) {
    if (figures[i].said != figures[i].found)
      return hm_fail (error, HM_ERROR_FORMAT, "%s: says %s, but its checks come to %s",
                      figures[i].name, hm_score_text (figures[i].said, said),
                      hm_score_text (figures[i].found, found));
  }
  if (report->coverage_percent != headline.coverage_percent)
    return hm_fail (error, HM_ERROR_FORMAT, "coverage: says %d %%, but its checks come to %d %%",
                    report->coverage_percent, headline.coverage_percent);
  return TRUE;
}

/* A fault's gain is over what counts in the score, a view's over what counts in the floor. */
static void
steps_weigh (HmReport *report)
{
  const Sums sums = results_sum (report->results);

  for (guint i = 0; i < report->steps->len; i++) {
    HmStep *step = g_ptr_array_index (report->steps, i);
    const double all = step->is_view ? sums.applicable_weight : sums.scored_weight;

    /* All checks may weigh nothing. */
    for (guint j = 0; j < report->results->len; j++) {
      const HmResult *result = g_ptr_array_index (report->results, j);

      if (g_str_equal (result->id, step->check_id) && all > 0.0)
        step->gain = result->weight * step->check_gain / 10.0 / all;
    }
    /* What does not move the printed score is not worth a line. */
    if (step->gain < STEP_GAIN_MIN)
      g_ptr_array_remove_index (report->steps, i--);
  }
  hm_steps_sort (report->steps);
}

static void
forge_note (HmReportForge *forge, const HmForge *facts)
{
  hm_text_set (&forge->host, facts->host != NULL ? facts->host : "");
  hm_text_set (&forge->token_class, facts->token_class != NULL ? facts->token_class : "");
  hm_text_set (&forge->why, facts->why != NULL ? facts->why : "");
  forge->asked_at = facts->asked_at;
  forge->n_requests = facts->n_requests;
}

/* Takes @result. */
static void
result_add (HmReport *report, const HmCheck *check, HmResult *result)
{
  g_ptr_array_add (report->results, result);
  hm_steps_add (report->steps, check, result);
}

HmReport *
hm_score_subject (const HmCheck *const *checks, gsize n_checks, const HmFacts *facts,
                  const HmPolicy *policy, const char *tool_version)
{
  HmReport *report = hm_report_new ();

  hm_text_set (&report->tool_version, tool_version);
  hm_text_set (&report->policy_name, policy->name);
  hm_text_set (&report->policy_source, policy->source);
  hm_text_set (&report->policy_digest, policy->digest);
  report->is_policy_of_subject = policy->is_of_subject;
  hm_text_set (&report->subject_name, facts->subject.name);
  hm_text_set (&report->subject_url, facts->subject.url != NULL ? facts->subject.url : "");
  hm_text_set (&report->subject_ref, facts->subject.ref != NULL ? facts->subject.ref : "");
  report->commit = facts->subject.commit;
  report->committed_at = facts->subject.committed_at;
  report->as_of = facts->as_of;
  forge_note (&report->forge, &facts->forge);
  g_ptr_array_unref (report->waivers);
  report->waivers = hm_waivers_new (policy, facts->as_of);
  for (gsize i = 0; i < n_checks; i++) {
    if (hm_policy_runs (policy, checks[i]))
      result_add (report, checks[i], check_score (checks[i], facts, policy, report->waivers));
  }
  if (*policy->source != '\0')
    result_add (report, &hm_policy_check, policy_score (policy, report->waivers));
  hm_report_aggregate (report, policy);
  steps_weigh (report);
  return report;
}
