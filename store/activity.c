/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of what a ranking asks of every repository at once, and so can't read out of whole reports. */
#include "store/activity.h"

#include "store/summary.h"

/* In the order of the table's columns after as_of. */
static const gsize members[] = {
  G_STRUCT_OFFSET (HmReportActivity, first_commit_at),
  G_STRUCT_OFFSET (HmReportActivity, last_commit_at),
  G_STRUCT_OFFSET (HmReportActivity, n_commits),
  G_STRUCT_OFFSET (HmReportActivity, n_people),
  G_STRUCT_OFFSET (HmReportActivity, n_active),
  G_STRUCT_OFFSET (HmReportActivity, n_organisations),
  G_STRUCT_OFFSET (HmReportActivity, n_releases),
  G_STRUCT_OFFSET (HmReportActivity, n_forks),
  G_STRUCT_OFFSET (HmReportActivity, n_stars),
};

/* @ret_as_of: of what is known already; G_MININT64: nothing is. */
static gboolean
as_of_find (HmStore *store, gint64 repository, gint64 *ret_as_of, GError **error)
{
  g_autoptr (HmStatement) rows =
      hm_database_statement (store, "SELECT as_of FROM activity WHERE repository = ?1", error);
  gboolean has_row;

  if (rows == NULL)
    return FALSE;
  sqlite3_bind_int64 (rows, 1, repository);
  if (!hm_database_step (store, rows, &has_row, error))
    return FALSE;
  *ret_as_of = has_row ? sqlite3_column_int64 (rows, 0) : G_MININT64;
  return TRUE;
}

static gboolean
counts_put (HmStore *store, gint64 repository, const HmReport *report, GError **error)
{
  g_autoptr (HmStatement) put = hm_database_statement (
      store,
      "INSERT OR REPLACE INTO activity (repository, as_of, first_commit_at, last_commit_at, commits,"
      " people, active, organisations, releases, forks, stars)"
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
      error);

  if (put == NULL)
    return FALSE;
  sqlite3_bind_int64 (put, 1, repository);
  sqlite3_bind_int64 (put, 2, report->as_of);
  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    sqlite3_bind_int64 (put, (int) i + 3, G_STRUCT_MEMBER (gint64, report->activity, members[i]));
  return hm_database_finish (store, put, error);
}

/* @clear, @insert: literals. A name that is told twice is one. */
static gboolean
names_put (HmStore *store, const char *clear, const char *insert, gint64 repository,
           char *const *names, GError **error)
{
  g_autoptr (HmStatement) gone = hm_database_statement (store, clear, error);
  g_autoptr (HmStatement) put = NULL;

  if (gone == NULL)
    return FALSE;
  sqlite3_bind_int64 (gone, 1, repository);
  if (!hm_database_finish (store, gone, error))
    return FALSE;
  put = hm_database_statement (store, insert, error);
  if (put == NULL)
    return FALSE;
  for (gsize i = 0; names[i] != NULL; i++) {
    sqlite3_bind_int64 (put, 1, repository);
    hm_bind_text (put, 2, names[i]);
    if (!hm_database_finish (store, put, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
hm_activity_put (HmStore *store, gint64 repository, const HmReport *report, GError **error)
{
  const HmReportActivity *activity = report->activity;
  gint64 known;

  if (activity == NULL)
    return TRUE;
  if (!as_of_find (store, repository, &known, error))
    return FALSE;
  if (known > report->as_of)
    return TRUE;
  return counts_put (store, repository, report, error)
         && names_put (store, "DELETE FROM package WHERE repository = ?1",
                       "INSERT OR IGNORE INTO package (repository, name) VALUES (?1, ?2)",
                       repository, activity->packages, error)
         && names_put (store, "DELETE FROM dependency WHERE repository = ?1",
                       "INSERT OR IGNORE INTO dependency (repository, name) VALUES (?1, ?2)",
                       repository, activity->dependencies, error);
}

gboolean
hm_store_activities (HmStore *store, HmStoreActivityFunc func, gpointer data, GError **error)
{
  g_autoptr (HmStatement) rows = hm_database_statement (
      store,
      "SELECT key, as_of, first_commit_at, last_commit_at, commits, people, active, organisations,"
      " releases, forks, stars FROM activity JOIN repository ON repository.id = repository"
      " ORDER BY key",
      error);
  HmReportActivity counts = { 0 };
  HmStoreActivity activity = { .activity = &counts };
  gboolean has_row;

  if (rows == NULL)
    return FALSE;
  while (hm_database_step (store, rows, &has_row, error)) {
    if (!has_row)
      return TRUE;
    activity.repository = hm_column_text (rows, 0);
    activity.as_of = sqlite3_column_int64 (rows, 1);
    for (gsize i = 0; i < G_N_ELEMENTS (members); i++) {
      const gint64 value = sqlite3_column_int64 (rows, (int) i + 2);

      G_STRUCT_MEMBER (gint64, &counts, members[i]) = value;
    }
    if (!func (&activity, data, error))
      return FALSE;
  }
  return FALSE;
}

static gpointer
number_pointer (gint64 number)
{
  return GSIZE_TO_POINTER ((gsize) number);
}

static gboolean
key_keep (HmStore *store, gint64 number, const char *key, gpointer data, GError **error)
{
  (void) store;
  (void) error;
  g_hash_table_insert (data, number_pointer (number), g_strdup (key));
  return TRUE;
}

/* Tells of @repository, and begins the next. */
static gboolean
dependents_tell (GHashTable *keys, gint64 repository, GHashTable *dependents,
                 HmStoreDependentsFunc func, gpointer data, GError **error)
{
  const guint n = g_hash_table_size (dependents);

  g_hash_table_remove_all (dependents);
  return n == 0 || func (g_hash_table_lookup (keys, number_pointer (repository)), n, data, error);
}

/* The packages of a repository follow one another; who needs two of them is one dependent. */
static gboolean
dependents_walk (HmStore *store, GHashTable *keys, HmStoreDependentsFunc func, gpointer data,
                 GError **error)
{
  g_autoptr (HmStatement) rows = hm_database_statement (
      store,
      "SELECT package.repository, dependency.repository FROM package"
      " JOIN dependency ON dependency.name = package.name ORDER BY package.repository",
      error);
  g_autoptr (GHashTable) dependents = g_hash_table_new (NULL, NULL);
  gint64 repository = 0;
  gboolean has_row;

  if (rows == NULL)
    return FALSE;
  while (hm_database_step (store, rows, &has_row, error)) {
    const gint64 needed = has_row ? sqlite3_column_int64 (rows, 0) : 0;
    const gint64 by = has_row ? sqlite3_column_int64 (rows, 1) : 0;

    if ((needed != repository || !has_row)
        && !dependents_tell (keys, repository, dependents, func, data, error))
      return FALSE;
    if (!has_row)
      return TRUE;
    repository = needed;
    if (by != needed && g_hash_table_contains (keys, number_pointer (needed))
        && g_hash_table_contains (keys, number_pointer (by)))
      g_hash_table_add (dependents, number_pointer (by));
  }
  return FALSE;
}

gboolean
hm_store_dependents (HmStore *store, const char *const *repositories, HmStoreDependentsFunc func,
                     gpointer data, GError **error)
{
  g_autoptr (GHashTable) keys = g_hash_table_new_full (NULL, NULL, NULL, g_free);

  return hm_repositories_walk (store, repositories, key_keep, keys, error)
         && dependents_walk (store, keys, func, data, error);
}
