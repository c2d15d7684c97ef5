/* SPDX-License-Identifier: Apache-2.0 */
#include "origin.h"

#include <string.h>

#include "evidence/git/folder.h"
#include "evidence/git/repository.h"

/* libgit2's return codes: all that is not negative is fine. */
static void
check (int code)
{
  if (code < 0)
    g_error ("libgit2: %s", git_error_last () == NULL ? "?" : git_error_last ()->message);
}

Origin *
origin_new (void)
{
  Origin *origin = g_new0 (Origin, 1);

  hm_git_init ();
  origin->folder = g_dir_make_tmp ("hallmark-origin-XXXXXX", NULL);
  g_assert_nonnull (origin->folder);
  origin->path = g_build_filename (origin->folder, "origin.git", NULL);
  check (git_repository_init (&origin->repository, origin->path, 1));
  origin_set_head (origin, "refs/heads/main");
  return origin;
}

void
origin_free (Origin *origin)
{
  git_repository_free (origin->repository);
  g_assert_true (hm_folder_remove (origin->folder, NULL));
  g_free (origin->folder);
  g_free (origin->path);
  g_free (origin);
}

git_oid
origin_commit (Origin *origin, const char *ref, const char *content)
{
  git_signature who = { .name = (char[]){ "Ada" },
                        .email = (char[]){ "ada@example.org" },
                        .when = { .time = 1583064000, .sign = '+' } };
  git_treebuilder *builder;
  git_tree *tree;
  git_commit *parent = NULL;
  const git_commit *parents[1];
  git_oid oid;

  check (git_blob_create_from_buffer (&oid, origin->repository, content, strlen (content)));
  check (git_treebuilder_new (&builder, origin->repository, NULL));
  check (git_treebuilder_insert (NULL, builder, "text", &oid, GIT_FILEMODE_BLOB));
  check (git_treebuilder_write (&oid, builder));
  git_treebuilder_free (builder);
  check (git_tree_lookup (&tree, origin->repository, &oid));
  if (git_reference_name_to_id (&oid, origin->repository, ref) == 0)
    check (git_commit_lookup (&parent, origin->repository, &oid));
  parents[0] = parent;
  check (git_commit_create (&oid, origin->repository, ref, &who, &who, NULL, content, tree,
                            parent == NULL ? 0 : 1, parents));
  git_commit_free (parent);
  git_tree_free (tree);
  return oid;
}

void
origin_set (Origin *origin, const char *ref, const git_oid *oid)
{
  g_autoptr (git_reference) made = NULL;

  check (git_reference_create (&made, origin->repository, ref, oid, 1, NULL));
}

void
origin_delete (Origin *origin, const char *ref)
{
  check (git_reference_remove (origin->repository, ref));
}

void
origin_set_head (Origin *origin, const char *ref)
{
  check (git_repository_set_head (origin->repository, ref));
}
