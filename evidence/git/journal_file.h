/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The journal of a repository on disk, for the next run. One file each, called by a digest of its
 * folder of objects, so that what one repository says of a commit id is never taken for what
 * another says, and holding that folder's number and the time of its birth, so that another that
 * comes to stand in its place begins anew. What is left: objects of the same ids that are put into
 * the same folder later, and file systems that tell no birth, where a new folder may be given an
 * old one's number. Git does not look for that either, and nobody but who may write there can bring
 * it about.
 *
 * A file that is damaged, cut, of another version, or another's is dropped as far as it is not
 * sound, and made anew; what can't be written is left: it is a cache. It is private to its owner,
 * since it tells of repositories that may be.
 */
#ifndef HM_EVIDENCE_GIT_JOURNAL_FILE_H
#define HM_EVIDENCE_GIT_JOURNAL_FILE_H

#include "evidence/git/journal.h"

typedef struct HmJournalFile HmJournalFile;

/*
 * Reads the journal of the repository with the folder @objects from @folder, which is made when
 * there is something to write.
 *
 * @bytes_max: HM_JOURNAL_BYTES_MAX, but in tests. A larger file is not read, and none becomes
 * larger.
 * @ret_journal: (owned) empty where there is no such file.
 *
 * Returns: (owned) where it came from, for hm_journal_file_save().
 */
HmJournalFile *hm_journal_file_load (const char *folder, const char *objects, gsize bytes_max,
                                     HmJournal **ret_journal);
void hm_journal_file_free (HmJournalFile *file);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HmJournalFile, hm_journal_file_free)

/* Returns: (borrowed) its path. */
const char *hm_journal_file_path (const HmJournalFile *file);

/*
 * Adds what @journal learned since. Nothing is written where another process wrote meanwhile, as
 * its file knows as much, or nearly so.
 *
 * Returns: whether the file holds all of @journal now.
 */
gboolean hm_journal_file_save (HmJournalFile *file, HmJournal *journal);

#endif
