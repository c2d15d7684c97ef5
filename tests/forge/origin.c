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
  gboolean has_next;
  const char *next; /* NULL: none, or one that is not followed */
} links[] = {
  { "<https://h.example/a?page=2>; rel=\"next\"", TRUE, "https://h.example/a?page=2" },
  { "<https://h.example/a?page=1>; rel=\"prev\", <https://h.example/a?p=3>; rel=\"next\", <x>; rel=\"last\"",
    TRUE, "https://h.example/a?p=3" },
  { "</a?page=2>; rel=next", TRUE, "https://h.example/a?page=2" },
  { "</b?page=2>; rel=next", TRUE, "https://h.example/b?page=2" },
  { "<https://h.example/a?x=1,2;3>; title=\"t\"; REL=\"next\"", TRUE,
    "https://h.example/a?x=1,2;3" },
  { "</a?page=2>; rel=\"last next\"", TRUE, "https://h.example/a?page=2" },
  { "</a?page=2>; rel=\"nextdoor\"", FALSE, NULL },
  { "<https://other.example/b>; rel=\"next\"", TRUE, NULL },
  { "<https://u:p@h.example/a?page=2>; rel=\"next\"", TRUE, NULL },
  { "<ftp://h.example/a?page=2>; rel=\"next\"", TRUE, NULL },
  { "<https://[/a?page=2>; rel=\"next\"", TRUE, NULL },
  { "<https://h.example/a>; rel=\"last\"", FALSE, NULL },
  { "<https://h.example/a; rel=\"next\"", TRUE, NULL },
  { "<>", FALSE, NULL },
  { "rel=\"next\"", FALSE, NULL },
  { "<", TRUE, NULL },
  { "", FALSE, NULL },
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
    g_assert_cmpint (hm_headers_link_next (headers, base, &next), ==, links[i].has_next);
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
  g_assert_true (hm_headers_link_next (headers, base, &next));
  g_assert_cmpstr (next, ==, "https://h.example/a?page=2");
}

#define H "https://h.example"
#define LIST "/api/v4/groups/a%2Fb/projects"

static const struct {
  const char *base;
  const char *location;
  const char *next; /* NULL: not followed */
} next_pages[] = {
  /* A proxy that ends TLS: the server knows its name, not its scheme. */
  { H LIST "?page=1", "http://h.example" LIST "?page=2", H LIST "?page=2" },
  { H LIST, "http://H.example:80" LIST "?page=2", H LIST "?page=2" },
  { H LIST, "http://h.example/api/v4/groups/7/projects?page=2",
    H "/api/v4/groups/7/projects?page=2" },
  { H LIST, "http://h.example/api/v3/groups/7/projects?page=2", NULL },
  { H LIST, "http://h.example/api/v4/../../logout?page=2", NULL },
  { H "/orgs/o/repos", "http://h.example/organizations/1/repos?page=2",
    H "/organizations/1/repos?page=2" },
  { H "/git" LIST, "http://h.example/evil/api/v4/x?page=2", NULL },
  /* A port of its own is another server: only the list that was asked. */
  { H ":8443" LIST, "http://h.example:8080" LIST "?page=2", H ":8443" LIST "?page=2" },
  { H LIST, "https://h.example:8443/api/v4/groups/7/projects?page=2", NULL },
  { H ":8443" LIST, "http://h.example/api/v4/groups/7/projects?page=2", NULL },
  /* It knows neither its scheme nor its name. */
  { H LIST "?x=1", "http://localhost:3000" LIST "?page=2", H LIST "?page=2" },
  { H LIST, "https://other.example" LIST "?page=2&a=%2F", H LIST "?page=2&a=%2F" },
  { H "/git" LIST, "http://10.0.0.7" LIST "?page=2", H "/git" LIST "?page=2" },
  { H LIST, "http://10.0.0.7/git" LIST "?page=2", H LIST "?page=2" },
  { H LIST, "http://10.0.0.7/api/v4/groups/a/projects?page=2", NULL },
  { H LIST, "http://10.0.0.7/projects?page=2", NULL },
  { H LIST, "http://10.0.0.7" LIST, NULL },
  { H LIST, "http://u:p@10.0.0.7" LIST "?page=2", NULL },
  { H LIST, "file://" LIST "?page=2", NULL },
};

static void
test_next_page (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (next_pages); i++) {
    g_autoptr (HmOrigin) base = hm_origin_parse (next_pages[i].base);
    g_autoptr (HmOrigin) next = hm_origin_next_page (base, next_pages[i].location);

    g_assert_cmpstr (next != NULL ? next->url : NULL, ==, next_pages[i].next);
    if (next != NULL)
      g_assert_true (hm_origin_equal (base, next));
  }
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
  g_test_add_func ("/forge-origin/next-page", test_next_page);
  return g_test_run ();
}
