/* SPDX-License-Identifier: Apache-2.0 */
#include "portfolio/edit.h"

#include <string.h>

#include "core/error.h"
#include "core/limits.h"
#include "core/seeded_hash.h"
#include "portfolio/edit_needs.h"
#include "portfolio/edit_settle.h"
#include "portfolio/list_lines.h"
#include "portfolio/location.h"
#include "store/store.h"

#define LIST_KEY HM_EDIT_LIST_KEY
#define GROUPS_KEY "groups"

/* How deep the dashes of a list stand that is begun in a file without an example. */
#define INDENT 2

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

/* Returns: (owned) what stands on the line of an empty list, without the list: "repositories: []  # none yet" */
static char *
empty_list_line (const HmLine *line)
{
  const char *end = line->start + line->size;
  const char *colon = memchr (line->start, ':', line->size);
  const char *key_end = colon != NULL ? colon + 1 : end;
  const char *rest = key_end;

  while (rest < end && strchr (" \t[]~", *rest) != NULL)
    rest++;
  if (rest == end || *rest != '#')
    rest = end;
  return g_strdup_printf ("%.*s%s%.*s", (int) (key_end - line->start), line->start,
                          rest < end ? "  " : "", (int) (end - rest), rest);
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
         || hm_edit_refuse (before->name, LIST_KEY, error);
}

/* Marks what changes in the list "needs" of item @i. */
static gboolean
needs_edit (HmListLines *list, const HmPortfolioText *before, guint i, const HmYaml *yaml,
            const HmPortfolioEntry *entry, const HmEdit *edit, GError **error)
{
  const GPtrArray *more = edit->more != NULL ? g_hash_table_lookup (edit->more, entry) : NULL;

  return hm_needs_mark (list, i, g_ptr_array_index (yaml->items, i), entry, edit->cut, more)
         || hm_fail (
             error, HM_ERROR_FORMAT,
             "%s: \"needs\" of %s is not written so that it can be edited by lines; edit it "
             "by hand",
             before->name, entry->where);
}

static gboolean
text_check (const char *what, const char *text, GError **error)
{
  return text == NULL || hm_portfolio_text_fits (text, HM_PORTFOLIO_TEXT_MAX)
         || hm_fail (error, HM_ERROR_FORMAT, "%s is a text of one line and at most %d bytes", what,
                     HM_PORTFOLIO_TEXT_MAX);
}

/* Returns: (owned) (nullable) what the store would know @item by */
static char *
item_key (const HmPortfolioText *before, const HmPortfolioItem *item)
{
  g_autofree char *place = NULL;

  if (!item->is_path)
    return hm_location_key (item->where);
  place = g_canonicalize_filename (item->where, before->folder);
  return g_strconcat ("path:", place, NULL);
}

/* What would be an error of the file if it were written. */
static gboolean
item_check (const HmPortfolioText *before, const HmPortfolio *portfolio,
            const HmPortfolioItem *item, GError **error)
{
  const HmPortfolioEntry *namesake = NULL;
  g_autofree char *key = NULL;

  if (!text_check ("a name", item->name, error) || !text_check ("a group", item->group, error))
    return FALSE;
  for (gsize i = 0; item->owners != NULL && item->owners[i] != NULL; i++)
    if (!text_check ("an owner", item->owners[i], error))
      return FALSE;
  if (!hm_portfolio_text_fits (item->where, HM_PATH_MAX))
    return hm_fail (error, HM_ERROR_FORMAT,
                    "the place of a repository is a text of one line and at most %u bytes",
                    HM_PATH_MAX);
  key = item_key (before, item);
  if (key == NULL)
    return hm_fail (error, HM_ERROR_FORMAT, "%s: no URL of a repository on a host", item->where);
  if (!hm_repository_key_check (key, NULL))
    return hm_fail (error, HM_ERROR_FORMAT,
                    "%s: longer than what can be told apart in the store, %d bytes%s", item->where,
                    HM_STORE_KEY_MAX, item->is_path ? " counted from the root" : "");
  if (item->name != NULL)
    namesake = g_hash_table_lookup (portfolio->by_name, item->name);
  return namesake == NULL
         || hm_fail (error, HM_ERROR_FORMAT, "%s:%u: this repository is called \"%s\" already",
                     before->name, namesake->line, item->name);
}

/* Checks @items, and gathers those of their groups that the file lacks. */
static gboolean
items_check (const HmPortfolioText *before, const HmPortfolio *portfolio, const GArray *items,
             GPtrArray *ret_groups, GError **error)
{
  g_autoptr (GHashTable) known = g_hash_table_new (hm_seeded_text_hash, g_str_equal);

  for (guint i = 0; i < items->len; i++) {
    const HmPortfolioItem *item = &g_array_index (items, HmPortfolioItem, i);

    if (!item_check (before, portfolio, item, error))
      return FALSE;
    if (item->group != NULL && hm_portfolio_group (portfolio, item->group) == NULL
        && g_hash_table_add (known, (gpointer) (guintptr) item->group))
      g_ptr_array_add (ret_groups, (gpointer) (guintptr) item->group);
  }
  return TRUE;
}

/*
 * Finds where items go that follow all others of the list @key; where there is no list, it is begun behind line
 * @otherwise.
 *
 * @indent: (inout) of the dashes
 *
 * Returns: (borrowed) (nullable) what to write them to; NULL with HM_ERROR_FORMAT
 */
static GString *
list_open (HmListLines *list, const char *name, const HmYaml *root, const char *key,
           guint otherwise, gsize *indent, GError **error)
{
  const HmYaml *yaml = hm_yaml_get (root, key);

  if (yaml == NULL) {
    GString *behind = hm_list_line_behind (list, otherwise);

    g_string_append_printf (behind, "%s:%s", key, list->eol);
    return behind;
  }
  if (yaml->kind == HM_YAML_NULL || yaml->items->len == 0) {
    HmLine *line = hm_list_line (list, yaml->key_line - 1);

    g_free (line->instead);
    line->instead = empty_list_line (line);
    return hm_list_line_behind (list, yaml->key_line - 1);
  }
  hm_list_lines_find (list, yaml);
  if (list->starts->len != yaml->items->len) {
    hm_edit_refuse (name, key, error);
    return NULL;
  }
  *indent = list->dash_indent;
  return hm_list_line_behind (list, list->end - 1);
}

/* How deep the dashes of the repositories stand, which a new list of groups follows. */
static gsize
indent_find (const HmListLines *list, const HmYaml *root)
{
  const HmYaml *yaml = hm_yaml_get (root, LIST_KEY);
  const HmLine *line = NULL;

  if (yaml == NULL || yaml->items == NULL || yaml->items->len == 0)
    return INDENT;
  line = hm_list_line (list, yaml->line - 1);
  return line->indent + 1 == yaml->column && line->start[line->indent] == '-' ? line->indent
                                                                              : INDENT;
}

/* Groups that are new stand behind the others, else behind the version. */
static gboolean
groups_add (HmListLines *list, const char *name, const HmYaml *root, const GPtrArray *groups,
            GError **error)
{
  const guint version = hm_yaml_get (root, "version")->line - 1;
  gsize indent = indent_find (list, root);
  GString *out = NULL;

  if (groups->len == 0)
    return TRUE;
  if (hm_yaml_get (root, GROUPS_KEY) == NULL && version + 1 < list->lines->len) {
    const HmLine *next = hm_list_line (list, version + 1);

    /* In a file whose parts stand apart they stand apart too. */
    if (next->indent == next->size)
      g_string_append (hm_list_line_behind (list, version), list->eol);
  }
  out = list_open (list, name, root, GROUPS_KEY, version, &indent, error);
  for (guint i = 0; out != NULL && i < groups->len; i++) {
    g_autofree char *text = hm_yaml_scalar (g_ptr_array_index (groups, i), FALSE);

    g_string_append_printf (out, "%*s- name: %s%s", (int) indent, "", text, list->eol);
  }
  return out != NULL;
}

char *
hm_portfolio_append (const HmPortfolioText *before, const GArray *items, GError **error)
{
  g_auto (HmListLines) list = { 0 };
  g_autoptr (GPtrArray) groups = g_ptr_array_new ();
  g_autoptr (GString) text = g_string_new_len (before->text, (gssize) before->size);
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (HmPortfolio) portfolio = NULL;
  const HmEdit edit = { .n_appended = items->len, .groups = groups };
  g_autoptr (HmYaml) root = NULL;
  gsize indent = INDENT;
  GString *behind = NULL;

  if (before->text == NULL)
    g_string_assign (text, HM_PORTFOLIO_NEW_FILE);
  portfolio = hm_portfolio_parse (before->name, before->folder, text->str, text->len, error);
  root = portfolio != NULL ? hm_portfolio_yaml (before->name, text->str, text->len, error) : NULL;
  if (root == NULL || !items_check (before, portfolio, items, groups, error))
    return NULL;
  if (hm_text_has_other_breaks (text->str, text->len)) {
    hm_edit_refuse (before->name, LIST_KEY, error);
    return NULL;
  }
  hm_list_lines_init (&list, text->str, text->len);
  if (groups_add (&list, before->name, root, groups, error))
    behind = list_open (&list, before->name, root, LIST_KEY, list.lines->len - 1, &indent, error);
  if (behind == NULL)
    return NULL;
  for (guint i = 0; i < items->len; i++)
    item_append (behind, &g_array_index (items, HmPortfolioItem, i), indent, list.eol);
  hm_list_lines_append (out, &list, 0, list.lines->len);
  return hm_edit_settle (before, portfolio, out, &edit, error);
}

char *
hm_portfolio_cut (const HmPortfolioText *before, const HmPortfolio *portfolio, GHashTable *keys,
                  GError **error)
{
  const HmEdit edit = { .cut = keys };
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
    } else if (!needs_edit (&list, before, i, yaml, entry, &edit, error)) {
      return NULL;
    }
  }
  hm_list_lines_append (out, &list, 0, list.lines->len);
  text = hm_edit_settle (before, portfolio, out, &edit, error);
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
  const HmEdit edit = { .more = more };
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
    if (!needs_edit (&list, before, i, yaml, g_ptr_array_index (portfolio->entries, i), &edit,
                     error))
      return NULL;
  }
  hm_list_lines_append (out, &list, 0, list.lines->len);
  return hm_edit_settle (before, portfolio, out, &edit, error);
}
