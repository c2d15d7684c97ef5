/* SPDX-License-Identifier: Apache-2.0 */
#include "scoring/steps.h"

/* The points earned of the points at stake, over what is known and applicable. */
static int
rate_by_points (const HmFindings *findings, HmAssume assume)
{
  int earned = 0;
  int at_stake = 0;

  for (guint i = 0; i < findings->items->len; i++) {
    const HmFinding *finding = g_ptr_array_index (findings->items, i);
    const HmOutcome outcome = hm_finding_outcome (finding, assume);

    if (outcome != HM_PASS && outcome != HM_FAIL)
      continue;
    earned += hm_finding_points (finding, assume);
    at_stake += finding->points_max;
  }
  return at_stake == 0 ? HM_NO_SCORE : earned * 100 / at_stake;
}

int
hm_check_rate (const HmCheck *check, const HmFindings *findings, HmAssume assume)
{
  return check->score != NULL ? check->score (findings, assume) : rate_by_points (findings, assume);
}

/* Which findings a step would settle. */
typedef struct {
  HmOutcome outcome;
  const char *probe;       /* (nullable) any where NULL */
  const char *remediation; /* (nullable) any where NULL */
} Selection;

static gboolean
is_selected (const HmFinding *finding, const Selection *selection)
{
  return finding->outcome == selection->outcome && finding->waiver == 0
         && (selection->probe == NULL || g_str_equal (finding->probe, selection->probe))
         && (selection->remediation == NULL
             || g_str_equal (finding->remediation, selection->remediation));
}

static void
finding_settle (HmFinding *finding)
{
  finding->outcome = HM_PASS;
  finding->points = finding->points_max;
}

HmFindings *
hm_findings_settled (const HmFindings *findings)
{
  HmFindings *settled = hm_findings_new ();

  for (guint i = 0; i < findings->items->len; i++) {
    const HmFinding *finding = g_ptr_array_index (findings->items, i);
    HmFinding *copy = hm_findings_add_copy (settled, finding);

    if (finding->waiver > 0)
      finding_settle (copy);
  }
  return settled;
}

/* As hm_findings_settled(), and each selected one passes in full too. Returns: (owned) */
static HmFindings *
findings_mended (const HmFindings *findings, const Selection *selection)
{
  HmFindings *mended = hm_findings_new ();

  for (guint i = 0; i < findings->items->len; i++) {
    const HmFinding *finding = g_ptr_array_index (findings->items, i);
    HmFinding *copy = hm_findings_add_copy (mended, finding);

    if (finding->waiver > 0 || is_selected (finding, selection))
      finding_settle (copy);
  }
  return mended;
}

/* Whether an earlier finding leads to the same step as the one at @index. */
static gboolean
is_repeated (const HmFindings *findings, guint index, const Selection *selection)
{
  for (guint i = 0; i < index; i++) {
    if (is_selected (g_ptr_array_index (findings->items, i), selection))
      return TRUE;
  }
  return FALSE;
}

static void
step_add (GPtrArray *steps, const HmResult *result, const char *probe, const char *text, int gain,
          gboolean is_view)
{
  HmStep *step = hm_step_new ();

  hm_text_set (&step->check_id, result->id);
  hm_text_set (&step->check_name, result->name);
  hm_text_set (&step->probe, probe);
  hm_text_set (&step->text, text);
  step->check_gain = gain;
  step->is_view = is_view;
  g_ptr_array_add (steps, step);
}

/* All faults of one probe are mended together; all that one thing makes visible is seen together. */
static void
finding_step_add (GPtrArray *steps, const HmCheck *check, const HmResult *result, guint index)
{
  const HmFinding *finding = g_ptr_array_index (result->findings->items, index);
  const gboolean is_view = finding->outcome == HM_UNKNOWN;
  const Selection selection = {
    .outcome = finding->outcome,
    .probe = is_view ? NULL : finding->probe,
    .remediation = is_view ? finding->remediation : NULL,
  };
  g_autoptr (HmFindings) mended = NULL;
  int gain;

  if (*finding->remediation == '\0' || is_repeated (result->findings, index, &selection))
    return;
  mended = findings_mended (result->findings, &selection);
  gain = is_view ? hm_check_rate (check, mended, HM_ASSUME_WORST) - result->floor
                 : hm_check_rate (check, mended, HM_ASSUME_NOTHING) - result->score;
  if (gain > 0)
    step_add (steps, result, finding->probe, finding->remediation, gain, is_view);
}

void
hm_steps_add (GPtrArray *steps, const HmCheck *check, const HmResult *result)
{
  for (guint i = 0; i < result->findings->items->len; i++) {
    const HmFinding *finding = g_ptr_array_index (result->findings->items, i);

    if (finding->waiver > 0)
      continue;
    if (finding->outcome == HM_UNKNOWN
        || (finding->outcome == HM_FAIL && result->status == HM_STATUS_SCORED))
      finding_step_add (steps, check, result, i);
  }
}

static int
step_compare (gconstpointer a, gconstpointer b)
{
  const HmStep *left = *(const HmStep *const *) a;
  const HmStep *right = *(const HmStep *const *) b;

  if (left->is_view != right->is_view)
    return left->is_view ? 1 : -1;
  return (left->gain < right->gain) - (left->gain > right->gain);
}

void
hm_steps_sort (GPtrArray *steps)
{
  /* GLib's array sort is stable: equal gains keep report order. */
  g_ptr_array_sort (steps, step_compare);
}
