/* SPDX-License-Identifier: Apache-2.0 */
/* A history as rows and signals, and as JSON and CSV. */
#include "render/history.h"

#include "core/error.h"
#include "core/limits.h"
#include "render/history_csv.h"
#include "render/history_json.h"
#include "render/json_value.h"
#include "render/schema.h"
#include "tests/render/golden.h"
#include "tests/render/sample_history.h"

#include <string.h>

static void
test_signals_in_the_order_they_come_on (void)
{
  g_autoptr (HmHistoryReport) history = hm_sample_history_new ();
  const HmHistorySignal *signal;

  g_assert_cmpuint (history->rows->len, ==, 36);
  g_assert_cmpuint (history->signals->len, ==, 3);
  signal = hm_history_signal (history, 0);
  g_assert_cmpstr (signal->id, ==, "takeover-signals/bus-factor");
  g_assert_cmpstr (signal->name, ==, "bus factor");
  g_assert_cmpstr (signal->label, ==, "half of the work rests on one person");
  g_assert_cmpint (signal->kind, ==, HM_SIGNAL_EXPOSURE);
  g_assert_cmpuint (signal->first_row, ==, 6);
  g_assert_cmpuint (signal->n_rows, ==, 30);
  g_assert_cmpuint (signal->commit.bytes[0], ==, 0xc1);
  g_assert_cmpstr (signal->message, ==, "bus-factor was seen");
  signal = hm_history_signal (history, 1);
  g_assert_cmpstr (signal->label, ==, "new lead");
  g_assert_cmpuint (signal->first_row, ==, 24);
  /* It cites none: the row's own. */
  g_assert_cmpuint (signal->commit.bytes[0], ==, 0xab);
  g_assert_cmpuint (signal->commit.bytes[1], ==, 24);
  g_assert_false (hm_history_is_on (history, 5, 0));
  g_assert_true (hm_history_is_on (history, 6, 0));
  g_assert_false (hm_history_is_on (history, 29, 2));
  g_assert_true (hm_history_is_on (history, 35, 2));
}

/* Other checks fail probes too: those are faults, not signals. */
static void
test_only_some_checks_signal (void)
{
  g_assert_true (hm_history_is_signal_check ("takeover-signals"));
  g_assert_true (hm_history_is_signal_check ("release-integrity"));
  g_assert_false (hm_history_is_signal_check ("signed-commits"));
  g_assert_false (hm_history_is_signal_check (""));
}

static void
test_row_names (void)
{
  static const struct {
    const char *step;
    const char *name;
  } cases[] = {
    { "month", "2024-01" },   { "quarter", "2024 Q1" }, { "year", "2024" },
    { "week", "2024-01-31" }, { "10d", "2024-01-31" },
  };
  g_autoptr (HmHistoryReport) history = hm_sample_history_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *name = NULL;

    hm_text_set (&history->step, cases[i].step);
    name = hm_history_row_name (history, 35);
    g_assert_cmpstr (name, ==, cases[i].name);
  }
}

static void
test_story (void)
{
  g_autoptr (HmHistoryReport) history = hm_sample_history_new ();
  g_autoptr (HmHistoryReport) none = hm_history_report_new ();
  g_autofree char *story = hm_history_story (history);
  g_autofree char *empty = hm_history_story (none);

  g_assert_cmpstr (story, ==,
                   "example.org/o/r from 2021-02 to 2024-01.\n"
                   "Score 2.2 at last; lowest 2.0 (2023-08), highest 6.5 (2022-10).\n"
                   "2021-08: half of the work rests on one person (exposure; in 30 of 36 rows).\n"
                   "2023-02: new lead (transition; in 12 of 36 rows).\n"
                   "2023-08: several transitions at once (artefact; in 6 of 36 rows).\n");
  g_assert_cmpstr (empty, ==, ": no row.\n");
}

static void
test_story_is_ten_lines_at_most (void)
{
  g_autoptr (HmHistoryReport) history = hm_history_report_new ();
  g_autoptr (GPtrArray) failed = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *story = NULL;
  g_auto (GStrv) lines = NULL;

  for (int i = 0; i < 60; i++)
    g_ptr_array_add (failed, g_strdup_printf ("probe-%d", i));
  g_ptr_array_add (failed, NULL);
  hm_sample_history_add (
      history, &(HmSampleRow){ HM_SAMPLE_TIME, 50, NULL, (const char *const *) failed->pdata });
  story = hm_history_story (history);
  lines = g_strsplit (story, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 11);
  g_assert_cmpstr (lines[9], ==, "53 more signals.");
}

static void
assert_fits_schema (GBytes *json)
{
  g_autoptr (json_t) schema =
      json_loadb (hm_history_schema, hm_history_schema_size, JSON_REJECT_DUPLICATES, NULL);
  g_autoptr (json_t) value = json_loadb (g_bytes_get_data (json, NULL), g_bytes_get_size (json),
                                         JSON_REJECT_DUPLICATES, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (schema);
  g_assert_nonnull (value);
  g_assert_true (hm_schema_check (schema, value, &error));
  g_assert_no_error (error);
}

static void
test_json (void)
{
  g_autoptr (HmHistoryReport) history = hm_sample_history_new ();
  g_autoptr (HmHistoryReport) hostile = hm_sample_history_hostile ();
  g_autoptr (HmHistoryReport) none = hm_history_report_new ();
  g_autoptr (GBytes) json = hm_history_write_json (history);
  g_autoptr (GBytes) hostile_json = hm_history_write_json (hostile);
  g_autoptr (GBytes) none_json = hm_history_write_json (none);

  assert_fits_schema (json);
  assert_fits_schema (hostile_json);
  assert_fits_schema (none_json);
  hm_golden_check ("history.json", g_bytes_get_data (json, NULL), g_bytes_get_size (json));
}

static void
test_csv (void)
{
  g_autoptr (HmHistoryReport) history = hm_sample_history_new ();
  g_autoptr (GBytes) csv = hm_history_write_csv (history);

  hm_golden_check ("history.csv", g_bytes_get_data (csv, NULL), g_bytes_get_size (csv));
}

/* A tag that a spreadsheet would take for a formula, with quotes, commas and line ends in it. */
static void
test_csv_of_hostile_text (void)
{
  g_autoptr (HmHistoryReport) history = hm_sample_history_hostile ();
  g_autoptr (GBytes) csv = hm_history_write_csv (history);
  const char *text = g_bytes_get_data (csv, NULL);

  g_assert_nonnull (
      g_strstr_len (text, (gssize) g_bytes_get_size (csv), ",\"'=<b>\"\"x\"\",\\x0d\\x0a"));
  g_assert_true (g_utf8_validate_len (text, g_bytes_get_size (csv), NULL));
  g_assert_null (g_strstr_len (text, (gssize) g_bytes_get_size (csv), ",="));
}

static void
test_trend_of_json (void)
{
  g_autoptr (HmHistoryReport) history = hm_sample_history_new ();
  g_autoptr (GBytes) json = hm_history_write_json (history);
  g_autoptr (GError) error = NULL;
  HmTrend trend, read;

  hm_history_trend (history, &trend);
  g_assert_true (hm_history_read_trend (g_bytes_get_data (json, NULL), g_bytes_get_size (json),
                                        &read, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (read.n_points, ==, 13);
  g_assert_true (memcmp (&read, &trend, sizeof trend) == 0);
}

static void
assert_unreadable (const char *text, gsize size, int code, const char *message)
{
  g_autoptr (GError) error = NULL;
  HmTrend trend = { .n_points = 77 };

  g_assert_false (hm_history_read_trend (text, size, &trend, &error));
  g_assert_error (error, HM_ERROR, code);
  g_assert_nonnull (strstr (error->message, message));
  g_assert_cmpuint (trend.n_points, ==, 77);
}

static void
test_no_history (void)
{
  g_autofree char *deep = g_strnfill (HM_REPORT_DEPTH_MAX + 1, '[');

  assert_unreadable ("", 0, HM_ERROR_FORMAT, "history: not JSON");
  assert_unreadable ("{}", 2, HM_ERROR_FORMAT, "no history of hallmark's");
  assert_unreadable ("[]", 2, HM_ERROR_FORMAT, "not a JSON object");
  assert_unreadable ("{\"schema\":\"hallmark/report/1\"}", 30, HM_ERROR_FORMAT,
                     "does not start with hallmark/history/");
  assert_unreadable ("{\"schema\":\"hallmark/history/2\"}", 31, HM_ERROR_UNSUPPORTED, "newer");
  assert_unreadable ("{\"schema\":\"hallmark/history/1\"}", 31, HM_ERROR_FORMAT, "missing");
  assert_unreadable ("\0\xff", 2, HM_ERROR_FORMAT, "not JSON");
  assert_unreadable (deep, strlen (deep), HM_ERROR_LIMIT, "levels of nesting");
}

/* No part of a history is one. */
static void
test_cut_at_every_byte (void)
{
  g_autoptr (HmHistoryReport) history = hm_history_report_new ();
  g_autoptr (GBytes) json = NULL;
  const char *text;

  hm_sample_history_add (history, &(HmSampleRow){ HM_SAMPLE_TIME, 50, NULL, NULL });
  json = hm_history_write_json (history);
  text = g_bytes_get_data (json, NULL);
  /* The last byte is a line's end. */
  for (gsize size = 0; size + 1 < g_bytes_get_size (json); size++) {
    g_autoptr (GError) error = NULL;
    HmTrend trend;

    g_assert_false (hm_history_read_trend (text, size, &trend, &error));
    g_assert_error (error, HM_ERROR, HM_ERROR_FORMAT);
  }
}

static void
test_values_out_of_place (void)
{
  static const struct {
    const char *from;
    const char *to;
    const char *message;
  } cases[] = {
    { "\"score\": 5.0", "\"score\": 11.0", "rows[0].score" },
    { "\"score\": 5.0", "\"score\": \"5\"", "rows[0].score" },
    { "2024-01-31T23", "2024-02-31T23", "rows[0].time: there is no such date" },
    { "\"step\": \"month\"", "\"step\": \"0d\"", "step" },
    { "\"policy\"", "\"polecy\"", "pol" },
  };
  g_autoptr (HmHistoryReport) history = hm_history_report_new ();
  g_autoptr (GBytes) json = NULL;

  hm_sample_history_add (history, &(HmSampleRow){ HM_SAMPLE_TIME, 50, NULL, NULL });
  json = hm_history_write_json (history);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GString) text =
        g_string_new_len (g_bytes_get_data (json, NULL), (gssize) g_bytes_get_size (json));

    g_assert_cmpuint (g_string_replace (text, cases[i].from, cases[i].to, 0), >, 0);
    assert_unreadable (text->str, text->len, HM_ERROR_FORMAT, cases[i].message);
  }
}

static void
test_rows_out_of_order (void)
{
  g_autoptr (HmHistoryReport) history = hm_history_report_new ();
  g_autoptr (GBytes) json = NULL;

  hm_sample_history_add (history, &(HmSampleRow){ HM_SAMPLE_TIME, 50, NULL, NULL });
  hm_sample_history_add (history, &(HmSampleRow){ HM_SAMPLE_TIME - 1, 50, NULL, NULL });
  json = hm_history_write_json (history);
  assert_unreadable (g_bytes_get_data (json, NULL), g_bytes_get_size (json), HM_ERROR_FORMAT,
                     "rows[1].time: before that of the row before");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/history/signals-in-the-order-they-come-on",
                   test_signals_in_the_order_they_come_on);
  g_test_add_func ("/history/only-some-checks-signal", test_only_some_checks_signal);
  g_test_add_func ("/history/row-names", test_row_names);
  g_test_add_func ("/history/story", test_story);
  g_test_add_func ("/history/story-is-ten-lines-at-most", test_story_is_ten_lines_at_most);
  g_test_add_func ("/history/json", test_json);
  g_test_add_func ("/history/csv", test_csv);
  g_test_add_func ("/history/csv-of-hostile-text", test_csv_of_hostile_text);
  g_test_add_func ("/history/trend-of-json", test_trend_of_json);
  g_test_add_func ("/history/no-history", test_no_history);
  g_test_add_func ("/history/cut-at-every-byte", test_cut_at_every_byte);
  g_test_add_func ("/history/values-out-of-place", test_values_out_of_place);
  g_test_add_func ("/history/rows-out-of-order", test_rows_out_of_order);
  return g_test_run ();
}
