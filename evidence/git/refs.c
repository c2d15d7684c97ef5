/* SPDX-License-Identifier: Apache-2.0 */
/* A backend of libgit2's for refs: one file each, or a line of packed-refs. */
#include "evidence/git/refs.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <git2/sys/refdb_backend.h>
#include <git2/sys/refs.h>
#include <git2/sys/repository.h>

#include "core/error.h"
#include "core/limits.h"
#include "evidence/git/object.h"
#include "evidence/git/packed_refs.h"
#include "evidence/git/plain.h"

/* Bytes of a file that holds one ref. FETCH_HEAD has a line for each branch, of which the first counts. */
#define REF_BYTES_MAX ((gsize) 1024 * 1024)

/* Folders in folders of refs: as many are open at once. No name of a ref is a way that deep. */
#define FOLDERS_MAX 64

typedef struct {
  git_refdb_backend parent;
  char *folder;        /* of the work tree's own: HEAD and its like */
  char *common_folder; /* of all work trees */
  HmPackedRefs *packed;
} RefsBackend;

/* The names of loose refs, then those of packed ones that no loose one covers. */
typedef struct {
  git_reference_iterator parent;
  const RefsBackend *backend;
  char *glob;       /* (nullable) */
  GPtrArray *loose; /* (element-type utf8) owns; in order */
  guint next_loose;
  gsize next_packed;
  git_reference *current; /* (nullable) whose name next_name() gave away */
} Iterator;

static const RefsBackend *
refs_of (const git_refdb_backend *backend)
{
  return (const RefsBackend *) (gconstpointer) backend;
}

static int
absence (const char *name)
{
  g_autofree char *message = g_strdup_printf ("no ref called %s", name);

  git_error_set_str (GIT_ERROR_REFERENCE, message);
  return GIT_ENOTFOUND;
}

static int
damage (const char *name)
{
  g_autofree char *message = g_strdup_printf ("the ref %s is damaged", name);

  git_error_set_str (GIT_ERROR_REFERENCE, message);
  return GIT_ERROR;
}

/* Below refs/, or one word like HEAD: no way out of the repository, and none to its other files. */
static gboolean
is_ref_name (const char *name)
{
  int is_valid = 0;

  return git_reference_name_is_valid (&is_valid, name) == 0 && is_valid
         && (g_str_has_prefix (name, "refs/") || strchr (name, '/') == NULL);
}

/* gitrepository-layout(5): what each work tree has its own of. */
static gboolean
is_of_worktree (const char *name)
{
  return !g_str_has_prefix (name, "refs/") || g_str_has_prefix (name, "refs/bisect/")
         || g_str_has_prefix (name, "refs/worktree/") || g_str_has_prefix (name, "refs/rewritten/");
}

/* `ref: NAME`, or 40 digits and a white space or the end. */
static int
loose_parse (const char *name, const char *text, git_reference **ret_ref)
{
  git_oid oid;

  if (g_str_has_prefix (text, "ref:")) {
    g_autofree char *target = g_strstrip (g_strdup (text + strlen ("ref:")));

    if (!is_ref_name (target))
      return damage (name);
    *ret_ref = git_reference__alloc_symbolic (name, target);
  } else {
    if (strnlen (text, HM_OID_HEX_SIZE) < HM_OID_HEX_SIZE
        || (text[HM_OID_HEX_SIZE] != '\0' && !g_ascii_isspace (text[HM_OID_HEX_SIZE]))
        || git_oid_fromstrn (&oid, text, HM_OID_HEX_SIZE) < 0)
      return damage (name);
    *ret_ref = git_reference__alloc (name, &oid, NULL);
  }
  return *ret_ref != NULL ? 0 : GIT_ERROR;
}

static int
loose_lookup (const RefsBackend *backend, const char *name, git_reference **ret_ref)
{
  g_autofree char *path = g_build_filename (
      is_of_worktree (name) ? backend->folder : backend->common_folder, name, NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  gsize size;

  text = hm_plain_file_read (path, REF_BYTES_MAX, &size, &error);
  if (text != NULL)
    return loose_parse (name, text, ret_ref);
  if (g_error_matches (error, HM_ERROR, HM_ERROR_NOT_FOUND))
    return GIT_ENOTFOUND;
  git_error_set_str (GIT_ERROR_REFERENCE, error->message);
  return GIT_ERROR;
}

static int
packed_reference (const HmPackedRef *packed, git_reference **ret_ref)
{
  git_oid oid, peeled;

  hm_oid_to_git (&packed->oid, &oid);
  hm_oid_to_git (&packed->peeled, &peeled);
  *ret_ref = git_reference__alloc (packed->name, &oid, &peeled);
  return *ret_ref != NULL ? 0 : GIT_ERROR;
}

static int
refs_lookup (git_reference **ret_ref, git_refdb_backend *backend, const char *name)
{
  HmPackedRef packed;
  int status;

  if (!is_ref_name (name))
    return absence (name);
  status = loose_lookup (refs_of (backend), name, ret_ref);
  if (status != GIT_ENOTFOUND)
    return status;
  if (hm_packed_refs_find (refs_of (backend)->packed, name, &packed))
    return packed_reference (&packed, ret_ref);
  return absence (name);
}

static int
refs_exists (int *ret_exists, git_refdb_backend *backend, const char *name)
{
  git_reference *ref = NULL;

  *ret_exists = refs_lookup (&ref, backend, name) == 0;
  git_reference_free (ref);
  git_error_clear ();
  return 0;
}

static gboolean
is_wanted (const Iterator *iterator, const char *name)
{
  return is_ref_name (name) && (iterator->glob == NULL || fnmatch (iterator->glob, name, 0) == 0);
}

/* Whether @entry of the open folder @fd is a folder itself; no link to one is. */
static gboolean
is_folder (int fd, const struct dirent *entry)
{
  struct stat status;

  if (entry->d_type != DT_UNKNOWN)
    return entry->d_type == DT_DIR;
  return fstatat (fd, entry->d_name, &status, AT_SYMLINK_NOFOLLOW) == 0 && S_ISDIR (status.st_mode);
}

/*
 * Appends the names of the refs below @name, which ends in a slash and which @fd, given away here, is the folder of.
 *
 * Returns: FALSE past a limit.
 */
static gboolean
loose_list (Iterator *iterator, int fd, GString *name, guint depth)
{
  DIR *dir = depth <= FOLDERS_MAX ? fdopendir (fd) : NULL;
  const struct dirent *entry;
  gboolean is_within = dir != NULL;
  gsize size = name->len;

  if (dir == NULL)
    close (fd);
  while (is_within && (entry = readdir (dir)) != NULL) {
    if (strcmp (entry->d_name, ".") == 0 || strcmp (entry->d_name, "..") == 0)
      continue;
    g_string_truncate (name, size);
    g_string_append (name, entry->d_name);
    if (is_folder (dirfd (dir), entry)) {
      int inner =
          openat (dirfd (dir), entry->d_name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);

      g_string_append_c (name, '/');
      if (inner >= 0)
        is_within = loose_list (iterator, inner, name, depth + 1);
    } else if (is_wanted (iterator, name->str)) {
      is_within = iterator->loose->len < HM_LOOSE_REFS_MAX;
      if (is_within)
        g_ptr_array_add (iterator->loose, g_strdup (name->str));
    }
  }
  g_string_truncate (name, size);
  if (dir != NULL)
    closedir (dir);
  return is_within;
}

static gint
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* The folder that the glob's first special character stands in, with a slash at its end; "refs/" for all. */
static char *
glob_folder (const char *glob)
{
  gsize size = glob != NULL ? strcspn (glob, "*?[\\") : 0;

  while (size > 0 && glob[size - 1] != '/')
    size--;
  return size > 0 && g_str_has_prefix (glob, "refs/") ? g_strndup (glob, size) : g_strdup ("refs/");
}

static gboolean
is_covered (const Iterator *iterator, const char *name)
{
  return iterator->loose->len > 0
         && bsearch (&name, iterator->loose->pdata, iterator->loose->len, sizeof (gpointer),
                     compare_names)
                != NULL;
}

static int
iterator_next (git_reference **ret_ref, git_reference_iterator *base)
{
  Iterator *iterator = (Iterator *) (gpointer) base;
  const HmPackedRefs *packed = iterator->backend->packed;

  while (iterator->next_loose < iterator->loose->len) {
    const char *name = g_ptr_array_index (iterator->loose, iterator->next_loose++);

    /* As git does, who lists passes over what is broken; who asks for it by name is told. */
    if (loose_lookup (iterator->backend, name, ret_ref) == 0)
      return 0;
    git_error_clear ();
  }
  while (iterator->next_packed < hm_packed_refs_count (packed)) {
    HmPackedRef ref;

    hm_packed_refs_get (packed, iterator->next_packed++, &ref);
    if (is_wanted (iterator, ref.name) && !is_covered (iterator, ref.name))
      return packed_reference (&ref, ret_ref);
  }
  return GIT_ITEROVER;
}

static int
iterator_next_name (const char **ret_name, git_reference_iterator *base)
{
  Iterator *iterator = (Iterator *) (gpointer) base;
  int status;

  g_clear_pointer (&iterator->current, git_reference_free);
  status = iterator_next (&iterator->current, base);
  if (status == 0)
    *ret_name = git_reference_name (iterator->current);
  return status;
}

static void
iterator_free (git_reference_iterator *base)
{
  Iterator *iterator = (Iterator *) (gpointer) base;

  g_clear_pointer (&iterator->current, git_reference_free);
  g_ptr_array_unref (iterator->loose);
  g_free (iterator->glob);
  g_free (iterator);
}

static int
refs_iterator (git_reference_iterator **ret_iterator, git_refdb_backend *backend, const char *glob)
{
  const RefsBackend *refs = refs_of (backend);
  g_autofree char *folder = glob_folder (glob);
  g_autofree char *path = g_build_filename (refs->common_folder, folder, NULL);
  g_autoptr (GString) name = g_string_new (folder);
  Iterator *iterator = g_new0 (Iterator, 1);
  int fd = open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  iterator->parent.next = iterator_next;
  iterator->parent.next_name = iterator_next_name;
  iterator->parent.free = iterator_free;
  iterator->backend = refs;
  iterator->glob = g_strdup (glob);
  iterator->loose = g_ptr_array_new_with_free_func (g_free);
  if (fd >= 0 && !loose_list (iterator, fd, name, 1)) {
    iterator_free (&iterator->parent);
    git_error_set_str (GIT_ERROR_REFERENCE,
                       "more refs, or deeper folders of them, than are listed");
    return GIT_ERROR;
  }
  g_ptr_array_sort (iterator->loose, compare_names);
  *ret_iterator = &iterator->parent;
  return 0;
}

static int
refusal (void)
{
  git_error_set_str (GIT_ERROR_REFERENCE, "refs are only read");
  return GIT_ERROR;
}

/* libgit2 takes no backend that lacks one of these. */

static int
refs_write (git_refdb_backend *backend, const git_reference *ref, int force,
            const git_signature *who, const char *message, const git_oid *old,
            const char *old_target)
{
  (void) backend;
  (void) ref;
  (void) force;
  (void) who;
  (void) message;
  (void) old;
  (void) old_target;
  return refusal ();
}

static int
refs_rename (git_reference **ret_ref, git_refdb_backend *backend, const char *old_name,
             const char *new_name, int force, const git_signature *who, const char *message)
{
  (void) ret_ref;
  (void) backend;
  (void) old_name;
  (void) new_name;
  (void) force;
  (void) who;
  (void) message;
  return refusal ();
}

static int
refs_delete (git_refdb_backend *backend, const char *name, const git_oid *old,
             const char *old_target)
{
  (void) backend;
  (void) name;
  (void) old;
  (void) old_target;
  return refusal ();
}

static int
refs_touch_log (git_refdb_backend *backend, const char *name)
{
  (void) backend;
  (void) name;
  return refusal ();
}

static int
refs_reflog_write (git_refdb_backend *backend, git_reflog *reflog)
{
  (void) backend;
  (void) reflog;
  return refusal ();
}

static int
refs_reflog_rename (git_refdb_backend *backend, const char *old_name, const char *new_name)
{
  (void) backend;
  (void) old_name;
  (void) new_name;
  return refusal ();
}

static int
refs_has_log (git_refdb_backend *backend, const char *name)
{
  (void) backend;
  (void) name;
  return 0;
}

static int
refs_reflog_read (git_reflog **ret_reflog, git_refdb_backend *backend, const char *name)
{
  (void) ret_reflog;
  (void) backend;
  (void) name;
  git_error_set_str (GIT_ERROR_REFERENCE, "reflogs are not read");
  return GIT_ENOTFOUND;
}

static void
refs_free (git_refdb_backend *base)
{
  RefsBackend *backend = (RefsBackend *) (gpointer) base;

  hm_packed_refs_free (backend->packed);
  g_free (backend->folder);
  g_free (backend->common_folder);
  g_free (backend);
}

static const git_refdb_backend refs_backend = {
  .version = GIT_REFDB_BACKEND_VERSION,
  .exists = refs_exists,
  .lookup = refs_lookup,
  .iterator = refs_iterator,
  .write = refs_write,
  .rename = refs_rename,
  .del = refs_delete,
  .has_log = refs_has_log,
  .ensure_log = refs_touch_log,
  .free = refs_free,
  .reflog_read = refs_reflog_read,
  .reflog_write = refs_reflog_write,
  .reflog_rename = refs_reflog_rename,
  .reflog_delete = refs_touch_log,
};

gboolean
hm_refs_set (git_repository *repository, GError **error)
{
  const char *common_folder = git_repository_commondir (repository);
  g_autofree char *packed_file = g_build_filename (common_folder, "packed-refs", NULL);
  HmPackedRefs *packed = hm_packed_refs_read (packed_file, error);
  git_refdb *refdb = NULL;
  RefsBackend *backend;
  gboolean is_set;

  if (packed == NULL)
    return FALSE;
  backend = g_new0 (RefsBackend, 1);
  backend->parent = refs_backend;
  backend->folder = g_strdup (git_repository_path (repository));
  backend->common_folder = g_strdup (common_folder);
  backend->packed = packed;
  if (git_refdb_new (&refdb, repository) < 0
      || git_refdb_set_backend (refdb, &backend->parent) < 0) {
    refs_free (&backend->parent);
    is_set = FALSE;
  } else {
    is_set = git_repository_set_refdb (repository, refdb) == 0;
  }
  git_refdb_free (refdb);
  return is_set || hm_fail (error, HM_ERROR_GIT, "%s: libgit2 takes no refs", common_folder);
}
