/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The SQLite connection of a store: statements, transactions, and errors in the words of people. For store/ and its
 * tests.
 */
#ifndef HM_STORE_DATABASE_H
#define HM_STORE_DATABASE_H

#include <sqlite3.h>

#include "store/still.h"
#include "store/store.h"

/* A check as the database numbers it. */
typedef struct {
  gint64 number;
  const char *id;
  const char *name;
  gboolean is_interned; /* both are; else they live as long as the store's tables of checks */
} HmCheckName;

struct HmStore {
  sqlite3 *db;
  char *file;
  HmStoreWaitFunc waits_on;     /* (nullable) asked while another process writes */
  gpointer wait_data;           /* for it */
  gboolean is_still;            /* SQLite takes no locks, as if nobody wrote */
  HmStillMark still;            /* where that is so: to see whether somebody does */
  gboolean is_open;             /* its schema was found sound: what is damaged hides a part of it */
  gboolean is_examined;         /* by a walk that tells of damage as it goes */
  gboolean is_batch;            /* between hm_store_begin() and hm_store_commit() */
  guint n_views;                /* hm_store_view_begin() without its end */
  gboolean is_view_entered;     /* the outermost of them began a transaction */
  GHashTable *statements;       /* (key-type const char*, by address) (element-type sqlite3_stmt) */
  gint64 data_version;          /* SQLite's, for which the checks below hold */
  GHashTable *checks_by_number; /* (nullable) (element-type HmCheckName) owns them */
  GHashTable *checks_by_words;  /* (nullable) the same */
  GStringChunk *check_words;    /* (nullable) theirs */
};

/* A cached statement in use: given back when it leaves the scope. */
typedef sqlite3_stmt HmStatement;
void hm_statement_release (HmStatement *statement);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HmStatement, hm_statement_release)

/* Sets @error from what SQLite says of its last call. Returns: FALSE */
gboolean hm_database_fail (const HmStore *store, GError **error);

/* As hm_database_fail(), for a file that can't be opened at all. @code: SQLite's extended one. */
gboolean hm_database_fail_code (const char *file, int code, const char *words, GError **error);

/* Sets @error for rows that this program would not have written. Returns: FALSE */
gboolean hm_database_damaged (const HmStore *store, GError **error, const char *format, ...)
    G_GNUC_PRINTF (3, 4);

/* @sql: a literal: its address is its name. Returns: (borrowed) NULL with @error set. */
HmStatement *hm_database_statement (HmStore *store, const char *sql, GError **error);

/* Runs @statement up to its next row. */
gboolean hm_database_step (HmStore *store, HmStatement *statement, gboolean *ret_has_row,
                           GError **error);

/* Runs @statement, which has no rows, to its end. */
gboolean hm_database_finish (HmStore *store, HmStatement *statement, GError **error);

/* Runs @sql, which takes no values and has no rows that matter. */
gboolean hm_database_run (HmStore *store, const char *sql, GError **error);

/*
 * Encloses one writing call: a transaction, or within hm_store_begin() a part of that which can be undone alone.
 *
 * @is_done: whether to keep what was written. Returns: @is_done, and it is kept.
 */
gboolean hm_database_enter (HmStore *store, GError **error);
gboolean hm_database_leave (HmStore *store, gboolean is_done, GError **error);

/*
 * Encloses the statements of one question, so that they see one state. Within hm_store_begin() there is nothing to
 * do.
 */
gboolean hm_database_enter_read (HmStore *store, gboolean *ret_is_entered, GError **error);
void hm_database_leave_read (HmStore *store, gboolean is_entered);

/* Returns: (borrowed) "" for a column that is NULL; checked to be UTF-8 */
const char *hm_column_text (HmStatement *statement, int column);

/* Returns: whether the column holds @size bytes, which go to @ret_bytes. */
gboolean hm_column_bytes (HmStatement *statement, int column, guint8 *ret_bytes, gsize size);

/* NULL is HM_NO_SCORE. Returns: whether it is 0..100 or NULL. */
gboolean hm_column_tenths (HmStatement *statement, int column, int *ret_tenths);

void hm_bind_text (HmStatement *statement, int parameter, const char *text);
void hm_bind_bytes (HmStatement *statement, int parameter, const guint8 *bytes, gsize size);

/* A value below 0 is bound as NULL. */
void hm_bind_tenths (HmStatement *statement, int parameter, int tenths);

/* The check that the database calls @number. Returns: (borrowed) interned; NULL with @error set. */
const HmCheckName *hm_database_check (HmStore *store, gint64 number, GError **error);

/*
 * The number of the check @id where it is called @name; made known where need be. What one report calls a check
 * renames it in no other.
 *
 * @is_foreign: for a report that somebody else made, which leaves room for those that are made here.
 *
 * Returns: FALSE with HM_ERROR_LIMIT where that is one check too many, or its words are too long.
 */
gboolean hm_database_check_number (HmStore *store, const char *id, const char *name,
                                   gboolean is_foreign, gint64 *ret_number, GError **error);

/* Forgets what was learned of checks: their numbers may have changed. */
void hm_database_checks_forget (HmStore *store);

/* @ret_number: 0 where @key is not known. */
gboolean hm_repository_find (HmStore *store, const char *key, gint64 *ret_number, GError **error);

/* As hm_repository_find(), and makes it known. */
gboolean hm_repository_need (HmStore *store, const char *key, gint64 *ret_number, GError **error);

#endif
