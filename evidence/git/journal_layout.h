/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How the parts of a journal's segment lie on disk (evidence/git/journal_segment.h). No field is
 * padded, so that equal journals are equal bytes.
 */
#ifndef HM_EVIDENCE_GIT_JOURNAL_LAYOUT_H
#define HM_EVIDENCE_GIT_JOURNAL_LAYOUT_H

#include <hallmark/facts.h>

#define HM_SEGMENT_MAGIC "HMsegmn1" /* without a NUL behind it */
#define HM_SEGMENT_MAGIC_SIZE 8

/* What comes first; the parts follow in the order of their counts. */
typedef struct {
  guint8 magic[HM_SEGMENT_MAGIC_SIZE];
  guint64 size; /* of the whole segment */
  guint32 crc;  /* of the segment with a crc of 0 */
  guint32 n_identities;
  guint32 n_records;
  guint32 n_parents;
  guint32 n_named;
  guint32 n_looks;
  guint32 n_changes;
  guint32 n_files;
  guint32 n_marks; /* of changes, then of files */
  guint32 identities_bytes;
  guint32 texts_bytes;
  guint32 is_zero;
} HmSegmentHead;

typedef struct {
  HmOid oid;
  HmOid tree;
  gint64 author_time;
  gint64 committer_time;
  guint32 number;
  guint32 author;
  guint32 committer;
  guint32 pull_request;
  guint32 bytes;
  guint16 n_parents;
  guint16 n_named;
  guint8 signature;
  guint8 is_read;
  guint8 mentions_request;
  guint8 is_zero[5];
} HmDiskRecord;

typedef struct {
  guint32 record;
  guint32 n_changes;
  guint32 n_files;
  guint32 kilobytes;
  guint8 look;
  guint8 has_sources;
  guint8 is_zero[2];
} HmDiskLook;

typedef struct {
  HmOid before;
  HmOid after;
  guint64 size;
  guint32 path;
  guint32 roles;
  guint16 n_marks;
  guint16 entropy;
  guint8 kind;
  guint8 content;
  guint8 is_zero[2];
} HmDiskChange;

typedef struct {
  HmOid oid;
  guint32 path;
  guint64 size;
  guint64 bytes;
  guint16 n_marks;
  guint16 entropy;
  guint8 content;
  guint8 is_zero[3];
} HmDiskFile;

typedef struct {
  guint32 kind;
  guint32 line;
  guint32 text;
} HmDiskMark;

G_STATIC_ASSERT (sizeof (HmSegmentHead) == 64);
G_STATIC_ASSERT (sizeof (HmDiskRecord) == 88);
G_STATIC_ASSERT (sizeof (HmDiskLook) == 20);
G_STATIC_ASSERT (sizeof (HmDiskChange) == 64);
G_STATIC_ASSERT (sizeof (HmDiskFile) == 48);
G_STATIC_ASSERT (sizeof (HmDiskMark) == 12);

#endif
