/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What repositories are imported from: each that is found is one, once, brings no secret along, and
 * needs others of them.
 */
#include "portfolio/import.h"
#include "portfolio/location.h"
#include "tests/fuzz/target.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (HmFinds) finds = hm_finds_new ();
  g_autoptr (GError) error = NULL;
  const char *kind = NULL;
  guint n_needs = 0;
  gboolean is_read = hm_import_read ("f", (const char *) data, size, finds, &kind, &error);

  g_assert (is_read == (error == NULL));
  g_assert (g_hash_table_size (finds->by_key) == finds->finds->len);
  for (guint i = 0; i < finds->finds->len; i++) {
    const HmFind *find = g_ptr_array_index (finds->finds, i);
    g_autofree char *key = hm_location_key (find->url);

    g_assert (g_strcmp0 (key, find->key) == 0);
    g_assert (!hm_location_has_secret (find->url));
    n_needs += find->needs->len;
    for (guint k = 0; k < find->needs->len; k++) {
      const HmFind *needed = g_ptr_array_index (find->needs, k);

      g_assert (needed != find && g_hash_table_lookup (finds->by_key, needed->key) == needed);
    }
  }
  g_assert (n_needs == finds->n_needs);
  return 0;
}
