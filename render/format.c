/* SPDX-License-Identifier: Apache-2.0 */
#include "render/format.h"

#include "core/error.h"
#include "render/markdown.h"
#include "render/report_json.h"
#include "render/scorecard_json.h"
#include "render/stamp.h"

#include <string.h>

static GBytes *
svg_render (const HmReport *report, const HmRenderOptions *options, GError **error G_GNUC_UNUSED)
{
  GString *out = g_string_new (NULL);
  HmStamp stamp;

  hm_stamp_fill (report, &stamp);
  hm_badge_svg (out, &stamp.badge, options->badge);
  return g_string_free_to_bytes (out);
}

static GBytes *
png_render (const HmReport *report, const HmRenderOptions *options, GError **error)
{
  HmStamp stamp;

  hm_stamp_fill (report, &stamp);
  return hm_badge_png (&stamp.badge, options->badge, error);
}

static GBytes *
pdf_render (const HmReport *report, const HmRenderOptions *options, GError **error)
{
  HmStamp stamp;

  hm_stamp_fill (report, &stamp);
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

static const HmFormat *
format_by_name (const char *name, gsize size)
{
  for (const HmFormat *format = hm_formats; format->name != NULL; format++) {
    if (strlen (format->name) == size && g_ascii_strncasecmp (format->name, name, size) == 0)
      return format;
  }
  return NULL;
}

static const HmFormat *
format_by_extension (const char *file)
{
  const char *extension = strrchr (file, '.');

  for (const HmFormat *format = hm_formats; extension != NULL && format->name != NULL; format++) {
    if (format->extension != NULL && g_ascii_strcasecmp (format->extension, extension) == 0)
      return format;
  }
  return NULL;
}

static void
formats_list (GString *out)
{
  g_string_append (out, "an output is FILE with one of");
  for (const HmFormat *format = hm_formats; format->name != NULL; format++) {
    if (format->extension != NULL)
      g_string_append_printf (out, " %s", format->extension);
  }
  g_string_append (out, ", or NAME:FILE with one of");
  for (const HmFormat *format = hm_formats; format->name != NULL; format++)
    g_string_append_printf (out, " %s", format->name);
}

const HmFormat *
hm_format_find (const char *output, const char **ret_file, GError **error)
{
  const char *colon = strchr (output, ':');
  const char *file = output;
  const HmFormat *format = NULL;
  g_autoptr (GString) list = NULL;

  if (colon != NULL)
    format = format_by_name (output, (gsize) (colon - output));
  if (format != NULL)
    file = colon + 1;
  else
    format = format_by_extension (output);
  if (format != NULL && *file != '\0') {
    *ret_file = file;
    return format;
  }
  list = g_string_new (NULL);
  formats_list (list);
  hm_fail (error, HM_ERROR_USAGE, "output '%s': %s; %s", output,
           format == NULL ? "no format goes by that" : "no file is named", list->str);
  return NULL;
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
