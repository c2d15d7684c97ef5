/* SPDX-License-Identifier: Apache-2.0 */
#include "portfolio/purl.h"

#include <string.h>

#include "core/error.h"
#include "core/mask.h"
#include "portfolio/location.h"

#define TYPE_LETTERS "abcdefghijklmnopqrstuvwxyz0123456789.+-"

/* Types whose names are those of repositories on one forge. */
static const struct {
  const char *type;
  const char *server;
  guint n_segments; /* 0: all */
} forge_types[] = {
  { "github", "https://github.com", 2 },
  { "githubactions", "https://github.com", 2 },
  { "gitlab", "https://gitlab.com", 0 },
  { "bitbucket", "https://bitbucket.org", 2 },
};

/* Types whose names begin with the host of their repository. */
static const char *const host_types[] = { "golang", "swift" };

/* Hosts on which those names show where the repository ends. On GitLab they don't, past an owner and a name. */
static const struct {
  const char *host;
  gboolean is_deep;
} name_hosts[] = {
  { "github.com", FALSE },
  { "bitbucket.org", FALSE },
  { "codeberg.org", FALSE },
  { "gitlab.com", TRUE },
};

void
hm_purl_free (HmPurl *purl)
{
  if (purl == NULL)
    return;
  g_free (purl->type);
  g_strfreev (purl->segments);
  g_free (purl->vcs_url);
  g_free (purl->repository_url);
  g_free (purl);
}

/* Returns: (owned) (nullable) @text with %XX decoded; NULL where that is no text. */
static char *
decode (const char *text)
{
  g_autofree char *decoded = g_uri_unescape_string (text, NULL);

  if (decoded == NULL || *decoded == '\0' || !g_utf8_validate (decoded, -1, NULL))
    return NULL;
  for (const char *at = decoded; *at != '\0'; at++) {
    if (g_ascii_iscntrl (*at))
      return NULL;
  }
  return g_steal_pointer (&decoded);
}

static void
qualifiers_read (HmPurl *purl, const char *text)
{
  g_auto (GStrv) pairs = g_strsplit (text, "&", -1);

  for (char **pair = pairs; *pair != NULL; pair++) {
    char *value = strchr (*pair, '=');

    if (value == NULL)
      continue;
    *value++ = '\0';
    if (g_ascii_strcasecmp (*pair, "vcs_url") == 0 && purl->vcs_url == NULL)
      purl->vcs_url = decode (value);
    else if (g_ascii_strcasecmp (*pair, "repository_url") == 0 && purl->repository_url == NULL)
      purl->repository_url = decode (value);
  }
}

static gboolean
segments_read (HmPurl *purl, const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, "/", -1);
  g_autoptr (GPtrArray) segments = g_ptr_array_new_with_free_func (g_free);

  for (char **part = parts; *part != NULL; part++) {
    char *segment = NULL;

    if (**part == '\0')
      continue;
    segment = decode (*part);
    if (segment == NULL)
      return FALSE;
    g_ptr_array_add (segments, segment);
  }
  purl->n_segments = segments->len;
  g_ptr_array_add (segments, NULL);
  purl->segments = (char **) g_ptr_array_free (g_steal_pointer (&segments), FALSE);
  return purl->n_segments > 0;
}

/* Cuts @text at the last @mark. Returns: (borrowed) (nullable) what stood behind it. */
static char *
cut_last (char *text, char mark)
{
  char *at = strrchr (text, mark);

  if (at == NULL)
    return NULL;
  *at = '\0';
  return at + 1;
}

HmPurl *
hm_purl_parse (const char *text, GError **error)
{
  g_autoptr (HmPurl) purl = g_new0 (HmPurl, 1);
  g_autofree char *rest = NULL;
  char *qualifiers = NULL;
  char *slash = NULL;
  char *version = NULL;

  if (g_ascii_strncasecmp (text, "pkg:", strlen ("pkg:")) != 0
      || strlen (text) > HM_PURL_BYTES_MAX) {
    hm_fail (error, HM_ERROR_FORMAT, "not a package URL");
    return NULL;
  }
  rest = g_strdup (text + strlen ("pkg:") + strspn (text + strlen ("pkg:"), "/"));
  cut_last (rest, '#');
  qualifiers = cut_last (rest, '?');
  if (qualifiers != NULL)
    qualifiers_read (purl, qualifiers);
  slash = strchr (rest, '/');
  if (slash != NULL) {
    *slash = '\0';
    /* An npm scope is to be written %40, and often is not: a version holds no slash but behind its '@'. */
    version = strrchr (slash + 1, '@');
    if (version != NULL && version > slash + 1 && version[-1] != '/')
      *version = '\0';
    purl->type = g_ascii_strdown (rest, -1);
  }
  if (slash == NULL || *purl->type == '\0' || strlen (purl->type) > HM_PURL_TYPE_MAX
      || purl->type[strspn (purl->type, TYPE_LETTERS)] != '\0'
      || !segments_read (purl, slash + 1)) {
    hm_fail (error, HM_ERROR_FORMAT, "a package URL that names no package");
    return NULL;
  }
  return g_steal_pointer (&purl);
}

/* Returns: (owned) (nullable) the repository at @server of @n segments from @first on. */
static char *
repository_of (const HmPurl *purl, const char *server, guint first, guint n)
{
  g_autoptr (GString) url = g_string_new (server);

  while (url->len > 0 && url->str[url->len - 1] == '/')
    g_string_truncate (url, url->len - 1);
  if (purl->n_segments < first + 2 || purl->n_segments < first + n)
    return NULL;
  for (guint i = first; i < first + n; i++) {
    g_string_append_c (url, '/');
    hm_mask_url_segment (url, purl->segments[i], -1);
  }
  return hm_location_url (url->str);
}

/* "v2" of a Go module's path is no part of a repository's. */
static gboolean
is_major_version (const char *segment)
{
  return segment[0] == 'v' && segment[1] != '\0'
         && segment[1 + strspn (segment + 1, "0123456789")] == '\0';
}

static char *
repository_by_host (const HmPurl *purl)
{
  const char *host = purl->segments[0];
  g_autofree char *server = NULL;
  guint n = purl->n_segments - 1;

  for (gsize i = 0; i < G_N_ELEMENTS (name_hosts); i++) {
    if (g_ascii_strcasecmp (host, name_hosts[i].host) != 0)
      continue;
    if (name_hosts[i].is_deep && n > 2 && is_major_version (purl->segments[n]))
      n--;
    if (name_hosts[i].is_deep && n != 2)
      return NULL;
    server = g_strconcat ("https://", name_hosts[i].host, NULL);
    return repository_of (purl, server, 1, 2);
  }
  return NULL;
}

char *
hm_purl_repository (const HmPurl *purl)
{
  if (purl->vcs_url != NULL)
    return hm_location_url (purl->vcs_url);
  for (gsize i = 0; i < G_N_ELEMENTS (forge_types); i++) {
    const char *server = purl->repository_url;

    if (!g_str_equal (purl->type, forge_types[i].type))
      continue;
    if (server == NULL || !g_str_has_prefix (server, "https://"))
      server = forge_types[i].server;
    return repository_of (purl, server, 0,
                          forge_types[i].n_segments > 0 ? forge_types[i].n_segments
                                                        : purl->n_segments);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (host_types); i++) {
    if (g_str_equal (purl->type, host_types[i]))
      return repository_by_host (purl);
  }
  return NULL;
}
