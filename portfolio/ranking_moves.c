/* SPDX-License-Identifier: Apache-2.0 */
/* What moved in a portfolio, and what of it is bad news. */
#include <stdlib.h>
#include <string.h>

#include "core/seeded_hash.h"
#include "portfolio/criticality.h"
#include "portfolio/ranking_rows.h"

typedef struct {
  HmMoves *moves;
  HmRankRows *rows;   /* of those that are asked about */
  GHashTable *by_key; /* key to HmMove: what is in @moves */
} Telling;

/* Returns: (borrowed) one more of @row */
static HmMove *
move_add (Telling *telling, const HmRankRow *row)
{
  HmMove *move = hm_move_new (row->key);

  hm_text_set (&move->name, row->name);
  move->group = g_strdup (row->group);
  g_strfreev (move->owners);
  move->owners = g_strdupv (row->owners);
  g_ptr_array_add (telling->moves->moves, move);
  g_hash_table_insert (telling->by_key, move->key, move);
  return move;
}

static int
findings_compare (gconstpointer a, gconstpointer b)
{
  const HmMovedFinding *one = *(const HmMovedFinding *const *) a;
  const HmMovedFinding *other = *(const HmMovedFinding *const *) b;
  int order = strcmp (one->check_id, other->check_id);

  if (order == 0)
    order = strcmp (one->probe, other->probe);
  if (order == 0)
    order = (int) one->outcome - (int) other->outcome;
  if (order == 0)
    order = strcmp (one->message, other->message);
  return order != 0 ? order : g_strcmp0 (one->file, other->file);
}

/* Returns: (owned) (element-type utf8) (borrowed) fingerprints of those of @told that a waiver settles. */
static GHashTable *
waived_find (const GPtrArray *told)
{
  GHashTable *waived = g_hash_table_new (hm_seeded_text_hash, g_str_equal);

  for (guint i = 0; i < told->len; i++) {
    const HmStoreFinding *one = g_ptr_array_index (told, i);

    if (one->waived == HM_TRUTH_YES)
      g_hash_table_add (waived, one->fingerprint);
  }
  return waived;
}

/*
 * What passes, or does not apply, is no news: that what failed went says it. Nor is what a waiver settles. @others:
 * of the other report.
 */
static void
findings_take (const GPtrArray *told, const GPtrArray *others, GPtrArray *findings)
{
  g_autoptr (GHashTable) waived = waived_find (others);

  for (guint i = 0; i < told->len; i++) {
    const HmStoreFinding *one = g_ptr_array_index (told, i);
    HmMovedFinding *finding;

    if ((one->outcome != HM_FAIL && one->outcome != HM_UNKNOWN) || one->waived == HM_TRUTH_YES)
      continue;
    finding = g_new0 (HmMovedFinding, 1);
    finding->check_id = g_strdup (one->check_id);
    finding->check_name = g_strdup (one->check_name);
    finding->probe = g_strdup (one->probe);
    finding->outcome = one->outcome;
    finding->message = g_strdup (one->message);
    if (one->file != NULL && *one->file != '\0')
      finding->file = g_strdup (one->file);
    finding->is_by_waiver = g_hash_table_contains (waived, one->fingerprint);
    g_ptr_array_add (findings, finding);
  }
  g_ptr_array_sort (findings, findings_compare);
}

/*
 * What both reports can be compared by. A check that one of them lacks came with a version, a policy or a plug-in,
 * not with the project.
 */
typedef struct {
  int threshold;      /* tenths, at least 1 */
  GHashTable *checks; /* quarks of the ids of those that both have */
  gboolean are_all;   /* neither has another one */
  gboolean fell;      /* score or floor of one of them is lower */
  gboolean rose;      /* likewise, higher */
} Common;

static void
common_clear (Common *common)
{
  g_clear_pointer (&common->checks, g_hash_table_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Common, common_clear)

/* Whether a figure went down (@sign -1) or up (1) by what counts. One that is known only at one end did neither. */
static gboolean
moves_towards (const Common *common, int before, int after, int sign)
{
  return before >= 0 && after >= 0 && (after - before) * sign >= common->threshold;
}

static void
check_take (HmMove *move, const HmStoreCheck *check, int before, int after)
{
  const HmMovedCheck moved = { g_intern_string (check->id), g_intern_string (check->name), before,
                               after };

  if (before != after)
    g_array_append_val (move->checks, moved);
}

static gpointer
id_pointer (const char *id)
{
  return GUINT_TO_POINTER (g_quark_from_string (id));
}

static void
common_take (HmMove *move, Common *common, const HmStoreCheck *before, const HmStoreCheck *after)
{
  check_take (move, after, before->score, after->score);
  g_hash_table_add (common->checks, id_pointer (after->id));
  common->fell = common->fell || moves_towards (common, before->score, after->score, -1)
                 || moves_towards (common, before->floor, after->floor, -1);
  common->rose = common->rose || moves_towards (common, before->score, after->score, 1)
                 || moves_towards (common, before->floor, after->floor, 1);
}

/* Checks of the later report, then those that it lacks. */
static void
checks_take (HmMove *move, Common *common, const HmStoreSummary *before,
             const HmStoreSummary *after)
{
  g_autoptr (GHashTable) places = g_hash_table_new (NULL, NULL); /* quark of an id to index + 1 */

  common->checks = g_hash_table_new (NULL, NULL);
  for (guint i = 0; i < before->n_checks; i++)
    g_hash_table_insert (places, id_pointer (before->checks[i].id), GUINT_TO_POINTER (i + 1));
  for (guint i = 0; i < after->n_checks; i++) {
    const HmStoreCheck *check = &after->checks[i];
    const guint place = GPOINTER_TO_UINT (g_hash_table_lookup (places, id_pointer (check->id)));

    if (place > 0)
      common_take (move, common, &before->checks[place - 1], check);
    else
      check_take (move, check, HM_NO_SCORE, check->score);
    g_hash_table_remove (places, id_pointer (check->id));
  }
  common->are_all =
      g_hash_table_size (places) == 0 && g_hash_table_size (common->checks) == after->n_checks;
  for (guint i = 0; i < before->n_checks; i++)
    if (g_hash_table_contains (places, id_pointer (before->checks[i].id)))
      check_take (move, &before->checks[i], before->checks[i].score, HM_NO_SCORE);
}

static gboolean
has_failure (const GPtrArray *findings, const Common *common)
{
  for (guint i = 0; i < findings->len; i++) {
    const HmMovedFinding *finding = g_ptr_array_index (findings, i);

    if (finding->outcome == HM_FAIL
        && g_hash_table_contains (common->checks, id_pointer (finding->check_id)))
      return TRUE;
  }
  return FALSE;
}

/*
 * Scores of all checks together are comparable where they are of the same checks. Else what fell has to show in one
 * of those that both have, or the policy weighs them anew, which somebody wanted to be told.
 */
static gboolean
is_towards (const HmMove *move, const Common *common, int sign)
{
  if ((common->are_all || (sign < 0 ? common->fell : common->rose)
       || move->policy_changed == HM_TRUTH_YES)
      && (moves_towards (common, move->before_score, move->after_score, sign)
          || moves_towards (common, move->before_floor, move->after_floor, sign)))
    return TRUE;
  for (guint i = 0; i < move->checks->len; i++) {
    const HmMovedCheck *check = &g_array_index (move->checks, HmMovedCheck, i);

    if (moves_towards (common, check->before, check->after, sign))
      return TRUE;
  }
  return FALSE;
}

/* Digests that differ tell of another policy whatever it is called; where one is not known, names that do. */
static HmTruth
policy_change (const HmStoreSummary *before, const HmStoreSummary *after)
{
  if (!g_str_equal (before->policy_name, after->policy_name))
    return HM_TRUTH_YES;
  if (before->policy_digest == NULL || after->policy_digest == NULL)
    return HM_TRUTH_UNKNOWN;
  return g_str_equal (before->policy_digest, after->policy_digest) ? HM_TRUTH_NO : HM_TRUTH_YES;
}

static gboolean
is_unmoved (const HmMove *move)
{
  return move->checks->len == 0 && move->came->len == 0 && move->went->len == 0
         && move->before_score == move->after_score && move->before_floor == move->after_floor
         && move->before_coverage_percent == move->after_coverage_percent;
}

static HmMoveKind
kind_of (const HmMove *move, const Common *common)
{
  if (is_towards (move, common, -1))
    return HM_MOVE_FELL;
  if (has_failure (move->came, common))
    return HM_MOVE_FOUND;
  return is_towards (move, common, 1) || has_failure (move->went, common) ? HM_MOVE_ROSE
                                                                          : HM_MOVE_OTHER;
}

static void
after_take (HmMove *move, const HmStoreSummary *after)
{
  move->after_tool_version = g_intern_string (after->tool_version);
  move->after_policy = g_intern_string (after->policy_name);
  move->after_as_of = after->as_of;
  move->after_commit = after->commit;
  move->after_score = after->score;
  move->after_floor = after->floor;
  move->after_coverage_percent = after->coverage_percent;
}

static void
before_take (HmMove *move, const HmStoreSummary *before, const HmStoreSummary *after)
{
  move->before_as_of = before->as_of;
  move->before_commit = before->commit;
  move->before_score = before->score;
  move->before_floor = before->floor;
  move->before_coverage_percent = before->coverage_percent;
  move->before_tool_version = g_intern_string (before->tool_version);
  move->before_policy = g_intern_string (before->policy_name);
  move->policy_changed = policy_change (before, after);
}

/* Takes back the last move: nothing is to be told of it. */
static void
move_drop (Telling *telling, const HmMove *move)
{
  g_hash_table_remove (telling->by_key, move->key);
  g_ptr_array_set_size (telling->moves->moves, (gint) telling->moves->moves->len - 1);
}

static gboolean
is_failed (const Telling *telling, const HmRankRow *row)
{
  return row->failed_at > telling->moves->since;
}

/* The states are known by now. */
static gboolean
change_take (const HmStoreChange *change, gpointer data, GError **error)
{
  Telling *telling = data;
  const HmStoreSummary *before = change->before;
  const HmStoreSummary *after = change->after;
  HmRankRow *row = g_hash_table_lookup (telling->rows->by_key, after->repository);
  g_auto (Common) common = { .threshold = telling->moves->threshold };
  HmMove *move;

  (void) error;
  row->has_report = TRUE;
  row->as_of = after->as_of;
  row->floor = after->floor;
  if (before != NULL && before->as_of == after->as_of
      && hm_rank_row_is_seen (row, telling->moves->since) && !is_failed (telling, row))
    return TRUE;
  move = move_add (telling, row);
  after_take (move, after);
  if (before == NULL) {
    move->kind = HM_MOVE_ARRIVED;
    return TRUE;
  }
  before_take (move, before, after);
  if (before->as_of == after->as_of) {
    move->kind = HM_MOVE_UNSEEN;
    return TRUE;
  }
  checks_take (move, &common, before, after);
  findings_take (change->came, change->went, move->came);
  findings_take (change->went, change->came, move->went);
  if (is_unmoved (move) && !is_failed (telling, row))
    move_drop (telling, move);
  else
    move->kind = kind_of (move, &common);
  return TRUE;
}

/* A scan that failed hides whatever fell, and so does one that never took place. */
static void
row_tell (Telling *telling, const HmRankRow *row)
{
  HmMove *move = g_hash_table_lookup (telling->by_key, row->key);

  if (move == NULL && !row->has_report) {
    move = move_add (telling, row);
    move->kind = HM_MOVE_UNSEEN;
  }
  if (move == NULL || !is_failed (telling, row))
    return;
  if (move->kind != HM_MOVE_FELL && move->kind != HM_MOVE_FOUND)
    move->kind = HM_MOVE_FAILED;
  hm_text_set (&move->failure, row->failure);
}

/* A move with what it is ordered by. */
typedef struct {
  HmMove *move;
  double risk;  /* not rounded; below 0: not known */
  int distance; /* tenths that its score moved; below 0 where the score rose though a check fell */
} Place;

static int
distance_of (const HmMove *move)
{
  const int rise = move->after_score - move->before_score;

  if (move->before_score < 0 || move->after_score < 0)
    return 0;
  return move->kind == HM_MOVE_FELL || move->kind == HM_MOVE_FOUND ? -rise : abs (rise);
}

static int
places_compare (gconstpointer a, gconstpointer b)
{
  const Place *one = a;
  const Place *other = b;

  if (one->move->kind != other->move->kind)
    return one->move->kind < other->move->kind ? -1 : 1;
  if (one->risk < other->risk || one->risk > other->risk)
    return one->risk > other->risk ? -1 : 1;
  if (one->distance != other->distance)
    return one->distance > other->distance ? -1 : 1;
  return strcmp (one->move->key, other->move->key);
}

static void
moves_order (HmMoves *moves, const HmRankRows *rows)
{
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (Place));

  for (guint i = 0; i < moves->moves->len; i++) {
    HmMove *move = g_ptr_array_index (moves->moves, i);
    const HmRankRow *row = g_hash_table_lookup (rows->by_key, move->key);
    const Place place = { move, hm_criticality_product (&row->criticality, row->floor),
                          distance_of (move) };

    move->risk = hm_criticality_risk (&row->criticality, row->floor);
    moves->counts[move->kind]++;
    g_array_append_val (places, place);
  }
  g_array_sort (places, places_compare);
  for (guint i = 0; i < places->len; i++)
    moves->moves->pdata[i] = g_array_index (places, Place, i).move;
}

static gboolean
changes_read (const HmPortfolio *portfolio, HmStore *store, const HmRankingWish *wish,
              Telling *telling, GError **error)
{
  const HmMoves *moves = telling->moves;
  HmRankRows *rows = telling->rows;
  g_autoptr (GPtrArray) keys = NULL;

  if (!hm_rank_rows_criticality (rows, portfolio, store, moves->until, wish->cancelled, error))
    return FALSE;
  hm_rank_rows_narrow (rows, wish);
  keys = hm_rank_rows_keys (rows);
  return hm_rank_rows_states (rows, store, moves->until, error)
         && hm_store_changes (store, (const char *const *) keys->pdata, moves->since, moves->until,
                              change_take, telling, error);
}

HmMoves *
hm_ranking_moves (const HmPortfolio *portfolio, HmStore *store, gint64 since, gint64 until,
                  const HmRankingWish *wish, GError **error)
{
  g_autoptr (HmMoves) moves = hm_moves_new (since, until, MAX (wish->threshold, 1));
  g_autoptr (GHashTable) by_key = g_hash_table_new (hm_seeded_text_hash, g_str_equal);
  g_auto (HmRankRows) rows = { 0 };
  Telling telling = { .moves = moves, .rows = &rows, .by_key = by_key };
  gboolean is_read;

  hm_rank_rows_init (&rows, portfolio);
  if (!hm_store_view_begin (store, error))
    return NULL;
  is_read = changes_read (portfolio, store, wish, &telling, error);
  hm_store_view_end (store);
  if (!is_read)
    return NULL;
  for (guint i = 0; i < rows.rows->len; i++)
    row_tell (&telling, g_ptr_array_index (rows.rows, i));
  moves->n_repositories = rows.rows->len;
  moves_order (moves, &rows);
  hm_rank_others (portfolio, by_key, moves->others);
  return g_steal_pointer (&moves);
}
