/* SPDX-License-Identifier: Apache-2.0 */
/* Tables of accounts that are no person's. */
#include "evidence/git/services.h"

#include <string.h>

/* Sorted, lower-cased. */
static const char *const bot_names[] = {
  "allcontributors",
  "autofix-ci",
  "bors",
  "codesee-maps",
  "copybara-service",
  "crowdin bot",
  "dependabot",
  "dependabot-preview",
  "dependabot-support",
  "deployment bot (from travis ci)",
  "depfu",
  "fossabot",
  "gcf-owl-bot",
  "github action",
  "github actions",
  "github-actions",
  "googlebot",
  "greenkeeper",
  "greenkeeperio-bot",
  "hosted weblate",
  "imgbot",
  "imgbotapp",
  "k8s-ci-robot",
  "kubernetes prow robot",
  "mergify",
  "netlify bot",
  "npm cli robot",
  "openshift merge robot",
  "openshift-merge-robot",
  "pre-commit-ci",
  "pyup-bot",
  "pyup.io bot",
  "release-please",
  "renovate",
  "renovate bot",
  "renovate-bot",
  "restyled.io",
  "scala steward",
  "semantic-release-bot",
  "snyk bot",
  "snyk-bot",
  "the gitter badger",
  "travis ci",
  "travis-ci",
  "weblate",
  "whitesource renovate",
  "yoshi automation bot",
  "yoshi-automation",
};

/* Sorted, lower-cased. */
static const char *const bot_addresses[] = {
  "action@github.com",
  "actions@github.com",
  "badger@gitter.im",
  "bot@greenkeeper.io",
  "bot@pyup.io",
  "bot@renovateapp.com",
  "copybara-service@google.com",
  "deploy@travis-ci.org",
  "github-action@users.noreply.github.com",
  "github-actions@github.com",
  "github-actions@users.noreply.github.com",
  "github-bot@pyup.io",
  "hosted@weblate.org",
  "k8s-ci-robot@users.noreply.github.com",
  "noreply-mt-weblate@weblate.org",
  "noreply@weblate.org",
  "release-please@google.com",
  "renovate@whitesourcesoftware.com",
  "semantic-release-bot@martynus.net",
  "snyk-bot@snyk.io",
  "support+bot@crowdin.com",
  "support@dependabot.com",
  "support@depfu.com",
  "support@greenkeeper.io",
  "travis@travis-ci.com",
  "travis@travis-ci.org",
};

/* Sorted, lower-cased. */
static const char *const shared_addresses[] = {
  "devnull@localhost",    "email@example.com",
  "git@localhost",        "gitea@fake.local",
  "me@example.com",       "nobody@example.com",
  "nobody@localhost",     "none@none",
  "noreply@codeberg.org", "noreply@example.com",
  "noreply@forgejo.org",  "noreply@gitea.io",
  "noreply@github.com",   "noreply@gitlab.com",
  "root@localhost",       "root@localhost.localdomain",
  "support@github.com",   "unknown@example.com",
  "unknown@unknown",      "user@example.com",
  "you@example.com",
};

static const struct {
  const char *name; /* lower-cased */
  const char *email;
} forges[] = {
  { "github", "noreply@github.com" },     { "web-flow", "noreply@github.com" },
  { "gitlab", "noreply@gitlab.com" },     { "gitea", "gitea@fake.local" },
  { "gitea", "noreply@gitea.io" },        { "gitea", "noreply@gitea.com" },
  { "forgejo", "gitea@fake.local" },      { "forgejo", "noreply@forgejo.org" },
  { "codeberg", "noreply@codeberg.org" }, { "codeberg.org", "noreply@codeberg.org" },
  { "forgejo", "noreply@codeberg.org" },  { "forgejo", "noreply@code.forgejo.org" },
};

static int
compare_text (const void *a, const void *b)
{
  return strcmp (a, *(const char *const *) b);
}

static gboolean
is_listed (const char *text, const char *const *list, gsize n)
{
  return bsearch (text, list, n, sizeof *list, compare_text) != NULL;
}

/* `project_NUMBER_bot...@noreply.HOST` and `group_...`: accounts of GitLab's project and group tokens. */
static gboolean
is_gitlab_token (const char *email)
{
  const char *at = email;

  if (g_str_has_prefix (at, "project_"))
    at += strlen ("project_");
  else if (g_str_has_prefix (at, "group_"))
    at += strlen ("group_");
  else
    return FALSE;
  if (!g_ascii_isdigit (*at))
    return FALSE;
  while (g_ascii_isdigit (*at))
    at++;
  return g_str_has_prefix (at, "_bot") && strstr (at, "@noreply.") != NULL;
}

gboolean
hm_service_is_bot (const char *name, const char *email)
{
  g_autofree char *lower = g_ascii_strdown (name, -1);

  return g_str_has_suffix (lower, "[bot]") || strstr (email, "[bot]@users.noreply.") != NULL
         || g_str_has_suffix (email, "[bot]")
         || is_listed (lower, bot_names, G_N_ELEMENTS (bot_names))
         || is_listed (email, bot_addresses, G_N_ELEMENTS (bot_addresses))
         || is_gitlab_token (email);
}

gboolean
hm_service_is_forge (const char *name, const char *email)
{
  g_autofree char *lower = g_ascii_strdown (name, -1);

  for (gsize i = 0; i < G_N_ELEMENTS (forges); i++)
    if (strcmp (lower, forges[i].name) == 0 && strcmp (email, forges[i].email) == 0)
      return TRUE;
  return FALSE;
}

gboolean
hm_service_is_shared_address (const char *email)
{
  static const char *const words[] = { "nobody", "none", "noreply", "root", "unknown" };

  return is_listed (email, shared_addresses, G_N_ELEMENTS (shared_addresses))
         || is_listed (email, words, G_N_ELEMENTS (words))
         || g_str_has_prefix (email, "(no author)");
}

/* @separator stands between the account's number and its login. */
static char *
login_read (const char *email, const char *host, char separator)
{
  const char *at = strrchr (email, '@');
  const char *login = email;

  if (at == NULL || strcmp (at + 1, host) != 0)
    return NULL;
  while (g_ascii_isdigit (*login))
    login++;
  if (login == email || *login != separator)
    login = email;
  else
    login++;
  if (login >= at)
    return NULL;
  return g_strdup_printf ("%s/%.*s", host, (int) (at - login), login);
}

char *
hm_service_login (const char *email)
{
  char *login = login_read (email, "users.noreply.github.com", '+');

  return login != NULL ? login : login_read (email, "users.noreply.gitlab.com", '-');
}
