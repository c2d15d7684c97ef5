/* SPDX-License-Identifier: Apache-2.0 */
#include "render/junit.h"

#include "tests/render/golden.h"
#include "tests/render/sample_report.h"

#include <string.h>

typedef struct {
  guint n_cases;
  guint n_failures;
  guint n_skipped;
  guint n_tests; /* as the suite says */
  guint n_failures_said;
  guint n_skipped_said;
} Count;

static guint
number_of (const char **names, const char **values, const char *name)
{
  for (gsize i = 0; names[i] != NULL; i++) {
    if (g_str_equal (names[i], name))
      return (guint) g_ascii_strtoull (values[i], NULL, 10);
  }
  g_assert_not_reached ();
}

static void
element_count (GMarkupParseContext *context G_GNUC_UNUSED, const char *element, const char **names,
               const char **values, gpointer user_data, GError **error G_GNUC_UNUSED)
{
  Count *count = user_data;

  if (g_str_equal (element, "testsuite")) {
    count->n_tests = number_of (names, values, "tests");
    count->n_failures_said = number_of (names, values, "failures");
    count->n_skipped_said = number_of (names, values, "skipped");
  }
  count->n_cases += g_str_equal (element, "testcase") ? 1 : 0;
  count->n_failures += g_str_equal (element, "failure") ? 1 : 0;
  count->n_skipped += g_str_equal (element, "skipped") ? 1 : 0;
}

/*
 * Asserts that the document of @report (which is taken) is XML, without what is forbidden in it.
 * Returns: (owned) its text.
 */
static char *
counted (HmReport *report, Count *ret_count)
{
  static const GMarkupParser parser = { .start_element = element_count };
  g_autoptr (GBytes) bytes = hm_junit_write (report);
  g_autoptr (GMarkupParseContext) context = NULL;
  GError *error = NULL;
  gsize size;
  const char *text = g_bytes_get_data (bytes, &size);

  *ret_count = (Count){ 0 };
  context = g_markup_parse_context_new (&parser, 0, ret_count, NULL);
  g_markup_parse_context_parse (context, text, (gssize) size, &error);
  g_assert_no_error (error);
  g_markup_parse_context_end_parse (context, &error);
  g_assert_no_error (error);
  for (gsize i = 0; i < size; i++)
    g_assert_true (text[i] == '\n' || (guchar) text[i] >= 0x20);
  g_assert_cmpuint (ret_count->n_tests, ==, ret_count->n_cases);
  g_assert_cmpuint (ret_count->n_skipped_said, ==, ret_count->n_skipped);
  hm_report_free (report);
  return g_strndup (text, size);
}

static void
test_golden (void)
{
  Count count;
  g_autofree char *text = counted (hm_sample_report_gated (), &count);

  hm_golden_check ("junit.xml", text, strlen (text));
  /*
   * Of the suite's ten: score, coverage, no regression, no new findings and Signed-Commits, which
   * falls short twice, and has one element for both.
   */
  g_assert_cmpuint (count.n_tests, ==, 10);
  g_assert_cmpuint (count.n_failures_said, ==, 5);
  g_assert_cmpuint (count.n_failures, ==, 5);
  g_assert_nonnull (strstr (text, ", and 1 more\">"));
}

static void
test_nothing_fails_without_a_gate (void)
{
  Count count;
  g_autofree char *text = counted (hm_sample_report (), &count);

  g_assert_cmpuint (count.n_tests, ==, 8);
  g_assert_cmpuint (count.n_failures, ==, 0);
  g_assert_cmpuint (count.n_failures_said, ==, 0);
  g_assert_cmpuint (count.n_skipped, ==, 2);
  g_assert_nonnull (strstr (text, "score 4.0, floor 4.0, ceiling 10: 62 of 100"));
}

static void
test_unknown_is_skipped_with_its_reason (void)
{
  Count count;
  g_autofree char *text = counted (hm_sample_report_unknown (), &count);

  g_assert_cmpuint (count.n_tests, ==, 4);
  g_assert_cmpuint (count.n_skipped, ==, 1);
  g_assert_nonnull (strstr (text, "<skipped>unknown: the forge was not asked"));
}

static void
test_empty (void)
{
  Count count;
  g_autofree char *text = counted (hm_sample_report_empty (), &count);

  g_assert_cmpuint (count.n_tests, ==, 3);
  g_assert_nonnull (strstr (text, "score n/a, floor n/a"));
}

static void
test_hostile_text (void)
{
  Count count;
  g_autofree char *text = counted (hm_sample_report_hostile (), &count);

  hm_golden_check ("junit-hostile.xml", text, strlen (text));
  g_assert_cmpuint (count.n_tests, ==, 4);
  g_assert_null (strstr (text, "<script"));
  g_assert_null (strstr (text, "\xe2\x80\xae"));
}

static void
test_flood_is_counted (void)
{
  HmReport *report = hm_sample_report ();
  g_autofree char *text = NULL;
  Count count;

  hm_sample_add_flood (report, 1000);
  text = counted (report, &count);
  g_assert_nonnull (strstr (text, "... and 950 more in the JSON report\n"));
  g_assert_cmpuint (strlen (text), <, 300000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/junit/golden", test_golden);
  g_test_add_func ("/junit/nothing-fails-without-a-gate", test_nothing_fails_without_a_gate);
  g_test_add_func ("/junit/unknown-is-skipped-with-its-reason",
                   test_unknown_is_skipped_with_its_reason);
  g_test_add_func ("/junit/empty", test_empty);
  g_test_add_func ("/junit/hostile-text", test_hostile_text);
  g_test_add_func ("/junit/flood-is-counted", test_flood_is_counted);
  return g_test_run ();
}
