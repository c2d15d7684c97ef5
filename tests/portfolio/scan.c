/* SPDX-License-Identifier: Apache-2.0 */
/* What a run puts into the store of repositories that are there, changed, gone or copies of remote ones. */
#include <string.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "checks/registry.h"
#include "core/error.h"
#include "core/instant.h"
#include "evidence/git/folder.h"
#include "store/database.h"
#include "tests/portfolio/scan_case.h"

static void
test_unchanged (ScanCase *test, gconstpointer unused)
{
  (void) unused;
  scan_case_add (test, "path", test->origin->path, TRUE);
  scan_case_add (test, "copy", test->url, FALSE);
  scan_case_counts (test, 2, 0, 0);
  g_assert_cmpint (test->n_opened, ==, 2);
  test->options.as_of = NOW + 6 * DAY - 1;
  scan_case_counts (test, 0, 2, 0);
  g_assert_cmpint (test->n_opened, ==, 2);
}

static void
test_too_old (ScanCase *test, gconstpointer unused)
{
  g_autoptr (HmStoreState) state = NULL;

  (void) unused;
  scan_case_add (test, "path", test->origin->path, TRUE);
  scan_case_counts (test, 1, 0, 0);
  test->options.as_of = NOW + 6 * DAY;
  scan_case_counts (test, 1, 0, 0);
  state = scan_case_state (test, "path");
  g_assert_cmpint (state->scanned_at, ==, NOW + 6 * DAY);
}

/* A clock that went back is no reason to believe a report of the future. */
static void
test_of_the_future (ScanCase *test, gconstpointer unused)
{
  (void) unused;
  scan_case_add (test, "path", test->origin->path, TRUE);
  scan_case_counts (test, 1, 0, 0);
  test->options.as_of = NOW - 1;
  scan_case_counts (test, 1, 0, 0);
}

static void
test_new_commit (ScanCase *test, gconstpointer unused)
{
  (void) unused;
  scan_case_add (test, "path", test->origin->path, TRUE);
  scan_case_add (test, "copy", test->url, FALSE);
  scan_case_counts (test, 2, 0, 0);
  origin_commit (test->origin, "refs/heads/side", "not looked at");
  scan_case_counts (test, 0, 2, 0);
  origin_commit (test->origin, "refs/heads/main", "two");
  scan_case_counts (test, 2, 0, 0);
  scan_case_counts (test, 0, 2, 0);
}

static void
test_new_tag (ScanCase *test, gconstpointer unused)
{
  git_oid oid;

  (void) unused;
  scan_case_add (test, "path", test->origin->path, TRUE);
  scan_case_counts (test, 1, 0, 0);
  oid = origin_commit (test->origin, "refs/heads/side", "other");
  origin_set (test->origin, "refs/tags/v1", &oid);
  scan_case_counts (test, 1, 0, 0);
  origin_delete (test->origin, "refs/tags/v1");
  scan_case_counts (test, 1, 0, 0);
  origin_set (test->origin, "refs/tags/v2", &oid);
  scan_case_counts (test, 1, 0, 0);
  scan_case_counts (test, 0, 1, 0);
}

static void
test_other_terms (ScanCase *test, gconstpointer unused)
{
  (void) unused;
  scan_case_add (test, "path", test->origin->path, TRUE);
  scan_case_counts (test, 1, 0, 0);
  test->options.tool_version = "1.1";
  scan_case_counts (test, 1, 0, 0);
  g_free (test->digest);
  test->digest = g_strdup ("other terms");
  scan_case_counts (test, 1, 0, 0);
  scan_case_counts (test, 0, 1, 0);
}

static void
test_failed (ScanCase *test, gconstpointer unused)
{
  g_autofree char *away = g_strconcat (test->origin->path, ".away", NULL);
  g_autoptr (HmScanRun) run = NULL;
  g_autoptr (HmStoreState) failed = NULL;
  g_autoptr (HmStoreState) mended = NULL;
  const HmScanRow *row;

  (void) unused;
  scan_case_add (test, "path", test->origin->path, TRUE);
  scan_case_add (test, "no terms", test->origin->path, TRUE);
  scan_case_counts (test, 1, 0, 1);
  test->options.as_of = NOW + 1;
  g_assert_cmpint (g_rename (test->origin->path, away), ==, 0);
  run = scan_case_run (test, -1);
  row = g_ptr_array_index (run->rows, 0);
  g_assert_cmpint (row->fate, ==, HM_SCAN_FAILED);
  g_assert_nonnull (strstr (row->why, "No such file"));
  failed = scan_case_state (test, "path");
  g_assert_cmpint (failed->failed_at, ==, NOW + 1);
  g_assert_cmpint (failed->scanned_at, ==, NOW);
  g_assert_cmpstr (failed->failure, ==, row->why);
  g_assert_cmpint (g_rename (away, test->origin->path), ==, 0);
  scan_case_counts (test, 0, 1, 1);
  mended = scan_case_state (test, "path");
  g_assert_cmpint (mended->failed_at, ==, 0);
  g_assert_cmpstr (mended->failure, ==, "");
}

static void
test_since (ScanCase *test, gconstpointer unused)
{
  g_autoptr (HmScanRun) run = NULL;

  (void) unused;
  scan_case_add (test, "path", test->origin->path, TRUE);
  scan_case_counts (test, 1, 0, 0);
  test->options.since = NOW;
  test->options.max_age_seconds = 0;
  run = scan_case_run (test, -1);
  g_assert_cmpuint (run->counts[HM_SCAN_SKIPPED], ==, 1);
  test->options.since = NOW + 1;
  scan_case_counts (test, 1, 0, 0);
}

/*
 * Runs, one repository after another, with a quota of @quota; what becomes of each is in the letters of @fates:
 * waiting, skipped, unchanged, done, failed.
 */
static void
run_fates (ScanCase *test, gint64 as_of, gint quota, const char *fates)
{
  g_autoptr (HmScanRun) run = NULL;
  g_autoptr (GString) found = g_string_new (NULL);

  test->options.n_jobs = 1;
  test->options.as_of = as_of;
  test->quota = quota;
  test->n_opened = 0;
  run = scan_case_run (test, -1);
  for (guint i = 0; i < run->rows->len; i++)
    g_string_append_c (found, "wsudf"[((HmScanRow *) g_ptr_array_index (run->rows, i))->fate]);
  g_assert_cmpstr (found->str, ==, fates);
}

/* Whatever a run had no quota for comes first in the next, and has not failed. */
static void
test_quota_goes_round (ScanCase *test, gconstpointer unused)
{
  g_autoptr (HmStoreState) waiting = NULL;

  (void) unused;
  scan_case_add (test, "a", test->origin->path, TRUE);
  scan_case_add (test, "b", test->url, FALSE);
  scan_case_add (test, "c", test->url, FALSE);
  test->options.terms.may_ask = TRUE;
  run_fates (test, NOW, 2, "ddw");
  waiting = scan_case_state (test, "c");
  g_assert_cmpint (waiting->failed_at, ==, 0);
  g_assert_cmpint (waiting->tried_at, ==, 0);
  run_fates (test, NOW + 1, 2, "uwd");
  run_fates (test, NOW + 2, 2, "uuw");
  run_fates (test, NOW + 3, 2, "uwu");
  run_fates (test, NOW + 4, 0, "uuu");
}

/* Who needs more than there is does not keep the others from theirs for ever. */
static void
test_quota_too_small_for_one (ScanCase *test, gconstpointer unused)
{
  (void) unused;
  scan_case_add (test, "a", test->origin->path, TRUE);
  scan_case_add (test, "b", test->url, FALSE);
  test->options.terms.may_ask = TRUE;
  run_fates (test, NOW, 1, "dw");
  test->n_opened = 1;
  /* b is the first now, and is left with nothing. */
  test->options.as_of = NOW + 1;
  {
    g_autoptr (HmScanRun) run = scan_case_run (test, -1);
    g_autoptr (HmStoreState) tried = scan_case_state (test, "b");

    g_assert_cmpuint (run->counts[HM_SCAN_WAITING], ==, 2);
    g_assert_cmpint (tried->tried_at, ==, NOW + 1);
    g_assert_cmpint (tried->looked_at, ==, 0);
    g_assert_cmpint (tried->failed_at, ==, 0);
  }
  run_fates (test, NOW + 2, 1, "uw");
  run_fates (test, NOW + 3, 1, "wd");
}

static void
test_since_goes_by_looks (ScanCase *test, gconstpointer unused)
{
  (void) unused;
  scan_case_add (test, "a", test->origin->path, TRUE);
  scan_case_add (test, "b", test->url, FALSE);
  run_fates (test, NOW, 0, "dd");
  test->options.since = NOW + 1;
  run_fates (test, NOW + 2, 0, "uu");
  run_fates (test, NOW + 3, 0, "ss");
  /* The clock was ahead: when they were looked at is not known. */
  run_fates (test, NOW + 1, 0, "uu");
  run_fates (test, NOW + 1, 0, "ss");
}

/* The key of one is none that the store takes: that is its own affair. */
static void
test_bad_key (ScanCase *test, gconstpointer unused)
{
  (void) unused;
  scan_case_add (test, "a\nb", test->origin->path, TRUE);
  scan_case_add (test, "path", test->origin->path, TRUE);
  scan_case_counts (test, 1, 0, 1);
}

/* The commits of an origin are all of one time. */
#define COMMITTED G_GINT64_CONSTANT (1583064000)

/* As of an earlier time than the last scan: a report more, and what is known of the last one stays. */
static void
test_as_of_the_past (ScanCase *test, gconstpointer unused)
{
  g_autoptr (HmStoreState) state = NULL;
  g_autoptr (HmStore) store = NULL;
  g_autoptr (HmReport) report = NULL;
  g_autoptr (GError) error = NULL;

  (void) unused;
  scan_case_add (test, "path", test->origin->path, TRUE);
  scan_case_counts (test, 1, 0, 0);
  test->options.has_as_of = TRUE;
  test->options.as_of = COMMITTED;
  scan_case_counts (test, 1, 0, 0);
  /* Nothing was committed by then: that is no failure of the last scan. */
  test->options.as_of = COMMITTED - 1;
  scan_case_counts (test, 0, 0, 1);
  state = scan_case_state (test, "path");
  g_assert_cmpint (state->scanned_at, ==, NOW);
  g_assert_cmpint (state->failed_at, ==, 0);
  store = hm_store_open (test->store_file, HM_STORE_READ, &error);
  report = hm_store_report (store, "path", COMMITTED, &error);
  g_assert_no_error (error);
  g_assert_cmpint (report->as_of, ==, COMMITTED);
  test->options.has_as_of = FALSE;
  test->options.as_of = NOW + DAY;
  scan_case_counts (test, 0, 1, 0);
}

/* Times that were asked for, one after another: the last of them is the last scan. */
static void
test_as_of_one_after_another (ScanCase *test, gconstpointer unused)
{
  g_autoptr (HmStoreState) state = NULL;

  (void) unused;
  scan_case_add (test, "path", test->origin->path, TRUE);
  test->options.has_as_of = TRUE;
  test->options.as_of = COMMITTED - 1;
  scan_case_counts (test, 0, 0, 1);
  test->options.as_of = COMMITTED;
  scan_case_counts (test, 1, 0, 0);
  test->options.as_of = COMMITTED + DAY;
  scan_case_counts (test, 0, 1, 0);
  test->options.as_of = COMMITTED + 7 * DAY;
  scan_case_counts (test, 1, 0, 0);
  state = scan_case_state (test, "path");
  g_assert_cmpint (state->scanned_at, ==, COMMITTED + 7 * DAY);
  g_assert_cmpint (state->failed_at, ==, 0);
}

static void
test_nothing (ScanCase *test, gconstpointer unused)
{
  (void) unused;
  scan_case_counts (test, 0, 0, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) \
  g_test_add ("/portfolio-scan/" name, ScanCase, NULL, scan_case_set_up, func, scan_case_tear_down)
  ADD ("unchanged-is-left-alone", test_unchanged);
  ADD ("time-alone-is-a-reason", test_too_old);
  ADD ("report-of-the-future", test_of_the_future);
  ADD ("new-commit", test_new_commit);
  ADD ("new-moved-and-lost-tag", test_new_tag);
  ADD ("other-version-or-terms", test_other_terms);
  ADD ("failure-is-kept-and-mended", test_failed);
  ADD ("quota-goes-round", test_quota_goes_round);
  ADD ("quota-too-small-for-one", test_quota_too_small_for_one);
  ADD ("since", test_since);
  ADD ("since-goes-by-looks", test_since_goes_by_looks);
  ADD ("key-that-is-none", test_bad_key);
  ADD ("as-of-the-past", test_as_of_the_past);
  ADD ("as-of-one-after-another", test_as_of_one_after_another);
  ADD ("nothing-to-scan", test_nothing);
#undef ADD
  return g_test_run ();
}
