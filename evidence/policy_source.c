/* SPDX-License-Identifier: Apache-2.0 */
#include "evidence/policy_source.h"

#include <string.h>

#include "core/error.h"
#include "core/limits.h"
#include "evidence/forge/download.h"
#include "evidence/git/object.h"
#include "evidence/git/plain.h"
#include "evidence/git/repository.h"
#include "evidence/git/revision.h"
#include "evidence/git/tree_line.h"

struct HmPolicyTree {
  git_repository *repository;
  git_odb *odb;
  HmOid commit;
  HmOid tree;
};

/* Only the owner reads what policies a foundation keeps. */
#define CACHE_MODE 0600
#define CACHE_FOLDER_MODE 0700

GBytes *
hm_policy_file_read (const char *path, gsize bytes_max, GError **error)
{
  gsize size;
  char *text = hm_plain_file_read (path, bytes_max, &size, error);

  return text != NULL ? g_bytes_new_take (text, size) : NULL;
}

/* Returns: (owned) (nullable) the file that keeps what @digest means. */
static char *
cache_file (const char *digest, const HmPolicyWebOptions *options)
{
  const char *hex = digest != NULL ? strchr (digest, ':') : NULL;

  if (hex == NULL || options->cache_folder == NULL || strchr (hex, '/') != NULL)
    return NULL;
  return g_strdup_printf ("%s/%s.yml", options->cache_folder, hex + 1);
}

static gboolean
has_digest (GBytes *bytes, const char *digest)
{
  g_autofree char *hex = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);

  return g_str_has_prefix (digest, "sha256:") && g_str_equal (digest + strlen ("sha256:"), hex);
}

/* Returns: (owned) (nullable) what the cache keeps under @digest, where it is that. */
static GBytes *
cache_read (const char *file, const char *digest)
{
  g_autoptr (GBytes) bytes =
      file != NULL ? hm_policy_file_read (file, HM_POLICY_BYTES_MAX, NULL) : NULL;

  return bytes != NULL && has_digest (bytes, digest) ? g_steal_pointer (&bytes) : NULL;
}

/* A cache that can't be written is none: the next run asks again. */
static void
cache_write (const char *file, const char *folder, GBytes *bytes)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  if (g_mkdir_with_parents (folder, CACHE_FOLDER_MODE) == 0)
    g_file_set_contents_full (file, data, (gssize) size, G_FILE_SET_CONTENTS_CONSISTENT, CACHE_MODE,
                              NULL);
}

GBytes *
hm_policy_url_read (const char *url, const char *digest, const HmPolicyWebOptions *options,
                    GError **error)
{
  const HmDownloadOptions download = {
    .user_agent = options->user_agent,
    .bytes_max = HM_POLICY_BYTES_MAX,
    .allows_loopback = options->allows_loopback,
    .cancelled = options->cancelled,
  };
  g_autofree char *file = cache_file (digest, options);
  g_autoptr (GBytes) bytes = cache_read (file, digest);

  if (bytes != NULL)
    return g_steal_pointer (&bytes);
  if (options->is_offline) {
    hm_fail (error, HM_ERROR_USAGE, "%s",
             digest != NULL
                 ? "not kept from an earlier run, and --offline was given; run once without it"
                 : "--offline was given, and an address without a digest is always asked");
    return NULL;
  }
  bytes = hm_download (url, &download, error);
  if (bytes == NULL)
    return NULL;
  if (file != NULL && has_digest (bytes, digest))
    cache_write (file, options->cache_folder, bytes);
  return g_steal_pointer (&bytes);
}

HmPolicyTree *
hm_policy_tree_open (const char *path, const HmCollectOptions *options, GError **error)
{
  g_autoptr (HmPolicyTree) tree = g_new0 (HmPolicyTree, 1);
  g_auto (HmRevision) revision = { 0 };

  tree->repository = hm_repository_open (path, error);
  if (tree->repository == NULL
      || !hm_revision_resolve (tree->repository, path, options, &revision, error))
    return NULL;
  tree->odb = hm_repository_odb_new (tree->repository, error);
  if (tree->odb == NULL)
    return NULL;
  tree->commit = revision.commit;
  tree->tree = revision.tree;
  return g_steal_pointer (&tree);
}

void
hm_policy_tree_free (HmPolicyTree *tree)
{
  if (tree == NULL)
    return;
  git_odb_free (tree->odb);
  git_repository_free (tree->repository);
  g_free (tree);
}

const HmOid *
hm_policy_tree_commit (const HmPolicyTree *tree)
{
  return &tree->commit;
}

static gboolean
object_take (const HmPolicyTree *tree, const HmOid *oid, git_object_t type,
             git_odb_object **ret_object, GError **error)
{
  switch (hm_object_read (tree->odb, oid, type, TRUE, ret_object)) {
  case HM_OBJECT_READ:
    return TRUE;
  case HM_OBJECT_MISSING:
    return hm_fail (error, HM_ERROR_GIT, "its object is missing from the repository");
  case HM_OBJECT_LARGE:
    return hm_fail (error, HM_ERROR_LIMIT, "larger than %u bytes", HM_BLOB_MAX);
  case HM_OBJECT_DAMAGED:
    break;
  }
  return hm_fail (error, HM_ERROR_GIT, "its object is damaged");
}

/* Goes from the folder *@oid to what is called @name in it, a folder or a file. */
static gboolean
step (const HmPolicyTree *tree, const char *name, gboolean is_last, HmOid *oid, GError **error)
{
  g_autoptr (git_odb_object) object = NULL;
  const char *at, *end;
  HmTreeLine line;

  if (!object_take (tree, oid, GIT_OBJECT_TREE, &object, error))
    return FALSE;
  at = git_odb_object_data (object);
  end = at + git_odb_object_size (object);
  while (at < end && (at = hm_tree_line_read (at, end, &line)) != NULL) {
    if (strcmp (line.name, name) != 0)
      continue;
    if (!is_last && hm_tree_line_is_folder (&line)) {
      *oid = *line.oid;
      return TRUE;
    }
    if (is_last && !hm_tree_line_is_folder (&line)
        && (hm_tree_line_kind (&line) == HM_ENTRY_FILE
            || hm_tree_line_kind (&line) == HM_ENTRY_EXECUTABLE)) {
      *oid = *line.oid;
      return TRUE;
    }
    return hm_fail (error, HM_ERROR_FORMAT, "%s is %s in the commit", name,
                    is_last ? "no file" : "no folder");
  }
  return hm_fail (error, HM_ERROR_NOT_FOUND, "no such file in the commit");
}

gboolean
hm_policy_tree_find (const HmPolicyTree *tree, const char *path, HmOid *ret_oid, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (path, "/", -1);
  HmOid oid = tree->tree;

  for (guint i = 0; parts[i] != NULL; i++) {
    if (!step (tree, parts[i], parts[i + 1] == NULL, &oid, error))
      return FALSE;
  }
  *ret_oid = oid;
  return TRUE;
}

GBytes *
hm_policy_tree_read (const HmPolicyTree *tree, const char *path, gsize bytes_max, HmOid *ret_oid,
                     GError **error)
{
  g_autoptr (git_odb_object) blob = NULL;
  HmOid oid;

  if (!hm_policy_tree_find (tree, path, &oid, error)
      || !object_take (tree, &oid, GIT_OBJECT_BLOB, &blob, error))
    return NULL;
  if (git_odb_object_size (blob) > bytes_max) {
    hm_fail (error, HM_ERROR_LIMIT,
             "%" G_GSIZE_FORMAT " bytes, no more than %" G_GSIZE_FORMAT " are read",
             git_odb_object_size (blob), bytes_max);
    return NULL;
  }
  *ret_oid = oid;
  return g_bytes_new (git_odb_object_data (blob), git_odb_object_size (blob));
}
