/* SPDX-License-Identifier: Apache-2.0 */
/* Holds the waivers of a policy against what the checks found. Pure. */
#ifndef HM_SCORING_WAIVERS_H
#define HM_SCORING_WAIVERS_H

#include "scoring/policy.h"
#include "scoring/report.h"

/*
 * The waivers of @policy as a report of the time @as_of keeps them: what time alone tells is
 * settled (HM_WAIVER_EXPIRED, HM_WAIVER_TOO_LONG), all others are HM_WAIVER_UNASKED.
 *
 * Returns: (owned) (element-type HmReportWaiver) in the policy's order
 */
GPtrArray *hm_waivers_new (const HmPolicy *policy, gint64 as_of);

/*
 * Sets the state of those @waivers that are about the check of @result, and HmFinding.waiver of
 * each failed finding that one in force settles: the first that does. Nothing else of @result is
 * changed; its status is settled.
 *
 * A waiver is in force where it settles one finding or more. One with a path has to fit every file
 * that a finding cites, one with commits every commit. One without either fits findings that cite
 * no file. Where none fits, but something of the check could not be looked at, nobody knows:
 * HM_WAIVER_UNASKED. So it is where the patterns of a check's waivers cost more than a scan can
 * bear.
 */
void hm_waivers_apply (GPtrArray *waivers, HmResult *result);

#endif
