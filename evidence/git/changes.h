/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a commit changed against its parents: files by path, and in those that matter what is new.
 * Distrusts trees and files as evidence/git/tree.h does. A merge's changes are those that differ
 * from every parent: what it brings in is told by the commits that it brings.
 *
 * All of it is a function of the commit alone, so that it can be kept (evidence/git/journal.h) and
 * several threads may read at once.
 */
#ifndef HM_EVIDENCE_GIT_CHANGES_H
#define HM_EVIDENCE_GIT_CHANGES_H

#include <hallmark/facts.h>

#include "evidence/git/autoptr.h"

/* A change of a file with no other role is told where what is in the file is worth it: binary, or with marks. */
#define HM_UNREMARKABLE_ROLES \
  ((guint32) (HM_ROLE_SOURCE | HM_ROLE_TEST | HM_ROLE_DOC | HM_ROLE_GENERATED))

/* What one commit changed. Marks are those of its changes in their order; strings are owned by the arena given. */
typedef struct {
  /* (element-type HmFileChange) worth a look, in path order; marks indexes count from 0 here */
  GArray *changes;
  GArray *marks; /* (element-type HmMark) */
  guint32 n_files;
  HmLook look;
  gboolean is_partial;
} HmCommitChanges;

/* The trees of a commit and its parents. */
typedef struct {
  HmOid tree;
  /* their trees; all zero: that parent can't be seen, and so neither can the change */
  const HmOid *parents;
  gsize n_parents;
} HmTrees;

/* How far to look. */
typedef struct {
  HmLook look;
  /*
   * also at the content of SOURCE files: since the commit is by somebody new (HM_NEWCOMER_SECONDS
   * of evidence/git/survey.h)
   */
  gboolean has_sources;
} HmChangesWanted;

typedef struct HmChangeReader HmChangeReader;

/*
 * Returns: (owned) a reader for one thread, with memory of its own for trees and files that come
 * again. @odb: borrowed
 */
HmChangeReader *hm_change_reader_new (git_odb *odb, const gint *cancelled);
void hm_change_reader_free (HmChangeReader *reader);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HmChangeReader, hm_change_reader_free)

/* Fills in @changes, whose arrays are there, and emptied first. @strings: the arena of paths and texts. */
void hm_change_reader_read (HmChangeReader *reader, const HmTrees *trees,
                            const HmChangesWanted *wanted, GStringChunk *strings,
                            HmCommitChanges *changes);

/*
 * Bytes that reading took so far: unpacked, compared, and looked at. What one commit may cost is
 * limited here; whoever reads many of a hostile history, each of which costs that much, ends at
 * HM_CHANGES_BYTES_MAX for all readers together.
 */
guint64 hm_change_reader_cost (const HmChangeReader *reader);

#endif
