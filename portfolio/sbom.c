/* SPDX-License-Identifier: Apache-2.0 */
#include "portfolio/sbom.h"

#include <string.h>

#include "core/error.h"
#include "core/limits.h"
#include "core/number.h"
#include "core/seeded_hash.h"
#include "portfolio/location.h"
#include "portfolio/purl.h"

/* Words of a version that an error repeats. */
#define VERSION_MAX 40

/* A bill that is being read. */
typedef struct {
  HmFinds *finds;
  GHashTable *by_id; /* (borrowed) what the bill calls a component, to HmFind */
  GHashTable *aside; /* (borrowed) what it calls those that are not there when the product runs */
} Reading;

/* Returns: (nullable) the string at @key. */
static const char *
text_at (const json_t *object, const char *key)
{
  return json_string_value (json_object_get (object, key));
}

static void
reading_init (Reading *reading, HmFinds *finds)
{
  reading->finds = finds;
  reading->by_id = g_hash_table_new (hm_seeded_text_hash, g_str_equal);
  reading->aside = g_hash_table_new (hm_seeded_text_hash, g_str_equal);
}

static void
reading_clear (Reading *reading)
{
  g_clear_pointer (&reading->by_id, g_hash_table_unref);
  g_clear_pointer (&reading->aside, g_hash_table_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reading, reading_clear)

/*
 * Notes that @id (nullable) stands for @find (nullable). Of two with one name, which there should
 * not be, the first has it.
 */
static void
id_note (Reading *reading, const char *id, HmFind *find)
{
  if (id != NULL && find != NULL && !g_hash_table_contains (reading->by_id, id))
    g_hash_table_insert (reading->by_id, (gpointer) (guintptr) id, find);
}

/* Notes that @by (nullable) needs @needed (nullable), where both lead to repositories. */
static void
need_note (Reading *reading, const char *by, const char *needed)
{
  HmFind *from = by != NULL ? g_hash_table_lookup (reading->by_id, by) : NULL;
  HmFind *to = needed != NULL ? g_hash_table_lookup (reading->by_id, needed) : NULL;

  if (from != NULL && to != NULL && !g_hash_table_contains (reading->aside, needed))
    hm_finds_need (reading->finds, from, to);
}

/* Takes up what @text (nullable) leads to, or counts why it leads nowhere. Returns: (nullable) */
static HmFind *
purl_add (HmFinds *finds, const char *text)
{
  g_autoptr (HmPurl) purl = text != NULL ? hm_purl_parse (text, NULL) : NULL;
  g_autofree char *repository = purl != NULL ? hm_purl_repository (purl) : NULL;
  g_autofree char *why = NULL;
  HmFind *find = repository != NULL ? hm_finds_add (finds, repository) : NULL;

  if (find != NULL)
    return find;
  if (text == NULL)
    why = g_strdup ("name neither a repository nor a package");
  else if (purl == NULL)
    why = g_strdup ("have a purl that is none");
  else
    why = g_strdup_printf ("of the type %s name no repository", purl->type);
  hm_finds_leave_out (finds, 1, why);
  return NULL;
}

gboolean
hm_sbom_is_cyclonedx (const json_t *root)
{
  return g_strcmp0 (text_at (root, "bomFormat"), "CycloneDX") == 0;
}

/*
 * Whether @component is there for development or tests alone: by its scope, or by the properties
 * that the tools for npm, Composer and Maven state.
 */
static gboolean
is_aside (const json_t *component)
{
  static const char *const names[] = { "cdx:npm:package:development",
                                       "cdx:composer:package:isDevRequirement",
                                       "cdx:maven:package:test", NULL };
  const json_t *properties = json_object_get (component, "properties");
  const json_t *property = NULL;
  gsize i = 0;

  if (g_strcmp0 (text_at (component, "scope"), "excluded") == 0)
    return TRUE;
  json_array_foreach (properties, i, property)
  {
    const char *name = text_at (property, "name");

    if (name != NULL && g_strv_contains (names, name)
        && g_strcmp0 (text_at (property, "value"), "true") == 0)
      return TRUE;
  }
  return FALSE;
}

/* Returns: (nullable) what the VCS references of @component lead to, else its purl. */
static HmFind *
component_find (HmFinds *finds, const json_t *component)
{
  const json_t *references = json_object_get (component, "externalReferences");
  const json_t *reference = NULL;
  gsize i = 0;

  json_array_foreach (references, i, reference)
  {
    const char *url = text_at (reference, "url");
    const gboolean is_vcs = g_strcmp0 (text_at (reference, "type"), "vcs") == 0;
    HmFind *find = is_vcs && url != NULL ? hm_finds_add (finds, url) : NULL;

    if (find != NULL)
      return find;
  }
  return purl_add (finds, text_at (component, "purl"));
}

static void
component_add (Reading *reading, const json_t *component)
{
  const char *id = text_at (component, "bom-ref");

  id_note (reading, id, component_find (reading->finds, component));
  if (id != NULL && is_aside (component))
    g_hash_table_add (reading->aside, (gpointer) (guintptr) id);
}

/* Components may hold components. JSON's depth is bounded, and so is this. */
static guint
components_add (Reading *reading, const json_t *components)
{
  const json_t *component = NULL;
  guint n = 0;
  gsize i = 0;

  json_array_foreach (components, i, component)
  {
    if (!json_is_object (component))
      continue;
    component_add (reading, component);
    n += 1 + components_add (reading, json_object_get (component, "components"));
  }
  return n;
}

/* [{"ref": ID, "dependsOn": [ID]}] */
static void
dependencies_read (Reading *reading, const json_t *dependencies)
{
  const json_t *dependency = NULL;
  const json_t *needed = NULL;
  gsize i = 0;
  gsize k = 0;

  json_array_foreach (dependencies, i, dependency)
  {
    json_array_foreach (json_object_get (dependency, "dependsOn"), k, needed)
    {
      need_note (reading, text_at (dependency, "ref"), json_string_value (needed));
    }
  }
}

gboolean
hm_sbom_read_cyclonedx (const json_t *root, HmFinds *finds, GError **error)
{
  const char *version = text_at (root, "specVersion");
  const json_t *subject = json_object_get (json_object_get (root, "metadata"), "component");
  g_auto (Reading) reading = { 0 };
  guint64 minor = 0;

  if (version == NULL || !g_str_has_prefix (version, "1.")
      || !hm_number_parse (version + 2, strnlen (version + 2, VERSION_MAX), 99, &minor)
      || minor < 4)
    return hm_fail (error, HM_ERROR_UNSUPPORTED,
                    "CycloneDX of version %.*s; 1.4 and later ones of 1 are read", VERSION_MAX,
                    version != NULL ? version : "none");
  reading_init (&reading, finds);
  if (json_is_object (subject)) {
    component_add (&reading, subject);
    components_add (&reading, json_object_get (subject, "components"));
  }
  if (components_add (&reading, json_object_get (root, "components")) == 0
      && !json_is_object (subject))
    return hm_fail (error, HM_ERROR_FORMAT, "CycloneDX without components");
  dependencies_read (&reading, json_object_get (root, "dependencies"));
  return TRUE;
}

/* GitHub's API hands out {"sbom": DOCUMENT}. */
static const json_t *
spdx_document (const json_t *root)
{
  const json_t *inner = json_object_get (root, "sbom");

  return json_is_object (inner) ? inner : root;
}

static gboolean
is_spdx3 (const json_t *root)
{
  const char *context = text_at (root, "@context");

  return context != NULL && strstr (context, "spdx.org/rdf/3") != NULL;
}

gboolean
hm_sbom_is_spdx (const json_t *root)
{
  return text_at (spdx_document (root), "spdxVersion") != NULL || is_spdx3 (root);
}

/* A download is a repository only where it says so: most are archives. */
static gboolean
is_vcs_locator (const char *location)
{
  return g_str_has_prefix (location, "git+") || g_str_has_prefix (location, "git://")
         || g_str_has_prefix (location, "ssh://") || g_str_has_prefix (location, "git@")
         || g_str_has_suffix (location, ".git");
}

/* Returns: (nullable) what @package's download leads to, else its purl. */
static HmFind *
package_find (HmFinds *finds, const json_t *package)
{
  const char *location = text_at (package, "downloadLocation");
  const json_t *references = json_object_get (package, "externalRefs");
  const json_t *reference = NULL;
  const char *purl = NULL;
  HmFind *find =
      location != NULL && is_vcs_locator (location) ? hm_finds_add (finds, location) : NULL;
  gsize i = 0;

  if (find != NULL)
    return find;
  json_array_foreach (references, i, reference)
  {
    const char *type = text_at (reference, "referenceType");

    if (g_strcmp0 (type, "purl") == 0 && purl == NULL)
      purl = text_at (reference, "referenceLocator");
  }
  return purl_add (finds, purl);
}

/*
 * Relations of SPDX by which one package needs another to run (SPDX 2.3, 11.1). Not those of
 * development, tests, builds and tools.
 */
static const struct {
  const char *type;
  gboolean is_turned; /* the element is what the related one needs */
} relations[] = {
  { "DEPENDS_ON", FALSE },
  { "DEPENDENCY_OF", TRUE },
  { "RUNTIME_DEPENDENCY_OF", TRUE },
  { "OPTIONAL_DEPENDENCY_OF", TRUE },
  { "PROVIDED_DEPENDENCY_OF", TRUE },
  { "DYNAMIC_LINK", FALSE },
  { "STATIC_LINK", FALSE },
  { "HAS_PREREQUISITE", FALSE },
  { "PREREQUISITE_FOR", TRUE },
};

static void
relationships_read (Reading *reading, const json_t *relationships)
{
  const json_t *relationship = NULL;
  gsize i = 0;

  json_array_foreach (relationships, i, relationship)
  {
    const char *type = text_at (relationship, "relationshipType");
    const char *element = text_at (relationship, "spdxElementId");
    const char *related = text_at (relationship, "relatedSpdxElement");

    for (gsize k = 0; type != NULL && k < G_N_ELEMENTS (relations); k++) {
      if (g_str_equal (type, relations[k].type))
        need_note (reading, relations[k].is_turned ? related : element,
                   relations[k].is_turned ? element : related);
    }
  }
}

gboolean
hm_sbom_read_spdx (const json_t *root, HmFinds *finds, GError **error)
{
  const json_t *document = spdx_document (root);
  const char *version = text_at (document, "spdxVersion");
  const json_t *packages = json_object_get (document, "packages");
  const json_t *package = NULL;
  g_auto (Reading) reading = { 0 };
  gsize i = 0;

  if (g_strcmp0 (version, "SPDX-2.3") != 0 && g_strcmp0 (version, "SPDX-2.2") != 0)
    return hm_fail (error, HM_ERROR_UNSUPPORTED, "SPDX of version %.*s; 2.2 and 2.3 are read",
                    VERSION_MAX, version != NULL ? version : "3");
  if (!json_is_array (packages) || json_array_size (packages) == 0)
    return hm_fail (error, HM_ERROR_FORMAT, "SPDX without packages");
  reading_init (&reading, finds);
  json_array_foreach (packages, i, package)
  {
    id_note (&reading, text_at (package, "SPDXID"), package_find (finds, package));
  }
  relationships_read (&reading, json_object_get (document, "relationships"));
  return TRUE;
}
