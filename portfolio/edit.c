/* SPDX-License-Identifier: Apache-2.0 */
#include "portfolio/edit.h"

#include <string.h>

#include "core/error.h"
#include "core/yaml.h"

#define NEW_FILE "version: " G_STRINGIFY (HM_PORTFOLIO_VERSION) "\n"
#define LIST_KEY "repositories"

/* Letters that a word needs no quotation marks for, wherever they stand in it. */
#define PLAIN_LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._/:@+~-"

typedef struct {
  const char *start;
  gsize size;   /* without its end */
  gsize whole;  /* with it; the last line may have none */
  gsize indent; /* blanks before what it says; @size where it says nothing */
} Line;

/* The list of repositories as lines of the text, by index. */
typedef struct {
  GArray *lines;     /* (element-type Line) of the whole text */
  const char *eol;   /* how its lines end */
  GArray *starts;    /* (element-type guint) the first line of each item */
  guint end;         /* behind the last line that belongs to the list */
  gsize dash_indent; /* of its dashes */
} ListLines;

static void
list_lines_clear (ListLines *list)
{
  g_clear_pointer (&list->lines, g_array_unref);
  g_clear_pointer (&list->starts, g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ListLines, list_lines_clear)

static GArray *
lines_split (const char *text, gsize size)
{
  GArray *lines = g_array_new (FALSE, FALSE, sizeof (Line));
  const char *end = text + size;

  while (text < end) {
    const char *line_end = memchr (text, '\n', (gsize) (end - text));
    const char *next = line_end != NULL ? line_end + 1 : end;
    Line line = { .start = text, .size = (gsize) ((line_end != NULL ? line_end : end) - text) };

    line.whole = (gsize) (next - text);
    if (line.size > 0 && text[line.size - 1] == '\r')
      line.size--;
    while (line.indent < line.size && text[line.indent] == ' ')
      line.indent++;
    g_array_append_val (lines, line);
    text = next;
  }
  return lines;
}

static const Line *
line_at (const ListLines *list, guint i)
{
  return &g_array_index (list->lines, Line, i);
}

static gboolean
is_blank (const Line *line)
{
  for (gsize i = line->indent; i < line->size; i++) {
    if (!g_ascii_isspace (line->start[i]))
      return FALSE;
  }
  return TRUE;
}

static gboolean
is_comment (const Line *line)
{
  return line->indent < line->size && line->start[line->indent] == '#';
}

static gboolean
is_dash (const Line *line)
{
  return line->indent < line->size && line->start[line->indent] == '-'
         && (line->indent + 1 == line->size || g_ascii_isspace (line->start[line->indent + 1]));
}

/* Finds the lines of the block list @yaml. Blank lines and comments behind an item that stand no deeper than its dash belong to what follows. */
static void
list_lines_find (ListLines *list, const HmYaml *yaml)
{
  guint i = yaml->line - 1;

  list->starts = g_array_new (FALSE, FALSE, sizeof (guint));
  list->dash_indent = yaml->column - 1;
  list->end = i;
  for (; i < list->lines->len; i++) {
    const Line *line = line_at (list, i);

    if (is_blank (line) || (is_comment (line) && line->indent <= list->dash_indent))
      continue;
    if (line->indent < list->dash_indent || (line->indent == list->dash_indent && !is_dash (line)))
      break;
    if (line->indent == list->dash_indent)
      g_array_append_val (list->starts, i);
    list->end = i + 1;
  }
}

/* Returns: (owned) @text in double quotation marks where it needs them. */
static char *
scalar_text (const char *text)
{
  static const char *const words[] = { "true", "false", "yes", "no",  "on",  "off",
                                       "null", "y",     "n",   "nan", "inf", NULL };
  g_autoptr (GString) quoted = NULL;
  gboolean has_letter = FALSE;
  gboolean is_plain = g_ascii_isalnum (text[0]) || text[0] == '/' || text[0] == '.';

  for (const char *at = text; *at != '\0'; at++) {
    has_letter = has_letter || g_ascii_isalpha (*at);
    is_plain = is_plain && strchr (PLAIN_LETTERS, *at) != NULL && !(at[0] == ':' && at[1] == '\0');
  }
  /* "1e5" is a number to other readers, and "0x1f". */
  is_plain = is_plain && has_letter && !g_ascii_isdigit (text[0]);
  for (gsize i = 0; words[i] != NULL; i++)
    is_plain = is_plain && g_ascii_strcasecmp (text, words[i]) != 0;
  if (is_plain)
    return g_strdup (text);
  quoted = g_string_new ("\"");
  for (const char *at = text; *at != '\0'; at++) {
    if (*at == '"' || *at == '\\')
      g_string_append_c (quoted, '\\');
    g_string_append_c (quoted, *at);
  }
  g_string_append_c (quoted, '"');
  return g_string_free (g_steal_pointer (&quoted), FALSE);
}

static void
pair_append (GString *out, gsize indent, const char *key, const char *value, const char *eol)
{
  g_autofree char *text = value != NULL ? scalar_text (value) : NULL;

  if (text != NULL)
    g_string_append_printf (out, "%*s%s: %s%s", (int) indent, "", key, text, eol);
}

static void
item_append (GString *out, const HmPortfolioItem *item, gsize indent, const char *eol)
{
  g_autofree char *where = scalar_text (item->where);

  g_string_append_printf (out, "%*s- %s: %s%s", (int) indent, "", item->is_path ? "path" : "url",
                          where, eol);
  indent += strlen ("- ");
  pair_append (out, indent, "name", item->name, eol);
  pair_append (out, indent, "group", item->group, eol);
  if (item->owners != NULL && item->owners[0] != NULL) {
    g_string_append_printf (out, "%*sowners:%s", (int) indent, "", eol);
    for (gsize i = 0; item->owners[i] != NULL; i++) {
      g_autofree char *owner = scalar_text (item->owners[i]);

      g_string_append_printf (out, "%*s- %s%s", (int) indent + 2, "", owner, eol);
    }
  }
  /* A number stands without quotation marks. */
  if (item->criticality != NULL)
    g_string_append_printf (out, "%*scriticality: %s%s", (int) indent, "", item->criticality, eol);
}

/* Copies the lines from @first to before @end. */
static void
lines_append (GString *out, const ListLines *list, guint first, guint end)
{
  for (guint i = first; i < end; i++) {
    g_string_append_len (out, line_at (list, i)->start, (gssize) line_at (list, i)->whole);
    if (out->str[out->len - 1] != '\n')
      g_string_append (out, list->eol);
  }
}

static const char *
eol_of (const HmPortfolioText *text)
{
  const char *first = text->text != NULL ? memchr (text->text, '\n', text->size) : NULL;

  return first != NULL && first > text->text && first[-1] == '\r' ? "\r\n" : "\n";
}

/* Writes what stands on the line of an empty list, without the list: "repositories: []  # none yet". */
static void
empty_list_append (GString *out, const ListLines *list, const HmYaml *yaml)
{
  const Line *line = line_at (list, yaml->key_line - 1);
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

/* Whether @after names the entries of @before without @cut (nullable), then @n_added more. */
static gboolean
is_as_meant (const HmPortfolio *before, const HmPortfolio *after, GHashTable *cut, guint n_added)
{
  guint at = 0;

  for (guint i = 0; before != NULL && i < before->entries->len; i++) {
    const HmPortfolioEntry *entry = g_ptr_array_index (before->entries, i);
    const HmPortfolioEntry *same = NULL;

    if (cut != NULL && g_hash_table_contains (cut, entry->key))
      continue;
    if (at >= after->entries->len)
      return FALSE;
    same = g_ptr_array_index (after->entries, at++);
    if (!g_str_equal (same->key, entry->key) || !g_str_equal (same->name, entry->name)
        || same->criticality < entry->criticality || same->criticality > entry->criticality
        || g_strcmp0 (same->group != NULL ? same->group->name : NULL,
                      entry->group != NULL ? entry->group->name : NULL)
               != 0
        || !g_strv_equal ((const char *const *) same->owners, (const char *const *) entry->owners))
      return FALSE;
  }
  return after->entries->len == at + n_added;
}

/* Whether YAML counts other lines than those that end in LF or CRLF: it also breaks at CR, NEL, LS and PS. */
static gboolean
has_other_breaks (const char *text, gsize size)
{
  for (gsize i = 0; i < size; i++) {
    if (text[i] == '\r' && (i + 1 == size || text[i + 1] != '\n'))
      return TRUE;
    if ((i + 2 <= size && memcmp (text + i, "\xc2\x85", 2) == 0)
        || (i + 3 <= size
            && (memcmp (text + i, "\xe2\x80\xa8", 3) == 0
                || memcmp (text + i, "\xe2\x80\xa9", 3) == 0)))
      return TRUE;
  }
  return FALSE;
}

static gboolean
fail_by_lines (const char *name, GError **error)
{
  return hm_fail (error, HM_ERROR_FORMAT,
                  "%s: \"" LIST_KEY "\" is not written as a list that can be edited by lines (each "
                  "item a dash at the same depth); edit it by hand",
                  name);
}

static HmPortfolio *
reread (const HmPortfolioText *before, const GString *text, GError **error)
{
  return hm_portfolio_parse (before->name, before->folder, text->str, text->len, error);
}

char *
hm_portfolio_append (const HmPortfolioText *before, const GArray *items, GError **error)
{
  g_auto (ListLines) list = { .eol = eol_of (before) };
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (HmPortfolio) portfolio = NULL;
  g_autoptr (HmPortfolio) after = NULL;
  g_autoptr (HmYaml) root = NULL;
  const HmYaml *yaml = NULL;
  const char *text = before->text != NULL ? before->text : NEW_FILE;
  gsize size = before->text != NULL ? before->size : strlen (NEW_FILE);
  gsize indent = 2;
  guint rest = 0;

  portfolio = hm_portfolio_parse (before->name, before->folder, text, size, error);
  root = portfolio != NULL ? hm_yaml_parse_strict (before->name, text, size, error) : NULL;
  if (root == NULL)
    return NULL;
  if (has_other_breaks (text, size)) {
    fail_by_lines (before->name, error);
    return NULL;
  }
  list.lines = lines_split (text, size);
  yaml = hm_yaml_get (root, LIST_KEY);
  if (yaml == NULL) {
    rest = list.lines->len;
    lines_append (out, &list, 0, rest);
    g_string_append_printf (out, LIST_KEY ":%s", list.eol);
  } else if (yaml->kind == HM_YAML_NULL || yaml->items->len == 0) {
    rest = yaml->key_line;
    lines_append (out, &list, 0, rest - 1);
    empty_list_append (out, &list, yaml);
  } else {
    list_lines_find (&list, yaml);
    if (list.starts->len != yaml->items->len) {
      fail_by_lines (before->name, error);
      return NULL;
    }
    indent = list.dash_indent;
    rest = list.end;
    lines_append (out, &list, 0, rest);
  }
  for (guint i = 0; i < items->len; i++)
    item_append (out, &g_array_index (items, HmPortfolioItem, i), indent, list.eol);
  lines_append (out, &list, rest, list.lines->len);

  after = reread (before, out, error);
  if (after == NULL)
    return NULL;
  if (!is_as_meant (portfolio, after, NULL, items->len)) {
    fail_by_lines (before->name, error);
    return NULL;
  }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

char *
hm_portfolio_cut (const HmPortfolioText *before, const HmPortfolio *portfolio, GHashTable *keys,
                  GError **error)
{
  g_auto (ListLines) list = { .eol = eol_of (before) };
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (HmPortfolio) after = NULL;
  g_autoptr (HmYaml) root = hm_yaml_parse_strict (before->name, before->text, before->size, error);
  const HmYaml *yaml = hm_yaml_get (root, LIST_KEY);
  guint written = 0;

  if (root == NULL)
    return NULL;
  list.lines = lines_split (before->text, before->size);
  if (yaml != NULL && yaml->items != NULL && !has_other_breaks (before->text, before->size))
    list_lines_find (&list, yaml);
  if (list.starts == NULL || list.starts->len != portfolio->entries->len) {
    fail_by_lines (before->name, error);
    return NULL;
  }
  for (guint i = 0; i < list.starts->len; i++) {
    const HmPortfolioEntry *entry = g_ptr_array_index (portfolio->entries, i);
    guint end = i + 1 < list.starts->len ? g_array_index (list.starts, guint, i + 1) : list.end;

    if (!g_hash_table_contains (keys, entry->key))
      continue;
    lines_append (out, &list, written, g_array_index (list.starts, guint, i));
    /* What stands before the next item, and no deeper than a dash, is about that. */
    while (end > 0
           && (is_blank (line_at (&list, end - 1))
               || (is_comment (line_at (&list, end - 1))
                   && line_at (&list, end - 1)->indent <= list.dash_indent)))
      end--;
    written = end;
  }
  lines_append (out, &list, written, list.lines->len);

  after = reread (before, out, error);
  if (after == NULL) {
    g_prefix_error (error, "without it: ");
    return NULL;
  }
  if (!is_as_meant (portfolio, after, keys, 0)) {
    fail_by_lines (before->name, error);
    return NULL;
  }
  return g_string_free (g_steal_pointer (&out), FALSE);
}
