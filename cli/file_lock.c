/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/file_lock.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

HmFileLock
hm_file_lock_try (int descriptor)
{
  if (flock (descriptor, LOCK_EX | LOCK_NB) == 0)
    return HM_FILE_LOCK_TAKEN;
  return errno == EWOULDBLOCK || errno == EINTR ? HM_FILE_LOCK_BUSY : HM_FILE_LOCK_CANNOT;
}

static gboolean
is_same_file (int descriptor, int folder, const char *name)
{
  struct stat here;
  struct stat there;

  return fstat (descriptor, &here) == 0 && fstatat (folder, name, &there, AT_SYMLINK_NOFOLLOW) == 0
         && here.st_dev == there.st_dev && here.st_ino == there.st_ino;
}

HmFileLock
hm_file_lock_try_named (int descriptor, int folder, const char *name)
{
  const HmFileLock fate = hm_file_lock_try (descriptor);

  return fate != HM_FILE_LOCK_CANNOT && !is_same_file (descriptor, folder, name)
             ? HM_FILE_LOCK_REPLACED
             : fate;
}
