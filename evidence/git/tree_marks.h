/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The marks of a tree's files while several threads find them, in whatever order: what is kept of
 * them in the end must not hang on that.
 */
#ifndef HM_EVIDENCE_GIT_TREE_MARKS_H
#define HM_EVIDENCE_GIT_TREE_MARKS_H

#include "evidence/git/tree.h"

typedef struct HmTreeMarks HmTreeMarks;

/* @marks_max: HM_TREE_MARKS_MAX, but in tests. Returns: (owned) */
HmTreeMarks *hm_tree_marks_new (gsize marks_max);
void hm_tree_marks_free (HmTreeMarks *found);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HmTreeMarks, hm_tree_marks_free)

/*
 * Notes copies of @marks, at most HM_MARKS_PER_FILE, as those of the entry @entry, which has none
 * yet. From any thread.
 */
void hm_tree_marks_add (HmTreeMarks *found, guint32 entry, const HmMark *marks, guint n_marks);

/*
 * Gives the entries of @store their marks, but for entries that were not read. Those of the first
 * entries are kept, as many as are allowed.
 *
 * Returns: FALSE where there were more.
 */
gboolean hm_tree_marks_finish (HmTreeMarks *found, HmTreeStore *store);

#endif
