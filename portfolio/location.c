/* SPDX-License-Identifier: Apache-2.0 */
#include "portfolio/location.h"

#include <string.h>

#include "core/limits.h"
#include "core/mask.h"
#include "evidence/git/remote.h"
#include "evidence/git/url.h"
#include "store/store.h"

/* Forges whose pages stand below their projects, and how deep those are. */
static const struct {
  const char *host;
  guint n_segments; /* 0: any; "/-/" ends the project */
} forges[] = {
  { "github.com", 2 }, { "codeberg.org", 2 }, { "bitbucket.org", 2 },
  { "gitlab.com", 0 }, { "git.sr.ht", 2 },
};

/* npm's way to say where (docs.npmjs.com, package.json, "repository"). */
static const struct {
  const char *prefix;
  const char *url;
} shorthands[] = {
  { "github:", "https://github.com/" },
  { "gitlab:", "https://gitlab.com/" },
  { "bitbucket:", "https://bitbucket.org/" },
};

/* What is said before the URL: the tool that gets it. */
static const char *const tools[] = { "scm:git:", "scm:", "git+", "git:https://", "git:ssh://" };

char *
hm_location_key (const char *url)
{
  g_autoptr (GStringChunk) strings = g_string_chunk_new (256);
  g_autofree char *project = NULL;
  HmPlatform platform;

  hm_remote_parse (url, strings, &platform);
  if (platform.host == NULL || platform.project == NULL)
    return NULL;
  if (platform.kind == HM_FORGE_UNKNOWN && strcmp (platform.host, "bitbucket.org") != 0)
    return g_strconcat (platform.host, "/", platform.project, NULL);
  project = g_ascii_strdown (platform.project, -1);
  return g_strconcat (platform.host, "/", project, NULL);
}

gboolean
hm_location_has_secret (const char *url)
{
  const char *scheme_end = strstr (url, "://");
  const char *authority = scheme_end != NULL ? scheme_end + strlen ("://") : NULL;
  const char *at = authority != NULL ? memrchr (authority, '@', strcspn (authority, "/")) : NULL;

  if (at == NULL)
    return FALSE;
  return g_ascii_strncasecmp (url, "http", strlen ("http")) == 0
         || memchr (authority, ':', (gsize) (at - authority)) != NULL;
}

/* "ssh://git@host/path" or "git@host:path" without a password. Returns: (owned) */
static char *
without_secret (const char *url)
{
  const char *authority = strstr (url, "://");
  const char *at = NULL;

  if (!hm_location_has_secret (url))
    return g_strdup (url);
  authority += strlen ("://");
  at = memrchr (authority, '@', strcspn (authority, "/"));
  return g_strdup_printf ("%.*s%s", (int) (authority - url), url, at + 1);
}

static gboolean
is_page (const char *segment)
{
  return g_str_equal (segment, "-") || g_str_equal (segment, "tree")
         || g_str_equal (segment, "blob");
}

/* How many of @url's segments are the project's on a forge that is known; 0 where it is none or there are too few. */
static guint
project_depth (const HmUrl *url, gboolean *ret_is_known)
{
  const char *host = g_str_has_prefix (url->host, "www.") ? url->host + strlen ("www.") : url->host;

  *ret_is_known = FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (forges); i++) {
    guint n = 0;

    if (!g_str_equal (host, forges[i].host))
      continue;
    *ret_is_known = TRUE;
    if (forges[i].n_segments > 0)
      return url->n_segments >= forges[i].n_segments ? forges[i].n_segments : 0;
    while (n < url->n_segments && (n < 2 || !is_page (url->segments[n])))
      n++;
    return n >= 2 ? n : 0;
  }
  return 0;
}

/* Returns: (owned) "https://host/owner/name" of the first @depth segments. */
static char *
forge_url (const HmUrl *url, guint depth)
{
  g_autoptr (GString) text = g_string_new ("https://");
  gsize size;

  g_string_append (text, g_str_has_prefix (url->host, "www.") ? url->host + 4 : url->host);
  for (guint i = 0; i < depth; i++) {
    g_string_append_c (text, '/');
    hm_mask_url_segment (text, url->segments[i], -1);
  }
  size = text->len;
  if (g_str_has_suffix (text->str, ".git"))
    g_string_truncate (text, size - strlen (".git"));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Takes off what is no part of the URL. Returns: (owned) */
static char *
reference_strip (const char *reference, gboolean *ret_has_query)
{
  g_autofree char *text = g_strstrip (g_strdup (reference));
  const char *start = text;
  char *end = NULL;
  char *slash = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (tools); i++) {
    gsize size = strcspn (tools[i], ":+") + 1;

    if (!g_str_has_prefix (start, tools[i]))
      continue;
    /* "git:https://" loses its first word alone. */
    start += g_str_has_suffix (tools[i], "//") ? size : strlen (tools[i]);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (shorthands); i++) {
    if (g_str_has_prefix (start, shorthands[i].prefix)
        && !g_str_has_prefix (start + strlen (shorthands[i].prefix), "//")) {
      g_autofree char *longhand =
          g_strconcat (shorthands[i].url, start + strlen (shorthands[i].prefix), NULL);

      return reference_strip (longhand, ret_has_query);
    }
  }
  end = strpbrk (start, "?#");
  *ret_has_query = end != NULL && *end == '?';
  if (end != NULL)
    *end = '\0';
  /* A revision, of SPDX: behind the last slash of the path. */
  slash = strstr (start, "://") != NULL ? strrchr (start, '/') : NULL;
  end = slash != NULL && slash[-1] != '/' ? strchr (slash, '@') : NULL;
  if (end != NULL)
    *end = '\0';
  for (gsize size = strlen (start); size > 0 && start[size - 1] == '/'; size--)
    ((char *) (guintptr) start)[size - 1] = '\0';
  return g_strdup (start);
}

/*
 * @url, which hm_url_parse() took, with nothing in it that shows as something else than it is. Returns: (owned)
 * (nullable)
 */
static char *
plain_url (const char *url)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (strstr (url, "://") == NULL) {
    hm_mask_terminal (text, url, -1, FALSE);
    return g_str_equal (text->str, url) ? g_strdup (url) : NULL;
  }
  for (const char *at = url; *at != '\0'; at++) {
    if ((*at & 0x80) != 0)
      g_string_append_printf (text, "%%%02X", (guint) (guint8) *at);
    else
      g_string_append_c (text, *at);
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

char *
hm_location_url (const char *reference)
{
  gboolean has_query = FALSE;
  gboolean is_known = FALSE;
  g_autofree char *text = NULL;
  g_autofree char *bare = NULL;
  g_autofree char *key = NULL;
  g_autoptr (HmUrl) url = NULL;
  guint depth = 0;

  if (strlen (reference) > HM_PATH_MAX)
    return NULL;
  text = reference_strip (reference, &has_query);
  bare = without_secret (text);
  url = hm_url_parse (bare, NULL);
  /* "word:word" may be anything; as an address it has a user. */
  if (url == NULL || url->host == NULL || (strstr (bare, "://") == NULL && !url->has_credentials))
    return NULL;
  depth = project_depth (url, &is_known);
  if (is_known) {
    g_autofree char *project = depth > 0 ? forge_url (url, depth) : NULL;

    key = project != NULL ? hm_location_key (project) : NULL;
    return key != NULL && hm_repository_key_check (key, NULL) ? g_steal_pointer (&project) : NULL;
  }
  key = hm_location_key (bare);
  /* Of a server that nobody knows, a query may be what names the repository. */
  if (key == NULL || !hm_repository_key_check (key, NULL) || has_query)
    return NULL;
  return plain_url (bare);
}

/* Whether the @size bytes at @host are a name of a host with a domain, rather than a folder or a file: "github.com". */
static gboolean
is_host_name (const char *host, gsize size)
{
  const char *dot = memrchr (host, '.', size);
  const gsize domain_size = dot != NULL ? (gsize) (host + size - dot) - 1 : 0;

  if (domain_size < 2 || !g_ascii_isalnum (host[0]))
    return FALSE;
  for (gsize i = 0; i < domain_size; i++)
    if (!g_ascii_isalpha (dot[1 + i]))
      return FALSE;
  for (gsize i = 0; i < size; i++)
    if (!g_ascii_isalnum (host[i]) && host[i] != '-' && (host[i] != '.' || host[i + 1] == '.'))
      return FALSE;
  return TRUE;
}

char *
hm_location_spoken_url (const char *words)
{
  const char *owner = strchr (words, '/');
  const char *name = owner != NULL ? strchr (owner + 1, '/') : NULL;
  g_autofree char *url = NULL;

  if (name == NULL || name == owner + 1 || name[1] == '\0' || name[1] == '/'
      || strpbrk (words, " \t?#@:") != NULL || !is_host_name (words, (gsize) (owner - words)))
    return NULL;
  url = g_strconcat ("https://", words, NULL);
  return hm_location_url (url);
}
