/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A journal's segment: what is taken from one leads nowhere outside the journal. The sum is put
 * right first, or no input would get far.
 */
#include <string.h>

#include <zlib.h>

#include "core/limits.h"
#include "evidence/git/journal_segment.h"
#include "tests/fuzz/target.h"

/* Where a segment's size and sum stand. */
#define SIZE_OFFSET 8
#define SUM_OFFSET 16

static void
sum_mend (guint8 *bytes, gsize size)
{
  const guint64 whole = size;
  guint32 sum = 0;

  if (size < SUM_OFFSET + sizeof sum)
    return;
  memcpy (bytes + SIZE_OFFSET, &whole, sizeof whole);
  memcpy (bytes + SUM_OFFSET, &sum, sizeof sum);
  sum = (guint32) crc32_z (0, bytes, size);
  memcpy (bytes + SUM_OFFSET, &sum, sizeof sum);
}

static void
record_check (const HmJournal *journal, const HmRecord *record)
{
  gsize n_identities = hm_identities_count (journal->identities);

  if (record->state != HM_RECORD_READ)
    return;
  g_assert (record->author == HM_NO_INDEX || record->author < n_identities);
  g_assert (record->committer == HM_NO_INDEX || record->committer < n_identities);
  g_assert (record->named + record->n_named <= journal->named->len);
  for (guint i = 0; i < MIN (record->n_parents, 16384u); i++) {
    guint32 parent = g_array_index (journal->parents, guint32, record->parents + i);

    g_assert (parent == HM_NO_INDEX || parent < journal->records->len);
  }
}

static void
look_check (const HmJournal *journal, const HmRecordLook *look)
{
  gsize n = 0;

  g_assert (look->changes + look->n_changes <= journal->changes->len);
  for (guint32 i = 0; i < look->n_changes; i++) {
    const HmFileChange *change = &g_array_index (journal->changes, HmFileChange, look->changes + i);

    g_assert (change->marks + change->n_marks <= journal->marks->len);
    n += strlen (change->path);
    for (guint j = 0; j < change->n_marks; j++)
      n += strlen (g_array_index (journal->marks, HmMark, change->marks + j).text);
  }
  g_assert (n < G_MAXSIZE);
}

/* For hm_file_memory_write(). */
static void
file_check (gpointer data, const HmOid *oid, const char *path, const HmKnownFile *known)
{
  gsize n = strlen (path);

  (void) data;
  (void) oid;
  g_assert (known->n_marks <= HM_MARKS_PER_FILE && known->text == NULL);
  for (guint i = 0; i < known->n_marks; i++)
    n += strlen (known->marks[i].text);
  g_assert (n < G_MAXSIZE);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree guint8 *bytes = g_memdup2 (data, size);
  g_autoptr (HmJournal) journal = hm_journal_new ();

  sum_mend (bytes, size);
  if (hm_journal_segment_read (journal, bytes, size) == 0)
    return 0;
  for (guint32 i = 0; i < journal->records->len; i++) {
    const HmRecord *record = hm_journal_record (journal, i);

    record_check (journal, record);
    for (guint32 at = record->looks; at != HM_NO_INDEX;
         at = g_array_index (journal->looks, HmRecordLook, at).next)
      look_check (journal, &g_array_index (journal->looks, HmRecordLook, at));
  }
  hm_file_memory_unwritten (journal->files);
  hm_file_memory_write (journal->files, file_check, NULL);
  return 0;
}
