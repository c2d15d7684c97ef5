/* SPDX-License-Identifier: Apache-2.0 */
#include "evidence/git/anchors.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "core/error.h"

/* Bytes of a file of trust anchors: all keys of Debian's developers take 30 MiB. */
#define ANCHORS_BYTES_MAX (64 * 1024 * 1024)

GBytes *
hm_anchors_read (const char *path, GError **error)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) io_error = NULL;
  GStatBuf status;
  gsize size;

  if (g_stat (path, &status) < 0) {
    hm_fail (error, HM_ERROR_USAGE, "%s: %s", path, g_strerror (errno));
    return NULL;
  }
  if (S_ISDIR (status.st_mode)) {
    hm_fail (error, HM_ERROR_USAGE, "%s: a folder, not a file of keys", path);
    return NULL;
  }
  if (status.st_size > ANCHORS_BYTES_MAX) {
    hm_fail (error, HM_ERROR_USAGE, "%s: larger than %d MiB", path,
             ANCHORS_BYTES_MAX / (1024 * 1024));
    return NULL;
  }
  /* A pipe is read too: `--keyring <(gpg --export KEY)` is handy. */
  if (!g_file_get_contents (path, &text, &size, &io_error)) {
    hm_fail (error, HM_ERROR_USAGE, "%s", io_error->message);
    return NULL;
  }
  if (size == 0) {
    hm_fail (error, HM_ERROR_USAGE, "%s: empty, no key in it", path);
    return NULL;
  }
  return g_bytes_new_take (g_steal_pointer (&text), size);
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
