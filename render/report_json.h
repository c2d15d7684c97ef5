/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The JSON report: written after docs/report.schema.json and read back through it. What is written can be
 * read, and written again gives the same bytes.
 */
#ifndef HM_RENDER_REPORT_JSON_H
#define HM_RENDER_REPORT_JSON_H

#include "scoring/report.h"

/* The schema's name, and the version of it that this program writes and reads. */
#define HM_REPORT_SCHEMA_PREFIX "hallmark/report/"
#define HM_REPORT_SCHEMA_VERSION 1

/* Returns: (owned) the report, indented, LF at the end. Text that is not UTF-8 is spelt out, see hm_mask_utf8(). */
GBytes *hm_report_write (const HmReport *report);

/*
 * Distrusts @text: every value is held against the schema, and the scores of one check against each
 * other. Score, floor, ceiling, coverage and band are taken as they stand.
 *
 * Returns: (owned) NULL with HM_ERROR_LIMIT (larger, deeper or of more values than core/limits.h
 * allows), HM_ERROR_UNSUPPORTED (a newer schema), HM_ERROR_FORMAT (not JSON, with its line; not a
 * report; a value out of place, with its path: "checks[2].score").
 */
HmReport *hm_report_read (const char *text, gsize size, GError **error);

#endif
