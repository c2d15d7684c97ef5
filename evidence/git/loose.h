/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Loose objects, read in place of libgit2: its own backend (1.5) waits for ever on an object whose
 * bytes stop making sense, opens whatever carries an object's name, and does not hold what it
 * inflates against the size that was claimed. Read-only. Distrusts every byte; an object's id is
 * not verified here.
 */
#ifndef HM_EVIDENCE_GIT_LOOSE_H
#define HM_EVIDENCE_GIT_LOOSE_H

#include <git2.h>
#include <glib.h>

/*
 * @objects_folder: kept open until the backend is freed.
 *
 * Returns: (owned by the odb that it is added to) NULL with HM_ERROR_GIT that names @objects_folder.
 */
git_odb_backend *hm_loose_backend_new (const char *objects_folder, GError **error);

#endif
