/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/portfolio/ranking_case.h"

#include <glib/gstdio.h>
#include <string.h>

#include "scoring/policy.h"

RankingCase *
ranking_case_new (const char *text)
{
  g_autofree char *whole = g_strconcat ("version: 1\n", text, NULL);
  g_autoptr (GError) error = NULL;
  RankingCase *a_case = g_new0 (RankingCase, 1);

  a_case->folder = g_dir_make_tmp ("hallmark-ranking-XXXXXX", &error);
  g_assert_no_error (error);
  a_case->file = g_build_filename (a_case->folder, "s.db", NULL);
  a_case->store = hm_store_open (a_case->file, HM_STORE_WRITE, &error);
  g_assert_no_error (error);
  a_case->portfolio = hm_portfolio_parse ("p.yml", "/", whole, strlen (whole), &error);
  g_assert_no_error (error);
  return a_case;
}

void
ranking_case_free (RankingCase *a_case)
{
  g_autoptr (GDir) folder = g_dir_open (a_case->folder, 0, NULL);
  const char *name;

  hm_store_free (a_case->store);
  hm_portfolio_free (a_case->portfolio);
  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL) {
    g_autofree char *path = g_build_filename (a_case->folder, name, NULL);

    g_remove (path);
  }
  g_rmdir (a_case->folder);
  g_free (a_case->folder);
  g_free (a_case->file);
  g_free (a_case);
}

static void
result_add (HmReport *report, const CaseCheck *check)
{
  HmResult *result = hm_result_new ();
  const gboolean is_known = check->score >= 0;

  hm_text_set (&result->id, check->id);
  g_free (result->name);
  result->name = g_strdup (check->id);
  result->name[0] = g_ascii_toupper (result->name[0]);
  result->risk = HM_RISK_MEDIUM;
  result->weight = 5;
  result->status = is_known ? HM_STATUS_SCORED : HM_STATUS_UNKNOWN;
  result->score = check->score;
  result->floor = is_known ? check->score : 0;
  result->ceiling = is_known ? check->score : 100;
  result->unwaived_score = result->score;
  result->unwaived_floor = is_known ? result->floor : HM_NO_SCORE;
  if (check->failure != NULL)
    hm_findings_add (result->findings, "a-probe", HM_FAIL, "%s", check->failure);
  g_ptr_array_add (report->results, result);
}

void
ranking_case_put (RankingCase *a_case, const char *key, gint64 as_of, const CaseCheck *checks,
                  gsize n_checks, HmReportActivity *activity)
{
  g_autofree char *whole = g_strconcat ("github.com/o/", key, NULL);
  g_autoptr (HmReport) report = hm_report_new ();
  g_autoptr (GError) error = NULL;
  int sum = 0;
  int n_known = 0;

  for (gsize i = 0; i < n_checks; i++) {
    result_add (report, &checks[i]);
    sum += MAX (checks[i].score, 0);
    n_known += checks[i].score >= 0 ? 1 : 0;
  }
  hm_text_set (&report->subject_name, whole);
  hm_text_set (&report->tool_version, "0");
  hm_text_set (&report->policy_name, "default");
  report->as_of = as_of;
  report->committed_at = as_of;
  report->commit.bytes[0] = 1;
  report->score = n_known > 0 ? sum / n_known : HM_NO_SCORE;
  report->floor = sum / (int) n_checks;
  report->ceiling = 100;
  report->unwaived_score = report->score;
  report->unwaived_floor = report->floor;
  report->coverage_percent = n_known * 100 / (int) n_checks;
  hm_text_set (&report->band, report->score >= 0
                                  ? hm_policy_band (&hm_policy_default, report->score)->id
                                  : "unknown");
  report->activity = activity;
  hm_store_put (a_case->store, whole, report, HM_STORE_REPLACE, NULL, &error);
  g_assert_no_error (error);
}

void
ranking_case_score (RankingCase *a_case, const char *key, gint64 as_of, int score)
{
  const CaseCheck check = { "maintainers", score, NULL };

  ranking_case_put (a_case, key, as_of, &check, 1, NULL);
}

void
ranking_case_fail (RankingCase *a_case, const char *key, gint64 failed_at, const char *why)
{
  g_autofree char *whole = g_strconcat ("github.com/o/", key, NULL);
  g_autoptr (HmStoreState) state = hm_store_state_new ();
  g_autoptr (GError) error = NULL;

  state->failed_at = failed_at;
  hm_text_set (&state->failure, why);
  hm_store_put_state (a_case->store, whole, state, &error);
  g_assert_no_error (error);
}

HmReportActivity *
ranking_case_activity (gint64 n_commits, gint64 n_active, const char *packages,
                       const char *dependencies)
{
  HmReportActivity *activity = hm_report_activity_new ();

  activity->first_commit_at = NOW - 3000 * DAY;
  activity->last_commit_at = NOW - DAY;
  activity->n_commits = n_commits;
  activity->n_people = n_active;
  activity->n_active = n_active;
  activity->n_organisations = 0;
  activity->n_releases = 0;
  g_strfreev (activity->packages);
  g_strfreev (activity->dependencies);
  activity->packages = g_strsplit (packages, " ", 0);
  activity->dependencies = g_strsplit (dependencies, " ", 0);
  return activity;
}
