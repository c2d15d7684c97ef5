/* SPDX-License-Identifier: Apache-2.0 */
/* What repositories are called among others of the same name. */
#include "render/portfolio_names.h"

#include <string.h>

#include "core/mask.h"

typedef struct {
  const char *key;
  const char *name;
} Sample;

static GPtrArray *
names_of (const Sample *samples, gsize n, HmNamesFor reader, guint columns_max)
{
  g_autoptr (HmRanking) ranking = hm_ranking_new ();

  for (gsize i = 0; i < n; i++) {
    HmRankRow *row = hm_rank_row_new (samples[i].key);

    hm_text_set (&row->name, samples[i].name);
    g_ptr_array_add (ranking->rows, row);
  }
  return hm_ranking_names (ranking, reader, columns_max);
}

static void
assert_names (const Sample *samples, gsize n, HmNamesFor reader, const char *const *wanted)
{
  g_autoptr (GPtrArray) names = names_of (samples, n, reader, 0);

  for (gsize i = 0; i < n; i++)
    g_assert_cmpstr (g_ptr_array_index (names, i), ==, wanted[i]);
}

static void
assert_distinct (const GPtrArray *names)
{
  g_autoptr (GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < names->len; i++)
    g_assert_true (g_hash_table_add (known, g_ptr_array_index (names, i)));
}

static void
test_unique_names_stay (void)
{
  static const Sample samples[] = { { "path:/a/repo", "repo" },
                                    { "path:/a/other", "other" },
                                    { "github.com/o/repo", "o/repo" },
                                    { "github.com/o/r", "mine" } };
  static const char *const wanted[] = { "repo", "other", "o/repo", "mine" };

  assert_names (samples, G_N_ELEMENTS (samples), HM_NAMES_WITH_FOLDERS, wanted);
  assert_names (samples, G_N_ELEMENTS (samples), HM_NAMES_PUBLIC, wanted);
  assert_names (samples, 0, HM_NAMES_PUBLIC, wanted);
}

static void
test_three_folders (void)
{
  static const Sample samples[] = { { "path:/a/repo", "repo" },
                                    { "path:/b/repo", "repo" },
                                    { "path:/c/repo", "repo" } };
  static const char *const wanted[] = { "a/repo", "b/repo", "c/repo" };

  assert_names (samples, G_N_ELEMENTS (samples), HM_NAMES_WITH_FOLDERS, wanted);
}

/* No more of each path than it takes. */
static void
test_deep_folders (void)
{
  static const Sample samples[] = { { "path:/x/src/a/repo", "repo" },
                                    { "path:/y/src/a/repo", "repo" },
                                    { "path:/y/src/b/repo", "repo" },
                                    { "path:/ay/src/b/repo", "repo" } };
  static const char *const wanted[] = { "x/src/a/repo", "y/src/a/repo", "y/src/b/repo",
                                        "ay/src/b/repo" };

  assert_names (samples, G_N_ELEMENTS (samples), HM_NAMES_WITH_FOLDERS, wanted);
}

static void
test_path_that_ends_another (void)
{
  static const Sample samples[] = { { "path:/a/repo", "repo" },
                                    { "path:/repo", "repo" },
                                    { "path:/b/a/repo", "repo" },
                                    { "path:/ba/repo", "repo" } };
  static const char *const wanted[] = { "/a/repo", "/repo", "b/a/repo", "ba/repo" };

  assert_names (samples, G_N_ELEMENTS (samples), HM_NAMES_WITH_FOLDERS, wanted);
}

static void
test_hosts (void)
{
  static const Sample samples[] = { { "github.com/o/r", "o/r" },
                                    { "gitlab.com/o/r", "o/r" },
                                    { "git.test:8080/o/r", "o/r" },
                                    { "github.com/o/s", "o/s" },
                                    { "path:/srv/o/r", "r" } };
  static const char *const wanted[] = { "github.com/o/r", "gitlab.com/o/r", "git.test:8080/o/r",
                                        "o/s", "r" };

  assert_names (samples, G_N_ELEMENTS (samples), HM_NAMES_WITH_FOLDERS, wanted);
  assert_names (samples, G_N_ELEMENTS (samples), HM_NAMES_PUBLIC, wanted);
}

/* What somebody wrote into the portfolio file is left as it is; the others give way. */
static void
test_given_names (void)
{
  static const Sample samples[] = { { "path:/a/repo", "repo" },
                                    { "github.com/o/r", "repo" },
                                    { "path:/x/y", "o/s" },
                                    { "github.com/o/s", "o/s" } };
  static const char *const wanted[] = { "a/repo", "repo", "o/s", "github.com/o/s" };

  assert_names (samples, G_N_ELEMENTS (samples), HM_NAMES_WITH_FOLDERS, wanted);
}

/* A given name may be just what another comes to. */
static void
test_given_name_of_a_longer_form (void)
{
  static const Sample samples[] = { { "path:/a/repo", "repo" },
                                    { "path:/b/repo", "repo" },
                                    { "github.com/o/r", "a/repo" } };
  g_autoptr (GPtrArray) names =
      names_of (samples, G_N_ELEMENTS (samples), HM_NAMES_WITH_FOLDERS, 0);

  assert_distinct (names);
  g_assert_cmpstr (g_ptr_array_index (names, 1), ==, "b/repo");
}

static void
test_public_names_tell_no_folder (void)
{
  static const Sample samples[] = { { "path:/secret/a/repo", "repo" },
                                    { "path:/secret/b/repo", "repo" },
                                    { "github.com/o/r", "repo" } };
  g_autoptr (GPtrArray) names = names_of (samples, G_N_ELEMENTS (samples), HM_NAMES_PUBLIC, 0);
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, samples[0].key, -1);
  g_autofree char *wanted = g_strdup_printf ("repo (%.6s)", digest);

  assert_distinct (names);
  g_assert_cmpstr (g_ptr_array_index (names, 0), ==, wanted);
  g_assert_cmpstr (g_ptr_array_index (names, 2), ==, "repo");
  for (guint i = 0; i < names->len; i++)
    g_assert_null (strchr (g_ptr_array_index (names, i), '/'));
}

static void
test_cut_names_stay_apart (void)
{
  g_autofree char *middle = g_strnfill (200, 'm');
  g_autofree char *one = g_strconcat ("host.test/", middle, "1", middle, NULL);
  g_autofree char *other = g_strconcat ("host.test/", middle, "2", middle, NULL);
  const Sample samples[] = { { one, strchr (one, '/') + 1 }, { other, strchr (other, '/') + 1 } };
  g_autoptr (GPtrArray) names = names_of (samples, G_N_ELEMENTS (samples), HM_NAMES_PUBLIC, 40);

  assert_distinct (names);
  for (guint i = 0; i < names->len; i++)
    g_assert_cmpuint (hm_text_columns (g_ptr_array_index (names, i)), <=,
                      40 + HM_NAMES_DIGITS + strlen (" ()"));
}

/* Two keys that are the same can't be told apart; nothing goes on for ever. */
static void
test_same_keys (void)
{
  static const Sample samples[] = { { "path:/a/repo", "repo" }, { "path:/a/repo", "repo" } };
  g_autoptr (GPtrArray) with_folders =
      names_of (samples, G_N_ELEMENTS (samples), HM_NAMES_WITH_FOLDERS, 0);
  g_autoptr (GPtrArray) public = names_of (samples, G_N_ELEMENTS (samples), HM_NAMES_PUBLIC, 0);

  g_assert_cmpuint (with_folders->len, ==, 2);
  g_assert_cmpuint (public->len, ==, 2);
}

static void
test_odd_keys (void)
{
  static const Sample samples[] = {
    { "", "" },  { "path:", "" }, { "path:/", "/" },       { "path://", "/" },
    { "x", "" }, { "/", "" },     { "path:/\xff/r", "r" }, { "path:/\xfe/r", "r" }
  };
  g_autoptr (GPtrArray) with_folders =
      names_of (samples, G_N_ELEMENTS (samples), HM_NAMES_WITH_FOLDERS, 0);
  g_autoptr (GPtrArray) public = names_of (samples, G_N_ELEMENTS (samples), HM_NAMES_PUBLIC, 20);

  assert_distinct (with_folders);
  assert_distinct (public);
}

/* Many deep folders that differ at the very top: as much work as there are bytes, and a logarithm. */
static void
test_many_deep_folders (void)
{
  g_autoptr (HmRanking) ranking = hm_ranking_new ();
  g_autoptr (GPtrArray) names = NULL;
  g_autoptr (GString) deep = g_string_new (NULL);

  for (guint i = 0; i < 1000; i++)
    g_string_append (deep, "/d");
  for (guint i = 0; i < 2000; i++) {
    g_autofree char *key = g_strdup_printf ("path:/%u%s/repo", i, deep->str);
    HmRankRow *row = hm_rank_row_new (key);

    hm_text_set (&row->name, "repo");
    g_ptr_array_add (ranking->rows, row);
  }
  names = hm_ranking_names (ranking, HM_NAMES_WITH_FOLDERS, 0);
  assert_distinct (names);
  g_assert_true (g_str_has_prefix (g_ptr_array_index (names, 7), "7/d/d"));
}

/* What is left out by a filter or a limit has a name all the same. */
static void
test_among_others (void)
{
  static const HmNamed others[] = { { "gitlab.com/o/r", "o/r" }, { "path:/b/repo", "repo" } };
  g_autoptr (HmRanking) ranking = hm_ranking_new ();
  HmRankRow *row = hm_rank_row_new ("github.com/o/r");
  g_autoptr (HmMoves) moves = hm_moves_new (0, 1, 1);
  HmMove *move = hm_move_new ("path:/a/repo");
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GPtrArray) moved = NULL;

  hm_text_set (&row->name, "o/r");
  g_ptr_array_add (ranking->rows, row);
  g_array_append_vals (ranking->others, others, G_N_ELEMENTS (others));
  rows = hm_ranking_names (ranking, HM_NAMES_PUBLIC, 0);
  g_assert_cmpuint (rows->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (rows, 0), ==, "github.com/o/r");
  hm_text_set (&move->name, "repo");
  g_ptr_array_add (moves->moves, move);
  g_array_append_vals (moves->others, others, G_N_ELEMENTS (others));
  moved = hm_moves_names (moves, HM_NAMES_WITH_FOLDERS, 0);
  g_assert_cmpuint (moved->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (moved, 0), ==, "a/repo");
}

static void
test_moves (void)
{
  g_autoptr (HmMoves) moves = hm_moves_new (0, 1, 1);
  static const char *const keys[] = { "path:/a/repo", "path:/b/repo" };
  g_autoptr (GPtrArray) names = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++) {
    HmMove *move = hm_move_new (keys[i]);

    hm_text_set (&move->name, "repo");
    g_ptr_array_add (moves->moves, move);
  }
  names = hm_moves_names (moves, HM_NAMES_WITH_FOLDERS, 0);
  g_assert_cmpstr (g_ptr_array_index (names, 0), ==, "a/repo");
  g_assert_cmpstr (g_ptr_array_index (names, 1), ==, "b/repo");
}

static void
assert_cut (const char *name, guint columns, const char *wanted)
{
  g_autofree char *cut = hm_name_cut (name, columns);

  g_assert_cmpstr (cut, ==, wanted);
  g_assert_cmpuint (hm_text_columns (cut), <=, columns);
}

static void
test_cut (void)
{
  assert_cut ("", 5, "");
  assert_cut ("abcde", 5, "abcde");
  assert_cut ("abcdef", 5,
              "ab\xe2\x80\xa6"
              "ef");
  assert_cut ("\xff", 5, "\xef\xbf\xbd");
  /* Wide ones take two columns. */
  assert_cut ("\xe5\xad\x98\xe5\xad\x98\xe5\xad\x98", 5, "\xe5\xad\x98\xe2\x80\xa6\xe5\xad\x98");
  /* A pile of accents. */
  assert_cut ("e\xcc\x81\xcc\x82\xcc\x83\xcc\x84", 5, "e\xcc\x81\xcc\x82");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/portfolio-names/unique-names-stay", test_unique_names_stay);
  g_test_add_func ("/portfolio-names/three-folders", test_three_folders);
  g_test_add_func ("/portfolio-names/deep-folders", test_deep_folders);
  g_test_add_func ("/portfolio-names/path-that-ends-another", test_path_that_ends_another);
  g_test_add_func ("/portfolio-names/hosts", test_hosts);
  g_test_add_func ("/portfolio-names/given-names", test_given_names);
  g_test_add_func ("/portfolio-names/given-name-of-a-longer-form",
                   test_given_name_of_a_longer_form);
  g_test_add_func ("/portfolio-names/public-names-tell-no-folder",
                   test_public_names_tell_no_folder);
  g_test_add_func ("/portfolio-names/cut-names-stay-apart", test_cut_names_stay_apart);
  g_test_add_func ("/portfolio-names/same-keys", test_same_keys);
  g_test_add_func ("/portfolio-names/odd-keys", test_odd_keys);
  g_test_add_func ("/portfolio-names/many-deep-folders", test_many_deep_folders);
  g_test_add_func ("/portfolio-names/moves", test_moves);
  g_test_add_func ("/portfolio-names/among-others", test_among_others);
  g_test_add_func ("/portfolio-names/cut", test_cut);
  return g_test_run ();
}
