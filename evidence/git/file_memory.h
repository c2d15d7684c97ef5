/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What reading files told, by path and blob, so that the next tree of a history is read only where it is new. Of a file at another path nothing
 * is known, since what a file says hangs on its name as well.
 */
#ifndef HM_EVIDENCE_GIT_FILE_MEMORY_H
#define HM_EVIDENCE_GIT_FILE_MEMORY_H

#include <hallmark/facts.h>

typedef struct HmFileMemory HmFileMemory;

/* What is known of a file that could be read. */
typedef struct {
  HmContent content;
  guint entropy;
  guint64 size;
  guint64 bytes; /* that reading it took */
  const HmMark *marks;
  guint n_marks;
  GBytes *text; /* (nullable) of a document whose blob was held against its id */
} HmKnownFile;

/* Returns: (owned) */
HmFileMemory *hm_file_memory_new (void);
void hm_file_memory_free (HmFileMemory *memory);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HmFileMemory, hm_file_memory_free)

/* Returns: FALSE where nothing is known of the file at @entry, or @has_text and not its text. Borrowed until hm_file_memory_sweep(). From any thread. */
gboolean hm_file_memory_find (HmFileMemory *memory, const HmTreeEntry *entry, gboolean has_text,
                              HmKnownFile *ret_known);

/* Notes copies of what @known says of the file at @entry, unless there is too much already. From any thread. */
void hm_file_memory_note (HmFileMemory *memory, const HmTreeEntry *entry, const HmKnownFile *known);

/* Forgets everything where the memory is full. No other thread uses it meanwhile. */
void hm_file_memory_sweep (HmFileMemory *memory);

#endif
