/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A file: a line that names the format, lines "name: value" (url, accept, the headers that are
 * kept, then sha256 of all else), an empty line, the body. Distrusts all of it, and what else lies
 * in the folder.
 */
#include "evidence/forge/http_cache.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/limits.h"
#include "evidence/forge/headers.h"

#define MAGIC "hallmark http cache 1\n"

/* What is kept of an answer beside its body. A quota's state is not: it was true once. */
static const char *const kept_names[] = { "content-type", "etag", "last-modified", "link" };

/* Where the cache is full, it is emptied to this share, so that not every answer has to make room. */
#define ROOM_NUMERATOR 9
#define ROOM_DENOMINATOR 10

struct HmHttpCache {
  char *folder;
  guint64 bytes_max;
  char *token_digest; /* "" where there is no token */
  int folder_fd;      /* -1: nothing is kept */

  GMutex mutex; /* guards all below */
  gboolean is_measured;
  guint64 n_bytes;
};

static char *
digest_of (const char *text)
{
  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
}

/* Opens the folder where it is ours alone, or can be made so. */
static int
open_folder (const char *folder)
{
  struct stat status;
  int fd;

  if (g_mkdir_with_parents (folder, 0700) < 0)
    return -1;
  fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0)
    return -1;
  if (fstat (fd, &status) == 0 && status.st_uid == geteuid ()
      && ((status.st_mode & 0077) == 0 || fchmod (fd, 0700) == 0))
    return fd;
  close (fd);
  return -1;
}

HmHttpCache *
hm_http_cache_new (const char *folder, guint64 bytes_max, const char *token)
{
  HmHttpCache *cache = g_new0 (HmHttpCache, 1);

  cache->folder = g_strdup (folder);
  cache->bytes_max = bytes_max;
  cache->token_digest = token == NULL ? g_strdup ("") : digest_of (token);
  cache->folder_fd = open_folder (folder);
  g_mutex_init (&cache->mutex);
  return cache;
}

void
hm_http_cache_free (HmHttpCache *cache)
{
  if (cache == NULL)
    return;
  if (cache->folder_fd >= 0)
    close (cache->folder_fd);
  g_mutex_clear (&cache->mutex);
  g_free (cache->folder);
  g_free (cache->token_digest);
  g_free (cache);
}

void
hm_kept_answer_free (HmKeptAnswer *kept)
{
  if (kept == NULL)
    return;
  g_hash_table_unref (kept->headers);
  g_clear_pointer (&kept->content, g_bytes_unref);
  g_free (kept);
}

/* Returns: (owned) the name of the file. */
static char *
file_name (const HmHttpCache *cache, const char *url, const char *accept)
{
  /* No part holds a line end: libcurl's parser lets none into a URL. */
  g_autofree char *key = g_strjoin ("\n", url, accept, cache->token_digest, NULL);

  return digest_of (key);
}

/* Returns: (owned) (nullable) */
static GBytes *
read_file (const HmHttpCache *cache, const char *name)
{
  const int fd = openat (cache->folder_fd, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
  g_autofree char *bytes = NULL;
  struct stat status;
  gsize size = 0;

  if (fd < 0)
    return NULL;
  if (fstat (fd, &status) == 0 && S_ISREG (status.st_mode) && status.st_uid == geteuid ()
      && status.st_size > 0 && status.st_size <= HM_ANSWER_BYTES_MAX + 2 * HM_HEADER_BYTES_MAX) {
    bytes = g_malloc ((gsize) status.st_size);
    while (size < (gsize) status.st_size) {
      const ssize_t n = read (fd, bytes + size, (gsize) status.st_size - size);

      if (n <= 0)
        break;
      size += (gsize) n;
    }
  }
  close (fd);
  return size == 0 ? NULL : g_bytes_new_take (g_steal_pointer (&bytes), size);
}

/* Returns: (owned) what seals a file: the digest of its lines so far, and of the body. */
static char *
seal_of (const char *lines, gsize lines_size, const guint8 *content, gsize size)
{
  g_autoptr (GChecksum) digest = g_checksum_new (G_CHECKSUM_SHA256);

  g_checksum_update (digest, (const guchar *) lines, (gssize) lines_size);
  g_checksum_update (digest, content, (gssize) size);
  return g_strdup (g_checksum_get_string (digest));
}

/* Returns: (owned) (nullable) the value of the line "@name: value" at *@at, which moves past it. */
static char *
take_line (const char **at, const char *end, const char *name)
{
  const gsize size = strlen (name);
  const char *line = *at;
  const char *stop = memchr (line, '\n', (gsize) (end - line));

  if (stop == NULL || (gsize) (stop - line) < size + 2 || memcmp (line, name, size) != 0
      || memcmp (line + size, ": ", 2) != 0)
    return NULL;
  *at = stop + 1;
  return g_strndup (line + size + 2, (gsize) (stop - line) - size - 2);
}

/* Returns: (owned) (nullable) NULL where @file is not what was written for @url and @accept. */
static HmKeptAnswer *
read_kept (GBytes *file, const char *url, const char *accept)
{
  gsize size;
  const char *at = g_bytes_get_data (file, &size);
  const char *begin = at;
  const char *end = at + size;
  g_autoptr (HmKeptAnswer) kept = NULL;
  g_autofree char *its_url = NULL;
  g_autofree char *its_accept = NULL;
  const char *seal_line;
  g_autofree char *its_seal = NULL;
  g_autofree char *seal = NULL;

  if (size < strlen (MAGIC) || memcmp (at, MAGIC, strlen (MAGIC)) != 0)
    return NULL;
  at += strlen (MAGIC);
  its_url = take_line (&at, end, "url");
  its_accept = take_line (&at, end, "accept");
  if (g_strcmp0 (its_url, url) != 0 || g_strcmp0 (its_accept, accept) != 0)
    return NULL;
  kept = g_new0 (HmKeptAnswer, 1);
  kept->headers = hm_headers_new ();
  for (gsize i = 0; i < G_N_ELEMENTS (kept_names); i++) {
    char *value = take_line (&at, end, kept_names[i]);

    if (value != NULL)
      g_hash_table_insert (kept->headers, g_strdup (kept_names[i]), value);
  }
  seal_line = at;
  its_seal = take_line (&at, end, "sha256");
  if (its_seal == NULL || at == end || *at != '\n')
    return NULL;
  at++;
  seal = seal_of (begin, (gsize) (seal_line - begin), (const guint8 *) at, (gsize) (end - at));
  if (strcmp (seal, its_seal) != 0)
    return NULL;
  kept->content = g_bytes_new_from_bytes (file, (gsize) (at - begin), (gsize) (end - at));
  return g_steal_pointer (&kept);
}

HmKeptAnswer *
hm_http_cache_get (HmHttpCache *cache, const char *url, const char *accept)
{
  g_autofree char *name = file_name (cache, url, accept);
  g_autoptr (GBytes) file = NULL;
  HmKeptAnswer *kept;

  if (cache->folder_fd < 0)
    return NULL;
  file = read_file (cache, name);
  if (file == NULL)
    return NULL;
  kept = read_kept (file, url, accept);
  if (kept == NULL)
    unlinkat (cache->folder_fd, name, 0);
  return kept;
}

typedef struct {
  char *name;
  gint64 used_at; /* nanoseconds */
  guint64 size;
} Listed;

static void
listed_clear (gpointer data)
{
  g_free (((Listed *) data)->name);
}

static gint
by_age (gconstpointer a, gconstpointer b)
{
  const Listed *first = a;
  const Listed *second = b;

  if (first->used_at != second->used_at)
    return first->used_at < second->used_at ? -1 : 1;
  return strcmp (first->name, second->name);
}

/* Lists the files of the folder, whatever they are: they take room. Returns: (owned) (element-type Listed) */
static GArray *
list_files (const HmHttpCache *cache, guint64 *ret_bytes)
{
  GArray *files = g_array_new (FALSE, FALSE, sizeof (Listed));
  g_autoptr (GDir) folder = g_dir_open (cache->folder, 0, NULL);
  const char *name;

  g_array_set_clear_func (files, listed_clear);
  *ret_bytes = 0;
  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL) {
    struct stat status;

    if (fstatat (cache->folder_fd, name, &status, AT_SYMLINK_NOFOLLOW) < 0
        || !S_ISREG (status.st_mode))
      continue;
    g_array_append_val (files, ((Listed){
                                   .name = g_strdup (name),
                                   .used_at = status.st_mtim.tv_sec * G_GINT64_CONSTANT (1000000000)
                                              + status.st_mtim.tv_nsec,
                                   .size = (guint64) status.st_size,
                               }));
    *ret_bytes += (guint64) status.st_size;
  }
  return files;
}

/* Makes room for @size bytes. Returns: FALSE where there never is. */
static gboolean
make_room (HmHttpCache *cache, guint64 size)
{
  g_autoptr (GArray) files = NULL;

  if (size > cache->bytes_max)
    return FALSE;
  if (cache->is_measured && cache->n_bytes + size <= cache->bytes_max)
    return TRUE;
  files = list_files (cache, &cache->n_bytes);
  cache->is_measured = TRUE;
  if (cache->n_bytes + size <= cache->bytes_max)
    return TRUE;
  g_array_sort (files, by_age);
  for (guint i = 0; i < files->len
                    && cache->n_bytes + size > cache->bytes_max / ROOM_DENOMINATOR * ROOM_NUMERATOR;
       i++) {
    const Listed *oldest = &g_array_index (files, Listed, i);

    if (unlinkat (cache->folder_fd, oldest->name, 0) == 0)
      cache->n_bytes -= oldest->size;
  }
  return cache->n_bytes + size <= cache->bytes_max;
}

static gboolean
write_all (int fd, const char *bytes, gsize size)
{
  while (size > 0) {
    const ssize_t n = write (fd, bytes, size);

    if (n < 0 && errno == EINTR)
      continue;
    if (n <= 0)
      return FALSE;
    bytes += n;
    size -= (gsize) n;
  }
  return TRUE;
}

/*
 * Writes beside, then renames: a reader sees the old file or the new one. A machine that stops in
 * between may leave a file cut; its digest tells.
 */
static gboolean
write_file (const HmHttpCache *cache, const char *name, const GString *bytes)
{
  g_autofree char *random = g_uuid_string_random ();
  g_autofree char *partial = g_strconcat (".", random, NULL);
  const int fd = openat (cache->folder_fd, partial,
                         O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  gboolean is_written;

  if (fd < 0)
    return FALSE;
  is_written = write_all (fd, bytes->str, bytes->len);
  if (close (fd) == 0 && is_written
      && renameat (cache->folder_fd, partial, cache->folder_fd, name) == 0)
    return TRUE;
  unlinkat (cache->folder_fd, partial, 0);
  return FALSE;
}

void
hm_http_cache_put (HmHttpCache *cache, const char *url, const char *accept, GHashTable *headers,
                   const guint8 *content, gsize size)
{
  g_autofree char *name = file_name (cache, url, accept);
  g_autofree char *seal = NULL;
  g_autoptr (GString) bytes = NULL;

  if (cache->folder_fd < 0)
    return;
  bytes = g_string_new (MAGIC);
  g_string_append_printf (bytes, "url: %s\naccept: %s\n", url, accept);
  for (gsize i = 0; i < G_N_ELEMENTS (kept_names); i++) {
    const char *value = hm_headers_get (headers, kept_names[i]);

    if (value != NULL)
      g_string_append_printf (bytes, "%s: %s\n", kept_names[i], value);
  }
  seal = seal_of (bytes->str, bytes->len, content, size);
  g_string_append_printf (bytes, "sha256: %s\n\n", seal);
  g_string_append_len (bytes, (const char *) content, (gssize) size);

  g_mutex_lock (&cache->mutex);
  if (make_room (cache, bytes->len) && write_file (cache, name, bytes))
    cache->n_bytes += bytes->len;
  g_mutex_unlock (&cache->mutex);
}

void
hm_http_cache_touch (HmHttpCache *cache, const char *url, const char *accept)
{
  g_autofree char *name = file_name (cache, url, accept);

  if (cache->folder_fd >= 0)
    utimensat (cache->folder_fd, name, NULL, AT_SYMLINK_NOFOLLOW);
}
