/* SPDX-License-Identifier: Apache-2.0 */
#include "core/glob.h"

#include <string.h>

#include "core/error.h"

static void
means_these_paths (void)
{
  static const struct {
    const char *glob;
    const char *path;
    gboolean matches;
  } cases[] = {
    { "a/b.c", "a/b.c", TRUE },
    { "a/b.c", "a/b.cc", FALSE },
    { "a/b.c", "b.c", FALSE },
    { "*", "a", TRUE },
    { "*", "a/b", FALSE },
    { "*.c", ".c", TRUE },
    { "a*b*c", "aXbXbYc", TRUE },
    { "a*b*c", "aXbXbY", FALSE },
    { "a**c", "abc", TRUE },
    { "a**c", "a/c", FALSE },
    { "?", "ä", TRUE },
    { "?", "\xe4", TRUE },
    { "?", "ab", FALSE },
    { "?", "", FALSE },
    { "**", "a/b/c", TRUE },
    { "**/c", "c", TRUE },
    { "**/c", "a/b/c", TRUE },
    { "**/c", "a/b/cc", FALSE },
    { "a/**", "a/b/c", TRUE },
    { "a/**", "ab/c", FALSE },
    { "a/**/z", "a/z", TRUE },
    { "a/**/z", "a/b/c/z", TRUE },
    { "a/**/z", "a/b/c/y", FALSE },
    { "**/b/**/d", "a/b/c/b/x/d", TRUE },
    { "**/b/*/d", "a/b/c/b/x/d", TRUE },
    { "**/b/*/d", "a/b/c/c/x/d", FALSE },
    { "[a-c]x", "bx", TRUE },
    { "[a-c]x", "dx", FALSE },
    { "[!a-c]x", "dx", TRUE },
    { "[!a-c]x", "bx", FALSE },
    { "[]a]", "]", TRUE },
    { "[a-]", "-", TRUE },
    { "[ä-ü]", "ö", TRUE },
    { "[\\]]", "]", TRUE },
    { "\\*", "*", TRUE },
    { "\\*", "a", FALSE },
    { "a\\?", "a?", TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_test_message ("%s on %s", cases[i].glob, cases[i].path);
    g_assert_true (hm_path_glob_check (cases[i].glob, NULL));
    g_assert_true (hm_path_glob_matches (cases[i].glob, cases[i].path) == cases[i].matches);
  }
}

static void
refuses_what_is_no_pattern (void)
{
  static const char *const globs[] = { "",   "/a",  "a//b",  "a/", "[",   "a[b", "[]",
                                       "[!", "[!]", "[a/b]", "\\", "a\\", "[\\]" };

  for (gsize i = 0; i < G_N_ELEMENTS (globs); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_false (hm_path_glob_check (globs[i], &error));
    g_assert_error (error, HM_ERROR, HM_ERROR_FORMAT);
  }
}

static void
length_has_an_end (void)
{
  g_autofree char *longest = g_strnfill (HM_GLOB_MAX, 'a');
  g_autofree char *longer = g_strnfill (HM_GLOB_MAX + 1, 'a');

  g_assert_true (hm_path_glob_check (longest, NULL));
  g_assert_false (hm_path_glob_check (longer, NULL));
}

/* With a matcher that tries every way these would not end. */
static void
stars_do_not_explode (void)
{
  g_autoptr (GString) glob = g_string_new (NULL);
  g_autoptr (GString) path = g_string_new (NULL);

  for (guint i = 0; i < 250; i++) {
    g_string_append (glob, "**/");
    g_string_append (path, "a/");
  }
  g_string_append (glob, "b");
  g_string_append (path, "a");
  g_assert_true (hm_path_glob_check (glob->str, NULL));
  g_assert_false (hm_path_glob_matches (glob->str, path->str));
  g_string_truncate (glob, 0);
  for (guint i = 0; i < 500; i++)
    g_string_append (glob, "*a");
  g_string_append (glob, "b");
  for (gsize i = 0; i < path->len; i++)
    path->str[i] = 'a';
  g_assert_false (hm_path_glob_matches (glob->str, path->str));
}

static void
knows_what_is_literal (void)
{
  g_assert_true (hm_path_glob_is_literal ("a/b.c"));
  g_assert_true (hm_path_glob_is_literal ("a\\*b"));
  g_assert_false (hm_path_glob_is_literal ("a/*"));
  g_assert_false (hm_path_glob_is_literal ("a?"));
  g_assert_false (hm_path_glob_is_literal ("[a]"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/glob/means-these-paths", means_these_paths);
  g_test_add_func ("/glob/refuses-what-is-no-pattern", refuses_what_is_no_pattern);
  g_test_add_func ("/glob/length-has-an-end", length_has_an_end);
  g_test_add_func ("/glob/stars-do-not-explode", stars_do_not_explode);
  g_test_add_func ("/glob/knows-what-is-literal", knows_what_is_literal);
  return g_test_run ();
}
