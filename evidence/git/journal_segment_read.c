/* SPDX-License-Identifier: Apache-2.0 */
/* Reads segments; every number is held against what it may be before anything follows it. */
#include "evidence/git/journal_segment.h"

#include <string.h>

#include <zlib.h>

#include "core/instant.h"
#include "core/limits.h"
#include "evidence/git/journal_layout.h"

#define MARKS_LAST HM_MARK_INPUT_HIDDEN
#define CONTENT_LAST HM_CONTENT_CRX
#define ENTROPY_MAX 1000

typedef struct {
  HmJournal *journal;
  HmSegmentHead head;
  const guint8 *identities;
  const guint8 *records;
  const guint8 *parents;
  const guint8 *named;
  const guint8 *looks;
  const guint8 *changes;
  const guint8 *files;
  const guint8 *marks;
  const char *texts; /* owned by the journal */
} Reader;

static gboolean
head_read (const guint8 *bytes, gsize size, HmSegmentHead *ret_head)
{
  HmSegmentHead head;
  guint64 expected;

  if (size < sizeof head)
    return FALSE;
  memcpy (&head, bytes, sizeof head);
  /* No product or sum of 32-bit counts overflows 64 bits here. */
  expected = sizeof head + (guint64) head.identities_bytes
             + (guint64) head.n_records * sizeof (HmDiskRecord)
             + ((guint64) head.n_parents + head.n_named) * sizeof (guint32)
             + (guint64) head.n_looks * sizeof (HmDiskLook)
             + (guint64) head.n_changes * sizeof (HmDiskChange)
             + (guint64) head.n_files * sizeof (HmDiskFile)
             + (guint64) head.n_marks * sizeof (HmDiskMark) + head.texts_bytes;
  if (memcmp (head.magic, HM_SEGMENT_MAGIC, HM_SEGMENT_MAGIC_SIZE) != 0 || head.size != expected
      || head.size > size)
    return FALSE;
  *ret_head = head;
  return TRUE;
}

static guint32
crc_of (const guint8 *bytes, const HmSegmentHead *head)
{
  HmSegmentHead blank = *head;
  uLong crc;

  blank.crc = 0;
  crc = crc32_z (0, (const guint8 *) &blank, sizeof blank);
  return (guint32) crc32_z (crc, bytes + sizeof blank, head->size - sizeof blank);
}

gsize
hm_journal_segment_size (const guint8 *bytes, gsize size)
{
  HmSegmentHead head;

  return head_read (bytes, size, &head) && crc_of (bytes, &head) == head.crc ? head.size : 0;
}

static gboolean
identities_read (Reader *reader)
{
  HmIdentities *identities = reader->journal->identities;
  const guint8 *at = reader->identities;
  const guint8 *end = at + reader->head.identities_bytes;

  for (guint32 i = 0; i < reader->head.n_identities; i++) {
    guint32 expected = hm_identities_count (identities);
    HmSlice text;
    guint32 size;

    if ((gsize) (end - at) < sizeof size)
      return FALSE;
    memcpy (&size, at, sizeof size);
    at += sizeof size;
    if ((gsize) (end - at) < size)
      return FALSE;
    text = (HmSlice){ .text = (const char *) at, .size = size };
    if (hm_identities_intern (identities, &text) != expected)
      return FALSE;
    at += size;
  }
  reader->journal->n_identities_written = hm_identities_count (identities);
  return at == end;
}

static gboolean
is_identity (const Reader *reader, guint32 number)
{
  return number == HM_NO_INDEX || number < hm_identities_count (reader->journal->identities);
}

static gboolean
is_time (gint64 time)
{
  return time >= HM_INSTANT_MIN && time <= HM_INSTANT_MAX;
}

/* Takes @n numbers of @from to @array. */
static void
numbers_take (GArray *array, const guint8 **from, guint32 *n_left, gsize n)
{
  g_array_set_size (array, array->len + (guint) n);
  if (n > 0)
    memcpy (&g_array_index (array, guint32, array->len - n), *from, n * sizeof (guint32));
  *from += n * sizeof (guint32);
  *n_left -= (guint32) n;
}

static gboolean
record_read (Reader *reader, const HmDiskRecord *disk, guint32 *n_parents_left,
             guint32 *n_named_left)
{
  HmJournal *journal = reader->journal;
  gsize n_parents = MIN (disk->n_parents, HM_COMMIT_PARENTS_MAX);
  HmRecord *record;

  if (disk->number == journal->records->len
          ? hm_journal_find (journal, &disk->oid) != HM_NO_INDEX
                || hm_journal_meet (journal, &disk->oid) != disk->number
          : disk->number > journal->records->len)
    return FALSE;
  record = &g_array_index (journal->records, HmRecord, disk->number);
  if (memcmp (&record->oid, &disk->oid, sizeof disk->oid) != 0 || record->state != HM_RECORD_UNREAD
      || disk->is_read > 1)
    return FALSE;
  record->written = disk->is_read ? HM_WRITTEN_READ : HM_WRITTEN_UNREAD;
  if (!disk->is_read)
    return disk->n_parents == 0 && disk->n_named == 0;
  if (!is_identity (reader, disk->author) || !is_identity (reader, disk->committer)
      || !is_time (disk->author_time) || !is_time (disk->committer_time)
      || disk->signature > HM_SIGNATURE_OTHER || disk->mentions_request > 1
      || n_parents > *n_parents_left || disk->n_named > *n_named_left)
    return FALSE;
  record->tree = disk->tree;
  record->author_time = disk->author_time;
  record->committer_time = disk->committer_time;
  record->author = disk->author;
  record->committer = disk->committer;
  record->pull_request = disk->pull_request;
  record->bytes = disk->bytes;
  record->n_parents = disk->n_parents;
  record->n_named = disk->n_named;
  record->signature = disk->signature;
  record->mentions_request = disk->mentions_request;
  record->state = HM_RECORD_READ;
  record->parents = journal->parents->len;
  record->named = journal->named->len;
  numbers_take (journal->parents, &reader->parents, n_parents_left, n_parents);
  numbers_take (journal->named, &reader->named, n_named_left, disk->n_named);
  return TRUE;
}

static gboolean
records_read (Reader *reader)
{
  HmJournal *journal = reader->journal;
  guint32 n_parents_left = reader->head.n_parents;
  guint32 n_named_left = reader->head.n_named;
  guint first_parent = journal->parents->len;
  guint first_named = journal->named->len;

  for (guint32 i = 0; i < reader->head.n_records; i++) {
    HmDiskRecord disk;

    memcpy (&disk, reader->records + i * sizeof disk, sizeof disk);
    if (!record_read (reader, &disk, &n_parents_left, &n_named_left))
      return FALSE;
  }
  for (guint i = first_parent; i < journal->parents->len; i++) {
    guint32 parent = g_array_index (journal->parents, guint32, i);

    if (parent != HM_NO_INDEX && parent >= journal->records->len)
      return FALSE;
  }
  for (guint i = first_named; i < journal->named->len; i++)
    if (!is_identity (reader, g_array_index (journal->named, guint32, i)))
      return FALSE;
  return n_parents_left == 0 && n_named_left == 0;
}

/* Adds the next marks to @marks. */
static gboolean
marks_read (Reader *reader, guint n_marks, guint32 *n_marks_left, GArray *marks)
{
  if (n_marks > HM_MARKS_PER_FILE || n_marks > *n_marks_left)
    return FALSE;
  *n_marks_left -= n_marks;
  for (guint i = 0; i < n_marks; i++) {
    HmDiskMark disk;
    HmMark mark;

    memcpy (&disk, reader->marks, sizeof disk);
    reader->marks += sizeof disk;
    if (disk.kind == HM_MARK_NONE || disk.kind > MARKS_LAST
        || disk.text >= reader->head.texts_bytes)
      return FALSE;
    mark = (HmMark){ .kind = disk.kind, .line = disk.line, .text = reader->texts + disk.text };
    g_array_append_val (marks, mark);
  }
  return TRUE;
}

/* Reads the next change with its marks. */
static gboolean
change_read (Reader *reader, guint32 *n_marks_left)
{
  HmJournal *journal = reader->journal;
  HmDiskChange disk;
  HmFileChange change;

  memcpy (&disk, reader->changes, sizeof disk);
  reader->changes += sizeof disk;
  if (disk.path >= reader->head.texts_bytes || disk.kind > HM_CHANGE_DELETED
      || disk.content > CONTENT_LAST || disk.entropy > ENTROPY_MAX)
    return FALSE;
  change = (HmFileChange){
    .path = reader->texts + disk.path,
    .before = disk.before,
    .after = disk.after,
    .kind = disk.kind,
    .content = disk.content,
    .roles = disk.roles,
    .marks = journal->marks->len,
    .n_marks = disk.n_marks,
    .entropy = disk.entropy,
    .size = disk.size,
  };
  g_array_append_val (journal->changes, change);
  return marks_read (reader, disk.n_marks, n_marks_left, journal->marks);
}

static gboolean
looks_read (Reader *reader, guint32 *n_marks_left)
{
  HmJournal *journal = reader->journal;
  guint32 n_changes_left = reader->head.n_changes;

  for (guint32 i = 0; i < reader->head.n_looks; i++) {
    HmRecordLook look = { .is_kept = 1, .is_written = 1 };
    HmRecord *record;
    HmDiskLook disk;

    memcpy (&disk, reader->looks + i * sizeof disk, sizeof disk);
    if (disk.record >= journal->records->len || disk.n_changes > n_changes_left
        || (disk.look != HM_LOOK_PATHS && disk.look != HM_LOOK_CONTENTS) || disk.has_sources > 1)
      return FALSE;
    record = &g_array_index (journal->records, HmRecord, disk.record);
    look.next = record->looks;
    look.changes = journal->changes->len;
    look.n_changes = disk.n_changes;
    look.n_files = disk.n_files;
    look.kilobytes = disk.kilobytes;
    look.look = disk.look;
    look.has_sources = disk.has_sources;
    record->looks = journal->looks->len;
    g_array_append_val (journal->looks, look);
    n_changes_left -= disk.n_changes;
    for (guint32 j = 0; j < disk.n_changes; j++)
      if (!change_read (reader, n_marks_left))
        return FALSE;
  }
  return n_changes_left == 0;
}

/* Whether @disk is of a file that could be read. */
static gboolean
is_file (const Reader *reader, const HmDiskFile *disk)
{
  return disk->path < reader->head.texts_bytes && disk->size <= HM_BLOB_MAX
         && disk->entropy <= ENTROPY_MAX && disk->content > HM_CONTENT_UNREAD
         && disk->content <= CONTENT_LAST;
}

static gboolean
files_read (Reader *reader, guint32 *n_marks_left)
{
  g_autoptr (GArray) marks = g_array_new (FALSE, FALSE, sizeof (HmMark));

  for (guint32 i = 0; i < reader->head.n_files; i++) {
    HmKnownFile known = { 0 };
    HmDiskFile disk;

    memcpy (&disk, reader->files + i * sizeof disk, sizeof disk);
    g_array_set_size (marks, 0);
    if (!is_file (reader, &disk) || !marks_read (reader, disk.n_marks, n_marks_left, marks))
      return FALSE;
    known.content = disk.content;
    known.entropy = disk.entropy;
    known.size = disk.size;
    known.bytes = disk.bytes;
    known.marks = (const HmMark *) (gpointer) marks->data;
    known.n_marks = marks->len;
    hm_file_memory_load (reader->journal->files, &disk.oid, reader->texts + disk.path, &known);
  }
  return TRUE;
}

static gboolean
parts_read (Reader *reader)
{
  guint32 n_marks_left = reader->head.n_marks;

  return identities_read (reader) && records_read (reader) && looks_read (reader, &n_marks_left)
         && files_read (reader, &n_marks_left) && n_marks_left == 0;
}

gsize
hm_journal_segment_read (HmJournal *journal, const guint8 *bytes, gsize size)
{
  Reader reader = { .journal = journal };
  const guint8 *texts;
  GStringChunk *strings;

  if (hm_journal_segment_size (bytes, size) == 0 || !head_read (bytes, size, &reader.head))
    return 0;
  reader.identities = bytes + sizeof (HmSegmentHead);
  reader.records = reader.identities + reader.head.identities_bytes;
  reader.parents = reader.records + reader.head.n_records * sizeof (HmDiskRecord);
  reader.named = reader.parents + reader.head.n_parents * sizeof (guint32);
  reader.looks = reader.named + reader.head.n_named * sizeof (guint32);
  reader.changes = reader.looks + reader.head.n_looks * sizeof (HmDiskLook);
  reader.files = reader.changes + reader.head.n_changes * sizeof (HmDiskChange);
  reader.marks = reader.files + reader.head.n_files * sizeof (HmDiskFile);
  texts = reader.marks + reader.head.n_marks * sizeof (HmDiskMark);
  if (reader.head.texts_bytes > 0 && texts[reader.head.texts_bytes - 1] != '\0')
    return 0;
  strings = g_string_chunk_new (1);
  hm_journal_adopt (journal, strings);
  reader.texts =
      g_string_chunk_insert_len (strings, (const char *) texts, (gssize) reader.head.texts_bytes);
  return parts_read (&reader) ? reader.head.size : 0;
}
