/* SPDX-License-Identifier: Apache-2.0 */
/* A table of files by blob and path. */
#include "evidence/git/file_memory.h"

#include <string.h>

#include "core/oid.h"
#include "core/seeded_hash.h"

/* Files, and bytes of their texts and paths: some 200 bytes a file. */
#define FILES_MAX 1000000u
#define TEXT_BYTES_MAX ((gsize) 64 * 1024 * 1024)

typedef struct {
  HmOid oid;
  const char *path; /* behind the marks; borrowed in a key that is looked up */
  HmKnownFile known;
  gboolean is_written;
  gboolean is_used; /* by this run: found, or noted */
} Entry;

struct HmFileMemory {
  GMutex mutex;
  GHashTable *entries; /* Entry set */
  gsize text_bytes;
  gboolean keeps_texts;
  gboolean is_full;
  gboolean is_used; /* of any entry */
};

static guint
entry_hash (gconstpointer data)
{
  const Entry *entry = data;
  guint oid;

  memcpy (&oid, entry->oid.bytes, sizeof oid);
  return oid ^ hm_seeded_text_hash (entry->path);
}

static gboolean
entries_equal (gconstpointer a, gconstpointer b)
{
  const Entry *entry_a = a;
  const Entry *entry_b = b;

  return hm_oid_equal (&entry_a->oid, &entry_b->oid) && strcmp (entry_a->path, entry_b->path) == 0;
}

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_clear_pointer (&entry->known.text, g_bytes_unref);
  g_free (entry);
}

HmFileMemory *
hm_file_memory_new (gboolean keeps_texts)
{
  HmFileMemory *memory = g_new0 (HmFileMemory, 1);

  g_mutex_init (&memory->mutex);
  memory->keeps_texts = keeps_texts;
  memory->entries = g_hash_table_new_full (entry_hash, entries_equal, entry_free, NULL);
  return memory;
}

void
hm_file_memory_free (HmFileMemory *memory)
{
  if (memory == NULL)
    return;
  g_hash_table_unref (memory->entries);
  g_mutex_clear (&memory->mutex);
  g_free (memory);
}

gboolean
hm_file_memory_find (HmFileMemory *memory, const HmTreeEntry *entry, HmKnownFile *ret_known)
{
  const Entry key = { .oid = entry->oid, .path = entry->path };
  Entry *found;

  g_mutex_lock (&memory->mutex);
  memory->is_used = TRUE;
  found = g_hash_table_lookup (memory->entries, &key);
  if (found != NULL)
    found->is_used = TRUE;
  g_mutex_unlock (&memory->mutex);
  if (found == NULL)
    return FALSE;
  *ret_known = found->known;
  return TRUE;
}

/* Returns: (owned) an entry with copies of all that it points to, in one block but for the text. */
static Entry *
entry_new (const HmOid *oid, const char *path, const HmKnownFile *known, gsize *ret_size)
{
  gsize size = sizeof (Entry) + known->n_marks * sizeof (HmMark) + strlen (path) + 1;
  HmMark *marks;
  Entry *entry;
  char *text;

  for (guint i = 0; i < known->n_marks; i++)
    size += strlen (known->marks[i].text) + 1;
  entry = g_malloc (size);
  marks = (HmMark *) (entry + 1);
  text = (char *) (marks + known->n_marks);
  for (guint i = 0; i < known->n_marks; i++) {
    marks[i] = known->marks[i];
    marks[i].text = text;
    text = g_stpcpy (text, known->marks[i].text) + 1;
  }
  *entry = (Entry){ .oid = *oid, .path = text, .known = *known };
  entry->known.marks = marks;
  (void) g_stpcpy (text, path);
  if (known->text != NULL)
    g_bytes_ref (known->text);
  *ret_size = size + (known->text != NULL ? g_bytes_get_size (known->text) : 0);
  return entry;
}

static void
entry_note (HmFileMemory *memory, const HmOid *oid, const char *path, const HmKnownFile *known,
            gboolean is_loaded)
{
  HmKnownFile kept = *known;
  gsize size;
  Entry *noted;

  if (!memory->keeps_texts)
    kept.text = NULL;
  noted = entry_new (oid, path, &kept, &size);
  noted->is_written = is_loaded;
  noted->is_used = !is_loaded;
  g_mutex_lock (&memory->mutex);
  memory->is_full |= g_hash_table_size (memory->entries) >= FILES_MAX
                     || memory->text_bytes + size > TEXT_BYTES_MAX + FILES_MAX * sizeof (Entry);
  /* One that is there already may be in use. */
  if (!memory->is_full && !g_hash_table_contains (memory->entries, noted)) {
    memory->text_bytes += size;
    g_hash_table_add (memory->entries, g_steal_pointer (&noted));
  }
  g_mutex_unlock (&memory->mutex);
  g_clear_pointer (&noted, entry_free);
}

void
hm_file_memory_note (HmFileMemory *memory, const HmTreeEntry *entry, const HmKnownFile *known)
{
  entry_note (memory, &entry->oid, entry->path, known, FALSE);
}

void
hm_file_memory_load (HmFileMemory *memory, const HmOid *oid, const char *path,
                     const HmKnownFile *known)
{
  entry_note (memory, oid, path, known, TRUE);
}

static gint
entries_compare (gconstpointer a, gconstpointer b)
{
  const Entry *entry_a = *(const Entry *const *) a;
  const Entry *entry_b = *(const Entry *const *) b;
  const gint order = strcmp (entry_a->path, entry_b->path);

  return order != 0 ? order
                    : memcmp (entry_a->oid.bytes, entry_b->oid.bytes, sizeof entry_a->oid.bytes);
}

void
hm_file_memory_write (HmFileMemory *memory, HmKnownFileTake take, gpointer data)
{
  g_autoptr (GPtrArray) unwritten = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, memory->entries);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    if (!((const Entry *) key)->is_written)
      g_ptr_array_add (unwritten, key);
  g_ptr_array_sort (unwritten, entries_compare);
  for (guint i = 0; i < unwritten->len; i++) {
    Entry *entry = g_ptr_array_index (unwritten, i);

    take (data, &entry->oid, entry->path, &entry->known);
    entry->is_written = TRUE;
  }
}

static gboolean
entry_is_old (gpointer key, gpointer value, gpointer data)
{
  Entry *entry = key;

  (void) value;
  (void) data;
  entry->is_written = FALSE;
  return !entry->is_used;
}

void
hm_file_memory_unwritten (HmFileMemory *memory)
{
  GHashTableIter iter;
  gpointer key;

  if (memory->is_used) {
    g_hash_table_foreach_remove (memory->entries, entry_is_old, NULL);
    return;
  }
  g_hash_table_iter_init (&iter, memory->entries);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    ((Entry *) key)->is_written = FALSE;
}

void
hm_file_memory_sweep (HmFileMemory *memory)
{
  if (!memory->is_full)
    return;
  g_hash_table_remove_all (memory->entries);
  memory->text_bytes = 0;
  memory->is_full = FALSE;
}
