/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tables of accounts that are no person's. Names are no proof: "Ada Lovelace[bot]" is anybody who
 * wants to be overlooked.
 */
#include "evidence/git/services.h"

#include <string.h>

#define LOGIN_CHARACTERS "abcdefghijklmnopqrstuvwxyz0123456789-"
#define HOST_CHARACTERS LOGIN_CHARACTERS "."

/* Sorted, lower-cased; those of GitHub accounts without their number. */
static const char *const bot_addresses[] = {
  "action@github.com",
  "actions@github.com",
  "badger@gitter.im",
  "badges@fossa.com",
  "badges@fossa.io",
  "bors@rust-lang.org",
  "bot@greenkeeper.io",
  "bot@pyup.io",
  "bot@renovateapp.com",
  "builds@travis-ci.com",
  "commits@restyled.io",
  "copybara-service@google.com",
  "deploy@travis-ci.org",
  "fossabot@users.noreply.github.com",
  "github-action@users.noreply.github.com",
  "github-actions@github.com",
  "github-actions@users.noreply.github.com",
  "github-bot@pyup.io",
  "googlebot@users.noreply.github.com",
  "hosted@weblate.org",
  "imgbotapp@users.noreply.github.com",
  "imgbothelp@gmail.com",
  "k8s-ci-robot@users.noreply.github.com",
  "k8s-merge-robot@users.noreply.github.com",
  "me@scala-steward.org",
  "noreply-mt-weblate@weblate.org",
  "noreply@weblate.org",
  "npm-cli+bot@github.com",
  "openshift-merge-robot@users.noreply.github.com",
  "pyup-bot@users.noreply.github.com",
  "release-please@google.com",
  "renovate-bot@users.noreply.github.com",
  "renovate@whitesourcesoftware.com",
  "scala-steward@users.noreply.github.com",
  "semantic-release-bot@martynus.net",
  "semantic-release-bot@users.noreply.github.com",
  "snyk-bot@snyk.io",
  "snyk-bot@users.noreply.github.com",
  "support+bot@crowdin.com",
  "support@dependabot.com",
  "support@depfu.com",
  "support@greenkeeper.io",
  "teabot@gitea.io",
  "travis@travis-ci.com",
  "travis@travis-ci.org",
  "yoshi-automation@google.com",
  "yoshi-code-bot@google.com",
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

/* `ID+LOGIN@users.noreply.HOST` without the number: older accounts have none. */
static const char *
email_without_number (const char *email)
{
  gsize n_digits = strspn (email, "0123456789");

  return n_digits > 0 && email[n_digits] == '+' && strstr (email, "@users.noreply.") != NULL
             ? email + n_digits + 1
             : email;
}

/*
 * `project_NUMBER_bot@noreply.HOST`, newer ones with `_` and a random text before the at sign, and
 * the same with `group_`: accounts of GitLab's project and group tokens. Anybody may set up such a
 * host, but then anybody may type such an address.
 */
static gboolean
is_gitlab_token (const char *email)
{
  static const char host_prefix[] = "@noreply.";
  const char *at = email;
  gsize n_digits;

  if (g_str_has_prefix (at, "project_"))
    at += strlen ("project_");
  else if (g_str_has_prefix (at, "group_"))
    at += strlen ("group_");
  else
    return FALSE;
  n_digits = strspn (at, "0123456789");
  at += n_digits;
  if (n_digits == 0 || !g_str_has_prefix (at, "_bot"))
    return FALSE;
  at += strlen ("_bot");
  at += strspn (at, "_" LOGIN_CHARACTERS);
  if (!g_str_has_prefix (at, host_prefix))
    return FALSE;
  at += strlen (host_prefix);
  return *at != '\0' && strspn (at, HOST_CHARACTERS) == strlen (at);
}

/*
 * `NAME[bot]@users.noreply.HOST`: an app of GitHub's, also of one that runs elsewhere. No person's
 * login may hold brackets.
 */
static gboolean
is_github_app (const char *email)
{
  static const char middle[] = "[bot]@users.noreply.";
  const char *end = strstr (email, middle);
  const char *host = end == NULL ? NULL : end + strlen (middle);

  return end > email && *host != '\0' && strspn (email, LOGIN_CHARACTERS) == (gsize) (end - email)
         && strspn (host, HOST_CHARACTERS) == strlen (host);
}

gboolean
hm_service_is_bot (const char *email)
{
  const char *address = email_without_number (email);

  return is_github_app (address) || is_gitlab_token (address)
         || is_listed (address, bot_addresses, G_N_ELEMENTS (bot_addresses));
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
