/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/readme_section.h"

#include <string.h>

#include "checks/lines.h"

typedef enum {
  FORMAT_MARKDOWN,
  FORMAT_ASCIIDOC,
  FORMAT_UNDERLINED, /* reStructuredText and plain text */
} Format;

#define HEADING_LEVELS_MAX 6u

typedef struct {
  guint level; /* 1: the outermost */
  const char *title;
  gsize title_size;
  const char *start; /* of the heading's first line */
  guint line;        /* likewise */
  gboolean is_cut;   /* there is more of it than was looked at */
} Heading;

typedef struct {
  Format format;
  HmLines lines;
  gboolean is_fenced; /* inside a Markdown code block */
  char fence;
  HmLines previous;    /* the line before, which an underline makes a title; size 0: none */
  GString *underlines; /* (owned) characters in the order in which they first underlined a title */
} Reader;

static void
reader_clear (Reader *reader)
{
  g_string_free (reader->underlines, TRUE);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reader, reader_clear)

static Format
format_of (const char *name)
{
  const char *dot = strrchr (name, '.');
  static const char *const markdown[] = { ".md", ".markdown", ".mkd" };
  static const char *const asciidoc[] = { ".adoc", ".asciidoc" };

  for (gsize i = 0; dot != NULL && i < G_N_ELEMENTS (markdown); i++) {
    if (g_ascii_strcasecmp (dot, markdown[i]) == 0)
      return FORMAT_MARKDOWN;
  }
  for (gsize i = 0; dot != NULL && i < G_N_ELEMENTS (asciidoc); i++) {
    if (g_ascii_strcasecmp (dot, asciidoc[i]) == 0)
      return FORMAT_ASCIIDOC;
  }
  return FORMAT_UNDERLINED;
}

/* "## Title" or "== Title". */
static gboolean
read_marked (const HmLines *line, char mark, Heading *ret_heading)
{
  guint level = 0;
  gsize at = 0;

  while (at < line->size && at < 3 && line->text[at] == ' ')
    at++;
  while (at < line->size && line->text[at] == mark) {
    level++;
    at++;
  }
  if (level == 0 || level > HEADING_LEVELS_MAX || at == line->size
      || (line->text[at] != ' ' && line->text[at] != '\t'))
    return FALSE;
  *ret_heading =
      (Heading){ level, line->text + at, line->size - at, line->text, line->number, line->is_cut };
  return TRUE;
}

/* Returns: the character of which @line is a row of three or more; NUL where it is none. */
static char
underline_of (const HmLines *line)
{
  gsize size = line->size;

  while (size > 0 && g_ascii_isspace (line->text[size - 1]))
    size--;
  if (size < 3 || strchr ("=-~^\"'`#*+", line->text[0]) == NULL || line->text[0] == '\0')
    return '\0';
  for (gsize i = 1; i < size; i++) {
    if (line->text[i] != line->text[0])
      return '\0';
  }
  return line->text[0];
}

static gboolean
read_underlined (Reader *reader, Heading *ret_heading)
{
  char underline = underline_of (&reader->lines);
  const char *known = NULL;
  guint level = underline == '=' ? 1 : 2;

  if (underline == '\0' || reader->previous.size == 0 || underline_of (&reader->previous) != '\0')
    return FALSE;
  if (reader->format == FORMAT_MARKDOWN && underline != '=' && underline != '-')
    return FALSE;
  if (reader->format == FORMAT_UNDERLINED) {
    known = strchr (reader->underlines->str, underline);
    if (known == NULL) {
      g_string_append_c (reader->underlines, underline);
      level = (guint) reader->underlines->len;
    } else {
      level = (guint) (known - reader->underlines->str) + 1;
    }
  }
  *ret_heading = (Heading){ .level = level,
                            .title = reader->previous.text,
                            .title_size = reader->previous.size,
                            .start = reader->previous.text,
                            .line = reader->previous.number,
                            .is_cut = reader->previous.is_cut || reader->lines.is_cut };
  return TRUE;
}

/* A line of three or more ` or ~ opens a block of code, and one of the same character ends it. */
static gboolean
read_fence (Reader *reader)
{
  const HmLines *line = &reader->lines;
  gsize at = 0;
  char c = '\0';

  while (at < line->size && line->text[at] == ' ')
    at++;
  if (line->size - at < 3)
    return FALSE;
  c = line->text[at];
  if ((c != '`' && c != '~') || line->text[at + 1] != c || line->text[at + 2] != c)
    return FALSE;
  if (!reader->is_fenced) {
    reader->is_fenced = TRUE;
    reader->fence = c;
  } else if (reader->fence == c) {
    reader->is_fenced = FALSE;
  }
  return TRUE;
}

/* Whether the line just read makes a heading. */
static gboolean
reader_heading (Reader *reader, Heading *ret_heading)
{
  gboolean is_heading = FALSE;

  switch (reader->format) {
  case FORMAT_MARKDOWN:
    if (read_fence (reader) || reader->is_fenced)
      break;
    is_heading =
        read_marked (&reader->lines, '#', ret_heading) || read_underlined (reader, ret_heading);
    break;
  case FORMAT_ASCIIDOC:
    is_heading = read_marked (&reader->lines, '=', ret_heading)
                 || read_marked (&reader->lines, '#', ret_heading);
    break;
  case FORMAT_UNDERLINED:
    is_heading = read_underlined (reader, ret_heading);
    break;
  }
  reader->previous = reader->lines;
  if (is_heading || reader->is_fenced)
    reader->previous.size = 0;
  return is_heading;
}

static gboolean
speaks_of_security (const Heading *heading)
{
  return hm_text_holds (heading->title, heading->title_size, "security")
         || hm_text_holds (heading->title, heading->title_size, "vulnerabilit");
}

/* A chapter on the security features of the product is no policy. */
static gboolean
speaks_of_reporting (const HmReadmeSection *section)
{
  static const char *const words[] = { "report", "disclos", "vulnerab", "contact", "advisor" };

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++) {
    if (hm_text_holds (section->text, section->size, words[i]))
      return TRUE;
  }
  return FALSE;
}

gboolean
hm_readme_find_security (const char *name, const char *text, gsize size,
                         HmReadmeSection *ret_section)
{
  g_auto (Reader) reader = { .format = format_of (name), .underlines = g_string_new (NULL) };
  HmReadmeSection section = { 0 };
  guint level = 0; /* of @section; 0: not in one */
  Heading heading;

  hm_lines_init (&reader.lines, text, size);
  while (hm_lines_next (&reader.lines)) {
    if (!reader_heading (&reader, &heading))
      continue;
    if (level > 0 && heading.level <= level) {
      section.size = (gsize) (heading.start - section.text);
      if (speaks_of_reporting (&section)) {
        *ret_section = section;
        return TRUE;
      }
      level = 0;
    }
    if (level == 0 && (heading.is_cut || speaks_of_security (&heading))) {
      level = heading.level;
      section = (HmReadmeSection){ .text = reader.lines.next,
                                   .heading_line = heading.line,
                                   .line = reader.lines.number + 1,
                                   .is_unsure = heading.is_cut };
    }
  }
  if (level == 0)
    return FALSE;
  section.size = (gsize) (text + size - section.text);
  if (!speaks_of_reporting (&section))
    return FALSE;
  *ret_section = section;
  return TRUE;
}
