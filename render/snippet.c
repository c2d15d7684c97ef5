/* SPDX-License-Identifier: Apache-2.0 */
#include "render/snippet.h"

#include "core/mask.h"
#include "render/link.h"
#include "render/stamp.h"

/* Returns: (owned) the badge's label on one line with a blank behind it, or "". */
static char *
label_text (const HmBadgeStyle *style)
{
  GString *label = g_string_new (NULL);

  hm_mask_terminal (label, style->label != NULL ? style->label : "hallmark", -1, FALSE);
  if (label->len > 0)
    g_string_append_c (label, ' ');
  return g_string_free (label, FALSE);
}

static gboolean
target_append (GString *out, const HmReport *report, const HmBadgeStyle *style)
{
  return (style->link != NULL && hm_link_append_url (out, style->link))
         || hm_link_append_url (out, report->subject_url);
}

void
hm_snippet_markdown (GString *out, const HmReport *report, const HmBadgeStyle *style,
                     const char *file)
{
  g_autofree char *label = label_text (style);
  g_autoptr (GString) target = g_string_new (NULL);
  const gboolean is_linked = target_append (target, report, style);
  HmStamp stamp;

  hm_stamp_fill (report, &stamp);
  if (is_linked)
    g_string_append_c (out, '[');
  g_string_append (out, "![");
  hm_mask_markdown (out, label, -1);
  g_string_append_printf (out, "score: %s](", stamp.accessible);
  hm_link_append_path (out, file);
  g_string_append_c (out, ')');
  if (is_linked)
    g_string_append_printf (out, "](%s)", target->str);
}

void
hm_snippet_html (GString *out, const HmReport *report, const HmBadgeStyle *style, const char *file)
{
  g_autofree char *label = label_text (style);
  g_autoptr (GString) target = g_string_new (NULL);
  const gboolean is_linked = target_append (target, report, style);
  HmStamp stamp;
  guint width;
  guint height;

  hm_stamp_fill (report, &stamp);
  hm_badge_size (&stamp.badge, style, &width, &height);
  if (is_linked)
    g_string_append_printf (out, "<a href=\"%s\">", target->str);
  g_string_append (out, "<img src=\"");
  hm_link_append_path (out, file);
  /* The size keeps a picture of two pixels a point as small as the others, and the page from jumping. */
  g_string_append_printf (out, "\" width=\"%u\" height=\"%u\" alt=\"", width, height);
  hm_mask_xml (out, label, -1);
  g_string_append_printf (out, "score: %s\">", stamp.accessible);
  if (is_linked)
    g_string_append (out, "</a>");
}
