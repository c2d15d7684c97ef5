/* SPDX-License-Identifier: Apache-2.0 */
#include "evidence/release/source.h"

#include <stdlib.h>
#include <string.h>

#include "core/limits.h"
#include "core/oid.h"
#include "evidence/git/commit.h"
#include "evidence/git/files.h"
#include "evidence/git/object.h"
#include "evidence/git/tree.h"

struct HmSource {
  git_odb *odb; /* borrowed */
  HmTreeStore *tree;
  GArray *oids;     /* (element-type HmOid) of files and links, sorted */
  GPtrArray *names; /* (element-type utf8) last parts of paths, borrowed from @tree, sorted */
  HmAttributes *attributes;
};

void
hm_source_free (HmSource *source)
{
  if (source == NULL)
    return;
  hm_tree_store_free (source->tree);
  g_clear_pointer (&source->oids, g_array_unref);
  g_clear_pointer (&source->names, g_ptr_array_unref);
  hm_attributes_free (source->attributes);
  g_free (source);
}

static int
oids_compare (gconstpointer a, gconstpointer b)
{
  return memcmp (a, b, sizeof (HmOid));
}

static int
names_compare (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static gboolean
tree_of (git_odb *odb, const HmOid *commit, const char *tag, HmOid *ret_tree, GError **error)
{
  g_autoptr (git_odb_object) object = NULL;
  HmCommitHeader header;

  if (hm_object_read (odb, commit, GIT_OBJECT_COMMIT, TRUE, &object) != HM_OBJECT_READ
      || !hm_commit_parse (git_odb_object_data (object), git_odb_object_size (object), &header))
    return hm_fail (error, HM_ERROR_GIT, "%s: its commit can't be read", tag);
  *ret_tree = header.tree;
  return TRUE;
}

static gboolean
tree_list (HmSource *source, const HmOid *root, const char *tag, const gint *cancelled,
           GError **error)
{
  static const char *const reads[] = { "**/.gitattributes", NULL };
  const HmTreeOptions options = {
    .reads = reads,
    .entries_max = HM_TREE_ENTRIES_MAX,
    .documents_max = HM_DOCUMENTS_MAX,
    .bytes_max = HM_TREE_BYTES_MAX,
    .cancelled = cancelled,
  };
  g_autoptr (HmFileReader) reader = NULL;

  source->tree = hm_tree_list (source->odb, root, &options, error);
  if (source->tree == NULL)
    return FALSE;
  if (source->tree->cut != NULL)
    return hm_fail (error, HM_ERROR_GIT, "%s: its tree can't be listed: %s", tag,
                    source->tree->cut);
  reader = hm_file_reader_new (source->tree, source->odb, FALSE, HM_FILES_BYTES_MAX, cancelled);
  return hm_file_reader_finish (reader, error);
}

static void
attributes_read (HmSource *source)
{
  source->attributes = hm_attributes_new ();
  /*
   * In path order the root's come first, but a folder's after those of the folders in it whose
   * names sort before ".gitattributes": few, and they are about other files.
   */
  for (guint i = 0; i < source->tree->documents->len; i++) {
    const HmDocument *document = &g_array_index (source->tree->documents, HmDocument, i);
    const char *slash = strrchr (document->entry->path, '/');
    g_autofree char *folder = g_strndup (
        document->entry->path, slash != NULL ? (gsize) (slash - document->entry->path) : 0);

    if (document->text != NULL)
      hm_attributes_add (source->attributes, folder, document->text, document->size);
  }
}

HmSource *
hm_source_new (git_odb *odb, const HmOid *commit, const char *tag, const gint *cancelled,
               GError **error)
{
  g_autoptr (HmSource) source = g_new0 (HmSource, 1);
  HmOid root;

  source->odb = odb;
  if (!tree_of (odb, commit, tag, &root, error)
      || !tree_list (source, &root, tag, cancelled, error))
    return NULL;
  source->oids = g_array_sized_new (FALSE, FALSE, sizeof (HmOid), source->tree->entries->len);
  source->names = g_ptr_array_sized_new (source->tree->entries->len);
  for (guint i = 0; i < source->tree->entries->len; i++) {
    const HmTreeEntry *entry = &g_array_index (source->tree->entries, HmTreeEntry, i);

    const char *slash = strrchr (entry->path, '/');

    if (entry->kind == HM_ENTRY_SUBMODULE)
      continue;
    g_array_append_val (source->oids, entry->oid);
    g_ptr_array_add (source->names,
                     (gpointer) (guintptr) (slash != NULL ? slash + 1 : entry->path));
  }
  g_ptr_array_sort (source->names, names_compare);
  g_array_sort (source->oids, oids_compare);
  attributes_read (source);
  return g_steal_pointer (&source);
}

const HmTreeEntry *
hm_source_entries (const HmSource *source, gsize *ret_n_entries)
{
  *ret_n_entries = source->tree->entries->len;
  return (const HmTreeEntry *) (gpointer) source->tree->entries->data;
}

static int
entry_compare (gconstpointer key, gconstpointer entry)
{
  return strcmp (key, ((const HmTreeEntry *) entry)->path);
}

const HmTreeEntry *
hm_source_find (const HmSource *source, const char *path)
{
  if (source->tree->entries->len == 0)
    return NULL;
  return bsearch (path, source->tree->entries->data, source->tree->entries->len,
                  sizeof (HmTreeEntry), entry_compare);
}

gboolean
hm_source_knows (gconstpointer data, const HmOid *oid)
{
  const HmSource *source = data;

  return source->oids->len > 0
         && bsearch (oid, source->oids->data, source->oids->len, sizeof (HmOid), oids_compare)
                != NULL;
}

gboolean
hm_source_has (gconstpointer data, const char *path)
{
  const HmTreeEntry *entry = hm_source_find (data, path);

  return entry != NULL && entry->kind != HM_ENTRY_SUBMODULE;
}

gboolean
hm_source_has_name (gconstpointer data, const char *name)
{
  const HmSource *source = data;

  return source->names->len > 0
         && bsearch (&name, source->names->pdata, source->names->len, sizeof (gpointer),
                     names_compare)
                != NULL;
}

gboolean
hm_source_is_in_submodule (const HmSource *source, const char *path)
{
  g_autofree char *at = g_strdup (path);

  for (guint depth = 0; depth < HM_TREE_DEPTH_MAX; depth++) {
    const HmTreeEntry *entry = hm_source_find (source, at);
    char *slash = strrchr (at, '/');

    if (entry != NULL)
      return entry->kind == HM_ENTRY_SUBMODULE;
    if (slash == NULL)
      return FALSE;
    *slash = '\0';
  }
  return FALSE;
}

guint
hm_source_attributes (HmSource *source, const char *path)
{
  return hm_attributes_get (source->attributes, path);
}

git_odb_object *
hm_source_read (HmSource *source, const HmTreeEntry *entry)
{
  g_autoptr (git_odb_object) object = NULL;

  return hm_object_read (source->odb, &entry->oid, GIT_OBJECT_BLOB, FALSE, &object)
                 == HM_OBJECT_READ
             ? g_steal_pointer (&object)
             : NULL;
}
