/* SPDX-License-Identifier: Apache-2.0 */
#include "portfolio/sbom.h"

#include <string.h>

#include "core/error.h"
#include "core/limits.h"
#include "core/number.h"
#include "portfolio/location.h"
#include "portfolio/purl.h"

/* Words of a version that an error repeats. */
#define VERSION_MAX 40

/* Returns: (nullable) the string at @key. */
static const char *
text_at (const json_t *object, const char *key)
{
  return json_string_value (json_object_get (object, key));
}

/* Takes up what @purl (nullable) leads to, or counts why it leads nowhere. */
static void
purl_add (HmFinds *finds, const char *text)
{
  g_autoptr (HmPurl) purl = text != NULL ? hm_purl_parse (text, NULL) : NULL;
  g_autofree char *repository = purl != NULL ? hm_purl_repository (purl) : NULL;
  g_autofree char *why = NULL;

  if (repository != NULL && hm_finds_add (finds, repository))
    return;
  if (text == NULL)
    why = g_strdup ("name neither a repository nor a package");
  else if (purl == NULL)
    why = g_strdup ("have a purl that is none");
  else
    why = g_strdup_printf ("of the type %s name no repository", purl->type);
  hm_finds_leave_out (finds, 1, why);
}

gboolean
hm_sbom_is_cyclonedx (const json_t *root)
{
  return g_strcmp0 (text_at (root, "bomFormat"), "CycloneDX") == 0;
}

static void
component_add (HmFinds *finds, const json_t *component)
{
  const json_t *references = json_object_get (component, "externalReferences");
  const json_t *reference = NULL;
  gsize i = 0;

  json_array_foreach (references, i, reference)
  {
    const char *url = text_at (reference, "url");

    if (g_strcmp0 (text_at (reference, "type"), "vcs") == 0 && url != NULL
        && hm_finds_add (finds, url))
      return;
  }
  purl_add (finds, text_at (component, "purl"));
}

/* Components may hold components. JSON's depth is bounded, and so is this. */
static guint
components_add (HmFinds *finds, const json_t *components)
{
  const json_t *component = NULL;
  guint n = 0;
  gsize i = 0;

  json_array_foreach (components, i, component)
  {
    if (!json_is_object (component))
      continue;
    component_add (finds, component);
    n += 1 + components_add (finds, json_object_get (component, "components"));
  }
  return n;
}

gboolean
hm_sbom_read_cyclonedx (const json_t *root, HmFinds *finds, GError **error)
{
  const char *version = text_at (root, "specVersion");
  const json_t *subject = json_object_get (json_object_get (root, "metadata"), "component");
  guint64 minor = 0;

  if (version == NULL || !g_str_has_prefix (version, "1.")
      || !hm_number_parse (version + 2, strnlen (version + 2, VERSION_MAX), 99, &minor)
      || minor < 4)
    return hm_fail (error, HM_ERROR_UNSUPPORTED,
                    "CycloneDX of version %.*s; 1.4 and later ones of 1 are read", VERSION_MAX,
                    version != NULL ? version : "none");
  if (json_is_object (subject))
    component_add (finds, subject);
  if (components_add (finds, json_object_get (root, "components")) == 0
      && !json_is_object (subject))
    return hm_fail (error, HM_ERROR_FORMAT, "CycloneDX without components");
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

static void
package_add (HmFinds *finds, const json_t *package)
{
  const char *location = text_at (package, "downloadLocation");
  const json_t *references = json_object_get (package, "externalRefs");
  const json_t *reference = NULL;
  const char *purl = NULL;
  gsize i = 0;

  if (location != NULL && is_vcs_locator (location) && hm_finds_add (finds, location))
    return;
  json_array_foreach (references, i, reference)
  {
    const char *type = text_at (reference, "referenceType");

    if (g_strcmp0 (type, "purl") == 0 && purl == NULL)
      purl = text_at (reference, "referenceLocator");
  }
  purl_add (finds, purl);
}

gboolean
hm_sbom_read_spdx (const json_t *root, HmFinds *finds, GError **error)
{
  const json_t *document = spdx_document (root);
  const char *version = text_at (document, "spdxVersion");
  const json_t *packages = json_object_get (document, "packages");
  const json_t *package = NULL;
  gsize i = 0;

  if (g_strcmp0 (version, "SPDX-2.3") != 0 && g_strcmp0 (version, "SPDX-2.2") != 0)
    return hm_fail (error, HM_ERROR_UNSUPPORTED, "SPDX of version %.*s; 2.2 and 2.3 are read",
                    VERSION_MAX, version != NULL ? version : "3");
  if (!json_is_array (packages) || json_array_size (packages) == 0)
    return hm_fail (error, HM_ERROR_FORMAT, "SPDX without packages");
  json_array_foreach (packages, i, package)
  {
    package_add (finds, package);
  }
  return TRUE;
}
