/* SPDX-License-Identifier: Apache-2.0 */
/* Is the store whole: SQLite's own look at its file first, then each state, and each report against its rows. */
#include "core/error.h"
#include "core/instant.h"
#include "render/report_json.h"
#include "store/activity.h"
#include "store/findings.h"
#include "store/state.h"
#include "store/summary.h"
#include "store/walk.h"

#include <string.h>

/* Problems of the file's pages that SQLite is asked for. */
#define PROBLEMS_MAX 100

/* SQLite's steps between two looks at the flag. */
#define LOOK_EVERY 1000

typedef struct {
  HmStoreProblemFunc func;
  gpointer data;
  HmStoreHealth *health;
} Check;

static void
problem_tell (Check *check, const char *problem)
{
  check->func (problem, check->data);
  check->health->n_problems++;
}

/* SQLite tells of several problems in one text, a line each, below a heading for the database. */
static guint
lines_tell (Check *check, const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  guint n = 0;

  for (gsize i = 0; lines[i] != NULL; i++) {
    if (*lines[i] == '\0' || g_str_has_prefix (lines[i], "*** in database"))
      continue;
    problem_tell (check, lines[i]);
    n++;
  }
  return n;
}

static gboolean
pages_check (HmStore *store, Check *check, GError **error)
{
  g_autoptr (HmStatement) rows = hm_database_statement (
      store, "PRAGMA integrity_check(" G_STRINGIFY (PROBLEMS_MAX) ")", error);
  gboolean has_row = TRUE;
  guint n = 0;

  if (rows == NULL)
    return FALSE;
  while (has_row && hm_database_step (store, rows, &has_row, error)) {
    const char *text = has_row ? (const char *) sqlite3_column_text (rows, 0) : NULL;

    if (text != NULL && !g_str_equal (text, "ok"))
      n += lines_tell (check, text);
  }
  if (n >= PROBLEMS_MAX)
    check->func ("no more problems of the file's pages are told; there may be more", check->data);
  return !has_row;
}

/* One name that is gone leaves many rows behind: they are told of once for each pair of tables. */
static gboolean
references_check (HmStore *store, Check *check, GError **error)
{
  g_autoptr (HmStatement) rows =
      hm_database_statement (store,
                             "SELECT \"table\", \"parent\", count(*) FROM pragma_foreign_key_check"
                             " GROUP BY \"table\", \"parent\" ORDER BY \"table\", \"parent\"",
                             error);
  gboolean has_row;

  if (rows == NULL)
    return FALSE;
  while (hm_database_step (store, rows, &has_row, error)) {
    gint64 n;
    g_autofree char *problem = NULL;

    if (!has_row)
      return TRUE;
    n = sqlite3_column_int64 (rows, 2);
    problem = g_strdup_printf ("%" G_GINT64_FORMAT " %s of %s %s to %s of %s that %s not there", n,
                               n == 1 ? "row" : "rows", hm_column_text (rows, 0),
                               n == 1 ? "refers" : "refer", n == 1 ? "a row" : "rows",
                               hm_column_text (rows, 1), n == 1 ? "is" : "are");
    problem_tell (check, problem);
  }
  return FALSE;
}

static gboolean
strays_check (HmStore *store, Check *check, GError **error)
{
  g_autofree char *problem = NULL;
  guint64 n;

  if (!hm_activity_count_strays (store, &n, error))
    return FALSE;
  if (n == 0)
    return TRUE;
  problem = g_strdup_printf ("%" G_GUINT64_FORMAT " %s of activity %s to no report", n,
                             n == 1 ? "row" : "rows", n == 1 ? "belongs" : "belong");
  problem_tell (check, problem);
  return TRUE;
}

static gboolean
check_agrees (const HmStoreCheck *check, const HmResult *result)
{
  const gboolean is_applicable = result->status != HM_STATUS_NOT_APPLICABLE;

  return g_str_equal (check->id, result->id) && check->status == result->status
         && check->score == (result->status == HM_STATUS_SCORED ? result->score : HM_NO_SCORE)
         && check->floor == (is_applicable ? result->floor : HM_NO_SCORE)
         && check->ceiling == (is_applicable ? result->ceiling : HM_NO_SCORE);
}

static gboolean
summary_agrees (const HmStoreSummary *summary, const HmReport *report)
{
  if (summary->as_of != report->as_of || summary->committed_at != report->committed_at
      || memcmp (&summary->commit, &report->commit, sizeof report->commit) != 0
      || summary->score != report->score || summary->floor != report->floor
      || summary->ceiling != report->ceiling
      || summary->coverage_percent != report->coverage_percent
      || summary->is_partial != report->is_partial || !g_str_equal (summary->band, report->band)
      || !g_str_equal (summary->tool_version, report->tool_version)
      || !g_str_equal (summary->policy_name, report->policy_name)
      || (summary->policy_digest != NULL
          && !g_str_equal (summary->policy_digest, report->policy_digest))
      || (summary->is_policy_of_subject != HM_TRUTH_UNKNOWN
          && (summary->is_policy_of_subject == HM_TRUTH_YES) != report->is_policy_of_subject)
      || summary->n_checks != report->results->len)
    return FALSE;
  for (guint i = 0; i < summary->n_checks; i++)
    if (!check_agrees (&summary->checks[i], g_ptr_array_index (report->results, i)))
      return FALSE;
  return TRUE;
}

/* Whether both hold the same findings, however often each. */
static gboolean
findings_agree (const GPtrArray *rows, const GPtrArray *findings)
{
  g_autoptr (GHashTable) some = g_hash_table_new (hm_finding_hash, hm_finding_agrees);
  g_autoptr (GHashTable) others = g_hash_table_new (hm_finding_hash, hm_finding_agrees);

  for (guint i = 0; i < rows->len; i++)
    g_hash_table_add (some, g_ptr_array_index (rows, i));
  for (guint i = 0; i < findings->len; i++) {
    if (!g_hash_table_contains (some, g_ptr_array_index (findings, i)))
      return FALSE;
    g_hash_table_add (others, g_ptr_array_index (findings, i));
  }
  return g_hash_table_size (some) == g_hash_table_size (others);
}

/* Reads the rows of @stored. */
static gboolean
summary_read (HmStore *store, const HmStoredReport *stored, HmSummaryRow *row, GError **error)
{
  if (!hm_summary_row_read_next (store, stored->repository, stored->as_of, row, error))
    return FALSE;
  return (row->id == stored->id && row->summary.as_of == stored->as_of)
         || hm_database_damaged (store, error, "an index and its table differ");
}

/* Returns: FALSE with @error set to what is wrong with a report. */
static gboolean
report_verify (HmStore *store, const HmStoredReport *stored, GBytes *text, GError **error)
{
  gsize size;
  const char *data = g_bytes_get_data (text, &size);
  g_autoptr (HmReport) report = hm_report_read (data, size, error);
  g_auto (HmSummaryRow) row = { 0 };
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GPtrArray) findings = NULL;

  hm_summary_row_init (&row);
  if (report == NULL || !summary_read (store, stored, &row, error))
    return FALSE;
  if (!summary_agrees (&row.summary, report))
    return hm_fail (error, HM_ERROR_FORMAT, "its rows say something else than the report");
  rows = hm_findings_read (store, stored->repository, row.findings, error);
  if (rows == NULL)
    return FALSE;
  findings = hm_findings_of_report (report);
  if (!findings_agree (rows, findings))
    return hm_fail (error, HM_ERROR_FORMAT, "its rows have other findings than the report");
  return hm_activity_verify (store, stored->repository, report, error);
}

static gboolean
report_check (HmStore *store, const HmStoredReport *stored, GBytes *text, const GError *mistake,
              gpointer data, GError **error)
{
  Check *check = data;
  g_autoptr (GError) found = NULL;
  g_autofree char *problem = NULL;
  char as_of[HM_INSTANT_TEXT_SIZE];

  if (text != NULL && report_verify (store, stored, text, &found))
    return TRUE;
  /* That the rows could not be looked at says nothing of them. */
  if (g_error_matches (found, HM_ERROR, HM_ERROR_IO)) {
    g_propagate_error (error, g_steal_pointer (&found));
    return FALSE;
  }
  problem = g_strdup_printf ("%s as of %s: %s", stored->key, hm_instant_text (stored->as_of, as_of),
                             text == NULL ? mistake->message : found->message);
  problem_tell (check, problem);
  return TRUE;
}

/* Takes note of damage that ended a look. Returns: whether @error was that, and is cleared. */
static gboolean
damage_note (Check *check, const char *where, GError **error)
{
  g_autofree char *problem = NULL;

  if (!g_error_matches (*error, HM_ERROR, HM_ERROR_FORMAT))
    return FALSE;
  problem = g_strdup_printf ("%s: %s", where, (*error)->message);
  problem_tell (check, problem);
  g_clear_error (error);
  return TRUE;
}

static void
state_tell (const char *repository, gpointer data)
{
  g_autofree char *problem = g_strdup_printf (
      "%s: what its last scan left can't be read; the next scan writes it anew", repository);

  problem_tell (data, problem);
}

static int
is_cancelled (gpointer cancelled)
{
  return g_atomic_int_get ((const gint *) cancelled);
}

/* What can be seen without a report: SQLite's own look, stray rows, and the states. */
static gboolean
file_check (HmStore *store, Check *check, const gint *cancelled, GError **error)
{
  g_autoptr (GError) mistake = NULL;
  gboolean is_done;

  if (cancelled != NULL)
    sqlite3_progress_handler (store->db, LOOK_EVERY, is_cancelled, (gpointer) (guintptr) cancelled);
  store->is_examined = TRUE;
  is_done =
      (pages_check (store, check, &mistake) || damage_note (check, "pages", &mistake))
      && (references_check (store, check, &mistake) || damage_note (check, "references", &mistake))
      && (strays_check (store, check, &mistake) || damage_note (check, "activity", &mistake))
      && (hm_states_check (store, state_tell, check, &mistake)
          || damage_note (check, "states", &mistake));
  store->is_examined = FALSE;
  sqlite3_progress_handler (store->db, 0, NULL, NULL);
  /* SQLite keeps pages that no question would have accepted: who exports is to find what the walk finds. */
  sqlite3_db_release_memory (store->db);
  if (!is_done)
    g_propagate_error (error, g_steal_pointer (&mistake));
  return is_done;
}

gboolean
hm_store_check (HmStore *store, HmStoreProblemFunc func, gpointer data, const gint *cancelled,
                HmStoreHealth *ret_health, GError **error)
{
  HmStoreHealth health = { 0 };
  Check check = { func, data, &health };

  if (!file_check (store, &check, cancelled, error)
      || !hm_reports_walk (store, report_check, &check, func, data, cancelled, &health, error))
    return FALSE;
  *ret_health = health;
  return TRUE;
}
