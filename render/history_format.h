/* SPDX-License-Identifier: Apache-2.0 */
/* The output formats of a history: one table row each. */
#ifndef HM_RENDER_HISTORY_FORMAT_H
#define HM_RENDER_HISTORY_FORMAT_H

#include "render/history_plot.h"

typedef struct {
  const char *name;      /* "csv" */
  const char *extension; /* ".csv" */

  /* Returns: (owned) the bytes; NULL with @error set. */
  GBytes *(*render) (const HmHistoryReport *history, const HmPlotStyle *style, GError **error);
} HmHistoryFormat;

/*
 * As hm_format_find(), of a history.
 *
 * Returns: (borrowed) NULL with HM_ERROR_USAGE that lists the formats.
 */
const HmHistoryFormat *hm_history_format_find (const char *output, const char **ret_file,
                                               GError **error);

#endif
