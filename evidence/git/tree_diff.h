/* SPDX-License-Identifier: Apache-2.0 */
/*
 * In which files a tree differs from each of several others. Distrusts all of them as
 * evidence/git/tree.h does: names, order, depth, folders that are missing, or in truth a few that
 * stand for billions. Opens nothing by itself.
 */
#ifndef HM_EVIDENCE_GIT_TREE_DIFF_H
#define HM_EVIDENCE_GIT_TREE_DIFF_H

#include <hallmark/facts.h>

/* A file in one tree. */
typedef struct {
  HmOid oid; /* all zero: it is not there */
  HmEntryKind kind;
} HmTreeFile;

/* A file that is not the same in the tree as in any of its parents. */
typedef struct {
  const char *path;
  HmTreeFile after;
  /*
   * in each parent, in their order; @after is in none of them so, or is missing and in all of them
   */
  const HmTreeFile *before;
  gsize n_before;
} HmTreeChange;

typedef struct {
  GBytes *(*load) (gpointer data,
                   const HmOid *oid); /* (owned) a raw tree; NULL where it can't be had */
  gboolean (*changed) (gpointer data,
                       const HmTreeChange *change); /* in path order. Returns: FALSE to stop */
  gpointer data;
  gsize lines_max; /* HM_TREE_ENTRIES_MAX, but in tests: of all folders looked at, in all trees */
  const gint *cancelled; /* (nullable) atomic */
} HmTreeComparison;

/*
 * Tells @comparison what differs between @tree and all of its @n_parents @parents; with none of
 * these, all files. Of more than HM_COMPARED_PARENTS_MAX the first ones are compared.
 *
 * Returns: whether all of it was compared.
 */
gboolean hm_tree_diff (const HmTreeComparison *comparison, const HmOid *tree, const HmOid *parents,
                       gsize n_parents);

#endif
