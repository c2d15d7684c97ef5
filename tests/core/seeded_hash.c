/* SPDX-License-Identifier: Apache-2.0 */
#include "core/seeded_hash.h"

#include <string.h>

#define N_TRIES 4096u
#define BYTES 24

/* Fills @bytes, the same at each run. */
static void
bytes_fill (guint8 *bytes, guint32 *state)
{
  for (gsize i = 0; i < BYTES; i++) {
    *state = *state * 1664525u + 1013904223u;
    bytes[i] = (guint8) (*state >> 24);
  }
}

static void
test_same_is_same (void)
{
  const char *const words[] = { "", "a", "1234567", "12345678", "123456789", "eight by eight!!" };

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++) {
    g_autofree char *copy = g_strdup (words[i]);

    g_assert_cmpuint (hm_seeded_text_hash (words[i]), ==, hm_seeded_text_hash (copy));
    g_assert_cmpuint (hm_seeded_hash (copy, strlen (copy)), ==, hm_seeded_text_hash (copy));
    for (gsize k = 0; k < i; k++)
      g_assert_cmpuint (hm_seeded_text_hash (words[k]), !=, hm_seeded_text_hash (words[i]));
  }
}

/* A length counts also where the bytes beyond are zero. */
static void
test_zeros (void)
{
  static const guint8 zeros[BYTES] = { 0 };
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);

  for (gsize size = 0; size <= sizeof zeros; size++)
    g_assert_true (g_hash_table_add (seen, GUINT_TO_POINTER (hm_seeded_hash (zeros, size))));
}

/*
 * Two inputs that differ in few bits, each of some words, must not collide whatever the seed is. By chance one of
 * millions of pairs does; a difference that always collides would in each try.
 */
static void
test_differences (void)
{
  guint32 state = 1;

  for (guint first = 0; first < 64; first++)
    for (guint second = 64; second < 128; second++) {
      guint n_equal = 0;

      for (guint i = 0; i < 4; i++) {
        guint8 one[BYTES];
        guint8 other[BYTES];

        bytes_fill (one, &state);
        memcpy (other, one, sizeof other);
        other[first / 8] ^= (guint8) (1 << first % 8);
        other[second / 8] ^= (guint8) (1 << second % 8);
        n_equal += hm_seeded_hash (one, sizeof one) == hm_seeded_hash (other, sizeof other);
      }
      g_assert_cmpuint (n_equal, <, 3);
    }
}

/* Highest bits of neighbouring words, with a third that might take them back. */
static void
test_three_bits (void)
{
  guint32 state = 2;
  guint n_equal = 0;

  for (guint i = 0; i < N_TRIES; i++) {
    guint8 one[BYTES];
    guint8 other[BYTES];

    bytes_fill (one, &state);
    memcpy (other, one, sizeof other);
    other[7] ^= 0x80;
    other[15] ^= 0x80;
    other[8 + i % 8] ^= (guint8) (1 << i / 8 % 8);
    n_equal += hm_seeded_hash (one, sizeof one) == hm_seeded_hash (other, sizeof other);
  }
  g_assert_cmpuint (n_equal, <, 4);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/seeded-hash/same-is-same", test_same_is_same);
  g_test_add_func ("/seeded-hash/zeros", test_zeros);
  g_test_add_func ("/seeded-hash/differences", test_differences);
  g_test_add_func ("/seeded-hash/three-bits", test_three_bits);
  return g_test_run ();
}
