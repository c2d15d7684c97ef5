/* SPDX-License-Identifier: Apache-2.0 */
#include "portfolio/scorecard_results.h"

#include <string.h>

#include "core/mask.h"

#define UNNAMED "name no repository on a host"

gboolean
hm_scorecard_is_result (const json_t *root)
{
  return json_is_string (json_object_get (json_object_get (root, "repo"), "name"));
}

void
hm_scorecard_read_result (const json_t *root, HmFinds *finds)
{
  const char *name = json_string_value (json_object_get (json_object_get (root, "repo"), "name"));
  g_autofree char *url = NULL;

  if (name == NULL || strstr (name, "://") != NULL) {
    /* --local writes "file://...". */
    if (name == NULL || hm_finds_add (finds, name) == NULL)
      hm_finds_leave_out (finds, 1, UNNAMED);
    return;
  }
  url = g_strconcat ("https://", name, NULL);
  if (hm_finds_add (finds, url) == NULL)
    hm_finds_leave_out (finds, 1, UNNAMED);
}

/* Whether @json is an object of nothing but objects. */
static gboolean
is_level (const json_t *json)
{
  const char *key = NULL;
  const json_t *value = NULL;

  if (!json_is_object (json) || json_object_size (json) == 0)
    return FALSE;
  json_object_foreach ((json_t *) (guintptr) json, key, value)
  {
    if (!json_is_object (value))
      return FALSE;
  }
  return TRUE;
}

gboolean
hm_scorecard_is_monitor (const json_t *root)
{
  const char *host = NULL;
  const json_t *owners = NULL;

  if (!is_level (root))
    return FALSE;
  json_object_foreach ((json_t *) (guintptr) root, host, owners)
  {
    if (strchr (host, '.') == NULL)
      return FALSE;
  }
  return TRUE;
}

static void
project_add (HmFinds *finds, const char *host, const char *owner, const char *name)
{
  g_autoptr (GString) url = g_string_new ("https://");

  g_string_append_printf (url, "%s/", host);
  hm_mask_url_segment (url, owner, -1);
  g_string_append_c (url, '/');
  hm_mask_url_segment (url, name, -1);
  if (hm_finds_add (finds, url->str) == NULL)
    hm_finds_leave_out (finds, 1, UNNAMED);
}

/* An owner's projects: by name, or in the scope a list of names. */
static void
owner_read (HmFinds *finds, const char *host, const char *owner, const json_t *projects)
{
  const char *name = NULL;
  const json_t *value = NULL;
  gsize i = 0;

  json_array_foreach (projects, i, value)
  {
    if (json_is_string (value))
      project_add (finds, host, owner, json_string_value (value));
  }
  json_object_foreach ((json_t *) (guintptr) projects, name, value)
  {
    project_add (finds, host, owner, name);
  }
}

static void
host_read (HmFinds *finds, const char *host, const json_t *owners)
{
  const json_t *included = json_object_get (owners, "included");
  const json_t *excluded = json_object_get (owners, "excluded");
  const char *owner = NULL;
  const json_t *projects = NULL;

  if (json_is_object (excluded)) {
    json_object_foreach ((json_t *) (guintptr) excluded, owner, projects)
    {
      hm_finds_leave_out (finds, (guint) json_array_size (projects),
                          "are outside of the monitor's scope");
    }
  }
  if (included == NULL && excluded == NULL)
    included = owners;
  json_object_foreach ((json_t *) (guintptr) included, owner, projects)
  {
    owner_read (finds, host, owner, projects);
  }
}

void
hm_scorecard_read_monitor (const json_t *root, HmFinds *finds)
{
  const char *host = NULL;
  const json_t *owners = NULL;

  json_object_foreach ((json_t *) (guintptr) root, host, owners)
  {
    host_read (finds, host, owners);
  }
}
