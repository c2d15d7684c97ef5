/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The signatures of commits and tags, read and where there are trust anchors verified. Distrusts
 * both: what is looked at is held against its object id, so that a verdict is about the commit that
 * it names.
 */
#ifndef HM_EVIDENCE_GIT_RECENT_H
#define HM_EVIDENCE_GIT_RECENT_H

#include "evidence/git/history.h"
#include "evidence/git/verify.h"

/*
 * The newest HM_RECENT_COMMITS commits of the first-parent path that no bot made; after hm_walk_join().
 *
 * @verifier: (nullable)
 * @strings: owns the texts.
 * @cancelled: (nullable) atomic
 *
 * Returns: (owned) (element-type HmRecentCommit) newest first; NULL with HM_ERROR_CANCELLED.
 */
GArray *hm_recent_commits (const HmWalk *walk, git_odb *odb, HmVerifier *verifier,
                           GStringChunk *strings, const gint *cancelled, GError **error);

#endif
