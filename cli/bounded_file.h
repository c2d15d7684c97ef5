/* SPDX-License-Identifier: Apache-2.0 */
/* A file that a user names, read whole and never past a limit: what a pipe or a device holds nobody knows before. */
#ifndef HM_CLI_BOUNDED_FILE_H
#define HM_CLI_BOUNDED_FILE_H

#include <glib.h>

/*
 * Reads all of @path, "-" for standard input.
 *
 * @is_absent: (out) (nullable) whether there is no such file
 *
 * Returns: (owned) NULL with HM_ERROR_IO, or HM_ERROR_LIMIT where there are more than @size_max
 * bytes; each names @path.
 */
GByteArray *hm_bounded_file_read (const char *path, guint size_max, gboolean *is_absent,
                                  GError **error);

#endif
