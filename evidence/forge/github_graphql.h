/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Asks GitHub's GraphQL API about a project, and for less where all is too much: fewer commits
 * where the server runs out of time, and without the parts that it does not know or does not allow.
 * Distrusts the answer: errors come with status 200, beside data.
 */
#ifndef HM_EVIDENCE_FORGE_GITHUB_GRAPHQL_H
#define HM_EVIDENCE_FORGE_GITHUB_GRAPHQL_H

#include "evidence/forge/github.h"
#include "evidence/forge/github_query.h"

typedef struct {
  HmAnswer *answer;         /* (nullable) the last one */
  const json_t *repository; /* (nullable) of @answer; NULL: nothing of use came, see @why */
  guint parts;              /* HmGithubPart: what was asked in the end */
  char *why;                /* (nullable) why nothing came, or why parts were left out */
  gboolean is_worth_rest;   /* where nothing came: REST may still answer */
} HmGithubReply;

void hm_github_reply_clear (HmGithubReply *reply);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HmGithubReply, hm_github_reply_clear)

/*
 * Returns: FALSE with HM_ERROR_NOT_FOUND where there is no such project for this token, or an error
 * as hm_http_ask().
 */
gboolean hm_github_graphql_ask (HmGithub *github, HmGithubReply *reply, GError **error);

/*
 * Why @part is not in @reply, though it holds a repository: it was left out, or the forge refused it.
 *
 * Returns: (owned) (nullable) NULL where nothing speaks against what is there, also where that is null.
 */
char *hm_github_reply_missing (const HmGithubReply *reply, HmGithubPart part);

#endif
