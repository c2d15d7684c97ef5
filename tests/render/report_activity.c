/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "core/error.h"
#include "render/report_json.h"
#include "tests/render/sample_report.h"

static HmReport *
report_turn (const HmReport *report)
{
  g_autoptr (GBytes) bytes = hm_report_write (report);
  g_autoptr (GError) error = NULL;
  gsize size;
  const char *text = g_bytes_get_data (bytes, &size);
  HmReport *back = hm_report_read (text, size, &error);

  g_assert_no_error (error);
  return back;
}

static void
test_there_and_back (void)
{
  g_autoptr (HmReport) report = hm_sample_report ();
  g_autoptr (HmReport) back = NULL;
  const HmReportActivity *activity;

  report->activity = hm_report_activity_new ();
  report->activity->first_commit_at = 1000;
  report->activity->n_commits = 0;
  report->activity->n_people = 7;
  g_strfreev (report->activity->packages);
  report->activity->packages = g_strsplit ("npm:a|npm:\xff|npm:\"<b>", "|", 0);
  back = report_turn (report);
  activity = back->activity;
  g_assert_cmpint (activity->first_commit_at, ==, 1000);
  g_assert_cmpint (activity->last_commit_at, ==, 0);
  g_assert_cmpint (activity->n_commits, ==, 0);
  g_assert_cmpint (activity->n_people, ==, 7);
  g_assert_cmpint (activity->n_active, ==, -1);
  g_assert_cmpint (activity->n_stars, ==, -1);
  g_assert_cmpuint (g_strv_length (activity->packages), ==, 3);
  g_assert_cmpstr (activity->packages[1], ==, "npm:\\xff");
  g_assert_cmpstr (activity->packages[2], ==, "npm:\"<b>");
  g_assert_cmpuint (g_strv_length (activity->dependencies), ==, 0);
}

static void
test_nothing_counted (void)
{
  g_autoptr (HmReport) report = hm_sample_report ();
  g_autoptr (GBytes) bytes = hm_report_write (report);
  g_autoptr (HmReport) back = report_turn (report);
  gsize size;
  const char *text = g_bytes_get_data (bytes, &size);

  g_assert_null (back->activity);
  g_assert_null (g_strstr_len (text, (gssize) size, "\"activity\""));
}

static void
test_refused (void)
{
  static const struct {
    const char *from;
    const char *to;
  } changes[] = {
    { "\"people\": 7", "\"people\": -7" },
    { "\"people\": 7", "\"people\": 4294967296" },
    { "\"people\": 7", "\"people\": \"7\"" },
    { "\"people\": 7,", "" },
    { "\"packages\": []", "\"packages\": [7]" },
    { "\"first_commit_at\": null", "\"first_commit_at\": \"2026-02-30T00:00:00Z\"" },
  };
  g_autoptr (HmReport) report = hm_sample_report ();
  g_autoptr (GBytes) bytes = NULL;

  report->activity = hm_report_activity_new ();
  report->activity->n_people = 7;
  bytes = hm_report_write (report);
  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++) {
    g_autoptr (GString) text =
        g_string_new_len (g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes));
    g_autoptr (GError) error = NULL;

    g_assert_cmpuint (g_string_replace (text, changes[i].from, changes[i].to, 1), ==, 1);
    g_assert_null (hm_report_read (text->str, text->len, &error));
    g_assert_error (error, HM_ERROR, HM_ERROR_FORMAT);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report-activity/there-and-back", test_there_and_back);
  g_test_add_func ("/report-activity/nothing-counted", test_nothing_counted);
  g_test_add_func ("/report-activity/refused", test_refused);
  return g_test_run ();
}
