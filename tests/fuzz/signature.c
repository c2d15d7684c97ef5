/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Signatures, as objects carry them and as armours: what they say is printable, and nothing of an
 * object is lost but its signature.
 */
#include <string.h>

#include "evidence/git/signature.h"
#include "tests/fuzz/target.h"

static void
armour_check (const char *armour, gsize size)
{
  g_autoptr (GStringChunk) strings = g_string_chunk_new (256);
  g_autoptr (HmSshSignature) ssh = hm_ssh_signature_parse (armour, size);
  HmSignature signature;

  hm_signature_read (armour, size, FALSE, strings, &signature);
  g_assert (signature.kind == HM_SIGNATURE_OTHER
                ? signature.why != NULL
                : signature.kind == hm_signature_kind (armour, size));
  g_assert (signature.verdict == HM_VERDICT_UNCHECKED);
  for (const char *at = signature.key; at != NULL && *at != '\0'; at++)
    g_assert (g_ascii_isgraph (*at));
  if (ssh != NULL && ssh->is_for_git)
    g_assert_cmpstr (ssh->fingerprint, ==, signature.key);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  const char *text = (const char *) data;
  g_autoptr (GString) payload = g_string_new (NULL);
  g_autoptr (GString) armour = g_string_new (NULL);

  armour_check (text, size);
  if (hm_signature_split_commit (text, size, payload, armour))
    armour_check (armour->str, armour->len);
  else
    g_assert (armour->len == 0);
  g_assert (payload->len + armour->len <= size);

  g_string_truncate (payload, 0);
  g_string_truncate (armour, 0);
  if (hm_signature_split_tag (text, size, payload, armour))
    armour_check (armour->str, armour->len);
  g_assert (payload->len + armour->len <= size);
  return 0;
}
