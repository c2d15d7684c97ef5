/* SPDX-License-Identifier: Apache-2.0 */
/* The checks of one run. */
#include "checks/registry.h"

#include <errno.h>
#include <string.h>

#include "checks/list.h"
#include "checks/plugin.h"
#include "core/error.h"
#include "core/nearest.h"

struct HmRegistry {
  /* (element-type const HmCheck), borrowed: built in, or in a library that stays loaded */
  GPtrArray *checks;
};

#define CHECK_ADDRESS(name) &hm_check_##name,
static const HmCheck *const built_in_checks[] = { HM_CHECKS (CHECK_ADDRESS) };

static void
checks_add (GPtrArray *checks, const HmCheck *check)
{
  g_ptr_array_add (checks, (gpointer) (guintptr) check);
}

HmRegistry *
hm_registry_new (void)
{
  HmRegistry *registry = g_new0 (HmRegistry, 1);

  registry->checks = g_ptr_array_new ();
  for (gsize i = 0; i < G_N_ELEMENTS (built_in_checks); i++)
    checks_add (registry->checks, built_in_checks[i]);
  return registry;
}

void
hm_registry_free (HmRegistry *registry)
{
  if (registry == NULL)
    return;
  g_ptr_array_unref (registry->checks);
  g_free (registry);
}

/* Ids and names share one space: both are what a user may type after --check. */
static gboolean
registry_add (HmRegistry *registry, const HmCheck *check, GError **error)
{
  if (hm_registry_find (registry, check->id) != NULL)
    return hm_fail (error, HM_ERROR_PLUGIN, "check id \"%s\" is taken by another check", check->id);
  if (hm_registry_find (registry, check->name) != NULL)
    return hm_fail (error, HM_ERROR_PLUGIN, "check name \"%s\" is taken by another check",
                    check->name);
  checks_add (registry->checks, check);
  return TRUE;
}

gboolean
hm_registry_load_plugin (HmRegistry *registry, const char *file, GError **error)
{
  guint n_before = registry->checks->len;
  HmLoadedPlugin loaded;

  if (!hm_plugin_open (file, &loaded, error))
    return FALSE;
  for (gsize i = 0; i < loaded.plugin->n_checks; i++)
    if (!registry_add (registry, loaded.plugin->checks[i], error)) {
      g_ptr_array_set_size (registry->checks, (gint) n_before);
      g_module_close (loaded.module);
      g_prefix_error (error, "%s: ", file);
      return FALSE;
    }
  g_module_make_resident (loaded.module);
  return TRUE;
}

static gint
names_compare (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

gboolean
hm_registry_load_folder (HmRegistry *registry, const char *folder, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = NULL;
  g_autoptr (GError) dir_error = NULL;
  guint n_before = registry->checks->len;
  const char *name;

  dir = g_dir_open (folder, 0, &dir_error);
  if (dir == NULL) {
    if (g_error_matches (dir_error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
      return TRUE;
    return hm_fail (error, HM_ERROR_PLUGIN, "%s: not a folder of plug-ins that can be read: %s",
                    folder, dir_error->message);
  }
  while ((name = g_dir_read_name (dir)) != NULL)
    if (name[0] != '.' && g_str_has_suffix (name, ".so"))
      g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, names_compare);

  for (guint i = 0; i < names->len; i++) {
    g_autofree char *file = g_build_filename (folder, g_ptr_array_index (names, i), NULL);

    if (!hm_registry_load_plugin (registry, file, error)) {
      g_ptr_array_set_size (registry->checks, (gint) n_before);
      return FALSE;
    }
  }
  return TRUE;
}

const HmCheck *const *
hm_registry_checks (const HmRegistry *registry, gsize *ret_n_checks)
{
  *ret_n_checks = registry->checks->len;
  return (const HmCheck *const *) registry->checks->pdata;
}

const HmCheck *
hm_registry_find (const HmRegistry *registry, const char *name)
{
  for (guint i = 0; i < registry->checks->len; i++) {
    const HmCheck *check = g_ptr_array_index (registry->checks, i);

    if (g_ascii_strcasecmp (check->id, name) == 0 || g_ascii_strcasecmp (check->name, name) == 0)
      return check;
  }
  return NULL;
}

char *
hm_registry_nearest (const HmRegistry *registry, const char *name)
{
  const HmCheck *nearest = NULL;
  guint least = G_MAXUINT;

  for (guint i = 0; i < registry->checks->len; i++) {
    const HmCheck *check = g_ptr_array_index (registry->checks, i);
    guint n_slips = MIN (hm_word_slips (name, check->id), hm_word_slips (name, check->name));

    if (n_slips < least) {
      nearest = check;
      least = n_slips;
    }
  }
  return nearest == NULL ? NULL : g_strdup (nearest->id);
}
