/* SPDX-License-Identifier: Apache-2.0 */
#include "scoring/policy.h"

#include "scoring/policy_check.h"

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
  .source = "",
  .digest = "",
  .gate = { .score = HM_NO_BAR, .floor = HM_NO_BAR, .coverage_percent = HM_NO_BAR },
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

static const HmCheckSetting *
setting_find (const HmPolicy *policy, const HmCheck *check)
{
  for (gsize i = 0; i < policy->n_checks; i++) {
    if (g_str_equal (policy->checks[i].check_id, check->id))
      return &policy->checks[i];
  }
  return NULL;
}

double
hm_policy_weight (const HmPolicy *policy, const HmCheck *check)
{
  const HmCheckSetting *setting = setting_find (policy, check);

  if (setting != NULL && setting->weight >= 0.0)
    return setting->weight;
  return g_str_equal (check->id, HM_POLICY_CHECK_ID) ? 0.0 : policy->risk_weights[check->risk];
}

gboolean
hm_policy_runs (const HmPolicy *policy, const HmCheck *check)
{
  const HmCheckSetting *setting = setting_find (policy, check);

  return setting == NULL || !setting->is_off;
}
