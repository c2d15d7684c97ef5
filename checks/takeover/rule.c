/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/takeover/rule.h"

/* Tenths. Transitions alone, however many, leave half of the score: most are honest. */
#define ARTEFACT_COST 80
#define ARTEFACT_SETTLED_COST 20
#define TRANSITIONS_COST_MAX 50
#define ALARM_SCORE 20
#define ALARM_STEP 10

#define ARTEFACT(probe_, label_, n_true_) \
  { \
    .probe = (probe_), .label = (label_), .kind = HM_TAKEOVER_ARTEFACT, .cost = ARTEFACT_COST, \
    .settled_cost = ARTEFACT_SETTLED_COST, .n_true = (n_true_) \
  }
#define TRANSITION(probe_, label_, cost_, n_true_) \
  { \
    .probe = (probe_), .label = (label_), .kind = HM_TAKEOVER_TRANSITION, .cost = (cost_), \
    .settled_cost = (cost_) / 2, .n_true = (n_true_) \
  }
#define EXPOSURE(probe_, label_, n_true_) \
  { \
    .probe = (probe_), .label = (label_), .kind = HM_TAKEOVER_EXPOSURE, .n_true = (n_true_) \
  }

const HmTakeoverTraits hm_takeover_rules[HM_N_TAKEOVER_RULES] = {
  [HM_TAKEOVER_COMBINATION] = ARTEFACT (
      "combined-transitions", "several transitions that honest projects rarely show together", 1),
  [HM_TAKEOVER_SECRET_SENT] = ARTEFACT ("secret-sent", "a secret is sent to a host", 0),
  [HM_TAKEOVER_DECODED_AND_RUN] = ARTEFACT ("decoded-and-run", "decoded data is run", 0),
  [HM_TAKEOVER_SABOTAGED_TEST] =
      ARTEFACT ("sabotaged-feature-test", "a feature test can't succeed", 0),
  [HM_TAKEOVER_SAFE_TO_UNSAFE] = ARTEFACT (
      "safe-to-unsafe", "a newcomer replaced a checking call by one that doesn't check", 1),
  [HM_TAKEOVER_HIDDEN_CODE] = ARTEFACT ("hidden-code", "code that no editor shows was added", 0),
  [HM_TAKEOVER_ENCODED_PAYLOAD] =
      ARTEFACT ("encoded-payload", "a newcomer added encoded data to what is run", 0),
  [HM_TAKEOVER_INSTALL_HOOK] =
      ARTEFACT ("newcomer-install-hook", "a newcomer added code that runs at installation", 0),
  [HM_TAKEOVER_STRANGER_DEPENDENCY] =
      ARTEFACT ("stranger-dependency", "a stranger added a dependency", 1),
  [HM_TAKEOVER_NEWCOMER_SHARE] =
      TRANSITION ("newcomer-share", "a newcomer does a large share of the work", 20, 26),
  [HM_TAKEOVER_NEW_LEAD] = TRANSITION ("new-lead", "a newcomer leads", 10, 14),
  [HM_TAKEOVER_ABRUPT_HAND_OVER] =
      TRANSITION ("abrupt-hand-over", "the project changed hands within months", 20, 1),
  [HM_TAKEOVER_RELEASE_KEY] = TRANSITION ("release-key", "a newcomer makes the releases", 20, 8),
  [HM_TAKEOVER_UNWITNESSED_BUILD] =
      TRANSITION ("unwitnessed-build-edits", "newcomers change the build unwitnessed", 20, 7),
  [HM_TAKEOVER_OPAQUE_FIXTURES] =
      TRANSITION ("opaque-fixtures", "a newcomer added opaque test files", 30, 0),
  [HM_TAKEOVER_REWRITTEN_FIXTURES] =
      TRANSITION ("rewritten-fixtures", "a newcomer rewrote opaque test files alone", 20, 0),
  [HM_TAKEOVER_CONTACTS] = TRANSITION ("contacts", "contacts changed hands", 10, 39),
  [HM_TAKEOVER_WOKEN] = TRANSITION ("woken-project", "a sleeping project was woken", 20, 9),
  [HM_TAKEOVER_STRANGER_WORKFLOW] =
      TRANSITION ("stranger-workflow", "a stranger changed a workflow unwitnessed", 20, 6),
  [HM_TAKEOVER_LOST_SIGNATURE] =
      TRANSITION ("lost-signature", "somebody who signs changed a workflow without", 10, 3),
  [HM_TAKEOVER_PROTECTION_REMOVED] =
      TRANSITION ("protection-removed", "a newcomer switched a protection off", 10, 1),
  [HM_TAKEOVER_HIDDEN_INPUT] =
      TRANSITION ("hidden-input", "a newcomer hid a build input from git", 10, 3),
  [HM_TAKEOVER_BUS_FACTOR] = EXPOSURE ("bus-factor", "half of the work rests on one person", 50),
  [HM_TAKEOVER_UNWITNESSED_WORK] =
      EXPOSURE ("unwitnessed-work", "most work shows no second person", 40),
  [HM_TAKEOVER_ADDED_HOOKS] = EXPOSURE ("install-hooks", "code runs at installation", 3),
};

const HmTakeoverTraits *
hm_takeover_find (const char *probe)
{
  for (gsize i = 0; i < HM_N_TAKEOVER_RULES; i++)
    if (g_str_equal (hm_takeover_rules[i].probe, probe))
      return &hm_takeover_rules[i];
  return NULL;
}

int
hm_takeover_score (const HmFindings *findings, HmAssume assume)
{
  gboolean is_known = FALSE;
  int lost = 0;
  int n_alarms = 0;

  for (guint i = 0; i < findings->items->len; i++) {
    const HmFinding *finding = g_ptr_array_index (findings->items, i);
    const HmTakeoverTraits *rule = hm_takeover_find (finding->probe);
    const HmOutcome outcome = hm_finding_outcome (finding, assume);

    if (rule == NULL || rule->kind == HM_TAKEOVER_EXPOSURE
        || (outcome != HM_PASS && outcome != HM_FAIL))
      continue;
    is_known = TRUE;
    if (rule->kind == HM_TAKEOVER_ARTEFACT && outcome == HM_FAIL)
      n_alarms++;
    else
      lost += finding->points_max - hm_finding_points (finding, assume);
  }
  if (!is_known)
    return HM_NO_SCORE;
  if (n_alarms > 0)
    return MAX (0, ALARM_SCORE - (n_alarms - 1) * ALARM_STEP);
  return 100 - MIN (lost, TRANSITIONS_COST_MAX);
}
