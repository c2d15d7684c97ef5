/* SPDX-License-Identifier: Apache-2.0 */
#include "portfolio/ranking_rows.h"

#include "core/seeded_hash.h"
#include "portfolio/criticality.h"

static void
row_free (gpointer row)
{
  hm_rank_row_free (row);
}

static HmRankRow *
row_of_entry (const HmPortfolioEntry *entry)
{
  HmRankRow *row = hm_rank_row_new (entry->key);

  hm_text_set (&row->name, entry->name);
  hm_text_set (&row->where, entry->where);
  row->group = entry->group != NULL ? g_strdup (entry->group->name) : NULL;
  g_strfreev (row->owners);
  row->owners = g_strdupv (entry->owners);
  hm_criticality_work_out (NULL, entry->criticality, &row->criticality);
  return row;
}

void
hm_rank_rows_init (HmRankRows *rows, const HmPortfolio *portfolio)
{
  rows->rows = g_ptr_array_new_with_free_func (row_free);
  rows->by_key = g_hash_table_new (hm_seeded_text_hash, g_str_equal);
  for (guint i = 0; i < portfolio->entries->len; i++) {
    HmRankRow *row = row_of_entry (g_ptr_array_index (portfolio->entries, i));

    g_ptr_array_add (rows->rows, row);
    g_hash_table_insert (rows->by_key, row->key, row);
  }
}

void
hm_rank_rows_clear (HmRankRows *rows)
{
  g_clear_pointer (&rows->by_key, g_hash_table_unref);
  g_clear_pointer (&rows->rows, g_ptr_array_unref);
}

static gboolean
is_wanted (const HmRankingWish *wish, const char *group, char *const *owners)
{
  if (wish->group != NULL && g_strcmp0 (wish->group, group) != 0)
    return FALSE;
  if (wish->owners == NULL || wish->owners[0] == NULL)
    return TRUE;
  for (gsize i = 0; wish->owners[i] != NULL; i++)
    if (g_strv_contains ((const char *const *) owners, wish->owners[i]))
      return TRUE;
  return FALSE;
}

void
hm_rank_rows_narrow (HmRankRows *rows, const HmRankingWish *wish)
{
  GPtrArray *kept = g_ptr_array_new_with_free_func (row_free);

  for (guint i = 0; i < rows->rows->len; i++) {
    HmRankRow *row = g_ptr_array_index (rows->rows, i);

    if (is_wanted (wish, row->group, row->owners))
      g_ptr_array_add (kept, row);
    else {
      g_hash_table_remove (rows->by_key, row->key);
      hm_rank_row_free (row);
    }
  }
  g_ptr_array_set_free_func (rows->rows, NULL);
  g_ptr_array_unref (rows->rows);
  rows->rows = kept;
}

GPtrArray *
hm_rank_rows_keys (const HmRankRows *rows)
{
  GPtrArray *keys = g_ptr_array_new ();

  for (guint i = 0; i < rows->rows->len; i++)
    g_ptr_array_add (keys, ((HmRankRow *) g_ptr_array_index (rows->rows, i))->key);
  g_ptr_array_add (keys, NULL);
  return keys;
}

/* --- Criticality --- */

static gboolean
activity_take (const HmStoreActivity *told, gpointer data, GError **error)
{
  const HmReportActivity *activity = told->activity;
  HmRankRow *row = g_hash_table_lookup (data, told->repository);
  HmCriticalitySignals signals;

  (void) error;
  if (row == NULL)
    return TRUE;
  signals = (HmCriticalitySignals){
    .as_of = told->as_of,
    .first_commit_at = activity->first_commit_at,
    .last_commit_at = activity->last_commit_at,
    .n_people = activity->n_people,
    .n_organisations = activity->n_organisations,
    .n_commits = activity->n_commits,
    .n_releases = activity->n_releases,
    .n_dependents = MAX (row->n_dependents, 0),
    .n_forks = activity->n_forks,
    .n_stars = activity->n_stars,
  };
  row->n_dependents = (int) signals.n_dependents;
  row->n_active = (int) CLAMP (activity->n_active, -1, G_MAXINT);
  row->n_commits = (int) CLAMP (activity->n_commits, -1, G_MAXINT);
  hm_criticality_work_out (&signals,
                           row->criticality.origin == HM_CRITICALITY_GIVEN ? row->criticality.value
                                                                           : HM_CRITICALITY_AUTO,
                           &row->criticality);
  return TRUE;
}

static void
set_free (gpointer set)
{
  g_hash_table_unref (set);
}

/* Who depends on whom, as the portfolio file says and as manifests do. */
typedef struct {
  GHashTable *rows;      /* key to HmRankRow */
  GHashTable *needed_by; /* key to the set of the keys of those that need it, by the file */
} Dependents;

/* Turns the lists "needs" around. Returns: (owned) key, borrowed, to GHashTable */
static GHashTable *
needed_by_make (const HmPortfolio *portfolio)
{
  GHashTable *needed_by = g_hash_table_new_full (hm_seeded_text_hash, g_str_equal, NULL, set_free);

  for (guint i = 0; i < portfolio->entries->len; i++) {
    const HmPortfolioEntry *entry = g_ptr_array_index (portfolio->entries, i);

    for (guint k = 0; k < entry->needs->len; k++) {
      const HmPortfolioEntry *needed = g_ptr_array_index (entry->needs, k);
      GHashTable *by = g_hash_table_lookup (needed_by, needed->key);

      if (by == NULL) {
        by = g_hash_table_new (hm_seeded_text_hash, g_str_equal);
        g_hash_table_insert (needed_by, needed->key, by);
      }
      g_hash_table_add (by, entry->key);
    }
  }
  return needed_by;
}

/* Manifests come second: who is named by both counts once. */
static gboolean
dependents_take (const char *repository, const GPtrArray *dependents, gpointer data, GError **error)
{
  const Dependents *known = data;
  HmRankRow *row = g_hash_table_lookup (known->rows, repository);
  GHashTable *by = g_hash_table_lookup (known->needed_by, repository);
  guint n = by != NULL ? g_hash_table_size (by) : 0;

  (void) error;
  for (guint i = 0; i < dependents->len; i++)
    n += by == NULL || !g_hash_table_contains (by, g_ptr_array_index (dependents, i)) ? 1 : 0;
  row->n_dependents = (int) MIN (n, G_MAXINT);
  return TRUE;
}

/* Dependents count that are of the portfolio: what the store keeps besides it is nobody's. */
gboolean
hm_rank_rows_criticality (HmRankRows *rows, const HmPortfolio *portfolio, HmStore *store,
                          gint64 as_of, const gint *cancelled, GError **error)
{
  g_autoptr (GPtrArray) keys = hm_rank_rows_keys (rows);
  g_autoptr (GHashTable) needed_by = needed_by_make (portfolio);
  Dependents dependents = { rows->by_key, needed_by };
  GHashTableIter iter;
  gpointer key;
  gpointer by;

  g_hash_table_iter_init (&iter, needed_by);
  while (g_hash_table_iter_next (&iter, &key, &by)) {
    HmRankRow *row = g_hash_table_lookup (rows->by_key, key);

    row->n_dependents = (int) g_hash_table_size (by);
  }
  return hm_store_dependents (store, (const char *const *) keys->pdata, as_of, cancelled,
                              dependents_take, &dependents, error)
         && hm_store_activities (store, as_of, activity_take, rows->by_key, error);
}

/* --- Reports --- */

static gboolean
latest_take (const HmStoreSummary *summary, gpointer data, GError **error)
{
  HmRankRow *row = g_hash_table_lookup (data, summary->repository);

  (void) error;
  row->has_report = TRUE;
  row->as_of = summary->as_of;
  row->commit = summary->commit;
  row->committed_at = summary->committed_at;
  row->score = summary->score;
  row->floor = summary->floor;
  row->ceiling = summary->ceiling;
  row->coverage_percent = summary->coverage_percent;
  row->is_partial = summary->is_partial;
  row->band = g_intern_string (summary->band);
  row->is_by_own_policy = summary->is_policy_of_subject == HM_TRUTH_YES;
  for (guint i = 0; i < MIN (summary->n_checks, HM_RANK_CHECKS_MAX); i++) {
    const HmStoreCheck *told = &summary->checks[i];
    const HmRankCheck check = {
      .id = told->id,
      .name = told->name,
      .status = told->status,
      .score = told->score,
      .floor = told->floor,
      .ceiling = told->ceiling,
      .before = HM_NO_SCORE,
    };

    g_array_append_val (row->checks, check);
  }
  return TRUE;
}

static gboolean
before_take (const HmStoreSummary *summary, gpointer data, GError **error)
{
  HmRankRow *row = g_hash_table_lookup (data, summary->repository);
  guint near = 0;

  (void) error;
  row->has_before = TRUE;
  row->before_as_of = summary->as_of;
  row->before_score = summary->score;
  row->before_floor = summary->floor;
  row->before_coverage_percent = summary->coverage_percent;
  /* Both are in the order of reports, so the next is nearly always the one. */
  for (guint i = 0; i < MIN (summary->n_checks, HM_RANK_CHECKS_MAX); i++) {
    for (guint k = 0; k < row->checks->len; k++) {
      const guint index = (near + k) % row->checks->len;
      HmRankCheck *check = &g_array_index (row->checks, HmRankCheck, index);

      if (check->id == summary->checks[i].id) {
        check->before = summary->checks[i].score;
        near = index + 1;
        break;
      }
    }
  }
  return TRUE;
}

/* The states as of a time. */
typedef struct {
  GHashTable *by_key;
  gint64 as_of;
} States;

/*
 * What came after the time that is looked at was not known then: neither a failure, nor that a scan went well. The
 * reports of before tell when one did.
 */
static gboolean
state_take (const char *repository, const HmStoreState *state, gpointer data, GError **error)
{
  const States *states = data;
  HmRankRow *row = g_hash_table_lookup (states->by_key, repository);

  (void) error;
  if (row == NULL)
    return TRUE;
  row->looked_at = state->looked_at;
  row->scanned_at = state->scanned_at <= states->as_of ? state->scanned_at
                    : row->has_report                  ? row->as_of
                                                       : 0;
  if (state->failed_at == 0 || state->failed_at > states->as_of)
    return TRUE;
  row->failed_at = state->failed_at;
  hm_text_set (&row->failure, *state->failure != '\0' ? state->failure : HM_RANK_NO_REASON);
  return TRUE;
}

gboolean
hm_rank_rows_states (HmRankRows *rows, HmStore *store, gint64 as_of, GError **error)
{
  States states = { rows->by_key, as_of };

  return hm_store_states (store, state_take, &states, error);
}

/*
 * The store knows only when it was last looked at. Of a period that ended before, that may have been within it or
 * not; it counts as though it had been, so that nobody is told to scan what cannot be scanned any more.
 */
gboolean
hm_rank_row_is_seen (const HmRankRow *row, gint64 since)
{
  return row->has_report && MAX (row->as_of, row->looked_at) > since;
}

void
hm_rank_others (const HmPortfolio *portfolio, GHashTable *keys, GArray *others)
{
  for (guint i = 0; i < portfolio->entries->len; i++) {
    const HmPortfolioEntry *entry = g_ptr_array_index (portfolio->entries, i);
    const HmNamed named = { entry->key, entry->name };

    if (!g_hash_table_contains (keys, entry->key))
      g_array_append_val (others, named);
  }
}

gboolean
hm_rank_rows_read (HmRankRows *rows, HmStore *store, gint64 as_of, gint64 since, GError **error)
{
  g_autoptr (GPtrArray) keys = hm_rank_rows_keys (rows);
  const char *const *repositories = (const char *const *) keys->pdata;

  if (!hm_store_latest (store, repositories, as_of, latest_take, rows->by_key, error)
      || (since != 0
          && !hm_store_latest (store, repositories, since, before_take, rows->by_key, error))
      || !hm_rank_rows_states (rows, store, as_of, error))
    return FALSE;
  for (guint i = 0; since != 0 && i < rows->rows->len; i++) {
    HmRankRow *row = g_ptr_array_index (rows->rows, i);

    row->is_unseen = !hm_rank_row_is_seen (row, since);
  }
  return TRUE;
}
