/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The walk over a commit and its ancestors, each read once, straight from raw objects, and not at
 * all where the journal knows it. Distrusts them: commits may be missing, damaged, huge, of any
 * date, name thousands of parents, and (since their ids are not verified) even name their own
 * children.
 */
#ifndef HM_EVIDENCE_GIT_HISTORY_H
#define HM_EVIDENCE_GIT_HISTORY_H

#include <hallmark/facts.h>

#include "core/error.h"
#include "evidence/git/autoptr.h"
#include "evidence/git/journal.h"
#include "evidence/git/people.h"

typedef struct {
  /* (element-type HmCommit) author and committer are identities until hm_walk_join() */
  GArray *commits;
  GArray *parents; /* (element-type guint32) */
  HmJournal *journal;
  GArray *records; /* (element-type guint32) the record of each commit */
  /* (element-type guint32) by record: its commit + 1; 0: none. Shorter than the journal may be */
  GArray *places;
  HmPeople *people;
  GArray *changes;   /* (element-type HmFileChange) of evidence/git/survey.h, as are these: */
  GArray *marks;     /* (element-type HmMark) */
  char *changes_why; /* (nullable) */
  gint64 changes_since;
  gint64 contents_since;
  char *cut; /* (nullable) as HmHistory.cut */
  gint64 cut_time;
  gboolean is_mainline_cut;
  /* that reading the commits took, now or when the journal did, of HmWalkOptions.bytes_max */
  guint64 bytes;
} HmWalk;

typedef struct {
  gsize commits_max;     /* HM_COMMITS_MAX, but in tests */
  guint64 bytes_max;     /* HM_HISTORY_BYTES_MAX, but in tests */
  const gint *cancelled; /* (nullable) atomic */
  /* (nullable) what is known already, and learns from this walk; NULL: nothing is */
  HmJournal *journal;
} HmWalkOptions;

/*
 * Walks from @start on. A parent that a shallow clone left out is not followed, nor one past a
 * limit. Where @start itself is larger than HM_COMMIT_BYTES_MAX the walk holds no commit, and says
 * so.
 *
 * Returns: (owned) NULL with HM_ERROR_CANCELLED, or HM_ERROR_GIT where @start itself can't be read.
 */
HmWalk *hm_walk_new (git_repository *repository, git_odb *odb, const HmOid *start,
                     const HmWalkOptions *options, GError **error);
void hm_walk_free (HmWalk *walk);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HmWalk, hm_walk_free)

/* Adds @text to @cut, and moves @cut_time on to @time where that is later. */
void hm_walk_cut (HmWalk *walk, const char *text, gint64 time);

/* Returns: the index of the commit @oid, or HM_NO_INDEX. */
guint32 hm_walk_find (const HmWalk *walk, const HmOid *oid);

/* The record of the commit at @index. Returns: (borrowed) until the journal grows. */
const HmRecord *hm_walk_record (const HmWalk *walk, guint32 index);

/*
 * Joins identities into persons, once, after all of them were interned, and finds whose traces
 * commits show (evidence/git/trace.h).
 */
void hm_walk_join (HmWalk *walk, HmResolver *resolver);

/*
 * Sets all of @ret_history but recent commits and tags to what @walk holds, as long as it lives;
 * after hm_walk_join(). Texts are the journal's.
 */
void hm_walk_get (const HmWalk *walk, HmHistory *ret_history);

#endif
