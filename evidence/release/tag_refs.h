/* SPDX-License-Identifier: Apache-2.0 */
/* All tags of a repository, wherever they lead. Distrusts their names, chains and targets. */
#ifndef HM_EVIDENCE_RELEASE_TAG_REFS_H
#define HM_EVIDENCE_RELEASE_TAG_REFS_H

#include <hallmark/facts.h>

#include "core/error.h"
#include "evidence/git/autoptr.h"

typedef struct {
  char *name;   /* without refs/tags/ */
  HmOid object; /* what the ref names: a tag object, or what is tagged */
  HmOid commit; /* where it leads in the end; all zero where that is no commit, or can't be read */
} HmTagRef;

/*
 * Returns: (owned) (element-type HmTagRef) in order of names by byte; NULL with HM_ERROR_CANCELLED,
 * HM_ERROR_GIT (the refs can't be read), HM_ERROR_LIMIT (more than HM_TAGS_MAX).
 */
GArray *hm_tag_refs_list (git_repository *repository, git_odb *odb, const gint *cancelled,
                          GError **error);

/* Returns: (borrowed) (nullable) the tag @name. */
const HmTagRef *hm_tag_refs_find (const GArray *tags, const char *name);

#endif
