/* SPDX-License-Identifier: Apache-2.0 */
/* Distrusts text: it may hold any bytes of the subject, and be of any length. */
#include "render/json_value.h"

#include "core/instant.h"
#include "core/limits.h"
#include "core/mask.h"

#include <string.h>

/* Enough for tenths, hundredths and any weight worth writing; 17 would print 8.6999999999999993. */
#define REAL_DIGITS 6

#define CUT_MARK "..."

static void
text_cut (GString *text)
{
  const char *end;

  if (text->len <= HM_TEXT_MAX)
    return;
  end = g_utf8_find_prev_char (text->str, text->str + HM_TEXT_MAX - strlen (CUT_MARK) + 1);
  g_string_truncate (text, (gsize) (end - text->str));
  g_string_append (text, CUT_MARK);
}

json_t *
hm_json_text (const char *text)
{
  g_autoptr (GString) masked = g_string_new (NULL);

  hm_mask_utf8 (masked, text, -1);
  text_cut (masked);
  return json_stringn (masked->str, masked->len);
}

json_t *
hm_json_text_or_null (const char *text)
{
  return *text == '\0' ? json_null () : hm_json_text (text);
}

json_t *
hm_json_tenths (int tenths)
{
  return tenths < 0 ? json_null () : json_real (tenths / 10.0);
}

json_t *
hm_json_instant (gint64 seconds)
{
  char text[HM_INSTANT_TEXT_SIZE];

  return json_string (hm_instant_text (seconds, text));
}

void
hm_json_put (json_t *object, const char *key, json_t *value)
{
  if (json_object_set_new (object, key, value) != 0)
    g_error ("no memory for the JSON value of '%s'", key);
}

void
hm_json_append (json_t *array, json_t *value)
{
  if (json_array_append_new (array, value) != 0)
    g_error ("no memory for a JSON array of %zu values", json_array_size (array));
}

static int
bytes_append (const char *data, size_t size, void *user_data)
{
  GByteArray *bytes = user_data;

  g_byte_array_append (bytes, (const guint8 *) data, (guint) size);
  return 0;
}

GBytes *
hm_json_print (const json_t *value, guint indent)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  const size_t flags = JSON_ENCODE_ANY | JSON_REAL_PRECISION (REAL_DIGITS)
                       | (indent > 0 ? JSON_INDENT (indent) : JSON_COMPACT);

  if (json_dump_callback (value, bytes_append, bytes, flags) != 0)
    g_error ("no memory to print JSON");
  bytes_append ("\n", 1, bytes);
  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}
