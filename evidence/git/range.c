/* SPDX-License-Identifier: Apache-2.0 */
#include "evidence/git/range.h"

gboolean
hm_range_mark (HmWalk *walk, git_repository *repository, git_odb *odb, const HmOid *before,
               const HmWalkOptions *options, GError **error)
{
  g_autoptr (HmWalk) other = hm_walk_new (repository, odb, before, options, error);

  if (other == NULL)
    return FALSE;
  for (guint i = 0; i < other->commits->len; i++) {
    guint32 index = hm_walk_find (walk, &g_array_index (other->commits, HmCommit, i).oid);

    if (index != HM_NO_INDEX)
      g_array_index (walk->commits, HmCommit, index).is_before = TRUE;
  }
  return TRUE;
}
