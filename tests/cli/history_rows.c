/* SPDX-License-Identifier: Apache-2.0 */
/* Which moments are told of: the ends of periods, whatever the dates of commits are. */
#include "cli/history_rows.h"

#include "core/error.h"
#include "core/instant.h"
#include "render/history.h"

#include <string.h>

static const HmEvery monthly = { HM_EVERY_MONTH, 0 };

static gint64
at (const char *text)
{
  gint64 seconds = 0;

  g_assert_true (hm_instant_parse (text, &seconds, NULL));
  return seconds;
}

static void
assert_end (const char *every_text, const char *time, const char *end)
{
  char text[HM_INSTANT_TEXT_SIZE];
  g_autoptr (GError) error = NULL;
  HmEvery every;

  g_assert_true (hm_every_parse (every_text, &every, &error));
  g_assert_no_error (error);
  hm_instant_text (hm_every_end (&every, at (time)), text);
  g_assert_cmpstr (text, ==, end);
}

static void
test_ends (void)
{
  assert_end ("month", "2024-02-01T00:00:00Z", "2024-02-29T23:59:59Z");
  assert_end ("month", "2024-02-29T23:59:59Z", "2024-02-29T23:59:59Z");
  assert_end ("month", "2023-12-31T23:59:59Z", "2023-12-31T23:59:59Z");
  assert_end ("quarter", "2024-01-01T00:00:00Z", "2024-03-31T23:59:59Z");
  assert_end ("quarter", "2024-12-31T00:00:00Z", "2024-12-31T23:59:59Z");
  assert_end ("year", "2024-02-01T00:00:00Z", "2024-12-31T23:59:59Z");
  assert_end ("week", "2024-02-05T00:00:00Z", "2024-02-11T23:59:59Z");
  assert_end ("week", "2024-02-11T23:59:59Z", "2024-02-11T23:59:59Z");
  assert_end ("week", "1969-12-31T00:00:00Z", "1970-01-04T23:59:59Z");
  assert_end ("1d", "2024-02-05T10:00:00Z", "2024-02-05T23:59:59Z");
  assert_end ("10d", "1970-01-10T00:00:00Z", "1970-01-10T23:59:59Z");
  assert_end ("10d", "1969-12-31T23:59:59Z", "1969-12-31T23:59:59Z");
}

static void
test_unknown_periods (void)
{
  static const char *const texts[] = { "",    "d",      "0d",           "-1d",   "1",
                                       "01d", "36526d", "99999999999d", "Month", "months",
                                       "1h",  "1d ",    "1.5d" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GError) error = NULL;
    HmEvery every;

    g_assert_false (hm_every_parse (texts[i], &every, &error));
    g_assert_error (error, HM_ERROR, HM_ERROR_USAGE);
    g_assert_nonnull (strstr (error->message, "write month, quarter, year, week"));
  }
}

/* Moments newest first, each known by the first byte of its commit: their number from 1. */
static GArray *
points_of (const char *const *times, guint n_times, const HmEvery *every, const char *since,
           const char *until, gboolean *ret_is_cut)
{
  g_autofree HmMoment *moments = g_new0 (HmMoment, n_times + 1);
  const HmSpan span = { since != NULL ? at (since) : HM_INSTANT_MIN, at (until) };

  for (guint i = 0; i < n_times; i++) {
    moments[i].time = at (times[i]);
    moments[i].commit.bytes[0] = (guint8) (i + 1);
  }
  return hm_history_points_every (moments, n_times, every, &span, ret_is_cut);
}

/* "2024-01-31 2, 2024-02-29 1": the rows by day and commit. */
static void
assert_points (const GArray *points, const char *wanted)
{
  g_autoptr (GString) found = g_string_new (NULL);

  for (guint i = 0; i < points->len; i++) {
    const HmHistoryPoint *point = &g_array_index (points, HmHistoryPoint, i);
    char day[HM_INSTANT_TEXT_SIZE];

    hm_instant_text (point->time, day);
    g_string_append_printf (found, "%s%.10s %u", i > 0 ? ", " : "", day, point->commit.bytes[0]);
  }
  g_assert_cmpstr (found->str, ==, wanted);
}

static void
assert_rows (const char *const *times, guint n_times, const char *since, const char *until,
             const char *wanted)
{
  gboolean is_cut;
  g_autoptr (GArray) points = points_of (times, n_times, &monthly, since, until, &is_cut);

  g_assert_false (is_cut);
  assert_points (points, wanted);
}

static void
test_one_row_a_month (void)
{
  static const char *const times[] = { "2024-04-02T00:00:00Z", "2024-02-29T23:59:59Z",
                                       "2024-02-01T00:00:00Z", "2024-01-15T00:00:00Z" };

  assert_rows (times, 4, NULL, "2024-04-10T00:00:00Z",
               "2024-01-31 4, 2024-02-29 2, 2024-03-31 2, 2024-04-10 1");
  assert_rows (times, 4, NULL, "2024-03-31", "2024-01-31 4, 2024-02-29 2, 2024-03-31 2");
  assert_rows (times, 4, "2024-02-20", "2024-03-31", "2024-02-29 2, 2024-03-31 2");
}

static void
test_one_commit (void)
{
  static const char *const times[] = { "2024-04-02T00:00:00Z" };

  assert_rows (times, 1, NULL, "2024-04-02T00:00:00Z", "2024-04-02 1");
  assert_rows (times, 1, NULL, "2024-04-01", "");
  assert_rows (times, 0, NULL, "2024-04-01", "");
}

/* A commit in between that is dated long ago, or ahead: the path goes on past it. */
static void
test_dates_in_disorder (void)
{
  static const char *const old[] = { "2024-03-02T00:00:00Z", "1970-01-01T00:00:00Z",
                                     "2024-02-01T00:00:00Z", "2024-01-15T00:00:00Z" };
  static const char *const ahead[] = { "2024-03-02T00:00:00Z", "2100-01-01T00:00:00Z",
                                       "2024-02-01T00:00:00Z", "2024-01-15T00:00:00Z" };
  static const char *const root_ahead[] = { "2024-03-02T00:00:00Z", "2024-02-01T00:00:00Z",
                                            "2100-01-01T00:00:00Z" };

  /* As a scan as of that time: it takes the first on the path that is not after it. */
  assert_rows (old, 4, NULL, "2024-03-31", "2024-01-31 2, 2024-02-29 2, 2024-03-31 1");
  assert_rows (ahead, 4, NULL, "2024-03-31", "2024-01-31 4, 2024-02-29 3, 2024-03-31 1");
  assert_rows (root_ahead, 3, NULL, "2024-03-31", "2024-03-31 1");
}

/* A root commit of the year 1 costs the oldest rows. */
static void
test_at_most_so_many_rows (void)
{
  static const char *const times[] = { "2024-03-02T00:00:00Z", "0001-01-01T00:00:00Z" };
  const HmEvery yearly = { HM_EVERY_YEAR, 0 };
  const HmEvery daily = { HM_EVERY_DAYS, 1 };
  gboolean is_cut;
  g_autoptr (GArray) months = points_of (times, 2, &monthly, NULL, "2024-03-31", &is_cut);
  g_autoptr (GArray) years = NULL;
  g_autoptr (GArray) days = NULL;

  g_assert_true (is_cut);
  g_assert_cmpuint (months->len, ==, HM_HISTORY_ROWS_MAX);
  g_assert_cmpint (g_array_index (months, HmHistoryPoint, HM_HISTORY_ROWS_MAX - 1).time, ==,
                   at ("2024-03-31"));
  years = points_of (times, 2, &yearly, NULL, "2024-03-31", &is_cut);
  g_assert_false (is_cut);
  g_assert_cmpuint (years->len, ==, 2024);
  days = points_of (times, 2, &daily, "2010-07-24", "2024-03-31", &is_cut);
  g_assert_false (is_cut);
  g_assert_cmpuint (days->len, ==, HM_HISTORY_ROWS_MAX);
  g_clear_pointer (&days, g_array_unref);
  days = points_of (times, 2, &daily, "2010-07-23", "2024-03-31", &is_cut);
  g_assert_true (is_cut);
  g_assert_cmpuint (days->len, ==, HM_HISTORY_ROWS_MAX);
}

static void
test_release_tags (void)
{
  const HmCommit commits[] = {
    { .oid = { { 1 } }, .committer_time = 300 },
    { .oid = { { 2 } }, .committer_time = 100 },
  };
  const HmTag tags[] = {
    { .name = "v3", .commit = 0, .time = 200, .is_release = TRUE },
    { .name = "nightly", .commit = 0, .time = 300 },
    { .name = "v2b", .commit = 1, .time = 150, .is_release = TRUE },
    { .name = "v2a", .commit = 1, .time = 150, .is_release = TRUE },
    { .name = "v1", .commit = 1, .time = 100, .is_release = TRUE },
  };
  const HmFacts facts = { .history = {
                              .commits = commits, .n_commits = 2, .tags = tags, .n_tags = 5 } };
  const HmSpan span = { 120, 300 };
  gboolean is_cut;
  g_autoptr (GArray) points = hm_history_points_tags (&facts, &span, &is_cut);

  g_assert_false (is_cut);
  g_assert_cmpuint (points->len, ==, 3);
  g_assert_cmpstr (g_array_index (points, HmHistoryPoint, 0).tag, ==, "v2a");
  g_assert_cmpstr (g_array_index (points, HmHistoryPoint, 1).tag, ==, "v2b");
  g_assert_cmpstr (g_array_index (points, HmHistoryPoint, 2).tag, ==, "v3");
  /* Tagged before it was committed: nobody could have scanned it then. */
  g_assert_cmpint (g_array_index (points, HmHistoryPoint, 2).time, ==, 300);
  g_assert_cmpint (g_array_index (points, HmHistoryPoint, 2).commit.bytes[0], ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/history-rows/ends", test_ends);
  g_test_add_func ("/history-rows/unknown-periods", test_unknown_periods);
  g_test_add_func ("/history-rows/one-row-a-month", test_one_row_a_month);
  g_test_add_func ("/history-rows/one-commit", test_one_commit);
  g_test_add_func ("/history-rows/dates-in-disorder", test_dates_in_disorder);
  g_test_add_func ("/history-rows/at-most-so-many-rows", test_at_most_so_many_rows);
  g_test_add_func ("/history-rows/release-tags", test_release_tags);
  return g_test_run ();
}
