/* SPDX-License-Identifier: Apache-2.0 */
#include "store/put.h"

#include <string.h>

#include "core/error.h"
#include "core/instant.h"
#include "render/report_json.h"
#include "store/activity.h"
#include "store/body.h"
#include "store/digest.h"
#include "store/findings.h"
#include "store/restore.h"
#include "store/summary.h"

/*
 * A text that takes more than this part of its base's room has become another: it is put whole, and those after it
 * are held against it.
 */
#define BASE_SHARE 3

/* A report on its way in. */
typedef struct {
  const HmReport *report;
  const char *text;
  gsize size;
  guint8 digest[HM_SHA256_BYTES];
  HmStoreConflict conflict;
  gboolean is_foreign; /* somebody else made it */
  gint64 repository;
  HmSummaryRow neighbour; /* the nearest report of the repository, to be like */
  HmStoreOutcome outcome;
} Put;

static void
put_clear (Put *put)
{
  hm_summary_row_clear (&put->neighbour);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Put, put_clear)

/* @ret_id: of the repository's report of the same time; 0: none. @ret_is_same: whether it is this one. */
static gboolean
rival_find (HmStore *store, const Put *put, gint64 *ret_id, gboolean *ret_is_same, GError **error)
{
  g_autoptr (HmStatement) rows = hm_database_statement (
      store,
      "SELECT report.id, body.sha256 FROM report LEFT JOIN body ON body.id = report.id"
      " WHERE report.repository = ?1 AND as_of = ?2",
      error);
  guint8 digest[HM_SHA256_BYTES];
  gboolean has_row;

  if (rows == NULL)
    return FALSE;
  sqlite3_bind_int64 (rows, 1, put->repository);
  sqlite3_bind_int64 (rows, 2, put->report->as_of);
  if (!hm_database_step (store, rows, &has_row, error))
    return FALSE;
  *ret_id = has_row ? sqlite3_column_int64 (rows, 0) : 0;
  *ret_is_same = has_row && hm_column_bytes (rows, 1, digest, sizeof digest)
                 && memcmp (digest, put->digest, sizeof digest) == 0;
  return TRUE;
}

/* Its body stays where others are deflated against it. */
static gboolean
rival_remove (HmStore *store, gint64 id, GError **error)
{
  static const char *const sqls[] = {
    "DELETE FROM report WHERE id = ?1",
    "DELETE FROM body WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM body WHERE base = ?1)",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (sqls); i++) {
    g_autoptr (HmStatement) gone = hm_database_statement (store, sqls[i], error);

    if (gone == NULL)
      return FALSE;
    sqlite3_bind_int64 (gone, 1, id);
    if (!hm_database_finish (store, gone, error))
      return FALSE;
  }
  return TRUE;
}

/* Deflates the text against the neighbour's base, where that is worth it. @ret_base: 0: against none */
static GByteArray *
text_pack (HmStore *store, const Put *put, gint64 *ret_base, GError **error)
{
  g_auto (HmBaseCache) cache = { 0 };
  g_autoptr (GBytes) base = NULL;
  g_autoptr (GByteArray) packed = NULL;
  gsize base_size;

  if (!hm_body_find_base (store, put->neighbour.id, ret_base, &base_size, error))
    return NULL;
  if (*ret_base != 0) {
    /* One that is damaged is told by hm_store_check(); nothing more shall rest on it. */
    base = hm_body_restore (store, *ret_base, &cache, NULL);
    if (base != NULL)
      packed = hm_body_pack (put->text, put->size, base);
    if (packed != NULL && packed->len <= base_size / BASE_SHARE)
      return g_steal_pointer (&packed);
  }
  *ret_base = 0;
  return hm_body_pack (put->text, put->size, NULL);
}

/* @ret_id: of the body, and so of the report. */
static gboolean
body_insert (HmStore *store, const Put *put, gint64 *ret_id, GError **error)
{
  gint64 base;
  g_autoptr (GByteArray) packed = text_pack (store, put, &base, error);
  g_autoptr (HmStatement) insert = NULL;

  if (packed == NULL)
    return FALSE;
  insert = hm_database_statement (
      store,
      "INSERT INTO body (repository, base, size, sha256, deflated) VALUES (?1, ?2, ?3, ?4, ?5)",
      error);
  if (insert == NULL)
    return FALSE;
  sqlite3_bind_int64 (insert, 1, put->repository);
  if (base != 0)
    sqlite3_bind_int64 (insert, 2, base);
  sqlite3_bind_int64 (insert, 3, (gint64) put->size);
  hm_bind_bytes (insert, 4, put->digest, sizeof put->digest);
  hm_bind_bytes (insert, 5, packed->data, packed->len);
  if (!hm_database_finish (store, insert, error))
    return FALSE;
  *ret_id = sqlite3_last_insert_rowid (store->db);
  return TRUE;
}

static gboolean
report_insert (HmStore *store, const Put *put, gint64 id, const char *findings, GError **error)
{
  const HmReport *report = put->report;
  g_autoptr (HmStatement) insert = hm_database_statement (
      store,
      "INSERT INTO report (id, repository, as_of, commit_id, committed_at, score, floor, ceiling,"
      " coverage_percent, is_partial, band, tool_version, policy, findings, policy_digest,"
      " policy_own)"
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
      error);

  if (insert == NULL)
    return FALSE;
  sqlite3_bind_int64 (insert, 1, id);
  sqlite3_bind_int64 (insert, 2, put->repository);
  sqlite3_bind_int64 (insert, 3, report->as_of);
  hm_bind_bytes (insert, 4, report->commit.bytes, sizeof report->commit.bytes);
  sqlite3_bind_int64 (insert, 5, report->committed_at);
  hm_bind_tenths (insert, 6, report->score);
  hm_bind_tenths (insert, 7, report->floor);
  hm_bind_tenths (insert, 8, report->ceiling);
  sqlite3_bind_int (insert, 9, report->coverage_percent);
  sqlite3_bind_int (insert, 10, report->is_partial);
  hm_bind_text (insert, 11, report->band);
  hm_bind_text (insert, 12, report->tool_version);
  hm_bind_text (insert, 13, report->policy_name);
  hm_bind_text (insert, 14, findings);
  hm_bind_text (insert, 15, report->policy_digest);
  sqlite3_bind_int (insert, 16, report->is_policy_of_subject);
  return hm_database_finish (store, insert, error);
}

static gboolean
checks_insert (HmStore *store, const Put *put, gint64 id, GError **error)
{
  const HmReport *report = put->report;
  g_autoptr (HmStatement) insert = hm_database_statement (
      store,
      "INSERT INTO check_score (report, position, check_name, status, score, floor, ceiling)"
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
      error);

  if (insert == NULL)
    return FALSE;
  for (guint i = 0; i < report->results->len; i++) {
    const HmResult *result = g_ptr_array_index (report->results, i);
    gint64 check;

    if (!hm_database_check_number (store, result->id, result->name, put->is_foreign, &check, error))
      return FALSE;
    sqlite3_bind_int64 (insert, 1, id);
    sqlite3_bind_int64 (insert, 2, i);
    sqlite3_bind_int64 (insert, 3, check);
    sqlite3_bind_int (insert, 4, result->status);
    hm_bind_tenths (insert, 5, result->status == HM_STATUS_SCORED ? result->score : HM_NO_SCORE);
    hm_bind_tenths (insert, 6,
                    result->status != HM_STATUS_NOT_APPLICABLE ? result->floor : HM_NO_SCORE);
    hm_bind_tenths (insert, 7,
                    result->status != HM_STATUS_NOT_APPLICABLE ? result->ceiling : HM_NO_SCORE);
    if (!hm_database_finish (store, insert, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
rows_insert (HmStore *store, const Put *put, GError **error)
{
  const char *known = put->neighbour.id != 0 ? put->neighbour.findings : "";
  g_autoptr (GPtrArray) findings = hm_findings_of_report (put->report);
  g_autofree char *list = NULL;
  gint64 id;

  if (!body_insert (store, put, &id, error))
    return FALSE;
  list = hm_findings_put (store, put->repository, findings, known, put->is_foreign, error);
  return list != NULL && report_insert (store, put, id, list, error)
         && checks_insert (store, put, id, error)
         && hm_activity_put (store, put->repository, put->report, error);
}

/*
 * The report before this one, else the one after. A neighbour only saves room: one that is damaged counts as none, so
 * that it holds up no scan; hm_store_check() tells of it.
 */
static gboolean
neighbour_read (HmStore *store, Put *put, GError **error)
{
  const gint64 at = put->report->as_of;
  g_autoptr (GError) mistake = NULL;

  if (hm_summary_row_read (store, put->repository, at, &put->neighbour, &mistake)
      && (put->neighbour.id != 0
          || hm_summary_row_read_next (store, put->repository, at, &put->neighbour, &mistake)))
    return TRUE;
  if (!g_error_matches (mistake, HM_ERROR, HM_ERROR_FORMAT)) {
    g_propagate_error (error, g_steal_pointer (&mistake));
    return FALSE;
  }
  put->neighbour.id = 0;
  return TRUE;
}

static gboolean
put_run (HmStore *store, const char *repository, Put *put, GError **error)
{
  gint64 rival;
  gboolean is_same;

  if (put->report->results->len > HM_STORE_CHECKS_MAX)
    return hm_fail (error, HM_ERROR_LIMIT, "%u checks, where a store takes %d of one report",
                    put->report->results->len, HM_STORE_CHECKS_MAX);
  if (!hm_repository_need (store, repository, &put->repository, error)
      || !rival_find (store, put, &rival, &is_same, error) || !neighbour_read (store, put, error))
    return FALSE;
  if (rival != 0 && (is_same || put->conflict == HM_STORE_KEEP)) {
    put->outcome = is_same ? HM_STORE_SAME : HM_STORE_KEPT;
    return TRUE;
  }
  put->outcome = rival != 0 ? HM_STORE_REPLACED : HM_STORE_ADDED;
  /* The rival is the nearest of all: what it has is looked at before it goes. */
  if (rival == 0)
    return rows_insert (store, put, error);
  return rival_remove (store, rival, error) && rows_insert (store, put, error);
}

/* A limit is this report's fault, whatever it is put among: the error names it. */
static gboolean
put_try (HmStore *store, const char *repository, Put *put, GError **error)
{
  g_autoptr (GError) mistake = NULL;
  char as_of[HM_INSTANT_TEXT_SIZE];

  if (put_run (store, repository, put, &mistake))
    return TRUE;
  if (g_error_matches (mistake, HM_ERROR, HM_ERROR_LIMIT))
    g_prefix_error (&mistake, "%s as of %s: ", repository,
                    hm_instant_text (put->report->as_of, as_of));
  g_propagate_error (error, g_steal_pointer (&mistake));
  return FALSE;
}

/* @ret_outcome: (nullable) */
static gboolean
put_enter (HmStore *store, const char *repository, Put *put, HmStoreOutcome *ret_outcome,
           GError **error)
{
  if (!hm_repository_key_check (repository, error))
    return FALSE;
  hm_sha256 (put->text, put->size, put->digest);
  hm_summary_row_init (&put->neighbour);
  if (!hm_database_enter (store, error)
      || !hm_database_leave (store, put_try (store, repository, put, error), error))
    return FALSE;
  if (ret_outcome != NULL)
    *ret_outcome = put->outcome;
  return TRUE;
}

gboolean
hm_store_put_both (HmStore *store, const char *repository, const HmReport *report, const char *text,
                   gsize size, HmStoreConflict conflict, HmStoreOutcome *ret_outcome,
                   GError **error)
{
  g_auto (Put) put = { .report = report, .text = text, .size = size, .conflict = conflict };

  return put_enter (store, repository, &put, ret_outcome, error);
}

/* Reads the text of @put, and puts it. */
static gboolean
text_put (HmStore *store, const char *repository, Put *put, HmStoreOutcome *ret_outcome,
          GError **error)
{
  g_autoptr (HmReport) report = hm_report_read (put->text, put->size, error);

  if (report == NULL) {
    g_prefix_error (error, "%s: ", repository);
    return FALSE;
  }
  put->report = report;
  return put_enter (store, repository, put, ret_outcome, error);
}

gboolean
hm_store_put_json (HmStore *store, const char *repository, const char *text, gsize size,
                   HmStoreConflict conflict, HmStoreOutcome *ret_outcome, GError **error)
{
  g_auto (Put) put = { .text = text, .size = size, .conflict = conflict, .is_foreign = TRUE };

  return text_put (store, repository, &put, ret_outcome, error);
}

/*
 * Read back before it goes in: what lies in the store can be read, and its rows tell of the text, in which hostile
 * words are masked.
 */
gboolean
hm_store_put (HmStore *store, const char *repository, const HmReport *report,
              HmStoreConflict conflict, HmStoreOutcome *ret_outcome, GError **error)
{
  g_autoptr (GBytes) text = hm_report_write (report);
  gsize size;
  const char *data = g_bytes_get_data (text, &size);
  g_auto (Put) put = { .text = data, .size = size, .conflict = conflict };

  return text_put (store, repository, &put, ret_outcome, error);
}
