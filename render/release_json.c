/* SPDX-License-Identifier: Apache-2.0 */
#include "render/release_text.h"

#include <string.h>

#include "core/mask.h"
#include "core/oid.h"
#include "render/json_value.h"

#define SCHEMA "hallmark/release/1"
#define INDENT 2

/* Differences are longer than a message may be; they are bounded where they are made. */
static json_t *
diff_text (const char *diff)
{
  g_autoptr (GString) masked = g_string_new (NULL);

  if (diff == NULL)
    return json_null ();
  hm_mask_utf8 (masked, diff, -1);
  return json_stringn (masked->str, masked->len);
}

static json_t *
oid_value (const HmOid *oid)
{
  char hex[HM_OID_HEX_SIZE + 1];

  return hm_oid_is_zero (oid) ? json_null () : json_string (hm_oid_hex (oid, hex));
}

static json_t *
item_value (const HmReleaseItem *item)
{
  json_t *value = json_object ();

  hm_json_put (value, "path", hm_json_text (item->path));
  hm_json_put (value, "class", json_string (hm_release_class_id (item->class)));
  hm_json_put (value, "explained", json_boolean (hm_release_class_is_explained (item->class)));
  hm_json_put (value, "why", hm_json_text_or_null (item->why));
  hm_json_put (value, "tool", item->tool != NULL ? hm_json_text (item->tool) : json_null ());
  hm_json_put (value, "code", json_boolean (item->is_code));
  hm_json_put (value, "executable", json_boolean (item->is_executable));
  hm_json_put (value, "size", json_integer ((json_int_t) item->size));
  hm_json_put (value, "blob_in_tag", oid_value (&item->in_tag));
  hm_json_put (value, "blob_in_archive", oid_value (&item->in_archive));
  hm_json_put (value, "lines_added", json_integer (item->n_added));
  hm_json_put (value, "lines_removed", json_integer (item->n_removed));
  hm_json_put (value, "diff", diff_text (item->diff));
  hm_json_put (value, "diff_cut", json_boolean (item->is_diff_cut));
  return value;
}

GBytes *
hm_release_json (const HmRelease *release)
{
  g_autoptr (json_t) root = json_object ();
  json_t *counts = json_object ();
  json_t *files = json_array ();

  hm_json_put (root, "schema", json_string (SCHEMA));
  hm_json_put (root, "archive", hm_json_text (release->file));
  hm_json_put (root, "sha256", hm_json_text (release->digest));
  hm_json_put (root, "top_folder",
               release->top != NULL ? hm_json_text (release->top) : json_null ());
  hm_json_put (root, "repository", hm_json_text (release->repository));
  hm_json_put (root, "tag", hm_json_text (release->tag));
  hm_json_put (root, "tag_object", oid_value (&release->tag_object));
  hm_json_put (root, "commit", oid_value (&release->commit));
  hm_json_put (root, "tag_moved",
               release->moved != NULL ? hm_json_text (release->moved) : json_null ());
  hm_json_put (root, "explained", json_boolean (hm_release_is_explained (release)));
  for (guint class = 0; class < HM_N_RELEASE_CLASSES; class ++)
    hm_json_put (counts, hm_release_class_id ((HmReleaseClass) class),
                 json_integer (release->counts[class]));
  hm_json_put (root, "counts", counts);
  for (guint i = 0; i < release->items->len; i++)
    hm_json_append (files, item_value (&g_array_index (release->items, HmReleaseItem, i)));
  hm_json_put (root, "files", files);
  return hm_json_print (root, INDENT);
}
