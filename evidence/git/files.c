/* SPDX-License-Identifier: Apache-2.0 */
/* Looks at files, each content once. */
#include "evidence/git/files.h"

#include <string.h>

#include "core/limits.h"
#include "evidence/content/entropy.h"
#include "evidence/content/legible.h"
#include "evidence/content/marks.h"
#include "evidence/git/allocator.h"
#include "evidence/git/blob.h"
#include "evidence/git/cancel.h"
#include "evidence/git/content.h"
#include "evidence/git/object.h"
#include "evidence/git/oid_index.h"
#include "evidence/git/tree_marks.h"

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
static const char cut_marks[] =
    "the files hold more than 200,000 lines that are hard to read; those in the first files were kept";

G_STATIC_ASSERT (HM_BLOB_MAX == 32 * 1024 * 1024);
G_STATIC_ASSERT (HM_DOCUMENT_MAX == 1024 * 1024);
G_STATIC_ASSERT (HM_DOCUMENTS_TEXT_MAX == 64 * 1024 * 1024);
G_STATIC_ASSERT (HM_FILES_BYTES_MAX == 8ull * 1024 * 1024 * 1024);
G_STATIC_ASSERT (HM_TREE_MARKS_MAX == 200000);

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
  HmTreeMarks *found;
  gsize text_bytes;
  guint64 bytes_max;
  guint64 bytes; /* atomic: that reading took */
};

/* What one thread looks at files with. */
typedef struct {
  HmFileReader *reader;
  git_odb *odb;
  HmMarks *marks;
  GString *text; /* of one file: recognisers want a NUL behind it */
} Look;

static void
look_init (Look *look, HmFileReader *reader, git_odb *odb)
{
  *look = (Look){ reader, odb, hm_marks_new (), g_string_new (NULL) };
  hm_marks_set_cancelled (look->marks, reader->cancelled);
}

static void
look_clear (Look *look)
{
  hm_marks_free (look->marks);
  g_string_free (look->text, TRUE);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Look, look_clear)

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

/*
 * Fills in the text of @document. Only hm_file_reader_new() gets here, on one thread: which ones
 * pass a limit must not hang on luck.
 */
static void
document_fill (HmFileReader *reader, HmDocument *document, const char *bytes, gsize size)
{
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
  /* An empty text of an empty GBytes is NULL. */
  if (size > 0)
    memcpy (text, bytes, size);
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

/* What a reviewer would stumble over in the file, or how random it looks. */
static void
marks_look (Look *look, guint32 index, const char *bytes)
{
  HmTreeEntry *entry = entry_at (look->reader, index);
  const HmMark *marks;
  guint n_marks;
  HmText text = { .path = entry->path, .roles = entry->roles, .size = entry->size };

  if (entry->content != HM_CONTENT_TEXT)
    entry->entropy = (guint16) hm_entropy_per_mille (bytes, entry->size);
  text.roles = hm_roles_with_content (text.roles, bytes, text.size);
  if (text.size == 0
      || ((text.roles & HM_ROLE_GENERATED) != 0 && !hm_generated_is_legible (text.roles))
      || !hm_is_legible (entry->content, text.roles, bytes, text.size))
    return;
  hm_legible_take (look->text, bytes, text.size);
  text.text = look->text->str;
  hm_marks_reset (look->marks);
  hm_marks_read (look->marks, &text);
  marks = hm_marks_get (look->marks, &n_marks);
  hm_tree_marks_add (look->reader->found, index, marks, n_marks);
}

static void
content_look (Look *look, guint32 index, const char *bytes)
{
  const HmFileReader *reader = look->reader;
  HmTreeEntry *entry = entry_at (reader, index);

  if (!reader->has_content)
    return;
  entry->content = hm_content_classify (bytes, entry->size);
  if (reader->store->has_marks)
    marks_look (look, index, bytes);
}

/* Takes what is @known of the file from another tree, or another run, but for its text. */
static void
known_take (HmFileReader *reader, guint32 index, const HmKnownFile *known)
{
  HmTreeEntry *entry = entry_at (reader, index);

  entry->size = known->size;
  entry->content = known->content;
  entry->entropy = (guint16) known->entropy;
  hm_tree_marks_add (reader->found, index, known->marks, known->n_marks);
}

/* Whether all that is wanted of the file is @known, so that it need not be read. */
static gboolean
is_enough (const HmKnownFile *known, const HmDocument *document)
{
  return document == NULL || known->text != NULL;
}

/* Takes all of it. */
static void
known_take_whole (HmFileReader *reader, guint32 index, const HmKnownFile *known,
                  HmDocument *document)
{
  known_take (reader, index, known);
  __atomic_add_fetch (&reader->bytes, known->bytes, __ATOMIC_RELAXED);
  if (document == NULL)
    return;
  document_fill (reader, document, g_bytes_get_data (known->text, NULL),
                 g_bytes_get_size (known->text));
  document->size = known->size;
}

static void
memory_note (Look *look, const HmTreeEntry *entry, const HmDocument *document, const char *bytes,
             guint64 n_bytes)
{
  HmFileMemory *memory = look->reader->store->memory;
  g_autoptr (GBytes) text = NULL;
  HmKnownFile known = {
    .content = entry->content,
    .entropy = entry->entropy,
    .size = entry->size,
    .bytes = n_bytes,
  };

  if (memory == NULL || hm_is_cancelled (look->reader->cancelled))
    return;
  if (document != NULL && document->text != NULL) {
    text = g_bytes_new (bytes, entry->size);
    known.text = text;
  }
  known.marks = hm_marks_get (look->marks, &known.n_marks);
  hm_file_memory_note (memory, entry, &known);
}

/*
 * Looks at one file, and keeps its text where @document is given. Only documents are held against
 * their ids: they are what a score rests on, and whoever forges a file's object shows everybody
 * else the same forgery.
 */
static void
file_look (Look *look, guint32 index, HmDocument *document)
{
  HmFileReader *reader = look->reader;
  HmTreeEntry *entry = entry_at (reader, index);
  g_auto (HmBlob) blob = { 0 };
  guint64 bytes_before = hm_allocator_total ();
  HmKnownFile known = { 0 };
  gboolean is_known =
      reader->store->memory != NULL && hm_file_memory_find (reader->store->memory, entry, &known);
  HmObjectState state;

  if (is_known && is_enough (&known, document)) {
    known_take_whole (reader, index, &known, document);
    return;
  }
  hm_marks_reset (look->marks);
  state = hm_blob_read (look->odb, &entry->oid, document != NULL, &blob);

  __atomic_add_fetch (&reader->bytes, hm_allocator_total () - bytes_before, __ATOMIC_RELAXED);
  if (state == HM_OBJECT_READ) {
    const char *bytes = git_odb_object_data (blob.object);

    entry->size = git_odb_object_size (blob.object);
    if (is_known)
      known_take (reader, index, &known);
    else
      content_look (look, index, bytes);
    if (document != NULL)
      document_fill (reader, document, bytes, entry->size);
    if (!is_known)
      memory_note (look, entry, document, bytes, hm_allocator_total () - bytes_before);
  } else {
    entry->why = why_unread (look->odb, entry, state);
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
  g_auto (Look) look;

  look_init (&look, reader, odb);
  for (guint i = 0; i < documents->len && !hm_is_cancelled (reader->cancelled); i++) {
    HmDocument *document = &g_array_index (documents, HmDocument, i);
    guint32 index =
        (guint32) (document->entry - (const HmTreeEntry *) (gpointer) reader->store->entries->data);

    if (document->entry->kind == HM_ENTRY_SYMLINK)
      document->why = why_link;
    else if (is_affordable (reader))
      file_look (&look, index, document);
    else
      document->why = entry_at (reader, index)->why = why_files_large;
  }
}

/* The extension of the last part of @path, or all of it where it has none. */
static const char *
path_ending (const char *path)
{
  const char *slash = strrchr (path, '/');
  const char *name = slash != NULL ? slash + 1 : path;
  const char *dot = strrchr (name, '.');

  return dot != NULL ? dot : name;
}

/*
 * Whether equal files at two paths have equal marks: recognisers go by a file's roles, and by how
 * its name ends. A file that is found in many places, such as an empty one, is mostly the same to
 * them in all.
 */
static gboolean
is_looked_at_alike (const HmFileReader *reader, const HmTreeEntry *a, const HmTreeEntry *b)
{
  return !reader->store->has_marks
         || (a->roles == b->roles && strcmp (path_ending (a->path), path_ending (b->path)) == 0);
}

/* Every file that is no document, each content once, or as often as it may tell something new. */
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
    if (copy.first == HM_NO_INDEX
        || !is_looked_at_alike (reader, entry_at (reader, copy.first), entry))
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
  reader->found = hm_tree_marks_new (HM_TREE_MARKS_MAX);
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
  hm_tree_marks_free (reader->found);
  g_free (reader);
}

void
hm_file_reader_run (HmFileReader *reader, git_odb *odb)
{
  g_auto (Look) look;

  look_init (&look, reader, odb);
  while (!hm_is_cancelled (reader->cancelled) && is_affordable (reader)) {
    guint begin = (guint) g_atomic_int_add (&reader->next, BATCH);
    guint end = MIN (begin + BATCH, reader->jobs->len);

    if (begin >= reader->jobs->len)
      return;
    for (guint i = begin; i < end; i++)
      file_look (&look, g_array_index (reader->jobs, guint32, i), NULL);
  }
}

static void
jobs_forget (HmFileReader *reader)
{
  for (guint i = 0; i < reader->jobs->len; i++) {
    HmTreeEntry *entry = entry_at (reader, g_array_index (reader->jobs, guint32, i));

    entry->content = HM_CONTENT_UNREAD;
    entry->size = 0;
    entry->entropy = 0;
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
  if (!hm_tree_marks_finish (reader->found, reader->store) && reader->store->cut == NULL)
    reader->store->cut = g_strdup (cut_marks);
  for (guint i = 0; i < reader->copies->len; i++) {
    const Copy *copy = &g_array_index (reader->copies, Copy, i);
    const HmTreeEntry *first = entry_at (reader, copy->first);
    HmTreeEntry *entry = entry_at (reader, copy->entry);

    entry->content = first->content;
    entry->size = first->size;
    entry->why = first->why;
    entry->marks = first->marks;
    entry->n_marks = first->n_marks;
    entry->entropy = first->entropy;
  }
  return TRUE;
}
