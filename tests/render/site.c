/* SPDX-License-Identifier: Apache-2.0 */
#include "render/site.h"

#include <jansson.h>
#include <math.h>
#include <string.h>

#include "core/error.h"
#include "render/palette.h"
#include "render/site_part.h"
#include "tests/render/sample_report.h"

#define AS_OF G_GINT64_CONSTANT (1790000000)

#define HOSTILE \
  "</title></script><script>alert(1)</script><img src=x onerror=\"a\">'\xe2\x80\xae\xff\n"

typedef struct {
  GHashTable *files; /* path to GBytes */
} Files;

static gboolean
file_keep (const char *path, GBytes *bytes, gpointer data, GError **error)
{
  Files *files = data;

  (void) error;
  g_assert_false (g_hash_table_contains (files->files, path));
  g_hash_table_insert (files->files, g_strdup (path), g_bytes_ref (bytes));
  return TRUE;
}

static void
row_add (HmRanking *ranking, const char *key, const char *name, int floor, double criticality)
{
  HmRankRow *row = hm_rank_row_new (key);
  static const char *const ids[] = { "binary-artifacts", "maintainers" };

  g_free (row->name);
  row->name = g_strdup (name);
  row->criticality.origin = HM_CRITICALITY_GIVEN;
  row->criticality.value = criticality;
  row->has_report = TRUE;
  row->as_of = AS_OF;
  row->floor = floor;
  row->score = floor;
  row->ceiling = 100;
  row->band = g_intern_string ("weak");
  row->risk = (int) (criticality * (100 - floor));
  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++) {
    const HmRankCheck check = { .id = g_intern_string (ids[i]),
                                .name = g_intern_string (ids[i]),
                                .status = HM_STATUS_SCORED,
                                .score = floor,
                                .floor = floor,
                                .ceiling = 100,
                                .before = HM_NO_SCORE };

    g_array_append_val (row->checks, check);
  }
  g_ptr_array_add (ranking->rows, row);
}

static void
site_write (const HmRanking *ranking, HmReport *report, Files *files)
{
  g_autoptr (HmSite) site = hm_site_new (ranking, HOSTILE, NULL);

  files->files =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
  for (guint i = 0; i < ranking->rows->len; i++) {
    HmRepositoryStory *story = hm_repository_story_new (hm_ranking_row (ranking, i));

    for (int k = 0; k < 3; k++) {
      HmStoryPoint *point = g_new0 (HmStoryPoint, 1);

      point->as_of = AS_OF - (3 - k) * 86400 * 30;
      point->score = 50 + k;
      point->floor = 40;
      point->ceiling = 60;
      g_ptr_array_add (story->points, point);
    }
    story->report = i == 0 ? report : NULL;
    g_assert_true (hm_site_write_repository (site, i, story, file_keep, files, NULL));
    hm_repository_story_free (story);
  }
  g_assert_true (hm_site_write_overview (site, file_keep, files, NULL));
}

static char *
text_of (const Files *files, const char *path)
{
  gsize size;
  GBytes *bytes = g_hash_table_lookup (files->files, path);
  const char *text;

  g_assert_nonnull (bytes);
  text = g_bytes_get_data (bytes, &size);
  return g_strndup (text, size);
}

/* Every path is as the header says, so no key leads out of the folder. */
static void
assert_paths (const Files *files)
{
  GHashTableIter iter;
  gpointer path;

  g_hash_table_iter_init (&iter, files->files);
  while (g_hash_table_iter_next (&iter, &path, NULL)) {
    g_assert_true (g_regex_match_simple ("^([a-z]+/)?[a-z0-9][a-z0-9-]*\\.(html|css|js|json|svg)$",
                                         path, 0, 0));
  }
}

static void
test_hostile_words (void)
{
  g_autoptr (HmRanking) ranking = hm_ranking_new ();
  HmRankRow *row;
  Files files;
  GHashTableIter iter;
  gpointer path;

  row_add (ranking, "path:/../../" HOSTILE, HOSTILE, 20, 1);
  row_add (ranking, "..", "..", 30, 0.5);
  row_add (ranking, "CON", "", 40, 0.2);
  row = g_ptr_array_index (ranking->rows, 0);
  row->group = g_strdup (HOSTILE);
  hm_text_set (&row->why, HOSTILE);
  row->failed_at = AS_OF;
  hm_text_set (&row->failure, HOSTILE);
  ranking->as_of = AS_OF;
  ranking->since = AS_OF - 86400;
  site_write (ranking, hm_sample_report_hostile (), &files);
  assert_paths (&files);
  g_hash_table_iter_init (&iter, files.files);
  while (g_hash_table_iter_next (&iter, &path, NULL)) {
    g_autofree char *text = text_of (&files, path);

    if (!g_str_has_suffix (path, ".html"))
      continue;
    g_assert_true (g_utf8_validate (text, -1, NULL));
    g_assert_null (strstr (text, "<script>"));
    g_assert_null (strstr (text, "<img src=x"));
    g_assert_null (strstr (text, "=\"javascript:"));
    g_assert_null (strstr (text, "\xe2\x80\xae"));
    g_assert_null (strstr (text, " style="));
    g_assert_null (g_strrstr (text, "path:/"));
  }
  g_hash_table_unref (files.files);
}

/* The script of all rows is one assignment of JSON in plain ASCII. */
static void
test_rows_are_data (void)
{
  g_autoptr (HmRanking) ranking = hm_ranking_new ();
  static const char begin[] = "globalThis.hallmarkRows = ";
  g_autofree char *text = NULL;
  json_t *rows;
  Files files;

  row_add (ranking, "a", HOSTILE "\xe2\x80\xa8", 20, 1);
  ranking->as_of = AS_OF;
  site_write (ranking, NULL, &files);
  text = text_of (&files, "rows.js");
  g_assert_true (g_str_has_prefix (text, begin));
  g_assert_true (g_str_has_suffix (text, "]];\n"));
  g_assert_true (g_str_is_ascii (text));
  text[strlen (text) - 2] = '\0';
  rows = json_loads (text + strlen (begin), 0, NULL);
  g_assert_cmpuint (json_array_size (rows), ==, 1);
  json_decref (rows);
  g_hash_table_unref (files.files);
}

static void
test_page_names (void)
{
  g_autofree char *one = hm_site_page_name ("github.com/o/r", "O/R", 10);
  g_autofree char *other = hm_site_page_name ("gitlab.com/o/r", "o/r", 10);
  g_autofree char *hostile = hm_site_page_name ("../../etc/passwd", "../../etc/\xff\n<", 10);
  g_autofree char *empty = hm_site_page_name ("", "", 64);

  g_assert_true (g_regex_match_simple ("^o-r-[0-9a-f]{10}$", one, 0, 0));
  g_assert_cmpstr (one, !=, other);
  g_assert_true (g_regex_match_simple ("^etc-[0-9a-f]{10}$", hostile, 0, 0));
  g_assert_true (g_regex_match_simple ("^[0-9a-f]{64}$", empty, 0, 0));
}

/* A thousand findings of long words on one page, and more rows than a part of the table has. */
static void
test_page_limit (void)
{
  g_autoptr (HmRanking) ranking = hm_ranking_new ();
  HmReport *report = hm_sample_report ();
  GHashTableIter iter;
  gpointer path;
  gpointer bytes;
  Files files;

  for (guint i = 0; i < 30; i++)
    hm_sample_add_flood (report, 1000);
  for (int i = 0; i < 1200; i++) {
    g_autofree char *key = g_strdup_printf ("host.test/o/%d", i);
    g_autofree char *name =
        g_strdup_printf ("a-long-name-of-an-owner/and-a-long-name-of-a-repository-%d", i);

    row_add (ranking, key, name, i % 100, (i * 7 % 100) / 100.0);
  }
  ranking->as_of = AS_OF;
  ranking->since = AS_OF - 86400;
  site_write (ranking, report, &files);
  g_hash_table_iter_init (&iter, files.files);
  while (g_hash_table_iter_next (&iter, &path, &bytes)) {
    if (g_str_has_suffix (path, ".html"))
      g_assert_cmpuint (g_bytes_get_size (bytes), <=, HM_SITE_PAGE_MAX);
  }
  g_assert_true (g_hash_table_contains (files.files, "repositories-6.html"));
  g_assert_false (g_hash_table_contains (files.files, "repositories-7.html"));
  g_hash_table_unref (files.files);
}

static void
test_nothing (void)
{
  g_autoptr (HmRanking) ranking = hm_ranking_new ();
  g_autofree char *text = NULL;
  Files files;

  ranking->as_of = AS_OF;
  site_write (ranking, NULL, &files);
  text = text_of (&files, "index.html");
  g_assert_nonnull (strstr (text, "Repositories 0 to 0 of 0"));
  g_hash_table_unref (files.files);
}

static void
test_same_bytes (void)
{
  g_autoptr (HmRanking) ranking = hm_ranking_new ();
  GHashTableIter iter;
  gpointer path;
  gpointer bytes;
  Files first;
  Files second;

  row_add (ranking, "a", "a", 20, 1);
  row_add (ranking, "b", "b", 20, 1);
  ranking->as_of = AS_OF;
  site_write (ranking, hm_sample_report (), &first);
  site_write (ranking, hm_sample_report (), &second);
  g_assert_cmpuint (g_hash_table_size (first.files), ==, g_hash_table_size (second.files));
  g_hash_table_iter_init (&iter, first.files);
  while (g_hash_table_iter_next (&iter, &path, &bytes))
    g_assert_true (g_bytes_equal (bytes, g_hash_table_lookup (second.files, path)));
  g_hash_table_unref (first.files);
  g_hash_table_unref (second.files);
}

/* --- Colours --- */

static double
channel_light (guint value)
{
  const double share = value / 255.0;

  return share <= 0.03928 ? share / 12.92 : pow ((share + 0.055) / 1.055, 2.4);
}

static double
light_of (guint rgb)
{
  return 0.2126 * channel_light (rgb >> 16 & 255) + 0.7152 * channel_light (rgb >> 8 & 255)
         + 0.0722 * channel_light (rgb & 255);
}

static double
contrast (guint a, guint b)
{
  const double lighter = MAX (light_of (a), light_of (b));
  const double darker = MIN (light_of (a), light_of (b));

  return (lighter + 0.05) / (darker + 0.05);
}

/* The colour that @from, a piece of the style sheet, gives @name first. */
static guint
colour_of (const char *from, const char *name)
{
  g_autofree char *wanted = g_strdup_printf ("--%s: #", name);
  const char *found = strstr (from, wanted);

  g_assert_nonnull (found);
  return (guint) g_ascii_strtoull (found + strlen (wanted), NULL, 16);
}

/* Letters stand on the ground, on what is raised, and on the colours of the bands; WCAG 2.2 asks for 4.5:1. Lines want 3:1. */
static void
test_contrast (void)
{
  g_autofree char *css = g_strndup (hm_site_css, hm_site_css_size);
  static const char *const letters[] = { "ink", "faint", "link", "poor", "good" };
  static const char *const bands[] = { "good", "fair", "weak", "poor", "unknown" };
  const char *const themes[] = { css, strstr (css, "prefers-color-scheme: dark"),
                                 strstr (css, "@media print") };

  for (gsize i = 0; i < G_N_ELEMENTS (themes); i++) {
    g_assert_nonnull (themes[i]);
    for (gsize k = 0; k < G_N_ELEMENTS (letters); k++) {
      g_assert_cmpfloat (
          contrast (colour_of (themes[i], letters[k]), colour_of (themes[i], "ground")), >=, 4.5);
      g_assert_cmpfloat (
          contrast (colour_of (themes[i], letters[k]), colour_of (themes[i], "raised")), >=, 4.5);
    }
    for (gsize k = 0; k < G_N_ELEMENTS (bands); k++) {
      g_assert_cmpfloat (
          contrast (colour_of (themes[i], bands[k]), colour_of (themes[i], "on-band")), >=, 4.5);
      g_assert_cmpfloat (
          contrast (colour_of (themes[i], bands[k]), colour_of (themes[i], "ground")), >=, 3);
    }
    g_assert_cmpfloat (contrast (colour_of (themes[i], "line"), colour_of (themes[i], "between")),
                       >=, 3);
  }
  for (gsize k = 0; k < G_N_ELEMENTS (bands); k++)
    g_assert_cmphex (colour_of (css, bands[k]), ==, hm_palette_find (bands[k])->rgb);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/site/hostile-words", test_hostile_words);
  g_test_add_func ("/site/rows-are-data", test_rows_are_data);
  g_test_add_func ("/site/page-names", test_page_names);
  g_test_add_func ("/site/page-limit", test_page_limit);
  g_test_add_func ("/site/nothing", test_nothing);
  g_test_add_func ("/site/same-bytes", test_same_bytes);
  g_test_add_func ("/site/contrast", test_contrast);
  return g_test_run ();
}
