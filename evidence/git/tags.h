/* SPDX-License-Identifier: Apache-2.0 */
/* The tags of a history. Distrusts their names, chains, dates and signatures. */
#ifndef HM_EVIDENCE_GIT_TAGS_H
#define HM_EVIDENCE_GIT_TAGS_H

#include "evidence/git/history.h"
#include "evidence/git/verify.h"

/* Whether @name holds a version number: two numbers with a dot or a low line between, or a "v" and a number. */
gboolean hm_tag_is_release (const char *name);

/*
 * The tags of a repository, read once for all parts of a walk: those that lead to commits of it,
 * and the annotated ones of other branches.
 */
typedef struct HmTagList HmTagList;

/*
 * Reads the tags, and what they say of signatures. Texts are given to the journal of @walk.
 *
 * @cancelled: (nullable) atomic
 *
 * Returns: (owned) NULL with HM_ERROR_CANCELLED.
 */
HmTagList *hm_tag_list_new (git_repository *repository, git_odb *odb, const HmWalk *walk,
                            const gint *cancelled, GError **error);
void hm_tag_list_free (HmTagList *list);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HmTagList, hm_tag_list_free)

/*
 * Picks the tags that lead to commits of @walk, the one of @list or one of its part, and are not of
 * a later time than @as_of. Taggers are counted as identities in walk->people; hm_tags_join() turns
 * them into persons. What could not be read is told by the cut of @walk.
 *
 * @as_of: G_MAXINT64: of any time
 *
 * Returns: (owned) (element-type HmTag) newest first, by time, then by name.
 */
GArray *hm_tag_list_pick (const HmTagList *list, HmWalk *walk, gint64 as_of);

/*
 * Picks the annotated tags of other branches, commit HM_NO_INDEX, that are not of a later time than
 * @as_of; else as hm_tag_list_pick(). What of them can't be read is left out: nobody knows that it
 * would be one.
 */
GArray *hm_tag_list_pick_of_branches (const HmTagList *list, HmWalk *walk, gint64 as_of);

/* After hm_walk_join(). */
void hm_tags_join (GArray *tags, const HmWalk *walk);

/* Verifies the signatures of the newest HM_RECENT_RELEASES release tags. */
void hm_tags_verify (GArray *tags, git_odb *odb, HmVerifier *verifier, GStringChunk *strings);

#endif
