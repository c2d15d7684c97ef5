/* SPDX-License-Identifier: Apache-2.0 */
#include "store/schema.h"

#include "core/error.h"
#include "store/database.h"

#include <string.h>

/*
 * A report's text lies in "body", deflated against the body "base" of the same repository, which itself has no base:
 * two steps restore any. A body that is another's base outlives its report. "findings" of a report are numbers of the
 * repository's "finding" rows (store/finding_list.h): a finding that stays for a year is one row. Scores are tenths,
 * times are seconds since 1970, outcomes and states are the numbers of HmOutcome and HmStatus.
 */
static const char version_1[] =
    "CREATE TABLE repository (\n"
    "  id INTEGER PRIMARY KEY,\n"
    "  key TEXT NOT NULL UNIQUE\n"
    ") STRICT;\n"
    "CREATE TABLE check_name (\n"
    "  id INTEGER PRIMARY KEY,\n"
    "  check_id TEXT NOT NULL UNIQUE,\n"
    "  name TEXT NOT NULL\n"
    ") STRICT;\n"
    "CREATE TABLE body (\n"
    "  id INTEGER PRIMARY KEY,\n"
    "  repository INTEGER NOT NULL REFERENCES repository (id) ON DELETE CASCADE,\n"
    "  base INTEGER REFERENCES body (id),\n"
    "  size INTEGER NOT NULL,\n"
    "  sha256 BLOB NOT NULL,\n"
    "  deflated BLOB NOT NULL\n"
    ") STRICT;\n"
    "CREATE INDEX body_by_repository ON body (repository);\n"
    "CREATE INDEX body_by_base ON body (base);\n"
    "CREATE TABLE report (\n"
    "  id INTEGER PRIMARY KEY REFERENCES body (id) ON DELETE CASCADE,\n"
    "  repository INTEGER NOT NULL REFERENCES repository (id) ON DELETE CASCADE,\n"
    "  as_of INTEGER NOT NULL,\n"
    "  commit_id BLOB NOT NULL,\n"
    "  committed_at INTEGER NOT NULL,\n"
    "  score INTEGER,\n"
    "  floor INTEGER,\n"
    "  ceiling INTEGER,\n"
    "  coverage_percent INTEGER NOT NULL,\n"
    "  is_partial INTEGER NOT NULL,\n"
    "  band TEXT NOT NULL,\n"
    "  tool_version TEXT NOT NULL,\n"
    "  policy TEXT NOT NULL,\n"
    "  findings TEXT NOT NULL,\n"
    "  UNIQUE (repository, as_of)\n"
    ") STRICT;\n"
    "CREATE TABLE check_score (\n"
    "  report INTEGER NOT NULL REFERENCES report (id) ON DELETE CASCADE,\n"
    "  position INTEGER NOT NULL,\n"
    "  check_name INTEGER NOT NULL REFERENCES check_name (id),\n"
    "  status INTEGER NOT NULL,\n"
    "  score INTEGER,\n"
    "  floor INTEGER,\n"
    "  ceiling INTEGER,\n"
    "  PRIMARY KEY (report, position)\n"
    ") STRICT, WITHOUT ROWID;\n"
    "CREATE TABLE finding (\n"
    "  repository INTEGER NOT NULL REFERENCES repository (id) ON DELETE CASCADE,\n"
    "  number INTEGER NOT NULL,\n"
    "  fingerprint BLOB NOT NULL,\n"
    "  check_name INTEGER NOT NULL REFERENCES check_name (id),\n"
    "  probe TEXT NOT NULL,\n"
    "  outcome INTEGER NOT NULL,\n"
    "  message TEXT NOT NULL,\n"
    "  PRIMARY KEY (repository, number)\n"
    ") STRICT, WITHOUT ROWID;\n"
    "CREATE TABLE state (\n"
    "  repository INTEGER PRIMARY KEY REFERENCES repository (id) ON DELETE CASCADE,\n"
    "  head BLOB NOT NULL,\n"
    "  tool_version TEXT NOT NULL,\n"
    "  policy_digest TEXT NOT NULL,\n"
    "  forge_digest TEXT NOT NULL,\n"
    "  scanned_at INTEGER NOT NULL,\n"
    "  failed_at INTEGER NOT NULL,\n"
    "  failure TEXT NOT NULL\n"
    ") STRICT;\n";

/*
 * How busy each repository was when that was last counted, and which packages it offers and needs ("npm:left-pad"):
 * who depends on whom.
 */
static const char version_2[] =
    "CREATE TABLE activity (\n"
    "  repository INTEGER PRIMARY KEY REFERENCES repository (id) ON DELETE CASCADE,\n"
    "  as_of INTEGER NOT NULL,\n"
    "  first_commit_at INTEGER NOT NULL,\n"
    "  last_commit_at INTEGER NOT NULL,\n"
    "  commits INTEGER NOT NULL,\n"
    "  people INTEGER NOT NULL,\n"
    "  active INTEGER NOT NULL,\n"
    "  organisations INTEGER NOT NULL,\n"
    "  releases INTEGER NOT NULL,\n"
    "  forks INTEGER NOT NULL,\n"
    "  stars INTEGER NOT NULL\n"
    ") STRICT;\n"
    "CREATE TABLE package (\n"
    "  repository INTEGER NOT NULL REFERENCES repository (id) ON DELETE CASCADE,\n"
    "  name TEXT NOT NULL,\n"
    "  PRIMARY KEY (repository, name)\n"
    ") STRICT, WITHOUT ROWID;\n"
    "CREATE TABLE dependency (\n"
    "  repository INTEGER NOT NULL REFERENCES repository (id) ON DELETE CASCADE,\n"
    "  name TEXT NOT NULL,\n"
    "  PRIMARY KEY (repository, name)\n"
    ") STRICT, WITHOUT ROWID;\n"
    "CREATE INDEX dependency_by_name ON dependency (name);\n";

/*
 * What tells whether a finding is news, and why a score moved: which files it cites (store/finding_files.h), whether
 * a waiver settles it, under which policy, and whether that is the repository's own. NULL in rows that an older
 * version wrote. A check may have a name in each report, so that one report can't rename it in others.
 */
static const char version_3[] =
    "ALTER TABLE finding ADD COLUMN files BLOB;\n"
    "ALTER TABLE finding ADD COLUMN waived INTEGER;\n"
    "ALTER TABLE report ADD COLUMN policy_digest TEXT;\n"
    "ALTER TABLE report ADD COLUMN policy_own INTEGER;\n"
    "CREATE TABLE check_copy AS SELECT id, check_id, name FROM check_name;\n"
    "DROP TABLE check_name;\n"
    "CREATE TABLE check_name (\n"
    "  id INTEGER PRIMARY KEY,\n"
    "  check_id TEXT NOT NULL,\n"
    "  name TEXT NOT NULL,\n"
    "  UNIQUE (check_id, name)\n"
    ") STRICT;\n"
    "INSERT INTO check_name SELECT id, check_id, name FROM check_copy;\n"
    "DROP TABLE check_copy;\n"
    /*
     * When each repository was last looked at, and when it last had its turn. Activity as of each report that counted
     * it: the past can be looked at again. Names are lists of the repository's own, one name to a line, so that they
     * take room only where they change; 0 is the empty list.
     */
    "ALTER TABLE state ADD COLUMN looked_at INTEGER NOT NULL DEFAULT 0;\n"
    "ALTER TABLE state ADD COLUMN tried_at INTEGER NOT NULL DEFAULT 0;\n"
    "UPDATE state SET looked_at = scanned_at, tried_at = max(scanned_at, failed_at);\n"
    "CREATE TABLE name_list (\n"
    "  repository INTEGER NOT NULL REFERENCES repository (id) ON DELETE CASCADE,\n"
    "  number INTEGER NOT NULL,\n"
    "  names TEXT NOT NULL,\n"
    "  PRIMARY KEY (repository, number)\n"
    ") STRICT, WITHOUT ROWID;\n"
    "INSERT INTO name_list SELECT repository, 1, group_concat(name, char(10)) FROM"
    " (SELECT repository, name FROM package"
    "  WHERE name <> '' AND instr(name, char(10)) = 0 ORDER BY repository, name)"
    " GROUP BY repository;\n"
    "INSERT INTO name_list SELECT repository, 2, group_concat(name, char(10)) FROM"
    " (SELECT repository, name FROM dependency"
    "  WHERE name <> '' AND instr(name, char(10)) = 0 ORDER BY repository, name)"
    " GROUP BY repository;\n"
    "DROP TABLE package;\n"
    "DROP TABLE dependency;\n"
    "CREATE TABLE activity_copy AS SELECT * FROM activity;\n"
    "DROP TABLE activity;\n"
    "CREATE TABLE activity (\n"
    "  repository INTEGER NOT NULL REFERENCES repository (id) ON DELETE CASCADE,\n"
    "  as_of INTEGER NOT NULL,\n"
    "  first_commit_at INTEGER NOT NULL,\n"
    "  last_commit_at INTEGER NOT NULL,\n"
    "  commits INTEGER NOT NULL,\n"
    "  people INTEGER NOT NULL,\n"
    "  active INTEGER NOT NULL,\n"
    "  organisations INTEGER NOT NULL,\n"
    "  releases INTEGER NOT NULL,\n"
    "  forks INTEGER NOT NULL,\n"
    "  stars INTEGER NOT NULL,\n"
    "  packages INTEGER NOT NULL,\n"
    "  dependencies INTEGER NOT NULL,\n"
    "  PRIMARY KEY (repository, as_of)\n"
    ") STRICT, WITHOUT ROWID;\n"
    "INSERT INTO activity SELECT repository, as_of, first_commit_at, last_commit_at, commits, people,"
    " active, organisations, releases, forks, stars,"
    " coalesce((SELECT number FROM name_list"
    "  WHERE name_list.repository = activity_copy.repository AND number = 1), 0),"
    " coalesce((SELECT number FROM name_list"
    "  WHERE name_list.repository = activity_copy.repository AND number = 2), 0)"
    " FROM activity_copy;\n"
    "DROP TABLE activity_copy;\n";

/*
 * Where a finding is to be seen: the first file that it cites, '' where it cites none; NULL in rows that an older
 * version wrote.
 */
static const char version_4[] = "ALTER TABLE finding ADD COLUMN file TEXT;\n";

static const char *const steps[] = { version_1, version_2, version_3, version_4 };

const HmSchema hm_schema = { steps, G_N_ELEMENTS (steps) };

static void
statement_finalize (sqlite3_stmt *statement)
{
  sqlite3_finalize (statement);
}

static void
connection_close (sqlite3 *db)
{
  sqlite3_close (db);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (sqlite3_stmt, statement_finalize)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (sqlite3, connection_close)

/* Returns: an SQLite code. @ret_value: the only value of the only row of @sql. */
static int
value_read (sqlite3 *db, const char *sql, int *ret_value)
{
  g_autoptr (sqlite3_stmt) statement = NULL;
  int code = sqlite3_prepare_v2 (db, sql, -1, &statement, NULL);

  if (code != SQLITE_OK)
    return code;
  code = sqlite3_step (statement);
  if (code != SQLITE_ROW)
    return code == SQLITE_DONE ? SQLITE_CORRUPT : code;
  *ret_value = sqlite3_column_int (statement, 0);
  return SQLITE_OK;
}

/*
 * All that the database says it is made of, in an order of its own. What SQLite keeps for itself (indices of
 * constraints, statistics) follows from the rest.
 *
 * Returns: an SQLite code
 */
static int
definition_read (sqlite3 *db, GString *text)
{
  g_autoptr (sqlite3_stmt) statement = NULL;
  int code =
      sqlite3_prepare_v2 (db,
                          "SELECT type, name, tbl_name, sql FROM sqlite_schema"
                          " WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY type, name",
                          -1, &statement, NULL);

  if (code != SQLITE_OK)
    return code;
  while ((code = sqlite3_step (statement)) == SQLITE_ROW) {
    for (int i = 0; i < 4; i++) {
      const char *value = (const char *) sqlite3_column_text (statement, i);

      g_string_append_printf (text, "%s\n", value != NULL ? value : "");
    }
  }
  return code == SQLITE_DONE ? SQLITE_OK : code;
}

/* Returns: an SQLite code */
static int
steps_run (const HmSchema *schema, sqlite3 *db, int version)
{
  int code = SQLITE_OK;

  for (int i = version; code == SQLITE_OK && i < schema->n_steps; i++)
    code = sqlite3_exec (db, schema->steps[i], NULL, NULL, NULL);
  if (code == SQLITE_OK) {
    g_autofree char *marks =
        g_strdup_printf ("PRAGMA application_id = %d; PRAGMA user_version = %d",
                         HM_STORE_APPLICATION_ID, schema->n_steps);

    code = sqlite3_exec (db, marks, NULL, NULL, NULL);
  }
  return code;
}

/* Whether @db is what the steps make. Returns: an SQLite code */
static int
definition_compare (const HmSchema *schema, sqlite3 *db, gboolean *ret_is_same)
{
  g_autoptr (GString) found = g_string_new (NULL);
  g_autoptr (GString) wanted = g_string_new (NULL);
  g_autoptr (sqlite3) model = NULL;
  int code = definition_read (db, found);

  if (code == SQLITE_OK)
    code = sqlite3_open_v2 (":memory:", &model, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL);
  if (code == SQLITE_OK)
    code = steps_run (schema, model, 0);
  if (code == SQLITE_OK)
    code = definition_read (model, wanted);
  *ret_is_same = g_string_equal (found, wanted);
  return code;
}

/* What the file says it is. */
typedef struct {
  int application;
  int version;
  int n_objects;
} Marks;

/* Returns: an SQLite code */
static int
marks_read (sqlite3 *db, Marks *marks)
{
  int code = value_read (db, "PRAGMA application_id", &marks->application);

  if (code == SQLITE_OK)
    code = value_read (db, "PRAGMA user_version", &marks->version);
  if (code == SQLITE_OK)
    code = value_read (db, "SELECT count(*) FROM sqlite_schema", &marks->n_objects);
  return code;
}

/* Whether the file is a store, of a version that this program can do something with. */
static gboolean
marks_check (const HmSchema *schema, const Marks *marks, const char *file, gboolean may_write,
             GError **error)
{
  const gboolean is_empty = marks->application == 0 && marks->version == 0 && marks->n_objects == 0;

  if (!is_empty && marks->application != HM_STORE_APPLICATION_ID)
    return hm_fail (error, HM_ERROR_FORMAT,
                    "%s: a database of another program; name another file with --store", file);
  if (marks->version > schema->n_steps)
    return hm_fail (
        error, HM_ERROR_UNSUPPORTED,
        "%s: made by a newer hallmark (schema %d, this one knows %d); use that one, or name "
        "another file with --store",
        file, marks->version, schema->n_steps);
  if (marks->version < 0 || (!is_empty && marks->version == 0))
    return hm_fail (error, HM_ERROR_FORMAT, "%s: schema %d, which no hallmark ever wrote", file,
                    marks->version);
  if (is_empty && !may_write)
    return hm_fail (error, HM_ERROR_NOT_FOUND,
                    "%s: empty, nothing was scanned yet; 'hallmark portfolio scan' makes a store "
                    "of it, --store names another file",
                    file);
  if (marks->version < schema->n_steps && !may_write)
    return hm_fail (
        error, HM_ERROR_UNSUPPORTED,
        "%s: made by an older hallmark (schema %d); 'hallmark store vacuum' brings it up to "
        "schema %d",
        file, marks->version, schema->n_steps);
  return TRUE;
}

static gboolean
fail_with (sqlite3 *db, const char *file, GError **error)
{
  return hm_database_fail_code (file, sqlite3_extended_errcode (db), sqlite3_errmsg (db), error);
}

/* Looks again under the lock: another process may have been faster. */
static gboolean
steps_enclose (const HmSchema *schema, sqlite3 *db, const char *file, GError **error)
{
  Marks marks = { 0 };
  gboolean is_done = FALSE;

  if (sqlite3_exec (db, "BEGIN IMMEDIATE", NULL, NULL, NULL) != SQLITE_OK)
    return fail_with (db, file, error);
  if (marks_read (db, &marks) != SQLITE_OK)
    fail_with (db, file, error);
  else if (marks_check (schema, &marks, file, TRUE, error)) {
    is_done = steps_run (schema, db, marks.version) == SQLITE_OK
              && sqlite3_exec (db, "COMMIT", NULL, NULL, NULL) == SQLITE_OK;
    if (!is_done)
      fail_with (db, file, error);
  }
  if (!sqlite3_get_autocommit (db))
    sqlite3_exec (db, "ROLLBACK", NULL, NULL, NULL);
  return is_done;
}

/*
 * A table that others refer to is made anew: with foreign keys on, each of its rows would be looked for in all of
 * theirs.
 */
static gboolean
schema_raise (const HmSchema *schema, sqlite3 *db, const char *file, GError **error)
{
  gboolean is_done;

  sqlite3_db_config (db, SQLITE_DBCONFIG_ENABLE_FKEY, 0, NULL);
  is_done = steps_enclose (schema, db, file, error);
  sqlite3_db_config (db, SQLITE_DBCONFIG_ENABLE_FKEY, 1, NULL);
  return is_done;
}

gboolean
hm_schema_apply (const HmSchema *schema, sqlite3 *db, const char *file, gboolean may_write,
                 GError **error)
{
  Marks marks = { 0 };
  gboolean is_same;

  if (marks_read (db, &marks) != SQLITE_OK)
    return fail_with (db, file, error);
  if (!marks_check (schema, &marks, file, may_write, error))
    return FALSE;
  if (marks.version < schema->n_steps && !schema_raise (schema, db, file, error))
    return FALSE;
  if (definition_compare (schema, db, &is_same) != SQLITE_OK)
    return fail_with (db, file, error);
  if (!is_same)
    return hm_fail (
        error, HM_ERROR_FORMAT,
        "%s: its tables are not those of a store; somebody changed them. Name another file "
        "with --store",
        file);
  return TRUE;
}
