/* SPDX-License-Identifier: Apache-2.0 */
#include "portfolio/portfolio.h"

#include <string.h>

#include "core/error.h"
#include "core/limits.h"
#include "store/store.h"

#define FOLDER "/srv/portfolio"

static HmPortfolio *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  HmPortfolio *portfolio = hm_portfolio_parse ("p.yml", FOLDER, text, strlen (text), &error);

  g_assert_no_error (error);
  return portfolio;
}

static void
assert_refused (const char *text, const char *message)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (hm_portfolio_parse ("p.yml", FOLDER, text, strlen (text), &error));
  g_assert_error (error, HM_ERROR, HM_ERROR_FORMAT);
  g_assert_cmpstr (error->message, ==, message);
}

static const HmPortfolioEntry *
entry (const HmPortfolio *portfolio, guint i)
{
  g_assert_cmpuint (i, <, portfolio->entries->len);
  return g_ptr_array_index (portfolio->entries, i);
}

static void
test_whole (void)
{
  g_autoptr (HmPortfolio) portfolio =
      parse ("version: 1\n"
             "groups:\n"
             "  - name: core\n"
             "    policy: core.yml\n"
             "    owners: [ada, bob]\n"
             "repositories:\n"
             "  - url: https://github.com/o/r.git\n"
             "    group: core\n"
             "  - path: ../mirror/./x.git\n"
             "    name: mirror\n"
             "    group: core\n"
             "    owners: eve\n"
             "    criticality: 0.85\n"
             "  - {url: 'git@git.example.org:o/r', criticality: auto}\n"
             "  - {url: 'https://gitlab.com/g/s/r', owners: [], group: core}\n");
  const HmPortfolioEntry *first = entry (portfolio, 0);
  const HmPortfolioEntry *second = entry (portfolio, 1);
  const HmPortfolioGroup *core = hm_portfolio_group (portfolio, "core");

  g_assert_cmpuint (portfolio->entries->len, ==, 4);
  g_assert_cmpstr (core->policy, ==, "core.yml");
  g_assert_cmpuint (core->line, ==, 3);
  g_assert_null (hm_portfolio_group (portfolio, "Core"));
  g_assert_cmpstr (first->where, ==, "https://github.com/o/r.git");
  g_assert_cmpstr (first->name, ==, "o/r");
  g_assert_false (first->is_named);
  g_assert_true (first->group == core);
  g_assert_cmpstr (first->owners[1], ==, "bob");
  g_assert_cmpfloat (first->criticality, ==, HM_CRITICALITY_AUTO);
  g_assert_cmpuint (first->line, ==, 7);
  g_assert_true (second->is_path);
  g_assert_cmpstr (second->place, ==, "/srv/mirror/x.git");
  g_assert_cmpstr (second->key, ==, "path:/srv/mirror/x.git");
  g_assert_cmpstr (second->name, ==, "mirror");
  g_assert_cmpstr (second->owners[0], ==, "eve");
  g_assert_null (second->owners[1]);
  g_assert_cmpfloat (second->criticality, ==, 0.85);
  g_assert_cmpfloat (entry (portfolio, 2)->criticality, ==, HM_CRITICALITY_AUTO);
  g_assert_null (entry (portfolio, 2)->owners[0]);
  g_assert_cmpstr (entry (portfolio, 3)->name, ==, "g/s/r");
  /* Nobody, said by name. */
  g_assert_null (entry (portfolio, 3)->owners[0]);
}

static void
test_empty_lists (void)
{
  const char *texts[] = { "version: 1\n", "version: 1\nrepositories:\ngroups:\n",
                          "{version: 1, repositories: [], groups: []}" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (HmPortfolio) portfolio = parse (texts[i]);

    g_assert_cmpuint (portfolio->entries->len, ==, 0);
  }
}

static void
test_aliases (void)
{
  g_autoptr (HmPortfolio) portfolio =
      parse ("version: 1\n"
             "repositories:\n"
             "  - &one {url: 'https://github.com/o/a', owners: &o [ada]}\n"
             "  - {<<: *one, url: 'https://github.com/o/b'}\n");

  g_assert_cmpstr (entry (portfolio, 1)->owners[0], ==, "ada");
}

/* By its own policy goes who is told to, by name or by group. */
static void
test_own_policy (void)
{
  g_autoptr (HmPortfolio) portfolio =
      parse ("version: 1\n"
             "groups:\n"
             "  - {name: own, own-policy: true}\n"
             "  - {name: strict, policy: p.yml, own-policy: false}\n"
             "repositories:\n"
             "  - {path: a}\n"
             "  - {path: b, own-policy: true}\n"
             "  - {path: c, group: own}\n"
             "  - {path: d, group: own, own-policy: False}\n"
             "  - {path: e, group: strict}\n"
             "  - {path: f, group: strict, own-policy: TRUE}\n");
  const gboolean wanted[] = { FALSE, TRUE, TRUE, FALSE, FALSE, TRUE };

  for (guint i = 0; i < G_N_ELEMENTS (wanted); i++)
    g_assert_cmpint (entry (portfolio, i)->has_own_policy, ==, wanted[i]);
  assert_refused ("version: 1\ngroups: [{name: x, policy: p.yml, own-policy: true}]\n",
                  "p.yml:2:10: a group has a \"policy\", or \"own-policy\" is true; this one has "
                  "both");
}

static void
test_unknown_keys (void)
{
  assert_refused ("version: 1\nrepos: []\n",
                  "p.yml:2:1: \"repos\" is no key of a portfolio; \"repositories\" was meant?");
  assert_refused (
      "version: 1\nrepositories:\n  - link: x\n",
      "p.yml:3:5: \"link\" is no key of a repository; there are url, path, name, group, "
      "own-policy, owners, criticality, needs");
  assert_refused ("version: 1\ngroups:\n  - nam: x\n",
                  "p.yml:3:5: \"nam\" is no key of a group; \"name\" was meant?");
}

static void
test_duplicates (void)
{
  assert_refused ("version: 1\nrepositories:\n"
                  "- url: https://github.com/o/r\n"
                  "- url: https://github.com/o/x\n"
                  "- url: git@GitHub.com:o/r.git\n",
                  "p.yml:5:3: git@GitHub.com:o/r.git is the same repository as "
                  "https://github.com/o/r on line 3");
  assert_refused ("version: 1\nrepositories: [{path: a/../b}, {path: ./b/}]\n",
                  "p.yml:2:32: ./b/ is the same repository as a/../b on line 2");
  assert_refused ("version: 1\nrepositories:\n"
                  "- {path: a, name: x}\n"
                  "- {path: b, name: x}\n",
                  "p.yml:4:3: the repository on line 3 is called \"x\" too");
  assert_refused ("version: 1\ngroups: [{name: x}, {name: x}]\n",
                  "p.yml:2:21: the group \"x\" stands on line 2 already");
}

static void
test_wrong_values (void)
{
  const struct {
    const char *item;
    const char *message;
  } cases[] = {
    { "{name: x}",
      "p.yml:2:16: a repository has either a \"url\" or a \"path\"; this one has neither" },
    { "{url: a, path: b}",
      "p.yml:2:16: a repository has either a \"url\" or a \"path\"; this one has both" },
    { "x", "p.yml:2:16: a repository is a mapping with the keys url, path, name, group, "
           "own-policy, owners, criticality, needs" },
    { "{url: [x]}", "p.yml:2:17: \"url\" takes a text of one line and at most 4096 bytes" },
    { "{path: \"a\\nb\"}", "p.yml:2:17: \"path\" takes a text of one line and at most 4096 bytes" },
    { "{url: a/b}",
      "p.yml:2:22: \"a/b\" is no URL of a repository on a host; for a folder write path" },
    { "{url: 'https://github.com/o'}",
      "p.yml:2:22: \"https://github.com/o\" is no URL of a repository "
      "on a host" },
    { "{url: 'https://secret@github.com/o/r'}",
      "p.yml:2:22: a URL with credentials in it; tokens belong into the environment" },
    { "{path: a, owners: {}}", "p.yml:2:26: \"owners\" takes a name, or a list of names" },
    { "{path: a, owners: [[]]}",
      "p.yml:2:35: an owner is a text of one line and at most 200 bytes" },
    { "{path: a, group: g}", "p.yml:2:33: \"g\" is none of the groups; write it there first" },
    { "{path: a, own-policy: maybe}", "p.yml:2:26: \"own-policy\" is true or false" },
    { "{path: a, own-policy: 'true'}", "p.yml:2:26: \"own-policy\" is true or false" },
    { "{path: a, own-policy: [true]}", "p.yml:2:26: \"own-policy\" is true or false" },
    { "{path: a, criticality: 2}",
      "p.yml:2:39: \"criticality\" is a number from 0 to 1, such as 0.85, or auto" },
    { "{path: a, criticality: }",
      "p.yml:2:26: \"criticality\" is a number from 0 to 1, such as 0.85, or auto" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = g_strdup_printf ("version: 1\nrepositories: [%s]\n", cases[i].item);

    g_test_message ("%s", text);
    if (i == G_N_ELEMENTS (cases) - 1) {
      /* Where libyaml puts what is not there is its own affair. */
      g_autoptr (GError) error = NULL;

      g_assert_null (hm_portfolio_parse ("p.yml", FOLDER, text, strlen (text), &error));
      g_assert_true (g_str_has_suffix (error->message, "from 0 to 1, such as 0.85, or auto"));
      continue;
    }
    assert_refused (text, cases[i].message);
  }
}

static void
test_version (void)
{
  assert_refused ("", "p.yml:1:1: a portfolio is a mapping with the keys version, groups, "
                      "repositories");
  assert_refused ("repositories: []\n", "p.yml:1:1: no \"version\"; write version: 1");
  assert_refused ("version: 2\n",
                  "p.yml:1:10: a version that this hallmark does not read; it reads "
                  "version 1");
  assert_refused ("version: 1\nrepositories: x\n", "p.yml:2:15: \"repositories\" is a list");
}

static void
test_criticality (void)
{
  const char *good[] = { "0", "1", "0.0", "1.0", "0.85", "0.123456", "auto" };
  const char *bad[] = { "",          "-1",   "+1",  "1.1",   "2",       "0.",  ".5",
                        "0,5",       "1e0",  "nan", " 1",    "1 ",      "0x1", "00",
                        "0.1234567", "Auto", "inf", "0.5.5", "1.000001" };
  double criticality = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    g_assert_true (hm_criticality_parse (good[i], &criticality));
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (hm_criticality_parse (bad[i], &criticality));
}

static void
test_find (void)
{
  g_autoptr (HmPortfolio) portfolio = parse ("version: 1\nrepositories:\n"
                                             "- url: https://github.com/o/r\n"
                                             "- url: https://gitlab.com/o/r\n"
                                             "- {path: x, name: call me}\n"
                                             "- {path: y}\n");
  g_autoptr (GError) error = NULL;

  g_assert_true (hm_portfolio_find (portfolio, FOLDER, "git@github.com:O/R.git", NULL)
                 == entry (portfolio, 0));
  g_assert_true (hm_portfolio_find (portfolio, FOLDER "/sub", "../x/", NULL)
                 == entry (portfolio, 2));
  g_assert_true (hm_portfolio_find (portfolio, FOLDER, "call me", NULL) == entry (portfolio, 2));
  g_assert_true (hm_portfolio_find (portfolio, "/", "Y", NULL) == entry (portfolio, 3));
  g_assert_null (hm_portfolio_find (portfolio, "/", "o/r", &error));
  g_assert_error (error, HM_ERROR, HM_ERROR_USAGE);
  g_assert_nonnull (strstr (error->message, "2 repositories are called so"));
  g_clear_error (&error);
  g_assert_null (hm_portfolio_find (portfolio, "/", "none", &error));
  g_assert_error (error, HM_ERROR, HM_ERROR_USAGE);
}

static void
test_needs (void)
{
  g_autoptr (HmPortfolio) portfolio = parse (
      "version: 1\nrepositories:\n"
      "- url: https://github.com/o/app\n"
      "  needs:\n  - git@github.com:O/lib.git\n  - ../mirror/x.git\n  - Call me\n  - O/Only\n"
      "- {url: 'https://github.com/o/lib', needs: []}\n"
      "- {path: ../mirror/x.git, needs: [o/app]}\n"
      "- {path: y, name: Call me, needs: }\n"
      "- url: https://gitlab.com/o/only\n");
  const GPtrArray *needs = entry (portfolio, 0)->needs;

  g_assert_cmpuint (needs->len, ==, 4);
  for (guint i = 0; i < needs->len; i++)
    g_assert_true (g_ptr_array_index (needs, i) == entry (portfolio, i + 1));
  g_assert_cmpuint (entry (portfolio, 1)->needs->len, ==, 0);
  /* Two may need each other. */
  g_assert_true (g_ptr_array_index (entry (portfolio, 2)->needs, 0) == entry (portfolio, 0));
  g_assert_cmpuint (entry (portfolio, 3)->needs->len, ==, 0);
}

static void
test_needs_refused (void)
{
  const struct {
    const char *needs;
    const char *message;
  } cases[] = {
    { "x", "p.yml:3:13: \"needs\" is a list of repositories" },
    { "{}", "p.yml:3:13: \"needs\" is a list of repositories" },
    { "[[]]",
      "p.yml:3:21: what is needed is a URL, a path or a name of one line and at most 4096 bytes" },
    { "[b, none-of-these]",
      "p.yml:3:24: \"none-of-these\" is none of the repositories; write it there first" },
    { "['https://github.com/o/rr']",
      "p.yml:3:21: \"https://github.com/o/rr\" is none of the repositories; "
      "\"https://github.com/o/r\" was meant?" },
    { "['https://x:secret@github.com/o/none']",
      "p.yml:3:21: a URL with credentials in it; tokens belong into the environment" },
    { "[b, o/r]", "p.yml:3:24: 2 repositories are called \"o/r\"; name one by its URL or path" },
    { "[./a/]", "p.yml:3:21: \"./a/\" is this repository itself" },
    { "[b, a/../b]", "p.yml:3:24: \"a/../b\" stands in this list already" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text =
        g_strdup_printf ("version: 1\nrepositories:\n- {path: a, needs: %s}\n- path: b\n"
                         "- url: https://github.com/o/r\n- url: https://gitlab.com/o/r\n",
                         cases[i].needs);

    g_test_message ("%s", text);
    assert_refused (text, cases[i].message);
  }
}

static void
test_size_limit (void)
{
  g_autofree char *text = g_malloc (HM_PORTFOLIO_BYTES_MAX + 2);
  g_autoptr (GError) error = NULL;
  g_autoptr (HmPortfolio) portfolio = NULL;
  const char *start = "version: 1\n#";

  memset (text, 'x', HM_PORTFOLIO_BYTES_MAX + 1);
  memcpy (text, start, strlen (start));
  portfolio = hm_portfolio_parse ("p.yml", FOLDER, text, HM_PORTFOLIO_BYTES_MAX, &error);
  g_assert_no_error (error);
  g_assert_null (hm_portfolio_parse ("p.yml", FOLDER, text, HM_PORTFOLIO_BYTES_MAX + 1, &error));
  g_assert_error (error, HM_ERROR, HM_ERROR_LIMIT);
}

/* Repositories of nothing but a URL. Returns: (owned) */
static char *
many_urls (guint n)
{
  g_autoptr (GString) text = g_string_new ("version: 1\nrepositories:\n");

  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "- url: https://github.com/o/r%u\n", i);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
test_most_repositories (void)
{
  /* Three nodes each, besides five: the whole, the version and its key, the list and its key. */
  const guint n_most = (HM_PORTFOLIO_NODES_MAX - 5) / 3;
  g_autofree char *most = many_urls (n_most);
  g_autofree char *more = many_urls (n_most + 1);
  g_autofree char *where = g_strdup_printf ("p.yml:%u:", n_most + 3);
  g_autoptr (HmPortfolio) portfolio = parse (most);
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (portfolio->entries->len, ==, n_most);
  g_assert_null (hm_portfolio_parse ("p.yml", FOLDER, more, strlen (more), &error));
  g_assert_error (error, HM_ERROR, HM_ERROR_LIMIT);
  g_assert_true (g_str_has_prefix (error->message, where));
  g_assert_nonnull (strstr (error->message, "more repositories than a portfolio holds"));
}

/* What reports could not be kept of. */
static void
test_longest_key (void)
{
  g_autofree char *rest = g_strnfill (HM_STORE_KEY_MAX - strlen ("path:" FOLDER "/"), 'x');
  g_autofree char *longest = g_strdup_printf ("version: 1\nrepositories:\n- path: %s\n", rest);
  g_autofree char *longer = g_strdup_printf ("version: 1\nrepositories:\n- path: %sx\n", rest);
  g_autofree char *url_rest = g_strnfill (HM_STORE_KEY_MAX - strlen ("h.org/"), 'x');
  g_autofree char *url =
      g_strdup_printf ("version: 1\nrepositories:\n- url: https://h.org/%s\n", url_rest);
  g_autofree char *longer_url =
      g_strdup_printf ("version: 1\nrepositories:\n- url: https://h.org/x%s\n", url_rest);
  g_autoptr (HmPortfolio) by_path = parse (longest);
  g_autoptr (HmPortfolio) by_url = parse (url);

  g_assert_cmpuint (strlen (entry (by_path, 0)->key), ==, HM_STORE_KEY_MAX);
  g_assert_cmpuint (strlen (entry (by_url, 0)->key), ==, HM_STORE_KEY_MAX);
  assert_refused (longer,
                  "p.yml:3:9: 1020 bytes, where at most 1019 can be told apart in the store; "
                  "counted from the root");
  assert_refused (longer_url,
                  "p.yml:3:8: 1033 bytes, where at most 1032 can be told apart in the store");
  assert_refused ("version: 1\nrepositories:\n- url: https://h.org/%ff\n",
                  "p.yml:3:8: a URL that is not UTF-8, or holds a control character");
  assert_refused ("version: 1\nrepositories:\n- url: https://h.org/%c2%85\n",
                  "p.yml:3:8: a URL that is not UTF-8, or holds a control character");
}

static void
test_url_for_path (void)
{
  assert_refused ("version: 1\nrepositories:\n- path: file:///srv/a%20b\n",
                  "p.yml:3:9: \"file:///srv/a%20b\" is a URL; write path: /srv/a b");
  assert_refused ("version: 1\nrepositories:\n- path: https://github.com/o/r\n",
                  "p.yml:3:9: \"https://github.com/o/r\" is a URL, where a folder is meant; write "
                  "url: for a repository on a host");
  assert_refused ("version: 1\nrepositories:\n- url: file:///srv/a\n",
                  "p.yml:3:8: \"file:///srv/a\" is no URL of a repository on a host; for a folder "
                  "write path");
}

static void
test_cut_at_every_byte (void)
{
  const char *text =
      "version: 1\ngroups:\n- {name: g, owners: o}\nrepositories:\n"
      "- url: https://github.com/o/r\n  group: g\n- {path: \xc3\xa9, criticality: 0.5, needs: [o/r]}\n";

  for (gsize cut = 0; cut <= strlen (text); cut++) {
    g_autofree char *copy = g_memdup2 (text, cut + 1);
    g_autoptr (GError) error = NULL;
    g_autoptr (HmPortfolio) portfolio = hm_portfolio_parse ("p", FOLDER, copy, cut, &error);

    g_assert_true ((portfolio == NULL) == (error != NULL));
    if (error != NULL)
      g_assert_true (g_regex_match_simple ("^p:[1-9][0-9]*:[1-9][0-9]*: .", error->message, 0, 0));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/portfolio/whole", test_whole);
  g_test_add_func ("/portfolio/empty-lists", test_empty_lists);
  g_test_add_func ("/portfolio/aliases", test_aliases);
  g_test_add_func ("/portfolio/unknown-keys", test_unknown_keys);
  g_test_add_func ("/portfolio/duplicates", test_duplicates);
  g_test_add_func ("/portfolio/wrong-values", test_wrong_values);
  g_test_add_func ("/portfolio/version", test_version);
  g_test_add_func ("/portfolio/own-policy", test_own_policy);
  g_test_add_func ("/portfolio/criticality", test_criticality);
  g_test_add_func ("/portfolio/find", test_find);
  g_test_add_func ("/portfolio/needs", test_needs);
  g_test_add_func ("/portfolio/needs-refused", test_needs_refused);
  g_test_add_func ("/portfolio/size-limit", test_size_limit);
  g_test_add_func ("/portfolio/most-repositories", test_most_repositories);
  g_test_add_func ("/portfolio/longest-key", test_longest_key);
  g_test_add_func ("/portfolio/url-for-path", test_url_for_path);
  g_test_add_func ("/portfolio/cut-at-every-byte", test_cut_at_every_byte);
  return g_test_run ();
}
