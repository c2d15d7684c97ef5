/* SPDX-License-Identifier: Apache-2.0 */
#include "evidence/forge/origin.h"

#include <arpa/inet.h>
#include <string.h>

#include "evidence/forge/curl_library.h"

static void
handle_free (CURLU *handle)
{
  hm_curl.url_cleanup (handle);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CURLU, handle_free)

/* Returns: (owned) (nullable) */
static CURLU *
handle_new (void)
{
  return hm_curl_open (NULL) ? hm_curl.url () : NULL;
}

/* Hosts that a forge hands downloads to. They never get a token. */
static const struct {
  const char *from;
  const char *to;
} known_redirects[] = {
  { "api.github.com", "codeload.github.com" },
  { "api.github.com", "objects.githubusercontent.com" },
  { "api.github.com", "release-assets.githubusercontent.com" },
  { "api.github.com", "raw.githubusercontent.com" },
  { "gitlab.com", "cdn.artifacts.gitlab-static.net" },
};

static gboolean
host_is_loopback (const char *host)
{
  struct in_addr four;

  if (strcmp (host, "localhost") == 0 || strcmp (host, "[::1]") == 0)
    return TRUE;
  return inet_pton (AF_INET, host, &four) == 1 && ntohl (four.s_addr) >> 24 == 127;
}

/* Returns: (owned) (nullable) a copy in GLib's memory. */
static char *
part_get (CURLU *handle, CURLUPart part, unsigned int flags)
{
  char *text = NULL;
  char *copy;

  if (hm_curl.url_get (handle, part, &text, flags) != CURLUE_OK)
    return NULL;
  copy = g_strdup (text);
  hm_curl.free (text);
  return copy;
}

static HmOrigin *
origin_of (CURLU *handle)
{
  g_autoptr (HmOrigin) origin = g_new0 (HmOrigin, 1);
  g_autofree char *host = NULL;
  g_autofree char *port = NULL;

  if (hm_curl.url_set (handle, CURLUPART_USER, NULL, 0) != CURLUE_OK
      || hm_curl.url_set (handle, CURLUPART_PASSWORD, NULL, 0) != CURLUE_OK
      || hm_curl.url_set (handle, CURLUPART_OPTIONS, NULL, 0) != CURLUE_OK
      || hm_curl.url_set (handle, CURLUPART_FRAGMENT, NULL, 0) != CURLUE_OK)
    return NULL;
  origin->url = part_get (handle, CURLUPART_URL, 0);
  origin->scheme = part_get (handle, CURLUPART_SCHEME, 0);
  host = part_get (handle, CURLUPART_HOST, 0);
  port = part_get (handle, CURLUPART_PORT, CURLU_DEFAULT_PORT);
  if (origin->url == NULL || origin->scheme == NULL || host == NULL || port == NULL)
    return NULL;
  origin->host = g_ascii_strdown (host, -1);
  origin->authority = g_strconcat (origin->host, ":", port, NULL);
  origin->is_loopback = host_is_loopback (origin->host);
  if (strcmp (origin->scheme, "https") != 0
      && !(origin->is_loopback && strcmp (origin->scheme, "http") == 0))
    return NULL;
  return g_steal_pointer (&origin);
}

HmOrigin *
hm_origin_parse (const char *url)
{
  g_autoptr (CURLU) handle = handle_new ();

  if (handle == NULL || hm_curl.url_set (handle, CURLUPART_URL, url, 0) != CURLUE_OK)
    return NULL;
  return origin_of (handle);
}

void
hm_origin_free (HmOrigin *origin)
{
  if (origin == NULL)
    return;
  g_free (origin->url);
  g_free (origin->scheme);
  g_free (origin->host);
  g_free (origin->authority);
  g_free (origin);
}

gboolean
hm_origin_equal (const HmOrigin *a, const HmOrigin *b)
{
  return strcmp (a->scheme, b->scheme) == 0 && strcmp (a->authority, b->authority) == 0;
}

HmOrigin *
hm_origin_resolve (const HmOrigin *base, const char *location)
{
  g_autoptr (CURLU) handle = handle_new ();

  if (handle == NULL || hm_curl.url_set (handle, CURLUPART_URL, base->url, 0) != CURLUE_OK
      || hm_curl.url_set (handle, CURLUPART_URL, location, CURLU_DISALLOW_USER | CURLU_URLENCODE)
             != CURLUE_OK)
    return NULL;
  return origin_of (handle);
}

gboolean
hm_origin_may_redirect (const HmOrigin *from, const HmOrigin *to)
{
  if (hm_origin_equal (from, to))
    return TRUE;
  if (strcmp (to->scheme, "https") != 0)
    return FALSE;
  if (strcmp (from->host, to->host) == 0)
    return TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (known_redirects); i++)
    if (strcmp (from->host, known_redirects[i].from) == 0
        && strcmp (to->host, known_redirects[i].to) == 0)
      return TRUE;
  return FALSE;
}
