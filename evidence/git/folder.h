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

#endif
