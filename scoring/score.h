/* SPDX-License-Identifier: Apache-2.0 */
/* Turns findings into check scores and a risk-weighted aggregate under a policy. Pure. */
#ifndef HM_SCORING_SCORE_H
#define HM_SCORING_SCORE_H

#include "scoring/policy.h"
#include "scoring/report.h"

/*
 * Runs @check over @facts and scores what it found, with the weight and the waivers of @policy. A
 * check that talks nonsense (an unknown probe, points or a score out of range, a floor above its
 * ceiling) becomes HM_STATUS_UNKNOWN and says so.
 *
 * Returns: (owned)
 */
HmResult *hm_score_check (const HmCheck *check, const HmFacts *facts, const HmPolicy *policy);

/*
 * Runs those of @checks that @policy runs, settles what its waivers settle, and weighs the results;
 * that of the policy itself (scoring/policy_check.h) comes last, where there is a policy.
 *
 * Returns: (owned)
 */
HmReport *hm_score_subject (const HmCheck *const *checks, gsize n_checks, const HmFacts *facts,
                            const HmPolicy *policy, const char *tool_version);

/* The figures of a whole: tenths or HM_NO_SCORE, and percent. */
typedef struct {
  int score;
  int floor;
  int ceiling;
  int unwaived_score;
  int unwaived_floor;
  int coverage_percent;
} HmHeadline;

/* What @results (element-type HmResult) come to by their weights. */
HmHeadline hm_results_weigh (const GPtrArray *results);

/* Sets score, floor, ceiling, coverage and band of @report from its results. */
void hm_report_aggregate (HmReport *report, const HmPolicy *policy);

/*
 * Weighs a report that was read back once more, by the weights that it states.
 *
 * Returns: FALSE with HM_ERROR_FORMAT where its headline is not what its checks come to.
 */
gboolean hm_report_check_headline (const HmReport *report, GError **error);

#endif
