/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/evidence/content/changed.h"

static void
added_check (const char *path, const char *before, const char *after, const char *expected)
{
  assert_changed (hm_recognise_dependencies, HM_MARK_DEPENDENCY_ADDED, path, before, after,
                  expected);
}

static void
moved_check (const char *path, const char *before, const char *after, const char *expected)
{
  assert_changed (hm_recognise_dependencies, HM_MARK_DEPENDENCY_MOVED, path, before, after,
                  expected);
}

static void
test_added (void)
{
  added_check ("package.json", "{}",
               "{\n\"devDependencies\": {\"t\": \"1\"},\n\"dependencies\": {\n\"a\": \"^1\"}}",
               "4: a\n");
  added_check ("composer.json", "{}", "{\"require\": {\"php\": \"8\", \"v/p\": \"1\"}}",
               "1: v/p\n");
  added_check (
      "Cargo.toml", "[dependencies]\n",
      "[dependencies]\na = \"1\"\n[dev-dependencies]\nb = \"1\"\n[build-dependencies.c]\nversion = \"1\"\n",
      "2: a\n5: c\n");
  added_check (
      "pyproject.toml", "[project]\n",
      "[project]\ndependencies = [\n  \"A_b>=1\", # c\n]\n[project.optional-dependencies]\ndev = [\"x\"]\n",
      "3: a-b\n");
  added_check ("setup.py", "setup()\n", "setup(install_requires=[\"a>1\",\n 'b'])\n",
               "1: a\n2: b\n");
  added_check ("setup.py", "r = ['a']\nsetup(install_requires=r)\n",
               "r = [\n'a',\n'b']\nsetup(install_requires=r)\n", "3: b\n");
  added_check ("setup.cfg", "[options]\n", "[options]\ninstall_requires =\n  a>1\nzip_safe = no\n",
               "3: a\n");
  added_check ("requirements.txt", "a\n", "a\n# c\nb==1\n", "3: b\n");
  added_check ("go.mod", "require a.b/c v1\nrequire a.b/i v1 // indirect\n",
               "require (\n a.b/c/v2 v2\n a.b/d v1\n a.b/e v1 // indirect\n a.b/i v1\n)\n",
               "3: a.b/d\n");
  added_check ("x.gemspec", "", "s.add_dependency \"a\"\ns.add_development_dependency \"b\"\n",
               "1: a\n");
  added_check ("pom.xml", "",
               "<dependency>\n<groupId>g</groupId>\n<artifactId>a</artifactId>\n</dependency>\n",
               "4: g:a\n");
  added_check ("x.csproj", "", "<PackageReference Include=\"A\" Version=\"1\" />\n", "1: A\n");
  added_check ("pubspec.yaml", "name: x\n", "dependencies:\n  a: 1\ndev_dependencies:\n  b: 1\n",
               "2: a\n");
  added_check ("package.json", NULL, "{\"dependencies\": {\"a\": \"1\"}}", "");
}

static void
test_moved (void)
{
  moved_check ("package.json", "{\"dependencies\": {\"a\": \"1\"}}",
               "{\"dependencies\": {\"a\": \"git+https://h/a\"}}", "1: a\n");
  moved_check ("package.json", "{\"dependencies\": {\"a\": \"1\"}}",
               "{\"dependencies\": {\"a\": \"npm:b@1\"}}", "1: a\n");
  moved_check ("package.json", "{\"dependencies\": {\"a\": \"1\"}}",
               "{\"dependencies\": {\"a\": \"2\"}}", "");
  moved_check ("Cargo.toml", "[dependencies]\na = \"1\"\n",
               "[dependencies]\na = { git = \"https://h/a\" }\n", "2: a\n");
  moved_check ("go.mod", "require a.b/c v1\n", "require a.b/c v1\nreplace a.b/c => d.e/c v1\n",
               "2: a.b/c\n");
  moved_check ("requirements.txt", "a==1\n", "a @ https://h/a.zip\n", "1: a\n");
  moved_check (".gitmodules", "[submodule \"s\"]\nurl = https://h/s\n",
               "[submodule \"s\"]\nurl = https://i/s\n", "2: s\n");
  moved_check ("package-lock.json", "\"resolved\": \"https://r.example/a\"\n",
               "\"resolved\": \"https://r.example/a\"\n\"resolved\": \"https://s.example/b\"\n",
               "2: s.example\n");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dependencies/added", test_added);
  g_test_add_func ("/dependencies/moved", test_moved);
  return g_test_run ();
}
