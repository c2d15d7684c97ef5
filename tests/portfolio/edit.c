/* SPDX-License-Identifier: Apache-2.0 */
#include "portfolio/edit.h"

#include <string.h>

#include "core/error.h"
#include "core/limits.h"
#include "store/store.h"

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

#define GITHUB "https://github.com/o/"

/* Returns: (owned) @text after "a>b c>d" is noted, which are names of GITHUB's; NULL with @error. */
static char *
need_all (const char *text, const char *words, guint *ret_n_new, GError **error)
{
  g_autoptr (GArray) needs = g_array_new (FALSE, TRUE, sizeof (HmPortfolioNeed));
  g_autoptr (GStringChunk) strings = g_string_chunk_new (64);
  g_auto (GStrv) pairs = g_strsplit (words, " ", -1);
  HmPortfolioText before = text_of (text);

  for (char **pair = pairs; *pair != NULL; pair++) {
    g_auto (GStrv) names = g_strsplit (*pair, ">", 2);
    g_autofree char *by = g_strconcat ("github.com/o/", names[0], NULL);
    g_autofree char *needed = g_strconcat ("github.com/o/", names[1], NULL);
    const HmPortfolioNeed need = { g_string_chunk_insert (strings, by),
                                   g_string_chunk_insert (strings, needed) };

    g_array_append_val (needs, need);
  }
  return hm_portfolio_need (&before, needs, ret_n_new, error);
}

static void
assert_needed (const char *text, const char *words, guint n_new, const char *wanted)
{
  g_autoptr (GError) error = NULL;
  guint n = 0;
  g_autofree char *after = need_all (text, words, &n, &error);
  g_autofree char *again = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (after, ==, wanted);
  g_assert_cmpuint (n, ==, n_new);
  again = need_all (after, words, &n, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (again, ==, after);
  g_assert_cmpuint (n, ==, 0);
}

/* What follows the one that is to need others. */
#define OTHERS "- url: " GITHUB "b\n- {path: c, name: C}\n- url: git@github.com:o/d\n"

static void
test_need_begins_a_list (void)
{
  assert_needed (HEAD "- url: " GITHUB "a # of a\n  # deep\n\n# of b\n" OTHERS, "a>b a>d", 2,
                 HEAD "- url: " GITHUB "a # of a\n  # deep\n  needs:\n    - " GITHUB
                      "b\n    - git@github.com:o/d\n\n# of b\n" OTHERS);
  assert_needed (HEAD "  -\n      owners: [x]\n      url: " GITHUB "a\n  - url: " GITHUB "b", "a>b",
                 1,
                 HEAD "  -\n      owners: [x]\n      url: " GITHUB
                      "a\n      needs:\n        - " GITHUB "b\n  - url: " GITHUB "b\n");
  assert_needed (HEAD "- {url: \"" GITHUB "a\", owners: ['}', \"]\\\"\"]} # }\n" OTHERS, "a>b", 1,
                 HEAD "- {url: \"" GITHUB "a\", owners: ['}', \"]\\\"\"], needs: [\"" GITHUB
                      "b\"]} # }\n" OTHERS);
  assert_needed ("version: 1\r\nrepositories:\r\n- url: " GITHUB "a\r\n- url: " GITHUB "b\r\n",
                 "a>b", 1,
                 "version: 1\r\nrepositories:\r\n- url: " GITHUB "a\r\n  needs:\r\n    - " GITHUB
                 "b\r\n- url: " GITHUB "b\r\n");
  /* The last line is without its end. */
  assert_needed (HEAD "- url: " GITHUB "b\n- url: " GITHUB "a", "a>b", 1,
                 HEAD "- url: " GITHUB "b\n- url: " GITHUB "a\n  needs:\n    - " GITHUB "b\n");
}

static void
test_need_goes_behind (void)
{
  assert_needed (HEAD "- url: " GITHUB "a\n  needs: # these\n  # c\n  - C # by hand\n  # end\n"
                      "  name: A\n" OTHERS,
                 "a>b", 1,
                 HEAD "- url: " GITHUB "a\n  needs: # these\n  # c\n  - C # by hand\n  - " GITHUB
                      "b\n  # end\n  name: A\n" OTHERS);
  assert_needed (
      HEAD "- url: " GITHUB "a\n  needs: [ C, \"o/d\" ]  # by hand ]\n" OTHERS, "a>d a>b", 1,
      HEAD "- url: " GITHUB "a\n  needs: [C, o/d, \"" GITHUB "b\"]  # by hand ]\n" OTHERS);
  assert_needed (HEAD "- url: " GITHUB "a\n  needs: []\n  name: A\n" OTHERS, "a>b", 1,
                 HEAD "- url: " GITHUB "a\n  needs: [\"" GITHUB "b\"]\n  name: A\n" OTHERS);
  assert_needed (HEAD "- needs:  # none yet\n  url: " GITHUB "a\n" OTHERS, "a>b", 1,
                 HEAD "- needs:  # none yet\n    - " GITHUB "b\n  url: " GITHUB "a\n" OTHERS);
}

static void
test_need_passes_over (void)
{
  const char *text =
      "version: 1\nrepositories: [{url: '" GITHUB "a'}, {url: '" GITHUB "b', needs: [o/a]}]\n";

  /* Itself, strangers, and what is there: nothing has to be edited, so it may be written in any way. */
  assert_needed (text, "a>a a>none none>a b>a", 0, text);
  assert_needed (HEAD "- url: " GITHUB "a\n- url: " GITHUB "b\n", "a>b a>b", 1,
                 HEAD "- url: " GITHUB "a\n  needs:\n    - " GITHUB "b\n- url: " GITHUB "b\n");
}

static void
test_need_refuses_what_it_would_spoil (void)
{
  const char *texts[] = {
    "version: 1\nrepositories: [{url: '" GITHUB "a'}, {url: '" GITHUB "b'}]\n",
    HEAD "- {url: '" GITHUB "a',\n   name: x}\n" OTHERS,
    HEAD "- url: " GITHUB "a\n  needs: [\n  C]\n" OTHERS,
    HEAD "- url: " GITHUB "a\n  needs: ~\n" OTHERS,
    HEAD "- url: " GITHUB "a\n  needs: !!seq [C]\n" OTHERS,
    HEAD "- url: " GITHUB "d\n  needs: &n [C]\n- url: " GITHUB
         "a\n  needs: *n\n- {path: c, name: C}\n- url: " GITHUB "b\n",
    HEAD "- &a {url: '" GITHUB "d', needs: [C]}\n- {<<: *a, url: '" GITHUB
         "a'}\n- {path: c, name: C}\n- url: " GITHUB "b\n",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GError) error = NULL;
    guint n = 0;

    g_test_message ("%s", texts[i]);
    g_assert_null (need_all (texts[i], "a>b", &n, &error));
    g_assert_error (error, HM_ERROR, HM_ERROR_FORMAT);
  }
}

static void
test_cut_also_where_it_is_needed (void)
{
  assert_cut (HEAD "- url: " GITHUB "a\n  needs: # these\n  - C # by hand\n  # of b\n  - o/b\n"
                   "- {url: '" GITHUB "x', needs: [o/b, o/d]}\n" OTHERS,
              "o/b",
              HEAD "- url: " GITHUB "a\n  needs: # these\n  - C # by hand\n  # of b\n"
                   "- {url: '" GITHUB "x', needs: [o/d]}\n- {path: c, name: C}\n"
                   "- url: git@github.com:o/d\n");
  /* A list that nothing is left of goes, unless its key stands where the repository begins. */
  assert_cut (HEAD "- url: " GITHUB "a\n  needs:\n  - b\n  name: A\n- needs:\n  - b\n  path: c\n"
                   "- {path: d, needs: [b]}\n- path: b\n",
              "b",
              HEAD "- url: " GITHUB "a\n  name: A\n- needs:\n  path: c\n- {path: d, needs: []}\n");
}

/* What is said of the items goes with them, and nothing that is said of what follows. */
static void
test_cut_takes_comments_of_a_whole_list (void)
{
  assert_cut (HEAD
              "- path: a\n  needs: # these\n    # why\n\n    - b\n    # that was it\n  # the name\n"
              "  name: A\n- path: b\n",
              "b", HEAD "- path: a\n  # the name\n  name: A\n");
  assert_cut (HEAD "- path: a\n  needs:\n  # why\n  - b\n  # the name\n  name: A\n- path: b\n", "b",
              HEAD "- path: a\n  # the name\n  name: A\n");
  assert_cut (HEAD "- path: b\n- path: a\n  needs:\n    # why\n    - b\n    # end", "b",
              HEAD "- path: a\n");
  /* The key stays, for the repository begins with it. */
  assert_cut (HEAD "- needs:\n    # why\n    - b\n  path: a\n- path: b\n", "b",
              HEAD "- needs:\n    # why\n  path: a\n");
}

/* Returns: (owned) @text (nullable) with two repositories of @group behind it; NULL with @error. */
static char *
append_to_group (const char *text, const char *group, GError **error)
{
  g_autoptr (GArray) items = g_array_new (FALSE, TRUE, sizeof (HmPortfolioItem));
  const HmPortfolioItem all[] = {
    { .where = "https://github.com/new/one", .group = group },
    { .where = "two", .is_path = TRUE, .group = group },
  };
  HmPortfolioText before = text_of (text);

  g_array_append_vals (items, all, G_N_ELEMENTS (all));
  return hm_portfolio_append (&before, items, error);
}

static void
assert_group_made (const char *text, const char *wanted)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *after = append_to_group (text, "new one", &error);

  g_assert_no_error (error);
  g_assert_cmpstr (after, ==, wanted);
}

#define NEW_ITEMS(indent) \
  indent "- url: https://github.com/new/one\n" indent "  group: \"new one\"\n" indent \
         "- path: two\n" indent "  group: \"new one\"\n"

static void
test_append_makes_the_group (void)
{
  assert_group_made (
      NULL, "version: 1\ngroups:\n  - name: \"new one\"\nrepositories:\n" NEW_ITEMS ("  "));
  assert_group_made ("# ours\nversion: 1 # first\n\n# all\nrepositories:\n- path: a",
                     "# ours\nversion: 1 # first\n\ngroups:\n- name: \"new one\"\n\n# all\n"
                     "repositories:\n- path: a\n" NEW_ITEMS (""));
  assert_group_made (
      "version: 1\ngroups: # of ours\n    # the core\n    - name: core\n"
      "      owners: [ada] # alone\n    # end\n\n# all\nrepositories:\n  - path: a\n",
      "version: 1\ngroups: # of ours\n    # the core\n    - name: core\n"
      "      owners: [ada] # alone\n    - name: \"new one\"\n    # end\n\n# all\n"
      "repositories:\n  - path: a\n" NEW_ITEMS ("  "));
  assert_group_made ("repositories:\n  - path: a\ngroups: [] # none\nversion: 1\n",
                     "repositories:\n  - path: a\n" NEW_ITEMS (
                         "  ") "groups:  # none\n  - name: \"new one\"\nversion: 1\n");
  assert_group_made (
      "version: 1\ngroups:\nrepositories: []",
      "version: 1\ngroups:\n  - name: \"new one\"\nrepositories:\n" NEW_ITEMS ("  "));
  /* It is there. */
  assert_group_made ("version: 1\ngroups: [{name: new one}]\n",
                     "version: 1\ngroups: [{name: new one}]\nrepositories:\n" NEW_ITEMS ("  "));
}

static void
test_append_refuses_to_spoil_groups (void)
{
  const char *texts[] = {
    "version: 1\ngroups: [{name: a}]\n",
    "{version: 1, groups: []}\n",
    "version: 1\ngroups: [\n]\n",
    "version:\n  1\n",
  };

  for (gsize i = 0; i < 3; i++) {
    g_autoptr (GError) error = NULL;

    g_test_message ("%s", texts[i]);
    g_assert_null (append_to_group (texts[i], "g", &error));
    g_assert_error (error, HM_ERROR, HM_ERROR_FORMAT);
    g_assert_true (g_str_has_prefix (error->message, "p.yml: \""));
  }
  assert_group_made (
      texts[3], "version:\n  1\ngroups:\n  - name: \"new one\"\nrepositories:\n" NEW_ITEMS ("  "));
}

/* What can't be said in the file is told by what it is, without lines that the file does not have. */
static void
test_append_refuses_values (void)
{
  g_autofree char *long_text = g_strnfill (HM_PORTFOLIO_TEXT_MAX + 1, 'x');
  g_autofree char *long_path = g_strnfill (HM_PATH_MAX + 1, 'x');
  g_autofree char *long_key = g_strnfill (HM_STORE_KEY_MAX, 'x');
  const char *owners[] = { "ada", "", NULL };
  const struct {
    HmPortfolioItem item;
    const char *message;
  } cases[] = {
    { { .where = "b", .is_path = TRUE, .name = long_text }, "a name is a text of one line" },
    { { .where = "b", .is_path = TRUE, .name = "a\nb" }, "a name is a text of one line" },
    { { .where = "b", .is_path = TRUE, .name = "A" },
      "p.yml:3: this repository is called \"A\" already" },
    { { .where = "b", .is_path = TRUE, .group = " " }, "a group is a text of one line" },
    { { .where = "b", .is_path = TRUE, .owners = owners }, "an owner is a text of one line" },
    { { .where = long_path, .is_path = TRUE }, "the place of a repository is a text" },
    { { .where = long_key, .is_path = TRUE },
      "xxx: longer than what can be told apart in the store, 1024 bytes" },
    { { .where = "no url" }, "no url: no URL of a repository on a host" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GArray) items = g_array_new (FALSE, TRUE, sizeof (HmPortfolioItem));
    HmPortfolioText before = text_of (HEAD "- path: a\n  name: A\n");
    g_autoptr (GError) error = NULL;

    g_array_append_val (items, cases[i].item);
    g_assert_null (hm_portfolio_append (&before, items, &error));
    g_assert_error (error, HM_ERROR, HM_ERROR_FORMAT);
    g_test_message ("%.200s", error->message);
    g_assert_nonnull (strstr (error->message, cases[i].message));
  }
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
    g_autoptr (HmPortfolio) portfolio = NULL;
    g_autoptr (GError) error = NULL;

    g_test_message ("%s", texts[i]);
    g_assert_null (append_one (texts[i], "https://github.com/new/one", &error));
    g_assert_error (error, HM_ERROR, HM_ERROR_FORMAT);
    /* What is wrong with the file is told with its line; what would be wrong with the new text is not. */
    portfolio = hm_portfolio_parse ("p.yml", FOLDER, texts[i], strlen (texts[i]), NULL);
    g_assert_true (portfolio == NULL || g_str_has_prefix (error->message, "p.yml: \""));
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

/* An anchor is taken over by the next of its name: without that one, others say something else. */
static void
test_cut_keeps_what_others_say (void)
{
  static const char *const said[][3] = {
    { "own-policy", "true", "false" },
    { "criticality", "0.5", "1" },
    { "owners", "ada", "eve" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (said); i++) {
    g_autofree char *text = g_strdup_printf (
        HEAD "- path: a\n  %s: &x %s\n- path: b\n  %s: &x %s\n- path: c\n  %s: *x\n", said[i][0],
        said[i][1], said[i][0], said[i][2], said[i][0]);
    g_autoptr (GError) error = NULL;

    g_assert_null (cut_one (text, "b", &error));
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
  g_test_add_func ("/portfolio-edit/append-makes-the-group", test_append_makes_the_group);
  g_test_add_func ("/portfolio-edit/append-refuses-to-spoil-groups",
                   test_append_refuses_to_spoil_groups);
  g_test_add_func ("/portfolio-edit/append-refuses-values", test_append_refuses_values);
  g_test_add_func ("/portfolio-edit/cut-takes-comments-of-a-whole-list",
                   test_cut_takes_comments_of_a_whole_list);
  g_test_add_func ("/portfolio-edit/cut", test_cut);
  g_test_add_func ("/portfolio-edit/cut-refuses-what-it-would-spoil",
                   test_cut_refuses_what_it_would_spoil);
  g_test_add_func ("/portfolio-edit/cut-keeps-what-others-say", test_cut_keeps_what_others_say);
  g_test_add_func ("/portfolio-edit/cut-also-where-it-is-needed", test_cut_also_where_it_is_needed);
  g_test_add_func ("/portfolio-edit/need-begins-a-list", test_need_begins_a_list);
  g_test_add_func ("/portfolio-edit/need-goes-behind", test_need_goes_behind);
  g_test_add_func ("/portfolio-edit/need-passes-over", test_need_passes_over);
  g_test_add_func ("/portfolio-edit/need-refuses-what-it-would-spoil",
                   test_need_refuses_what_it_would_spoil);
  g_test_add_func ("/portfolio-edit/there-and-back", test_there_and_back);
  return g_test_run ();
}
