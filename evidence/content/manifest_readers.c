/* SPDX-License-Identifier: Apache-2.0 */
#include "evidence/content/manifest_readers.h"

#include <string.h>

#include "core/yaml.h"

/* Returns: the first quoted string in @line from @from on; empty where there is none */
static HmSpan
quoted_after (HmSpan line, const char *from)
{
  const char *end = line.at + line.size;

  for (const char *at = from; at < end; at++)
    if (*at == '"' || *at == '\'') {
      const char *close = memchr (at + 1, *at, (gsize) (end - at) - 1);

      return close != NULL ? (HmSpan){ at + 1, (gsize) (close - at) - 1 } : (HmSpan){ 0 };
    }
  return (HmSpan){ 0 };
}

/* A kind of file in which a dependency is one line that a word tells. */
typedef struct {
  const char *ending;
  const char *words[5];    /* one of them stands before the name */
  const char *unwanted[4]; /* none of them on the line */
  const char *origins[5];  /* one of them says where it comes from */
} LineFormat;

static const LineFormat line_formats[] = {
  { ".gemspec", { "add_dependency", "add_runtime_dependency" }, { NULL }, { NULL } },
  { "Gemfile",
    { "gem" },
    { "group:", ":group" },
    { "git:", "github:", "path:", ":git", "source:" } },
  { "mix.exs", { "{:" }, { "only:", "runtime: false" }, { "git:", "github:", "path:" } },
  { "Package.swift", { ".package(" }, { NULL }, { NULL } },
  { "build.gradle",
    { "implementation", "api", "compile", "runtimeOnly" },
    { "project(" },
    { "files(" } },
  { "build.gradle.kts", { "implementation", "api", "runtimeOnly" }, { "project(" }, { "files(" } },
  { "proj", { "<PackageReference", "<PackageVersion" }, { "PrivateAssets=\"all\"" }, { NULL } },
  { ".props", { "<PackageReference" }, { "PrivateAssets=\"all\"" }, { NULL } },
};

static void
read_line_format (GHashTable *found, const HmText *file, const LineFormat *format)
{
  HmRows rows;
  gboolean is_group = FALSE;

  hm_rows_init (&rows, file);
  while (hm_rows_next (&rows)) {
    HmSpan line = hm_span_trim (rows.line);
    gboolean is_wanted = line.size > 0 && line.at[0] != '#' && !hm_span_begins (line, "//");
    HmSpan origin = { 0 };

    if (hm_span_begins (line, "group "))
      is_group = hm_word_is_for_development (line);
    else if (hm_span_is (line, "end"))
      is_group = FALSE;
    for (gsize i = 0; i < G_N_ELEMENTS (format->unwanted) && format->unwanted[i] != NULL; i++)
      is_wanted = is_wanted && hm_span_find (line, format->unwanted[i]) == NULL;
    for (gsize i = 0; i < G_N_ELEMENTS (format->origins) && format->origins[i] != NULL; i++) {
      const char *at = hm_span_find (line, format->origins[i]);

      if (at != NULL && origin.size == 0)
        origin = hm_span_from (line, at);
    }
    for (gsize i = 0;
         is_wanted && !is_group && i < G_N_ELEMENTS (format->words) && format->words[i] != NULL;
         i++) {
      const char *word = format->words[i];
      const char *at =
          g_ascii_isalpha (word[0]) ? hm_span_find_word (line, word) : hm_span_find (line, word);
      HmSpan name = { 0 };

      if (at == NULL)
        continue;
      if (g_str_equal (word, "{:")) {
        name = hm_span_from (line, at + 2);
        for (gsize n = 0; n < name.size; n++)
          if (!hm_is_word_byte (name.at[n]))
            name.size = n;
      } else {
        name = quoted_after (line, at);
        /* group:name:version */
        if (g_str_has_prefix (format->ending, "build.")) {
          const char *colon = name.size > 0 ? memchr (name.at, ':', name.size) : NULL;
          const char *second =
              colon != NULL ? memchr (colon + 1, ':', (gsize) (name.at + name.size - colon) - 1)
                            : NULL;

          name.size = colon == NULL ? 0 : second != NULL ? (gsize) (second - name.at) : name.size;
        }
      }
      hm_manifest_add (found, name, origin, rows.number);
      break;
    }
  }
}

/* The content of <TAG>...</TAG> on @line; empty where it isn't there. */
static HmSpan
element_of (HmSpan line, const char *tag)
{
  g_autofree char *open = g_strdup_printf ("<%s>", tag);
  const char *at = hm_span_find (line, open);
  HmSpan rest = { 0 };
  const char *close = NULL;

  if (at == NULL)
    return rest;
  rest = hm_span_from (line, at + strlen (open));
  close = memchr (rest.at, '<', rest.size);
  if (close != NULL)
    rest.size = (gsize) (close - rest.at);
  return hm_span_trim (rest);
}

void
hm_manifest_read_pom (GHashTable *found, const HmText *file)
{
  HmSpan group = { 0 };
  HmSpan artifact = { 0 };
  gboolean is_inside = FALSE;
  gboolean is_test = FALSE;
  HmRows rows;

  hm_rows_init (&rows, file);
  while (hm_rows_next (&rows)) {
    HmSpan scope = element_of (rows.line, "scope");

    if (hm_span_find (rows.line, "<dependency>") != NULL) {
      is_inside = TRUE;
      is_test = FALSE;
      group = artifact = (HmSpan){ 0 };
    }
    if (is_inside && group.size == 0)
      group = element_of (rows.line, "groupId");
    if (is_inside && artifact.size == 0)
      artifact = element_of (rows.line, "artifactId");
    is_test = is_test || hm_span_is (scope, "test") || hm_span_is (scope, "provided");
    if (hm_span_find (rows.line, "</dependency>") != NULL) {
      g_autofree char *name = g_strdup_printf ("%.*s:%.*s", (int) MIN (group.size, 90), group.at,
                                               (int) MIN (artifact.size, 90), artifact.at);

      if (is_inside && !is_test && artifact.size > 0)
        hm_manifest_add (found, hm_span (name), (HmSpan){ 0 }, rows.number);
      is_inside = FALSE;
    }
  }
}

void
hm_manifest_read_pubspec (GHashTable *found, const HmText *file)
{
  g_autoptr (HmYaml) root = hm_yaml_parse (file->text, file->size, NULL);
  const HmYaml *section = hm_yaml_get (root, "dependencies");

  if (section == NULL || section->kind != HM_YAML_MAPPING)
    return;
  for (guint i = 0; i < section->items->len; i++) {
    const HmYaml *item = g_ptr_array_index (section->items, i);
    const char *url = hm_yaml_get_text (item, "git");

    if (url == NULL)
      url = hm_yaml_get_text (hm_yaml_get (item, "git"), "url");
    if (url == NULL)
      url = hm_yaml_get_text (item, "path");
    if (item->key != NULL)
      hm_manifest_add (found, hm_span (item->key), url != NULL ? hm_span (url) : (HmSpan){ 0 },
                       item->line);
  }
}

/* .gitmodules: [submodule "NAME"] and its url. */
void
hm_manifest_read_modules (GHashTable *found, const HmText *file)
{
  HmSpan name = { 0 };
  HmRows rows;

  hm_rows_init (&rows, file);
  while (hm_rows_next (&rows)) {
    HmSpan line = hm_span_trim (rows.line);
    const char *equals = line.size > 0 ? memchr (line.at, '=', line.size) : NULL;

    if (hm_span_begins (line, "[submodule"))
      name = quoted_after (line, line.at);
    else if (hm_span_begins (line, "url") && equals != NULL)
      hm_manifest_add (found, name, hm_span_trim (hm_span_from (line, equals + 1)), rows.number);
  }
}

/* Lock files name where each package was fetched: their hosts count, not their packages. */
void
hm_manifest_read_lock (GHashTable *found, const HmText *file)
{
  HmRows rows;

  hm_rows_init (&rows, file);
  while (hm_rows_next (&rows)) {
    HmSpan line = hm_span_trim (rows.line);
    HmSpan host = { 0 };

    if ((hm_span_begins (line, "\"resolved\"") || hm_span_begins (line, "resolved ")
         || hm_span_begins (line, "source = ") || hm_span_begins (line, "resolution: {tarball"))
        && hm_span_host (line, &host)) {
      g_autofree char *name = hm_span_dup (host);

      if (!g_hash_table_contains (found, name))
        hm_manifest_add (found, host, host, rows.number);
    }
  }
}

void
hm_manifest_read_by_line (GHashTable *found, const HmText *file)
{
  for (gsize i = 0; i < G_N_ELEMENTS (line_formats); i++)
    if (g_str_has_suffix (hm_path_last (file->path), line_formats[i].ending)) {
      read_line_format (found, file, &line_formats[i]);
      return;
    }
}
