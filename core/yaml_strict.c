/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Builds the strict tree from libyaml's events. What aliases and merges repeat is copied into the
 * tree, so that those who read it meet plain values alone; each copied node counts, and so does
 * each that a merge looks at, which keeps a few lines from growing into gigabytes or minutes
 * ("billion laughs").
 */
#include <string.h>

#include "core/error.h"
#include "core/limits.h"
#include "core/yaml_reader.h"

/* Characters of a key or anchor that an error repeats. */
#define QUOTED_MAX 60

/* A collection that is still open. */
typedef struct {
  HmYaml *node;      /* (borrowed): the tree's, or an outsider */
  HmYaml *key;       /* (owned) (nullable) of a mapping: waits for its value */
  GHashTable *keys;  /* (nullable) of a mapping: key to item, both the node's */
  HmYaml *merge_key; /* (owned) (nullable) of a mapping: the "<<" whose value is @merged */
  const HmYaml *merged;
} Level;

typedef struct {
  const char *name;
  const HmYamlBound *bound;
  Level levels[HM_YAML_DEPTH_MAX];
  guint depth;
  guint n_nodes;
  gsize n_copied_bytes;
  GHashTable *anchors; /* (owned) name to (borrowed) node */
  /* (owned) nodes with an anchor or a merge that the tree itself has no place for */
  GPtrArray *outsiders;
  HmYaml *root; /* (owned) (nullable) */
  gboolean has_alias;
} Composer;

static void
level_clear (Level *level)
{
  g_clear_pointer (&level->key, hm_yaml_free);
  g_clear_pointer (&level->keys, g_hash_table_unref);
  g_clear_pointer (&level->merge_key, hm_yaml_free);
}

static void
composer_clear (Composer *composer)
{
  for (guint i = 0; i < composer->depth; i++)
    level_clear (&composer->levels[i]);
  g_hash_table_unref (composer->anchors);
  g_ptr_array_unref (composer->outsiders);
  hm_yaml_free (composer->root);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Composer, composer_clear)

/* Sets @error, with the place of @at. Returns: FALSE. */
static gboolean G_GNUC_PRINTF (5, 6)
    fail_at (const Composer *composer, const HmYaml *at, HmErrorCode code, GError **error,
             const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  return hm_fail (error, code, "%s:%u:%u: %s", composer->name, at->line, at->column, message);
}

/* Returns: (owned) the beginning of @text, which may be long. */
static char *
text_brief (const char *text)
{
  g_autofree char *start = NULL;

  if (strlen (text) <= QUOTED_MAX)
    return g_strdup (text);
  start = g_utf8_substring (text, 0, MIN (QUOTED_MAX, g_utf8_strlen (text, -1)));
  return g_strconcat (start, "...", NULL);
}

static gboolean
composer_count (Composer *composer, const HmYaml *at, GError **error)
{
  return ++composer->n_nodes <= composer->bound->nodes_max
         || fail_at (composer, at, HM_ERROR_LIMIT, error, "%s", composer->bound->too_many);
}

/* Whether another collection may stand at @depth, the number of those around it. */
static gboolean
composer_allows_depth (const Composer *composer, guint depth, const HmYaml *at, GError **error)
{
  if (depth < HM_YAML_DEPTH_MAX)
    return TRUE;
  return fail_at (composer, at, HM_ERROR_LIMIT, error, "nested deeper than %u levels",
                  HM_YAML_DEPTH_MAX);
}

/*
 * Copies @source to where @depth collections are around it. @at: the alias or merge that asks for it.
 *
 * Returns: (owned) NULL with HM_ERROR_LIMIT.
 */
static HmYaml *
node_copy (Composer *composer, const HmYaml *source, guint depth, const HmYaml *at, GError **error)
{
  g_autoptr (HmYaml) copy = NULL;

  composer->n_copied_bytes += source->text != NULL ? strlen (source->text) : 0;
  composer->n_copied_bytes += source->key != NULL ? strlen (source->key) : 0;
  if (composer->n_copied_bytes > HM_YAML_COPIES_BYTES_MAX) {
    fail_at (composer, at, HM_ERROR_LIMIT, error, "aliases repeat more than %u bytes of text",
             HM_YAML_COPIES_BYTES_MAX);
    return NULL;
  }
  if (!composer_count (composer, at, error))
    return NULL;

  copy = g_new0 (HmYaml, 1);
  *copy = *source;
  copy->text = g_strdup (source->text);
  copy->key = g_strdup (source->key);
  copy->items = NULL;
  if (source->items == NULL)
    return g_steal_pointer (&copy);

  if (!composer_allows_depth (composer, depth, at, error))
    return NULL;
  copy->items = g_ptr_array_new_with_free_func ((GDestroyNotify) hm_yaml_free);
  for (guint i = 0; i < source->items->len; i++) {
    HmYaml *item = node_copy (composer, g_ptr_array_index (source->items, i), depth + 1, at, error);

    if (item == NULL)
      return NULL;
    g_ptr_array_add (copy->items, item);
  }
  return g_steal_pointer (&copy);
}

static Level *
composer_top (Composer *composer)
{
  return composer->depth > 0 ? &composer->levels[composer->depth - 1] : NULL;
}

static gboolean
is_at_key (const Level *level)
{
  return level != NULL && level->node->kind == HM_YAML_MAPPING && level->key == NULL;
}

static gboolean
is_merge_key (const HmYaml *key)
{
  return !key->is_quoted && g_str_equal (key->text, "<<");
}

static gboolean
is_at_merged (const Level *level)
{
  return level != NULL && level->key != NULL && is_merge_key (level->key);
}

/* Takes @key. */
static gboolean
place_key (Composer *composer, Level *level, HmYaml *key, GError **error)
{
  const HmYaml *earlier = NULL;

  level->key = key;
  if (key->kind == HM_YAML_NULL)
    return fail_at (composer, key, HM_ERROR_FORMAT, error,
                    "a key that is null; in quotation marks it is a word");
  if (key->kind != HM_YAML_SCALAR)
    return fail_at (composer, key, HM_ERROR_FORMAT, error, "a key that is a %s, not a word",
                    key->kind == HM_YAML_SEQUENCE ? "list" : "mapping");
  earlier = is_merge_key (key) ? level->merge_key : g_hash_table_lookup (level->keys, key->text);
  if (earlier != NULL) {
    g_autofree char *text = text_brief (key->text);

    return fail_at (composer, key, HM_ERROR_FORMAT, error,
                    "duplicate key \"%s\", which stands on line %u already", text,
                    earlier->key != NULL ? earlier->key_line : earlier->line);
  }
  return TRUE;
}

/* What the open mapping shall merge when it closes. @merged outlives it. */
static gboolean
place_merged (Composer *composer, Level *level, const HmYaml *merged, GError **error)
{
  if (merged->items == NULL)
    return fail_at (composer, level->key, HM_ERROR_FORMAT, error,
                    "\"<<\" takes a mapping, or a list of mappings");
  level->merge_key = g_steal_pointer (&level->key);
  level->merged = merged;
  return TRUE;
}

/* Takes @node: a value, in the collection that is open. */
static gboolean
place_value (Composer *composer, HmYaml *node, GError **error)
{
  Level *level = composer_top (composer);

  if (level == NULL) {
    composer->root = node;
    return TRUE;
  }
  if (is_at_merged (level)) {
    g_ptr_array_add (composer->outsiders, node);
    return place_merged (composer, level, node, error);
  }
  g_ptr_array_add (level->node->items, node);
  /* A copy brings along the key that its anchor stood under. */
  g_clear_pointer (&node->key, g_free);
  node->key_line = 0;
  node->key_column = 0;
  if (level->key != NULL) {
    node->key = g_steal_pointer (&level->key->text);
    node->key_line = level->key->line;
    node->key_column = level->key->column;
    g_clear_pointer (&level->key, hm_yaml_free);
    g_hash_table_insert (level->keys, node->key, node);
  }
  return TRUE;
}

/* Takes @node, of which no part has been placed yet. */
static gboolean
composer_add (Composer *composer, HmYaml *node, const char *anchor, GError **error)
{
  Level *level = composer_top (composer);

  if (!composer_count (composer, node, error)
      || (node->items != NULL && !composer_allows_depth (composer, composer->depth, node, error))) {
    hm_yaml_free (node);
    return FALSE;
  }
  if (is_at_key (level)) {
    if (!place_key (composer, level, node, error))
      return FALSE;
    if (anchor != NULL) {
      HmYaml *copy = node_copy (composer, node, composer->depth, node, error);

      if (copy == NULL)
        return FALSE;
      g_ptr_array_add (composer->outsiders, copy);
      g_hash_table_replace (composer->anchors, g_strdup (anchor), copy);
    }
    return TRUE;
  }
  if (!place_value (composer, node, error))
    return FALSE;
  if (anchor != NULL)
    g_hash_table_replace (composer->anchors, g_strdup (anchor), node);
  if (node->items != NULL) {
    composer->levels[composer->depth++] = (Level){
      .node = node,
      .keys = node->kind == HM_YAML_MAPPING ? g_hash_table_new (g_str_hash, g_str_equal) : NULL,
    };
  }
  return TRUE;
}

static gboolean
is_open (const Composer *composer, const HmYaml *node)
{
  for (guint i = 0; i < composer->depth; i++) {
    if (composer->levels[i].node == node)
      return TRUE;
  }
  return FALSE;
}

static gboolean
composer_add_alias (Composer *composer, const yaml_event_t *event, GError **error)
{
  const char *anchor = (const char *) event->data.alias.anchor;
  const HmYaml *meant = g_hash_table_lookup (composer->anchors, anchor);
  Level *level = composer_top (composer);
  g_autoptr (HmYaml) here = hm_yaml_new (HM_YAML_NULL, &event->start_mark);
  g_autoptr (HmYaml) copy = NULL;
  g_autofree char *text = text_brief (anchor);

  composer->has_alias = TRUE;
  if (meant == NULL)
    return fail_at (composer, here, HM_ERROR_FORMAT, error, "*%s: no &%s stands before it", text,
                    text);
  if (is_open (composer, meant))
    return fail_at (composer, here, HM_ERROR_FORMAT, error, "*%s stands inside of &%s itself", text,
                    text);
  if (is_at_merged (level))
    return place_merged (composer, level, meant, error);
  copy = node_copy (composer, meant, composer->depth, here, error);
  if (copy == NULL)
    return FALSE;
  if (is_at_key (level)) {
    copy->line = here->line;
    copy->column = here->column;
    return place_key (composer, level, g_steal_pointer (&copy), error);
  }
  return place_value (composer, g_steal_pointer (&copy), error);
}

static gboolean
merge_mapping (Composer *composer, Level *level, const HmYaml *mapping, GError **error)
{
  if (mapping->kind != HM_YAML_MAPPING)
    return fail_at (composer, level->merge_key, HM_ERROR_FORMAT, error,
                    "\"<<\" takes a mapping, or a list of mappings");
  for (guint i = 0; i < mapping->items->len; i++) {
    const HmYaml *item = g_ptr_array_index (mapping->items, i);
    HmYaml *copy = NULL;

    if (g_hash_table_contains (level->keys, item->key)) {
      if (!composer_count (composer, level->merge_key, error))
        return FALSE;
      continue;
    }
    copy = node_copy (composer, item, composer->depth, level->merge_key, error);
    if (copy == NULL)
      return FALSE;
    g_ptr_array_add (level->node->items, copy);
    g_hash_table_insert (level->keys, copy->key, copy);
  }
  return TRUE;
}

static gboolean
composer_close (Composer *composer, GError **error)
{
  Level *level = composer_top (composer);
  gboolean is_list = level->merged != NULL && level->merged->kind == HM_YAML_SEQUENCE;

  if (is_list) {
    for (guint i = 0; i < level->merged->items->len; i++) {
      if (!merge_mapping (composer, level, g_ptr_array_index (level->merged->items, i), error))
        return FALSE;
    }
  } else if (level->merged != NULL && !merge_mapping (composer, level, level->merged, error)) {
    return FALSE;
  }
  level_clear (level);
  composer->depth--;
  return TRUE;
}

/* A tag would have a say in what a value means, and none is listened to here. */
static gboolean
check_tag (const Composer *composer, const yaml_event_t *event, const yaml_char_t *tag,
           GError **error)
{
  g_autoptr (HmYaml) here = NULL;

  if (tag == NULL)
    return TRUE;
  here = hm_yaml_new (HM_YAML_NULL, &event->start_mark);
  return fail_at (composer, here, HM_ERROR_FORMAT, error, "a tag, where plain values are read");
}

static gboolean
composer_add_scalar (Composer *composer, const yaml_event_t *event, GError **error)
{
  const char *value = (const char *) event->data.scalar.value;
  g_autoptr (HmYaml) node = hm_yaml_new_scalar (event);

  if (!check_tag (composer, event, event->data.scalar.tag, error))
    return FALSE;
  if (memchr (value, '\0', event->data.scalar.length) != NULL)
    return fail_at (composer, node, HM_ERROR_FORMAT, error, "a NUL in a text");
  return composer_add (composer, g_steal_pointer (&node), (const char *) event->data.scalar.anchor,
                       error);
}

/* Returns: FALSE with @error set. */
static gboolean
composer_take (Composer *composer, const yaml_event_t *event, GError **error)
{
  switch (event->type) {
  case YAML_SCALAR_EVENT:
    return composer_add_scalar (composer, event, error);
  case YAML_ALIAS_EVENT:
    return composer_add_alias (composer, event, error);
  case YAML_SEQUENCE_START_EVENT:
    return check_tag (composer, event, event->data.sequence_start.tag, error)
           && composer_add (composer, hm_yaml_new (HM_YAML_SEQUENCE, &event->start_mark),
                            (const char *) event->data.sequence_start.anchor, error);
  case YAML_MAPPING_START_EVENT:
    return check_tag (composer, event, event->data.mapping_start.tag, error)
           && composer_add (composer, hm_yaml_new (HM_YAML_MAPPING, &event->start_mark),
                            (const char *) event->data.mapping_start.anchor, error);
  case YAML_SEQUENCE_END_EVENT:
  case YAML_MAPPING_END_EVENT:
    return composer_close (composer, error);
  case YAML_DOCUMENT_START_EVENT:
    if (composer->root != NULL) {
      g_autoptr (HmYaml) here = hm_yaml_new (HM_YAML_NULL, &event->start_mark);

      return fail_at (composer, here, HM_ERROR_FORMAT, error,
                      "a second document, where one is read");
    }
    return TRUE;
  case YAML_NO_EVENT:
  case YAML_STREAM_START_EVENT:
  case YAML_DOCUMENT_END_EVENT:
  case YAML_STREAM_END_EVENT:
    break;
  }
  return TRUE;
}

static void
fail_parse (const Composer *composer, const HmYamlReader *reader, GError **error)
{
  HmYaml here = { .line = 1, .column = 1 };
  g_autofree char *problem = NULL;

  if (hm_yaml_reader_lacks_memory (reader)) {
    fail_at (composer, &here, HM_ERROR_LIMIT, error, "more memory needed than there is");
    return;
  }
  problem = hm_yaml_reader_problem (reader, &here.line, &here.column);
  fail_at (composer, &here, HM_ERROR_FORMAT, error, "%s", problem);
}

HmYaml *
hm_yaml_parse_strict (const char *name, const char *text, gsize size, GError **error)
{
  g_autofree char *too_many = g_strdup_printf (
      "more than %u nodes, with those that aliases and merges repeat", HM_YAML_NODES_MAX);

  return hm_yaml_parse_bounded (name, text, size, &(HmYamlBound){ HM_YAML_NODES_MAX, too_many },
                                error);
}

HmYaml *
hm_yaml_parse_bounded (const char *name, const char *text, gsize size, const HmYamlBound *bound,
                       GError **error)
{
  g_auto (HmYamlReader) reader = { 0 };
  g_auto (Composer) composer = {
    .name = name,
    .bound = bound,
    .anchors = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
    .outsiders = g_ptr_array_new_with_free_func ((GDestroyNotify) hm_yaml_free),
  };
  gboolean is_done = FALSE;

  if (!hm_yaml_reader_open (&reader, text, size, error)) {
    g_prefix_error (error, "%s:1:1: ", name);
    return NULL;
  }
  while (!is_done) {
    g_auto (yaml_event_t) event = { 0 };

    if (!hm_yaml_reader_next (&reader, &event)) {
      fail_parse (&composer, &reader, error);
      return NULL;
    }
    if (!composer_take (&composer, &event, error))
      return NULL;
    is_done = event.type == YAML_STREAM_END_EVENT;
  }

  if (composer.root == NULL)
    composer.root = hm_yaml_new (HM_YAML_NULL, &(yaml_mark_t){ 0 });
  composer.root->has_alias = composer.has_alias;
  return g_steal_pointer (&composer.root);
}
