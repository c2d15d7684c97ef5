/* SPDX-License-Identifier: Apache-2.0 */
#include "evidence/git/anchors.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/error.h"
#include "core/limits.h"
#include "evidence/git/cancel.h"

/* Bytes read at once, between two looks at the flag. */
#define CHUNK_BYTES (64 * 1024)

/* How long a pipe whose writer is slow is waited for, between two looks at the flag. */
#define POLL_MS 50

/*
 * Opens @path where it is a regular file or a pipe: `--keyring <(gpg --export KEY)` is handy, while
 * a device may have no end. Returns: -1 with @error set.
 */
static int
anchors_open (const char *path, GError **error)
{
  /* Not to wait for the other end of a pipe, nor for a device, before it is known what it is. */
  int fd = open (path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
  struct stat status;

  if (fd < 0) {
    hm_fail (error, HM_ERROR_USAGE, "%s: %s", path, g_strerror (errno));
    return -1;
  }
  if (fstat (fd, &status) < 0)
    hm_fail (error, HM_ERROR_USAGE, "%s: %s", path, g_strerror (errno));
  else if (S_ISDIR (status.st_mode))
    hm_fail (error, HM_ERROR_USAGE, "%s: a folder, not a file of keys", path);
  else if (!S_ISREG (status.st_mode) && !S_ISFIFO (status.st_mode))
    hm_fail (error, HM_ERROR_USAGE, "%s: neither a file nor a pipe", path);
  else
    return fd;
  close (fd);
  return -1;
}

/* Waits until @fd has bytes or has come to its end. A pipe that nobody has opened yet is neither. */
static gboolean
anchors_wait (int fd, const char *path, const gint *cancelled, GError **error)
{
  struct pollfd entry = { .fd = fd, .events = POLLIN };

  do {
    if (hm_is_cancelled (cancelled))
      return hm_fail (error, HM_ERROR_CANCELLED, "%s: interrupted", path);
  } while (poll (&entry, 1, POLL_MS) == 0 || entry.revents == 0);
  return TRUE;
}

GBytes *
hm_anchors_read (const char *path, const gint *cancelled, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autofree guint8 *chunk = g_malloc (CHUNK_BYTES);
  int fd = anchors_open (path, error);
  gssize n = 1;

  if (fd < 0)
    return NULL;
  while (n != 0 && bytes->len <= HM_ANCHORS_BYTES_MAX) {
    if (!anchors_wait (fd, path, cancelled, error)) {
      close (fd);
      return NULL;
    }
    n = read (fd, chunk, CHUNK_BYTES);
    if (n < 0 && errno != EAGAIN && errno != EINTR) {
      hm_fail (error, HM_ERROR_USAGE, "%s: %s", path, g_strerror (errno));
      close (fd);
      return NULL;
    }
    if (n > 0)
      g_byte_array_append (bytes, chunk, (guint) n);
  }
  close (fd);
  if (bytes->len > HM_ANCHORS_BYTES_MAX) {
    hm_fail (error, HM_ERROR_USAGE, "%s: larger than %u MiB", path,
             HM_ANCHORS_BYTES_MAX / (1024 * 1024));
    return NULL;
  }
  if (bytes->len == 0) {
    hm_fail (error, HM_ERROR_USAGE, "%s: empty, no key in it", path);
    return NULL;
  }
  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}

GBytes *
hm_anchors_take (const HmAnchors *anchors, const gint *cancelled, GError **error)
{
  if (anchors->bytes == NULL)
    return hm_anchors_read (anchors->name, cancelled, error);
  if (g_bytes_get_size (anchors->bytes) > 0)
    return g_bytes_ref (anchors->bytes);
  hm_fail (error, HM_ERROR_USAGE, "%s: empty, no key in it", anchors->name);
  return NULL;
}

/* Whether @base64 is a public key of type @type: what it encodes begins with that type as a
 * string of RFC 4251. */
static gboolean
is_public_key (const char *type, const char *base64)
{
  g_autofree guchar *blob = NULL;
  gsize type_size = strlen (type), size;

  if (strspn (base64, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=")
      != strlen (base64))
    return FALSE;
  blob = g_base64_decode (base64, &size);
  return size > 4 + type_size && GUINT32_FROM_BE (*(guint32 *) (gpointer) blob) == type_size
         && memcmp (blob + 4, type, type_size) == 0;
}

/* Takes one word off *@line, in which quotes hold blanks together. Returns: (owned) NULL at the
 * end of the line. */
static char *
word_take (const char **line)
{
  const char *start = *line + strspn (*line, " \t\r");
  const char *end = start;
  gboolean is_quoted = FALSE;

  if (*start == '\0')
    return NULL;
  for (; *end != '\0' && (is_quoted || strchr (" \t\r", *end) == NULL); end++)
    if (*end == '"')
      is_quoted = !is_quoted;
  *line = end;
  return g_strndup (start, (gsize) (end - start));
}

/* The principals come first, then maybe options, the type of the key, and the key. */
static gboolean
line_has_key (const char *line)
{
  g_autofree char *word = word_take (&line);
  g_autofree char *type = NULL;

  if (word == NULL)
    return FALSE;
  for (;;) {
    g_autofree char *next = word_take (&line);

    if (next == NULL)
      return FALSE;
    if (type != NULL && is_public_key (type, next))
      return TRUE;
    g_free (type);
    type = g_steal_pointer (&next);
  }
}

gboolean
hm_anchors_check_signers (const char *path, GBytes *bytes, GError **error)
{
  gsize size;
  const char *text = g_bytes_get_data (bytes, &size);
  g_autofree char *copy = g_strndup (text, size);
  g_auto (GStrv) lines = NULL;
  gboolean has_key = FALSE;

  if (strlen (copy) != size)
    return hm_fail (
        error, HM_ERROR_USAGE,
        "%s: binary, not lines of PRINCIPAL KEY-TYPE KEY (ssh-keygen(1), ALLOWED SIGNERS)", path);
  lines = g_strsplit (copy, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++) {
    const char *line = lines[i] + strspn (lines[i], " \t\r");

    if (*line == '\0' || *line == '#')
      continue;
    if (!line_has_key (line))
      return hm_fail (error, HM_ERROR_USAGE,
                      "%s:%u: not PRINCIPAL KEY-TYPE KEY (ssh-keygen(1), ALLOWED SIGNERS)", path,
                      i + 1);
    has_key = TRUE;
  }
  if (!has_key)
    return hm_fail (error, HM_ERROR_USAGE, "%s: no key in it", path);
  return TRUE;
}
