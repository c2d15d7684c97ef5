/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The parts of GitLab's client, and the scan that they share.
 *
 * What is asked depends on what the project's own answer says of the caller: endpoints for
 * Maintainers are not asked where it shows a lower role. At most 10 requests for a project up to
 * three groups deep, 7 without a token; one more where the scanned commit is not on the forge, or
 * where a role shows only by what it opens; 12 more on servers whose GraphQL does not list commits,
 * for the signatures of the ten newest.
 *
 * A CI job's token (CI_JOB_TOKEN) is no token for this client: GitLab takes it at a handful of
 * endpoints and refuses it as a bad one at all others.
 */
#ifndef HM_EVIDENCE_FORGE_GITLAB_H
#define HM_EVIDENCE_FORGE_GITLAB_H

#include "evidence/forge/batch.h"
#include "evidence/forge/forge.h"

/* GitLab's access levels. */
#define HM_GITLAB_NO_ONE 0u
#define HM_GITLAB_REPORTER 20u
#define HM_GITLAB_DEVELOPER 30u
#define HM_GITLAB_MAINTAINER 40u
#define HM_GITLAB_OWNER 50u
#define HM_GITLAB_ADMIN 60u

/* GitLab nests no deeper. */
#define HM_GITLAB_GROUPS_MAX 20u

/* The newest commits whose signatures are asked for one by one where GraphQL does not list them. */
#define HM_GITLAB_SIGNATURES_MAX 10u

typedef struct {
  HmHttp *http;
  const HmForgeTarget *target;
  HmForgeStore *store;
  gboolean is_anonymous;
  char *path;         /* "group/project" as the forge spells it, after a rename too */
  char *project_url;  /* of the API */
  const char *branch; /* (nullable) the default branch; in @store */
  guint role;         /* the caller's on the project; 0: none that the project's answer tells of */
  guint n_groups;
  char *groups[HM_GITLAB_GROUPS_MAX]; /* full paths, the outermost first */

  /* Answers; NULL where not asked. */
  HmAnswer *project;
  HmAnswer *branch_view;
  HmAnswer *protected_branches;
  HmAnswer *approvals;
  HmAnswer *approval_rules;
  HmAnswer *push_rule;
  HmAnswer *members;
  HmAnswer *graphql;
  HmAnswer *graphql_less; /* asked again, for less */
  HmAnswer *commits;
  HmAnswer *signatures[HM_GITLAB_SIGNATURES_MAX];
  HmAnswer *own_group_views[HM_GITLAB_GROUPS_MAX];
  /* the own ones, or what this run knows already */
  const HmAnswer *group_views[HM_GITLAB_GROUPS_MAX];
} HmGitlab;

/* @gitlab->project_url with what @format makes appended. Returns: (owned) */
char *hm_gitlab_url (const HmGitlab *gitlab, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* Why a fact behind @answer, which does not show it or was not asked for (NULL), is unknown. */
HmFact hm_gitlab_unseen (const HmGitlab *gitlab, const HmAnswer *answer);

gboolean hm_gitlab_is_maintainer (const HmGitlab *gitlab);

/* gitlab_branches.c: protection of the default branch and of up to five others that are protected by name. */
gboolean hm_gitlab_needs_branch_view (const HmGitlab *gitlab);
void hm_gitlab_read_branches (HmGitlab *gitlab);

/* gitlab_people.c: groups and members. */
void hm_gitlab_find_groups (HmGitlab *gitlab);
/* The outermost group first; called again, all below it, unless what it requires holds in them anyhow. */
void hm_gitlab_ask_groups (HmGitlab *gitlab, HmBatch *batch);
/* After each batch. Returns: FALSE with an error as hm_http_ask(). */
gboolean hm_gitlab_recall_groups (HmGitlab *gitlab, GError **error);
void hm_gitlab_read_groups (HmGitlab *gitlab);
void hm_gitlab_read_members (HmGitlab *gitlab);
/* Whether @username is an account behind an access token of a project or a group. */
gboolean hm_gitlab_is_token_account (const char *username);

/* gitlab_graphql.c: merge requests and signatures in one question; once more for less where it was not answered. */
void hm_gitlab_ask_graphql (HmGitlab *gitlab, HmBatch *batch);
void hm_gitlab_ask_graphql_again (HmGitlab *gitlab, HmBatch *batch);
void hm_gitlab_read_changes (HmGitlab *gitlab);
/* @answer: (nullable). Returns: (borrowed) (nullable) "data.project", NULL where there is no access. */
const json_t *hm_gitlab_graphql_project (const HmAnswer *answer);

/* gitlab_signatures.c: from GraphQL's answers, or one by one after the commits were listed. */
/*
 * The revision whose newest commits are asked about: the one scanned, else the default branch.
 * Returns: (borrowed) (nullable)
 */
const char *hm_gitlab_revision (const HmGitlab *gitlab);
void hm_gitlab_list_commits (HmGitlab *gitlab, HmBatch *batch);
void hm_gitlab_ask_signatures (HmGitlab *gitlab, HmBatch *batch);
void hm_gitlab_read_signatures (HmGitlab *gitlab);

/* gitlab_identity.c: see HmForgeClient.identify. */
HmForgeIdentity *hm_gitlab_identify (HmHttp *http, const HmForgeTarget *target, GError **error);

/* The API's URL of the project at @path. Returns: (owned) */
char *hm_gitlab_project_url (const char *api, const char *path);

/* The access level that the project's answer shows of the caller; 0 where it shows none. */
guint hm_gitlab_role (const json_t *project);

#endif
