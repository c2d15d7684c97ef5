/* SPDX-License-Identifier: Apache-2.0 */
#include "store/finding_files.h"

#include <stdlib.h>
#include <string.h>

#include "store/digest.h"

static void
digest_append (GByteArray *digests, const void *bytes, gsize size)
{
  guint8 digest[HM_SHA256_BYTES];

  hm_sha256 (bytes, size, digest);
  g_byte_array_append (digests, digest, HM_FINDING_FILE_BYTES);
}

static int
digest_compare (const void *a, const void *b)
{
  return memcmp (a, b, HM_FINDING_FILE_BYTES);
}

/* Sorts, and leaves each once. */
static void
digests_order (GByteArray *digests)
{
  const guint n = digests->len / HM_FINDING_FILE_BYTES;
  guint n_kept = 0;

  if (n == 0)
    return;
  qsort (digests->data, n, HM_FINDING_FILE_BYTES, digest_compare);
  for (guint i = 0; i < n; i++) {
    const guint8 *digest = digests->data + (gsize) i * HM_FINDING_FILE_BYTES;
    guint8 *last = digests->data + (gsize) n_kept * HM_FINDING_FILE_BYTES;

    if (n_kept > 0 && memcmp (last - HM_FINDING_FILE_BYTES, digest, HM_FINDING_FILE_BYTES) == 0)
      continue;
    memmove (last, digest, HM_FINDING_FILE_BYTES);
    n_kept++;
  }
  g_byte_array_set_size (digests, n_kept * HM_FINDING_FILE_BYTES);
}

GBytes *
hm_finding_files (const HmFinding *finding)
{
  g_autoptr (GByteArray) digests = g_byte_array_new ();
  g_autoptr (GByteArray) all = NULL;

  for (guint i = 0; i < finding->evidence->len; i++) {
    const HmEvidence *evidence = &g_array_index (finding->evidence, HmEvidence, i);

    if (evidence->kind == HM_EVIDENCE_FILE)
      digest_append (digests, evidence->text, strlen (evidence->text));
  }
  digests_order (digests);
  if (digests->len <= HM_FINDING_FILES_MAX * HM_FINDING_FILE_BYTES)
    return g_byte_array_free_to_bytes (g_steal_pointer (&digests));
  all = g_byte_array_new ();
  digest_append (all, digests->data, digests->len);
  return g_byte_array_free_to_bytes (g_steal_pointer (&all));
}
