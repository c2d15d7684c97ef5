/* SPDX-License-Identifier: Apache-2.0 */
#include "portfolio/location.h"

#include <string.h>

#include "store/store.h"

static void
test_same_repository (void)
{
  const char *same[] = {
    "https://github.com/owner/name",       "https://github.com/owner/name.git",
    "https://github.com/owner/name/",      "http://GitHub.com/owner/name",
    "ssh://git@github.com/owner/name.git", "git@github.com:owner/name.git",
    "git://github.com/owner/name",         "https://github.com/Owner/NAME",
    "https://www.github.com/owner/name",   "ssh://git@ssh.github.com:443/owner/name",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (same); i++) {
    g_autofree char *key = hm_location_key (same[i]);

    g_assert_cmpstr (key, ==, "github.com/owner/name");
  }
}

static void
test_other_repository (void)
{
  g_autofree char *upper = hm_location_key ("https://git.example.org/Owner/name");
  g_autofree char *lower = hm_location_key ("https://git.example.org/owner/name");
  g_autofree char *deep = hm_location_key ("https://gitlab.com/group/sub/name");

  /* A server that nobody knows may tell the case apart. */
  g_assert_cmpstr (upper, ==, "git.example.org/Owner/name");
  g_assert_cmpstr (lower, ==, "git.example.org/owner/name");
  g_assert_cmpstr (deep, ==, "gitlab.com/group/sub/name");
  g_assert_null (hm_location_key ("https://github.com/owner"));
  g_assert_null (hm_location_key ("file:///srv/git/name"));
  g_assert_null (hm_location_key ("/srv/git/name"));
  g_assert_null (hm_location_key (""));
}

static void
test_references (void)
{
  const struct {
    const char *reference;
    const char *url; /* (nullable) */
  } cases[] = {
    { "https://github.com/o/r", "https://github.com/o/r" },
    { " https://github.com/o/r/ ", "https://github.com/o/r" },
    { "git+https://github.com/o/r.git@v1.0#sub/folder", "https://github.com/o/r" },
    { "git+ssh://git@github.com/o/r.git@abc", "https://github.com/o/r" },
    { "scm:git:git@github.com:o/r.git", "https://github.com/o/r" },
    { "scm:git:https://github.com/o/r.git", "https://github.com/o/r" },
    { "git:https://github.com/o/r.git", "https://github.com/o/r" },
    { "git://github.com/o/r", "https://github.com/o/r" },
    { "github:o/r", "https://github.com/o/r" },
    { "github:o/r#semver:^1", "https://github.com/o/r" },
    { "bitbucket:o/r", "https://bitbucket.org/o/r" },
    { "https://github.com/o/r/tree/main/packages/x", "https://github.com/o/r" },
    { "https://github.com/o/r?tab=readme", "https://github.com/o/r" },
    { "https://gitlab.com/g/s/r/-/tree/main", "https://gitlab.com/g/s/r" },
    { "https://gitlab.com/g/tree", "https://gitlab.com/g/tree" },
    { "https://www.github.com/o/r", "https://github.com/o/r" },
    { "https://user:secret@github.com/o/r.git", "https://github.com/o/r" },
    { "https://user:secret@git.example.org/o/r.git", "https://git.example.org/o/r.git" },
    { "https://token@git.example.org/o/r.git", "https://git.example.org/o/r.git" },
    { "ssh://git@git.example.org:2222/o/r.git", "ssh://git@git.example.org:2222/o/r.git" },
    { "ssh://git:secret@git.example.org/o/r.git", "ssh://git.example.org/o/r.git" },
    { "https://git.example.org/?p=r.git", NULL },
    { "https://git.example.org/repos/asf?p=r.git", NULL },
    { "https://github.com/o", NULL },
    { "https://github.com/o/../r", NULL },
    { "https://gitlab.com/g", NULL },
    { "NOASSERTION", NULL },
    { "file:///etc", NULL },
    { "/srv/git", NULL },
    { "C:\\x", NULL },
    { "javascript:alert(1)", NULL },
    { "http:secret@github.com/o/r", NULL },
    { "http\xff:a@github.com/o/r", NULL },
    { "https://github.com/o/r\nx", NULL },
    { "", NULL },
    { "github:", NULL },
    { "scm:git:", NULL },
    { "git+", NULL },
    { "://@/", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *url = hm_location_url (cases[i].reference);

    g_test_message ("%s", cases[i].reference);
    g_assert_cmpstr (url, ==, cases[i].url);
  }
}

/* What comes out leads to the same place when it goes in again, and never holds a secret. */
static void
test_cut_at_every_byte (void)
{
  const char *texts[] = { "scm:git:git+https://user:secret@github.com/o/r.git@v1#x?y",
                          "git+ssh://git:secret@git.example.org:22/o/r.git@abc#f" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    for (gsize cut = 0; texts[i][cut] != '\0'; cut++) {
      g_autofree char *text = g_strndup (texts[i], cut);
      g_autofree char *url = hm_location_url (text);
      g_autofree char *again = url != NULL ? hm_location_url (url) : NULL;

      g_assert_cmpstr (url, ==, again);
      g_assert_false (url != NULL && hm_location_has_secret (url));
    }
  }
}

static void
test_longest (void)
{
  const char *start = "https://git.example.org/o/";
  g_autoptr (GString) text = g_string_new (start);
  g_autofree char *at_limit = NULL;

  while (text->len < strlen ("https://") + HM_STORE_KEY_MAX)
    g_string_append_c (text, 'r');
  at_limit = hm_location_url (text->str);
  g_assert_cmpstr (at_limit, ==, text->str);
  g_string_append_c (text, 'r');
  g_assert_null (hm_location_url (text->str));
}

/* What turns text around, or can't be seen, comes out so that it can be read; twice is as once. */
static void
test_letters_that_hide (void)
{
  const struct {
    const char *reference;
    const char *url; /* (nullable) */
  } cases[] = {
    { "https://git.example.org/a/b\u202ec", "https://git.example.org/a/b%E2%80%AEc" },
    { "https://git.example.org/a/\xc3\xa9", "https://git.example.org/a/%C3%A9" },
    { "https://git.example.org/a/%e2%80%ae", "https://git.example.org/a/%e2%80%ae" },
    { "https://github.com/a/b\u202ec", "https://github.com/a/b%E2%80%AEc" },
    { "git@git.example.org:a/b\u202ec", NULL },
    { "git@git.example.org:a/\xc3\xa9", "git@git.example.org:a/\xc3\xa9" },
    { "https://git.example.org/a/b\xc2\x85", NULL },
    { "https://git.example.org/a/b%c2%9b31m", NULL },
    { "https://git.example.org/a/b\xff", NULL },
    { "https://git.example.org/a/b%00", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *url = hm_location_url (cases[i].reference);
    g_autofree char *again = url != NULL ? hm_location_url (url) : NULL;

    g_test_message ("%s", cases[i].reference);
    g_assert_cmpstr (url, ==, cases[i].url);
    g_assert_cmpstr (again, ==, url);
  }
}

/* As people write it: without a scheme. */
static void
test_spoken (void)
{
  const struct {
    const char *words;
    const char *url; /* (nullable) */
  } cases[] = {
    { "github.com/o/r", "https://github.com/o/r" },
    { "GitHub.com/o/r.git/", "https://github.com/o/r" },
    { "www.github.com/o/r/tree/main", "https://github.com/o/r" },
    { "gitlab.com/g/s/r", "https://gitlab.com/g/s/r" },
    { "git.example.org/o/r", "https://git.example.org/o/r" },
    { "github.com/o", NULL },
    { "github.com//r", NULL },
    { "github.com/o/", NULL },
    { "github.com/o//r", NULL },
    { "o/r/s", NULL },
    { "./o/r", NULL },
    { "../o/r", NULL },
    { ".hidden.dir/o/r", NULL },
    { "github..com/o/r", NULL },
    { "v1.2/o/r", NULL },
    { "a.b/o/r", NULL },
    { "u@github.com/o/r", NULL },
    { "u:p@github.com/o/r", NULL },
    { "github.com:443/o/r", NULL },
    { "github.com/o/r x", NULL },
    { "git.example.org/o/../r", NULL },
    { "/github.com/o/r", NULL },
    { "", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *url = hm_location_spoken_url (cases[i].words);

    g_test_message ("%s", cases[i].words);
    g_assert_cmpstr (url, ==, cases[i].url);
    for (gsize cut = 0; cases[i].words[cut] != '\0'; cut++) {
      g_autofree char *part = g_strndup (cases[i].words, cut);
      g_autofree char *found = hm_location_spoken_url (part);

      g_assert_true (found == NULL || g_str_has_prefix (found, "https://"));
    }
  }
}

static void
test_secrets (void)
{
  g_assert_true (hm_location_has_secret ("https://token@host/o/r"));
  g_assert_true (hm_location_has_secret ("https://u:p@host/o/r"));
  g_assert_true (hm_location_has_secret ("ssh://u:p@host/o/r"));
  g_assert_false (hm_location_has_secret ("ssh://git@host/o/r"));
  g_assert_false (hm_location_has_secret ("git@host:o/r"));
  g_assert_false (hm_location_has_secret ("https://host/o/r@v1"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/location/same-repository", test_same_repository);
  g_test_add_func ("/location/other-repository", test_other_repository);
  g_test_add_func ("/location/references", test_references);
  g_test_add_func ("/location/cut-at-every-byte", test_cut_at_every_byte);
  g_test_add_func ("/location/longest", test_longest);
  g_test_add_func ("/location/letters-that-hide", test_letters_that_hide);
  g_test_add_func ("/location/spoken", test_spoken);
  g_test_add_func ("/location/secrets", test_secrets);
  return g_test_run ();
}
