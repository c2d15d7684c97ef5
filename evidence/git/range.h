/* SPDX-License-Identifier: Apache-2.0 */
/* What one history has and another has not. */
#ifndef HM_EVIDENCE_GIT_RANGE_H
#define HM_EVIDENCE_GIT_RANGE_H

#include "evidence/git/history.h"

/*
 * Sets HmCommit.is_before of those commits of @walk that are @before or its ancestors, wherever
 * that one itself stands: git's `@before..`.
 *
 * @options: as of @walk
 *
 * Returns: FALSE with the errors of hm_walk_new().
 */
gboolean hm_range_mark (HmWalk *walk, git_repository *repository, git_odb *odb, const HmOid *before,
                        const HmWalkOptions *options, GError **error);

/*
 * The commit that two histories parted from: one that both have, and that no other such commit
 * builds on. Of several (histories that were merged crosswise) the newest, then the first of @one.
 *
 * Returns: FALSE where they share none that is here.
 */
gboolean hm_range_merge_base (const HmWalk *one, const HmWalk *other, HmOid *ret_base);

#endif
