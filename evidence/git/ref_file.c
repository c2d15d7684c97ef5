/* SPDX-License-Identifier: Apache-2.0 */
#include "evidence/git/ref_file.h"

#include "evidence/git/repository.h"
#include "evidence/git/revision.h"
#include "evidence/git/tree.h"

static gboolean
ref_resolve (git_repository *repository, const char *path, const char *ref, const gint *cancelled,
             HmRevision *ret_revision, GError **error)
{
  g_autofree char *remote = g_strconcat ("origin/", ref, NULL);
  const HmCollectOptions here = { .ref = ref, .cancelled = cancelled };
  const HmCollectOptions there = { .ref = remote, .cancelled = cancelled };

  return hm_revision_resolve (repository, path, &here, ret_revision, NULL)
         || hm_revision_resolve (repository, path, &there, ret_revision, NULL)
         || hm_revision_resolve (repository, path, &here, ret_revision, error);
}

GBytes *
hm_ref_file_read (const char *path, const char *ref, const char *name, gsize size_max,
                  const gint *cancelled, GError **error)
{
  g_autoptr (git_repository) repository = hm_repository_open (path, error);
  g_autoptr (git_odb_object) blob = NULL;
  g_autoptr (git_odb) odb = NULL;
  g_auto (HmRevision) revision = { 0 };

  if (repository == NULL || !ref_resolve (repository, path, ref, cancelled, &revision, error))
    return NULL;
  if (git_repository_odb (&odb, repository) < 0) {
    hm_git_fail (error, HM_ERROR_GIT, path);
    return NULL;
  }
  blob = hm_tree_read_root_file (odb, &revision.tree, name, size_max, error);
  if (blob == NULL) {
    g_prefix_error (error, "%s: ", ref);
    return NULL;
  }
  return g_bytes_new (git_odb_object_data (blob), git_odb_object_size (blob));
}
