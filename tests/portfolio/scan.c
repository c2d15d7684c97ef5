/* SPDX-License-Identifier: Apache-2.0 */
/* What a run puts into the store of repositories that are there, changed, gone or copies of remote ones. */
#include "portfolio/scan.h"

#include <string.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "checks/registry.h"
#include "core/error.h"
#include "core/instant.h"
#include "evidence/git/folder.h"
#include "store/database.h"
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
  gint quota;         /* how often in a run; 0: no end */
  guint n_told;       /* rows that were told of */
  gint cancelled;     /* what the run is stopped by, */
  guint cancel_after; /* after so many rows; 0: never */
  GPtrArray *entries; /* (element-type HmPortfolioEntry) */
  GPtrArray *others;  /* (element-type HmPortfolioEntry) what else the portfolio holds */
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
  if (g_atomic_int_add (&test->n_opened, 1) >= test->quota && test->quota > 0)
    return hm_fail (error, HM_ERROR_QUOTA, "forge: spent");
  if (g_str_equal (entry->name, "no terms"))
    return hm_fail (error, HM_ERROR_USAGE, "%s: none", entry->name);
  *ret_terms = (HmScanTerms){ .policy = &hm_policy_default };
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
  Case *test = data;

  g_assert_true (row->fate != HM_SCAN_WAITING || row->why != NULL);
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

static HmPortfolioEntry *
entry_new (const char *name, const char *where, gboolean is_path)
{
  HmPortfolioEntry *entry = g_new0 (HmPortfolioEntry, 1);

  entry->where = g_strdup (where);
  entry->place = g_strdup (where);
  entry->key = g_strdup (name);
  entry->name = g_strdup (name);
  entry->is_path = is_path;
  return entry;
}

static void
entry_add (Case *test, const char *name, const char *where, gboolean is_path)
{
  g_ptr_array_add (test->entries, entry_new (name, where, is_path));
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
  test->others = g_ptr_array_new_with_free_func (entry_free);
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

static void
tear_down (Case *test, gconstpointer unused)
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

/* Runs, one repository after another, with a quota of @quota; what becomes of each is in the letters of @fates: waiting, skipped, unchanged, done, failed. */
static void
run_fates (Case *test, gint64 as_of, gint quota, const char *fates)
{
  g_autoptr (HmScanRun) run = NULL;
  g_autoptr (GString) found = g_string_new (NULL);

  test->options.n_jobs = 1;
  test->options.as_of = as_of;
  test->quota = quota;
  test->n_opened = 0;
  run = run_of (test, -1);
  for (guint i = 0; i < run->rows->len; i++)
    g_string_append_c (found, "wsudf"[((HmScanRow *) g_ptr_array_index (run->rows, i))->fate]);
  g_assert_cmpstr (found->str, ==, fates);
}

/* Whatever a run had no quota for comes first in the next, and has not failed. */
static void
test_quota_goes_round (Case *test, gconstpointer unused)
{
  g_autoptr (HmStoreState) waiting = NULL;

  (void) unused;
  entry_add (test, "a", test->origin->path, TRUE);
  entry_add (test, "b", test->url, FALSE);
  entry_add (test, "c", test->url, FALSE);
  test->options.terms.may_ask = TRUE;
  run_fates (test, NOW, 2, "ddw");
  waiting = state_of (test, "c");
  g_assert_cmpint (waiting->failed_at, ==, 0);
  g_assert_cmpint (waiting->tried_at, ==, 0);
  run_fates (test, NOW + 1, 2, "uwd");
  run_fates (test, NOW + 2, 2, "uuw");
  run_fates (test, NOW + 3, 2, "uwu");
  run_fates (test, NOW + 4, 0, "uuu");
}

/* Who needs more than there is does not keep the others from theirs for ever. */
static void
test_quota_too_small_for_one (Case *test, gconstpointer unused)
{
  (void) unused;
  entry_add (test, "a", test->origin->path, TRUE);
  entry_add (test, "b", test->url, FALSE);
  test->options.terms.may_ask = TRUE;
  run_fates (test, NOW, 1, "dw");
  test->n_opened = 1;
  /* b is the first now, and is left with nothing. */
  test->options.as_of = NOW + 1;
  {
    g_autoptr (HmScanRun) run = run_of (test, -1);
    g_autoptr (HmStoreState) tried = state_of (test, "b");

    g_assert_cmpuint (run->counts[HM_SCAN_WAITING], ==, 2);
    g_assert_cmpint (tried->tried_at, ==, NOW + 1);
    g_assert_cmpint (tried->looked_at, ==, 0);
    g_assert_cmpint (tried->failed_at, ==, 0);
  }
  run_fates (test, NOW + 2, 1, "uw");
  run_fates (test, NOW + 3, 1, "wd");
}

static void
test_since_goes_by_looks (Case *test, gconstpointer unused)
{
  (void) unused;
  entry_add (test, "a", test->origin->path, TRUE);
  entry_add (test, "b", test->url, FALSE);
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
test_bad_key (Case *test, gconstpointer unused)
{
  (void) unused;
  entry_add (test, "a\nb", test->origin->path, TRUE);
  entry_add (test, "path", test->origin->path, TRUE);
  run_counts (test, 1, 0, 1);
}

/* Two paths lead to one repository: whichever comes first in the file, the later key fails. */
static void
test_same_folder_twice (Case *test, gconstpointer unused)
{
  g_autofree char *link = g_build_filename (test->origin->folder, "link", NULL);
  g_autoptr (HmScanRun) run = NULL;
  const HmScanRow *row;

  (void) unused;
  g_assert_cmpint (symlink (test->origin->path, link), ==, 0);
  entry_add (test, "path:b", test->origin->path, TRUE);
  entry_add (test, "path:a", link, TRUE);
  test->options.entries = NULL;
  run = run_of (test, -1);
  row = g_ptr_array_index (run->rows, 0);
  g_assert_cmpint (row->fate, ==, HM_SCAN_FAILED);
  g_assert_cmpstr (row->why, ==, "is the same repository as path:a on line 0");
  row = g_ptr_array_index (run->rows, 1);
  g_assert_cmpint (row->fate, ==, HM_SCAN_DONE);
}

/* Also where the other is not of this run. */
static void
test_same_folder_elsewhere (Case *test, gconstpointer unused)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new ();
  HmPortfolioEntry *first;

  (void) unused;
  entry_add (test, "path:b", test->origin->path, TRUE);
  entry_add (test, "path:a", test->origin->path, TRUE);
  g_ptr_array_extend (all, test->entries, NULL, NULL);
  test->options.entries = all;
  first = g_ptr_array_steal_index (test->entries, 1);
  run_counts (test, 0, 0, 1);
  entry_free (first);
}

static void
test_folder_within (Case *test, gconstpointer unused)
{
  g_autofree char *within = g_build_filename (test->origin->path, "objects", NULL);
  g_autofree char *why =
      g_strdup_printf ("%s: no git repository, but a part of the one at %s; write the path of that",
                       within, test->origin->path);
  g_autoptr (HmScanRun) run = NULL;
  const HmScanRow *row;

  (void) unused;
  entry_add (test, "within", within, TRUE);
  run = run_of (test, -1);
  row = g_ptr_array_index (run->rows, 0);
  g_assert_cmpint (row->fate, ==, HM_SCAN_FAILED);
  g_assert_cmpstr (row->why, ==, why);
}

/* A folder beside the URL that it is a copy of may be meant. */
static void
test_copy_of_url (Case *test, gconstpointer unused)
{
  g_autofree char *config = g_build_filename (test->origin->path, "config", NULL);
  g_autoptr (HmScanRun) run = NULL;
  const HmScanRow *row;

  (void) unused;
  g_assert_true (g_file_set_contents (
      config, "[remote \"origin\"]\n\turl = git@example.org:o/r.git\n", -1, NULL));
  entry_add (test, "path", test->origin->path, TRUE);
  g_ptr_array_add (test->others, entry_new ("example.org/o/r", "https://example.org/o/r", FALSE));
  run = run_of (test, -1);
  row = g_ptr_array_index (run->rows, 0);
  g_assert_cmpint (row->fate, ==, HM_SCAN_DONE);
  g_assert_cmpstr (row->note, ==, "is a copy of example.org/o/r on line 0");
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

/* Another process holds it, for longer than anybody waits. */
static void
test_store_is_locked (Case *test, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HmStore) holder = hm_store_open (test->store_file, HM_STORE_WRITE, &error);
  g_autoptr (HmStore) store = hm_store_open (test->store_file, HM_STORE_WRITE, &error);
  g_autoptr (HmScanRun) run = NULL;

  (void) unused;
  entry_add (test, "path", test->origin->path, TRUE);
  g_assert_true (hm_store_begin (holder, &error));
  test->options.store_wait_ms = 1;
  run = hm_scan_run_new (test->entries);
  g_assert_false (hm_scan_run_go (run, store, &test->options, &error));
  g_assert_error (error, HM_ERROR, HM_ERROR_IO);
  g_assert_nonnull (strstr (error->message, "store.db: another process is writing to it"));
  g_assert_cmpuint (run->counts[HM_SCAN_WAITING], ==, 1);
  g_assert_cmpuint (test->n_told, ==, 0);
  hm_store_rollback (holder);
  run_counts (test, 1, 0, 0);
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
test_interrupted_while_locked (Case *test, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HmStore) holder = hm_store_open (test->store_file, HM_STORE_WRITE, &error);
  g_autoptr (HmStore) store = hm_store_open (test->store_file, HM_STORE_WRITE, &error);
  g_autoptr (HmScanRun) run = NULL;

  (void) unused;
  entry_add (test, "path", test->origin->path, TRUE);
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

/* The commits of an origin are all of one time. */
#define COMMITTED G_GINT64_CONSTANT (1583064000)

/* As of an earlier time than the last scan: a report more, and what is known of the last one stays. */
static void
test_as_of_the_past (Case *test, gconstpointer unused)
{
  g_autoptr (HmStoreState) state = NULL;
  g_autoptr (HmStore) store = NULL;
  g_autoptr (HmReport) report = NULL;
  g_autoptr (GError) error = NULL;

  (void) unused;
  entry_add (test, "path", test->origin->path, TRUE);
  run_counts (test, 1, 0, 0);
  test->options.has_as_of = TRUE;
  test->options.as_of = COMMITTED;
  run_counts (test, 1, 0, 0);
  /* Nothing was committed by then: that is no failure of the last scan. */
  test->options.as_of = COMMITTED - 1;
  run_counts (test, 0, 0, 1);
  state = state_of (test, "path");
  g_assert_cmpint (state->scanned_at, ==, NOW);
  g_assert_cmpint (state->failed_at, ==, 0);
  store = hm_store_open (test->store_file, HM_STORE_READ, &error);
  report = hm_store_report (store, "path", COMMITTED, &error);
  g_assert_no_error (error);
  g_assert_cmpint (report->as_of, ==, COMMITTED);
  test->options.has_as_of = FALSE;
  test->options.as_of = NOW + DAY;
  run_counts (test, 0, 1, 0);
}

/* Times that were asked for, one after another: the last of them is the last scan. */
static void
test_as_of_one_after_another (Case *test, gconstpointer unused)
{
  g_autoptr (HmStoreState) state = NULL;

  (void) unused;
  entry_add (test, "path", test->origin->path, TRUE);
  test->options.has_as_of = TRUE;
  test->options.as_of = COMMITTED - 1;
  run_counts (test, 0, 0, 1);
  test->options.as_of = COMMITTED;
  run_counts (test, 1, 0, 0);
  test->options.as_of = COMMITTED + DAY;
  run_counts (test, 0, 1, 0);
  test->options.as_of = COMMITTED + 7 * DAY;
  run_counts (test, 1, 0, 0);
  state = state_of (test, "path");
  g_assert_cmpint (state->scanned_at, ==, COMMITTED + 7 * DAY);
  g_assert_cmpint (state->failed_at, ==, 0);
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
  ADD ("quota-goes-round", test_quota_goes_round);
  ADD ("quota-too-small-for-one", test_quota_too_small_for_one);
  ADD ("since", test_since);
  ADD ("since-goes-by-looks", test_since_goes_by_looks);
  ADD ("key-that-is-none", test_bad_key);
  ADD ("same-folder-twice", test_same_folder_twice);
  ADD ("same-folder-elsewhere", test_same_folder_elsewhere);
  ADD ("folder-within", test_folder_within);
  ADD ("copy-of-url", test_copy_of_url);
  ADD ("stopped-and-gone-on", test_stopped);
  ADD ("store-breaks", test_store_breaks);
  ADD ("store-is-locked", test_store_is_locked);
  ADD ("interrupted-while-locked", test_interrupted_while_locked);
  ADD ("as-of-the-past", test_as_of_the_past);
  ADD ("as-of-one-after-another", test_as_of_one_after_another);
  ADD ("nothing-to-scan", test_nothing);
#undef ADD
  return g_test_run ();
}
