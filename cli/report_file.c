/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/report_file.h"

#include "core/error.h"
#include "core/limits.h"
#include "render/history_json.h"
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

static const char *
file_name (const char *file)
{
  return g_str_equal (file, "-") ? "standard input" : file;
}

/* Returns: (owned) NULL with HM_ERROR_IO or HM_ERROR_LIMIT. */
static GByteArray *
file_read (const char *file, GError **error)
{
  const gboolean is_stdin = g_str_equal (file, "-");
  const int descriptor =
      is_stdin ? STDIN_FILENO : g_open (file, O_RDONLY | O_CLOEXEC | O_NOCTTY, 0);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  gboolean is_read;

  if (descriptor < 0) {
    hm_fail (error, HM_ERROR_IO, "%s: can't be opened: %s", file_name (file), g_strerror (errno));
    return NULL;
  }
  is_read = descriptor_read (descriptor, file_name (file), bytes, error);
  if (!is_stdin)
    close (descriptor);
  return is_read ? g_steal_pointer (&bytes) : NULL;
}

HmReport *
hm_report_bytes_read (const char *name, const void *bytes, gsize size, GError **error)
{
  g_autoptr (HmReport) report = hm_report_read (bytes, size, error);

  if (report == NULL || !hm_report_check_headline (report, error)) {
    g_prefix_error (error, "%s: ", name);
    return NULL;
  }
  /*
   * Band and the word `partial` follow from the headline, whatever the file says of them; a policy
   * may say where its bands begin.
   */
  if (*report->policy_digest == '\0')
    hm_report_aggregate (report, &hm_policy_default);
  return g_steal_pointer (&report);
}

HmReport *
hm_report_file_read (const char *file, GError **error)
{
  g_autoptr (GByteArray) bytes = file_read (file, error);

  return bytes != NULL ? hm_report_bytes_read (file_name (file), bytes->data, bytes->len, error)
                       : NULL;
}

gboolean
hm_history_file_read (const char *file, HmTrend *ret_trend, GError **error)
{
  g_autoptr (GByteArray) bytes = file_read (file, error);

  if (bytes == NULL)
    return FALSE;
  if (hm_history_read_trend ((const char *) bytes->data, bytes->len, ret_trend, error))
    return TRUE;
  g_prefix_error (error, "%s: ", file_name (file));
  return FALSE;
}
