/* SPDX-License-Identifier: Apache-2.0 */
/* Distrusts the shape of every answer. */
#include "evidence/forge/shape.h"

#include <string.h>

#include "core/instant.h"
#include "core/limits.h"

/* Bytes of one key of a path; none that a client asks for comes near. */
#define KEY_BYTES_MAX 128u

const json_t *
hm_shape_get (const json_t *json, const char *path)
{
  while (json != NULL) {
    const gsize size = strcspn (path, ".");
    char key[KEY_BYTES_MAX];

    if (size >= sizeof key)
      return NULL;
    memcpy (key, path, size);
    key[size] = '\0';
    json = json_object_get (json, key);
    if (path[size] == '\0')
      break;
    path += size + 1;
  }
  return json_is_null (json) ? NULL : json;
}

const char *
hm_shape_text (const json_t *json, const char *path)
{
  const json_t *value = hm_shape_get (json, path);
  const char *text = json_string_value (value);

  if (text == NULL || json_string_length (value) > HM_IDENTITY_BYTES_MAX)
    return NULL;
  for (gsize i = 0; text[i] != '\0'; i += (gsize) g_utf8_skip[(guchar) text[i]])
    if (g_unichar_iscntrl (g_utf8_get_char (text + i)))
      return NULL;
  /* Jansson lets no NUL into a string unless it is told to. */
  return strlen (text) == json_string_length (value) ? text : NULL;
}

HmTruth
hm_shape_truth (const json_t *json, const char *path)
{
  const json_t *value = hm_shape_get (json, path);

  if (!json_is_boolean (value))
    return HM_TRUTH_UNKNOWN;
  return json_is_true (value) ? HM_TRUTH_YES : HM_TRUTH_NO;
}

gboolean
hm_shape_count (const json_t *json, const char *path, guint *ret_count)
{
  const json_t *value = hm_shape_get (json, path);
  json_int_t number;

  if (!json_is_integer (value))
    return FALSE;
  number = json_integer_value (value);
  if (number < 0 || number > G_MAXUINT32)
    return FALSE;
  *ret_count = (guint) number;
  return TRUE;
}

gboolean
hm_shape_time (const json_t *json, const char *path, gint64 *ret_seconds)
{
  const char *text = hm_shape_text (json, path);

  /* A bare date or @SECONDS is a time to hm_instant_parse(), but not to RFC 3339. */
  if (text == NULL || strchr (text, 'T') == NULL || text[0] == '@')
    return FALSE;
  return hm_instant_parse (text, ret_seconds, NULL);
}
