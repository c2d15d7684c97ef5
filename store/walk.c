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
} Walk;

static void
walk_clear (Walk *walk)
{
  hm_base_cache_clear (&walk->cache);
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

/*
 * Finds the reports of @repository; @reports has those that were found before an error.
 *
 * @sql: a literal that asks for number and time
 */
static gboolean
reports_find (HmStore *store, const char *sql, gint64 repository, const char *key, GArray *reports,
              GError **error)
{
  g_autoptr (HmStatement) rows = hm_database_statement (store, sql, error);
  gboolean has_row;

  if (rows == NULL)
    return FALSE;
  sqlite3_bind_int64 (rows, 1, repository);
  while (hm_database_step (store, rows, &has_row, error)) {
    HmStoredReport report = { .key = key, .repository = repository };

    if (!has_row)
      return TRUE;
    report.id = sqlite3_column_int64 (rows, 0);
    report.as_of = sqlite3_column_int64 (rows, 1);
    g_array_append_val (reports, report);
  }
  return FALSE;
}

/*
 * By the index, which has all that is asked for; where that is damaged, by the table.
 *
 * Returns: (owned) (element-type HmStoredReport) NULL with @error set
 */
static GArray *
reports_read (HmStore *store, gint64 repository, const char *key, Walk *walk, GError **error)
{
  static const char *const sqls[] = {
    "SELECT id, as_of FROM report WHERE repository = ?1 ORDER BY as_of",
    "SELECT id, as_of FROM report NOT INDEXED WHERE repository = ?1 ORDER BY as_of",
  };
  g_autoptr (GArray) most = g_array_new (FALSE, FALSE, sizeof (HmStoredReport));

  for (gsize i = 0; i < G_N_ELEMENTS (sqls); i++) {
    g_autoptr (GArray) reports = g_array_new (FALSE, FALSE, sizeof (HmStoredReport));
    g_autoptr (GError) mistake = NULL;

    if (reports_find (store, sqls[i], repository, key, reports, &mistake))
      return g_steal_pointer (&reports);
    if (!damage_note (walk, key, &mistake)) {
      g_propagate_error (error, g_steal_pointer (&mistake));
      return NULL;
    }
    if (reports->len > most->len) {
      g_array_unref (most);
      most = g_steal_pointer (&reports);
    }
  }
  return g_steal_pointer (&most);
}

static gboolean
report_tell (HmStore *store, const HmStoredReport *report, Walk *walk, GError **error)
{
  g_autoptr (GError) mistake = NULL;
  g_autoptr (GBytes) text = NULL;

  if (walk->cancelled != NULL && g_atomic_int_get (walk->cancelled) != 0)
    return hm_fail (error, HM_ERROR_CANCELLED, "%s: interrupted", store->file);
  walk->health->n_reports++;
  text = hm_body_restore (store, report->id, &walk->cache, &mistake);
  /* What was written to meanwhile is not damaged, and nothing more can be read. */
  if (text == NULL && store->is_still && !hm_still_check (store->file, &store->still, error))
    return FALSE;
  walk->health->n_restored += text != NULL ? 1 : 0;
  return walk->func (store, report, text, mistake, walk->data, error);
}

static gboolean
reports_tell (HmStore *store, gint64 repository, const char *key, Walk *walk, GError **error)
{
  g_autoptr (GArray) reports = reports_read (store, repository, key, walk, error);

  walk->health->n_repositories++;
  if (reports == NULL)
    return FALSE;
  for (guint i = 0; i < reports->len; i++)
    if (!report_tell (store, &g_array_index (reports, HmStoredReport, i), walk, error))
      return FALSE;
  return TRUE;
}

/* One whose name is damaged hides its own reports, not those of the others. */
static gboolean
repository_tell (HmStore *store, gint64 number, const char *key, Walk *walk, GError **error)
{
  g_autoptr (GError) mistake = NULL;

  if (hm_repository_key_check (key, NULL))
    return reports_tell (store, number, key, walk, error);
  hm_database_damaged (store, &mistake, "repository %" G_GINT64_FORMAT " has a name that can't be",
                       number);
  if (damage_note (walk, "repositories", &mistake))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&mistake));
  return FALSE;
}

/* @ret_is_begun: whether @walk was told of a repository, also where an error ended it. */
static gboolean
repositories_tell (HmStore *store, const char *sql, Walk *walk, gboolean *ret_is_begun,
                   GError **error)
{
  g_autoptr (HmStatement) rows = hm_database_statement (store, sql, error);
  gboolean has_row;

  *ret_is_begun = FALSE;
  if (rows == NULL)
    return FALSE;
  while (hm_database_step (store, rows, &has_row, error)) {
    if (!has_row)
      return TRUE;
    *ret_is_begun = TRUE;
    if (!repository_tell (store, sqlite3_column_int64 (rows, 0), hm_column_text (rows, 1), walk,
                          error))
      return FALSE;
  }
  return FALSE;
}

/*
 * By the table, which is read to its end before the first is told; where that is damaged, by the index, as far as it
 * goes.
 */
static gboolean
store_tell (HmStore *store, Walk *walk, GError **error)
{
  static const char *const sqls[] = {
    "SELECT id, key FROM repository NOT INDEXED ORDER BY key",
    "SELECT id, key FROM repository ORDER BY key",
  };
  gboolean is_begun = FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (sqls) && !is_begun; i++) {
    g_autoptr (GError) mistake = NULL;

    if (repositories_tell (store, sqls[i], walk, &is_begun, &mistake))
      return TRUE;
    if (!damage_note (walk, "repositories", &mistake)) {
      g_propagate_error (error, g_steal_pointer (&mistake));
      return FALSE;
    }
  }
  return TRUE;
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

  store->is_examined = TRUE;
  is_done = hm_database_enter_read (store, &is_entered, &mistake);
  if (is_done) {
    is_done = store_tell (store, &walk, &mistake);
    hm_database_leave_read (store, is_entered);
  }
  is_done = is_done || damage_note (&walk, "repositories", &mistake);
  store->is_examined = FALSE;
  if (!is_done)
    g_propagate_error (error, g_steal_pointer (&mistake));
  return is_done;
}
