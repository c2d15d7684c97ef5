/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/bounded_file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "core/error.h"

#define CHUNK_BYTES 65536

static GByteArray *
descriptor_read (int descriptor, const char *name, guint size_max, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  for (;;) {
    const guint size = bytes->len;
    ssize_t n_read;

    g_byte_array_set_size (bytes, size + CHUNK_BYTES);
    n_read = read (descriptor, bytes->data + size, CHUNK_BYTES);
    g_byte_array_set_size (bytes, size + (n_read > 0 ? (guint) n_read : 0));
    if (n_read == 0)
      return g_steal_pointer (&bytes);
    if (n_read < 0 && errno == EINTR)
      continue;
    if (n_read < 0) {
      hm_fail (error, HM_ERROR_IO, "%s: can't be read: %s", name, g_strerror (errno));
      return NULL;
    }
    if (bytes->len > size_max) {
      hm_fail (error, HM_ERROR_LIMIT, "%s: larger than the %u bytes that are read", name, size_max);
      return NULL;
    }
  }
}

GByteArray *
hm_bounded_file_read (const char *path, guint size_max, gboolean *is_absent, GError **error)
{
  const gboolean is_stdin = g_str_equal (path, "-");
  const char *name = is_stdin ? "standard input" : path;
  const int descriptor =
      is_stdin ? STDIN_FILENO : g_open (path, O_RDONLY | O_CLOEXEC | O_NOCTTY, 0);
  GByteArray *bytes;

  if (is_absent != NULL)
    *is_absent = descriptor < 0 && errno == ENOENT;
  if (descriptor < 0) {
    hm_fail (error, HM_ERROR_IO, "%s: can't be opened: %s", name, g_strerror (errno));
    return NULL;
  }
  bytes = descriptor_read (descriptor, name, size_max, error);
  if (!is_stdin)
    close (descriptor);
  return bytes;
}
