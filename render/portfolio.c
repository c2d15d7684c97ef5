/* SPDX-License-Identifier: Apache-2.0 */
#include "render/portfolio.h"

#include <string.h>

const char *
hm_criticality_origin_text (HmCriticalityOrigin origin)
{
  static const char *const origins[] = {
    [HM_CRITICALITY_UNKNOWN] = "unknown",
    [HM_CRITICALITY_GIVEN] = "given",
    [HM_CRITICALITY_WORKED_OUT] = "auto",
  };

  return origins[origin];
}

const char *
hm_criticality_signal_id (HmCriticalitySignal signal)
{
  static const char *const ids[HM_CRITICALITY_N_SIGNALS] = {
    [HM_CRITICALITY_CREATED] = "created",       [HM_CRITICALITY_UPDATED] = "updated",
    [HM_CRITICALITY_PEOPLE] = "people",         [HM_CRITICALITY_ORGANISATIONS] = "organisations",
    [HM_CRITICALITY_COMMITS] = "commits",       [HM_CRITICALITY_RELEASES] = "releases",
    [HM_CRITICALITY_DEPENDENTS] = "dependents", [HM_CRITICALITY_FORKS] = "forks",
    [HM_CRITICALITY_STARS] = "stars",
  };

  return ids[signal];
}

const char *
hm_criticality_signal_text (HmCriticalitySignal signal)
{
  static const char *const texts[HM_CRITICALITY_N_SIGNALS] = {
    [HM_CRITICALITY_CREATED] = "months since the first commit",
    [HM_CRITICALITY_UPDATED] = "months since the newest commit",
    [HM_CRITICALITY_PEOPLE] = "people who committed in a year",
    [HM_CRITICALITY_ORGANISATIONS] = "organisations of these people",
    [HM_CRITICALITY_COMMITS] = "commits a week, over a year",
    [HM_CRITICALITY_RELEASES] = "releases in a year",
    [HM_CRITICALITY_DEPENDENTS] = "dependents in the portfolio",
    [HM_CRITICALITY_FORKS] = "forks",
    [HM_CRITICALITY_STARS] = "stars",
  };

  return texts[signal];
}

static void
row_free (gpointer row)
{
  hm_rank_row_free (row);
}

HmRanking *
hm_ranking_new (void)
{
  HmRanking *ranking = g_new0 (HmRanking, 1);

  ranking->by = g_strdup ("risk");
  ranking->rows = g_ptr_array_new_with_free_func (row_free);
  ranking->others = g_array_new (FALSE, FALSE, sizeof (HmNamed));
  return ranking;
}

void
hm_ranking_free (HmRanking *ranking)
{
  if (ranking == NULL)
    return;
  g_free (ranking->by);
  g_ptr_array_unref (ranking->rows);
  g_array_unref (ranking->others);
  g_free (ranking);
}

HmRankRow *
hm_rank_row_new (const char *key)
{
  HmRankRow *row = g_new0 (HmRankRow, 1);

  row->key = g_strdup (key);
  row->name = g_strdup (key);
  row->where = g_strdup ("");
  row->owners = g_new0 (char *, 1);
  row->criticality.worked_out = -1;
  row->score = HM_NO_SCORE;
  row->floor = HM_NO_SCORE;
  row->ceiling = HM_NO_SCORE;
  row->band = g_intern_static_string ("unknown");
  row->checks = g_array_new (FALSE, FALSE, sizeof (HmRankCheck));
  row->risk = HM_NO_SCORE;
  row->before_score = HM_NO_SCORE;
  row->before_floor = HM_NO_SCORE;
  row->nebraska = g_strdup ("");
  row->n_dependents = -1;
  row->n_active = -1;
  row->n_commits = -1;
  row->failure = g_strdup ("");
  row->why = g_strdup ("");
  return row;
}

void
hm_rank_row_free (HmRankRow *row)
{
  if (row == NULL)
    return;
  g_free (row->key);
  g_free (row->name);
  g_free (row->where);
  g_free (row->group);
  g_strfreev (row->owners);
  g_array_unref (row->checks);
  g_free (row->nebraska);
  g_free (row->failure);
  g_free (row->why);
  g_free (row);
}

const HmRankRow *
hm_ranking_row (const HmRanking *ranking, guint index)
{
  return g_ptr_array_index (ranking->rows, index);
}

const HmRankCheck *
hm_rank_row_check (const HmRankRow *row, const char *id)
{
  for (guint i = 0; i < row->checks->len; i++) {
    const HmRankCheck *check = &g_array_index (row->checks, HmRankCheck, i);

    if (g_str_equal (check->id, id))
      return check;
  }
  return NULL;
}

static int
ids_compare (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

GPtrArray *
hm_ranking_check_ids (const HmRanking *ranking)
{
  g_autoptr (GHashTable) known = g_hash_table_new (NULL, NULL);
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < ranking->rows->len; i++) {
    const HmRankRow *row = hm_ranking_row (ranking, i);

    for (guint k = 0; k < row->checks->len; k++) {
      const char *id = g_array_index (row->checks, HmRankCheck, k).id;

      if (g_hash_table_add (known, GUINT_TO_POINTER (g_quark_from_string (id))))
        g_ptr_array_add (ids, g_strdup (id));
    }
  }
  g_ptr_array_sort (ids, ids_compare);
  return ids;
}

gboolean
hm_rank_row_change (const HmRankRow *row, int *ret_change)
{
  if (row->is_unseen || !row->has_before || row->before_score < 0 || row->score < 0)
    return FALSE;
  *ret_change = row->score - row->before_score;
  return TRUE;
}

static void
point_free (gpointer data)
{
  HmStoryPoint *point = data;

  g_free (point->check_scores);
  g_free (point);
}

HmRepositoryStory *
hm_repository_story_new (const HmRankRow *row)
{
  HmRepositoryStory *story = g_new0 (HmRepositoryStory, 1);

  story->row = row;
  story->checks = g_ptr_array_new_with_free_func (g_free);
  story->points = g_ptr_array_new_with_free_func (point_free);
  return story;
}

void
hm_repository_story_free (HmRepositoryStory *story)
{
  if (story == NULL)
    return;
  g_ptr_array_unref (story->checks);
  g_ptr_array_unref (story->points);
  hm_report_free (story->report);
  g_free (story);
}

const char *
hm_move_kind_text (HmMoveKind kind)
{
  static const char *const texts[HM_N_MOVE_KINDS] = {
    [HM_MOVE_FELL] = "fell",     [HM_MOVE_FOUND] = "found", [HM_MOVE_FAILED] = "failed",
    [HM_MOVE_UNSEEN] = "unseen", [HM_MOVE_ROSE] = "rose",   [HM_MOVE_ARRIVED] = "arrived",
    [HM_MOVE_OTHER] = "other",
  };

  return texts[kind];
}

static void
finding_free (gpointer data)
{
  HmMovedFinding *finding = data;

  g_free (finding->check_id);
  g_free (finding->check_name);
  g_free (finding->probe);
  g_free (finding->message);
  g_free (finding->file);
  g_free (finding);
}

GPtrArray *
hm_moved_findings_new (void)
{
  return g_ptr_array_new_with_free_func (finding_free);
}

static void
move_free (gpointer move)
{
  hm_move_free (move);
}

HmMoves *
hm_moves_new (gint64 since, gint64 until, int threshold)
{
  HmMoves *moves = g_new0 (HmMoves, 1);

  moves->since = since;
  moves->until = until;
  moves->threshold = threshold;
  moves->moves = g_ptr_array_new_with_free_func (move_free);
  moves->others = g_array_new (FALSE, FALSE, sizeof (HmNamed));
  return moves;
}

void
hm_moves_free (HmMoves *moves)
{
  if (moves == NULL)
    return;
  g_ptr_array_unref (moves->moves);
  g_array_unref (moves->others);
  g_free (moves);
}

HmMove *
hm_move_new (const char *key)
{
  HmMove *move = g_new0 (HmMove, 1);

  move->key = g_strdup (key);
  move->name = g_strdup (key);
  move->owners = g_new0 (char *, 1);
  move->kind = HM_MOVE_OTHER;
  move->before_score = HM_NO_SCORE;
  move->after_score = HM_NO_SCORE;
  move->before_floor = HM_NO_SCORE;
  move->after_floor = HM_NO_SCORE;
  move->before_tool_version = "";
  move->after_tool_version = "";
  move->before_policy = "";
  move->after_policy = "";
  move->risk = HM_NO_SCORE;
  move->checks = g_array_new (FALSE, FALSE, sizeof (HmMovedCheck));
  move->came = hm_moved_findings_new ();
  move->went = hm_moved_findings_new ();
  move->failure = g_strdup ("");
  return move;
}

void
hm_move_free (HmMove *move)
{
  if (move == NULL)
    return;
  g_free (move->key);
  g_free (move->name);
  g_free (move->group);
  g_strfreev (move->owners);
  g_array_unref (move->checks);
  g_ptr_array_unref (move->came);
  g_ptr_array_unref (move->went);
  g_free (move->failure);
  g_free (move);
}
