/* SPDX-License-Identifier: Apache-2.0 */
/* Builds the lenient tree from libyaml's events; depth and nodes are bounded here. */
#include "core/yaml.h"

#include "core/error.h"
#include "core/limits.h"
#include "core/yaml_reader.h"

/* A collection that is still open, and for a mapping the key that waits for its value. */
typedef struct {
  HmYaml *node;
  char *key; /* (owned) (nullable) */
  guint key_line;
  guint key_column;
  gboolean has_key;    /* the next node is a value, not a key */
  gboolean is_ignored; /* below a key that is a collection itself: parsed, but not kept */
} Level;

typedef struct {
  Level levels[HM_YAML_DEPTH_MAX];
  guint depth;
  guint n_nodes;
  HmYaml *root; /* (owned) (nullable) */
} Builder;

static void
builder_clear (Builder *builder)
{
  for (guint i = 0; i < builder->depth; i++) {
    g_free (builder->levels[i].key);
    if (builder->levels[i].is_ignored)
      hm_yaml_free (builder->levels[i].node);
  }
  hm_yaml_free (builder->root);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Builder, builder_clear)

/*
 * Hangs @node where the open collection wants it; as a key it only leaves its text. Takes @node.
 *
 * Returns: whether @node is kept by the tree; where not, a collection is for the caller to drop when it closes.
 */
static gboolean
builder_place (Builder *builder, HmYaml *node)
{
  Level *level = builder->depth > 0 ? &builder->levels[builder->depth - 1] : NULL;
  gboolean is_collection = node->items != NULL;

  if (level == NULL) {
    builder->root = node;
    return TRUE;
  }
  g_assert (level->node != NULL);
  if (level->node->kind == HM_YAML_MAPPING && !level->has_key) {
    level->has_key = TRUE;
    level->key_line = node->line;
    level->key_column = node->column;
    if (is_collection)
      return FALSE;
    level->key = node->kind == HM_YAML_NULL ? NULL : g_steal_pointer (&node->text);
    hm_yaml_free (node);
    return TRUE;
  }
  if (level->node->kind == HM_YAML_MAPPING) {
    node->key = g_steal_pointer (&level->key);
    node->key_line = level->key_line;
    node->key_column = level->key_column;
    level->has_key = FALSE;
  }
  g_ptr_array_add (level->node->items, node);
  return TRUE;
}

static gboolean
builder_add (Builder *builder, HmYaml *node, GError **error)
{
  gboolean is_collection = node->items != NULL;
  guint line = node->line;
  gboolean is_kept = FALSE;

  if (++builder->n_nodes > HM_YAML_NODES_MAX) {
    hm_yaml_free (node);
    return hm_fail (error, HM_ERROR_LIMIT, "line %u: more than %u nodes", line, HM_YAML_NODES_MAX);
  }
  if (is_collection && builder->depth == HM_YAML_DEPTH_MAX) {
    hm_yaml_free (node);
    return hm_fail (error, HM_ERROR_LIMIT, "line %u: nested deeper than %u levels", line,
                    HM_YAML_DEPTH_MAX);
  }
  is_kept = builder_place (builder, node);
  if (is_collection)
    builder->levels[builder->depth++] = (Level){ .node = node, .is_ignored = !is_kept };
  return TRUE;
}

static void
builder_close (Builder *builder)
{
  Level *level = &builder->levels[--builder->depth];

  g_clear_pointer (&level->key, g_free);
  if (level->is_ignored)
    hm_yaml_free (level->node);
}

static gboolean
fail_parse (const HmYamlReader *reader, GError **error)
{
  guint line = 0;
  guint column = 0;
  g_autofree char *problem = NULL;

  if (hm_yaml_reader_lacks_memory (reader))
    return hm_fail (error, HM_ERROR_LIMIT, "more memory needed than there is");
  problem = hm_yaml_reader_problem (reader, &line, &column);
  return hm_fail (error, HM_ERROR_FORMAT, "line %u, column %u: %s", line, column, problem);
}

HmYaml *
hm_yaml_parse (const char *text, gsize size, GError **error)
{
  g_auto (HmYamlReader) reader = { 0 };
  g_auto (Builder) builder = { 0 };
  gboolean has_alias = FALSE;
  gboolean is_done = FALSE;

  if (!hm_yaml_reader_open (&reader, text, size, error))
    return NULL;

  while (!is_done) {
    g_auto (yaml_event_t) event = { 0 };
    gboolean is_good = TRUE;

    if (!hm_yaml_reader_next (&reader, &event)) {
      fail_parse (&reader, error);
      return NULL;
    }
    switch (event.type) {
    case YAML_SCALAR_EVENT:
      is_good = builder_add (&builder, hm_yaml_new_scalar (&event), error);
      break;
    case YAML_ALIAS_EVENT:
      has_alias = TRUE;
      is_good = builder_add (&builder, hm_yaml_new (HM_YAML_NULL, &event.start_mark), error);
      break;
    case YAML_SEQUENCE_START_EVENT:
      is_good = builder_add (&builder, hm_yaml_new (HM_YAML_SEQUENCE, &event.start_mark), error);
      break;
    case YAML_MAPPING_START_EVENT:
      is_good = builder_add (&builder, hm_yaml_new (HM_YAML_MAPPING, &event.start_mark), error);
      break;
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
      builder_close (&builder);
      break;
    case YAML_DOCUMENT_END_EVENT:
    case YAML_STREAM_END_EVENT:
      is_done = TRUE;
      break;
    case YAML_NO_EVENT:
    case YAML_STREAM_START_EVENT:
    case YAML_DOCUMENT_START_EVENT:
      break;
    }
    if (!is_good)
      return NULL;
  }

  if (builder.root == NULL)
    builder.root = hm_yaml_new (HM_YAML_NULL, &(yaml_mark_t){ 0 });
  builder.root->has_alias = has_alias;
  return g_steal_pointer (&builder.root);
}

void
hm_yaml_free (HmYaml *yaml)
{
  if (yaml == NULL)
    return;
  g_clear_pointer (&yaml->items, g_ptr_array_unref);
  g_free (yaml->text);
  g_free (yaml->key);
  g_free (yaml);
}

const HmYaml *
hm_yaml_get (const HmYaml *yaml, const char *key)
{
  if (yaml == NULL || yaml->kind != HM_YAML_MAPPING)
    return NULL;
  for (guint i = 0; i < yaml->items->len; i++) {
    const HmYaml *item = g_ptr_array_index (yaml->items, i);

    if (item->key != NULL && g_str_equal (item->key, key))
      return item;
  }
  return NULL;
}

const char *
hm_yaml_get_text (const HmYaml *yaml, const char *key)
{
  const HmYaml *item = hm_yaml_get (yaml, key);

  return item != NULL && item->kind == HM_YAML_SCALAR ? item->text : NULL;
}
