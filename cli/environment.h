/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the environment says of forges: tokens, each with the only place that it belongs to, and the
 * project of a CI job. The environment is the user's, and trusted; what a repository says plays no
 * part here.
 */
#ifndef HM_CLI_ENVIRONMENT_H
#define HM_CLI_ENVIRONMENT_H

#include "evidence/forge/route.h"

/* Where the tokens of one kind of forge belong. */
typedef struct {
  const char *api;
  const char *host; /* without a port */
  gboolean is_told; /* a variable says so; else it is the best known forge of the kind */
} HmForgeServer;

typedef struct {
  GArray *tokens; /* (element-type HmForgeToken) those to be preferred first */
  HmForgeJob job;
  /* by HmForgeKind; that of HM_FORGE_UNKNOWN is empty */
  HmForgeServer servers[HM_FORGE_FORGEJO + 1];
  GStringChunk *strings;
} HmEnvironment;

/*
 * Reads:
 * - GITHUB_TOKEN, GH_TOKEN: for GITHUB_API_URL and GITHUB_SERVER_URL, else github.com;
 * - GITLAB_TOKEN: for CI_API_V4_URL and CI_SERVER_URL, else gitlab.com;
 * - FORGEJO_TOKEN, GITEA_TOKEN: for FORGEJO_URL, else where --api leads, else codeberg.org;
 * - CI_JOB_TOKEN is sent to nobody, even when it is in GITLAB_TOKEN: that a job has no other is told of the job;
 * - in the Actions of Forgejo and Gitea, the GITHUB_* variables are that forge's.
 * An empty variable counts as not set.
 *
 * @variables: as of g_get_environ().
 *
 * Returns: (owned) NULL with HM_ERROR_USAGE where a variable that says whose a token is holds no https address.
 */
HmEnvironment *hm_environment_read (char **variables, GError **error);
void hm_environment_free (HmEnvironment *environment);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HmEnvironment, hm_environment_free)

#endif
