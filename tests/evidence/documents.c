/* SPDX-License-Identifier: Apache-2.0 */
#include "evidence/git/documents.h"

static gboolean
wants (const char *pattern, const char *folder, const char *name)
{
  const char *const reads[] = { pattern, NULL };
  g_autoptr (HmMatcher) matcher = hm_matcher_new (reads);
  g_autoptr (GPtrArray) patterns = hm_matcher_folder (matcher, folder);

  return hm_matcher_wants (matcher, patterns, name);
}

static void
test_root_only (void)
{
  g_assert_true (wants ("SECURITY.md", "", "SECURITY.md"));
  g_assert_true (wants ("SECURITY.md", "", "security.MD"));
  g_assert_false (wants ("SECURITY.md", "docs", "SECURITY.md"));
  g_assert_false (wants ("SECURITY.md", "", "SECURITY.md.bak"));
  g_assert_false (wants ("SECURITY.md", "", "MY-SECURITY.md"));
}

static void
test_folder (void)
{
  g_assert_true (wants (".github/workflows/*.yml", ".github/workflows", "ci.yml"));
  g_assert_true (wants (".github/workflows/*.yml", ".GitHub/Workflows", "CI.YML"));
  g_assert_false (wants (".github/workflows/*.yml", ".github", "ci.yml"));
  g_assert_false (wants (".github/workflows/*.yml", ".github/workflows/old", "ci.yml"));
  g_assert_false (wants (".github/workflows/*.yml", "x/.github/workflows", "ci.yml"));
}

static void
test_any_folder (void)
{
  g_assert_true (wants ("**/package.json", "", "package.json"));
  g_assert_true (wants ("**/package.json", "a/b/c", "Package.json"));
  g_assert_false (wants ("**/package.json", "a", "package.jsonc"));
  g_assert_true (wants ("**/*.gemspec", "a", "x.gemspec"));
  g_assert_true (wants ("**/conf/app.*", "conf", "app.toml"));
  g_assert_true (wants ("**/conf/app.*", "a/conf", "app.toml"));
  g_assert_false (wants ("**/conf/app.*", "a/myconf", "app.toml"));
  g_assert_false (wants ("**/conf/app.*", "", "app.toml"));
}

static void
test_globs (void)
{
  g_assert_true (wants ("README*", "", "readme"));
  g_assert_true (wants ("README*", "", "README.rst"));
  g_assert_false (wants ("README*", "", "READM"));
  g_assert_true (wants ("*-policy.*", "", "security-policy.md"));
  g_assert_true (wants ("[ab].c", "", "B.c"));
  g_assert_false (wants ("[ab].c", "", "c.c"));
  g_assert_true (wants ("?.md", "", "x.md"));
  g_assert_true (wants ("*", "", ".hidden"));
}

static void
test_hostile_names (void)
{
  g_autofree char *longest = g_strnfill (255, 'a');
  g_autofree char *longer = g_strnfill (256, 'a');

  g_assert_true (wants ("**/*", "x", longest));
  g_assert_false (wants ("**/*", "x", longer));
  g_assert_true (wants ("*.md", "", "\xff\xfe.md"));
  g_assert_false (wants ("*.md", "", ""));
  g_assert_false (wants ("a*a*a*a*a*b", "", longest));
}

static void
test_no_patterns (void)
{
  g_autoptr (HmMatcher) matcher = hm_matcher_new (NULL);

  g_assert_null (hm_matcher_folder (matcher, ""));
  g_assert_false (hm_matcher_wants (matcher, NULL, "README"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/documents/root-only", test_root_only);
  g_test_add_func ("/documents/folder", test_folder);
  g_test_add_func ("/documents/any-folder", test_any_folder);
  g_test_add_func ("/documents/globs", test_globs);
  g_test_add_func ("/documents/hostile-names", test_hostile_names);
  g_test_add_func ("/documents/no-patterns", test_no_patterns);
  return g_test_run ();
}
