/* SPDX-License-Identifier: Apache-2.0 */
#include "render/code_quality.h"

#include "render/json_value.h"
#include "tests/render/golden.h"
#include "tests/render/sample_report.h"

#include <string.h>

/* Returns: (owned) the issues of @report (which is taken). */
static json_t *
parsed (HmReport *report)
{
  g_autoptr (GBytes) bytes = hm_code_quality_write (report);
  json_t *issues = json_loadb (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                               JSON_REJECT_DUPLICATES, NULL);

  g_assert_true (json_is_array (issues));
  hm_report_free (report);
  return issues;
}

static void
test_golden (void)
{
  g_autoptr (HmReport) report = hm_sample_report ();
  g_autoptr (GBytes) bytes = hm_code_quality_write (report);

  hm_golden_check ("code-quality.json", g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static void
test_waived_are_left_out (void)
{
  g_autoptr (json_t) issues = parsed (hm_sample_report_gated ());

  g_assert_cmpuint (json_array_size (issues), ==, 2);
}

static void
test_nothing_failed (void)
{
  g_autoptr (json_t) unknown = parsed (hm_sample_report_unknown ());
  g_autoptr (json_t) empty = parsed (hm_sample_report_empty ());

  g_assert_cmpuint (json_array_size (unknown), ==, 0);
  g_assert_cmpuint (json_array_size (empty), ==, 0);
}

/* GitLab takes two issues of one fingerprint for one. */
static void
test_fingerprints_differ (void)
{
  HmReport *report = hm_sample_report ();
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (json_t) issues = NULL;

  hm_sample_add_flood (report, 100);
  issues = parsed (report);
  g_assert_cmpuint (json_array_size (issues), ==, 103);
  for (gsize i = 0; i < json_array_size (issues); i++) {
    const char *fingerprint =
        json_string_value (json_object_get (json_array_get (issues, i), "fingerprint"));

    g_assert_true (g_hash_table_add (seen, (gpointer) (guintptr) fingerprint));
  }
}

static void
test_hostile_text (void)
{
  g_autoptr (json_t) issues = parsed (hm_sample_report_hostile ());
  const char *text =
      json_string_value (json_object_get (json_array_get (issues, 0), "description"));

  g_assert_cmpuint (json_array_size (issues), ==, 1);
  g_assert_null (strchr (text, '\n'));
  g_assert_null (strchr (text, '\033'));
  g_assert_nonnull (strstr (text, "\\u{202E}"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/code-quality/golden", test_golden);
  g_test_add_func ("/code-quality/waived-are-left-out", test_waived_are_left_out);
  g_test_add_func ("/code-quality/nothing-failed", test_nothing_failed);
  g_test_add_func ("/code-quality/fingerprints-differ", test_fingerprints_differ);
  g_test_add_func ("/code-quality/hostile-text", test_hostile_text);
  return g_test_run ();
}
