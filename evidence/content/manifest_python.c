/* SPDX-License-Identifier: Apache-2.0 */
/* Readers of Python's manifests that are neither TOML nor Python: requirements.txt, setup.cfg. */
#include <string.h>

#include "evidence/content/manifest_readers.h"

void
hm_manifest_add_requirement (GHashTable *found, HmSpan text, guint32 line)
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
      hm_manifest_add_requirement (found, (HmSpan){ at + 1, (gsize) (close - at) - 1 }, line);
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
      hm_manifest_add_requirement (found, line, rows.number);
  }
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
      hm_manifest_add_requirement (found, line, rows.number);
    else if (line.size > 0 && !is_indented)
      is_inside =
          hm_span_begins (line, "install_requires") || hm_span_begins (line, "setup_requires");
  }
}
