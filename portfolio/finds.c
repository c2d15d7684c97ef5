/* SPDX-License-Identifier: Apache-2.0 */
#include "portfolio/finds.h"

#include "core/seeded_hash.h"
#include "portfolio/location.h"

static void
find_free (gpointer data)
{
  HmFind *find = data;

  g_free (find->url);
  g_free (find->key);
  g_ptr_array_unref (find->needs);
  g_hash_table_unref (find->needed);
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
  finds->bad_lines = g_ptr_array_new_with_free_func (g_free);
  finds->by_key = g_hash_table_new (hm_seeded_text_hash, g_str_equal);
  finds->whys = g_hash_table_new (hm_seeded_text_hash, g_str_equal);
  return finds;
}

void
hm_finds_free (HmFinds *finds)
{
  if (finds == NULL)
    return;
  g_hash_table_unref (finds->by_key);
  g_hash_table_unref (finds->whys);
  g_ptr_array_unref (finds->finds);
  g_ptr_array_unref (finds->left_out);
  g_ptr_array_unref (finds->bad_lines);
  g_free (finds);
}

HmFind *
hm_finds_add (HmFinds *finds, const char *reference)
{
  g_autofree char *url = hm_location_url (reference);
  g_autofree char *key = url != NULL ? hm_location_key (url) : NULL;
  HmFind *find = key != NULL ? g_hash_table_lookup (finds->by_key, key) : NULL;

  if (key == NULL)
    return NULL;
  if (find != NULL) {
    finds->n_repeated++;
    return find;
  }
  find = g_new0 (HmFind, 1);
  find->url = g_steal_pointer (&url);
  find->key = g_steal_pointer (&key);
  find->needs = g_ptr_array_new ();
  find->needed = g_hash_table_new (NULL, NULL);
  g_ptr_array_add (finds->finds, find);
  g_hash_table_insert (finds->by_key, find->key, find);
  return find;
}

void
hm_finds_need (HmFinds *finds, HmFind *by, HmFind *needed)
{
  if (by == needed || !g_hash_table_add (by->needed, needed))
    return;
  g_ptr_array_add (by->needs, needed);
  finds->n_needs++;
}

void
hm_finds_bad_line (HmFinds *finds, guint number, const char *format, ...)
{
  g_autofree char *why = NULL;
  va_list arguments;

  if (++finds->n_bad_lines > HM_BAD_LINES_NAMED_MAX)
    return;
  va_start (arguments, format);
  why = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_ptr_array_add (finds->bad_lines, g_strdup_printf ("line %u: %s", number, why));
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
