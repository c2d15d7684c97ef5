/* SPDX-License-Identifier: Apache-2.0 */
#include "portfolio/badges.h"

#include <string.h>

static void
row_add (HmRanking *ranking, const char *key, const char *group, int score, double criticality)
{
  HmRankRow *row = hm_rank_row_new (key);

  row->group = g_strdup (group);
  row->has_report = score >= 0;
  row->score = score;
  row->floor = score;
  row->coverage_percent = 100;
  row->band = g_intern_static_string (score >= 0 ? "good" : "unknown");
  row->criticality.origin = HM_CRITICALITY_GIVEN;
  row->criticality.value = criticality;
  g_ptr_array_add (ranking->rows, row);
}

static const HmBadgeFile *
file_find (const GPtrArray *files, const char *path)
{
  for (guint i = 0; i < files->len; i++) {
    const HmBadgeFile *file = g_ptr_array_index (files, i);

    if (g_str_equal (file->path, path))
      return file;
  }
  g_error ("no %s", path);
}

static void
assert_says (const GPtrArray *files, const char *path, const char *words)
{
  const HmBadgeFile *file = file_find (files, path);
  gsize size;
  const char *text = g_bytes_get_data (file->bytes, &size);

  g_assert_nonnull (g_strstr_len (text, (gssize) size, words));
}

static void
test_files (void)
{
  g_autoptr (HmRanking) ranking = hm_ranking_new ();
  const HmBadgeStyle style = { 0 };
  g_autoptr (GPtrArray) files = NULL;

  row_add (ranking, "github.com/o/a", "web", 80, 1);
  row_add (ranking, "github.com/o/b", "web", 20, 0.5);
  row_add (ranking, "github.com/o/c", NULL, -1, 0.5);
  files = hm_badge_files_make (ranking, &style);
  g_assert_cmpuint (files->len, ==, 10);
  assert_says (files, "repository/github.com/o/a.json", "\"message\": \"8.0\"");
  assert_says (files, "repository/github.com/o/a.json", "\"label\": \"hallmark\"");
  assert_says (files, "repository/github.com/o/c.json", "\"message\": \"n/a\"");
  assert_says (files, "group/web.json", "\"message\": \"6.0\"");
  assert_says (files, "group/web.json", "\"label\": \"web\"");
  /* Three quarters of the weight are known. */
  assert_says (files, "portfolio.json", "\"message\": \"6.0\"");
  assert_says (files, "portfolio.svg", "<svg");
}

static void
test_little_known_is_partial (void)
{
  g_autoptr (HmRanking) ranking = hm_ranking_new ();
  const HmBadgeStyle style = { 0 };
  g_autoptr (GPtrArray) files = NULL;

  row_add (ranking, "github.com/o/a", NULL, 80, 0.74);
  row_add (ranking, "github.com/o/b", NULL, -1, 0.26);
  files = hm_badge_files_make (ranking, &style);
  assert_says (files, "portfolio.json", "\"message\": \"8.0 partial\"");
}

/* Nobody knows how good it is by now; of many, where that is so of each that has a score. */
static void
test_stale (void)
{
  g_autoptr (HmRanking) ranking = hm_ranking_new ();
  const HmBadgeStyle style = { 0 };
  g_autoptr (GPtrArray) old = NULL;
  g_autoptr (GPtrArray) some_old = NULL;

  row_add (ranking, "github.com/o/a", "web", 80, 1);
  row_add (ranking, "github.com/o/b", "web", -1, 0);
  for (guint i = 0; i < ranking->rows->len; i++)
    ((HmRankRow *) g_ptr_array_index (ranking->rows, i))->is_stale = TRUE;
  old = hm_badge_files_make (ranking, &style);
  assert_says (old, "repository/github.com/o/a.json", "\"message\": \"8.0 stale\"");
  assert_says (old, "repository/github.com/o/a.json", "\"color\": \"#57606a\"");
  assert_says (old, "repository/github.com/o/a.svg", "last scanned more than 30 days ago");
  assert_says (old, "repository/github.com/o/b.json", "\"message\": \"n/a\"");
  assert_says (old, "group/web.json", "\"message\": \"8.0 stale\"");
  assert_says (old, "portfolio.json", "\"message\": \"8.0 stale\"");
  row_add (ranking, "github.com/o/c", NULL, 80, 1);
  some_old = hm_badge_files_make (ranking, &style);
  assert_says (some_old, "group/web.json", "\"message\": \"8.0 stale\"");
  assert_says (some_old, "portfolio.json", "\"message\": \"8.0\"");
}

/* What is scored weighs nothing; its score is known all the same. */
static void
test_weightless_scores (void)
{
  g_autoptr (HmRanking) ranking = hm_ranking_new ();
  const HmBadgeStyle style = { 0 };
  g_autoptr (GPtrArray) alone = NULL;
  g_autoptr (GPtrArray) beside = NULL;

  row_add (ranking, "github.com/o/a", "web", 80, 0);
  row_add (ranking, "github.com/o/b", "web", 20, 0);
  alone = hm_badge_files_make (ranking, &style);
  assert_says (alone, "portfolio.json", "\"message\": \"5.0\"");
  assert_says (alone, "group/web.json", "\"message\": \"5.0\"");
  assert_says (alone, "group/web.json", "\"isError\": false");
  /* Nothing is known of all that matters. */
  row_add (ranking, "github.com/o/c", NULL, -1, 1);
  beside = hm_badge_files_make (ranking, &style);
  assert_says (beside, "portfolio.json", "\"message\": \"5.0 partial\"");
  assert_says (beside, "group/web.json", "\"message\": \"5.0\"");
}

/* No folder is called as the badge of another repository is. */
static void
test_folder_in_the_way_of_a_file (void)
{
  static const char *const keys[] = { "git.example.org/a", "git.example.org/a.svg/b",
                                      "git.example.org/a.json/b", "git.example.org/a.svg" };
  g_autoptr (HmRanking) ranking = hm_ranking_new ();
  const HmBadgeStyle style = { 0 };
  g_autoptr (GPtrArray) files = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    row_add (ranking, keys[i], NULL, 80, 1);
  files = hm_badge_files_make (ranking, &style);
  for (guint i = 0; i < files->len; i++) {
    const HmBadgeFile *one = g_ptr_array_index (files, i);
    g_autofree char *folder = g_strconcat (one->path, "/", NULL);

    for (guint k = 0; k < files->len; k++) {
      const HmBadgeFile *other = g_ptr_array_index (files, k);

      g_assert_false (g_str_has_prefix (other->path, folder));
      g_assert_true (i == k || !g_str_equal (one->path, other->path));
    }
  }
}

/* A repository that is called as another's badge is gets a name of its own. */
static void
test_name_with_the_digest_of_another (void)
{
  g_autofree char *path = hm_badge_file_of_repository ("github.com/o/.r");
  g_autofree char *key = g_strdup (path + strlen ("repository/"));
  g_autofree char *other = hm_badge_file_of_repository (key);

  g_assert_cmpstr (path, !=, other);
}

/* The first 8 digits of the digests of both names are the same. */
static void
test_names_that_digests_nearly_confuse (void)
{
  static const char one[] = "r+~~~~+~+~+~~~+~~+~~~~~";
  static const char other[] = "r~+~~+~++~~+~++~++~~~~~";
  static const char *const keys[] = { "x.test/o/r+~~~~+~+~+~~~+~~+~~~~~",
                                      "x.test/o/r~+~~+~++~~+~++~++~~~~~" };
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, one, -1);
  g_autofree char *other_digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, other, -1);
  g_autoptr (HmRanking) ranking = hm_ranking_new ();
  const HmBadgeStyle style = { 0 };
  g_autoptr (GPtrArray) files = NULL;

  g_assert_true (strncmp (digest, other_digest, 8) == 0);
  row_add (ranking, keys[0], one, 80, 1);
  row_add (ranking, keys[1], other, 20, 1);
  files = hm_badge_files_make (ranking, &style);
  g_assert_cmpuint (files->len, ==, 10);
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++) {
    const HmRankRow *row = hm_ranking_row (ranking, (guint) i);
    g_autofree char *stem = hm_badge_file_of_repository (row->key);
    g_autofree char *path = g_strconcat (stem, ".json", NULL);
    g_autofree char *group_stem = hm_badge_file_of_group (row->group);
    g_autofree char *group_path = g_strconcat (group_stem, ".json", NULL);

    assert_says (files, path, i == 0 ? "\"message\": \"8.0\"" : "\"message\": \"2.0\"");
    assert_says (files, group_path, i == 0 ? "\"message\": \"8.0\"" : "\"message\": \"2.0\"");
  }
}

/* Addresses that people have embedded: these stay as they are. */
static void
test_paths_that_stay (void)
{
  static const char *const paths[][2] = {
    { "github.com/o/r", "repository/github.com/o/r" },
    { "gitlab.com/group/sub/r_1.2-x", "repository/gitlab.com/group/sub/r_1.2-x" },
    { "git.example.org/o/Big",
      "repository/git.example.org/o/Big-f69fd263467d47ac9754d9e0a28c1565" },
    { "path:/home/a/r", "repository/path/r-9a8056737aed7caa02dc4064fe8c8c2d" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++) {
    g_autofree char *path = hm_badge_file_of_repository (paths[i][0]);

    g_assert_cmpstr (path, ==, paths[i][1]);
  }
}

/* Whatever a key is, it leads to one place below the folder, and to no other's. */
static void
test_hostile_names (void)
{
  static const char *const keys[] = {
    "github.com/o/r",
    "github.com/O/r",
    "github.com/o/r ",
    "github.com/../r",
    "github.com/./r",
    "github.com//r",
    "github.com/o/r\"",
    "github.com/\xff/r",
    "path:/home/a/r",
    "path:/home/b/r",
    "path:/",
    "..",
    "git.example.org:22/r",
    "git.example.org-22/r",
    "",
  };
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++) {
    char *path = hm_badge_file_of_repository (keys[i]);

    g_assert_true (g_str_has_prefix (path, "repository/"));
    g_assert_null (strstr (path, "/."));
    g_assert_null (strstr (path, "//"));
    for (const char *c = path; *c != '\0'; c++)
      g_assert_true (g_ascii_isalnum (*c) || strchr ("/._-", *c) != NULL);
    g_assert_true (g_hash_table_add (known, path));
  }
}

static void
test_long_names (void)
{
  g_autofree char *one = g_strnfill (300, 'a');
  g_autofree char *other = g_strnfill (301, 'a');
  g_autofree char *one_file = hm_badge_file_of_group (one);
  g_autofree char *other_file = hm_badge_file_of_group (other);

  g_assert_cmpstr (one_file, !=, other_file);
  g_assert_cmpuint (strlen (one_file), <, 200);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/badges/files", test_files);
  g_test_add_func ("/badges/little-known-is-partial", test_little_known_is_partial);
  g_test_add_func ("/badges/stale", test_stale);
  g_test_add_func ("/badges/weightless-scores", test_weightless_scores);
  g_test_add_func ("/badges/folder-in-the-way-of-a-file", test_folder_in_the_way_of_a_file);
  g_test_add_func ("/badges/name-with-the-digest-of-another", test_name_with_the_digest_of_another);
  g_test_add_func ("/badges/names-that-digests-nearly-confuse",
                   test_names_that_digests_nearly_confuse);
  g_test_add_func ("/badges/paths-that-stay", test_paths_that_stay);
  g_test_add_func ("/badges/hostile-names", test_hostile_names);
  g_test_add_func ("/badges/long-names", test_long_names);
  return g_test_run ();
}
