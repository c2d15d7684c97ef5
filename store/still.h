/* SPDX-License-Identifier: Apache-2.0 */
/* Notices that somebody writes to a file which SQLite reads as if nobody did. */
#ifndef HM_STORE_STILL_H
#define HM_STORE_STILL_H

#include <sys/stat.h>

#include <glib.h>

/* A database file as it was when it was opened. */
typedef struct {
  dev_t device;
  ino_t inode;
  off_t size;
  struct timespec modified_at;
} HmStillMark;

/* Returns: FALSE where @file can't be looked at, or a log beside it holds what is not in it yet. */
gboolean hm_still_take (const char *file, HmStillMark *ret_mark);

/* Returns: FALSE with HM_ERROR_IO where @file is another than at the time of @mark, or a log has begun. */
gboolean hm_still_check (const char *file, const HmStillMark *mark, GError **error);

#endif
