/* SPDX-License-Identifier: Apache-2.0 */
#include "store/database.h"

#include "core/error.h"

#include <stdarg.h>
#include <string.h>

gboolean
hm_database_fail_code (const char *file, int code, const char *words, GError **error)
{
  switch (code & 0xff) {
  case SQLITE_BUSY:
  case SQLITE_LOCKED:
    return hm_fail (
        error, HM_ERROR_IO,
        "%s: another process is writing to it; nothing was lost, try again when that is done",
        file);
  case SQLITE_FULL:
    /* SQLite says so of a page number past all that there can be, too. */
    return hm_fail (error, HM_ERROR_IO,
                    "%s: the disk is full, or the file is damaged: where 'hallmark store check' "
                    "finds it whole, make room and run it again",
                    file);
  case SQLITE_READONLY:
  case SQLITE_PERM:
  case SQLITE_AUTH:
    return hm_fail (
        error, HM_ERROR_IO,
        "%s: may only be read; make it and its folder writable, or name another file with --store",
        file);
  case SQLITE_CANTOPEN:
    return hm_fail (
        error, HM_ERROR_IO,
        "%s: can't be opened, or its folder can't be written to; mend that, or name another file "
        "with --store",
        file);
  case SQLITE_NOTADB:
    return hm_fail (error, HM_ERROR_FORMAT,
                    "%s: not a store; restore it from a copy, or name another file with --store",
                    file);
  case SQLITE_CORRUPT:
  case SQLITE_CONSTRAINT:
  case SQLITE_MISMATCH:
    return hm_fail (
        error, HM_ERROR_FORMAT,
        "%s: so damaged (%s) that it can't be opened; restore it from a copy, or see what SQLite's "
        "own 'sqlite3 FILE .recover' still finds",
        file, words);
  case SQLITE_INTERRUPT:
    return hm_fail (error, HM_ERROR_CANCELLED, "%s: interrupted", file);
  default:
    return hm_fail (error, HM_ERROR_IO, "%s: %s", file, words);
  }
}

static gboolean
is_damage (int code)
{
  const int kind = code & 0xff;

  return kind == SQLITE_CORRUPT || kind == SQLITE_CONSTRAINT || kind == SQLITE_MISMATCH;
}

/*
 * Of a store that could be opened. What was written to in between looks damaged. Who examines a store needs no advice
 * to do so.
 */
static gboolean
fail_damaged (const HmStore *store, const char *words, GError **error)
{
  if (store->is_still && !hm_still_check (store->file, &store->still, error))
    return FALSE;
  if (store->is_examined)
    return hm_fail (error, HM_ERROR_FORMAT, "%s", words);
  return hm_fail (
      error, HM_ERROR_FORMAT,
      "%s: damaged (%s); 'hallmark store check' says where, 'hallmark store export' saves what "
      "can be read",
      store->file, words);
}

gboolean
hm_database_fail (const HmStore *store, GError **error)
{
  const int code = sqlite3_extended_errcode (store->db);
  const char *words = sqlite3_errmsg (store->db);

  if (store->is_open && is_damage (code))
    return fail_damaged (store, words, error);
  return hm_database_fail_code (store->file, code, words, error);
}

gboolean
hm_database_damaged (const HmStore *store, GError **error, const char *format, ...)
{
  g_autofree char *words = NULL;
  va_list arguments;

  va_start (arguments, format);
  words = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  return fail_damaged (store, words, error);
}

void
hm_statement_release (HmStatement *statement)
{
  sqlite3_reset (statement);
  sqlite3_clear_bindings (statement);
}

HmStatement *
hm_database_statement (HmStore *store, const char *sql, GError **error)
{
  sqlite3_stmt *statement = g_hash_table_lookup (store->statements, sql);

  if (statement != NULL) {
    /* A question asked again from within its own answer: our own bug, told in store.h. */
    g_assert (!sqlite3_stmt_busy (statement));
    return statement;
  }
  if (sqlite3_prepare_v3 (store->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL)
      != SQLITE_OK) {
    hm_database_fail (store, error);
    return NULL;
  }
  g_hash_table_insert (store->statements, (gpointer) (guintptr) sql, statement);
  return statement;
}

gboolean
hm_database_step (HmStore *store, HmStatement *statement, gboolean *ret_has_row, GError **error)
{
  const int code = sqlite3_step (statement);

  if (code != SQLITE_ROW && code != SQLITE_DONE)
    return hm_database_fail (store, error);
  if (store->is_still && !hm_still_check (store->file, &store->still, error))
    return FALSE;
  *ret_has_row = code == SQLITE_ROW;
  return TRUE;
}

gboolean
hm_database_finish (HmStore *store, HmStatement *statement, GError **error)
{
  gboolean has_row;
  const gboolean is_done = hm_database_step (store, statement, &has_row, error);

  sqlite3_reset (statement);
  return is_done;
}

gboolean
hm_database_run (HmStore *store, const char *sql, GError **error)
{
  if (sqlite3_exec (store->db, sql, NULL, NULL, NULL) != SQLITE_OK)
    return hm_database_fail (store, error);
  return TRUE;
}

/*
 * SQLite itself undoes all after some errors (a full disk). What was learned within a transaction that is undone is
 * no longer so.
 */
static void
transaction_undo (HmStore *store)
{
  if (!sqlite3_get_autocommit (store->db))
    sqlite3_exec (store->db, "ROLLBACK", NULL, NULL, NULL);
  store->is_batch = FALSE;
  hm_database_checks_forget (store);
}

/*
 * Numbers of checks are given again once a name is dropped: what was learned of them holds until another connection
 * writes.
 */
static gboolean
checks_refresh (HmStore *store, GError **error)
{
  g_autoptr (HmStatement) rows = hm_database_statement (store, "PRAGMA data_version", error);
  gboolean has_row;
  gint64 version;

  if (rows == NULL || !hm_database_step (store, rows, &has_row, error))
    return FALSE;
  version = sqlite3_column_int64 (rows, 0);
  if (version != store->data_version)
    hm_database_checks_forget (store);
  store->data_version = version;
  return TRUE;
}

/* @sql: begins a transaction. */
static gboolean
transaction_begin (HmStore *store, const char *sql, GError **error)
{
  if (!hm_database_run (store, sql, error))
    return FALSE;
  if (checks_refresh (store, error))
    return TRUE;
  transaction_undo (store);
  return FALSE;
}

gboolean
hm_store_begin (HmStore *store, GError **error)
{
  g_assert (!store->is_batch);
  /* From the first on, so that a reader's view never has to become a writer's: that could fail with others at work. */
  if (!transaction_begin (store, "BEGIN IMMEDIATE", error))
    return FALSE;
  store->is_batch = TRUE;
  return TRUE;
}

gboolean
hm_store_commit (HmStore *store, GError **error)
{
  if (!store->is_batch)
    return hm_fail (error, HM_ERROR_IO, "%s: what was to be written was given up after an error",
                    store->file);
  if (!hm_database_run (store, "COMMIT", error)) {
    transaction_undo (store);
    return FALSE;
  }
  store->is_batch = FALSE;
  return TRUE;
}

void
hm_store_rollback (HmStore *store)
{
  transaction_undo (store);
}

gboolean
hm_database_enter (HmStore *store, GError **error)
{
  if (store->is_batch)
    return hm_database_run (store, "SAVEPOINT part", error);
  return transaction_begin (store, "BEGIN IMMEDIATE", error);
}

gboolean
hm_database_leave (HmStore *store, gboolean is_done, GError **error)
{
  if (is_done && hm_database_run (store, store->is_batch ? "RELEASE part" : "COMMIT", error))
    return TRUE;
  if (store->is_batch && !sqlite3_get_autocommit (store->db)) {
    sqlite3_exec (store->db, "ROLLBACK TO part; RELEASE part", NULL, NULL, NULL);
    hm_database_checks_forget (store);
  } else {
    transaction_undo (store);
  }
  return FALSE;
}

gboolean
hm_database_enter_read (HmStore *store, gboolean *ret_is_entered, GError **error)
{
  *ret_is_entered = FALSE;
  if (!sqlite3_get_autocommit (store->db))
    return TRUE;
  if (!transaction_begin (store, "BEGIN", error))
    return FALSE;
  *ret_is_entered = TRUE;
  return TRUE;
}

void
hm_database_leave_read (HmStore *store, gboolean is_entered)
{
  if (is_entered && !sqlite3_get_autocommit (store->db))
    sqlite3_exec (store->db, "ROLLBACK", NULL, NULL, NULL);
}

const char *
hm_column_text (HmStatement *statement, int column)
{
  const char *text = (const char *) sqlite3_column_text (statement, column);

  return text != NULL && g_utf8_validate (text, -1, NULL) ? text : "";
}

gboolean
hm_column_bytes (HmStatement *statement, int column, guint8 *ret_bytes, gsize size)
{
  const void *bytes = sqlite3_column_blob (statement, column);

  if (bytes == NULL || (gsize) sqlite3_column_bytes (statement, column) != size)
    return FALSE;
  memcpy (ret_bytes, bytes, size);
  return TRUE;
}

gboolean
hm_column_tenths (HmStatement *statement, int column, int *ret_tenths)
{
  const gboolean is_null = sqlite3_column_type (statement, column) == SQLITE_NULL;
  const gint64 tenths = sqlite3_column_int64 (statement, column);

  if (!is_null && (tenths < 0 || tenths > 100))
    return FALSE;
  *ret_tenths = is_null ? HM_NO_SCORE : (int) tenths;
  return TRUE;
}

/* What is bound outlives the statement's run everywhere; a bind fails for want of memory or a wrong index alone. */
void
hm_bind_text (HmStatement *statement, int parameter, const char *text)
{
  sqlite3_bind_text (statement, parameter, text, -1, SQLITE_STATIC);
}

void
hm_bind_bytes (HmStatement *statement, int parameter, const guint8 *bytes, gsize size)
{
  sqlite3_bind_blob64 (statement, parameter, bytes, size, SQLITE_STATIC);
}

void
hm_bind_tenths (HmStatement *statement, int parameter, int tenths)
{
  if (tenths < 0)
    sqlite3_bind_null (statement, parameter);
  else
    sqlite3_bind_int (statement, parameter, tenths);
}
