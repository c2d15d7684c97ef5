/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Holds a JSON value against a JSON Schema (draft 2020-12), as far as docs/report.schema.json makes
 * use of it: type, const, enum, properties, required, additionalProperties, items, maxItems,
 * minItems, minimum, maximum, minLength, maxLength, pattern, anyOf, and $ref into #/$defs/. The
 * value is distrusted; the schema is ours.
 */
#ifndef HM_RENDER_SCHEMA_H
#define HM_RENDER_SCHEMA_H

#include <glib.h>
#include <jansson.h>

/* docs/report.schema.json, built in; not NUL-terminated. */
extern const char hm_report_schema[];
extern const gsize hm_report_schema_size;

/* docs/history.schema.json, likewise. */
extern const char hm_history_schema[];
extern const gsize hm_history_schema_size;

/*
 * Returns: FALSE with HM_ERROR_FORMAT that starts with the path of the first value out of place:
 * "checks[2].score: 11 is more than 10". A keyword that is not understood is an error too: nothing
 * is skipped in silence.
 */
gboolean hm_schema_check (json_t *schema, json_t *value, GError **error);

#endif
