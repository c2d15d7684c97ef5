/* SPDX-License-Identifier: Apache-2.0 */
#include "evidence/git/settled.h"

#include "core/instant.h"

static const HmCommit *
commit_at (const HmWalk *walk, guint32 index)
{
  return &g_array_index (walk->commits, HmCommit, index);
}

/* @times: of the commits behind @index */
static gint64
time_settle (const HmWalk *walk, guint32 index, const gint64 *times)
{
  const HmCommit *commit = commit_at (walk, index);
  gint64 oldest = HM_INSTANT_MAX;

  for (guint i = 0; i < commit->n_parents; i++) {
    guint32 parent = g_array_index (walk->parents, guint32, commit->parents + i);
    gint64 time;

    if (parent == HM_NO_INDEX)
      return commit->committer_time;
    time = commit_at (walk, parent)->committer_time;
    if (parent > index && commit_at (walk, parent)->committer == commit->committer)
      time = times[parent];
    oldest = MIN (oldest, time);
  }
  return commit->n_parents > 0 ? MAX (commit->committer_time, oldest) : commit->committer_time;
}

gint64 *
hm_settled_times (const HmWalk *walk)
{
  gint64 *times = g_new (gint64, walk->commits->len + 1);

  /* Ancestors stand behind their descendants, but for a few of several branches. */
  for (guint32 i = walk->commits->len; i-- > 0;)
    times[i] = time_settle (walk, i, times);
  return times;
}
