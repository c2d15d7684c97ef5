/* SPDX-License-Identifier: Apache-2.0 */
#include "portfolio/finds.h"

#include "portfolio/location.h"

static void
find_free (gpointer data)
{
  HmFind *find = data;

  g_free (find->url);
  g_free (find->key);
  g_free (find);
}

static void
left_out_free (gpointer data)
{
  HmLeftOut *left_out = data;

  g_free (left_out->why);
  g_free (left_out);
}

HmFinds *
hm_finds_new (void)
{
  HmFinds *finds = g_new0 (HmFinds, 1);

  finds->finds = g_ptr_array_new_with_free_func (find_free);
  finds->left_out = g_ptr_array_new_with_free_func (left_out_free);
  finds->keys = g_hash_table_new (g_str_hash, g_str_equal);
  finds->whys = g_hash_table_new (g_str_hash, g_str_equal);
  return finds;
}

void
hm_finds_free (HmFinds *finds)
{
  if (finds == NULL)
    return;
  g_hash_table_unref (finds->keys);
  g_hash_table_unref (finds->whys);
  g_ptr_array_unref (finds->finds);
  g_ptr_array_unref (finds->left_out);
  g_free (finds);
}

gboolean
hm_finds_add (HmFinds *finds, const char *reference)
{
  g_autofree char *url = hm_location_url (reference);
  g_autofree char *key = url != NULL ? hm_location_key (url) : NULL;
  HmFind *find = NULL;

  if (key == NULL)
    return FALSE;
  if (g_hash_table_contains (finds->keys, key)) {
    finds->n_repeated++;
    return TRUE;
  }
  find = g_new0 (HmFind, 1);
  find->url = g_steal_pointer (&url);
  find->key = g_steal_pointer (&key);
  g_ptr_array_add (finds->finds, find);
  g_hash_table_add (finds->keys, find->key);
  return TRUE;
}

void
hm_finds_leave_out (HmFinds *finds, guint n, const char *why)
{
  HmLeftOut *left_out = g_hash_table_lookup (finds->whys, why);

  if (n == 0)
    return;
  if (left_out == NULL) {
    left_out = g_new0 (HmLeftOut, 1);
    left_out->why = g_strdup (why);
    g_ptr_array_add (finds->left_out, left_out);
    g_hash_table_insert (finds->whys, left_out->why, left_out);
  }
  left_out->n += n;
}
