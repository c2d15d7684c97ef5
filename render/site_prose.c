/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sentences of reports. They are written for terminals and Markdown, where a command stands between backticks.
 * Distrusts them.
 */
#include <string.h>

#include "render/site_part.h"

static void
piece_append (HmHtml *html, const char *begin, const char *end, gboolean is_code)
{
  g_autofree char *piece = g_strndup (begin, (gsize) (end - begin));

  if (is_code)
    hm_html_leaf (html, "code", NULL, piece);
  else
    hm_html_text (html, piece);
}

void
hm_site_prose (HmHtml *html, const char *text, glong characters_max)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  const gboolean is_cut = g_utf8_strlen (valid, -1) > characters_max;
  const char *at = valid;
  const char *open;
  const char *close;

  if (is_cut)
    *g_utf8_offset_to_pointer (valid, characters_max) = '\0';
  /* One without its partner, or with nothing in between, is a backtick. */
  while ((open = strchr (at, '`')) != NULL && (close = strchr (open + 1, '`')) != NULL) {
    const gboolean is_code = close > open + 1;

    piece_append (html, at, is_code ? open : close + 1, FALSE);
    if (is_code)
      piece_append (html, open + 1, close, TRUE);
    at = close + 1;
  }
  hm_html_text (html, at);
  if (is_cut)
    hm_html_text (html, "\xe2\x80\xa6");
}
