/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rows of what a ranking asks of every repository at once, and so can't read out of whole reports: one for each
 * report that counted. Names of packages, which rarely change, are lists of the repository's own, and a row has their
 * numbers.
 */
#include "store/activity.h"

#include <string.h>

#include "store/database.h"

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

/* The lists that a row has the numbers of. */
typedef enum {
  LIST_PACKAGES,
  LIST_DEPENDENCIES,
} List;

#define N_LISTS 2

/* The rows before and after one, whose lists are likely to be its own. */
typedef struct {
  gint64 numbers[2 * N_LISTS];
  guint n_numbers;
  gboolean has_rival; /* there is one of the same time */
} Neighbours;

/* @sql: a literal that asks for as_of and the numbers of the lists of one row */
static gboolean
neighbour_read (HmStore *store, const char *sql, gint64 repository, gint64 as_of,
                Neighbours *neighbours, GError **error)
{
  g_autoptr (HmStatement) rows = hm_database_statement (store, sql, error);
  gboolean has_row;

  if (rows == NULL)
    return FALSE;
  sqlite3_bind_int64 (rows, 1, repository);
  sqlite3_bind_int64 (rows, 2, as_of);
  if (!hm_database_step (store, rows, &has_row, error))
    return FALSE;
  if (!has_row)
    return TRUE;
  neighbours->has_rival = neighbours->has_rival || sqlite3_column_int64 (rows, 0) == as_of;
  for (int list = 0; list < N_LISTS; list++)
    neighbours->numbers[neighbours->n_numbers++] = sqlite3_column_int64 (rows, list + 1);
  return TRUE;
}

static gboolean
neighbours_read (HmStore *store, gint64 repository, gint64 as_of, Neighbours *neighbours,
                 GError **error)
{
  return neighbour_read (store,
                         "SELECT as_of, packages, dependencies FROM activity"
                         " WHERE repository = ?1 AND as_of <= ?2 ORDER BY as_of DESC LIMIT 1",
                         repository, as_of, neighbours, error)
         && neighbour_read (store,
                            "SELECT as_of, packages, dependencies FROM activity"
                            " WHERE repository = ?1 AND as_of > ?2 ORDER BY as_of LIMIT 1",
                            repository, as_of, neighbours, error);
}

static int
names_compare (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/*
 * One to a line, each once, by their bytes. A name with a line's end in it is no package's, and is left out.
 *
 * Returns: (owned)
 */
static char *
names_join (char *const *names)
{
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();
  g_autoptr (GString) text = g_string_new (NULL);
  const char *last = NULL;

  for (gsize i = 0; names[i] != NULL; i++)
    if (names[i][0] != '\0' && strchr (names[i], '\n') == NULL)
      g_ptr_array_add (sorted, names[i]);
  g_ptr_array_sort (sorted, names_compare);
  for (guint i = 0; i < sorted->len; i++) {
    const char *name = g_ptr_array_index (sorted, i);

    if (last != NULL && strcmp (last, name) == 0)
      continue;
    if (last != NULL)
      g_string_append_c (text, '\n');
    g_string_append (text, name);
    last = name;
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static gboolean
list_equal (HmStore *store, gint64 repository, gint64 number, const char *text,
            gboolean *ret_is_equal, GError **error)
{
  g_autoptr (HmStatement) rows = hm_database_statement (
      store, "SELECT names = ?3 FROM name_list WHERE repository = ?1 AND number = ?2", error);
  gboolean has_row;

  if (rows == NULL)
    return FALSE;
  sqlite3_bind_int64 (rows, 1, repository);
  sqlite3_bind_int64 (rows, 2, number);
  hm_bind_text (rows, 3, text);
  if (!hm_database_step (store, rows, &has_row, error))
    return FALSE;
  *ret_is_equal = has_row && sqlite3_column_int (rows, 0) != 0;
  return TRUE;
}

static gboolean
list_insert (HmStore *store, gint64 repository, const char *text, gint64 *ret_number,
             GError **error)
{
  g_autoptr (HmStatement) put = hm_database_statement (
      store,
      "INSERT INTO name_list (repository, number, names)"
      " SELECT ?1, coalesce(max(number), 0) + 1, ?2 FROM name_list WHERE repository = ?1"
      " RETURNING number",
      error);
  gboolean has_row;

  if (put == NULL)
    return FALSE;
  sqlite3_bind_int64 (put, 1, repository);
  hm_bind_text (put, 2, text);
  if (!hm_database_step (store, put, &has_row, error))
    return FALSE;
  *ret_number = sqlite3_column_int64 (put, 0);
  return hm_database_step (store, put, &has_row, error);
}

/* @ret_number: of the list with @names; 0: there are none */
static gboolean
list_put (HmStore *store, gint64 repository, char *const *names, const Neighbours *neighbours,
          gint64 *ret_number, GError **error)
{
  g_autofree char *text = names_join (names);

  *ret_number = 0;
  if (*text == '\0')
    return TRUE;
  for (guint i = 0; i < neighbours->n_numbers; i++) {
    gboolean is_equal;

    if (!list_equal (store, repository, neighbours->numbers[i], text, &is_equal, error))
      return FALSE;
    if (is_equal) {
      *ret_number = neighbours->numbers[i];
      return TRUE;
    }
  }
  return list_insert (store, repository, text, ret_number, error);
}

static gboolean
counts_put (HmStore *store, gint64 repository, const HmReport *report, const gint64 *lists,
            GError **error)
{
  g_autoptr (HmStatement) put = hm_database_statement (
      store,
      "INSERT OR REPLACE INTO activity (repository, as_of, first_commit_at, last_commit_at, commits,"
      " people, active, organisations, releases, forks, stars, packages, dependencies)"
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
      error);

  if (put == NULL)
    return FALSE;
  sqlite3_bind_int64 (put, 1, repository);
  sqlite3_bind_int64 (put, 2, report->as_of);
  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    sqlite3_bind_int64 (put, (int) i + 3, G_STRUCT_MEMBER (gint64, report->activity, members[i]));
  for (int list = 0; list < N_LISTS; list++)
    sqlite3_bind_int64 (put, (int) G_N_ELEMENTS (members) + 3 + list, lists[list]);
  return hm_database_finish (store, put, error);
}

static gboolean
row_remove (HmStore *store, gint64 repository, gint64 as_of, GError **error)
{
  g_autoptr (HmStatement) gone = hm_database_statement (
      store, "DELETE FROM activity WHERE repository = ?1 AND as_of = ?2", error);

  if (gone == NULL)
    return FALSE;
  sqlite3_bind_int64 (gone, 1, repository);
  sqlite3_bind_int64 (gone, 2, as_of);
  return hm_database_finish (store, gone, error);
}

/* Drops the lists of @repository that no row has any more. */
static gboolean
lists_sweep (HmStore *store, gint64 repository, GError **error)
{
  g_autoptr (HmStatement) gone =
      hm_database_statement (store,
                             "DELETE FROM name_list WHERE repository = ?1 AND number NOT IN"
                             " (SELECT packages FROM activity WHERE repository = ?1"
                             "  UNION SELECT dependencies FROM activity WHERE repository = ?1)",
                             error);

  if (gone == NULL)
    return FALSE;
  sqlite3_bind_int64 (gone, 1, repository);
  return hm_database_finish (store, gone, error);
}

gboolean
hm_activity_put (HmStore *store, gint64 repository, const HmReport *report, GError **error)
{
  const HmReportActivity *activity = report->activity;
  Neighbours neighbours = { 0 };
  gint64 lists[N_LISTS];

  if (!neighbours_read (store, repository, report->as_of, &neighbours, error))
    return FALSE;
  if (activity == NULL && !neighbours.has_rival)
    return TRUE;
  if (activity == NULL) {
    if (!row_remove (store, repository, report->as_of, error))
      return FALSE;
  } else if (!list_put (store, repository, activity->packages, &neighbours, &lists[LIST_PACKAGES],
                        error)
             || !list_put (store, repository, activity->dependencies, &neighbours,
                           &lists[LIST_DEPENDENCIES], error)
             || !counts_put (store, repository, report, lists, error))
    return FALSE;
  return !neighbours.has_rival || lists_sweep (store, repository, error);
}

/* @number: of the list that a row has; 0: none */
static gboolean
list_verify (HmStore *store, gint64 repository, gint64 number, char *const *names, const char *noun,
             GError **error)
{
  g_autofree char *text = names_join (names);
  gboolean is_equal = *text == '\0';

  if (number != 0 && !list_equal (store, repository, number, text, &is_equal, error))
    return FALSE;
  return is_equal
         || hm_database_damaged (store, error, "its rows have other %s than the report", noun);
}

gboolean
hm_activity_verify (HmStore *store, gint64 repository, const HmReport *report, GError **error)
{
  const HmReportActivity *activity = report->activity;
  const int first_list = (int) G_N_ELEMENTS (members);
  g_autoptr (HmStatement) rows = hm_database_statement (
      store,
      "SELECT first_commit_at, last_commit_at, commits, people, active, organisations, releases,"
      " forks, stars, packages, dependencies FROM activity WHERE repository = ?1 AND as_of = ?2",
      error);
  gboolean has_row;

  if (rows == NULL)
    return FALSE;
  sqlite3_bind_int64 (rows, 1, repository);
  sqlite3_bind_int64 (rows, 2, report->as_of);
  if (!hm_database_step (store, rows, &has_row, error))
    return FALSE;
  if (!has_row || activity == NULL)
    return TRUE;
  for (int i = 0; i < first_list; i++)
    if (sqlite3_column_int64 (rows, i) != G_STRUCT_MEMBER (gint64, activity, members[i]))
      return hm_database_damaged (store, error,
                                  "its rows count activity otherwise than the report");
  return list_verify (store, repository, sqlite3_column_int64 (rows, first_list + LIST_PACKAGES),
                      activity->packages, "packages", error)
         && list_verify (store, repository,
                         sqlite3_column_int64 (rows, first_list + LIST_DEPENDENCIES),
                         activity->dependencies, "dependencies", error);
}

gboolean
hm_activity_count_strays (HmStore *store, guint64 *ret_n, GError **error)
{
  g_autoptr (HmStatement) rows = hm_database_statement (
      store,
      "SELECT count(*) FROM activity WHERE NOT EXISTS (SELECT 1 FROM report"
      " WHERE report.repository = activity.repository AND report.as_of = activity.as_of)",
      error);
  gboolean has_row;

  if (rows == NULL || !hm_database_step (store, rows, &has_row, error))
    return FALSE;
  *ret_n = (guint64) sqlite3_column_int64 (rows, 0);
  return TRUE;
}

/* CROSS: the row of one repository is looked for, rather than all rows of all times read. */
gboolean
hm_store_activities (HmStore *store, gint64 at, HmStoreActivityFunc func, gpointer data,
                     GError **error)
{
  g_autoptr (HmStatement) rows = hm_database_statement (
      store,
      "SELECT key, as_of, first_commit_at, last_commit_at, commits, people, active, organisations,"
      " releases, forks, stars FROM repository CROSS JOIN activity ON activity.repository = repository.id"
      " AND as_of = (SELECT max(as_of) FROM activity AS newest"
      "  WHERE newest.repository = repository.id AND newest.as_of <= ?1)"
      " ORDER BY key",
      error);
  HmReportActivity counts = { 0 };
  HmStoreActivity activity = { .activity = &counts };
  gboolean has_row;

  if (rows == NULL)
    return FALSE;
  sqlite3_bind_int64 (rows, 1, at);
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
