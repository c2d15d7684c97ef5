/* SPDX-License-Identifier: Apache-2.0 */
#include "evidence/content/entropy.h"

static guint32
random_next (guint32 *state)
{
  *state = *state * 1664525u + 1013904223u;
  return *state >> 24;
}

/* The mean over some files, as one short file is nothing to go by. */
static double
random_mean (gsize size, guint n_files)
{
  g_autofree guint8 *bytes = g_malloc (size);
  guint32 state = (guint32) size;
  double sum = 0;

  for (guint i = 0; i < n_files; i++) {
    for (gsize k = 0; k < size; k++)
      bytes[k] = (guint8) random_next (&state);
    sum += hm_entropy_per_mille (bytes, size);
  }
  return sum / n_files;
}

static void
test_random_bytes (void)
{
  static const gsize sizes[] = { 16,   17,   32,   64,   100,  256,   258,   484,
                                 1000, 4096, 8191, 8192, 8193, 10000, 35430, 100000 };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++) {
    const double mean = random_mean (sizes[i], sizes[i] < 1000 ? 500 : 8);

    /* Clamped at 1000, so the mean lies a little below. */
    g_assert_cmpfloat (mean, >=, sizes[i] < 100 ? 980 : 992);
    g_assert_cmpfloat (mean, <=, 1000);
  }
}

/* A file of @size bytes of which each of @n_values values has nearly as many. */
static guint
even_per_mille (gsize size, guint n_values)
{
  g_autofree guint8 *bytes = g_malloc (size);

  for (gsize i = 0; i < size; i++)
    bytes[i] = (guint8) (i % n_values);
  return hm_entropy_per_mille (bytes, size);
}

/*
 * Expectations of E[H] summed apart: 484 bytes 7.565 bits, 258 bytes 7.181 bits, 41 bytes 5.206
 * bits, 35,430 bytes 7.995 bits.
 */
static void
test_known_expectations (void)
{
  g_assert_cmpuint (even_per_mille (484, 2), ==, 132);
  g_assert_cmpuint (even_per_mille (41, 1), ==, 0);
  g_assert_cmpuint (even_per_mille (41, 41), ==, 1000);
  g_assert_cmpuint (even_per_mille (35430, 16), ==, 500);
  g_assert_cmpuint (even_per_mille (258, 16), ==, 557);
}

static void
test_short_files (void)
{
  g_assert_cmpuint (hm_entropy_per_mille ("", 0), ==, 0);
  g_assert_cmpuint (hm_entropy_per_mille ("a", 1), ==, 0);
  g_assert_cmpuint (hm_entropy_per_mille ("aa", 2), ==, 0);
  g_assert_cmpuint (hm_entropy_per_mille ("ab", 2), ==, 1000);
}

static void
test_text (void)
{
  GString *text = g_string_new (NULL);

  while (text->len < 5000)
    g_string_append (text, "It was the best of times, it was the worst of times. ");
  g_assert_cmpuint (hm_entropy_per_mille (text->str, text->len), <, 550);
  g_string_free (text, TRUE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/entropy/random-bytes", test_random_bytes);
  g_test_add_func ("/entropy/known-expectations", test_known_expectations);
  g_test_add_func ("/entropy/short-files", test_short_files);
  g_test_add_func ("/entropy/text", test_text);
  return g_test_run ();
}
