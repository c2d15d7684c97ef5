/* SPDX-License-Identifier: Apache-2.0 */
#include "evidence/git/publish.h"

#include <string.h>

#include "evidence/git/repository.h"

#define HEADS "refs/heads/"
#define TRACKED "refs/remotes/origin/"
#define AUTHOR_NAME "hallmark"
#define AUTHOR_EMAIL "hallmark@localhost"

G_DEFINE_AUTOPTR_CLEANUP_FUNC (git_treebuilder, git_treebuilder_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (git_tree, git_tree_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (git_signature, git_signature_free)

/* The reader's repository has no way to write: the same one is opened again, with libgit2's own stores. */
static git_repository *
open_to_write (const char *path, GError **error)
{
  g_autoptr (git_repository) read = hm_repository_open (path, error);
  git_repository *repository = NULL;

  if (read == NULL)
    return NULL;
  if (git_repository_open_ext (&repository, git_repository_path (read),
                               GIT_REPOSITORY_OPEN_NO_SEARCH, NULL)
      != 0) {
    hm_git_fail (error, HM_ERROR_GIT, path);
    return NULL;
  }
  return repository;
}

static gboolean
is_published_name (const HmPublication *publication, const char *name)
{
  for (gsize i = 0; i < publication->n_files; i++) {
    if (g_str_equal (publication->files[i].name, name))
      return TRUE;
  }
  return FALSE;
}

/* Whether @commit is one that was published here before. */
static gboolean
is_ours (const HmPublication *publication, const git_commit *commit)
{
  g_autoptr (git_tree) tree = NULL;

  if (git_commit_parentcount (commit) != 0 || git_commit_tree (&tree, commit) != 0
      || git_tree_entrycount (tree) == 0)
    return FALSE;
  for (gsize i = 0; i < git_tree_entrycount (tree); i++) {
    const git_tree_entry *entry = git_tree_entry_byindex (tree, i);

    if (git_tree_entry_type (entry) != GIT_OBJECT_BLOB
        || !is_published_name (publication, git_tree_entry_name (entry)))
      return FALSE;
  }
  return TRUE;
}

static gboolean
head_check (git_repository *repository, const char *ref, const char *branch, GError **error)
{
  g_autoptr (git_reference) head = NULL;
  const char *target;

  if (git_reference_lookup (&head, repository, "HEAD") != 0)
    return TRUE;
  target = git_reference_symbolic_target (head);
  if (target == NULL || !g_str_equal (target, ref))
    return TRUE;
  return hm_fail (
      error, HM_ERROR_USAGE,
      "%s: is the branch that HEAD names; publish to one that holds nothing else, such as "
      "'badges'",
      branch);
}

/* @name: as the user knows it. */
static gboolean
content_check (git_repository *repository, const git_reference *reference, const char *name,
               const HmPublication *publication, GError **error)
{
  g_autoptr (git_commit) commit = NULL;

  if (git_reference_type (reference) == GIT_REFERENCE_DIRECT
      && git_commit_lookup (&commit, repository, git_reference_target (reference)) == 0
      && is_ours (publication, commit))
    return TRUE;
  return hm_fail (
      error, HM_ERROR_USAGE,
      "%s: holds something else than what hallmark publishes, so it is left alone; choose "
      "a branch that is not there yet, or delete this one",
      name);
}

/* In a fresh clone no branch is there yet but on the remote, where the next push would overwrite it. */
static gboolean
tracked_check (git_repository *repository, const HmPublication *publication, GError **error)
{
  g_autofree char *ref = g_strconcat (TRACKED, publication->branch, NULL);
  g_autofree char *name = g_strconcat ("origin/", publication->branch, NULL);
  g_autoptr (git_reference) reference = NULL;
  const int status = git_reference_lookup (&reference, repository, ref);

  if (status == GIT_ENOTFOUND)
    return TRUE;
  if (status != 0)
    return hm_git_fail (error, HM_ERROR_GIT, name);
  return content_check (repository, reference, name, publication, error);
}

/* @ret_reference: (nullable) what the branch is now; NULL where it is new. */
static gboolean
branch_check (git_repository *repository, const char *ref, const HmPublication *publication,
              git_reference **ret_reference, GError **error)
{
  g_autoptr (git_reference) reference = NULL;
  int valid = 0;
  int status;

  if (git_reference_name_is_valid (&valid, ref) != 0 || !valid)
    return hm_fail (error, HM_ERROR_USAGE, "'%s': no name for a branch", publication->branch);
  if (!head_check (repository, ref, publication->branch, error)
      || !tracked_check (repository, publication, error))
    return FALSE;
  status = git_reference_lookup (&reference, repository, ref);
  if (status == GIT_ENOTFOUND)
    return TRUE;
  if (status != 0)
    return hm_git_fail (error, HM_ERROR_GIT, publication->branch);
  if (git_branch_is_checked_out (reference) == 1)
    return hm_fail (error, HM_ERROR_USAGE, "%s: is checked out in a work tree",
                    publication->branch);
  if (!content_check (repository, reference, publication->branch, publication, error))
    return FALSE;
  *ret_reference = g_steal_pointer (&reference);
  return TRUE;
}

static gboolean
tree_write (git_repository *repository, const HmPublication *publication, git_oid *ret_tree)
{
  g_autoptr (git_treebuilder) builder = NULL;

  if (git_treebuilder_new (&builder, repository, NULL) != 0)
    return FALSE;
  for (gsize i = 0; i < publication->n_files; i++) {
    gsize size;
    const void *bytes = g_bytes_get_data (publication->files[i].bytes, &size);
    git_oid blob;

    if (git_blob_create_from_buffer (&blob, repository, bytes, size) != 0
        || git_treebuilder_insert (NULL, builder, publication->files[i].name, &blob,
                                   GIT_FILEMODE_BLOB)
               != 0)
      return FALSE;
  }
  return git_treebuilder_write (ret_tree, builder) == 0;
}

static gboolean
commit_write (git_repository *repository, const HmPublication *publication, git_oid *ret_commit)
{
  g_autoptr (git_signature) author = NULL;
  g_autoptr (git_tree) tree = NULL;
  git_oid id;

  return git_signature_new (&author, AUTHOR_NAME, AUTHOR_EMAIL, publication->time, 0) == 0
         && tree_write (repository, publication, &id)
         && git_tree_lookup (&tree, repository, &id) == 0
         && git_commit_create (ret_commit, repository, NULL, author, author, NULL,
                               publication->message, tree, 0, NULL)
                == 0;
}

/* Nobody else's work is lost: the branch moves from where it was seen to be, or not at all. */
static gboolean
branch_move (git_repository *repository, const char *ref, const git_reference *now,
             const git_oid *commit)
{
  g_autoptr (git_reference) moved = NULL;

  if (now == NULL)
    return git_reference_create (&moved, repository, ref, commit, 0, "hallmark publish") == 0;
  return git_reference_create_matching (&moved, repository, ref, commit, 1,
                                        git_reference_target (now), "hallmark publish")
         == 0;
}

gboolean
hm_publish (const char *path, const HmPublication *publication, HmOid *ret_commit, GError **error)
{
  g_autofree char *ref = g_strconcat (HEADS, publication->branch, NULL);
  g_autoptr (git_repository) repository = NULL;
  g_autoptr (git_reference) now = NULL;
  git_oid commit;

  hm_git_init ();
  repository = open_to_write (path, error);
  if (repository == NULL || !branch_check (repository, ref, publication, &now, error))
    return FALSE;
  if (!commit_write (repository, publication, &commit)
      || !branch_move (repository, ref, now, &commit))
    return hm_git_fail (error, HM_ERROR_GIT, publication->branch);
  memcpy (ret_commit->bytes, commit.id, HM_OID_SIZE);
  return TRUE;
}
