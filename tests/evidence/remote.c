/* SPDX-License-Identifier: Apache-2.0 */
#include "evidence/git/remote.h"

#include <string.h>

#include "core/error.h"
#include "core/limits.h"
#include "evidence/git/autoptr.h"
#include "evidence/git/folder.h"
#include "evidence/git/repository.h"
#include "evidence/git/url.h"

typedef struct {
  const char *text;
  HmForgeKind kind;
  const char *host;
  const char *project;
  const char *url;
} Row;

static void
assert_row (const Row *row)
{
  g_autoptr (GStringChunk) strings = g_string_chunk_new (256);
  HmPlatform platform;

  hm_remote_parse (row->text, strings, &platform);
  g_test_message ("%s: %s", row->text, platform.url == NULL ? "-" : platform.url);
  g_assert_cmpint (platform.kind, ==, row->kind);
  g_assert_cmpstr (platform.host, ==, row->host);
  g_assert_cmpstr (platform.project, ==, row->project);
  g_assert_cmpstr (platform.url, ==, row->url);
}

#define GITHUB HM_FORGE_GITHUB, "github.com", "o/r", "https://github.com/o/r"

static void
test_forms (void)
{
  static const Row rows[] = {
    { "https://github.com/o/r", GITHUB },
    { "https://github.com/o/r.git", GITHUB },
    { "https://github.com/o/r/", GITHUB },
    { "https://github.com/o/r.git///", GITHUB },
    { "https://github.com//o//r", GITHUB },
    { "http://github.com/o/r.git", GITHUB },
    { "http://github.com:80/o/r.git", GITHUB },
    { "https://github.com:443/o/r", GITHUB },
    { "https://github.com:/o/r", GITHUB },
    { "HTTPS://GitHub.COM/o/r", GITHUB },
    { "https://github.com./o/r", GITHUB },
    { "https://user@github.com/o/r", GITHUB },
    { "https://user:secret@github.com/o/r.git", GITHUB },
    { "https://u:p@ss@github.com/o/r.git", GITHUB },
    { "ssh://git@github.com/o/r.git", GITHUB },
    { "ssh://git@github.com:22/o/r.git", GITHUB },
    { "git+ssh://git@github.com/o/r.git", GITHUB },
    { "git://github.com/o/r.git", GITHUB },
    { "git@github.com:o/r.git", GITHUB },
    { "git@github.com:/o/r.git", GITHUB },
    { "github.com:o/r", GITHUB },
    { "git@GITHUB.com:o/r/", GITHUB },
    { "https://www.github.com/o/r", GITHUB },
    { "ssh://git@ssh.github.com:443/o/r.git", GITHUB },
    { "https://github.com/O/R.js", HM_FORGE_GITHUB, "github.com", "O/R.js",
      "https://github.com/O/R.js" },
    { "https://github.com/o/r.git.git", HM_FORGE_GITHUB, "github.com", "o/r.git",
      "https://github.com/o/r.git" },
    { "https://github.com/o/a%20b%2b", HM_FORGE_GITHUB, "github.com", "o/a b+",
      "https://github.com/o/a%20b%2B" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    assert_row (&rows[i]);
}

static void
test_forges (void)
{
  static const Row rows[] = {
    { "git@gitlab.com:group/sub/project.git", HM_FORGE_GITLAB, "gitlab.com", "group/sub/project",
      "https://gitlab.com/group/sub/project" },
    { "ssh://git@altssh.gitlab.com:443/g/p.git", HM_FORGE_GITLAB, "gitlab.com", "g/p",
      "https://gitlab.com/g/p" },
    { "https://codeberg.org/o/r", HM_FORGE_FORGEJO, "codeberg.org", "o/r",
      "https://codeberg.org/o/r" },
    { "https://git.example.org/r", HM_FORGE_UNKNOWN, "git.example.org", "r",
      "https://git.example.org/r" },
    { "https://git.sr.ht/~o/r", HM_FORGE_UNKNOWN, "git.sr.ht", "~o/r", "https://git.sr.ht/~o/r" },
    { "https://example.org:8443/o/r", HM_FORGE_UNKNOWN, "example.org", "o/r",
      "https://example.org:8443/o/r" },
    { "http://example.org:3000/o/r", HM_FORGE_UNKNOWN, "example.org", "o/r", NULL },
    { "ssh://git@example.org:2222/o/r", HM_FORGE_UNKNOWN, "example.org", "o/r",
      "https://example.org/o/r" },
    { "https://[2001:DB8::1]:8443/o/r", HM_FORGE_UNKNOWN, "[2001:db8::1]", "o/r",
      "https://[2001:db8::1]:8443/o/r" },
    { "git@[::1]:o/r", HM_FORGE_UNKNOWN, "[::1]", "o/r", "https://[::1]/o/r" },
    { "https://192.0.2.1/o/r", HM_FORGE_UNKNOWN, "192.0.2.1", "o/r", "https://192.0.2.1/o/r" },
    { "https://example.org/\xff/r", HM_FORGE_UNKNOWN, "example.org", "\xff/r",
      "https://example.org/%FF/r" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    assert_row (&rows[i]);
}

/* A forge's name at a port that is none of the forge's. */
static void
test_beside_a_forge (void)
{
  static const Row rows[] = {
    { "http://github.com:9999/o/r", HM_FORGE_UNKNOWN, "github.com:9999", "o/r", NULL },
    { "https://github.com:9999/o/r", HM_FORGE_UNKNOWN, "github.com:9999", "o/r",
      "https://github.com:9999/o/r" },
    { "https://github.com:80/o/r", HM_FORGE_UNKNOWN, "github.com:80", "o/r",
      "https://github.com:80/o/r" },
    { "https://www.gitlab.com:8443/g/s/p", HM_FORGE_UNKNOWN, "www.gitlab.com:8443", "g/s/p",
      "https://www.gitlab.com:8443/g/s/p" },
    { "ssh://git@codeberg.org:2222/o/r", HM_FORGE_UNKNOWN, "codeberg.org:2222", "o/r", NULL },
    { "git://github.com:9419/o/r", HM_FORGE_UNKNOWN, "github.com:9419", "o/r", NULL },
    { "git://github.com:9418/o/r", GITHUB },
    { "ssh://git@github.com:443/o/r", GITHUB },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    assert_row (&rows[i]);
}

/* What only looks like a forge is none. */
static void
test_look_alikes (void)
{
  static const char *const hosts[] = {
    "github.com.evil.example",
    "notgithub.com",
    "github.com-evil.example",
    "gist.github.com",
    "github.co",
    "gitlab.com.br",
    "my.gitlab.com",
    "codeberg.org.example",
    "xn--gthub-n4a.com",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (hosts); i++) {
    g_autofree char *text = g_strdup_printf ("https://%s/o/r", hosts[i]);
    g_autoptr (GStringChunk) strings = g_string_chunk_new (256);
    HmPlatform platform;

    hm_remote_parse (text, strings, &platform);
    g_assert_cmpint (platform.kind, ==, HM_FORGE_UNKNOWN);
    g_assert_cmpstr (platform.host, ==, hosts[i]);
  }
  {
    static const Row rows[] = {
      { "https://github.com@evil.example/o/r", HM_FORGE_UNKNOWN, "evil.example", "o/r",
        "https://evil.example/o/r" },
      { "https://github.com:pw@evil.example/o/r", HM_FORGE_UNKNOWN, "evil.example", "o/r",
        "https://evil.example/o/r" },
      { "github.com@evil.example:o/r", HM_FORGE_UNKNOWN, "evil.example", "o/r",
        "https://evil.example/o/r" },
      { "https://evil.example/github.com/o/r", HM_FORGE_UNKNOWN, "evil.example", "github.com/o/r",
        "https://evil.example/github.com/o/r" },
    };

    for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
      assert_row (&rows[i]);
  }
}

static void
test_nothing (void)
{
  static const char *const texts[] = {
    "",
    "/srv/git/r.git",
    "./r",
    "../r",
    "r",
    "o/r",
    "file:///srv/r.git",
    "file://localhost/srv/r.git",
    "file://server/srv/r.git",
    "C:\\src\\r",
    "C:/src/r",
    "c:r",
    "\\\\server\\share\\r",
    "https://",
    "https:///o/r",
    "https://github.com",
    "https://github.com/",
    "https://github.com/o",
    "https://github.com/o/r/tree/main",
    "https://github.com/o/.git",
    "https://github.com/o/r?x=1",
    "https://github.com/o/r#main",
    "https://github.com/../r",
    "https://github.com/o/..",
    "https://github.com/o/%2e%2e",
    "https://github.com/o/.",
    "https://github.com/o/a%2Fb",
    "https://github.com/o/a%00b",
    "https://github.com/o/a%0Ab",
    "https://github.com/o/a%5Cb",
    "https://github.com/o/a%",
    "https://github.com/o/a%zz",
    "https://github.com/o/r\n",
    "https://github.com/o/r\x1b[31m",
    "https://github.com/o/a b",
    "https://git hub.com/o/r",
    "https://github.com\\@evil.example/o/r",
    "https://-oProxyCommand=x/o/r",
    "ssh://-oProxyCommand=x/o/r",
    "-oProxyCommand=x:o/r",
    "https://.github.com/o/r",
    "https://github..com/o/r",
    "https://github.com:0/o/r",
    "https://github.com:65536/o/r",
    "https://github.com:44x/o/r",
    "https://github.com:-1/o/r",
    "https://[::1/o/r",
    "https://[github.com]/o/r",
    "https://[fe80::1%25eth0]/o/r",
    "https://g\xc3\xadthub.com/o/r",
    "ext::sh -c id",
    "ext::sh",
    "host::o/r",
    "ftp://github.com/o/r",
    "git+https://github.com/o/r",
    "://github.com/o/r",
    ":o/r",
    "git@github.com:",
    "git@:o/r",
    "[git@github.com:22]:o/r",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    const Row row = { .text = texts[i] };

    assert_row (&row);
  }
}

static void
test_limit (void)
{
  g_autoptr (GString) text = g_string_new ("https://example.org/o/");
  g_autoptr (GStringChunk) strings = g_string_chunk_new (256);
  HmPlatform platform;

  while (text->len < HM_PATH_MAX)
    g_string_append_c (text, 'r');
  hm_remote_parse (text->str, strings, &platform);
  g_assert_cmpstr (platform.host, ==, "example.org");
  g_string_append_c (text, 'r');
  hm_remote_parse (text->str, strings, &platform);
  g_assert_null (platform.host);
}

static void
test_cut_at_every_byte (void)
{
  static const char *const texts[] = {
    "https://user:secret@github.com:443/o/%41%2e.git",
    "git@[2001:db8::1]:o/r.git",
    "ssh://git@[::1]:22/o/r",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    for (gsize size = 0; size < strlen (texts[i]); size++) {
      g_autoptr (GStringChunk) strings = g_string_chunk_new (256);
      g_autofree char *cut = g_strndup (texts[i], size);
      HmPlatform platform;

      hm_remote_parse (cut, strings, &platform);
      g_assert_true ((platform.host == NULL) == (platform.project == NULL));
      if (platform.url != NULL)
        g_assert_null (strstr (platform.url, "secret"));
    }
}

/* A password must not come back in the words of an error. */
static void
test_errors_hide_passwords (void)
{
  static const char *const texts[] = {
    "https://user:secret@github.com:0/o/r",
    "https://user:secret@git hub.com/o/r",
    "https://user:secret@github.com",
    "https://user:sec/ret@github.com/o/..",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (HmUrl) url = hm_url_parse (texts[i], &error);

    g_assert_null (url);
    g_assert_error (error, HM_ERROR, HM_ERROR_USAGE);
    g_test_message ("%s", error->message);
    g_assert_null (strstr (error->message, "sec"));
  }
}

static void
test_is_url (void)
{
  g_assert_true (hm_url_has_form ("https://github.com/o/r"));
  g_assert_true (hm_url_has_form ("file:///srv/r"));
  g_assert_true (hm_url_has_form ("git@github.com:o/r"));
  g_assert_true (hm_url_has_form ("host:r"));
  g_assert_false (hm_url_has_form ("."));
  g_assert_false (hm_url_has_form (""));
  g_assert_false (hm_url_has_form ("/a:b"));
  g_assert_false (hm_url_has_form ("./a:b"));
  g_assert_false (hm_url_has_form ("C:\\src"));
  g_assert_false (hm_url_has_form ("C:/src"));
  g_assert_false (hm_url_has_form (":x"));
}

/* A bare repository whose config and HEAD are @config and @head. Asserts what hm_remote_url()
 * says of it. */
static void
assert_remote_url (const char *head, const char *config, const char *expected)
{
  g_autofree char *folder = g_dir_make_tmp ("hallmark-remote-XXXXXX", NULL);
  g_autofree char *config_file = g_build_filename (folder, "config", NULL);
  g_autofree char *head_file = g_build_filename (folder, "HEAD", NULL);
  g_autofree char *text = g_strconcat ("[core]\n\tbare = true\n", config, NULL);
  g_autoptr (git_repository) repository = NULL;
  g_autofree char *url = NULL;

  hm_git_init ();
  g_assert_cmpint (git_repository_init (&repository, folder, 1), ==, 0);
  g_clear_pointer (&repository, git_repository_free);
  g_assert_true (g_file_set_contents (config_file, text, -1, NULL));
  g_assert_true (g_file_set_contents (head_file, head, -1, NULL));
  g_assert_cmpint (git_repository_open_bare (&repository, folder), ==, 0);
  url = hm_remote_url (repository);
  g_assert_cmpstr (url, ==, expected);
  g_assert_true (hm_folder_remove (folder, NULL));
}

#define ON_MAIN "ref: refs/heads/main\n"
#define REMOTE(name, url) "[remote \"" name "\"]\n\turl = " url "\n"
#define FOLLOWS(branch, remote) "[branch \"" branch "\"]\n\tremote = " remote "\n"

static void
test_choice (void)
{
  assert_remote_url (ON_MAIN, "", NULL);
  assert_remote_url (ON_MAIN, REMOTE ("fork", "https://f.example/o/r"), "https://f.example/o/r");
  assert_remote_url (ON_MAIN,
                     REMOTE ("a", "https://a.example/r") REMOTE ("b", "https://b.example/r"), NULL);
  assert_remote_url (ON_MAIN,
                     REMOTE ("a", "https://a.example/r") REMOTE ("origin", "https://o.example/r"),
                     "https://o.example/r");
  assert_remote_url (ON_MAIN,
                     REMOTE ("a", "https://a.example/r") REMOTE ("origin", "https://o.example/r")
                         FOLLOWS ("main", "a"),
                     "https://a.example/r");
  /* another branch's upstream says nothing; nor does one that is this repository, or not there */
  assert_remote_url (ON_MAIN,
                     REMOTE ("a", "https://a.example/r") REMOTE ("origin", "https://o.example/r")
                         FOLLOWS ("topic", "a"),
                     "https://o.example/r");
  assert_remote_url (ON_MAIN, REMOTE ("origin", "https://o.example/r") FOLLOWS ("main", "."),
                     "https://o.example/r");
  assert_remote_url (ON_MAIN, REMOTE ("origin", "https://o.example/r") FOLLOWS ("main", "gone"),
                     "https://o.example/r");
  assert_remote_url ("ref: refs/heads/a.b/c\n",
                     REMOTE ("x.y", "https://x.example/r") REMOTE ("origin", "https://o.example/r")
                         FOLLOWS ("a.b/c", "x.y"),
                     "https://x.example/r");
  assert_remote_url ("4b825dc642cb6eb9a060e54bf8d69288fbee4904\n",
                     REMOTE ("origin", "https://o.example/r") FOLLOWS ("main", "gone"),
                     "https://o.example/r");
  /* the first URL is the one that git fetches from; rewriting rules are not followed */
  assert_remote_url (ON_MAIN,
                     REMOTE ("origin", "https://1.example/r") "\turl = https://2.example/r\n"
                                                              "[url \"https://evil.example/\"]\n"
                                                              "\tinsteadOf = https://1.example/\n",
                     "https://1.example/r");
  /* two URLs of one remote are still the only remote */
  assert_remote_url (ON_MAIN,
                     REMOTE ("up", "https://1.example/r") "\turl = https://2.example/r\n"
                                                          "\tpushurl = https://3.example/r\n",
                     "https://1.example/r");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/remote/forms", test_forms);
  g_test_add_func ("/remote/forges", test_forges);
  g_test_add_func ("/remote/beside-a-forge", test_beside_a_forge);
  g_test_add_func ("/remote/look-alikes", test_look_alikes);
  g_test_add_func ("/remote/nothing", test_nothing);
  g_test_add_func ("/remote/limit", test_limit);
  g_test_add_func ("/remote/cut-at-every-byte", test_cut_at_every_byte);
  g_test_add_func ("/remote/errors-hide-passwords", test_errors_hide_passwords);
  g_test_add_func ("/remote/is-url", test_is_url);
  g_test_add_func ("/remote/choice", test_choice);
  return g_test_run ();
}
