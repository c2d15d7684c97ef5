/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A journal as bytes: segments, each with what is new since the one before. In this machine's own
 * order and sizes of numbers, as it leaves no machine. Distrusts them: a file may be cut, damaged,
 * or written by somebody else.
 */
#ifndef HM_EVIDENCE_GIT_JOURNAL_SEGMENT_H
#define HM_EVIDENCE_GIT_JOURNAL_SEGMENT_H

#include "evidence/git/journal.h"

/*
 * Appends what @journal holds that was not written yet, and counts as written from now on. Returns:
 * FALSE where there is nothing.
 */
gboolean hm_journal_segment_write (HmJournal *journal, GString *bytes);

/*
 * Adds the segment at the beginning of @bytes to @journal, to which all segments before it were
 * added, and nothing else.
 *
 * Returns: its size; 0 where it is none that could follow: @journal may hold some of it then, and
 * is of no use.
 */
gsize hm_journal_segment_read (HmJournal *journal, const guint8 *bytes, gsize size);

/* The size of the segment at the beginning of @bytes as it says itself, where it is whole and undamaged; else 0. */
gsize hm_journal_segment_size (const guint8 *bytes, gsize size);

/* From now on nothing counts as written. */
void hm_journal_unwritten (HmJournal *journal);

#endif
