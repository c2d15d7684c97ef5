/* SPDX-License-Identifier: Apache-2.0 */
/* What repositories are imported from: each that is found is one, once, and brings no secret along. */
#include "portfolio/import.h"
#include "portfolio/location.h"
#include "tests/fuzz/target.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (HmFinds) finds = hm_finds_new ();
  g_autoptr (GError) error = NULL;
  const char *kind = NULL;
  gboolean is_read = hm_import_read ("f", (const char *) data, size, finds, &kind, &error);

  g_assert (is_read == (error == NULL));
  g_assert (g_hash_table_size (finds->keys) == finds->finds->len);
  for (guint i = 0; i < finds->finds->len; i++) {
    const HmFind *find = g_ptr_array_index (finds->finds, i);
    g_autofree char *key = hm_location_key (find->url);

    g_assert (g_strcmp0 (key, find->key) == 0);
    g_assert (!hm_location_has_secret (find->url));
  }
  return 0;
}
