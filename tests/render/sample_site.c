/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/render/sample_site.h"

#include "core/error.h"
#include "render/site.h"

static gboolean
file_keep (const char *path, GBytes *bytes, gpointer data, GError **error)
{
  HmSampleSite *files = data;

  (void) error;
  g_assert_false (g_hash_table_contains (files->files, path));
  g_hash_table_insert (files->files, g_strdup (path), g_bytes_ref (bytes));
  return TRUE;
}

HmRankRow *
hm_sample_row_add (HmRanking *ranking, const char *key, const char *name, int floor,
                   double criticality)
{
  HmRankRow *row = hm_rank_row_new (key);
  static const char *const ids[] = { "binary-artifacts", "maintainers" };

  g_free (row->name);
  row->name = g_strdup (name);
  row->criticality.origin = HM_CRITICALITY_GIVEN;
  row->criticality.value = criticality;
  row->has_report = TRUE;
  row->as_of = HM_SAMPLE_AS_OF;
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
  return row;
}

void
hm_sample_site_write (const HmRanking *ranking, HmReport *report, HmSampleSite *files)
{
  g_autoptr (HmSite) site = hm_site_new (ranking, HM_SAMPLE_HOSTILE, NULL);

  files->files =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
  for (guint i = 0; i < ranking->rows->len; i++) {
    HmRepositoryStory *story = hm_repository_story_new (hm_ranking_row (ranking, i));

    for (int k = 0; k < 3; k++) {
      HmStoryPoint *point = g_new0 (HmStoryPoint, 1);

      point->as_of = HM_SAMPLE_AS_OF - (3 - k) * 86400 * 30;
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

char *
hm_sample_site_text (const HmSampleSite *files, const char *path)
{
  gsize size;
  GBytes *bytes = g_hash_table_lookup (files->files, path);
  const char *text;

  g_assert_nonnull (bytes);
  text = g_bytes_get_data (bytes, &size);
  return g_strndup (text, size);
}
