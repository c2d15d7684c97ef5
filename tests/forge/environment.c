/* SPDX-License-Identifier: Apache-2.0 */
/* Which tokens the environment holds, and whose each of them is. */
#include "cli/environment.h"

#include "core/error.h"
#include "core/oid.h"

#define COMMIT "0123456789abcdef0123456789abcdef01234567"

typedef struct {
  const char *name;
  const char *variables[9]; /* NULL-terminated */
  /* "NAME=VALUE at API for HOST", a line each; "+" at the end of one that follows --api */
  const char *tokens;
  /* "HOST PROJECT URL", with ", blind" after it where its token is, "" where there is none */
  const char *job;
} Row;

static const Row rows[] = {
  { "nothing", { NULL }, "", "" },
  { "github",
    { "GITHUB_TOKEN=a", NULL },
    "GITHUB_TOKEN=a at https://api.github.com for github.com\n",
    "" },
  { "github-of-both-names",
    { "GH_TOKEN=b", "GITHUB_TOKEN=a", NULL },
    "GITHUB_TOKEN=a at https://api.github.com for github.com\n"
    "GH_TOKEN=b at https://api.github.com for github.com\n",
    "" },
  { "empty-counts-as-not-set", { "GITHUB_TOKEN=", "GITLAB_TOKEN=  ", NULL }, "", "" },
  { "blanks-are-no-part-of-it",
    { "GITHUB_TOKEN= a\n", NULL },
    "GITHUB_TOKEN=a at https://api.github.com for github.com\n",
    "" },
  { "enterprise-server",
    { "GITHUB_TOKEN=a", "GITHUB_SERVER_URL=https://git.corp.example/", NULL },
    "GITHUB_TOKEN=a at https://git.corp.example/api/v3 for git.corp.example\n",
    "" },
  { "enterprise-server-of-both-names",
    { "GITHUB_TOKEN=a", "GITHUB_SERVER_URL=https://git.corp.example:8443",
      "GITHUB_API_URL=https://git.corp.example:8443/api/v3/", NULL },
    "GITHUB_TOKEN=a at https://git.corp.example:8443/api/v3 for git.corp.example\n",
    "" },
  { "api-alone",
    { "GITHUB_TOKEN=a", "GITHUB_API_URL=https://api.github.com", NULL },
    "GITHUB_TOKEN=a at https://api.github.com for github.com\n",
    "" },
  { "data-residency",
    { "GITHUB_TOKEN=a", "GITHUB_SERVER_URL=https://sub.ghe.com", NULL },
    "GITHUB_TOKEN=a at https://api.sub.ghe.com for sub.ghe.com\n",
    "" },
  { "data-residency-by-its-api",
    { "GITHUB_TOKEN=a", "GITHUB_API_URL=https://api.sub.ghe.com", NULL },
    "GITHUB_TOKEN=a at https://api.sub.ghe.com for sub.ghe.com\n",
    "" },
  { "gitlab",
    { "GITLAB_TOKEN=a", NULL },
    "GITLAB_TOKEN=a at https://gitlab.com/api/v4 for gitlab.com\n",
    "" },
  { "gitlab-under-a-path",
    { "GITLAB_TOKEN=a", "CI_SERVER_URL=https://corp.example/gitlab",
      "CI_API_V4_URL=https://corp.example/gitlab/api/v4", NULL },
    "GITLAB_TOKEN=a at https://corp.example/gitlab/api/v4 for corp.example\n",
    "" },
  { "forgejo-follows-api",
    { "FORGEJO_TOKEN=a", "GITEA_TOKEN=b", NULL },
    "FORGEJO_TOKEN=a at https://codeberg.org/api/v1 for codeberg.org+\n"
    "GITEA_TOKEN=b at https://codeberg.org/api/v1 for codeberg.org+\n",
    "" },
  { "forgejo-of-a-server",
    { "FORGEJO_TOKEN=a", "FORGEJO_URL=https://git.example.org/", NULL },
    "FORGEJO_TOKEN=a at https://git.example.org/api/v1 for git.example.org\n",
    "" },
  { "github-actions",
    { "GITHUB_ACTIONS=true", "GITHUB_TOKEN=a", "GITHUB_SERVER_URL=https://github.com",
      "GITHUB_API_URL=https://api.github.com", "GITHUB_REPOSITORY=o/r", "GITHUB_SHA=" COMMIT,
      NULL },
    "GITHUB_TOKEN=a at https://api.github.com for github.com\n",
    "github.com o/r https://github.com/o/r" },
  { "forgejo-actions",
    { "GITHUB_ACTIONS=true", "FORGEJO_ACTIONS=true", "GITHUB_TOKEN=a",
      "GITHUB_SERVER_URL=https://git.example.org", "GITHUB_API_URL=https://git.example.org/api/v1",
      "GITHUB_REPOSITORY=o/r", "GITHUB_SHA=" COMMIT, NULL },
    "GITHUB_TOKEN=a at https://git.example.org/api/v1 for git.example.org\n",
    "git.example.org o/r https://git.example.org/o/r" },
  { "gitea-actions-and-a-token-of-github",
    { "GITEA_ACTIONS=true", "GITHUB_TOKEN=a", "GH_TOKEN=b",
      "GITHUB_SERVER_URL=https://git.example.org", NULL },
    "GITHUB_TOKEN=a at https://git.example.org/api/v1 for git.example.org\n"
    "GH_TOKEN=b at https://api.github.com for github.com\n",
    "" },
  { "gitlab-ci",
    { "GITLAB_CI=true", "GITLAB_TOKEN=a", "CI_SERVER_URL=https://git.corp.example",
      "CI_API_V4_URL=https://git.corp.example/api/v4", "CI_PROJECT_PATH=g/s/p",
      "CI_COMMIT_SHA=" COMMIT, NULL },
    "GITLAB_TOKEN=a at https://git.corp.example/api/v4 for git.corp.example\n",
    "git.corp.example g/s/p https://git.corp.example/g/s/p" },
  { "gitlab-ci-with-the-token-of-the-job-alone",
    { "GITLAB_CI=true", "CI_JOB_TOKEN=a", "CI_SERVER_URL=https://corp.example/gitlab",
      "CI_API_V4_URL=https://corp.example/gitlab/api/v4", "CI_PROJECT_PATH=g/p",
      "CI_COMMIT_SHA=" COMMIT, NULL },
    "",
    "corp.example g/p https://corp.example/gitlab/g/p, blind" },
  { "gitlab-ci-with-the-token-of-the-job-twice",
    { "GITLAB_CI=true", "CI_JOB_TOKEN=a", "GITLAB_TOKEN=a\n", "CI_SERVER_URL=https://gitlab.com",
      "CI_PROJECT_PATH=g/p", "CI_COMMIT_SHA=" COMMIT, NULL },
    "",
    "gitlab.com g/p https://gitlab.com/g/p, blind" },
  { "gitlab-ci-with-both-tokens",
    { "GITLAB_CI=true", "CI_JOB_TOKEN=a", "GITLAB_TOKEN=b", "CI_SERVER_URL=https://gitlab.com",
      "CI_PROJECT_PATH=g/p", "CI_COMMIT_SHA=" COMMIT, NULL },
    "GITLAB_TOKEN=b at https://gitlab.com/api/v4 for gitlab.com\n",
    "gitlab.com g/p https://gitlab.com/g/p" },
  { "token-of-a-job-without-a-job",
    { "CI_JOB_TOKEN=a", "CI_PROJECT_PATH=g/p", "CI_COMMIT_SHA=" COMMIT, NULL },
    "",
    "" },
  { "job-without-its-commit",
    { "GITHUB_ACTIONS=true", "GITHUB_SERVER_URL=https://github.com", "GITHUB_REPOSITORY=o/r",
      NULL },
    "",
    "" },
  { "project-without-a-job",
    { "GITHUB_SERVER_URL=https://github.com", "GITHUB_REPOSITORY=o/r", "GITHUB_SHA=" COMMIT, NULL },
    "",
    "" },
};

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  g_autoptr (HmEnvironment) environment = NULL;
  g_autoptr (GString) tokens = g_string_new (NULL);
  g_autoptr (GString) job = g_string_new (NULL);
  GError *error = NULL;

  environment = hm_environment_read ((char **) (guintptr) row->variables, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < environment->tokens->len; i++) {
    const HmForgeToken *token = &g_array_index (environment->tokens, HmForgeToken, i);

    g_string_append_printf (tokens, "%s=%s at %s for %s%s\n", token->name, token->value, token->api,
                            token->host, token->follows_api ? "+" : "");
  }
  if (environment->job.host != NULL) {
    char hex[HM_OID_HEX_SIZE + 1];

    g_string_append_printf (job, "%s %s %s%s", environment->job.host, environment->job.project,
                            environment->job.url,
                            environment->job.blind_token != NULL ? ", blind" : "");
    g_assert_cmpstr (environment->job.api, ==, environment->servers[environment->job.kind].api);
    g_assert_cmpstr (hm_oid_hex (&environment->job.commit, hex), ==, COMMIT);
  }
  g_assert_cmpstr (tokens->str, ==, row->tokens);
  g_assert_cmpstr (job->str, ==, row->job);
}

static void
test_address_that_is_none (void)
{
  static const char *const names[] = { "GITHUB_API_URL", "GITHUB_SERVER_URL", "CI_SERVER_URL",
                                       "CI_API_V4_URL", "FORGEJO_URL" };
  static const char *const values[] = { "http://git.example.org", "git.example.org", "ftp://x/",
                                        "https://", "javascript:x" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (values); j++) {
      g_autofree char *variable = g_strdup_printf ("%s=%s", names[i], values[j]);
      char *variables[] = { variable, NULL };
      GError *error = NULL;

      g_assert_null (hm_environment_read (variables, &error));
      g_assert_error (error, HM_ERROR, HM_ERROR_USAGE);
      g_assert_true (g_str_has_prefix (error->message, names[i]));
      g_clear_error (&error);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *path = g_strconcat ("/environment/", rows[i].name, NULL);

    g_test_add_data_func (path, &rows[i], test_row);
  }
  g_test_add_func ("/environment/address-that-is-none", test_address_that_is_none);
  return g_test_run ();
}
