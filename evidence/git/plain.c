/* SPDX-License-Identifier: Apache-2.0 */
/* Looks before it opens. */
#include "evidence/git/plain.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/error.h"

static gboolean
kind_fail (const char *path, mode_t mode, GError **error)
{
  return hm_fail (error, HM_ERROR_GIT, "%s: is %s, where a file was expected", path,
                  S_ISFIFO (mode)   ? "a named pipe"
                  : S_ISSOCK (mode) ? "a socket"
                                    : "a device");
}

static gboolean
system_fail (const char *path, GError **error)
{
  gboolean is_absent = errno == ENOENT || errno == ENOTDIR;

  return hm_fail (error, is_absent ? HM_ERROR_NOT_FOUND : HM_ERROR_GIT, "%s: %s", path,
                  g_strerror (errno));
}

static gboolean
descriptor_read (int fd, const char *path, char *bytes, gsize size, GError **error)
{
  for (gsize done = 0; done < size;) {
    gssize n = read (fd, bytes + done, size - done);

    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0)
      return system_fail (path, error);
    if (n == 0)
      return hm_fail (error, HM_ERROR_GIT, "%s: became shorter while it was read", path);
    done += (gsize) n;
  }
  return TRUE;
}

char *
hm_plain_file_read (const char *path, gsize size_max, gsize *ret_size, GError **error)
{
  g_autofree char *bytes = NULL;
  gboolean is_read;
  struct stat status;
  int fd;

  if (stat (path, &status) != 0) {
    system_fail (path, error);
    return NULL;
  }
  if (S_ISDIR (status.st_mode)) {
    hm_fail (error, HM_ERROR_NOT_FOUND, "%s: is a folder, where a file was expected", path);
    return NULL;
  }
  if (!S_ISREG (status.st_mode)) {
    kind_fail (path, status.st_mode, error);
    return NULL;
  }
  /* Should it be another file by now: no terminal becomes ours, and no pipe is waited for. */
  fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (fd < 0 || fstat (fd, &status) != 0) {
    system_fail (path, error);
    if (fd >= 0)
      close (fd);
    return NULL;
  }
  if (!S_ISREG (status.st_mode)) {
    is_read = kind_fail (path, status.st_mode, error);
  } else if ((guint64) status.st_size > size_max) {
    is_read =
        hm_fail (error, HM_ERROR_LIMIT,
                 "%s: is of %" G_GUINT64_FORMAT " bytes; at most %" G_GSIZE_FORMAT " are read",
                 path, (guint64) status.st_size, size_max);
  } else {
    bytes = g_malloc ((gsize) status.st_size + 1);
    bytes[status.st_size] = '\0';
    is_read = descriptor_read (fd, path, bytes, (gsize) status.st_size, error);
  }
  close (fd);
  if (!is_read)
    return NULL;
  *ret_size = (gsize) status.st_size;
  return g_steal_pointer (&bytes);
}

gboolean
hm_plain_path_check (const char *path, GError **error)
{
  struct stat status;

  if (stat (path, &status) != 0 || S_ISREG (status.st_mode) || S_ISDIR (status.st_mode))
    return TRUE;
  return kind_fail (path, status.st_mode, error);
}

gboolean
hm_plain_folder_check (const char *folder, GError **error)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);

    if (!hm_plain_path_check (path, error))
      return FALSE;
  }
  return TRUE;
}
