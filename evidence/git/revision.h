/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Finds the commit that is meant. Distrusts refs, dates and objects.
 *
 * Revisions that ask for a reflog or an upstream (`main@{1}`, `@{upstream}`) name nothing here:
 * both tell of one copy, not of the project.
 */
#ifndef HM_EVIDENCE_GIT_REVISION_H
#define HM_EVIDENCE_GIT_REVISION_H

#include "core/error.h"
#include "evidence/collect.h"
#include "evidence/git/autoptr.h"

typedef struct {
  HmOid commit;
  HmOid tree;
  char *ref; /* (nullable) full name */
  gint64 committer_time;
} HmRevision;

void hm_revision_clear (HmRevision *revision);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HmRevision, hm_revision_clear)

/*
 * Finds the commit that @options ask for. Errors name @path or the revision.
 *
 * Returns: FALSE with an error as hm_collect() documents.
 */
gboolean hm_revision_resolve (git_repository *repository, const char *path,
                              const HmCollectOptions *options, HmRevision *ret_revision,
                              GError **error);

/* Whether @revision of @repository is the commit that HEAD names, and the time that @options ask for is not past. */
gboolean hm_revision_is_newest (git_repository *repository, const char *path,
                                const HmRevision *revision, const HmCollectOptions *options);

#endif
