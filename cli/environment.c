/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/environment.h"

#include <string.h>

#include "core/error.h"
#include "core/oid.h"
#include "evidence/forge/curl_library.h"
#include "evidence/forge/origin.h"

/* GitLab gives it to each job: good for packages and clones, and refused by all that tells of a project's settings. */
#define JOB_TOKEN "CI_JOB_TOKEN"

/* Whose Actions the GITHUB_* variables speak of. */
typedef struct {
  char **variables;
  HmForgeKind actions; /* HM_FORGE_UNKNOWN: no Actions */
} Reading;

void
hm_environment_free (HmEnvironment *environment)
{
  if (environment == NULL)
    return;
  g_array_unref (environment->tokens);
  g_string_chunk_free (environment->strings);
  g_free (environment);
}

/* Returns: (borrowed) (nullable) */
static const char *
variable (const Reading *reading, const char *name)
{
  const char *value = g_environ_getenv (reading->variables, name);

  return value != NULL && *value != '\0' ? value : NULL;
}

static gboolean
is_true (const Reading *reading, const char *name)
{
  const char *value = variable (reading, name);

  return value != NULL && g_ascii_strcasecmp (value, "true") == 0;
}

static HmForgeKind
actions_find (const Reading *reading)
{
  /* Forgejo's and Gitea's runners set GITHUB_ACTIONS too, for the actions that look for it. */
  if (is_true (reading, "FORGEJO_ACTIONS") || is_true (reading, "GITEA_ACTIONS"))
    return HM_FORGE_FORGEJO;
  return is_true (reading, "GITHUB_ACTIONS") ? HM_FORGE_GITHUB : HM_FORGE_UNKNOWN;
}

/* Without the slashes at its end. Returns: (borrowed) */
static const char *
address_keep (HmEnvironment *environment, const char *address, const char *path)
{
  g_autofree char *whole = NULL;
  gsize size = strlen (address);

  while (size > 0 && address[size - 1] == '/')
    size--;
  whole = g_strdup_printf ("%.*s%s", (int) size, address, path);
  return g_string_chunk_insert (environment->strings, whole);
}

/* The host of the pages that the API at @host tells of. */
static const char *
web_host (const char *host)
{
  const gboolean is_cloud =
      strcmp (host, "api.github.com") == 0
      || (g_str_has_prefix (host, "api.") && g_str_has_suffix (host, ".ghe.com"));

  return is_cloud ? host + strlen ("api.") : host;
}

/* The API of the server whose pages are at @address, which may have a path before its own. */
static const char *
server_api (HmEnvironment *environment, HmForgeKind kind, const char *address, const char *host)
{
  if (kind == HM_FORGE_GITHUB
      && (strcmp (host, "github.com") == 0 || g_str_has_suffix (host, ".ghe.com"))) {
    g_autofree char *api = hm_forge_api (kind, host);

    return g_string_chunk_insert (environment->strings, api);
  }
  return address_keep (environment, address,
                       kind == HM_FORGE_GITHUB   ? "/api/v3"
                       : kind == HM_FORGE_GITLAB ? "/api/v4"
                                                 : "/api/v1");
}

static HmOrigin *
address_parse (const Reading *reading, const char *name, GError **error)
{
  HmOrigin *origin = hm_origin_parse (variable (reading, name));

  if (origin == NULL && hm_curl_open (error))
    hm_fail (error, HM_ERROR_USAGE, "%s=%s: not an https address", name, variable (reading, name));
  return origin;
}

/*
 * Sets the server of @kind from the variables @api_name and @server_name (nullable both), where one
 * of them is set; to @host where none is.
 */
static gboolean
server_read (HmEnvironment *environment, const Reading *reading, HmForgeKind kind,
             const char *api_name, const char *server_name, const char *host, GError **error)
{
  HmForgeServer *server = &environment->servers[kind];
  const char *api = api_name != NULL ? variable (reading, api_name) : NULL;
  const char *address = server_name != NULL ? variable (reading, server_name) : NULL;
  g_autoptr (HmOrigin) origin = NULL;

  if (api == NULL && address == NULL) {
    g_autofree char *known = hm_forge_api (kind, host);

    server->host = host;
    server->api = g_string_chunk_insert (environment->strings, known);
    return TRUE;
  }
  origin = address_parse (reading, address != NULL ? server_name : api_name, error);
  if (origin == NULL)
    return FALSE;
  server->is_told = TRUE;
  server->host = g_string_chunk_insert (environment->strings, web_host (origin->host));
  server->api = api != NULL ? address_keep (environment, api, "")
                            : server_api (environment, kind, address, server->host);
  if (api != NULL && address != NULL) {
    g_autoptr (HmOrigin) api_origin = address_parse (reading, api_name, error);

    return api_origin != NULL;
  }
  return TRUE;
}

static gboolean
servers_read (HmEnvironment *environment, const Reading *reading, GError **error)
{
  const gboolean is_forgejo = reading->actions == HM_FORGE_FORGEJO;
  const char *forgejo_api = NULL;
  const char *forgejo_server = "FORGEJO_URL";

  if (variable (reading, "FORGEJO_URL") == NULL && is_forgejo) {
    forgejo_api = "GITHUB_API_URL";
    forgejo_server = "GITHUB_SERVER_URL";
  }
  return server_read (environment, reading, HM_FORGE_GITHUB, is_forgejo ? NULL : "GITHUB_API_URL",
                      is_forgejo ? NULL : "GITHUB_SERVER_URL", "github.com", error)
         && server_read (environment, reading, HM_FORGE_GITLAB, "CI_API_V4_URL", "CI_SERVER_URL",
                         "gitlab.com", error)
         && server_read (environment, reading, HM_FORGE_FORGEJO, forgejo_api, forgejo_server,
                         "codeberg.org", error);
}

static void
token_add (HmEnvironment *environment, const Reading *reading, HmForgeKind kind, const char *name)
{
  const HmForgeServer *server = &environment->servers[kind];
  const char *value = variable (reading, name);
  g_autofree char *stripped = value != NULL ? g_strstrip (g_strdup (value)) : NULL;
  HmForgeToken token = { .name = name, .kind = kind, .api = server->api, .host = server->host };

  if (stripped == NULL || *stripped == '\0'
      || g_strcmp0 (stripped, variable (reading, JOB_TOKEN)) == 0)
    return;
  token.value = g_string_chunk_insert (environment->strings, stripped);
  /* Such a token may be of any of a thousand servers: where no variable says which, the command line may. */
  token.follows_api = kind == HM_FORGE_FORGEJO && !server->is_told;
  g_array_append_val (environment->tokens, token);
}

static void
tokens_read (HmEnvironment *environment, const Reading *reading)
{
  const gboolean is_forgejo = reading->actions == HM_FORGE_FORGEJO;

  token_add (environment, reading, HM_FORGE_FORGEJO, "FORGEJO_TOKEN");
  token_add (environment, reading, HM_FORGE_FORGEJO, "GITEA_TOKEN");
  token_add (environment, reading, is_forgejo ? HM_FORGE_FORGEJO : HM_FORGE_GITHUB, "GITHUB_TOKEN");
  token_add (environment, reading, HM_FORGE_GITHUB, "GH_TOKEN");
  token_add (environment, reading, HM_FORGE_GITLAB, "GITLAB_TOKEN");
}

static gboolean
has_token (const HmEnvironment *environment, HmForgeKind kind)
{
  for (guint i = 0; i < environment->tokens->len; i++)
    if (g_array_index (environment->tokens, HmForgeToken, i).kind == kind)
      return TRUE;
  return FALSE;
}

static void
job_read (HmEnvironment *environment, const Reading *reading)
{
  const gboolean is_gitlab = is_true (reading, "GITLAB_CI");
  const char *project = variable (reading, is_gitlab ? "CI_PROJECT_PATH" : "GITHUB_REPOSITORY");
  const char *commit = variable (reading, is_gitlab ? "CI_COMMIT_SHA" : "GITHUB_SHA");
  const char *server = variable (reading, is_gitlab ? "CI_SERVER_URL" : "GITHUB_SERVER_URL");
  HmForgeJob *job = &environment->job;
  g_autofree char *path = NULL;

  job->kind = is_gitlab ? HM_FORGE_GITLAB : reading->actions;
  if (job->kind == HM_FORGE_UNKNOWN || project == NULL || commit == NULL || server == NULL
      || !hm_oid_parse (commit, &job->commit))
    return;
  path = g_strconcat ("/", project, NULL);
  job->host = environment->servers[job->kind].host;
  job->project = g_string_chunk_insert (environment->strings, project);
  job->url = address_keep (environment, server, path);
  job->api = environment->servers[job->kind].api;
  if (is_gitlab && variable (reading, JOB_TOKEN) != NULL
      && !has_token (environment, HM_FORGE_GITLAB))
    job->blind_token = JOB_TOKEN;
}

HmEnvironment *
hm_environment_read (char **variables, GError **error)
{
  g_autoptr (HmEnvironment) environment = g_new0 (HmEnvironment, 1);
  Reading reading = { .variables = variables };

  environment->tokens = g_array_new (FALSE, TRUE, sizeof (HmForgeToken));
  environment->strings = g_string_chunk_new (1024);
  reading.actions = actions_find (&reading);
  if (!servers_read (environment, &reading, error))
    return NULL;
  tokens_read (environment, &reading);
  job_read (environment, &reading);
  return g_steal_pointer (&environment);
}
