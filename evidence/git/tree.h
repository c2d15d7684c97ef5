/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The listing of a commit's tree. Distrusts names, modes, order and depth; follows no link and enters no submodule.
 */
#ifndef HM_EVIDENCE_GIT_TREE_H
#define HM_EVIDENCE_GIT_TREE_H

#include <hallmark/facts.h>

#include "core/error.h"
#include "evidence/git/autoptr.h"
#include "evidence/git/file_memory.h"

typedef struct {
  const char *const *reads; /* (nullable) as HmCollectOptions.reads */
  gsize entries_max;        /* HM_TREE_ENTRIES_MAX, but in tests */
  gsize documents_max;      /* HM_DOCUMENTS_MAX, but in tests */
  guint64 bytes_max;        /* HM_TREE_BYTES_MAX, but in tests */
  gboolean has_marks;       /* that marks and entropy are asked for, with the content of files */
  const gint *cancelled;    /* (nullable) atomic */
} HmTreeOptions;

typedef struct {
  /*
   * (element-type HmTreeEntry) in path order; content and size are evidence/git/files.h's to fill
   * in
   */
  GArray *entries;
  GArray *documents; /* (element-type HmDocument) in path order; likewise */
  GStringChunk *paths;
  GPtrArray *texts;   /* (element-type utf8) of the documents; owns */
  gboolean has_marks; /* as HmTreeOptions.has_marks */
  /* (element-type HmMark) of the entries, in their order; evidence/git/files.h's to fill in */
  GArray *marks;
  GStringChunk *mark_texts;
  char *cut;     /* (nullable) as HmTree.cut */
  guint64 bytes; /* that listing took, of HmTreeOptions.bytes_max */
  /*
   * (nullable) borrowed: of other trees of the history, where the caller has one; for
   * evidence/git/files.h
   */
  HmFileMemory *memory;
} HmTreeStore;

/*
 * Lists the tree @root.
 *
 * Returns: (owned) NULL with HM_ERROR_CANCELLED alone. What can't be read is told by cut.
 */
HmTreeStore *hm_tree_list (git_odb *odb, const HmOid *root, const HmTreeOptions *options,
                           GError **error);
void hm_tree_store_free (HmTreeStore *store);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HmTreeStore, hm_tree_store_free)

/*
 * Reads the file @name of the tree @root itself, not a link, of at most @size_max bytes.
 *
 * Returns: (owned) its blob; NULL with HM_ERROR_NOT_FOUND (no such file), HM_ERROR_LIMIT or
 * HM_ERROR_GIT, which say why @name was not read.
 */
git_odb_object *hm_tree_read_root_file (git_odb *odb, const HmOid *root, const char *name,
                                        gsize size_max, GError **error);

#endif
