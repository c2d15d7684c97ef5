/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/evidence/content/marked.h"

static void
broken_check (const char *path, const char *text, const char *expected)
{
  assert_marked (hm_recognise_feature_tests, HM_MARK_BROKEN_FEATURE_TEST, path, text, expected);
}

static void
test_lone_dot (void)
{
  static const char text[] =
      "check_c_source_compiles(\"\n  #include <sys/prctl.h>\n.\n  int main(void) { return 0; }\n  \"\n  HAVE_X)\n";

  assert_marked (hm_recognise_feature_tests, HM_MARK_LONE_DOT, "CMakeLists.txt", text, "3: \n");
  assert_marked (hm_recognise_feature_tests, HM_MARK_LONE_DOT, "m4/a.m4", "a\n  .\t\n", "2: \n");
  assert_marked (hm_recognise_feature_tests, HM_MARK_LONE_DOT, "README", text, "");
}

static void
test_broken (void)
{
  broken_check ("CMakeLists.txt", "check_c_source_compiles(\"int main(void) { return 0; \" X)\n",
                "1: braces don't match\n");
  broken_check ("CMakeLists.txt",
                "check_source_compiles(C [[\nint main(void) { return f(0; }\n]] X)\n",
                "1: parentheses don't match\n");
  broken_check ("configure.ac",
                "AC_COMPILE_IFELSE([AC_LANG_SOURCE([[\n#include <stdoi.h>\nint x;]])])\n",
                "2: no such header: stdoi.h\n");
  broken_check ("configure.ac", "AC_COMPILE_IFELSE([AC_LANG_PROGRAM([[\n#error no\n]], [[]])])\n",
                "2: #error without a condition\n");
  broken_check ("meson.build",
                "cc.compiles('''\n#include <stdio.h>\n`\nint main(void) { return 0; }''')\n",
                "3: a lone `\n");
}

static void
test_sound (void)
{
  broken_check (
      "CMakeLists.txt",
      "check_c_source_compiles(\"\n#include <string.h>\n#ifndef X\n#error no\n#endif\nint main(void) { return strlen(\\\"}\\\"); }\" Y)\n",
      "");
  broken_check ("CMakeLists.txt", "check_c_source_compiles(\"${PROLOGUE} int main(void) {\" Y)\n",
                "");
  broken_check (
      "configure.ac",
      "AC_LINK_IFELSE([AC_LANG_PROGRAM([[\n#include <strings.h>\n]], [[char c = '{'; /* } */\nreturn 0;]])],\n[], [])\n",
      "");
  broken_check ("meson.build", "cc.links('int main(void) {', name: 'x')\n", "");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/feature-tests/lone-dot", test_lone_dot);
  g_test_add_func ("/feature-tests/broken", test_broken);
  g_test_add_func ("/feature-tests/sound", test_sound);
  return g_test_run ();
}
