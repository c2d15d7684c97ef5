/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Opens repositories. Distrusts the repository: of its config only the format, and the remote's URL
 * (evidence/git/remote.h), are read, and libgit2 sees none of it; objects and refs come from
 * readers that wait for nothing (evidence/git/odb.h, refs.h); replacement refs and grafts are not
 * honoured, so what is scanned is what the object ids say.
 */
#ifndef HM_EVIDENCE_GIT_REPOSITORY_H
#define HM_EVIDENCE_GIT_REPOSITORY_H

#include "core/error.h"
#include "evidence/git/autoptr.h"

/* Sets libgit2 up for hostile repositories, once. Everything that calls libgit2 calls this first. */
void hm_git_init (void);

/* Sets @error to "@subject: " and what libgit2 said last in this thread. Returns: FALSE. */
gboolean hm_git_fail (GError **error, HmErrorCode code, const char *subject);

/*
 * Opens the repository at or above @path: a folder, or a file called .git.
 *
 * Returns: (owned) NULL with HM_ERROR_NOT_FOUND (no such path, no repository), HM_ERROR_UNSUPPORTED
 * (SHA-256, an unknown extension or format), HM_ERROR_GIT (permission, damage, something else than
 * a file where git reads one), HM_ERROR_LIMIT, each naming @path or a file below it.
 */
git_repository *hm_repository_open (const char *path, GError **error);

/*
 * Whether @repository, which hm_repository_open() found at or above @path, is at @path itself: the
 * folder of a work tree, or the one that holds the objects.
 *
 * @ret_top: (owned) (nullable) the folder above @path that it is at, where it is not at @path and
 * that is known
 */
gboolean hm_repository_is_at (git_repository *repository, const char *path, char **ret_top);

/*
 * The folder that holds the objects of the repository at @path itself, links followed: the same for
 * all its work trees, and however a path leads to it. Cheaper than to open it.
 *
 * Returns: (owned) (nullable)
 */
char *hm_repository_home (const char *path);

/* Its objects once more, for another thread. Returns: (owned) NULL as hm_odb_new(). */
git_odb *hm_repository_odb_new (git_repository *repository, GError **error);

/* Returns: (owned) the path of its config file. */
char *hm_repository_config_file (git_repository *repository);

/* The name of the folder that holds the repository, without ".git". Returns: (owned) never a path. */
char *hm_repository_folder_name (git_repository *repository);

#endif
