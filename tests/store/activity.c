/* SPDX-License-Identifier: Apache-2.0 */
/* How busy repositories are, and who needs whom. */
#include <string.h>

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

static gboolean
dependents_append (const char *repository, guint n_dependents, gpointer data, GError **error)
{
  (void) error;
  g_ptr_array_add (data, g_strdup_printf ("%s %u", repository, n_dependents));
  return TRUE;
}

static int
texts_compare (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static void
assert_activities (HmStore *store, const char *wanted)
{
  g_autoptr (GString) found = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (hm_store_activities (store, activity_append, found, &error));
  g_assert_cmpstr (found->str, ==, wanted);
}

static void
assert_dependents (HmStore *store, const char *const *repositories, const char *wanted)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (hm_store_dependents (store, repositories, dependents_append, found, &error));
  g_ptr_array_sort (found, texts_compare);
  g_ptr_array_add (found, NULL);
  text = g_strjoinv (", ", (char **) found->pdata);
  g_assert_cmpstr (text, ==, wanted);
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
  assert_dependents (a_case->store, NULL, "a 1");
  activity_put (a_case->store, "a", NOW + 3 * WEEK, 4, "npm:a", "npm:b npm:b");
  assert_activities (a_case->store, "a 1814400 4\nb 0 7\n");
  assert_dependents (a_case->store, NULL, "a 1, b 1");
}

static void
test_each_dependent_once (void)
{
  g_autoptr (Case) a_case = case_new ();

  activity_put (a_case->store, "lib", NOW, 1, "npm:lib pypi:lib", "npm:lib");
  activity_put (a_case->store, "app", NOW, 1, "npm:app", "npm:lib pypi:lib");
  activity_put (a_case->store, "fork", NOW, 1, "npm:lib", "npm:left");
  assert_dependents (a_case->store, NULL, "fork 2, lib 1");
  /* What is not asked about neither needs nor is needed. */
  assert_dependents (a_case->store, (const char *const[]){ "app", "fork", "none", NULL }, "fork 1");
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
  g_test_add_func ("/activity/all-states", test_all_states);
  return g_test_run ();
}
