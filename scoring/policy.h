/* SPDX-License-Identifier: Apache-2.0 */
/* What the weighing may be told: weights and bands, as data. */
#ifndef HM_SCORING_POLICY_H
#define HM_SCORING_POLICY_H

#include <hallmark/check.h>

/* A stretch of the scale that shows in one colour. */
typedef struct {
  int from_tenths; /* inclusive; the bands are in falling order, the last is from 0 */
  const char *id;  /* "good", "fair", "weak", "poor" */
} HmBand;

typedef struct {
  const char *name;                /* "default" */
  double risk_weights[HM_N_RISKS]; /* by HmRisk; > 0 */
  const HmBand *bands;
  gsize n_bands;
  int partial_below_percent; /* a badge with less coverage says `partial` */
} HmPolicy;

/* Scorecard's weights (checks/checks.go's risk, pkg/scorecard_result.go) and shields' band edges (services/ossf-scorecard). */
extern const HmPolicy hm_policy_default;

/* "critical", "high", "medium", "low" */
const char *hm_risk_text (HmRisk risk);

/* Returns: (borrowed) the band of @tenths, 0..100. */
const HmBand *hm_policy_band (const HmPolicy *policy, int tenths);

#endif
