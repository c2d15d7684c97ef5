/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Builds a bounded tree from libyaml's events. libyaml itself bounds how far a simple key may reach (1024
 * characters), so what it scans ahead of an event is bounded too; depth and nodes are bounded here.
 */
#include "core/yaml.h"

#include <string.h>
#include <yaml.h>

#include "core/error.h"
#include "core/limits.h"

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (yaml_parser_t, yaml_parser_delete)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (yaml_event_t, yaml_event_delete)

/* A collection that is still open, and for a mapping the key that waits for its value. */
typedef struct {
  HmYaml *node;
  char *key;           /* (owned) (nullable) */
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

static HmYaml *
yaml_new (HmYamlKind kind, const yaml_mark_t *mark)
{
  HmYaml *yaml = g_new0 (HmYaml, 1);

  yaml->kind = kind;
  yaml->line = (guint) MIN (mark->line, G_MAXUINT - 1) + 1;
  if (kind == HM_YAML_SEQUENCE || kind == HM_YAML_MAPPING)
    yaml->items = g_ptr_array_new_with_free_func ((GDestroyNotify) hm_yaml_free);
  return yaml;
}

/* A NUL can only come from an escape; U+FFFD keeps "N\0M" apart from "NM". */
static char *
text_without_nul (const char *value, gsize size)
{
  GString *text = NULL;

  if (memchr (value, '\0', size) == NULL)
    return g_strndup (value, size);
  text = g_string_sized_new (size);
  for (gsize i = 0; i < size; i++) {
    if (value[i] == '\0')
      g_string_append (text, "\xef\xbf\xbd");
    else
      g_string_append_c (text, value[i]);
  }
  return g_string_free (text, FALSE);
}

static gboolean
is_null_text (const char *text)
{
  return text[0] == '\0' || g_str_equal (text, "~") || g_str_equal (text, "null")
         || g_str_equal (text, "Null") || g_str_equal (text, "NULL");
}

static HmYaml *
scalar_new (const yaml_event_t *event)
{
  HmYaml *yaml = yaml_new (HM_YAML_SCALAR, &event->start_mark);

  yaml->is_quoted = event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
  yaml->text =
      text_without_nul ((const char *) event->data.scalar.value, event->data.scalar.length);
  if (!yaml->is_quoted && is_null_text (yaml->text)) {
    yaml->kind = HM_YAML_NULL;
    g_clear_pointer (&yaml->text, g_free);
  }
  return yaml;
}

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
    if (is_collection)
      return FALSE;
    level->key = node->kind == HM_YAML_NULL ? NULL : g_steal_pointer (&node->text);
    hm_yaml_free (node);
    return TRUE;
  }
  if (level->node->kind == HM_YAML_MAPPING) {
    node->key = g_steal_pointer (&level->key);
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
fail_parse (const yaml_parser_t *parser, GError **error)
{
  /* The reader's complaints carry no mark: where the scanner stands is near enough. */
  const yaml_mark_t *mark =
      parser->error == YAML_READER_ERROR ? &parser->mark : &parser->problem_mark;

  if (parser->error == YAML_MEMORY_ERROR)
    return hm_fail (error, HM_ERROR_LIMIT, "more memory needed than there is");
  return hm_fail (error, HM_ERROR_FORMAT,
                  "line %" G_GSIZE_FORMAT ", column %" G_GSIZE_FORMAT ": %s", mark->line + 1,
                  mark->column + 1, parser->problem != NULL ? parser->problem : "not YAML");
}

/* Whether @text may hold more directives than are bearable: lines that begin with %, after any of YAML's breaks. */
static gboolean
has_many_directives (const char *text, gsize size)
{
  /* The last bytes of LF, CR, NEL, LS and PS. */
  static const char line_ends[] = { '\n', '\r', '\x85', '\xa8', '\xa9' };
  guint n_directives = 0;
  const char *end = text + size;

  for (const char *at = text; (at = memchr (at, '%', (gsize) (end - at))) != NULL; at++) {
    if (at == text || memchr (line_ends, at[-1], sizeof line_ends) != NULL)
      n_directives++;
  }
  return n_directives > HM_YAML_DIRECTIVES_MAX;
}

HmYaml *
hm_yaml_parse (const char *text, gsize size, GError **error)
{
  g_auto (yaml_parser_t) parser = { 0 };
  g_auto (Builder) builder = { 0 };
  gboolean has_alias = FALSE;
  gboolean is_done = FALSE;

  if (has_many_directives (text, size)) {
    hm_fail (error, HM_ERROR_LIMIT, "more than %u lines that begin with %%",
             HM_YAML_DIRECTIVES_MAX);
    return NULL;
  }
  if (!yaml_parser_initialize (&parser)) {
    hm_fail (error, HM_ERROR_LIMIT, "more memory needed than there is");
    return NULL;
  }
  /* UTF-16 would hide the directives, and no forge takes it. */
  yaml_parser_set_encoding (&parser, YAML_UTF8_ENCODING);
  yaml_parser_set_input_string (&parser, (const unsigned char *) text, size);

  while (!is_done) {
    g_auto (yaml_event_t) event = { 0 };
    gboolean is_good = TRUE;

    if (!yaml_parser_parse (&parser, &event)) {
      fail_parse (&parser, error);
      return NULL;
    }
    switch (event.type) {
    case YAML_SCALAR_EVENT:
      is_good = builder_add (&builder, scalar_new (&event), error);
      break;
    case YAML_ALIAS_EVENT:
      has_alias = TRUE;
      is_good = builder_add (&builder, yaml_new (HM_YAML_NULL, &event.start_mark), error);
      break;
    case YAML_SEQUENCE_START_EVENT:
      is_good = builder_add (&builder, yaml_new (HM_YAML_SEQUENCE, &event.start_mark), error);
      break;
    case YAML_MAPPING_START_EVENT:
      is_good = builder_add (&builder, yaml_new (HM_YAML_MAPPING, &event.start_mark), error);
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
    builder.root = yaml_new (HM_YAML_NULL, &(yaml_mark_t){ 0 });
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
