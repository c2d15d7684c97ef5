/* SPDX-License-Identifier: Apache-2.0 */
/* The YAML reader: what it takes is a tree whose parts fit together. */
#include "core/limits.h"
#include "core/yaml.h"
#include "tests/fuzz/target.h"

static guint
node_check (const HmYaml *yaml, guint depth)
{
  gboolean is_collection = yaml->kind == HM_YAML_SEQUENCE || yaml->kind == HM_YAML_MAPPING;
  guint n = 1;

  g_assert (depth <= HM_YAML_DEPTH_MAX);
  g_assert (yaml->line >= 1);
  g_assert ((yaml->items != NULL) == is_collection);
  g_assert ((yaml->text != NULL) == (yaml->kind == HM_YAML_SCALAR));
  for (guint i = 0; is_collection && i < yaml->items->len; i++) {
    const HmYaml *item = g_ptr_array_index (yaml->items, i);

    if (item->key != NULL)
      g_assert (hm_yaml_get (yaml, item->key) != NULL);
    n += node_check (item, depth + 1);
  }
  return n;
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HmYaml) yaml = hm_yaml_parse ((const char *) data, size, &error);

  g_assert ((yaml == NULL) == (error != NULL));
  if (yaml != NULL)
    g_assert (node_check (yaml, 0) <= HM_YAML_NODES_MAX);
  return 0;
}
