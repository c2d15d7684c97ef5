/* SPDX-License-Identifier: Apache-2.0 */
/* Documents that a user hands back to us: distrusted, bounded before they are parsed, and held against their schema. */
#ifndef HM_RENDER_JSON_TEXT_H
#define HM_RENDER_JSON_TEXT_H

#include <glib.h>
#include <jansson.h>

/* A kind of document: what its schema is called, and which version of it this program reads. */
typedef struct {
  const char *noun;   /* "report": as errors call it */
  const char *prefix; /* "hallmark/report/": what its "schema" begins with */
  guint version;
  const char *schema; /* JSON, ours */
  gsize schema_size;
} HmJsonKind;

/*
 * Reads a document of @kind.
 *
 * Returns: (owned) NULL with HM_ERROR_LIMIT (larger, deeper or of more values than core/limits.h
 * allows a report), HM_ERROR_UNSUPPORTED (a newer schema), HM_ERROR_FORMAT (not JSON, with its
 * line; another document; a value out of place, with its path).
 */
json_t *hm_json_read (const HmJsonKind *kind, const char *text, gsize size, GError **error);

#endif
