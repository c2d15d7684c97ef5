/* SPDX-License-Identifier: Apache-2.0 */
/* Looks at files, each content once. */
#include "evidence/git/files.h"

#include <string.h>

#include "core/limits.h"
#include "evidence/git/allocator.h"
#include "evidence/git/cancel.h"
#include "evidence/git/content.h"
#include "evidence/git/object.h"
#include "evidence/git/oid_index.h"

/* Objects that need a larger block are read by one thread at a time: two of HM_BLOB_MAX would not fit the memory of a scan. */
#define CONCURRENT_BLOCK_MAX ((gsize) 4 * 1024 * 1024)

/* Files that a thread takes at a time: neighbours lie near to each other in a pack. */
#define BATCH 16

static const char why_missing[] =
    "its object is not in the repository (a partial clone, or damage)";
static const char why_large[] = "larger than 32 MiB; not looked at";
static const char why_packed_large[] = "takes more than 32 MiB to unpack; not looked at";
static const char why_damaged[] = "its object is damaged";
static const char why_submodule[] = "a submodule; submodules are not entered";
static const char why_link[] = "a symbolic link; links are not followed";
static const char why_document_large[] = "larger than 1 MiB; not read";
static const char why_files_large[] = "the files take more than 8 GiB to unpack; not looked at";
static const char why_documents_large[] = "the documents together are larger than 64 MiB; not read";

G_STATIC_ASSERT (HM_BLOB_MAX == 32 * 1024 * 1024);
G_STATIC_ASSERT (HM_DOCUMENT_MAX == 1024 * 1024);
G_STATIC_ASSERT (HM_DOCUMENTS_TEXT_MAX == 64 * 1024 * 1024);
G_STATIC_ASSERT (HM_FILES_BYTES_MAX == 8ull * 1024 * 1024 * 1024);

/* An entry whose content equals that of an earlier one. */
typedef struct {
  guint32 entry;
  guint32 first;
} Copy;

struct HmFileReader {
  HmTreeStore *store; /* borrowed */
  gboolean has_content;
  const gint *cancelled;
  GArray *jobs;   /* (element-type guint32) entries to look at */
  GArray *copies; /* (element-type Copy) */
  gint next;      /* atomic: the first batch of jobs that no thread took */
  GMutex large;   /* held while an object of more than CONCURRENT_BLOCK_MAX is in memory */
  gsize text_bytes;
  guint64 bytes_max;
  guint64 bytes; /* atomic: that reading took */
};

static HmTreeEntry *
entry_at (const HmFileReader *reader, guint32 index)
{
  return &g_array_index (reader->store->entries, HmTreeEntry, index);
}

static const char *
why_unread (git_odb *odb, HmTreeEntry *entry, HmObjectState state)
{
  git_oid oid;
  git_object_t type;
  size_t size;

  if (state == HM_OBJECT_MISSING)
    return why_missing;
  if (state == HM_OBJECT_DAMAGED)
    return why_damaged;
  hm_oid_to_git (&entry->oid, &oid);
  if (git_odb_read_header (&size, &type, odb, &oid) < 0)
    return why_packed_large;
  entry->size = size;
  return size > HM_BLOB_MAX ? why_large : why_packed_large;
}

/* Fills in the text of @document. Only hm_file_reader_new() gets here, on one thread: which ones pass a limit must not hang on luck. */
static void
document_fill (HmFileReader *reader, HmDocument *document, git_odb_object *blob)
{
  gsize size = git_odb_object_size (blob);
  char *text;

  if (size > HM_DOCUMENT_MAX) {
    document->why = why_document_large;
    return;
  }
  if (reader->text_bytes + size > HM_DOCUMENTS_TEXT_MAX) {
    document->why = why_documents_large;
    return;
  }
  reader->text_bytes += size;
  text = g_malloc (size + 1);
  memcpy (text, git_odb_object_data (blob), size);
  text[size] = '\0';
  g_ptr_array_add (reader->store->texts, text);
  document->text = text;
}

guint64
hm_file_reader_bytes (const HmFileReader *reader)
{
  return __atomic_load_n (&reader->bytes, __ATOMIC_RELAXED);
}

static gboolean
is_affordable (const HmFileReader *reader)
{
  return hm_file_reader_bytes (reader) <= reader->bytes_max;
}

/*
 * Looks at one file, and keeps its text where @document is given. Only documents are held against their ids: they are what a
 * score rests on, and whoever forges a file's object shows everybody else the same forgery.
 */
static void
file_look (HmFileReader *reader, git_odb *odb, HmTreeEntry *entry, HmDocument *document)
{
  g_autoptr (git_odb_object) blob = NULL;
  G_GNUC_UNUSED g_autoptr (GMutexLocker) locker = NULL;
  gboolean is_verified = document != NULL;
  guint64 bytes_before = hm_allocator_total ();
  HmObjectState state = hm_object_read_within (odb, &entry->oid, GIT_OBJECT_BLOB, is_verified,
                                               CONCURRENT_BLOCK_MAX, &blob);

  if (state == HM_OBJECT_LARGE) {
    locker = g_mutex_locker_new (&reader->large);
    state = hm_object_read (odb, &entry->oid, GIT_OBJECT_BLOB, is_verified, &blob);
  }
  __atomic_add_fetch (&reader->bytes, hm_allocator_total () - bytes_before, __ATOMIC_RELAXED);
  if (state == HM_OBJECT_READ) {
    entry->size = git_odb_object_size (blob);
    if (reader->has_content)
      entry->content = hm_content_classify (git_odb_object_data (blob), entry->size);
    if (document != NULL)
      document_fill (reader, document, blob);
    /* Before the lock is let go: cleanup runs in the reverse order of declaration. */
    g_clear_pointer (&blob, git_odb_object_free);
  } else {
    entry->why = why_unread (odb, entry, state);
    if (document != NULL)
      document->why = entry->why;
  }
  if (document != NULL)
    document->size = entry->size;
}

static void
documents_read (HmFileReader *reader, git_odb *odb)
{
  GArray *documents = reader->store->documents;

  for (guint i = 0; i < documents->len && !hm_is_cancelled (reader->cancelled); i++) {
    HmDocument *document = &g_array_index (documents, HmDocument, i);
    guint32 index =
        (guint32) (document->entry - (const HmTreeEntry *) (gpointer) reader->store->entries->data);

    if (document->entry->kind == HM_ENTRY_SYMLINK)
      document->why = why_link;
    else if (is_affordable (reader))
      file_look (reader, odb, entry_at (reader, index), document);
    else
      document->why = entry_at (reader, index)->why = why_files_large;
  }
}

/* Every file that is no document, each content once. */
static void
jobs_line_up (HmFileReader *reader)
{
  GArray *entries = reader->store->entries;
  GArray *documents = reader->store->documents;
  g_auto (HmOidIndex) seen = { 0 };
  guint next_document = 0;

  hm_oid_index_init (&seen, entries, G_STRUCT_OFFSET (HmTreeEntry, oid));
  for (guint32 i = 0; i < entries->len; i++) {
    HmTreeEntry *entry = entry_at (reader, i);
    gboolean is_document = next_document < documents->len
                           && g_array_index (documents, HmDocument, next_document).entry == entry;
    Copy copy = { .entry = i };

    next_document += is_document ? 1 : 0;
    if (entry->kind == HM_ENTRY_SUBMODULE || entry->kind == HM_ENTRY_SYMLINK) {
      entry->why = entry->kind == HM_ENTRY_SUBMODULE ? why_submodule : why_link;
      continue;
    }
    if (!reader->has_content)
      continue;
    copy.first = hm_oid_index_find (&seen, &entry->oid);
    if (copy.first == HM_NO_INDEX)
      hm_oid_index_add (&seen, i);
    if (is_document)
      continue;
    if (copy.first == HM_NO_INDEX)
      g_array_append_val (reader->jobs, i);
    else
      g_array_append_val (reader->copies, copy);
  }
}

HmFileReader *
hm_file_reader_new (HmTreeStore *store, git_odb *odb, gboolean has_content, guint64 bytes_max,
                    const gint *cancelled)
{
  HmFileReader *reader = g_new0 (HmFileReader, 1);

  reader->store = store;
  reader->has_content = has_content;
  reader->bytes_max = bytes_max;
  reader->cancelled = cancelled;
  reader->jobs = g_array_new (FALSE, FALSE, sizeof (guint32));
  reader->copies = g_array_new (FALSE, FALSE, sizeof (Copy));
  g_mutex_init (&reader->large);
  jobs_line_up (reader);
  documents_read (reader, odb);
  return reader;
}

void
hm_file_reader_free (HmFileReader *reader)
{
  if (reader == NULL)
    return;
  g_array_unref (reader->jobs);
  g_array_unref (reader->copies);
  g_mutex_clear (&reader->large);
  g_free (reader);
}

void
hm_file_reader_run (HmFileReader *reader, git_odb *odb)
{
  while (!hm_is_cancelled (reader->cancelled) && is_affordable (reader)) {
    guint begin = (guint) g_atomic_int_add (&reader->next, BATCH);
    guint end = MIN (begin + BATCH, reader->jobs->len);

    if (begin >= reader->jobs->len)
      return;
    for (guint i = begin; i < end; i++)
      file_look (reader, odb, entry_at (reader, g_array_index (reader->jobs, guint32, i)), NULL);
  }
}

static void
jobs_forget (HmFileReader *reader)
{
  for (guint i = 0; i < reader->jobs->len; i++) {
    HmTreeEntry *entry = entry_at (reader, g_array_index (reader->jobs, guint32, i));

    entry->content = HM_CONTENT_UNREAD;
    entry->size = 0;
    entry->why = why_files_large;
  }
}

gboolean
hm_file_reader_finish (HmFileReader *reader, GError **error)
{
  if (hm_is_cancelled (reader->cancelled))
    return hm_fail (error, HM_ERROR_CANCELLED, "interrupted");
  if (!is_affordable (reader))
    jobs_forget (reader);
  for (guint i = 0; i < reader->copies->len; i++) {
    const Copy *copy = &g_array_index (reader->copies, Copy, i);
    const HmTreeEntry *first = entry_at (reader, copy->first);
    HmTreeEntry *entry = entry_at (reader, copy->entry);

    entry->content = first->content;
    entry->size = first->size;
    entry->why = first->why;
  }
  return TRUE;
}
