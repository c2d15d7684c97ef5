/* SPDX-License-Identifier: Apache-2.0 */
/* What one repository went through. */
#include "portfolio/ranking_rows.h"

typedef struct {
  HmRepositoryStory *story;
  GHashTable *indices; /* quark of an id to index + 1 into the story's checks */
} Telling;

static gpointer
id_pointer (const char *id)
{
  return GUINT_TO_POINTER (g_quark_from_string (id));
}

/* Returns: the index of the check @id; HM_RANK_CHECKS_MAX where the story has none. */
static guint
check_index (const Telling *telling, const char *id)
{
  const guint place = GPOINTER_TO_UINT (g_hash_table_lookup (telling->indices, id_pointer (id)));

  return place > 0 ? place - 1 : HM_RANK_CHECKS_MAX;
}

/* Adds @told, without scores, where the story lacks it and has room. Returns: (borrowed) (nullable) what was added. */
static HmRankCheck *
check_add (Telling *telling, const HmStoreCheck *told)
{
  GPtrArray *checks = telling->story->checks;
  HmRankCheck *check;

  if (checks->len >= HM_RANK_CHECKS_MAX || check_index (telling, told->id) < HM_RANK_CHECKS_MAX)
    return NULL;
  check = g_new0 (HmRankCheck, 1);
  *check = (HmRankCheck){ .id = g_intern_string (told->id),
                          .name = g_intern_string (told->name),
                          .status = HM_STATUS_NOT_APPLICABLE,
                          .score = HM_NO_SCORE,
                          .floor = HM_NO_SCORE,
                          .ceiling = HM_NO_SCORE,
                          .before = HM_NO_SCORE };
  g_ptr_array_add (checks, check);
  g_hash_table_insert (telling->indices, id_pointer (told->id), GUINT_TO_POINTER (checks->len));
  return check;
}

/* The checks of the newest report come first, in its order: it is asked before the others. */
static gboolean
newest_take (const HmStoreSummary *summary, gpointer data, GError **error)
{
  (void) error;
  for (guint i = 0; i < summary->n_checks; i++) {
    const HmStoreCheck *told = &summary->checks[i];
    HmRankCheck *check = check_add (data, told);

    if (check == NULL)
      continue;
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
  (void) error;
  for (guint i = 0; i < summary->n_checks; i++)
    check_add (data, &summary->checks[i]);
  return TRUE;
}

/*
 * Takes the scores of the checks that the story has by now: each point has one for each, so none may be added from
 * here on.
 */
static gboolean
point_take (const HmStoreSummary *summary, gpointer data, GError **error)
{
  const Telling *telling = data;
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
    const guint index = check_index (telling, summary->checks[i].id);

    if (index < n_checks)
      point->check_scores[index] = summary->checks[i].score;
  }
  g_ptr_array_add (telling->story->points, point);
  return TRUE;
}

static gboolean
story_read (HmStore *store, gint64 since, gint64 until, gboolean with_report,
            HmRepositoryStory *story, GError **error)
{
  const HmRankRow *row = story->row;
  const char *const keys[] = { row->key, NULL };
  g_autoptr (GHashTable) indices = g_hash_table_new (NULL, NULL);
  Telling telling = { story, indices };

  if (!hm_store_latest (store, keys, until, newest_take, &telling, error)
      || !hm_store_history (store, row->key, since, until, checks_take, &telling, error)
      || !hm_store_history (store, row->key, since, until, point_take, &telling, error))
    return FALSE;
  if (with_report && row->has_report)
    story->report = hm_store_report (store, row->key, until, error);
  return !with_report || !row->has_report || story->report != NULL;
}

HmRepositoryStory *
hm_ranking_story (HmStore *store, const HmRankRow *row, gint64 since, gint64 until,
                  gboolean with_report, GError **error)
{
  g_autoptr (HmRepositoryStory) story = hm_repository_story_new (row);
  gboolean is_read;

  if (!hm_store_view_begin (store, error))
    return NULL;
  is_read = story_read (store, since, until, with_report, story, error);
  hm_store_view_end (store);
  return is_read ? g_steal_pointer (&story) : NULL;
}
