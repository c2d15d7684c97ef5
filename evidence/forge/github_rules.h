/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What GitHub's four views of a branch say together. Rulesets and classic rules hold side by side,
 * and each reader sees another part of them: a setting is on where one view shows it, off only
 * where every place that could turn it on was seen, and unknown otherwise. Pure. Distrusts the
 * shape of every answer.
 */
#ifndef HM_EVIDENCE_FORGE_GITHUB_RULES_H
#define HM_EVIDENCE_FORGE_GITHUB_RULES_H

#include "evidence/forge/forge.h"

/* Everything that was seen of one branch. A URL is where a stranger can look at it again. */
typedef struct {
  const char *name;
  const char *unasked;        /* (nullable) why nothing was asked about it */
  const HmAnswer *branch;     /* (nullable) GET branches/{b} */
  const HmAnswer *rules;      /* (nullable) GET rules/branches/{b} */
  const HmAnswer *protection; /* (nullable) GET branches/{b}/protection, an administrator's */
  const json_t *ref;          /* (nullable) GraphQL's Ref */
  /* (nullable) GraphQL's Repository.rulesets, as an administrator sees it */
  const json_t *rulesets;
  gboolean is_bound; /* the token's owner may not push, so nobody exempted it from a rule */
  const char *rules_url;
  const char *branch_url;
  const char *protection_url;
  const char *graphql_url;
} HmGithubBranch;

/*
 * Whether GET branches/{b} could add to what was seen: only where no ruleset is in force and no
 * classic rule came to light.
 */
gboolean hm_github_branch_is_open (const HmGithubBranch *branch);

/* Fills @ret_rules but for its name, and whether only signed commits are taken. */
void hm_github_branch_judge (HmForgeStore *store, const HmGithubBranch *branch,
                             HmBranchRules *ret_rules, HmFact *ret_requires_signatures);

#endif
