/* SPDX-License-Identifier: Apache-2.0 */
/* The archive of a release. */
#include "evidence/release/members.h"

#include "tests/fuzz/target.h"

static gboolean
knows_nothing (gconstpointer data, const HmOid *oid)
{
  (void) data;
  (void) oid;
  return FALSE;
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  const HmTarballOptions options = { 1000, 1024 * 1024, NULL, FALSE };
  g_autoptr (HmTarball) tarball = hm_tarball_open_bytes (data, size, "fuzz", &options, NULL);
  g_autoptr (HmMembers) members = NULL;

  if (tarball == NULL)
    return 0;
  members = hm_members_read (tarball, knows_nothing, NULL, NULL);
  for (guint i = 0; members != NULL && i < members->items->len; i++) {
    const HmReleaseMember *member = &g_array_index (members->items, HmReleaseMember, i);

    g_assert (member->path != NULL);
    g_assert (member->is_clean || member->refused != NULL);
    g_assert (member->kind != HM_MEMBER_FOLDER || member->refused != NULL);
    g_assert (member->bytes == NULL || g_bytes_get_size (member->bytes) == member->size);
  }
  return 0;
}
