/* SPDX-License-Identifier: Apache-2.0 */
/* Names of packages out of manifests that an attacker writes. */
#include "portfolio/packages.h"

#include <string.h>

#include "core/limits.h"

/* What one file comes to: "packages | dependencies". Returns: (owned) */
static char *
file_read_sized (const char *path, guint32 roles, const char *text, gsize size, const char *url)
{
  const HmTreeEntry entry = { .path = path, .roles = roles };
  const HmDocument document = { .entry = &entry, .text = text, .size = size };
  const HmTree tree = { .documents = &document, .n_documents = 1 };
  g_auto (HmPackages) packages = { 0 };
  g_autofree char *names = NULL;
  g_autofree char *needed = NULL;

  hm_packages_read (&tree, url, &packages);
  names = g_strjoinv (" ", packages.packages);
  needed = g_strjoinv (" ", packages.dependencies);
  return g_strdup_printf ("%s | %s", names, needed);
}

static void
assert_file (const char *path, const char *text, const char *wanted)
{
  g_autofree char *found = file_read_sized (path, 0, text, strlen (text), NULL);

  g_assert_cmpstr (found, ==, wanted);
}

static void
test_manifests (void)
{
  assert_file ("package.json",
               "{\"name\": \"@s/app\", \"dependencies\": {\"left-pad\": \"1\"},"
               " \"devDependencies\": {\"jest\": \"2\"}}",
               "npm:@s/app | npm:left-pad");
  assert_file ("package.json", "{\"name\": \"app\", \"private\": true}", " | ");
  assert_file ("pyproject.toml",
               "[build-system]\nname = \"no\"\n[project]\nname = \"My_App\"\n"
               "dependencies = [\"Requests>=2\"]\n",
               "pypi:my-app | pypi:requests");
  assert_file ("setup.py", "setup(\n    name='a.b',\n    install_requires=['six'],\n)\n",
               "pypi:a-b | pypi:six");
  assert_file ("setup.cfg", "[metadata]\nname = x\n[options]\ninstall_requires =\n  six\n",
               "pypi:x | pypi:six");
  assert_file ("Cargo.toml", "[package]\nname = \"a_b\"\n[dependencies]\nserde = \"1\"\n",
               "cargo:a-b | cargo:serde");
  assert_file ("x.gemspec", "  s.name = \"x\"\n  s.add_dependency \"rack\"\n", "gem:x | gem:rack");
  assert_file ("go.mod",
               "module example.org/a/v2\nrequire (\n\texample.org/b v1.0.0\n"
               "\texample.org/c v1 // indirect\n)\n",
               "golang:example.org/a | golang:example.org/b");
  assert_file (
      "pom.xml",
      "<parent>\n<groupId>org.p</groupId>\n<artifactId>parent</artifactId>\n</parent>\n"
      "<artifactId>a</artifactId>\n<dependencies>\n<dependency>\n<groupId>org.q</groupId>\n"
      "<artifactId>b</artifactId>\n</dependency>\n</dependencies>\n",
      "maven:org.p:a | maven:org.q:b");
  assert_file ("pubspec.yaml", "name: app\ndependencies:\n  path: ^1\n", "pub:app | pub:path");
}

/* Packages that setup.py names by a variable. */
static void
test_setup_py_by_name (void)
{
  assert_file (
      "setup.py",
      "requires = [\n    \"charset_normalizer>=2,<4\",\n    'urllib3>=1.21.1,<3',  # ]\n]\n"
      "test_requirements = [\"pytest\"]\n"
      "setup(\n    name=about['x'],\n    install_requires=requires,\n"
      "    extras_require={\"socks\": [\"PySocks\"]},\n)\n",
      " | pypi:charset-normalizer pypi:urllib3");
  assert_file ("setup.py", "REQUIRES = ['a']\nsetup(install_requires=REQUIRES)", " | pypi:a");
  assert_file ("setup.py", "  deps=['a']\nkw = {'install_requires' : deps}", " | pypi:a");
  assert_file ("setup.py", "setup(setup_requires = s, install_requires = r,)\nr = ['a']\ns = ['b']",
               " | pypi:a pypi:b");
  assert_file ("setup.py",
               "install_requires = ['a',\n'b']\nsetup(install_requires=install_requires)",
               " | pypi:a pypi:b");
  assert_file ("setup.py", "setup(install_requires=r) # x\n  r = [ 'a',\n", " | pypi:a");
  /* One list that the file adds to, and such of other names. */
  assert_file ("setup.py",
               "x = ['a']\nmy_r = ['b']\nr += ['c']\nr == ['d']\n# r = ['e']\n"
               "o.r = ['f']\ncall(r=['g'],\nr=['h'])\nif r: x = ['i']\n"
               "setup(install_requires=r)",
               " | pypi:c");
  /* More than a name. */
  assert_file ("setup.py", "r = ['a']\nsetup(install_requires=r.all)", " | ");
  assert_file ("setup.py", "r = ['a']\nsetup(install_requires=r())", " | ");
  assert_file ("setup.py", "r = ['a']\nsetup(install_requires=r[1:])", " | ");
  assert_file ("setup.py", "r = read('a')\nsetup(install_requires=r)", " | ");
  assert_file ("setup.py", "b = ['a']\nr = b\nsetup(install_requires=r)", " | ");
}

/* How else a list is written, and what looks like one. */
static void
test_setup_py_ways (void)
{
  static const char *const files[][2] = {
    { "r: list[str] = [\n'a',\n]\nsetup(install_requires=r)", "a" },
    { "r: List['x'] = ['a']; s = ['b']\nsetup(install_requires=r)", "a" },
    { "r: list\nx = ['a']\nsetup(install_requires=r)", "" },
    { "r: list; x = ['a']\nsetup(install_requires=r)", "" },
    { "if r: x = ['a']\nelse: r = ['b']\nsetup(install_requires=r)", "b" },
    { "r = ('a',\n 'b')\nsetup(install_requires=r)", "a b" },
    { "setup(install_requires=('a', 'b'))", "a b" },
    { "r = ['a']\nif x:\n  r += ['b']\nr += ('c',)\nsetup(install_requires=r)", "a b c" },
    { "install_requires: list = ['a']\ninstall_requires += ['b']", "a b" },
    { "kw['install_requires'] = ['a']", "a" },
    { "r = ['a']\nsetup(install_requires=r + ['b'], x=['c'])", "a b" },
    { "r = ['a']\nsetup(install_requires=['b',\n] + r)", "a b" },
    { "r = ['a']\ns = ['c']\nsetup(install_requires=(\n  r\n  + ['b'] + s\n), x=['d'])", "a b c" },
    { "r = ['a']\nsetup(install_requires=[*r, 'b'])", "a b" },
    { "r = ['a']\nsetup(install_requires=r if x in ('y',) else ['b'])", "a b" },
    { "r = ['a'] + \\\r\n  ['b']\r\nsetup(install_requires=r)", "a b" },
    { "setup(install_requires=[u'a', r\"b\", 'c[d]>1; e<\"3\"'  # f ]\n, 'g' '>1'])", "a b c g" },
    { "setup(install_requires=list(['a']))", "a" },
    { "setup(install_requires=open('a').read().split(), x=['b'])", "" },
    { "setup(install_requires={'a': 'b'}, x=['c'])", "" },
    { "# install_requires=old\nold = ['a']\nsetup()", "" },
    { "# install_requires=['a']\n'''install_requires=['b']'''\nsetup()", "" },
    { "x = 'install_requires=[\"a\"]'\nmy_install_requires = ['b']", "" },
    { "x = '''\n''' 'it\\'s'  # it's\nsetup(install_requires=['a'])", "a" },
    { "x = 'no end\nsetup(install_requires=['a'])", "a" },
    { ")]}\nsetup(install_requires=['a'])", "a" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++) {
    g_auto (GStrv) names = g_strsplit (files[i][1], " ", -1);
    g_autofree char *prefixed = g_strjoinv (" pypi:", names);
    g_autofree char *wanted = g_strconcat (names[0] != NULL ? " | pypi:" : " | ", prefixed, NULL);

    assert_file ("setup.py", files[i][0], wanted);
  }
}

/* A manifest of @n_values values and a name. Returns: (owned) what it comes to */
static char *
values_read (const char *path, guint n_values, guint depth)
{
  g_autoptr (GString) text = g_string_new ("{\"name\": \"a\", \"x\": ");

  /* What is counted so far: the object, and the comma. */
  n_values -= 2 + depth;
  for (guint i = 0; i < depth; i++)
    g_string_append_c (text, '[');
  g_string_append_c (text, '0');
  for (guint i = 1; i < n_values; i++)
    g_string_append (text, ",0");
  for (guint i = 0; i < depth; i++)
    g_string_append_c (text, ']');
  g_string_append_c (text, '}');
  return file_read_sized (path, 0, text->str, text->len, NULL);
}

static void
test_json_limits (void)
{
  g_autofree char *most = values_read ("package.json", HM_MANIFEST_VALUES_MAX, 1);
  g_autofree char *more = values_read ("package.json", HM_MANIFEST_VALUES_MAX + 1, 1);
  g_autofree char *deepest = values_read ("package.json", 1000, HM_JSON_DEPTH_MAX - 1);
  g_autofree char *deeper = values_read ("package.json", 1000, HM_JSON_DEPTH_MAX);

  g_assert_cmpstr (most, ==, "npm:a | ");
  g_assert_cmpstr (more, ==, " | ");
  g_assert_cmpstr (deepest, ==, "npm:a | ");
  g_assert_cmpstr (deeper, ==, " | ");
}

static void
test_repositories (void)
{
  g_autofree char *found =
      file_read_sized ("README", 0, "x", 1, "https://github.com/Owner/Name.git");

  g_assert_cmpstr (found, ==, "repository:github.com/owner/name | ");
  assert_file (".gitmodules", "[submodule \"x\"]\n\tpath = x\n\turl = https://github.com/O/x.git\n",
               " | repository:github.com/o/x");
}

static void
test_bills (void)
{
  assert_file ("bom.json",
               "{\"bomFormat\": \"CycloneDX\", \"components\": [{\"purl\": \"pkg:npm/%40s/a@1\","
               " \"components\": [{\"purl\": \"pkg:maven/g/b@1\"}]},"
               " {\"purl\": \"pkg:github/o/r@v1\"}, {\"purl\": \"none\"}, 7]}",
               " | github:o/r maven:g:b npm:@s/a repository:github.com/o/r");
  assert_file ("a.spdx.json",
               "{\"spdxVersion\": \"SPDX-2.3\", \"packages\": [{\"externalRefs\": [{"
               "\"referenceType\": \"purl\", \"referenceLocator\": \"pkg:pypi/Six@1\"}]}]}",
               " | pypi:six");
  assert_file ("bom.json", "{\"bomFormat\": \"other\"}", " | ");
}

static void
test_what_is_no_product (void)
{
  const char *text = "{\"name\": \"a\", \"dependencies\": {\"b\": \"1\"}}";
  const guint32 roles[] = { HM_ROLE_TEST, HM_ROLE_GENERATED, HM_ROLE_DOC };

  for (gsize i = 0; i < G_N_ELEMENTS (roles); i++) {
    g_autofree char *found =
        file_read_sized ("x/package.json", roles[i], text, strlen (text), NULL);

    g_assert_cmpstr (found, ==, " | ");
  }
}

static void
test_cut_anywhere (void)
{
  static const struct {
    const char *path;
    const char *text;
  } files[] = {
    { "package.json", "{\"name\": \"a\", \"dependencies\": {\"b\": \"1\"}}" },
    { "pyproject.toml", "[project]\nname = \"a\"\ndependencies = [\"b\"]\n" },
    { "setup.py", "setup(name = 'a', install_requires=['b'])" },
    { "setup.py", "REQ = ['b',\n \"c\"]\nsetup(install_requires = REQ)\nx={'setup_requires': y}" },
    { "setup.py", "install_requires=\nrequires=[" },
    { "setup.py", "r: list[str] = [\n'b', # c\n]\nr += (u'd',)\ns(install_requires=r + [\"e\"])" },
    { "setup.py", "install_requires=('''a\\'b''', \\\r\n \"\"\"c\"\"\", *d)" },
    { "pom.xml", "<groupId>a</groupId>\n<artifactId>b</artifactId>\n" },
    { "go.mod", "module example.org/a/v2\n" },
    { "pubspec.yaml", "name: 'a'\n" },
    { "bom.json", "{\"bomFormat\": \"CycloneDX\", \"components\": [{\"purl\": \"pkg:npm/a\"}]}" },
    { "package.json", "{\"name\": \"a\\u0000b\xff\", \0 }" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++) {
    const gsize size = strlen (files[i].text);

    for (gsize cut = 0; cut <= size; cut++) {
      /* On the heap, so that a byte too much is seen. */
      g_autofree char *part = g_strndup (files[i].text, cut);
      g_autofree char *found = file_read_sized (files[i].path, 0, part, cut, NULL);

      g_assert_nonnull (strstr (found, " | "));
    }
  }
}

/* Reads two documents that need p00000N, ... p000001, p000000, and "a". */
static void
names_read (guint n, HmPackages *ret_packages)
{
  static const char second[] = "{\"dependencies\": {\"a\": \"1\"}}";
  g_autoptr (GString) text = g_string_new ("{\"dependencies\": {");
  const HmTreeEntry entry = { .path = "package.json" };
  HmDocument documents[] = {
    { .entry = &entry },
    { .entry = &entry, .text = second, .size = strlen (second) },
  };
  const HmTree tree = { .documents = documents, .n_documents = 2 };

  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "%s\"p%06u\": \"1\"", i > 0 ? "," : "", n - 1 - i);
  g_string_append (text, "}}");
  documents[0].text = text->str;
  documents[0].size = text->len;
  hm_packages_read (&tree, NULL, ret_packages);
}

static void
test_too_many_names (void)
{
  g_auto (HmPackages) packages = { 0 };

  names_read (HM_PACKAGES_MAX, &packages);
  g_assert_cmpuint (g_strv_length (packages.dependencies), ==, HM_PACKAGES_MAX);
  g_assert_cmpstr (packages.dependencies[0], ==, "npm:a");
  g_assert_cmpstr (packages.dependencies[1], ==, "npm:p000000");
}

static void
test_far_too_many_names (void)
{
  g_auto (HmPackages) packages = { 0 };
  g_auto (HmPackages) more = { 0 };

  names_read (HM_PACKAGES_SEEN_MAX - 1, &packages);
  g_assert_cmpstr (packages.dependencies[0], ==, "npm:a");
  names_read (HM_PACKAGES_SEEN_MAX, &more);
  g_assert_cmpstr (more.dependencies[0], !=, "npm:a");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/packages/manifests", test_manifests);
  g_test_add_func ("/packages/setup-py-by-name", test_setup_py_by_name);
  g_test_add_func ("/packages/setup-py-ways", test_setup_py_ways);
  g_test_add_func ("/packages/json-limits", test_json_limits);
  g_test_add_func ("/packages/repositories", test_repositories);
  g_test_add_func ("/packages/bills-of-materials", test_bills);
  g_test_add_func ("/packages/what-is-no-product", test_what_is_no_product);
  g_test_add_func ("/packages/cut-anywhere", test_cut_anywhere);
  g_test_add_func ("/packages/too-many-names", test_too_many_names);
  g_test_add_func ("/packages/far-too-many-names", test_far_too_many_names);
  return g_test_run ();
}
