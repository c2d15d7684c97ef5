/* SPDX-License-Identifier: Apache-2.0 */
#include "policy_case.h"

#include "core/limits.h"

static void
test_every_place (void)
{
  const char *places[] = { "SECURITY.md",          "security.markdown",  ".github/SECURITY.md",
                           ".github/security.rst", "docs/SECURITY.adoc", "doc/security.rst",
                           ".gitlab/SECURITY.md",  ".gitea/SECURITY.md", ".forgejo/SECURITY.md",
                           "SECURITY.txt",         "Security.MD",        "Docs/Security.md" };
  const char *elsewhere[] = { "doc/SECURITY.md", "src/SECURITY.md", "SECURITY.md.bak",
                              "SECURITY",        "MY-SECURITY.md",  "a/.github/SECURITY.md" };

  for (gsize i = 0; i < G_N_ELEMENTS (places); i++) {
    g_autoptr (HmResult) result = judge_file (places[i], GOOD_POLICY);

    assert_triple (result, 100, 100, 100);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (elsewhere); i++) {
    g_autoptr (HmResult) result = judge_file (elsewhere[i], GOOD_POLICY);

    assert_triple (result, 0, 0, 0);
  }
}

static void
test_first_file_is_judged (void)
{
  Subject subject;
  g_autoptr (HmResult) result = NULL;

  subject_init (&subject);
  subject_add (&subject, ".github/SECURITY.md", "See the other file.\n");
  subject_add (&subject, "SECURITY.md", GOOD_POLICY);
  result = judge_subject (&subject);
  assert_triple (result, 30, 30, 30);
  g_assert_true (g_str_has_prefix (result->reason, ".github/SECURITY.md"));
}

static void
test_unreadable_is_unknown (void)
{
  Subject subject;
  g_autoptr (HmResult) result = NULL;

  subject_init (&subject);
  subject_add_unread (&subject, "SECURITY.md", "larger than 1048576 bytes");
  result = judge_subject (&subject);
  g_assert_cmpint (result->status, ==, HM_STATUS_UNKNOWN);
  g_assert_cmpuint (count_outcome (result, HM_UNKNOWN), ==, 3);
  g_assert_cmpstr (result->reason, ==, "could not read SECURITY.md: larger than 1048576 bytes");
}

static void
test_link_is_not_followed (void)
{
  Subject subject;
  g_autoptr (HmResult) alone = NULL;
  g_autoptr (HmResult) beside = NULL;
  g_autoptr (HmResult) above = NULL;

  subject_init (&subject);
  subject_add_entry (&subject, "SECURITY.md", HM_ENTRY_SYMLINK);
  alone = judge_subject (&subject);
  g_assert_cmpint (alone->status, ==, HM_STATUS_UNKNOWN);

  g_assert_cmpstr (alone->reason, ==,
                   "could not read SECURITY.md: a symbolic link, which is not followed");

  subject_add (&subject, "docs/SECURITY.md", GOOD_POLICY);
  beside = judge_subject (&subject);
  g_assert_cmpint (beside->status, ==, HM_STATUS_UNKNOWN);

  subject_add (&subject, ".github/SECURITY.md", GOOD_POLICY);
  above = judge_subject (&subject);
  assert_triple (above, 100, 100, 100);
}

static void
test_listed_but_not_read_is_unknown (void)
{
  Subject subject;
  g_autoptr (HmResult) result = NULL;

  subject_init (&subject);
  subject_add_entry (&subject, "SECURITY.md", HM_ENTRY_FILE);
  result = judge_subject (&subject);
  g_assert_cmpint (result->status, ==, HM_STATUS_UNKNOWN);
}

static void
test_cut_tree_is_unknown (void)
{
  Subject subject;
  g_autoptr (HmResult) absent = NULL;
  g_autoptr (HmResult) present = NULL;
  g_autoptr (HmResult) first = NULL;

  subject_init (&subject);
  subject.facts.tree.cut = "more than 500000 entries";
  absent = judge_subject (&subject);
  g_assert_cmpint (absent->status, ==, HM_STATUS_UNKNOWN);

  subject_add (&subject, "SECURITY.md", GOOD_POLICY);
  present = judge_subject (&subject);
  g_assert_cmpint (present->status, ==, HM_STATUS_UNKNOWN);
  g_assert_cmpstr (present->reason, ==, "could not see every file: more than 500000 entries");

  subject_add (&subject, ".github/SECURITY.md", GOOD_POLICY);
  first = judge_subject (&subject);
  assert_triple (first, 100, 100, 100);
  assert_outcome (first, EXPIRY, HM_UNKNOWN);
}

static void
test_readme_is_unread (void)
{
  Subject subject;
  g_autoptr (HmResult) result = NULL;

  subject_init (&subject);
  subject_add_unread (&subject, "README.md", "larger than 1048576 bytes");
  result = judge_subject (&subject);
  g_assert_cmpint (result->status, ==, HM_STATUS_UNKNOWN);
}

/* Not in the order of their bytes. */
static void
test_places_are_in_order (void)
{
  static const char *const order[] = { ".github/security.txt", ".gitlab/SECURITY.md",
                                       ".gitea/SECURITY.md",   ".forgejo/SECURITY.md",
                                       "security.rst",         "SECURITY.txt",
                                       "Docs/SECURITY.md",     "docs/security.rst",
                                       "doc/SECURITY.rst" };

  for (gsize i = 0; i + 1 < G_N_ELEMENTS (order); i++) {
    for (gsize j = i + 1; j < G_N_ELEMENTS (order); j++) {
      Subject subject;
      g_autoptr (HmResult) result = NULL;
      gboolean is_first_by_byte = strcmp (order[i], order[j]) < 0;

      subject_init (&subject);
      subject_add (&subject, order[is_first_by_byte ? i : j], GOOD_POLICY);
      subject_add (&subject, order[is_first_by_byte ? j : i], GOOD_POLICY);
      result = judge_subject (&subject);
      if (!g_str_has_prefix (result->reason, order[i]))
        g_error ("%s comes before %s: %s", order[j], order[i], result->reason);
    }
  }
}

static void
test_unread_is_not_overridden (void)
{
  static const struct {
    const char *path;
    const char *text;
  } others[] = {
    { "README.md", "# A\n## Security\nReport to a@b.org\n" },
    { ".well-known/security.txt", GOOD_TXT },
    { "docs/SECURITY.md", GOOD_POLICY },
    { "unrelated", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (others); i++) {
    Subject subject;
    g_autoptr (HmResult) unread = NULL;
    g_autoptr (HmResult) with_reporting = NULL;

    subject_init (&subject);
    subject_add_unread (&subject, "SECURITY.md", "larger than 1048576 bytes");
    subject_add (&subject, others[i].path, others[i].text);
    unread = judge_subject (&subject);
    g_assert_cmpint (unread->status, ==, HM_STATUS_UNKNOWN);

    subject.facts.forge.has_private_reporting.truth = HM_TRUTH_YES;
    with_reporting = judge_subject (&subject);
    assert_outcome (with_reporting, CONTACT, HM_PASS);
    assert_outcome (with_reporting, TEXT, HM_UNKNOWN);
    assert_triple (with_reporting, 60, 100, 100);
  }
}

static void
test_lower_place_that_is_unread (void)
{
  Subject subject;
  g_autoptr (HmResult) result = NULL;

  subject_init (&subject);
  subject_add (&subject, "SECURITY.md", GOOD_POLICY);
  subject_add_unread (&subject, "docs/SECURITY.md", "missing object");
  result = judge_subject (&subject);
  assert_triple (result, 100, 100, 100);
}

static void
test_unread_security_txt_is_not_overridden (void)
{
  Subject subject;
  g_autoptr (HmResult) result = NULL;
  g_autoptr (HmResult) with_file = NULL;

  subject_init (&subject);
  subject_add_unread (&subject, ".well-known/security.txt", "missing object");
  subject_add (&subject, "README.md", "# A\n## Security\nReport to a@b.org\n");
  result = judge_subject (&subject);
  g_assert_cmpint (result->status, ==, HM_STATUS_UNKNOWN);
  assert_outcome (result, EXPIRY, HM_UNKNOWN);

  subject_add (&subject, "SECURITY.md", GOOD_POLICY);
  with_file = judge_subject (&subject);
  assert_triple (with_file, 100, 100, 100);
  assert_outcome (with_file, EXPIRY, HM_UNKNOWN);
}

static void
test_cut_tree_may_hide_a_file_before_these (void)
{
  static const struct {
    const char *path;
    const char *text;
  } found[] = {
    { "README.md", "# A\n## Security\nReport to a@b.org\n" },
    { ".github/README.md", "# A\n## Security\nReport to a@b.org\n" },
    { ".well-known/security.txt", GOOD_TXT },
    { ".well-known/security.txt", OLD_TXT },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (found); i++) {
    Subject subject;
    g_autoptr (HmResult) result = NULL;

    subject_init (&subject);
    subject.facts.tree.cut = "more than 500000 entries";
    subject_add (&subject, found[i].path, found[i].text);
    result = judge_subject (&subject);
    g_assert_cmpint (result->status, ==, HM_STATUS_UNKNOWN);
  }
}

static void
test_linked_readme (void)
{
  Subject subject;
  g_autoptr (HmResult) alone = NULL;
  g_autoptr (HmResult) beside_another = NULL;

  subject_init (&subject);
  subject_add_entry (&subject, "README", HM_ENTRY_SYMLINK);
  alone = judge_subject (&subject);
  g_assert_cmpint (alone->status, ==, HM_STATUS_UNKNOWN);

  subject_add (&subject, "README.md", "# A\n");
  beside_another = judge_subject (&subject);
  assert_triple (beside_another, 0, 0, 0);
}

/* Where the heading's words may lie past what is looked at, nobody knows whether it speaks of security. */
static void
test_readme_heading_past_the_line_limit (void)
{
  g_autofree char *pad = g_strnfill (HM_LINE_MAX, ' ');
  const struct {
    const char *name;
    char *text; /* owned */
    gboolean is_unknown;
  } cases[] = {
    { "README.md", g_strconcat ("##", pad, "Security\nReport to a@b.org\n", NULL), TRUE },
    { "README.md", g_strconcat (pad, "Security\n---\nReport to a@b.org\n", NULL), TRUE },
    { "README.rst", g_strconcat ("A", pad, "Security\n---\nReport to a@b.org\n", NULL), TRUE },
    { "README.adoc", g_strconcat ("==", pad, "Security\nReport to a@b.org\n", NULL), TRUE },
    /* Neither a paragraph nor a heading over nothing of the kind hides a section. */
    { "README.md", g_strconcat ("# A\n", pad, "x\n\nReport bugs\n", NULL), FALSE },
    { "README.md", g_strconcat ("##", pad, "Security\nTLS\n", NULL), FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (HmResult) result = judge_file (cases[i].name, cases[i].text);

    g_assert_cmpint (result->status == HM_STATUS_UNKNOWN, ==, cases[i].is_unknown);
    g_free (cases[i].text);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/policy-file/every-place", test_every_place);
  g_test_add_func ("/policy-file/first-file-is-judged", test_first_file_is_judged);
  g_test_add_func ("/policy-file/unreadable-is-unknown", test_unreadable_is_unknown);
  g_test_add_func ("/policy-file/link-is-not-followed", test_link_is_not_followed);
  g_test_add_func ("/policy-file/listed-but-not-read-is-unknown",
                   test_listed_but_not_read_is_unknown);
  g_test_add_func ("/policy-file/cut-tree-is-unknown", test_cut_tree_is_unknown);
  g_test_add_func ("/policy-file/readme-is-unread", test_readme_is_unread);
  g_test_add_func ("/policy-file/places-are-in-order", test_places_are_in_order);
  g_test_add_func ("/policy-file/unread-is-not-overridden", test_unread_is_not_overridden);
  g_test_add_func ("/policy-file/lower-place-that-is-unread", test_lower_place_that_is_unread);
  g_test_add_func ("/policy-file/unread-security-txt-is-not-overridden",
                   test_unread_security_txt_is_not_overridden);
  g_test_add_func ("/policy-file/cut-tree-may-hide-a-file-before-these",
                   test_cut_tree_may_hide_a_file_before_these);
  g_test_add_func ("/policy-file/linked-readme", test_linked_readme);
  g_test_add_func ("/policy-file/readme-heading-past-the-line-limit",
                   test_readme_heading_past_the_line_limit);
  return g_test_run ();
}
