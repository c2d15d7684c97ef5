/* SPDX-License-Identifier: Apache-2.0 */
/* Distrusts the list that it finds: nothing outside the folder is ever removed. */
#include "cli/site_folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/file_lock.h"
#include "core/error.h"
#include "core/seeded_hash.h"

/* What a folder is known by: the name of the list, its first line, and what it is called. */
typedef struct {
  const char *marker;
  const char *head;
  const char *noun;
} Kind;

static const Kind kinds[] = {
  [HM_SITE_FOLDER_PAGES] = { ".hallmark-site", "hallmark/site/1", "a site" },
  [HM_SITE_FOLDER_BADGES] = { ".hallmark-badges", "hallmark/badges/1", "badges" },
};

/* How much of the list is read at once. It has no limit: what one run wrote the next has to be able to read. */
#define BLOCK_BYTES (64u * 1024)

struct HmSiteFolder {
  char *name;
  const Kind *kind;
  int descriptor;
  int marker; /* locked, and appended to before a file is first put */
  GMutex mutex;
  GHashTable *listed; /* paths of the list */
  GHashTable *put;    /* paths that were put */
};

/* As hm_site_folder_put() has it: it leads nowhere but below the folder. */
static gboolean
is_path (const char *path)
{
  for (const char *at = path; *at != '\0'; at++) {
    const gboolean is_begin = at == path || at[-1] == '/';

    if (!g_ascii_isalnum (*at) && strchr (is_begin ? "-_" : "-_./", *at) == NULL)
      return FALSE;
  }
  return *path != '\0' && !g_str_has_suffix (path, "/");
}

static gboolean
is_empty (const char *name)
{
  g_autoptr (GDir) folder = g_dir_open (name, 0, NULL);

  return folder != NULL && g_dir_read_name (folder) == NULL;
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

/*
 * Opens the list, or begins one in a folder that is empty. What somebody put in its place is not waited for.
 *
 * Returns: FALSE with @error set.
 */
static gboolean
marker_open (HmSiteFolder *folder, const char *marker, GError **error)
{
  const int flags = O_RDWR | O_APPEND | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC;
  struct stat status;

  folder->marker = openat (folder->descriptor, folder->kind->marker, flags);
  if (folder->marker < 0 && errno == ENOENT) {
    if (!is_empty (folder->name))
      return hm_fail (
          error, HM_ERROR_USAGE,
          "%s: holds something else than %s of hallmark's; name a new or an empty folder",
          folder->name, folder->kind->noun);
    folder->marker = openat (folder->descriptor, folder->kind->marker, flags | O_CREAT, 0666);
  }
  if (folder->marker < 0)
    return hm_fail (error, HM_ERROR_IO, "%s: can't be written: %s", marker, g_strerror (errno));
  if (fstat (folder->marker, &status) != 0 || !S_ISREG (status.st_mode))
    return hm_fail (error, HM_ERROR_USAGE, "%s: is no file; name a new or an empty folder", marker);
  return TRUE;
}

/* The last that another does is to put a new list in the place of the one that it has locked. */
static gboolean
marker_lock (HmSiteFolder *folder, const char *marker, GError **error)
{
  while (marker_open (folder, marker, error)) {
    switch (hm_file_lock_try_named (folder->marker, folder->descriptor, folder->kind->marker)) {
    case HM_FILE_LOCK_TAKEN:
      return TRUE;
    case HM_FILE_LOCK_BUSY:
      return hm_fail (error, HM_ERROR_IO, "%s: another hallmark is writing there", folder->name);
    case HM_FILE_LOCK_CANNOT:
      return hm_fail (error, HM_ERROR_IO, "%s: can't be locked: %s", marker, g_strerror (errno));
    case HM_FILE_LOCK_REPLACED:
      close (folder->marker);
      folder->marker = -1;
      break;
    }
  }
  return FALSE;
}

/* Returns: bytes, fewer than @size at the end alone; below 0 with errno set. */
static gssize
block_read (int descriptor, char *block, gsize size)
{
  gsize n = 0;

  while (n < size) {
    const ssize_t more = read (descriptor, block + n, size - n);

    if (more == 0)
      break;
    if (more < 0 && errno != EINTR)
      return -1;
    n += more > 0 ? (gsize) more : 0;
  }
  return (gssize) n;
}

/* @line: what of it has come so far; of one that is too long for a path the beginning and a byte more */
static void
line_append (GString *line, const char *text, gsize size)
{
  g_string_append_len (line, text, (gssize) MIN (size, PATH_MAX + 1 - line->len));
}

static void
line_end (HmSiteFolder *folder, GString *line)
{
  if (line->len <= PATH_MAX && strlen (line->str) == line->len && is_path (line->str))
    g_hash_table_add (folder->listed, g_strdup (line->str));
  g_string_truncate (line, 0);
}

/* Returns: FALSE with errno set. */
static gboolean
list_read (HmSiteFolder *folder)
{
  g_autofree char *block = g_malloc (BLOCK_BYTES);
  g_autoptr (GString) line = g_string_new (NULL);
  gssize n;

  while ((n = block_read (folder->marker, block, BLOCK_BYTES)) > 0) {
    const char *from = block;
    const char *const end = block + n;

    for (const char *stop = memchr (from, '\n', (gsize) (end - from)); stop != NULL;
         stop = memchr (from, '\n', (gsize) (end - from))) {
      line_append (line, from, (gsize) (stop - from));
      line_end (folder, line);
      from = stop + 1;
    }
    line_append (line, from, (gsize) (end - from));
  }
  line_end (folder, line);
  return n == 0;
}

/* A list that has not all of its first line is of a run that found no room to write it: it is begun anew. */
static gboolean
marker_read (HmSiteFolder *folder, const char *marker, GError **error)
{
  g_autofree char *head = g_strconcat (folder->kind->head, "\n", NULL);
  g_autofree char *found = g_malloc (strlen (head));
  const gssize n = block_read (folder->marker, found, strlen (head));
  const gboolean is_begun = n == (gssize) strlen (head);

  if (n >= 0 && memcmp (found, head, (gsize) n) != 0)
    return hm_fail (error, HM_ERROR_USAGE,
                    "%s: is not of this hallmark; name a new or an empty folder", marker);
  if (n < 0 || (is_begun && !list_read (folder)))
    return hm_fail (error, HM_ERROR_IO, "%s: can't be read: %s", marker, g_strerror (errno));
  /* One that was cut short later may lack its last line end. */
  if ((!is_begun && ftruncate (folder->marker, 0) != 0)
      || !bytes_write (folder->marker, is_begun ? "\n" : head, is_begun ? 1 : strlen (head)))
    return hm_fail (error, HM_ERROR_IO, "%s: can't be written: %s", marker, g_strerror (errno));
  return TRUE;
}

HmSiteFolder *
hm_site_folder_open (const char *name, HmSiteFolderKind kind, GError **error)
{
  g_autoptr (HmSiteFolder) folder = g_new0 (HmSiteFolder, 1);
  g_autofree char *marker = g_build_filename (name, kinds[kind].marker, NULL);

  folder->name = g_strdup (name);
  folder->kind = &kinds[kind];
  folder->marker = -1;
  g_mutex_init (&folder->mutex);
  folder->listed = g_hash_table_new_full (hm_seeded_text_hash, g_str_equal, g_free, NULL);
  folder->put = g_hash_table_new_full (hm_seeded_text_hash, g_str_equal, g_free, NULL);
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
  return marker_lock (folder, marker, error) && marker_read (folder, marker, error)
             ? g_steal_pointer (&folder)
             : NULL;
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
  int parent = fcntl (folder->descriptor, F_DUPFD_CLOEXEC, 0);

  for (const char *slash = strchr (path, '/'); parent >= 0 && slash != NULL;
       slash = strchr (path, '/')) {
    g_autofree char *part = g_strndup (path, (gsize) (slash - path));
    int below = -1;
    int cause;

    if (!may_make || mkdirat (parent, part, 0777) == 0 || errno == EEXIST)
      below = openat (parent, part, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    cause = errno;
    close (parent);
    errno = cause;
    parent = below;
    path = slash + 1;
  }
  return parent;
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

/* What is written until it is whole; also the list itself is. Returns: (owned) */
static char *
temporary_name (const char *name)
{
  return g_strdup_printf (".%s.new", name);
}

/* Not synced: what a power cut spoils is made anew. Returns: FALSE with errno set. */
static gboolean
file_replace (int parent, const char *name, const char *data, gsize size)
{
  g_autofree char *temporary = temporary_name (name);
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
    return hm_fail (error, HM_ERROR_IO, "%s/%s: can't be written: %s", folder->name,
                    folder->kind->marker, g_strerror (errno));
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

/* Whether killed runs leave such files: none that others would put there looks like that. */
static gboolean
is_temporary (const HmSiteFolder *folder, const char *name)
{
  static const char *const endings[] = { ".html", ".svg", ".json", ".css", ".js" };
  g_autofree char *whole = NULL;

  if (name[0] != '.' || !g_str_has_suffix (name, ".new"))
    return FALSE;
  whole = g_strndup (name + 1, strlen (name) - strlen (".") - strlen (".new"));
  if (g_str_equal (whole, folder->kind->marker))
    return TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (endings); i++)
    if (g_str_has_suffix (whole, endings[i]) && is_path (whole))
      return TRUE;
  return FALSE;
}

/* @parent: relative, ends with a slash unless it is "" */
static void
temporaries_remove (const HmSiteFolder *folder, const char *parent)
{
  const int descriptor = parent_open (folder, parent, FALSE);
  DIR *listing = descriptor >= 0 ? fdopendir (descriptor) : NULL;

  if (listing == NULL) {
    if (descriptor >= 0)
      close (descriptor);
    return;
  }
  for (const struct dirent *entry = readdir (listing); entry != NULL; entry = readdir (listing))
    if (is_temporary (folder, entry->d_name))
      unlinkat (dirfd (listing), entry->d_name, 0);
  closedir (listing);
}

/* Adds "a/", "a/b/" of "a/b/c" to @parents. */
static void
parents_add (GHashTable *parents, const char *path)
{
  for (const char *slash = strchr (path, '/'); slash != NULL; slash = strchr (slash + 1, '/'))
    g_hash_table_add (parents, g_strndup (path, (gsize) (slash + 1 - path)));
}

/* Those below come first. */
static int
parents_compare (gconstpointer a, gconstpointer b)
{
  return -strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* Of all folders that files of ours lie in, or lay. */
static void
parents_clean (const HmSiteFolder *folder)
{
  g_autoptr (GHashTable) parents =
      g_hash_table_new_full (hm_seeded_text_hash, g_str_equal, g_free, NULL);
  g_autofree const char **sorted = NULL;
  GHashTableIter iter;
  gpointer path;
  guint n;

  g_hash_table_iter_init (&iter, folder->listed);
  while (g_hash_table_iter_next (&iter, &path, NULL))
    parents_add (parents, path);
  sorted = (const char **) g_hash_table_get_keys_as_array (parents, &n);
  qsort (sorted, n, sizeof *sorted, parents_compare);
  temporaries_remove (folder, "");
  for (guint i = 0; i < n; i++) {
    g_autofree char *name = g_strndup (sorted[i], strlen (sorted[i]) - 1);
    const int above = parent_open (folder, name, FALSE);

    temporaries_remove (folder, sorted[i]);
    /* Does nothing unless it is empty. */
    if (above >= 0) {
      unlinkat (above, last_part (name), AT_REMOVEDIR);
      close (above);
    }
  }
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
  g_autoptr (GString) list = g_string_new (folder->kind->head);
  GHashTableIter iter;
  gpointer path;

  *ret_n_removed = 0;
  g_hash_table_iter_init (&iter, folder->listed);
  while (g_hash_table_iter_next (&iter, &path, NULL)) {
    if (!g_hash_table_contains (folder->put, path) && path_remove (folder, path))
      (*ret_n_removed)++;
  }
  parents_clean (folder);
  g_string_append_c (list, '\n');
  qsort (paths, *ret_n_files, sizeof *paths, paths_compare);
  for (guint i = 0; i < *ret_n_files; i++)
    g_string_append_printf (list, "%s\n", paths[i]);
  return file_replace (folder->descriptor, folder->kind->marker, list->str, list->len)
         || hm_fail (error, HM_ERROR_IO, "%s/%s: can't be written: %s", folder->name,
                     folder->kind->marker, g_strerror (errno));
}
