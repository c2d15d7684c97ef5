/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Dependencies that a change brings to a package's users, and those that now come from elsewhere. A
 * manifest that is itself new isn't compared with anything: all of it would be. Distrusts every
 * byte.
 */
#include <stdlib.h>
#include <string.h>

#include "evidence/content/manifest_dependencies.h"
#include "evidence/content/recognisers.h"

static gint
compare_names (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

void
hm_recognise_dependencies (HmMarks *marks, const HmText *before, const HmText *after)
{
  g_autoptr (GHashTable) old = NULL;
  g_autoptr (GHashTable) new = NULL;
  g_autofree gpointer *names = NULL;
  guint n_names = 0;
  gboolean is_lock = FALSE;

  if (before == NULL || after == NULL || (after->roles & (HM_ROLE_TEST | HM_ROLE_DOC)) != 0)
    return;
  old = hm_manifest_dependencies (before);
  new = hm_manifest_dependencies (after);
  /* Before, it could not be read, or had none: of a lock file all hosts would be new. */
  is_lock = (after->roles & HM_ROLE_LOCKFILE) != 0;
  if (is_lock && g_hash_table_size (old) == 0)
    return;
  names = g_hash_table_get_keys_as_array (new, &n_names);
  if (n_names > 0)
    qsort (names, n_names, sizeof *names, compare_names);
  for (guint i = 0; i < n_names; i++) {
    const char *name = names[i];
    const HmDependency *is = g_hash_table_lookup (new, name);
    const HmDependency *was = g_hash_table_lookup (old, name);

    if (was == NULL && !is_lock && !is->is_indirect)
      hm_marks_note (marks, HM_MARK_DEPENDENCY_ADDED, is->line, name, strlen (name), "%s", name);
    if (is->origin != NULL && (was == NULL || g_strcmp0 (was->origin, is->origin) != 0)
        && !(was == NULL && (after->roles & HM_ROLE_SUBMODULE) != 0))
      hm_marks_note (marks, HM_MARK_DEPENDENCY_MOVED, is->line, name, strlen (name), "%s", name);
  }
}
