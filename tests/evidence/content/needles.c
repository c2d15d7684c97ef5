/* SPDX-License-Identifier: Apache-2.0 */
/* The gates before recognisers: words in a text, and where two versions of it differ. */
#include "evidence/content/needles.h"

#include <string.h>

#include "evidence/content/difference.h"

static HmNeedles words = { .words = { "eval", "b64decode", "Tr ", "\\x" } };
static HmNeedles others = { .words = { "curl", "eval" } };

static gboolean
is_first (const char *word G_GNUC_UNUSED, const char *start, const char *end G_GNUC_UNUSED,
          const char *at)
{
  return at == start;
}

static HmNeedles firsts = { .words = { "curl" }, .counts = is_first };

static void
test_words (void)
{
  static const struct {
    const char *text;
    gsize size;
    guint64 found;
  } cases[] = {
    { "", 0, 0 },
    { "e", 1, 0 },
    { "eval", 4, 1 << 0 },
    { "eval", 3, 0 },
    { "xEVAL", 5, 1 << 0 },
    { "evaleva", 7, 1 << 0 },
    { "B64Decode(tr ", 13, 1 << 1 | 1 << 2 },
    { "b64\0decode", 10, 0 },
    { "\0eval\xff\\X", 8, 1 << 0 | 1 << 3 },
    { "ev\nal", 5, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    /* A copy that ends where the text does, so that a sanitizer sees a read past it. */
    g_autofree char *copy = g_memdup2 (cases[i].text, cases[i].size);

    g_assert_cmpuint (hm_needles_find (&words, copy, cases[i].size), ==, cases[i].found);
    g_assert_cmpint (hm_needles_has (&words, copy, cases[i].size), ==, cases[i].found != 0);
  }
}

static void
test_places (void)
{
  const char *text = "one\ncurl -k\ntwo\n\nEVAL x";
  const HmText file = { .path = "x", .text = text, .size = strlen (text) };
  HmRows rows;

  hm_rows_init (&rows, &file);
  g_assert_true (hm_rows_next_with (&rows, &others));
  g_assert_cmpuint (rows.number, ==, 2);
  g_assert_true (hm_span_is (rows.line, "curl -k"));
  g_assert_true (hm_rows_next_with (&rows, &others));
  g_assert_cmpuint (rows.number, ==, 5);
  g_assert_true (hm_span_is (rows.line, "EVAL x"));
  g_assert_false (hm_rows_next_with (&rows, &others));
}

static void
test_counts (void)
{
  g_assert_true (hm_needles_has (&firsts, "curl", 4));
  g_assert_false (hm_needles_has (&firsts, " curl", 5));
}

static void
test_tables (void)
{
  static HmNeedleTables tables = { .tables = { &words, &others, &firsts } };

  g_assert_cmpuint (hm_needle_tables_find (&tables, 7, "", 0), ==, 0);
  g_assert_cmpuint (hm_needle_tables_find (&tables, 7, "x eval", 6), ==, 3);
  g_assert_cmpuint (hm_needle_tables_find (&tables, 2, "x eval", 6), ==, 2);
  g_assert_cmpuint (hm_needle_tables_find (&tables, 7, "curl \\x", 7), ==, 7);
}

static void
check_difference (const char *before, const char *after, const char *lost, const char *gained)
{
  const HmText old = { .path = "x", .text = before, .size = strlen (before) };
  const HmText new = { .path = "x", .text = after, .size = strlen (after) };
  HmSpan went;
  HmSpan came;

  hm_difference (&old, &new, &went, &came);
  g_assert_true (hm_span_is (went, lost));
  g_assert_true (hm_span_is (came, gained));
}

static void
test_difference (void)
{
  g_autofree char *many = g_strnfill (1000, 'x');
  g_autofree char *before = g_strdup_printf ("%s\n1\n%s", many, many);
  g_autofree char *after = g_strdup_printf ("%s\n2\n%s", many, many);

  check_difference ("", "", "", "");
  check_difference ("a\nb\n", "a\nb\n", "", "");
  check_difference ("a\nb\n", "a\nc\n", "b\n", "c\n");
  check_difference ("a\nb\nc\n", "a\nc\n", "b\n", "");
  check_difference ("ab\n", "cb\n", "ab\n", "cb\n");
  check_difference ("a\nb", "a\nb\n", "b", "b\n");
  check_difference (before, after, "1\n", "2\n");
}

static void
test_difference_of_one (void)
{
  const HmText file = { .path = "x", .text = "a\n", .size = 2 };
  HmSpan lost;
  HmSpan gained;

  hm_difference (NULL, &file, &lost, &gained);
  g_assert_cmpuint (lost.size, ==, 0);
  g_assert_true (hm_span_is (gained, "a\n"));
  hm_difference (&file, NULL, &lost, &gained);
  g_assert_true (hm_span_is (lost, "a\n"));
  g_assert_cmpuint (gained.size, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/needles/words", test_words);
  g_test_add_func ("/needles/places", test_places);
  g_test_add_func ("/needles/counts", test_counts);
  g_test_add_func ("/needles/tables", test_tables);
  g_test_add_func ("/difference/lines", test_difference);
  g_test_add_func ("/difference/of-one", test_difference_of_one);
  return g_test_run ();
}
