/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Readers of Python's manifests but for TOML: requirements.txt, setup.py, setup.cfg. They look for names, and run
 * nothing.
 */
#include <string.h>

#include "core/seeded_hash.h"
#include "evidence/content/manifest_readers.h"

/* One requirement of Python: name [extras] version ; marker, or name @ URL. */
static void
add_requirement (GHashTable *found, HmSpan text, guint32 line)
{
  g_autofree char *name = NULL;
  HmSpan origin = { 0 };
  gsize size = 0;
  const char *at = NULL;

  text = hm_span_trim (hm_span_strip (hm_span_trim (text), "\"',"));
  while (size < text.size
         && (g_ascii_isalnum (text.at[size]) || strchr ("-_.", text.at[size]) != NULL)
         && text.at[size] != '\0')
    size++;
  at = hm_span_find (text, "://");
  if (at != NULL) {
    const char *egg = hm_span_find (text, "#egg=");

    origin = text;
    if (egg != NULL) {
      text = hm_span_from (text, egg + 5);
      for (size = 0;
           size < text.size
           && (g_ascii_isalnum (text.at[size]) || text.at[size] == '-' || text.at[size] == '_');
           size++)
        ;
    } else if (hm_span_find (text, "@") == NULL) {
      size = text.size;
    }
  }
  name = g_ascii_strdown (text.at, (gssize) MIN (size, HM_MARK_TEXT_MAX));
  for (char *c = name; *c != '\0'; c++)
    if (*c == '_' || *c == '.')
      *c = '-';
  hm_manifest_add (found, hm_span (name), origin, line);
}

gboolean
hm_manifest_add_quoted (GHashTable *found, HmSpan text, guint32 line)
{
  const char *end = text.at + text.size;

  for (const char *at = text.at; at < end; at++) {
    if (*at == '#')
      return FALSE;
    if (*at == ']' || *at == ')')
      return TRUE;
    if (*at == '"' || *at == '\'') {
      const char *close = memchr (at + 1, *at, (gsize) (end - at) - 1);

      if (close == NULL)
        return FALSE;
      add_requirement (found, (HmSpan){ at + 1, (gsize) (close - at) - 1 }, line);
      at = close;
    }
  }
  return FALSE;
}

void
hm_manifest_read_requirements (GHashTable *found, const HmText *file)
{
  HmRows rows;

  if (hm_word_is_for_development (hm_span (hm_path_last (file->path))))
    return;
  hm_rows_init (&rows, file);
  while (hm_rows_next (&rows)) {
    HmSpan line = hm_span_trim (rows.line);

    if (line.size == 0 || line.at[0] == '#')
      continue;
    if (hm_span_begins (line, "-e ") || hm_span_begins (line, "--editable "))
      line = hm_span_trim (hm_span_from (line, line.at + (line.at[1] == 'e' ? 3 : 11)));
    if (hm_span_begins (line, "--index-url") || hm_span_begins (line, "--extra-index-url")
        || hm_span_begins (line, "-i "))
      hm_manifest_add (found, hm_span ("index-url"), line, rows.number);
    else if (line.at[0] != '-')
      add_requirement (found, line, rows.number);
  }
}

/* Returns: the name that @span begins with, as Python has names; else empty */
static HmSpan
identifier_of (HmSpan span)
{
  gsize size = 0;

  while (size < span.size && hm_is_word_byte (span.at[size]))
    size++;
  if (size > 0 && g_ascii_isdigit (span.at[0]))
    size = 0;
  return (HmSpan){ span.at, size };
}

/* Returns: the name in "=name," or "': name}" at the beginning of @span; empty where it is no name alone */
static HmSpan
value_name (HmSpan span)
{
  const gboolean is_key = span.size > 0 && (span.at[0] == '"' || span.at[0] == '\'');
  HmSpan name = { 0 };
  HmSpan rest = { 0 };

  if (is_key)
    span = hm_span_from (span, span.at + 1);
  span = hm_span_trim (span);
  if (!hm_span_begins (span, is_key ? ":" : "="))
    return (HmSpan){ 0 };
  name = identifier_of (hm_span_trim (hm_span_from (span, span.at + 1)));
  if (name.size == 0)
    return name;
  rest = hm_span_trim (hm_span_from (span, name.at + name.size));
  return rest.size == 0 || strchr (",)}#", rest.at[0]) != NULL ? name : (HmSpan){ 0 };
}

/* Returns: what stands behind the bracket of @line where it is "name = [..." of one of @names; else empty */
static HmSpan
assigned_list (HmSpan line, GHashTable *names)
{
  const HmSpan start = hm_span_trim (line);
  const HmSpan name = identifier_of (start);
  g_autofree char *word = name.size > 0 ? hm_span_dup (name) : NULL;
  HmSpan rest = { 0 };

  if (word == NULL || !g_hash_table_contains (names, word))
    return (HmSpan){ 0 };
  rest = hm_span_trim (hm_span_from (start, name.at + name.size));
  if (!hm_span_begins (rest, "="))
    return (HmSpan){ 0 };
  rest = hm_span_trim (hm_span_from (rest, rest.at + 1));
  return hm_span_begins (rest, "[") ? hm_span_from (rest, rest.at + 1) : (HmSpan){ 0 };
}

/* name = [...] of setup.py, for those of @names: the strings in it. */
static void
read_assigned_lists (GHashTable *found, const HmText *file, GHashTable *names)
{
  gboolean is_inside = FALSE;
  HmRows rows;

  hm_rows_init (&rows, file);
  while (hm_rows_next (&rows)) {
    HmSpan line = rows.line;

    if (!is_inside) {
      line = assigned_list (line, names);
      if (line.at == NULL)
        continue;
    }
    is_inside = !hm_manifest_add_quoted (found, line, rows.number);
  }
}

/*
 * install_requires=[...] of setup.py: its strings, wherever its lines end; or install_requires=name, where name = [...]
 * stands in the file too.
 */
void
hm_manifest_read_setup_py (GHashTable *found, const HmText *file)
{
  g_autoptr (GHashTable) names =
      g_hash_table_new_full (hm_seeded_text_hash, g_str_equal, g_free, NULL);
  gboolean is_inside = FALSE;
  HmRows rows;

  hm_rows_init (&rows, file);
  while (hm_rows_next (&rows)) {
    HmSpan line = rows.line;

    if (!is_inside) {
      const char *word = "install_requires";
      const char *at = hm_span_find_word (line, word);
      const char *bracket = NULL;
      HmSpan name = { 0 };

      if (at == NULL) {
        word = "setup_requires";
        at = hm_span_find_word (line, word);
      }
      if (at == NULL)
        continue;
      name = value_name (hm_span_from (line, at + strlen (word)));
      if (name.size > 0) {
        g_hash_table_add (names, hm_span_dup (name));
        continue;
      }
      bracket = memchr (at, '[', (gsize) (line.at + line.size - at));
      if (bracket == NULL)
        continue;
      line = hm_span_from (line, bracket + 1);
    }
    is_inside = !hm_manifest_add_quoted (found, line, rows.number);
  }
  if (g_hash_table_size (names) > 0)
    read_assigned_lists (found, file, names);
}

void
hm_manifest_read_setup_cfg (GHashTable *found, const HmText *file)
{
  gboolean is_inside = FALSE;
  HmRows rows;

  hm_rows_init (&rows, file);
  while (hm_rows_next (&rows)) {
    HmSpan line = hm_span_trim (rows.line);
    gboolean is_indented = rows.line.size > 0 && g_ascii_isspace (rows.line.at[0]);

    if (is_inside && is_indented && line.size > 0 && line.at[0] != '#')
      add_requirement (found, line, rows.number);
    else if (line.size > 0 && !is_indented)
      is_inside =
          hm_span_begins (line, "install_requires") || hm_span_begins (line, "setup_requires");
  }
}
