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

/* What stands before the version in the path of a forge's API. */
#define API_SEGMENT "/api/"

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

/* Returns: (owned) (nullable) where @location leads from @base, whichever scheme it has. */
static CURLU *
handle_of (const HmOrigin *base, const char *location)
{
  g_autoptr (CURLU) handle = handle_new ();

  if (handle == NULL || hm_curl.url_set (handle, CURLUPART_URL, base->url, 0) != CURLUE_OK
      || hm_curl.url_set (handle, CURLUPART_URL, location, CURLU_DISALLOW_USER | CURLU_URLENCODE)
             != CURLUE_OK)
    return NULL;
  return g_steal_pointer (&handle);
}

HmOrigin *
hm_origin_resolve (const HmOrigin *base, const char *location)
{
  g_autoptr (CURLU) handle = handle_of (base, location);

  return handle != NULL ? origin_of (handle) : NULL;
}

/* Bytes of @path that lead to the API: those of "/gitlab/api/v4/", or of "/". */
static gsize
api_size (const char *path)
{
  const char *api = strstr (path, API_SEGMENT);

  if (api == NULL)
    return strlen ("/");
  api += strlen (API_SEGMENT);
  return (gsize) (api - path) + strcspn (api, "/") + 1;
}

/* Whether both are the same but for what stands before "/api/". */
static gboolean
same_below_prefix (const char *a, const char *b)
{
  const gboolean is_longer = strlen (a) > strlen (b);
  const char *longer = is_longer ? a : b;
  const char *shorter = is_longer ? b : a;

  return strcmp (a, b) == 0
         || (g_str_has_prefix (shorter, API_SEGMENT) && g_str_has_suffix (longer, shorter));
}

/*
 * Whether @named is of @base's host, each by its scheme's own port, and @path of it below the API
 * that @own_path is below.
 */
static gboolean
is_of_own_api (CURLU *named, const char *path, const HmOrigin *base, const char *own_path)
{
  g_autofree char *host = part_get (named, CURLUPART_HOST, 0);
  g_autofree char *port = part_get (named, CURLUPART_PORT, CURLU_NO_DEFAULT_PORT);

  return host != NULL && port == NULL && g_ascii_strcasecmp (host, base->host) == 0
         && g_str_has_suffix (base->authority, strcmp (base->scheme, "https") == 0 ? ":443" : ":80")
         && strncmp (path, own_path, api_size (own_path)) == 0;
}

/* Returns: (nullable) where the path of @url begins. */
static const char *
path_of (const char *url)
{
  const char *host = strstr (url, "://");

  return host != NULL ? strchr (host + strlen ("://"), '/') : NULL;
}

HmOrigin *
hm_origin_next_page (const HmOrigin *base, const char *location)
{
  g_autoptr (HmOrigin) plain = hm_origin_resolve (base, location);
  g_autoptr (HmOrigin) next = NULL;
  g_autoptr (CURLU) named = handle_of (base, location);
  g_autofree char *scheme = NULL;
  g_autofree char *path = NULL;
  g_autofree char *query = NULL;
  g_autofree char *own_path = NULL;
  g_autofree char *url = NULL;
  const char *start;

  if (plain != NULL && hm_origin_equal (base, plain))
    return g_steal_pointer (&plain);
  start = path_of (base->url);
  if (named == NULL || start == NULL)
    return NULL;
  scheme = part_get (named, CURLUPART_SCHEME, 0);
  path = part_get (named, CURLUPART_PATH, 0);
  query = part_get (named, CURLUPART_QUERY, 0);
  own_path = g_strndup (start, strcspn (start, "?"));
  if (scheme == NULL || path == NULL || query == NULL
      || (strcmp (scheme, "https") != 0 && strcmp (scheme, "http") != 0)
      || (!same_below_prefix (path, own_path) && !is_of_own_api (named, path, base, own_path)))
    return NULL;
  url = g_strdup_printf ("%.*s%s?%s", (int) (start - base->url), base->url,
                         same_below_prefix (path, own_path) ? own_path : path, query);
  next = hm_origin_parse (url);
  return next != NULL && hm_origin_equal (base, next) ? g_steal_pointer (&next) : NULL;
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
