/* SPDX-License-Identifier: Apache-2.0 */
/* A repository's config. */
#include "evidence/git/config.h"

#include <string.h>

#include "core/error.h"
#include "tests/fuzz/target.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HmConfig) config = hm_config_parse ((const char *) data, size, &error);
  const HmConfigEntry *entries;
  gsize n_entries;

  if (config == NULL) {
    g_assert (g_error_matches (error, HM_ERROR, HM_ERROR_FORMAT));
    return 0;
  }
  entries = hm_config_entries (config, &n_entries);
  for (gsize i = 0; i < n_entries; i++) {
    g_assert (entries[i].name[0] != '\0');
    g_assert (entries[i].value == NULL || strlen (entries[i].value) <= size);
  }
  return 0;
}
