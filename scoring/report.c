/* SPDX-License-Identifier: Apache-2.0 */
#include "scoring/report.h"

void
hm_text_set (char **text, const char *value)
{
  char *copy = g_strdup (value);

  g_free (*text);
  *text = copy;
}

static char *
empty_text (void)
{
  return g_strdup ("");
}

HmReportActivity *
hm_report_activity_new (void)
{
  HmReportActivity *activity = g_new0 (HmReportActivity, 1);

  activity->n_commits = -1;
  activity->n_people = -1;
  activity->n_active = -1;
  activity->n_organisations = -1;
  activity->n_releases = -1;
  activity->n_forks = -1;
  activity->n_stars = -1;
  activity->packages = g_new0 (char *, 1);
  activity->dependencies = g_new0 (char *, 1);
  return activity;
}

void
hm_report_activity_free (HmReportActivity *activity)
{
  if (activity == NULL)
    return;
  g_strfreev (activity->packages);
  g_strfreev (activity->dependencies);
  g_free (activity);
}

HmResult *
hm_result_new (void)
{
  HmResult *result = g_new0 (HmResult, 1);

  result->id = empty_text ();
  result->name = empty_text ();
  result->summary = empty_text ();
  result->reason = empty_text ();
  result->status = HM_STATUS_UNKNOWN;
  result->score = HM_NO_SCORE;
  result->floor = 0;
  result->ceiling = 100;
  result->unwaived_score = HM_NO_SCORE;
  result->unwaived_floor = HM_NO_SCORE;
  result->findings = hm_findings_new ();
  return result;
}

void
hm_result_free (HmResult *result)
{
  if (result == NULL)
    return;
  g_free (result->id);
  g_free (result->name);
  g_free (result->summary);
  g_free (result->reason);
  hm_findings_free (result->findings);
  g_free (result);
}

HmStep *
hm_step_new (void)
{
  HmStep *step = g_new0 (HmStep, 1);

  step->check_id = empty_text ();
  step->check_name = empty_text ();
  step->probe = empty_text ();
  step->text = empty_text ();
  return step;
}

void
hm_step_free (HmStep *step)
{
  if (step == NULL)
    return;
  g_free (step->check_id);
  g_free (step->check_name);
  g_free (step->probe);
  g_free (step->text);
  g_free (step);
}

HmReport *
hm_report_new (void)
{
  HmReport *report = g_new0 (HmReport, 1);

  report->tool_version = empty_text ();
  report->policy_name = empty_text ();
  report->policy_source = empty_text ();
  report->policy_digest = empty_text ();
  report->subject_name = empty_text ();
  report->subject_url = empty_text ();
  report->subject_ref = empty_text ();
  report->forge.host = empty_text ();
  report->forge.token_class = empty_text ();
  report->forge.why = empty_text ();
  report->results = g_ptr_array_new_with_free_func ((GDestroyNotify) hm_result_free);
  report->score = HM_NO_SCORE;
  report->floor = HM_NO_SCORE;
  report->ceiling = HM_NO_SCORE;
  report->band = g_strdup ("unknown");
  report->steps = g_ptr_array_new_with_free_func ((GDestroyNotify) hm_step_free);
  report->waivers = g_ptr_array_new_with_free_func ((GDestroyNotify) hm_report_waiver_free);
  report->unwaived_score = HM_NO_SCORE;
  report->unwaived_floor = HM_NO_SCORE;
  return report;
}

void
hm_report_free (HmReport *report)
{
  if (report == NULL)
    return;
  g_free (report->tool_version);
  g_free (report->policy_name);
  g_free (report->policy_source);
  g_free (report->policy_digest);
  g_free (report->subject_name);
  g_free (report->subject_url);
  g_free (report->subject_ref);
  g_free (report->forge.host);
  g_free (report->forge.token_class);
  g_free (report->forge.why);
  g_ptr_array_unref (report->results);
  g_free (report->band);
  g_ptr_array_unref (report->steps);
  g_ptr_array_unref (report->waivers);
  hm_comparison_free (report->range);
  hm_comparison_free (report->baseline);
  hm_report_activity_free (report->activity);
  hm_gate_verdict_free (report->verdict);
  g_free (report);
}

const char *
hm_status_text (HmStatus status)
{
  switch (status) {
  case HM_STATUS_SCORED:
    return "scored";
  case HM_STATUS_UNKNOWN:
    return "unknown";
  case HM_STATUS_NOT_APPLICABLE:
    return "not-applicable";
  }
  g_assert_not_reached ();
}

const char *
hm_outcome_text (HmOutcome outcome)
{
  switch (outcome) {
  case HM_PASS:
    return "pass";
  case HM_FAIL:
    return "fail";
  case HM_UNKNOWN:
    return "unknown";
  case HM_NOT_APPLICABLE:
    return "not-applicable";
  }
  g_assert_not_reached ();
}
