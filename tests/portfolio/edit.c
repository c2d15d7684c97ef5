/* SPDX-License-Identifier: Apache-2.0 */
#include "portfolio/edit.h"

#include <string.h>

#include "core/error.h"

#define FOLDER "/srv"
#define HEAD "version: 1\nrepositories:\n"

static HmPortfolioText
text_of (const char *text)
{
  return (HmPortfolioText){
    .name = "p.yml", .folder = FOLDER, .text = text, .size = text != NULL ? strlen (text) : 0
  };
}

/* Returns: (owned) @text (nullable) with the repository at @where behind it; NULL with @error. */
static char *
append_one (const char *text, const char *where, GError **error)
{
  g_autoptr (GArray) items = g_array_new (FALSE, TRUE, sizeof (HmPortfolioItem));
  HmPortfolioItem item = { .where = where };
  HmPortfolioText before = text_of (text);

  g_array_append_val (items, item);
  return hm_portfolio_append (&before, items, error);
}

static void
assert_appended (const char *text, const char *wanted)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *after = append_one (text, "https://github.com/new/one", &error);

  g_assert_no_error (error);
  g_assert_cmpstr (after, ==, wanted);
}

/* Returns: (owned) @text without the repository at @where; NULL with @error. */
static char *
cut_one (const char *text, const char *where, GError **error)
{
  HmPortfolioText before = text_of (text);
  g_autoptr (HmPortfolio) portfolio =
      hm_portfolio_parse ("p.yml", FOLDER, text, strlen (text), NULL);
  g_autoptr (GHashTable) keys = g_hash_table_new (g_str_hash, g_str_equal);

  g_assert_nonnull (portfolio);
  g_hash_table_add (keys, hm_portfolio_find (portfolio, FOLDER, where, NULL)->key);
  return hm_portfolio_cut (&before, portfolio, keys, error);
}

static void
assert_cut (const char *text, const char *where, const char *wanted)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *after = cut_one (text, where, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (after, ==, wanted);
}

static void
test_append_to_nothing (void)
{
  assert_appended (NULL, HEAD "  - url: https://github.com/new/one\n");
  assert_appended ("version: 1\n# no list", "version: 1\n# no list\nrepositories:\n"
                                            "  - url: https://github.com/new/one\n");
  assert_appended ("version: 1\nrepositories:   # later\ngroups: []\n",
                   "version: 1\nrepositories:  # later\n  - url: https://github.com/new/one\n"
                   "groups: []\n");
  assert_appended ("repositories: []\nversion: 1\n",
                   "repositories:\n  - url: https://github.com/new/one\nversion: 1\n");
  assert_appended ("repositories: ~\nversion: 1\n",
                   "repositories:\n  - url: https://github.com/new/one\nversion: 1\n");
}

static void
test_append_keeps_comments (void)
{
  assert_appended ("# ours\n" HEAD "# one\n    - path: a # here\n      # of a\n\n    -\n"
                   "      path: b\n\n  # what follows\ngroups:\n- name: g\n",
                   "# ours\n" HEAD "# one\n    - path: a # here\n      # of a\n\n    -\n"
                   "      path: b\n    - url: https://github.com/new/one\n\n  # what follows\n"
                   "groups:\n- name: g\n");
  assert_appended (HEAD "- path: a", HEAD "- path: a\n- url: https://github.com/new/one\n");
  assert_appended (HEAD "- path: a\n...\n",
                   HEAD "- path: a\n- url: https://github.com/new/one\n...\n");
  assert_appended (
      "version: 1\r\nrepositories:\r\n- path: a\r\n",
      "version: 1\r\nrepositories:\r\n- path: a\r\n- url: https://github.com/new/one\r\n");
}

static void
test_append_all_that_may_be_said (void)
{
  const char *owners[] = { "ada", "true", "a: b", "O'\"\\", NULL };
  g_autoptr (GArray) items = g_array_new (FALSE, TRUE, sizeof (HmPortfolioItem));
  HmPortfolioItem item = { .where = "7/# x",
                           .is_path = TRUE,
                           .name = "null",
                           .group = "g",
                           .owners = owners,
                           .criticality = "0.85" };
  HmPortfolioText before = text_of ("version: 1\ngroups: [{name: g}]\n");
  g_autoptr (GError) error = NULL;
  g_autofree char *after = NULL;
  g_autoptr (HmPortfolio) portfolio = NULL;
  const HmPortfolioEntry *entry = NULL;

  g_array_append_val (items, item);
  after = hm_portfolio_append (&before, items, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (
      after, ==,
      "version: 1\ngroups: [{name: g}]\nrepositories:\n"
      "  - path: \"7/# x\"\n    name: \"null\"\n    group: g\n    owners:\n      - ada\n"
      "      - \"true\"\n      - \"a: b\"\n      - \"O'\\\"\\\\\"\n    criticality: 0.85\n");
  portfolio = hm_portfolio_parse ("p.yml", FOLDER, after, strlen (after), &error);
  g_assert_no_error (error);
  entry = g_ptr_array_index (portfolio->entries, 0);
  g_assert_cmpstr (entry->where, ==, "7/# x");
  g_assert_cmpstr (entry->name, ==, "null");
  g_assert_cmpstr (entry->owners[3], ==, "O'\"\\");
}

static void
test_append_refuses_what_it_would_spoil (void)
{
  const char *texts[] = {
    "version: 1\nrepositories: [{path: a}]\n",
    "{version: 1}\n",
    "{version: 1, repositories: []}\n",
    "version: 1\nrepositories: [\n]\n",
    HEAD "- - path: a\n",
    "version: 1\nx: 1\n",
    "version: 1\n...\n",
    "version: 1\rrepositories:",
    "version: 1\nrepositories:\r- path: a\n",
    "version: 1\n# \xe2\x80\xa8repositories:\n- path: a\n",
    "version: 1\n# \xc2\x85repositories: []\n",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GError) error = NULL;

    g_test_message ("%s", texts[i]);
    g_assert_null (append_one (texts[i], "https://github.com/new/one", &error));
    g_assert_error (error, HM_ERROR, HM_ERROR_FORMAT);
  }
}

static void
test_append_what_is_there (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (append_one (HEAD "- url: https://github.com/o/r\n", "git@github.com:o/r", &error));
  g_assert_error (error, HM_ERROR, HM_ERROR_FORMAT);
}

static void
test_cut (void)
{
  const char *text = HEAD "  # all\n  - path: a # first\n    # of a\n    name: A\n\n  # of b\n"
                          "  - path: b\n\n  - {path: c,\n     name: C}\n\n# end\n";

  assert_cut (text, "a",
              HEAD "  # all\n\n  # of b\n  - path: b\n\n  - {path: c,\n     name: C}\n"
                   "\n# end\n");
  assert_cut (text, "b",
              HEAD "  # all\n  - path: a # first\n    # of a\n    name: A\n\n  # of b\n"
                   "\n  - {path: c,\n     name: C}\n\n# end\n");
  assert_cut (text, "C",
              HEAD "  # all\n  - path: a # first\n    # of a\n    name: A\n\n  # of b\n"
                   "  - path: b\n\n\n# end\n");
  assert_cut (HEAD "- path: a", "a", HEAD);
  assert_cut (HEAD "-\n  path: a\n-   path: b\n", "a", HEAD "-   path: b\n");
}

static void
test_cut_refuses_what_it_would_spoil (void)
{
  const char *texts[] = {
    "version: 1\nrepositories: [{path: a}, {path: b}]\n",
    "version: 1\rrepositories:\r- path: a\r- path: b\r",
    HEAD "- &a {path: a}\n- {<<: *a, path: b}\n",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (cut_one (texts[i], "a", &error));
    g_assert_error (error, HM_ERROR, HM_ERROR_FORMAT);
  }
}

/* Adding and cutting again leaves the text as it was, wherever its end is. */
static void
test_there_and_back (void)
{
  const char *text =
      "# c\n" HEAD "- path: a\n  owners:\n  - x\n# d\n\n- path: b\ngroups:\n# e\n- name: g\n";

  for (gsize cut = strlen (HEAD); cut <= strlen (text); cut++) {
    g_autofree char *before = g_strndup (text, cut);
    g_autoptr (HmPortfolio) portfolio = hm_portfolio_parse ("p", FOLDER, before, cut, NULL);
    g_autofree char *with = NULL;
    g_autofree char *without = NULL;
    g_autoptr (GError) error = NULL;

    if (portfolio == NULL || portfolio->entries->len == 0 || before[cut - 1] != '\n')
      continue;
    with = append_one (before, "https://github.com/new/one", &error);
    g_assert_no_error (error);
    without = cut_one (with, "https://github.com/new/one", &error);
    g_assert_no_error (error);
    g_assert_cmpstr (without, ==, before);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/portfolio-edit/append-to-nothing", test_append_to_nothing);
  g_test_add_func ("/portfolio-edit/append-keeps-comments", test_append_keeps_comments);
  g_test_add_func ("/portfolio-edit/append-all-that-may-be-said", test_append_all_that_may_be_said);
  g_test_add_func ("/portfolio-edit/append-refuses-what-it-would-spoil",
                   test_append_refuses_what_it_would_spoil);
  g_test_add_func ("/portfolio-edit/append-what-is-there", test_append_what_is_there);
  g_test_add_func ("/portfolio-edit/cut", test_cut);
  g_test_add_func ("/portfolio-edit/cut-refuses-what-it-would-spoil",
                   test_cut_refuses_what_it_would_spoil);
  g_test_add_func ("/portfolio-edit/there-and-back", test_there_and_back);
  return g_test_run ();
}
