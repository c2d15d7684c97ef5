/* SPDX-License-Identifier: Apache-2.0 */
/* Reads raw objects within limits. */
#include "evidence/git/object.h"

#include <string.h>

#include "core/limits.h"
#include "evidence/git/allocator.h"

/* What libgit2 allocates for an object besides its bytes: a header, a terminator, zlib's own growth. */
#define BLOCK_SLACK (64u * 1024)

HmObjectState
hm_object_read_within (git_odb *odb, const HmOid *oid, git_object_t type, gboolean is_verified,
                       gsize block_max, git_odb_object **ret_object)
{
  g_autoptr (git_odb_object) object = NULL;
  git_oid id, actual;
  gsize limit_before;
  int status;

  *ret_object = NULL;
  hm_oid_to_git (oid, &id);
  limit_before = hm_allocator_set_limit (block_max);
  status = git_odb_read (&object, odb, &id);
  hm_allocator_set_limit (limit_before);

  if (status == GIT_ENOTFOUND)
    return HM_OBJECT_MISSING;
  if (status < 0)
    return hm_allocator_take_refusal () ? HM_OBJECT_LARGE : HM_OBJECT_DAMAGED;
  if (git_odb_object_type (object) != type)
    return HM_OBJECT_DAMAGED;
  if (git_odb_object_size (object) > HM_BLOB_MAX)
    return HM_OBJECT_LARGE;
  if (is_verified
      && (git_odb_hash (&actual, git_odb_object_data (object), git_odb_object_size (object), type)
              < 0
          || !git_oid_equal (&actual, &id)))
    return HM_OBJECT_DAMAGED;
  *ret_object = g_steal_pointer (&object);
  return HM_OBJECT_READ;
}

HmObjectState
hm_object_read (git_odb *odb, const HmOid *oid, git_object_t type, gboolean is_verified,
                git_odb_object **ret_object)
{
  return hm_object_read_within (odb, oid, type, is_verified, HM_BLOB_MAX + BLOCK_SLACK, ret_object);
}

void
hm_oid_from_git (const git_oid *from, HmOid *ret_oid)
{
  memcpy (ret_oid->bytes, from->id, HM_OID_SIZE);
}

void
hm_oid_to_git (const HmOid *from, git_oid *ret_oid)
{
  memcpy (ret_oid->id, from->bytes, HM_OID_SIZE);
}
