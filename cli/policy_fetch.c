/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/policy_fetch.h"

#include <string.h>

#include "core/error.h"
#include "core/limits.h"

#include <hallmark/version.h>

void
hm_policy_fetch_init (HmPolicyFetch *fetch, const HmForgePlan *forge, const gint *cancelled)
{
  const HmForgeOptions *options = &forge->options;

  *fetch = (HmPolicyFetch){ .bytes_max = HM_POLICY_BYTES_MAX };
  fetch->files = g_ptr_array_new_with_free_func (g_free);
  if (!hm_forge_option_texts.no_cache)
    fetch->cache_folder = g_build_filename (g_get_user_cache_dir (), "hallmark", "policy", NULL);
  fetch->web = (HmPolicyWebOptions){
    .is_offline = options->is_offline || options->replay_folder != NULL,
    .cache_folder = fetch->cache_folder,
    .user_agent = "hallmark/" HM_VERSION,
    .cancelled = cancelled,
  };
}

void
hm_policy_fetch_clear (HmPolicyFetch *fetch)
{
  g_clear_pointer (&fetch->tree, hm_policy_tree_free);
  g_clear_pointer (&fetch->files, g_ptr_array_unref);
  g_clear_pointer (&fetch->cache_folder, g_free);
}

/* Adds the parts of @path to @parts. Returns: FALSE where it leads out of the root. */
static gboolean
parts_add (GPtrArray *parts, const char *path)
{
  g_auto (GStrv) words = g_strsplit (path, "/", -1);

  for (guint i = 0; words[i] != NULL; i++) {
    if (g_str_equal (words[i], "") || g_str_equal (words[i], "."))
      continue;
    if (!g_str_equal (words[i], "..")) {
      g_ptr_array_add (parts, g_strdup (words[i]));
      continue;
    }
    if (parts->len == 0)
      return FALSE;
    g_ptr_array_set_size (parts, (gint) parts->len - 1);
  }
  return TRUE;
}

/* The path from the root of the tree that @reference means. Returns: (owned) (nullable) */
static char *
tree_path (const HmPolicyReference *reference)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);

  if (*reference->path == '/' || !parts_add (parts, reference->from + strlen (HM_POLICY_FROM_TREE)))
    return NULL;
  if (parts->len > 0)
    g_ptr_array_set_size (parts, (gint) parts->len - 1);
  if (!parts_add (parts, reference->path) || parts->len == 0)
    return NULL;
  g_ptr_array_add (parts, NULL);
  return g_strjoinv ("/", (char **) parts->pdata);
}

static GBytes *
tree_fetch (HmPolicyFetch *fetch, const HmPolicyReference *reference, char **ret_identity,
            char **ret_name, GError **error)
{
  g_autofree char *path = tree_path (reference);
  HmOid blob;
  GBytes *bytes;

  if (path == NULL) {
    hm_fail (error, HM_ERROR_FORMAT, "%s: leads out of the repository", reference->path);
    return NULL;
  }
  if (!g_ptr_array_find_with_equal_func (fetch->files, path, g_str_equal, NULL))
    g_ptr_array_add (fetch->files, g_strdup (path));
  bytes = hm_policy_tree_read (fetch->tree, path, fetch->bytes_max, &blob, error);
  if (bytes == NULL) {
    g_prefix_error (error, "%s: ", path);
    return NULL;
  }
  *ret_identity = g_strconcat (HM_POLICY_FROM_TREE, path, NULL);
  *ret_name = g_steal_pointer (&path);
  return bytes;
}

char *
hm_policy_fetch_file (const HmPolicyReference *reference)
{
  g_autofree char *folder = NULL;

  if (!g_str_has_prefix (reference->from, HM_POLICY_FROM_HERE))
    return NULL;
  if (!g_str_equal (reference->from, HM_POLICY_FROM_HERE))
    folder = g_path_get_dirname (reference->from + strlen (HM_POLICY_FROM_HERE));
  return g_canonicalize_filename (reference->path, folder);
}

/* As short as people would write it. Returns: (owned) */
static char *
file_name (const char *file)
{
  g_autofree char *here = g_get_current_dir ();
  const gsize size = strlen (here);

  return g_strdup (g_str_has_prefix (file, here) && file[size] == '/' ? file + size + 1 : file);
}

static GBytes *
file_fetch (const HmPolicyFetch *fetch, const HmPolicyReference *reference, char **ret_identity,
            char **ret_name, GError **error)
{
  g_autofree char *file = hm_policy_fetch_file (reference);
  g_autofree char *name = file_name (file);
  GBytes *bytes = hm_policy_file_read (name, fetch->bytes_max, error);

  if (bytes == NULL)
    return NULL;
  *ret_identity = g_strconcat (HM_POLICY_FROM_HERE, file, NULL);
  *ret_name = g_steal_pointer (&name);
  return bytes;
}

GBytes *
hm_policy_fetch (gpointer data, const HmPolicyReference *reference, char **ret_identity,
                 char **ret_name, GError **error)
{
  HmPolicyFetch *fetch = data;
  GBytes *bytes;

  if (reference->url == NULL)
    return g_str_has_prefix (reference->from, HM_POLICY_FROM_TREE)
               ? tree_fetch (fetch, reference, ret_identity, ret_name, error)
               : file_fetch (fetch, reference, ret_identity, ret_name, error);
  bytes = hm_policy_url_read (reference->url, reference->digest, &fetch->web, error);
  if (bytes == NULL) {
    g_prefix_error (error, "%s: ", reference->url);
    return NULL;
  }
  *ret_identity = g_strdup (reference->url);
  *ret_name = g_strdup (reference->url);
  return bytes;
}
