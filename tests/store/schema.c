/* SPDX-License-Identifier: Apache-2.0 */
/* Stores of every version, and files that are no store. */
#include "store/schema.h"

#include <string.h>

#include "core/error.h"
#include "core/instant.h"
#include "store/database.h"
#include "tests/store/case.h"

#define NOW G_GINT64_CONSTANT (1763700000)

/* Runs @sql on the store's file behind its back. */
static void
file_alter (Case *a_case, const char *sql)
{
  sqlite3 *db = NULL;
  char *mistake = NULL;

  g_clear_pointer (&a_case->store, hm_store_free);
  g_assert_cmpint (sqlite3_open (a_case->file, &db), ==, SQLITE_OK);
  sqlite3_exec (db, sql, NULL, NULL, &mistake);
  g_assert_cmpstr (mistake, ==, NULL);
  sqlite3_close (db);
}

static void
assert_refused (Case *a_case, int code, const char *words)
{
  g_autoptr (GError) error = NULL;

  for (int mode = HM_STORE_READ; mode <= (int) HM_STORE_WRITE; mode++) {
    g_assert_null (hm_store_open (a_case->file, (HmStoreMode) mode, &error));
    g_assert_nonnull (strstr (error->message, a_case->file));
    case_assert_error (&error, code, words);
  }
}

/* What a released version wrote, as text: tests/store/schema-N.sql. */
static char *
fixture_read (int version)
{
  g_autofree char *file = g_strdup_printf (SOURCE_ROOT "/tests/store/schema-%d.sql", version);
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (file, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

static void
test_each_older_version (void)
{
  for (int version = 1; version <= hm_schema.n_steps; version++) {
    g_autoptr (Case) a_case = case_new ();
    g_autofree char *fixture = fixture_read (version);
    g_autoptr (GError) error = NULL;
    g_autoptr (HmReport) report = NULL;

    g_clear_pointer (&a_case->store, hm_store_free);
    g_assert_cmpint (remove (a_case->file), ==, 0);
    file_alter (a_case, fixture);
    a_case->store = hm_store_open (a_case->file, HM_STORE_WRITE, &error);
    g_assert_no_error (error);
    case_put (a_case->store, "r", NOW, 50, "x");
    case_check_whole (a_case->store, 1);
  }
}

/* Steps that follow the present ones, as some day's will. */
static void
test_steps_run_on (void)
{
  g_autoptr (Case) a_case = case_new ();
  const char *const steps[] = { hm_schema.steps[0], hm_schema.steps[1],
                                "ALTER TABLE repository ADD COLUMN note TEXT;",
                                "CREATE TABLE extra (id INTEGER PRIMARY KEY) STRICT;" };
  const HmSchema longer = { steps, 4 };
  g_autoptr (GError) error = NULL;

  case_put (a_case->store, "r", NOW, 50, "x");
  /* A reader does not write. */
  g_assert_false (hm_schema_apply (&longer, a_case->store->db, "f", FALSE, &error));
  case_assert_error (&error, HM_ERROR_UNSUPPORTED, "f: made by an older hallmark (schema 2)");
  g_assert_true (hm_schema_apply (&longer, a_case->store->db, "f", TRUE, &error));
  g_assert_no_error (error);
  g_assert_true (hm_schema_apply (&longer, a_case->store->db, "f", FALSE, &error));
  case_put (a_case->store, "r", NOW + WEEK, 50, "x");
  case_check_whole (a_case->store, 2);
  /* And now this program is the older one. */
  g_clear_pointer (&a_case->store, hm_store_free);
  assert_refused (a_case, HM_ERROR_UNSUPPORTED,
                  "made by a newer hallmark (schema 4, this one knows 2)");
}

static void
test_step_that_stops_half_way (void)
{
  g_autoptr (Case) a_case = case_new ();
  const char *const steps[] = { hm_schema.steps[0], hm_schema.steps[1],
                                "CREATE TABLE extra (id INTEGER PRIMARY KEY) STRICT; INSERT INTO "
                                "nowhere VALUES (1);" };
  const HmSchema broken = { steps, 3 };
  g_autoptr (GError) error = NULL;

  case_put (a_case->store, "r", NOW, 50, "x");
  g_assert_false (hm_schema_apply (&broken, a_case->store->db, "f", TRUE, &error));
  case_assert_error (&error, HM_ERROR_IO, "no such table: nowhere");
  case_reopen (a_case, HM_STORE_WRITE);
  case_check_whole (a_case->store, 1);
}

static void
test_another_programs_file (void)
{
  g_autoptr (Case) a_case = case_new ();
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&a_case->store, hm_store_free);
  g_assert_cmpint (remove (a_case->file), ==, 0);
  file_alter (a_case, "CREATE TABLE mine (x); PRAGMA user_version = 1");
  assert_refused (a_case, HM_ERROR_FORMAT, "a database of another program");
  g_file_set_contents (a_case->file, "schema: not a database, by far", -1, &error);
  assert_refused (a_case, HM_ERROR_FORMAT, "not a store");
}

static void
test_tables_that_somebody_changed (void)
{
  static const char *const changes[] = {
    "CREATE TRIGGER t AFTER INSERT ON report BEGIN DELETE FROM body; END",
    "CREATE VIEW v AS SELECT 1",
    "CREATE TABLE more (x TEXT)",
    "CREATE INDEX more ON report (score)",
    "DROP INDEX body_by_base",
    "ALTER TABLE report ADD COLUMN x TEXT",
    "DROP TABLE state; CREATE VIEW state AS SELECT 1 AS repository",
    "PRAGMA user_version = 0",
    "PRAGMA user_version = -1",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++) {
    g_autoptr (Case) a_case = case_new ();

    file_alter (a_case, changes[i]);
    assert_refused (a_case, HM_ERROR_FORMAT, a_case->file);
  }
}

static void
test_no_store (void)
{
  g_autoptr (Case) a_case = case_new ();
  g_autofree char *nowhere = g_build_filename (a_case->folder, "nowhere.db", NULL);
  g_autofree char *deeper = g_build_filename (a_case->folder, "no", "where.db", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (hm_store_open (nowhere, HM_STORE_READ, &error));
  case_assert_error (&error, HM_ERROR_NOT_FOUND, "nowhere.db: no store there");
  g_assert_false (g_file_test (nowhere, G_FILE_TEST_EXISTS));
  g_assert_null (hm_store_open (deeper, HM_STORE_WRITE, &error));
  case_assert_error (&error, HM_ERROR_IO, "where.db: can't be made");
  g_assert_null (hm_store_open (a_case->folder, HM_STORE_WRITE, &error));
  case_assert_error (&error, HM_ERROR_FORMAT, "no file, so no store");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/schema/each-older-version", test_each_older_version);
  g_test_add_func ("/schema/steps-run-on", test_steps_run_on);
  g_test_add_func ("/schema/step-that-stops-half-way", test_step_that_stops_half_way);
  g_test_add_func ("/schema/another-programs-file", test_another_programs_file);
  g_test_add_func ("/schema/tables-that-somebody-changed", test_tables_that_somebody_changed);
  g_test_add_func ("/schema/no-store", test_no_store);
  return g_test_run ();
}
