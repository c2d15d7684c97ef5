/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Distrusts the whole text. Size, depth and number of values are bounded before it is parsed; then
 * the schema settles the rest.
 */
#include "render/json_text.h"

#include "core/error.h"
#include "core/limits.h"
#include "core/number.h"
#include "render/json_value.h"
#include "render/schema.h"

#include <string.h>

/* Jansson bounds neither values nor, but at 2048, depth. Brackets and commas outside of strings tell both. */
static gboolean
text_measure (const HmJsonKind *kind, const char *text, gsize size, GError **error)
{
  gboolean is_string = FALSE;
  guint depth = 0;
  guint n_values = 1;

  for (gsize i = 0; i < size; i++) {
    const char byte = text[i];

    if (byte == '"')
      is_string = !is_string;
    else if (is_string && byte == '\\')
      i++;
    else if (!is_string && (byte == '[' || byte == '{')) {
      depth++;
      n_values++;
    } else if (!is_string && (byte == ']' || byte == '}'))
      depth -= depth > 0;
    else if (!is_string && byte == ',')
      n_values++;
    if (depth > HM_REPORT_DEPTH_MAX)
      return hm_fail (error, HM_ERROR_LIMIT, "%s: more than %u levels of nesting", kind->noun,
                      HM_REPORT_DEPTH_MAX);
    if (n_values > HM_REPORT_VALUES_MAX)
      return hm_fail (error, HM_ERROR_LIMIT, "%s: more than %u values", kind->noun,
                      HM_REPORT_VALUES_MAX);
  }
  return TRUE;
}

static json_t *
text_parse (const HmJsonKind *kind, const char *text, gsize size, GError **error)
{
  json_error_t mistake;
  json_t *root;

  if (size > HM_REPORT_BYTES_MAX) {
    hm_fail (error, HM_ERROR_LIMIT, "%s: %zu bytes, at most %u are read", kind->noun, size,
             HM_REPORT_BYTES_MAX);
    return NULL;
  }
  if (!text_measure (kind, text, size, error))
    return NULL;
  root = json_loadb (text, size, JSON_REJECT_DUPLICATES, &mistake);
  if (root == NULL && memchr (text, '\n', size) == NULL)
    hm_fail (error, HM_ERROR_FORMAT, "%s: not JSON: column %d: %s", kind->noun, mistake.column,
             mistake.text);
  else if (root == NULL)
    hm_fail (error, HM_ERROR_FORMAT, "%s: not JSON: line %d, column %d: %s", kind->noun,
             mistake.line, mistake.column, mistake.text);
  return root;
}

/* A newer document would fail the schema in a hundred ways: say the one that helps. */
static gboolean
schema_name_check (const HmJsonKind *kind, const json_t *root, GError **error)
{
  const json_t *schema = json_object_get (root, "schema");
  const char *name = json_string_value (schema);
  guint64 version;

  if (!json_is_object (root))
    return hm_fail (error, HM_ERROR_FORMAT, "%s: not a JSON object", kind->noun);
  if (name == NULL)
    return hm_fail (error, HM_ERROR_FORMAT, "schema: this is %s, so this is no %s of hallmark's",
                    schema == NULL ? "missing" : "not a string", kind->noun);
  if (!g_str_has_prefix (name, kind->prefix))
    return hm_fail (error, HM_ERROR_FORMAT,
                    "schema: this does not start with %s, so this is no %s of hallmark's",
                    kind->prefix, kind->noun);
  name += strlen (kind->prefix);
  if (hm_number_parse (name, strlen (name), G_MAXUINT32, &version) && version > kind->version)
    return hm_fail (error, HM_ERROR_UNSUPPORTED,
                    "schema: the %s is of version %" G_GUINT64_FORMAT
                    ", this hallmark reads version %u; a newer hallmark is needed",
                    kind->noun, version, kind->version);
  return TRUE;
}

json_t *
hm_json_read (const HmJsonKind *kind, const char *text, gsize size, GError **error)
{
  g_autoptr (json_t) root = text_parse (kind, text, size, error);
  g_autoptr (json_t) schema = NULL;
  json_error_t mistake;

  if (root == NULL || !schema_name_check (kind, root, error))
    return NULL;
  schema = json_loadb (kind->schema, kind->schema_size, JSON_REJECT_DUPLICATES, &mistake);
  g_assert (schema != NULL);
  return hm_schema_check (schema, root, error) ? g_steal_pointer (&root) : NULL;
}
