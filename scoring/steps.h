/* SPDX-License-Identifier: Apache-2.0 */
/* What to do next: what each probe would bring if all its faults were mended, by the check's own rule. */
#ifndef HM_SCORING_STEPS_H
#define HM_SCORING_STEPS_H

#include "scoring/report.h"

/* The rule of @check, or the common one where it has none: see HmCheck.score. */
int hm_check_rate (const HmCheck *check, const HmFindings *findings, HmAssume assume);

/* Returns: (owned) a copy of @findings in which those that a waiver settles have passed in full. */
HmFindings *hm_findings_settled (const HmFindings *findings);

/*
 * Adds to @steps (element-type HmStep) one step for each probe of @check whose mending moves the
 * score of @result, and one for each thing that would make unknowns visible and so could raise the
 * floor. What a waiver settles needs none. Sets check_gain; HmStep.gain is the aggregate's
 * business.
 */
void hm_steps_add (GPtrArray *steps, const HmCheck *check, const HmResult *result);

/* Faults before evidence to be made visible, then most valuable first, then in report order. */
void hm_steps_sort (GPtrArray *steps);

#endif
