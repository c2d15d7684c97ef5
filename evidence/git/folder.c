/* SPDX-License-Identifier: Apache-2.0 */
#include "evidence/git/folder.h"

#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <sys/stat.h>

#include "core/error.h"

/* Folders held open while walking down; deeper ones are opened anew. */
#define FOLDER_DESCRIPTORS_MAX 16

static int
remove_entry (const char *path, const struct stat *status, int kind, struct FTW *place)
{
  (void) status;
  (void) kind;
  (void) place;
  return remove (path) < 0 && errno != ENOENT ? -1 : 0;
}

gboolean
hm_folder_remove (const char *path, GError **error)
{
  if (nftw (path, remove_entry, FOLDER_DESCRIPTORS_MAX, FTW_DEPTH | FTW_PHYS | FTW_MOUNT) == 0
      || errno == ENOENT)
    return TRUE;
  return hm_fail (error, HM_ERROR_IO, "%s: can't be removed: %s", path, g_strerror (errno));
}
