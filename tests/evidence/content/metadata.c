/* SPDX-License-Identifier: Apache-2.0 */
/* Addresses, publishers, protections, ignored files and install hooks: what a change of a project's own data shows. */
#include "tests/evidence/content/changed.h"
#include "tests/evidence/content/marked.h"

static void
test_addresses (void)
{
  assert_changed (hm_recognise_addresses, HM_MARK_ADDRESS_ADDED, "SECURITY.md", "Mail a@b.org.\n",
                  "x\nMail <C@d.org>, icon@2x.png.\n", "2: c@d.org\n");
  assert_changed (hm_recognise_addresses, HM_MARK_ADDRESS_REMOVED, "SECURITY.md", "Mail a@b.org.\n",
                  "x\n", "1: a@b.org\n");
  assert_changed (hm_recognise_addresses, HM_MARK_ADDRESS_ADDED, "CODEOWNERS", "* @a\n",
                  "* @a @o/t\n# @c\n", "1: @o/t\n");
  assert_changed (hm_recognise_addresses, HM_MARK_ADDRESS_ADDED, ".github/FUNDING.yml",
                  "github: a\n", "github: b # c\nko_fi:\n", "1: github: b\n");
  assert_changed (
      hm_recognise_addresses, HM_MARK_ADDRESS_ADDED, "SECURITY.md", "",
      "0123 4567 89AB CDEF 0123  4567 89AB CDEF 0123 4567\n0123 4567 89AB CDEF 0123 4567 89AB CDEF 0123 4567\n",
      "1: 0123456789abcdef0123456789abcdef01234567\n");
  assert_changed (hm_recognise_addresses, HM_MARK_ADDRESS_ADDED, "README", "",
                  "git@github.com:a/b me@example.org\n", "");
}

static void
test_publishers (void)
{
  assert_changed (hm_recognise_publishers, HM_MARK_PUBLISHER_CHANGED, "package.json",
                  "{\"repository\": \"git://h/a.git\"}",
                  "{\"repository\": {\"url\": \"git+https://h/a\"}}", "");
  assert_changed (
      hm_recognise_publishers, HM_MARK_PUBLISHER_CHANGED, "package.json",
      "{\"name\": \"a\", \"homepage\": \"https://h\"}",
      "{\"name\": \"a\",\n\"homepage\": \"https://i\",\n\"publishConfig\": {\"registry\": \"https://r\"}}",
      "2: homepage\n3: publishConfig\n");
  assert_changed (hm_recognise_publishers, HM_MARK_PUBLISHER_CHANGED, "configure.ac",
                  "AC_INIT([a], [1], [x@y.org], [a], [https://h/])\n",
                  "AC_INIT([a], [2], [z@y.org], [a], [https://i/])\n",
                  "1: PACKAGE_BUGREPORT\n1: PACKAGE_URL\n");
  assert_changed (hm_recognise_publishers, HM_MARK_PUBLISHER_CHANGED, ".npmrc", "x=1\n",
                  "x=1\n@s:registry=https://r/\n", "2: @s:registry\n");
  assert_changed (hm_recognise_publishers, HM_MARK_PUBLISHER_CHANGED, "pyproject.toml",
                  "[project.urls]\nHome = \"https://h\"\n",
                  "[project.urls]\nHome = \"https://i\"\n", "2: Home\n");
}

static void
test_protections (void)
{
  assert_changed (hm_recognise_protections, HM_MARK_PROTECTION_REMOVED, "Makefile",
                  "CFLAGS = -fstack-protector-strong -O2\n", "CFLAGS = -O2\n",
                  "0: -fstack-protector\n");
  assert_changed (hm_recognise_protections, HM_MARK_PROTECTION_REMOVED, ".github/workflows/a.yml",
                  "run: ./configure\n", "# c\nrun: ./configure --disable-sandbox\n",
                  "2: --disable-sandbox\n");
  assert_changed (hm_recognise_protections, HM_MARK_PROTECTION_REMOVED, "Makefile",
                  "A = -fPIE\nB = x\n", "B = x\nA = -fPIE\n", "");
  assert_changed (hm_recognise_protections, HM_MARK_PROTECTION_REMOVED, "Makefile", "x\n",
                  "x\n# --insecure\n", "");
}

static void
test_ignores (void)
{
  assert_changed (hm_recognise_ignores, HM_MARK_INPUT_HIDDEN, "m4/.gitignore", "codeset.m4\n",
                  "codeset.m4\nhost.m4\n", "2: host.m4\n");
  assert_changed (hm_recognise_ignores, HM_MARK_INPUT_HIDDEN, ".gitignore", "",
                  "*.o\n*.m4\nbuild/\n!configure\n", "");
  assert_changed (
      hm_recognise_ignores, HM_MARK_INPUT_HIDDEN, ".gitignore", "",
      "configure\naclocal.m4\nconfig.guess\nconfig.sub\nltmain.sh\ninstall-sh\nmissing\ndepcomp\n",
      "");
  assert_changed (hm_recognise_ignores, HM_MARK_INPUT_HIDDEN, ".gitattributes", "",
                  "*.m4 -diff\n*.png binary\ntests export-ignore\n", "1: *.m4 -diff\n");
}

static void
test_install_hooks (void)
{
  assert_marked (
      hm_recognise_install_hooks, HM_MARK_INSTALL_HOOK, "package.json",
      "{\"scripts\": {\n\"postinstall\": \"node x\", \"prepare\": \"tsc\", \"test\": \"t\"}}",
      "2: postinstall\n");
  assert_marked (hm_recognise_install_hooks, HM_MARK_INSTALL_HOOK, "setup.py",
                 "import a\nsetup(cmdclass={'install': I, 'test': T})\n", "2: setup.py: install\n");
  assert_marked (hm_recognise_install_hooks, HM_MARK_INSTALL_HOOK, "setup.py",
                 "setup(name='install')\n", "");
  assert_marked (hm_recognise_install_hooks, HM_MARK_INSTALL_HOOK, "composer.json",
                 "{\"scripts\": {\"post-install-cmd\": \"x\"}}", "1: post-install-cmd\n");
  assert_marked (hm_recognise_install_hooks, HM_MARK_INSTALL_HOOK, "a/build.rs", "fn main() {}\n",
                 "0: build.rs\n");
  assert_marked (hm_recognise_install_hooks, HM_MARK_INSTALL_HOOK, "a/rebuild.rs", "fn main() {}\n",
                 "");
}

/* Each pattern alone and a great many times: no fault. */
static void
test_hostile (void)
{
  static const char *const paths[] = { "package.json", "setup.py",       "Cargo.toml",
                                       "go.mod",       "configure.ac",   "CMakeLists.txt",
                                       "SECURITY.md",  ".npmrc",         "pom.xml",
                                       "pubspec.yaml", ".gitattributes", "requirements.txt" };
  static const char *const parts[] = {
    "[",  "{\"a\":",   "AC_INIT([",   "@",         "a@b.c@",
    "\"", "x = { git", "require (\n", "url: \xff", "<dependency>"
  };
  static const HmChangeRecogniser recognisers[] = { hm_recognise_addresses, hm_recognise_publishers,
                                                    hm_recognise_protections, hm_recognise_ignores,
                                                    hm_recognise_dependencies };

  for (gsize p = 0; p < G_N_ELEMENTS (parts); p++)
    for (gsize i = 0; i < G_N_ELEMENTS (paths); i++) {
      g_autoptr (GString) text = g_string_new (NULL);
      HmText before = { paths[i], G_MAXUINT32 & ~(guint32) HM_ROLE_TEST, "", 0 };
      HmText after = before;
      g_autoptr (HmMarks) marks = hm_marks_new ();

      while (text->len < 16 * 1024)
        g_string_append (text, parts[p]);
      g_string_append_len (text, "\0\xff", 2);
      after.text = text->str;
      after.size = text->len;
      for (gsize r = 0; r < G_N_ELEMENTS (recognisers); r++) {
        recognisers[r](marks, &before, &after);
        recognisers[r](marks, &after, &before);
      }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/metadata/addresses", test_addresses);
  g_test_add_func ("/metadata/publishers", test_publishers);
  g_test_add_func ("/metadata/protections", test_protections);
  g_test_add_func ("/metadata/ignores", test_ignores);
  g_test_add_func ("/metadata/install-hooks", test_install_hooks);
  g_test_add_func ("/metadata/hostile", test_hostile);
  return g_test_run ();
}
