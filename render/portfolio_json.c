/* SPDX-License-Identifier: Apache-2.0 */
#include "render/portfolio_format.h"

#include "render/json_value.h"
#include "render/portfolio_words.h"
#include "render/report_part.h"

#define RANK_SCHEMA "hallmark/portfolio-rank/1"
#define SHOW_SCHEMA "hallmark/portfolio-show/1"
#define CHANGES_SCHEMA "hallmark/portfolio-changes/1"

static json_t *
instant_json (gint64 seconds)
{
  return seconds != 0 ? hm_json_instant (seconds) : json_null ();
}

static json_t *
count_json (int count)
{
  return count >= 0 ? json_integer (count) : json_null ();
}

static json_t *
names_json (char *const *names)
{
  json_t *array = json_array ();

  for (gsize i = 0; names[i] != NULL; i++)
    hm_json_append (array, hm_json_text (names[i]));
  return array;
}

static json_t *
criticality_json (const HmCriticality *criticality)
{
  json_t *object = json_object ();
  json_t *parts = json_array ();

  hm_json_put (object, "value",
               criticality->origin != HM_CRITICALITY_UNKNOWN ? json_real (criticality->value)
                                                             : json_null ());
  hm_json_put (object, "origin", json_string (hm_criticality_origin_text (criticality->origin)));
  hm_json_put (object, "worked_out",
               criticality->worked_out >= 0 ? json_real (criticality->worked_out) : json_null ());
  hm_json_put (object, "as_of", instant_json (criticality->as_of));
  for (int i = 0; i < HM_CRITICALITY_N_SIGNALS; i++) {
    const HmCriticalityPart *part = &criticality->parts[i];
    json_t *value = json_object ();

    hm_json_put (value, "signal", json_string (hm_criticality_signal_id ((HmCriticalitySignal) i)));
    hm_json_put (value, "value", part->is_known ? json_real (part->value) : json_null ());
    hm_json_put (value, "threshold", json_real (part->threshold));
    hm_json_put (value, "weight", json_real (part->weight));
    hm_json_put (value, "share", part->is_known ? json_real (part->share) : json_null ());
    hm_json_append (parts, value);
  }
  hm_json_put (object, "parts", parts);
  return object;
}

static json_t *
checks_json (const HmRankRow *row)
{
  json_t *array = json_array ();

  for (guint i = 0; i < row->checks->len; i++) {
    const HmRankCheck *check = &g_array_index (row->checks, HmRankCheck, i);
    json_t *value = json_object ();

    hm_json_put (value, "id", hm_json_text (check->id));
    hm_json_put (value, "name", hm_json_text (check->name));
    hm_json_put (value, "status", json_string (hm_status_text (check->status)));
    hm_json_put (value, "score", hm_json_tenths (check->score));
    hm_json_put (value, "floor", hm_json_tenths (check->floor));
    hm_json_put (value, "ceiling", hm_json_tenths (check->ceiling));
    hm_json_put (value, "before", hm_json_tenths (check->before));
    hm_json_append (array, value);
  }
  return array;
}

static json_t *
report_json (const HmRankRow *row)
{
  json_t *object;

  if (!row->has_report)
    return json_null ();
  object = json_object ();
  hm_json_put (object, "as_of", hm_json_instant (row->as_of));
  hm_json_put (object, "commit", hm_report_oid_json (&row->commit));
  hm_json_put (object, "committed_at", hm_json_instant (row->committed_at));
  hm_json_put (object, "score", hm_json_tenths (row->score));
  hm_json_put (object, "floor", hm_json_tenths (row->floor));
  hm_json_put (object, "ceiling", hm_json_tenths (row->ceiling));
  hm_json_put (object, "coverage", json_real (row->coverage_percent / 100.0));
  hm_json_put (object, "partial", json_boolean (row->is_partial));
  hm_json_put (object, "band", hm_json_text (row->band));
  hm_json_put (object, "own_policy", json_boolean (row->is_by_own_policy));
  hm_json_put (object, "checks", checks_json (row));
  return object;
}

static json_t *
before_json (const HmRankRow *row)
{
  json_t *object;

  if (!row->has_before)
    return json_null ();
  object = json_object ();
  hm_json_put (object, "as_of", hm_json_instant (row->before_as_of));
  hm_json_put (object, "score", hm_json_tenths (row->before_score));
  hm_json_put (object, "floor", hm_json_tenths (row->before_floor));
  hm_json_put (object, "coverage", json_real (row->before_coverage_percent / 100.0));
  return object;
}

static json_t *
row_json (const HmRankRow *row)
{
  json_t *object = json_object ();
  int change;

  hm_json_put (object, "repository", hm_json_text (row->key));
  hm_json_put (object, "name", hm_json_text (row->name));
  hm_json_put (object, "where", hm_json_text (row->where));
  hm_json_put (object, "group", hm_json_text_or_null (row->group != NULL ? row->group : ""));
  hm_json_put (object, "owners", names_json (row->owners));
  hm_json_put (object, "risk", hm_json_tenths (row->risk));
  hm_json_put (object, "criticality", criticality_json (&row->criticality));
  hm_json_put (object, "report", report_json (row));
  hm_json_put (object, "before", before_json (row));
  hm_json_put (object, "change",
               hm_rank_row_change (row, &change) ? json_real (change / 10.0) : json_null ());
  hm_json_put (object, "dependents", count_json (row->n_dependents));
  hm_json_put (object, "active_maintainers", count_json (row->n_active));
  hm_json_put (object, "commits_in_a_year", count_json (row->n_commits));
  hm_json_put (object, "nebraska", hm_json_text_or_null (row->nebraska));
  hm_json_put (object, "scanned_at", instant_json (row->scanned_at));
  hm_json_put (object, "failed_at", instant_json (row->failed_at));
  hm_json_put (object, "failure", hm_json_text_or_null (row->failure));
  hm_json_put (object, "stale", json_boolean (row->is_stale));
  hm_json_put (object, "why", hm_json_text (row->why));
  return object;
}

static json_t *
mean_json (const HmRanking *ranking)
{
  const HmRankMean mean = hm_ranking_mean (ranking, NULL);
  json_t *object = json_object ();

  hm_json_put (object, "scored", json_integer (mean.n_scored));
  hm_json_put (object, "score", hm_json_tenths (mean.score));
  hm_json_put (object, "floor", hm_json_tenths (mean.floor));
  hm_json_put (object, "coverage", json_real (mean.coverage_percent / 100.0));
  return object;
}

GBytes *
hm_ranking_json (const HmRanking *ranking)
{
  g_autoptr (json_t) root = json_object ();
  json_t *rows = json_array ();

  hm_json_put (root, "schema", json_string (RANK_SCHEMA));
  hm_json_put (root, "as_of", hm_json_instant (ranking->as_of));
  hm_json_put (root, "since", instant_json (ranking->since));
  hm_json_put (root, "by", hm_json_text (ranking->by));
  hm_json_put (root, "repositories", json_integer (ranking->n_repositories));
  hm_json_put (root, "chosen", json_integer (ranking->n_chosen));
  hm_json_put (root, "mean", mean_json (ranking));
  for (guint i = 0; i < ranking->rows->len; i++)
    hm_json_append (rows, row_json (hm_ranking_row (ranking, i)));
  hm_json_put (root, "rows", rows);
  return hm_json_print (root, 2);
}

static json_t *
point_json (const HmRepositoryStory *story, const HmStoryPoint *point)
{
  json_t *object = json_object ();
  json_t *checks = json_object ();

  hm_json_put (object, "as_of", hm_json_instant (point->as_of));
  hm_json_put (object, "commit", hm_report_oid_json (&point->commit));
  hm_json_put (object, "score", hm_json_tenths (point->score));
  hm_json_put (object, "floor", hm_json_tenths (point->floor));
  hm_json_put (object, "ceiling", hm_json_tenths (point->ceiling));
  hm_json_put (object, "coverage", json_real (point->coverage_percent / 100.0));
  for (guint i = 0; i < story->checks->len; i++) {
    const HmRankCheck *check = g_ptr_array_index (story->checks, i);

    hm_json_put (checks, check->id, hm_json_tenths (point->check_scores[i]));
  }
  hm_json_put (object, "checks", checks);
  return object;
}

static json_t *
failures_json (const HmReport *report)
{
  json_t *array = json_array ();

  for (guint i = 0; report != NULL && i < report->results->len; i++) {
    const HmResult *result = g_ptr_array_index (report->results, i);

    for (guint k = 0; k < result->findings->items->len; k++) {
      const HmFinding *finding = g_ptr_array_index (result->findings->items, k);
      json_t *object;

      if ((finding->outcome != HM_FAIL && finding->outcome != HM_UNKNOWN) || finding->waiver > 0)
        continue;
      object = json_object ();
      hm_json_put (object, "check", hm_json_text (result->id));
      hm_json_put (object, "probe", hm_json_text (finding->probe));
      hm_json_put (object, "outcome", json_string (hm_outcome_text (finding->outcome)));
      hm_json_put (object, "message", hm_json_text (finding->message));
      hm_json_put (object, "remediation", hm_json_text (finding->remediation));
      hm_json_append (array, object);
    }
  }
  return array;
}

GBytes *
hm_story_json (const HmRepositoryStory *story)
{
  g_autoptr (json_t) root = json_object ();
  json_t *history = json_array ();

  hm_json_put (root, "schema", json_string (SHOW_SCHEMA));
  hm_json_put (root, "repository", row_json (story->row));
  for (guint i = 0; i < story->points->len; i++)
    hm_json_append (history, point_json (story, g_ptr_array_index (story->points, i)));
  hm_json_put (root, "history", history);
  hm_json_put (root, "findings", failures_json (story->report));
  return hm_json_print (root, 2);
}

static json_t *
moved_findings_json (const GPtrArray *findings)
{
  json_t *array = json_array ();

  for (guint i = 0; i < findings->len; i++) {
    const HmMovedFinding *finding = g_ptr_array_index (findings, i);
    json_t *object = json_object ();

    hm_json_put (object, "check", hm_json_text (finding->check_id));
    hm_json_put (object, "check_name", hm_json_text (finding->check_name));
    hm_json_put (object, "probe", hm_json_text (finding->probe));
    hm_json_put (object, "outcome", json_string (hm_outcome_text (finding->outcome)));
    hm_json_put (object, "message", hm_json_text (finding->message));
    hm_json_put (object, "file", hm_json_text_or_null (finding->file != NULL ? finding->file : ""));
    hm_json_put (object, "by_waiver", json_boolean (finding->is_by_waiver));
    hm_json_append (array, object);
  }
  return array;
}

static json_t *
truth_json (HmTruth truth)
{
  return truth == HM_TRUTH_UNKNOWN ? json_null () : json_boolean (truth == HM_TRUTH_YES);
}

static json_t *
end_json (gint64 as_of, const HmOid *commit, int score, int floor, int coverage_percent,
          const char *tool_version, const char *policy)
{
  json_t *object;

  if (as_of == 0)
    return json_null ();
  object = json_object ();
  hm_json_put (object, "as_of", hm_json_instant (as_of));
  hm_json_put (object, "commit", hm_report_oid_json (commit));
  hm_json_put (object, "score", hm_json_tenths (score));
  hm_json_put (object, "floor", hm_json_tenths (floor));
  hm_json_put (object, "coverage", json_real (coverage_percent / 100.0));
  hm_json_put (object, "tool_version", hm_json_text (tool_version));
  hm_json_put (object, "policy", hm_json_text (policy));
  return object;
}

static json_t *
move_json (const HmMove *move)
{
  json_t *object = json_object ();
  json_t *checks = json_array ();

  hm_json_put (object, "repository", hm_json_text (move->key));
  hm_json_put (object, "name", hm_json_text (move->name));
  hm_json_put (object, "group", hm_json_text_or_null (move->group != NULL ? move->group : ""));
  hm_json_put (object, "owners", names_json (move->owners));
  hm_json_put (object, "kind", json_string (hm_move_kind_text (move->kind)));
  hm_json_put (object, "risk", hm_json_tenths (move->risk));
  hm_json_put (object, "before",
               end_json (move->before_as_of, &move->before_commit, move->before_score,
                         move->before_floor, move->before_coverage_percent,
                         move->before_tool_version, move->before_policy));
  hm_json_put (object, "after",
               end_json (move->after_as_of, &move->after_commit, move->after_score,
                         move->after_floor, move->after_coverage_percent, move->after_tool_version,
                         move->after_policy));
  hm_json_put (object, "tool_changed",
               move->before_as_of != 0 ? json_boolean (hm_move_tool_changed (move)) : json_null ());
  hm_json_put (object, "policy_changed", truth_json (move->policy_changed));
  for (guint i = 0; i < move->checks->len; i++) {
    const HmMovedCheck *check = &g_array_index (move->checks, HmMovedCheck, i);
    json_t *value = json_object ();

    hm_json_put (value, "id", hm_json_text (check->id));
    hm_json_put (value, "name", hm_json_text (check->name));
    hm_json_put (value, "before", hm_json_tenths (check->before));
    hm_json_put (value, "after", hm_json_tenths (check->after));
    hm_json_append (checks, value);
  }
  hm_json_put (object, "checks", checks);
  hm_json_put (object, "came", moved_findings_json (move->came));
  hm_json_put (object, "went", moved_findings_json (move->went));
  hm_json_put (object, "failure", hm_json_text_or_null (move->failure));
  return object;
}

GBytes *
hm_moves_json (const HmMoves *moves)
{
  g_autoptr (json_t) root = json_object ();
  json_t *counts = json_object ();
  json_t *array = json_array ();

  hm_json_put (root, "schema", json_string (CHANGES_SCHEMA));
  hm_json_put (root, "since", hm_json_instant (moves->since));
  hm_json_put (root, "until", hm_json_instant (moves->until));
  hm_json_put (root, "threshold", hm_json_tenths (moves->threshold));
  hm_json_put (root, "repositories", json_integer (moves->n_repositories));
  for (int i = 0; i < HM_N_MOVE_KINDS; i++)
    hm_json_put (counts, hm_move_kind_text ((HmMoveKind) i), json_integer (moves->counts[i]));
  hm_json_put (root, "counts", counts);
  for (guint i = 0; i < moves->moves->len; i++)
    hm_json_append (array, move_json (g_ptr_array_index (moves->moves, i)));
  hm_json_put (root, "moves", array);
  return hm_json_print (root, 2);
}
