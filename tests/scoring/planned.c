/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/scoring/planned.h"

#include "core/oid.h"

static const HmProbe probes[] = {
  { .id = "one", .question = "?", .evidence = "e", .scoring = "s", .remediation = "mend one" },
  { .id = "two", .question = "?", .evidence = "e", .scoring = "s", .remediation = "mend two" },
};

static const HmPlan *plans[HM_PLANNED_CHECKS];
static gsize n_plans[HM_PLANNED_CHECKS];

static void
plan_run (gsize index, HmFindings *findings)
{
  for (gsize i = 0; i < n_plans[index]; i++) {
    const HmPlan *plan = &plans[index][i];
    HmFinding *finding = hm_findings_add (findings, plan->probe, plan->outcome, "found %zu", i);
    const HmTreeEntry entry = { .path = plan->path, .oid = plan->blob };

    hm_finding_set_points (finding, plan->outcome == HM_PASS ? 10 : 0, 10);
    if (plan->outcome == HM_UNKNOWN)
      hm_finding_set_remediation (finding, "look");
    if (plan->path != NULL)
      hm_finding_cite_file (finding, &entry, 3);
    if (!hm_oid_is_zero (&plan->commit))
      hm_finding_cite_commit (finding, &plan->commit);
  }
}

static void
red_run (const HmFacts *facts G_GNUC_UNUSED, HmFindings *findings)
{
  plan_run (0, findings);
}

static void
green_run (const HmFacts *facts G_GNUC_UNUSED, HmFindings *findings)
{
  plan_run (1, findings);
}

static void
blue_run (const HmFacts *facts G_GNUC_UNUSED, HmFindings *findings)
{
  plan_run (2, findings);
}

#define CHECK(text, of_risk, runs) \
  &(const HmCheck) \
  { \
    .id = (text), .name = (text), .risk = (of_risk), .summary = "s", .probes = probes, \
    .n_probes = G_N_ELEMENTS (probes), .run = (runs) \
  }

const HmCheck *const hm_planned_checks[HM_PLANNED_CHECKS] = {
  CHECK ("red", HM_RISK_HIGH, red_run),
  CHECK ("green", HM_RISK_MEDIUM, green_run),
  CHECK ("blue", HM_RISK_LOW, blue_run),
};

void
hm_plan (gsize index, const HmPlan *plan, gsize n)
{
  plans[index] = plan;
  n_plans[index] = n;
}

HmReport *
hm_planned_report (const HmPolicy *policy)
{
  const HmFacts facts = { .subject.name = "s", .as_of = HM_PLANNED_AS_OF };

  return hm_score_subject (hm_planned_checks, HM_PLANNED_CHECKS, &facts, policy, "0");
}
