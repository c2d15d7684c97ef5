/* SPDX-License-Identifier: Apache-2.0 */
/*
 * URLs as git takes them. GLib's GUri is not used for the whole, since it knows neither the scp
 * form nor what git makes of a URL that RFC 3986 forbids; what is unusual here is refused rather
 * than understood.
 */
#include "evidence/git/url.h"

#include <gio/gio.h>
#include <string.h>

#include "core/error.h"
#include "core/limits.h"
#include "core/number.h"

/* What a host name or an address may consist of; an internationalised name stands in its ASCII
 * form in a git URL. */
#define HOST_CHARACTERS "abcdefghijklmnopqrstuvwxyz0123456789.-_"

#define HOST_BYTES_MAX 253 /* RFC 1035 */

static const struct {
  const char *name;
  const char *scheme;
} schemes[] = {
  { "https", "https" }, { "http", "http" }, { "ssh", "ssh" },   { "git+ssh", "ssh" },
  { "ssh+git", "ssh" }, { "git", "git" },   { "file", "file" },
};

/* Returns: (borrowed) (nullable) the "://" that ends the scheme of @text. */
static const char *
scheme_end (const char *text)
{
  const char *end = text;

  while (g_ascii_isalnum (*end) || (*end != '\0' && strchr ("+-.", *end) != NULL))
    end++;
  return end > text && g_str_has_prefix (end, "://") ? end : NULL;
}

/* Returns: (borrowed) (nullable) the colon that ends the host of the scp form, brackets of an
 * IPv6 address skipped. */
static const char *
scp_colon (const char *text)
{
  const char *slash = strchr (text, '/');
  const char *bracket = strchr (text, '[');
  const char *colon = strchr (text, ':');

  if (bracket != NULL && (colon == NULL || bracket < colon) && (slash == NULL || bracket < slash)) {
    bracket = strchr (bracket, ']');
    colon = bracket != NULL && bracket[1] == ':' ? bracket + 1 : NULL;
  }
  if (colon == NULL || colon == text || (slash != NULL && slash < colon))
    return NULL;
  if (colon == text + 1) /* a drive of Windows */
    return NULL;
  return colon;
}

gboolean
hm_url_has_form (const char *text)
{
  return scheme_end (text) != NULL || scp_colon (text) != NULL;
}

static gboolean
host_is_sane (const char *host)
{
  gsize length = strlen (host);

  if (host[0] == '[') {
    g_autofree char *address = NULL;

    if (host[length - 1] != ']')
      return FALSE;
    address = g_strndup (host + 1, length - 2);
    return strchr (address, ':') != NULL && strchr (address, '%') == NULL
           && g_hostname_is_ip_address (address);
  }
  /* A leading hyphen would be an option to whom it is given as an argument. */
  return length > 0 && length <= HOST_BYTES_MAX && host[0] != '-' && host[0] != '.'
         && strspn (host, HOST_CHARACTERS) == length && strstr (host, "..") == NULL;
}

/* Reads "[user[:password]@]host[:port]". */
static gboolean
authority_parse (const char *text, gsize size, HmUrl *url, GError **error)
{
  g_autofree char *authority = g_strndup (text, size);
  const char *at = strrchr (authority, '@');
  const char *host = at == NULL ? authority : at + 1;
  const char *port = host[0] == '[' ? strchr (host, ']') : host;
  gsize length;

  url->has_credentials = at != NULL;
  port = port == NULL ? NULL : strchr (port, ':');
  if (port != NULL && port[1] != '\0') {
    guint64 number;

    if (!hm_number_parse (port + 1, strlen (port + 1), G_MAXUINT16, &number) || number == 0)
      return hm_fail (error, HM_ERROR_USAGE, "the port is no number from 1 to 65535");
    url->port = (guint) number;
  }
  length = port == NULL ? strlen (host) : (gsize) (port - host);
  if (length > 1 && host[length - 1] == '.')
    length--;
  url->host = g_ascii_strdown (host, (gssize) length);
  if (!host_is_sane (url->host))
    return hm_fail (error, HM_ERROR_USAGE, "the host is no host name");
  return TRUE;
}

/* A segment that can't lead elsewhere, whatever it is joined to. */
static gboolean
segment_is_sane (const char *segment)
{
  if (strcmp (segment, ".") == 0 || strcmp (segment, "..") == 0)
    return FALSE;
  for (const char *at = segment; *at != '\0'; at++)
    if (g_ascii_iscntrl (*at) || *at == '/' || *at == '\\')
      return FALSE;
  return TRUE;
}

static gboolean
path_parse (const char *path, gboolean is_encoded, HmUrl *url, GError **error)
{
  g_autoptr (GPtrArray) segments = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) parts = g_strsplit (path, "/", -1);

  for (char **part = parts; *part != NULL; part++) {
    g_autoptr (GBytes) decoded = NULL;
    g_autofree char *segment = NULL;
    gsize size;

    if (**part == '\0')
      continue;
    if (is_encoded) {
      /* Bytes rather than g_uri_unescape_segment(): a path need not be UTF-8. */
      decoded = g_uri_unescape_bytes (*part, -1, NULL, NULL);
      if (decoded == NULL)
        return hm_fail (error, HM_ERROR_USAGE, "a percent sign without two hexadecimal digits");
      size = g_bytes_get_size (decoded);
      segment = g_strndup (g_bytes_get_data (decoded, NULL), size);
      if (strlen (segment) != size)
        return hm_fail (error, HM_ERROR_USAGE, "a zero byte in the path");
    } else {
      segment = g_strdup (*part);
    }
    if (!segment_is_sane (segment))
      return hm_fail (error, HM_ERROR_USAGE,
                      "the path holds \".\", \"..\", a backslash or a control character");
    g_ptr_array_add (segments, g_steal_pointer (&segment));
  }
  if (segments->len == 0)
    return hm_fail (error, HM_ERROR_USAGE, "there is no path to a repository");
  url->n_segments = segments->len;
  g_ptr_array_add (segments, NULL);
  url->segments = (char **) g_ptr_array_free (g_steal_pointer (&segments), FALSE);
  return TRUE;
}

static gboolean
scheme_url_parse (const char *text, const char *end, HmUrl *url, GError **error)
{
  const char *authority = end + strlen ("://");
  const char *path = authority + strcspn (authority, "/");
  gsize authority_size = (gsize) (path - authority);

  for (gsize i = 0; i < G_N_ELEMENTS (schemes) && url->scheme == NULL; i++)
    if (strlen (schemes[i].name) == (gsize) (end - text)
        && g_ascii_strncasecmp (text, schemes[i].name, (gsize) (end - text)) == 0)
      url->scheme = schemes[i].scheme;
  if (url->scheme == NULL)
    return hm_fail (error, HM_ERROR_USAGE, "the scheme is none that git knows");
  if (strcmp (url->scheme, "file") == 0) {
    if (authority_size != 0
        && !(authority_size == strlen ("localhost")
             && g_ascii_strncasecmp (authority, "localhost", authority_size) == 0))
      return hm_fail (error, HM_ERROR_USAGE, "a file URL has three slashes: file:///path");
  } else if (!authority_parse (authority, authority_size, url, error)) {
    return FALSE;
  }
  if (g_str_has_prefix (url->scheme, "http") && strpbrk (path, "?#") != NULL)
    return hm_fail (error, HM_ERROR_USAGE, "the URL of a repository has no '?' and no '#'");
  return path_parse (path, TRUE, url, error);
}

static gboolean
scp_form_parse (const char *text, const char *colon, HmUrl *url, GError **error)
{
  const char *at = memrchr (text, '@', (gsize) (colon - text));
  const char *host = at == NULL ? text : at + 1;

  if (colon[1] == ':')
    return hm_fail (error, HM_ERROR_USAGE, "remote helpers are not used");
  url->scheme = "ssh";
  if (!authority_parse (host, (gsize) (colon - host), url, error))
    return FALSE;
  url->has_credentials = at != NULL;
  return path_parse (colon + 1, FALSE, url, error);
}

char *
hm_url_without_credentials (const char *text)
{
  const char *at = strrchr (text, '@');
  const char *end = scheme_end (text);

  if (at == NULL)
    return g_strdup (text);
  if (end == NULL)
    return g_strdup (at + 1);
  return g_strdup_printf ("%.*s://%s", (int) (end - text), text, at + 1);
}

HmUrl *
hm_url_parse (const char *text, GError **error)
{
  g_autoptr (HmUrl) url = g_new0 (HmUrl, 1);
  g_autofree char *shown = hm_url_without_credentials (text);
  const char *end;
  gsize size = strlen (text);
  gboolean is_parsed;

  if (size > HM_PATH_MAX) {
    hm_fail (error, HM_ERROR_USAGE, "a URL of %" G_GSIZE_FORMAT " bytes, longer than %u", size,
             HM_PATH_MAX);
    return NULL;
  }
  for (gsize i = 0; i < size; i++)
    if (g_ascii_iscntrl (text[i]) || text[i] == ' ' || text[i] == '\\') {
      hm_fail (error, HM_ERROR_USAGE,
               "a space, a backslash or a control character has no place in a URL");
      g_prefix_error (error, "%s: ", shown);
      return NULL;
    }
  end = scheme_end (text);
  if (end != NULL) {
    is_parsed = scheme_url_parse (text, end, url, error);
  } else {
    end = scp_colon (text);
    is_parsed = end != NULL ? scp_form_parse (text, end, url, error)
                            : hm_fail (error, HM_ERROR_USAGE, "a path, not a URL");
  }
  if (!is_parsed) {
    g_prefix_error (error, "%s: ", shown);
    return NULL;
  }
  return g_steal_pointer (&url);
}

void
hm_url_free (HmUrl *url)
{
  if (url == NULL)
    return;
  g_free (url->host);
  g_strfreev (url->segments);
  g_free (url);
}
