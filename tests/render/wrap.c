/* SPDX-License-Identifier: Apache-2.0 */
#include "render/wrap.h"

/* Returns: (owned) @text, wrapped at @width, further lines under @indent. */
static char *
wrapped (const char *text, guint width, guint indent)
{
  HmWrap wrap = { .out = g_string_new (NULL), .width = width, .indent = indent };

  hm_wrap_text (&wrap, text);
  return g_string_free (wrap.out, FALSE);
}

static void
assert_wrapped (const char *text, guint width, guint indent, const char *wanted)
{
  g_autofree char *found = wrapped (text, width, indent);

  g_assert_cmpstr (found, ==, wanted);
}

static void
test_words (void)
{
  assert_wrapped ("", 10, 0, "");
  assert_wrapped ("   ", 10, 0, "");
  assert_wrapped ("one two three", 13, 2, "one two three");
  assert_wrapped ("one two three", 12, 2, "one two\n  three");
  assert_wrapped ("  one   two  ", 10, 0, "one two");
}

static void
test_long_words_are_cut (void)
{
  assert_wrapped ("abcdefghij", 4, 0, "abcd\nefgh\nij");
  assert_wrapped ("abcdefghij", 4, 2, "abcd\n  ef\n  gh\n  ij");
  assert_wrapped ("a bcdefg h", 4, 0, "a\nbcde\nfg h");
}

/* A long word is cut where the line ends, and what comes next must be no order to a CI runner. */
static void
test_no_line_begins_with_an_order (void)
{
  assert_wrapped ("abcd::error::x", 4, 0, "abcd\n\\::e\nrror\n\\::x");
  assert_wrapped ("abc::error", 4, 0, "abc:\n:err\nor");
}

static void
test_wide_and_combining_characters (void)
{
  assert_wrapped ("界界界", 5, 0, "界界\n界");
  assert_wrapped ("e\xcc\x81"
                  "e\xcc\x81"
                  "e\xcc\x81",
                  2, 0,
                  "e\xcc\x81"
                  "e\xcc\x81\n"
                  "e\xcc\x81");
}

/* A line always takes a character, or nothing would ever end. */
static void
test_no_room_at_all (void)
{
  assert_wrapped ("界界", 1, 0, "界\n界");
  assert_wrapped ("ab", 2, 2, "ab");
  assert_wrapped ("abc", 2, 2, "ab\n  c");
}

static void
test_columns (void)
{
  HmWrap wrap = { .out = g_string_new (NULL), .width = 20 };
  g_autofree char *text = NULL;

  hm_wrap_text (&wrap, "a");
  hm_wrap_to_column (&wrap, 5);
  hm_wrap_text (&wrap, "b");
  hm_wrap_to_column (&wrap, 3);
  hm_wrap_printf (&wrap, "%d", 7);
  hm_wrap_colour (&wrap, "31");
  hm_wrap_end (&wrap);
  wrap.is_colour = TRUE;
  hm_wrap_colour (&wrap, "31");
  hm_wrap_text (&wrap, "c");
  text = g_string_free (wrap.out, FALSE);
  g_assert_cmpstr (text, ==, "a    b 7\n\033[31mc");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wrap/words", test_words);
  g_test_add_func ("/wrap/long-words-are-cut", test_long_words_are_cut);
  g_test_add_func ("/wrap/no-line-begins-with-an-order", test_no_line_begins_with_an_order);
  g_test_add_func ("/wrap/wide-and-combining-characters", test_wide_and_combining_characters);
  g_test_add_func ("/wrap/no-room-at-all", test_no_room_at_all);
  g_test_add_func ("/wrap/columns", test_columns);
  return g_test_run ();
}
