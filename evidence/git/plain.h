/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Files of a repository that are read by name. Distrusts what stands there: a named pipe stops its
 * reader for ever, opening a device may do anything, and a file of holes is as large as its owner
 * likes.
 */
#ifndef HM_EVIDENCE_GIT_PLAIN_H
#define HM_EVIDENCE_GIT_PLAIN_H

#include <glib.h>

/*
 * Reads the regular file @path, or the one that a link of this name leads to. Never waits.
 *
 * Returns: (owned) its bytes, NUL-terminated past @ret_size; NULL with HM_ERROR_NOT_FOUND (nothing there, or a folder),
 * HM_ERROR_LIMIT (more than @size_max bytes), HM_ERROR_GIT (something else than a file, unreadable), each naming @path.
 */
char *hm_plain_file_read (const char *path, gsize size_max, gsize *ret_size, GError **error);

/*
 * Returns: FALSE with HM_ERROR_GIT that names @path and what it is, where it is there and neither a
 * file nor a folder.
 */
gboolean hm_plain_path_check (const char *path, GError **error);

/*
 * hm_plain_path_check() of everything in @folder but its folders. A folder that can't be listed is
 * left to who reads it.
 */
gboolean hm_plain_folder_check (const char *folder, GError **error);

#endif
