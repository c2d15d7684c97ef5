/* SPDX-License-Identifier: Apache-2.0 */
/* The branches whose rules are asked for: the default one, and those that releases are made from. */
#ifndef HM_EVIDENCE_FORGE_GITHUB_BRANCHES_H
#define HM_EVIDENCE_FORGE_GITHUB_BRANCHES_H

#include "evidence/forge/github.h"

/*
 * Branches looked at in all; who has no token may ask 60 times an hour, and is spared all but the
 * newest release branch.
 */
#define HM_GITHUB_BRANCHES_MAX 5u
#define HM_GITHUB_BRANCHES_MAX_ANONYMOUS 2u

typedef struct HmGithubBranches HmGithubBranches;

HmGithubBranches *hm_github_branches_new (HmGithub *github);
void hm_github_branches_free (HmGithubBranches *branches);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HmGithubBranches, hm_github_branches_free)

/*
 * Starts with the default branch, and puts into @batch what is asked about it at once.
 *
 * @ref: (nullable) GraphQL's Ref; @rulesets: (nullable) GraphQL's rulesets; both live as long as @branches.
 */
void hm_github_branches_start (HmGithubBranches *branches, const char *name, const json_t *ref,
                               const json_t *rulesets, HmBatch *batch);

/*
 * Puts into @batch what is to be asked once the first answers are there: whether the default branch
 * is protected at all, where that is still open, and everything about release branches.
 *
 * @releases: (nullable) the list of GET releases; @parts: HmGithubPart, those that GraphQL answers
 */
void hm_github_branches_go_on (HmGithubBranches *branches, const HmAnswer *releases, guint parts,
                               HmBatch *batch);

/* Writes the facts. A branch that is not there has none. */
void hm_github_branches_finish (HmGithubBranches *branches);

#endif
