/* SPDX-License-Identifier: Apache-2.0 */
/* The care of a store: is it whole, is it small, how does it get elsewhere and back. */
#ifndef HM_STORE_MAINTAIN_H
#define HM_STORE_MAINTAIN_H

#include <stdio.h>

#include "store/store.h"

/* A line's "schema" in an export. */
#define HM_STORE_LINE_SCHEMA "hallmark/store/1"

/* Told of each @problem of a damaged store, a line without its end; raw: it may hold bytes of the file. */
typedef void (*HmStoreProblemFunc) (const char *problem, gpointer data);

typedef struct {
  guint64 n_repositories;
  guint64 n_reports;
  guint64 n_restored; /* reports whose text is what was put: an export has them */
  guint64 n_problems;
} HmStoreHealth;

/*
 * Looks whether the database is sound, whether each state can be read, and whether each report inflates, is what was
 * put, can be read, and agrees with its rows, those of its activity too. Of the problems of the file's pages some
 * hundred are told; then @func is told, too, that there may be more.
 *
 * @cancelled: (nullable) atomic. SQLite before 3.41 looks at it only after its first pass over the pages.
 *
 * Returns: TRUE whatever was found, also where damage hides the rest; FALSE with HM_ERROR_CANCELLED or HM_ERROR_IO.
 */
gboolean hm_store_check (HmStore *store, HmStoreProblemFunc func, gpointer data,
                         const gint *cancelled, HmStoreHealth *ret_health, GError **error);

/*
 * Drops what no report refers to any more (texts and findings of those that were replaced, names of checks), and
 * gives free room back to the disk. Needs as much room again meanwhile.
 *
 * @ret_before, @ret_after: bytes of the file.
 */
gboolean hm_store_vacuum (HmStore *store, guint64 *ret_before, guint64 *ret_after, GError **error);

/*
 * Writes every report as one line of JSON to @file, ordered by repository and time:
 * {"schema": ..., "repository": ..., "as_of": ..., "report": {...}}. What others write meanwhile is not in it.
 *
 * A report that can't be restored is left out, told to @func and counted. What else of it is damaged holds up
 * nothing: a body that is whole is saved wherever its repository's key and its time can be read.
 */
gboolean hm_store_export (HmStore *store, FILE *file, HmStoreProblemFunc func, gpointer data,
                          const gint *cancelled, HmStoreHealth *ret_health, GError **error);

typedef struct {
  guint64 n_lines;
  guint64 counts[HM_STORE_KEPT + 1]; /* by HmStoreOutcome */
} HmStoreImport;

/*
 * Puts each line of @file, as hm_store_export() wrote it, as the same bytes; a report that the store has another of
 * for the same time stays (HM_STORE_KEPT), so doing it again changes nothing. Distrusts every byte.
 *
 * @name: of @file, for errors.
 *
 * Returns: FALSE with an error that names @name and the line; the lines before it are in the store, and counted.
 */
gboolean hm_store_import (HmStore *store, FILE *file, const char *name, const gint *cancelled,
                          HmStoreImport *ret_import, GError **error);

#endif
