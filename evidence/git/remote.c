/* SPDX-License-Identifier: Apache-2.0 */
/* From a remote's URL to the forge and the project on it. A host is known by its whole name,
 * never by a part of it. */
#include "evidence/git/remote.h"

#include <string.h>

#include "core/mask.h"
#include "evidence/git/autoptr.h"
#include "evidence/git/config.h"
#include "evidence/git/repository.h"
#include "evidence/git/url.h"

static const struct {
  const char *host;
  HmForgeKind kind;
  guint segments_min;
  guint segments_max;
} forges[] = {
  { "github.com", HM_FORGE_GITHUB, 2, 2 },
  { "gitlab.com", HM_FORGE_GITLAB, 2, 21 }, /* 20 levels of groups, then the project */
  { "codeberg.org", HM_FORGE_FORGEJO, 2, 2 },
};

/*
 * Other names of the same forges: for the web, and where they take SSH on the port of HTTPS
 * (docs.github.com "Using SSH over the HTTPS port", docs.gitlab.com/ee/user/gitlab_com "SSH
 * settings").
 */
static const struct {
  const char *alias;
  const char *host;
} aliases[] = {
  { "www.github.com", "github.com" },     { "ssh.github.com", "github.com" },
  { "www.gitlab.com", "gitlab.com" },     { "altssh.gitlab.com", "gitlab.com" },
  { "www.codeberg.org", "codeberg.org" },
};

static const char *
canonical_host (const char *host)
{
  for (gsize i = 0; i < G_N_ELEMENTS (aliases); i++)
    if (strcmp (host, aliases[i].alias) == 0)
      return aliases[i].host;
  return host;
}

/* The ports that a URL may name without leading anywhere else. Forges take SSH on the port of HTTPS, too. */
static const struct {
  const char *scheme;
  guint port;
} own_ports[] = {
  { "https", 443 }, { "http", 80 }, { "ssh", 22 }, { "ssh", 443 }, { "git", 9418 },
};

/*
 * Whether the host has a forge's name, at a port that is not the forge's: what listens there is not
 * to be mistaken for it. Of all other hosts the name is enough, whichever of its ports git uses.
 */
static gboolean
is_beside_forge (const HmUrl *url)
{
  const char *host = canonical_host (url->host);
  gboolean is_forge = FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (forges); i++)
    is_forge = is_forge || strcmp (host, forges[i].host) == 0;
  for (gsize i = 0; i < G_N_ELEMENTS (own_ports); i++)
    if (url->port == own_ports[i].port && strcmp (url->scheme, own_ports[i].scheme) == 0)
      return FALSE;
  return is_forge && url->port != 0;
}

/* Takes one ".git" off the last segment. Returns: FALSE where nothing is left of it. */
static gboolean
drop_git_suffix (HmUrl *url)
{
  char *last = url->segments[url->n_segments - 1];

  if (g_str_has_suffix (last, ".git"))
    last[strlen (last) - strlen (".git")] = '\0';
  return last[0] != '\0';
}

/*
 * The project's page. A port is kept only where it is one that speaks HTTPS; of plain HTTP on a
 * port of its own nothing is known about HTTPS, and nothing of what is beside a forge.
 */
static char *
web_url (const HmUrl *url, const char *host)
{
  g_autoptr (GString) web = g_string_new ("https://");

  if (strcmp (url->scheme, "http") == 0 && url->port != 0 && url->port != 80)
    return NULL;
  if (strcmp (url->scheme, "https") != 0 && is_beside_forge (url))
    return NULL;
  g_string_append (web, host);
  if (strcmp (url->scheme, "https") == 0 && url->port != 0 && url->port != 443)
    g_string_append_printf (web, ":%u", url->port);
  for (guint i = 0; i < url->n_segments; i++) {
    g_string_append_c (web, '/');
    hm_mask_url_segment (web, url->segments[i], -1);
  }
  return g_string_free (g_steal_pointer (&web), FALSE);
}

void
hm_remote_parse (const char *text, GStringChunk *strings, HmPlatform *ret_platform)
{
  g_autoptr (HmUrl) url = hm_url_parse (text, NULL);
  g_autofree char *project = NULL, *web = NULL, *beside = NULL;
  const char *host;

  *ret_platform = (HmPlatform){ .kind = HM_FORGE_UNKNOWN };
  if (url == NULL || url->host == NULL || !drop_git_suffix (url))
    return;
  host = canonical_host (url->host);
  if (is_beside_forge (url))
    beside = g_strdup_printf ("%s:%u", url->host, url->port);
  for (gsize i = 0; i < G_N_ELEMENTS (forges); i++)
    if (beside == NULL && strcmp (host, forges[i].host) == 0) {
      if (url->n_segments < forges[i].segments_min || url->n_segments > forges[i].segments_max)
        return;
      ret_platform->kind = forges[i].kind;
    }
  project = g_strjoinv ("/", url->segments);
  web = web_url (url, beside != NULL ? url->host : host);
  ret_platform->host = g_string_chunk_insert (strings, beside != NULL ? beside : host);
  ret_platform->project = g_string_chunk_insert (strings, project);
  if (web != NULL)
    ret_platform->url = g_string_chunk_insert (strings, web);
}

/* Returns: (nullable) the URL that git fetches from, which is the first, of the remote called @name. */
static const char *
remote_url (const HmConfig *config, const char *name)
{
  g_autofree char *key = g_strdup_printf ("remote.%s.url", name);

  return hm_config_first (config, key);
}

/* Returns: (nullable) the name of the remote that the current branch follows. */
static const char *
upstream_remote (git_repository *repository, const HmConfig *config)
{
  g_autoptr (git_reference) head = NULL;
  g_autofree char *key = NULL;
  const char *target;

  /* Not git_repository_head(): the branch may be unborn. */
  if (git_reference_lookup (&head, repository, "HEAD") < 0)
    return NULL;
  target = git_reference_symbolic_target (head);
  if (target == NULL || !g_str_has_prefix (target, "refs/heads/"))
    return NULL;
  key = g_strdup_printf ("branch.%s.remote", target + strlen ("refs/heads/"));
  return hm_config_first (config, key);
}

/* Returns: (nullable) the URL of the only remote that there is. */
static const char *
only_remote_url (const HmConfig *config)
{
  const HmConfigEntry *only = NULL;
  gsize n_entries;
  const HmConfigEntry *entries = hm_config_entries (config, &n_entries);

  for (gsize i = 0; i < n_entries; i++) {
    const HmConfigEntry *entry = &entries[i];

    if (!g_str_has_prefix (entry->name, "remote.") || !g_str_has_suffix (entry->name, ".url"))
      continue;
    if (only == NULL)
      only = entry;
    else if (strcmp (only->name, entry->name) != 0)
      return NULL;
  }
  return only != NULL ? only->value : NULL;
}

char *
hm_remote_url (git_repository *repository)
{
  g_autofree char *file = hm_repository_config_file (repository);
  /* The repository's own file alone: what the user's config rewrites says nothing about the
   * subject. */
  g_autoptr (HmConfig) config = hm_config_read (file, NULL);
  const char *upstream;
  const char *url = NULL;

  if (config == NULL)
    return NULL;
  upstream = upstream_remote (repository, config);
  if (upstream != NULL)
    url = remote_url (config, upstream);
  if (url == NULL)
    url = remote_url (config, "origin");
  if (url == NULL)
    url = only_remote_url (config);
  return g_strdup (url);
}
