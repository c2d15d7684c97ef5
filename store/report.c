/* SPDX-License-Identifier: Apache-2.0 */
#include "store/restore.h"

#include <string.h>

#include "core/error.h"
#include "core/instant.h"
#include "core/limits.h"
#include "render/report_json.h"
#include "store/body.h"
#include "store/digest.h"
#include "store/summary.h"

void
hm_base_cache_clear (HmBaseCache *cache)
{
  cache->id = 0;
  g_clear_pointer (&cache->text, g_bytes_unref);
}

/* A row of "body". */
typedef struct {
  gint64 base; /* 0: none */
  gsize size;
  guint8 digest[HM_SHA256_BYTES];
  GByteArray *packed;
} Body;

static void
body_clear (Body *body)
{
  g_clear_pointer (&body->packed, g_byte_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Body, body_clear)

static gboolean
body_read (HmStore *store, gint64 id, Body *body, GError **error)
{
  g_autoptr (HmStatement) rows = hm_database_statement (
      store, "SELECT base, size, sha256, deflated FROM body WHERE id = ?1", error);
  gboolean has_row;
  gint64 size;

  if (rows == NULL)
    return FALSE;
  sqlite3_bind_int64 (rows, 1, id);
  if (!hm_database_step (store, rows, &has_row, error))
    return FALSE;
  size = has_row ? sqlite3_column_int64 (rows, 1) : -1;
  if (size < 0 || size > HM_REPORT_BYTES_MAX
      || !hm_column_bytes (rows, 2, body->digest, sizeof body->digest))
    return hm_database_damaged (
        store, error, "body %" G_GINT64_FORMAT " is missing, or has values that can't be", id);
  body->base = sqlite3_column_int64 (rows, 0);
  body->size = (gsize) size;
  body->packed = g_byte_array_new ();
  if (sqlite3_column_bytes (rows, 3) > 0)
    g_byte_array_append (body->packed, sqlite3_column_blob (rows, 3),
                         (guint) sqlite3_column_bytes (rows, 3));
  return TRUE;
}

static GBytes *
body_unpack (HmStore *store, gint64 id, const Body *body, GBytes *base, GError **error)
{
  g_autoptr (GBytes) text = NULL;
  guint8 digest[HM_SHA256_BYTES];

  g_assert (body->packed != NULL);
  text = hm_body_unpack (body->packed->data, body->packed->len, body->size, base);
  if (text != NULL) {
    hm_sha256 (g_bytes_get_data (text, NULL), g_bytes_get_size (text), digest);
    if (memcmp (digest, body->digest, sizeof digest) == 0)
      return g_steal_pointer (&text);
  }
  hm_database_damaged (store, error, "body %" G_GINT64_FORMAT " is not what was put", id);
  return NULL;
}

/* A base that itself has one was never written: chains are not followed. */
static gboolean
base_restore (HmStore *store, gint64 id, HmBaseCache *cache, GError **error)
{
  g_auto (Body) body = { 0 };
  GBytes *text;

  if (cache->text != NULL && cache->id == id)
    return TRUE;
  if (!body_read (store, id, &body, error))
    return FALSE;
  if (body.base != 0)
    return hm_database_damaged (store, error, "base %" G_GINT64_FORMAT " has a base", id);
  text = body_unpack (store, id, &body, NULL, error);
  if (text == NULL)
    return FALSE;
  hm_base_cache_clear (cache);
  cache->id = id;
  cache->text = text;
  return TRUE;
}

GBytes *
hm_body_restore (HmStore *store, gint64 id, HmBaseCache *cache, GError **error)
{
  g_auto (Body) body = { 0 };

  if (!body_read (store, id, &body, error))
    return NULL;
  if (body.base == 0)
    return base_restore (store, id, cache, error) ? g_bytes_ref (cache->text) : NULL;
  if (!base_restore (store, body.base, cache, error))
    return NULL;
  return body_unpack (store, id, &body, cache->text, error);
}

gboolean
hm_body_find_base (HmStore *store, gint64 id, gint64 *ret_base, gsize *ret_packed_size,
                   GError **error)
{
  g_autoptr (HmStatement) rows =
      hm_database_statement (store,
                             "SELECT id, length(deflated) FROM body"
                             " WHERE id = (SELECT ifnull(base, id) FROM body WHERE id = ?1)",
                             error);
  gboolean has_row;

  if (rows == NULL)
    return FALSE;
  sqlite3_bind_int64 (rows, 1, id);
  if (!hm_database_step (store, rows, &has_row, error))
    return FALSE;
  *ret_base = has_row ? sqlite3_column_int64 (rows, 0) : 0;
  *ret_packed_size = has_row ? (gsize) sqlite3_column_int64 (rows, 1) : 0;
  return TRUE;
}

/* Reads the rows of the latest report of @repository as of @at or before, and finds its number. */
static gboolean
report_find (HmStore *store, const char *repository, gint64 at, gint64 *ret_number,
             HmSummaryRow *row, GError **error)
{
  char text[HM_INSTANT_TEXT_SIZE];

  if (!hm_repository_find (store, repository, ret_number, error)
      || (*ret_number != 0 && !hm_summary_row_read (store, *ret_number, at, row, error)))
    return FALSE;
  if (row->id != 0)
    return TRUE;
  if (at >= HM_INSTANT_MAX)
    return hm_fail (error, HM_ERROR_NOT_FOUND, "%s: no report of it in %s", repository,
                    store->file);
  return hm_fail (error, HM_ERROR_NOT_FOUND, "%s: no report of it as of %s or before in %s",
                  repository, hm_instant_text (at, text), store->file);
}

GBytes *
hm_store_report_json (HmStore *store, const char *repository, gint64 at, GError **error)
{
  g_auto (HmSummaryRow) row = { 0 };
  g_auto (HmBaseCache) cache = { 0 };
  GBytes *text = NULL;
  gboolean is_entered;
  gint64 number;

  hm_summary_row_init (&row);
  if (!hm_database_enter_read (store, &is_entered, error))
    return NULL;
  if (report_find (store, repository, at, &number, &row, error))
    text = hm_body_restore (store, row.id, &cache, error);
  hm_database_leave_read (store, is_entered);
  return text;
}

HmReport *
hm_store_report (HmStore *store, const char *repository, gint64 at, GError **error)
{
  g_autoptr (GBytes) text = hm_store_report_json (store, repository, at, error);
  HmReport *report;
  gsize size;
  const char *data;

  if (text == NULL)
    return NULL;
  data = g_bytes_get_data (text, &size);
  report = hm_report_read (data, size, error);
  if (report == NULL)
    g_prefix_error (error, "%s: %s: ", store->file, repository);
  return report;
}
