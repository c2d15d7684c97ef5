/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/evidence/content/marked.h"

/* @n_lines lines of @width characters. */
static void
lines_append (GString *text, guint n_lines, guint width)
{
  g_autofree char *line = g_strnfill (width, 'x');

  for (guint i = 0; i < n_lines; i++)
    g_string_append_printf (text, "%s\n", line);
}

static void
long_check (const char *path, guint n_others, guint others_width, guint width, const char *expected)
{
  GString *text = g_string_new (NULL);

  lines_append (text, n_others, others_width);
  lines_append (text, 1, width);
  assert_marked (hm_recognise_lines, HM_MARK_LONG_LINE, path, text->str, expected);
  g_string_free (text, TRUE);
}

static void
test_long_line (void)
{
  long_check ("a.c", 20, 40, 1000, "21: 1000\n");
  long_check ("a.c", 20, 40, 999, "");
  long_check (".github/workflows/a.yml", 20, 40, 12800, "21: 12800\n");
  long_check ("a.py", 3, 40, 5000, "4: 5000\n");
}

static void
test_written_by_program (void)
{
  long_check ("a.js", 20, 1200, 1200, "");
  long_check ("a.js", 20, 400, 1200, "");
  long_check ("a.js", 2, 40, 1200, "");
  long_check ("a.json", 20, 40, 1200, "");
}

static void
test_characters_not_bytes (void)
{
  GString *text = g_string_new (NULL);

  lines_append (text, 10, 20);
  for (guint i = 0; i < 999; i++)
    g_string_append (text, "\u4e2d");
  assert_marked (hm_recognise_lines, HM_MARK_LONG_LINE, "a.c", text->str, "");
  g_string_append (text, "\u4e2d");
  assert_marked (hm_recognise_lines, HM_MARK_LONG_LINE, "a.c", text->str, "11: 1000\n");
  g_string_free (text, TRUE);
}

static void
off_screen_check (const char *before, guint n_blanks, char blank, const char *after,
                  const char *expected)
{
  GString *text = g_string_new (NULL);
  g_autofree char *blanks = g_strnfill (n_blanks, blank);

  lines_append (text, 20, 40);
  g_string_append_printf (text, "%s%s%s\n", before, blanks, after);
  assert_marked (hm_recognise_lines, HM_MARK_OFF_SCREEN, "a.js", text->str, expected);
  g_string_free (text, TRUE);
}

static void
test_off_screen (void)
{
  off_screen_check ("", 150, ' ', "evil ();", "21: 151\n");
  off_screen_check ("", 149, ' ', "evil ();", "");
  off_screen_check ("fine ();", 400, ' ', "evil ();", "21: 409\n");
  off_screen_check ("", 19, '\t', "evil ();", "21: 153\n");
  off_screen_check ("", 18, '\t', "evil ();", "");
  off_screen_check ("\t;", 30, '\t', "evil ();", "21: 249\n");
}

static void
test_off_screen_honest (void)
{
  GString *text = g_string_new (NULL);

  off_screen_check ("#define A(x)", 200, ' ', "\\", "");
  off_screen_check ("int a;", 200, ' ', "", "");
  /* A table whose lines all are as wide. */
  for (guint i = 0; i < 30; i++)
    g_string_append_printf (text, "entry%*s\n", 200, "value");
  assert_marked (hm_recognise_lines, HM_MARK_OFF_SCREEN, "a.js", text->str, "");
  g_string_free (text, TRUE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lines/long", test_long_line);
  g_test_add_func ("/lines/written-by-a-program", test_written_by_program);
  g_test_add_func ("/lines/characters-not-bytes", test_characters_not_bytes);
  g_test_add_func ("/lines/off-screen", test_off_screen);
  g_test_add_func ("/lines/off-screen-but-honest", test_off_screen_honest);
  return g_test_run ();
}
