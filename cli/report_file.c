/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/report_file.h"

#include "core/error.h"
#include "core/limits.h"
#include "render/report_json.h"
#include "scoring/score.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

#define CHUNK_BYTES 65536

/* Reads to the end, counting: what a pipe or a device holds nobody knows before. */
static gboolean
descriptor_read (int descriptor, const char *name, GByteArray *bytes, GError **error)
{
  for (;;) {
    const guint size = bytes->len;
    ssize_t n_read;

    g_byte_array_set_size (bytes, size + CHUNK_BYTES);
    n_read = read (descriptor, bytes->data + size, CHUNK_BYTES);
    g_byte_array_set_size (bytes, size + (n_read > 0 ? (guint) n_read : 0));
    if (n_read == 0)
      return TRUE;
    if (n_read < 0 && errno == EINTR)
      continue;
    if (n_read < 0)
      return hm_fail (error, HM_ERROR_IO, "%s: can't be read: %s", name, g_strerror (errno));
    if (bytes->len > HM_REPORT_BYTES_MAX)
      return hm_fail (error, HM_ERROR_LIMIT, "%s: larger than %u MiB, so no report", name,
                      HM_REPORT_BYTES_MAX / 1024 / 1024);
  }
}

HmReport *
hm_report_file_read (const char *file, GError **error)
{
  const gboolean is_stdin = g_str_equal (file, "-");
  const char *name = is_stdin ? "standard input" : file;
  const int descriptor =
      is_stdin ? STDIN_FILENO : g_open (file, O_RDONLY | O_CLOEXEC | O_NOCTTY, 0);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (HmReport) report = NULL;
  gboolean is_read;

  if (descriptor < 0) {
    hm_fail (error, HM_ERROR_IO, "%s: can't be opened: %s", name, g_strerror (errno));
    return NULL;
  }
  is_read = descriptor_read (descriptor, name, bytes, error);
  if (!is_stdin)
    close (descriptor);
  if (!is_read)
    return NULL;
  report = hm_report_read ((const char *) bytes->data, bytes->len, error);
  if (report == NULL || !hm_report_check_headline (report, error)) {
    g_prefix_error (error, "%s: ", name);
    return NULL;
  }
  /* Band and the word `partial` follow from the headline, whatever the file says of them. */
  hm_report_aggregate (report, &hm_policy_default);
  return g_steal_pointer (&report);
}
