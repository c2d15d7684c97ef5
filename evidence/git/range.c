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

/*
 * An ancestor of a shared commit is shared as well. So the best ones are those that are no parent
 * of a shared one: no path of others leads to them.
 */
gboolean
hm_range_merge_base (const HmWalk *one, const HmWalk *other, HmOid *ret_base)
{
  g_autofree guint8 *is_covered = g_malloc0 (MAX (one->commits->len, 1));
  const HmCommit *best = NULL;

  for (guint i = 0; i < one->commits->len; i++) {
    const HmCommit *commit = &g_array_index (one->commits, HmCommit, i);

    if (hm_walk_find (other, &commit->oid) == HM_NO_INDEX)
      continue;
    for (guint32 j = 0; j < commit->n_parents; j++) {
      guint32 parent = g_array_index (one->parents, guint32, commit->parents + j);

      if (parent != HM_NO_INDEX)
        is_covered[parent] = TRUE;
    }
  }
  for (guint i = 0; i < one->commits->len; i++) {
    const HmCommit *commit = &g_array_index (one->commits, HmCommit, i);

    if (is_covered[i] || hm_walk_find (other, &commit->oid) == HM_NO_INDEX)
      continue;
    if (best == NULL || commit->committer_time > best->committer_time)
      best = commit;
  }
  if (best == NULL)
    return FALSE;
  *ret_base = best->oid;
  return TRUE;
}
