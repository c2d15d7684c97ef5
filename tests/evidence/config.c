/* SPDX-License-Identifier: Apache-2.0 */
#include "evidence/git/config.h"

#include <string.h>
#include <sys/stat.h>

#include <glib/gstdio.h>

#include "core/error.h"
#include "core/limits.h"
#include "evidence/git/folder.h"

static HmConfig *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  HmConfig *config = hm_config_parse (text, strlen (text), &error);

  g_assert_no_error (error);
  return config;
}

static void
assert_value (const char *text, const char *name, const char *value)
{
  g_autoptr (HmConfig) config = parse (text);

  g_assert_cmpstr (hm_config_last (config, name), ==, value);
}

static void
test_names (void)
{
  assert_value ("[core]\n\tbare = true\n", "core.bare", "true");
  assert_value ("[CORE]\nBaRe=true", "core.bare", "true");
  assert_value ("[core] bare = true", "core.bare", "true");
  assert_value ("\xef\xbb\xbf[core]\r\n\tbare = true\r\n", "core.bare", "true");
  assert_value ("[remote \"Origin\"]\nurl = x", "remote.Origin.url", "x");
  assert_value ("[Branch \"a.b/C ]\"]\nremote = x", "branch.a.b/C ].remote", "x");
  assert_value ("[remote \"a\\\"b\\\\c\\d\"]\nurl = x", "remote.a\"b\\cd.url", "x");
  assert_value ("[remote.Old]\nurl = x", "remote.old.url", "x");
  assert_value ("[remote \"\"]\nurl = x", "remote..url", "x");
  assert_value ("[a-1]\nk-2 = x", "a-1.k-2", "x");
  assert_value ("key = x", "key", "x");
  assert_value ("# c\n; d\n[core]\n# e\nbare = x ; f\n", "core.bare", "x");
}

static void
test_values (void)
{
  assert_value ("[a]\nb = one  two \t\n", "a.b", "one  two");
  assert_value ("[a]\nb =\n", "a.b", "");
  assert_value ("[a]\nb\n", "a.b", NULL);
  assert_value ("[a]\nb = \" x \" \n", "a.b", " x ");
  assert_value ("[a]\nb = x\"y # z\"w # c\n", "a.b", "xy # zw");
  assert_value ("[a]\nb = 1\\n2\\t3\\b4\\\"5\\\\6\n", "a.b", "1\n2\t3\b4\"5\\6");
  assert_value ("[a]\nb = one\\\n two\n", "a.b", "one two");
  assert_value ("[a]\nb = one\\\r\n two\r\n", "a.b", "one two");
  assert_value ("[a]\nb = \xff\xfe\n", "a.b", "\xff\xfe");
  assert_value ("[a]\nb = x;y\n", "a.b", "x");
}

static void
test_several (void)
{
  g_autoptr (HmConfig) config = parse ("[a]\nb = 1\nb = 2\n[c]\nb = 3\n[a]\nb = 4\n");
  gsize n_entries;

  g_assert_cmpstr (hm_config_first (config, "a.b"), ==, "1");
  g_assert_cmpstr (hm_config_last (config, "a.b"), ==, "4");
  g_assert_null (hm_config_first (config, "a.c"));
  g_assert_cmpstr (hm_config_entries (config, &n_entries)[2].name, ==, "c.b");
  g_assert_cmpuint (n_entries, ==, 4);
}

/* What it includes is an entry like any other: nothing is opened. */
static void
test_includes_are_not_followed (void)
{
  assert_value ("[include]\n\tpath = /dev/zero\n[a]\nb = 1\n", "include.path", "/dev/zero");
}

static void
test_malformed (void)
{
  static const struct {
    const char *text;
    const char *message;
  } rows[] = {
    { "[", "line 1: a section has no name" },
    { "[]", "line 1: a section has no name" },
    { "\n[a", "line 2: a section's name is not followed by ]" },
    { "[a \"b]\n", "line 2: a section's quoted name does not end" },
    { "[a \"b\"", "line 1: a section's name is not followed by ]" },
    { "[a b]", "line 1: a section's name is not followed by ] or a quote" },
    { "[a]\n1 = 2\n", "line 2: neither a section, a key nor a comment" },
    { "[a]\nb c\n", "line 2: a key is not followed by =" },
    { "[a]\nb = \"c\n", "line 2: a quote does not end" },
    { "[a]\nb = \\x\n", "line 2: a backslash before what needs none" },
    { "[a]\nb = c\\", "line 2: a backslash before what needs none" },
    { "\xff", "line 1: neither a section, a key nor a comment" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (HmConfig) config = hm_config_parse (rows[i].text, strlen (rows[i].text), &error);

    g_assert_null (config);
    g_assert_error (error, HM_ERROR, HM_ERROR_FORMAT);
    g_assert_cmpstr (error->message, ==, rows[i].message);
  }
}

static void
test_cut_at_every_byte (void)
{
  static const char text[] =
      "\xef\xbb\xbf[a \"b\\\"\"] # c\r\n\tkey = \"x\\n\" y\\\n z ; d\n[e.F]g\n";

  for (gsize size = 0; size <= strlen (text); size++) {
    g_autofree char *copy = g_memdup2 (text, size);
    g_autoptr (HmConfig) config = hm_config_parse (copy, size, NULL);
    gsize n_entries;

    if (config != NULL)
      hm_config_entries (config, &n_entries);
    for (gsize i = 0; i < size; i++) {
      char before = copy[i];
      g_autoptr (HmConfig) with_nul = NULL;

      copy[i] = '\0';
      with_nul = hm_config_parse (copy, size, NULL);
      copy[i] = before;
    }
  }
}

static void
test_files (void)
{
  g_autofree char *folder = g_dir_make_tmp ("hallmark-config-XXXXXX", NULL);
  g_autofree char *file = g_build_filename (folder, "config", NULL);
  g_autofree char *text = g_strnfill (HM_CONFIG_BYTES_MAX + 1, '\n');
  g_autoptr (HmConfig) missing = NULL;
  g_autoptr (HmConfig) at_limit = NULL;
  g_autoptr (HmConfig) past = NULL;
  g_autoptr (HmConfig) pipe = NULL;
  g_autoptr (GError) past_error = NULL;
  g_autoptr (GError) pipe_error = NULL;

  missing = hm_config_read (file, NULL);
  g_assert_nonnull (missing);
  g_assert_true (g_file_set_contents (file, text, HM_CONFIG_BYTES_MAX, NULL));
  at_limit = hm_config_read (file, NULL);
  g_assert_nonnull (at_limit);
  g_assert_true (g_file_set_contents (file, text, HM_CONFIG_BYTES_MAX + 1, NULL));
  past = hm_config_read (file, &past_error);
  g_assert_null (past);
  g_assert_error (past_error, HM_ERROR, HM_ERROR_LIMIT);
  g_assert_nonnull (strstr (past_error->message, file));

  g_assert_cmpint (g_unlink (file), ==, 0);
  g_assert_cmpint (mkfifo (file, 0600), ==, 0);
  pipe = hm_config_read (file, &pipe_error);
  g_assert_null (pipe);
  g_assert_error (pipe_error, HM_ERROR, HM_ERROR_GIT);
  g_assert_nonnull (
      strstr (pipe_error->message, "config: is a named pipe, where a file was expected"));
  g_assert_true (hm_folder_remove (folder, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/config/names", test_names);
  g_test_add_func ("/config/values", test_values);
  g_test_add_func ("/config/several", test_several);
  g_test_add_func ("/config/includes-are-not-followed", test_includes_are_not_followed);
  g_test_add_func ("/config/malformed", test_malformed);
  g_test_add_func ("/config/cut-at-every-byte", test_cut_at_every_byte);
  g_test_add_func ("/config/files", test_files);
  return g_test_run ();
}
