/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/portfolio_scan_text.h"

#include <stdio.h>

#include "cli/portfolio_progress.h"
#include "core/mask.h"
#include "core/number.h"
#include "core/seeded_hash.h"
#include "render/portfolio_names.h"

/* How long what the network said of a wait is believed. */
#define WAIT_LIFE_US (2 * G_USEC_PER_SEC)

/* The slowest are told of where they took this long. */
#define SLOW_US G_USEC_PER_SEC
#define SLOW_MAX 5

struct HmScanWatch {
  HmForgePool *pool;
  gboolean is_verbose;
  const HmScanRun *run;
  GPtrArray *names;  /* (element-type utf8) what each row of @run is called */
  GHashTable *named; /* each row to its name */
  gint64 began_us;
  guint n_worked;
  GMutex mutex; /* guards all below: the network tells of waits */
  char *wait_host;
  gint64 wait_seconds;
  gint64 wait_told_at;
};

HmScanWatch *
hm_scan_watch_new (HmForgePool *pool, gboolean is_verbose)
{
  HmScanWatch *watch = g_new0 (HmScanWatch, 1);

  watch->pool = pool;
  watch->is_verbose = is_verbose;
  g_mutex_init (&watch->mutex);
  return watch;
}

void
hm_scan_watch_free (HmScanWatch *watch)
{
  g_free (watch->wait_host);
  g_clear_pointer (&watch->named, g_hash_table_unref);
  g_clear_pointer (&watch->names, g_ptr_array_unref);
  g_mutex_clear (&watch->mutex);
  g_free (watch);
}

void
hm_scan_watch_begin (HmScanWatch *watch, const HmScanRun *run)
{
  g_autoptr (GArray) named = g_array_new (FALSE, FALSE, sizeof (HmNamed));

  for (guint i = 0; i < run->rows->len; i++) {
    const HmPortfolioEntry *entry = ((const HmScanRow *) g_ptr_array_index (run->rows, i))->entry;
    const HmNamed one = { entry->key, entry->name };

    g_array_append_val (named, one);
  }
  watch->names = hm_names_tell_apart (named, HM_NAMES_WITH_FOLDERS, 0);
  watch->named = g_hash_table_new (NULL, NULL);
  for (guint i = 0; i < run->rows->len; i++)
    g_hash_table_insert (watch->named, g_ptr_array_index (run->rows, i),
                         g_ptr_array_index (watch->names, i));
  watch->run = run;
  watch->began_us = g_get_monotonic_time ();
}

void
hm_scan_watch_end (HmScanWatch *watch)
{
  (void) watch;
  hm_portfolio_progress_wipe ();
}

void
hm_scan_watch_wait (const char *host, gint64 seconds_left, gpointer data)
{
  HmScanWatch *watch = data;

  g_mutex_lock (&watch->mutex);
  g_free (watch->wait_host);
  watch->wait_host = g_strdup (host);
  watch->wait_seconds = seconds_left;
  watch->wait_told_at = g_get_monotonic_time ();
  g_mutex_unlock (&watch->mutex);
}

static double
elapsed (const HmScanWatch *watch)
{
  return (double) (g_get_monotonic_time () - watch->began_us) / G_USEC_PER_SEC;
}

void
hm_scan_watch_tick (gpointer data)
{
  HmScanWatch *watch = data;
  const guint *counts = watch->run->counts;
  g_autofree char *host = NULL;
  HmPortfolioProgress progress = {
    .n_done = counts[HM_SCAN_DONE] + counts[HM_SCAN_UNCHANGED] + counts[HM_SCAN_SKIPPED],
    .n_failed = counts[HM_SCAN_FAILED],
    .n_waiting = counts[HM_SCAN_WAITING],
    .n_worked = watch->n_worked,
    .elapsed_seconds = elapsed (watch),
    .quota_left = hm_forge_pool_quota_left (watch->pool),
  };

  g_mutex_lock (&watch->mutex);
  if (watch->wait_host != NULL && g_get_monotonic_time () - watch->wait_told_at < WAIT_LIFE_US)
    host = g_strdup (watch->wait_host);
  progress.wait_seconds = watch->wait_seconds;
  g_mutex_unlock (&watch->mutex);
  progress.wait_host = host;
  hm_portfolio_progress_draw (&progress);
}

static void
seconds_append (GString *out, gint64 microseconds)
{
  g_string_append_printf (out, "%.1f s", (double) microseconds / G_USEC_PER_SEC);
}

static void
fate_append (GString *out, const HmScanRow *row)
{
  char score[HM_SCORE_TEXT_SIZE];
  char floor[HM_SCORE_TEXT_SIZE];

  switch (row->fate) {
  case HM_SCAN_DONE:
    g_string_append_printf (out, "%s, floor %s, ", hm_score_text (row->score, score),
                            hm_score_text (row->floor, floor));
    seconds_append (out, row->took_us);
    break;
  case HM_SCAN_UNCHANGED:
    g_string_append (out, "unchanged");
    break;
  case HM_SCAN_SKIPPED:
    g_string_append (out, "skipped");
    break;
  case HM_SCAN_FAILED:
    g_string_append (out, "failed: ");
    hm_mask_terminal (out, row->why, -1, FALSE);
    break;
  case HM_SCAN_WAITING:
  default:
    g_string_append (out, "waits: ");
    hm_mask_terminal (out, row->why != NULL ? row->why : "its turn did not come", -1, FALSE);
    break;
  }
}

static void
name_append (const HmScanWatch *watch, GString *out, const HmScanRow *row)
{
  hm_mask_terminal (out, g_hash_table_lookup (watch->named, row), -1, FALSE);
}

void
hm_scan_watch_row (const HmScanRow *row, gpointer data)
{
  HmScanWatch *watch = data;
  g_autoptr (GString) line = NULL;

  if (row->fate != HM_SCAN_SKIPPED)
    watch->n_worked++;
  if (!watch->is_verbose)
    return;
  line = g_string_new (NULL);
  name_append (watch, line, row);
  g_string_append (line, ": ");
  fate_append (line, row);
  hm_portfolio_progress_wipe ();
  fprintf (stderr, "%s\n", line->str);
}

static void
counts_append (const HmScanWatch *watch, GString *out)
{
  static const struct {
    HmScanFate fate;
    const char *word;
  } words[] = {
    { HM_SCAN_DONE, "scanned" },
    { HM_SCAN_UNCHANGED, "unchanged" },
    { HM_SCAN_SKIPPED, "skipped" },
    { HM_SCAN_FAILED, "failed" },
    { HM_SCAN_WAITING, "not yet scanned" },
  };
  const guint n_rows = watch->run->rows->len;
  const guint n_requests = hm_forge_pool_n_requests (watch->pool);
  g_autofree char *all = hm_number_grouped (n_rows);
  const char *before = ": ";

  g_string_append_printf (out, "%s %s", all, n_rows == 1 ? "repository" : "repositories");
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++) {
    const guint count = watch->run->counts[words[i].fate];
    g_autofree char *number = hm_number_grouped (count);

    if (count == 0)
      continue;
    g_string_append_printf (out, "%s%s %s", before, number, words[i].word);
    before = ", ";
  }
  g_string_append (out, "; ");
  seconds_append (out, (gint64) (elapsed (watch) * G_USEC_PER_SEC));
  if (n_requests > 0) {
    g_autofree char *requests = hm_number_grouped (n_requests);

    g_string_append_printf (out, ", %s %s", requests, n_requests == 1 ? "request" : "requests");
  }
  g_string_append_c (out, '\n');
}

/* What keeps how many waiting, each reason once, in the order of the rows. */
static void
waiting_append (const HmScanWatch *watch, GString *out)
{
  g_autoptr (GHashTable) counts = g_hash_table_new (hm_seeded_text_hash, g_str_equal);
  g_autoptr (GPtrArray) reasons = g_ptr_array_new ();

  for (guint i = 0; i < watch->run->rows->len; i++) {
    const HmScanRow *row = g_ptr_array_index (watch->run->rows, i);
    guint n;

    if (row->fate != HM_SCAN_WAITING || row->why == NULL)
      continue;
    n = GPOINTER_TO_UINT (g_hash_table_lookup (counts, row->why));
    if (n == 0)
      g_ptr_array_add (reasons, row->why);
    g_hash_table_insert (counts, row->why, GUINT_TO_POINTER (n + 1));
  }
  for (guint i = 0; i < reasons->len; i++) {
    const char *reason = g_ptr_array_index (reasons, i);
    const guint n = GPOINTER_TO_UINT (g_hash_table_lookup (counts, reason));

    g_string_append_printf (out, "%u %s for another run: ", n, n == 1 ? "waits" : "wait");
    hm_mask_terminal (out, reason, -1, FALSE);
    g_string_append_c (out, '\n');
  }
}

static int
slowest_compare (gconstpointer a, gconstpointer b)
{
  const HmScanRow *one = *(const HmScanRow *const *) a;
  const HmScanRow *two = *(const HmScanRow *const *) b;

  return one->took_us > two->took_us ? -1 : one->took_us < two->took_us;
}

static void
slowest_append (const HmScanWatch *watch, GString *out)
{
  g_autoptr (GPtrArray) slow = g_ptr_array_new ();

  for (guint i = 0; i < watch->run->rows->len; i++) {
    HmScanRow *row = g_ptr_array_index (watch->run->rows, i);

    if (row->fate == HM_SCAN_DONE && row->took_us >= SLOW_US)
      g_ptr_array_add (slow, row);
  }
  g_ptr_array_sort (slow, slowest_compare);
  for (guint i = 0; i < MIN (slow->len, SLOW_MAX); i++) {
    const HmScanRow *row = g_ptr_array_index (slow, i);

    g_string_append (out, i == 0 ? "slowest: " : ", ");
    name_append (watch, out, row);
    g_string_append_c (out, ' ');
    seconds_append (out, row->took_us);
  }
  if (slow->len > 0)
    g_string_append_c (out, '\n');
}

static void
told_append (const HmScanWatch *watch, GString *out, const HmScanRow *row, const char *before,
             const char *what)
{
  name_append (watch, out, row);
  g_string_append (out, before);
  hm_mask_terminal (out, what, -1, FALSE);
  g_string_append_c (out, '\n');
}

void
hm_scan_watch_summary (const HmScanWatch *watch, GString *out)
{
  counts_append (watch, out);
  waiting_append (watch, out);
  slowest_append (watch, out);
  for (guint i = 0; i < watch->run->rows->len; i++) {
    const HmScanRow *row = g_ptr_array_index (watch->run->rows, i);

    if (row->fate == HM_SCAN_FAILED)
      told_append (watch, out, row, ": failed: ", row->why);
    else if (row->note != NULL)
      told_append (watch, out, row, ": ", row->note);
  }
}
