/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The strict YAML reader: what it takes has no alias, no merge and no duplicate key left in it, and
 * what it refuses has its place named.
 */
#include "core/limits.h"
#include "core/yaml.h"
#include "tests/fuzz/target.h"

static guint
node_check (const HmYaml *yaml, gboolean is_in_mapping, guint depth)
{
  gboolean is_collection = yaml->kind == HM_YAML_SEQUENCE || yaml->kind == HM_YAML_MAPPING;
  guint n = 1;

  g_assert (depth <= HM_YAML_DEPTH_MAX);
  g_assert (yaml->line >= 1 && yaml->column >= 1);
  g_assert ((yaml->key != NULL) == is_in_mapping);
  g_assert ((yaml->key_line >= 1 && yaml->key_column >= 1) == is_in_mapping);
  g_assert ((yaml->items != NULL) == is_collection);
  g_assert ((yaml->text != NULL) == (yaml->kind == HM_YAML_SCALAR));
  g_assert (yaml->text == NULL || g_utf8_validate (yaml->text, -1, NULL));
  for (guint i = 0; is_collection && i < yaml->items->len; i++) {
    const HmYaml *item = g_ptr_array_index (yaml->items, i);

    if (yaml->kind == HM_YAML_MAPPING)
      g_assert (hm_yaml_get (yaml, item->key) == item);
    n += node_check (item, yaml->kind == HM_YAML_MAPPING, depth + 1);
  }
  return n;
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HmYaml) yaml = hm_yaml_parse_strict ("f", (const char *) data, size, &error);

  g_assert ((yaml == NULL) == (error != NULL));
  if (yaml != NULL)
    g_assert (node_check (yaml, FALSE, 0) <= HM_YAML_NODES_MAX);
  else
    g_assert (g_str_has_prefix (error->message, "f:"));
  return 0;
}
