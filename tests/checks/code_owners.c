/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/code_owners.h"

#include "subject.h"

#include "core/limits.h"

static HmCodeOwners
owners_of (const char *text)
{
  Subject subject;

  subject_init (&subject);
  subject_add (&subject, "CODEOWNERS", text);
  return hm_code_owners_find (&subject.facts.tree);
}

static void
test_lines (void)
{
  static const struct {
    const char *text;
    guint line; /* 0: nobody is named */
  } cases[] = {
    { "* @ada\n", 1 },
    { "# @ada owns it\n\n*\t@org/team # all\n", 3 },
    { "docs/ ada@example.org", 1 },
    { "[Section] @ada\n*.c\n", 1 },
    { "^[Optional][2] @@maintainer\r\n", 1 },
    { "a\\ b @ada", 1 },
    { "", 0 },
    { "\n \n", 0 },
    { "#* @ada\n  # * @ada\n", 0 },
    { "*\n", 0 },
    { "* # @ada\n", 0 },
    { "packages/@scope/\n", 0 },
    { "a\\ @b\n", 0 },
    { "* @\n* @ ada\n", 0 },
    { "@ada", 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    HmCodeOwners owners = owners_of (cases[i].text);

    if (owners.line != cases[i].line)
      g_error ("line %u: %s", owners.line, cases[i].text);
    g_assert_cmpint (owners.truth, ==, cases[i].line > 0 ? HM_TRUTH_YES : HM_TRUTH_NO);
  }
}

static void
test_line_limit (void)
{
  g_autofree char *pad = g_strnfill (HM_LINE_MAX - strlen ("* @a"), ' ');
  g_autofree char *just = g_strconcat ("*", pad, " @a", NULL);
  g_autofree char *past = g_strconcat ("*  ", pad, " @a", NULL);

  g_assert_cmpint (owners_of (just).truth, ==, HM_TRUTH_YES);
  g_assert_cmpint (owners_of (past).truth, ==, HM_TRUTH_UNKNOWN);
  g_assert_nonnull (owners_of (past).why);
}

/* As on GitHub: an empty file in the first place hides a full one in the next. */
static void
test_first_place_decides (void)
{
  Subject subject;

  subject_init (&subject);
  subject_add (&subject, ".github/CODEOWNERS", "# nobody\n");
  subject_add (&subject, "CODEOWNERS", "* @ada\n");
  g_assert_cmpint (hm_code_owners_find (&subject.facts.tree).truth, ==, HM_TRUTH_NO);
}

static void
test_unread (void)
{
  Subject missing;
  Subject link;
  Subject unlisted;

  subject_init (&missing);
  subject_add_unread (&missing, "CODEOWNERS", "missing object");
  subject_add (&missing, "docs/CODEOWNERS", "* @ada\n");
  g_assert_cmpint (hm_code_owners_find (&missing.facts.tree).truth, ==, HM_TRUTH_UNKNOWN);
  g_assert_cmpstr (hm_code_owners_find (&missing.facts.tree).why, ==, "missing object");

  subject_init (&link);
  subject_add_entry (&link, "CODEOWNERS", HM_ENTRY_SYMLINK);
  g_assert_cmpint (hm_code_owners_find (&link.facts.tree).truth, ==, HM_TRUTH_UNKNOWN);

  subject_init (&unlisted);
  subject_add_entry (&unlisted, "CODEOWNERS", HM_ENTRY_FILE);
  g_assert_cmpint (hm_code_owners_find (&unlisted.facts.tree).truth, ==, HM_TRUTH_UNKNOWN);
}

static void
test_cut_tree (void)
{
  Subject none;
  Subject late;
  Subject first;

  subject_init (&none);
  none.facts.tree.cut = "cut";
  g_assert_cmpint (hm_code_owners_find (&none.facts.tree).truth, ==, HM_TRUTH_UNKNOWN);

  subject_init (&late);
  late.facts.tree.cut = "cut";
  subject_add (&late, "CODEOWNERS", "* @ada\n");
  g_assert_cmpint (hm_code_owners_find (&late.facts.tree).truth, ==, HM_TRUTH_UNKNOWN);

  subject_init (&first);
  first.facts.tree.cut = "cut";
  subject_add (&first, ".github/CODEOWNERS", "* @ada\n");
  g_assert_cmpint (hm_code_owners_find (&first.facts.tree).truth, ==, HM_TRUTH_YES);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/code-owners/lines", test_lines);
  g_test_add_func ("/code-owners/line-limit", test_line_limit);
  g_test_add_func ("/code-owners/first-place-decides", test_first_place_decides);
  g_test_add_func ("/code-owners/unread", test_unread);
  g_test_add_func ("/code-owners/cut-tree", test_cut_tree);
  return g_test_run ();
}
