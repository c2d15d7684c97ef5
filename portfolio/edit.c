/* SPDX-License-Identifier: Apache-2.0 */
#include "portfolio/edit.h"

#include <string.h>

#include "core/error.h"
#include "portfolio/edit_needs.h"
#include "portfolio/list_lines.h"

#define NEW_FILE "version: " G_STRINGIFY (HM_PORTFOLIO_VERSION) "\n"
#define LIST_KEY "repositories"

/* What the new text has to say otherwise than the old one. */
typedef struct {
  GHashTable *cut;  /* (nullable) keys of those that are gone */
  guint n_appended; /* behind the others */
  GHashTable *more; /* (nullable) HmPortfolioEntry to GPtrArray of those that it needs besides */
} Change;

static void
pair_append (GString *out, gsize indent, const char *key, const char *value, const char *eol)
{
  g_autofree char *text = value != NULL ? hm_yaml_scalar (value, FALSE) : NULL;

  if (text != NULL)
    g_string_append_printf (out, "%*s%s: %s%s", (int) indent, "", key, text, eol);
}

static void
item_append (GString *out, const HmPortfolioItem *item, gsize indent, const char *eol)
{
  g_autofree char *where = hm_yaml_scalar (item->where, FALSE);

  g_string_append_printf (out, "%*s- %s: %s%s", (int) indent, "", item->is_path ? "path" : "url",
                          where, eol);
  indent += strlen ("- ");
  pair_append (out, indent, "name", item->name, eol);
  pair_append (out, indent, "group", item->group, eol);
  if (item->owners != NULL && item->owners[0] != NULL) {
    g_string_append_printf (out, "%*sowners:%s", (int) indent, "", eol);
    for (gsize i = 0; item->owners[i] != NULL; i++) {
      g_autofree char *owner = hm_yaml_scalar (item->owners[i], FALSE);

      g_string_append_printf (out, "%*s- %s%s", (int) indent + 2, "", owner, eol);
    }
  }
  /* A number stands without quotation marks. */
  if (item->criticality != NULL)
    g_string_append_printf (out, "%*scriticality: %s%s", (int) indent, "", item->criticality, eol);
}

/* Writes what stands on the line of an empty list, without the list: "repositories: []  # none yet". */
static void
empty_list_append (GString *out, const HmListLines *list, const HmYaml *yaml)
{
  const HmLine *line = hm_list_line (list, yaml->key_line - 1);
  const char *colon = memchr (line->start, ':', line->size);
  const char *rest = colon != NULL ? colon + 1 : line->start + line->size;
  const char *end = line->start + line->size;

  g_string_append_len (out, line->start, rest - line->start);
  while (rest < end && strchr (" \t[]~", *rest) != NULL)
    rest++;
  if (rest < end && *rest == '#')
    g_string_append_printf (out, "  %.*s", (int) (end - rest), rest);
  g_string_append (out, list->eol);
}

/* Whether @needs are those of @entry without what is cut, then @more (nullable). */
static gboolean
needs_are_as_meant (const HmPortfolioEntry *entry, const GPtrArray *needs, GHashTable *cut,
                    const GPtrArray *more)
{
  guint at = 0;

  for (guint i = 0; i < entry->needs->len + (more != NULL ? more->len : 0); i++) {
    const HmPortfolioEntry *needed =
        g_ptr_array_index (i < entry->needs->len ? entry->needs : more,
                           i < entry->needs->len ? i : i - entry->needs->len);

    if (cut != NULL && g_hash_table_contains (cut, needed->key))
      continue;
    if (at >= needs->len
        || !g_str_equal (((const HmPortfolioEntry *) g_ptr_array_index (needs, at))->key,
                         needed->key))
      return FALSE;
    at++;
  }
  return at == needs->len;
}

/* Whether @after says what @before did, but for @change. */
static gboolean
is_as_meant (const HmPortfolio *before, const HmPortfolio *after, const Change *change)
{
  guint at = 0;

  for (guint i = 0; before != NULL && i < before->entries->len; i++) {
    const HmPortfolioEntry *entry = g_ptr_array_index (before->entries, i);
    const GPtrArray *more = change->more != NULL ? g_hash_table_lookup (change->more, entry) : NULL;
    const HmPortfolioEntry *same = NULL;

    if (change->cut != NULL && g_hash_table_contains (change->cut, entry->key))
      continue;
    if (at >= after->entries->len)
      return FALSE;
    same = g_ptr_array_index (after->entries, at++);
    if (!g_str_equal (same->key, entry->key) || !g_str_equal (same->name, entry->name)
        || same->criticality < entry->criticality || same->criticality > entry->criticality
        || same->has_own_policy != entry->has_own_policy
        || g_strcmp0 (same->group != NULL ? same->group->name : NULL,
                      entry->group != NULL ? entry->group->name : NULL)
               != 0
        || !g_strv_equal ((const char *const *) same->owners, (const char *const *) entry->owners)
        || !needs_are_as_meant (entry, same->needs, change->cut, more))
      return FALSE;
  }
  return after->entries->len == at + change->n_appended;
}

static gboolean
fail_by_lines (const char *name, GError **error)
{
  return hm_fail (error, HM_ERROR_FORMAT,
                  "%s: \"" LIST_KEY "\" is not written as a list that can be edited by lines (each "
                  "item a dash at the same depth); edit it by hand",
                  name);
}

/* Reads @text again. Returns: (owned) it, if it says what is meant; NULL with @error set */
static char *
text_settle (const HmPortfolioText *before, const HmPortfolio *portfolio, GString *text,
             const Change *change, GError **error)
{
  g_autoptr (HmPortfolio) after =
      hm_portfolio_parse (before->name, before->folder, text->str, text->len, error);

  if (after == NULL)
    return NULL;
  if (!is_as_meant (portfolio, after, change)) {
    fail_by_lines (before->name, error);
    return NULL;
  }
  return g_strndup (text->str, text->len);
}

/* Finds the lines of each of @portfolio's entries, which @yaml are too. Returns: FALSE with HM_ERROR_FORMAT */
static gboolean
items_find (HmListLines *list, const HmPortfolioText *before, const HmYaml *yaml,
            const HmPortfolio *portfolio, GError **error)
{
  hm_list_lines_init (list, before->text, before->size);
  if (yaml != NULL && yaml->items != NULL && !hm_text_has_other_breaks (before->text, before->size))
    hm_list_lines_find (list, yaml);
  return (list->starts != NULL && list->starts->len == portfolio->entries->len)
         || fail_by_lines (before->name, error);
}

/* Marks what changes in the list "needs" of item @i. */
static gboolean
needs_edit (HmListLines *list, const HmPortfolioText *before, guint i, const HmYaml *yaml,
            const HmPortfolioEntry *entry, const Change *change, GError **error)
{
  const GPtrArray *more = change->more != NULL ? g_hash_table_lookup (change->more, entry) : NULL;

  return hm_needs_mark (list, i, g_ptr_array_index (yaml->items, i), entry, change->cut, more)
         || hm_fail (error, HM_ERROR_FORMAT,
                     "%s:%u: \"needs\" of this repository is not written so that it can be edited "
                     "by lines; edit it by hand",
                     before->name, entry->line);
}

char *
hm_portfolio_append (const HmPortfolioText *before, const GArray *items, GError **error)
{
  g_auto (HmListLines) list = { 0 };
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (HmPortfolio) portfolio = NULL;
  const Change change = { .n_appended = items->len };
  g_autoptr (HmYaml) root = NULL;
  const HmYaml *yaml = NULL;
  const char *text = before->text != NULL ? before->text : NEW_FILE;
  gsize size = before->text != NULL ? before->size : strlen (NEW_FILE);
  gsize indent = 2;
  guint rest = 0;

  portfolio = hm_portfolio_parse (before->name, before->folder, text, size, error);
  root = portfolio != NULL ? hm_portfolio_yaml (before->name, text, size, error) : NULL;
  if (root == NULL)
    return NULL;
  if (hm_text_has_other_breaks (text, size)) {
    fail_by_lines (before->name, error);
    return NULL;
  }
  hm_list_lines_init (&list, text, size);
  yaml = hm_yaml_get (root, LIST_KEY);
  if (yaml == NULL) {
    rest = list.lines->len;
    hm_list_lines_append (out, &list, 0, rest);
    g_string_append_printf (out, LIST_KEY ":%s", list.eol);
  } else if (yaml->kind == HM_YAML_NULL || yaml->items->len == 0) {
    rest = yaml->key_line;
    hm_list_lines_append (out, &list, 0, rest - 1);
    empty_list_append (out, &list, yaml);
  } else {
    hm_list_lines_find (&list, yaml);
    if (list.starts->len != yaml->items->len) {
      fail_by_lines (before->name, error);
      return NULL;
    }
    indent = list.dash_indent;
    rest = list.end;
    hm_list_lines_append (out, &list, 0, rest);
  }
  for (guint i = 0; i < items->len; i++)
    item_append (out, &g_array_index (items, HmPortfolioItem, i), indent, list.eol);
  hm_list_lines_append (out, &list, rest, list.lines->len);
  return text_settle (before, portfolio, out, &change, error);
}

char *
hm_portfolio_cut (const HmPortfolioText *before, const HmPortfolio *portfolio, GHashTable *keys,
                  GError **error)
{
  const Change change = { .cut = keys };
  g_auto (HmListLines) list = { 0 };
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (HmYaml) root = hm_portfolio_yaml (before->name, before->text, before->size, error);
  const HmYaml *yaml = hm_yaml_get (root, LIST_KEY);
  char *text = NULL;

  if (root == NULL || !items_find (&list, before, yaml, portfolio, error))
    return NULL;
  for (guint i = 0; i < list.starts->len; i++) {
    const HmPortfolioEntry *entry = g_ptr_array_index (portfolio->entries, i);
    const guint end = hm_list_item_end (&list, i);

    if (g_hash_table_contains (keys, entry->key)) {
      for (guint k = g_array_index (list.starts, guint, i); k < end; k++)
        hm_list_line (&list, k)->is_cut = TRUE;
    } else if (!needs_edit (&list, before, i, yaml, entry, &change, error)) {
      return NULL;
    }
  }
  hm_list_lines_append (out, &list, 0, list.lines->len);
  text = text_settle (before, portfolio, out, &change, error);
  if (text == NULL)
    g_prefix_error (error, "without it: ");
  return text;
}

/* What one repository is to need besides. */
typedef struct {
  GPtrArray *added;  /* (element-type HmPortfolioEntry) */
  GHashTable *known; /* with what it needs already */
} More;

static void
more_free (gpointer data)
{
  More *more = data;

  g_ptr_array_unref (more->added);
  g_hash_table_unref (more->known);
  g_free (more);
}

static More *
more_of (GHashTable *wanted, const HmPortfolioEntry *entry)
{
  More *more = g_hash_table_lookup (wanted, entry);

  if (more != NULL)
    return more;
  more = g_new0 (More, 1);
  more->added = g_ptr_array_new ();
  more->known = g_hash_table_new (NULL, NULL);
  for (guint i = 0; i < entry->needs->len; i++)
    g_hash_table_add (more->known, g_ptr_array_index (entry->needs, i));
  g_hash_table_insert (wanted, (gpointer) (guintptr) entry, more);
  return more;
}

/* Sorts @needs by who needs. Returns: how many of them are new */
static guint
needs_sort (const HmPortfolio *portfolio, const GArray *needs, GHashTable *wanted,
            GHashTable *ret_more)
{
  guint n_new = 0;

  for (guint i = 0; i < needs->len; i++) {
    const HmPortfolioNeed *need = &g_array_index (needs, HmPortfolioNeed, i);
    HmPortfolioEntry *by = g_hash_table_lookup (portfolio->by_key, need->by);
    HmPortfolioEntry *needed = g_hash_table_lookup (portfolio->by_key, need->needed);
    More *more = by != NULL && needed != NULL && by != needed ? more_of (wanted, by) : NULL;

    if (more == NULL || !g_hash_table_add (more->known, needed))
      continue;
    g_ptr_array_add (more->added, needed);
    g_hash_table_insert (ret_more, by, more->added);
    n_new++;
  }
  return n_new;
}

char *
hm_portfolio_need (const HmPortfolioText *before, const GArray *needs, guint *ret_n_new,
                   GError **error)
{
  g_autoptr (HmPortfolio) portfolio =
      hm_portfolio_parse (before->name, before->folder, before->text, before->size, error);
  g_autoptr (HmYaml) root =
      portfolio != NULL ? hm_portfolio_yaml (before->name, before->text, before->size, error)
                        : NULL;
  const HmYaml *yaml = hm_yaml_get (root, LIST_KEY);
  g_autoptr (GHashTable) wanted = g_hash_table_new_full (NULL, NULL, NULL, more_free);
  g_autoptr (GHashTable) more = g_hash_table_new (NULL, NULL);
  const Change change = { .more = more };
  g_auto (HmListLines) list = { 0 };
  g_autoptr (GString) out = g_string_new (NULL);
  guint n_new;

  if (root == NULL)
    return NULL;
  n_new = needs_sort (portfolio, needs, wanted, more);
  *ret_n_new = n_new;
  if (n_new == 0)
    return g_strndup (before->text, before->size);
  if (!items_find (&list, before, yaml, portfolio, error))
    return NULL;
  for (guint i = 0; i < list.starts->len; i++) {
    if (!needs_edit (&list, before, i, yaml, g_ptr_array_index (portfolio->entries, i), &change,
                     error))
      return NULL;
  }
  hm_list_lines_append (out, &list, 0, list.lines->len);
  return text_settle (before, portfolio, out, &change, error);
}
