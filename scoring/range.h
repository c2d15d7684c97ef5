/* SPDX-License-Identifier: Apache-2.0 */
/* What a range of commits did: the reports of its two ends, compared, and what its commits did one by one. Pure. */
#ifndef HM_SCORING_RANGE_H
#define HM_SCORING_RANGE_H

#include "scoring/policy.h"
#include "scoring/report.h"

/* What is known of a range. */
typedef struct {
  const HmReport *base; /* of the commit that it begins at, as of the same time as the head */
  const HmReport *head; /* of its last commit */
  const HmFacts *facts; /* of its commits: checks/range.h */
  const HmTree *before; /* of the commit that it begins at */
  const HmTree *after;  /* of its last commit */
  const HmCheck *const *checks; /* that made both reports */
  gsize n_checks;
} HmRangeScene;

/*
 * Compares the ends of a range under @policy. Findings that the checks of its commits cite by share
 * are replaced by those that are the range's own (hm_range_judge()); and a binary that both ends
 * have, but with other content, is one that the range adds.
 *
 * Returns: (owned) for HmReport.range; NULL with the errors of hm_reports_compare().
 */
HmComparison *hm_range_compare (const HmRangeScene *scene, const HmPolicy *policy, GError **error);

#endif
