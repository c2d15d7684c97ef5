/* SPDX-License-Identifier: Apache-2.0 */
/* The lines of a raw tree, read in place. Distrusts names, modes and order. */
#ifndef HM_EVIDENCE_GIT_TREE_LINE_H
#define HM_EVIDENCE_GIT_TREE_LINE_H

#include <hallmark/facts.h>

/* One line; what it points to lies in the tree's own bytes. */
typedef struct {
  const char *name; /* NUL-terminated */
  const HmOid *oid;
  guint32 name_size;
  guint32 mode; /* any number up to 19 bits */
} HmTreeLine;

/* Reads `MODE SP NAME NUL OID` from @at on. Returns: where the next line begins; NULL where this is none. */
const char *hm_tree_line_read (const char *at, const char *end, HmTreeLine *ret_line);

gboolean hm_tree_line_is_folder (const HmTreeLine *line);

/* What a line that is no folder stands for. As git's canon_mode(): what is no file, folder or link is a submodule. */
HmEntryKind hm_tree_line_kind (const HmTreeLine *line);

/* Whether it has a name that git puts into no work tree (read-cache.c, verify_path). */
gboolean hm_tree_line_is_refused (const HmTreeLine *line);

/*
 * The order of lines in a tree, in which a folder's name ends in a slash; so whole paths come in
 * the order of their bytes.
 */
gint hm_tree_line_compare (const HmTreeLine *a, const HmTreeLine *b);

#endif
