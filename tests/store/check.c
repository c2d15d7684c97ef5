/* SPDX-License-Identifier: Apache-2.0 */
/* How the look at a damaged file ends: each problem on its own, and what can still be saved. */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "core/error.h"
#include "store/database.h"
#include "tests/store/case.h"

#define NOW G_GINT64_CONSTANT (1763700000)
#define PAGE_BYTES 4096

/* An index without an entry, as SQLite writes it: a leaf of no cells, whose content would begin at the page's end. */
static const guint8 empty_leaf[] = { 0x0a, 0, 0, 0, 0, PAGE_BYTES >> 8, 0, 0 };

static const guint8 no_page[] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff };

/* Rows that SQLite alone looks at, on one page of the index. */
static void
repositories_add (HmStore *store, guint n)
{
  g_autofree char *sql = g_strdup_printf (
      "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %u)"
      " INSERT INTO repository (key) SELECT 'k' || i FROM n",
      n);

  g_assert_cmpint (sqlite3_exec (store->db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
}

/*
 * Writes over the beginning of the first page of @name, an index or a table, in the file of a store that is then
 * opened again.
 */
static void
tree_damage (Case *a_case, const char *name, const guint8 *bytes, gsize size)
{
  g_autofree char *sql =
      g_strdup_printf ("SELECT rootpage FROM sqlite_schema WHERE name = '%s'", name);
  sqlite3_stmt *rows = NULL;
  gint64 page;
  int file;

  g_assert_cmpint (sqlite3_prepare_v2 (a_case->store->db, sql, -1, &rows, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (rows), ==, SQLITE_ROW);
  page = sqlite3_column_int64 (rows, 0);
  sqlite3_finalize (rows);
  g_clear_pointer (&a_case->store, hm_store_free);
  file = open (a_case->file, O_WRONLY | O_CLOEXEC);
  g_assert_cmpint (file, >=, 0);
  g_assert_cmpint (pwrite (file, bytes, size, (page - 1) * PAGE_BYTES), ==, (gssize) size);
  close (file);
  case_reopen (a_case, HM_STORE_READ);
}

static void
problem_append (const char *problem, gpointer data)
{
  g_ptr_array_add (data, g_strdup (problem));
}

/* Returns: (owned) (element-type utf8) */
static GPtrArray *
problems_find (HmStore *store, HmStoreHealth *health)
{
  GPtrArray *problems = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;

  g_assert_true (hm_store_check (store, problem_append, problems, NULL, health, &error));
  g_assert_no_error (error);
  return problems;
}

static void
test_each_problem_is_a_line (void)
{
  g_autoptr (Case) a_case = case_new ();
  g_autoptr (GPtrArray) problems = NULL;
  HmStoreHealth health = { 0 };

  case_put (a_case->store, "a", NOW, 50, "x");
  tree_damage (a_case, "sqlite_autoindex_repository_1", no_page, sizeof no_page);
  tree_damage (a_case, "body_by_base", no_page, sizeof no_page);
  problems = problems_find (a_case->store, &health);
  g_assert_cmpuint (problems->len, >=, 2);
  g_assert_cmpuint (health.n_problems, ==, problems->len);
  for (guint i = 0; i < problems->len; i++) {
    const char *problem = g_ptr_array_index (problems, i);

    g_assert_null (strchr (problem, '\n'));
    g_assert_null (strstr (problem, "hallmark store"));
    g_assert_false (g_str_has_prefix (problem, "***"));
  }
}

static void
problem_pass (const char *problem, gpointer data)
{
  (void) problem;
  (void) data;
}

/* What one of a table and its index can't tell, the other can. */
static void
test_saved_past_a_damaged_index_or_table (void)
{
  static const struct {
    const char *damaged[2];
    guint n_restored;
  } rows[] = {
    { { "sqlite_autoindex_repository_1", "sqlite_autoindex_report_1" }, 4 },
    { { "sqlite_autoindex_repository_1", "report" }, 4 },
    { { "repository", "sqlite_autoindex_report_1" }, 4 },
    { { "repository", "report" }, 4 },
    { { "body_by_base", "body_by_repository" }, 4 },
    { { "repository", "sqlite_autoindex_repository_1" }, 0 },
    { { "report", "sqlite_autoindex_report_1" }, 0 },
    { { "body", "body_by_base" }, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Case) a_case = case_new ();
    g_autoptr (GError) error = NULL;
    HmStoreHealth health = { 0 };
    FILE *file = tmpfile ();

    g_assert_nonnull (file);
    for (guint week = 0; week < 4; week++)
      case_put (a_case->store, week % 2 == 0 ? "a" : "b", NOW + week * WEEK, 50, "x");
    for (gsize k = 0; k < G_N_ELEMENTS (rows[i].damaged); k++)
      tree_damage (a_case, rows[i].damaged[k], no_page, sizeof no_page);
    g_assert_true (
        hm_store_export (a_case->store, file, problem_pass, NULL, NULL, &health, &error));
    g_assert_no_error (error);
    g_assert_cmpuint (health.n_restored, ==, rows[i].n_restored);
    fclose (file);
  }
}

/* SQLite takes a page that can't be for a disk without room: nobody is told that the store is whole. */
static void
test_damage_that_looks_like_a_full_disk (void)
{
  /* A leaf of one cell, a third of the page's way in, whose payload is far longer than the page. */
  static const guint8 header[] = { 0x0a, 0, 0, 0, 1, 0x05, 0, 0, 0x05, 0 };
  static const guint8 size[] = { 0x8f, 0xff, 0x7f };
  g_autoptr (Case) a_case = case_new ();
  g_autoptr (GPtrArray) problems = NULL;
  g_autoptr (GError) error = NULL;
  HmStoreHealth health = { 0 };
  guint8 page[PAGE_BYTES];
  guint64 before;
  guint64 after;

  /* The rest is said to lie in page 0x50505050. */
  memset (page, 0x50, sizeof page);
  memcpy (page, header, sizeof header);
  memcpy (page + 0x500, size, sizeof size);
  case_put (a_case->store, "a", NOW, 50, "x");
  tree_damage (a_case, "activity", page, sizeof page);
  case_reopen (a_case, HM_STORE_WRITE);
  g_assert_false (hm_store_vacuum (a_case->store, &before, &after, &error));
  g_assert_nonnull (strstr (error->message, "damaged"));
  g_assert_nonnull (strstr (error->message, "'hallmark store check'"));
  g_assert_null (strstr (error->message, "before is whole"));
  problems = problems_find (a_case->store, &health);
  g_assert_cmpuint (problems->len, >, 0);
}

static void
test_what_can_be_saved_is_counted (void)
{
  g_autoptr (Case) a_case = case_new ();
  g_autoptr (GPtrArray) problems = NULL;
  HmStoreHealth health = { 0 };

  for (guint week = 0; week < 4; week++)
    case_put (a_case->store, "a", NOW + week * WEEK, 50, "x");
  sqlite3_exec (a_case->store->db, "UPDATE body SET sha256 = zeroblob(32) WHERE id = 3", NULL, NULL,
                NULL);
  problems = problems_find (a_case->store, &health);
  g_assert_cmpuint (problems->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (problems, 0), ==,
                   "a as of 2025-12-05T04:40:00Z: body 3 is not what was put");
  g_assert_cmpuint (health.n_reports, ==, 4);
  g_assert_cmpuint (health.n_restored, ==, 3);
}

/* Returns: how many of @problems are @wanted. */
static guint
problems_count (const GPtrArray *problems, const char *wanted)
{
  guint n = 0;

  for (guint i = 0; i < problems->len; i++)
    n += g_str_equal (g_ptr_array_index (problems, i), wanted) ? 1 : 0;
  return n;
}

/* What is gone is told of once for each table that refers to it, not for each of its rows. */
static void
test_references_are_counted (void)
{
  g_autoptr (Case) a_case = case_new ();
  g_autoptr (GPtrArray) problems = NULL;
  g_autofree char *scores = NULL;
  g_autofree char *findings = NULL;
  HmStoreHealth health = { 0 };

  for (guint week = 0; week < 4; week++)
    case_put (a_case->store, "a", NOW + week * WEEK, 50, "x");
  scores = g_strdup_printf ("%" G_GUINT64_FORMAT
                            " rows of check_score refer to rows of check_name that are not there",
                            case_rows (a_case->store, "check_score"));
  findings = g_strdup_printf ("%" G_GUINT64_FORMAT
                              " rows of finding refer to rows of check_name that are not there",
                              case_rows (a_case->store, "finding"));
  g_assert_cmpint (sqlite3_exec (a_case->store->db,
                                 "PRAGMA foreign_keys = OFF; DELETE FROM check_name;"
                                 " DELETE FROM body WHERE id = 4",
                                 NULL, NULL, NULL),
                   ==, SQLITE_OK);
  case_reopen (a_case, HM_STORE_READ);
  problems = problems_find (a_case->store, &health);
  g_assert_cmpuint (problems_count (problems, scores), ==, 1);
  g_assert_cmpuint (problems_count (problems, findings), ==, 1);
  g_assert_cmpuint (
      problems_count (problems, "1 row of report refers to a row of body that is not there"), ==,
      1);
  /* And one for each report. */
  g_assert_cmpuint (health.n_problems, ==, 3 + 4);
}

static void
test_more_problems_than_are_told (void)
{
  g_autoptr (Case) a_case = case_new ();
  g_autoptr (GPtrArray) problems = NULL;
  HmStoreHealth health = { 0 };

  repositories_add (a_case->store, 150);
  tree_damage (a_case, "sqlite_autoindex_repository_1", empty_leaf, sizeof empty_leaf);
  problems = problems_find (a_case->store, &health);
  g_assert_cmpuint (health.n_problems, ==, 100);
  g_assert_cmpuint (problems->len, ==, 101);
  g_assert_nonnull (strstr (g_ptr_array_index (problems, 100), "there may be more"));
}

/* Without a report there is nothing but SQLite's own look that could be interrupted. */
static void
test_interrupted (void)
{
  g_autoptr (Case) a_case = case_new ();
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  HmStoreHealth health = { 0 };
  gint cancelled = 1;

  repositories_add (a_case->store, 1000);
  g_assert_false (
      hm_store_check (a_case->store, problem_append, problems, &cancelled, &health, &error));
  case_assert_error (&error, HM_ERROR_CANCELLED, "portfolio.db: interrupted");
  g_assert_cmpuint (problems->len, ==, 0);
  /* And the store is as good as before. */
  case_put (a_case->store, "a", NOW, 50, "x");
  case_check_whole (a_case->store, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/check/each-problem-is-a-line", test_each_problem_is_a_line);
  g_test_add_func ("/check/saved-past-a-damaged-index-or-table",
                   test_saved_past_a_damaged_index_or_table);
  g_test_add_func ("/check/damage-that-looks-like-a-full-disk",
                   test_damage_that_looks_like_a_full_disk);
  g_test_add_func ("/check/what-can-be-saved-is-counted", test_what_can_be_saved_is_counted);
  g_test_add_func ("/check/references-are-counted", test_references_are_counted);
  g_test_add_func ("/check/more-problems-than-are-told", test_more_problems_than_are_told);
  g_test_add_func ("/check/interrupted", test_interrupted);
  return g_test_run ();
}
