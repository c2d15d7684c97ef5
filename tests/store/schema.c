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

static gboolean
count_findings (const HmStoreChange *change, gpointer data, GError **error)
{
  guint *counts = data;

  (void) error;
  g_assert_cmpstr (change->before->checks[0].name, ==, "Signed-Commits");
  g_assert_null (change->before->policy_digest);
  g_assert_cmpint (change->before->is_policy_of_subject, ==, HM_TRUTH_UNKNOWN);
  g_assert_cmpstr (change->after->policy_digest, ==, "");
  counts[0] = change->came->len;
  counts[1] = change->went->len;
  return TRUE;
}

/* What an older version put stays, is told as not known where it did not keep it, and alarms nobody. */
static void
test_rows_of_older_versions (void)
{
  /* The commits that its findings cite, and so their fingerprints, are others than those of the report that comes. */
  static const char rows[] =
      "INSERT INTO repository VALUES (1, 'r');"
      "INSERT INTO check_name VALUES (7, 'signed-commits', 'Signed-Commits');"
      "INSERT INTO body VALUES (1, 1, NULL, 0, zeroblob(32), x'');"
      "INSERT INTO report VALUES (1, 1, 1763000000, zeroblob(20), 0, 50, 50, 100, 81, 0, 'fair', '0',"
      " 'default', '1');"
      "INSERT INTO check_score VALUES (1, 0, 7, 0, 50, 50, 50);"
      "INSERT INTO finding VALUES (1, 1, zeroblob(16), 7, 'recent-commits-signed', 1, '38 lack one');";

  for (int version = 1; version <= 2; version++) {
    g_autoptr (Case) a_case = case_new ();
    g_autofree char *fixture = fixture_read (version);
    g_autofree char *whole = g_strconcat (fixture, rows, NULL);
    g_autoptr (HmReport) report = case_report (NOW, 50, "x");
    g_autoptr (GError) error = NULL;
    guint counts[2] = { 9, 9 };

    g_clear_pointer (&a_case->store, hm_store_free);
    g_assert_cmpint (remove (a_case->file), ==, 0);
    file_alter (a_case, whole);
    a_case->store = hm_store_open (a_case->file, HM_STORE_WRITE, &error);
    g_assert_no_error (error);
    g_ptr_array_remove_range (report->results, 2, report->results->len - 2);
    g_ptr_array_remove_index (report->results, 0);
    g_ptr_array_set_size (((HmResult *) g_ptr_array_index (report->results, 0))->findings->items,
                          1);
    hm_text_set (&report->policy_digest, "");
    hm_store_put (a_case->store, "r", report, HM_STORE_REPLACE, NULL, &error);
    g_assert_no_error (error);
    g_assert_true (
        hm_store_changes (a_case->store, NULL, 1763000000, NOW, count_findings, counts, &error));
    g_assert_no_error (error);
    g_assert_cmpuint (counts[0], ==, 0);
    g_assert_cmpuint (counts[1], ==, 0);
  }
}

static gboolean
activity_append (const HmStoreActivity *activity, gpointer data, GError **error)
{
  (void) error;
  g_string_append_printf (data, "%s %" G_GINT64_FORMAT " %" G_GINT64_FORMAT "; ",
                          activity->repository, activity->as_of, activity->activity->n_stars);
  return TRUE;
}

static gboolean
dependents_append (const char *repository, const GPtrArray *dependents, gpointer data,
                   GError **error)
{
  (void) error;
  g_string_append_printf (data, "%s < %u; ", repository, dependents->len);
  return TRUE;
}

static gboolean
state_append (const char *repository, const HmStoreState *state, gpointer data, GError **error)
{
  (void) error;
  g_string_append_printf (data, "%s %" G_GINT64_FORMAT " %" G_GINT64_FORMAT "; ", repository,
                          state->looked_at, state->tried_at);
  return TRUE;
}

/* Who needs whom, how busy each was and when each was looked at, as the version before told it. */
static void
test_activity_of_older_versions (void)
{
  static const char rows[] =
      "INSERT INTO repository VALUES (1, 'app'), (2, 'lib'), (3, 'none');"
      "INSERT INTO activity VALUES (1, 70, 1, 2, 3, 4, 5, 6, 7, 8, 9),"
      " (2, 80, 1, 2, 3, 4, 5, 6, 7, 8, 10), (3, 80, 1, 2, 3, 4, 5, 6, 7, 8, 11);"
      "INSERT INTO package VALUES (1, 'npm:app'), (2, 'npm:lib'), (2, 'npm:a' || char(10) || 'npm:z');"
      "INSERT INTO dependency VALUES (1, 'npm:lib'), (1, 'npm:b'), (2, 'npm:z');"
      "INSERT INTO state VALUES (1, zeroblob(20), '', '', '', 60, 0, ''),"
      " (2, zeroblob(20), '', '', '', 60, 61, 'gone');";
  g_autoptr (Case) a_case = case_new ();
  g_autofree char *fixture = fixture_read (2);
  g_autofree char *whole = g_strconcat (fixture, rows, NULL);
  g_autoptr (GString) found = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&a_case->store, hm_store_free);
  g_assert_cmpint (remove (a_case->file), ==, 0);
  file_alter (a_case, whole);
  a_case->store = hm_store_open (a_case->file, HM_STORE_WRITE, &error);
  g_assert_no_error (error);
  g_assert_true (hm_store_activities (a_case->store, 80, activity_append, found, &error));
  g_assert_true (
      hm_store_dependents (a_case->store, NULL, 80, NULL, dependents_append, found, &error));
  g_assert_true (hm_store_activities (a_case->store, 79, activity_append, found, &error));
  g_assert_true (hm_store_states (a_case->store, state_append, found, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (found->str, ==,
                   "app 70 9; lib 80 10; none 80 11; lib < 1; app 70 9; app 60 60; lib 60 61; ");
}

/* Steps that follow the present ones, as some day's will. */
static void
test_steps_run_on (void)
{
  g_autoptr (Case) a_case = case_new ();
  const char *const steps[] = { hm_schema.steps[0],
                                hm_schema.steps[1],
                                hm_schema.steps[2],
                                hm_schema.steps[3],
                                "ALTER TABLE repository ADD COLUMN note TEXT;",
                                "CREATE TABLE extra (id INTEGER PRIMARY KEY) STRICT;" };
  const HmSchema longer = { steps, 6 };
  g_autoptr (GError) error = NULL;

  case_put (a_case->store, "r", NOW, 50, "x");
  /* A reader does not write. */
  g_assert_false (hm_schema_apply (&longer, a_case->store->db, "f", FALSE, &error));
  case_assert_error (&error, HM_ERROR_UNSUPPORTED, "f: made by an older hallmark (schema 4)");
  g_assert_true (hm_schema_apply (&longer, a_case->store->db, "f", TRUE, &error));
  g_assert_no_error (error);
  g_assert_true (hm_schema_apply (&longer, a_case->store->db, "f", FALSE, &error));
  case_put (a_case->store, "r", NOW + WEEK, 50, "x");
  case_check_whole (a_case->store, 2);
  /* And now this program is the older one. */
  g_clear_pointer (&a_case->store, hm_store_free);
  assert_refused (a_case, HM_ERROR_UNSUPPORTED,
                  "made by a newer hallmark (schema 6, this one knows 4)");
}

static void
test_step_that_stops_half_way (void)
{
  g_autoptr (Case) a_case = case_new ();
  const char *const steps[] = { hm_schema.steps[0], hm_schema.steps[1], hm_schema.steps[2],
                                hm_schema.steps[3],
                                "CREATE TABLE extra (id INTEGER PRIMARY KEY) STRICT; INSERT INTO "
                                "nowhere VALUES (1);" };
  const HmSchema broken = { steps, 5 };
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
  case_assert_error (&error, HM_ERROR_NOT_FOUND,
                     "nowhere.db: no store there, nothing was scanned yet");
  g_assert_false (g_file_test (nowhere, G_FILE_TEST_EXISTS));
  g_file_set_contents (nowhere, "", 0, &error);
  g_assert_null (hm_store_open (nowhere, HM_STORE_READ, &error));
  case_assert_error (&error, HM_ERROR_NOT_FOUND, "nowhere.db: empty, nothing was scanned yet");
  hm_store_free (hm_store_open (nowhere, HM_STORE_WRITE, &error));
  g_assert_no_error (error);
  hm_store_free (hm_store_open (nowhere, HM_STORE_READ, &error));
  g_assert_no_error (error);
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
  g_test_add_func ("/schema/rows-of-older-versions", test_rows_of_older_versions);
  g_test_add_func ("/schema/activity-of-older-versions", test_activity_of_older_versions);
  g_test_add_func ("/schema/steps-run-on", test_steps_run_on);
  g_test_add_func ("/schema/step-that-stops-half-way", test_step_that_stops_half_way);
  g_test_add_func ("/schema/another-programs-file", test_another_programs_file);
  g_test_add_func ("/schema/tables-that-somebody-changed", test_tables_that_somebody_changed);
  g_test_add_func ("/schema/no-store", test_no_store);
  return g_test_run ();
}
