/* SPDX-License-Identifier: Apache-2.0 */
/* What one repository went through. */
#include "portfolio/ranking.h"

/* Checks of one story: those of all its reports together. */
#define CHECKS_MAX 1000u

typedef struct {
  HmRepositoryStory *story;
  GHashTable *indices; /* quark of an id to index + 1 into the story's checks */
} Telling;

/* Returns: the index of @told among the checks, to which it is added where need be; CHECKS_MAX where there is no more room. */
static guint
check_index (Telling *telling, const HmStoreCheck *told)
{
  const GQuark id = g_quark_from_string (told->id);
  guint index = GPOINTER_TO_UINT (g_hash_table_lookup (telling->indices, GUINT_TO_POINTER (id)));
  HmRankCheck *check;

  if (index > 0 || telling->story->checks->len >= CHECKS_MAX)
    return index > 0 ? index - 1 : CHECKS_MAX;
  check = g_new0 (HmRankCheck, 1);
  *check = (HmRankCheck){ .id = g_quark_to_string (id),
                          .name = g_intern_string (told->name),
                          .before = HM_NO_SCORE };
  g_ptr_array_add (telling->story->checks, check);
  index = telling->story->checks->len;
  g_hash_table_insert (telling->indices, GUINT_TO_POINTER (id), GUINT_TO_POINTER (index));
  return index - 1;
}

/* The checks of the newest report come first, in its order: it is asked before the others. */
static gboolean
newest_take (const HmStoreSummary *summary, gpointer data, GError **error)
{
  Telling *telling = data;

  (void) error;
  for (guint i = 0; i < summary->n_checks; i++) {
    const HmStoreCheck *told = &summary->checks[i];
    const guint index = check_index (telling, told);
    HmRankCheck *check;

    if (index == CHECKS_MAX)
      break;
    check = g_ptr_array_index (telling->story->checks, index);
    check->status = told->status;
    check->score = told->score;
    check->floor = told->floor;
    check->ceiling = told->ceiling;
  }
  return TRUE;
}

/* Checks that only older reports have are no longer scored. */
static gboolean
checks_take (const HmStoreSummary *summary, gpointer data, GError **error)
{
  Telling *telling = data;

  (void) error;
  for (guint i = 0; i < summary->n_checks; i++) {
    const guint n_before = telling->story->checks->len;
    const guint index = check_index (telling, &summary->checks[i]);

    if (index != CHECKS_MAX && index >= n_before) {
      HmRankCheck *check = g_ptr_array_index (telling->story->checks, index);

      check->status = HM_STATUS_NOT_APPLICABLE;
      check->score = HM_NO_SCORE;
      check->floor = HM_NO_SCORE;
      check->ceiling = HM_NO_SCORE;
    }
  }
  return TRUE;
}

static gboolean
point_take (const HmStoreSummary *summary, gpointer data, GError **error)
{
  Telling *telling = data;
  const guint n_checks = telling->story->checks->len;
  HmStoryPoint *point = g_new0 (HmStoryPoint, 1);

  (void) error;
  point->as_of = summary->as_of;
  point->commit = summary->commit;
  point->score = summary->score;
  point->floor = summary->floor;
  point->ceiling = summary->ceiling;
  point->coverage_percent = summary->coverage_percent;
  point->check_scores = g_new (int, n_checks + 1);
  for (guint i = 0; i < n_checks; i++)
    point->check_scores[i] = HM_NO_SCORE;
  for (guint i = 0; i < summary->n_checks; i++) {
    const guint index = check_index (telling, &summary->checks[i]);

    if (index < n_checks)
      point->check_scores[index] = summary->checks[i].score;
  }
  g_ptr_array_add (telling->story->points, point);
  return TRUE;
}

HmRepositoryStory *
hm_ranking_story (HmStore *store, const HmRankRow *row, gint64 since, gint64 until,
                  gboolean with_report, GError **error)
{
  const char *const keys[] = { row->key, NULL };
  g_autoptr (HmRepositoryStory) story = hm_repository_story_new (row);
  g_autoptr (GHashTable) indices = g_hash_table_new (NULL, NULL);
  Telling telling = { story, indices };

  if (!hm_store_latest (store, keys, until, newest_take, &telling, error)
      || !hm_store_history (store, row->key, since, until, checks_take, &telling, error)
      || !hm_store_history (store, row->key, since, until, point_take, &telling, error))
    return NULL;
  if (with_report && row->has_report) {
    story->report = hm_store_report (store, row->key, until, error);
    if (story->report == NULL)
      return NULL;
  }
  return g_steal_pointer (&story);
}
