/* SPDX-License-Identifier: Apache-2.0 */
#include "portfolio/packages.h"

#include <jansson.h>
#include <string.h>

#include "core/limits.h"
#include "evidence/content/manifest_dependencies.h"
#include "evidence/content/span.h"
#include "core/seeded_hash.h"
#include "portfolio/location.h"
#include "portfolio/purl.h"
#include "portfolio/sbom.h"

/* "githubactions:" and the longest name that a manifest's reader gives. */
#define NAME_BYTES_MAX (HM_MARK_TEXT_MAX + 40)

#define REPOSITORY "repository"

const char *const hm_packages_reads[] = {
  "**/package.json",  "**/pyproject.toml", "**/setup.cfg", "setup.py",  "requirements*.txt",
  "**/Cargo.toml",    "**/*.gemspec",      "Gemfile",      "**/go.mod", "**/pom.xml",
  "**/composer.json", "**/pubspec.yaml",   ".gitmodules",  "bom.json",  "sbom.json",
  "**/*.cdx.json",    "**/*.spdx.json",    NULL,
};

/* Reads the name that the package of @file goes by. Returns: (owned) (nullable) */
typedef char *(*NameReader) (const HmText *file);

typedef struct {
  const char *ending; /* of the path */
  const char *registry;
  NameReader read; /* (nullable) NULL: it is JSON, or names dependencies alone */
} Manifest;

typedef struct {
  GHashTable *packages;
  GHashTable *dependencies;
} Found;

void
hm_packages_clear (HmPackages *packages)
{
  g_clear_pointer (&packages->packages, g_strfreev);
  g_clear_pointer (&packages->dependencies, g_strfreev);
}

/* Spellings that a registry takes for one name. */
static void
name_settle (const char *registry, char *name)
{
  const gboolean is_pypi = g_str_equal (registry, "pypi");
  const gboolean is_cargo = g_str_equal (registry, "cargo");

  if (!is_pypi && !is_cargo && !g_str_equal (registry, "composer"))
    return;
  for (char *c = name; *c != '\0'; c++) {
    *c = g_ascii_tolower (*c);
    if ((is_pypi && (*c == '_' || *c == '.')) || (is_cargo && *c == '_'))
      *c = '-';
  }
}

static void
name_add (GHashTable *names, const char *registry, const char *name)
{
  g_autofree char *settled = g_strdup (name);

  name_settle (registry, settled);
  if (*settled != '\0' && strlen (settled) <= NAME_BYTES_MAX)
    g_hash_table_add (names, g_strdup_printf ("%s:%s", registry, settled));
}

/* Whatever else the project lives by, its repository may be named itself. */
static void
repository_add (GHashTable *names, const char *reference)
{
  g_autofree char *url = hm_location_url (reference);
  g_autofree char *key = url != NULL ? hm_location_key (url) : NULL;

  if (key != NULL)
    name_add (names, REPOSITORY, key);
}

/* Returns: (owned) (nullable) */
static char *
json_name (const json_t *root)
{
  /* A private package is on no registry, so nobody needs it by its name. */
  return !json_is_true (json_object_get (root, "private"))
             ? g_strdup (json_string_value (json_object_get (root, "name")))
             : NULL;
}

/* Returns: what stands behind the first '=' or ':' of @line, where its key is @key; else empty */
static HmSpan
value_of (HmSpan line, const char *key)
{
  HmSpan rest;

  line = hm_span_trim (line);
  if (!hm_span_begins (line, key))
    return (HmSpan){ 0 };
  rest = hm_span_trim (hm_span_from (line, line.at + strlen (key)));
  if (rest.size == 0 || (rest.at[0] != '=' && rest.at[0] != ':'))
    return (HmSpan){ 0 };
  return hm_span_trim (hm_span_from (rest, rest.at + 1));
}

/* The key "name" of [project], [package] or [metadata]. */
static char *
section_name (const HmText *file)
{
  static const char *const sections[] = { "[project]", "[tool.poetry]", "[package]", "[metadata]",
                                          NULL };
  gboolean is_inside = FALSE;
  HmRows rows;

  hm_rows_init (&rows, file);
  while (hm_rows_next (&rows)) {
    const HmSpan line = hm_span_trim (rows.line);
    HmSpan value = { 0 };

    if (line.size > 0 && line.at[0] == '[')
      is_inside = hm_span_is_any (line, sections);
    else if (is_inside)
      value = hm_span_strip (value_of (line, "name"), "\"'");
    if (value.size > 0)
      return hm_span_dup (value);
  }
  return NULL;
}

/* name="..." of setup.py, spec.name = "..." of a gemspec: the first quoted string behind the word. */
static char *
quoted_name (const HmText *file)
{
  HmRows rows;

  hm_rows_init (&rows, file);
  while (hm_rows_next (&rows)) {
    const char *word = hm_span_find_word (rows.line, "name");
    const char *end = rows.line.at + rows.line.size;
    HmSpan rest = word != NULL ? hm_span_trim (hm_span_from (rows.line, word + 4)) : (HmSpan){ 0 };
    const char *close;

    if (rest.size < 2 || rest.at[0] != '=')
      continue;
    rest = hm_span_trim (hm_span_from (rest, rest.at + 1));
    if (rest.size < 2 || (rest.at[0] != '"' && rest.at[0] != '\''))
      continue;
    close = memchr (rest.at + 1, rest.at[0], (gsize) (end - rest.at) - 1);
    if (close != NULL)
      return hm_span_dup ((HmSpan){ rest.at + 1, (gsize) (close - rest.at) - 1 });
  }
  return NULL;
}

/* Returns: @path without the major version that Go wants in it, as the dependencies have it */
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

static char *
module_name (const HmText *file)
{
  HmRows rows;

  hm_rows_init (&rows, file);
  while (hm_rows_next (&rows)) {
    const HmSpan line = hm_span_trim (rows.line);

    if (hm_span_begins (line, "module "))
      return hm_span_dup (module_of (
          hm_span_strip (hm_span_trim (hm_span_from (line, line.at + strlen ("module "))), "\"")));
  }
  return NULL;
}

static char *
yaml_name (const HmText *file)
{
  HmRows rows;

  hm_rows_init (&rows, file);
  while (hm_rows_next (&rows)) {
    const HmSpan value = rows.line.size > 0 && rows.line.at[0] == 'n'
                             ? hm_span_strip (value_of (rows.line, "name"), "\"'")
                             : (HmSpan){ 0 };

    if (value.size > 0)
      return hm_span_dup (value);
  }
  return NULL;
}

/* The content of <TAG>...</TAG> on @line; empty where it isn't there. */
static HmSpan
element_of (HmSpan line, const char *tag)
{
  const char *at = hm_span_find (line, tag);
  HmSpan rest = at != NULL ? hm_span_from (line, at + strlen (tag)) : (HmSpan){ 0 };
  const char *close = rest.size > 0 ? memchr (rest.at, '<', rest.size) : NULL;

  if (close != NULL)
    rest.size = (gsize) (close - rest.at);
  return hm_span_trim (rest);
}

/* The project's own coordinates stand before its lists; a group that it lacks is its parent's. */
static char *
pom_name (const HmText *file)
{
  static const char *const lists[] = { "<dependencies>", "<dependencyManagement>", "<build>",
                                       "<profiles>", NULL };
  HmSpan group = { 0 };
  HmSpan artifact = { 0 };
  gboolean is_parent = FALSE;
  HmRows rows;

  hm_rows_init (&rows, file);
  while (hm_rows_next (&rows) && !hm_span_is_any (hm_span_trim (rows.line), lists)) {
    const HmSpan own_group = element_of (rows.line, "<groupId>");
    const HmSpan own_artifact = element_of (rows.line, "<artifactId>");

    is_parent = is_parent || hm_span_find (rows.line, "<parent>") != NULL;
    if (own_group.size > 0 && (group.size == 0 || !is_parent))
      group = own_group;
    if (own_artifact.size > 0 && !is_parent && artifact.size == 0)
      artifact = own_artifact;
    is_parent = is_parent && hm_span_find (rows.line, "</parent>") == NULL;
  }
  if (group.size == 0 || artifact.size == 0)
    return NULL;
  return g_strdup_printf ("%.*s:%.*s", (int) MIN (group.size, 90), group.at,
                          (int) MIN (artifact.size, 90), artifact.at);
}

static const Manifest manifests[] = {
  { "package.json", "npm", NULL },
  { "composer.json", "composer", NULL },
  { "pyproject.toml", "pypi", section_name },
  { "setup.cfg", "pypi", section_name },
  { "setup.py", "pypi", quoted_name },
  { ".txt", "pypi", NULL },
  { "Cargo.toml", "cargo", section_name },
  { ".gemspec", "gem", quoted_name },
  { "Gemfile", "gem", NULL },
  { "go.mod", "golang", module_name },
  { "pom.xml", "maven", pom_name },
  { "pubspec.yaml", "pub", yaml_name },
  { ".gitmodules", REPOSITORY, NULL },
};

static const Manifest *
manifest_of (const char *path)
{
  for (gsize i = 0; i < G_N_ELEMENTS (manifests); i++)
    if (g_str_has_suffix (path, manifests[i].ending))
      return &manifests[i];
  return NULL;
}

static void
dependencies_read (Found *found, const Manifest *manifest, const HmText *file, json_t *root)
{
  g_autoptr (GHashTable) table = hm_manifest_dependencies_with (file, root);
  GHashTableIter iter;
  gpointer name;
  gpointer value;

  g_hash_table_iter_init (&iter, table);
  while (g_hash_table_iter_next (&iter, &name, &value)) {
    const HmDependency *dependency = value;

    if (dependency->is_indirect)
      continue;
    if (dependency->origin != NULL)
      repository_add (found->dependencies, dependency->origin);
    if (!g_str_equal (manifest->registry, REPOSITORY))
      name_add (found->dependencies, manifest->registry, name);
  }
}

/* "npm:%40scope/name" as manifests call it: "npm:@scope/name". */
static void
purl_add (Found *found, const char *text)
{
  g_autoptr (HmPurl) purl = text != NULL ? hm_purl_parse (text, NULL) : NULL;
  g_autofree char *repository = purl != NULL ? hm_purl_repository (purl) : NULL;
  g_autofree char *name = NULL;

  if (purl == NULL)
    return;
  if (repository != NULL)
    repository_add (found->dependencies, repository);
  name = g_strjoinv (g_str_equal (purl->type, "maven") ? ":" : "/", purl->segments);
  name_add (found->dependencies, purl->type, name);
}

/* What a bill of materials lists is needed. Its depth is bounded by hm_manifest_json(). */
static void
components_read (Found *found, const json_t *components)
{
  const json_t *component = NULL;
  gsize i = 0;

  json_array_foreach (components, i, component)
  {
    const json_t *references = json_object_get (component, "externalRefs");
    const json_t *reference = NULL;
    gsize k = 0;

    purl_add (found, json_string_value (json_object_get (component, "purl")));
    json_array_foreach (references, k, reference)
    {
      if (g_strcmp0 (json_string_value (json_object_get (reference, "referenceType")), "purl") == 0)
        purl_add (found, json_string_value (json_object_get (reference, "referenceLocator")));
    }
    components_read (found, json_object_get (component, "components"));
  }
}

static void
bill_read (Found *found, const json_t *root)
{
  if (hm_sbom_is_cyclonedx (root))
    components_read (found, json_object_get (root, "components"));
  else if (hm_sbom_is_spdx (root))
    components_read (found, json_object_get (root, "packages"));
}

static void
document_read (Found *found, const HmDocument *document)
{
  const HmText file = { document->entry->path, document->entry->roles, document->text,
                        document->size };
  const Manifest *manifest = manifest_of (file.path);
  json_auto_t *root = g_str_has_suffix (file.path, ".json") ? hm_manifest_json (&file) : NULL;
  g_autofree char *name = NULL;

  if (manifest == NULL) {
    bill_read (found, root);
    return;
  }
  dependencies_read (found, manifest, &file, root);
  name = manifest->read != NULL ? manifest->read (&file) : json_name (root);
  if (name != NULL)
    name_add (found->packages, manifest->registry, name);
}

static int
names_compare (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* Returns: (owned) at most HM_PACKAGES_MAX of @names, by their bytes */
static char **
names_sort (GHashTable *names)
{
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  GHashTableIter iter;
  gpointer name;

  g_hash_table_iter_init (&iter, names);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    g_ptr_array_add (sorted, name);
  g_ptr_array_sort (sorted, names_compare);
  for (guint i = 0; i < MIN (sorted->len, HM_PACKAGES_MAX); i++)
    g_strv_builder_add (builder, g_ptr_array_index (sorted, i));
  return g_strv_builder_end (builder);
}

void
hm_packages_read (const HmTree *tree, const char *url, HmPackages *ret_packages)
{
  g_autoptr (GHashTable) packages =
      g_hash_table_new_full (hm_seeded_text_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) dependencies =
      g_hash_table_new_full (hm_seeded_text_hash, g_str_equal, g_free, NULL);
  Found found = { packages, dependencies };

  if (url != NULL)
    repository_add (packages, url);
  for (gsize i = 0; i < tree->n_documents; i++) {
    const HmDocument *document = &tree->documents[i];

    if (document->text != NULL && g_hash_table_size (dependencies) < HM_PACKAGES_SEEN_MAX
        && (document->entry->roles & (HM_ROLE_TEST | HM_ROLE_GENERATED | HM_ROLE_DOC)) == 0)
      document_read (&found, document);
  }
  ret_packages->packages = names_sort (packages);
  ret_packages->dependencies = names_sort (dependencies);
}
