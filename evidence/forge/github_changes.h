/* SPDX-License-Identifier: Apache-2.0 */
/* Merged pull requests with who approved and who merged them. Distrusts the shape of every answer. */
#ifndef HM_EVIDENCE_FORGE_GITHUB_CHANGES_H
#define HM_EVIDENCE_FORGE_GITHUB_CHANGES_H

#include "evidence/forge/forge.h"

/*
 * These set the facts' changes. A pull request of a fork, or one that was closed unmerged, is none;
 * several commits of one are one.
 *
 * @full_name: "OWNER/NAME" of the project; its case is of no matter
 */

/* @history: (nullable) GraphQL's Commit.changes: commits with the pull requests that brought them. */
void hm_github_changes_from_history (HmForgeStore *store, const json_t *history,
                                     const char *full_name);

/* @pulls: (nullable) the list of GET pulls, which shows neither reviews nor mergers. */
void hm_github_changes_from_pulls (HmForgeStore *store, const json_t *pulls);

#endif
