/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/portfolio/scan_case.h"

#include "core/error.h"
#include "core/instant.h"

static const char *
digest_tell (gpointer data, const HmPortfolioEntry *entry)
{
  (void) entry;
  return ((const ScanCase *) data)->digest;
}

static gboolean
terms_open (gpointer data, const HmPortfolioEntry *entry, const char *path, HmScanTerms *ret_terms,
            GError **error)
{
  ScanCase *test = data;

  (void) path;
  if (g_atomic_int_add (&test->n_opened, 1) >= test->quota && test->quota > 0)
    return hm_fail (error, HM_ERROR_QUOTA, "forge: spent");
  if (g_str_equal (entry->name, "no terms"))
    return hm_fail (error, HM_ERROR_USAGE, "%s: none", entry->name);
  *ret_terms = (HmScanTerms){ .policy = &hm_policy_default };
  ret_terms->checks = test->checks;
  ret_terms->n_checks = 1;
  if (test->checks == NULL)
    ret_terms->checks = hm_registry_checks (test->registry, &ret_terms->n_checks);
  ret_terms->collect.as_of = test->options.as_of;
  ret_terms->collect.has_as_of = test->options.has_as_of;
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
  ScanCase *test = data;

  g_assert_true (row->fate != HM_SCAN_WAITING || row->why != NULL);
  if (++test->n_told == test->cancel_after)
    g_atomic_int_set (&test->cancelled, 1);
}

void
scan_entry_free (gpointer data)
{
  HmPortfolioEntry *entry = data;

  g_free (entry->where);
  g_free (entry->place);
  g_free (entry->key);
  g_free (entry->name);
  g_free (entry);
}

HmPortfolioEntry *
scan_entry_new (const char *name, const char *where, gboolean is_path)
{
  HmPortfolioEntry *entry = g_new0 (HmPortfolioEntry, 1);

  entry->where = g_strdup (where);
  entry->place = g_strdup (where);
  entry->key = g_strdup (name);
  entry->name = g_strdup (name);
  entry->is_path = is_path;
  return entry;
}

void
scan_case_add (ScanCase *test, const char *name, const char *where, gboolean is_path)
{
  g_ptr_array_add (test->entries, scan_entry_new (name, where, is_path));
}

void
scan_case_set_up (ScanCase *test, gconstpointer unused)
{
  (void) unused;
  test->origin = origin_new ();
  origin_commit (test->origin, "refs/heads/main", "one");
  test->url = g_strdup_printf ("file://%s", test->origin->path);
  test->store_file = g_build_filename (test->origin->folder, "store.db", NULL);
  test->cache = g_build_filename (test->origin->folder, "cache", NULL);
  test->registry = hm_registry_new ();
  test->digest = g_strdup ("terms");
  test->entries = g_ptr_array_new_with_free_func (scan_entry_free);
  test->others = g_ptr_array_new_with_free_func (scan_entry_free);
  test->options = (HmScanOptions){
    /* Without the run's own, one folder may stand for many. */
    .entries = test->others,
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

void
scan_case_tear_down (ScanCase *test, gconstpointer unused)
{
  (void) unused;
  g_ptr_array_unref (test->entries);
  g_ptr_array_unref (test->others);
  hm_registry_free (test->registry);
  origin_free (test->origin);
  g_free (test->url);
  g_free (test->store_file);
  g_free (test->cache);
  g_free (test->digest);
}

HmScanRun *
scan_case_run (ScanCase *test, int code)
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

void
scan_case_counts (ScanCase *test, guint n_done, guint n_unchanged, guint n_failed)
{
  g_autoptr (HmScanRun) run = scan_case_run (test, -1);

  g_assert_cmpuint (run->counts[HM_SCAN_DONE], ==, n_done);
  g_assert_cmpuint (run->counts[HM_SCAN_UNCHANGED], ==, n_unchanged);
  g_assert_cmpuint (run->counts[HM_SCAN_FAILED], ==, n_failed);
  g_assert_cmpuint (run->counts[HM_SCAN_WAITING], ==, 0);
  g_assert_cmpuint (test->n_told, ==, run->rows->len);
}

HmStoreState *
scan_case_state (const ScanCase *test, const char *key)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HmStore) store = hm_store_open (test->store_file, HM_STORE_READ, &error);
  HmStoreState *state;

  g_assert_no_error (error);
  state = hm_store_state (store, key, &error);
  g_assert_no_error (error);
  return state;
}
