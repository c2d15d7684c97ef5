/* SPDX-License-Identifier: Apache-2.0 */
/* Writes segments. */
#include "evidence/git/journal_segment.h"

#include <string.h>

#include <zlib.h>

#include "core/limits.h"
#include "evidence/git/journal_layout.h"
#include "core/seeded_hash.h"

typedef struct {
  HmJournal *journal;
  HmSegmentHead head;
  GString *identities; /* sizes and bytes */
  GString *records;
  GString *parents;
  GString *named;
  GString *looks;
  GString *changes;
  GString *files;
  GString *marks;
  GString *texts;
  GHashTable *text_places; /* text -> its place in @texts + 1 */
} Writer;

static void
append (GString *bytes, const void *data, gsize size)
{
  g_string_append_len (bytes, data, (gssize) size);
}

static guint32
text_write (Writer *writer, const char *text)
{
  gpointer place = g_hash_table_lookup (writer->text_places, text);

  if (place == NULL) {
    place = GUINT_TO_POINTER (writer->texts->len + 1);
    g_hash_table_insert (writer->text_places, (gpointer) (guintptr) text, place);
    append (writer->texts, text, strlen (text) + 1);
  }
  return GPOINTER_TO_UINT (place) - 1;
}

static void
identities_write (Writer *writer)
{
  HmJournal *journal = writer->journal;

  for (; journal->n_identities_written < hm_identities_count (journal->identities);
       journal->n_identities_written++) {
    const HmSlice text = hm_identities_text (journal->identities, journal->n_identities_written);
    const guint32 size = (guint32) text.size;

    append (writer->identities, &size, sizeof size);
    append (writer->identities, text.text, text.size);
    writer->head.n_identities++;
  }
}

static void
record_write (Writer *writer, guint32 number, const HmRecord *record)
{
  const HmJournal *journal = writer->journal;
  gboolean is_read = record->state == HM_RECORD_READ;
  gsize n_parents = is_read ? MIN (record->n_parents, HM_COMMIT_PARENTS_MAX) : 0;
  HmDiskRecord disk = { .oid = record->oid, .number = number };

  if (is_read) {
    disk.tree = record->tree;
    disk.author_time = record->author_time;
    disk.committer_time = record->committer_time;
    disk.author = record->author;
    disk.committer = record->committer;
    disk.pull_request = record->pull_request;
    disk.bytes = record->bytes;
    disk.n_parents = record->n_parents;
    disk.n_named = record->n_named;
    disk.signature = record->signature;
    disk.mentions_request = record->mentions_request;
    disk.is_read = 1;
  }
  append (writer->records, &disk, sizeof disk);
  if (n_parents > 0)
    append (writer->parents, &g_array_index (journal->parents, guint32, record->parents),
            n_parents * sizeof (guint32));
  if (disk.n_named > 0)
    append (writer->named, &g_array_index (journal->named, guint32, record->named),
            disk.n_named * sizeof (guint32));
  writer->head.n_records++;
  writer->head.n_parents += (guint32) n_parents;
  writer->head.n_named += disk.n_named;
}

static void
marks_write (Writer *writer, const HmMark *marks, guint n_marks)
{
  for (guint i = 0; i < n_marks; i++) {
    const HmDiskMark disk = {
      .kind = marks[i].kind,
      .line = marks[i].line,
      .text = text_write (writer, marks[i].text),
    };

    append (writer->marks, &disk, sizeof disk);
  }
  writer->head.n_marks += n_marks;
}

static void
change_write (Writer *writer, const HmFileChange *change)
{
  const HmDiskChange disk = {
    .before = change->before,
    .after = change->after,
    .size = change->size,
    .path = text_write (writer, change->path),
    .roles = change->roles,
    .n_marks = change->n_marks,
    .entropy = change->entropy,
    .kind = (guint8) change->kind,
    .content = (guint8) change->content,
  };

  append (writer->changes, &disk, sizeof disk);
  if (change->n_marks > 0)
    marks_write (writer, &g_array_index (writer->journal->marks, HmMark, change->marks),
                 change->n_marks);
  writer->head.n_changes++;
}

/* For hm_file_memory_write(). */
static void
file_write (gpointer data, const HmOid *oid, const char *path, const HmKnownFile *known)
{
  Writer *writer = data;
  const HmDiskFile disk = {
    .oid = *oid,
    .path = text_write (writer, path),
    .size = known->size,
    .bytes = known->bytes,
    .n_marks = (guint16) known->n_marks,
    .entropy = (guint16) known->entropy,
    .content = (guint8) known->content,
  };

  append (writer->files, &disk, sizeof disk);
  marks_write (writer, known->marks, known->n_marks);
  writer->head.n_files++;
}

static void
looks_write (Writer *writer, guint32 number, const HmRecord *record)
{
  HmJournal *journal = writer->journal;

  for (guint32 at = record->looks; at != HM_NO_INDEX;) {
    HmRecordLook *look = &g_array_index (journal->looks, HmRecordLook, at);
    const HmDiskLook disk = {
      .record = number,
      .n_changes = look->n_changes,
      .n_files = look->n_files,
      .kilobytes = look->kilobytes,
      .look = look->look,
      .has_sources = look->has_sources,
    };

    at = look->next;
    if (!look->is_kept || look->is_written)
      continue;
    look->is_written = 1;
    append (writer->looks, &disk, sizeof disk);
    writer->head.n_looks++;
    for (guint32 i = 0; i < look->n_changes; i++)
      change_write (writer, &g_array_index (journal->changes, HmFileChange, look->changes + i));
  }
}

static void
records_write (Writer *writer)
{
  HmJournal *journal = writer->journal;

  for (guint32 i = 0; i < journal->records->len; i++) {
    HmRecord *record = &g_array_index (journal->records, HmRecord, i);
    guint8 wanted = record->state == HM_RECORD_READ ? HM_WRITTEN_READ : HM_WRITTEN_UNREAD;

    if (record->written < wanted) {
      record_write (writer, i, record);
      record->written = wanted;
    }
  }
  for (guint32 i = 0; i < journal->records->len; i++)
    looks_write (writer, i, &g_array_index (journal->records, HmRecord, i));
}

/* Puts the parts behind the head. Returns: FALSE where a part is too large for its count. */
static gboolean
parts_join (Writer *writer, GString *bytes)
{
  const GString *const parts[] = { writer->identities, writer->records, writer->parents,
                                   writer->named,      writer->looks,   writer->changes,
                                   writer->files,      writer->marks,   writer->texts };
  gsize begin = bytes->len;
  HmSegmentHead *head = &writer->head;

  head->size = sizeof *head;
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    head->size += parts[i]->len;
  if (head->size > HM_JOURNAL_BYTES_MAX)
    return FALSE;
  memcpy (head->magic, HM_SEGMENT_MAGIC, HM_SEGMENT_MAGIC_SIZE);
  head->identities_bytes = (guint32) writer->identities->len;
  head->texts_bytes = (guint32) writer->texts->len;
  append (bytes, head, sizeof *head);
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    append (bytes, parts[i]->str, parts[i]->len);
  head->crc = (guint32) crc32_z (0, (const guint8 *) bytes->str + begin, head->size);
  memcpy (bytes->str + begin, head, sizeof *head);
  return TRUE;
}

gboolean
hm_journal_segment_write (HmJournal *journal, GString *bytes)
{
  g_autoptr (GString) identities = g_string_new (NULL);
  g_autoptr (GString) records = g_string_new (NULL);
  g_autoptr (GString) parents = g_string_new (NULL);
  g_autoptr (GString) named = g_string_new (NULL);
  g_autoptr (GString) looks = g_string_new (NULL);
  g_autoptr (GString) changes = g_string_new (NULL);
  g_autoptr (GString) files = g_string_new (NULL);
  g_autoptr (GString) marks = g_string_new (NULL);
  g_autoptr (GString) texts = g_string_new (NULL);
  g_autoptr (GHashTable) places = g_hash_table_new (hm_seeded_text_hash, g_str_equal);
  Writer writer = { .journal = journal,
                    .identities = identities,
                    .records = records,
                    .parents = parents,
                    .named = named,
                    .looks = looks,
                    .changes = changes,
                    .files = files,
                    .marks = marks,
                    .texts = texts,
                    .text_places = places };

  identities_write (&writer);
  records_write (&writer);
  hm_file_memory_write (journal->files, file_write, &writer);
  return (writer.head.n_records > 0 || writer.head.n_looks > 0 || writer.head.n_files > 0)
         && parts_join (&writer, bytes);
}

void
hm_journal_unwritten (HmJournal *journal)
{
  journal->n_identities_written = 0;
  for (guint32 i = 0; i < journal->records->len; i++)
    g_array_index (journal->records, HmRecord, i).written = HM_WRITTEN_NOT;
  for (guint32 i = 0; i < journal->looks->len; i++)
    g_array_index (journal->looks, HmRecordLook, i).is_written = 0;
  hm_file_memory_unwritten (journal->files);
}
