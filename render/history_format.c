/* SPDX-License-Identifier: Apache-2.0 */
#include "render/history_format.h"

#include "render/format_name.h"
#include "render/history_csv.h"
#include "render/history_json.h"

static GBytes *
svg_render (const HmHistoryReport *history, const HmPlotStyle *style, GError **error G_GNUC_UNUSED)
{
  GString *out = g_string_new (NULL);

  hm_history_plot_svg (out, history, style);
  return g_string_free_to_bytes (out);
}

static GBytes *
json_render (const HmHistoryReport *history, const HmPlotStyle *style G_GNUC_UNUSED,
             GError **error G_GNUC_UNUSED)
{
  return hm_history_write_json (history);
}

static GBytes *
csv_render (const HmHistoryReport *history, const HmPlotStyle *style G_GNUC_UNUSED,
            GError **error G_GNUC_UNUSED)
{
  return hm_history_write_csv (history);
}

static const HmHistoryFormat formats[] = {
  { "svg", ".svg", svg_render },
  { "png", ".png", hm_history_plot_png },
  { "json", ".json", json_render },
  { "csv", ".csv", csv_render },
};

const HmHistoryFormat *
hm_history_format_find (const char *output, const char **ret_file, GError **error)
{
  HmFormatName names[G_N_ELEMENTS (formats) + 1] = { 0 };
  gssize found;

  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    names[i] = (HmFormatName){ formats[i].name, formats[i].extension };
  found = hm_format_name_find (names, output, ret_file, error);
  return found < 0 ? NULL : &formats[found];
}
