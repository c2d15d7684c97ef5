/* SPDX-License-Identifier: Apache-2.0 */
#include "scoring/gate.h"

gboolean
hm_gate_asks (const HmGate *gate)
{
  return gate->score != HM_NO_BAR || gate->floor != HM_NO_BAR || gate->coverage_percent != HM_NO_BAR
         || gate->n_checks > 0 || gate->forbids_regression || gate->forbids_new_findings;
}

const char *
hm_shortfall_kind_text (HmShortfallKind kind)
{
  switch (kind) {
  case HM_SHORT_OF_SCORE:
    return "score";
  case HM_SHORT_OF_FLOOR:
    return "floor";
  case HM_SHORT_OF_COVERAGE:
    return "coverage";
  case HM_SHORT_OF_CHECK_SCORE:
    return "check-score";
  case HM_SHORT_OF_CHECK_FLOOR:
    return "check-floor";
  case HM_SHORT_OF_BASELINE:
    return "regression";
  case HM_SHORT_OF_CHECK_BASELINE:
    return "check-regression";
  case HM_SHORT_NEW_FINDING:
    return "new-finding";
  }
  g_assert_not_reached ();
}

HmShortfall *
hm_shortfall_new (HmShortfallKind kind)
{
  HmShortfall *shortfall = g_new0 (HmShortfall, 1);

  shortfall->kind = kind;
  shortfall->check_id = g_strdup ("");
  shortfall->check_name = g_strdup ("");
  shortfall->wanted = HM_NO_BAR;
  shortfall->found = HM_NO_SCORE;
  shortfall->finding = g_strdup ("");
  shortfall->place = g_strdup ("");
  shortfall->ways = g_ptr_array_new_with_free_func (g_free);
  return shortfall;
}

void
hm_shortfall_free (HmShortfall *shortfall)
{
  if (shortfall == NULL)
    return;
  g_free (shortfall->check_id);
  g_free (shortfall->check_name);
  g_free (shortfall->finding);
  g_free (shortfall->place);
  g_ptr_array_unref (shortfall->ways);
  g_free (shortfall);
}

HmGateVerdict *
hm_gate_verdict_new (void)
{
  HmGateVerdict *verdict = g_new0 (HmGateVerdict, 1);

  verdict->has_passed = TRUE;
  verdict->shortfalls = g_ptr_array_new_with_free_func ((GDestroyNotify) hm_shortfall_free);
  verdict->notes = g_ptr_array_new_with_free_func (g_free);
  return verdict;
}

void
hm_gate_verdict_free (HmGateVerdict *verdict)
{
  if (verdict == NULL)
    return;
  g_ptr_array_unref (verdict->shortfalls);
  g_ptr_array_unref (verdict->notes);
  g_free (verdict);
}
