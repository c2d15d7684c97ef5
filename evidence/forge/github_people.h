/* SPDX-License-Identifier: Apache-2.0 */
/* Who may do what, and whether with a second factor, as GitHub shows it. Distrusts the shape of every answer. */
#ifndef HM_EVIDENCE_FORGE_GITHUB_PEOPLE_H
#define HM_EVIDENCE_FORGE_GITHUB_PEOPLE_H

#include "evidence/forge/github_graphql.h"

/*
 * Sets requires_two_factor and all_members_two_factor. Asks about the organisation where GraphQL
 * would not, and for its members where the token is shown that they need no second factor: that is
 * an owner's.
 *
 * @reply: (nullable) @owner: (nullable) of the repository, in REST's form or in GraphQL's
 *
 * Returns: FALSE with an error as hm_http_ask().
 */
gboolean hm_github_two_factor_ask (HmGithub *github, const HmGithubReply *reply,
                                   const json_t *owner, HmForgeOnce *once, GError **error);

/* Sets n_pushers and n_admins. */
void hm_github_collaborators_read (HmForgeStore *store, const HmGithub *github,
                                   const HmGithubReply *reply);

/* Sets n_code_owner_errors. */
void hm_github_code_owners_read (HmForgeStore *store, const HmGithub *github,
                                 const HmGithubReply *reply);

#endif
