/* SPDX-License-Identifier: Apache-2.0 */
#include "render/scorecard_json.h"

#include "render/json_value.h"
#include "tests/render/golden.h"
#include "tests/render/sample_report.h"

#include <string.h>

static json_t *
parsed (HmReport *report)
{
  g_autoptr (GBytes) bytes = hm_scorecard_write (report);
  gsize size;
  const char *text = g_bytes_get_data (bytes, &size);
  json_t *root = json_loadb (text, size, JSON_REJECT_DUPLICATES, NULL);

  g_assert_nonnull (root);
  g_assert_cmpint (text[size - 1], ==, '\n');
  g_assert_null (memchr (text, '\n', size - 1));
  hm_report_free (report);
  return root;
}

static void
assert_keys (json_t *object, const char *const *keys)
{
  const char *key;
  json_t *value;
  gsize i = 0;

  json_object_foreach (object, key, value) g_assert_cmpstr (key, ==, keys[i++]);
  g_assert_null (keys[i]);
}

static void
test_golden (void)
{
  g_autoptr (HmReport) report = hm_sample_report ();
  g_autoptr (GBytes) bytes = hm_scorecard_write (report);
  gsize size;
  const char *text = g_bytes_get_data (bytes, &size);

  hm_golden_check ("scorecard.json", text, size);
}

static void
test_keys_in_order (void)
{
  g_autoptr (json_t) root = parsed (hm_sample_report ());
  json_t *check = json_array_get (json_object_get (root, "checks"), 0);

  assert_keys (root, (const char *const[]){ "date", "repo", "scorecard", "score", "checks",
                                            "metadata", NULL });
  assert_keys (json_object_get (root, "repo"), (const char *const[]){ "name", "commit", NULL });
  assert_keys (json_object_get (root, "scorecard"),
               (const char *const[]){ "version", "commit", NULL });
  assert_keys (
      check, (const char *const[]){ "details", "score", "reason", "name", "documentation", NULL });
  assert_keys (json_object_get (check, "documentation"),
               (const char *const[]){ "url", "short", NULL });
}

static void
test_checks_by_name (void)
{
  static const char *const names[] = { "Binary-Artifacts", "Branch-Protection", "Packaging",
                                       "Security-Policy", "Signed-Commits" };
  static const int scores[] = { 9, -1, -1, 9, 4 };
  g_autoptr (json_t) root = parsed (hm_sample_report ());
  const json_t *checks = json_object_get (root, "checks");

  g_assert_cmpuint (json_array_size (checks), ==, G_N_ELEMENTS (names));
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    const json_t *check = json_array_get (checks, i);

    g_assert_cmpstr (json_string_value (json_object_get (check, "name")), ==, names[i]);
    g_assert_cmpint (json_integer_value (json_object_get (check, "score")), ==, scores[i]);
  }
}

static void
test_whole_points_are_floored (void)
{
  HmReport *report = hm_sample_report_full ();
  HmResult *result = g_ptr_array_index (report->results, 0);
  g_autoptr (json_t) root = NULL;
  const json_t *check;

  result->score = 89;
  root = parsed (report);
  check = json_array_get (json_object_get (root, "checks"), 0);
  g_assert_cmpint (json_integer_value (json_object_get (check, "score")), ==, 8);
}

static void
test_nothing_known (void)
{
  g_autoptr (HmReport) report = hm_sample_report_unknown ();
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *text = NULL;

  memset (&report->commit, 0, sizeof report->commit);
  bytes = hm_scorecard_write (report);
  text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_assert_nonnull (strstr (text, "\"score\":-1.0,"));
  g_assert_nonnull (strstr (text, "\"commit\":\"unknown\"},\"scorecard\""));
  g_assert_nonnull (strstr (text, "[\"Info: could not look: whether force pushes are blocked"));
}

static void
test_check_without_findings (void)
{
  HmReport *report = hm_sample_report_full ();
  HmResult *result = g_ptr_array_index (report->results, 0);
  g_autoptr (json_t) root = NULL;

  g_ptr_array_set_size (result->findings->items, 0);
  root = parsed (report);
  g_assert_true (json_is_null (
      json_object_get (json_array_get (json_object_get (root, "checks"), 0), "details")));
}

/* One line of details has room for one place. */
static void
test_one_detail_for_each_file (void)
{
  HmReport *report = hm_sample_report_full ();
  g_autoptr (json_t) root = NULL;
  const json_t *details;

  g_ptr_array_set_size (report->results, 0);
  hm_sample_add_flood (report, 2);
  root = parsed (report);
  details = json_object_get (json_array_get (json_object_get (root, "checks"), 0), "details");
  g_assert_cmpuint (json_array_size (details), ==, 60);
  g_assert_true (
      g_str_has_suffix (json_string_value (json_array_get (details, 29)), "@: src/a file.c:30"));
}

static void
test_hostile_text (void)
{
  g_autoptr (json_t) root = parsed (hm_sample_report_hostile ());

  g_assert_nonnull (strstr (
      json_string_value (json_object_get (json_object_get (root, "repo"), "name")), "\\xff\\xfe"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scorecard-json/golden", test_golden);
  g_test_add_func ("/scorecard-json/keys-in-order", test_keys_in_order);
  g_test_add_func ("/scorecard-json/checks-by-name", test_checks_by_name);
  g_test_add_func ("/scorecard-json/whole-points-are-floored", test_whole_points_are_floored);
  g_test_add_func ("/scorecard-json/nothing-known", test_nothing_known);
  g_test_add_func ("/scorecard-json/check-without-findings", test_check_without_findings);
  g_test_add_func ("/scorecard-json/one-detail-for-each-file", test_one_detail_for_each_file);
  g_test_add_func ("/scorecard-json/hostile-text", test_hostile_text);
  return g_test_run ();
}
