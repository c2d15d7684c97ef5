/* SPDX-License-Identifier: Apache-2.0 */
/* What goes into a store comes out of it: reports to the byte, their rows, the state of a repository. */
#include "store/store.h"

#include <string.h>

#include "core/error.h"
#include "core/instant.h"
#include "render/report_json.h"
#include "tests/render/sample_report.h"
#include "tests/store/case.h"

#define NOW G_GINT64_CONSTANT (1763700000)

/* "key as_of score floor checks": a line of a walk. */
static gboolean
summary_note (const HmStoreSummary *summary, gpointer data, GError **error)
{
  (void) error;
  g_string_append_printf (data, "%s %" G_GINT64_FORMAT " %d\n", summary->repository,
                          (summary->as_of - NOW) / WEEK, summary->score);
  return TRUE;
}

static void
assert_latest (HmStore *store, const char *const *repositories, gint64 at, const char *wanted)
{
  g_autoptr (GString) found = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  hm_store_latest (store, repositories, at, summary_note, found, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (found->str, ==, wanted);
}

static void
assert_history (HmStore *store, const char *repository, gint64 from, gint64 until,
                const char *wanted)
{
  g_autoptr (GString) found = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  hm_store_history (store, repository, from, until, summary_note, found, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (found->str, ==, wanted);
}

static void
test_latest_of_each (void)
{
  g_autoptr (Case) a_case = case_new ();
  const char *const some[] = { "b", "nowhere", "a", NULL };

  assert_latest (a_case->store, NULL, HM_INSTANT_MAX, "");
  g_assert_cmpint (case_put (a_case->store, "b", NOW, 50, "x"), ==, HM_STORE_ADDED);
  case_put (a_case->store, "a", NOW + WEEK, 60, "x");
  case_put (a_case->store, "b", NOW + 2 * WEEK, 70, "x");
  /* One that comes late is no news. */
  case_put (a_case->store, "b", NOW + WEEK, 40, "y");
  assert_latest (a_case->store, NULL, HM_INSTANT_MAX, "a 1 60\nb 2 70\n");
  assert_latest (a_case->store, NULL, NOW + 2 * WEEK - 1, "a 1 60\nb 1 40\n");
  assert_latest (a_case->store, NULL, NOW, "b 0 50\n");
  assert_latest (a_case->store, NULL, NOW - 1, "");
  assert_latest (a_case->store, some, HM_INSTANT_MAX, "b 2 70\na 1 60\n");
  assert_history (a_case->store, "b", HM_INSTANT_MIN, HM_INSTANT_MAX, "b 0 50\nb 1 40\nb 2 70\n");
  assert_history (a_case->store, "b", NOW + 1, NOW + WEEK, "b 1 40\n");
  assert_history (a_case->store, "nowhere", HM_INSTANT_MIN, HM_INSTANT_MAX, "");
  case_check_whole (a_case->store, 4);
}

static gboolean
summary_compare (const HmStoreSummary *summary, gpointer data, GError **error)
{
  const HmReport *report = data;

  (void) error;
  g_assert_true (memcmp (&summary->commit, &report->commit, sizeof report->commit) == 0);
  g_assert_cmpint (summary->committed_at, ==, report->committed_at);
  g_assert_cmpint (summary->score, ==, report->score);
  g_assert_cmpint (summary->floor, ==, report->floor);
  g_assert_cmpint (summary->ceiling, ==, report->ceiling);
  g_assert_cmpint (summary->coverage_percent, ==, report->coverage_percent);
  g_assert_cmpint (summary->is_partial, ==, report->is_partial);
  g_assert_cmpstr (summary->band, ==, report->band);
  g_assert_cmpstr (summary->tool_version, ==, report->tool_version);
  g_assert_cmpstr (summary->policy_name, ==, report->policy_name);
  g_assert_cmpint (summary->is_policy_of_subject, ==,
                   report->is_policy_of_subject ? HM_TRUTH_YES : HM_TRUTH_NO);
  g_assert_cmpuint (summary->n_checks, ==, report->results->len);
  for (guint i = 0; i < summary->n_checks; i++) {
    const HmResult *result = g_ptr_array_index (report->results, i);

    g_assert_cmpstr (summary->checks[i].id, ==, result->id);
    g_assert_cmpstr (summary->checks[i].name, ==, result->name);
    g_assert_cmpint (summary->checks[i].status, ==, result->status);
    if (result->status == HM_STATUS_SCORED)
      g_assert_cmpint (summary->checks[i].score, ==, result->score);
    else
      g_assert_cmpint (summary->checks[i].score, ==, HM_NO_SCORE);
  }
  return TRUE;
}

static void
rows_test (HmReport *report)
{
  g_autoptr (Case) a_case = case_new ();
  g_autoptr (GBytes) wanted = hm_report_write (report);
  g_autoptr (GBytes) found = NULL;
  g_autoptr (HmReport) again = NULL;
  g_autoptr (GError) error = NULL;

  hm_store_put (a_case->store, "r", report, HM_STORE_KEEP, NULL, &error);
  g_assert_no_error (error);
  found = hm_store_report_json (a_case->store, "r", HM_INSTANT_MAX, &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (found, wanted));
  again = hm_store_report (a_case->store, "r", HM_INSTANT_MAX, &error);
  g_assert_no_error (error);
  hm_store_latest (a_case->store, NULL, HM_INSTANT_MAX, summary_compare, again, &error);
  g_assert_no_error (error);
  case_check_whole (a_case->store, 1);
  hm_report_free (report);
}

static void
test_rows_of_every_report (void)
{
  HmReport *flood = hm_sample_report ();

  rows_test (hm_sample_report ());
  rows_test (hm_sample_report_full ());
  rows_test (hm_sample_report_unknown ());
  rows_test (hm_sample_report_hostile ());
  hm_sample_add_flood (flood, 900);
  rows_test (flood);
}

static void
test_same_time_again (void)
{
  g_autoptr (Case) a_case = case_new ();
  g_autoptr (HmReport) other = case_report (NOW, 60, "x");
  g_autoptr (GBytes) text = NULL;
  g_autoptr (GBytes) wanted = case_text (NOW, 70, "y");
  g_autoptr (GError) error = NULL;
  HmStoreOutcome outcome;

  g_assert_cmpint (case_put (a_case->store, "r", NOW, 50, "x"), ==, HM_STORE_ADDED);
  g_assert_cmpint (case_put (a_case->store, "r", NOW, 50, "x"), ==, HM_STORE_SAME);
  case_put (a_case->store, "r", NOW + WEEK, 50, "x");
  hm_store_put (a_case->store, "r", other, HM_STORE_KEEP, &outcome, &error);
  g_assert_no_error (error);
  g_assert_cmpint (outcome, ==, HM_STORE_KEPT);
  assert_latest (a_case->store, NULL, NOW, "r 0 50\n");
  /* The one replaced is what the next week's rests on. */
  g_assert_cmpint (case_put (a_case->store, "r", NOW, 70, "y"), ==, HM_STORE_REPLACED);
  assert_history (a_case->store, "r", HM_INSTANT_MIN, HM_INSTANT_MAX, "r 0 70\nr 1 50\n");
  text = hm_store_report_json (a_case->store, "r", NOW, &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (text, wanted));
  case_check_whole (a_case->store, 2);
}

static void
test_a_year_takes_little_room (void)
{
  g_autoptr (Case) a_case = case_new ();
  g_autoptr (GError) error = NULL;
  guint64 before;
  guint64 after;
  gsize size = 0;

  for (guint week = 0; week < 52; week++) {
    g_autofree char *words = g_strdup_printf ("%u of 100", week);
    g_autoptr (HmReport) report = case_report (NOW + week * WEEK, 50, words);
    g_autoptr (GBytes) text = NULL;

    hm_sample_add_flood (report, 30);
    text = hm_report_write (report);
    size += g_bytes_get_size (text);
    hm_store_put (a_case->store, "r", report, HM_STORE_REPLACE, NULL, &error);
    g_assert_no_error (error);
  }
  case_check_whole (a_case->store, 52);
  g_assert_true (hm_store_vacuum (a_case->store, &before, &after, &error));
  g_assert_cmpuint (after, <, size / 10);
  case_check_whole (a_case->store, 52);
}

static void
test_forgotten (void)
{
  g_autoptr (Case) a_case = case_new ();
  g_autoptr (HmStoreState) state = hm_store_state_new ();
  g_autoptr (GError) error = NULL;

  for (guint week = 0; week < 4; week++) {
    case_put (a_case->store, "a", NOW + week * WEEK, 50, "x");
    case_put (a_case->store, "b", NOW + week * WEEK, 60, "x");
  }
  g_assert_true (hm_store_put_state (a_case->store, "a", state, &error));
  g_assert_true (hm_store_forget (a_case->store, "a", NULL, &error));
  g_assert_true (hm_store_forget (a_case->store, "nowhere", NULL, &error));
  assert_latest (a_case->store, NULL, HM_INSTANT_MAX, "b 3 60\n");
  g_assert_null (hm_store_report (a_case->store, "a", HM_INSTANT_MAX, &error));
  case_assert_error (&error, HM_ERROR_NOT_FOUND, "a: no report of it in ");
  case_check_whole (a_case->store, 4);
}

static void
test_batch (void)
{
  g_autoptr (Case) a_case = case_new ();
  g_autoptr (HmStore) reader = NULL;
  g_autoptr (GError) error = NULL;

  reader = hm_store_open (a_case->file, HM_STORE_READ, &error);
  g_assert_no_error (error);
  g_assert_true (hm_store_begin (a_case->store, &error));
  case_put (a_case->store, "a", NOW, 50, "x");
  /* One that fails takes none of the others along, nor what it had done itself. */
  g_assert_false (hm_store_put_json (a_case->store, "b", "{}", 2, HM_STORE_REPLACE, NULL, &error));
  case_assert_error (&error, HM_ERROR_FORMAT, "b: schema: this is missing");
  case_put (a_case->store, "c", NOW, 60, "x");
  assert_latest (a_case->store, NULL, HM_INSTANT_MAX, "a 0 50\nc 0 60\n");
  assert_latest (reader, NULL, HM_INSTANT_MAX, "");
  g_assert_true (hm_store_commit (a_case->store, &error));
  assert_latest (reader, NULL, HM_INSTANT_MAX, "a 0 50\nc 0 60\n");
  g_assert_true (hm_store_begin (a_case->store, &error));
  case_put (a_case->store, "d", NOW, 70, "x");
  hm_store_rollback (a_case->store);
  assert_latest (a_case->store, NULL, HM_INSTANT_MAX, "a 0 50\nc 0 60\n");
  /* What was learned on the way is forgotten too. */
  case_put (a_case->store, "e", NOW, 80, "x");
  case_check_whole (a_case->store, 3);
}

static void
test_state (void)
{
  g_autoptr (Case) a_case = case_new ();
  g_autoptr (HmStoreState) state = hm_store_state (a_case->store, "r", NULL);
  g_autoptr (HmStoreState) found = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (state->tool_version, ==, "");
  g_assert_cmpint (state->scanned_at, ==, 0);
  memset (&state->head, 7, sizeof state->head);
  hm_text_set (&state->tool_version, "0.1.0");
  hm_text_set (&state->policy_digest, "p");
  hm_text_set (&state->forge_digest, "f");
  hm_text_set (&state->failure, "no such host \xff");
  state->scanned_at = NOW;
  state->failed_at = NOW + 1;
  state->looked_at = NOW + 2;
  state->tried_at = NOW + 3;
  g_assert_true (hm_store_put_state (a_case->store, "r", state, &error));
  hm_text_set (&state->policy_digest, "q");
  g_assert_true (hm_store_put_state (a_case->store, "r", state, &error));
  found = hm_store_state (a_case->store, "r", &error);
  g_assert_no_error (error);
  g_assert_true (memcmp (&found->head, &state->head, sizeof state->head) == 0);
  g_assert_cmpstr (found->tool_version, ==, "0.1.0");
  g_assert_cmpstr (found->policy_digest, ==, "q");
  g_assert_cmpstr (found->forge_digest, ==, "f");
  g_assert_cmpstr (found->failure, ==, "no such host \\xff");
  g_assert_cmpint (found->scanned_at, ==, NOW);
  g_assert_cmpint (found->failed_at, ==, NOW + 1);
  g_assert_cmpint (found->looked_at, ==, NOW + 2);
  g_assert_cmpint (found->tried_at, ==, NOW + 3);
  /* Without a report it is in no answer. */
  assert_latest (a_case->store, NULL, HM_INSTANT_MAX, "");
}

static void
test_names (void)
{
  static const char *const wrong[] = { "", "a\nb", "\xff", "\x7f" };
  g_autoptr (Case) a_case = case_new ();
  g_autofree char *longest = g_strnfill (HM_STORE_KEY_MAX, 'a');
  g_autofree char *longer = g_strnfill (HM_STORE_KEY_MAX + 1, 'a');
  g_autoptr (HmReport) report = case_report (NOW, 50, "x");
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++) {
    g_assert_false (hm_store_put (a_case->store, wrong[i], report, HM_STORE_KEEP, NULL, &error));
    case_assert_error (&error, HM_ERROR_USAGE, "no name for a repository");
  }
  g_assert_false (hm_store_put (a_case->store, longer, report, HM_STORE_KEEP, NULL, &error));
  case_assert_error (&error, HM_ERROR_USAGE, "no name for a repository");
  case_put (a_case->store, longest, NOW, 50, "x");
  case_put (a_case->store, "'; DROP TABLE report; --", NOW, 50, "x");
  case_check_whole (a_case->store, 2);
}

static gboolean
name_keep (const HmStoreSummary *summary, gpointer data, GError **error)
{
  (void) error;
  g_string_append_printf (data, "%s: %s\n", summary->repository, summary->checks[1].name);
  return TRUE;
}

/* A report of somebody else says how its own checks are called, and no other's. */
static void
test_check_named_by_its_report (void)
{
  g_autoptr (Case) a_case = case_new ();
  g_autoptr (HmReport) strange = case_report (NOW, 50, "x");
  g_autoptr (GString) names = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  hm_text_set (&((HmResult *) g_ptr_array_index (strange->results, 1))->name, "\"><img>");
  case_put (a_case->store, "a", NOW, 50, "x");
  hm_store_put (a_case->store, "b", strange, HM_STORE_KEEP, NULL, &error);
  g_assert_no_error (error);
  case_put (a_case->store, "c", NOW, 50, "x");
  case_reopen (a_case, HM_STORE_WRITE);
  hm_store_latest (a_case->store, NULL, HM_INSTANT_MAX, name_keep, names, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (names->str, ==, "a: Signed-Commits\nb: \"><img>\nc: Signed-Commits\n");
  case_check_whole (a_case->store, 3);
}

static gboolean
walk_end (const HmStoreSummary *summary, gpointer data, GError **error)
{
  guint *n = data;

  if (++*n < 2)
    return TRUE;
  return hm_fail (error, HM_ERROR_CANCELLED, "%s: enough", summary->repository);
}

static void
test_walk_ends_when_told (void)
{
  g_autoptr (Case) a_case = case_new ();
  g_autoptr (GError) error = NULL;
  guint n = 0;

  case_put (a_case->store, "a", NOW, 50, "x");
  case_put (a_case->store, "b", NOW, 50, "x");
  case_put (a_case->store, "c", NOW, 50, "x");
  g_assert_false (hm_store_latest (a_case->store, NULL, HM_INSTANT_MAX, walk_end, &n, &error));
  case_assert_error (&error, HM_ERROR_CANCELLED, "b: enough");
  g_assert_cmpuint (n, ==, 2);
  /* And the store is free again. */
  case_put (a_case->store, "d", NOW, 50, "x");
}

static gboolean
summary_count (const HmStoreSummary *summary, gpointer data, GError **error)
{
  (void) summary;
  (void) error;
  ++*(guint *) data;
  return TRUE;
}

static void
assert_reports (HmStore *store, guint wanted)
{
  g_autoptr (GError) error = NULL;
  guint n = 0;

  hm_store_history (store, "github.com/o/r", 0, HM_INSTANT_MAX, summary_count, &n, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n, ==, wanted);
}

static void
view_open (HmStore *store)
{
  g_autoptr (GError) error = NULL;

  hm_store_view_begin (store, &error);
  g_assert_no_error (error);
}

/* What another connection writes meanwhile is not there until the outermost view ends. */
static void
test_view (void)
{
  g_autoptr (Case) a_case = case_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (HmStore) other = hm_store_open (a_case->file, HM_STORE_WRITE, &error);
  g_autoptr (HmReport) report = case_report (WEEK, 50, "x");

  g_assert_no_error (error);
  case_put (a_case->store, "github.com/o/r", WEEK, 50, "x");
  view_open (a_case->store);
  assert_reports (a_case->store, 1);
  case_put (other, "github.com/o/r", 2 * WEEK, 60, "y");
  view_open (a_case->store);
  assert_reports (a_case->store, 1);
  hm_store_view_end (a_case->store);
  assert_reports (a_case->store, 1);
  g_assert_false (
      hm_store_put (a_case->store, "github.com/o/r", report, HM_STORE_REPLACE, NULL, &error));
  g_assert_error (error, HM_ERROR, HM_ERROR_IO);
  g_clear_error (&error);
  assert_reports (a_case->store, 1);
  hm_store_view_end (a_case->store);
  assert_reports (a_case->store, 2);
  /* One's own batch is seen as it grows. */
  g_assert_true (hm_store_begin (a_case->store, NULL));
  view_open (a_case->store);
  case_put (a_case->store, "github.com/o/r", 3 * WEEK, 60, "z");
  assert_reports (a_case->store, 3);
  hm_store_view_end (a_case->store);
  g_assert_true (hm_store_commit (a_case->store, NULL));
  assert_reports (other, 3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/latest-of-each", test_latest_of_each);
  g_test_add_func ("/store/rows-of-every-report", test_rows_of_every_report);
  g_test_add_func ("/store/same-time-again", test_same_time_again);
  g_test_add_func ("/store/a-year-takes-little-room", test_a_year_takes_little_room);
  g_test_add_func ("/store/forgotten", test_forgotten);
  g_test_add_func ("/store/batch", test_batch);
  g_test_add_func ("/store/view", test_view);
  g_test_add_func ("/store/state", test_state);
  g_test_add_func ("/store/names", test_names);
  g_test_add_func ("/store/check-named-by-its-report", test_check_named_by_its_report);
  g_test_add_func ("/store/walk-ends-when-told", test_walk_ends_when_told);
  return g_test_run ();
}
