/* SPDX-License-Identifier: Apache-2.0 */
/* One file that a branch keeps at its root: what `hallmark publish` wrote there. */
#ifndef HM_EVIDENCE_GIT_REF_FILE_H
#define HM_EVIDENCE_GIT_REF_FILE_H

#include <glib.h>

/*
 * Reads the file @name, of at most @size_max bytes, at the root of the branch or tag @ref of the
 * repository at or above @path; where there is no such, of the remote's branch: a clone in CI has
 * but those.
 *
 * @cancelled: (nullable) atomic
 *
 * Returns: (owned) NULL with HM_ERROR_NOT_FOUND (no such ref, or no such file there),
 * HM_ERROR_LIMIT, or the errors of hm_repository_open().
 */
GBytes *hm_ref_file_read (const char *path, const char *ref, const char *name, gsize size_max,
                          const gint *cancelled, GError **error);

#endif
