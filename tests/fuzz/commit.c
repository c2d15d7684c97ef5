/* SPDX-License-Identifier: Apache-2.0 */
/* Raw commits and tags: every slice lies within the object, every date within the calendar. */
#include "core/instant.h"
#include "evidence/git/commit.h"
#include "tests/fuzz/target.h"

static void
byline_check (const HmByline *byline, const char *object, gsize size)
{
  g_assert (byline->time >= HM_INSTANT_MIN && byline->time <= HM_INSTANT_MAX);
  if (byline->identity.text == NULL)
    return;
  g_assert (byline->identity.text >= object);
  g_assert (byline->identity.text + byline->identity.size <= object + size);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  const char *object = (const char *) data;
  HmCommitHeader commit;
  HmTagHeader tag;
  HmOid parent;

  if (hm_commit_parse (object, size, &commit)) {
    byline_check (&commit.author, object, size);
    byline_check (&commit.committer, object, size);
    for (gsize i = 0; i < commit.n_parents; i++)
      hm_commit_parent (&commit, i, &parent);
  }
  if (hm_tag_parse (object, size, &tag))
    byline_check (&tag.tagger, object, size);
  return 0;
}
