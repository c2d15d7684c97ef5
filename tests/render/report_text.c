/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/render/report_text.h"

#include "core/error.h"
#include "render/report_json.h"

#include <string.h>

char *
report_written (HmReport *report)
{
  g_autoptr (GBytes) bytes = hm_report_write (report);
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  hm_report_free (report);
  return g_strndup (data, size);
}

void
assert_report_refused (const char *text, gsize size, int code, const char *message)
{
  GError *error = NULL;
  HmReport *report = hm_report_read (text, size, &error);

  g_assert_null (report);
  g_assert_error (error, HM_ERROR, code);
  if (message != NULL && strstr (error->message, message) == NULL) {
    g_test_message ("'%s' does not say '%s'", error->message, message);
    g_test_fail ();
  }
  g_error_free (error);
}

char *
text_replaced (const char *text, const char *from, const char *to)
{
  const char *at = strstr (text, from);
  GString *out = g_string_new (NULL);

  g_assert_nonnull (at);
  g_string_append_len (out, text, at - text);
  g_string_append (out, to);
  g_string_append (out, at + strlen (from));
  return g_string_free (out, FALSE);
}
