/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Puts lines into a YAML text without writing the rest anew. Where they go is found by the places
 * of the parsed document; that nothing else changed is not believed but looked at, by parsing what
 * came of it.
 */
#include "policy/edit.h"

#include <string.h>

#include "core/error.h"
#include "core/instant.h"
#include "core/oid.h"
#include "core/yaml.h"

#define KEY "waivers"

/* Columns that a list stands to the right of its key, where none is there to show the writer's own taste. */
#define INDENT 2

/* What is to be edited, and how its author writes. */
typedef struct {
  const char *name;
  const char *text;
  gsize size;
  const char *newline;
  const HmYaml *root;
  const HmYaml *list; /* (nullable) what stands at the key */
} Edit;

/* Where lines go in, and how far to the right. */
typedef struct {
  gsize at;         /* bytes of the text */
  gsize n_replaced; /* bytes from there on that they take the place of */
  guint indent;     /* columns before the dash */
  guint gap;        /* columns from the dash to the key */
  const char *lead; /* what comes before them */
} Place;

/*
 * Whether a reader of YAML takes @text, as it is, for this very string. Less than YAML allows:
 * letters first, and no sign that means something.
 */
static gboolean
is_plain (const char *text)
{
  static const char *const words[] = { "true", "false", "yes", "no",  "on", "off",
                                       "null", "y",     "n",   "inf", "nan" };
  const gsize size = strlen (text);

  if (!g_ascii_isalpha (text[0]) || text[size - 1] == ' ')
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_ascii_strcasecmp (text, words[i]) == 0)
      return FALSE;
  for (gsize i = 0; i < size; i++) {
    const char c = text[i];

    if (!g_ascii_isalnum (c) && strchr (" ._/@<>+-,;()", c) == NULL
        && !(c == ':' && text[i + 1] != ' ' && text[i + 1] != '\0'))
      return FALSE;
  }
  return TRUE;
}

static void
quoted_append (GString *out, const char *text)
{
  g_string_append_c (out, '"');
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at)) {
    const gunichar c = g_utf8_get_char (at);

    if (c == '"' || c == '\\')
      g_string_append_printf (out, "\\%c", (char) c);
    else if (c < 0x20 || c == 0x7f)
      g_string_append_printf (out, "\\x%02X", c);
    else if (c < 0x7f || (g_unichar_isgraph (c) && c != 0xfeff && c <= 0xfffd))
      g_string_append_unichar (out, c);
    else
      g_string_append_printf (out, "\\U%08X", c);
  }
  g_string_append_c (out, '"');
}

/* One line of a waiver; the first stands behind the dash. */
static void
line_append (GString *out, const Edit *edit, const Place *place, gboolean is_first, const char *key,
             const char *value)
{
  g_string_append_printf (out, "%*s%s%*s%s: ", (int) place->indent, "", is_first ? "-" : " ",
                          (int) place->gap - 1, "", key);
  if (is_plain (value))
    g_string_append (out, value);
  else
    quoted_append (out, value);
  g_string_append (out, edit->newline);
}

static void
commits_append (GString *out, const Edit *edit, const Place *place, const HmWaiver *waiver)
{
  char hex[HM_OID_HEX_SIZE + 1];

  g_string_append_printf (out, "%*scommit:", (int) (place->indent + place->gap), "");
  /* Quoted: forty digits without a letter would be a number. */
  if (waiver->n_commits == 1) {
    g_string_append_printf (out, " \"%s\"%s", hm_oid_hex (&waiver->commits[0], hex), edit->newline);
    return;
  }
  g_string_append (out, edit->newline);
  for (gsize i = 0; i < waiver->n_commits; i++)
    g_string_append_printf (out, "%*s- \"%s\"%s", (int) (place->indent + place->gap + INDENT), "",
                            hm_oid_hex (&waiver->commits[i], hex), edit->newline);
}

static void
waiver_append (GString *out, const Edit *edit, const Place *place, const HmWaiver *waiver)
{
  char digest[HM_DIGEST_TEXT_SIZE];
  char day[HM_INSTANT_TEXT_SIZE];

  line_append (out, edit, place, TRUE, "check", waiver->check_id);
  if (waiver->probe != NULL)
    line_append (out, edit, place, FALSE, "probe", waiver->probe);
  if (waiver->path != NULL)
    line_append (out, edit, place, FALSE, "path", waiver->path);
  if (waiver->n_commits > 0)
    commits_append (out, edit, place, waiver);
  if (waiver->digest.kind != HM_DIGEST_NONE)
    line_append (out, edit, place, FALSE, "digest", hm_digest_text (&waiver->digest, digest));
  line_append (out, edit, place, FALSE, "reason", waiver->reason);
  line_append (out, edit, place, FALSE, "by", waiver->by);
  hm_instant_text (waiver->expires - 1, day);
  day[strlen ("2027-05-01")] = '\0';
  g_string_append_printf (out, "%*sexpires: %s%s", (int) (place->indent + place->gap), "", day,
                          edit->newline);
}

/* Bytes up to the line @line, 1-based; the size of the text where it has no such. */
static gsize
line_offset (const Edit *edit, guint line)
{
  gsize at = 0;

  for (guint n = 1; n < line; n++) {
    const char *end = memchr (edit->text + at, '\n', edit->size - at);

    if (end == NULL)
      return edit->size;
    at = (gsize) (end - edit->text) + 1;
  }
  return at;
}

/* Bytes up to a character; the size of the text where there is none. */
static gsize
place_offset (const Edit *edit, guint line, guint column)
{
  gsize at = line_offset (edit, line);

  for (guint n = 1; n < column && at < edit->size; n++)
    at += (gsize) (g_utf8_next_char (edit->text + at) - (edit->text + at));
  return MIN (at, edit->size);
}

static gboolean
stands_at (const Edit *edit, guint line, guint column, char wanted)
{
  const gsize at = place_offset (edit, line, column);

  return at < edit->size && edit->text[at] == wanted;
}

/* Columns of blanks in front of the line that begins at @at; G_MAXUINT where nothing else is in it. */
static guint
line_indent (const Edit *edit, gsize at)
{
  guint indent = 0;

  while (at < edit->size && edit->text[at] == ' ') {
    at++;
    indent++;
  }
  return at == edit->size || edit->text[at] == '\n' || edit->text[at] == '\r' ? G_MAXUINT : indent;
}

/*
 * Whether the line at @at says nothing to whom it stands behind: blank, or a comment that is not of
 * a text indented deeper than @indent.
 */
static gboolean
line_is_free (const Edit *edit, gsize at, guint indent)
{
  const guint own = line_indent (edit, at);

  return own == G_MAXUINT || (own <= indent && edit->text[at + own] == '#');
}

/* The line after the last one of what begins at @first, before @end, and is indented deeper than @indent. */
static gsize
block_end (const Edit *edit, guint first, gsize end, guint indent)
{
  gsize at = line_offset (edit, first);
  gsize last = at;

  while (at < end) {
    const char *next = memchr (edit->text + at, '\n', edit->size - at);
    const gsize after = next != NULL ? (gsize) (next - edit->text) + 1 : edit->size;

    if (!line_is_free (edit, at, indent))
      last = after;
    at = after;
  }
  return last;
}

/* Where the setting that follows the list begins; the size of the text where it is the last. */
static gsize
next_key_offset (const Edit *edit)
{
  guint next = 0;

  for (guint i = 0; i < edit->root->items->len; i++) {
    const HmYaml *item = g_ptr_array_index (edit->root->items, i);

    if (item->key_line > edit->list->key_line && (next == 0 || item->key_line < next))
      next = item->key_line;
  }
  return next == 0 ? edit->size : line_offset (edit, next);
}

static gboolean
refuse (const Edit *edit, const HmYaml *at, const char *why, GError **error)
{
  return hm_fail (error, HM_ERROR_FORMAT, "%s:%u:%u: %s", edit->name, MAX (at->line, 1),
                  MAX (at->column, 1), why);
}

static gboolean
list_find (const Edit *edit, Place *ret_place, GError **error)
{
  const HmYaml *list = edit->list;
  const HmYaml *first = list->items->len > 0 ? g_ptr_array_index (list->items, 0) : NULL;
  const guint indent = list->column - 1;

  if (first == NULL) {
    const gsize at = place_offset (edit, list->line, list->column);

    if (list->line != list->key_line || edit->size - at < 2
        || memcmp (edit->text + at, "[]", 2) != 0)
      return refuse (edit, list, "`waivers` is an empty list that takes no line; take it out",
                     error);
    *ret_place = (Place){ .at = at,
                          .n_replaced = 2,
                          .indent = list->key_column - 1 + INDENT,
                          .gap = 2,
                          .lead = edit->newline };
    return TRUE;
  }
  if (list->line <= list->key_line || !stands_at (edit, list->line, list->column, '-'))
    return refuse (edit, list,
                   "`waivers` is in brackets or stands elsewhere; write it as a list, with a line "
                   "`- check: ...` for each, to have more added",
                   error);
  *ret_place = (Place){
    .at = block_end (edit, list->line, next_key_offset (edit), indent),
    .indent = indent,
    .gap = first->line == list->line && first->column > list->column ? first->column - list->column
                                                                     : 2,
    .lead = "",
  };
  return TRUE;
}

static gboolean
place_find (const Edit *edit, Place *ret_place, GError **error)
{
  const HmYaml *root = edit->root;
  const HmYaml *first;

  if (root->kind == HM_YAML_NULL) {
    *ret_place = (Place){ .at = edit->size, .indent = INDENT, .gap = 2 };
    return TRUE;
  }
  if (root->kind != HM_YAML_MAPPING || root->items->len == 0
      || stands_at (edit, root->line, root->column, '{'))
    return refuse (edit, root, "no policy that takes lines: write `version: 1` first", error);
  if (edit->list != NULL && edit->list->kind == HM_YAML_SEQUENCE)
    return list_find (edit, ret_place, error);
  if (edit->list != NULL && edit->list->kind != HM_YAML_NULL)
    return refuse (edit, edit->list, "`waivers`: a list is wanted", error);
  first = g_ptr_array_index (root->items, 0);
  *ret_place = (Place){ .at = edit->size, .indent = first->key_column - 1 + INDENT, .gap = 2 };
  if (edit->list != NULL) {
    ret_place->at =
        block_end (edit, edit->list->key_line, next_key_offset (edit), edit->list->key_column - 1);
    ret_place->lead = "";
  }
  return TRUE;
}

/* Whether both hold the same, wherever it stands. Recursion: as deep as the parser lets them be. */
static gboolean
yaml_equal (const HmYaml *a, const HmYaml *b)
{
  if (a->kind != b->kind || g_strcmp0 (a->text, b->text) != 0 || g_strcmp0 (a->key, b->key) != 0)
    return FALSE;
  if (a->items == NULL || b->items == NULL)
    return a->items == b->items;
  if (a->items->len != b->items->len)
    return FALSE;
  for (guint i = 0; i < a->items->len; i++)
    if (!yaml_equal (g_ptr_array_index (a->items, i), g_ptr_array_index (b->items, i)))
      return FALSE;
  return TRUE;
}

/* Whether @item of the new list is @waiver. */
static gboolean
is_waiver (const HmYaml *item, const HmWaiver *waiver)
{
  const HmYaml *commits = hm_yaml_get (item, "commit");
  const gsize n_commits = commits == NULL                     ? 0
                          : commits->kind == HM_YAML_SEQUENCE ? commits->items->len
                                                              : 1;

  return g_strcmp0 (hm_yaml_get_text (item, "check"), waiver->check_id) == 0
         && g_strcmp0 (hm_yaml_get_text (item, "probe"), waiver->probe) == 0
         && g_strcmp0 (hm_yaml_get_text (item, "path"), waiver->path) == 0
         && g_strcmp0 (hm_yaml_get_text (item, "reason"), waiver->reason) == 0
         && g_strcmp0 (hm_yaml_get_text (item, "by"), waiver->by) == 0
         && n_commits == waiver->n_commits;
}

/* Whether @after holds what @before does, and @waivers at the end of its list. */
static gboolean
is_as_meant (const HmYaml *before, const HmYaml *after, const HmWaiver *waivers, gsize n_waivers)
{
  const HmYaml *old_list = hm_yaml_get (before, KEY);
  const HmYaml *new_list = hm_yaml_get (after, KEY);
  const guint n_old = old_list != NULL && old_list->items != NULL ? old_list->items->len : 0;

  if (new_list == NULL || new_list->kind != HM_YAML_SEQUENCE
      || new_list->items->len != n_old + n_waivers)
    return FALSE;
  for (guint i = 0; i < n_old; i++)
    if (!yaml_equal (g_ptr_array_index (old_list->items, i),
                     g_ptr_array_index (new_list->items, i)))
      return FALSE;
  for (gsize i = 0; i < n_waivers; i++)
    if (!is_waiver (g_ptr_array_index (new_list->items, n_old + i), &waivers[i]))
      return FALSE;
  for (guint i = 0; before->items != NULL && i < before->items->len; i++) {
    const HmYaml *old = g_ptr_array_index (before->items, i);
    const HmYaml *new = hm_yaml_get (after, old->key);

    if (g_strcmp0 (old->key, KEY) != 0 && (new == NULL || !yaml_equal (old, new)))
      return FALSE;
  }
  return TRUE;
}

static gboolean
waivers_check (const HmWaiver *waivers, gsize n_waivers, GError **error)
{
  for (gsize i = 0; i < n_waivers; i++) {
    const char *texts[] = { waivers[i].path, waivers[i].reason, waivers[i].by };

    for (gsize j = 0; j < G_N_ELEMENTS (texts); j++)
      if (texts[j] != NULL && !g_utf8_validate (texts[j], -1, NULL))
        return hm_fail (error, HM_ERROR_FORMAT, "%s: not UTF-8, which is all that YAML can hold",
                        texts[j]);
  }
  return TRUE;
}

static GString *
text_make (const Edit *edit, const Place *place, const HmWaiver *waivers, gsize n_waivers)
{
  GString *out = g_string_new_len (edit->text, (gssize) place->at);

  while (place->n_replaced > 0 && out->len > 0 && out->str[out->len - 1] == ' ')
    g_string_truncate (out, out->len - 1);
  if (out->len > 0 && place->n_replaced == 0 && out->str[out->len - 1] != '\n')
    g_string_append (out, edit->newline);
  if (edit->root->kind == HM_YAML_NULL)
    g_string_append_printf (out, "version: 1%s", edit->newline);
  if (place->lead == NULL)
    g_string_append_printf (out, "%*s%s:%s", (int) (place->indent - INDENT), "", KEY,
                            edit->newline);
  else
    g_string_append (out, place->lead);
  for (gsize i = 0; i < n_waivers; i++)
    waiver_append (out, edit, place, &waivers[i]);
  /* What is replaced is followed by the end of its line, and each waiver by its own. */
  if (place->n_replaced > 0)
    g_string_truncate (out, out->len - strlen (edit->newline));
  g_string_append_len (out, edit->text + place->at + place->n_replaced,
                       (gssize) (edit->size - place->at - place->n_replaced));
  return out;
}

GString *
hm_policy_text_add_waivers (const char *name, const char *text, gsize size, const HmWaiver *waivers,
                            gsize n_waivers, GError **error)
{
  const char *line_end = size > 0 ? memchr (text, '\n', size) : NULL;
  Edit edit = { .name = name, .text = text, .size = size, .newline = "\n" };
  g_autoptr (HmYaml) before = hm_yaml_parse_strict (name, text, size, error);
  g_autoptr (HmYaml) after = NULL;
  g_autoptr (GString) out = NULL;
  Place place = { 0 };

  if (before == NULL || !waivers_check (waivers, n_waivers, error))
    return NULL;
  if (line_end != NULL && line_end > text && line_end[-1] == '\r')
    edit.newline = "\r\n";
  edit.root = before;
  edit.list = hm_yaml_get (before, KEY);
  if (!place_find (&edit, &place, error))
    return NULL;
  out = text_make (&edit, &place, waivers, n_waivers);
  after = hm_yaml_parse_strict (name, out->str, out->len, NULL);
  if (after == NULL || !is_as_meant (before, after, waivers, n_waivers)) {
    hm_fail (error, HM_ERROR_FORMAT,
             "%s: written in a way that can't be added to without changing it; add the waivers by "
             "hand, as --dry-run shows them",
             name);
    return NULL;
  }
  return g_steal_pointer (&out);
}
