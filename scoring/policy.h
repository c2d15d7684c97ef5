/* SPDX-License-Identifier: Apache-2.0 */
/* What the weighing may be told: weights and bands, as data. */
#ifndef HM_SCORING_POLICY_H
#define HM_SCORING_POLICY_H

#include <hallmark/check.h>

#include "scoring/gate.h"
#include "scoring/waiver.h"

/* A stretch of the scale that shows in one colour. */
typedef struct {
  int from_tenths; /* inclusive; the bands are in falling order, the last is from 0 */
  const char *id;  /* "good", "fair", "weak", "poor" */
} HmBand;

#define HM_NO_WEIGHT (-1.0)

/* What is set for one check. */
typedef struct {
  const char *check_id;
  gboolean is_off; /* it does not run */
  double weight;   /* >= 0; HM_NO_WEIGHT: that of its risk */
} HmCheckSetting;

/* A file of the policy that the scanned commit has otherwise than the revision that the policy was taken from. */
typedef struct {
  const char *path;
  HmOid before; /* all zero: it was not there */
  HmOid after;  /* all zero: it is gone */
} HmPolicyChange;

/* Texts and arrays are borrowed from whoever read the policy (policy/load.h). */
typedef struct {
  const char *name;   /* "default" */
  const char *source; /* where it came from: ".hallmark.yml at 1a2b3c4d5e"; "" for the default */
  const char *digest; /* SHA-256 in hex of all that is in effect; "" for the default */
  gboolean is_of_subject;          /* it is the scanned repository's own */
  double risk_weights[HM_N_RISKS]; /* by HmRisk; >= 0 */
  const HmCheckSetting *checks;    /* (nullable) */
  gsize n_checks;
  const HmBand *bands;
  gsize n_bands;
  int partial_below_percent; /* a badge with less coverage says `partial` */
  const HmWaiver *waivers;   /* (nullable) */
  gsize n_waivers;
  HmGate gate;
  const HmPolicyChange *changes; /* (nullable) */
  gsize n_changes;
} HmPolicy;

/*
 * Scorecard's weights (checks/checks.go's risk, pkg/scorecard_result.go) and shields' band edges
 * (services/ossf-scorecard).
 */
extern const HmPolicy hm_policy_default;

/* "critical", "high", "medium", "low" */
const char *hm_risk_text (HmRisk risk);

/* Returns: (borrowed) the band of @tenths, 0..100. */
const HmBand *hm_policy_band (const HmPolicy *policy, int tenths);

/* What @check weighs. The policy's own (scoring/policy_check.h) weighs nothing unless the policy says so. */
double hm_policy_weight (const HmPolicy *policy, const HmCheck *check);

gboolean hm_policy_runs (const HmPolicy *policy, const HmCheck *check);

#endif
