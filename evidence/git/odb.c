/* SPDX-License-Identifier: Apache-2.0 */
/* Puts object databases together. */
#include "evidence/git/odb.h"

#include <string.h>

#include <git2/sys/odb_backend.h>
#include <glib/gstdio.h>

#include "core/error.h"
#include "core/limits.h"
#include "evidence/git/loose.h"
#include "evidence/git/plain.h"
#include "evidence/git/repository.h"

/* Packs first: one index answers for many objects. */
#define PACK_PRIORITY 2
#define LOOSE_PRIORITY 1

typedef struct {
  dev_t device;
  ino_t inode;
} FolderId;

typedef struct {
  git_odb *odb;
  GArray *folders; /* (element-type FolderId) that are in @odb */
} Builder;

static gboolean folder_add (Builder *builder, const char *folder, guint depth, GError **error);

static gboolean
backend_add (Builder *builder, git_odb_backend *backend, int priority, guint depth,
             const char *folder, GError **error)
{
  int status = depth == 0 ? git_odb_add_backend (builder->odb, backend, priority)
                          : git_odb_add_alternate (builder->odb, backend, priority);

  if (status == 0)
    return TRUE;
  backend->free (backend);
  return hm_git_fail (error, HM_ERROR_GIT, folder);
}

static gboolean
backends_add (Builder *builder, const char *folder, guint depth, GError **error)
{
  g_autofree char *packs = g_build_filename (folder, "pack", NULL);
  git_odb_backend *backend = NULL;

  /* libgit2 opens what carries the name of an index before it looks at what that is. */
  if (!hm_plain_folder_check (packs, error))
    return FALSE;
  if (git_odb_backend_pack (&backend, folder) < 0)
    return hm_git_fail (error, HM_ERROR_GIT, folder);
  if (!backend_add (builder, backend, PACK_PRIORITY, depth, folder, error))
    return FALSE;
  backend = hm_loose_backend_new (folder, error);
  return backend != NULL && backend_add (builder, backend, LOOSE_PRIORITY, depth, folder, error);
}

/* A line of info/alternates: a path, perhaps quoted as git quotes them, below @folder where it is relative. */
static gboolean
alternate_add (Builder *builder, const char *folder, const char *line, guint depth, GError **error)
{
  g_autofree char *path = NULL;
  g_autofree char *absolute = NULL;
  gsize size = strlen (line);

  if (size == 0 || line[0] == '#')
    return TRUE;
  if (size >= 2 && line[0] == '"' && line[size - 1] == '"') {
    g_autofree char *inner = g_strndup (line + 1, size - 2);

    path = g_strcompress (inner);
  } else {
    path = g_strdup (line);
  }
  absolute =
      g_path_is_absolute (path) ? g_steal_pointer (&path) : g_build_filename (folder, path, NULL);
  return folder_add (builder, absolute, depth, error);
}

static gboolean
alternates_add (Builder *builder, const char *folder, guint depth, GError **error)
{
  g_autofree char *file = g_build_filename (folder, "info", "alternates", NULL);
  g_autoptr (GError) read_error = NULL;
  g_autofree char *text = NULL;
  gsize size;

  text = hm_plain_file_read (file, HM_ALTERNATES_BYTES_MAX, &size, &read_error);
  if (text == NULL && g_error_matches (read_error, HM_ERROR, HM_ERROR_NOT_FOUND))
    return TRUE;
  if (text == NULL) {
    g_propagate_error (error, g_steal_pointer (&read_error));
    return FALSE;
  }
  for (char *line = text; line != NULL;) {
    char *next = strchr (line, '\n');

    if (next != NULL)
      *next++ = '\0';
    if (!alternate_add (builder, folder, g_strchomp (line), depth + 1, error))
      return FALSE;
    line = next;
  }
  return TRUE;
}

/* As git does: an alternate that is not there is passed over, and one that is in already ends a circle. */
static gboolean
folder_add (Builder *builder, const char *folder, guint depth, GError **error)
{
  FolderId id;
  GStatBuf status;

  if (g_stat (folder, &status) != 0 || !S_ISDIR (status.st_mode))
    return depth > 0 || hm_fail (error, HM_ERROR_GIT, "%s: no folder of objects", folder);
  for (guint i = 0; i < builder->folders->len; i++) {
    const FolderId *seen = &g_array_index (builder->folders, FolderId, i);

    if (seen->device == status.st_dev && seen->inode == status.st_ino)
      return TRUE;
  }
  if (depth > HM_ALTERNATES_DEPTH_MAX || builder->folders->len > HM_ALTERNATES_MAX)
    return hm_fail (error, HM_ERROR_LIMIT,
                    "%s: an alternate past the limit of %u, or of %u that name one another", folder,
                    HM_ALTERNATES_MAX, HM_ALTERNATES_DEPTH_MAX);
  id = (FolderId){ .device = status.st_dev, .inode = status.st_ino };
  g_array_append_val (builder->folders, id);
  return backends_add (builder, folder, depth, error)
         && alternates_add (builder, folder, depth, error);
}

git_odb *
hm_odb_new (const char *objects_folder, GError **error)
{
  g_autoptr (GArray) folders = g_array_new (FALSE, FALSE, sizeof (FolderId));
  g_autoptr (git_odb) odb = NULL;
  Builder builder = { .folders = folders };

  hm_git_init ();
  if (git_odb_new (&odb) < 0) {
    hm_git_fail (error, HM_ERROR_GIT, objects_folder);
    return NULL;
  }
  builder.odb = odb;
  return folder_add (&builder, objects_folder, 0, error) ? g_steal_pointer (&odb) : NULL;
}
