/* SPDX-License-Identifier: Apache-2.0 */
#include "render/format.h"

#include "render/format_name.h"
#include "render/markdown.h"
#include "render/report_json.h"
#include "render/scorecard_json.h"
#include "render/stamp.h"

/* Rows of hm_formats with its end. */
#define HM_FORMATS_MAX 16

static GBytes *
svg_render (const HmReport *report, const HmRenderOptions *options, GError **error G_GNUC_UNUSED)
{
  GString *out = g_string_new (NULL);
  HmStamp stamp;

  hm_stamp_fill (report, &stamp);
  stamp.badge.trend = options->trend;
  hm_badge_svg (out, &stamp.badge, options->badge);
  return g_string_free_to_bytes (out);
}

static GBytes *
png_render (const HmReport *report, const HmRenderOptions *options, GError **error)
{
  HmStamp stamp;

  hm_stamp_fill (report, &stamp);
  stamp.badge.trend = options->trend;
  return hm_badge_png (&stamp.badge, options->badge, error);
}

static GBytes *
pdf_render (const HmReport *report, const HmRenderOptions *options, GError **error)
{
  HmStamp stamp;

  hm_stamp_fill (report, &stamp);
  stamp.badge.trend = options->trend;
  return hm_badge_pdf (&stamp.badge, options->badge, report->as_of, error);
}

static GBytes *
json_render (const HmReport *report, const HmRenderOptions *options G_GNUC_UNUSED,
             GError **error G_GNUC_UNUSED)
{
  return hm_report_write (report);
}

static GBytes *
scorecard_render (const HmReport *report, const HmRenderOptions *options G_GNUC_UNUSED,
                  GError **error G_GNUC_UNUSED)
{
  return hm_scorecard_write (report);
}

static GBytes *
markdown_render (const HmReport *report, const HmRenderOptions *options,
                 GError **error G_GNUC_UNUSED)
{
  return hm_markdown_write (report, options->badge);
}

const HmFormat *
hm_format_find (const char *output, const char **ret_file, GError **error)
{
  HmFormatName names[HM_FORMATS_MAX] = { 0 };
  gssize found;

  for (gsize i = 0; hm_formats[i].name != NULL; i++)
    names[i] = (HmFormatName){ hm_formats[i].name, hm_formats[i].extension };
  found = hm_format_name_find (names, output, ret_file, error);
  return found < 0 ? NULL : &hm_formats[found];
}

const HmFormat hm_formats[] = {
  {
      .name = "svg",
      .extension = ".svg",
      .summary = "the badge, for a README",
      .is_badge = TRUE,
      .render = svg_render,
  },
  {
      .name = "png",
      .extension = ".png",
      .summary = "the badge as pixels",
      .is_badge = TRUE,
      .render = png_render,
  },
  {
      .name = "pdf",
      .extension = ".pdf",
      .summary = "the badge for print",
      .is_badge = TRUE,
      .render = pdf_render,
  },
  {
      .name = "json",
      .extension = ".json",
      .summary = "the report with every finding and its evidence",
      .render = json_render,
  },
  {
      .name = "md",
      .extension = ".md",
      .summary = "the report as Markdown, fit for a pull-request comment",
      .render = markdown_render,
  },
  {
      .name = "scorecard",
      .summary = "the results in the layout of OpenSSF Scorecard's JSON",
      .render = scorecard_render,
  },
  { .name = NULL },
};
G_STATIC_ASSERT (G_N_ELEMENTS (hm_formats) <= HM_FORMATS_MAX);
