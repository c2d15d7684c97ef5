/* SPDX-License-Identifier: Apache-2.0 */
#include "evidence/git/release_branches.h"

#include <string.h>

#include "core/glob.h"

#define HEADS "refs/heads/"
#define REMOTES "refs/remotes/"

/* Returns: (nullable) what people call the branch @ref; NULL where it is none. */
static const char *
branch_name (const char *ref)
{
  const char *name;

  if (g_str_has_prefix (ref, HEADS))
    return ref + strlen (HEADS);
  if (!g_str_has_prefix (ref, REMOTES))
    return NULL;
  name = strchr (ref + strlen (REMOTES), '/');
  return name != NULL && !g_str_equal (name, "/HEAD") ? name + 1 : NULL;
}

static gboolean
is_meant (const char *name, const char *const *globs)
{
  for (; *globs != NULL; globs++) {
    if (hm_path_glob_matches (*globs, name))
      return TRUE;
  }
  return FALSE;
}

static gint
compare_last_first (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) b, *(const char *const *) a);
}

static void
names_collect (git_repository *repository, const char *const *globs, GPtrArray *names)
{
  g_autoptr (git_reference_iterator) iterator = NULL;
  g_autoptr (GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);
  const char *ref;

  if (git_reference_iterator_new (&iterator, repository) < 0)
    return;
  while (git_reference_next_name (&ref, iterator) == 0) {
    const char *name = branch_name (ref);
    char *kept;

    if (name == NULL || !is_meant (name, globs) || g_hash_table_contains (known, name))
      continue;
    kept = g_strdup (name);
    g_ptr_array_add (names, kept);
    g_hash_table_add (known, kept);
  }
}

GPtrArray *
hm_release_branches_find (git_repository *repository, const char *const *globs)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);

  if (globs != NULL)
    names_collect (repository, globs, names);
  g_ptr_array_sort (names, compare_last_first);
  if (names->len > HM_RELEASE_BRANCHES_MAX)
    g_ptr_array_set_size (names, HM_RELEASE_BRANCHES_MAX);
  g_ptr_array_add (names, NULL);
  return names;
}
