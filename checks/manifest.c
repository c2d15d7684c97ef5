/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/manifest.h"

#include <string.h>

#include "checks/lines.h"
#include "checks/place.h"
#include "core/yaml.h"

/* A line that is longer than what is looked at may hold the name, or what keeps the package private. */
static const char why_cut[] = "a line is too long to be looked at whole";

/* Looks whether the manifest names a package that is meant to be published. */
typedef gboolean (*NamesPackage) (const HmDocument *document);

/* `[section]` of TOML and of setup.cfg: whether @line opens a section, and which. */
static gboolean
section_read (const HmLines *line, GString *section)
{
  const char *stop = NULL;

  if (line->size == 0 || line->text[0] != '[')
    return FALSE;
  stop = memchr (line->text, ']', line->size);
  g_string_truncate (section, 0);
  if (stop != NULL)
    g_string_append_len (section, line->text + 1, stop - line->text - 1);
  return TRUE;
}

/* `key = value` at the start of @line. Returns: (nullable) (borrowed) the value, up to the line's end. */
static const char *
value_read (const HmLines *line, const char *key, gsize *ret_size)
{
  gsize at = strlen (key);

  if (line->size <= at || strncmp (line->text, key, at) != 0)
    return NULL;
  while (at < line->size && (line->text[at] == ' ' || line->text[at] == '\t'))
    at++;
  if (at == line->size || line->text[at] != '=')
    return NULL;
  for (at++; at < line->size && (line->text[at] == ' ' || line->text[at] == '\t'); at++)
    ;
  *ret_size = line->size - at;
  return line->text + at;
}

/*
 * Whether @document gives @key in one of @sections; where @value is given, whether it begins so. Only what a
 * line by itself says: a manifest that hides its name in a multi-line string is not one to be published.
 */
static gboolean
sections_hold (const HmDocument *document, const char *const *sections, const char *key,
               const char *value)
{
  g_autoptr (GString) section = g_string_new (NULL);
  HmLines lines;

  hm_lines_init (&lines, document->text, document->size);
  while (hm_lines_next (&lines)) {
    gsize size = 0;
    const char *found = NULL;

    if (section_read (&lines, section) || !g_strv_contains (sections, section->str))
      continue;
    found = value_read (&lines, key, &size);
    if (found != NULL && size > 0
        && (value == NULL
            || (size >= strlen (value) && strncmp (found, value, strlen (value)) == 0)))
      return TRUE;
  }
  return FALSE;
}

#define SECTIONS(...) ((const char *const[]){ __VA_ARGS__, NULL })

/* The registry refuses every package with this classifier. */
static gboolean
is_private_python (const HmDocument *document)
{
  return hm_text_holds (document->text, document->size, "Private :: Do Not Upload");
}

static gboolean
pyproject_names (const HmDocument *document)
{
  return sections_hold (document, SECTIONS ("project", "tool.poetry"), "name", NULL)
         && !sections_hold (document, SECTIONS ("tool.poetry"), "package-mode", "false")
         && !is_private_python (document);
}

static gboolean
setup_cfg_names (const HmDocument *document)
{
  return sections_hold (document, SECTIONS ("metadata"), "name", NULL)
         && !is_private_python (document);
}

/*
 * A program that can't be run here: a call of setup() and a name given to it is what can be seen. Deeper than the
 * root it mostly installs a helper.
 */
static gboolean
setup_py_names (const HmDocument *document)
{
  return hm_text_holds (document->text, document->size, "setup(")
         && (hm_text_holds (document->text, document->size, "name=")
             || hm_text_holds (document->text, document->size, "name ="))
         && !is_private_python (document);
}

static gboolean
gemspec_names (const HmDocument *document)
{
  return hm_text_holds (document->text, document->size, "Gem::Specification");
}

static gboolean
cargo_names (const HmDocument *document)
{
  return sections_hold (document, SECTIONS ("package"), "name", NULL)
         && !sections_hold (document, SECTIONS ("package"), "publish", "false")
         && !sections_hold (document, SECTIONS ("package"), "publish", "[]");
}

/* JSON is YAML's flow style. What can't be parsed counts as a package: npm would not publish it, but nobody looked. */
static gboolean
package_json_names (const HmDocument *document)
{
  g_autoptr (HmYaml) root = hm_yaml_parse (document->text, document->size, NULL);
  const HmYaml *private = hm_yaml_get (root, "private");
  const char *registry = hm_yaml_get_text (hm_yaml_get (root, "publishConfig"), "registry");

  if (root == NULL)
    return TRUE;
  if (private != NULL && private->kind == HM_YAML_SCALAR && !private->is_quoted
      && g_str_equal (private->text, "true"))
    return FALSE;
  if (registry != NULL && !hm_text_holds (registry, strlen (registry), "npmjs."))
    return FALSE;
  return hm_yaml_get_text (root, "name") != NULL && hm_yaml_get_text (root, "version") != NULL;
}

static const struct {
  const char *place;
  HmChannel channel;
  NamesPackage names_package;
  gboolean is_by_lines; /* names_package looks at one line after another */
} kinds[] = {
  { "**/pyproject.toml", HM_CHANNEL_PYPI, pyproject_names, TRUE },
  { "**/setup.cfg", HM_CHANNEL_PYPI, setup_cfg_names, TRUE },
  { "setup.py", HM_CHANNEL_PYPI, setup_py_names, FALSE },
  { "**/package.json", HM_CHANNEL_NPM, package_json_names, FALSE },
  { "**/*.gemspec", HM_CHANNEL_RUBYGEMS, gemspec_names, FALSE },
  { "**/Cargo.toml", HM_CHANNEL_CRATES, cargo_names, TRUE },
};

static gboolean
has_cut_line (const HmDocument *document)
{
  HmLines lines;

  hm_lines_init (&lines, document->text, document->size);
  while (hm_lines_next (&lines)) {
    if (lines.is_cut)
      return TRUE;
  }
  return FALSE;
}

/*
 * `spec.metadata["rubygems_mfa_required"] = "true"`, or within a hash. A line that was not looked
 * at whole may take back at its end what it says. Returns: the line; 0 where there is none.
 */
static guint
find_mfa_required (const HmDocument *document)
{
  HmLines lines;

  hm_lines_init (&lines, document->text, document->size);
  while (hm_lines_next (&lines)) {
    gsize at = 0;

    while (at < lines.size && g_ascii_isspace (lines.text[at]))
      at++;
    if (!lines.is_cut && at < lines.size && lines.text[at] != '#'
        && hm_text_holds (lines.text, lines.size, "rubygems_mfa_required")
        && (hm_text_holds (lines.text, lines.size, "\"true\"")
            || hm_text_holds (lines.text, lines.size, "'true'")))
      return lines.number;
  }
  return 0;
}

static gboolean
is_one_of (const char *name, const char *const *names)
{
  for (; *names != NULL; names++) {
    if (g_ascii_strcasecmp (name, *names) == 0)
      return TRUE;
  }
  return FALSE;
}

/* Whether a manifest at @path may be that of the project itself. */
static gboolean
is_own_place (const char *path)
{
  static const char *const foreign[] = {
    "test",       "tests",        "testing",   "testdata", "test-data", "fixture",
    "fixtures",   "example",      "examples",  "sample",   "samples",   "demo",
    "demos",      "template",     "templates", "vendor",   "vendored",  "third_party",
    "thirdparty", "node_modules", "fuzz",      "bench",    "benches",   "benchmark",
    "benchmarks", "doc",          "docs",      "website",  NULL
  };
  static const char *const workspaces[] = { "packages", "crates", "gems", "libs", NULL };
  g_auto (GStrv) parts = NULL;
  guint n_folders = 0;

  /* Deeper than any of ours: not worth splitting. */
  for (const char *at = path; *at != '\0'; at++)
    n_folders += *at == '/';
  if (n_folders > 2)
    return FALSE;
  parts = g_strsplit (path, "/", -1);
  for (guint i = 0; i < n_folders; i++) {
    if (is_one_of (parts[i], foreign) || parts[i][0] == '.')
      return FALSE;
  }
  return n_folders < 2 || is_one_of (parts[0], workspaces);
}

static void
read_manifest (const HmDocument *document, gsize kind, HmManifests *manifests)
{
  guint mfa_line = 0;

  if (document->text == NULL || (kinds[kind].is_by_lines && has_cut_line (document))) {
    if (manifests->unread == NULL) {
      manifests->unread = document->entry;
      manifests->unread_why = document->text != NULL  ? why_cut
                              : document->why != NULL ? document->why
                                                      : "its text is not there";
    }
    return;
  }
  if (!kinds[kind].names_package (document))
    return;
  if (kinds[kind].channel == HM_CHANNEL_RUBYGEMS)
    mfa_line = find_mfa_required (document);
  if (manifests->n_manifests++ == 0) {
    manifests->first = document->entry;
    manifests->requiring_line = mfa_line;
  }
  manifests->n_requiring += mfa_line > 0;
}

void
hm_manifests_read (const HmTree *tree, HmManifests ret_manifests[HM_N_CHANNELS])
{
  memset (ret_manifests, 0, HM_N_CHANNELS * sizeof *ret_manifests);
  for (gsize i = 0; i < tree->n_documents; i++) {
    const HmDocument *document = &tree->documents[i];

    if (document->entry->kind == HM_ENTRY_SYMLINK || !is_own_place (document->entry->path))
      continue;
    for (gsize kind = 0; kind < G_N_ELEMENTS (kinds); kind++) {
      if (hm_place_matches (kinds[kind].place, document->entry->path))
        read_manifest (document, kind, &ret_manifests[kinds[kind].channel]);
    }
  }
}
