/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What nothing refers to any more goes: with a repository that is forgotten, and all of it before the file is made
 * smaller.
 */
#include <glib/gstdio.h>

#include "core/error.h"
#include "store/database.h"
#include "store/finding_list.h"
#include "store/maintain.h"

/* Returns: whether to read on. */
typedef gboolean (*NumberFunc) (gint64 number, gpointer data);

/* @sql: a literal that asks for numbers; where it takes a value, those of @repository */
static gboolean
numbers_walk (HmStore *store, const char *sql, gint64 repository, NumberFunc func, gpointer data,
              GError **error)
{
  g_autoptr (HmStatement) rows = hm_database_statement (store, sql, error);
  gboolean has_row;

  if (rows == NULL)
    return FALSE;
  if (sqlite3_bind_parameter_count (rows) > 0)
    sqlite3_bind_int64 (rows, 1, repository);
  while (hm_database_step (store, rows, &has_row, error)) {
    if (!has_row || !func (sqlite3_column_int64 (rows, 0), data))
      return TRUE;
  }
  return FALSE;
}

static gboolean
number_append (gint64 number, gpointer data)
{
  g_array_append_val ((GArray *) data, number);
  return TRUE;
}

static gboolean
number_add (gint64 number, gpointer data)
{
  g_hash_table_add (data, g_memdup2 (&number, sizeof number));
  return TRUE;
}

/* Ends the walk once none is left: what every report has is met in the first. */
static gboolean
number_remove (gint64 number, gpointer data)
{
  g_hash_table_remove (data, &number);
  return g_hash_table_size (data) > 0;
}

static gboolean
row_delete (HmStore *store, const char *sql, gint64 first, gint64 second, GError **error)
{
  g_autoptr (HmStatement) gone = hm_database_statement (store, sql, error);

  if (gone == NULL)
    return FALSE;
  sqlite3_bind_int64 (gone, 1, first);
  if (sqlite3_bind_parameter_count (gone) > 1)
    sqlite3_bind_int64 (gone, 2, second);
  return hm_database_finish (store, gone, error);
}

/* Drops the names of checks @numbers, which nothing refers to. */
static gboolean
names_delete (HmStore *store, GHashTable *numbers, GError **error)
{
  GHashTableIter iter;
  gpointer number;
  gboolean is_done = TRUE;

  if (g_hash_table_size (numbers) == 0)
    return TRUE;
  hm_database_checks_forget (store);
  /*
   * To be sure that nothing refers to a name, SQLite would read two whole tables for each: that was just done for all
   * of them.
   */
  sqlite3_db_config (store->db, SQLITE_DBCONFIG_ENABLE_FKEY, 0, NULL);
  g_hash_table_iter_init (&iter, numbers);
  while (is_done && g_hash_table_iter_next (&iter, &number, NULL))
    is_done =
        row_delete (store, "DELETE FROM check_name WHERE id = ?1", *(gint64 *) number, 0, error);
  sqlite3_db_config (store->db, SQLITE_DBCONFIG_ENABLE_FKEY, 1, NULL);
  return is_done;
}

/* Drops the names of checks that @wanted asks for and nothing refers to. */
static gboolean
names_sweep (HmStore *store, GHashTable *wanted, GError **error)
{
  static const char *const referrers[] = {
    "SELECT check_name FROM check_score",
    "SELECT check_name FROM finding",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (referrers) && g_hash_table_size (wanted) > 0; i++)
    if (!numbers_walk (store, referrers[i], 0, number_remove, wanted, error))
      return FALSE;
  return names_delete (store, wanted, error);
}

static GHashTable *
numbers_new (void)
{
  return g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
}

/* Takes from @numbers those that the list of findings @text has; both rise. Returns: FALSE where it is no list. */
static gboolean
listed_remove (GArray *numbers, const char *text)
{
  g_autoptr (GArray) listed = hm_finding_list_parse (text);
  guint n_kept = 0;
  guint j = 0;

  if (listed == NULL)
    return FALSE;
  for (guint i = 0; i < numbers->len; i++) {
    const gint64 number = g_array_index (numbers, gint64, i);

    while (j < listed->len && g_array_index (listed, guint32, j) < number)
      j++;
    if (j == listed->len || g_array_index (listed, guint32, j) != number)
      g_array_index (numbers, gint64, n_kept++) = number;
  }
  g_array_set_size (numbers, n_kept);
  return TRUE;
}

/*
 * Takes from @numbers the findings that reports of @repository have; all, where one of the lists is damaged: nobody
 * knows what it had.
 */
static gboolean
listed_find (HmStore *store, gint64 repository, GArray *numbers, GError **error)
{
  g_autoptr (HmStatement) rows = hm_database_statement (
      store, "SELECT DISTINCT findings FROM report WHERE repository = ?1", error);
  gboolean has_row;

  if (rows == NULL)
    return FALSE;
  sqlite3_bind_int64 (rows, 1, repository);
  while (hm_database_step (store, rows, &has_row, error)) {
    if (!has_row)
      return TRUE;
    if (!listed_remove (numbers, hm_column_text (rows, 0)))
      g_array_set_size (numbers, 0);
  }
  return FALSE;
}

/* Drops the findings of @repository that none of its reports has: those of reports that were replaced. */
static gboolean
findings_sweep (HmStore *store, gint64 repository, GError **error)
{
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (!numbers_walk (store, "SELECT number FROM finding WHERE repository = ?1 ORDER BY number",
                     repository, number_append, numbers, error)
      || !listed_find (store, repository, numbers, error))
    return FALSE;
  for (guint i = 0; i < numbers->len; i++)
    if (!row_delete (store, "DELETE FROM finding WHERE repository = ?1 AND number = ?2", repository,
                     g_array_index (numbers, gint64, i), error))
      return FALSE;
  return TRUE;
}

static gboolean
all_sweep (HmStore *store, GError **error)
{
  /* Bodies whose report was replaced, and that were kept for others: once the others are gone nothing needs them. */
  static const char bodies_drop[] =
      "DELETE FROM body WHERE NOT EXISTS (SELECT 1 FROM report WHERE report.id = body.id)"
      " AND NOT EXISTS (SELECT 1 FROM body AS other WHERE other.base = body.id)";
  g_autoptr (GArray) repositories = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GHashTable) names = numbers_new ();

  if (!hm_database_run (store, bodies_drop, error)
      || !numbers_walk (store, "SELECT id FROM repository", 0, number_append, repositories, error))
    return FALSE;
  for (guint i = 0; i < repositories->len; i++)
    if (!findings_sweep (store, g_array_index (repositories, gint64, i), error))
      return FALSE;
  return numbers_walk (store, "SELECT id FROM check_name", 0, number_add, names, error)
         && names_sweep (store, names, error);
}

static guint64
file_bytes (const char *file)
{
  GStatBuf status;

  return g_stat (file, &status) == 0 ? (guint64) status.st_size : 0;
}

gboolean
hm_store_vacuum (HmStore *store, guint64 *ret_before, guint64 *ret_after, GError **error)
{
  guint64 before;

  if (!hm_database_run (store, "PRAGMA wal_checkpoint(TRUNCATE)", error))
    return FALSE;
  before = file_bytes (store->file);
  if (!hm_database_enter (store, error)
      || !hm_database_leave (store, all_sweep (store, error), error)
      || !hm_database_run (store, "VACUUM", error)
      || !hm_database_run (store, "PRAGMA wal_checkpoint(TRUNCATE)", error))
    return FALSE;
  *ret_before = before;
  *ret_after = file_bytes (store->file);
  return TRUE;
}

/* @ret_was_there: (nullable) */
static gboolean
repository_drop (HmStore *store, const char *key, gboolean *ret_was_there, GError **error)
{
  g_autoptr (GHashTable) names = numbers_new ();
  gint64 number;

  if (!hm_repository_find (store, key, &number, error))
    return FALSE;
  if (ret_was_there != NULL)
    *ret_was_there = number != 0;
  if (number == 0)
    return TRUE;
  return numbers_walk (store,
                       "SELECT DISTINCT check_name FROM check_score WHERE report IN"
                       " (SELECT id FROM report WHERE repository = ?1)",
                       number, number_add, names, error)
         && numbers_walk (store, "SELECT DISTINCT check_name FROM finding WHERE repository = ?1",
                          number, number_add, names, error)
         && row_delete (store, "DELETE FROM repository WHERE id = ?1", number, 0, error)
         && names_sweep (store, names, error);
}

gboolean
hm_store_forget (HmStore *store, const char *repository, gboolean *ret_was_there, GError **error)
{
  return hm_database_enter (store, error)
         && hm_database_leave (store, repository_drop (store, repository, ret_was_there, error),
                               error);
}
