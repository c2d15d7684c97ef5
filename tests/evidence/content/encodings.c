/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/evidence/content/marked.h"

#include <string.h>

#define WALL(path, text, expected) \
  assert_marked (hm_recognise_encodings, HM_MARK_ENCODED_WALL, path, text, expected)
#define ARCHIVE(path, text, expected) \
  assert_marked (hm_recognise_encodings, HM_MARK_ENCODED_ARCHIVE, path, text, expected)

/* Returns: (owned) @size bytes that look random, after @head of @head_size bytes. */
static guint8 *
noise_new (const char *head, gsize head_size, gsize size)
{
  guint8 *bytes = g_malloc (size);
  guint32 state = 1;

  for (gsize i = 0; i < size; i++) {
    state = state * 1664525u + 1013904223u;
    bytes[i] = (guint8) (state >> 24);
  }
  memcpy (bytes, head, head_size);
  return bytes;
}

/*
 * Returns: (owned) base64 of such bytes, in lines of @width characters between @before and @after;
 * one line where @width is 0.
 */
static char *
base64_new (const char *head, gsize head_size, gsize size, gsize width, const char *before,
            const char *after)
{
  g_autofree guint8 *bytes = noise_new (head, head_size, size);
  g_autofree char *base64 = g_base64_encode (bytes, size);
  GString *lines = g_string_new (NULL);
  const gsize length = strlen (base64);

  for (gsize at = 0; at < length; at += width != 0 ? width : length) {
    const gsize part = width != 0 ? MIN (width, length - at) : length;

    g_string_append_printf (lines, "%s%.*s%s\n", before, (int) part, base64 + at, after);
  }
  return g_string_free (lines, FALSE);
}

static char *
hex_new (const char *head, gsize head_size, gsize size)
{
  g_autofree guint8 *bytes = noise_new (head, head_size, size);
  GString *digits = g_string_new (NULL);

  for (gsize i = 0; i < size; i++)
    g_string_append_printf (digits, "%02x", bytes[i]);
  return g_string_free (digits, FALSE);
}

static char *
list_new (const guint8 *bytes, gsize size, gboolean is_hex)
{
  GString *list = g_string_new ("x = [");

  for (gsize i = 0; i < size; i++)
    g_string_append_printf (list, is_hex ? "0x%02x, " : "%u,", bytes[i]);
  g_string_append (list, "]\n");
  return g_string_free (list, FALSE);
}

static void
test_one_line (void)
{
  g_autofree char *limit = base64_new ("", 0, 750, 0, "x = \"", "\"");
  g_autofree char *below = base64_new ("", 0, 747, 0, "x = \"", "\"");
  g_autofree char *digits = hex_new ("", 0, 500);
  g_autofree char *hex = g_strconcat ("int a;\nx = '", digits, "'\n", NULL);

  WALL ("a.py", limit, "1: 750 bytes as base64\n");
  WALL ("a.py", below, "");
  WALL ("a.py", hex, "2: 500 bytes as hexadecimal digits\n");
}

static void
test_many_lines (void)
{
  g_autofree char *limit = base64_new ("", 0, 45 * 20, 60, "    \"", "\" +");
  g_autofree char *below = base64_new ("", 0, 45 * 19, 60, "    \"", "\" +");
  g_autofree char *narrow = base64_new ("", 0, 45 * 20, 56, "", "");
  g_autofree char *named = base64_new ("", 0, 45 * 20, 60, "key ", "");

  WALL ("a.js", limit, "1: 900 bytes as base64\n");
  WALL ("a.js", below, "");
  WALL ("a.js", narrow, "");
  WALL ("a.js", named, "");
}

static void
test_honest_walls (void)
{
  g_autofree char *body = base64_new ("\x30\x82", 2, 48 * 30, 64, "", "");
  g_autofree char *pem =
      g_strconcat ("-----BEGIN CERTIFICATE-----\n", body, "-----END CERTIFICATE-----\n", NULL);
  g_autofree char *picture =
      base64_new ("\x89PNG\r\n\x1a\n", 8, 2000, 0, "url(data:image/png;base64,", ")");
  g_autofree char *ruler = g_strnfill (2000, '/');
  GString *sums = g_string_new (NULL);
  GString *test_data = g_string_new (NULL);

  for (guint i = 0; i < 40; i++) {
    g_autofree char *sum =
        g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) &i, sizeof i);

    g_string_append_printf (sums, "%s\n", sum);
    g_string_append (test_data,
                     "\"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789\"\n");
  }
  WALL ("a.c", pem, "");
  WALL ("a.css", picture, "");
  WALL ("a.c", ruler, "");
  WALL ("sums", sums->str, "");
  WALL ("a.c", test_data->str, "");
  g_string_free (sums, TRUE);
  g_string_free (test_data, TRUE);
}

static void
test_base64_archives (void)
{
  g_autofree char *gzip = base64_new ("\x1f\x8b\x08\0", 4, 60, 0, "echo ", " | sh");
  g_autofree char *xz = base64_new ("\xfd"
                                    "7zXZ\0",
                                    6, 900, 76, "", "");
  g_autofree char *armored = base64_new ("\x1f\x8b\x08\0", 4, 900, 64, "", "");
  g_autofree char *disguised = g_strconcat ("-----BEGIN CERTIFICATE-----\n", armored, NULL);
  g_autofree char *digits = hex_new ("PK\x03\x04", 4, 100);
  g_autofree char *short_one = base64_new ("\x1f\x8b\x08\0", 4, 42, 0, "", "");

  ARCHIVE ("a.sh", gzip, "1: gzip as base64\n");
  ARCHIVE ("a.sh", xz, "1: xz as base64\n");
  WALL ("a.sh", xz, "");
  ARCHIVE ("cert.txt", disguised, "2: gzip as base64\n");
  ARCHIVE ("a.js", digits, "1: zip as hexadecimal digits\n");
  ARCHIVE ("a.js", short_one, "");
}

static void
test_uuencode (void)
{
  ARCHIVE ("a.uu", "text\nbegin 644 a.gz\n#'XL(\n`\nend\n", "2: uuencoded gzip\n");
  ARCHIVE ("a.uu", "begin 644 a\n#86)C\n`\nend\n", "1: uuencoded data\n");
  ARCHIVE ("a.uu", "begin 644 a.gz\r\n#'XL(\r\n`\r\nend\r\n", "1: uuencoded gzip\n");
  ARCHIVE ("a.txt", "begin here and now\nMany words\n", "");
  ARCHIVE ("a.txt", "begin 64 a\n#'XL(\n", "");
  ARCHIVE ("a.txt", "begin 644 a\nlower case is no data\n", "");
  ARCHIVE ("a.txt", " begin 644 a\n#'XL(\n", "");
  ARCHIVE ("a.txt", "begin 644 a\n", "");
}

static void
test_late_uuencode (void)
{
  /* Behind blocks in which the word doesn't stand, and across the edge between two. */
  for (gsize before = 500; before < 530; before++) {
    g_autofree char *blanks = g_strnfill (before, ' ');
    g_autofree char *text = g_strconcat (blanks, "\nbegin 644 a.gz\n#'XL(\n", blanks, blanks, NULL);

    ARCHIVE ("a", text, "2: uuencoded gzip\n");
  }
}

static void
test_byte_lists (void)
{
  static const char script[] =
      "import os; os.system(payload) # and some more words that nobody reads, ";
  g_autofree guint8 *noise = noise_new ("", 0, 2000);
  g_autofree guint8 *archive = noise_new ("BZh91AY&SY", 10, 100);
  g_autofree char *even = list_new (noise, 1024, TRUE);
  g_autofree char *few = list_new (noise, 1000, TRUE);
  g_autofree char *bzip2 = list_new (archive, 100, FALSE);
  GString *words = g_string_new (NULL);
  g_autofree char *text = NULL;
  g_autofree char *table = NULL;

  while (words->len < 250)
    g_string_append (words, script);
  text = list_new ((const guint8 *) words->str, 250, FALSE);
  for (guint i = 0; i < 1024; i++)
    noise[i] = (guint8) (i * 7);
  table = list_new (noise, 1024, TRUE);

  WALL ("a.c", even, "1: 1024 bytes as a list of numbers\n");
  WALL ("a.c", few, "");
  WALL ("a.c", table, "");
  WALL ("a.py", text, "1: 250 bytes as a list of numbers\n");
  WALL ("a.c", text, "");
  ARCHIVE ("a.c", bzip2, "1: bzip2 as a list of numbers\n");
  g_string_free (words, TRUE);
}

static void
test_escapes (void)
{
  g_autofree guint8 *archive = noise_new ("\x1f\x8b\x08\0", 4, 120);
  GString *text = g_string_new ("a;\nx = \"");

  for (guint i = 0; i < 120; i++)
    g_string_append_printf (text, "%s\\x%02x", i % 16 == 15 ? "\"\n  \"" : "", archive[i]);
  g_string_append (text, "\"\n");
  ARCHIVE ("a.py", text->str, "2: gzip as escapes\n");
  g_string_free (text, TRUE);
}

/* What one megabyte of each takes is linear in it: a square of it would not end. */
static void
test_hostile (void)
{
  static const char *const units[] = {
    "++++++++++++++++++++++++++++++++++++++++++++++++++++++++++++ ",
    "begin 644 a\n#'XL(\n",
    "0x1f,",
    "\\x1f",
    "H4sIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA ",
    "-----BEGIN ",
    "\"\\"
  };

  for (gsize i = 0; i < G_N_ELEMENTS (units); i++) {
    GString *text = g_string_new (NULL);
    g_autofree char *noted = NULL;

    while (text->len < 1000000)
      g_string_append (text, units[i]);
    noted = marked (hm_recognise_encodings, HM_MARK_ENCODED_ARCHIVE, "a", text->str, text->len);
    g_assert_nonnull (noted);
    g_string_free (text, TRUE);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/encodings/one-line", test_one_line);
  g_test_add_func ("/encodings/many-lines", test_many_lines);
  g_test_add_func ("/encodings/honest-walls", test_honest_walls);
  g_test_add_func ("/encodings/base64-archives", test_base64_archives);
  g_test_add_func ("/encodings/uuencode", test_uuencode);
  g_test_add_func ("/encodings/late-uuencode", test_late_uuencode);
  g_test_add_func ("/encodings/lists-of-bytes", test_byte_lists);
  g_test_add_func ("/encodings/escapes", test_escapes);
  g_test_add_func ("/encodings/hostile", test_hostile);
  return g_test_run ();
}
