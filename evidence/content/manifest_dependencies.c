/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Readers of manifests, a few lines each: they look for names and origins, and are no parsers of their formats. JSON
 * goes through Jansson.
 */
#include "evidence/content/manifest_dependencies.h"

#include <jansson.h>
#include <string.h>

#include "core/json_bounds.h"
#include "core/seeded_hash.h"
#include "evidence/content/manifest_readers.h"

/* Names of JSON that are spelt with escapes in the file, and so not found in it, before none is sought any more. */
#define NAMES_MISSED_MAX 8

static void
free_dependency (gpointer data)
{
  HmDependency *dependency = data;

  g_free (dependency->origin);
  g_free (dependency);
}

void
hm_manifest_add (GHashTable *found, HmSpan name, HmSpan origin, guint32 line)
{
  HmDependency *dependency = NULL;

  name = hm_span_strip (hm_span_trim (name), "\"'");
  if (name.size == 0 || name.size > HM_MARK_TEXT_MAX)
    return;
  dependency = g_new0 (HmDependency, 1);
  dependency->line = line;
  dependency->origin = origin.size > 0 ? g_strndup (origin.at, MIN (origin.size, 1024)) : NULL;
  g_hash_table_replace (found, hm_span_dup (name), dependency);
}

/* Returns: @value where it names a place rather than a version; else empty */
static HmSpan
origin_of (HmSpan value)
{
  static const char *const beginnings[] = { "git",     "http:",   "https:",     "npm:",
                                            "github:", "gitlab:", "bitbucket:", "ssh:" };

  for (gsize i = 0; i < G_N_ELEMENTS (beginnings); i++)
    if (hm_span_begins (value, beginnings[i]))
      return value;
  /* owner/repository, as npm takes it for GitHub's */
  if (value.size > 0 && memchr (value.at, '/', value.size) != NULL && g_ascii_isalpha (value.at[0])
      && hm_span_find (value, " ") == NULL)
    return value;
  return (HmSpan){ 0 };
}

static guint32
line_of (const HmText *file, const char *at)
{
  guint32 line = 1;

  for (const char *c = file->text; c < at; c++)
    line += *c == '\n' ? 1 : 0;
  return line;
}

static void
read_json_section (GHashTable *found, const HmText *file, json_t *root, const char *section)
{
  g_autofree char *quoted = g_strdup_printf ("\"%s\"", section);
  HmSpan text = { file->text, file->size };
  const char *from = hm_span_find (text, quoted);
  const char *name = NULL;
  json_t *value = NULL;
  json_t *members = json_object_get (root, section);
  guint32 line = from != NULL ? line_of (file, from) : 0;
  guint n_missed = 0;

  json_object_foreach (members, name, value)
  {
    g_autofree char *key = g_strdup_printf ("\"%s\"", name);
    const char *at = from != NULL ? hm_span_find (hm_span_from (text, from), key) : NULL;

    /* Jansson keeps the order, so that a search goes on where the last one ended. */
    if (at != NULL) {
      for (const char *c = from; c < at; c++)
        line += *c == '\n' ? 1 : 0;
      from = at;
    } else if (++n_missed == NAMES_MISSED_MAX) {
      from = NULL;
      line = 0;
    }
    if (g_str_has_prefix (name, "ext-") || g_str_equal (name, "php"))
      continue;
    hm_manifest_add (found, hm_span (name),
                     json_is_string (value) ? origin_of (hm_span (json_string_value (value)))
                                            : (HmSpan){ 0 },
                     line);
  }
}

static void
read_json (GHashTable *found, const HmText *file, json_t *root, const char *const *sections)
{
  for (gsize i = 0; sections[i] != NULL; i++)
    read_json_section (found, file, root, sections[i]);
}

gboolean
hm_word_is_for_development (HmSpan word)
{
  static const char *const words[] = { "dev",   "test", "doc",  "lint",   "example",
                                       "bench", "ci",   "tool", "typing", "coverage" };

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (hm_span_find_nocase (word, words[i]) != NULL)
      return TRUE;
  return FALSE;
}

typedef struct {
  gboolean is_list;  /* strings of an array are requirements */
  gboolean is_table; /* keys are dependencies */
  HmSpan name;       /* of [dependencies.NAME]; else empty */
} Section;

static Section
section_of (HmSpan header)
{
  HmSpan name = hm_span_strip (header, "[] ");
  const char *table = hm_span_find (name, "dependencies");
  HmSpan after =
      table != NULL ? hm_span_from (name, table + strlen ("dependencies")) : (HmSpan){ 0 };
  Section section = { 0 };

  if (hm_span_is (name, "project") || hm_span_is (name, "build-system")) {
    section.is_list = TRUE;
  } else if (hm_span_begins (name, "patch.") || hm_span_is (name, "replace")) {
    section.is_table = TRUE;
  } else if (table != NULL && hm_span_find (name, "dev-") == NULL
             && hm_span_find (name, "dev.") == NULL && hm_span_find (name, "optional-") == NULL
             && hm_span_find (name, "group.") == NULL) {
    section.is_table = after.size == 0;
    if (hm_span_begins (after, "."))
      section.name = hm_span_from (after, after.at + 1);
  }
  return section;
}

static void
read_toml (GHashTable *found, const HmText *file)
{
  static const char *const origins[] = { "git",     "url",  "path",  "registry",
                                         "package", "file", "source" };
  Section section = { 0 };
  gboolean is_array = FALSE;
  HmRows rows;

  hm_rows_init (&rows, file);
  while (hm_rows_next (&rows)) {
    HmSpan line = hm_span_trim (rows.line);
    const char *equals = line.size > 0 ? memchr (line.at, '=', line.size) : NULL;
    HmSpan key = { 0 };
    HmSpan value = { 0 };
    HmSpan origin = { 0 };

    if (is_array) {
      is_array = !hm_manifest_add_quoted (found, line, rows.number);
      continue;
    }
    if (line.size > 0 && line.at[0] == '[') {
      section = section_of (line);
      hm_manifest_add (found, section.name, (HmSpan){ 0 }, rows.number);
      continue;
    }
    if (equals == NULL || line.at[0] == '#')
      continue;
    key = hm_span_trim ((HmSpan){ line.at, (gsize) (equals - line.at) });
    value = hm_span_trim (hm_span_from (line, equals + 1));
    if (section.is_list && (hm_span_is (key, "dependencies") || hm_span_is (key, "requires"))
        && value.size > 0 && value.at[0] == '[') {
      is_array = !hm_manifest_add_quoted (found, hm_span_from (value, value.at + 1), rows.number);
    } else if (section.is_table && !hm_span_is (key, "python")) {
      for (gsize i = 0; i < G_N_ELEMENTS (origins) && value.size > 0 && value.at[0] == '{'; i++) {
        const char *at = hm_span_find_word (value, origins[i]);

        if (at != NULL) {
          origin = hm_span_from (value, at);
          break;
        }
      }
      for (gsize i = 0; i < key.size; i++)
        if (key.at[i] == '.')
          key.size = i;
      hm_manifest_add (found, key, origin, rows.number);
    } else if (section.name.size > 0) {
      for (gsize i = 0; i < G_N_ELEMENTS (origins); i++)
        if (hm_span_is (key, origins[i]))
          hm_manifest_add (found, section.name, line, rows.number);
    }
  }
}

/* Returns: @path without the major version that Go wants in it: /v2, .v2 */
static HmSpan
module_of (HmSpan path)
{
  gsize size = path.size;

  while (size > 0 && g_ascii_isdigit (path.at[size - 1]))
    size--;
  if (size < path.size && size >= 2 && path.at[size - 1] == 'v'
      && (path.at[size - 2] == '/' || path.at[size - 2] == '.'))
    path.size = size - 2;
  return path;
}

static void
add_module (GHashTable *found, HmSpan line, guint32 number)
{
  const char *arrow = hm_span_find (line, "=>");
  HmSpan path = line;
  g_autofree char *name = NULL;
  HmDependency *dependency = NULL;

  for (gsize i = 0; i < path.size; i++)
    if (g_ascii_isspace (path.at[i]))
      path.size = i;
  path = module_of (path);
  name = hm_span_dup (path);
  dependency = g_hash_table_lookup (found, name);
  if (arrow != NULL) {
    HmSpan origin = hm_span_trim (hm_span_from (line, arrow + 2));

    /* A folder beside it is read along with the rest. */
    if (!hm_span_begins (origin, ".") && !hm_span_begins (origin, "/"))
      hm_manifest_add (found, path, origin, number);
  } else if (dependency == NULL) {
    hm_manifest_add (found, path, (HmSpan){ 0 }, number);
    dependency = g_hash_table_lookup (found, name);
    if (dependency != NULL)
      dependency->is_indirect = hm_span_find (line, "// indirect") != NULL;
  }
}

static void
read_go_mod (GHashTable *found, const HmText *file)
{
  gboolean is_block = FALSE;
  HmRows rows;

  hm_rows_init (&rows, file);
  while (hm_rows_next (&rows)) {
    HmSpan line = hm_span_trim (rows.line);
    gboolean is_here = is_block;

    if (hm_span_begins (line, "require") || hm_span_begins (line, "replace")) {
      line = hm_span_trim (hm_span_from (line, line.at + strlen ("require")));
      is_block = hm_span_begins (line, "(");
      is_here = !is_block;
    } else if (hm_span_begins (line, ")")) {
      is_block = is_here = FALSE;
    }
    if (is_here && line.size > 0 && !hm_span_begins (line, "//"))
      add_module (found, line, rows.number);
  }
}

json_t *
hm_manifest_json (const HmText *file)
{
  g_autofree char *why = NULL;

  if (!hm_json_is_within (file->text, file->size, HM_JSON_DEPTH_MAX, HM_MANIFEST_VALUES_MAX, &why))
    return NULL;
  return json_loadb (file->text, file->size, JSON_ALLOW_NUL, NULL);
}

GHashTable *
hm_manifest_dependencies_with (const HmText *file, json_t *root)
{
  static const char *const npm[] = { "dependencies", "optionalDependencies", NULL };
  static const char *const composer[] = { "require", NULL };
  GHashTable *found =
      g_hash_table_new_full (hm_seeded_text_hash, g_str_equal, g_free, free_dependency);
  const char *name = hm_path_last (file->path);

  if (g_str_equal (name, "package.json"))
    read_json (found, file, root, npm);
  else if (g_str_equal (name, "composer.json"))
    read_json (found, file, root, composer);
  else if (g_str_equal (name, "pyproject.toml") || g_str_equal (name, "Cargo.toml"))
    read_toml (found, file);
  else if (g_str_has_prefix (name, "requirements")
           && (g_str_has_suffix (name, ".txt") || g_str_has_suffix (name, ".in")))
    hm_manifest_read_requirements (found, file);
  else if (g_str_equal (name, "setup.py"))
    hm_manifest_read_setup_py (found, file);
  else if (g_str_equal (name, "setup.cfg"))
    hm_manifest_read_setup_cfg (found, file);
  else if (g_str_equal (name, "go.mod"))
    read_go_mod (found, file);
  else if (g_str_equal (name, "pom.xml"))
    hm_manifest_read_pom (found, file);
  else if (g_str_equal (name, "pubspec.yaml"))
    hm_manifest_read_pubspec (found, file);
  else if (g_str_equal (name, ".gitmodules"))
    hm_manifest_read_modules (found, file);
  else if ((file->roles & HM_ROLE_LOCKFILE) != 0)
    hm_manifest_read_lock (found, file);
  else
    hm_manifest_read_by_line (found, file);
  return found;
}

GHashTable *
hm_manifest_dependencies (const HmText *file)
{
  const char *name = hm_path_last (file->path);
  const gboolean is_json =
      g_str_equal (name, "package.json") || g_str_equal (name, "composer.json");
  json_auto_t *root = is_json ? hm_manifest_json (file) : NULL;

  return hm_manifest_dependencies_with (file, root);
}
