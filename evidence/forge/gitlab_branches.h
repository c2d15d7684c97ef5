/* SPDX-License-Identifier: Apache-2.0 */
/* What the readers of GitLab's branch rules and of its approvals share. */
#ifndef HM_EVIDENCE_FORGE_GITLAB_BRANCHES_H
#define HM_EVIDENCE_FORGE_GITLAB_BRANCHES_H

#include "evidence/forge/gitlab.h"

/* What the rules that match a branch say together. */
typedef struct {
  guint n_rules;
  HmTruth allows_force_push;
  HmTruth allows_push; /* somebody may push directly */
  HmTruth requires_code_owners;
} HmGitlabRules;

/* A branch, and what could be seen of it. */
typedef struct {
  const char *name;
  gboolean is_default;
  HmTruth is_protected;
  const char *source; /* (nullable) what shows whether it is protected */
  HmGitlabRules rules;
} HmGitlabBranch;

/* Whether a rule called @pattern is about the branch @name: `*` stands for any text, slashes included. */
gboolean hm_gitlab_pattern_matches (const char *pattern, const char *name);

/* A fact that @source shows, or @otherwise where @truth is unknown. */
HmFact hm_gitlab_settled (const HmGitlab *gitlab, HmTruth truth, const char *source,
                          HmFact otherwise);

/* gitlab_approvals.c */
HmCountFact hm_gitlab_approvals (const HmGitlab *gitlab, const HmGitlabBranch *branch);
/* @approvals: how many are required at all. */
HmFact hm_gitlab_last_push (const HmGitlab *gitlab, const HmCountFact *approvals);
HmFact hm_gitlab_stale_approvals (const HmGitlab *gitlab);

#endif
