/* SPDX-License-Identifier: Apache-2.0 */
/* What nothing refers to any more goes, and nothing else; no report uses up what a store takes. */
#include <string.h>

#include "core/error.h"
#include "core/instant.h"
#include "render/report_json.h"
#include "store/database.h"
#include "store/findings.h"
#include "tests/store/case.h"

#define NOW G_GINT64_CONSTANT (1763700000)

static HmResult *
check_new (const char *id)
{
  HmResult *result = hm_result_new ();

  hm_text_set (&result->id, id);
  hm_text_set (&result->name, id);
  result->weight = 5;
  result->risk = HM_RISK_MEDIUM;
  result->status = HM_STATUS_UNKNOWN;
  result->score = HM_NO_SCORE;
  result->unwaived_score = HM_NO_SCORE;
  result->ceiling = 100;
  hm_findings_add (result->findings, "p", HM_UNKNOWN, "m");
  return result;
}

/* A report with @n checks of its own, "@prefix-N". Returns: (owned) */
static HmReport *
report_with_checks (const char *prefix, guint n)
{
  HmReport *report = case_report (NOW, 50, "x");

  g_ptr_array_set_size (report->results, 0);
  g_ptr_array_set_size (report->steps, 0);
  for (guint i = 0; i < n; i++) {
    g_autofree char *id = g_strdup_printf ("%s-%u", prefix, i);

    g_ptr_array_add (report->results, check_new (id));
  }
  return report;
}

static gboolean
checks_put (HmStore *store, const char *repository, const char *prefix, guint n, GError **error)
{
  g_autoptr (HmReport) report = report_with_checks (prefix, n);

  return hm_store_put (store, repository, report, HM_STORE_REPLACE, NULL, error);
}

static void
vacuum (HmStore *store, guint64 *ret_before, guint64 *ret_after)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (hm_store_vacuum (store, ret_before, ret_after, &error));
  g_assert_no_error (error);
}

static void
test_checks_of_one_report_are_limited (void)
{
  g_autoptr (Case) a_case = case_new ();
  g_autoptr (GError) error = NULL;

  g_assert_true (checks_put (a_case->store, "r", "c", HM_STORE_CHECKS_MAX, &error));
  g_assert_no_error (error);
  g_assert_false (checks_put (a_case->store, "evil", "e", HM_STORE_CHECKS_MAX + 1, &error));
  case_assert_error (
      &error, HM_ERROR_LIMIT,
      "evil as of 2025-11-21T04:40:00Z: 257 checks, where a store takes 256 of one report");
  g_assert_cmpuint (case_rows (a_case->store, "check_name"), ==, HM_STORE_CHECKS_MAX);
  case_check_whole (a_case->store, 1);
}

/* Many reports can use a store up together: to forget them, or a vacuum, makes it whole again. */
static void
test_store_that_was_used_up (void)
{
  g_autoptr (Case) a_case = case_new ();
  g_autoptr (GError) error = NULL;
  gboolean is_put = TRUE;
  guint n = 0;

  while (is_put) {
    g_autofree char *key = g_strdup_printf ("evil/%u", n);

    g_assert_cmpuint (n++, <, 100);
    is_put = checks_put (a_case->store, key, key, HM_STORE_CHECKS_MAX, &error);
  }
  case_assert_error (&error, HM_ERROR_LIMIT,
                     "knows 4096 checks, and takes no more; 'hallmark store forget' of a "
                     "repository that brought many makes room");
  g_assert_false (checks_put (a_case->store, "r", "mine", 1, &error));
  case_assert_error (&error, HM_ERROR_LIMIT, "r as of 2025-11-21T04:40:00Z: the check mine-0: ");
  g_assert_true (hm_store_forget (a_case->store, "evil/0", NULL, &error));
  g_assert_true (checks_put (a_case->store, "r", "mine", 1, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (case_rows (a_case->store, "check_name"), ==, (n - 2) * HM_STORE_CHECKS_MAX + 1);
}

/* As checks_put(), of a report that somebody else made. */
static gboolean
foreign_put (HmStore *store, const char *repository, guint n, GError **error)
{
  g_autoptr (HmReport) report = report_with_checks (repository, n);
  g_autoptr (GBytes) text = hm_report_write (report);
  gsize size;
  const char *data = g_bytes_get_data (text, &size);

  return hm_store_put_json (store, repository, data, size, HM_STORE_REPLACE, NULL, error);
}

/* However many checks an import brings, a report that is made here finds room for its own. */
static void
test_import_leaves_room_for_scans (void)
{
  g_autoptr (Case) a_case = case_new ();
  g_autoptr (GError) error = NULL;

  for (guint n = 0; n < 15; n++) {
    g_autofree char *key = g_strdup_printf ("evil/%u", n);

    g_assert_true (foreign_put (a_case->store, key, HM_STORE_CHECKS_MAX, &error));
    g_assert_no_error (error);
  }
  g_assert_false (foreign_put (a_case->store, "late", 1, &error));
  case_assert_error (&error, HM_ERROR_LIMIT,
                     "knows 3840 checks, and takes no more from other stores; 'hallmark store ");
  /* What is known already takes no room. */
  g_assert_true (foreign_put (a_case->store, "evil/0", HM_STORE_CHECKS_MAX, &error));
  g_assert_true (checks_put (a_case->store, "r", "mine", HM_STORE_CHECKS_MAX, &error));
  g_assert_no_error (error);
  g_assert_true (hm_store_forget (a_case->store, "r", NULL, &error));
  g_assert_true (hm_store_forget (a_case->store, "evil/7", NULL, &error));
  g_assert_true (foreign_put (a_case->store, "late", 1, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (case_rows (a_case->store, "check_name"), ==, 14 * HM_STORE_CHECKS_MAX + 1);
}

/* As an older version left them, which never dropped one. */
static void
test_names_that_no_report_has (void)
{
  g_autoptr (Case) a_case = case_new ();
  g_autoptr (GError) error = NULL;
  guint64 before;
  guint64 after;
  guint64 n_names;

  case_put (a_case->store, "a", NOW, 50, "x");
  n_names = case_rows (a_case->store, "check_name");
  sqlite3_exec (a_case->store->db,
                "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4000)"
                " INSERT INTO check_name (check_id, name) SELECT 'x-' || i, 'x' FROM n",
                NULL, NULL, NULL);
  case_reopen (a_case, HM_STORE_WRITE);
  g_assert_false (checks_put (a_case->store, "b", "c", 100, &error));
  case_assert_error (&error, HM_ERROR_LIMIT, "'hallmark store vacuum' drops those that no report");
  vacuum (a_case->store, &before, &after);
  g_assert_cmpuint (after, <, before);
  g_assert_cmpuint (case_rows (a_case->store, "check_name"), ==, n_names);
  g_assert_true (checks_put (a_case->store, "b", "c", 100, &error));
  g_assert_no_error (error);
  case_check_whole (a_case->store, 2);
}

static void
test_findings_that_no_report_has (void)
{
  g_autoptr (Case) a_case = case_new ();
  guint64 before;
  guint64 after;
  guint64 n_findings;

  case_put (a_case->store, "a", NOW, 50, "x");
  case_put (a_case->store, "a", NOW + WEEK, 50, "y");
  case_put (a_case->store, "b", NOW, 50, "z");
  n_findings = case_rows (a_case->store, "finding");
  for (guint i = 0; i < 20; i++) {
    g_autofree char *words = g_strnfill (1000 + i, 'w');

    case_put (a_case->store, "a", NOW + WEEK, 50, words);
  }
  case_put (a_case->store, "a", NOW + WEEK, 50, "y");
  g_assert_cmpuint (case_rows (a_case->store, "finding"), >, n_findings);
  vacuum (a_case->store, &before, &after);
  g_assert_cmpuint (after, <, before);
  g_assert_cmpuint (case_rows (a_case->store, "finding"), ==, n_findings);
  g_assert_cmpuint (case_rows (a_case->store, "body"), ==, 3);
  case_check_whole (a_case->store, 3);
  /* What is numbered anew afterwards is found by its reports. */
  case_put (a_case->store, "a", NOW + 2 * WEEK, 50, "v");
  case_check_whole (a_case->store, 4);
}

/* Nobody knows what a damaged list had. */
static void
test_findings_of_a_damaged_list_stay (void)
{
  g_autoptr (Case) a_case = case_new ();
  guint64 before;
  guint64 after;
  guint64 n_findings;

  case_put (a_case->store, "a", NOW, 50, "x");
  case_put (a_case->store, "a", NOW + WEEK, 50, "y");
  n_findings = case_rows (a_case->store, "finding");
  sqlite3_exec (a_case->store->db, "UPDATE report SET findings = 'x' WHERE id = 2", NULL, NULL,
                NULL);
  vacuum (a_case->store, &before, &after);
  g_assert_cmpuint (case_rows (a_case->store, "finding"), ==, n_findings);
}

static gboolean
name_append (const HmStoreSummary *summary, gpointer data, GError **error)
{
  (void) error;
  g_string_append_printf (data, "%s %s; ", summary->repository, summary->checks[0].id);
  return TRUE;
}

/* A number that was given back is another check's later: no connection may go by what it learned before. */
static void
test_numbers_learned_before (void)
{
  g_autoptr (Case) a_case = case_new ();
  g_autoptr (HmStore) other = NULL;
  g_autoptr (GString) names = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (checks_put (a_case->store, "a", "usual", 1, &error));
  g_assert_true (checks_put (a_case->store, "b", "old", 1, &error));
  other = hm_store_open (a_case->file, HM_STORE_WRITE, &error);
  g_assert_no_error (error);
  g_assert_true (hm_store_latest (other, NULL, HM_INSTANT_MAX, name_append, names, &error));
  g_assert_true (hm_store_forget (a_case->store, "b", NULL, &error));
  g_assert_true (checks_put (a_case->store, "c", "new", 1, &error));
  g_assert_true (hm_store_latest (other, NULL, HM_INSTANT_MAX, name_append, names, &error));
  g_assert_true (checks_put (other, "d", "old", 1, &error));
  g_assert_true (hm_store_latest (a_case->store, NULL, HM_INSTANT_MAX, name_append, names, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (names->str, ==,
                   "a usual-0; b old-0; a usual-0; c new-0; a usual-0; c new-0; d old-0; ");
  case_check_whole (a_case->store, 3);
}

/* Messages in which "Ez" and "FY" stand for each other have one hash where the seed does not count. */
static void
test_messages_chosen_to_collide (void)
{
  g_autoptr (GHashTable) hashes = g_hash_table_new (NULL, NULL);
  char fingerprint[] = "00000000000000000000000000000000";
  char check[] = "c";

  for (guint i = 0; i < 64; i++) {
    char message[13] = "";
    HmStoreFinding finding = { .check_id = check,
                               .check_name = check,
                               .probe = check,
                               .message = message,
                               .fingerprint = fingerprint };

    for (guint bit = 0; bit < 6; bit++)
      memcpy (message + (gsize) 2 * bit, i >> bit & 1 ? "Ez" : "FY", 2);
    g_hash_table_add (hashes, GUINT_TO_POINTER (hm_finding_hash (&finding)));
  }
  g_assert_cmpuint (g_hash_table_size (hashes), >, 60);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sweep/checks-of-one-report-are-limited",
                   test_checks_of_one_report_are_limited);
  g_test_add_func ("/sweep/store-that-was-used-up", test_store_that_was_used_up);
  g_test_add_func ("/sweep/import-leaves-room-for-scans", test_import_leaves_room_for_scans);
  g_test_add_func ("/sweep/names-that-no-report-has", test_names_that_no_report_has);
  g_test_add_func ("/sweep/findings-that-no-report-has", test_findings_that_no_report_has);
  g_test_add_func ("/sweep/findings-of-a-damaged-list-stay", test_findings_of_a_damaged_list_stay);
  g_test_add_func ("/sweep/numbers-learned-before", test_numbers_learned_before);
  g_test_add_func ("/sweep/messages-chosen-to-collide", test_messages_chosen_to_collide);
  return g_test_run ();
}
