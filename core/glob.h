/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Globs over the paths of a tree, as a policy writes them: `*` and `?` within a part, `**` as a
 * whole part stands for any number of parts, `[a-z]` and `[!a-z]` for one character, `\\` takes the
 * next one as it is. Linear in pattern times path, whatever they hold.
 */
#ifndef HM_CORE_GLOB_H
#define HM_CORE_GLOB_H

#include <glib.h>

/* Bytes of a pattern. */
#define HM_GLOB_MAX 1024

/*
 * Returns: FALSE with HM_ERROR_FORMAT where @glob is no pattern: empty, too long, a `[` without its
 * end, a `/` at its start.
 */
gboolean hm_path_glob_check (const char *glob, GError **error);

/*
 * Whether @path, from the root and without a slash in front, is one that @glob (which is one)
 * means. Bytes are compared.
 */
gboolean hm_path_glob_matches (const char *glob, const char *path);

/* Whether @glob means one path alone: it holds no wildcard. */
gboolean hm_path_glob_is_literal (const char *glob);

#endif
