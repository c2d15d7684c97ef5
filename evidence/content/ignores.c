/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Patterns that hide one particular input of a build: from git status (.gitignore), so that an
 * altered copy in a release goes unnoticed, or from a reader of diffs and archives
 * (.gitattributes). Distrusts every byte.
 */
#include <string.h>

#include "evidence/content/recognisers.h"
#include "evidence/content/span.h"
#include "core/seeded_hash.h"

/*
 * Patterns that one change adds to a file that had none, from which on they are the list of a build
 * system just set up.
 */
#define WHOLESALE_MIN 8

/* Scripts and macros that builds run, and that stand in releases. */
static const char *const inputs[] = {
  "configure",      "configure.ac", "configure.in", "config.guess", "config.sub",
  "ltmain.sh",      "install-sh",   "missing",      "depcomp",      "compile",
  "aclocal.m4",     "libtool.m4",   "autogen.sh",   "bootstrap",    "setup.py",
  "CMakeLists.txt", "meson.build",  "build.rs",     "build.gradle", "gradlew",
  "package.json",   "Makefile.am",  "binding.gyp",  "extconf.rb",   NULL,
};

static const char *const input_endings[] = { ".m4", ".cmake", ".ac", ".am", ".mk" };

/* Files that people write and read. */
static const char *const text_endings[] = {
  ".c",  ".h",   ".cc",  ".cpp",  ".hpp",  ".py",   ".js", ".mjs", ".ts",
  ".rb", ".go",  ".rs",  ".java", ".sh",   ".m4",   ".ac", ".am",  ".cmake",
  ".pl", ".php", ".lua", ".yml",  ".yaml", ".toml", ".in",
};

static gboolean
ends_with_any (HmSpan name, const char *const *endings, gsize n_endings)
{
  for (gsize i = 0; i < n_endings; i++)
    if (hm_span_ends (name, endings[i]))
      return TRUE;
  return FALSE;
}

static HmSpan
last_part (HmSpan pattern)
{
  for (gsize i = pattern.size; i > 0; i--)
    if (pattern.at[i - 1] == '/')
      return hm_span_from (pattern, pattern.at + i);
  return pattern;
}

static gboolean
has_wildcard (HmSpan name)
{
  return name.size > 0
         && (memchr (name.at, '*', name.size) != NULL || memchr (name.at, '?', name.size) != NULL
             || memchr (name.at, '[', name.size) != NULL);
}

static gboolean
names_input (HmSpan pattern)
{
  HmSpan name = last_part (pattern);

  if (name.size == 0 || name.at[0] == '!' || has_wildcard (name))
    return FALSE;
  return hm_span_is_any (name, inputs)
         || ends_with_any (name, input_endings, G_N_ELEMENTS (input_endings));
}

/* An attribute that keeps a text out of sight. */
static gboolean
hides_text (HmSpan line)
{
  static const char *const attributes[] = {
    "-diff", "binary", "-text", "linguist-generated", "linguist-generated=true", NULL
  };
  HmSpan pattern = line;
  HmSpan rest = { 0 };
  gboolean is_text = FALSE;

  for (gsize i = 0; i < pattern.size; i++)
    if (g_ascii_isspace (pattern.at[i]))
      pattern.size = i;
  rest = hm_span_trim (hm_span_from (line, pattern.at + pattern.size));
  is_text = ends_with_any (pattern, text_endings, G_N_ELEMENTS (text_endings))
            || hm_span_is_any (last_part (pattern), inputs);
  while (rest.size > 0) {
    HmSpan word = rest;

    for (gsize i = 0; i < word.size; i++)
      if (g_ascii_isspace (word.at[i]))
        word.size = i;
    if ((is_text && hm_span_is_any (word, attributes))
        || (is_text && hm_span_is (word, "export-ignore") && names_input (pattern))
        || (is_text && hm_span_is (word, "export-subst") && names_input (pattern))
        || hm_span_begins (word, "filter="))
      return !hm_span_is (word, "filter=lfs");
    rest = hm_span_trim (hm_span_from (rest, word.at + word.size));
  }
  return FALSE;
}

void
hm_recognise_ignores (HmMarks *marks, const HmText *before, const HmText *after)
{
  g_autoptr (GHashTable) old =
      g_hash_table_new_full (hm_seeded_text_hash, g_str_equal, g_free, NULL);
  g_autoptr (GArray) hidden = g_array_new (FALSE, FALSE, sizeof (HmRows));
  gboolean is_attributes = FALSE;
  gboolean had_any = FALSE;
  HmRows rows;

  if (after == NULL)
    return;
  is_attributes = g_str_has_suffix (after->path, "attributes");
  hm_rows_init (&rows, before);
  while (hm_rows_next (&rows)) {
    HmSpan line = hm_span_trim (rows.line);

    had_any = had_any || names_input (line);
    g_hash_table_add (old, hm_span_dup (hm_span_strip (line, "/")));
  }
  hm_rows_init (&rows, after);
  while (hm_rows_next (&rows)) {
    HmSpan line = hm_span_trim (rows.line);
    g_autofree char *key = hm_span_dup (hm_span_strip (line, "/"));

    if (line.size == 0 || line.at[0] == '#' || g_hash_table_contains (old, key))
      continue;
    if (is_attributes ? hides_text (line) : names_input (line))
      g_array_append_val (hidden, rows);
  }
  if (hidden->len >= WHOLESALE_MIN && !is_attributes && !had_any)
    return;
  for (guint i = 0; i < hidden->len; i++) {
    const HmRows *row = &g_array_index (hidden, HmRows, i);
    HmSpan line = hm_span_trim (row->line);

    HM_NOTE_ROW (marks, HM_MARK_INPUT_HIDDEN, row->number, line, "%.*s", HM_SPAN_ARG (line));
  }
}
