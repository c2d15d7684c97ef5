/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What reading files told, by path and blob, so that the next tree of a history, or that of the
 * next run, is read only where it is new. Of a file at another path nothing is known, since what a
 * file says hangs on its name as well. All of it is of trees of which content and marks were both
 * asked for, or of which both were not: who asks has to ask for the same.
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

/* @keeps_texts: else HmKnownFile.text is not kept. Returns: (owned) */
HmFileMemory *hm_file_memory_new (gboolean keeps_texts);
void hm_file_memory_free (HmFileMemory *memory);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HmFileMemory, hm_file_memory_free)

/*
 * Returns: FALSE where nothing is known of the file at @entry. Borrowed until
 * hm_file_memory_sweep(). From any thread.
 */
gboolean hm_file_memory_find (HmFileMemory *memory, const HmTreeEntry *entry,
                              HmKnownFile *ret_known);

/* Notes copies of what @known says of the file at @entry, unless there is too much already. From any thread. */
void hm_file_memory_note (HmFileMemory *memory, const HmTreeEntry *entry, const HmKnownFile *known);

/* As hm_file_memory_note(), of what an earlier run wrote down. */
void hm_file_memory_load (HmFileMemory *memory, const HmOid *oid, const char *path,
                          const HmKnownFile *known);

typedef void (*HmKnownFileTake) (gpointer data, const HmOid *oid, const char *path,
                                 const HmKnownFile *known);

/*
 * Hands @take what was noted and counts as written from now on, in the order of paths. Borrowed
 * until hm_file_memory_sweep(). No other thread uses it meanwhile.
 */
void hm_file_memory_write (HmFileMemory *memory, HmKnownFileTake take, gpointer data);

/*
 * From now on nothing counts as written, nothing is borrowed, and what an earlier run wrote and
 * this one did not find is forgotten: it is of older trees. A run that looked for nothing knows of
 * none that are old.
 */
void hm_file_memory_unwritten (HmFileMemory *memory);

/* Forgets everything where the memory is full. No other thread uses it meanwhile. */
void hm_file_memory_sweep (HmFileMemory *memory);

#endif
