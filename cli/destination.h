/* SPDX-License-Identifier: Apache-2.0 */
/* Where an output goes: a file, whole or not at all, or standard output. */
#ifndef HM_CLI_DESTINATION_H
#define HM_CLI_DESTINATION_H

#include <glib.h>

typedef struct {
  char *file;           /* "-": stdout */
  char *place;          /* @file from the root, without "." and ".." */
  gboolean is_appended; /* to be set before it is written: what the file holds stays */
} HmDestination;

/*
 * Plans for @file.
 *
 * @wanted: the user's words, for errors.
 * @others: (element-type HmDestination) those planned before.
 *
 * Returns: (owned) NULL with HM_ERROR_USAGE (one of @others goes there already) or HM_ERROR_IO (a
 * folder that is not there).
 */
HmDestination *hm_destination_new (const char *file, const char *wanted, const GPtrArray *others,
                                   GError **error);
void hm_destination_free (HmDestination *destination);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HmDestination, hm_destination_free)

gboolean hm_destination_is_stdout (const HmDestination *destination);

/*
 * Writes @bytes: a temporary file beside the other, fsync, rename. What is no regular file (a
 * device, a pipe) is written in place; a symbolic link is replaced, not followed. Where they are
 * appended, a regular file is opened as it is, or made; a symbolic link is an error.
 *
 * Returns: FALSE with HM_ERROR_IO that names the file.
 */
gboolean hm_destination_write (const HmDestination *destination, GBytes *bytes, GError **error);

#endif
