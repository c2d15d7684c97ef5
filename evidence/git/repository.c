/* SPDX-License-Identifier: Apache-2.0 */
/* Opens repositories, with errors in plain words. */
#include "evidence/git/repository.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <git2/sys/repository.h>
#include <glib/gstdio.h>

#include "core/number.h"
#include "evidence/git/allocator.h"
#include "evidence/git/config.h"
#include "evidence/git/odb.h"
#include "evidence/git/plain.h"
#include "evidence/git/refs.h"

#define EXTENSIONS "extensions."
#define FORMAT_VERSION_MAX 1

/* Bytes of a pack mapped at once, and in all: mapped pages count as ours, however large the pack is. */
#define WINDOW_BYTES ((gsize) 1024 * 1024)
#define WINDOWS_BYTES ((gsize) 64 * 1024 * 1024)

/*
 * A block of libgit2's while it opens a repository: it reads a file that says where the repository
 * is, whatever its size.
 */
#define OPEN_BLOCK_MAX ((gsize) 16 * 1024 * 1024)

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

/*
 * Whether this build reads the format of a repository with this config (gitrepository-layout(5),
 * core.repositoryFormatVersion).
 */
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

/* Finds what is at or above @path. */
static gboolean
bare_open (const char *path, git_repository **ret_repository, GError **error)
{
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
  return is_there && files_check (git_repository_commondir (*ret_repository), error);
}

static gboolean
repository_open (const char *path, git_repository **ret_repository, GError **error)
{
  g_autofree char *config_file = NULL;
  g_autoptr (HmConfig) config = NULL;

  if (!bare_open (path, ret_repository, error))
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
  limit_before = hm_allocator_set_limit (OPEN_BLOCK_MAX);
  is_open = path_check (path, error) && repository_open (path, &repository, error);
  hm_allocator_set_limit (limit_before);
  return is_open ? g_steal_pointer (&repository) : NULL;
}

/* Returns: (owned) (nullable) @path with all links followed */
static char *
path_real (const char *path)
{
  char *real = realpath (path, NULL);
  char *copy = g_strdup (real);

  free (real);
  return copy;
}

/*
 * Whether ".git" of @folder leads to @home. Where it is a file that leads nowhere, libgit2 goes on
 * above, and finds there what it finds from here.
 */
static gboolean
is_work_tree_of (const char *folder, const char *home)
{
  g_autofree char *inner = g_build_filename (folder, ".git", NULL);
  g_autofree char *real = path_real (inner);
  g_autofree char *above = g_path_get_dirname (folder);
  g_autofree char *home_above = NULL;
  git_buf found = { 0 };
  GStatBuf status;

  if (real == NULL || g_stat (real, &status) != 0)
    return FALSE;
  if (S_ISDIR (status.st_mode))
    return strcmp (real, home) == 0;
  if (git_repository_discover (&found, above, TRUE, NULL) == 0)
    home_above = path_real (found.ptr);
  git_buf_dispose (&found);
  return home_above == NULL || strcmp (home_above, home) != 0;
}

gboolean
hm_repository_is_at (git_repository *repository, const char *path, char **ret_top)
{
  g_autofree char *home = path_real (git_repository_path (repository));
  g_autofree char *start = path_real (path);
  g_autofree char *folder = g_strdup (start);

  *ret_top = NULL;
  if (home == NULL || start == NULL)
    return FALSE;
  while (strcmp (folder, home) != 0 && !is_work_tree_of (folder, home)) {
    g_autofree char *below = g_steal_pointer (&folder);

    folder = g_path_get_dirname (below);
    if (strcmp (folder, below) == 0)
      return FALSE;
  }
  if (strcmp (folder, start) == 0)
    return TRUE;
  *ret_top = g_steal_pointer (&folder);
  return FALSE;
}

static gboolean
has_part (const char *folder, const char *name)
{
  g_autofree char *part = g_build_filename (folder, name, NULL);

  return g_file_test (part, G_FILE_TEST_EXISTS);
}

/*
 * Returns: (owned) (nullable) the home of what lies as nearly all repositories do: whole, in the
 * folder itself or in its ".git"
 */
static char *
plain_home (const char *path)
{
  g_autofree char *start = path_real (path);
  g_autofree char *inner = start != NULL ? g_build_filename (start, ".git", NULL) : NULL;
  g_autofree char *real = inner != NULL ? path_real (inner) : NULL;
  const char *home = real != NULL ? real : start;

  return home != NULL && has_part (home, "HEAD") && has_part (home, "objects")
                 && has_part (home, "refs") && !has_part (home, "commondir")
             ? g_strdup (home)
             : NULL;
}

char *
hm_repository_home (const char *path)
{
  g_autoptr (git_repository) repository = NULL;
  char *plain = path_check (path, NULL) ? plain_home (path) : NULL;
  g_autofree char *top = NULL;
  gsize limit_before;
  gboolean is_open;

  if (plain != NULL)
    return plain;
  hm_git_init ();
  limit_before = hm_allocator_set_limit (OPEN_BLOCK_MAX);
  is_open = path_check (path, NULL) && bare_open (path, &repository, NULL);
  hm_allocator_set_limit (limit_before);
  return is_open && hm_repository_is_at (repository, path, &top)
             ? path_real (git_repository_commondir (repository))
             : NULL;
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
