/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/gate_options.h"

#include <string.h>

#include "cli/check_choice.h"
#include "cli/report_file.h"
#include "core/error.h"
#include "core/limits.h"
#include "core/number.h"
#include "evidence/git/ref_file.h"

/* What `hallmark publish` calls the report that it keeps. */
#define REPORT_NAME "report.json"

HmGateOptionTexts hm_gate_option_texts;

void
hm_gate_plan_clear (HmGatePlan *plan)
{
  g_clear_pointer (&plan->checks, g_array_unref);
  g_clear_pointer (&plan->baseline, hm_report_free);
  g_clear_pointer (&plan->baseline_name, g_free);
  g_clear_pointer (&plan->diff_base, g_free);
  g_clear_pointer (&plan->diff_head, g_free);
}

gboolean
hm_gate_options_have_bar (void)
{
  const HmGateOptionTexts *texts = &hm_gate_option_texts;

  return texts->min_score != NULL || texts->min_floor != NULL || texts->min_coverage != NULL
         || texts->min != NULL;
}

static gboolean
score_read (const char *option, const char *text, int *ret_tenths, GError **error)
{
  *ret_tenths = HM_NO_BAR;
  if (text == NULL || hm_score_parse (text, ret_tenths))
    return TRUE;
  return hm_fail (error, HM_ERROR_USAGE,
                  "%s %s: write a score, 0 to 10 with at most one decimal, such as 7 or 7.5",
                  option, text);
}

static gboolean
coverage_read (const char *text, int *ret_percent, GError **error)
{
  guint64 number;

  *ret_percent = HM_NO_BAR;
  if (text == NULL)
    return TRUE;
  if (!hm_number_parse (text, strlen (text), 100, &number))
    return hm_fail (error, HM_ERROR_USAGE, "--min-coverage %s: write percent, 0 to 100", text);
  *ret_percent = (int) number;
  return TRUE;
}

/* Raises the bar of @wanted's check in @bars, or adds it. */
static void
bar_raise (GArray *bars, const HmCheckBar *wanted)
{
  for (guint i = 0; i < bars->len; i++) {
    HmCheckBar *bar = &g_array_index (bars, HmCheckBar, i);

    if (!g_str_equal (bar->check_id, wanted->check_id))
      continue;
    bar->score = MAX (bar->score, wanted->score);
    bar->floor = MAX (bar->floor, wanted->floor);
    return;
  }
  g_array_append_vals (bars, wanted, 1);
}

static gboolean
check_bar_read (const HmRegistry *registry, const char *text, GArray *bars, GError **error)
{
  const char *sign = strchr (text, '=');
  g_autofree char *name = g_strndup (text, sign != NULL ? (gsize) (sign - text) : 0);
  HmCheckBar bar = { .floor = HM_NO_BAR };
  const HmCheck *check;

  if (sign == NULL || sign == text)
    return hm_fail (error, HM_ERROR_USAGE, "--min %s: write CHECK=N, such as maintainers=6", text);
  if (!hm_score_parse (sign + 1, &bar.score))
    return hm_fail (error, HM_ERROR_USAGE,
                    "--min %s: write a score, 0 to 10 with at most one decimal, such as %s=7.5",
                    text, name);
  check = hm_check_find (registry, name, error);
  if (check == NULL) {
    g_prefix_error (error, "--min ");
    return FALSE;
  }
  bar.check_id = check->id;
  bar_raise (bars, &bar);
  return TRUE;
}

/* "BASE..HEAD", "BASE...HEAD", which is the same against the point where both parted, "BASE..", "BASE". */
static gboolean
diff_read (const char *text, HmGatePlan *plan, GError **error)
{
  const char *dots = strstr (text, "..");
  const char *head = dots == NULL ? "" : dots + (dots[2] == '.' ? 3 : 2);

  plan->diff_base = dots == NULL ? g_strdup (text) : g_strndup (text, (gsize) (dots - text));
  if (*plan->diff_base == '\0' || strstr (head, "..") != NULL || *head == '.')
    return hm_fail (error, HM_ERROR_USAGE,
                    "--diff %s: write BASE..HEAD, two revisions, such as origin/main..HEAD", text);
  if (*head != '\0' && !g_str_equal (head, "HEAD"))
    plan->diff_head = g_strdup (head);
  return TRUE;
}

static gboolean
plan_read (const HmGateOptionTexts *texts, const HmRegistry *registry, HmGatePlan *plan,
           GError **error)
{
  if (!score_read ("--min-score", texts->min_score, &plan->bars.score, error)
      || !score_read ("--min-floor", texts->min_floor, &plan->bars.floor, error)
      || !coverage_read (texts->min_coverage, &plan->bars.coverage_percent, error))
    return FALSE;
  for (gsize i = 0; texts->min != NULL && texts->min[i] != NULL; i++)
    if (!check_bar_read (registry, texts->min[i], plan->checks, error))
      return FALSE;
  if (texts->baseline != NULL && texts->baseline_ref != NULL)
    return hm_fail (error, HM_ERROR_USAGE,
                    "--baseline and --baseline-ref: both say what to compare with; give one");
  if ((texts->baseline != NULL && *texts->baseline == '\0')
      || (texts->baseline_ref != NULL && *texts->baseline_ref == '\0'))
    return hm_fail (error, HM_ERROR_USAGE, "%s: no name follows",
                    texts->baseline != NULL ? "--baseline" : "--baseline-ref");
  if (texts->diff != NULL && !diff_read (texts->diff, plan, error))
    return FALSE;
  if (texts->baseline == NULL)
    return TRUE;
  plan->baseline_name = g_strdup (texts->baseline);
  plan->baseline = hm_report_file_read (texts->baseline, error);
  if (plan->baseline == NULL)
    g_prefix_error (error, "--baseline ");
  return plan->baseline != NULL;
}

gboolean
hm_gate_options_read (const HmRegistry *registry, HmGatePlan *ret_plan, GError **error)
{
  g_auto (HmGatePlan)
      plan = { .bars = HM_GATE_NOTHING, .checks = g_array_new (FALSE, FALSE, sizeof (HmCheckBar)) };

  if (!plan_read (&hm_gate_option_texts, registry, &plan, error))
    return FALSE;
  *ret_plan = plan;
  plan = (HmGatePlan){ 0 };
  return TRUE;
}

gboolean
hm_gate_plan_read_ref (HmGatePlan *plan, const char *path, const gint *cancelled, GError **error)
{
  const char *ref = hm_gate_option_texts.baseline_ref;
  g_autoptr (GError) mistake = NULL;
  g_autoptr (GBytes) bytes = NULL;
  gsize size;
  const void *data;

  if (ref == NULL)
    return TRUE;
  bytes = hm_ref_file_read (path, ref, REPORT_NAME, HM_REPORT_BYTES_MAX, cancelled, &mistake);
  if (bytes == NULL && g_error_matches (mistake, HM_ERROR, HM_ERROR_NOT_FOUND))
    return hm_fail (
        error, HM_ERROR_USAGE,
        "--baseline-ref %s; before the first run there is none: 'hallmark publish' keeps "
        "one there, and 'git fetch' brings it",
        mistake->message);
  if (bytes == NULL) {
    g_propagate_prefixed_error (error, g_steal_pointer (&mistake), "--baseline-ref ");
    return FALSE;
  }
  data = g_bytes_get_data (bytes, &size);
  plan->baseline_name = g_strdup_printf ("%s:%s", ref, REPORT_NAME);
  plan->baseline = hm_report_bytes_read (plan->baseline_name, data, size, error);
  if (plan->baseline == NULL)
    g_prefix_error (error, "--baseline-ref ");
  return plan->baseline != NULL;
}

/*
 * Where nothing is asked, what nobody wants a change to bring: what can't be read, and what honest
 * work almost never does. Whether each commit must be signed, or sensitive files change under four
 * eyes before they are merged, is for a policy to ask.
 */
static const char *const new_in_default[] = { "takeover-signals", "opaque-source",
                                              "binary-artifacts", NULL };

HmGate
hm_gate_plan_gate (HmGatePlan *plan, const HmPolicy *policy)
{
  HmGate gate = policy->gate;

  gate.score = MAX (gate.score, plan->bars.score);
  gate.floor = MAX (gate.floor, plan->bars.floor);
  gate.coverage_percent = MAX (gate.coverage_percent, plan->bars.coverage_percent);
  for (gsize i = 0; i < policy->gate.n_checks; i++)
    bar_raise (plan->checks, &policy->gate.checks[i]);
  gate.checks = (const HmCheckBar *) (gpointer) plan->checks->data;
  gate.n_checks = plan->checks->len;
  if ((plan->baseline != NULL || hm_gate_option_texts.baseline_ref != NULL)
      && !gate.forbids_regression) {
    gate.forbids_regression = TRUE;
    gate.kept = NULL;
  }
  if (plan->diff_base != NULL && !hm_gate_asks (&gate)) {
    gate.forbids_new_findings = TRUE;
    gate.new_in = new_in_default;
  }
  return gate;
}

gboolean
hm_gate_plan_compare (const HmGatePlan *plan, HmReport *report, GError **error)
{
  if (plan->baseline == NULL)
    return TRUE;
  report->baseline = hm_reports_compare (plan->baseline, report, error);
  if (report->baseline != NULL)
    return TRUE;
  g_prefix_error (error, "baseline %s: ", plan->baseline_name);
  return FALSE;
}
