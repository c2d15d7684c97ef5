/* SPDX-License-Identifier: Apache-2.0 */
/* Texts that are no report, or a larger one than is read. */
#include "core/error.h"
#include "core/limits.h"
#include "render/report_json.h"
#include "tests/render/report_text.h"
#include "tests/render/sample_judged.h"
#include "tests/render/sample_report.h"

#include <string.h>

static void
test_not_a_report (void)
{
  assert_report_refused ("", 0, HM_ERROR_FORMAT, "report: not JSON: column 0: ");
  assert_report_refused ("{\n\n  x", 6, HM_ERROR_FORMAT, "report: not JSON: line 3, column 3");
  assert_report_refused ("[]", 2, HM_ERROR_FORMAT, "report: not a JSON object");
  assert_report_refused ("null", 4, HM_ERROR_FORMAT, "not");
  assert_report_refused ("{}", 2, HM_ERROR_FORMAT, "schema: this is missing");
  assert_report_refused ("{\0}", 3, HM_ERROR_FORMAT, "not JSON");
}

static void
test_cut_at_every_byte (void)
{
  g_autofree char *text = report_written (hm_sample_report ());
  const gsize size = strlen (text);

  /* Past the last brace there is only the line end. */
  for (gsize end = 0; end < size - 1; end++)
    assert_report_refused (text, end, HM_ERROR_FORMAT, "not JSON");
}

static void
test_any_byte_changed (void)
{
  static const char bytes[] = { '\0', '"', '[', '}', ',', '9', '\\', '\xff' };
  g_autofree char *text = report_written (hm_sample_report_judged ());
  const gsize size = strlen (text);

  /* No answer is wanted, only that there is one, with an error where there is no report. */
  for (gsize at = 0; at < size; at++) {
    const char kept = text[at];
    g_autoptr (GError) error = NULL;
    g_autoptr (HmReport) report = NULL;

    text[at] = bytes[at % sizeof bytes];
    report = hm_report_read (text, size, &error);
    g_assert_true ((report == NULL) == (error != NULL));
    text[at] = kept;
  }
}

static void
test_depth_limit (void)
{
  g_autofree char *open = g_strnfill (HM_REPORT_DEPTH_MAX + 1, '[');
  g_autofree char *close = g_strnfill (HM_REPORT_DEPTH_MAX + 1, ']');
  g_autofree char *over = g_strconcat (open, close, NULL);
  g_autofree char *quoted = g_strconcat ("[\"\\\"", open, "\"]", NULL);

  assert_report_refused (over + 1, strlen (over) - 2, HM_ERROR_FORMAT, "not a JSON object");
  assert_report_refused (over, strlen (over), HM_ERROR_LIMIT, "more than 32 levels");
  assert_report_refused (quoted, strlen (quoted), HM_ERROR_FORMAT, "not a JSON object");
}

static void
test_values_limit (void)
{
  g_autoptr (GString) text = g_string_new ("[0");

  /* The array counts as one. */
  for (guint i = 2; i < HM_REPORT_VALUES_MAX; i++)
    g_string_append (text, ",0");
  g_string_append (text, "]");
  assert_report_refused (text->str, text->len, HM_ERROR_FORMAT, "not a JSON object");
  g_string_insert (text, 1, "0,");
  assert_report_refused (text->str, text->len, HM_ERROR_LIMIT, "more than 1000000 values");
}

static void
test_size_limit (void)
{
  g_autofree char *text = report_written (hm_sample_report_full ());
  const gsize size = strlen (text);
  g_autofree char *padded = g_strnfill ((gsize) HM_REPORT_BYTES_MAX + 1, ' ');
  g_autoptr (HmReport) report = NULL;

  memcpy (padded, text, size);
  report = hm_report_read (padded, HM_REPORT_BYTES_MAX, NULL);
  g_assert_nonnull (report);
  assert_report_refused (padded, (gsize) HM_REPORT_BYTES_MAX + 1, HM_ERROR_LIMIT,
                         "67108865 bytes, at most 67108864");
}

static void
test_findings_limit (void)
{
  for (guint over = 0; over <= 1; over++) {
    HmReport *report = hm_sample_report_full ();
    HmResult *result = g_ptr_array_index (report->results, 0);
    g_autofree char *text = NULL;
    g_autoptr (HmReport) back = NULL;

    while (result->findings->items->len < HM_FINDINGS_MAX + 1 + over)
      hm_findings_add (result->findings, "contact", HM_PASS, "x");
    text = report_written (report);
    back = hm_report_read (text, strlen (text), NULL);
    g_assert_true ((back != NULL) == (over == 0));
  }
}

static void
test_text_limit (void)
{
  g_autofree char *text = report_written (hm_sample_report_full ());
  g_autofree char *at_limit = g_strnfill (HM_TEXT_MAX, 'x');
  g_autofree char *past_limit = g_strconcat (at_limit, "x", NULL);
  g_autofree char *good =
      text_replaced (text, "SECURITY.md: a contact, text, no disclosure specifics", at_limit);
  g_autofree char *bad =
      text_replaced (text, "SECURITY.md: a contact, text, no disclosure specifics", past_limit);
  g_autoptr (HmReport) report = hm_report_read (good, strlen (good), NULL);

  g_assert_nonnull (report);
  assert_report_refused (bad, strlen (bad), HM_ERROR_FORMAT, "checks[0].reason: 16385 characters");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report-limits/not-a-report", test_not_a_report);
  g_test_add_func ("/report-limits/cut-at-every-byte", test_cut_at_every_byte);
  g_test_add_func ("/report-limits/any-byte-changed", test_any_byte_changed);
  g_test_add_func ("/report-limits/depth", test_depth_limit);
  g_test_add_func ("/report-limits/values", test_values_limit);
  g_test_add_func ("/report-limits/size", test_size_limit);
  g_test_add_func ("/report-limits/findings", test_findings_limit);
  g_test_add_func ("/report-limits/text", test_text_limit);
  return g_test_run ();
}
