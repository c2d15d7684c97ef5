/* SPDX-License-Identifier: Apache-2.0 */
/* Runs that are stopped, or whose store fails them. */
#include <string.h>

#include "core/error.h"
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
  ADD ("store-is-locked", test_store_is_locked);
  ADD ("interrupted-while-locked", test_interrupted_while_locked);
#undef ADD
  return g_test_run ();
}
