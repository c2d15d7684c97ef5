/* SPDX-License-Identifier: Apache-2.0 */
#include "render/format.h"

#include "render/annotations.h"
#include "render/code_quality.h"
#include "render/endpoint.h"
#include "render/format_name.h"
#include "render/junit.h"
#include "render/markdown.h"
#include "render/one_line.h"
#include "render/report_json.h"
#include "render/sarif.h"
#include "render/scorecard_json.h"
#include "render/stamp.h"

/* Rows of hm_formats with its end. */
#define HM_FORMATS_MAX 16

/* Bytes of a step's summary: GitHub's runner takes no more (actions/runner, CreateStepSummaryCommand). */
#define STEP_SUMMARY_MAX (1024 * 1024)
G_STATIC_ASSERT (HM_MARKDOWN_MAX <= STEP_SUMMARY_MAX);

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

static GBytes *
sarif_render (const HmReport *report, const HmRenderOptions *options, GError **error G_GNUC_UNUSED)
{
  return hm_sarif_write (report, options->checks, options->n_checks);
}

static GBytes *
junit_render (const HmReport *report, const HmRenderOptions *options G_GNUC_UNUSED,
              GError **error G_GNUC_UNUSED)
{
  return hm_junit_write (report);
}

static GBytes *
code_quality_render (const HmReport *report, const HmRenderOptions *options G_GNUC_UNUSED,
                     GError **error G_GNUC_UNUSED)
{
  return hm_code_quality_write (report);
}

static GBytes *
github_output_render (const HmReport *report, const HmRenderOptions *options G_GNUC_UNUSED,
                      GError **error G_GNUC_UNUSED)
{
  return hm_github_output_write (report);
}

static GBytes *
endpoint_render (const HmReport *report, const HmRenderOptions *options,
                 GError **error G_GNUC_UNUSED)
{
  return hm_endpoint_write (report, options->badge);
}

static GBytes *
line_render (const HmReport *report, const HmRenderOptions *options G_GNUC_UNUSED,
             GError **error G_GNUC_UNUSED)
{
  return hm_one_line_write (report);
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
  {
      .name = "sarif",
      .extension = ".sarif",
      .summary = "the failed findings as SARIF 2.1.0, for code scanning and editors",
      .render = sarif_render,
  },
  {
      .name = "junit",
      .extension = ".xml",
      .summary = "the checks as test cases in JUnit XML",
      .render = junit_render,
  },
  {
      .name = "codequality",
      .summary = "the failed findings as GitLab's Code Quality report",
      .render = code_quality_render,
  },
  {
      .name = "github-output",
      .summary = "score, floor, coverage and passed, appended to $GITHUB_OUTPUT",
      .is_appended = TRUE,
      .render = github_output_render,
  },
  {
      .name = "github-summary",
      .summary = "the report as Markdown, appended to $GITHUB_STEP_SUMMARY",
      .is_appended = TRUE,
      .render = markdown_render,
  },
  {
      .name = "endpoint",
      .summary = "the badge as JSON that shields.io draws",
      .render = endpoint_render,
  },
  {
      .name = "line",
      .summary = "the result in one line of text",
      .render = line_render,
  },
  { .name = NULL },
};
G_STATIC_ASSERT (G_N_ELEMENTS (hm_formats) <= HM_FORMATS_MAX);
