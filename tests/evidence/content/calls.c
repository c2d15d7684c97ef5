/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/evidence/content/changed.h"

static void
call_check (const char *path, const char *before, const char *after, const char *expected)
{
  assert_changed (hm_recognise_calls, HM_MARK_SAFE_TO_UNSAFE, path, before, after, expected);
}

static void
test_named_pair (void)
{
  call_check ("a.c", "f();\nsafe_fprintf(stderr, \": %s\",\n    error_string(a));\ng();\n",
              "f();\nfprintf(stderr, \": %s: \", error_string(a));\ng();\n",
              "2: safe_fprintf -> fprintf\n");
  call_check ("a.c", "x(); copy_checked(to, from, n);\n", "x(); copy(to, from, n);\n",
              "1: copy_checked -> copy\n");
  /* What honest ports do. */
  call_check ("a.c", "x(); memcpy_s(to, 9, from, n);\n", "x(); memcpy(to, from, n);\n", "");
  call_check ("a.c", "x(); strncpy(to, from, n);\n", "x(); strcpy(to, from);\n", "");
  call_check ("a.py", "p = SafeConfigParser(x)\n", "p = ConfigParser(x)\n", "");
}

static void
test_known_pair (void)
{
  call_check ("a.c", "\tsnprintf(buf, sizeof(buf), \"%s\", name);\n",
              "\tsprintf(buf, \"%s\", name);\n", "1: snprintf -> sprintf\n");
  call_check ("a.c", "\texplicit_bzero(key, n);\n", "\tmemset(key, 0, n);\n",
              "1: explicit_bzero -> memset\n");
  call_check ("a.js", "execFile('git', args, done)\n", "exec('git ' + args, done)\n",
              "1: execFile -> exec\n");
  call_check ("a.py", "requests.get(url, verify=True)\n", "requests.get(url, verify=False)\n",
              "1: verify=True -> verify=False\n");
  call_check ("a.py", "data = yaml.safe_load(text)\n", "data = yaml.load(text)\n",
              "1: yaml.safe_load -> yaml.load\n");
}

static void
test_honest (void)
{
  /* the other way round, moved, removed, far away, of other things, in a comment, in a test, with its definition */
  call_check ("a.c", "sprintf(buf, \"%s\", name);\n", "snprintf(buf, 9, \"%s\", name);\n", "");
  call_check ("a.c", "a(1);\nsafe_print(name);\nb(22);\n", "safe_print(name);\na(1);\nb(22);\n",
              "");
  call_check ("a.c", "safe_print(name);\n", "", "");
  call_check ("a.c", "safe_print(name);\n", "print(other);\n", "");
  call_check ("a.c", "// safe_print(name);\n", "print(name);\n", "");
  call_check ("tests/a.c", "safe_print(name);\n", "print(name);\n", "");
  call_check ("a.c", "safe_print(name);\n", "void\nprint(const char *name)\n{\n}\n  print(name);\n",
              "");
  call_check ("a.c", NULL, "print(name);\n", "");
}

/* The checking call was edited and still stands; what changed beside it is another. */
static void
test_edited_beside (void)
{
  call_check ("a.c", "safe_print(name, \"a\");\nprint(name, x);\n",
              "safe_print(name, \"b\");\nprint(name, y);\n", "");
  call_check ("a.c", "safe_print(name, \"a\");\nsafe_print(name, x);\n",
              "safe_print(name, \"b\");\nprint(name, y);\n", "2: safe_print -> print\n");
}

static void
test_far_away (void)
{
  g_autoptr (GString) before = g_string_new ("safe_print(name);\n");
  g_autoptr (GString) after = g_string_new ("");

  for (guint i = 0; i < 60; i++) {
    g_string_append_printf (before, "line_%u();\n", i);
    g_string_append_printf (after, "line_%u();\n", i);
  }
  g_string_append (after, "print(name);\n");
  call_check ("a.c", before->str, after->str, "");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/calls/named-pair", test_named_pair);
  g_test_add_func ("/calls/known-pair", test_known_pair);
  g_test_add_func ("/calls/honest", test_honest);
  g_test_add_func ("/calls/edited-beside", test_edited_beside);
  g_test_add_func ("/calls/far-away", test_far_away);
  return g_test_run ();
}
