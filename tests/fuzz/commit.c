/* SPDX-License-Identifier: Apache-2.0 */
/* Raw commits and tags: every slice lies within the object, every date within the calendar. */
#include "core/instant.h"
#include "evidence/git/commit.h"
#include "tests/fuzz/target.h"

static void
stamp_check (const HmStamp *stamp, const char *object, gsize size)
{
  g_assert (stamp->time >= HM_INSTANT_MIN && stamp->time <= HM_INSTANT_MAX);
  if (stamp->identity.text == NULL)
    return;
  g_assert (stamp->identity.text >= object);
  g_assert (stamp->identity.text + stamp->identity.size <= object + size);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  const char *object = (const char *) data;
  HmCommitHeader commit;
  HmTagHeader tag;
  HmOid parent;

  if (hm_commit_parse (object, size, &commit)) {
    stamp_check (&commit.author, object, size);
    stamp_check (&commit.committer, object, size);
    for (gsize i = 0; i < commit.n_parents; i++)
      hm_commit_parent (&commit, i, &parent);
  }
  if (hm_tag_parse (object, size, &tag))
    stamp_check (&tag.tagger, object, size);
  return 0;
}
