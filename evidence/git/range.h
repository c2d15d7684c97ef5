/* SPDX-License-Identifier: Apache-2.0 */
/* What one history has and another has not. */
#ifndef HM_EVIDENCE_GIT_RANGE_H
#define HM_EVIDENCE_GIT_RANGE_H

#include "evidence/git/history.h"

/*
 * Sets HmCommit.is_before of those commits of @walk that are @before or its ancestors, wherever that one itself stands: git's `@before..`.
 *
 * @options: as of @walk
 *
 * Returns: FALSE with the errors of hm_walk_new().
 */
gboolean hm_range_mark (HmWalk *walk, git_repository *repository, git_odb *odb, const HmOid *before,
                        const HmWalkOptions *options, GError **error);

#endif
