/* SPDX-License-Identifier: Apache-2.0 */
#include "store/still.h"

#include "core/error.h"

#include <glib/gstdio.h>

gboolean
hm_still_take (const char *file, HmStillMark *ret_mark)
{
  g_autofree char *log = g_strconcat (file, "-wal", NULL);
  GStatBuf status;

  /* The file first: what a log held when it went away is in the file from then on. */
  if (g_stat (file, &status) != 0)
    return FALSE;
  *ret_mark = (HmStillMark){ status.st_dev, status.st_ino, status.st_size, status.st_mtim };
  return g_stat (log, &status) != 0 || status.st_size == 0;
}

gboolean
hm_still_check (const char *file, const HmStillMark *mark, GError **error)
{
  HmStillMark now;

  if (hm_still_take (file, &now) && now.device == mark->device && now.inode == mark->inode
      && now.size == mark->size && now.modified_at.tv_sec == mark->modified_at.tv_sec
      && now.modified_at.tv_nsec == mark->modified_at.tv_nsec)
    return TRUE;
  return hm_fail (error, HM_ERROR_IO,
                  "%s: another process wrote to it while it was read; run the command again", file);
}
