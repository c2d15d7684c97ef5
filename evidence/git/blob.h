/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads files while other threads do so too: those that take much memory one at a time, as two of
 * HM_BLOB_MAX with what they are made from would not fit what a scan may take.
 */
#ifndef HM_EVIDENCE_GIT_BLOB_H
#define HM_EVIDENCE_GIT_BLOB_H

#include "evidence/git/object.h"

typedef struct {
  git_odb_object *object; /* owned; NULL unless it was read */
  gboolean is_alone;      /* no other thread reads a large one meanwhile */
} HmBlob;

/* Reads the blob @oid as hm_object_read() does. A thread clears a blob before it reads the next one. */
HmObjectState hm_blob_read (git_odb *odb, const HmOid *oid, gboolean is_verified, HmBlob *ret_blob);

/* Frees what was read, if anything, and lets other threads go on. */
void hm_blob_clear (HmBlob *blob);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HmBlob, hm_blob_clear)

#endif
