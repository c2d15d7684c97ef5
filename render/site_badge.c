/* SPDX-License-Identifier: Apache-2.0 */
/* Badges beside the pages: of a repository, a group, and the whole; and the lines that embed them. */
#include "render/endpoint.h"
#include "render/link.h"
#include "render/site_part.h"
#include "render/snippet.h"
#include "render/stamp.h"

/* Returns: the style of what is written. The label that the lines have may be shorter. */
static HmBadgeStyle
style_of (const HmSiteBadge *badge)
{
  return (HmBadgeStyle){ .label = badge->label };
}

gboolean
hm_site_badge_write (const HmSiteBadge *badge, HmSiteSink sink, gpointer data, GError **error)
{
  const HmBadgeStyle style = style_of (badge);
  g_autofree char *picture = g_strconcat (badge->stem, ".svg", NULL);
  g_autofree char *endpoint = g_strconcat (badge->stem, ".json", NULL);
  g_autoptr (GBytes) json_bytes = hm_endpoint_write (badge->report, &style);
  g_autoptr (GBytes) svg_bytes = NULL;
  GString *svg = g_string_new (NULL);
  HmStamp stamp;

  hm_stamp_fill (badge->report, &stamp);
  hm_badge_svg (svg, &stamp.badge, &style);
  svg_bytes = g_string_free_to_bytes (svg);
  return sink (picture, svg_bytes, data, error) && sink (endpoint, json_bytes, data, error);
}

void
hm_site_badge_picture (HmHtml *html, gboolean is_below, const HmSiteBadge *badge)
{
  const HmBadgeStyle style = style_of (badge);
  g_autofree char *file = g_strconcat (is_below ? "../" : "", badge->stem, ".svg", NULL);
  g_autofree char *label =
      badge->label != NULL ? hm_name_cut (badge->label, HM_SITE_NAME_COLUMNS) : NULL;
  HmStamp stamp;
  guint width;
  guint height;

  hm_stamp_fill (badge->report, &stamp);
  hm_badge_size (&stamp.badge, &style, &width, &height);
  hm_html_begin (html, "img");
  hm_html_attribute_path (html, "src", file);
  hm_html_attribute_format (html, "width", "%u", width);
  hm_html_attribute_format (html, "height", "%u", height);
  hm_html_attribute_format (html, "alt", "%s score: %s", label != NULL ? label : "hallmark",
                            stamp.accessible);
  hm_html_end (html);
}

typedef void (*SnippetFunc) (GString *out, const HmReport *report, const HmBadgeStyle *style,
                             const char *file);

static void
snippet_append (HmHtml *html, const HmSite *site, const HmSiteBadge *badge, SnippetFunc snippet)
{
  g_autofree char *file = g_strconcat (badge->stem, ".svg", NULL);
  g_autofree char *link = g_strconcat (site->url != NULL ? site->url : "", badge->page, NULL);
  g_autofree char *label =
      badge->label != NULL ? hm_name_cut (badge->label, HM_SITE_NAME_COLUMNS) : NULL;
  const HmBadgeStyle style = { .label = label, .link = site->url != NULL ? link : NULL };
  g_autoptr (GString) text = g_string_new (NULL);

  snippet (text, badge->report, &style, file);
  if (site->url != NULL) {
    g_autoptr (GString) place = g_string_new (NULL);

    hm_link_append_url (place, site->url);
    g_string_append (place, file);
    g_string_replace (text, file, place->str, 1);
  }
  hm_html_begin (html, "pre");
  hm_html_attribute (html, "tabindex", "0");
  hm_html_leaf (html, "code", NULL, text->str);
  hm_html_end (html);
}

void
hm_site_badge_lines (HmHtml *html, const HmSite *site, gboolean is_below, const HmSiteBadge *badge)
{
  g_autofree char *endpoint = g_strconcat (badge->stem, ".json", NULL);

  if (site->url == NULL)
    hm_html_leaf (
        html, "p", NULL,
        "These lines hold for a page at the root of this site; elsewhere its address goes "
        "before the picture's.");
  snippet_append (html, site, badge, hm_snippet_markdown);
  snippet_append (html, site, badge, hm_snippet_html);
  hm_html_begin (html, "p");
  hm_html_text (html, "For shields.io to draw: ");
  hm_site_link (html, is_below, endpoint, "endpoint as JSON");
  hm_html_text (html, ".");
  hm_html_end (html);
}
