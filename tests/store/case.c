/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/store/case.h"

#include <glib/gstdio.h>
#include <string.h>

#include "core/error.h"
#include "render/report_json.h"
#include "store/database.h"
#include "tests/render/sample_report.h"

Case *
case_new (void)
{
  g_autoptr (GError) error = NULL;
  Case *a_case = g_new0 (Case, 1);

  a_case->folder = g_dir_make_tmp ("hallmark-store-XXXXXX", &error);
  g_assert_no_error (error);
  a_case->file = g_build_filename (a_case->folder, "portfolio.db", NULL);
  a_case->store = hm_store_open (a_case->file, HM_STORE_WRITE, &error);
  g_assert_no_error (error);
  return a_case;
}

void
case_free (Case *a_case)
{
  g_autoptr (GDir) folder = g_dir_open (a_case->folder, 0, NULL);
  const char *name;

  hm_store_free (a_case->store);
  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL) {
    g_autofree char *path = g_build_filename (a_case->folder, name, NULL);

    g_remove (path);
  }
  g_rmdir (a_case->folder);
  g_free (a_case->folder);
  g_free (a_case->file);
  g_free (a_case);
}

void
case_reopen (Case *a_case, HmStoreMode mode)
{
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&a_case->store, hm_store_free);
  a_case->store = hm_store_open (a_case->file, mode, &error);
  g_assert_no_error (error);
}

HmReport *
case_report (gint64 as_of, int score, const char *words)
{
  HmReport *report = hm_sample_report ();
  HmResult *result = g_ptr_array_index (report->results, 0);
  HmFinding *finding = g_ptr_array_index (result->findings->items, 0);

  report->as_of = as_of;
  report->score = score;
  report->floor = MIN (report->floor, score);
  report->unwaived_score = report->score;
  report->unwaived_floor = report->floor;
  hm_text_set (&finding->message, words);
  return report;
}

HmStoreOutcome
case_put (HmStore *store, const char *repository, gint64 as_of, int score, const char *words)
{
  g_autoptr (HmReport) report = case_report (as_of, score, words);
  g_autoptr (GError) error = NULL;
  HmStoreOutcome outcome = HM_STORE_KEPT;

  hm_store_put (store, repository, report, HM_STORE_REPLACE, &outcome, &error);
  g_assert_no_error (error);
  return outcome;
}

guint64
case_rows (HmStore *store, const char *table)
{
  g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM %s", table);
  sqlite3_stmt *rows = NULL;
  guint64 n;

  g_assert_cmpint (sqlite3_prepare_v2 (store->db, sql, -1, &rows, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (rows), ==, SQLITE_ROW);
  n = (guint64) sqlite3_column_int64 (rows, 0);
  sqlite3_finalize (rows);
  return n;
}

GBytes *
case_text (gint64 as_of, int score, const char *words)
{
  g_autoptr (HmReport) report = case_report (as_of, score, words);

  return hm_report_write (report);
}

static void
problem_append (const char *problem, gpointer data)
{
  g_string_append_printf (data, "%s\n", problem);
}

void
case_check_whole (HmStore *store, guint64 n_reports)
{
  g_autoptr (GString) problems = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  HmStoreHealth health = { 0 };

  hm_store_check (store, problem_append, problems, NULL, &health, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (problems->str, ==, "");
  g_assert_cmpuint (health.n_problems, ==, 0);
  g_assert_cmpuint (health.n_reports, ==, n_reports);
}

char *
case_problems (HmStore *store)
{
  g_autoptr (GString) problems = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  HmStoreHealth health = { 0 };

  if (!hm_store_check (store, problem_append, problems, NULL, &health, &error))
    g_string_append_printf (problems, "%s\n", error->message);
  return g_string_free (g_steal_pointer (&problems), FALSE);
}

void
case_assert_error (GError **error, int code, const char *words)
{
  g_assert_error (*error, HM_ERROR, code);
  if (strstr ((*error)->message, words) == NULL)
    g_error ("'%s' has no '%s'", (*error)->message, words);
  g_clear_error (error);
}
