/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The facts about one repository at many of its commits, each as a scan of that commit alone finds
 * them: only its ancestors count, and the tags that were there. What one commit needs is kept for
 * the next, and for the next run (evidence/git/journal.h).
 */
#ifndef HM_EVIDENCE_TIMELINE_H
#define HM_EVIDENCE_TIMELINE_H

#include "evidence/collect.h"

typedef struct HmTimeline HmTimeline;

/* A commit of the first-parent path. */
typedef struct {
  HmOid commit;
  gint64 time; /* of committing, seconds since the epoch */
} HmMoment;

/*
 * Opens the repository at or above @path and collects the newest moment: the commit that @options
 * name, as of the time that they do. No forge is asked.
 *
 * What @options point to outlives the timeline.
 *
 * Returns: (owned) NULL with the errors of hm_collect().
 */
HmTimeline *hm_timeline_new (const char *path, const HmCollectOptions *options, GError **error);

/* Keeps what was learned for the next run, as the options say. */
void hm_timeline_free (HmTimeline *timeline);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HmTimeline, hm_timeline_free)

/* Returns: (borrowed) the first-parent path, newest first. */
const HmMoment *hm_timeline_moments (const HmTimeline *timeline, gsize *ret_n_moments);

/*
 * Returns: (borrowed) the facts about the newest commit, with all tags of its history that are not
 * of a later time than it is told as of.
 */
const HmFacts *hm_timeline_newest (const HmTimeline *timeline);

/*
 * The facts at @commit, an ancestor of the newest, as of @as_of: byte for byte what hm_collect()
 * finds with both and no forge.
 *
 * Returns: (owned) the facts, which may outlive the timeline; NULL with HM_ERROR_NOT_FOUND where
 * @commit is no ancestor, HM_ERROR_CANCELLED, HM_ERROR_GIT.
 */
HmEvidenceStore *hm_timeline_at (HmTimeline *timeline, const HmOid *commit, gint64 as_of,
                                 GError **error);

#endif
