/* SPDX-License-Identifier: Apache-2.0 */
#include "render/annotations.h"

#include "tests/render/golden.h"
#include "tests/render/sample_report.h"

#include <string.h>

/* Returns: (owned) the annotations of @report (which is taken). */
static char *
annotated (HmReport *report)
{
  GString *out = g_string_new (NULL);

  hm_annotations_github (out, report);
  hm_report_free (report);
  return g_string_free (out, FALSE);
}

static guint
count_lines (const char *text, const char *start)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  guint n = 0;

  for (gsize i = 0; lines[i] != NULL; i++)
    n += g_str_has_prefix (lines[i], start) ? 1 : 0;
  return n;
}

static void
test_golden (void)
{
  g_autofree char *text = annotated (hm_sample_report ());

  hm_golden_check ("annotations.txt", text, strlen (text));
}

/* With a range, what it adds alone; waived ones never. */
static void
test_golden_gated (void)
{
  g_autofree char *text = annotated (hm_sample_report_gated ());

  hm_golden_check ("annotations-gated.txt", text, strlen (text));
  g_assert_null (strstr (text, "an ELF executable"));
  g_assert_null (strstr (text, "neither how nor how soon"));
}

static void
test_nothing_failed (void)
{
  g_autofree char *unknown = annotated (hm_sample_report_unknown ());
  g_autofree char *empty = annotated (hm_sample_report_empty ());

  g_assert_cmpstr (unknown, ==, "");
  g_assert_cmpstr (empty, ==, "");
}

static void
test_ten_of_each_and_the_rest_counted (void)
{
  HmReport *report = hm_sample_report ();
  g_autofree char *text = NULL;

  hm_sample_add_flood (report, 50);
  text = annotated (report);
  g_assert_cmpuint (count_lines (text, "::error "), ==, 10);
  g_assert_cmpuint (count_lines (text, "::warning "), ==, 2);
  g_assert_cmpuint (count_lines (text, "::notice "), ==, 1);
  g_assert_nonnull (strstr (text, "::notice title=hallmark::41 more in the report\n"));
}

/*
 * What the runner makes of a line that begins with "::", as actions/runner reads it:
 * ActionCommand.TryParseV2(). Asserts that it is one of ours with our properties.
 */
static void
assert_command (const char *line)
{
  const char *end = strstr (line + 2, "::");
  g_autofree char *head = NULL;
  g_auto (GStrv) properties = NULL;
  const char *blank;

  g_assert_true (g_str_has_prefix (line, "::"));
  g_assert_nonnull (end);
  head = g_strndup (line + 2, (gsize) (end - line) - 2);
  blank = strchr (head, ' ');
  g_assert_nonnull (blank);
  g_assert_true (g_str_has_prefix (head, "error ") || g_str_has_prefix (head, "warning ")
                 || g_str_has_prefix (head, "notice "));
  properties = g_strsplit (blank + 1, ",", -1);
  for (gsize i = 0; properties[i] != NULL; i++)
    g_assert_true (g_str_has_prefix (properties[i], "file=")
                   || g_str_has_prefix (properties[i], "line=")
                   || g_str_has_prefix (properties[i], "title="));
  g_assert_null (strstr (line, "##["));
}

/* Adds a failed finding with @text for its message, path, probe and way to mend it. */
static void
finding_add (HmReport *report, const char *text)
{
  const HmResult *result = g_ptr_array_index (report->results, 0);
  HmFinding *finding = hm_findings_add (result->findings, text, HM_FAIL, "%s", text);

  hm_finding_set_remediation (finding, "%s", text);
  hm_finding_cite_file (finding, &(HmTreeEntry){ .path = text }, 1);
}

static void
test_no_text_is_a_command (void)
{
  static const char *const texts[] = {
    "::stop-commands::x",
    "\n::set-env name=PATH::/tmp",
    "a\r\n::error::x",
    "a%0A::error::x",
    "a,line=1,title=x::y",
    "##[set-env name=PATH]/tmp",
    "a##[error]b",
    "\xe2\x80\xa8::error::x",
    "\xc2\x85::error::x",
    "\xff::error::x",
    "a::b",
    "",
    "%",
    "100%25",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    HmReport *report = hm_sample_report_unknown ();
    g_autofree char *text = NULL;
    g_auto (GStrv) lines = NULL;

    finding_add (report, texts[i]);
    text = annotated (report);
    lines = g_strsplit (text, "\n", -1);
    g_assert_cmpuint (g_strv_length (lines), ==, 2);
    g_assert_true (g_utf8_validate (text, -1, NULL));
    g_assert_null (strchr (text, '\r'));
    assert_command (lines[0]);
  }
}

static void
test_escapes (void)
{
  HmReport *report = hm_sample_report_unknown ();
  g_autofree char *text = NULL;

  finding_add (report, "100%, a:b");
  text = annotated (report);
  g_assert_cmpstr (text, ==,
                   "::error file=100%25%2C a%3Ab,line=1,title=hallmark%3A branch-protection/"
                   "100%25%2C a%3Ab::100%25, a:b. To mend it: 100%25, a:b\n");
}

/* A path that can't be printed as it is would name another file: it is said in words. */
static void
test_path_of_other_bytes (void)
{
  HmReport *report = hm_sample_report_unknown ();
  g_autofree char *text = NULL;

  finding_add (report, "a\nb");
  text = annotated (report);
  g_assert_true (g_str_has_prefix (text, "::error title="));
  g_assert_nonnull (strstr (text, "::a\\x0ab: a\\x0ab. To mend it"));
}

/* Asserts the outputs of @report (which is taken). */
static void
assert_outputs (HmReport *report, const char *wanted)
{
  g_autoptr (GBytes) bytes = hm_github_output_write (report);
  g_autofree char *text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));

  g_assert_cmpstr (text, ==, wanted);
  hm_report_free (report);
}

static void
test_outputs (void)
{
  HmReport *passed = hm_sample_report_full ();

  passed->verdict = hm_gate_verdict_new ();
  assert_outputs (passed, "score=9.0\nfloor=9.0\ncoverage=100\npassed=true\n");
  assert_outputs (hm_sample_report_gated (), "score=7.6\nfloor=5.3\ncoverage=58\npassed=false\n");
  assert_outputs (hm_sample_report (), "score=7.6\nfloor=5.3\ncoverage=58\npassed=\n");
  assert_outputs (hm_sample_report_empty (), "score=\nfloor=\ncoverage=0\npassed=\n");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/annotations/golden", test_golden);
  g_test_add_func ("/annotations/golden-gated", test_golden_gated);
  g_test_add_func ("/annotations/nothing-failed", test_nothing_failed);
  g_test_add_func ("/annotations/ten-of-each-and-the-rest-counted",
                   test_ten_of_each_and_the_rest_counted);
  g_test_add_func ("/annotations/no-text-is-a-command", test_no_text_is_a_command);
  g_test_add_func ("/annotations/escapes", test_escapes);
  g_test_add_func ("/annotations/path-of-other-bytes", test_path_of_other_bytes);
  g_test_add_func ("/annotations/outputs", test_outputs);
  return g_test_run ();
}
