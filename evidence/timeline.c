/* SPDX-License-Identifier: Apache-2.0 */
/* One open repository, and its moments one after another. */
#include "evidence/timeline.h"

#include "core/error.h"
#include "core/oid.h"
#include "evidence/archive.h"
#include "evidence/store.h"
#include "evidence/subject.h"

struct HmTimeline {
  HmCollectOptions options; /* what it points to is borrowed */
  HmArchive *archive;
  HmEvidenceStore *newest;
  GArray *moments; /* (element-type HmMoment) */
};

static HmEvidenceStore *
moment_collect (HmTimeline *timeline, const HmRevision *revision, gint64 as_of, GError **error)
{
  g_autoptr (HmEvidenceStore) store = hm_evidence_store_new ();
  const HmMomentWanted wanted = {
    .commit = revision->commit,
    .tree = revision->tree,
    .as_of = as_of,
    .tags_until = timeline->options.has_as_of ? as_of : G_MAXINT64,
  };

  store->facts.as_of = as_of;
  hm_subject_collect (store, hm_archive_repository (timeline->archive), revision,
                      &timeline->options);
  return hm_archive_collect (timeline->archive, &wanted, store, error) ? g_steal_pointer (&store)
                                                                       : NULL;
}

/* The first-parent path; counted, since forged ids can make a ring of it. */
static void
moments_list (HmTimeline *timeline)
{
  const HmHistory *history = &timeline->newest->facts.history;
  guint32 index = history->n_commits > 0 ? 0 : HM_NO_INDEX;

  for (gsize n = 0; n < history->n_commits && index != HM_NO_INDEX; n++) {
    const HmCommit *commit = &history->commits[index];
    const HmMoment moment = { .commit = commit->oid, .time = commit->committer_time };

    g_array_append_val (timeline->moments, moment);
    index = commit->n_parents > 0 ? history->parents[commit->parents] : HM_NO_INDEX;
  }
}

HmTimeline *
hm_timeline_new (const char *path, const HmCollectOptions *options, GError **error)
{
  g_autoptr (HmTimeline) timeline = g_new0 (HmTimeline, 1);
  g_auto (HmRevision) revision = { 0 };

  timeline->options = *options;
  timeline->options.needs |= HM_NEED_HISTORY;
  timeline->options.needs &= ~(guint) HM_NEED_FORGE;
  timeline->moments = g_array_new (FALSE, FALSE, sizeof (HmMoment));
  timeline->archive = hm_archive_open (path, &timeline->options, error);
  if (timeline->archive == NULL
      || !hm_revision_resolve (hm_archive_repository (timeline->archive), path, options, &revision,
                               error)
      || !hm_archive_open_anchors (timeline->archive, error))
    return NULL;
  hm_archive_remember_files (timeline->archive);
  timeline->newest = moment_collect (timeline, &revision, options->as_of, error);
  if (timeline->newest == NULL)
    return NULL;
  /* From here on every moment is as of a time, and so are its tags. */
  timeline->options.has_as_of = TRUE;
  moments_list (timeline);
  return g_steal_pointer (&timeline);
}

void
hm_timeline_free (HmTimeline *timeline)
{
  if (timeline == NULL)
    return;
  if (timeline->newest != NULL)
    hm_archive_save (timeline->archive);
  hm_evidence_store_free (timeline->newest);
  hm_archive_free (timeline->archive);
  g_array_unref (timeline->moments);
  g_free (timeline);
}

const HmMoment *
hm_timeline_moments (const HmTimeline *timeline, gsize *ret_n_moments)
{
  *ret_n_moments = timeline->moments->len;
  return (const HmMoment *) (gpointer) timeline->moments->data;
}

const HmFacts *
hm_timeline_newest (const HmTimeline *timeline)
{
  return &timeline->newest->facts;
}

HmEvidenceStore *
hm_timeline_at (HmTimeline *timeline, const HmOid *commit, gint64 as_of, GError **error)
{
  HmRevision revision = { .commit = *commit };
  char hex[HM_OID_HEX_SIZE + 1];

  if (hm_walk_find (timeline->newest->walk, commit) == HM_NO_INDEX
      || !hm_archive_find (timeline->archive, commit, &revision.tree, &revision.committer_time)) {
    hm_fail (error, HM_ERROR_NOT_FOUND, "commit %s is no part of this history",
             hm_oid_hex (commit, hex));
    return NULL;
  }
  return moment_collect (timeline, &revision, as_of, error);
}
