/* SPDX-License-Identifier: Apache-2.0 */
/* One process at a time: locks on a folder, or on a file that whoever holds it may replace or remove. */
#ifndef HM_CLI_FILE_LOCK_H
#define HM_CLI_FILE_LOCK_H

#include <glib.h>

typedef enum {
  HM_FILE_LOCK_TAKEN,    /* until the descriptor is closed */
  HM_FILE_LOCK_BUSY,     /* somebody else has it */
  HM_FILE_LOCK_REPLACED, /* the name leads to another file by now, or to none: open it anew */
  HM_FILE_LOCK_CANNOT,   /* nothing can be locked here; errno says why */
} HmFileLock;

/* Tries to lock what @descriptor leads to, without waiting. Never says REPLACED. */
HmFileLock hm_file_lock_try (int descriptor);

/*
 * Likewise, and then looks whether @name still leads there: others may have replaced or removed the file after it was
 * opened, and a lock on what has no name keeps nobody out.
 *
 * @folder: a descriptor, or AT_FDCWD
 * @name: relative to @folder; a symbolic link is not followed
 */
HmFileLock hm_file_lock_try_named (int descriptor, int folder, const char *name);

#endif
