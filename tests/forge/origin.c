/* SPDX-License-Identifier: Apache-2.0 */
#include "evidence/forge/origin.h"

#include <string.h>

#include "evidence/forge/headers.h"

static const struct {
  const char *url;
  const char *plain; /* NULL: refused */
  const char *authority;
  gboolean is_loopback;
} urls[] = {
  { "https://api.github.com", "https://api.github.com/", "api.github.com:443", FALSE },
  { "https://API.GitHub.com:443/a", NULL, "api.github.com:443", FALSE },
  { "https://user:password@h.example/a?b=c#d", "https://h.example/a?b=c", "h.example:443", FALSE },
  { "https://h.example/feature%2Fx", "https://h.example/feature%2Fx", "h.example:443", FALSE },
  { "http://127.0.0.1:8080/", "http://127.0.0.1:8080/", "127.0.0.1:8080", TRUE },
  { "http://127.1/", "http://127.0.0.1/", "127.0.0.1:80", TRUE },
  { "http://[::1]:1/", "http://[::1]:1/", "[::1]:1", TRUE },
  { "http://localhost/", "http://localhost/", "localhost:80", TRUE },
  { "https://localhost/", "https://localhost/", "localhost:443", TRUE },
};

static const char *const refused_urls[] = {
  "",
  "api.github.com",
  "//api.github.com/",
  "http://api.github.com/",
  "http://128.0.0.1/",
  "http://127.0.0.1.example/",
  "http://localhost.example/",
  "http://[::2]/",
  "http://127.0.0.1@h.example/",
  "ftp://127.0.0.1/",
  "gopher://127.0.0.1/",
  "file:///etc/passwd",
  "https://h.example:99999/",
  "https://h.example /",
  "https://h.example\r\nX: 1/",
};

static void
test_parse (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (urls); i++) {
    g_autoptr (HmOrigin) origin = hm_origin_parse (urls[i].url);

    g_assert_nonnull (origin);
    if (urls[i].plain != NULL)
      g_assert_cmpstr (origin->url, ==, urls[i].plain);
    g_assert_cmpstr (origin->authority, ==, urls[i].authority);
    g_assert_cmpint (origin->is_loopback, ==, urls[i].is_loopback);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (refused_urls); i++) {
    g_autoptr (HmOrigin) origin = hm_origin_parse (refused_urls[i]);

    if (origin != NULL)
      g_error ("%s was taken", refused_urls[i]);
  }
}

static gboolean
may (const char *from, const char *location)
{
  g_autoptr (HmOrigin) base = hm_origin_parse (from);
  g_autoptr (HmOrigin) target = hm_origin_resolve (base, location);

  return target != NULL && hm_origin_may_redirect (base, target);
}

static void
test_redirect (void)
{
  g_assert_true (may ("https://api.github.com/a", "/b"));
  g_assert_true (may ("https://api.github.com/a", "b?c=d"));
  g_assert_true (may ("https://api.github.com/a", "https://API.github.com/b"));
  g_assert_true (may ("https://api.github.com/a", "https://api.github.com:8443/b"));
  g_assert_true (may ("http://127.0.0.1:8080/a", "http://127.0.0.1:8080/b"));
  g_assert_true (may ("http://127.0.0.1:8080/a", "https://127.0.0.1/b"));
  g_assert_true (may ("https://api.github.com/a", "https://codeload.github.com/b"));

  g_assert_false (may ("https://api.github.com/a", "http://api.github.com/b"));
  g_assert_false (may ("https://localhost/a", "http://localhost/b"));
  g_assert_false (may ("http://127.0.0.1:8080/a", "http://127.0.0.1:8081/b"));
  g_assert_false (may ("http://127.0.0.1/a", "http://localhost/b"));
  g_assert_false (may ("https://api.github.com/a", "http://127.0.0.1/b"));
  g_assert_false (may ("https://api.github.com/a", "//evil.example/b"));
  g_assert_false (may ("https://api.github.com/a", "https://api.github.com.evil.example/b"));
  g_assert_false (may ("https://api.github.com/a", "https://api.github.com@evil.example/b"));
  g_assert_false (may ("https://api.github.com/a", "https://x@api.github.com/b"));
  g_assert_false (may ("https://api.github.com/a", "https://evil.codeload.github.com/b"));
  g_assert_false (may ("https://codeload.github.com/a", "https://api.github.com/b"));
  g_assert_false (may ("https://gitlab.example/a", "https://codeload.github.com/b"));
  g_assert_false (may ("https://api.github.com/a", "javascript:alert(1)"));
}

/* A file of the loopback interface is another origin than one of https, of another port, of another name. */
static void
test_equal (void)
{
  static const char *const all[] = { "https://localhost", "http://localhost", "https://127.0.0.1",
                                     "https://localhost:8443", "https://[::1]" };

  for (gsize i = 0; i < G_N_ELEMENTS (all); i++)
    for (gsize k = 0; k < G_N_ELEMENTS (all); k++) {
      g_autoptr (HmOrigin) a = hm_origin_parse (all[i]);
      g_autoptr (HmOrigin) b = hm_origin_parse (all[k]);

      g_assert_cmpint (hm_origin_equal (a, b), ==, i == k);
    }
}

static void
add (GHashTable *headers, const char *line)
{
  hm_headers_add (headers, line, strlen (line));
}

static void
test_headers (void)
{
  g_autoptr (GHashTable) headers = hm_headers_new ();
  g_autoptr (GHashTable) diagnosis = NULL;

  add (headers, "ETag:  W/\"x\" \r\n");
  add (headers, "etag: second\r\n");
  add (headers, "X-RateLimit-Remaining: 7\n");
  add (headers, "RateLimit-Name:");
  add (headers, "x-secret: 1\r\n");
  add (headers, "retry-after: a\x01"
                "b\r\n");
  add (headers, "server: \xff\r\n");
  add (headers, "no colon\r\n");
  add (headers, "");
  add (headers, ":");
  hm_headers_add (headers, "date: a\0b", 9);
  g_assert_cmpstr (hm_headers_get (headers, "etag"), ==, "W/\"x\"");
  g_assert_cmpstr (hm_headers_get (headers, "x-ratelimit-remaining"), ==, "7");
  g_assert_cmpstr (hm_headers_get (headers, "ratelimit-name"), ==, "");
  g_assert_cmpuint (g_hash_table_size (headers), ==, 3);
  diagnosis = hm_headers_diagnosis (headers);
  g_assert_cmpuint (g_hash_table_size (diagnosis), ==, 2);
}

static const struct {
  const char *link;
  const char *next; /* NULL: none */
} links[] = {
  { "<https://h.example/a?page=2>; rel=\"next\"", "https://h.example/a?page=2" },
  { "<https://h.example/a?page=1>; rel=\"prev\", <https://h.example/a?p=3>; rel=\"next\", <x>; rel=\"last\"",
    "https://h.example/a?p=3" },
  { "</a?page=2>; rel=next", "https://h.example/a?page=2" },
  { "<https://h.example/a?x=1,2;3>; title=\"t\"; REL=\"next\"", "https://h.example/a?x=1,2;3" },
  { "<https://other.example/a>; rel=\"next\"", NULL },
  { "<http://h.example/a>; rel=\"next\"", NULL },
  { "<https://h.example:444/a>; rel=\"next\"", NULL },
  { "<https://u:p@h.example/a>; rel=\"next\"", NULL },
  { "<https://h.example/a>; rel=\"last\"", NULL },
  { "<https://h.example/a; rel=\"next\"", NULL },
  { "<>", NULL },
  { "rel=\"next\"", NULL },
  { "<", NULL },
  { "", NULL },
};

static void
test_links (void)
{
  g_autoptr (HmOrigin) base = hm_origin_parse ("https://h.example/a");

  for (gsize i = 0; i < G_N_ELEMENTS (links); i++) {
    g_autoptr (GHashTable) headers = hm_headers_new ();
    g_autofree char *line = g_strconcat ("Link: ", links[i].link, NULL);
    g_autofree char *next = NULL;

    add (headers, line);
    next = hm_headers_link_next (headers, base);
    g_assert_cmpstr (next, ==, links[i].next);
  }
}

static void
test_links_add_up (void)
{
  g_autoptr (HmOrigin) base = hm_origin_parse ("https://h.example/a");
  g_autoptr (GHashTable) headers = hm_headers_new ();
  g_autofree char *next = NULL;

  add (headers, "Link: </a?page=1>; rel=\"first\"");
  add (headers, "Link: </a?page=2>; rel=\"next\"");
  next = hm_headers_link_next (headers, base);
  g_assert_cmpstr (next, ==, "https://h.example/a?page=2");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/forge-origin/parse", test_parse);
  g_test_add_func ("/forge-origin/redirect", test_redirect);
  g_test_add_func ("/forge-origin/equal", test_equal);
  g_test_add_func ("/forge-headers/kept", test_headers);
  g_test_add_func ("/forge-headers/links", test_links);
  g_test_add_func ("/forge-headers/links-add-up", test_links_add_up);
  return g_test_run ();
}
