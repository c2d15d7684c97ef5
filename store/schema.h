/* SPDX-License-Identifier: Apache-2.0 */
/* The tables of a store, and how those of older versions become the present ones. */
#ifndef HM_STORE_SCHEMA_H
#define HM_STORE_SCHEMA_H

#include <sqlite3.h>

#include <glib.h>

/* "HMRK": tells the file from any other database. */
#define HM_STORE_APPLICATION_ID 0x484d524b

/* Step N makes version N + 1 of version N; version 0 is an empty file. A step that was ever released never changes. */
typedef struct {
  const char *const *steps;
  int n_steps;
} HmSchema;

extern const HmSchema hm_schema;

/*
 * Brings @db up to @schema, all of it or nothing; where it is not @may_write, only looks whether it is. Then holds
 * its tables and indices against those that the steps make: any other trigger, view, constraint or table is refused.
 *
 * @file: for errors.
 *
 * Returns: FALSE with HM_ERROR_UNSUPPORTED (newer; older, and may not be written), HM_ERROR_FORMAT (another
 * program's, or changed), HM_ERROR_NOT_FOUND (empty, and may not be written), HM_ERROR_IO.
 */
gboolean hm_schema_apply (const HmSchema *schema, sqlite3 *db, const char *file, gboolean may_write,
                          GError **error);

#endif
