/* SPDX-License-Identifier: Apache-2.0 */
/* Stores that are damaged, read-only, locked or out of room: what is said, and that nothing is lost. */
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "core/error.h"
#include "core/instant.h"
#include "store/database.h"
#include "tests/store/case.h"

#define NOW G_GINT64_CONSTANT (1763700000)

static void
weeks_put (HmStore *store, guint n_weeks)
{
  for (guint week = 0; week < n_weeks; week++) {
    g_autofree char *words = g_strdup_printf ("week %u", week);

    case_put (store, week % 2 == 0 ? "a" : "b", NOW + week * WEEK, (int) week, words);
  }
}

/* Changes rows through the store's own connection. */
static void
rows_alter (HmStore *store, const char *sql)
{
  char *mistake = NULL;

  sqlite3_exec (store->db, sql, NULL, NULL, &mistake);
  g_assert_cmpstr (mistake, ==, NULL);
}

static void
test_altered_rows_are_found (void)
{
  static const struct {
    const char *sql;
    const char *problem;
  } rows[] = {
    { "UPDATE report SET score = score + 1 WHERE id = 3", "its rows say something else" },
    { "UPDATE report SET score = 101 WHERE id = 3", "values that can't be" },
    { "UPDATE report SET commit_id = x'00' WHERE id = 3", "values that can't be" },
    { "UPDATE report SET band = 'other' WHERE id = 3", "its rows say something else" },
    { "UPDATE report SET as_of = as_of + 1 WHERE id = 3", "its rows say something else" },
    { "UPDATE report SET findings = '1' WHERE id = 3", "its rows have other findings" },
    { "UPDATE report SET findings = '2-1' WHERE id = 3", "a list of findings that can't be" },
    { "UPDATE report SET findings = findings || ',999' WHERE id = 3",
      "finding 999 of a repository" },
    { "UPDATE finding SET message = 'other' WHERE number = 1 AND repository = 1",
      "other findings" },
    { "UPDATE finding SET outcome = 9 WHERE number = 1 AND repository = 1", "not as it was put" },
    { "UPDATE finding SET files = x'0102' WHERE number = 1 AND repository = 1",
      "not as it was put" },
    { "UPDATE finding SET files = zeroblob(8000) WHERE number = 1 AND repository = 1",
      "not as it was put" },
    { "UPDATE finding SET files = x'0102030405060708' WHERE number = 1 AND repository = 1",
      "other findings" },
    { "UPDATE finding SET waived = 1 WHERE number = 1 AND repository = 1", "other findings" },
    { "UPDATE report SET policy_digest = 'x' WHERE id = 3", "its rows say something else" },
    { "UPDATE report SET policy_digest = hex(zeroblob(20000)) WHERE id = 3",
      "values that can't be" },
    { "DELETE FROM check_score WHERE report = 3 AND position = 1", "its rows say something else" },
    { "UPDATE check_score SET floor = -1 WHERE report = 3 AND position = 1",
      "a score that can't be" },
    { "UPDATE check_score SET status = 7 WHERE report = 3 AND position = 1",
      "a score that can't be" },
    { "UPDATE body SET sha256 = zeroblob(32) WHERE id = 3", "body 3 is not what was put" },
    { "UPDATE body SET size = size + 1 WHERE id = 3", "body 3 is not what was put" },
    { "UPDATE body SET size = 99999999999 WHERE id = 3", "values that can't be" },
    { "UPDATE body SET deflated = substr(deflated, 2) WHERE id = 3", "body 3 is not what was put" },
    { "UPDATE body SET base = 3 WHERE id = 1", "has a base" },
    { "PRAGMA foreign_keys = OFF; DELETE FROM body WHERE id = 3", "refers to a row of body" },
    { "PRAGMA foreign_keys = OFF; DELETE FROM check_name WHERE id = 2", "no check 2" },
    { "UPDATE repository SET key = char(10) WHERE id = 1", "a name that can't be" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Case) a_case = case_new ();
    g_autofree char *problems = NULL;

    weeks_put (a_case->store, 6);
    rows_alter (a_case->store, rows[i].sql);
    case_reopen (a_case, HM_STORE_READ);
    problems = case_problems (a_case->store);
    if (strstr (problems, rows[i].problem) == NULL)
      g_error ("%s: '%s' has no '%s'", rows[i].sql, problems, rows[i].problem);
  }
}

/* What lies there already of a repository is no reason to refuse its next report, nor to give up those of others. */
static void
test_damaged_neighbour_holds_nothing_up (void)
{
  static const char *const sqls[] = {
    "UPDATE report SET findings = 'x'",
    "UPDATE report SET findings = findings || ',999'",
    "UPDATE report SET score = 101",
    "UPDATE report SET commit_id = x'00'",
    "UPDATE finding SET outcome = 9",
    "UPDATE finding SET fingerprint = x'00'",
    "UPDATE check_score SET floor = -1",
    "UPDATE body SET sha256 = zeroblob(32)",
    "UPDATE body SET size = 99999999999",
    "PRAGMA foreign_keys = OFF; DELETE FROM body WHERE id = 5; PRAGMA foreign_keys = ON",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (sqls); i++) {
    g_autoptr (Case) a_case = case_new ();
    g_autoptr (GBytes) wanted = case_text (NOW + 4 * WEEK, 70, "anew");
    g_autoptr (GBytes) found = NULL;
    g_autoptr (GError) error = NULL;

    weeks_put (a_case->store, 6);
    rows_alter (a_case->store, sqls[i]);
    g_assert_true (hm_store_begin (a_case->store, &error));
    case_put (a_case->store, "c", NOW, 50, "x");
    case_put (a_case->store, "a", NOW + 9 * WEEK, 50, "x");
    case_put (a_case->store, "a", NOW + 4 * WEEK, 70, "anew");
    g_assert_true (hm_store_commit (a_case->store, &error));
    found = hm_store_report_json (a_case->store, "a", NOW + 4 * WEEK, &error);
    g_assert_no_error (error);
    g_assert_true (g_bytes_equal (found, wanted));
  }
}

static gboolean
state_append (const char *repository, const HmStoreState *state, gpointer data, GError **error)
{
  (void) error;
  g_string_append_printf (data, "%s %s\n", repository, state->tool_version);
  return TRUE;
}

/* It is only what the last look left: nothing is known of that one, and the next scan mends it. */
static void
test_damaged_state_is_none (void)
{
  g_autoptr (Case) a_case = case_new ();
  g_autoptr (HmStoreState) state = hm_store_state_new ();
  g_autoptr (HmStoreState) found = NULL;
  g_autoptr (GString) all = g_string_new (NULL);
  g_autofree char *problems = NULL;
  g_autoptr (GError) error = NULL;

  weeks_put (a_case->store, 2);
  hm_text_set (&state->tool_version, "1.0");
  g_assert_true (hm_store_put_state (a_case->store, "a", state, &error));
  g_assert_true (hm_store_put_state (a_case->store, "b", state, &error));
  rows_alter (a_case->store, "UPDATE state SET head = x'00', looked_at = 7 WHERE repository = 1");
  g_assert_true (hm_store_states (a_case->store, state_append, all, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (all->str, ==, "b 1.0\n");
  found = hm_store_state (a_case->store, "a", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (found->tool_version, ==, "");
  g_assert_cmpint (found->looked_at, ==, 0);
  problems = case_problems (a_case->store);
  g_assert_cmpstr (problems, ==,
                   "a: what its last scan left can't be read; the next scan writes it anew\n");
  g_assert_true (hm_store_put_state (a_case->store, "a", state, &error));
  case_check_whole (a_case->store, 2);
}

static gboolean
summary_pass (const HmStoreSummary *summary, gpointer data, GError **error)
{
  (void) summary;
  (void) data;
  (void) error;
  return TRUE;
}

static gboolean
change_pass (const HmStoreChange *change, gpointer data, GError **error)
{
  (void) change;
  (void) data;
  (void) error;
  return TRUE;
}

/* Asks everything of a file that may hold anything. */
static void
everything_ask (const char *file)
{
  g_autoptr (HmStore) store = hm_store_open (file, HM_STORE_READ, NULL);
  g_autofree char *problems = NULL;
  g_autoptr (HmReport) report = NULL;

  if (store == NULL)
    return;
  problems = case_problems (store);
  hm_store_latest (store, NULL, HM_INSTANT_MAX, summary_pass, NULL, NULL);
  hm_store_changes (store, NULL, NOW, HM_INSTANT_MAX, change_pass, NULL, NULL);
  report = hm_store_report (store, "a", HM_INSTANT_MAX, NULL);
}

static void
test_damaged_bytes (void)
{
  g_autoptr (Case) a_case = case_new ();
  g_autofree char *bytes = NULL;
  g_autoptr (GError) error = NULL;
  guint32 random = 1;
  gsize size;

  weeks_put (a_case->store, 6);
  g_clear_pointer (&a_case->store, hm_store_free);
  g_file_get_contents (a_case->file, &bytes, &size, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < 300; i++) {
    g_autofree char *some = g_memdup2 (bytes, size);

    for (guint j = 0; j < 1 + i % 16; j++) {
      random = random * 1664525u + 1013904223u;
      some[(random >> 4) % size] ^= (char) (1 << random % 7);
    }
    g_file_set_contents (a_case->file, some,
                         (gssize) (i % 5 == 0 ? size - (random >> 4) % size : size), &error);
    g_assert_no_error (error);
    everything_ask (a_case->file);
  }
}

static void
test_cut_file_is_told (void)
{
  g_autoptr (Case) a_case = case_new ();
  g_autofree char *problems = NULL;
  g_autoptr (GError) error = NULL;

  weeks_put (a_case->store, 6);
  g_clear_pointer (&a_case->store, hm_store_free);
  g_assert_cmpint (truncate (a_case->file, 3 * 4096), ==, 0);
  a_case->store = hm_store_open (a_case->file, HM_STORE_READ, &error);
  if (a_case->store == NULL) {
    case_assert_error (&error, HM_ERROR_FORMAT, "that it can't be opened; restore it from a copy");
    return;
  }
  problems = case_problems (a_case->store);
  g_assert_cmpstr (problems, !=, "");
}

static void
test_locked (void)
{
  g_autoptr (Case) a_case = case_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (HmStore) other = hm_store_open (a_case->file, HM_STORE_WRITE, &error);
  g_autoptr (HmReport) report = case_report (NOW, 50, "x");

  g_assert_no_error (error);
  weeks_put (a_case->store, 2);
  g_assert_true (hm_store_begin (a_case->store, &error));
  case_put (a_case->store, "c", NOW, 50, "x");
  sqlite3_busy_timeout (other->db, 1);
  g_assert_false (hm_store_put (other, "d", report, HM_STORE_KEEP, NULL, &error));
  case_assert_error (&error, HM_ERROR_IO, "portfolio.db: another process is writing to it");
  /* Who reads does not wait. */
  case_check_whole (other, 2);
  g_assert_true (hm_store_commit (a_case->store, &error));
  g_assert_true (hm_store_put (other, "d", report, HM_STORE_KEEP, NULL, &error));
  case_check_whole (other, 4);
}

static void
test_full_disk (void)
{
  g_autoptr (Case) a_case = case_new ();
  g_autofree char *words = g_strnfill (10000, 'x');
  g_autofree char *problems = NULL;
  g_autoptr (GError) error = NULL;
  guint n_put = 0;

  weeks_put (a_case->store, 2);
  rows_alter (a_case->store, "PRAGMA max_page_count = 60");
  for (gboolean is_put = TRUE; is_put;) {
    g_autofree char *key = g_strdup_printf ("r%u", n_put);
    g_autoptr (HmReport) report = case_report (NOW, 50, key);

    g_assert_cmpuint (n_put, <, 1000);
    is_put = hm_store_put (a_case->store, key, report, HM_STORE_KEEP, NULL, &error);
    n_put += is_put ? 1 : 0;
  }
  case_assert_error (&error, HM_ERROR_IO,
                     "portfolio.db: the disk is full, or the file is damaged: ");
  case_check_whole (a_case->store, 2 + n_put);
  /* With many at once all are given up, and no later one goes in alone. */
  g_assert_true (hm_store_begin (a_case->store, &error));
  for (gboolean is_put = TRUE; is_put;) {
    g_autofree char *key = g_strdup_printf ("s%u", n_put++);
    g_autoptr (HmReport) report = case_report (NOW, 50, key);

    is_put = hm_store_put (a_case->store, key, report, HM_STORE_KEEP, NULL, &error);
  }
  g_clear_error (&error);
  hm_store_rollback (a_case->store);
  rows_alter (a_case->store, "PRAGMA max_page_count = 100000");
  case_put (a_case->store, "z", NOW, 50, words);
  case_reopen (a_case, HM_STORE_WRITE);
  problems = case_problems (a_case->store);
  g_assert_cmpstr (problems, ==, "");
}

/* Root may write anywhere: for it SQLite is told that it may not. */
static void
test_read_only (void)
{
  g_autoptr (Case) a_case = case_new ();
  g_autoptr (HmReport) report = case_report (NOW, 50, "x");
  g_autoptr (GError) error = NULL;

  weeks_put (a_case->store, 2);
  case_reopen (a_case, HM_STORE_READ);
  g_assert_false (hm_store_put (a_case->store, "c", report, HM_STORE_KEEP, NULL, &error));
  case_assert_error (&error, HM_ERROR_IO, "portfolio.db: may only be read");
  case_check_whole (a_case->store, 2);
  g_clear_pointer (&a_case->store, hm_store_free);
  if (geteuid () == 0)
    return;
  g_assert_cmpint (g_chmod (a_case->file, 0400), ==, 0);
  g_assert_cmpint (g_chmod (a_case->folder, 0500), ==, 0);
  g_assert_null (hm_store_open (a_case->file, HM_STORE_WRITE, &error));
  case_assert_error (&error, HM_ERROR_IO, "may only be read");
  a_case->store = hm_store_open (a_case->file, HM_STORE_READ, &error);
  g_assert_no_error (error);
  case_check_whole (a_case->store, 2);
  g_assert_cmpint (g_chmod (a_case->folder, 0700), ==, 0);
}

/*
 * Opens the store as somebody who may read the file, but not write to its folder. Returns: (owned) (nullable) NULL
 * where that can't be tried.
 */
static HmStore *
open_without_folder (const Case *a_case)
{
  const gboolean is_root = geteuid () == 0;
  HmStore *store;

  g_assert_cmpint (g_chmod (a_case->file, 0444), ==, 0);
  g_assert_cmpint (g_chmod (a_case->folder, 0555), ==, 0);
  if (is_root && seteuid (65534) != 0)
    return NULL;
  store = hm_store_open (a_case->file, HM_STORE_READ, NULL);
  if (is_root)
    g_assert_cmpint (seteuid (0), ==, 0);
  g_assert_cmpint (g_chmod (a_case->folder, 0700), ==, 0);
  g_assert_cmpint (g_chmod (a_case->file, 0600), ==, 0);
  return store;
}

/* Without a place for locks a reader can't be told of a writer: it sees by the file that there was one. */
static void
test_written_to_while_read (void)
{
  g_autoptr (Case) a_case = case_new ();
  g_autoptr (HmStore) reader = NULL;
  g_autoptr (HmStore) later = NULL;
  g_autoptr (GError) error = NULL;

  weeks_put (a_case->store, 2);
  g_clear_pointer (&a_case->store, hm_store_free);
  reader = open_without_folder (a_case);
  if (reader == NULL) {
    g_test_skip ("nobody else can be asked here");
    return;
  }
  g_assert_true (reader->is_still);
  case_check_whole (reader, 2);
  a_case->store = hm_store_open (a_case->file, HM_STORE_WRITE, &error);
  g_assert_no_error (error);
  case_put (a_case->store, "c", NOW, 50, "x");
  g_assert_false (hm_store_latest (reader, NULL, HM_INSTANT_MAX, summary_pass, NULL, &error));
  case_assert_error (&error, HM_ERROR_IO, "portfolio.db: another process wrote to it while");
  /* The log went into the file, and is gone. */
  weeks_put (a_case->store, 20);
  g_clear_pointer (&a_case->store, hm_store_free);
  g_assert_null (hm_store_report (reader, "a", HM_INSTANT_MAX, &error));
  case_assert_error (&error, HM_ERROR_IO, "portfolio.db: another process wrote to it while");
  later = open_without_folder (a_case);
  g_assert_nonnull (later);
  case_check_whole (later, 21);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/damage/altered-rows-are-found", test_altered_rows_are_found);
  g_test_add_func ("/damage/damaged-neighbour-holds-nothing-up",
                   test_damaged_neighbour_holds_nothing_up);
  g_test_add_func ("/damage/damaged-state-is-none", test_damaged_state_is_none);
  g_test_add_func ("/damage/damaged-bytes", test_damaged_bytes);
  g_test_add_func ("/damage/cut-file-is-told", test_cut_file_is_told);
  g_test_add_func ("/damage/locked", test_locked);
  g_test_add_func ("/damage/full-disk", test_full_disk);
  g_test_add_func ("/damage/read-only", test_read_only);
  g_test_add_func ("/damage/written-to-while-read", test_written_to_while_read);
  return g_test_run ();
}
