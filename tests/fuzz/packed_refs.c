/* SPDX-License-Identifier: Apache-2.0 */
/* A file of packed refs. */
#include "evidence/git/packed_refs.h"

#include <string.h>

#include "tests/fuzz/target.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  char *text = g_malloc (size + 1);
  g_autoptr (HmPackedRefs) refs = NULL;
  HmPackedRef ref, found;
  const char *before = "";

  if (size > 0)
    memcpy (text, data, size);
  text[size] = '\0';
  refs = hm_packed_refs_parse (text, size, NULL);
  for (gsize i = 0; refs != NULL && i < hm_packed_refs_count (refs); i++) {
    hm_packed_refs_get (refs, i, &ref);
    g_assert (ref.name[0] != '\0' && strcmp (before, ref.name) <= 0);
    g_assert (hm_packed_refs_find (refs, ref.name, &found));
    g_assert (strcmp (found.name, ref.name) == 0);
    before = ref.name;
  }
  return 0;
}
