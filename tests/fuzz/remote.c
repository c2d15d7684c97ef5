/* SPDX-License-Identifier: Apache-2.0 */
/* URLs of remotes: what is made of them holds no credentials and no control character. */
#include <string.h>

#include "evidence/git/remote.h"
#include "evidence/git/url.h"
#include "tests/fuzz/target.h"

static void
text_check (const char *text)
{
  for (; text != NULL && *text != '\0'; text++)
    g_assert (!g_ascii_iscntrl (*text) && *text != ' ');
}

static void
url_check (const HmUrl *url)
{
  g_assert (url->n_segments > 0 && g_strv_length (url->segments) == url->n_segments);
  text_check (url->host);
  for (char **segment = url->segments; *segment != NULL; segment++) {
    g_assert (**segment != '\0' && strcmp (*segment, ".") != 0 && strcmp (*segment, "..") != 0);
    for (const char *at = *segment; *at != '\0'; at++)
      g_assert (*at != '/' && !g_ascii_iscntrl (*at));
  }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autofree char *shown = hm_url_without_credentials (text);
  g_autoptr (GStringChunk) strings = g_string_chunk_new (256);
  g_autoptr (GError) error = NULL;
  g_autoptr (HmUrl) url = hm_url_parse (text, &error);
  HmPlatform platform;

  g_assert ((url == NULL) == (error != NULL));
  if (url != NULL)
    url_check (url);
  g_assert (strlen (shown) <= strlen (text));
  hm_remote_parse (text, strings, &platform);
  g_assert ((platform.host == NULL) == (platform.project == NULL));
  text_check (platform.host);
  text_check (platform.project);
  text_check (platform.url);
  if (platform.url != NULL)
    g_assert (strchr (platform.url, '@') == NULL || strchr (platform.project, '@') != NULL);
  return 0;
}
