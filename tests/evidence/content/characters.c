/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/evidence/content/marked.h"

#include <string.h>

#define BIDI(path, text, expected) \
  assert_marked (hm_recognise_characters, HM_MARK_BIDI_CONTROL, path, text, expected)
#define INVISIBLE(text, expected) \
  assert_marked (hm_recognise_characters, HM_MARK_INVISIBLE, "a.c", text, expected)
#define HOMOGLYPH(text, expected) \
  assert_marked (hm_recognise_characters, HM_MARK_HOMOGLYPH, "a.c", text, expected)

static void
test_bidi_open (void)
{
  BIDI ("a.c", "int a;\n/* \u202e } \u2066if (admin)\u2069 \u2066 begin */\n", "2: U+2066\n");
  BIDI ("a.c", "x = \"\u202euser\";\n", "1: U+202E\n");
  BIDI ("a.c", "/* \u202b", "1: U+202B\n");
  /* Closed, but only after the comment or string has ended. */
  BIDI ("a.c", "/* \u2067 note */ run (); /* \u2069 */\n", "1: U+2067\n");
  BIDI ("a.c", "s = \"\u202eabc\"; x \u202c\n", "1: U+202E\n");
}

static void
test_bidi_closed (void)
{
  BIDI ("a.c", "/* \u2067\u05e9\u05dc\u05d5\u05dd\u2069 */\n", "");
  BIDI ("a.c", "s = \"\u202b\u05e9\u05dc\u05d5\u05dd\u202c\";\n", "");
  BIDI ("a.c", "// \u05e9\u05dc\u05d5\u05dd, no control at all\n", "");
  BIDI ("a.c", "/* \u202a\u202bx\u202c\u202c */\n", "");
  BIDI ("a.c", "/* \u2069\u202c */\n", "");
}

static void
test_invisible (void)
{
  INVISIBLE ("int ad\u200bmin;\n", "1: U+200B\n");
  INVISIBLE ("int ad\u00admin;\n", "1: U+00AD\n");
  INVISIBLE ("x;\nint admin\u200d = 1;\n", "2: U+200D\n");
  INVISIBLE ("const { ok,\u3164} = query;\n", "1: U+3164\n");
  INVISIBLE ("s = \"\U000e0061\U000e0062\";\n", "1: U+E0061 and 1 more\n");
  INVISIBLE ("s = \"\ufe00\ufe01\ufe02\ufe03\";\n", "1: U+FE00 and 3 more\n");
  INVISIBLE ("s = \"\ue000\ue001\ue002\ue003\ue004\ue005\ue006\ue007\";\n",
             "1: U+E000 and 7 more\n");
  INVISIBLE ("s = \"\u200b\u200c\u200b\u200c\";\n", "1: U+200B and 3 more\n");
}

static void
test_invisible_honest (void)
{
  INVISIBLE ("\ufeffint a;\n", "");
  INVISIBLE ("s = \"\U0001f468\u200d\U0001f4bb\";\n", "");
  INVISIBLE ("s = \"\u2764\ufe0f 1\ufe0f\u20e3\";\n", "");
  INVISIBLE ("s = \"\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645\";\n", "");
  INVISIBLE ("s = \"\u0915\u094d\u200d\u0937\";\n", "");
  INVISIBLE ("s = \"\U0001f3f4\U000e0067\U000e0062\U000e007f\";\n", "");
  INVISIBLE ("s = \"\ue0a0 \ue0b0\";\n", "");
  INVISIBLE ("s = \"\u3164\ud55c\";\n", "");
  INVISIBLE ("// two words,\u200b a place to break\n", "");
}

static void
test_homoglyphs (void)
{
  HOMOGLYPH ("if (is\u0410dmin) {\n", "1: is\u0410dmin\n");
  HOMOGLYPH ("x = admin; y = \u0430dmin;\n", "1: \u0430dmin\n");
  HOMOGLYPH ("int scope;\nint \u0455\u0441\u043e\u0440\u0435;\n",
             "2: \u0455\u0441\u043e\u0440\u0435\n");
  HOMOGLYPH ("#define \u0430dmin 1\n", "1: \u0430dmin\n");
  HOMOGLYPH ("/* x */ \u0430dmin ();\n", "1: \u0430dmin\n");
  HOMOGLYPH ("url = 'http://a'; \u0430dmin ();\n", "1: \u0430dmin\n");
  /* A formula's letter is no look-alike of the variable for it. */
  HOMOGLYPH ("admin; \U0001d41a\U0001d41d\U0001d426\U0001d422\U0001d427\n", "");
  HOMOGLYPH ("\U0001d5baexec ()\n", "1: \U0001d5baexec\n");
}

static void
test_homoglyphs_honest (void)
{
  HOMOGLYPH ("s = \"\u043f\u0440\u0438\u0432\u0435\u0442\";\n", "");
  HOMOGLYPH ("int \u0441\u043e\u0440;\n", "");
  HOMOGLYPH ("double \u0394t = \u03c1_air * \u03b1;\n", "");
  HOMOGLYPH ("// \u0430dmin, as it would look\n", "");
  HOMOGLYPH (" * \u0430dmin\n", "");
  HOMOGLYPH ("int caf\u00e9 = na\u00efve;\n", "");
  HOMOGLYPH ("int \u00b5s;\n", "");
}

static void
test_other_encodings (void)
{
  /* Of Latin-1 and the like, whose line also holds what would be a control. */
  static const char bytes[] = "int a; /* caf\xe9 \xe2\x80\xae */\nint b\xe2\x80\x8b"
                              "c;\n";
  static const char nul[] = "int a;\0 /* \xe2\x80\xae */\n";
  g_autofree char *skipped =
      marked (hm_recognise_characters, HM_MARK_BIDI_CONTROL, "a.c", bytes, sizeof bytes - 1);
  g_autofree char *next =
      marked (hm_recognise_characters, HM_MARK_INVISIBLE, "a.c", bytes, sizeof bytes - 1);
  g_autofree char *past_nul =
      marked (hm_recognise_characters, HM_MARK_BIDI_CONTROL, "a.c", nul, sizeof nul - 1);

  g_assert_cmpstr (skipped, ==, "");
  g_assert_cmpstr (next, ==, "2: U+200B\n");
  g_assert_cmpstr (past_nul, ==, "1: U+202E\n");
}

static void
test_prose (void)
{
  static const char text[] = "\u05e9\u05dc\u05d5\u05dd \u202e and \u0430dmin\n";
  const HmText file = { "README.md", HM_ROLE_DOC | HM_ROLE_CONTACT, text, sizeof text - 1 };
  g_autoptr (HmMarks) marks = hm_marks_new ();
  guint n_marks;

  hm_marks_read (marks, &file);
  hm_marks_get (marks, &n_marks);
  g_assert_cmpuint (n_marks, ==, 0);
}

static void
test_end_of_long_line (void)
{
  GString *text = g_string_new (NULL);
  g_autofree char *blanks = g_strnfill (1000000, 'a');
  g_autofree char *noted = NULL;

  g_string_append_printf (text, "%s = \"\u202e\";\n", blanks);
  noted = marked (hm_recognise_characters, HM_MARK_BIDI_CONTROL, "a.c", text->str, text->len);
  g_assert_cmpstr (noted, ==, "1: U+202E\n");
  g_string_free (text, TRUE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/characters/bidi-left-open", test_bidi_open);
  g_test_add_func ("/characters/bidi-closed", test_bidi_closed);
  g_test_add_func ("/characters/invisible", test_invisible);
  g_test_add_func ("/characters/invisible-but-honest", test_invisible_honest);
  g_test_add_func ("/characters/homoglyphs", test_homoglyphs);
  g_test_add_func ("/characters/homoglyphs-but-honest", test_homoglyphs_honest);
  g_test_add_func ("/characters/other-encodings", test_other_encodings);
  g_test_add_func ("/characters/not-in-prose", test_prose);
  g_test_add_func ("/characters/end-of-long-line", test_end_of_long_line);
  return g_test_run ();
}
