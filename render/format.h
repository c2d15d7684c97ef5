/* SPDX-License-Identifier: Apache-2.0 */
/* The output formats: one table row each, found by name or by a file name's extension. */
#ifndef HM_RENDER_FORMAT_H
#define HM_RENDER_FORMAT_H

#include "render/badge.h"
#include "scoring/report.h"

typedef struct {
  const HmBadgeStyle *badge; /* how badges in it look */
  const HmTrend *trend;      /* (nullable) of a badge */
  /* (nullable) those that are known, for what a format says of them */
  const HmCheck *const *checks;
  gsize n_checks;
} HmRenderOptions;

typedef struct {
  const char *name;      /* "svg", "json", "scorecard", ... */
  const char *extension; /* (nullable) ".svg"; NULL: by name only */
  const char *summary;   /* for --help */
  gboolean is_badge;     /* a picture of the badge */
  gboolean is_appended;  /* to a file that somebody else began, and others write to as well */

  /* Returns: (owned) the bytes; NULL with @error set. */
  GBytes *(*render) (const HmReport *report, const HmRenderOptions *options, GError **error);
} HmFormat;

/* NULL-name-terminated, in the order of --help. */
extern const HmFormat hm_formats[];

/*
 * "report.json" by its extension, "scorecard:FILE" by name.
 *
 * Returns: (borrowed) the format, with @ret_file pointing into @output at the file's name; NULL
 * with HM_ERROR_USAGE that lists the formats.
 */
const HmFormat *hm_format_find (const char *output, const char **ret_file, GError **error);

#endif
