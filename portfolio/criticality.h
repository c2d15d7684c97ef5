/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How much depends on a repository, from what is at hand: the formula of OpenSSF's criticality score (Rob Pike's),
 * with its weights and thresholds where its signals exist. Pure.
 */
#ifndef HM_PORTFOLIO_CRITICALITY_H
#define HM_PORTFOLIO_CRITICALITY_H

#include "render/portfolio.h"

/*
 * Dependents within the portfolio count as much as criticality score's mentions do: weight 2. Its threshold, half a
 * million, is meant for all of GitHub; of the few hundred repositories of a portfolio, a library that twenty need
 * is its bedrock.
 */
#define HM_CRITICALITY_DEPENDENTS_MAX 20

/* What is known of a repository. A count below 0 is not known. */
typedef struct {
  gint64 as_of;           /* of the scan that found it: the "now" of the months */
  gint64 first_commit_at; /* 0: not known */
  gint64 last_commit_at;  /* 0: not known */
  gint64 n_people;
  gint64 n_organisations;
  gint64 n_commits;
  gint64 n_releases;
  gint64 n_dependents;
  gint64 n_forks;
  gint64 n_stars;
} HmCriticalitySignals;

/*
 * @signals: (nullable) NULL: nothing is known
 * @given: 0..1, which wins; HM_CRITICALITY_AUTO where it is to be worked out
 *
 * What is not known leaves the mean; where less than half of all weight is known, nothing is worked out.
 */
void hm_criticality_work_out (const HmCriticalitySignals *signals, double given,
                              HmCriticality *ret_criticality);

/*
 * Returns: criticality x (10 - floor) in tenths, 0..100, not rounded: what is ordered by it; below 0 where either
 * is not known.
 */
double hm_criticality_product (const HmCriticality *criticality, int floor);

/* Returns: hm_criticality_product(), rounded; HM_NO_SCORE where either is not known. */
int hm_criticality_risk (const HmCriticality *criticality, int floor);

#endif
