/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The refs of a repository, read in place of libgit2: its own backend (1.5) opens whatever a
 * symbolic ref names, "../../a/pipe" too, and follows links among the folders of refs around in
 * circles. Read-only, and without reflogs: they tell what happened in one copy, not in the project.
 * Distrusts every file.
 */
#ifndef HM_EVIDENCE_GIT_REFS_H
#define HM_EVIDENCE_GIT_REFS_H

#include <git2.h>
#include <glib.h>

/*
 * Gives @repository its refs, of which those in packed-refs are read at once.
 *
 * Returns: FALSE with HM_ERROR_GIT or HM_ERROR_LIMIT that names the file.
 */
gboolean hm_refs_set (git_repository *repository, GError **error);

#endif
