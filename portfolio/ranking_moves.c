/* SPDX-License-Identifier: Apache-2.0 */
/* What moved in a portfolio, and what of it is bad news. */
#include <stdlib.h>
#include <string.h>

#include "portfolio/ranking_rows.h"

typedef struct {
  HmMoves *moves;
  const HmPortfolio *portfolio;
  GHashTable *by_key; /* key to HmMove: what is in @moves */
  GHashTable *wanted; /* keys that are asked about */
} Telling;

static void
entry_tell (const Telling *telling, const char *key, HmMove *move)
{
  const HmPortfolioEntry *entry = g_hash_table_lookup (telling->portfolio->by_key, key);

  hm_text_set (&move->name, entry->name);
  move->group = entry->group != NULL ? g_strdup (entry->group->name) : NULL;
  g_strfreev (move->owners);
  move->owners = g_strdupv (entry->owners);
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
  return order != 0 ? order : strcmp (one->message, other->message);
}

/* What passes, or does not apply, is no news: that what failed went says it. */
static void
findings_take (const GPtrArray *told, GPtrArray *findings)
{
  for (guint i = 0; i < told->len; i++) {
    const HmStoreFinding *one = g_ptr_array_index (told, i);
    HmMovedFinding *finding;

    if (one->outcome != HM_FAIL && one->outcome != HM_UNKNOWN)
      continue;
    finding = g_new0 (HmMovedFinding, 1);
    finding->check_id = g_strdup (one->check_id);
    finding->check_name = g_strdup (one->check_name);
    finding->probe = g_strdup (one->probe);
    finding->outcome = one->outcome;
    finding->message = g_strdup (one->message);
    g_ptr_array_add (findings, finding);
  }
  g_ptr_array_sort (findings, findings_compare);
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
id_of (const HmStoreCheck *check)
{
  return GUINT_TO_POINTER (g_quark_from_string (check->id));
}

/* Checks of the later report, then those that it lacks. */
static void
checks_take (HmMove *move, const HmStoreSummary *before, const HmStoreSummary *after)
{
  g_autoptr (GHashTable) places = g_hash_table_new (NULL, NULL); /* quark of an id to index + 1 */

  for (guint i = 0; i < before->n_checks; i++)
    g_hash_table_insert (places, id_of (&before->checks[i]), GUINT_TO_POINTER (i + 1));
  for (guint i = 0; i < after->n_checks; i++) {
    const HmStoreCheck *check = &after->checks[i];
    const guint place = GPOINTER_TO_UINT (g_hash_table_lookup (places, id_of (check)));

    check_take (move, check, place > 0 ? before->checks[place - 1].score : HM_NO_SCORE,
                check->score);
    g_hash_table_remove (places, id_of (check));
  }
  for (guint i = 0; i < before->n_checks; i++)
    if (g_hash_table_contains (places, id_of (&before->checks[i])))
      check_take (move, &before->checks[i], before->checks[i].score, HM_NO_SCORE);
}

static gboolean
has_failure (const GPtrArray *findings)
{
  for (guint i = 0; i < findings->len; i++)
    if (((const HmMovedFinding *) g_ptr_array_index (findings, i))->outcome == HM_FAIL)
      return TRUE;
  return FALSE;
}

/* Whether a figure went down (@sign -1) or up (1). One that is known only at one end did neither. */
static gboolean
moves_towards (int before, int after, int sign)
{
  return before >= 0 && after >= 0 && (after - before) * sign > 0;
}

static gboolean
is_towards (const HmMove *move, int sign)
{
  if (moves_towards (move->before_score, move->after_score, sign)
      || moves_towards (move->before_floor, move->after_floor, sign)
      || has_failure (sign < 0 ? move->came : move->went))
    return TRUE;
  for (guint i = 0; i < move->checks->len; i++) {
    const HmMovedCheck *check = &g_array_index (move->checks, HmMovedCheck, i);

    if (moves_towards (check->before, check->after, sign))
      return TRUE;
  }
  return FALSE;
}

static gboolean
is_unmoved (const HmMove *move)
{
  return move->checks->len == 0 && move->came->len == 0 && move->went->len == 0
         && move->before_score == move->after_score && move->before_floor == move->after_floor
         && move->before_coverage_percent == move->after_coverage_percent;
}

static void
move_keep (Telling *telling, HmMove *move)
{
  g_ptr_array_add (telling->moves->moves, move);
  g_hash_table_insert (telling->by_key, move->key, move);
}

static gboolean
change_take (const HmStoreChange *change, gpointer data, GError **error)
{
  Telling *telling = data;
  const HmStoreSummary *before = change->before;
  const HmStoreSummary *after = change->after;
  g_autoptr (HmMove) move = hm_move_new (after->repository);

  (void) error;
  move->after_as_of = after->as_of;
  move->after_commit = after->commit;
  move->after_score = after->score;
  move->after_floor = after->floor;
  move->after_coverage_percent = after->coverage_percent;
  if (before == NULL)
    move->kind = HM_MOVE_ARRIVED;
  else {
    if (before->as_of == after->as_of)
      return TRUE;
    move->before_as_of = before->as_of;
    move->before_commit = before->commit;
    move->before_score = before->score;
    move->before_floor = before->floor;
    move->before_coverage_percent = before->coverage_percent;
    checks_take (move, before, after);
    findings_take (change->came, move->came);
    findings_take (change->went, move->went);
    if (is_unmoved (move))
      return TRUE;
    move->kind = is_towards (move, -1)  ? HM_MOVE_FELL
                 : is_towards (move, 1) ? HM_MOVE_ROSE
                                        : HM_MOVE_OTHER;
  }
  entry_tell (telling, move->key, move);
  move_keep (telling, g_steal_pointer (&move));
  return TRUE;
}

/* A scan that failed hides whatever fell. */
static gboolean
state_take (const char *repository, const HmStoreState *state, gpointer data, GError **error)
{
  Telling *telling = data;
  HmMove *move = g_hash_table_lookup (telling->by_key, repository);

  (void) error;
  if (!g_hash_table_contains (telling->wanted, repository)
      || state->failed_at <= telling->moves->since || state->failed_at > telling->moves->until)
    return TRUE;
  if (move == NULL) {
    move = hm_move_new (repository);
    entry_tell (telling, repository, move);
    move_keep (telling, move);
  }
  if (move->kind != HM_MOVE_FELL)
    move->kind = HM_MOVE_FAILED;
  hm_text_set (&move->failure, *state->failure != '\0' ? state->failure : "for no told reason");
  return TRUE;
}

static int
distance_of (const HmMove *move)
{
  return move->before_score >= 0 && move->after_score >= 0
             ? abs (move->after_score - move->before_score)
             : 0;
}

static int
moves_compare (gconstpointer a, gconstpointer b)
{
  const HmMove *one = *(const HmMove *const *) a;
  const HmMove *other = *(const HmMove *const *) b;

  if (one->kind != other->kind)
    return one->kind < other->kind ? -1 : 1;
  if (distance_of (one) != distance_of (other))
    return distance_of (one) > distance_of (other) ? -1 : 1;
  return strcmp (one->key, other->key);
}

HmMoves *
hm_ranking_moves (const HmPortfolio *portfolio, HmStore *store, gint64 since, gint64 until,
                  const HmRankingWish *wish, GError **error)
{
  g_autoptr (HmMoves) moves = hm_moves_new (since, until);
  g_autoptr (GHashTable) by_key = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) keys = NULL;
  g_auto (HmRankRows) rows = { 0 };
  Telling telling = { .moves = moves, .portfolio = portfolio, .by_key = by_key };

  hm_rank_rows_init (&rows, portfolio);
  hm_rank_rows_narrow (&rows, wish);
  telling.wanted = rows.by_key;
  keys = hm_rank_rows_keys (&rows);
  if (!hm_store_changes (store, (const char *const *) keys->pdata, since, until, change_take,
                         &telling, error)
      || !hm_store_states (store, state_take, &telling, error))
    return NULL;
  moves->n_looked = rows.rows->len;
  for (guint i = 0; i < moves->moves->len; i++)
    moves->counts[((const HmMove *) g_ptr_array_index (moves->moves, i))->kind]++;
  g_ptr_array_sort (moves->moves, moves_compare);
  return g_steal_pointer (&moves);
}
