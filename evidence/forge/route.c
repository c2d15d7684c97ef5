/* SPDX-License-Identifier: Apache-2.0 */
#include "evidence/forge/route.h"

#include <string.h>

#include "core/limits.h"
#include "evidence/forge/origin.h"

#define GITHUB_ADMIN \
  "an administrator's, classic with the scope repo or fine-grained with Administration: read"

/* What is said of each kind. */
static const struct {
  HmForgeKind kind;
  const char *variable;
  const char *anonymous_how;
  const char *token_how;
} sayings[] = {
  { HM_FORGE_GITHUB, "GITHUB_TOKEN",
    "Set GITHUB_TOKEN: any token that reads the project shows more; every setting is shown to " GITHUB_ADMIN
    ".",
    "Use a stronger token. The project's settings are shown to " GITHUB_ADMIN
    "; the organisation's 2FA to an owner's with the scope read:org." },
  { HM_FORGE_GITLAB, "GITLAB_TOKEN",
    "Set GITLAB_TOKEN: a token with the scope read_api; a maintainer's shows every setting.",
    "Use a stronger token: a maintainer's with the scope read_api." },
  { HM_FORGE_FORGEJO, "FORGEJO_TOKEN",
    "Set FORGEJO_TOKEN, and FORGEJO_URL to whose it is: a token with the scope read:repository; "
    "an administrator's shows every setting.",
    "Use a stronger token: an administrator's of the project, with the scopes read:repository and "
    "read:organization." },
};

/* What GitHub's cloud puts before a host for its API's. */
#define CLOUD_API_PREFIX "api."

#define SAY_FORGE "Say what it runs: --forge github, gitlab or forgejo."

static void
route_drop_token (HmForgeRoute *route)
{
  g_clear_pointer (&route->token_name, g_free);
  if (route->token != NULL)
    explicit_bzero (route->token, strlen (route->token));
  g_clear_pointer (&route->token, g_free);
}

void
hm_forge_route_clear (HmForgeRoute *route)
{
  route_drop_token (route);
  g_clear_pointer (&route->api, g_free);
  g_clear_pointer (&route->origin, g_free);
  g_clear_pointer (&route->host, g_free);
  g_clear_pointer (&route->project, g_free);
  g_clear_pointer (&route->why, g_free);
  g_clear_pointer (&route->how, g_free);
}

const char *
hm_forge_route_how (HmForgeKind kind, gboolean has_token)
{
  for (gsize i = 0; i < G_N_ELEMENTS (sayings); i++)
    if (sayings[i].kind == kind)
      return has_token ? sayings[i].token_how : sayings[i].anonymous_how;
  return SAY_FORGE;
}

static const char *
token_variable (HmForgeKind kind)
{
  for (gsize i = 0; i < G_N_ELEMENTS (sayings); i++)
    if (sayings[i].kind == kind)
      return sayings[i].variable;
  return "--token-file";
}

/* "git.example.org:3000"; without the port where it is the scheme's own. Returns: (owned) (nullable) */
static char *
authority_of (const char *url)
{
  g_autoptr (HmOrigin) origin = url != NULL ? hm_origin_parse (url) : NULL;
  const char *port;

  if (origin == NULL)
    return NULL;
  port = strcmp (origin->scheme, "https") == 0 ? ":443" : ":80";
  if (g_str_has_suffix (origin->authority, port))
    return g_strndup (origin->authority, strlen (origin->authority) - strlen (port));
  return g_strdup (origin->authority);
}

char *
hm_forge_origin (const char *url)
{
  g_autoptr (HmOrigin) origin = hm_origin_parse (url);
  g_autofree char *authority = authority_of (url);

  return origin != NULL ? g_strdup_printf ("%s://%s", origin->scheme, authority) : NULL;
}

static gboolean
same_origin (const char *a, const char *b)
{
  g_autoptr (HmOrigin) origin_of_a = hm_origin_parse (a);
  g_autoptr (HmOrigin) origin_of_b = hm_origin_parse (b);

  return origin_of_a != NULL && origin_of_b != NULL && hm_origin_equal (origin_of_a, origin_of_b);
}

HmForgeKind
hm_forge_kind_of_api (const char *api)
{
  g_autofree char *authority = authority_of (api);

  if (authority == NULL)
    return HM_FORGE_UNKNOWN;
  if (strcmp (authority, "api.github.com") == 0
      || (g_str_has_prefix (authority, "api.") && g_str_has_suffix (authority, ".ghe.com"))
      || g_str_has_suffix (api, "/api/v3"))
    return HM_FORGE_GITHUB;
  if (g_str_has_suffix (api, "/api/v4"))
    return HM_FORGE_GITLAB;
  return g_str_has_suffix (api, "/api/v1") ? HM_FORGE_FORGEJO : HM_FORGE_UNKNOWN;
}

static gboolean
token_is_of_kind (const HmForgeToken *token, HmForgeKind kind)
{
  return token->kind == kind || token->kind == HM_FORGE_UNKNOWN || kind == HM_FORGE_UNKNOWN;
}

/* Whether @token was given for where the question goes. */
static gboolean
token_fits (const HmForgeToken *token, const HmForgeOptions *options, HmForgeKind kind,
            const char *host)
{
  if (!token_is_of_kind (token, kind))
    return FALSE;
  if (options->api != NULL)
    return (token->follows_api && !options->is_api_told) || same_origin (token->api, options->api);
  return host != NULL && g_ascii_strcasecmp (token->host, host) == 0;
}

/* Returns: (borrowed) (nullable) the token that shows who is asking. */
static const HmForgeToken *
token_choose (const HmForgeOptions *options, HmForgeKind kind, const char *host)
{
  for (gsize i = 0; i < options->n_tokens; i++)
    if (token_fits (&options->tokens[i], options, kind, host))
      return &options->tokens[i];
  return NULL;
}

/* Whether the job that this runs in comes from the server at @host, and has but a token that shows nothing there. */
static gboolean
is_of_blind_job (const HmForgeOptions *options, const char *host)
{
  return options->job.blind_token != NULL && options->job.host != NULL && host != NULL
         && g_ascii_strcasecmp (options->job.host, host) == 0;
}

/* What was said on the command line, or told by a token's own host, or is known of the host. */
static HmForgeKind
kind_find (const HmForgeOptions *options, const HmPlatform *platform)
{
  HmForgeKind kind = options->kind;

  if (kind == HM_FORGE_UNKNOWN && options->api != NULL)
    return hm_forge_kind_of_api (options->api);
  if (kind == HM_FORGE_UNKNOWN)
    kind = platform->kind;
  for (gsize i = 0; i < options->n_tokens && kind == HM_FORGE_UNKNOWN; i++)
    if (platform->host != NULL && g_ascii_strcasecmp (options->tokens[i].host, platform->host) == 0)
      kind = options->tokens[i].kind;
  if (kind == HM_FORGE_UNKNOWN && is_of_blind_job (options, platform->host))
    kind = options->job.kind;
  return kind;
}

/* Why no token goes along: there is none, or it is another's. */
static char *
tokenless_why (const HmForgeOptions *options, HmForgeKind kind, const char *host)
{
  for (gsize i = 0; i < options->n_tokens; i++)
    if (token_is_of_kind (&options->tokens[i], kind))
      return g_strdup_printf ("%s is for %s, not for %s", options->tokens[i].name,
                              options->tokens[i].host, host);
  if (kind == options->job.kind && options->job.blind_token != NULL)
    return g_strdup_printf ("no token: %s is not set, and %s may not read a project's settings",
                            token_variable (kind), options->job.blind_token);
  return g_strdup_printf ("no token: %s is not set", token_variable (kind));
}

/* How to make a token that is another's this host's own; what shows more where there is none. */
static char *
tokenless_how (const HmForgeOptions *options, HmForgeKind kind)
{
  for (gsize i = 0; i < options->n_tokens; i++)
    if (token_is_of_kind (&options->tokens[i], kind))
      return g_strdup ("Give this host's own token: --token-file FILE with --api URL.");
  return g_strdup (hm_forge_route_how (kind, FALSE));
}

static void
refuse (HmForgeRoute *route, const char *why, const char *how)
{
  route->why = g_strdup (why);
  route->how = g_strdup (how);
}

static void
route_take_token (HmForgeRoute *route, const HmForgeToken *token)
{
  route->token_name = g_strdup (token->name);
  route->token = g_strdup (token->value);
}

/* The way with neither a remote nor a project: to where the first token belongs. */
static void
route_without_project (const HmForgeOptions *options, HmForgeRoute *route)
{
  const HmForgeKind wanted = options->kind == HM_FORGE_UNKNOWN && options->api != NULL
                                 ? hm_forge_kind_of_api (options->api)
                                 : options->kind;

  for (gsize i = 0; i < options->n_tokens; i++) {
    const HmForgeToken *token = &options->tokens[i];
    const char *api = options->api != NULL ? options->api : token->api;

    if (!token_is_of_kind (token, wanted)
        || (options->api != NULL && !token->follows_api && !same_origin (token->api, options->api)))
      continue;
    route->is_asked = TRUE;
    route->kind = wanted == HM_FORGE_UNKNOWN && options->api == NULL ? token->kind : wanted;
    if (route->kind == HM_FORGE_UNKNOWN)
      route->origin = hm_forge_origin (api);
    else
      route->api = g_strdup (api);
    route->host = options->api != NULL ? authority_of (options->api) : g_strdup (token->host);
    route_take_token (route, token);
    return;
  }
  refuse (route, "there is neither a token nor a project",
          "Set GITHUB_TOKEN, GITLAB_TOKEN or FORGEJO_TOKEN, or name a project.");
}

/* How the forge's own part of an API's path begins: "/api/v4". */
#define VERSION_SEGMENTS "/api/v"

const char *
hm_forge_route_project (const char *api, const char *project)
{
  const char *path = api != NULL ? strstr (api, "://") : NULL;
  const char *end = api != NULL ? g_strrstr (api, VERSION_SEGMENTS) : NULL;
  gsize size;

  path = path != NULL ? strchr (path + strlen ("://"), '/') : NULL;
  if (path == NULL || end == NULL || end <= path)
    return project;
  path++;
  size = (gsize) (end - path);
  /* A group may be called as the path is: what is left has to name an owner and a project. */
  if (strncmp (project, path, size) != 0 || project[size] != '/'
      || strchr (project + size + 1, '/') == NULL)
    return project;
  return project + size + 1;
}

static void
route_to_project (const HmForgeOptions *options, const HmPlatform *platform, HmForgeRoute *route)
{
  g_autofree char *authority = authority_of (platform->url);
  const char *host = authority != NULL ? authority : platform->host;
  const gboolean is_of_job = is_of_blind_job (options, platform->host);
  const HmForgeToken *token;

  route->kind = kind_find (options, platform);
  route->host = platform->host != NULL ? g_strdup (platform->host) : authority_of (options->api);
  route->project = g_strdup (platform->project);
  token = token_choose (options, route->kind, platform->host);
  if (token == NULL && options->kind == HM_FORGE_UNKNOWN && options->api == NULL && !is_of_job
      && !(options->is_named && platform->url != NULL)) {
    route->why = route->kind != HM_FORGE_UNKNOWN
                     ? tokenless_why (options, route->kind, route->host)
                     : g_strdup_printf ("%s is not known to be a forge", route->host);
    route->how = route->kind != HM_FORGE_UNKNOWN ? tokenless_how (options, route->kind)
                                                 : g_strdup (SAY_FORGE);
    return;
  }
  route->is_asked = TRUE;
  if (token != NULL)
    route_take_token (route, token);
  else
    route->why =
        tokenless_why (options, route->kind, options->api != NULL ? options->api : route->host);
  route->how = token == NULL ? tokenless_how (options, route->kind)
                             : g_strdup (hm_forge_route_how (route->kind, TRUE));
  if (route->kind == HM_FORGE_UNKNOWN)
    /* A token's own place again, where there is one: of the remote's host the port is the remote's word. */
    route->origin = hm_forge_origin (options->api != NULL ? options->api
                                     : token != NULL      ? token->api
                                                          : platform->url);
  else if (options->api != NULL)
    route->api = g_strdup (options->api);
  else if (token == NULL && is_of_job && route->kind == options->job.kind)
    route->api = g_strdup (options->job.api);
  else
    route->api = token != NULL ? g_strdup (token->api) : hm_forge_api (route->kind, host);
  g_free (route->project);
  route->project = g_strdup (hm_forge_route_project (route->api, platform->project));
  if (route->api != NULL || route->origin != NULL)
    return;
  hm_forge_route_clear (route);
  *route = (HmForgeRoute){ 0 };
  refuse (route, "the forge has no https address", "Say where it is: --api URL.");
}

/* No forge has such names, and a recording could not hold them. */
static gboolean
project_is_sane (const char *project)
{
  return strlen (project) <= HM_IDENTITY_BYTES_MAX && g_utf8_validate (project, -1, NULL);
}

/* Whether @host is the one whose projects @api tells of. */
static gboolean
is_host_of_api (const char *api, const char *host)
{
  g_autoptr (HmOrigin) origin = hm_origin_parse (api);
  const char *of_api = origin != NULL ? origin->host : "";

  if (g_ascii_strcasecmp (of_api, host) == 0)
    return TRUE;
  return hm_forge_kind_of_api (api) == HM_FORGE_GITHUB
         && g_str_has_prefix (of_api, CLOUD_API_PREFIX)
         && g_ascii_strcasecmp (of_api + strlen (CLOUD_API_PREFIX), host) == 0;
}

/* Whether a forge of @kind at @api (nullable) is another one than --forge and --api speak of. */
static gboolean
is_other_forge (const HmForgeOptions *options, HmForgeKind kind, const char *api)
{
  if (options->api != NULL)
    return api == NULL || !same_origin (options->api, api);
  return kind != options->kind;
}

/*
 * Whether --forge and --api, said once for projects on many hosts, mean @platform's too: else a
 * server would be asked about the projects that are called alike elsewhere, and its answers be
 * taken for those of the host.
 */
static gboolean
is_meant (const HmForgeOptions *options, const HmPlatform *platform)
{
  const HmForgeJob *job = &options->job;
  const char *host = platform->host;

  if (options->api != NULL && is_host_of_api (options->api, host))
    return TRUE;
  if (platform->kind != HM_FORGE_UNKNOWN)
    return !is_other_forge (options, platform->kind, NULL);
  for (gsize i = 0; i < options->n_known; i++)
    if (g_ascii_strcasecmp (options->known[i].host, host) == 0)
      return FALSE;
  for (gsize i = 0; i < options->n_tokens; i++)
    if (g_ascii_strcasecmp (options->tokens[i].host, host) == 0
        && is_other_forge (options, options->tokens[i].kind, options->tokens[i].api))
      return FALSE;
  return job->host == NULL || g_ascii_strcasecmp (job->host, host) != 0
         || !is_other_forge (options, job->kind, job->api);
}

/*
 * What holds for @platform: what --forge and --api say, where they mean it; else what the user's
 * policy says of its host, which goes as they do.
 */
static HmForgeOptions
options_told (const HmForgeOptions *options, const HmPlatform *platform)
{
  HmForgeOptions told = *options;

  if (platform->host == NULL)
    return told;
  if (options->is_for_many && !is_meant (options, platform)) {
    told.kind = HM_FORGE_UNKNOWN;
    told.api = NULL;
  }
  if (told.kind != HM_FORGE_UNKNOWN || told.api != NULL)
    return told;
  for (gsize i = 0; i < options->n_known; i++) {
    if (g_ascii_strcasecmp (options->known[i].host, platform->host) != 0)
      continue;
    told.kind = options->known[i].kind;
    told.api = options->known[i].api;
    told.is_api_told = told.api != NULL;
  }
  return told;
}

void
hm_forge_route_settle (const HmForgeOptions *options, const HmPlatform *platform,
                       HmForgeRoute *route)
{
  const HmForgeOptions told = options_told (options, platform);
  const HmForgeToken *token = token_choose (&told, route->kind, platform->host);

  route_drop_token (route);
  g_clear_pointer (&route->why, g_free);
  g_clear_pointer (&route->how, g_free);
  if (token != NULL)
    route_take_token (route, token);
  else
    route->why = tokenless_why (&told, route->kind, told.api != NULL ? told.api : route->host);
  route->how = token == NULL ? tokenless_how (&told, route->kind)
                             : g_strdup (hm_forge_route_how (route->kind, TRUE));
}

void
hm_forge_route_find (const HmForgeOptions *options, const HmPlatform *platform,
                     gboolean needs_project, HmForgeRoute *ret_route)
{
  *ret_route = (HmForgeRoute){ 0 };
  if (options->is_offline)
    refuse (ret_route, "--offline was given", "Scan without --offline.");
  else if (platform->host != NULL && platform->project != NULL
           && project_is_sane (platform->project)) {
    const HmForgeOptions told = options_told (options, platform);

    route_to_project (&told, platform, ret_route);
  } else if (!needs_project)
    route_without_project (options, ret_route);
  else
    refuse (ret_route, "no remote names a project on a forge",
            "Scan a clone whose remote names the project, or give the project's URL.");
}
