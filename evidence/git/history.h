/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The walk over a commit and its ancestors, each read once, straight from raw objects. Distrusts them: commits may be missing, damaged,
 * huge, of any date, name thousands of parents, and (since their ids are not verified) even name their own children.
 */
#ifndef HM_EVIDENCE_GIT_HISTORY_H
#define HM_EVIDENCE_GIT_HISTORY_H

#include <hallmark/facts.h>

#include "core/error.h"
#include "evidence/git/autoptr.h"
#include "evidence/git/oid_index.h"
#include "evidence/git/people.h"

typedef struct {
  GArray *
      commits; /* (element-type HmCommit) author and committer are identities until hm_walk_join() */
  GArray *parents;  /* (element-type guint32) */
  HmOidIndex index; /* of @commits */
  HmPeople *people;
  char *cut; /* (nullable) as HmHistory.cut */
  gint64 cut_time;
  gboolean is_mainline_cut;
  guint64 bytes; /* that reading the commits took, of HmWalkOptions.bytes_max */
} HmWalk;

typedef struct {
  gsize commits_max;     /* HM_COMMITS_MAX, but in tests */
  guint64 bytes_max;     /* HM_HISTORY_BYTES_MAX, but in tests */
  const gint *cancelled; /* (nullable) atomic */
} HmWalkOptions;

/*
 * Walks from @start on. A parent that a shallow clone left out is not followed, nor one past a limit. Where @start itself
 * is larger than HM_COMMIT_BYTES_MAX the walk holds no commit, and says so.
 *
 * Returns: (owned) NULL with HM_ERROR_CANCELLED, or HM_ERROR_GIT where @start itself can't be read.
 */
HmWalk *hm_walk_new (git_repository *repository, git_odb *odb, const HmOid *start,
                     const HmWalkOptions *options, GError **error);
void hm_walk_free (HmWalk *walk);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HmWalk, hm_walk_free)

/* Adds @text to @cut, and moves @cut_time on to @time where that is later. */
void hm_walk_cut (HmWalk *walk, const char *text, gint64 time);

/* Joins identities into persons, once, after all of them were interned. @mailmap: (nullable) */
void hm_walk_join (HmWalk *walk, const HmMailmap *mailmap);

/* Sets all of @ret_history but recent commits and tags to what @walk holds, as long as it lives; after hm_walk_join(). */
void hm_walk_get (const HmWalk *walk, HmHistory *ret_history);

#endif
