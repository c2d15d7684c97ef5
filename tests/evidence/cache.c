/* SPDX-License-Identifier: Apache-2.0 */
/* Where copies come to lie in the cache; who may use them is tests/evidence/clone.c's. */
#include "evidence/git/cache.h"

#include <string.h>

/* Where the copy of @url would lie, below the cache. */
static void
assert_place (const char *url_text, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HmUrl) url = hm_url_parse (url_text, &error);
  g_autoptr (HmCachePlace) place = NULL;

  g_assert_no_error (error);
  place = hm_cache_place_new (url, "/c");
  g_assert_cmpstr (place->repository, ==, expected);
}

static void
test_places (void)
{
  g_autoptr (GString) wide = g_string_new ("https://h.example/");
  g_autoptr (HmUrl) url = NULL;
  g_autoptr (HmCachePlace) place = NULL;

  assert_place ("https://github.com/o/r", "/c/repositories/github.com/o/r.git");
  assert_place ("https://github.com/o/r.git/", "/c/repositories/github.com/o/r.git");
  assert_place ("https://GitHub.com:443/o/r", "/c/repositories/github.com/o/r.git");
  assert_place ("https://h.example:8443/o/r", "/c/repositories/h.example%3A8443/o/r.git");
  assert_place ("https://[::1]/r", "/c/repositories/%5B%3A%3A1%5D/r.git");
  assert_place ("https://h.example/-o/--r", "/c/repositories/h.example/-o/--r.git");
  /* what is ours begins with a dot, and nothing comes to lie in another's copy */
  assert_place ("https://h.example/.o/.r", "/c/repositories/h.example/%2Eo/%2Er.git");
  assert_place ("https://h.example/a.git/hooks", "/c/repositories/h.example/a%2Egit/hooks.git");
  assert_place ("https://h.example/a.GIT/hooks", "/c/repositories/h.example/a%2EGIT/hooks.git");
  assert_place ("https://h.example/a%2Egit/x", "/c/repositories/h.example/a%2Egit/x.git");
  assert_place ("https://h.example/a%252Egit/x", "/c/repositories/h.example/a%252Egit/x.git");
  assert_place ("https://h.example/r.git.git", "/c/repositories/h.example/r%2Egit.git");
  assert_place ("https://h.example/.git", "/c/repositories/h.example/%2Egit.git");
  for (guint i = 0; i < 300; i++)
    g_string_append_c (wide, 'x');
  url = hm_url_parse (wide->str, NULL);
  place = hm_cache_place_new (url, "/c");
  g_assert_cmpuint (strlen (strrchr (place->partial, '/')), <, 128);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cache/places", test_places);
  return g_test_run ();
}
