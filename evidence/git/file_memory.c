/* SPDX-License-Identifier: Apache-2.0 */
/* A table of files by blob and path. */
#include "evidence/git/file_memory.h"

#include <string.h>

#include "core/oid.h"
#include "evidence/git/seeded_hash.h"

/* Files, and bytes of their texts and paths: some 200 bytes a file. */
#define FILES_MAX 1000000u
#define TEXT_BYTES_MAX ((gsize) 64 * 1024 * 1024)

typedef struct {
  HmOid oid;
  const char *path; /* behind the marks; borrowed in a key that is looked up */
  HmKnownFile known;
} Entry;

struct HmFileMemory {
  GMutex mutex;
  GHashTable *entries; /* Entry set */
  gsize text_bytes;
  gboolean is_full;
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
hm_file_memory_new (void)
{
  HmFileMemory *memory = g_new0 (HmFileMemory, 1);

  g_mutex_init (&memory->mutex);
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
hm_file_memory_find (HmFileMemory *memory, const HmTreeEntry *entry, gboolean has_text,
                     HmKnownFile *ret_known)
{
  const Entry key = { .oid = entry->oid, .path = entry->path };
  const Entry *found;

  g_mutex_lock (&memory->mutex);
  found = g_hash_table_lookup (memory->entries, &key);
  g_mutex_unlock (&memory->mutex);
  if (found == NULL || (has_text && found->known.text == NULL))
    return FALSE;
  *ret_known = found->known;
  return TRUE;
}

/* Returns: (owned) an entry with copies of all that it points to, in one block but for the text. */
static Entry *
entry_new (const HmTreeEntry *file, const HmKnownFile *known, gsize *ret_size)
{
  gsize size = sizeof (Entry) + known->n_marks * sizeof (HmMark) + strlen (file->path) + 1;
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
  *entry = (Entry){ .oid = file->oid, .path = text, .known = *known };
  entry->known.marks = marks;
  (void) g_stpcpy (text, file->path);
  if (known->text != NULL)
    g_bytes_ref (known->text);
  *ret_size = size + (known->text != NULL ? g_bytes_get_size (known->text) : 0);
  return entry;
}

void
hm_file_memory_note (HmFileMemory *memory, const HmTreeEntry *entry, const HmKnownFile *known)
{
  gsize size;
  Entry *noted = entry_new (entry, known, &size);

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
hm_file_memory_sweep (HmFileMemory *memory)
{
  if (!memory->is_full)
    return;
  g_hash_table_remove_all (memory->entries);
  memory->text_bytes = 0;
  memory->is_full = FALSE;
}
