/* SPDX-License-Identifier: Apache-2.0 */
/* What a run puts into the store of repositories that are there, changed, gone or copies of remote ones. */
#include "portfolio/scan.h"

#include <string.h>

#include <glib/gstdio.h>

#include "checks/registry.h"
#include "core/error.h"
#include "core/instant.h"
#include "evidence/git/folder.h"
#include "tests/evidence/origin.h"

#define NOW G_GINT64_CONSTANT (1780272000)
#define DAY (24 * 3600)

typedef struct {
  Origin *origin;
  char *url;
  char *store_file;
  char *cache;
  HmRegistry *registry;
  char *digest;       /* of the terms */
  gint n_opened;      /* atomic: how often terms were asked for */
  guint n_told;       /* rows that were told of */
  gint cancelled;     /* what the run is stopped by, */
  guint cancel_after; /* after so many rows; 0: never */
  GPtrArray *entries; /* (element-type HmPortfolioEntry) */
  HmScanOptions options;
} Case;

static const char *
digest_tell (gpointer data, const HmPortfolioEntry *entry)
{
  (void) entry;
  return ((const Case *) data)->digest;
}

static gboolean
terms_open (gpointer data, const HmPortfolioEntry *entry, const char *path, HmScanTerms *ret_terms,
            GError **error)
{
  Case *test = data;

  (void) path;
  g_atomic_int_inc (&test->n_opened);
  if (g_str_equal (entry->name, "no terms"))
    return hm_fail (error, HM_ERROR_USAGE, "%s: none", entry->name);
  *ret_terms = (HmScanTerms){ .policy = &hm_policy_default };
  ret_terms->checks = hm_registry_checks (test->registry, &ret_terms->n_checks);
  ret_terms->collect.as_of = test->options.as_of;
  ret_terms->collect.needs = HM_NEED_TREE | HM_NEED_HISTORY;
  return TRUE;
}

static void
terms_close (gpointer data, HmScanTerms *terms)
{
  (void) data;
  (void) terms;
}

static void
row_tell (const HmScanRow *row, gpointer data)
{
  Case *test = data;

  g_assert_cmpint (row->fate, !=, HM_SCAN_WAITING);
  if (++test->n_told == test->cancel_after)
    g_atomic_int_set (&test->cancelled, 1);
}

static void
entry_free (gpointer data)
{
  HmPortfolioEntry *entry = data;

  g_free (entry->where);
  g_free (entry->place);
  g_free (entry->key);
  g_free (entry->name);
  g_free (entry);
}

static void
entry_add (Case *test, const char *name, const char *where, gboolean is_path)
{
  HmPortfolioEntry *entry = g_new0 (HmPortfolioEntry, 1);

  entry->where = g_strdup (where);
  entry->place = g_strdup (where);
  entry->key = g_strdup (name);
  entry->name = g_strdup (name);
  entry->is_path = is_path;
  g_ptr_array_add (test->entries, entry);
}

static void
set_up (Case *test, gconstpointer unused)
{
  (void) unused;
  test->origin = origin_new ();
  origin_commit (test->origin, "refs/heads/main", "one");
  test->url = g_strdup_printf ("file://%s", test->origin->path);
  test->store_file = g_build_filename (test->origin->folder, "store.db", NULL);
  test->cache = g_build_filename (test->origin->folder, "cache", NULL);
  test->registry = hm_registry_new ();
  test->digest = g_strdup ("terms");
  test->entries = g_ptr_array_new_with_free_func (entry_free);
  test->options = (HmScanOptions){
    .terms = { .digest = digest_tell, .open = terms_open, .close = terms_close, .data = test },
    .tool_version = "1.0",
    .cache_folder = test->cache,
    .n_jobs = 2,
    .as_of = NOW,
    .max_age_seconds = 6 * DAY,
    .since = HM_INSTANT_MAX,
    .cancelled = &test->cancelled,
    .on_row = row_tell,
    .data = test,
  };
}

static void
tear_down (Case *test, gconstpointer unused)
{
  (void) unused;
  g_ptr_array_unref (test->entries);
  hm_registry_free (test->registry);
  origin_free (test->origin);
  g_free (test->url);
  g_free (test->store_file);
  g_free (test->cache);
  g_free (test->digest);
}

/* Returns: (owned) the run, which went as @code (-1: well) says. */
static HmScanRun *
run_of (Case *test, int code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HmStore) store = hm_store_open (test->store_file, HM_STORE_WRITE, &error);
  g_autoptr (HmScanRun) run = hm_scan_run_new (test->entries);

  g_assert_no_error (error);
  test->n_told = 0;
  if (hm_scan_run_go (run, store, &test->options, &error))
    g_assert_cmpint (code, ==, -1);
  else
    g_assert_error (error, HM_ERROR, code);
  return g_steal_pointer (&run);
}

/* A run that comes to so many of each fate, and tells of each once. */
static void
run_counts (Case *test, guint n_done, guint n_unchanged, guint n_failed)
{
  g_autoptr (HmScanRun) run = run_of (test, -1);

  g_assert_cmpuint (run->counts[HM_SCAN_DONE], ==, n_done);
  g_assert_cmpuint (run->counts[HM_SCAN_UNCHANGED], ==, n_unchanged);
  g_assert_cmpuint (run->counts[HM_SCAN_FAILED], ==, n_failed);
  g_assert_cmpuint (run->counts[HM_SCAN_WAITING], ==, 0);
  g_assert_cmpuint (test->n_told, ==, run->rows->len);
}

/* Returns: (owned) what the store knows of @key */
static HmStoreState *
state_of (const Case *test, const char *key)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HmStore) store = hm_store_open (test->store_file, HM_STORE_READ, &error);
  HmStoreState *state;

  g_assert_no_error (error);
  state = hm_store_state (store, key, &error);
  g_assert_no_error (error);
  return state;
}

static void
test_unchanged (Case *test, gconstpointer unused)
{
  (void) unused;
  entry_add (test, "path", test->origin->path, TRUE);
  entry_add (test, "copy", test->url, FALSE);
  run_counts (test, 2, 0, 0);
  g_assert_cmpint (test->n_opened, ==, 2);
  test->options.as_of = NOW + 6 * DAY - 1;
  run_counts (test, 0, 2, 0);
  g_assert_cmpint (test->n_opened, ==, 2);
}

static void
test_too_old (Case *test, gconstpointer unused)
{
  g_autoptr (HmStoreState) state = NULL;

  (void) unused;
  entry_add (test, "path", test->origin->path, TRUE);
  run_counts (test, 1, 0, 0);
  test->options.as_of = NOW + 6 * DAY;
  run_counts (test, 1, 0, 0);
  state = state_of (test, "path");
  g_assert_cmpint (state->scanned_at, ==, NOW + 6 * DAY);
}

/* A clock that went back is no reason to believe a report of the future. */
static void
test_of_the_future (Case *test, gconstpointer unused)
{
  (void) unused;
  entry_add (test, "path", test->origin->path, TRUE);
  run_counts (test, 1, 0, 0);
  test->options.as_of = NOW - 1;
  run_counts (test, 1, 0, 0);
}

static void
test_new_commit (Case *test, gconstpointer unused)
{
  (void) unused;
  entry_add (test, "path", test->origin->path, TRUE);
  entry_add (test, "copy", test->url, FALSE);
  run_counts (test, 2, 0, 0);
  origin_commit (test->origin, "refs/heads/side", "not looked at");
  run_counts (test, 0, 2, 0);
  origin_commit (test->origin, "refs/heads/main", "two");
  run_counts (test, 2, 0, 0);
  run_counts (test, 0, 2, 0);
}

static void
test_new_tag (Case *test, gconstpointer unused)
{
  git_oid oid;

  (void) unused;
  entry_add (test, "path", test->origin->path, TRUE);
  run_counts (test, 1, 0, 0);
  oid = origin_commit (test->origin, "refs/heads/side", "other");
  origin_set (test->origin, "refs/tags/v1", &oid);
  run_counts (test, 1, 0, 0);
  origin_delete (test->origin, "refs/tags/v1");
  run_counts (test, 1, 0, 0);
  origin_set (test->origin, "refs/tags/v2", &oid);
  run_counts (test, 1, 0, 0);
  run_counts (test, 0, 1, 0);
}

static void
test_other_terms (Case *test, gconstpointer unused)
{
  (void) unused;
  entry_add (test, "path", test->origin->path, TRUE);
  run_counts (test, 1, 0, 0);
  test->options.tool_version = "1.1";
  run_counts (test, 1, 0, 0);
  g_free (test->digest);
  test->digest = g_strdup ("other terms");
  run_counts (test, 1, 0, 0);
  run_counts (test, 0, 1, 0);
}

static void
test_failed (Case *test, gconstpointer unused)
{
  g_autofree char *away = g_strconcat (test->origin->path, ".away", NULL);
  g_autoptr (HmScanRun) run = NULL;
  g_autoptr (HmStoreState) failed = NULL;
  g_autoptr (HmStoreState) mended = NULL;
  const HmScanRow *row;

  (void) unused;
  entry_add (test, "path", test->origin->path, TRUE);
  entry_add (test, "no terms", test->origin->path, TRUE);
  run_counts (test, 1, 0, 1);
  test->options.as_of = NOW + 1;
  g_assert_cmpint (g_rename (test->origin->path, away), ==, 0);
  run = run_of (test, -1);
  row = g_ptr_array_index (run->rows, 0);
  g_assert_cmpint (row->fate, ==, HM_SCAN_FAILED);
  g_assert_nonnull (strstr (row->why, "No such file"));
  failed = state_of (test, "path");
  g_assert_cmpint (failed->failed_at, ==, NOW + 1);
  g_assert_cmpint (failed->scanned_at, ==, NOW);
  g_assert_cmpstr (failed->failure, ==, row->why);
  g_assert_cmpint (g_rename (away, test->origin->path), ==, 0);
  run_counts (test, 0, 1, 1);
  mended = state_of (test, "path");
  g_assert_cmpint (mended->failed_at, ==, 0);
  g_assert_cmpstr (mended->failure, ==, "");
}

static void
test_since (Case *test, gconstpointer unused)
{
  g_autoptr (HmScanRun) run = NULL;

  (void) unused;
  entry_add (test, "path", test->origin->path, TRUE);
  run_counts (test, 1, 0, 0);
  test->options.since = NOW;
  test->options.max_age_seconds = 0;
  run = run_of (test, -1);
  g_assert_cmpuint (run->counts[HM_SCAN_SKIPPED], ==, 1);
  test->options.since = NOW + 1;
  run_counts (test, 1, 0, 0);
}

/* The key of one is none that the store takes: that is its own affair. */
static void
test_bad_key (Case *test, gconstpointer unused)
{
  (void) unused;
  entry_add (test, "a\nb", test->origin->path, TRUE);
  entry_add (test, "path", test->origin->path, TRUE);
  run_counts (test, 1, 0, 1);
}

static void
test_stopped (Case *test, gconstpointer unused)
{
  g_autoptr (HmScanRun) stopped = NULL;
  guint n_done;

  (void) unused;
  for (guint i = 0; i < 40; i++) {
    g_autofree char *name = g_strdup_printf ("%u", i);

    entry_add (test, name, test->origin->path, TRUE);
  }
  test->options.n_jobs = 1;
  test->cancel_after = 1;
  stopped = run_of (test, HM_ERROR_CANCELLED);
  n_done = stopped->counts[HM_SCAN_DONE];
  g_assert_cmpuint (n_done, >=, 1);
  g_assert_cmpuint (n_done + stopped->counts[HM_SCAN_WAITING], ==, 40);
  test->cancelled = 0;
  test->cancel_after = 0;
  run_counts (test, 40 - n_done, n_done, 0);
}

/* What can't be stored is not told as done. */
static void
test_store_breaks (Case *test, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HmStore) store = NULL;
  g_autoptr (HmScanRun) run = NULL;

  (void) unused;
  entry_add (test, "path", test->origin->path, TRUE);
  hm_store_free (hm_store_open (test->store_file, HM_STORE_WRITE, &error));
  store = hm_store_open (test->store_file, HM_STORE_READ, &error);
  g_assert_no_error (error);
  run = hm_scan_run_new (test->entries);
  g_assert_false (hm_scan_run_go (run, store, &test->options, &error));
  g_assert_error (error, HM_ERROR, HM_ERROR_IO);
  g_assert_cmpuint (run->counts[HM_SCAN_WAITING], ==, 1);
  g_assert_cmpuint (test->n_told, ==, 0);
}

static void
test_nothing (Case *test, gconstpointer unused)
{
  (void) unused;
  run_counts (test, 0, 0, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/portfolio-scan/" name, Case, NULL, set_up, func, tear_down)
  ADD ("unchanged-is-left-alone", test_unchanged);
  ADD ("time-alone-is-a-reason", test_too_old);
  ADD ("report-of-the-future", test_of_the_future);
  ADD ("new-commit", test_new_commit);
  ADD ("new-moved-and-lost-tag", test_new_tag);
  ADD ("other-version-or-terms", test_other_terms);
  ADD ("failure-is-kept-and-mended", test_failed);
  ADD ("since", test_since);
  ADD ("key-that-is-none", test_bad_key);
  ADD ("stopped-and-gone-on", test_stopped);
  ADD ("store-breaks", test_store_breaks);
  ADD ("nothing-to-scan", test_nothing);
#undef ADD
  return g_test_run ();
}
