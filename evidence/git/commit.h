/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A raw commit's or tag's header, read in place and without copies. Distrusts every byte: what git itself
 * shrugs off (no author, a garbage date) is read as empty, and only what breaks the graph is an error.
 */
#ifndef HM_EVIDENCE_GIT_COMMIT_H
#define HM_EVIDENCE_GIT_COMMIT_H

#include <hallmark/facts.h>

/* Bytes of the object: not NUL-terminated, any bytes but LF. */
typedef struct {
  const char *text; /* NULL where the object lacks it */
  gsize size;
} HmSlice;

/* Who and when: the line of an author, a committer or a tagger. */
typedef struct {
  HmSlice identity; /* up to and with the last '>' */
  /* seconds since the epoch, clamped to the years 0001 to 9999; 0 where it is no number */
  gint64 time;
} HmByline;

typedef struct {
  HmOid tree;
  const char *parents; /* the first of @n_parents lines */
  gsize n_parents;
  HmByline author;
  HmByline committer;
  HmSignatureKind signature;
  HmSlice message; /* behind the header; of size 0 where there is none */
} HmCommitHeader;

/* Returns: FALSE where the tree or a parent is not named as git names it: the object is damaged. */
gboolean hm_commit_parse (const char *object, gsize size, HmCommitHeader *ret_header);

/* The parent at @index, less than n_parents. */
void hm_commit_parent (const HmCommitHeader *header, gsize index, HmOid *ret_oid);

typedef struct {
  HmOid target;
  gboolean is_target_commit; /* else a tag, a tree or a blob */
  gboolean is_target_tag;
  HmByline tagger;
} HmTagHeader;

/* Returns: FALSE where the target is not named as git names it. */
gboolean hm_tag_parse (const char *object, gsize size, HmTagHeader *ret_header);

#endif
