/* SPDX-License-Identifier: Apache-2.0 */
#include "render/format.h"

#include "core/error.h"
#include "tests/render/sample_report.h"

#include <string.h>

/* @format: NULL where the output is refused; @text is then what the error says, else the file's name. */
static const struct {
  const char *output;
  const char *format;
  const char *text;
} cases[] = {
  { "badge.svg", "svg", "badge.svg" },
  { "badge.PNG", "png", "badge.PNG" },
  { "a.b/c.pdf", "pdf", "a.b/c.pdf" },
  { "report.json", "json", "report.json" },
  { "report.md", "md", "report.md" },
  { "scorecard:results.json", "scorecard", "results.json" },
  { "Scorecard:results", "scorecard", "results" },
  { "json:-", "json", "-" },
  { "svg:a:b", "svg", "a:b" },
  { "c:badge.svg", "svg", "c:badge.svg" },
  { "", NULL, "output '': no format goes by that" },
  { "report", NULL,
    ".svg .png .pdf .json .md .sarif .xml, or NAME:FILE with one of svg png pdf json md scorecard sarif junit codequality "
    "github-output github-summary endpoint line" },
  { "report.sarif", "sarif", "report.sarif" },
  { "report.xml", "junit", "report.xml" },
  { "codequality:gl.json", "codequality", "gl.json" },
  { "github-output:/run/output", "github-output", "/run/output" },
  { "endpoint:badge.json", "endpoint", "badge.json" },
  { "report.txt", NULL, "output 'report.txt': no format goes by that" },
  { "report.svgz", NULL, "no format goes by that" },
  { "results.scorecard", NULL, "no format goes by that" },
  { "html:report", NULL, "no format goes by that" },
  { "scorecard:", NULL, "output 'scorecard:': no file is named" },
  { ":report", NULL, "no format goes by that" },
};

static void
test_find (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    const char *file = NULL;
    g_autoptr (GError) error = NULL;
    const HmFormat *format = hm_format_find (cases[i].output, &file, &error);

    if (cases[i].format == NULL) {
      g_assert_null (format);
      g_assert_null (file);
      g_assert_error (error, HM_ERROR, HM_ERROR_USAGE);
      g_assert_nonnull (strstr (error->message, cases[i].text));
      continue;
    }
    g_assert_no_error (error);
    g_assert_cmpstr (format->name, ==, cases[i].format);
    g_assert_cmpstr (file, ==, cases[i].text);
  }
}

/* What every file of a format starts with. */
static void
test_every_format_renders (void)
{
  static const struct {
    const char *name;
    gboolean is_badge;
    const char *start;
  } starts[] = {
    { "svg", TRUE, "<svg " },
    { "png", TRUE, "\x89PNG" },
    { "pdf", TRUE, "%PDF-" },
    { "json", FALSE, "{\n  \"schema\"" },
    { "md", FALSE, "<!-- hallmark " },
    { "scorecard", FALSE, "{\"date\":" },
    { "sarif", FALSE, "{\"$schema\":" },
    { "junit", FALSE, "<?xml " },
    { "codequality", FALSE, "[\n" },
    { "github-output", FALSE, "score=" },
    { "github-summary", FALSE, "<!-- hallmark " },
    { "endpoint", FALSE, "{\n" },
    { "line", FALSE, "github.com/o/r " },
  };
  const HmBadgeStyle style = { .label = NULL };
  const HmRenderOptions options = { .badge = &style };
  g_autoptr (HmReport) report = hm_sample_report ();
  gsize i = 0;

  for (const HmFormat *format = hm_formats; format->name != NULL; format++, i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GBytes) first = format->render (report, &options, &error);
    g_autoptr (GBytes) second = format->render (report, &options, NULL);

    g_assert_no_error (error);
    g_assert_cmpstr (format->name, ==, starts[i].name);
    g_assert_cmpint (format->is_badge, ==, starts[i].is_badge);
    g_assert_cmpint (format->is_appended, ==, g_str_has_prefix (format->name, "github-"));
    g_assert_cmpuint (strlen (format->summary), >, 0);
    g_assert_cmpuint (g_bytes_get_size (first), >, strlen (starts[i].start));
    g_assert_cmpint (
        memcmp (g_bytes_get_data (first, NULL), starts[i].start, strlen (starts[i].start)), ==, 0);
    g_assert_true (g_bytes_equal (first, second));
  }
  g_assert_cmpuint (i, ==, G_N_ELEMENTS (starts));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/format/find", test_find);
  g_test_add_func ("/format/every-format-renders", test_every_format_renders);
  return g_test_run ();
}
