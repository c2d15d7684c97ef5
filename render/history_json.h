/* SPDX-License-Identifier: Apache-2.0 */
/* The JSON history, after docs/history.schema.json; and what a badge reads of one. */
#ifndef HM_RENDER_HISTORY_JSON_H
#define HM_RENDER_HISTORY_JSON_H

#include "render/history.h"
#include "render/trend.h"

#define HM_HISTORY_SCHEMA_PREFIX "hallmark/history/"
#define HM_HISTORY_SCHEMA_VERSION 1

/* Returns: (owned) indented, LF at the end. */
GBytes *hm_history_write_json (const HmHistoryReport *history);

/*
 * Reads the trend of a JSON history, which is distrusted and held against the schema.
 *
 * Returns: FALSE with HM_ERROR_LIMIT, HM_ERROR_UNSUPPORTED or HM_ERROR_FORMAT, as hm_json_read().
 */
gboolean hm_history_read_trend (const char *text, gsize size, HmTrend *ret_trend, GError **error);

#endif
