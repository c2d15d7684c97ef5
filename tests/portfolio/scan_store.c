/* SPDX-License-Identifier: Apache-2.0 */
/* Runs that are stopped, or whose store fails them. */
#include <string.h>

#include "core/error.h"
#include "core/instant.h"
#include "core/oid.h"
#include "tests/portfolio/scan_case.h"

static void
test_stopped (ScanCase *test, gconstpointer unused)
{
  g_autoptr (HmScanRun) stopped = NULL;
  guint n_done;

  (void) unused;
  for (guint i = 0; i < 40; i++) {
    g_autofree char *name = g_strdup_printf ("%u", i);

    scan_case_add (test, name, test->origin->path, TRUE);
  }
  test->options.n_jobs = 1;
  test->cancel_after = 1;
  stopped = scan_case_run (test, HM_ERROR_CANCELLED);
  n_done = stopped->counts[HM_SCAN_DONE];
  g_assert_cmpuint (n_done, >=, 1);
  g_assert_cmpuint (n_done + stopped->counts[HM_SCAN_WAITING], ==, 40);
  test->cancelled = 0;
  test->cancel_after = 0;
  scan_case_counts (test, 40 - n_done, n_done, 0);
}

/* What can't be stored is not told as done. */
static void
test_store_breaks (ScanCase *test, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HmStore) store = NULL;
  g_autoptr (HmScanRun) run = NULL;

  (void) unused;
  scan_case_add (test, "path", test->origin->path, TRUE);
  hm_store_free (hm_store_open (test->store_file, HM_STORE_WRITE, &error));
  store = hm_store_open (test->store_file, HM_STORE_READ, &error);
  g_assert_no_error (error);
  run = hm_scan_run_new (test->entries);
  g_assert_false (hm_scan_run_go (run, store, &test->options, &error));
  g_assert_error (error, HM_ERROR, HM_ERROR_IO);
  g_assert_cmpuint (run->counts[HM_SCAN_WAITING], ==, 1);
  g_assert_cmpuint (test->n_told, ==, 0);
}

/* Another process holds it, for longer than anybody waits. */
static void
test_store_is_locked (ScanCase *test, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HmStore) holder = hm_store_open (test->store_file, HM_STORE_WRITE, &error);
  g_autoptr (HmStore) store = hm_store_open (test->store_file, HM_STORE_WRITE, &error);
  g_autoptr (HmScanRun) run = NULL;

  (void) unused;
  scan_case_add (test, "path", test->origin->path, TRUE);
  g_assert_true (hm_store_begin (holder, &error));
  test->options.store_wait_ms = 1;
  run = hm_scan_run_new (test->entries);
  g_assert_false (hm_scan_run_go (run, store, &test->options, &error));
  g_assert_error (error, HM_ERROR, HM_ERROR_IO);
  g_assert_nonnull (strstr (error->message, "store.db: another process is writing to it"));
  g_assert_cmpuint (run->counts[HM_SCAN_WAITING], ==, 1);
  g_assert_cmpuint (test->n_told, ==, 0);
  hm_store_rollback (holder);
  scan_case_counts (test, 1, 0, 0);
}

static void
nothing_found (const HmFacts *facts, HmFindings *findings)
{
  (void) facts;
  (void) findings;
}

/*
 * A report that the store refuses is a failed scan, there as well as in the row, and says nothing of the report before
 * it.
 */
static void
test_report_is_refused (ScanCase *test, gconstpointer unused)
{
  g_autofree char *long_name = g_strnfill (2048, 'x');
  const HmCheck check = {
    .id = long_name, .name = "Long", .summary = "", .why = "", .differs = "", .run = nothing_found
  };
  const HmCheck *const checks[] = { &check };
  g_autoptr (HmStoreState) before = NULL;
  g_autoptr (HmStoreState) failed = NULL;
  g_autoptr (HmStoreState) mended = NULL;
  g_autoptr (HmScanRun) run = NULL;
  g_autoptr (HmStore) store = NULL;
  g_autoptr (HmReport) report = NULL;
  g_autoptr (GError) error = NULL;
  const HmScanRow *row;

  (void) unused;
  scan_case_add (test, "path", test->origin->path, TRUE);
  scan_case_counts (test, 1, 0, 0);
  before = scan_case_state (test, "path");
  origin_commit (test->origin, "refs/heads/main", "two");
  test->options.as_of = NOW + 1;
  test->checks = checks;
  run = scan_case_run (test, -1);
  row = g_ptr_array_index (run->rows, 0);
  g_assert_cmpint (row->fate, ==, HM_SCAN_FAILED);
  g_assert_nonnull (strstr (row->why, "xxx: a store takes "));
  g_assert_cmpint (row->score, ==, HM_NO_SCORE);
  g_assert_cmpint (row->floor, ==, HM_NO_SCORE);
  failed = scan_case_state (test, "path");
  g_assert_cmpint (failed->failed_at, ==, NOW + 1);
  g_assert_cmpint (failed->tried_at, ==, NOW + 1);
  g_assert_cmpstr (failed->failure, ==, row->why);
  g_assert_cmpint (failed->scanned_at, ==, NOW);
  g_assert_cmpint (failed->looked_at, ==, NOW);
  g_assert_true (hm_oid_equal (&failed->head, &before->head));
  store = hm_store_open (test->store_file, HM_STORE_READ, &error);
  report = hm_store_report (store, "path", HM_INSTANT_MAX, &error);
  g_assert_no_error (error);
  g_assert_cmpint (report->as_of, ==, NOW);
  test->checks = NULL;
  scan_case_counts (test, 1, 0, 0);
  mended = scan_case_state (test, "path");
  g_assert_cmpint (mended->failed_at, ==, 0);
  g_assert_cmpint (mended->scanned_at, ==, NOW + 1);
}

/* As of a time before the last scan: that such a report can't be kept is no failure of the last one. */
static void
test_report_of_the_past_is_refused (ScanCase *test, gconstpointer unused)
{
  g_autofree char *long_name = g_strnfill (2048, 'x');
  const HmCheck check = {
    .id = long_name, .name = "Long", .summary = "", .why = "", .differs = "", .run = nothing_found
  };
  const HmCheck *const checks[] = { &check };
  g_autoptr (HmStoreState) state = NULL;

  (void) unused;
  scan_case_add (test, "path", test->origin->path, TRUE);
  scan_case_counts (test, 1, 0, 0);
  test->options.has_as_of = TRUE;
  test->options.as_of = NOW - 1;
  test->checks = checks;
  scan_case_counts (test, 0, 0, 1);
  state = scan_case_state (test, "path");
  g_assert_cmpint (state->failed_at, ==, 0);
  g_assert_cmpint (state->scanned_at, ==, NOW);
}

static gint is_cancelled;

/* Scanned is the repository well before. */
static void
cancel_at_third_tick (gpointer data)
{
  static guint n_ticks;

  (void) data;
  if (++n_ticks == 3)
    g_atomic_int_set (&is_cancelled, 1);
}

/* The wait for another process would be of minutes. */
static void
test_interrupted_while_locked (ScanCase *test, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HmStore) holder = hm_store_open (test->store_file, HM_STORE_WRITE, &error);
  g_autoptr (HmStore) store = hm_store_open (test->store_file, HM_STORE_WRITE, &error);
  g_autoptr (HmScanRun) run = NULL;

  (void) unused;
  scan_case_add (test, "path", test->origin->path, TRUE);
  g_assert_true (hm_store_begin (holder, &error));
  test->options.cancelled = &is_cancelled;
  test->options.on_tick = cancel_at_third_tick;
  run = hm_scan_run_new (test->entries);
  g_assert_false (hm_scan_run_go (run, store, &test->options, &error));
  g_assert_error (error, HM_ERROR, HM_ERROR_CANCELLED);
  hm_store_rollback (holder);
  g_assert_true (hm_store_begin (store, &error));
  hm_store_rollback (store);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) \
  g_test_add ("/portfolio-scan-store/" name, ScanCase, NULL, scan_case_set_up, func, \
              scan_case_tear_down)
  ADD ("stopped-and-gone-on", test_stopped);
  ADD ("store-breaks", test_store_breaks);
  ADD ("report-is-refused", test_report_is_refused);
  ADD ("report-of-the-past-is-refused", test_report_of_the_past_is_refused);
  ADD ("store-is-locked", test_store_is_locked);
  ADD ("interrupted-while-locked", test_interrupted_while_locked);
#undef ADD
  return g_test_run ();
}
