/* SPDX-License-Identifier: Apache-2.0 */
#include "portfolio/list_lines.h"

#include <string.h>

/* Letters that a word needs no quotation marks for, wherever they stand in it. */
#define PLAIN_LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._/:@+~-"

static void
line_clear (gpointer data)
{
  HmLine *line = data;

  g_free (line->instead);
  if (line->behind != NULL)
    g_string_free (line->behind, TRUE);
}

static const char *
eol_of (const char *text, gsize size)
{
  const char *first = memchr (text, '\n', size);

  return first != NULL && first > text && first[-1] == '\r' ? "\r\n" : "\n";
}

void
hm_list_lines_init (HmListLines *ret_list, const char *text, gsize size)
{
  const char *end = text + size;

  *ret_list = (HmListLines){
    .lines = g_array_new (FALSE, FALSE, sizeof (HmLine)),
    .eol = eol_of (text, size),
  };
  g_array_set_clear_func (ret_list->lines, line_clear);
  while (text < end) {
    const char *line_end = memchr (text, '\n', (gsize) (end - text));
    const char *next = line_end != NULL ? line_end + 1 : end;
    HmLine line = { .start = text, .size = (gsize) ((line_end != NULL ? line_end : end) - text) };

    line.whole = (gsize) (next - text);
    if (line.size > 0 && text[line.size - 1] == '\r')
      line.size--;
    while (line.indent < line.size && text[line.indent] == ' ')
      line.indent++;
    g_array_append_val (ret_list->lines, line);
    text = next;
  }
}

void
hm_list_lines_clear (HmListLines *list)
{
  g_clear_pointer (&list->lines, g_array_unref);
  g_clear_pointer (&list->starts, g_array_unref);
}

HmLine *
hm_list_line (const HmListLines *list, guint number)
{
  return &g_array_index (list->lines, HmLine, number);
}

static gboolean
is_blank (const HmLine *line)
{
  for (gsize i = line->indent; i < line->size; i++) {
    if (!g_ascii_isspace (line->start[i]))
      return FALSE;
  }
  return TRUE;
}

static gboolean
is_comment (const HmLine *line)
{
  return line->indent < line->size && line->start[line->indent] == '#';
}

static gboolean
is_dash (const HmLine *line)
{
  return line->indent < line->size && line->start[line->indent] == '-'
         && (line->indent + 1 == line->size || g_ascii_isspace (line->start[line->indent + 1]));
}

/* Whether @line is about what follows it. */
static gboolean
is_between (const HmListLines *list, const HmLine *line)
{
  return is_blank (line) || (is_comment (line) && line->indent <= list->dash_indent);
}

void
hm_list_lines_find (HmListLines *list, const HmYaml *yaml)
{
  guint i = yaml->line - 1;

  g_clear_pointer (&list->starts, g_array_unref);
  list->starts = g_array_new (FALSE, FALSE, sizeof (guint));
  list->dash_indent = yaml->column - 1;
  list->end = i;
  for (; i < list->lines->len; i++) {
    const HmLine *line = hm_list_line (list, i);

    if (is_between (list, line))
      continue;
    if (line->indent < list->dash_indent || (line->indent == list->dash_indent && !is_dash (line)))
      break;
    if (line->indent == list->dash_indent)
      g_array_append_val (list->starts, i);
    list->end = i + 1;
  }
}

guint
hm_list_item_end (const HmListLines *list, guint i)
{
  guint end = i + 1 < list->starts->len ? g_array_index (list->starts, guint, i + 1) : list->end;

  while (end > 0 && is_between (list, hm_list_line (list, end - 1)))
    end--;
  return end;
}

GString *
hm_list_line_behind (HmListLines *list, guint number)
{
  HmLine *line = hm_list_line (list, number);

  if (line->behind == NULL)
    line->behind = g_string_new (NULL);
  return line->behind;
}

void
hm_list_lines_append (GString *out, const HmListLines *list, guint first, guint end)
{
  for (guint i = first; i < end; i++) {
    const HmLine *line = hm_list_line (list, i);

    if (!line->is_cut && line->instead != NULL)
      g_string_append_printf (out, "%s%s", line->instead, list->eol);
    else if (!line->is_cut)
      g_string_append_len (out, line->start, (gssize) line->whole);
    if (out->len > 0 && out->str[out->len - 1] != '\n')
      g_string_append (out, list->eol);
    if (line->behind != NULL)
      g_string_append_len (out, line->behind->str, (gssize) line->behind->len);
  }
}

gboolean
hm_text_has_other_breaks (const char *text, gsize size)
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

char *
hm_yaml_scalar (const char *text, gboolean is_flow)
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
  is_plain = is_plain && !(is_flow && strchr (text, ':') != NULL);
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
