/* SPDX-License-Identifier: Apache-2.0 */
/* Distrusts every byte of a header. */
#include "evidence/forge/headers.h"

#include <string.h>

/* What the transport itself reads. */
static const char *const transport_names[] = {
  "content-type", "etag", "last-modified", "link", "location",
};

static const char *const diagnosis_names[] = {
  "date",
  "retry-after",
  "server",
  "x-accepted-github-permissions",
  "x-accepted-oauth-scopes",
  "x-github-request-id",
  "x-github-sso",
  "x-gitlab-meta",
  "x-oauth-scopes",
  "x-total-count",
  "x-total-pages",
};

/* A name that begins so is of diagnosis, too. */
static const char *const diagnosis_prefixes[] = { "ratelimit-", "x-ratelimit-" };

static gboolean
is_diagnosis (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (diagnosis_names); i++)
    if (strcmp (name, diagnosis_names[i]) == 0)
      return TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (diagnosis_prefixes); i++)
    if (g_str_has_prefix (name, diagnosis_prefixes[i]))
      return TRUE;
  return FALSE;
}

gboolean
hm_headers_is_kept (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (transport_names); i++)
    if (strcmp (name, transport_names[i]) == 0)
      return TRUE;
  return is_diagnosis (name);
}

GHashTable *
hm_headers_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

static gboolean
is_clean (const char *text, gsize size)
{
  for (gsize i = 0; i < size; i++)
    if (g_ascii_iscntrl (text[i]))
      return FALSE;
  return g_utf8_validate (text, (gssize) size, NULL);
}

void
hm_headers_add (GHashTable *headers, const char *line, gsize size)
{
  const char *colon;
  g_autofree char *name = NULL;
  g_autofree char *value = NULL;
  const char *old;

  while (size > 0 && g_ascii_isspace (line[size - 1]))
    size--;
  colon = memchr (line, ':', size);
  if (colon == NULL || !is_clean (line, size))
    return;
  name = g_ascii_strdown (line, colon - line);
  if (!hm_headers_is_kept (name))
    return;
  value = g_strstrip (g_strndup (colon + 1, (gsize) (line + size - colon - 1)));
  old = g_hash_table_lookup (headers, name);
  if (old == NULL)
    g_hash_table_insert (headers, g_steal_pointer (&name), g_steal_pointer (&value));
  else if (strcmp (name, "link") == 0)
    g_hash_table_insert (headers, g_steal_pointer (&name), g_strconcat (old, ", ", value, NULL));
}

const char *
hm_headers_get (GHashTable *headers, const char *name)
{
  return g_hash_table_lookup (headers, name);
}

GHashTable *
hm_headers_diagnosis (GHashTable *headers)
{
  GHashTable *diagnosis = hm_headers_new ();
  GHashTableIter iter;
  gpointer name;
  gpointer value;

  g_hash_table_iter_init (&iter, headers);
  while (g_hash_table_iter_next (&iter, &name, &value))
    if (is_diagnosis (name))
      g_hash_table_insert (diagnosis, g_strdup (name), g_strdup (value));
  return diagnosis;
}

/* Whether @value, of rel, names "next": in quotes it may hold several words. */
static gboolean
is_next_relation (const char *value)
{
  const gsize size = strlen (value);
  g_autofree char *bare = size >= 2 && value[0] == '"' && value[size - 1] == '"'
                              ? g_strndup (value + 1, size - 2)
                              : g_strdup (value);
  g_auto (GStrv) words = g_strsplit_set (bare, " \t", -1);

  for (gsize i = 0; words[i] != NULL; i++)
    if (g_ascii_strcasecmp (words[i], "next") == 0)
      return TRUE;
  return FALSE;
}

/* Whether the parameters of one link, from @text up to @end, hold rel="next". */
static gboolean
is_next (const char *text, const char *end)
{
  g_autofree char *parameters = g_strndup (text, (gsize) (end - text));
  g_auto (GStrv) parts = g_strsplit (parameters, ";", -1);

  for (gsize i = 0; parts[i] != NULL; i++) {
    const char *part = g_strstrip (parts[i]);

    if (g_ascii_strncasecmp (part, "rel=", strlen ("rel=")) == 0
        && is_next_relation (part + strlen ("rel=")))
      return TRUE;
  }
  return FALSE;
}

gboolean
hm_headers_link_next (GHashTable *headers, const HmOrigin *base, char **ret_url)
{
  const char *at = hm_headers_get (headers, "link");

  *ret_url = NULL;
  while (at != NULL && (at = strchr (at, '<')) != NULL) {
    const char *close = strchr (at, '>');
    const char *end;

    if (close == NULL)
      return TRUE;
    end = close + strcspn (close, ",");
    if (is_next (close + 1, end)) {
      g_autofree char *url = g_strndup (at + 1, (gsize) (close - at - 1));
      g_autoptr (HmOrigin) next = hm_origin_next_page (base, url);

      if (next != NULL)
        *ret_url = g_steal_pointer (&next->url);
      return TRUE;
    }
    at = end;
  }
  return FALSE;
}
