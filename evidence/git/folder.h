/* SPDX-License-Identifier: Apache-2.0 */
/* Folders that we made ourselves: private ones, and their removal. */
#ifndef HM_EVIDENCE_GIT_FOLDER_H
#define HM_EVIDENCE_GIT_FOLDER_H

#include <glib.h>

/*
 * Removes @path, a folder with all below it or a single file. Follows no symbolic link. What is not
 * there is no error.
 *
 * Returns: FALSE with HM_ERROR_IO that names what can't be removed.
 */
gboolean hm_folder_remove (const char *path, GError **error);

/*
 * A folder of ours under the temporary folder, "hallmark-XXXXXX", that none but its owner may
 * enter. A file in it is locked as long as the process that made it lives, so that who comes later
 * knows what was left by one that was killed.
 */
typedef struct {
  char *path;
  int lock_fd;
} HmPrivateFolder;

/*
 * Makes one, and removes those that were left.
 *
 * Returns: (owned) NULL with HM_ERROR_IO.
 */
HmPrivateFolder *hm_private_folder_new (GError **error);

/* Removes the folder with all that is in it; waits a while for programs that still put files there. */
void hm_private_folder_free (HmPrivateFolder *folder);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HmPrivateFolder, hm_private_folder_free)

#endif
