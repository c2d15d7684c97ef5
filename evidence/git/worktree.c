/* SPDX-License-Identifier: Apache-2.0 */
#include "evidence/git/worktree.h"

#include <string.h>

#include "evidence/git/remote.h"
#include "evidence/git/repository.h"

#define ORIGIN_HEAD "refs/remotes/origin/HEAD"
#define ORIGIN "refs/remotes/origin/"
#define HEADS "refs/heads/"

void
hm_worktree_clear (HmWorktree *worktree)
{
  g_clear_pointer (&worktree->root, g_free);
  g_clear_pointer (&worktree->branch, g_free);
  g_clear_pointer (&worktree->strings, g_string_chunk_free);
}

/* Returns: (owned) (nullable) what follows @prefix in the name that the symbolic ref @name leads to. */
static char *
target_name (git_repository *repository, const char *name, const char *prefix)
{
  g_autoptr (git_reference) reference = NULL;
  const char *target;

  if (git_reference_lookup (&reference, repository, name) != 0)
    return NULL;
  target = git_reference_symbolic_target (reference);
  return target != NULL && g_str_has_prefix (target, prefix) ? g_strdup (target + strlen (prefix))
                                                             : NULL;
}

static char *
default_branch (git_repository *repository)
{
  char *branch = target_name (repository, ORIGIN_HEAD, ORIGIN);

  if (branch == NULL)
    branch = target_name (repository, "HEAD", HEADS);
  return branch != NULL ? branch : g_strdup ("main");
}

/* The reader's repository knows no work tree: its config, which may name one, is not shown to libgit2. */
static char *
root_find (git_repository *repository)
{
  g_autoptr (git_repository) own = NULL;

  if (git_repository_open_ext (&own, git_repository_path (repository),
                               GIT_REPOSITORY_OPEN_NO_SEARCH, NULL)
      != 0)
    return NULL;
  return g_strdup (git_repository_workdir (own));
}

gboolean
hm_worktree_find (const char *path, HmWorktree *ret_worktree, GError **error)
{
  g_autoptr (git_repository) repository = NULL;
  g_autofree char *url = NULL;
  g_autofree char *root = NULL;

  hm_git_init ();
  repository = hm_repository_open (path, error);
  if (repository == NULL)
    return FALSE;
  root = root_find (repository);
  if (root == NULL)
    return hm_fail (error, HM_ERROR_USAGE,
                    "%s: is a bare repository; this command writes files into a work tree", path);
  url = hm_remote_url (repository);
  *ret_worktree = (HmWorktree){
    .root = g_steal_pointer (&root),
    .branch = default_branch (repository),
    .strings = g_string_chunk_new (256),
  };
  if (url != NULL)
    hm_remote_parse (url, ret_worktree->strings, &ret_worktree->platform);
  return TRUE;
}
