/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where a package goes, under which name, and which addresses of the project travel with it. Values
 * are compared by key, so that a file put in another order says the same. Distrusts every byte.
 */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "evidence/content/difference.h"
#include "evidence/content/recognisers.h"
#include "evidence/content/span.h"
#include "core/seeded_hash.h"

typedef struct {
  char *value;
  guint32 line;
  gboolean is_destination; /* where the package goes: that it came up is news too */
} Field;

static void
free_field (gpointer data)
{
  Field *field = data;

  g_free (field->value);
  g_free (field);
}

/* The same place, however it is written: without scheme, git+, www., .git and the slash at the end. */
static char *
plain_value (HmSpan value)
{
  static const char *const beginnings[] = { "git+",   "https://", "http://", "git://",
                                            "ssh://", "git@",     "www." };

  value = hm_span_strip (hm_span_trim (value), "\"', ");
  for (gsize i = 0; i < G_N_ELEMENTS (beginnings); i++)
    if (hm_span_begins (value, beginnings[i]))
      value = hm_span_from (value, value.at + strlen (beginnings[i]));
  value = hm_span_strip (value, "/");
  if (hm_span_ends (value, ".git"))
    value.size -= 4;
  return g_strndup (value.at, MIN (value.size, 1024));
}

static void
add (GHashTable *fields, const char *key, HmSpan value, guint32 line, gboolean is_destination)
{
  Field *field = NULL;

  value = hm_span_trim (value);
  if (value.size == 0 || g_hash_table_contains (fields, key))
    return;
  field = g_new0 (Field, 1);
  field->value = plain_value (value);
  field->line = line;
  field->is_destination = is_destination;
  g_hash_table_insert (fields, g_strdup (key), field);
}

/* The string at @key, or at @inner within what is there. */
static void
add_json (GHashTable *fields, const HmText *file, json_t *root, const char *key, const char *inner,
          gboolean is_destination)
{
  g_autofree char *quoted = g_strdup_printf ("\"%s\"", key);
  json_t *value = json_object_get (root, key);
  const char *at = NULL;
  guint32 line = 1;

  if (json_is_object (value))
    value = json_object_get (value, inner);
  if (!json_is_string (value))
    return;
  at = hm_span_find ((HmSpan){ file->text, file->size }, quoted);
  for (const char *c = file->text; at != NULL && c < at; c++)
    line += *c == '\n' ? 1 : 0;
  add (fields, key, hm_span (json_string_value (value)), at != NULL ? line : 0, is_destination);
}

static void
read_json (GHashTable *fields, const HmText *file)
{
  json_t *root = json_loadb (file->text, file->size, JSON_ALLOW_NUL, NULL);

  add_json (fields, file, root, "name", "", FALSE);
  add_json (fields, file, root, "repository", "url", FALSE);
  add_json (fields, file, root, "homepage", "url", FALSE);
  add_json (fields, file, root, "bugs", "url", FALSE);
  add_json (fields, file, root, "publishConfig", "registry", TRUE);
  json_decref (root);
}

/* A key of files made of lines: KEY = VALUE, KEY: VALUE, KEY "VALUE". */
typedef struct {
  const char *ending;  /* of the path */
  const char *section; /* (nullable) a [section] it stands in, by its beginning */
  const char *key;
  gboolean is_destination;
} LineKey;

static const LineKey line_keys[] = {
  { "pyproject.toml", "project", "name", FALSE },
  { "pyproject.toml", "project.urls", "*", FALSE },
  { "pyproject.toml", "tool.poetry", "name", FALSE },
  { "pyproject.toml", "tool.poetry", "homepage", FALSE },
  { "pyproject.toml", "tool.poetry", "repository", FALSE },
  { "pyproject.toml", "tool.flit", "home-page", FALSE },
  { "pyproject.toml", "tool.uv", "publish-url", TRUE },
  { "Cargo.toml", "package", "name", FALSE },
  { "Cargo.toml", "package", "repository", FALSE },
  { "Cargo.toml", "package", "homepage", FALSE },
  { "Cargo.toml", "package", "publish", TRUE },
  { "setup.py", NULL, "name", FALSE },
  { "setup.py", NULL, "url", FALSE },
  { "setup.py", NULL, "download_url", FALSE },
  { "setup.cfg", "metadata", "name", FALSE },
  { "setup.cfg", "metadata", "url", FALSE },
  { "setup.cfg", "metadata", "home-page", FALSE },
  { "setup.cfg", "metadata", "project_urls", FALSE },
  { ".pypirc", NULL, "repository", TRUE },
  { ".pypirc", NULL, "username", TRUE },
  { ".gemspec", NULL, "homepage", FALSE },
  { ".gemspec", NULL, "allowed_push_host", TRUE },
  { ".npmrc", NULL, "*registry", TRUE },
  { ".npmrc", NULL, "*_auth", TRUE },
  { ".npmrc", NULL, "*_authToken", TRUE },
  { "CMakeLists.txt", NULL, "HOMEPAGE_URL", FALSE },
  { "CMakeLists.txt", NULL, "PACKAGE_URL", FALSE },
  { "CMakeLists.txt", NULL, "PACKAGE_HOMEPAGE_URL", FALSE },
  { "CMakeLists.txt", NULL, "PACKAGE_BUGREPORT", FALSE },
  { "pubspec.yaml", NULL, "publish_to", TRUE },
  { "pubspec.yaml", NULL, "homepage", FALSE },
  { "pubspec.yaml", NULL, "repository", FALSE },
  { "goreleaser.yml", NULL, "owner", TRUE },
  { "goreleaser.yaml", NULL, "owner", TRUE },
  { "goreleaser.yml", NULL, "tap", TRUE },
  { "goreleaser.yaml", NULL, "tap", TRUE },
  { ".yml", NULL, "registry-url", TRUE },
  { ".yml", NULL, "repository-url", TRUE },
  { ".yml", NULL, "repository_url", TRUE },
  { ".yml", NULL, "registry", TRUE },
  { ".yaml", NULL, "registry-url", TRUE },
  { ".yaml", NULL, "repository-url", TRUE },
  { ".yaml", NULL, "repository_url", TRUE },
  { ".yaml", NULL, "registry", TRUE },
};

/* Whether @name is the key @key, of which a * in front stands for anything. */
static gboolean
key_is (HmSpan name, const char *key)
{
  if (g_str_equal (key, "*"))
    return name.size > 0;
  return key[0] == '*' ? hm_span_ends (name, key + 1) : hm_span_is (name, key);
}

/* Splits KEY = VALUE, KEY: VALUE, set (KEY "VALUE"), spec.key = VALUE. Returns: FALSE where the line is none */
static gboolean
split_line (HmSpan line, HmSpan *ret_key, HmSpan *ret_value)
{
  gsize size = 0;

  if (hm_span_begins (line, "- "))
    line = hm_span_trim (hm_span_from (line, line.at + 2));
  if (hm_span_begins (line, "set(") || hm_span_begins (line, "set ("))
    line = hm_span_trim (hm_span_from (line, line.at + 4));
  line = hm_span_strip (line, "(");
  while (size < line.size
         && (hm_is_word_byte (line.at[size]) || strchr ("-.@/\"'", line.at[size]) != NULL)
         && line.at[size] != '\0')
    size++;
  /* //registry.example.org/:_authToken=... */
  if (hm_span_begins (line, "//") || hm_span_begins (line, "@")) {
    const char *equals = memchr (line.at, '=', line.size);

    size = equals != NULL ? (gsize) (equals - line.at) : 0;
  }
  if (size == 0 || size == line.size)
    return FALSE;
  *ret_key = hm_span_strip ((HmSpan){ line.at, size }, "\"'");
  for (gsize i = ret_key->size; i > 0; i--)
    if (ret_key->at[i - 1] == '.') {
      *ret_key = hm_span_from (*ret_key, ret_key->at + i);
      break;
    }
  *ret_value = hm_span_trim (hm_span_from (line, line.at + size));
  if (ret_value->size > 0 && (ret_value->at[0] == '=' || ret_value->at[0] == ':'))
    *ret_value = hm_span_trim (hm_span_from (*ret_value, ret_value->at + 1));
  else if (ret_value->size == 0 || (ret_value->at[0] != '"' && ret_value->at[0] != '\''))
    return FALSE;
  *ret_value = hm_span_strip (*ret_value, ")");
  return ret_value->size > 0;
}

/* The keys that a file of the name @name may have. Returns: how many */
static gsize
keys_of (const char *name, const LineKey *ret_keys[G_N_ELEMENTS (line_keys)])
{
  gsize n_keys = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (line_keys); i++)
    if (g_str_has_suffix (name, line_keys[i].ending))
      ret_keys[n_keys++] = &line_keys[i];
  return n_keys;
}

static void
read_lines (GHashTable *fields, const HmText *file)
{
  const LineKey *keys[G_N_ELEMENTS (line_keys)];
  const gsize n_keys = keys_of (hm_path_last (file->path), keys);
  HmSpan section = { 0 };
  HmRows rows;

  if (n_keys == 0)
    return;
  hm_rows_init (&rows, file);
  while (hm_rows_next (&rows)) {
    HmSpan line = hm_span_trim (rows.line);
    HmSpan key = { 0 };
    HmSpan value = { 0 };

    if (line.size > 1 && line.at[0] == '[') {
      section = hm_span_strip (line, "[] ");
      continue;
    }
    if (line.size == 0 || line.at[0] == '#' || !split_line (line, &key, &value))
      continue;
    for (gsize i = 0; i < n_keys; i++)
      if ((keys[i]->section == NULL || hm_span_is (section, keys[i]->section))
          && key_is (key, keys[i]->key)) {
        g_autofree char *text = hm_span_dup (key);

        add (fields, text, value, rows.number, keys[i]->is_destination);
        break;
      }
  }
}

/* Whether each line that names a field of @file does so by itself, wherever it stands. */
static gboolean
has_plain_lines (const HmText *file)
{
  static const char *const names[] = { "package.json", "composer.json", "configure.ac",
                                       "configure.in", "pom.xml",       NULL };
  const LineKey *keys[G_N_ELEMENTS (line_keys)];
  const char *name = hm_path_last (file->path);
  const gsize n_keys = keys_of (name, keys);

  for (gsize i = 0; i < n_keys; i++)
    if (keys[i]->section != NULL)
      return FALSE;
  return !g_strv_contains (names, name);
}

/* AC_INIT ([package], [version], [bug-report], [tarname], [url]). */
static void
read_autoconf (GHashTable *fields, const HmText *file)
{
  static const char *const names[] = { "PACKAGE_NAME", NULL, "PACKAGE_BUGREPORT", "PACKAGE_TARNAME",
                                       "PACKAGE_URL" };
  HmSpan text = { file->text, file->size };
  const char *at = hm_span_find_word (text, "AC_INIT");
  const char *end = text.at + text.size;
  guint32 line = 1;
  gsize depth = 0;
  gsize index = 0;
  const char *start = NULL;

  for (const char *c = text.at; at != NULL && c < at; c++)
    line += *c == '\n' ? 1 : 0;
  for (; at != NULL && at < end && index < G_N_ELEMENTS (names); at++) {
    gboolean is_end = depth == 1 && (*at == ',' || *at == ')');

    if (is_end && start != NULL && names[index] != NULL)
      add (fields, names[index],
           hm_span_strip (hm_span_trim ((HmSpan){ start, (gsize) (at - start) }), "[] \t\n"), line,
           FALSE);
    if (is_end && *at == ')')
      return;
    if (*at == '(' || *at == '[') {
      if (depth++ == 0)
        start = at + 1;
    } else if (*at == ')' || *at == ']') {
      if (depth > 0)
        depth--;
    }
    if (is_end) {
      index++;
      start = at + 1;
    }
  }
}

/* <distributionManagement> of Maven, and the place of its sources. */
static void
read_pom (GHashTable *fields, const HmText *file)
{
  gboolean is_inside = FALSE;
  HmRows rows;

  hm_rows_init (&rows, file);
  while (hm_rows_next (&rows)) {
    const char *at = hm_span_find (rows.line, "<url>");
    HmSpan value = at != NULL ? hm_span_from (rows.line, at + 5) : (HmSpan){ 0 };
    const char *close = value.size > 0 ? memchr (value.at, '<', value.size) : NULL;

    if (close != NULL)
      value.size = (gsize) (close - value.at);
    if (hm_span_find (rows.line, "<distributionManagement>") != NULL)
      is_inside = TRUE;
    else if (hm_span_find (rows.line, "</distributionManagement>") != NULL)
      is_inside = FALSE;
    if (is_inside)
      add (fields, "distributionManagement", value, rows.number, TRUE);
  }
}

static GHashTable *
read_fields (const HmText *file)
{
  GHashTable *fields = g_hash_table_new_full (hm_seeded_text_hash, g_str_equal, g_free, free_field);
  const char *name = hm_path_last (file->path);

  if (g_str_equal (name, "package.json") || g_str_equal (name, "composer.json"))
    read_json (fields, file);
  else if (g_str_equal (name, "configure.ac") || g_str_equal (name, "configure.in"))
    read_autoconf (fields, file);
  else if (g_str_equal (name, "pom.xml"))
    read_pom (fields, file);
  else
    read_lines (fields, file);
  return fields;
}

static gint
compare_names (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

/*
 * Whether a field stands on any line between those that both begin and end with: of fields in the
 * others, both have the same ones.
 */
static gboolean
difference_has_fields (const HmText *before, const HmText *after)
{
  g_autoptr (GHashTable) fields =
      g_hash_table_new_full (hm_seeded_text_hash, g_str_equal, g_free, free_field);
  HmSpan lost = { 0 };
  HmSpan gained = { 0 };

  hm_difference (before, after, &lost, &gained);
  read_lines (fields, &(HmText){ .path = before->path, .text = lost.at, .size = lost.size });
  read_lines (fields, &(HmText){ .path = after->path, .text = gained.at, .size = gained.size });
  return g_hash_table_size (fields) > 0;
}

void
hm_recognise_publishers (HmMarks *marks, const HmText *before, const HmText *after)
{
  g_autoptr (GHashTable) old = NULL;
  g_autoptr (GHashTable) new = NULL;
  g_autofree gpointer *names = NULL;
  guint n_names = 0;

  if (before == NULL || after == NULL
      || (has_plain_lines (after) && !difference_has_fields (before, after)))
    return;
  old = read_fields (before);
  new = read_fields (after);
  names = g_hash_table_get_keys_as_array (new, &n_names);
  if (n_names > 0)
    qsort (names, n_names, sizeof *names, compare_names);
  for (guint i = 0; i < n_names; i++) {
    const char *name = names[i];
    const Field *is = g_hash_table_lookup (new, name);
    const Field *was = g_hash_table_lookup (old, name);

    if (was == NULL ? is->is_destination : g_ascii_strcasecmp (was->value, is->value) != 0)
      hm_marks_note (marks, HM_MARK_PUBLISHER_CHANGED, is->line, name, strlen (name), "%s", name);
  }
}
