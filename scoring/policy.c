/* SPDX-License-Identifier: Apache-2.0 */
#include "scoring/policy.h"

static const HmBand bands[] = {
  { .from_tenths = 80, .id = "good" },
  { .from_tenths = 50, .id = "fair" },
  { .from_tenths = 20, .id = "weak" },
  { .from_tenths = 0, .id = "poor" },
};

const HmPolicy hm_policy_default = {
  .name = "default",
  .risk_weights = {
    [HM_RISK_CRITICAL] = 10.0,
    [HM_RISK_HIGH] = 7.5,
    [HM_RISK_MEDIUM] = 5.0,
    [HM_RISK_LOW] = 2.5,
  },
  .bands = bands,
  .n_bands = G_N_ELEMENTS (bands),
  .partial_below_percent = 75,
};

const char *
hm_risk_text (HmRisk risk)
{
  switch (risk) {
  case HM_RISK_CRITICAL:
    return "critical";
  case HM_RISK_HIGH:
    return "high";
  case HM_RISK_MEDIUM:
    return "medium";
  case HM_RISK_LOW:
    return "low";
  }
  g_assert_not_reached ();
}

const HmBand *
hm_policy_band (const HmPolicy *policy, int tenths)
{
  gsize i = 0;

  while (i + 1 < policy->n_bands && tenths < policy->bands[i].from_tenths)
    i++;
  return &policy->bands[i];
}
