/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the policy itself has wrong with it: waivers that settle nothing, and changes to it that
 * come with what it judges. Told as the result of a check of its own, so that it shows, counts and
 * is held to a bar like any other. Pure.
 */
#ifndef HM_SCORING_POLICY_CHECK_H
#define HM_SCORING_POLICY_CHECK_H

#include "scoring/policy.h"

#define HM_POLICY_CHECK_ID "policy"
#define HM_POLICY_UNCHANGED_PROBE "policy-unchanged"

/*
 * For its id, weight and documentation, and its scoring rule. It is in no registry: a policy can
 * weigh it, not switch it off, and its run() finds nothing, for it looks at no fact.
 */
extern const HmCheck hm_policy_check;

/*
 * Adds to @findings one for each of @waivers (element-type HmReportWaiver), whose states are
 * settled, and one for each change to the policy.
 */
void hm_policy_findings_add (HmFindings *findings, const HmPolicy *policy,
                             const GPtrArray *waivers);

#endif
