/* SPDX-License-Identifier: Apache-2.0 */
/* Texts deflated against others and back, and bytes that nobody deflated. */
#include "store/body.h"

#include <string.h>

#include "core/limits.h"

/* Text in which nothing repeats for long, the same each time. Returns: (owned) */
static GString *
text_make (gsize size, guint32 seed)
{
  GString *text = g_string_sized_new (size);

  while (text->len < size) {
    seed = seed * 1664525u + 1013904223u;
    g_string_append_printf (text, "%x ", seed >> 4);
  }
  g_string_truncate (text, size);
  return text;
}

static gsize
round_trip (const GString *text, GBytes *base)
{
  g_autoptr (GByteArray) packed = hm_body_pack (text->str, text->len, base);
  g_autoptr (GBytes) again = hm_body_unpack (packed->data, packed->len, text->len, base);

  g_assert_nonnull (again);
  g_assert_cmpuint (g_bytes_get_size (again), ==, text->len);
  g_assert_true (memcmp (g_bytes_get_data (again, NULL), text->str, text->len) == 0);
  return packed->len;
}

static void
test_sizes (void)
{
  static const gsize sizes[] = { 0, 1, 2, 8191, 8192, 8193, 16384, 24575, 24577, 32769, 100000 };
  g_autoptr (GBytes) empty = g_bytes_new (NULL, 0);

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++) {
    g_autoptr (GString) text = text_make (sizes[i], 1);

    round_trip (text, NULL);
    round_trip (text, empty);
    for (gsize j = 0; j < G_N_ELEMENTS (sizes); j++) {
      g_autoptr (GString) other = text_make (sizes[j], 2);
      g_autoptr (GBytes) base = g_bytes_new (other->str, other->len);

      round_trip (text, base);
    }
  }
}

static void
test_likeness_is_found_anywhere (void)
{
  g_autoptr (GString) text = text_make (300000, 1);
  g_autoptr (GBytes) base = g_bytes_new (text->str, text->len);
  const gsize whole = round_trip (text, NULL);

  g_assert_cmpuint (round_trip (text, base), <, whole / 50);
  /* What comes in early moves all that follows. */
  g_string_insert (text, 1000, "a finding that was not there before");
  g_assert_cmpuint (round_trip (text, base), <, whole / 40);
  g_string_erase (text, 100, 5000);
  g_assert_cmpuint (round_trip (text, base), <, whole / 20);
}

static void
test_damage_is_told (void)
{
  g_autoptr (GString) text = text_make (20000, 1);
  g_autoptr (GString) other = text_make (20000, 2);
  g_autoptr (GBytes) base = g_bytes_new (other->str, other->len);
  g_autoptr (GByteArray) packed = NULL;
  g_autofree guint8 *longer = NULL;

  g_string_overwrite (text, 0, other->str);
  g_string_insert (text, 10000, "something new");
  packed = hm_body_pack (text->str, text->len, base);
  for (guint size = 0; size < packed->len; size++)
    g_assert_null (hm_body_unpack (packed->data, size, text->len, base));
  longer = g_malloc0 (packed->len + 1);
  memcpy (longer, packed->data, packed->len);
  g_assert_null (hm_body_unpack (longer, packed->len + 1, text->len, base));
  g_assert_null (hm_body_unpack (packed->data, packed->len, text->len - 1, base));
  g_assert_null (hm_body_unpack (packed->data, packed->len, text->len + 1, base));
  /* Each bit of it: never a crash, whatever comes out. */
  for (guint i = 0; i < packed->len; i++) {
    g_autoptr (GBytes) some = NULL;

    packed->data[i] ^= 0x10;
    some = hm_body_unpack (packed->data, packed->len, text->len, base);
    packed->data[i] ^= 0x10;
  }
}

static void
test_bomb_is_not_inflated (void)
{
  const guint8 bytes[100] = { 0 };

  g_assert_null (hm_body_unpack (bytes, sizeof bytes, HM_REPORT_BYTES_MAX, NULL));
  g_assert_null (hm_body_unpack (bytes, sizeof bytes, (gsize) HM_REPORT_BYTES_MAX + 1, NULL));
  g_assert_null (hm_body_unpack (bytes, sizeof bytes, G_MAXSIZE, NULL));
}

static void
test_largest (void)
{
  g_autoptr (GString) text = g_string_sized_new (HM_REPORT_BYTES_MAX);

  for (gsize i = 0; i < HM_REPORT_BYTES_MAX; i++)
    g_string_append_c (text, (char) ('a' + i / 8192 % 26));
  round_trip (text, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/body/sizes", test_sizes);
  g_test_add_func ("/body/likeness-is-found-anywhere", test_likeness_is_found_anywhere);
  g_test_add_func ("/body/damage-is-told", test_damage_is_told);
  g_test_add_func ("/body/bomb-is-not-inflated", test_bomb_is_not_inflated);
  g_test_add_func ("/body/largest", test_largest);
  return g_test_run ();
}
