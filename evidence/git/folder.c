/* SPDX-License-Identifier: Apache-2.0 */
#include "evidence/git/folder.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "core/error.h"

/* Folders held open while walking down; deeper ones are opened anew. */
#define FOLDER_DESCRIPTORS_MAX 16

/* Names of private folders: the prefix, and as many characters as g_mkdtemp() puts for the X. */
#define PRIVATE_PREFIX "hallmark-"
#define PRIVATE_PATTERN PRIVATE_PREFIX "XXXXXX"

/* The file of a private folder that is locked while the folder is in use. */
#define PRIVATE_LOCK ".hallmark-lock"

/* Times that another folder is made where a sweeper took the new one before it was locked. */
#define PRIVATE_TRIES_MAX 8

/* How long a private folder is removed for: 2 s. */
#define REMOVE_TRIES_MAX 100
#define REMOVE_WAIT_US (20 * 1000)

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

/* Opens and locks the file of the private folder at @path. Returns: -1 where it is not there, or in use. */
static int
lock_take (const char *path, int flags)
{
  g_autofree char *lock = g_build_filename (path, PRIVATE_LOCK, NULL);
  int fd = open (lock, O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | flags, 0600);
  struct stat status;

  if (fd < 0)
    return -1;
  /* No name left: a sweeper was quicker. */
  if (flock (fd, LOCK_EX | LOCK_NB) == 0 && fstat (fd, &status) == 0 && S_ISREG (status.st_mode)
      && status.st_nlink > 0)
    return fd;
  close (fd);
  return -1;
}

/* Whether @path is a folder of this user's that nobody else may write to. */
static gboolean
is_own_folder (const char *path)
{
  struct stat status;

  return lstat (path, &status) == 0 && S_ISDIR (status.st_mode) && status.st_uid == geteuid ()
         && (status.st_mode & 077) == 0;
}

/* Removes what processes that were killed left in @tmp. What it can't remove is left to who comes after. */
static void
private_folders_sweep (const char *tmp)
{
  g_autoptr (GDir) dir = g_dir_open (tmp, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (tmp, name, NULL);
    int fd;

    if (!g_str_has_prefix (name, PRIVATE_PREFIX) || strlen (name) != strlen (PRIVATE_PATTERN)
        || !is_own_folder (path))
      continue;
    fd = lock_take (path, 0);
    if (fd < 0)
      continue;
    hm_folder_remove (path, NULL);
    close (fd);
  }
}

HmPrivateFolder *
hm_private_folder_new (GError **error)
{
  const char *tmp = g_get_tmp_dir ();

  private_folders_sweep (tmp);
  for (guint try = 0; try < PRIVATE_TRIES_MAX; try++) {
    g_autofree char *path = g_build_filename (tmp, PRIVATE_PATTERN, NULL);
    int fd;

    if (g_mkdtemp (path) == NULL) {
      hm_fail (error, HM_ERROR_IO, "%s: %s", path, g_strerror (errno));
      return NULL;
    }
    fd = lock_take (path, O_CREAT | O_EXCL);
    if (fd >= 0) {
      HmPrivateFolder *folder = g_new0 (HmPrivateFolder, 1);

      folder->path = g_steal_pointer (&path);
      folder->lock_fd = fd;
      return folder;
    }
    hm_folder_remove (path, NULL);
  }
  hm_fail (error, HM_ERROR_IO, "%s: no private folder can be made and locked in it", tmp);
  return NULL;
}

/*
 * A GnuPG that was interrupted is no child of ours, so nobody can wait for it; it ends as soon as
 * it finds its pipes closed, and may put a file beside those that are being removed until then.
 */
void
hm_private_folder_free (HmPrivateFolder *folder)
{
  if (folder == NULL)
    return;
  for (guint try = 0; try < REMOVE_TRIES_MAX && !hm_folder_remove (folder->path, NULL); try++)
    g_usleep (REMOVE_WAIT_US);
  close (folder->lock_fd);
  g_free (folder->path);
  g_free (folder);
}
