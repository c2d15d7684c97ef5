/* SPDX-License-Identifier: Apache-2.0 */
#include "store/summary.h"

#include "core/error.h"
#include "core/instant.h"

#include <string.h>

/* Checks of one report: past any that HM_REPORT_BYTES_MAX holds is damage. */
#define REPORT_CHECKS_MAX 100000u

/* Bytes of a key, band, version or policy that are taken from the file. */
#define WORD_BYTES_MAX 20000

#define COLUMNS \
  "id, as_of, commit_id, committed_at, score, floor, ceiling, coverage_percent, is_partial, band," \
  " tool_version, policy, findings, policy_digest, policy_own"

void
hm_summary_row_init (HmSummaryRow *row)
{
  memset (row, 0, sizeof *row);
  row->checks = g_array_new (FALSE, FALSE, sizeof (HmStoreCheck));
}

void
hm_summary_row_clear (HmSummaryRow *row)
{
  g_free (row->band);
  g_free (row->tool_version);
  g_free (row->policy_name);
  g_free (row->policy_digest);
  g_free (row->findings);
  g_clear_pointer (&row->checks, g_array_unref);
  memset (row, 0, sizeof *row);
}

static gboolean
check_row_read (HmStore *store, HmStatement *rows, HmStoreCheck *check, GError **error)
{
  const HmCheckName *name = hm_database_check (store, sqlite3_column_int64 (rows, 0), error);
  const gint64 status = sqlite3_column_int64 (rows, 1);

  if (name == NULL)
    return FALSE;
  if (status < 0 || status > HM_STATUS_NOT_APPLICABLE || !hm_column_tenths (rows, 2, &check->score)
      || !hm_column_tenths (rows, 3, &check->floor) || !hm_column_tenths (rows, 4, &check->ceiling))
    return hm_database_damaged (store, error, "the check %s has a score that can't be", name->id);
  check->id = name->id;
  check->name = name->name;
  check->status = (HmStatus) status;
  return TRUE;
}

static gboolean
checks_read (HmStore *store, HmSummaryRow *row, GError **error)
{
  g_autoptr (HmStatement) rows = hm_database_statement (
      store,
      "SELECT check_name, status, score, floor, ceiling FROM check_score WHERE report = ?1"
      " ORDER BY position",
      error);
  gboolean has_row;

  if (rows == NULL)
    return FALSE;
  sqlite3_bind_int64 (rows, 1, row->id);
  g_array_set_size (row->checks, 0);
  while (hm_database_step (store, rows, &has_row, error)) {
    HmStoreCheck check;

    if (!has_row) {
      row->summary.checks = (const HmStoreCheck *) (gpointer) row->checks->data;
      row->summary.n_checks = row->checks->len;
      return TRUE;
    }
    if (row->checks->len >= REPORT_CHECKS_MAX)
      return hm_database_damaged (store, error, "a report has more than %u checks",
                                  REPORT_CHECKS_MAX);
    if (!check_row_read (store, rows, &check, error))
      return FALSE;
    g_array_append_val (row->checks, check);
  }
  return FALSE;
}

static gboolean
word_read (HmStatement *statement, int column, char **word)
{
  if (sqlite3_column_bytes (statement, column) > WORD_BYTES_MAX)
    return FALSE;
  hm_text_set (word, hm_column_text (statement, column));
  return TRUE;
}

static gboolean
policy_digest_read (HmStatement *statement, int column, HmSummaryRow *row)
{
  if (sqlite3_column_type (statement, column) != SQLITE_NULL)
    return word_read (statement, column, &row->policy_digest);
  g_clear_pointer (&row->policy_digest, g_free);
  return TRUE;
}

static HmTruth
truth_read (HmStatement *statement, int column)
{
  if (sqlite3_column_type (statement, column) == SQLITE_NULL)
    return HM_TRUTH_UNKNOWN;
  return sqlite3_column_int64 (statement, column) != 0 ? HM_TRUTH_YES : HM_TRUTH_NO;
}

static gboolean
report_row_read (HmStore *store, HmStatement *rows, HmSummaryRow *row, GError **error)
{
  HmStoreSummary *summary = &row->summary;
  const gint64 coverage = sqlite3_column_int64 (rows, 7);

  row->id = sqlite3_column_int64 (rows, 0);
  summary->as_of = sqlite3_column_int64 (rows, 1);
  summary->committed_at = sqlite3_column_int64 (rows, 3);
  summary->is_partial = sqlite3_column_int64 (rows, 8) != 0;
  summary->coverage_percent = (int) coverage;
  if (!hm_column_bytes (rows, 2, summary->commit.bytes, sizeof summary->commit.bytes)
      || !hm_column_tenths (rows, 4, &summary->score)
      || !hm_column_tenths (rows, 5, &summary->floor)
      || !hm_column_tenths (rows, 6, &summary->ceiling) || coverage < 0 || coverage > 100
      || !word_read (rows, 9, &row->band) || !word_read (rows, 10, &row->tool_version)
      || !word_read (rows, 11, &row->policy_name) || !policy_digest_read (rows, 13, row))
    return hm_database_damaged (store, error,
                                "report %" G_GINT64_FORMAT " has values that can't be", row->id);
  hm_text_set (&row->findings, hm_column_text (rows, 12));
  summary->band = row->band;
  summary->tool_version = row->tool_version;
  summary->policy_name = row->policy_name;
  summary->policy_digest = row->policy_digest;
  summary->is_policy_of_subject = truth_read (rows, 14);
  return checks_read (store, row, error);
}

static gboolean
row_read_with (HmStore *store, const char *sql, gint64 repository, gint64 at, HmSummaryRow *row,
               GError **error)
{
  g_autoptr (HmStatement) rows = hm_database_statement (store, sql, error);
  gboolean has_row;

  if (rows == NULL)
    return FALSE;
  row->id = 0;
  sqlite3_bind_int64 (rows, 1, repository);
  sqlite3_bind_int64 (rows, 2, at);
  if (!hm_database_step (store, rows, &has_row, error))
    return FALSE;
  return !has_row || report_row_read (store, rows, row, error);
}

gboolean
hm_summary_row_read (HmStore *store, gint64 repository, gint64 at, HmSummaryRow *row,
                     GError **error)
{
  return row_read_with (store,
                        "SELECT " COLUMNS " FROM report WHERE repository = ?1 AND as_of <= ?2"
                        " ORDER BY as_of DESC LIMIT 1",
                        repository, at, row, error);
}

gboolean
hm_summary_row_read_next (HmStore *store, gint64 repository, gint64 from, HmSummaryRow *row,
                          GError **error)
{
  return row_read_with (store,
                        "SELECT " COLUMNS " FROM report WHERE repository = ?1 AND as_of >= ?2"
                        " ORDER BY as_of LIMIT 1",
                        repository, from, row, error);
}

static gboolean
all_walk (HmStore *store, HmRepositoryFunc func, gpointer data, GError **error)
{
  g_autoptr (HmStatement) rows =
      hm_database_statement (store, "SELECT id, key FROM repository ORDER BY key", error);
  gboolean has_row;

  if (rows == NULL)
    return FALSE;
  while (hm_database_step (store, rows, &has_row, error)) {
    const char *key;

    if (!has_row)
      return TRUE;
    key = hm_column_text (rows, 1);
    if (!hm_repository_key_check (key, NULL))
      return hm_database_damaged (store, error, "a repository has a name that can't be");
    if (!func (store, sqlite3_column_int64 (rows, 0), key, data, error))
      return FALSE;
  }
  return FALSE;
}

static gboolean
some_walk (HmStore *store, const char *const *repositories, HmRepositoryFunc func, gpointer data,
           GError **error)
{
  for (gsize i = 0; repositories[i] != NULL; i++) {
    gint64 number;

    if (!hm_repository_find (store, repositories[i], &number, error)
        || (number != 0 && !func (store, number, repositories[i], data, error)))
      return FALSE;
  }
  return TRUE;
}

gboolean
hm_repositories_walk (HmStore *store, const char *const *repositories, HmRepositoryFunc func,
                      gpointer data, GError **error)
{
  gboolean is_entered;
  gboolean is_done;

  if (!hm_database_enter_read (store, &is_entered, error))
    return FALSE;
  is_done = repositories != NULL ? some_walk (store, repositories, func, data, error)
                                 : all_walk (store, func, data, error);
  hm_database_leave_read (store, is_entered);
  return is_done;
}

gboolean
hm_store_view_begin (HmStore *store, GError **error)
{
  if (store->n_views == 0 && !hm_database_enter_read (store, &store->is_view_entered, error))
    return FALSE;
  store->n_views++;
  return TRUE;
}

void
hm_store_view_end (HmStore *store)
{
  g_assert (store->n_views > 0);
  if (--store->n_views == 0)
    hm_database_leave_read (store, store->is_view_entered);
}

/* A question, and where its answers go. */
typedef struct {
  gint64 from;
  gint64 until;
  HmStoreSummaryFunc func;
  gpointer data;
  HmSummaryRow row;
} Question;

static void
question_clear (Question *question)
{
  hm_summary_row_clear (&question->row);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Question, question_clear)

static gboolean
latest_tell (HmStore *store, gint64 number, const char *key, gpointer data, GError **error)
{
  Question *question = data;

  if (!hm_summary_row_read (store, number, question->until, &question->row, error))
    return FALSE;
  question->row.summary.repository = key;
  return question->row.id == 0 || question->func (&question->row.summary, question->data, error);
}

gboolean
hm_store_latest (HmStore *store, const char *const *repositories, gint64 at,
                 HmStoreSummaryFunc func, gpointer data, GError **error)
{
  g_auto (Question) question = { .until = at, .func = func, .data = data };

  hm_summary_row_init (&question.row);
  return hm_repositories_walk (store, repositories, latest_tell, &question, error);
}

static gboolean
history_tell (HmStore *store, gint64 number, const char *key, gpointer data, GError **error)
{
  Question *question = data;
  HmSummaryRow *row = &question->row;

  for (gint64 from = question->from; from <= question->until; from = row->summary.as_of + 1) {
    if (!hm_summary_row_read_next (store, number, from, row, error))
      return FALSE;
    if (row->id == 0 || row->summary.as_of > question->until)
      return TRUE;
    row->summary.repository = key;
    if (!question->func (&row->summary, question->data, error))
      return FALSE;
    if (row->summary.as_of == G_MAXINT64)
      return TRUE;
  }
  return TRUE;
}

gboolean
hm_store_history (HmStore *store, const char *repository, gint64 from, gint64 until,
                  HmStoreSummaryFunc func, gpointer data, GError **error)
{
  const char *const repositories[] = { repository, NULL };
  g_auto (Question) question = { .from = from, .until = until, .func = func, .data = data };

  hm_summary_row_init (&question.row);
  return hm_repositories_walk (store, repositories, history_tell, &question, error);
}
