/* SPDX-License-Identifier: Apache-2.0 */
/* Blobs, the large ones under a lock that the whole process shares. */
#include "evidence/git/blob.h"

/* Objects that need a larger block are read by one thread at a time. */
#define CONCURRENT_BLOCK_MAX ((gsize) 4 * 1024 * 1024)

static GMutex large;

HmObjectState
hm_blob_read (git_odb *odb, const HmOid *oid, gboolean is_verified, HmBlob *ret_blob)
{
  HmObjectState state = hm_object_read_within (odb, oid, GIT_OBJECT_BLOB, is_verified,
                                               CONCURRENT_BLOCK_MAX, &ret_blob->object);

  ret_blob->is_alone = FALSE;
  if (state != HM_OBJECT_LARGE)
    return state;
  g_mutex_lock (&large);
  state = hm_object_read (odb, oid, GIT_OBJECT_BLOB, is_verified, &ret_blob->object);
  ret_blob->is_alone = state == HM_OBJECT_READ;
  if (!ret_blob->is_alone)
    g_mutex_unlock (&large);
  return state;
}

void
hm_blob_clear (HmBlob *blob)
{
  g_clear_pointer (&blob->object, git_odb_object_free);
  if (blob->is_alone)
    g_mutex_unlock (&large);
  blob->is_alone = FALSE;
}
