/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads the files of a listed tree: what each is, and the text of those that checks asked for.
 * Distrusts sizes and content. Inflating is the larger part of a scan, so several threads may read
 * at once.
 */
#ifndef HM_EVIDENCE_GIT_FILES_H
#define HM_EVIDENCE_GIT_FILES_H

#include "evidence/git/tree.h"

typedef struct HmFileReader HmFileReader;

/*
 * Reads the documents of @store, in path order, and lines up the other files where @has_content.
 * Sizes are filled in of what is read, and where content is and @store asks for them, entropy of
 * binaries and marks of texts.
 *
 * @store must outlive the reader. @cancelled: (nullable) atomic
 * @bytes_max: HM_FILES_BYTES_MAX, but in tests. Past it no file that is no document counts as
 * looked at: which of them came before must not hang on what the threads did.
 *
 * Returns: (owned)
 */
HmFileReader *hm_file_reader_new (HmTreeStore *store, git_odb *odb, gboolean has_content,
                                  guint64 bytes_max, const gint *cancelled);
void hm_file_reader_free (HmFileReader *reader);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HmFileReader, hm_file_reader_free)

/* Looks at files until none is left to begin, or it is cancelled. Any number of threads, each with its own @odb. */
void hm_file_reader_run (HmFileReader *reader, git_odb *odb);

/* What reading took so far, of bytes_max. */
guint64 hm_file_reader_bytes (const HmFileReader *reader);

/*
 * After all runs have ended: fills in the files that are equal to others, and marks. Returns: FALSE
 * with HM_ERROR_CANCELLED.
 */
gboolean hm_file_reader_finish (HmFileReader *reader, GError **error);

#endif
