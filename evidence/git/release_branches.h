/* SPDX-License-Identifier: Apache-2.0 */
/* Which branches of a repository the user's patterns mean, by their names alone. Distrusts the names. */
#ifndef HM_EVIDENCE_GIT_RELEASE_BRANCHES_H
#define HM_EVIDENCE_GIT_RELEASE_BRANCHES_H

#include "core/error.h"
#include "evidence/git/autoptr.h"

/* How many are looked at: each costs a forge several requests. */
#define HM_RELEASE_BRANCHES_MAX 8u

/*
 * Finds the branches, here and as remotes had them last, whose names without refs/heads/ or
 * refs/remotes/REMOTE/ one of @globs (nullable, NULL-terminated; core/glob.h) means.
 *
 * Returns: (owned) (element-type utf8) NULL-terminated, each once, the last by name first, at most
 * HM_RELEASE_BRANCHES_MAX
 */
GPtrArray *hm_release_branches_find (git_repository *repository, const char *const *globs);

#endif
