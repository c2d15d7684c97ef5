/* SPDX-License-Identifier: Apache-2.0 */
/* Opens repositories and finds the commit that is meant, with errors in plain words. */
#include "evidence/git/repository.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include <git2/sys/repository.h>
#include <glib/gstdio.h>

#include "core/instant.h"
#include "core/limits.h"
#include "core/number.h"
#include "core/oid.h"
#include "evidence/git/allocator.h"
#include "evidence/git/cancel.h"
#include "evidence/git/commit.h"
#include "evidence/git/config.h"
#include "evidence/git/object.h"
#include "evidence/git/odb.h"
#include "evidence/git/plain.h"
#include "evidence/git/refs.h"

#define EXTENSIONS "extensions."
#define FORMAT_VERSION_MAX 1

/* Bytes of a pack mapped at once, and in all: mapped pages count as ours, however large the pack is. */
#define WINDOW_BYTES ((gsize) 1024 * 1024)
#define WINDOWS_BYTES ((gsize) 64 * 1024 * 1024)

/* A block of libgit2's while a repository is opened or a revision looked up, which may be of a commit larger than any that is scanned. */
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

/* A folder with what git looks for in one: its HEAD may then not be anything that stops a reader. */
static gboolean
head_check (const char *folder, GError **error)
{
  g_autofree char *head = g_build_filename (folder, "HEAD", NULL);
  g_autofree char *objects = g_build_filename (folder, "objects", NULL);
  g_autofree char *refs = g_build_filename (folder, "refs", NULL);

  return !g_file_test (objects, G_FILE_TEST_IS_DIR) || !g_file_test (refs, G_FILE_TEST_IS_DIR)
         || hm_plain_path_check (head, error);
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
      return hm_plain_path_check (path, error);
    return hm_fail (error, HM_ERROR_NOT_FOUND,
                    "%s: is a file, where the folder of a repository was expected", path);
  }
  if (g_access (path, R_OK | X_OK) != 0
      || (g_stat (inner, &status) == 0
          && g_access (inner, S_ISDIR (status.st_mode) ? R_OK | X_OK : R_OK) != 0))
    return hm_fail (error, HM_ERROR_GIT, "%s: %s", path, g_strerror (errno));
  return hm_plain_path_check (inner, error) && head_check (inner, error)
         && head_check (path, error);
}

static gboolean
open_fail (const char *path, int status, GError **error)
{
  if (status == GIT_ENOTFOUND)
    return hm_fail (error, HM_ERROR_NOT_FOUND, "%s: no git repository here or above", path);
  return hm_git_fail (error, HM_ERROR_GIT, path);
}

/* Extensions that change nothing for a reader of objects and refs, and those that don't with one value. */
static gboolean
extension_check (const HmConfigEntry *entry, const char *path, GError **error)
{
  static const struct {
    const char *name;
    const char *readable; /* (nullable) NULL: whatever it says */
  } extensions[] = {
    { "noop", NULL },           { "noop-v1", NULL },
    { "partialclone", NULL },   { "preciousobjects", NULL },
    { "worktreeconfig", NULL }, { "relativeworktrees", NULL },
    { "objectformat", "sha1" }, { "refstorage", "files" },
  };
  const char *name = entry->name + strlen (EXTENSIONS);
  const char *value = entry->value != NULL ? entry->value : "";

  for (gsize i = 0; i < G_N_ELEMENTS (extensions); i++) {
    if (strcmp (name, extensions[i].name) != 0)
      continue;
    if (extensions[i].readable == NULL || g_ascii_strcasecmp (value, extensions[i].readable) == 0)
      return TRUE;
    return hm_fail (error, HM_ERROR_UNSUPPORTED,
                    "%s: the repository has %s=%s; this build reads %s only", path, entry->name,
                    value, extensions[i].readable);
  }
  return hm_fail (error, HM_ERROR_UNSUPPORTED,
                  "%s: the repository needs %s, which this build can't read", path, entry->name);
}

/* Whether this build reads the format of a repository with this config (gitrepository-layout(5), core.repositoryFormatVersion). */
static gboolean
format_check (const HmConfig *config, const char *path, GError **error)
{
  const char *text = hm_config_last (config, "core.repositoryformatversion");
  guint64 version = 0;
  const HmConfigEntry *entries;
  gsize n_entries;

  if (text != NULL && !hm_number_parse (text, strlen (text), G_MAXINT32, &version))
    return hm_fail (error, HM_ERROR_GIT, "%s: core.repositoryformatversion is no number", path);
  if (version > FORMAT_VERSION_MAX)
    return hm_fail (error, HM_ERROR_UNSUPPORTED,
                    "%s: the repository is of format %" G_GUINT64_FORMAT
                    "; this build reads up to %d",
                    path, version, FORMAT_VERSION_MAX);
  entries = hm_config_entries (config, &n_entries);
  for (gsize i = 0; i < n_entries; i++)
    if (g_str_has_prefix (entries[i].name, EXTENSIONS)
        && !extension_check (&entries[i], path, error))
      return FALSE;
  return TRUE;
}

/* Files that libgit2, some versions of it, opens by name as it opens a repository. */
static gboolean
files_check (const char *folder, GError **error)
{
  static const char *const names[] = { "HEAD", "commondir", "gitdir", "shallow", "info/grafts" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *file = g_build_filename (folder, names[i], NULL);

    if (!hm_plain_path_check (file, error))
      return FALSE;
  }
  return TRUE;
}

/* Gives @repository its objects and its refs, and no config. */
static gboolean
parts_set (git_repository *repository, const char *path, GError **error)
{
  g_autoptr (git_config) nothing = NULL;
  g_autoptr (git_odb) odb = hm_repository_odb_new (repository, error);

  if (odb == NULL)
    return FALSE;
  if (git_config_new (&nothing) < 0 || git_repository_set_config (repository, nothing) < 0
      || git_repository_set_odb (repository, odb) < 0)
    return hm_git_fail (error, HM_ERROR_GIT, path);
  return hm_refs_set (repository, error);
}

static gboolean
repository_open (const char *path, git_repository **ret_repository, GError **error)
{
  g_autofree char *config_file = NULL;
  g_autoptr (HmConfig) config = NULL;
  git_buf folder = { 0 };
  gboolean is_there;
  int status = git_repository_discover (&folder, path, TRUE, NULL);

  is_there = status == 0 ? files_check (folder.ptr, error) : open_fail (path, status, error);
  if (is_there) {
    /* As if it were bare: this reads no config, and nobody here asks for the work tree. */
    status = git_repository_open_bare (ret_repository, folder.ptr);
    is_there = status == 0 || open_fail (path, status, error);
  }
  git_buf_dispose (&folder);
  if (!is_there || !files_check (git_repository_commondir (*ret_repository), error))
    return FALSE;
  config_file = hm_repository_config_file (*ret_repository);
  config = hm_config_read (config_file, error);
  return config != NULL && format_check (config, path, error)
         && parts_set (*ret_repository, path, error);
}

git_repository *
hm_repository_open (const char *path, GError **error)
{
  g_autoptr (git_repository) repository = NULL;
  gsize limit_before;
  gboolean is_open;

  hm_git_init ();
  limit_before = hm_allocator_set_limit (LOOKUP_BLOCK_MAX);
  is_open = path_check (path, error) && repository_open (path, &repository, error);
  hm_allocator_set_limit (limit_before);
  return is_open ? g_steal_pointer (&repository) : NULL;
}

git_odb *
hm_repository_odb_new (git_repository *repository, GError **error)
{
  g_autofree char *objects =
      g_build_filename (git_repository_commondir (repository), "objects", NULL);

  return hm_odb_new (objects, error);
}

char *
hm_repository_config_file (git_repository *repository)
{
  return g_build_filename (git_repository_commondir (repository), "config", NULL);
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

/* Goes back along first parents to the newest commit that is not after @as_of; @object holds what @header points into. */
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
