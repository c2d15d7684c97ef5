/* SPDX-License-Identifier: Apache-2.0 */
/* Distrusts the list of pages that it finds: nothing outside the folder is ever removed. */
#include "cli/site_folder.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/bounded_file.h"
#include "core/error.h"

#define MARKER ".hallmark-site"
#define MARKER_HEAD "hallmark/site/1"

/* Of the list: a hundred thousand repositories. */
#define MARKER_BYTES_MAX (64u * 1024 * 1024)

struct HmSiteFolder {
  char *name;
  int descriptor;
  int marker; /* locked, and appended to before a page is first put */
  GMutex mutex;
  GHashTable *listed; /* paths of the list */
  GHashTable *put;    /* paths that were put */
};

/* What render/site.h calls a path: one folder at most, no dot in front. */
static gboolean
is_path (const char *path)
{
  guint n_slashes = 0;

  for (const char *at = path; *at != '\0'; at++) {
    const gboolean is_begin = at == path || at[-1] == '/';

    if (*at == '/')
      n_slashes++;
    if (!g_ascii_islower (*at) && !g_ascii_isdigit (*at)
        && (is_begin || strchr ("-./", *at) == NULL))
      return FALSE;
  }
  return *path != '\0' && n_slashes <= 1 && !g_str_has_suffix (path, "/");
}

static gboolean
is_empty (const char *name)
{
  g_autoptr (GDir) folder = g_dir_open (name, 0, NULL);

  return folder != NULL && g_dir_read_name (folder) == NULL;
}

/* Returns: FALSE where it is no list of ours. */
static gboolean
list_read (HmSiteFolder *folder, const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  if (lines[0] == NULL || !g_str_equal (lines[0], MARKER_HEAD))
    return FALSE;
  for (gsize i = 1; lines[i] != NULL; i++) {
    if (is_path (lines[i]))
      g_hash_table_add (folder->listed, g_strdup (lines[i]));
  }
  return TRUE;
}

static gboolean
bytes_write (int descriptor, const char *data, gsize size)
{
  while (size > 0) {
    const ssize_t written = write (descriptor, data, size);

    if (written < 0 && errno != EINTR)
      return FALSE;
    if (written > 0) {
      data += written;
      size -= (gsize) written;
    }
  }
  return TRUE;
}

/* The folder is empty, or holds a list of ours. */
static gboolean
marker_open (HmSiteFolder *folder, GError **error)
{
  g_autofree char *marker = g_build_filename (folder->name, MARKER, NULL);
  g_autoptr (GError) mistake = NULL;
  gboolean is_absent = FALSE;
  g_autoptr (GByteArray) bytes =
      hm_bounded_file_read (marker, MARKER_BYTES_MAX, &is_absent, &mistake);

  if (bytes == NULL && !is_absent) {
    g_propagate_error (error, g_steal_pointer (&mistake));
    return FALSE;
  }
  if (bytes == NULL && !is_empty (folder->name))
    return hm_fail (
        error, HM_ERROR_USAGE,
        "%s: holds something else than a site of hallmark's; name a new or an empty folder",
        folder->name);
  if (bytes != NULL) {
    g_autofree char *text = g_strndup ((const char *) bytes->data, bytes->len);

    if (!list_read (folder, text))
      return hm_fail (error, HM_ERROR_USAGE,
                      "%s: is not of this hallmark; name a new or an empty folder", marker);
  }
  folder->marker = openat (folder->descriptor, MARKER,
                           O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0666);
  if (folder->marker < 0)
    return hm_fail (error, HM_ERROR_IO, "%s: can't be written: %s", marker, g_strerror (errno));
  if (flock (folder->marker, LOCK_EX | LOCK_NB) != 0)
    return hm_fail (error, HM_ERROR_IO, "%s: another hallmark is writing this site", folder->name);
  /* A list that was cut short may lack its last line end. */
  if (!bytes_write (folder->marker, bytes == NULL ? MARKER_HEAD "\n" : "\n",
                    bytes == NULL ? strlen (MARKER_HEAD "\n") : 1))
    return hm_fail (error, HM_ERROR_IO, "%s: can't be written: %s", marker, g_strerror (errno));
  return TRUE;
}

HmSiteFolder *
hm_site_folder_open (const char *name, GError **error)
{
  g_autoptr (HmSiteFolder) folder = g_new0 (HmSiteFolder, 1);

  folder->name = g_strdup (name);
  folder->marker = -1;
  g_mutex_init (&folder->mutex);
  folder->listed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  folder->put = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (g_mkdir_with_parents (name, 0777) != 0) {
    hm_fail (error, errno == ENOTDIR || errno == EEXIST ? HM_ERROR_USAGE : HM_ERROR_IO,
             "%s: can't be made a folder: %s", name, g_strerror (errno));
    folder->descriptor = -1;
    return NULL;
  }
  folder->descriptor = open (name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder->descriptor < 0) {
    hm_fail (error, HM_ERROR_IO, "%s: can't be opened: %s", name, g_strerror (errno));
    return NULL;
  }
  return marker_open (folder, error) ? g_steal_pointer (&folder) : NULL;
}

void
hm_site_folder_free (HmSiteFolder *folder)
{
  if (folder == NULL)
    return;
  if (folder->marker >= 0)
    close (folder->marker);
  if (folder->descriptor >= 0)
    close (folder->descriptor);
  g_hash_table_unref (folder->listed);
  g_hash_table_unref (folder->put);
  g_mutex_clear (&folder->mutex);
  g_free (folder->name);
  g_free (folder);
}

/* Notes that @path is ours before it is there, so that an interrupted run leaves nothing that nobody would remove. */
static gboolean
path_note (HmSiteFolder *folder, const char *path)
{
  gboolean is_noted = TRUE;

  g_mutex_lock (&folder->mutex);
  g_hash_table_add (folder->put, g_strdup (path));
  if (!g_hash_table_contains (folder->listed, path)) {
    g_autofree char *line = g_strconcat (path, "\n", NULL);

    g_hash_table_add (folder->listed, g_strdup (path));
    is_noted = bytes_write (folder->marker, line, strlen (line));
  }
  g_mutex_unlock (&folder->mutex);
  return is_noted;
}

/* Returns: a descriptor of the folder that @path lies in, to be closed; below 0 with errno set. */
static int
parent_open (const HmSiteFolder *folder, const char *path, gboolean may_make)
{
  const char *slash = strchr (path, '/');
  g_autofree char *parent = NULL;

  if (slash == NULL)
    return fcntl (folder->descriptor, F_DUPFD_CLOEXEC, 0);
  parent = g_strndup (path, (gsize) (slash - path));
  if (may_make && mkdirat (folder->descriptor, parent, 0777) != 0 && errno != EEXIST)
    return -1;
  return openat (folder->descriptor, parent, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

static const char *
last_part (const char *path)
{
  const char *slash = strrchr (path, '/');

  return slash != NULL ? slash + 1 : path;
}

static gboolean
is_same (int parent, const char *name, const char *data, gsize size)
{
  const int descriptor = openat (parent, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  struct stat status;
  gboolean is_same = FALSE;

  if (descriptor < 0)
    return FALSE;
  if (fstat (descriptor, &status) == 0 && S_ISREG (status.st_mode)
      && (gsize) status.st_size == size) {
    g_autofree char *held = g_malloc (size + 1);
    gsize n_read = 0;
    ssize_t n = 1;

    while (n > 0 && n_read < size) {
      n = read (descriptor, held + n_read, size - n_read);
      n_read += n > 0 ? (gsize) n : 0;
    }
    is_same = n_read == size && memcmp (held, data, size) == 0;
  }
  close (descriptor);
  return is_same;
}

/* Not synced: a site that a power cut spoils is made anew. Returns: FALSE with errno set. */
static gboolean
file_replace (int parent, const char *name, const char *data, gsize size)
{
  g_autofree char *temporary = g_strdup_printf (".%s.new", name);
  int descriptor;
  gboolean is_written;
  int cause;

  unlinkat (parent, temporary, 0);
  descriptor =
      openat (parent, temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
  if (descriptor < 0)
    return FALSE;
  is_written = bytes_write (descriptor, data, size);
  is_written = close (descriptor) == 0 && is_written;
  if (is_written && renameat (parent, temporary, parent, name) == 0)
    return TRUE;
  cause = errno;
  unlinkat (parent, temporary, 0);
  errno = cause;
  return FALSE;
}

gboolean
hm_site_folder_put (HmSiteFolder *folder, const char *path, GBytes *bytes, GError **error)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);
  gboolean is_written;
  int parent;

  g_assert (is_path (path));
  if (!path_note (folder, path))
    return hm_fail (error, HM_ERROR_IO, "%s/" MARKER ": can't be written: %s", folder->name,
                    g_strerror (errno));
  parent = parent_open (folder, path, TRUE);
  if (parent < 0)
    return hm_fail (error, HM_ERROR_IO, "%s/%s: its folder can't be opened: %s", folder->name, path,
                    g_strerror (errno));
  is_written = is_same (parent, last_part (path), data, size)
               || file_replace (parent, last_part (path), data, size)
               || hm_fail (error, HM_ERROR_IO, "%s/%s: can't be written: %s", folder->name, path,
                           g_strerror (errno));
  close (parent);
  return is_written;
}

static gboolean
path_remove (const HmSiteFolder *folder, const char *path)
{
  const int parent = parent_open (folder, path, FALSE);
  gboolean is_removed;

  if (parent < 0)
    return FALSE;
  is_removed = unlinkat (parent, last_part (path), 0) == 0;
  close (parent);
  return is_removed;
}

static int
paths_compare (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

gboolean
hm_site_folder_finish (HmSiteFolder *folder, guint *ret_n_files, guint *ret_n_removed,
                       GError **error)
{
  g_autofree const char **paths =
      (const char **) g_hash_table_get_keys_as_array (folder->put, ret_n_files);
  g_autoptr (GString) list = g_string_new (MARKER_HEAD "\n");
  GHashTableIter iter;
  gpointer path;

  *ret_n_removed = 0;
  g_hash_table_iter_init (&iter, folder->listed);
  while (g_hash_table_iter_next (&iter, &path, NULL)) {
    if (!g_hash_table_contains (folder->put, path) && path_remove (folder, path))
      (*ret_n_removed)++;
  }
  qsort (paths, *ret_n_files, sizeof *paths, paths_compare);
  for (guint i = 0; i < *ret_n_files; i++)
    g_string_append_printf (list, "%s\n", paths[i]);
  return file_replace (folder->descriptor, MARKER, list->str, list->len)
         || hm_fail (error, HM_ERROR_IO, "%s/" MARKER ": can't be written: %s", folder->name,
                     g_strerror (errno));
}
