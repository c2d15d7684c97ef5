/* SPDX-License-Identifier: Apache-2.0 */
/* The tags of a history. Distrusts their names, chains, dates and signatures. */
#ifndef HM_EVIDENCE_GIT_TAGS_H
#define HM_EVIDENCE_GIT_TAGS_H

#include "evidence/git/history.h"
#include "evidence/git/verify.h"

/* Whether @name holds a version number: two numbers with a dot or a low line between, or a "v" and a number. */
gboolean hm_tag_is_release (const char *name);

/*
 * Lists the tags that lead to commits of @walk, and reads what they say of signatures. Taggers are interned as identities in
 * walk->people; hm_tags_join() turns them into persons.
 *
 * @strings: owns the texts.
 * @cancelled: (nullable) atomic
 *
 * Returns: (owned) (element-type HmTag) newest first, by time, then by name; NULL with HM_ERROR_CANCELLED.
 */
GArray *hm_tags_list (git_repository *repository, git_odb *odb, HmWalk *walk, GStringChunk *strings,
                      const gint *cancelled, GError **error);

/* After hm_walk_join(). */
void hm_tags_join (GArray *tags, const HmWalk *walk);

/* Verifies the signatures of the newest HM_RECENT_RELEASES release tags. */
void hm_tags_verify (GArray *tags, git_odb *odb, HmVerifier *verifier, GStringChunk *strings);

#endif
