/* SPDX-License-Identifier: Apache-2.0 */
#include "store/digest.h"

void
hm_sha256 (const void *bytes, gsize size, guint8 digest[HM_SHA256_BYTES])
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  gsize digest_size = HM_SHA256_BYTES;

  g_checksum_update (checksum, bytes, (gssize) size);
  g_checksum_get_digest (checksum, digest, &digest_size);
}
