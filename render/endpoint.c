/* SPDX-License-Identifier: Apache-2.0 */
#include "render/endpoint.h"

#include "render/json_value.h"
#include "render/palette.h"
#include "render/stamp.h"

/* A score moves with commits, not with minutes; shields keeps nothing for less than five of them. */
#define CACHE_SECONDS 3600

static json_t *
colour_json (const HmColour *colour)
{
  g_autofree char *text = g_strdup_printf ("#%06x", colour->rgb);

  return json_string (text);
}

GBytes *
hm_endpoint_write (const HmReport *report, const HmBadgeStyle *style)
{
  g_autoptr (json_t) root = json_object ();
  HmStamp stamp;

  hm_stamp_fill (report, &stamp);
  hm_json_put (root, "schemaVersion", json_integer (1));
  hm_json_put (root, "label", hm_json_text (style->label != NULL ? style->label : "hallmark"));
  hm_json_put (root, "message", hm_json_text (stamp.message));
  hm_json_put (root, "color", colour_json (hm_palette_find (stamp.badge.band)));
  hm_json_put (root, "labelColor", colour_json (&hm_colour_label));
  /* Who links to the badge may not paint over that nothing was scored. */
  hm_json_put (root, "isError", json_boolean (report->score < 0));
  hm_json_put (root, "cacheSeconds", json_integer (CACHE_SECONDS));
  return hm_json_print (root, 2);
}
