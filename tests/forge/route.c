/* SPDX-License-Identifier: Apache-2.0 */
/* Who is asked, and who is shown which token. The remote is an attacker's throughout. */
#include "evidence/forge/route.h"

#include <string.h>

#define GITHUB_API "https://api.github.com"
#define SECRET "s3cret"

static const HmForgeToken github = {
  .name = "GITHUB_TOKEN",
  .value = SECRET,
  .kind = HM_FORGE_GITHUB,
  .api = GITHUB_API,
  .host = "github.com",
};

static const HmForgeToken gitlab_of_corp = {
  .name = "GITLAB_TOKEN",
  .value = SECRET,
  .kind = HM_FORGE_GITLAB,
  .api = "https://git.corp.example:8443/api/v4",
  .host = "git.corp.example",
};

static const HmForgeToken forgejo = {
  .name = "FORGEJO_TOKEN",
  .value = SECRET,
  .kind = HM_FORGE_FORGEJO,
  .api = "https://codeberg.org/api/v1",
  .host = "codeberg.org",
  .follows_api = TRUE,
};

static const HmForgeToken of_file = {
  .name = "--token-file",
  .value = SECRET,
  .api = "https://git.example.org/api/v1",
  .host = "git.example.org",
};

typedef struct {
  const char *name;
  HmPlatform platform;
  const HmForgeToken *token; /* (nullable) */
  HmForgeKind kind;          /* --forge */
  const char *api;           /* (nullable) --api */
  gboolean is_named;
  const char *asked;  /* (nullable) the API, or the origin to be probed; NULL: nobody */
  gboolean has_token; /* the token goes along */
  const char *why;    /* (nullable) */
} Row;

#define ON(kind_, host_) \
  { \
    .kind = kind_, .host = host_, .project = "o/r", .url = "https://" host_ "/o/r" \
  }
#define ON_GITHUB ON (HM_FORGE_GITHUB, "github.com")
#define ON_EVIL ON (HM_FORGE_UNKNOWN, "evil.example")

static const Row rows[] = {
  { "token-of-the-host", ON_GITHUB, &github, 0, NULL, FALSE, GITHUB_API, TRUE, NULL },
  { "token-of-the-host-in-capitals", ON (HM_FORGE_UNKNOWN, "GIT.corp.example"), &gitlab_of_corp, 0,
    NULL, FALSE, "https://git.corp.example:8443/api/v4", TRUE, NULL },
  { "no-token-asks-nobody", ON_GITHUB, NULL, 0, NULL, FALSE, NULL, FALSE,
    "no token: GITHUB_TOKEN is not set" },
  { "no-token-on-gitlab", ON (HM_FORGE_GITLAB, "gitlab.com"), NULL, 0, NULL, FALSE, NULL, FALSE,
    "no token: GITLAB_TOKEN is not set" },
  { "no-token-on-codeberg", ON (HM_FORGE_FORGEJO, "codeberg.org"), NULL, 0, NULL, FALSE, NULL,
    FALSE, "no token: FORGEJO_TOKEN is not set" },
  { "unknown-host", ON_EVIL, NULL, 0, NULL, FALSE, NULL, FALSE,
    "evil.example is not known to be a forge" },
  { "token-of-another-host", ON_EVIL, &github, 0, NULL, FALSE, NULL, FALSE,
    "evil.example is not known to be a forge" },
  { "token-of-another-kind", ON_GITHUB, &gitlab_of_corp, 0, NULL, FALSE, NULL, FALSE,
    "no token: GITHUB_TOKEN is not set" },
  { "token-of-the-kind-for-another-host", ON (HM_FORGE_GITLAB, "gitlab.com"), &gitlab_of_corp, 0,
    NULL, FALSE, NULL, FALSE, "GITLAB_TOKEN is for git.corp.example, not for gitlab.com" },
  { "host-that-ends-alike", ON (HM_FORGE_UNKNOWN, "notgithub.com"), &github, 0, NULL, FALSE, NULL,
    FALSE, "notgithub.com is not known to be a forge" },
  { "host-that-starts-alike", ON (HM_FORGE_UNKNOWN, "github.com.evil.example"), &github, 0, NULL,
    FALSE, NULL, FALSE, "github.com.evil.example is not known to be a forge" },
  { "port-beside-the-forge", ON (HM_FORGE_UNKNOWN, "github.com:9999"), &github, 0, NULL, FALSE,
    NULL, FALSE, "github.com:9999 is not known to be a forge" },
  { "port-beside-the-forge-that-is-named", ON (HM_FORGE_UNKNOWN, "github.com:9999"), &github, 0,
    NULL, TRUE, "https://github.com:9999", FALSE,
    "GITHUB_TOKEN is for github.com, not for github.com:9999" },
  { "port-beside-the-forge-that-is-said-to-be-one", ON (HM_FORGE_UNKNOWN, "github.com:9999"),
    &github, HM_FORGE_GITHUB, NULL, FALSE, "https://github.com:9999/api/v3", FALSE,
    "GITHUB_TOKEN is for github.com, not for github.com:9999" },
  { "port-beside-the-forge-with-its-api", ON (HM_FORGE_UNKNOWN, "github.com:9999"), &github, 0,
    GITHUB_API, FALSE, GITHUB_API, TRUE, NULL },
  { "named-on-a-known-forge", ON_GITHUB, NULL, 0, NULL, TRUE, GITHUB_API, FALSE,
    "no token: GITHUB_TOKEN is not set" },
  { "named-with-its-token", ON_GITHUB, &github, 0, NULL, TRUE, GITHUB_API, TRUE, NULL },
  { "named-elsewhere-is-probed-without-a-token", ON_EVIL, &github, 0, NULL, TRUE,
    "https://evil.example", FALSE, "GITHUB_TOKEN is for github.com, not for evil.example" },
  { "forge-said-of-another-host", ON_EVIL, &github, HM_FORGE_GITHUB, NULL, FALSE,
    "https://evil.example/api/v3", FALSE, "GITHUB_TOKEN is for github.com, not for evil.example" },
  { "forge-said-of-gitlab", ON (HM_FORGE_UNKNOWN, "git.example.org"), NULL, HM_FORGE_GITLAB, NULL,
    FALSE, "https://git.example.org/api/v4", FALSE, "no token: GITLAB_TOKEN is not set" },
  { "api-of-another-host-gets-no-cloud-token", ON_GITHUB, &github, HM_FORGE_GITHUB,
    "https://evil.example/api/v3", FALSE, "https://evil.example/api/v3", FALSE,
    "GITHUB_TOKEN is for github.com, not for https://evil.example/api/v3" },
  { "api-that-a-token-follows", ON (HM_FORGE_UNKNOWN, "git.example.org"), &forgejo, 0,
    "https://git.example.org/api/v1", FALSE, "https://git.example.org/api/v1", TRUE, NULL },
  { "api-of-another-kind-is-not-followed", ON (HM_FORGE_UNKNOWN, "git.example.org"), &forgejo, 0,
    "https://git.example.org/api/v4", FALSE, "https://git.example.org/api/v4", FALSE,
    "no token: GITLAB_TOKEN is not set" },
  { "token-that-follows-needs-api", ON (HM_FORGE_UNKNOWN, "git.example.org"), &forgejo,
    HM_FORGE_FORGEJO, NULL, FALSE, "https://git.example.org/api/v1", FALSE,
    "FORGEJO_TOKEN is for codeberg.org, not for git.example.org" },
  { "token-of-codeberg", ON (HM_FORGE_FORGEJO, "codeberg.org"), &forgejo, 0, NULL, FALSE,
    "https://codeberg.org/api/v1", TRUE, NULL },
  { "token-file-with-its-api", ON_EVIL, &of_file, 0, "https://git.example.org/api/v1", FALSE,
    "https://git.example.org/api/v1", TRUE, NULL },
  { "token-file-for-another-host", ON_EVIL, &of_file, HM_FORGE_FORGEJO, NULL, FALSE,
    "https://evil.example/api/v1", FALSE,
    "--token-file is for git.example.org, not for evil.example" },
  { "api-of-the-same-host-on-another-port", ON (HM_FORGE_UNKNOWN, "git.corp.example"),
    &gitlab_of_corp, 0, "https://git.corp.example:9999/api/v4", FALSE,
    "https://git.corp.example:9999/api/v4", FALSE,
    "GITLAB_TOKEN is for git.corp.example, not for https://git.corp.example:9999/api/v4" },
  { "api-of-the-same-host-without-tls", ON (HM_FORGE_UNKNOWN, "git.corp.example"), &gitlab_of_corp,
    0, "http://git.corp.example:8443/api/v4", FALSE, NULL, FALSE,
    "the forge has no https address" },
  { "no-remote",
    { 0 },
    &github,
    0,
    NULL,
    FALSE,
    NULL,
    FALSE,
    "no remote names a project on a forge" },
  { "no-remote-with-api",
    { 0 },
    &github,
    0,
    GITHUB_API,
    FALSE,
    NULL,
    FALSE,
    "no remote names a project on a forge" },
  { "project-that-is-no-text",
    { .kind = HM_FORGE_GITHUB, .host = "github.com", .project = "o/\xff" },
    &github,
    0,
    NULL,
    FALSE,
    NULL,
    FALSE,
    "no remote names a project on a forge" },
};

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  const HmForgeOptions options = {
    .kind = row->kind,
    .api = row->api,
    .is_named = row->is_named,
    .tokens = row->token,
    .n_tokens = row->token != NULL ? 1 : 0,
  };
  g_auto (HmForgeRoute) route = { 0 };

  hm_forge_route_find (&options, &row->platform, TRUE, &route);
  g_assert_cmpint (route.is_asked, ==, row->asked != NULL);
  g_assert_cmpstr (route.api != NULL ? route.api : route.origin, ==, row->asked);
  g_assert_cmpstr (route.token, ==, row->has_token ? SECRET : NULL);
  g_assert_cmpstr (route.why, ==, row->why);
  if (!row->has_token)
    g_assert_null (route.token_name);
  /* Whoever is not asked, or not shown all, is told what would help; and never the secret. */
  g_assert_nonnull (route.how);
  g_assert_null (strstr (route.how, SECRET));
}

/*
 * The invariant behind the table: a token goes to the API that came with it, or to --api where it
 * follows; the remote adds nothing.
 */
static void
test_token_never_follows_the_remote (void)
{
  static const char *const hosts[] = { "evil.example",     "github.com",   "GitHub.com",
                                       "git.corp.example", "codeberg.org", "git.example.org" };
  static const char *const apis[] = { NULL, "https://evil.example/api/v3",
                                      "https://evil.example/api/v4", GITHUB_API };
  const HmForgeToken tokens[] = { github, gitlab_of_corp, of_file };

  for (gsize i = 0; i < G_N_ELEMENTS (hosts); i++)
    for (HmForgeKind kind = HM_FORGE_UNKNOWN; kind <= HM_FORGE_FORGEJO; kind++)
      for (gsize j = 0; j < G_N_ELEMENTS (apis); j++)
        for (guint named = 0; named <= 1; named++) {
          g_autofree char *url = g_strdup_printf ("https://%s:9999/o/r", hosts[i]);
          const HmPlatform platform = { .host = hosts[i], .project = "o/r", .url = url };
          const HmForgeOptions options = {
            .kind = kind,
            .api = apis[j],
            .is_named = named != 0,
            .tokens = tokens,
            .n_tokens = G_N_ELEMENTS (tokens),
          };
          g_auto (HmForgeRoute) route = { 0 };
          gboolean is_own = FALSE;

          hm_forge_route_find (&options, &platform, TRUE, &route);
          if (route.token == NULL)
            continue;
          for (gsize k = 0; k < G_N_ELEMENTS (tokens); k++)
            is_own |=
                g_str_equal (route.token_name, tokens[k].name)
                && g_str_has_prefix (tokens[k].api, route.api != NULL ? route.api : route.origin);
          g_assert_true (is_own);
        }
}

static void
test_offline (void)
{
  const HmPlatform platform = ON_GITHUB;
  const HmForgeOptions options = {
    .is_offline = TRUE,
    .is_named = TRUE,
    .kind = HM_FORGE_GITHUB,
    .api = GITHUB_API,
    .tokens = &github,
    .n_tokens = 1,
  };
  g_auto (HmForgeRoute) route = { 0 };

  hm_forge_route_find (&options, &platform, TRUE, &route);
  g_assert_false (route.is_asked);
  g_assert_null (route.token);
  g_assert_cmpstr (route.why, ==, "--offline was given");
}

/* A job of GitLab CI whose only token shows nothing: its own server is asked without one, and nobody else is. */
static void
test_blind_job (void)
{
  static const struct {
    HmPlatform platform;
    const char *asked; /* (nullable) */
    const char *why;
  } cases[] = {
    { ON (HM_FORGE_UNKNOWN, "corp.example"), "https://corp.example/gitlab/api/v4",
      "no token: GITLAB_TOKEN is not set, and CI_JOB_TOKEN may not read a project's settings" },
    { ON (HM_FORGE_GITLAB, "gitlab.com"), NULL,
      "no token: GITLAB_TOKEN is not set, and CI_JOB_TOKEN may not read a project's settings" },
    { ON_EVIL, NULL, "evil.example is not known to be a forge" },
    { ON_GITHUB, NULL, "no token: GITHUB_TOKEN is not set" },
  };
  const HmForgeOptions options = {
    .job = { .kind = HM_FORGE_GITLAB,
             .host = "corp.example",
             .project = "o/r",
             .url = "https://corp.example/gitlab/o/r",
             .api = "https://corp.example/gitlab/api/v4",
             .blind_token = "CI_JOB_TOKEN" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_auto (HmForgeRoute) route = { 0 };

    hm_forge_route_find (&options, &cases[i].platform, TRUE, &route);
    g_assert_cmpstr (route.api, ==, cases[i].asked);
    g_assert_cmpint (route.is_asked, ==, cases[i].asked != NULL);
    g_assert_cmpstr (route.why, ==, cases[i].why);
    g_assert_null (route.token);
    g_assert_nonnull (route.how);
  }
}

static void
test_without_a_project (void)
{
  const HmPlatform nowhere = { 0 };
  const HmForgeToken tokens[] = { github, forgejo };
  HmForgeOptions options = { .tokens = tokens, .n_tokens = 2 };
  g_auto (HmForgeRoute) first = { 0 };
  g_auto (HmForgeRoute) second = { 0 };
  g_auto (HmForgeRoute) none = { 0 };

  hm_forge_route_find (&options, &nowhere, FALSE, &first);
  g_assert_cmpstr (first.token_name, ==, "GITHUB_TOKEN");
  g_assert_cmpstr (first.api, ==, GITHUB_API);
  options.kind = HM_FORGE_FORGEJO;
  hm_forge_route_find (&options, &nowhere, FALSE, &second);
  g_assert_cmpstr (second.api, ==, "https://codeberg.org/api/v1");
  options.kind = HM_FORGE_GITLAB;
  hm_forge_route_find (&options, &nowhere, FALSE, &none);
  g_assert_false (none.is_asked);
  g_assert_cmpstr (none.why, ==, "there is neither a token nor a project");
}

/* A forge below a path of its host: the URL of a project has that path, its name has not. */
static void
test_project_below_a_path (void)
{
  static const struct {
    const char *api;
    const char *project; /* as the remote says */
    const char *asked;
  } cases[] = {
    { "https://corp.example/gitlab/api/v4", "gitlab/o/r", "o/r" },
    { "https://corp.example/gitlab/api/v4", "gitlab/o/sub/r", "o/sub/r" },
    { "https://corp.example/a/b/api/v4", "a/b/o/r", "o/r" },
    { "https://corp.example/gitlab/api/v4", "o/r", "o/r" },
    { "https://corp.example/gitlab/api/v4", "gitlab/r", "gitlab/r" },
    { "https://corp.example/gitlab/api/v4", "gitlabs/o/r", "gitlabs/o/r" },
    { "https://corp.example/api/v4", "api/o/r", "api/o/r" },
    { "https://corp.example/api/v4", "o/r", "o/r" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    const HmPlatform platform = { .host = "corp.example",
                                  .project = cases[i].project,
                                  .url = "https://corp.example/x/y" };
    const HmForgeToken token = { .name = "GITLAB_TOKEN",
                                 .value = SECRET,
                                 .kind = HM_FORGE_GITLAB,
                                 .api = cases[i].api,
                                 .host = "corp.example" };
    const HmForgeOptions options = { .tokens = &token, .n_tokens = 1 };
    g_auto (HmForgeRoute) route = { 0 };

    hm_forge_route_find (&options, &platform, TRUE, &route);
    g_assert_true (route.is_asked);
    g_assert_cmpstr (route.project, ==, cases[i].asked);
  }
}

/* The path of --api says what runs there, with a project or without. */
static void
test_without_a_project_with_api (void)
{
  static const struct {
    const char *api;
    const char *asked; /* (nullable) the API, or the origin to be probed */
    const char *token; /* (nullable) */
  } cases[] = {
    { "https://git.example.org/api/v4", NULL, NULL },
    { "https://git.corp.example:8443/api/v4", "https://git.corp.example:8443/api/v4",
      "GITLAB_TOKEN" },
    { "https://git.example.org/api/v1", "https://git.example.org/api/v1", "FORGEJO_TOKEN" },
    { "https://git.example.org/x", "https://git.example.org", "FORGEJO_TOKEN" },
  };
  const HmPlatform nowhere = { 0 };
  const HmForgeToken tokens[] = { forgejo, gitlab_of_corp };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    const HmForgeOptions options = { .api = cases[i].api, .tokens = tokens, .n_tokens = 2 };
    g_auto (HmForgeRoute) route = { 0 };

    hm_forge_route_find (&options, &nowhere, FALSE, &route);
    g_assert_cmpint (route.is_asked, ==, cases[i].asked != NULL);
    g_assert_cmpstr (route.api != NULL ? route.api : route.origin, ==, cases[i].asked);
    g_assert_cmpstr (route.token_name, ==, cases[i].token);
    g_assert_true ((route.kind == HM_FORGE_UNKNOWN) == (route.api == NULL));
  }
}

/* A token that was taken while any kind would do stays where the kind is its own. */
static void
test_settle (void)
{
  static const struct {
    HmForgeKind kind;
    const char *token; /* (nullable) */
    const char *why;   /* (nullable) */
  } cases[] = {
    { HM_FORGE_FORGEJO, "FORGEJO_TOKEN", NULL },
    { HM_FORGE_GITLAB, "GITLAB_TOKEN", NULL },
    { HM_FORGE_GITHUB, NULL, "no token: GITHUB_TOKEN is not set" },
  };
  const HmPlatform platform = ON (HM_FORGE_UNKNOWN, "git.corp.example");
  const HmForgeToken tokens[] = { forgejo, gitlab_of_corp };
  const HmForgeOptions options = {
    .api = "https://git.corp.example:8443",
    .tokens = tokens,
    .n_tokens = 2,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_auto (HmForgeRoute) route = { 0 };

    hm_forge_route_find (&options, &platform, TRUE, &route);
    g_assert_cmpint (route.kind, ==, HM_FORGE_UNKNOWN);
    route.kind = cases[i].kind;
    hm_forge_route_settle (&options, &platform, &route);
    g_assert_cmpstr (route.token_name, ==, cases[i].token);
    g_assert_true ((route.token == NULL) == (cases[i].token == NULL));
    g_assert_cmpstr (route.why, ==, cases[i].why);
    g_assert_nonnull (route.how);
  }
}

#define EXAMPLE_API "https://git.example.org/api/v1"

/* What was said once, for a portfolio on many hosts. */
static const struct {
  const char *name;
  HmPlatform platform;
  HmForgeKind kind;  /* --forge */
  const char *api;   /* (nullable) --api */
  const char *asked; /* (nullable) */
  const char *token; /* (nullable) the name of the one that goes along */
} of_many[] = {
  { "host-of-the-api", ON (HM_FORGE_UNKNOWN, "git.example.org"), 0, EXAMPLE_API, EXAMPLE_API,
    "--token-file" },
  { "host-of-the-api-in-capitals", ON (HM_FORGE_UNKNOWN, "GIT.example.org"), HM_FORGE_FORGEJO,
    EXAMPLE_API, EXAMPLE_API, "--token-file" },
  { "host-of-which-nothing-is-known", ON_EVIL, 0, EXAMPLE_API, EXAMPLE_API, "--token-file" },
  { "github-is-not-asked-elsewhere", ON_GITHUB, 0, EXAMPLE_API, GITHUB_API, "GITHUB_TOKEN" },
  { "github-is-not-taken-for-another-kind", ON_GITHUB, HM_FORGE_FORGEJO, EXAMPLE_API, GITHUB_API,
    "GITHUB_TOKEN" },
  { "github-is-not-taken-for-another-kind-without-api", ON_GITHUB, HM_FORGE_FORGEJO, NULL,
    GITHUB_API, "GITHUB_TOKEN" },
  { "gitlab-com-without-a-token", ON (HM_FORGE_GITLAB, "gitlab.com"), 0, EXAMPLE_API, NULL, NULL },
  { "codeberg-of-the-same-kind", ON (HM_FORGE_FORGEJO, "codeberg.org"), HM_FORGE_FORGEJO,
    EXAMPLE_API, NULL, NULL },
  { "codeberg-that-is-said-to-be-one", ON (HM_FORGE_FORGEJO, "codeberg.org"), HM_FORGE_FORGEJO,
    NULL, "https://codeberg.org/api/v1", NULL },
  { "api-of-github", ON_GITHUB, 0, GITHUB_API, GITHUB_API, "GITHUB_TOKEN" },
  { "host-of-another-token", ON (HM_FORGE_UNKNOWN, "git.corp.example"), 0, EXAMPLE_API,
    "https://git.corp.example:8443/api/v4", "GITLAB_TOKEN" },
  { "host-of-another-token-and-another-kind", ON (HM_FORGE_UNKNOWN, "git.corp.example"),
    HM_FORGE_FORGEJO, NULL, "https://git.corp.example:8443/api/v4", "GITLAB_TOKEN" },
  { "host-that-the-policy-knows", ON (HM_FORGE_UNKNOWN, "known.example"), 0, EXAMPLE_API,
    "https://known.example/api/v4", NULL },
  { "host-that-the-policy-knows-to-be-another", ON (HM_FORGE_UNKNOWN, "known.example"),
    HM_FORGE_FORGEJO, NULL, "https://known.example/api/v4", NULL },
  { "host-of-the-job", ON (HM_FORGE_UNKNOWN, "ci.example"), 0, EXAMPLE_API,
    "https://ci.example/api/v4", NULL },
};

static void
test_of_many (gconstpointer data)
{
  const gsize i = GPOINTER_TO_SIZE (data);
  const HmForgeToken tokens[] = { of_file, github, gitlab_of_corp };
  const HmKnownForge known = { .host = "known.example", .kind = HM_FORGE_GITLAB };
  const HmForgeOptions options = {
    .is_for_many = TRUE,
    .kind = of_many[i].kind,
    .api = of_many[i].api,
    .tokens = tokens,
    .n_tokens = G_N_ELEMENTS (tokens),
    .known = &known,
    .n_known = 1,
    .job = { .kind = HM_FORGE_GITLAB,
             .host = "ci.example",
             .api = "https://ci.example/api/v4",
             .blind_token = "CI_JOB_TOKEN" },
  };
  g_auto (HmForgeRoute) route = { 0 };

  hm_forge_route_find (&options, &of_many[i].platform, TRUE, &route);
  g_assert_cmpint (route.is_asked, ==, of_many[i].asked != NULL);
  g_assert_cmpstr (route.api, ==, of_many[i].asked);
  g_assert_cmpstr (route.token_name, ==, of_many[i].token);
  g_assert_cmpstr (route.host, ==, of_many[i].platform.host);
}

static void
test_kind_of_api (void)
{
  static const struct {
    const char *api;
    HmForgeKind kind;
  } cases[] = {
    { GITHUB_API, HM_FORGE_GITHUB },
    { "https://api.sub.ghe.com", HM_FORGE_GITHUB },
    { "https://git.example.org/api/v3", HM_FORGE_GITHUB },
    { "https://git.example.org/relative/api/v4", HM_FORGE_GITLAB },
    { "https://git.example.org/api/v1", HM_FORGE_FORGEJO },
    { "https://git.example.org", HM_FORGE_UNKNOWN },
    { "https://api.github.com.evil.example", HM_FORGE_UNKNOWN },
    { "ftp://git.example.org/api/v3", HM_FORGE_UNKNOWN },
    { "", HM_FORGE_UNKNOWN },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (hm_forge_kind_of_api (cases[i].api), ==, cases[i].kind);
}

static void
test_origin (void)
{
  static const struct {
    const char *url;
    const char *origin;
  } cases[] = {
    { "https://Git.Example.org/o/r", "https://git.example.org" },
    { "https://git.example.org:443/o/r", "https://git.example.org" },
    { "https://git.example.org:3000/o/r", "https://git.example.org:3000" },
    { "http://127.0.0.1:8080/x", "http://127.0.0.1:8080" },
    { "http://git.example.org/o/r", NULL },
    { "ssh://git@git.example.org/o/r", NULL },
    { "git.example.org/o/r", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *origin = hm_forge_origin (cases[i].url);

    g_assert_cmpstr (origin, ==, cases[i].origin);
  }
}

/* What a policy says of a host says whom to ask, and draws no token there. */
static void
test_known_to_the_policy (void)
{
  static const HmKnownForge known[] = {
    { "git.example.org", HM_FORGE_FORGEJO, "https://git.example.org/api/v1" },
    { "git.corp.example", HM_FORGE_GITLAB, "https://evil.example/api/v4" },
    { "plain.example", HM_FORGE_GITLAB, NULL },
  };
  static const struct {
    HmPlatform platform;
    const HmForgeToken *token;
    const char *told; /* (nullable) --api */
    const char *api;
    gboolean has_token;
  } cases[] = {
    /* FORGEJO_TOKEN without FORGEJO_URL goes where --api leads, and nowhere by a policy. */
    { ON (HM_FORGE_UNKNOWN, "git.example.org"), &forgejo, NULL, "https://git.example.org/api/v1",
      FALSE },
    { ON (HM_FORGE_UNKNOWN, "git.example.org"), &of_file, NULL, "https://git.example.org/api/v1",
      TRUE },
    { ON (HM_FORGE_UNKNOWN, "git.corp.example"), &gitlab_of_corp, NULL,
      "https://evil.example/api/v4", FALSE },
    { ON (HM_FORGE_UNKNOWN, "plain.example"), &gitlab_of_corp, NULL, "https://plain.example/api/v4",
      FALSE },
    /* The command line goes before. */
    { ON (HM_FORGE_UNKNOWN, "git.corp.example"), &gitlab_of_corp,
      "https://git.corp.example:8443/api/v4", "https://git.corp.example:8443/api/v4", TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    const HmForgeOptions options = { .tokens = cases[i].token,
                                     .n_tokens = 1,
                                     .api = cases[i].told,
                                     .known = known,
                                     .n_known = G_N_ELEMENTS (known) };
    g_auto (HmForgeRoute) route = { 0 };

    hm_forge_route_find (&options, &cases[i].platform, TRUE, &route);
    g_assert_true (route.is_asked);
    g_assert_cmpstr (route.api, ==, cases[i].api);
    g_assert_true ((route.token != NULL) == cases[i].has_token);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *path = g_strconcat ("/forge-route/", rows[i].name, NULL);

    g_test_add_data_func (path, &rows[i], test_row);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (of_many); i++) {
    g_autofree char *path = g_strconcat ("/forge-route/of-many/", of_many[i].name, NULL);

    g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_of_many);
  }
  g_test_add_func ("/forge-route/token-never-follows-the-remote",
                   test_token_never_follows_the_remote);
  g_test_add_func ("/forge-route/offline", test_offline);
  g_test_add_func ("/forge-route/blind-job", test_blind_job);
  g_test_add_func ("/forge-route/without-a-project", test_without_a_project);
  g_test_add_func ("/forge-route/without-a-project-with-api", test_without_a_project_with_api);
  g_test_add_func ("/forge-route/project-below-a-path", test_project_below_a_path);
  g_test_add_func ("/forge-route/known-to-the-policy", test_known_to_the_policy);
  g_test_add_func ("/forge-route/settle", test_settle);
  g_test_add_func ("/forge-route/kind-of-api", test_kind_of_api);
  g_test_add_func ("/forge-route/origin", test_origin);
  return g_test_run ();
}
