/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The files that a command writes: planned before the work, rendered before the first is touched,
 * each whole or not at all.
 */
#ifndef HM_CLI_OUTPUT_H
#define HM_CLI_OUTPUT_H

#include "render/format.h"

typedef struct HmOutputs HmOutputs;

/*
 * Plans @wanted (nullable, NULL-terminated): "badge.svg", "scorecard:results.json", "json:-" for
 * stdout.
 *
 * Returns: (owned) NULL with HM_ERROR_USAGE (no such format, a file named twice, two for stdout) or
 * HM_ERROR_IO (a folder that is not there).
 */
HmOutputs *hm_outputs_plan (char **wanted, GError **error);
void hm_outputs_free (HmOutputs *outputs);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HmOutputs, hm_outputs_free)

gboolean hm_outputs_is_empty (const HmOutputs *outputs);

/* Whether one of them goes to stdout, so that nothing else may. */
gboolean hm_outputs_take_stdout (const HmOutputs *outputs);

/* Returns: (borrowed) (nullable) the first planned output that is no badge. */
const char *hm_outputs_first_not_badge (const HmOutputs *outputs);

/* Returns: (borrowed) (nullable) the file of the first badge that goes to a file: an SVG before a PNG. */
const char *hm_outputs_badge_file (const HmOutputs *outputs);

/*
 * Renders all, then writes all: a temporary file beside each, fsync, rename. What is no regular
 * file (a device, a pipe) is written in place; a symbolic link is replaced, not followed. What a
 * format appends (HmFormat.is_appended) goes to the end of its file.
 *
 * Returns: FALSE with HM_ERROR_IO that names the file; those before it are written, it and those
 * after it untouched.
 */
gboolean hm_outputs_write (const HmOutputs *outputs, const HmReport *report,
                           const HmRenderOptions *options, GError **error);

#endif
