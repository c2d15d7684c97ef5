/* SPDX-License-Identifier: Apache-2.0 */
/* Masking for each sink: what comes out is UTF-8, and none of it does anything but be read. */
#include <string.h>

#include "core/mask.h"
#include "tests/fuzz/target.h"

static void
text_check (GString *out, const char *forbidden)
{
  g_assert (g_utf8_validate_len (out->str, out->len, NULL));
  for (const char *at = out->str; at < out->str + out->len; at++)
    g_assert (*at != '\0' && strchr (forbidden, *at) == NULL);
  hm_text_columns (out->str);
  g_string_truncate (out, 0);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  const char *text = (const char *) data;
  g_autoptr (GString) out = g_string_new (NULL);

  hm_mask_terminal (out, text, (gssize) size, FALSE);
  text_check (out, "\a\b\t\n\v\f\r\033\177");
  hm_mask_terminal (out, text, (gssize) size, TRUE);
  for (const char *at = out->str; *at != '\0'; at++)
    g_assert (g_ascii_isprint (*at));
  text_check (out, "\n");
  hm_mask_xml (out, text, (gssize) size);
  text_check (out, "<>\"'\a\b\v\f\033");
  hm_mask_markdown (out, text, (gssize) size);
  text_check (out, "<>\n\r\033");
  hm_mask_url_segment (out, text, (gssize) size);
  text_check (out, " /?#:@&<>\"'\\\n");
  hm_mask_utf8 (out, text, (gssize) size);
  g_assert (g_utf8_validate_len (out->str, out->len, NULL));
  return 0;
}
