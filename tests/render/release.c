/* SPDX-License-Identifier: Apache-2.0 */
/* The JSON of a release, held against its schema; hostile texts, nulls, and files of every class. */
#include "render/json_value.h"
#include "render/release_text.h"
#include "render/schema.h"

#include <string.h>

#define HOSTILE "a\n\x1b[31m\xe2\x80\xae\xff"

static void
item_add (HmRelease *release, HmReleaseClass class, gboolean is_full)
{
  HmReleaseItem item = {
    .class = class,
    .path = g_strdup (is_full ? HOSTILE : "m4/host.m4"),
    .why = g_strdup (is_full ? "says to be version 3, but differs" : ""),
    .tool = is_full ? g_strdup ("gettext") : NULL,
    .diff = is_full ? g_strdup ("-a\n+" HOSTILE "\n") : NULL,
    .n_added = 1,
    .n_removed = 1,
    .is_diff_cut = is_full,
    .size = G_MAXUINT32,
  };

  if (is_full)
    item.in_tag.bytes[0] = 1;
  item.in_archive.bytes[0] = 2;
  g_array_append_val (release->items, item);
  release->counts[class]++;
}

static void
item_clear (gpointer data)
{
  HmReleaseItem *item = data;

  g_free (item->path);
  g_free (item->why);
  g_free (item->tool);
  g_free (item->diff);
}

/* Returns: (owned) */
static HmRelease *
release_new (gboolean is_full)
{
  HmRelease *release = g_new0 (HmRelease, 1);

  release->file = g_strdup (is_full ? HOSTILE : "p-1.0.tar.gz");
  release->digest = g_strnfill (64, 'a');
  release->top = is_full ? g_strdup (HOSTILE) : NULL;
  release->repository = g_strdup ("p");
  release->tag = g_strdup (is_full ? HOSTILE : "v1.0");
  release->commit.bytes[0] = 3;
  release->moved = is_full ? g_strdup ("v1.0 led to 0123456789 before") : NULL;
  release->items = g_array_new (FALSE, FALSE, sizeof (HmReleaseItem));
  g_array_set_clear_func (release->items, item_clear);
  for (guint class = 0; class < HM_N_RELEASE_CLASSES; class ++)
    item_add (release, (HmReleaseClass) class, is_full);
  return release;
}

/* Returns: (owned) what the JSON of a release says, once it is found to be as the schema has it */
static json_t *
release_read (gboolean is_full)
{
  g_autoptr (HmRelease) release = release_new (is_full);
  g_autoptr (GBytes) bytes = hm_release_json (release);
  g_autoptr (GError) error = NULL;
  g_autofree char *schema_text = NULL;
  g_autoptr (json_t) schema = NULL;
  json_t *value;
  gsize size;
  const char *text = g_bytes_get_data (bytes, &size);

  g_assert_true (
      g_file_get_contents (SOURCE_ROOT "/docs/release.schema.json", &schema_text, NULL, &error));
  schema = json_loads (schema_text, JSON_REJECT_DUPLICATES, NULL);
  value = json_loadb (text, size, JSON_REJECT_DUPLICATES, NULL);
  g_assert_nonnull (schema);
  g_assert_nonnull (value);
  hm_schema_check (schema, value, &error);
  g_assert_no_error (error);
  return value;
}

static void
test_full (void)
{
  g_autoptr (json_t) value = release_read (TRUE);
  const json_t *file = json_array_get (json_object_get (value, "files"), 0);

  g_assert_cmpstr (json_string_value (json_object_get (value, "schema")), ==, "hallmark/release/1");
  g_assert_cmpstr (json_string_value (json_object_get (file, "class")), ==, "refused");
  g_assert_cmpstr (json_string_value (json_object_get (file, "tool")), ==, "gettext");
  g_assert_cmpuint (json_array_size (json_object_get (value, "files")), ==, HM_N_RELEASE_CLASSES);
}

static void
test_nulls (void)
{
  g_autoptr (json_t) value = release_read (FALSE);
  const json_t *file = json_array_get (json_object_get (value, "files"), 0);

  g_assert_true (json_is_null (json_object_get (value, "top_folder")));
  g_assert_true (json_is_null (json_object_get (value, "tag_object")));
  g_assert_true (json_is_null (json_object_get (value, "tag_moved")));
  g_assert_true (json_is_null (json_object_get (file, "why")));
  g_assert_true (json_is_null (json_object_get (file, "diff")));
  g_assert_true (json_is_null (json_object_get (file, "blob_in_tag")));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/release/json-is-as-its-schema-says", test_full);
  g_test_add_func ("/release/json-says-null", test_nulls);
  return g_test_run ();
}
