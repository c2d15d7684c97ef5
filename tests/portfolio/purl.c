/* SPDX-License-Identifier: Apache-2.0 */
#include "portfolio/purl.h"

#include <string.h>

#include "core/error.h"

static void
test_repositories (void)
{
  const struct {
    const char *purl;
    const char *repository; /* (nullable) */
  } cases[] = {
    { "pkg:github/package-url/purl-spec@244fd47e07d1004",
      "https://github.com/package-url/purl-spec" },
    { "pkg:GitHub/o/r#sub/path", "https://github.com/o/r" },
    { "pkg://github/o/r", "https://github.com/o/r" },
    { "pkg:githubactions/actions/checkout@v4", "https://github.com/actions/checkout" },
    { "pkg:githubactions/o/r/.github/workflows/x.yml@v1", "https://github.com/o/r" },
    { "pkg:gitlab/group/sub/name@1", "https://gitlab.com/group/sub/name" },
    { "pkg:bitbucket/o/r@1", "https://bitbucket.org/o/r" },
    { "pkg:github/o/r?repository_url=https://git.example.org", "https://git.example.org/o/r" },
    { "pkg:golang/github.com/o/r@v1.2.3", "https://github.com/o/r" },
    { "pkg:golang/github.com/o/r/v2/internal", "https://github.com/o/r" },
    { "pkg:golang/gitlab.com/g/r/v3@v3.0.0", "https://gitlab.com/g/r" },
    { "pkg:golang/gitlab.com/g/s/r", NULL },
    { "pkg:golang/golang.org/x/text", NULL },
    { "pkg:golang/github.com/o", NULL },
    { "pkg:swift/github.com/o/r@1.0", "https://github.com/o/r" },
    { "pkg:npm/%40scope/name@1.0.0", NULL },
    { "pkg:npm/@scope/name", NULL },
    { "pkg:pypi/x?vcs_url=git%2Bhttps://github.com/o/r.git%40abc", "https://github.com/o/r" },
    { "pkg:generic/x?a=b&vcs_url=git%2bssh%3A%2F%2Fgit%40github.com%2Fo%2Fr",
      "https://github.com/o/r" },
    { "pkg:generic/x?vcs_url=%00", NULL },
    { "pkg:unheard-of/a/b@1", NULL },
    { "pkg:github/o", NULL },
    { "pkg:github/o/..", NULL },
    { "pkg:github/o%2F..%2Fx/r", "https://github.com/o%2F..%2Fx/r" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (HmPurl) purl = hm_purl_parse (cases[i].purl, &error);
    g_autofree char *repository = purl != NULL ? hm_purl_repository (purl) : NULL;

    g_test_message ("%s", cases[i].purl);
    g_assert_no_error (error);
    /* An encoded slash is no way out of the path: no such project is taken. */
    if (strstr (cases[i].purl, "%2F..") != NULL)
      g_assert_null (repository);
    else
      g_assert_cmpstr (repository, ==, cases[i].repository);
  }
}

static void
test_scope_with_a_bare_sign (void)
{
  g_autoptr (HmPurl) purl = hm_purl_parse ("pkg:npm/@scope/name@1.0", NULL);

  g_assert_nonnull (purl);
  g_assert_cmpstr (purl->type, ==, "npm");
  g_assert_cmpuint (purl->n_segments, ==, 2);
  g_assert_cmpstr (purl->segments[0], ==, "@scope");
  g_assert_cmpstr (purl->segments[1], ==, "name");
}

static void
test_what_is_none (void)
{
  const char *bad[] = { "",         "pkg",       "pkg:",      "pkg:npm",     "pkg:npm/",   "pkg:/x",
                        "http://x", "pkg:a b/c", "pkg:npm/%", "pkg:npm/%00", "pkg:npm/%ff" };
  g_autofree char *letters = g_strnfill (HM_PURL_TYPE_MAX, 'a');
  g_autofree char *longest = g_strdup_printf ("pkg:%s/x", letters);
  g_autofree char *too_long = g_strdup_printf ("pkg:a%s/x", letters);
  g_autofree char *name = g_strnfill (HM_PURL_BYTES_MAX, 'n');
  g_autofree char *too_large = g_strconcat ("pkg:npm/", name, NULL);
  g_autoptr (HmPurl) purl = hm_purl_parse (longest, NULL);

  g_assert_nonnull (purl);
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;

    g_test_message ("%s", bad[i]);
    g_assert_null (hm_purl_parse (bad[i], &error));
    g_assert_error (error, HM_ERROR, HM_ERROR_FORMAT);
  }
  g_assert_null (hm_purl_parse (too_long, NULL));
  g_assert_null (hm_purl_parse (too_large, NULL));
  too_large[HM_PURL_BYTES_MAX] = '\0';
  g_clear_pointer (&purl, hm_purl_free);
  purl = hm_purl_parse (too_large, NULL);
  g_assert_nonnull (purl);
}

static void
test_cut_at_every_byte (void)
{
  const char *text = "pkg:golang/github.com/o/%C3%A9@v1?vcs_url=git%2Bhttps://x/y&a=b#c/d";

  for (gsize cut = 0; cut <= strlen (text); cut++) {
    g_autofree char *copy = g_strndup (text, cut);
    g_autoptr (GError) error = NULL;
    g_autoptr (HmPurl) purl = hm_purl_parse (copy, &error);
    g_autofree char *repository = purl != NULL ? hm_purl_repository (purl) : NULL;

    g_assert_true ((purl == NULL) == (error != NULL));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/purl/repositories", test_repositories);
  g_test_add_func ("/purl/scope-with-a-bare-sign", test_scope_with_a_bare_sign);
  g_test_add_func ("/purl/what-is-none", test_what_is_none);
  g_test_add_func ("/purl/cut-at-every-byte", test_cut_at_every_byte);
  return g_test_run ();
}
