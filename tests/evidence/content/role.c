/* SPDX-License-Identifier: Apache-2.0 */
#include "evidence/content/role.h"

#include <string.h>

#include "evidence/content/role_tables.h"

typedef struct {
  const char *path;
  guint32 roles;
} Case;

static void
cases_check (const Case *cases, gsize n_cases)
{
  for (gsize i = 0; i < n_cases; i++) {
    const guint32 roles = hm_path_roles (cases[i].path, HM_ENTRY_FILE);

    if (roles != cases[i].roles)
      g_error ("%s: 0x%x, not 0x%x", cases[i].path, roles, cases[i].roles);
  }
}

static void
test_tables_in_order (void)
{
  const HmRoleTable *tables[] = { &hm_role_names,   &hm_role_stems,   &hm_role_extensions,
                                  &hm_role_endings, &hm_role_folders, &hm_role_places };

  for (gsize t = 0; t < G_N_ELEMENTS (tables); t++)
    for (gsize i = 0; i < tables[t]->n_rules; i++) {
      g_autofree char *lower = g_ascii_strdown (tables[t]->rules[i].name, -1);

      g_assert_cmpstr (tables[t]->rules[i].name, ==, lower);
      if (i > 0)
        g_assert_cmpstr (tables[t]->rules[i - 1].name, <, tables[t]->rules[i].name);
    }
}

static void
test_languages (void)
{
  static const Case cases[] = {
    { "src/main.c", HM_ROLE_SOURCE },
    { "a/b/c/Thing.java", HM_ROLE_SOURCE },
    { "run.sh", HM_ROLE_SCRIPT },
    { "home/.bashrc", HM_ROLE_SCRIPT },
    { "hooks/post-checkout", HM_ROLE_SCRIPT },
    { ".git-hooks/lint", HM_ROLE_SCRIPT | HM_ROLE_BUILD },
    { "m4/acinclude.m4", HM_ROLE_BUILD },
    { "CMake/probe.c", HM_ROLE_SOURCE | HM_ROLE_BUILD },
    { "src/Makefile.am", HM_ROLE_BUILD },
    { "configure", HM_ROLE_BUILD | HM_ROLE_SCRIPT },
    { "configure.ac", HM_ROLE_BUILD | HM_ROLE_CONTACT },
    { "CMakeLists.txt", HM_ROLE_BUILD | HM_ROLE_CONTACT },
    { "config.h.in", HM_ROLE_SOURCE | HM_ROLE_CONTACT | HM_ROLE_BUILD },
    { "dos/config.h", HM_ROLE_SOURCE | HM_ROLE_CONTACT },
    { "data.bin", 0 },
    { "", 0 },
    { "/", 0 },
    { ".", 0 },
    { "..", 0 },
    { "folder/", 0 },
  };

  cases_check (cases, G_N_ELEMENTS (cases));
}

static void
test_packages (void)
{
  static const Case cases[] = {
    { "package.json", HM_ROLE_MANIFEST | HM_ROLE_CONTACT },
    { "packages/core/package.json", HM_ROLE_MANIFEST | HM_ROLE_CONTACT },
    { "package-lock.json", HM_ROLE_LOCKFILE | HM_ROLE_GENERATED },
    { "Cargo.lock", HM_ROLE_LOCKFILE | HM_ROLE_GENERATED },
    { "go.mod", HM_ROLE_MANIFEST | HM_ROLE_CONTACT },
    { "requirements-dev.txt", HM_ROLE_MANIFEST },
    { "setup.py", HM_ROLE_SOURCE | HM_ROLE_BUILD | HM_ROLE_MANIFEST | HM_ROLE_CONTACT },
    { ".npmrc", HM_ROLE_PUBLISHING },
    { ".goreleaser.yml", HM_ROLE_RELEASE | HM_ROLE_PUBLISHING },
    { "Dockerfile", HM_ROLE_RELEASE | HM_ROLE_SCRIPT },
    { "docker/Dockerfile.alpine", HM_ROLE_RELEASE | HM_ROLE_SCRIPT },
    { "scripts/release.py", HM_ROLE_SOURCE | HM_ROLE_RELEASE },
    { "lib/publisher.py", HM_ROLE_SOURCE | HM_ROLE_RELEASE },
    { "lib/a/b/publisher.py", HM_ROLE_SOURCE },
    { "debian/rules", HM_ROLE_RELEASE | HM_ROLE_BUILD },
    { "lib/vendor/package.json", HM_ROLE_GENERATED },
    { "test/fixtures/package.json", HM_ROLE_TEST },
  };

  cases_check (cases, G_N_ELEMENTS (cases));
}

static void
test_workflows (void)
{
  static const Case cases[] = {
    { ".github/workflows/ci.yml", HM_ROLE_WORKFLOW },
    { ".github/workflows/ci.yaml", HM_ROLE_WORKFLOW },
    { ".github/workflows/notes.md", HM_ROLE_DOC },
    { ".github/workflows/sec.lock.yml", HM_ROLE_WORKFLOW },
    { ".github/workflows/a-lock.yaml", HM_ROLE_WORKFLOW },
    { ".github/workflows/pnpm-lock.yaml", HM_ROLE_WORKFLOW },
    { ".github/workflows/README.yml", HM_ROLE_WORKFLOW | HM_ROLE_CONTACT },
    { ".github/workflows/CHANGES.yml", HM_ROLE_WORKFLOW },
    { ".github/workflows/TODO.yml", HM_ROLE_WORKFLOW },
    { ".gitlab/ci/pnpm-lock.yaml", HM_ROLE_WORKFLOW },
    { ".forgejo/workflows/a.lock.yml", HM_ROLE_WORKFLOW },
    { ".gitea/workflows/TODO.yml", HM_ROLE_WORKFLOW },
    { ".circleci/README.yml", HM_ROLE_WORKFLOW | HM_ROLE_CONTACT },
    { ".circleci/README.md", HM_ROLE_DOC | HM_ROLE_CONTACT },
    { "docs/.github/workflows/ci.yml", HM_ROLE_DOC },
    { ".GitHub/workflows/ci.yml", 0 },
    { "action.yml", HM_ROLE_WORKFLOW },
    { ".gitlab-ci.yml", HM_ROLE_WORKFLOW },
    { "lib/.travis.yml", 0 },
    { ".travis.yml", HM_ROLE_WORKFLOW },
    { "Jenkinsfile", HM_ROLE_WORKFLOW },
    { ".circleci/config.yml", HM_ROLE_WORKFLOW },
    { "ci/build.sh", HM_ROLE_SCRIPT | HM_ROLE_WORKFLOW },
    { ".github/dependabot.yml", HM_ROLE_POLICY },
    { "tests/data/.github/workflows/ci.yml", HM_ROLE_TEST },
  };

  cases_check (cases, G_N_ELEMENTS (cases));
}

static void
test_people (void)
{
  static const Case cases[] = {
    { "README", HM_ROLE_DOC | HM_ROLE_CONTACT },
    { "README.md", HM_ROLE_DOC | HM_ROLE_CONTACT },
    { "windows/README-Windows.txt", HM_ROLE_DOC | HM_ROLE_CONTACT },
    { "a/b/c/README", HM_ROLE_DOC },
    { "LICENSE", HM_ROLE_LICENSE },
    { "LICENSE-MIT", HM_ROLE_LICENSE },
    { "COPYING.LGPL", HM_ROLE_LICENSE },
    { "license_check.py", HM_ROLE_SOURCE },
    { "security.c", HM_ROLE_SOURCE },
    { "SECURITY.md", HM_ROLE_SECURITY | HM_ROLE_DOC },
    { "security-insights.yml", HM_ROLE_SECURITY },
    { ".github/CODEOWNERS", HM_ROLE_CODE_OWNERS },
    { "codeowners", 0 },
    { "AUTHORS", HM_ROLE_MAINTAINERS },
    { ".mailmap", HM_ROLE_MAINTAINERS },
    { ".github/FUNDING.yml", HM_ROLE_FUNDING },
    { "KEYS", HM_ROLE_KEYS },
    { "keys", 0 },
    { "release.pub", HM_ROLE_KEYS },
    { "tests/certs/server.pem", HM_ROLE_TEST },
    { ".gitmodules", HM_ROLE_SUBMODULE },
    { ".gitignore", HM_ROLE_IGNORE },
    { "m4/.gitignore", HM_ROLE_IGNORE },
  };

  cases_check (cases, G_N_ELEMENTS (cases));
}

static void
test_places (void)
{
  static const Case cases[] = {
    { "tests/files/good-1.xz", HM_ROLE_TEST },
    { "t/t0001-init.sh", HM_ROLE_SCRIPT | HM_ROLE_TEST },
    { "pkg/thing_test.go", HM_ROLE_SOURCE | HM_ROLE_TEST },
    { "src/app.spec.ts", HM_ROLE_SOURCE | HM_ROLE_TEST },
    { "src/test_parse.py", HM_ROLE_SOURCE | HM_ROLE_TEST },
    { "libarchive/test/sample.tar.uu", HM_ROLE_TEST },
    { "ui/cli-tests/expected", HM_ROLE_TEST },
    { "latest/notes.bin", 0 },
    { "docs/conf.py", HM_ROLE_SOURCE | HM_ROLE_DOC },
    { "man/tool.1", HM_ROLE_DOC },
    { "web/app.min.js", HM_ROLE_SOURCE | HM_ROLE_GENERATED },
    { "third_party/zlib/inflate.c", HM_ROLE_SOURCE | HM_ROLE_GENERATED },
  };

  cases_check (cases, G_N_ELEMENTS (cases));
}

static void
test_kinds (void)
{
  g_assert_cmphex (hm_path_roles ("lib/zlib", HM_ENTRY_SUBMODULE), ==, HM_ROLE_SUBMODULE);
  g_assert_cmphex (hm_path_roles ("tool", HM_ENTRY_EXECUTABLE), ==, HM_ROLE_SCRIPT);
  g_assert_cmphex (hm_path_roles ("tool", HM_ENTRY_FILE), ==, 0);
  g_assert_cmphex (hm_path_roles ("tool.dat", HM_ENTRY_EXECUTABLE), ==, 0);
}

static void
test_long_names (void)
{
  g_autofree char *name = g_strnfill (5000, 'n');
  g_autofree char *source = g_strconcat (name, ".c", NULL);
  g_autofree char *folder = g_strconcat (name, "/tests/", name, "/a.c", NULL);
  g_autofree char *extension = g_strconcat ("a.", name, NULL);

  g_assert_cmphex (hm_path_roles (name, HM_ENTRY_FILE), ==, 0);
  g_assert_cmphex (hm_path_roles (source, HM_ENTRY_FILE), ==, HM_ROLE_SOURCE);
  g_assert_cmphex (hm_path_roles (folder, HM_ENTRY_FILE), ==, HM_ROLE_SOURCE | HM_ROLE_TEST);
  g_assert_cmphex (hm_path_roles (extension, HM_ENTRY_FILE), ==, 0);
  /* Whatever the length is, the last letters decide. */
  for (gsize size = 1; size < 100; size++) {
    g_autofree char *path = g_strdup_printf ("%.*s_test.go", (int) size, name);

    g_assert_cmphex (hm_path_roles (path, HM_ENTRY_FILE), ==, HM_ROLE_SOURCE | HM_ROLE_TEST);
  }
}

static void
test_any_bytes (void)
{
  for (int byte = 1; byte < 256; byte++) {
    const char path[] = { 'a', byte == '/' ? '-' : (char) byte, '.', 'c', '\0' };

    g_assert_cmphex (hm_path_roles (path, HM_ENTRY_FILE) & HM_ROLE_SOURCE, ==, HM_ROLE_SOURCE);
  }
}

static void
test_is_text (void)
{
  g_assert_true (hm_path_is_text ("src/main.c"));
  g_assert_true (hm_path_is_text ("README.md"));
  g_assert_true (hm_path_is_text ("a/B.PY"));
  g_assert_false (hm_path_is_text ("tests/files/good-1.xz"));
  g_assert_false (hm_path_is_text ("notes.txt"));
  g_assert_false (hm_path_is_text ("Makefile"));
  g_assert_false (hm_path_is_text (".c"));
  g_assert_false (hm_path_is_text (""));
  g_assert_false (hm_path_is_text ("main.c/blob"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/roles/tables-in-order", test_tables_in_order);
  g_test_add_func ("/roles/languages", test_languages);
  g_test_add_func ("/roles/packages", test_packages);
  g_test_add_func ("/roles/workflows", test_workflows);
  g_test_add_func ("/roles/people", test_people);
  g_test_add_func ("/roles/places", test_places);
  g_test_add_func ("/roles/kinds-of-entry", test_kinds);
  g_test_add_func ("/roles/long-names", test_long_names);
  g_test_add_func ("/roles/any-bytes", test_any_bytes);
  g_test_add_func ("/roles/always-text", test_is_text);
  return g_test_run ();
}
