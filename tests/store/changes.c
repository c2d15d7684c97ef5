/* SPDX-License-Identifier: Apache-2.0 */
/* What moved between two times: scores, and findings that came and went. */
#include <string.h>

#include "core/instant.h"
#include "tests/store/case.h"

#define NOW G_GINT64_CONSTANT (1763700000)

static void
finding_note (GString *text, char sign, const HmStoreFinding *finding)
{
  g_string_append_printf (text, "%c %s/%s %d %s", sign, finding->check_id, finding->probe,
                          finding->outcome, finding->message);
  if (*finding->file != '\0')
    g_string_append_printf (text, " (%s)", finding->file);
  g_string_append_c (text, '\n');
}

static gboolean
change_note (const HmStoreChange *change, gpointer data, GError **error)
{
  GString *text = data;

  (void) error;
  if (change->before == NULL)
    g_string_append_printf (text, "%s new %d\n", change->after->repository, change->after->score);
  else
    g_string_append_printf (text, "%s %d to %d\n", change->after->repository, change->before->score,
                            change->after->score);
  for (guint i = 0; i < change->went->len; i++)
    finding_note (text, '-', g_ptr_array_index (change->went, i));
  for (guint i = 0; i < change->came->len; i++)
    finding_note (text, '+', g_ptr_array_index (change->came, i));
  return TRUE;
}

static void
assert_changes (HmStore *store, gint64 since, const char *wanted)
{
  g_autoptr (GString) found = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  hm_store_changes (store, NULL, since, HM_INSTANT_MAX, change_note, found, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (found->str, ==, wanted);
}

/* The first finding of the second check passes or fails, of any number of commits. */
static void
signed_put (HmStore *store, gint64 as_of, HmOutcome outcome, const char *words)
{
  g_autoptr (HmReport) report = case_report (as_of, 50, "x");
  HmResult *result = g_ptr_array_index (report->results, 1);
  HmFinding *finding = g_ptr_array_index (result->findings->items, 0);
  g_autoptr (GError) error = NULL;

  finding->outcome = outcome;
  hm_text_set (&finding->message, words);
  hm_store_put (store, "r", report, HM_STORE_REPLACE, NULL, &error);
  g_assert_no_error (error);
}

static void
test_outcome_moves (void)
{
  g_autoptr (Case) a_case = case_new ();

  signed_put (a_case->store, NOW, HM_FAIL, "38 lack one");
  signed_put (a_case->store, NOW + WEEK, HM_FAIL, "38 lack one");
  signed_put (a_case->store, NOW + 2 * WEEK, HM_PASS, "all have one");
  assert_changes (a_case->store, NOW,
                  "r 50 to 50\n"
                  "- signed-commits/recent-commits-signed 1 38 lack one\n"
                  "+ signed-commits/recent-commits-signed 0 all have one\n");
  assert_changes (a_case->store, NOW + 2 * WEEK, "r 50 to 50\n");
  case_check_whole (a_case->store, 3);
}

static void
test_other_words_are_no_change (void)
{
  g_autoptr (Case) a_case = case_new ();

  signed_put (a_case->store, NOW, HM_FAIL, "38 lack one");
  signed_put (a_case->store, NOW + WEEK, HM_FAIL, "37 lack one");
  signed_put (a_case->store, NOW + 2 * WEEK, HM_FAIL, "38 lack one");
  assert_changes (a_case->store, NOW, "r 50 to 50\n");
  assert_changes (a_case->store, NOW + WEEK, "r 50 to 50\n");
  case_check_whole (a_case->store, 3);
}

/* The only check's only finding cites a commit, and a file where @path is not NULL. */
static void
cited_put (HmStore *store, gint64 as_of, guint8 commit, const char *path, guint waiver)
{
  g_autoptr (HmReport) report = case_report (as_of, 50, "x");
  HmResult *result = g_ptr_array_index (report->results, 1);
  const HmOid oid = { .bytes = { commit } };
  HmFinding *finding;
  g_autoptr (GError) error = NULL;

  g_ptr_array_remove_range (report->results, 2, report->results->len - 2);
  g_ptr_array_remove_index (report->results, 0);
  g_ptr_array_set_size (result->findings->items, 0);
  finding = hm_findings_add (result->findings, "p", HM_FAIL, "seen in %u", commit);
  hm_finding_cite_commit (finding, &oid);
  if (path != NULL)
    hm_finding_cite_file (finding, &(HmTreeEntry){ .path = path }, 0);
  if (waiver > 0) {
    HmReportWaiver *settling = hm_report_waiver_new ();

    hm_text_set (&settling->check_id, result->id);
    hm_text_set (&settling->reason, "known");
    settling->state = HM_WAIVER_IN_FORCE;
    settling->n_findings = 1;
    g_ptr_array_add (report->waivers, settling);
  }
  finding->waiver = waiver;
  hm_store_put (store, "r", report, HM_STORE_REPLACE, NULL, &error);
  g_assert_no_error (error);
}

/* A finding of the newest commits is another each week by its fingerprint, and still the same one. */
static void
test_newest_commits_are_no_change (void)
{
  g_autoptr (Case) a_case = case_new ();

  cited_put (a_case->store, NOW, 1, NULL, 0);
  cited_put (a_case->store, NOW + WEEK, 2, NULL, 0);
  assert_changes (a_case->store, NOW, "r 50 to 50\n");
  case_check_whole (a_case->store, 2);
}

static void
test_path_is_news (void)
{
  g_autoptr (Case) a_case = case_new ();

  cited_put (a_case->store, NOW, 1, "a.so", 0);
  cited_put (a_case->store, NOW + WEEK, 2, "a.so", 0);
  assert_changes (a_case->store, NOW, "r 50 to 50\n");
  cited_put (a_case->store, NOW + 2 * WEEK, 3, "b.so", 0);
  assert_changes (a_case->store, NOW + WEEK,
                  "r 50 to 50\n"
                  "- signed-commits/p 1 seen in 2 (a.so)\n"
                  "+ signed-commits/p 1 seen in 3 (b.so)\n");
  case_check_whole (a_case->store, 3);
}

static gboolean
waived_note (const HmStoreChange *change, gpointer data, GError **error)
{
  (void) error;
  for (guint i = 0; i < change->came->len; i++)
    g_string_append_printf (
        data, "%s",
        ((HmStoreFinding *) g_ptr_array_index (change->came, i))->waived == HM_TRUTH_YES ? "begins"
                                                                                         : "ends");
  return TRUE;
}

static void
test_waiver_that_begins_and_ends (void)
{
  static const char *const wanted[] = { "begins", "", "ends" };
  g_autoptr (Case) a_case = case_new ();

  cited_put (a_case->store, NOW, 1, "a.so", 0);
  cited_put (a_case->store, NOW + WEEK, 1, "a.so", 1);
  cited_put (a_case->store, NOW + 2 * WEEK, 1, "a.so", 1);
  cited_put (a_case->store, NOW + 3 * WEEK, 1, "a.so", 0);
  for (guint i = 0; i < G_N_ELEMENTS (wanted); i++) {
    g_autoptr (GString) found = g_string_new (NULL);
    g_autoptr (GError) error = NULL;

    hm_store_changes (a_case->store, NULL, NOW + i * WEEK, NOW + (i + 1) * WEEK, waived_note, found,
                      &error);
    g_assert_no_error (error);
    g_assert_cmpstr (found->str, ==, wanted[i]);
  }
  case_check_whole (a_case->store, 4);
}

static void
test_new_and_gone (void)
{
  g_autoptr (Case) a_case = case_new ();

  case_put (a_case->store, "old", NOW, 50, "x");
  case_put (a_case->store, "falling", NOW, 50, "x");
  case_put (a_case->store, "falling", NOW + WEEK, 30, "x");
  case_put (a_case->store, "new", NOW + WEEK, 70, "x");
  assert_changes (a_case->store, NOW, "falling 50 to 30\nnew new 70\nold 50 to 50\n");
  assert_changes (a_case->store, NOW - 1, "falling new 30\nnew new 70\nold new 50\n");
}

/* In whatever order the reports come. */
static void
test_order_of_arrival (void)
{
  static const int orders[][3] = { { 0, 1, 2 }, { 2, 1, 0 }, { 1, 2, 0 }, { 2, 0, 1 } };
  static const HmOutcome outcomes[] = { HM_FAIL, HM_UNKNOWN, HM_PASS };

  for (gsize i = 0; i < G_N_ELEMENTS (orders); i++) {
    g_autoptr (Case) a_case = case_new ();

    for (gsize j = 0; j < 3; j++)
      signed_put (a_case->store, NOW + orders[i][j] * WEEK, outcomes[orders[i][j]], "it");
    assert_changes (a_case->store, NOW + WEEK,
                    "r 50 to 50\n"
                    "- signed-commits/recent-commits-signed 2 it\n"
                    "+ signed-commits/recent-commits-signed 0 it\n");
    case_check_whole (a_case->store, 3);
  }
}

static gboolean
finding_look (const HmStoreChange *change, gpointer data, GError **error)
{
  const HmStoreFinding *finding;

  (void) data;
  (void) error;
  g_assert_cmpuint (change->came->len, ==, 1);
  finding = g_ptr_array_index (change->came, 0);
  g_assert_cmpstr (finding->check_id, ==, "signed-commits");
  g_assert_cmpstr (finding->check_name, ==, "Signed-Commits");
  g_assert_cmpstr (finding->probe, ==, "recent-commits-signed");
  g_assert_cmpint (finding->outcome, ==, HM_FAIL);
  g_assert_cmpstr (finding->message, ==, "38 lack one");
  g_assert_cmpuint (strlen (finding->fingerprint), ==, 32);
  return TRUE;
}

static void
test_finding_is_told_whole (void)
{
  g_autoptr (Case) a_case = case_new ();
  g_autoptr (GError) error = NULL;

  signed_put (a_case->store, NOW, HM_PASS, "all have one");
  signed_put (a_case->store, NOW + WEEK, HM_FAIL, "38 lack one");
  g_assert_true (
      hm_store_changes (a_case->store, NULL, NOW, HM_INSTANT_MAX, finding_look, NULL, &error));
  g_assert_no_error (error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/changes/outcome-moves", test_outcome_moves);
  g_test_add_func ("/changes/other-words-are-no-change", test_other_words_are_no_change);
  g_test_add_func ("/changes/newest-commits-are-no-change", test_newest_commits_are_no_change);
  g_test_add_func ("/changes/path-is-news", test_path_is_news);
  g_test_add_func ("/changes/waiver-that-begins-and-ends", test_waiver_that_begins_and_ends);
  g_test_add_func ("/changes/new-and-gone", test_new_and_gone);
  g_test_add_func ("/changes/order-of-arrival", test_order_of_arrival);
  g_test_add_func ("/changes/finding-is-told-whole", test_finding_is_told_whole);
  return g_test_run ();
}
