/* SPDX-License-Identifier: Apache-2.0 */
#include "render/endpoint.h"

#include "render/json_value.h"
#include "tests/render/golden.h"
#include "tests/render/sample_report.h"

static const HmBadgeStyle plain = { .label = NULL };

static void
test_golden (void)
{
  g_autoptr (HmReport) report = hm_sample_report ();
  g_autoptr (GBytes) bytes = hm_endpoint_write (report, &plain);

  hm_golden_check ("endpoint.json", g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

/* Returns: (owned) */
static json_t *
parsed (const HmReport *report, const HmBadgeStyle *style)
{
  g_autoptr (GBytes) bytes = hm_endpoint_write (report, style);
  json_t *root = json_loadb (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), 0, NULL);

  g_assert_nonnull (root);
  return root;
}

static void
test_nothing_scored (void)
{
  g_autoptr (HmReport) report = hm_sample_report_unknown ();
  g_autoptr (json_t) root = parsed (report, &plain);

  g_assert_cmpstr (json_string_value (json_object_get (root, "message")), ==, "n/a");
  g_assert_cmpstr (json_string_value (json_object_get (root, "color")), ==, "#57606a");
  g_assert_true (json_is_true (json_object_get (root, "isError")));
}

static void
test_full (void)
{
  g_autoptr (HmReport) report = hm_sample_report_full ();
  g_autoptr (json_t) root = parsed (report, &plain);

  g_assert_cmpstr (json_string_value (json_object_get (root, "message")), ==, "9.0");
  g_assert_cmpstr (json_string_value (json_object_get (root, "color")), ==, "#1a7f37");
  g_assert_true (json_is_false (json_object_get (root, "isError")));
}

static void
test_stale (void)
{
  g_autoptr (HmReport) report = hm_sample_report_full ();
  g_autoptr (json_t) root = NULL;

  report->is_stale = TRUE;
  root = parsed (report, &plain);
  g_assert_cmpstr (json_string_value (json_object_get (root, "message")), ==, "9.0 stale");
  g_assert_cmpstr (json_string_value (json_object_get (root, "color")), ==, "#57606a");
  g_assert_true (json_is_false (json_object_get (root, "isError")));
}

static void
test_label_of_the_user (void)
{
  const HmBadgeStyle style = { .label = "a\"b\xff" };
  g_autoptr (HmReport) report = hm_sample_report_empty ();
  g_autoptr (json_t) root = parsed (report, &style);

  g_assert_cmpstr (json_string_value (json_object_get (root, "label")), ==, "a\"b\\xff");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/endpoint/golden", test_golden);
  g_test_add_func ("/endpoint/nothing-scored", test_nothing_scored);
  g_test_add_func ("/endpoint/full", test_full);
  g_test_add_func ("/endpoint/stale", test_stale);
  g_test_add_func ("/endpoint/label-of-the-user", test_label_of_the_user);
  return g_test_run ();
}
