/* SPDX-License-Identifier: Apache-2.0 */
#include "core/yaml_reader.h"

#include <string.h>

#include "core/error.h"
#include "core/limits.h"

#define BYTE_ORDER_MARK "\xef\xbb\xbf"

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

gboolean
hm_yaml_reader_open (HmYamlReader *reader, const char *text, gsize size, GError **error)
{
  /* libyaml takes the mark for a column, and what is on the first line then for deeper than the rest. */
  if (size >= strlen (BYTE_ORDER_MARK)
      && memcmp (text, BYTE_ORDER_MARK, strlen (BYTE_ORDER_MARK)) == 0) {
    text += strlen (BYTE_ORDER_MARK);
    size -= strlen (BYTE_ORDER_MARK);
  }
  if (has_many_directives (text, size))
    return hm_fail (error, HM_ERROR_LIMIT, "more than %u lines that begin with %%",
                    HM_YAML_DIRECTIVES_MAX);
  if (!yaml_parser_initialize (&reader->parser))
    return hm_fail (error, HM_ERROR_LIMIT, "more memory needed than there is");
  reader->text = text;
  reader->size = size;
  /* UTF-16 would hide the directives, and no forge takes it. */
  yaml_parser_set_encoding (&reader->parser, YAML_UTF8_ENCODING);
  yaml_parser_set_input_string (&reader->parser, (const unsigned char *) text, size);
  return TRUE;
}

void
hm_yaml_reader_clear (HmYamlReader *reader)
{
  yaml_parser_delete (&reader->parser);
}

gboolean
hm_yaml_reader_next (HmYamlReader *reader, yaml_event_t *ret_event)
{
  return yaml_parser_parse (&reader->parser, ret_event) != 0;
}

static guint
from_one (gsize n)
{
  return (guint) MIN (n, G_MAXUINT - 1) + 1;
}

/* The reader's complaints carry no mark, but the offset of a byte. */
static void
place_of_offset (const HmYamlReader *reader, guint *ret_line, guint *ret_column)
{
  gsize offset = MIN (reader->parser.problem_offset, reader->size);
  gsize line = 0;
  gsize column = 0;

  for (gsize i = 0; i < offset; i++) {
    guchar byte = (guchar) reader->text[i];

    if (byte == '\n') {
      line++;
      column = 0;
    } else if ((byte & 0xc0) != 0x80) {
      column++;
    }
  }
  *ret_line = from_one (line);
  *ret_column = from_one (column);
}

/* Whether line @line (0-based) begins with blanks, and a tab among them. */
static gboolean
is_tab_indented (const HmYamlReader *reader, gsize line)
{
  const char *at = reader->text;
  const char *end = at + reader->size;

  for (gsize i = 0; i < line && at != NULL; i++) {
    at = memchr (at, '\n', (gsize) (end - at));
    if (at != NULL)
      at++;
  }
  while (at != NULL && at < end && *at == ' ')
    at++;
  return at != NULL && at < end && *at == '\t';
}

char *
hm_yaml_reader_problem (const HmYamlReader *reader, guint *ret_line, guint *ret_column)
{
  const yaml_parser_t *parser = &reader->parser;
  const char *problem = parser->problem != NULL ? parser->problem : "not YAML";

  if (parser->error == YAML_READER_ERROR) {
    place_of_offset (reader, ret_line, ret_column);
    return g_strdup (problem);
  }
  *ret_line = from_one (parser->problem_mark.line);
  *ret_column = from_one (parser->problem_mark.column);
  if (is_tab_indented (reader, parser->problem_mark.line))
    return g_strdup ("the line is indented with a tab, YAML takes spaces alone");
  if (parser->context != NULL)
    return g_strdup_printf ("%s %s that begins on line %u", problem, parser->context,
                            from_one (parser->context_mark.line));
  return g_strdup (problem);
}

gboolean
hm_yaml_reader_lacks_memory (const HmYamlReader *reader)
{
  return reader->parser.error == YAML_MEMORY_ERROR;
}

HmYaml *
hm_yaml_new (HmYamlKind kind, const yaml_mark_t *mark)
{
  HmYaml *yaml = g_new0 (HmYaml, 1);

  yaml->kind = kind;
  yaml->line = from_one (mark->line);
  yaml->column = from_one (mark->column);
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

HmYaml *
hm_yaml_new_scalar (const yaml_event_t *event)
{
  HmYaml *yaml = hm_yaml_new (HM_YAML_SCALAR, &event->start_mark);

  yaml->is_quoted = event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
  yaml->text =
      text_without_nul ((const char *) event->data.scalar.value, event->data.scalar.length);
  if (!yaml->is_quoted && is_null_text (yaml->text)) {
    yaml->kind = HM_YAML_NULL;
    g_clear_pointer (&yaml->text, g_free);
  }
  return yaml;
}
