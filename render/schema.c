/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Distrusts the value; its depth is bounded by whoever parsed it. Nothing is const, for Jansson
 * iterates over no const object.
 */
#include "render/schema.h"

#include "core/error.h"
#include "render/json_value.h"

/* Levels of schemas within schemas, $ref counted; ours has 12. */
#define DEPTH_MAX 64

/* Characters of a value that an error quotes. */
#define QUOTE_MAX 60

#define DEFS_PREFIX "#/$defs/"

typedef struct {
  json_t *defs;
  GString *path;        /* of the value looked at: "checks[2].score"; "" for the whole */
  GHashTable *patterns; /* (element-type utf8 GRegex) compiled so far */
  guint depth;
  gboolean is_other_form; /* what the last error was: the value differs from a const */
} Walk;

typedef gboolean (*KeywordFunc) (Walk *walk, json_t *schema, json_t *argument, json_t *value,
                                 GError **error);

static gboolean schema_check (Walk *walk, json_t *schema, json_t *value, GError **error);

static gboolean walk_fail (Walk *walk, GError **error, const char *format, ...)
    G_GNUC_PRINTF (3, 4);

static gboolean
walk_fail (Walk *walk, GError **error, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  walk->is_other_form = FALSE;
  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  return hm_fail (error, HM_ERROR_FORMAT, "%s: %s",
                  walk->path->len > 0 ? walk->path->str : "report", text);
}

/* Returns: where the path ended before, for g_string_truncate(). */
static gsize
path_enter (Walk *walk, const char *key)
{
  const gsize before = walk->path->len;

  if (before > 0)
    g_string_append_c (walk->path, '.');
  g_string_append (walk->path, key);
  return before;
}

/* Returns: (owned) @value as JSON, shortened. */
static char *
value_quote (json_t *value)
{
  g_autoptr (GBytes) bytes = hm_json_print (value, 0);
  gsize size;
  const char *text = g_bytes_get_data (bytes, &size);
  g_autofree char *line = g_strndup (text, size - 1);

  if (g_utf8_strlen (line, -1) <= QUOTE_MAX)
    return g_steal_pointer (&line);
  *g_utf8_offset_to_pointer (line, QUOTE_MAX) = '\0';
  return g_strconcat (line, "...", NULL);
}

static const char *
type_name (json_t *value)
{
  switch (json_typeof (value)) {
  case JSON_OBJECT:
    return "object";
  case JSON_ARRAY:
    return "array";
  case JSON_STRING:
    return "string";
  case JSON_INTEGER:
  case JSON_REAL:
    return "number";
  case JSON_TRUE:
  case JSON_FALSE:
    return "boolean";
  case JSON_NULL:
  default:
    return "null";
  }
}

static gboolean
is_of_type (json_t *value, const char *type)
{
  if (g_str_equal (type, "integer"))
    return json_is_integer (value);
  return g_str_equal (type, type_name (value));
}

/* Appends "a, b or c" of an array of strings, or the one string that it is. */
static void
names_append (GString *out, json_t *names)
{
  const size_t n_names = json_array_size (names);

  if (json_is_string (names))
    g_string_append (out, json_string_value (names));
  for (size_t i = 0; i < n_names; i++) {
    if (i > 0)
      g_string_append (out, i + 1 < n_names ? ", " : " or ");
    g_string_append (out, json_string_value (json_array_get (names, i)));
  }
}

static gboolean
type_check (Walk *walk, json_t *schema G_GNUC_UNUSED, json_t *argument, json_t *value,
            GError **error)
{
  g_autoptr (GString) wanted = g_string_new (NULL);

  if (json_is_string (argument) && is_of_type (value, json_string_value (argument)))
    return TRUE;
  for (size_t i = 0; i < json_array_size (argument); i++) {
    if (is_of_type (value, json_string_value (json_array_get (argument, i))))
      return TRUE;
  }
  names_append (wanted, argument);
  return walk_fail (walk, error, "this is of type %s, where %s is right", type_name (value),
                    wanted->str);
}

static gboolean
const_check (Walk *walk, json_t *schema G_GNUC_UNUSED, json_t *argument, json_t *value,
             GError **error)
{
  g_autofree char *found = NULL;
  g_autofree char *wanted = NULL;

  if (json_equal (argument, value))
    return TRUE;
  found = value_quote (value);
  wanted = value_quote (argument);
  walk_fail (walk, error, "%s is not %s", found, wanted);
  walk->is_other_form = TRUE;
  return FALSE;
}

static gboolean
enum_check (Walk *walk, json_t *schema G_GNUC_UNUSED, json_t *argument, json_t *value,
            GError **error)
{
  g_autoptr (GString) wanted = g_string_new (NULL);
  g_autofree char *found = NULL;

  for (size_t i = 0; i < json_array_size (argument); i++) {
    if (json_equal (json_array_get (argument, i), value))
      return TRUE;
  }
  names_append (wanted, argument);
  found = value_quote (value);
  return walk_fail (walk, error, "%s is not one of %s", found, wanted->str);
}

static gboolean
properties_check (Walk *walk, json_t *schema G_GNUC_UNUSED, json_t *argument, json_t *value,
                  GError **error)
{
  const char *key;
  json_t *property;

  json_object_foreach (argument, key, property)
  {
    json_t *child = json_object_get (value, key);
    gsize before;

    if (child == NULL)
      continue;
    before = path_enter (walk, key);
    if (!schema_check (walk, property, child, error))
      return FALSE;
    g_string_truncate (walk->path, before);
  }
  return TRUE;
}

static gboolean
required_check (Walk *walk, json_t *schema G_GNUC_UNUSED, json_t *argument, json_t *value,
                GError **error)
{
  for (size_t i = 0; json_is_object (value) && i < json_array_size (argument); i++) {
    const char *key = json_string_value (json_array_get (argument, i));

    if (json_object_get (value, key) == NULL) {
      path_enter (walk, key);
      return walk_fail (walk, error, "this is missing");
    }
  }
  return TRUE;
}

static gboolean
additional_properties_check (Walk *walk, json_t *schema, json_t *argument, json_t *value,
                             GError **error)
{
  json_t *properties = json_object_get (schema, "properties");
  const gsize before = walk->path->len;
  const char *key;
  json_t *child;

  if (!json_is_false (argument) && !json_is_object (argument))
    return walk_fail (walk, error,
                      "the schema's additionalProperties is neither false nor a schema");
  json_object_foreach (value, key, child)
  {
    if (json_object_get (properties, key) != NULL)
      continue;
    path_enter (walk, key);
    if (json_is_false (argument))
      return walk_fail (walk, error, "no such key is known here");
    if (!schema_check (walk, argument, child, error))
      return FALSE;
    g_string_truncate (walk->path, before);
  }
  return TRUE;
}

static gboolean
items_check (Walk *walk, json_t *schema G_GNUC_UNUSED, json_t *argument, json_t *value,
             GError **error)
{
  const gsize before = walk->path->len;

  for (size_t i = 0; i < json_array_size (value); i++) {
    g_string_append_printf (walk->path, "[%zu]", i);
    if (!schema_check (walk, argument, json_array_get (value, i), error))
      return FALSE;
    g_string_truncate (walk->path, before);
  }
  return TRUE;
}

static gboolean
max_items_check (Walk *walk, json_t *schema G_GNUC_UNUSED, json_t *argument, json_t *value,
                 GError **error)
{
  if ((json_int_t) json_array_size (value) <= json_integer_value (argument))
    return TRUE;
  return walk_fail (walk, error, "%zu items, at most %" JSON_INTEGER_FORMAT " are allowed",
                    json_array_size (value), json_integer_value (argument));
}

static gboolean
min_items_check (Walk *walk, json_t *schema G_GNUC_UNUSED, json_t *argument, json_t *value,
                 GError **error)
{
  if (!json_is_array (value)
      || (json_int_t) json_array_size (value) >= json_integer_value (argument))
    return TRUE;
  return walk_fail (walk, error, "%zu items, at least %" JSON_INTEGER_FORMAT " are due",
                    json_array_size (value), json_integer_value (argument));
}

static gboolean
minimum_check (Walk *walk, json_t *schema G_GNUC_UNUSED, json_t *argument, json_t *value,
               GError **error)
{
  g_autofree char *found = NULL;
  g_autofree char *bound = NULL;

  if (!json_is_number (value) || json_number_value (value) >= json_number_value (argument))
    return TRUE;
  found = value_quote (value);
  bound = value_quote (argument);
  return walk_fail (walk, error, "%s is less than %s", found, bound);
}

static gboolean
maximum_check (Walk *walk, json_t *schema G_GNUC_UNUSED, json_t *argument, json_t *value,
               GError **error)
{
  g_autofree char *found = NULL;
  g_autofree char *bound = NULL;

  if (!json_is_number (value) || json_number_value (value) <= json_number_value (argument))
    return TRUE;
  found = value_quote (value);
  bound = value_quote (argument);
  return walk_fail (walk, error, "%s is more than %s", found, bound);
}

static gboolean
min_length_check (Walk *walk, json_t *schema G_GNUC_UNUSED, json_t *argument, json_t *value,
                  GError **error)
{
  glong length;

  if (!json_is_string (value))
    return TRUE;
  length = g_utf8_strlen (json_string_value (value), -1);
  if (length >= json_integer_value (argument))
    return TRUE;
  return walk_fail (walk, error, "%ld characters, at least %" JSON_INTEGER_FORMAT " are needed",
                    length, json_integer_value (argument));
}

static gboolean
max_length_check (Walk *walk, json_t *schema G_GNUC_UNUSED, json_t *argument, json_t *value,
                  GError **error)
{
  glong length;

  if (!json_is_string (value))
    return TRUE;
  length = g_utf8_strlen (json_string_value (value), -1);
  if (length <= json_integer_value (argument))
    return TRUE;
  return walk_fail (walk, error, "%ld characters, at most %" JSON_INTEGER_FORMAT " are allowed",
                    length, json_integer_value (argument));
}

static gboolean
pattern_check (Walk *walk, json_t *schema G_GNUC_UNUSED, json_t *argument, json_t *value,
               GError **error)
{
  const char *pattern = json_string_value (argument);
  GRegex *regex = g_hash_table_lookup (walk->patterns, pattern);
  g_autofree char *found = NULL;

  if (regex == NULL) {
    regex = g_regex_new (pattern, G_REGEX_DOLLAR_ENDONLY, 0, error);
    if (regex == NULL)
      return FALSE;
    g_hash_table_insert (walk->patterns, g_strdup (pattern), regex);
  }
  if (!json_is_string (value) || g_regex_match (regex, json_string_value (value), 0, NULL))
    return TRUE;
  found = value_quote (value);
  return walk_fail (walk, error, "%s is not of the form %s", found, pattern);
}

/* A form that differs in a const was not meant: the error of the one that was says more. */
static gboolean
any_of_check (Walk *walk, json_t *schema G_GNUC_UNUSED, json_t *argument, json_t *value,
              GError **error)
{
  g_autofree char *path = g_strdup (walk->path->str);
  g_autoptr (GError) meant = NULL;

  for (size_t i = 0; i < json_array_size (argument); i++) {
    g_autoptr (GError) mismatch = NULL;

    if (schema_check (walk, json_array_get (argument, i), value, &mismatch))
      return TRUE;
    g_string_assign (walk->path, path);
    if (!walk->is_other_form && meant == NULL)
      meant = g_steal_pointer (&mismatch);
  }
  if (meant == NULL)
    return walk_fail (walk, error, "this is none of the allowed forms");
  g_propagate_error (error, g_steal_pointer (&meant));
  return FALSE;
}

static gboolean
ref_check (Walk *walk, json_t *schema G_GNUC_UNUSED, json_t *argument, json_t *value,
           GError **error)
{
  const char *name = json_string_value (argument);
  json_t *target = NULL;

  if (g_str_has_prefix (name, DEFS_PREFIX))
    target = json_object_get (walk->defs, name + strlen (DEFS_PREFIX));
  if (target == NULL)
    return walk_fail (walk, error, "the schema has no '%s'", name);
  return schema_check (walk, target, value, error);
}

static gboolean
annotation_check (Walk *walk G_GNUC_UNUSED, json_t *schema G_GNUC_UNUSED,
                  json_t *argument G_GNUC_UNUSED, json_t *value G_GNUC_UNUSED,
                  GError **error G_GNUC_UNUSED)
{
  return TRUE;
}

static const struct {
  const char *name;
  KeywordFunc check;
} keywords[] = {
  { "$schema", annotation_check },
  { "$id", annotation_check },
  { "$defs", annotation_check },
  { "title", annotation_check },
  { "description", annotation_check },
  { "$ref", ref_check },
  { "type", type_check },
  { "const", const_check },
  { "enum", enum_check },
  { "properties", properties_check },
  { "required", required_check },
  { "additionalProperties", additional_properties_check },
  { "items", items_check },
  { "maxItems", max_items_check },
  { "minItems", min_items_check },
  { "minimum", minimum_check },
  { "maximum", maximum_check },
  { "minLength", min_length_check },
  { "maxLength", max_length_check },
  { "pattern", pattern_check },
  { "anyOf", any_of_check },
};

static KeywordFunc
keyword_find (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (keywords); i++) {
    if (g_str_equal (keywords[i].name, name))
      return keywords[i].check;
  }
  return NULL;
}

static gboolean
schema_check (Walk *walk, json_t *schema, json_t *value, GError **error)
{
  const char *name;
  json_t *argument;

  if (walk->depth >= DEPTH_MAX)
    return walk_fail (walk, error, "the schema refers to itself");
  walk->depth++;
  json_object_foreach (schema, name, argument)
  {
    const KeywordFunc check = keyword_find (name);

    if (check == NULL)
      return walk_fail (walk, error, "the schema's keyword '%s' is not understood", name);
    if (!check (walk, schema, argument, value, error)) {
      walk->depth--;
      return FALSE;
    }
  }
  walk->depth--;
  return TRUE;
}

gboolean
hm_schema_check (json_t *schema, json_t *value, GError **error)
{
  g_autoptr (GString) path = g_string_new (NULL);
  g_autoptr (GHashTable) patterns =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_regex_unref);
  Walk walk = { .defs = json_object_get (schema, "$defs"), .path = path, .patterns = patterns };

  return schema_check (&walk, schema, value, error);
}
