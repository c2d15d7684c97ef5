/* SPDX-License-Identifier: Apache-2.0 */
/* Arrays of records that grow at their ends; numbers lead from one to another. */
#include "evidence/git/journal.h"

#include <string.h>

#include "core/limits.h"
#include "evidence/git/allocator.h"
#include "evidence/git/commit.h"
#include "evidence/git/object.h"
#include "evidence/git/trailers.h"

/* Records of one journal: those of a walk at its limit, and as many that it met in other runs, or only by name. */
#define RECORDS_MAX (2 * (gsize) HM_COMMITS_MAX)

/* Parents of all commits together: a few large octopuses over and over would else cost more than the commits. */
#define PARENTS_MAX (8 * (gsize) HM_COMMITS_MAX)

/* Whom messages name, of all commits together. */
#define NAMED_MAX (8 * (gsize) HM_COMMITS_MAX)

HmJournal *
hm_journal_new (void)
{
  HmJournal *journal = g_new0 (HmJournal, 1);

  journal->n_references = 1;
  journal->records = g_array_sized_new (FALSE, FALSE, sizeof (HmRecord), 4096);
  hm_oid_index_init (&journal->index, journal->records, G_STRUCT_OFFSET (HmRecord, oid));
  journal->parents = g_array_sized_new (FALSE, FALSE, sizeof (guint32), 4096);
  journal->identities = hm_identities_new (2 * (gsize) HM_IDENTITIES_MAX);
  journal->named = g_array_new (FALSE, FALSE, sizeof (guint32));
  journal->looks = g_array_new (FALSE, FALSE, sizeof (HmRecordLook));
  journal->changes = g_array_new (FALSE, FALSE, sizeof (HmFileChange));
  journal->marks = g_array_new (FALSE, FALSE, sizeof (HmMark));
  journal->files = hm_file_memory_new (FALSE);
  journal->arenas = g_ptr_array_new_with_free_func ((GDestroyNotify) g_string_chunk_free);
  journal->people_read = g_array_new (FALSE, FALSE, sizeof (HmSlice));
  return journal;
}

HmJournal *
hm_journal_ref (HmJournal *journal)
{
  g_atomic_int_inc (&journal->n_references);
  return journal;
}

void
hm_journal_unref (HmJournal *journal)
{
  if (journal == NULL || !g_atomic_int_dec_and_test (&journal->n_references))
    return;
  hm_oid_index_clear (&journal->index);
  g_array_unref (journal->records);
  g_array_unref (journal->parents);
  hm_identities_free (journal->identities);
  g_array_unref (journal->named);
  g_array_unref (journal->looks);
  g_array_unref (journal->changes);
  g_array_unref (journal->marks);
  hm_file_memory_free (journal->files);
  g_ptr_array_unref (journal->arenas);
  g_array_unref (journal->people_read);
  g_free (journal);
}

static HmRecord *
record_at (const HmJournal *journal, guint32 number)
{
  return &g_array_index (journal->records, HmRecord, number);
}

const HmRecord *
hm_journal_record (const HmJournal *journal, guint32 number)
{
  return record_at (journal, number);
}

guint32
hm_journal_find (const HmJournal *journal, const HmOid *oid)
{
  return hm_oid_index_find (&journal->index, oid);
}

guint32
hm_journal_meet (HmJournal *journal, const HmOid *oid)
{
  guint32 number = hm_journal_find (journal, oid);
  const HmRecord record = { .oid = *oid, .looks = HM_NO_INDEX };

  if (number != HM_NO_INDEX || journal->records->len >= RECORDS_MAX)
    return number;
  g_array_append_val (journal->records, record);
  hm_oid_index_add (&journal->index, journal->records->len - 1);
  return journal->records->len - 1;
}

/* Returns: FALSE where there is no room left. */
static gboolean
parents_meet (HmJournal *journal, const HmCommitHeader *header, guint32 *ret_parents)
{
  gsize n = MIN (header->n_parents, HM_COMMIT_PARENTS_MAX);

  *ret_parents = journal->parents->len;
  if (journal->parents->len + n > PARENTS_MAX)
    return FALSE;
  for (gsize i = 0; i < n; i++) {
    guint32 parent;
    HmOid oid;

    hm_commit_parent (header, i, &oid);
    parent = hm_journal_meet (journal, &oid);
    g_array_append_val (journal->parents, parent);
  }
  return TRUE;
}

static void
message_read (HmJournal *journal, const HmSlice *message, HmRecord *record)
{
  HmTrailers trailers = { .people = journal->people_read };

  hm_trailers_read (message->text, message->size, &trailers);
  record->pull_request = trailers.pull_request;
  record->mentions_request = trailers.mentions_request ? 1 : 0;
  record->named = journal->named->len;
  for (guint i = 0; i < trailers.people->len && journal->named->len < NAMED_MAX; i++) {
    guint32 identity =
        hm_identities_intern (journal->identities, &g_array_index (trailers.people, HmSlice, i));

    g_array_append_val (journal->named, identity);
    record->n_named++;
  }
}

/* Fills in what @header says. */
static HmRecordState
header_read (HmJournal *journal, const HmCommitHeader *header, HmRecord *record)
{
  record->tree = header->tree;
  record->author_time = header->author.time;
  record->committer_time = header->committer.time;
  record->author = hm_identities_intern (journal->identities, &header->author.identity);
  record->committer = hm_identities_intern (journal->identities, &header->committer.identity);
  record->signature = (guint8) header->signature;
  record->n_parents = (guint16) MIN (header->n_parents, G_MAXUINT16);
  if (!parents_meet (journal, header, &record->parents))
    return HM_RECORD_OVER;
  message_read (journal, &header->message, record);
  return HM_RECORD_READ;
}

static HmRecordState
record_read (HmJournal *journal, git_odb *odb, HmRecord *record)
{
  g_autoptr (git_odb_object) object = NULL;
  guint64 bytes_before = hm_allocator_total ();
  HmCommitHeader header;
  HmObjectState state = hm_object_read (odb, &record->oid, GIT_OBJECT_COMMIT, FALSE, &object);

  record->bytes = (guint32) MIN (hm_allocator_total () - bytes_before, G_MAXUINT32);
  if (state == HM_OBJECT_MISSING)
    return HM_RECORD_MISSING;
  if (state == HM_OBJECT_LARGE
      || (state == HM_OBJECT_READ && git_odb_object_size (object) > HM_COMMIT_BYTES_MAX))
    return HM_RECORD_LARGE;
  if (state != HM_OBJECT_READ
      || !hm_commit_parse (git_odb_object_data (object), git_odb_object_size (object), &header))
    return HM_RECORD_DAMAGED;
  return header_read (journal, &header, record);
}

const HmRecord *
hm_journal_read (HmJournal *journal, git_odb *odb, guint32 number)
{
  HmRecord record = *record_at (journal, number);

  if (record.state != HM_RECORD_UNREAD)
    return record_at (journal, number);
  record.state = (guint8) record_read (journal, odb, &record);
  /* Its parents may have moved the records meanwhile. */
  *record_at (journal, number) = record;
  return record_at (journal, number);
}

static HmRecordLook *
look_at (const HmJournal *journal, guint32 index)
{
  return &g_array_index (journal->looks, HmRecordLook, index);
}

/* Only a look at contents knows of sources. */
static gboolean
is_of_kind (const HmRecordLook *look, const HmChangesWanted *wanted)
{
  return look->look == wanted->look
         && (wanted->look != HM_LOOK_CONTENTS || !look->has_sources == !wanted->has_sources);
}

const HmRecordLook *
hm_journal_look (const HmJournal *journal, guint32 number, const HmChangesWanted *wanted)
{
  guint32 at = record_at (journal, number)->looks;

  while (at != HM_NO_INDEX && !is_of_kind (look_at (journal, at), wanted))
    at = look_at (journal, at)->next;
  return at == HM_NO_INDEX ? NULL : look_at (journal, at);
}

void
hm_journal_note (HmJournal *journal, guint32 number, const HmRecordLook *look,
                 const HmFileChange *changes, const HmMark *marks)
{
  const HmChangesWanted wanted = { .look = look->look, .has_sources = look->has_sources };
  const HmRecordLook *before = hm_journal_look (journal, number, &wanted);
  HmRecordLook noted = *look;

  noted.changes = journal->changes->len;
  noted.next = before != NULL ? before->next : record_at (journal, number)->looks;
  for (guint32 i = 0; i < look->n_changes; i++) {
    HmFileChange change = changes[i];

    change.marks = journal->marks->len;
    if (change.n_marks > 0)
      g_array_append_vals (journal->marks, &marks[changes[i].marks], change.n_marks);
    g_array_append_val (journal->changes, change);
  }
  if (before != NULL) {
    *look_at (journal, (guint32) (before - look_at (journal, 0))) = noted;
    return;
  }
  record_at (journal, number)->looks = journal->looks->len;
  g_array_append_val (journal->looks, noted);
}

void
hm_journal_adopt (HmJournal *journal, GStringChunk *strings)
{
  g_ptr_array_add (journal->arenas, strings);
}
