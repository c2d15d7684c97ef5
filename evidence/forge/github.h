/* SPDX-License-Identifier: Apache-2.0 */
/* What the parts of GitHub's client share about the project that is being asked about. */
#ifndef HM_EVIDENCE_FORGE_GITHUB_H
#define HM_EVIDENCE_FORGE_GITHUB_H

#include "evidence/forge/batch.h"
#include "evidence/forge/forge.h"

/* What a token's owner may do with the project, as GraphQL's viewerPermission says. */
typedef enum {
  HM_GITHUB_ROLE_UNKNOWN = 0, /* anonymous, or an app */
  HM_GITHUB_ROLE_READ,        /* and triage: no push */
  HM_GITHUB_ROLE_WRITE,       /* and maintain */
  HM_GITHUB_ROLE_ADMIN,
} HmGithubRole;

typedef struct {
  HmHttp *http;
  HmForgeStore *store;
  const char *api;
  const char *const *release_branches; /* (nullable) as HmForgeTarget.release_branches */
  char *owner;
  char *name;
  char *project_url; /* of the REST API: ".../repos/OWNER/NAME" */
  char *graphql_url;
  HmGithubRole role;
  guint n_asked; /* requests for this project so far */
} HmGithub;

/* Returns: FALSE with HM_ERROR_USAGE where the project is not of the form OWNER/NAME. */
gboolean hm_github_init (HmGithub *github, HmHttp *http, const HmForgeTarget *target,
                         HmForgeStore *store, GError **error);
void hm_github_clear (HmGithub *github);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HmGithub, hm_github_clear)

/* From here on the project is @full_name ("OWNER/NAME"), as GitHub says; anything else is ignored. */
void hm_github_rename (HmGithub *github, const char *full_name);

/* Puts GET @path_format, below the project's URL, into @batch. */
void hm_github_get (HmGithub *github, HmBatch *batch, HmAnswer **slot, const char *path_format, ...)
    G_GNUC_PRINTF (4, 5);

/* Returns: (owned) @text as one segment of a URL. */
char *hm_github_segment (const char *text);

/* "https://api.github.com/graphql", "https://HOST/api/graphql" of ".../api/v3". Returns: (owned) */
char *hm_github_graphql_url (const char *api);

/* @permission: (nullable) "READ", "WRITE"... */
HmGithubRole hm_github_role (const char *permission);

/* Whether the token that was answered has scopes, even an empty list: a classic one, or OAuth's. */
gboolean hm_github_has_scopes (const HmAnswer *answer);

/*
 * By the headers of an answer to a token: only classic ones have scopes. @role: of its owner,
 * unknown where it has none.
 */
const char *hm_github_token_class (const HmAnswer *answer, HmGithubRole role);

/* Returns: (owned) who the token is; see HmForgeClient.identify. */
HmForgeIdentity *hm_github_identify (HmHttp *http, const HmForgeTarget *target, GError **error);

#endif
