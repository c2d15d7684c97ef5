/* SPDX-License-Identifier: Apache-2.0 */
/* JSON Lines out of a store and into another, and lines that nobody wrote so. */
#include <stdio.h>
#include <string.h>

#include "core/error.h"
#include "core/instant.h"
#include "core/limits.h"
#include "render/report_json.h"
#include "store/database.h"
#include "tests/render/sample_report.h"
#include "tests/store/case.h"

#define NOW G_GINT64_CONSTANT (1763700000)

static void
problem_refuse (const char *problem, gpointer data)
{
  (void) data;
  g_error ("%s", problem);
}

/* Returns: (owned) */
static GString *
lines_of (HmStore *store)
{
  FILE *file = tmpfile ();
  GString *text = g_string_new (NULL);
  HmStoreHealth health;
  g_autoptr (GError) error = NULL;
  int byte;

  g_assert_nonnull (file);
  g_assert_true (hm_store_export (store, file, problem_refuse, NULL, NULL, &health, &error));
  rewind (file);
  while ((byte = getc (file)) != EOF)
    g_string_append_c (text, (char) byte);
  fclose (file);
  return text;
}

static gboolean
lines_put (HmStore *store, const char *text, gsize size, HmStoreImport *import, GError **error)
{
  FILE *file = tmpfile ();
  gboolean is_done;

  g_assert_nonnull (file);
  g_assert_cmpuint (fwrite (text, 1, size, file), ==, size);
  rewind (file);
  is_done = hm_store_import (store, file, "lines", NULL, import, error);
  fclose (file);
  return is_done;
}

static void
samples_put (HmStore *store)
{
  HmReport *const reports[] = { hm_sample_report (), hm_sample_report_full (),
                                hm_sample_report_unknown (), hm_sample_report_hostile () };
  static const char *const keys[] = { "github.com/o/r", "a\"quoted\\one", "ż", "z" };
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (reports); i++) {
    hm_store_put (store, keys[i], reports[i], HM_STORE_KEEP, NULL, &error);
    g_assert_no_error (error);
    hm_report_free (reports[i]);
  }
  for (guint week = 1; week < 4; week++)
    case_put (store, "z", NOW + week * WEEK, 50, "x");
}

static void
test_round_trip (void)
{
  g_autoptr (Case) a_case = case_new ();
  g_autoptr (Case) other = case_new ();
  g_autoptr (GString) lines = NULL;
  g_autoptr (GString) again = NULL;
  g_autoptr (GBytes) text = NULL;
  g_autoptr (GBytes) same = NULL;
  g_autoptr (GError) error = NULL;
  HmStoreImport import;

  samples_put (a_case->store);
  lines = lines_of (a_case->store);
  g_assert_true (g_str_has_prefix (
      lines->str,
      "{\"schema\": \"hallmark/store/1\", \"repository\": \"a\\\"quoted\\\\one\", \"as_of\": \""));
  g_assert_true (lines_put (other->store, lines->str, lines->len, &import, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (import.n_lines, ==, 7);
  g_assert_cmpuint (import.counts[HM_STORE_ADDED], ==, 7);
  /* Again changes nothing; nor do two halves of the same. */
  g_assert_true (lines_put (other->store, lines->str, lines->len, &import, &error));
  g_assert_cmpuint (import.counts[HM_STORE_SAME], ==, 7);
  again = lines_of (other->store);
  g_assert_cmpstr (again->str, ==, lines->str);
  text = hm_store_report_json (a_case->store, "z", NOW, &error);
  same = hm_store_report_json (other->store, "z", NOW, &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (text, same));
  case_check_whole (other->store, 7);
}

static void
test_other_report_stays (void)
{
  g_autoptr (Case) a_case = case_new ();
  g_autoptr (Case) other = case_new ();
  g_autoptr (GString) lines = NULL;
  g_autoptr (HmReport) report = NULL;
  g_autoptr (GError) error = NULL;
  HmStoreImport import;

  case_put (a_case->store, "r", NOW, 50, "x");
  case_put (other->store, "r", NOW, 60, "y");
  lines = lines_of (a_case->store);
  g_assert_true (lines_put (other->store, lines->str, lines->len, &import, &error));
  g_assert_cmpuint (import.counts[HM_STORE_KEPT], ==, 1);
  report = hm_store_report (other->store, "r", NOW, &error);
  g_assert_cmpint (report->score, ==, 60);
}

static void
test_wrong_lines (void)
{
  static const struct {
    const char *line;
    int code;
    const char *words;
  } rows[] = {
    { "\n", HM_ERROR_FORMAT, "lines: line 1: export: not JSON: column 0: " },
    { "[]\n", HM_ERROR_FORMAT, "not a JSON object" },
    { "{}", HM_ERROR_FORMAT, "schema: this is missing" },
    { "{\"schema\": \"hallmark/store/2\"}", HM_ERROR_UNSUPPORTED, "a newer hallmark is needed" },
    { "{\"schema\": \"hallmark/store/1\"}", HM_ERROR_FORMAT, "repository" },
    { "{\"schema\": \"hallmark/store/1\", \"repository\": \"r\", \"as_of\": \"2026-01-01T00:00:00Z\","
      " \"report\": {}}",
      HM_ERROR_FORMAT, "as_of: this is 2026-01-01T00:00:00Z, the report says nothing" },
    { "{\"schema\": \"hallmark/store/1\", \"repository\": \"r\", \"as_of\": \"2026-01-01T00:00:00Z\","
      " \"report\": {\"as_of\": \"2026-01-01T00:00:00Z\"}}",
      HM_ERROR_FORMAT, "r: schema: this is missing" },
    { "\xff\xfe", HM_ERROR_FORMAT, "not JSON" },
  };
  g_autoptr (Case) a_case = case_new ();
  g_autoptr (GError) error = NULL;
  HmStoreImport import;

  g_assert_true (lines_put (a_case->store, "", 0, &import, &error));
  g_assert_cmpuint (import.n_lines, ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_assert_false (
        lines_put (a_case->store, rows[i].line, strlen (rows[i].line), &import, &error));
    case_assert_error (&error, rows[i].code, rows[i].words);
  }
  g_assert_false (lines_put (a_case->store, "{\0}", 3, &import, &error));
  case_assert_error (&error, HM_ERROR_FORMAT, "lines: line 1");
  case_check_whole (a_case->store, 0);
}

/* What stood before the wrong line stays. */
static void
test_cut_file (void)
{
  g_autoptr (Case) a_case = case_new ();
  g_autoptr (GString) lines = NULL;
  gsize first;

  samples_put (a_case->store);
  lines = lines_of (a_case->store);
  first = (gsize) (strchr (lines->str, '\n') - lines->str) + 1;
  for (gsize size = first + 1; size < first + 400; size += 23) {
    g_autoptr (Case) other = case_new ();
    g_autoptr (GError) error = NULL;
    HmStoreImport import;

    g_assert_false (lines_put (other->store, lines->str, size, &import, &error));
    case_assert_error (&error, HM_ERROR_FORMAT, "lines: line 2: ");
    g_assert_cmpuint (import.n_lines, ==, 1);
    case_check_whole (other->store, 1);
  }
}

static void
test_longest_line (void)
{
  g_autoptr (Case) a_case = case_new ();
  g_autofree char *line = g_strnfill (HM_REPORT_BYTES_MAX + 1, ' ');
  g_autoptr (GError) error = NULL;
  HmStoreImport import;

  g_assert_false (lines_put (a_case->store, line, HM_REPORT_BYTES_MAX, &import, &error));
  case_assert_error (&error, HM_ERROR_FORMAT, "not JSON");
  g_assert_false (lines_put (a_case->store, line, HM_REPORT_BYTES_MAX + 1, &import, &error));
  case_assert_error (&error, HM_ERROR_LIMIT, "lines: line 1: longer than 64 MiB");
}

static void
problem_count (const char *problem, gpointer data)
{
  guint *n = data;

  g_assert_nonnull (strstr (problem, "is not what was put"));
  (*n)++;
}

static void
test_damaged_report_is_left_out (void)
{
  g_autoptr (Case) a_case = case_new ();
  g_autoptr (GError) error = NULL;
  FILE *file = tmpfile ();
  HmStoreHealth health;
  guint n_problems = 0;

  g_assert_nonnull (file);
  samples_put (a_case->store);
  sqlite3_exec (a_case->store->db, "UPDATE body SET deflated = x'03' WHERE id = 2", NULL, NULL,
                NULL);
  g_assert_true (
      hm_store_export (a_case->store, file, problem_count, &n_problems, NULL, &health, &error));
  g_assert_cmpuint (n_problems, ==, 1);
  g_assert_cmpuint (health.n_problems, ==, 1);
  g_assert_cmpuint (health.n_reports, ==, 7);
  fclose (file);
}

/* An export needs the bodies, whose they are, and of when: what else lies there may be damaged. */
static void
test_whole_bodies_are_saved (void)
{
  static const char *const sqls[] = {
    "UPDATE report SET commit_id = x'00'",
    "UPDATE report SET score = 101, findings = 'x'",
    "UPDATE check_score SET status = 99",
    "UPDATE finding SET outcome = 77",
    "PRAGMA foreign_keys = OFF; DELETE FROM check_name",
    "DELETE FROM check_score",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (sqls); i++) {
    g_autoptr (Case) a_case = case_new ();
    g_autoptr (GString) whole = NULL;
    g_autoptr (GString) saved = NULL;

    samples_put (a_case->store);
    whole = lines_of (a_case->store);
    g_assert_cmpint (sqlite3_exec (a_case->store->db, sqls[i], NULL, NULL, NULL), ==, SQLITE_OK);
    case_reopen (a_case, HM_STORE_READ);
    saved = lines_of (a_case->store);
    g_assert_true (g_string_equal (saved, whole));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lines/round-trip", test_round_trip);
  g_test_add_func ("/lines/other-report-stays", test_other_report_stays);
  g_test_add_func ("/lines/wrong-lines", test_wrong_lines);
  g_test_add_func ("/lines/cut-file", test_cut_file);
  g_test_add_func ("/lines/longest-line", test_longest_line);
  g_test_add_func ("/lines/damaged-report-is-left-out", test_damaged_report_is_left_out);
  g_test_add_func ("/lines/whole-bodies-are-saved", test_whole_bodies_are_saved);
  return g_test_run ();
}
