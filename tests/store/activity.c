/* SPDX-License-Identifier: Apache-2.0 */
/* How busy repositories are, and who needs whom. */
#include <string.h>

#include "core/error.h"
#include "core/instant.h"
#include "store/database.h"
#include "tests/store/case.h"

#define NOW G_GINT64_CONSTANT (1763700000)

static void
activity_put (HmStore *store, const char *key, gint64 as_of, gint64 n_commits, const char *package,
              const char *dependency)
{
  g_autoptr (HmReport) report = case_report (as_of, 50, "x");
  g_autoptr (GError) error = NULL;

  report->activity = hm_report_activity_new ();
  report->activity->n_commits = n_commits;
  g_strfreev (report->activity->packages);
  g_strfreev (report->activity->dependencies);
  report->activity->packages = g_strsplit (package, " ", -1);
  report->activity->dependencies = g_strsplit (dependency, " ", -1);
  hm_store_put (store, key, report, HM_STORE_REPLACE, NULL, &error);
  g_assert_no_error (error);
}

static gboolean
activity_append (const HmStoreActivity *activity, gpointer data, GError **error)
{
  (void) error;
  g_string_append_printf (data, "%s %" G_GINT64_FORMAT " %" G_GINT64_FORMAT "\n",
                          activity->repository, activity->as_of - NOW,
                          activity->activity->n_commits);
  return TRUE;
}

static int
texts_compare (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static gboolean
dependents_append (const char *repository, const GPtrArray *dependents, gpointer data,
                   GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autofree char *text = NULL;

  (void) error;
  for (guint i = 0; i < dependents->len; i++)
    g_ptr_array_add (names, g_ptr_array_index (dependents, i));
  g_ptr_array_sort (names, texts_compare);
  g_ptr_array_add (names, NULL);
  text = g_strjoinv (" ", (char **) names->pdata);
  g_ptr_array_add (data, g_strdup_printf ("%s < %s", repository, text));
  return TRUE;
}

static void
assert_activities_at (HmStore *store, gint64 at, const char *wanted)
{
  g_autoptr (GString) found = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (hm_store_activities (store, at, activity_append, found, &error));
  g_assert_cmpstr (found->str, ==, wanted);
}

static void
assert_activities (HmStore *store, const char *wanted)
{
  assert_activities_at (store, HM_INSTANT_MAX, wanted);
}

static void
assert_dependents_at (HmStore *store, const char *const *repositories, gint64 at,
                      const char *wanted)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (
      hm_store_dependents (store, repositories, at, NULL, dependents_append, found, &error));
  g_ptr_array_sort (found, texts_compare);
  g_ptr_array_add (found, NULL);
  text = g_strjoinv (", ", (char **) found->pdata);
  g_assert_cmpstr (text, ==, wanted);
}

static void
assert_dependents (HmStore *store, const char *const *repositories, const char *wanted)
{
  assert_dependents_at (store, repositories, HM_INSTANT_MAX, wanted);
}

static void
test_newest_report_tells (void)
{
  g_autoptr (Case) a_case = case_new ();

  activity_put (a_case->store, "b", NOW, 7, "npm:b", "npm:a");
  activity_put (a_case->store, "a", NOW + WEEK, 9, "npm:a", "npm:none");
  /* An older report that comes in late changes nothing; one that counted nothing neither. */
  activity_put (a_case->store, "a", NOW, 3, "npm:a", "npm:b");
  case_put (a_case->store, "a", NOW + 2 * WEEK, 50, "x");
  assert_activities (a_case->store, "a 604800 9\nb 0 7\n");
  assert_dependents (a_case->store, NULL, "a < b");
  activity_put (a_case->store, "a", NOW + 3 * WEEK, 4, "npm:a", "npm:b npm:b");
  assert_activities (a_case->store, "a 1814400 4\nb 0 7\n");
  assert_dependents (a_case->store, NULL, "a < b, b < a");
}

static void
test_each_dependent_once (void)
{
  g_autoptr (Case) a_case = case_new ();

  activity_put (a_case->store, "lib", NOW, 1, "npm:lib pypi:lib", "npm:lib");
  activity_put (a_case->store, "app", NOW, 1, "npm:app", "npm:lib pypi:lib");
  activity_put (a_case->store, "fork", NOW, 1, "npm:lib", "npm:left");
  /* Nor is who offers it too: a fork's, or a copy's, own package is the other's as well. */
  assert_dependents (a_case->store, NULL, "fork < app, lib < app");
  /* What is not asked about neither needs nor is needed. */
  assert_dependents (a_case->store, (const char *const[]){ "app", "fork", "none", NULL },
                     "fork < app");
  assert_dependents (a_case->store, (const char *const[]){ "app", NULL }, "");
}

static void
test_forgotten_with_its_repository (void)
{
  g_autoptr (Case) a_case = case_new ();
  g_autoptr (GError) error = NULL;

  activity_put (a_case->store, "lib", NOW, 1, "npm:lib", "npm:x");
  activity_put (a_case->store, "app", NOW, 1, "npm:app", "npm:lib");
  g_assert_true (hm_store_forget (a_case->store, "app", NULL, &error));
  assert_activities (a_case->store, "lib 0 1\n");
  assert_dependents (a_case->store, NULL, "");
}

/* Whatever comes in, and in whichever order: each time has what was known then. */
static void
test_as_of_each_time (void)
{
  static const int orders[][3] = { { 0, 1, 2 }, { 2, 1, 0 }, { 1, 2, 0 } };
  static const char *const needs[] = { "npm:x", "npm:lib", "npm:x npm:y" };

  for (gsize i = 0; i < G_N_ELEMENTS (orders); i++) {
    g_autoptr (Case) a_case = case_new ();

    activity_put (a_case->store, "lib", NOW, 1, "npm:lib", "npm:none");
    for (gsize k = 0; k < 3; k++) {
      const int week = orders[i][k];

      activity_put (a_case->store, "app", NOW + week * WEEK, week, "npm:app", needs[week]);
    }
    assert_activities_at (a_case->store, NOW - 1, "");
    assert_dependents_at (a_case->store, NULL, NOW - 1, "");
    assert_activities_at (a_case->store, NOW, "app 0 0\nlib 0 1\n");
    assert_dependents_at (a_case->store, NULL, NOW + WEEK - 1, "");
    assert_activities_at (a_case->store, NOW + WEEK, "app 604800 1\nlib 0 1\n");
    assert_dependents_at (a_case->store, NULL, NOW + WEEK, "lib < app");
    assert_dependents_at (a_case->store, NULL, NOW + 2 * WEEK, "");
  }
}

/* A clock that was ahead once says nothing of now. */
static void
test_of_the_future (void)
{
  g_autoptr (Case) a_case = case_new ();

  activity_put (a_case->store, "a", NOW + 3000 * (gint64) WEEK, 0, "npm:a", "npm:b");
  activity_put (a_case->store, "a", NOW, 9, "npm:a", "npm:c");
  activity_put (a_case->store, "b", NOW, 1, "npm:b", "npm:c");
  assert_activities_at (a_case->store, NOW + WEEK, "a 0 9\nb 0 1\n");
  assert_dependents_at (a_case->store, NULL, NOW + WEEK, "");
}

static guint
lists_count (HmStore *store)
{
  sqlite3_stmt *statement = NULL;
  guint n;

  g_assert_cmpint (
      sqlite3_prepare_v2 (store->db, "SELECT count(*) FROM name_list", -1, &statement, NULL), ==,
      SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  n = (guint) sqlite3_column_int (statement, 0);
  sqlite3_finalize (statement);
  return n;
}

/* Names take room where they change, not week after week; and none where nothing has them any more. */
static void
test_lists_are_shared (void)
{
  g_autoptr (Case) a_case = case_new ();
  g_autoptr (HmReport) silent = case_report (NOW + 5 * WEEK, 50, "x");
  g_autoptr (GError) error = NULL;

  for (int week = 0; week < 5; week++)
    activity_put (a_case->store, "a", NOW + week * WEEK, 1, "npm:b npm:a", "npm:c npm:c");
  g_assert_cmpuint (lists_count (a_case->store), ==, 2);
  /* Neither order nor what is none makes another list. */
  activity_put (a_case->store, "a", NOW + 5 * WEEK, 1, "npm:a npm:b npm:a\nnpm:c", "");
  g_assert_cmpuint (lists_count (a_case->store), ==, 2);
  activity_put (a_case->store, "a", NOW + 5 * WEEK, 1, "npm:a", "npm:d");
  g_assert_cmpuint (lists_count (a_case->store), ==, 4);
  hm_store_put (a_case->store, "a", silent, HM_STORE_REPLACE, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (lists_count (a_case->store), ==, 2);
  assert_activities (a_case->store, "a 2419200 1\n");
}

/* As many as a package may have; and one more. */
static void
test_offered_by_many (void)
{
  g_autoptr (Case) a_case = case_new ();

  activity_put (a_case->store, "app", NOW, 1, "npm:app", "npm:all npm:lib");
  activity_put (a_case->store, "lib", NOW, 1, "npm:lib", "npm:none");
  for (guint i = 0; i <= HM_STORE_OFFERS_MAX; i++) {
    const char key[] = { 'a', (char) ('0' + i), '\0' };

    if (i == HM_STORE_OFFERS_MAX)
      assert_dependents (a_case->store, NULL, "a0 < app, a1 < app, a2 < app, lib < app");
    activity_put (a_case->store, key, NOW, 1, "npm:all npm:example", "npm:all");
  }
  assert_dependents (a_case->store, NULL, "lib < app");
  /* Of those that are asked about. */
  assert_dependents (a_case->store, (const char *const[]){ "a0", "a1", "app", NULL },
                     "a0 < app, a1 < app");
}

static void
test_held_against_the_report (void)
{
  static const struct {
    const char *sql;
    const char *problems;
  } rows[] = {
    { "UPDATE activity SET commits = -5 WHERE repository = 1",
      "a as of 2025-11-21T04:40:00Z: its rows count activity otherwise" },
    { "UPDATE activity SET stars = 9 WHERE repository = 1",
      "its rows count activity otherwise than the report\n" },
    { "UPDATE activity SET last_commit_at = 1 WHERE repository = 1",
      "count activity otherwise than the report\n" },
    { "UPDATE activity SET packages = 99 WHERE repository = 1",
      "its rows have other packages than the report\n" },
    { "UPDATE activity SET packages = 0 WHERE repository = 1",
      "its rows have other packages than the report\n" },
    { "UPDATE activity SET dependencies = packages WHERE repository = 1",
      "other dependencies than the report\n" },
    { "UPDATE name_list SET names = names || 'x' WHERE number = 1", "other packages than" },
    { "DELETE FROM name_list WHERE number = 2", "other dependencies than the report\n" },
    { "UPDATE activity SET as_of = as_of + 1 WHERE repository = 1",
      "1 row of activity belongs to no report\n" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Case) a_case = case_new ();
    g_autofree char *problems = NULL;

    activity_put (a_case->store, "a", NOW, 7, "npm:a npm:aa", "npm:b npm:b");
    activity_put (a_case->store, "b", NOW, 7, "", "");
    case_put (a_case->store, "silent", NOW, 50, "x");
    case_check_whole (a_case->store, 3);
    g_assert_cmpint (sqlite3_exec (a_case->store->db, rows[i].sql, NULL, NULL, NULL), ==,
                     SQLITE_OK);
    problems = case_problems (a_case->store);
    if (strstr (problems, rows[i].problems) == NULL)
      g_error ("%s: '%s' has no '%s'", rows[i].sql, problems, rows[i].problems);
  }
}

static gboolean
dependents_never (const char *repository, const GPtrArray *dependents, gpointer data,
                  GError **error)
{
  (void) repository;
  (void) dependents;
  (void) data;
  (void) error;
  g_assert_not_reached ();
}

static void
test_stops_where_it_is_told_to (void)
{
  g_autoptr (Case) a_case = case_new ();
  g_autoptr (GString) many = g_string_new ("npm:a");
  g_autoptr (GError) error = NULL;
  const gint cancelled = 1;

  for (guint i = 0; i < 5000; i++)
    g_string_append_printf (many, " npm:%u", i);
  activity_put (a_case->store, "a", NOW, 1, many->str, "npm:x");
  activity_put (a_case->store, "b", NOW, 1, "npm:b", many->str);
  g_assert_false (
      hm_store_dependents (a_case->store, NULL, NOW, &cancelled, dependents_never, NULL, &error));
  g_assert_error (error, HM_ERROR, HM_ERROR_CANCELLED);
}

static gboolean
state_append (const char *repository, const HmStoreState *state, gpointer data, GError **error)
{
  (void) error;
  g_string_append_printf (data, "%s %s\n", repository, state->failure);
  return TRUE;
}

static void
test_all_states (void)
{
  g_autoptr (Case) a_case = case_new ();
  g_autoptr (HmStoreState) state = hm_store_state_new ();
  g_autoptr (GString) found = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  hm_text_set (&state->failure, "gone");
  g_assert_true (hm_store_put_state (a_case->store, "z", state, &error));
  hm_text_set (&state->failure, "");
  g_assert_true (hm_store_put_state (a_case->store, "a", state, &error));
  case_put (a_case->store, "without", NOW, 50, "x");
  g_assert_true (hm_store_states (a_case->store, state_append, found, &error));
  g_assert_cmpstr (found->str, ==, "a \nz gone\n");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/activity/newest-report-tells", test_newest_report_tells);
  g_test_add_func ("/activity/each-dependent-once", test_each_dependent_once);
  g_test_add_func ("/activity/forgotten-with-its-repository", test_forgotten_with_its_repository);
  g_test_add_func ("/activity/as-of-each-time", test_as_of_each_time);
  g_test_add_func ("/activity/of-the-future", test_of_the_future);
  g_test_add_func ("/activity/lists-are-shared", test_lists_are_shared);
  g_test_add_func ("/activity/offered-by-many", test_offered_by_many);
  g_test_add_func ("/activity/held-against-the-report", test_held_against_the_report);
  g_test_add_func ("/activity/stops-where-it-is-told-to", test_stops_where_it_is_told_to);
  g_test_add_func ("/activity/all-states", test_all_states);
  return g_test_run ();
}
