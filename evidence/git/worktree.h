/* SPDX-License-Identifier: Apache-2.0 */
/* Where the files of a repository that somebody works in are, for commands that write some for its owner. */
#ifndef HM_EVIDENCE_GIT_WORKTREE_H
#define HM_EVIDENCE_GIT_WORKTREE_H

#include <hallmark/facts.h>

typedef struct {
  char *root; /* absolute path of its top folder, with a slash at its end */
  /* the default branch by origin/HEAD, else the one that is checked out, else "main" */
  char *branch;
  HmPlatform platform;
  GStringChunk *strings; /* of @platform */
} HmWorktree;

void hm_worktree_clear (HmWorktree *worktree);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HmWorktree, hm_worktree_clear)

/*
 * Finds the work tree at or above @path.
 *
 * Returns: FALSE with HM_ERROR_USAGE where the repository is bare, or as hm_repository_open().
 */
gboolean hm_worktree_find (const char *path, HmWorktree *ret_worktree, GError **error);

#endif
