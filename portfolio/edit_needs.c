/* SPDX-License-Identifier: Apache-2.0 */
#include "portfolio/edit_needs.h"

#include <string.h>

#define KEY "needs"

/* One list that is to be changed, and how. */
typedef struct {
  HmListLines *list;
  guint first;        /* of the item's lines */
  guint end;          /* behind them */
  const HmYaml *yaml; /* (nullable) the list */
  const HmPortfolioEntry *entry;
  GHashTable *cut;        /* (nullable) */
  const GPtrArray *added; /* (nullable) */
} Needs;

static guint
n_added (const Needs *needs)
{
  return needs->added != NULL ? needs->added->len : 0;
}

static const char *
added_at (const Needs *needs, guint i)
{
  return ((const HmPortfolioEntry *) g_ptr_array_index (needs->added, i))->where;
}

static gboolean
is_cut (const Needs *needs, guint i)
{
  const HmPortfolioEntry *needed = g_ptr_array_index (needs->entry->needs, i);

  return needs->cut != NULL && g_hash_table_contains (needs->cut, needed->key);
}

static gboolean
is_within (const Needs *needs, guint line)
{
  return line > needs->first && line <= needs->end;
}

/* Returns: (nullable) the place of @column of @line, both from 1 on; NULL where it is not within the item */
static const char *
place_at (const Needs *needs, guint line, guint column)
{
  const HmLine *text = is_within (needs, line) ? hm_list_line (needs->list, line - 1) : NULL;
  const char *at = text != NULL ? text->start : NULL;

  for (guint i = 1; text != NULL && i < column && at < text->start + text->size; i++)
    at = g_utf8_next_char (at);
  return text != NULL && at < text->start + text->size ? at : NULL;
}

static gboolean
stands_at (const Needs *needs, const HmYaml *yaml, char mark)
{
  const char *at = place_at (needs, yaml->line, yaml->column);

  return at != NULL && *at == mark;
}

/* Returns: (nullable) the bracket that ends what the one at @open begins, if it is on the same line */
static const char *
bracket_find (const char *open, const char *end)
{
  guint depth = 0;
  gboolean is_start = TRUE; /* of a scalar: only there a quotation mark is one */

  for (const char *at = open; at < end; at++) {
    if (is_start && (*at == '"' || *at == '\'')) {
      const char quote = *at;

      for (at++; at < end && *at != quote; at++)
        at += quote == '"' && *at == '\\' ? 1 : 0;
      is_start = FALSE;
      continue;
    }
    depth += *at == '[' || *at == '{' ? 1 : 0;
    depth -= *at == ']' || *at == '}' ? 1 : 0;
    if (depth == 0)
      return at;
    is_start = strchr (" \t[{,:", *at) != NULL;
  }
  return NULL;
}

/* "[a, b]" of what stays and comes. Returns: (owned) */
static char *
flow_text (const Needs *needs)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *joined = NULL;

  for (guint i = 0; needs->yaml != NULL && i < needs->entry->needs->len; i++) {
    const HmYaml *item = g_ptr_array_index (needs->yaml->items, i);

    if (!is_cut (needs, i))
      g_ptr_array_add (texts, hm_yaml_scalar (item->text, TRUE));
  }
  for (guint i = 0; i < n_added (needs); i++)
    g_ptr_array_add (texts, hm_yaml_scalar (added_at (needs, i), TRUE));
  g_ptr_array_add (texts, NULL);
  joined = g_strjoinv (", ", (char **) texts->pdata);
  return g_strdup_printf ("[%s]", joined);
}

/* Puts @text between what stands before @from and what stands from @to on, of line @number from 1 on. */
static void
line_set (const Needs *needs, guint number, const char *from, const char *text, const char *to)
{
  HmLine *line = hm_list_line (needs->list, number - 1);

  g_free (line->instead);
  line->instead = g_strdup_printf ("%.*s%s%.*s", (int) (from - line->start), line->start, text,
                                   (int) (line->start + line->size - to), to);
}

/* needs: [a, b] */
static gboolean
flow_mark (const Needs *needs)
{
  const HmLine *line = hm_list_line (needs->list, needs->yaml->line - 1);
  const char *open = place_at (needs, needs->yaml->line, needs->yaml->column);
  const char *close = bracket_find (open, line->start + line->size);
  g_autofree char *text = flow_text (needs);

  if (close == NULL)
    return FALSE;
  line_set (needs, needs->yaml->line, open, text, close + 1);
  return TRUE;
}

static void
lines_add (const Needs *needs, guint number, gsize indent)
{
  GString *behind = hm_list_line_behind (needs->list, number - 1);

  for (guint i = 0; i < n_added (needs); i++) {
    g_autofree char *text = hm_yaml_scalar (added_at (needs, i), FALSE);

    g_string_append_printf (behind, "%*s- %s%s", (int) indent, "", text, needs->list->eol);
  }
}

/* Whether @line says nothing but a comment. */
static gboolean
is_comment (const HmLine *line)
{
  return line->indent < line->size && line->start[line->indent] == '#';
}

/*
 * Cuts the key of a list that nothing is left of, and what was said of its items: up to line @last, and behind it what
 * stands deeper than the key.
 */
static void
block_cut (const Needs *needs, guint last)
{
  const HmLine *key = hm_list_line (needs->list, needs->yaml->key_line - 1);
  guint end = last;

  while (end < needs->end && is_comment (hm_list_line (needs->list, end))
         && hm_list_line (needs->list, end)->indent > key->indent)
    end++;
  for (guint i = needs->yaml->key_line - 1; i < end; i++)
    hm_list_line (needs->list, i)->is_cut = TRUE;
}

/* A line each, none on that of the key. */
static gboolean
block_mark (const Needs *needs)
{
  const HmYaml *yaml = needs->yaml;
  const HmLine *key = hm_list_line (needs->list, yaml->key_line - 1);
  guint last = yaml->key_line;
  guint n_left = 0;

  for (guint i = 0; i < yaml->items->len; i++) {
    const HmYaml *item = g_ptr_array_index (yaml->items, i);

    if (!is_within (needs, item->line) || item->line <= last)
      return FALSE;
    last = item->line;
    n_left += is_cut (needs, i) ? 0 : 1;
    hm_list_line (needs->list, last - 1)->is_cut = is_cut (needs, i);
  }
  /* The key goes with the last of them, unless the repository begins on its line. */
  if (n_left + n_added (needs) == 0 && yaml->key_line != needs->first + 1
      && key->indent + 1 == yaml->key_column)
    block_cut (needs, last);
  if (n_added (needs) > 0)
    lines_add (needs, last, yaml->column - 1);
  return TRUE;
}

/* needs:   # nothing yet */
static gboolean
null_mark (const Needs *needs)
{
  const HmYaml *yaml = needs->yaml;
  const HmLine *line = hm_list_line (needs->list, yaml->key_line - 1);
  const char *end = line->start + line->size;
  const char *at = place_at (needs, yaml->key_line, yaml->key_column);

  if (at == NULL || (gsize) (end - at) < strlen (KEY ":")
      || strncmp (at, KEY ":", strlen (KEY ":")) != 0)
    return FALSE;
  for (at += strlen (KEY ":"); at < end && g_ascii_isspace (*at); at++)
    ;
  if (at < end && *at != '#')
    return FALSE;
  lines_add (needs, yaml->key_line, yaml->key_column + 1);
  return TRUE;
}

/* Puts the whole list behind what the item says: a mapping of one line between brackets, or one of a line each. */
static gboolean
list_add (const Needs *needs, const HmYaml *yaml)
{
  g_autofree char *list = flow_text (needs);
  g_autofree char *text = g_strconcat (", " KEY ": ", list, NULL);
  const HmYaml *key = NULL;
  GString *behind = NULL;

  if (stands_at (needs, yaml, '{')) {
    const HmLine *line = hm_list_line (needs->list, yaml->line - 1);
    const char *close =
        bracket_find (place_at (needs, yaml->line, yaml->column), line->start + line->size);

    if (close == NULL)
      return FALSE;
    line_set (needs, yaml->line, close, text, close);
    return TRUE;
  }
  for (guint i = 0; key == NULL && i < yaml->items->len; i++) {
    const HmYaml *item = g_ptr_array_index (yaml->items, i);

    /* Keys that are merged into it stand elsewhere. */
    if (is_within (needs, item->key_line))
      key = item;
  }
  if (key == NULL)
    return FALSE;
  behind = hm_list_line_behind (needs->list, needs->end - 1);
  g_string_append_printf (behind, "%*s" KEY ":%s", (int) key->key_column - 1, "", needs->list->eol);
  lines_add (needs, needs->end, key->key_column + 1);
  return TRUE;
}

static gboolean
is_any_cut (const Needs *needs)
{
  for (guint i = 0; i < needs->entry->needs->len; i++) {
    if (is_cut (needs, i))
      return TRUE;
  }
  return FALSE;
}

gboolean
hm_needs_mark (HmListLines *list, guint i, const HmYaml *yaml, const HmPortfolioEntry *entry,
               GHashTable *cut, const GPtrArray *added)
{
  const Needs needs = {
    .list = list,
    .first = g_array_index (list->starts, guint, i),
    .end = hm_list_item_end (list, i),
    .yaml = hm_yaml_get (yaml, KEY),
    .entry = entry,
    .cut = cut,
    .added = added,
  };

  if (n_added (&needs) == 0 && !is_any_cut (&needs))
    return TRUE;
  if (needs.yaml == NULL)
    return list_add (&needs, yaml);
  if (!is_within (&needs, needs.yaml->key_line))
    return FALSE;
  if (needs.yaml->kind == HM_YAML_NULL)
    return null_mark (&needs);
  if (stands_at (&needs, needs.yaml, '['))
    return flow_mark (&needs);
  return stands_at (&needs, needs.yaml, '-') && block_mark (&needs);
}
