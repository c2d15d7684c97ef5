/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writes sites of portfolios at their extremes below a folder, one folder each: what a chart makes
 * of one repository and of thousands, of long and foreign names, of marks on one spot and in all
 * corners, of a single report and of years without one.
 */
#include <stdio.h>

#include <glib/gstdio.h>

#include "render/site.h"

#define AS_OF G_GINT64_CONSTANT (1790000000)
#define DAY_SECONDS G_GINT64_CONSTANT (86400)

#define POINTS_MAX 60

typedef struct {
  const char *name; /* of the folder */
  guint n_repositories;
  guint n_checks;
  guint n_groups;
  const char *const *names; /* (nullable) NULL-terminated, in turn */
  int floors[4];            /* tenths, in turn */
  int criticalities[4];     /* hundredths, in turn; below 0: spread over all of the map */
  int days[POINTS_MAX];     /* of the reports before the last one, the oldest first; 0 ends them */
  int n_weeks;              /* and of so many weeks */
} Extreme;

static const char *const long_names[] = {
  "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW",
  "an-organisation-with-a-long-name/a-repository-with-a-name-that-is-even-longer-than-that-of-the-first",
  "iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii",
  NULL,
};

static const char *const foreign_names[] = {
  "\xe7\xbb\x84\xe7\xbb\x87\xe7\xbb\x84\xe7\xbb\x87\xe7\xbb\x84\xe7\xbb\x87/"
  "\xe5\xad\x98\xe5\x82\xa8\xe5\xba\x93\xe5\xad\x98\xe5\x82\xa8\xe5\xba\x93\xe5\xad\x98\xe5\x82\xa8\xe5\xba\x93"
  "\xe5\xad\x98\xe5\x82\xa8\xe5\xba\x93",
  "\xd9\x85\xd9\x86\xd8\xb8\xd9\x85\xd8\xa9/\xd9\x85\xd8\xb3\xd8\xaa\xd9\x88\xd8\xaf\xd8\xb9-"
  "\xd8\xb7\xd9\x88\xd9\x8a\xd9\x84-\xd8\xac\xd8\xaf\xd8\xa7-\xd9\x88\xd8\xa3\xd8\xb7\xd9\x88\xd9\x84",
  "\xd7\x90\xd7\xa8\xd7\x92\xd7\x95\xd7\x9f/\xd7\x9e\xd7\x90\xd7\x92\xd7\xa8 (1)",
  "e\xcc\x81\xcc\x82\xcc\x83\xcc\x84\xcc\x86\xcc\x87\xcc\x88\xcc\x89\xcc\x8a\xcc\x8b\xcc\x8c\xcc\x8d\xcc\x8e"
  "a\xcc\x81\xcc\x82\xcc\x83\xcc\x84\xcc\x86\xcc\x87\xcc\x88\xcc\x89\xcc\x8a\xcc\x8b\xcc\x8c\xcc\x8d\xcc\x8e",
  "\xf0\x9f\x94\xa5\xf0\x9f\x94\xa5\xf0\x9f\x94\xa5\xf0\x9f\x94\xa5\xf0\x9f\x94\xa5\xf0\x9f\x94\xa5\xf0\x9f\x94\xa5"
  "\xf0\x9f\x94\xa5\xf0\x9f\x94\xa5\xf0\x9f\x94\xa5\xf0\x9f\x94\xa5\xf0\x9f\x94\xa5\xf0\x9f\x94\xa5\xf0\x9f\x94\xa5",
  NULL,
};

static const Extreme extremes[] = {
  { "one", 1, 3, 0, NULL, { 40, 40, 40, 40 }, { 50, 50, 50, 50 }, { 0 }, 0 },
  { "one-at-the-best",
    1,
    3,
    1,
    NULL,
    { 100, 100, 100, 100 },
    { 100, 100, 100, 100 },
    { 3, 2, 1 },
    0 },
  { "thousands", 5000, 10, 300, NULL, { 0 }, { -1, -1, -1, -1 }, { 0 }, 6 },
  { "ten-thousands", 12000, 10, 300, NULL, { 0 }, { -1, -1, -1, -1 }, { 0 }, 2 },
  { "one-spot", 250, 10, 2, NULL, { 30, 30, 30, 30 }, { 80, 80, 80, 80 }, { 0 }, 52 },
  { "corners", 12, 10, 3, NULL, { 0, 0, 100, 100 }, { 0, 100, 0, 100 }, { 0 }, 52 },
  { "edges", 12, 10, 3, long_names, { 0, 0, 100, 50 }, { 50, 100, 100, 0 }, { 700, 350 }, 0 },
  { "long-names", 40, 30, 14, long_names, { 0 }, { -1, -1, -1, -1 }, { 0 }, 6 },
  { "foreign-names", 40, 10, 14, foreign_names, { 0 }, { -1, -1, -1, -1 }, { 0 }, 6 },
  { "years-apart", 20, 10, 3, NULL, { 0 }, { -1, -1, -1, -1 }, { 7300, 7000, 1 }, 0 },
  { "two-days", 20, 10, 3, NULL, { 10, 20, 50, 90 }, { -1, -1, -1, -1 }, { 1 }, 0 },
  { "none", 0, 0, 0, NULL, { 0 }, { 0 }, { 0 }, 0 },
};

/* Numbers that look as though there were no order in them, and are the same each time. */
static guint
spread_of (guint index, guint factor, guint below)
{
  return index * factor % 7919 % below;
}

static HmRankRow *
row_make (const Extreme *extreme, guint index)
{
  const gboolean is_spread = extreme->criticalities[0] < 0;
  guint n_names = 0;
  g_autofree char *key = NULL;
  HmRankRow *row;

  while (extreme->names != NULL && extreme->names[n_names] != NULL)
    n_names++;
  key = g_strdup_printf ("host.test/owner/%s-%u",
                         n_names > 0 ? extreme->names[index % n_names] : "project", index);
  row = hm_rank_row_new (key);
  hm_text_set (&row->name, key + sizeof "host.test/" - 1);
  if (extreme->n_groups > 0)
    row->group = g_strdup_printf ("%s %u", n_names > 0 ? extreme->names[index % n_names] : "group",
                                  index % extreme->n_groups);
  row->has_report = TRUE;
  row->as_of = AS_OF;
  row->floor = is_spread ? (int) spread_of (index, 31, 101) : extreme->floors[index % 4];
  row->score = MIN (row->floor + 10, 100);
  row->ceiling = 100;
  row->coverage_percent = 90;
  row->band = g_intern_static_string (row->score < 50 ? "poor" : "fair");
  row->has_before = TRUE;
  row->before_score = (int) spread_of (index, 17, 101);
  row->before_floor = row->before_score;
  row->criticality.origin = HM_CRITICALITY_GIVEN;
  row->criticality.value =
      (is_spread ? (int) spread_of (index, 57, 101) : extreme->criticalities[index % 4]) / 100.0;
  row->risk = (int) (row->criticality.value * (100 - row->floor) + 0.5);
  hm_text_set (&row->why, "Maintainers fell from 9.0 to 2.0");
  for (guint i = 0; i < extreme->n_checks; i++) {
    g_autofree char *id = g_strdup_printf ("a-check-with-a-long-name-%u", i);
    g_autofree char *name =
        g_strdup_printf ("%s-%u", i % 2 == 0 ? "Check" : "A-Check-With-A-Long-Name", i);
    const int score = (int) spread_of (index + i, 13, 101);
    const HmRankCheck check = { .id = g_intern_string (id),
                                .name = g_intern_string (name),
                                .status = i % 7 == 5   ? HM_STATUS_UNKNOWN
                                          : i % 7 == 6 ? HM_STATUS_NOT_APPLICABLE
                                                       : HM_STATUS_SCORED,
                                .score = score,
                                .floor = score,
                                .ceiling = 100,
                                .before = HM_NO_SCORE };

    g_array_append_val (row->checks, check);
  }
  return row;
}

static int
rows_compare (gconstpointer a, gconstpointer b)
{
  const HmRankRow *one = *(const HmRankRow *const *) a;
  const HmRankRow *other = *(const HmRankRow *const *) b;

  return one->risk != other->risk ? other->risk - one->risk : g_strcmp0 (one->key, other->key);
}

static void
point_add (HmRepositoryStory *story, int days, int score, int floor)
{
  HmStoryPoint *point = g_new0 (HmStoryPoint, 1);

  point->as_of = AS_OF - days * DAY_SECONDS;
  point->score = score;
  point->floor = floor;
  point->ceiling = 100;
  g_ptr_array_add (story->points, point);
}

static HmRepositoryStory *
story_make (const Extreme *extreme, const HmRankRow *row, guint index)
{
  HmRepositoryStory *story = hm_repository_story_new (row);

  for (guint i = 0; i < POINTS_MAX && extreme->days[i] != 0; i++)
    point_add (story, extreme->days[i], i == 1 ? HM_NO_SCORE : (int) spread_of (index + i, 29, 101),
               0);
  for (int i = extreme->n_weeks; i > 0; i--)
    point_add (story, i * 7, i % 2 * 100, 0);
  point_add (story, 0, row->score, row->floor);
  return story;
}

static gboolean
file_write (const char *path, GBytes *bytes, gpointer data, GError **error)
{
  g_autofree char *place = g_build_filename (data, path, NULL);
  g_autofree char *parent = g_path_get_dirname (place);
  gsize size;
  const char *contents = g_bytes_get_data (bytes, &size);

  g_mkdir_with_parents (parent, 0777);
  return g_file_set_contents_full (place, contents, (gssize) size, G_FILE_SET_CONTENTS_NONE, 0666,
                                   error);
}

static gboolean
site_write (const Extreme *extreme, const char *top, GError **error)
{
  g_autofree char *folder = g_build_filename (top, extreme->name, NULL);
  g_autoptr (HmRanking) ranking = hm_ranking_new ();
  g_autoptr (HmSite) site = NULL;

  ranking->as_of = AS_OF;
  ranking->since = AS_OF - 90 * DAY_SECONDS;
  for (guint i = 0; i < extreme->n_repositories; i++)
    g_ptr_array_add (ranking->rows, row_make (extreme, i));
  g_ptr_array_sort (ranking->rows, rows_compare);
  site = hm_site_new (ranking, extreme->name, NULL);
  for (guint i = 0; i < ranking->rows->len; i++) {
    g_autoptr (HmRepositoryStory) story = story_make (extreme, hm_ranking_row (ranking, i), i);

    if (!hm_site_write_repository (site, i, story, file_write, folder, error))
      return FALSE;
  }
  return hm_site_write_overview (site, file_write, folder, error);
}

int
main (int argc, char *argv[])
{
  g_autoptr (GError) error = NULL;

  if (argc != 2) {
    fprintf (stderr, "usage: site-extremes FOLDER\n");
    return 2;
  }
  for (gsize i = 0; i < G_N_ELEMENTS (extremes); i++) {
    if (!site_write (&extremes[i], argv[1], &error)) {
      fprintf (stderr, "site-extremes: %s\n", error->message);
      return 1;
    }
  }
  return 0;
}
