/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/check_choice.h"

#include "core/error.h"

#include <hallmark/version.h>

HmRegistry *
hm_check_registry (char **plugins, GError **error)
{
  const char *folder = g_getenv ("HALLMARK_PLUGIN_DIR");
  g_autoptr (HmRegistry) registry = hm_registry_new ();

  if (!hm_registry_load_folder (registry, folder != NULL ? folder : HM_PLUGIN_DIR, error))
    return NULL;
  for (gsize i = 0; plugins != NULL && plugins[i] != NULL; i++) {
    if (!hm_registry_load_plugin (registry, plugins[i], error))
      return NULL;
  }
  return g_steal_pointer (&registry);
}

const HmCheck *
hm_check_find (const HmRegistry *registry, const char *name, GError **error)
{
  const HmCheck *check = hm_registry_find (registry, name);
  g_autofree char *nearest = NULL;

  if (check != NULL)
    return check;
  nearest = hm_registry_nearest (registry, name);
  if (nearest != NULL)
    hm_fail (error, HM_ERROR_USAGE, "%s: no such check; did you mean %s?", name, nearest);
  else
    hm_fail (error, HM_ERROR_USAGE, "%s: no such check; 'hallmark checks' lists all", name);
  return NULL;
}

GPtrArray *
hm_check_choose (const HmRegistry *registry, char **names, GError **error)
{
  gsize n_checks;
  const HmCheck *const *checks = hm_registry_checks (registry, &n_checks);
  g_autoptr (GPtrArray) wanted = g_ptr_array_new ();
  g_autoptr (GPtrArray) chosen = g_ptr_array_new ();

  for (gsize i = 0; names != NULL && names[i] != NULL; i++) {
    const HmCheck *check = hm_check_find (registry, names[i], error);

    if (check == NULL)
      return NULL;
    g_ptr_array_add (wanted, (gpointer) (guintptr) check);
  }
  for (gsize i = 0; i < n_checks; i++) {
    if (names == NULL || g_ptr_array_find (wanted, checks[i], NULL))
      g_ptr_array_add (chosen, (gpointer) (guintptr) checks[i]);
  }
  return g_steal_pointer (&chosen);
}

GPtrArray *
hm_check_needs (const GPtrArray *checks, guint *ret_needs)
{
  GPtrArray *reads = g_ptr_array_new ();

  for (guint i = 0; i < checks->len; i++) {
    const HmCheck *check = g_ptr_array_index (checks, i);

    *ret_needs |= check->needs;
    for (gsize j = 0; check->reads != NULL && check->reads[j] != NULL; j++)
      g_ptr_array_add (reads, (gpointer) (guintptr) check->reads[j]);
  }
  g_ptr_array_add (reads, NULL);
  return reads;
}
