/* SPDX-License-Identifier: Apache-2.0 */
/* Reads raw objects. Distrusts the sizes that they claim and, where asked, their ids. */
#ifndef HM_EVIDENCE_GIT_OBJECT_H
#define HM_EVIDENCE_GIT_OBJECT_H

#include <hallmark/facts.h>

#include "evidence/git/autoptr.h"

/* How hm_object_read() ended. */
typedef enum {
  HM_OBJECT_READ,
  HM_OBJECT_MISSING,
  HM_OBJECT_LARGE,   /* larger than HM_BLOB_MAX, or made from something that is */
  HM_OBJECT_DAMAGED, /* does not inflate, is of another type, or does not hash to its id */
} HmObjectState;

/*
 * Reads the object @oid where it is a @type of at most HM_BLOB_MAX bytes.
 *
 * @is_verified: whether its content is held against its id. libgit2's own verification is off, as
 * git does without it when it walks a history: hashing all commits takes a third of a walk.
 * @ret_object: (owned) NULL unless HM_OBJECT_READ.
 */
HmObjectState hm_object_read (git_odb *odb, const HmOid *oid, git_object_t type,
                              gboolean is_verified, git_odb_object **ret_object);

/*
 * The same with a limit of @block_max bytes on any one block that reading takes: the object, or one
 * that it is made from.
 */
HmObjectState hm_object_read_within (git_odb *odb, const HmOid *oid, git_object_t type,
                                     gboolean is_verified, gsize block_max,
                                     git_odb_object **ret_object);

void hm_oid_from_git (const git_oid *from, HmOid *ret_oid);
void hm_oid_to_git (const HmOid *from, git_oid *ret_oid);

#endif
