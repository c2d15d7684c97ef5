/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Runs a fuzz target without a fuzzer: over every file of its corpus, over each cut at every byte,
 * with each byte changed in turn, and over a fixed number of wilder changes that are the same in
 * every run. A file NAME.hex holds its bytes as hexadecimal digits, since no binary is checked in;
 * for a fuzzer, raw-corpus.sh writes them out.
 */
#include <stdlib.h>
#include <string.h>

#include "tests/fuzz/target.h"

/* Bytes of a file of the corpus: what the tries below take grows with the square of it. */
#define CORPUS_FILE_MAX 4096

#define WILD_TRIES 256
#define WILD_CHANGES 8

static const guint8 flips[] = { 0x01, 0x20, 0x80, 0xff };

/* Numerical Recipes' generator: it need not be good, but the same everywhere. */
static guint32
random_next (guint32 *state)
{
  *state = *state * 1664525u + 1013904223u;
  return *state >> 8;
}

/* A copy of its own for each try, so that a sanitizer sees a read past the end. */
static void
try_bytes (const guint8 *bytes, gsize size)
{
  guint8 *copy = malloc (size == 0 ? 1 : size);

  g_assert_nonnull (copy);
  if (size > 0)
    memcpy (copy, bytes, size);
  LLVMFuzzerTestOneInput (copy, size);
  free (copy);
}

static void
try_wildly (const guint8 *bytes, gsize size, guint32 *state)
{
  g_autofree guint8 *copy = g_malloc (2 * size + 1);
  gsize length = size;

  if (size == 0)
    return;
  memcpy (copy, bytes, size);
  for (guint i = 0; i < WILD_CHANGES; i++) {
    gsize at = random_next (state) % length;

    if (random_next (state) % 4 == 0 && length < 2 * size) {
      gsize run = random_next (state) % 16 + 1;
      run = MIN (run, MIN (length - at, 2 * size - length));

      memmove (copy + at + run, copy + at, length - at); /* repeats a run of bytes */
      length += run;
    } else {
      copy[at] = (guint8) random_next (state);
    }
  }
  try_bytes (copy, length);
}

/* Turns the digits of a NAME.hex into the bytes that they stand for, in place. Returns: how many. */
static gsize
hex_decode (char *text)
{
  gsize n_digits = 0;

  for (const char *at = text; *at != '\0'; at++) {
    const int digit = g_ascii_xdigit_value (*at);

    if (digit < 0)
      continue;
    if (n_digits % 2 == 0)
      text[n_digits / 2] = (char) (digit << 4);
    else
      text[n_digits / 2] = (char) (text[n_digits / 2] | digit);
    n_digits++;
  }
  g_assert_cmpuint (n_digits % 2, ==, 0);
  return n_digits / 2;
}

static void
test_file (gconstpointer path)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  guint32 state = 1;
  guint8 *bytes;
  gsize size;

  g_file_get_contents (path, &text, &size, &error);
  g_assert_no_error (error);
  if (g_str_has_suffix (path, ".hex"))
    size = hex_decode (text);
  g_assert_cmpuint (size, <=, CORPUS_FILE_MAX);
  bytes = (guint8 *) text;

  for (gsize end = 0; end <= size; end++)
    try_bytes (bytes, end);
  for (gsize at = 0; at < size; at++)
    for (gsize i = 0; i < G_N_ELEMENTS (flips); i++) {
      bytes[at] ^= flips[i];
      try_bytes (bytes, size);
      bytes[at] ^= flips[i];
    }
  for (guint i = 0; i < WILD_TRIES; i++)
    try_wildly (bytes, size, &state);
}

static gint
names_compare (gconstpointer a, gconstpointer b)
{
  const char *const *left = a;
  const char *const *right = b;

  return strcmp (*left, *right);
}

int
main (int argc, char **argv)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = NULL;
  g_autoptr (GError) error = NULL;
  const char *name;

  g_test_init (&argc, &argv, NULL);
  dir = g_dir_open (CORPUS, 0, &error);
  g_assert_no_error (error);
  while ((name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (names, g_strdup (name));
  g_assert_cmpuint (names->len, >, 0);
  g_ptr_array_sort (names, names_compare);
  for (guint i = 0; i < names->len; i++) {
    g_autofree char *test = g_strconcat ("/fuzz/", g_ptr_array_index (names, i), NULL);

    g_test_add_data_func_full (test, g_build_filename (CORPUS, g_ptr_array_index (names, i), NULL),
                               test_file, g_free);
  }
  return g_test_run ();
}
