/* SPDX-License-Identifier: Apache-2.0 */
/* Resolves revisions with libgit2, and goes back in time along first parents; errors in plain words. */
#include "evidence/git/revision.h"

#include <string.h>

#include "core/instant.h"
#include "core/limits.h"
#include "core/oid.h"
#include "evidence/git/allocator.h"
#include "evidence/git/cancel.h"
#include "evidence/git/commit.h"
#include "evidence/git/object.h"
#include "evidence/git/repository.h"

/* A block of libgit2's meanwhile: of a commit larger than any that is scanned one still wants to be told so. */
#define LOOKUP_BLOCK_MAX ((gsize) 128 * 1024 * 1024)

void
hm_revision_clear (HmRevision *revision)
{
  g_clear_pointer (&revision->ref, g_free);
}

static gboolean
revision_parse (git_repository *repository, const char *path, const char *text, git_oid *ret_oid,
                GError **error)
{
  g_autoptr (git_object) object = NULL;
  g_autoptr (git_object) commit = NULL;
  int status;

  /* A file of the index, which is no commit, and would have the index opened, whatever it is. */
  if (text[0] == ':' && text[1] != '/')
    return hm_fail (error, HM_ERROR_NOT_FOUND, "%s: no such revision in %s", text, path);
  hm_allocator_take_refusal ();
  status = git_revparse_single (&object, repository, text);
  if (status < 0 && hm_allocator_take_refusal ())
    return hm_fail (error, HM_ERROR_LIMIT, "%s: too large to be read in %s", text, path);
  if (status == GIT_EAMBIGUOUS)
    return hm_fail (error, HM_ERROR_NOT_FOUND,
                    "%s: ambiguous in %s: more than one object begins so", text, path);
  if (status < 0)
    return hm_fail (error, HM_ERROR_NOT_FOUND, "%s: no such revision in %s", text, path);
  if (git_object_peel (&commit, object, GIT_OBJECT_COMMIT) < 0)
    return hm_fail (error, HM_ERROR_NOT_FOUND, "%s: a %s in %s, where a commit was expected", text,
                    git_object_type2string (git_object_type (object)), path);
  git_oid_cpy (ret_oid, git_object_id (commit));
  return TRUE;
}

static gboolean
ref_find (git_repository *repository, const char *path, const char *name, git_reference **ret_ref,
          GError **error)
{
  int status;

  if (name != NULL) {
    if (git_reference_dwim (ret_ref, repository, name) == 0)
      return TRUE;
    return hm_fail (error, HM_ERROR_NOT_FOUND, "%s: no such branch or tag in %s", name, path);
  }
  status = git_repository_head (ret_ref, repository);
  if (status == 0)
    return TRUE;
  if (status == GIT_EUNBORNBRANCH || status == GIT_ENOTFOUND) {
    g_autoptr (git_reference) head = NULL;
    const char *target = NULL;

    if (git_reference_lookup (&head, repository, "HEAD") == 0)
      target = git_reference_symbolic_target (head);
    return hm_fail (error, HM_ERROR_NOT_FOUND, "%s: no commit yet on %s", path,
                    target != NULL ? target : "HEAD");
  }
  return hm_git_fail (error, HM_ERROR_GIT, path);
}

static gboolean
ref_resolve (git_repository *repository, const char *path, const char *name, git_oid *ret_oid,
             char **ret_name, GError **error)
{
  g_autoptr (git_reference) ref = NULL;
  g_autoptr (git_reference) direct = NULL;
  g_autoptr (git_object) commit = NULL;
  const char *full;

  if (!ref_find (repository, path, name, &ref, error))
    return FALSE;
  full = git_reference_name (ref);
  if (git_reference_resolve (&direct, ref) == 0
      && g_str_has_prefix (git_reference_name (direct), "refs/"))
    full = git_reference_name (direct);
  if (direct != NULL && git_reference_peel (&commit, direct, GIT_OBJECT_COMMIT) == 0) {
    git_oid_cpy (ret_oid, git_object_id (commit));
  } else if (direct != NULL && git_reference_target (direct) != NULL) {
    /* The commit is missing or damaged: who reads it says so, by its id. */
    git_oid_cpy (ret_oid, git_reference_target (direct));
  } else {
    return hm_fail (error, HM_ERROR_NOT_FOUND, "%s: names no commit in %s", full, path);
  }
  *ret_name = g_str_has_prefix (full, "refs/") ? g_strdup (full) : NULL;
  return TRUE;
}

/* @ret_object keeps what @ret_header points into. */
static HmObjectState
commit_read (git_odb *odb, const HmOid *oid, git_odb_object **ret_object,
             HmCommitHeader *ret_header)
{
  HmObjectState state = hm_object_read (odb, oid, GIT_OBJECT_COMMIT, TRUE, ret_object);

  if (state == HM_OBJECT_READ
      && !hm_commit_parse (git_odb_object_data (*ret_object), git_odb_object_size (*ret_object),
                           ret_header))
    return HM_OBJECT_DAMAGED;
  return state;
}

/*
 * Goes back along first parents to the newest commit that is not after @as_of; @object holds what
 * @header points into.
 */
static gboolean
rewind_to (git_odb *odb, const char *path, const HmCollectOptions *options, git_odb_object **object,
           HmCommitHeader *header, HmRevision *revision, GError **error)
{
  guint64 bytes_before = hm_allocator_total ();

  for (guint n = 0; header->committer.time > options->as_of; n++) {
    g_autoptr (git_odb_object) next = NULL;
    char wanted[HM_INSTANT_TEXT_SIZE], oldest[HM_INSTANT_TEXT_SIZE];
    gint64 time = header->committer.time;
    HmOid parent;

    if (n % 1024 == 0 && hm_is_cancelled (options->cancelled))
      return hm_fail (error, HM_ERROR_CANCELLED, "interrupted");
    if (hm_allocator_total () - bytes_before > HM_HISTORY_BYTES_MAX)
      return hm_fail (error, HM_ERROR_LIMIT,
                      "%s: the commits after %s take more than 8 GiB to unpack", path,
                      hm_instant_text (options->as_of, wanted));
    if (header->n_parents > 0)
      hm_commit_parent (header, 0, &parent);
    if (header->n_parents == 0 || n >= HM_COMMITS_MAX
        || commit_read (odb, &parent, &next, header) != HM_OBJECT_READ)
      return hm_fail (error, HM_ERROR_NOT_FOUND,
                      "%s: no commit at or before %s on %s; the oldest that can be read is of %s",
                      path, hm_instant_text (options->as_of, wanted),
                      revision->ref != NULL ? revision->ref : "HEAD",
                      hm_instant_text (time, oldest));
    revision->commit = parent;
    git_odb_object_free (*object);
    *object = g_steal_pointer (&next);
  }
  return TRUE;
}

static gboolean
commit_fail (const char *path, const HmOid *oid, HmObjectState state, GError **error)
{
  char hex[HM_OID_HEX_SIZE + 1];

  if (state == HM_OBJECT_LARGE)
    return hm_fail (error, HM_ERROR_LIMIT,
                    "%s: commit %s is larger than %u MiB, or unpacks from more", path,
                    hm_oid_hex (oid, hex), HM_BLOB_MAX / 1024 / 1024);
  return hm_fail (error, HM_ERROR_GIT, "%s: commit %s is %s", path, hm_oid_hex (oid, hex),
                  state == HM_OBJECT_MISSING ? "not in the repository" : "damaged");
}

static gboolean
resolve (git_repository *repository, const char *path, const HmCollectOptions *options,
         HmRevision *revision, GError **error)
{
  g_autoptr (git_odb) odb = NULL;
  g_autoptr (git_odb_object) object = NULL;
  HmCommitHeader header;
  HmObjectState state;
  git_oid oid;

  if (options->commit != NULL) {
    if (!revision_parse (repository, path, options->commit, &oid, error))
      return FALSE;
  } else if (!ref_resolve (repository, path, options->ref, &oid, &revision->ref, error)) {
    return FALSE;
  }
  if (git_repository_odb (&odb, repository) < 0)
    return hm_git_fail (error, HM_ERROR_GIT, path);

  hm_oid_from_git (&oid, &revision->commit);
  state = commit_read (odb, &revision->commit, &object, &header);
  if (state != HM_OBJECT_READ)
    return commit_fail (path, &revision->commit, state, error);
  if (options->has_as_of && options->commit != NULL && header.committer.time > options->as_of) {
    char committed[HM_INSTANT_TEXT_SIZE], wanted[HM_INSTANT_TEXT_SIZE];

    return hm_fail (error, HM_ERROR_USAGE, "%s: committed at %s, after the time asked for, %s",
                    options->commit, hm_instant_text (header.committer.time, committed),
                    hm_instant_text (options->as_of, wanted));
  }
  if (options->has_as_of && !rewind_to (odb, path, options, &object, &header, revision, error))
    return FALSE;
  revision->tree = header.tree;
  revision->committer_time = header.committer.time;
  return TRUE;
}

gboolean
hm_revision_resolve (git_repository *repository, const char *path, const HmCollectOptions *options,
                     HmRevision *ret_revision, GError **error)
{
  g_auto (HmRevision) revision = { 0 };
  gsize limit_before = hm_allocator_set_limit (LOOKUP_BLOCK_MAX);
  gboolean is_resolved = resolve (repository, path, options, &revision, error);

  hm_allocator_set_limit (limit_before);
  if (!is_resolved)
    return FALSE;
  *ret_revision = revision;
  revision.ref = NULL;
  return TRUE;
}

gboolean
hm_revision_is_newest (git_repository *repository, const char *path, const HmRevision *revision,
                       const HmCollectOptions *options)
{
  const HmCollectOptions of_head = { .cancelled = options->cancelled };
  g_auto (HmRevision) head = { 0 };

  if (options->has_as_of && options->as_of < options->forge.asked_at)
    return FALSE;
  if (options->commit == NULL && options->ref == NULL && !options->has_as_of)
    return TRUE;
  return hm_revision_resolve (repository, path, &of_head, &head, NULL)
         && hm_oid_equal (&head.commit, &revision->commit);
}
