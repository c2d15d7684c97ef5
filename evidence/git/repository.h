/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Opens repositories and finds the commit that is meant. Distrusts the repository: of its config only the format, and
 * the remote's URL (evidence/git/remote.h), are read; replacement refs and grafts are not honoured, since libgit2 1.5 knows
 * neither, and so what is scanned is what the object ids say.
 */
#ifndef HM_EVIDENCE_GIT_REPOSITORY_H
#define HM_EVIDENCE_GIT_REPOSITORY_H

#include "core/error.h"
#include "evidence/collect.h"
#include "evidence/git/autoptr.h"

/* Sets libgit2 up for hostile repositories, once. Everything that calls libgit2 calls this first. */
void hm_git_init (void);

/* Sets @error to "@subject: " and what libgit2 said last in this thread. Returns: FALSE. */
gboolean hm_git_fail (GError **error, HmErrorCode code, const char *subject);

/*
 * Opens the repository at or above @path: a folder, or a file called .git.
 *
 * Returns: (owned) NULL with HM_ERROR_NOT_FOUND (no such path, no repository), HM_ERROR_UNSUPPORTED (SHA-256, an unknown extension or format),
 * HM_ERROR_GIT (permission, damage), each naming @path.
 */
git_repository *hm_repository_open (const char *path, GError **error);

/* The name of the folder that holds the repository, without ".git". Returns: (owned) never a path. */
char *hm_repository_folder_name (git_repository *repository);

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
gboolean hm_repository_resolve (git_repository *repository, const char *path,
                                const HmCollectOptions *options, HmRevision *ret_revision,
                                GError **error);

#endif
