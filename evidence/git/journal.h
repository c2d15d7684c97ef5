/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is known of commits by their ids alone, so that it is read once: headers, trailers, and what
 * they changed; and beside that of files of the trees that scans looked at. In memory for one run,
 * and where there is a cache folder, on disk for the next ones (evidence/git/journal_file.h).
 * Distrusts the repository: everything here is what its objects say, which are not held against
 * their ids.
 *
 * A journal holds no judgement and no time: who is new, or what is old, is for each moment of the
 * history to say. One thread at a time.
 */
#ifndef HM_EVIDENCE_GIT_JOURNAL_H
#define HM_EVIDENCE_GIT_JOURNAL_H

#include <hallmark/facts.h>

#include "evidence/git/autoptr.h"
#include "evidence/git/changes.h"
#include "evidence/git/file_memory.h"
#include "evidence/git/identities.h"
#include "evidence/git/oid_index.h"

/* What came of reading a commit. */
typedef enum {
  HM_RECORD_UNREAD = 0, /* known by its id, as a parent */
  HM_RECORD_READ,
  HM_RECORD_MISSING,
  HM_RECORD_DAMAGED,
  HM_RECORD_LARGE, /* more than HM_COMMIT_BYTES_MAX */
  HM_RECORD_OVER,  /* the journal has no room left for its parents */
} HmRecordState;

/* How much of a record the file on disk knows. */
typedef enum {
  HM_WRITTEN_NOT = 0,
  HM_WRITTEN_UNREAD, /* its id */
  HM_WRITTEN_READ,
} HmRecordWritten;

/* A commit, as its object says; all but @oid and @state is 0 where that was not read. */
typedef struct {
  HmOid oid;
  HmOid tree;
  gint64 author_time;
  gint64 committer_time;
  guint32 author;       /* in HmJournal.identities, HM_NO_INDEX: past its limit */
  guint32 committer;    /* likewise */
  guint32 parents;      /* in HmJournal.parents, the first of at most HM_COMMIT_PARENTS_MAX */
  guint32 named;        /* in HmJournal.named, the first of n_named */
  guint32 pull_request; /* as HmTrailers.pull_request */
  guint32 bytes;        /* that reading it took, saturating */
  guint32 looks;        /* in HmJournal.looks, its newest; HM_NO_INDEX: none */
  guint16 n_parents;    /* as the commit says, saturating */
  guint16 n_named;
  guint8 signature; /* HmSignatureKind */
  guint8 state;     /* HmRecordState */
  guint8 mentions_request;
  guint8 written; /* HmRecordWritten */
} HmRecord;

/* One look at what a commit changed. */
typedef struct {
  guint32 next;    /* in HmJournal.looks, another look at the same commit; HM_NO_INDEX: none */
  guint32 changes; /* in HmJournal.changes, the first of n_changes */
  guint32 n_changes;
  guint32 n_files;   /* as HmCommit.n_files */
  guint32 kilobytes; /* that looking took, saturating */
  guint8 look;       /* HmLook */
  guint8 has_sources;
  guint8 is_partial;
  guint8 is_kept; /* worth writing: another run would see the same */
  guint8 is_written;
} HmRecordLook;

typedef struct {
  gint n_references; /* atomic */
  GArray *records;   /* (element-type HmRecord) */
  HmOidIndex index;  /* of @records */
  GArray *parents;   /* (element-type guint32) of records; HM_NO_INDEX: past the limit of records */
  HmIdentities *identities;
  GArray *named;       /* (element-type guint32) of identities: whom messages name */
  GArray *looks;       /* (element-type HmRecordLook) */
  GArray *changes;     /* (element-type HmFileChange) marks count from the first of @marks */
  GArray *marks;       /* (element-type HmMark) */
  HmFileMemory *files; /* of trees that were looked at for content and marks */
  guint32 n_identities_written;
  GPtrArray *arenas;   /* (element-type GStringChunk) of the texts of changes and marks */
  GArray *people_read; /* (element-type HmSlice) of the message under way */
} HmJournal;

/* Returns: (owned) an empty one. */
HmJournal *hm_journal_new (void);
HmJournal *hm_journal_ref (HmJournal *journal);
void hm_journal_unref (HmJournal *journal);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HmJournal, hm_journal_unref)

/* Returns: the number of the record of @oid, made where there is none yet; HM_NO_INDEX where there are too many. */
guint32 hm_journal_meet (HmJournal *journal, const HmOid *oid);

/* Returns: its number, or HM_NO_INDEX. */
guint32 hm_journal_find (const HmJournal *journal, const HmOid *oid);

/* Reads the commit of record @number where that was not done yet. Returns: (borrowed) until the journal grows. */
const HmRecord *hm_journal_read (HmJournal *journal, git_odb *odb, guint32 number);

/* The record @number as it is. Returns: (borrowed) until the journal grows. */
const HmRecord *hm_journal_record (const HmJournal *journal, guint32 number);

/* Returns: (borrowed) (nullable) the look at record @number that was made with @wanted, until the journal grows. */
const HmRecordLook *hm_journal_look (const HmJournal *journal, guint32 number,
                                     const HmChangesWanted *wanted);

/*
 * Notes a look at record @number, in place of any of the same kind: @look but for its place, with
 * its @changes, whose marks count from the first of @marks. The texts are borrowed: the arena that
 * they are in is given to hm_journal_adopt().
 */
void hm_journal_note (HmJournal *journal, guint32 number, const HmRecordLook *look,
                      const HmFileChange *changes, const HmMark *marks);

/* Takes over @strings. */
void hm_journal_adopt (HmJournal *journal, GStringChunk *strings);

#endif
