/* SPDX-License-Identifier: Apache-2.0 */
/* Which format an output is in: "report.json" by its extension, "scorecard:FILE" by name. */
#ifndef HM_RENDER_FORMAT_NAME_H
#define HM_RENDER_FORMAT_NAME_H

#include <glib.h>

typedef struct {
  const char *name;      /* "svg" */
  const char *extension; /* (nullable) ".svg"; NULL: by name only */
} HmFormatName;

/*
 * Finds the format of @output among @names, which a NULL name ends.
 *
 * Returns: its index, with @ret_file pointing into @output at the file's name; -1 with
 * HM_ERROR_USAGE that lists the formats.
 */
gssize hm_format_name_find (const HmFormatName *names, const char *output, const char **ret_file,
                            GError **error);

#endif
