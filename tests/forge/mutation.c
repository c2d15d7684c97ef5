/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/forge/mutation.h"

#include <jansson.h>
#include <string.h>

#define CUT_STEP 64

/* Elements of an array that are looked at: more of the same kind would show the same. */
#define ELEMENTS_MAX 2

typedef struct {
  GPtrArray *mutations;
  json_t *whole;
  GString *path;
} Walk;

/* What comes in the place of a value of another type. */
static const struct {
  json_type type;
  const char *text;
} swaps[] = {
  { JSON_STRING, "\"text\"" }, { JSON_STRING, "\"\"" }, { JSON_INTEGER, "7" },
  { JSON_NULL, "null" },       { JSON_ARRAY, "[]" },    { JSON_ARRAY, "[null,7,\"text\",[],{}]" },
  { JSON_OBJECT, "{}" },       { JSON_TRUE, "true" },
};

/* What comes in the place of a number: none of it is a count. */
static const char *const numbers[] = { "-1",         "-9223372036854775808",
                                       "4294967296", "9223372036854775807",
                                       "1.5",        "1e308" };

void
mutation_free (Mutation *mutation)
{
  g_free (mutation->place);
  g_free (mutation->change);
  g_bytes_unref (mutation->body);
  g_free (mutation);
}

static void
add (GPtrArray *mutations, const char *place, char *change, GBytes *body)
{
  Mutation *mutation = g_new (Mutation, 1);

  *mutation = (Mutation){ .place = g_strdup (place), .change = change, .body = body };
  g_ptr_array_add (mutations, mutation);
}

/* Adds the whole as it is now. */
static void
add_whole (const Walk *walk, const char *what)
{
  char *text = json_dumps (walk->whole, JSON_ENCODE_ANY);

  add (walk->mutations, walk->path->str, g_strdup (what),
       g_bytes_new_with_free_func (text, strlen (text), free, text));
}

/* Puts @value, which is taken, at @key of an object or @index of an array. */
static void
put (json_t *parent, const char *key, gsize index, json_t *value)
{
  if (key != NULL)
    json_object_set_new (parent, key, value);
  else
    json_array_set_new (parent, index, value);
}

static gboolean
is_swap (const json_t *value, json_type type)
{
  if (type == JSON_TRUE)
    return !json_is_boolean (value) && !json_is_null (value);
  return json_typeof (value) != type && !(json_is_number (value) && type == JSON_INTEGER);
}

static void walk_value (Walk *walk, json_t *value);

static void
walk_child (Walk *walk, json_t *parent, const char *key, gsize index)
{
  json_t *value =
      json_incref (key != NULL ? json_object_get (parent, key) : json_array_get (parent, index));
  const gsize length = walk->path->len;

  if (key != NULL)
    g_string_append_printf (walk->path, "%s%s", length == 0 ? "" : ".", key);
  else
    g_string_append_printf (walk->path, "[%" G_GSIZE_FORMAT "]", index);
  for (gsize i = 0; i < G_N_ELEMENTS (swaps); i++)
    if (is_swap (value, swaps[i].type)) {
      put (parent, key, index, json_loads (swaps[i].text, JSON_DECODE_ANY, NULL));
      add_whole (walk, swaps[i].text);
    }
  for (gsize i = 0; json_is_number (value) && i < G_N_ELEMENTS (numbers); i++) {
    put (parent, key, index, json_loads (numbers[i], JSON_DECODE_ANY, NULL));
    add_whole (walk, numbers[i]);
  }
  put (parent, key, index, json_incref (value));
  if (key != NULL) {
    json_object_del (parent, key);
    add_whole (walk, "gone");
    json_object_set (parent, key, value);
  }
  walk_value (walk, value);
  g_string_truncate (walk->path, length);
  json_decref (value);
}

static void
walk_value (Walk *walk, json_t *value)
{
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func (g_free);
  const char *key;
  json_t *child;

  /* The keys apart: one is taken out and put back while they are gone through. */
  json_object_foreach (value, key, child) g_ptr_array_add (keys, g_strdup (key));
  for (guint i = 0; i < keys->len; i++)
    walk_child (walk, value, keys->pdata[i], 0);
  for (gsize i = 0; i < json_array_size (value) && i < ELEMENTS_MAX; i++)
    walk_child (walk, value, NULL, i);
}

GPtrArray *
mutation_list (GBytes *body)
{
  GPtrArray *mutations = g_ptr_array_new_with_free_func ((GDestroyNotify) mutation_free);
  g_autoptr (GString) path = g_string_new (NULL);
  gsize size;
  const char *bytes = g_bytes_get_data (body, &size);
  json_t *json = json_loadb (bytes, size, JSON_DECODE_ANY, NULL);

  for (gsize i = 0; i < size; i += CUT_STEP)
    add (mutations, "", g_strdup_printf ("cut at %" G_GSIZE_FORMAT, i),
         g_bytes_new_from_bytes (body, 0, i));
  if (json != NULL) {
    Walk walk = { .mutations = mutations, .path = path, .whole = json };

    for (gsize i = 0; i < G_N_ELEMENTS (swaps); i++)
      if (is_swap (json, swaps[i].type))
        add (mutations, "", g_strdup (swaps[i].text),
             g_bytes_new_static (swaps[i].text, strlen (swaps[i].text)));
    walk_value (&walk, json);
  }
  json_decref (json);
  return mutations;
}
