/* SPDX-License-Identifier: Apache-2.0 */
/* Opens repositories and finds the commit that is meant, with errors in plain words. */
#include "evidence/git/repository.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "core/instant.h"
#include "core/limits.h"
#include "core/oid.h"
#include "evidence/git/allocator.h"
#include "evidence/git/cancel.h"
#include "evidence/git/commit.h"
#include "evidence/git/object.h"

/* Extensions of the format that change nothing for a reader of objects and refs, or that config_check() looks into. */
static const char *const extensions[] = {
  "noop",         "partialclone",      "preciousobjects", "worktreeconfig",
  "objectformat", "relativeworktrees", "refstorage",
};

/* Bytes of a pack mapped at once, and in all: mapped pages count as ours, however large the pack is. */
#define WINDOW_BYTES ((gsize) 1024 * 1024)
#define WINDOWS_BYTES ((gsize) 64 * 1024 * 1024)

/* A block of libgit2's while a revision is looked up: the packed-refs file is read whole. */
#define LOOKUP_BLOCK_MAX ((gsize) 128 * 1024 * 1024)

static gpointer
git_set_up (gpointer unused)
{
  static const int levels[] = { GIT_CONFIG_LEVEL_SYSTEM, GIT_CONFIG_LEVEL_GLOBAL,
                                GIT_CONFIG_LEVEL_XDG, GIT_CONFIG_LEVEL_PROGRAMDATA };

  (void) unused;
  hm_allocator_install ();
  git_libgit2_init ();
  /* The user's own git config must not change what a scan finds. */
  for (gsize i = 0; i < G_N_ELEMENTS (levels); i++)
    git_libgit2_opts (GIT_OPT_SET_SEARCH_PATH, levels[i], "");
  /* Guards against hooks and config of a stranger's repository; none of either is executed or honoured here. */
  git_libgit2_opts (GIT_OPT_SET_OWNER_VALIDATION, 0);
  /* Each object is read once: a cache would only grow. */
  git_libgit2_opts (GIT_OPT_ENABLE_CACHING, 0);
  /* See hm_object_read(). */
  git_libgit2_opts (GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 0);
  git_libgit2_opts (GIT_OPT_SET_MWINDOW_SIZE, WINDOW_BYTES);
  git_libgit2_opts (GIT_OPT_SET_MWINDOW_MAPPED_LIMIT, WINDOWS_BYTES);
  git_libgit2_opts (GIT_OPT_SET_EXTENSIONS, extensions, G_N_ELEMENTS (extensions));
  return NULL;
}

void
hm_git_init (void)
{
  static GOnce once = G_ONCE_INIT;

  g_once (&once, git_set_up, NULL);
}

static const char *
last_message (void)
{
  const git_error *last = git_error_last ();

  return last != NULL && last->message != NULL ? last->message : "unknown error";
}

gboolean
hm_git_fail (GError **error, HmErrorCode code, const char *subject)
{
  return hm_fail (error, code, "%s: %s", subject, last_message ());
}

/* What the path itself says, before libgit2 folds it all into "not found". */
static gboolean
path_check (const char *path, GError **error)
{
  g_autofree char *inner = g_build_filename (path, ".git", NULL);
  g_autofree char *base = g_path_get_basename (path);
  GStatBuf status;

  if (g_stat (path, &status) != 0) {
    int saved = errno;

    return hm_fail (error, saved == EACCES ? HM_ERROR_GIT : HM_ERROR_NOT_FOUND, "%s: %s", path,
                    g_strerror (saved));
  }
  if (!S_ISDIR (status.st_mode)) {
    if (strcmp (base, ".git") == 0)
      return TRUE;
    return hm_fail (error, HM_ERROR_NOT_FOUND,
                    "%s: is a file, where the folder of a repository was expected", path);
  }
  if (g_access (path, R_OK | X_OK) != 0
      || (g_stat (inner, &status) == 0
          && g_access (inner, S_ISDIR (status.st_mode) ? R_OK | X_OK : R_OK) != 0))
    return hm_fail (error, HM_ERROR_GIT, "%s: %s", path, g_strerror (errno));
  return TRUE;
}

static gboolean
open_fail (const char *path, int status, GError **error)
{
  int major, minor, revision;
  const char *message = last_message ();
  const char *extension = strstr (message, "unsupported extension name ");

  git_libgit2_version (&major, &minor, &revision);
  if (status == GIT_ENOTFOUND)
    return hm_fail (error, HM_ERROR_NOT_FOUND, "%s: no git repository here or above", path);
  if (extension != NULL)
    return hm_fail (error, HM_ERROR_UNSUPPORTED,
                    "%s: the repository needs %s, which libgit2 %d.%d.%d can't read", path,
                    extension + strlen ("unsupported extension name "), major, minor, revision);
  if (strstr (message, "unsupported repository version") != NULL)
    return hm_git_fail (error, HM_ERROR_UNSUPPORTED, path);
  return hm_git_fail (error, HM_ERROR_GIT, path);
}

/* The extensions whose value decides. */
static gboolean
config_check (git_repository *repository, const char *path, GError **error)
{
  static const struct {
    const char *key;
    const char *readable;
  } values[] = {
    { "extensions.objectformat", "sha1" },
    { "extensions.refstorage", "files" },
  };
  g_autoptr (git_config) config = NULL;
  int major, minor, revision;

  git_libgit2_version (&major, &minor, &revision);
  if (git_repository_config_snapshot (&config, repository) < 0)
    return hm_git_fail (error, HM_ERROR_GIT, path);
  for (gsize i = 0; i < G_N_ELEMENTS (values); i++) {
    const char *value = NULL;

    if (git_config_get_string (&value, config, values[i].key) < 0 || value == NULL
        || g_ascii_strcasecmp (value, values[i].readable) == 0)
      continue;
    return hm_fail (error, HM_ERROR_UNSUPPORTED,
                    "%s: the repository has %s=%s; libgit2 %d.%d.%d reads %s only", path,
                    values[i].key, value, major, minor, revision, values[i].readable);
  }
  return TRUE;
}

git_repository *
hm_repository_open (const char *path, GError **error)
{
  g_autoptr (git_repository) repository = NULL;
  int status;

  hm_git_init ();
  if (!path_check (path, error))
    return NULL;
  status = git_repository_open_ext (&repository, path, GIT_REPOSITORY_OPEN_CROSS_FS, NULL);
  if (status < 0) {
    open_fail (path, status, error);
    return NULL;
  }
  if (!config_check (repository, path, error))
    return NULL;
  return g_steal_pointer (&repository);
}

char *
hm_repository_folder_name (git_repository *repository)
{
  g_autofree char *folder = g_strdup (git_repository_commondir (repository));
  g_autofree char *base = NULL;
  gsize length = strlen (folder);

  while (length > 1 && folder[length - 1] == '/')
    folder[--length] = '\0';
  base = g_path_get_basename (folder);
  if (strcmp (base, ".git") == 0) {
    g_autofree char *parent = g_path_get_dirname (folder);

    g_free (base);
    base = g_path_get_basename (parent);
  } else if (g_str_has_suffix (base, ".git")) {
    base[strlen (base) - strlen (".git")] = '\0';
  }
  return g_steal_pointer (&base);
}

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
  int status = git_revparse_single (&object, repository, text);

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

/* Goes back along first parents to the newest commit that is not after @as_of; @object holds what @header points into. */
static gboolean
rewind_to (git_odb *odb, const char *path, const HmCollectOptions *options, git_odb_object **object,
           HmCommitHeader *header, HmRevision *revision, GError **error)
{
  for (guint n = 0; header->committer.time > options->as_of; n++) {
    g_autoptr (git_odb_object) next = NULL;
    char wanted[HM_INSTANT_TEXT_SIZE], oldest[HM_INSTANT_TEXT_SIZE];
    gint64 time = header->committer.time;
    HmOid parent;

    if (n % 1024 == 0 && hm_is_cancelled (options->cancelled))
      return hm_fail (error, HM_ERROR_CANCELLED, "interrupted");
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

  return hm_fail (error, HM_ERROR_GIT, "%s: commit %s is %s", path, hm_oid_hex (oid, hex),
                  state == HM_OBJECT_MISSING ? "not in the repository"
                  : state == HM_OBJECT_LARGE ? "larger than any that is read"
                                             : "damaged");
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
hm_repository_resolve (git_repository *repository, const char *path,
                       const HmCollectOptions *options, HmRevision *ret_revision, GError **error)
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
