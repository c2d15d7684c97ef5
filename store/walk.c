/* SPDX-License-Identifier: Apache-2.0 */
#include "store/walk.h"

#include "core/error.h"
#include "store/restore.h"

typedef struct {
  HmReportFunc func;
  gpointer data;
  HmStoreProblemFunc problem;
  gpointer problem_data;
  const gint *cancelled;
  HmStoreHealth *health;
  HmBaseCache cache;
  HmSummaryRow row;
} Walk;

static void
walk_clear (Walk *walk)
{
  hm_base_cache_clear (&walk->cache);
  hm_summary_row_clear (&walk->row);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Walk, walk_clear)

/* Takes note of damage. Returns: whether the walk goes on: @error was that, and is cleared. */
static gboolean
damage_note (Walk *walk, const char *where, GError **error)
{
  g_autofree char *problem = NULL;

  if (!g_error_matches (*error, HM_ERROR, HM_ERROR_FORMAT))
    return FALSE;
  problem = g_strdup_printf ("%s: %s", where, (*error)->message);
  walk->problem (problem, walk->problem_data);
  walk->health->n_problems++;
  g_clear_error (error);
  return TRUE;
}

/* Returns: (owned) (element-type gint64) NULL with @error set. */
static GArray *
times_read (HmStore *store, gint64 repository, GError **error)
{
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (HmStatement) rows = hm_database_statement (
      store, "SELECT as_of FROM report WHERE repository = ?1 ORDER BY as_of", error);
  gboolean has_row;

  if (rows == NULL)
    return NULL;
  sqlite3_bind_int64 (rows, 1, repository);
  while (hm_database_step (store, rows, &has_row, error)) {
    gint64 as_of;

    if (!has_row)
      return g_steal_pointer (&times);
    as_of = sqlite3_column_int64 (rows, 0);
    g_array_append_val (times, as_of);
  }
  return NULL;
}

static gboolean
report_tell (HmStore *store, gint64 repository, const char *key, gint64 as_of, Walk *walk,
             GError **error)
{
  g_autoptr (GError) mistake = NULL;
  g_autoptr (GBytes) text = NULL;

  if (walk->cancelled != NULL && g_atomic_int_get (walk->cancelled) != 0)
    return hm_fail (error, HM_ERROR_CANCELLED, "%s: interrupted", store->file);
  if (!hm_summary_row_read_next (store, repository, as_of, &walk->row, error))
    return FALSE;
  if (walk->row.id == 0 || walk->row.summary.as_of != as_of)
    return hm_database_damaged (store, error, "an index and its table differ");
  walk->row.summary.repository = key;
  walk->health->n_reports++;
  text = hm_body_restore (store, walk->row.id, &walk->cache, &mistake);
  walk->health->n_restored += text != NULL ? 1 : 0;
  return walk->func (store, repository, &walk->row, text, mistake, walk->data, error);
}

static gboolean
repository_tell (HmStore *store, gint64 number, const char *key, Walk *walk, GError **error)
{
  g_autoptr (GError) mistake = NULL;
  g_autoptr (GArray) times = times_read (store, number, &mistake);

  walk->health->n_repositories++;
  for (guint i = 0; times != NULL && i < times->len; i++) {
    if (!report_tell (store, number, key, g_array_index (times, gint64, i), walk, &mistake)
        && !damage_note (walk, key, &mistake))
      break;
  }
  if (mistake == NULL || damage_note (walk, key, &mistake))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&mistake));
  return FALSE;
}

/* One whose name is damaged hides its own reports, not those of the others. */
static gboolean
repositories_tell (HmStore *store, Walk *walk, GError **error)
{
  g_autoptr (HmStatement) rows =
      hm_database_statement (store, "SELECT id, key FROM repository ORDER BY key", error);
  gboolean has_row;

  if (rows == NULL)
    return FALSE;
  while (hm_database_step (store, rows, &has_row, error)) {
    const gint64 number = has_row ? sqlite3_column_int64 (rows, 0) : 0;
    const char *key = has_row ? hm_column_text (rows, 1) : NULL;

    if (!has_row)
      return TRUE;
    if (hm_repository_key_check (key, NULL)) {
      if (!repository_tell (store, number, key, walk, error))
        return FALSE;
    } else {
      g_autoptr (GError) mistake = NULL;

      hm_database_damaged (store, &mistake,
                           "repository %" G_GINT64_FORMAT " has a name that can't be", number);
      damage_note (walk, "repositories", &mistake);
    }
  }
  return FALSE;
}

gboolean
hm_reports_walk (HmStore *store, HmReportFunc func, gpointer data, HmStoreProblemFunc problem,
                 gpointer problem_data, const gint *cancelled, HmStoreHealth *health,
                 GError **error)
{
  g_auto (Walk) walk = { .func = func,
                         .data = data,
                         .problem = problem,
                         .problem_data = problem_data,
                         .cancelled = cancelled,
                         .health = health };
  g_autoptr (GError) mistake = NULL;
  gboolean is_entered;
  gboolean is_done;

  hm_summary_row_init (&walk.row);
  store->is_examined = TRUE;
  is_done = hm_database_enter_read (store, &is_entered, &mistake);
  if (is_done) {
    is_done = repositories_tell (store, &walk, &mistake);
    hm_database_leave_read (store, is_entered);
  }
  is_done = is_done || damage_note (&walk, "repositories", &mistake);
  store->is_examined = FALSE;
  if (!is_done)
    g_propagate_error (error, g_steal_pointer (&mistake));
  return is_done;
}
