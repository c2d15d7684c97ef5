/* SPDX-License-Identifier: Apache-2.0 */
/* The cache of bare copies. The URL that names a copy may be hostile: each of its parts becomes
 * one harmless name. */
#include "evidence/git/cache.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "core/error.h"
#include "core/mask.h"
#include "evidence/git/cancel.h"
#include "evidence/git/folder.h"

/* Bytes of one name: ".", ".git" and ".partial" must fit NAME_MAX, 255, beside it. */
#define NAME_BYTES_MAX 200

/* How long to wait before the lock is tried again. */
#define LOCK_POLL_US (100 * 1000)

/* Times that the folder is made anew when another process has just removed it as empty. */
#define FOLDER_TRIES_MAX 8

#define COPY_SUFFIX ".git"

static const char sweep_prefix[] = "pack_git2_"; /* a pack that libgit2 was writing */

/*
 * @segment as a file name. What begins with a dot is ours, and what ends in ".git" may be a copy,
 * in which nothing else must come to lie: "https://host/a.git/hooks" is not to write into the copy
 * of "https://host/a". A percent sign stands for neither, since it is encoded itself.
 */
static char *
name_new (const char *segment)
{
  g_autoptr (GString) name = g_string_new (NULL);

  hm_mask_url_segment (name, segment, -1);
  if (name->len > NAME_BYTES_MAX) {
    g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, segment, -1);

    g_string_printf (name, "%%%s", digest);
  }
  if (name->str[0] == '.')
    g_string_replace (name, ".", "%2E", 1);
  if (name->len >= strlen (COPY_SUFFIX)
      && g_ascii_strcasecmp (name->str + name->len - strlen (COPY_SUFFIX), COPY_SUFFIX) == 0) {
    gsize dot = name->len - strlen (COPY_SUFFIX);

    g_string_erase (name, (gssize) dot, 1);
    g_string_insert (name, (gssize) dot, "%2E");
  }
  return g_string_free (g_steal_pointer (&name), FALSE);
}

/* The copies of file URLs lie beside each other, under a digest of the whole path. */
static char *
file_name_new (const HmUrl *url)
{
  g_autofree char *path = g_strjoinv ("/", url->segments);
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, path, -1);

  return g_steal_pointer (&digest);
}

/* "host" or "host%3A8443": a port of its own may be another server. */
static char *
host_name_new (const HmUrl *url)
{
  g_autofree char *authority = NULL;

  if (url->port == 0 || url->port == 443)
    return name_new (url->host);
  authority = g_strdup_printf ("%s:%u", url->host, url->port);
  return name_new (authority);
}

HmCachePlace *
hm_cache_place_new (const HmUrl *url, const char *cache_folder)
{
  HmCachePlace *place = g_new0 (HmCachePlace, 1);
  g_autoptr (GString) folder = NULL;
  g_autofree char *name = NULL;

  place->lock_fd = -1;
  place->root = g_build_filename (cache_folder, "repositories", NULL);
  folder = g_string_new (place->root);
  if (url->host == NULL) {
    g_string_append (folder, "/file");
    name = file_name_new (url);
  } else {
    g_autofree char *host = host_name_new (url);
    g_autofree char *last = g_strdup (url->segments[url->n_segments - 1]);

    g_string_append_printf (folder, "/%s", host);
    for (guint i = 0; i + 1 < url->n_segments; i++) {
      g_autofree char *segment = name_new (url->segments[i]);

      g_string_append_printf (folder, "/%s", segment);
    }
    /* Forges serve "name" and "name.git" alike. */
    if (g_str_has_suffix (last, COPY_SUFFIX) && strlen (last) > strlen (COPY_SUFFIX))
      last[strlen (last) - strlen (COPY_SUFFIX)] = '\0';
    name = name_new (last);
  }
  place->folder = g_string_free (g_steal_pointer (&folder), FALSE);
  place->repository = g_strdup_printf ("%s/%s" COPY_SUFFIX, place->folder, name);
  place->partial = g_strdup_printf ("%s/.%s" COPY_SUFFIX ".partial", place->folder, name);
  place->lock = g_strdup_printf ("%s/.%s" COPY_SUFFIX ".lock", place->folder, name);
  return place;
}

/* Removes @place's folder and those above it, below the root, as far as they are empty. */
static void
empty_folders_remove (const HmCachePlace *place)
{
  g_autofree char *folder = g_strdup (place->folder);

  while (strlen (folder) > strlen (place->root) && g_rmdir (folder) == 0) {
    char *slash = strrchr (folder, '/');

    *slash = '\0';
  }
}

/* Whether @fd is still the file called @path. */
static gboolean
is_same_file (int fd, const char *path)
{
  struct stat open_file, named;

  return fstat (fd, &open_file) == 0 && lstat (path, &named) == 0
         && open_file.st_dev == named.st_dev && open_file.st_ino == named.st_ino;
}

static void
lock_drop (HmCachePlace *place)
{
  /* While it is held by us alone: who waits for it sees that the file he has open is gone, and makes
   * a new one. On the way there it is not held at all, and another may do the same. */
  if (flock (place->lock_fd, LOCK_EX | LOCK_NB) == 0
      && is_same_file (place->lock_fd, place->lock)) {
    g_unlink (place->lock);
    empty_folders_remove (place);
  }
  close (place->lock_fd);
  place->lock_fd = -1;
}

void
hm_cache_place_free (HmCachePlace *place)
{
  if (place == NULL)
    return;
  if (place->lock_fd >= 0)
    lock_drop (place);
  g_free (place->root);
  g_free (place->folder);
  g_free (place->repository);
  g_free (place->partial);
  g_free (place->lock);
  g_free (place);
}

/* Opens the lock file, its folder made where need be. Returns: -1 with @error set. */
static int
lock_open (const HmCachePlace *place, GError **error)
{
  int fd = -1;

  for (guint try = 0; fd < 0 && try < FOLDER_TRIES_MAX; try++) {
    if (g_mkdir_with_parents (place->folder, 0700) < 0 && errno != ENOENT) {
      hm_fail (error, HM_ERROR_IO, "%s: %s", place->folder, g_strerror (errno));
      return -1;
    }
    fd = open (place->lock, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0 && errno != ENOENT)
      break;
  }
  if (fd < 0)
    hm_fail (error, HM_ERROR_IO, "%s: %s", place->lock, g_strerror (errno));
  return fd;
}

/* Waits for the lock of the open file @fd. */
static gboolean
lock_wait (const HmCachePlace *place, int fd, const gint *cancelled, GError **error)
{
  while (flock (fd, LOCK_EX | LOCK_NB) < 0) {
    if (errno != EWOULDBLOCK && errno != EINTR)
      return hm_fail (error, HM_ERROR_IO, "%s: %s", place->lock, g_strerror (errno));
    if (hm_is_cancelled (cancelled))
      return hm_fail (error, HM_ERROR_CANCELLED, "%s: interrupted", place->repository);
    g_usleep (LOCK_POLL_US);
  }
  return TRUE;
}

static int
sweep_entry (const char *path, const struct stat *status, int kind, struct FTW *where)
{
  const char *name = path + where->base;

  (void) status;
  if (kind == FTW_F && (g_str_has_suffix (name, ".lock") || g_str_has_prefix (name, sweep_prefix)))
    g_unlink (path);
  return 0;
}

gboolean
hm_cache_place_lock (HmCachePlace *place, const gint *cancelled, GError **error)
{
  while (place->lock_fd < 0) {
    int fd = lock_open (place, error);

    if (fd < 0)
      return FALSE;
    if (!lock_wait (place, fd, cancelled, error)) {
      close (fd);
      return FALSE;
    }
    if (is_same_file (fd, place->lock))
      place->lock_fd = fd;
    else
      close (fd);
  }
  /* No ref's name ends in ".lock", so every such file is libgit2's, and whose process is gone:
   * we hold the lock. */
  nftw (place->repository, sweep_entry, 16, FTW_PHYS | FTW_MOUNT);
  return hm_folder_remove (place->partial, error);
}

gboolean
hm_cache_place_share (HmCachePlace *place)
{
  /* flock(2) gives the one lock up before it takes the other, so that one who waited may come first. */
  if (flock (place->lock_fd, LOCK_SH | LOCK_NB) == 0 && is_same_file (place->lock_fd, place->lock))
    return TRUE;
  close (place->lock_fd);
  place->lock_fd = -1;
  return FALSE;
}
