/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the commits of a range did, each by itself. A check that judges a hundred commits by their
 * share cites a few of them, and does so anew with each commit that comes: it can't say what one
 * change brought. This can.
 */
#ifndef HM_CHECKS_RANGE_H
#define HM_CHECKS_RANGE_H

#include <hallmark/check.h>

/* Whether what the probe @probe of @check_id finds is told of a range by hm_range_judge() alone. */
gboolean hm_range_has_own (const char *check_id, const char *probe);

/*
 * Whether the probe @probe of @check_id finds one thing about the whole history, and cites examples
 * of it that change with each commit: where it failed before, it fails not anew.
 */
gboolean hm_range_is_of_whole (const char *check_id, const char *probe);

/*
 * Adds to @findings what of @check the commits of @facts failed that are not HmCommit.is_before:
 * unsigned ones in one finding that cites all, sensitive changes that nobody else is seen on, and
 * contacts that were replaced before a second person is seen. Nothing where @check is another, or
 * all is well.
 *
 * @facts: with HM_NEED_HISTORY and HM_NEED_CHANGES
 */
void hm_range_judge (const HmCheck *check, const HmFacts *facts, HmFindings *findings);

/*
 * Adds to @findings each sensitive file that @after, the tree at the end of the range, has
 * otherwise than @before, the one that it begins at, though no commit of @facts that is not
 * HmCommit.is_before is seen to make it so: a merge can bring back what was there long ago, and a
 * commit can be too large to be looked at whole. Nothing where @check is not that of sensitive
 * changes.
 *
 * Both trees are in path order, as HmTree has it. @facts: as hm_range_judge() wants them
 */
void hm_range_judge_trees (const HmCheck *check, const HmFacts *facts, const HmTree *before,
                           const HmTree *after, HmFindings *findings);

#endif
