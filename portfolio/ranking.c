/* SPDX-License-Identifier: Apache-2.0 */
/* A few questions to the store, each about all repositories at once, and an order over what they give. */
#include "portfolio/ranking.h"

#include <math.h>
#include <string.h>

#include "checks/registry.h"
#include "core/error.h"
#include "core/number.h"
#include "core/seeded_hash.h"
#include "portfolio/criticality.h"
#include "portfolio/ranking_rows.h"
#include "scoring/policy.h"

#define DAY_SECONDS 86400

typedef enum {
  ORDER_RISK,
  ORDER_SCORE,
  ORDER_FLOOR,
  ORDER_CRITICALITY,
  ORDER_CHANGE,
  ORDER_NAME,
  ORDER_CHECK,
} Order;

static const char *const order_names[] = {
  [ORDER_RISK] = "risk",     [ORDER_SCORE] = "score",
  [ORDER_FLOOR] = "floor",   [ORDER_CRITICALITY] = "criticality",
  [ORDER_CHANGE] = "change", [ORDER_NAME] = "name",
};

/* A row with what it is ordered by. */
typedef struct {
  HmRankRow *row;
  gboolean is_known;
  double value; /* the smaller, the earlier */
} Place;

/* --- Nebraska --- */

static void
nebraska_tell (HmRankRow *row)
{
  const gboolean is_needed = row->n_dependents >= HM_NEBRASKA_DEPENDENTS
                             || (row->criticality.origin != HM_CRITICALITY_UNKNOWN
                                 && row->criticality.value >= HM_NEBRASKA_CRITICALITY);
  g_autoptr (GString) why = g_string_new (NULL);

  if (!is_needed || row->n_active < 0 || row->n_active > HM_NEBRASKA_ACTIVE_MAX
      || row->n_commits < 0 || row->n_commits > HM_NEBRASKA_COMMITS_MAX)
    return;
  row->is_nebraska = TRUE;
  if (row->n_dependents >= HM_NEBRASKA_DEPENDENTS)
    g_string_append_printf (why, "needed by %d of the portfolio", row->n_dependents);
  else {
    char number[G_ASCII_DTOSTR_BUF_SIZE];

    g_string_append_printf (
        why, "criticality %s",
        g_ascii_formatd (number, sizeof number, "%.2f", row->criticality.value));
  }
  g_string_append_printf (why, ", %s, %d %s in a year",
                          row->n_active == 0 ? "no active maintainer" : "one active maintainer",
                          row->n_commits, row->n_commits == 1 ? "commit" : "commits");
  g_free (row->nebraska);
  row->nebraska = g_string_free (g_steal_pointer (&why), FALSE);
}

/* --- Why now --- */

/*
 * Reports in the store don't tell what their policy weighs a check by: hallmark's own weights say which of two is
 * the graver.
 *
 * Returns: (owned) interned id to weight in tenths
 */
static GHashTable *
weights_make (void)
{
  g_autoptr (HmRegistry) registry = hm_registry_new ();
  GHashTable *weights = g_hash_table_new (NULL, NULL);
  gsize n_checks;
  const HmCheck *const *checks = hm_registry_checks (registry, &n_checks);

  for (gsize i = 0; i < n_checks; i++) {
    const double weight = hm_policy_weight (&hm_policy_default, checks[i]);

    g_hash_table_insert (weights, (gpointer) (gsize) g_intern_string (checks[i]->id),
                         GINT_TO_POINTER ((int) lround (weight * 10)));
  }
  return weights;
}

/* One that this hallmark does not know, a plug-in's, weighs as one of medium risk. */
static int
weight_of (GHashTable *weights, const HmRankCheck *check)
{
  gpointer weight;

  if (g_hash_table_lookup_extended (weights, g_intern_string (check->id), NULL, &weight))
    return GPOINTER_TO_INT (weight);
  return (int) lround (hm_policy_default.risk_weights[HM_RISK_MEDIUM] * 10);
}

/*
 * Returns: tenths that the score of @check lost in the period; 0 where that is less than what moves from week to
 * week.
 */
static int
fall_of (const HmRankCheck *check)
{
  const int fall = check->score >= 0 ? check->before - check->score : 0;

  return fall >= HM_RANKING_THRESHOLD ? fall : 0;
}

/* The check that fell furthest in the period, by its weight. Returns: (nullable) */
static const HmRankCheck *
steepest_find (const HmRankRow *row, GHashTable *weights)
{
  const HmRankCheck *steepest = NULL;
  int most = -1;

  for (guint i = 0; i < row->checks->len; i++) {
    const HmRankCheck *check = &g_array_index (row->checks, HmRankCheck, i);
    const int fall = weight_of (weights, check) * fall_of (check);

    if (fall_of (check) > 0 && fall > most) {
      steepest = check;
      most = fall;
    }
  }
  return steepest;
}

/*
 * The scored check that lacks most to 10, by its weight, in which what it lost in the period counts twice; else the
 * first that nobody could look at. Returns: (nullable)
 */
static const HmRankCheck *
weakest_find (const HmRankRow *row, GHashTable *weights)
{
  const HmRankCheck *weakest = NULL;
  int most = -1;

  for (guint i = 0; i < row->checks->len; i++) {
    const HmRankCheck *check = &g_array_index (row->checks, HmRankCheck, i);
    const int lack = check->score >= 0
                         ? weight_of (weights, check) * (100 - check->score + fall_of (check))
                         : -1;

    if (check->status == HM_STATUS_NOT_APPLICABLE)
      continue;
    if (weakest == NULL || lack > most) {
      weakest = check;
      most = lack;
    }
  }
  return weakest;
}

static void
check_append (GString *why, const HmRankCheck *check)
{
  char before[HM_SCORE_TEXT_SIZE];
  char after[HM_SCORE_TEXT_SIZE];

  if (fall_of (check) > 0)
    g_string_append_printf (why, "%s fell from %s to %s", check->name,
                            hm_score_text (check->before, before),
                            hm_score_text (check->score, after));
  else if (check->score >= 0)
    g_string_append_printf (why, "%s %s", check->name, hm_score_text (check->score, after));
  else
    g_string_append_printf (why, "%s unknown", check->name);
}

/* What the key of a folder begins with: HmPortfolioEntry.key. */
#define PATH_KEY "path:"

/* Returns: (borrowed) what follows "PLACE: " in @text; @text where it begins otherwise */
static const char *
place_skip (const char *text, const char *place)
{
  const gsize size = strlen (place);

  return size > 0 && g_str_has_prefix (text, place) && g_str_has_prefix (text + size, ": ")
             ? text + size + 2
             : text;
}

/* Most reasons begin with the URL or the folder, for which the row's name stands. Returns: (borrowed) what follows it. */
static const char *
failure_end (const HmRankRow *row)
{
  const char *end = place_skip (row->failure, row->where);

  return g_str_has_prefix (row->key, PATH_KEY) ? place_skip (end, row->key + strlen (PATH_KEY))
                                               : end;
}

static void
why_tell (HmRankRow *row, GHashTable *weights)
{
  const HmRankCheck *steepest = steepest_find (row, weights);
  const HmRankCheck *weakest = weakest_find (row, weights);
  g_autoptr (GString) why = g_string_new (row->is_nebraska ? "Nebraska; " : "");

  if (row->is_by_own_policy)
    g_string_append (why, HM_BY_OWN_POLICY "; ");
  if (*row->failure != '\0')
    g_string_append_printf (why, "scan failed: %s", failure_end (row));
  else if (!row->has_report)
    g_string_append (why, "never scanned");
  else if (weakest != NULL) {
    /* What fell less by its weight than another lacks is still the news. */
    if (steepest != NULL && fall_of (weakest) == 0) {
      check_append (why, steepest);
      g_string_append (why, "; ");
    }
    check_append (why, weakest);
  }
  if (row->has_report && row->is_stale)
    g_string_append (why, why->len > 0 ? "; stale" : "stale");
  g_free (row->why);
  row->why = g_string_free (g_steal_pointer (&why), FALSE);
}

/* --- Order --- */

static void
place_set (Place *place, gboolean is_known, double value)
{
  place->is_known = is_known;
  place->value = value;
}

static Place
place_of (HmRankRow *row, Order order, const char *check_id)
{
  const HmRankCheck *check = order == ORDER_CHECK ? hm_rank_row_check (row, check_id) : NULL;
  Place place = { .row = row };
  int change;

  switch (order) {
  case ORDER_RISK:
    /* Not by the rounded tenth, of which a large portfolio has many alike. */
    place_set (&place, row->risk >= 0, -hm_criticality_product (&row->criticality, row->floor));
    break;
  case ORDER_SCORE:
    place_set (&place, row->score >= 0, row->score);
    break;
  case ORDER_FLOOR:
    place_set (&place, row->floor >= 0, row->floor);
    break;
  case ORDER_CRITICALITY:
    place_set (&place, row->criticality.origin != HM_CRITICALITY_UNKNOWN, -row->criticality.value);
    break;
  case ORDER_CHANGE:
    if (hm_rank_row_change (row, &change))
      place_set (&place, TRUE, change);
    break;
  case ORDER_NAME:
    place.is_known = TRUE;
    break;
  case ORDER_CHECK:
    if (check != NULL)
      place_set (&place, check->score >= 0, check->score);
    break;
  }
  return place;
}

static int
places_compare (gconstpointer a, gconstpointer b)
{
  const Place *one = a;
  const Place *other = b;

  if (one->is_known != other->is_known)
    return one->is_known ? -1 : 1;
  if (one->is_known && (one->value < other->value || one->value > other->value))
    return one->value < other->value ? -1 : 1;
  return strcmp (one->row->key, other->row->key);
}

/* Names sort by their bytes, which are the users' own; then as all else. */
static int
names_compare (gconstpointer a, gconstpointer b)
{
  const Place *one = a;
  const Place *other = b;
  const int by_name = strcmp (one->row->name, other->row->name);

  return by_name != 0 ? by_name : places_compare (a, b);
}

/* Returns: (nullable) the id of the check that any of @rows has and calls @words, or by that id. */
static const char *
check_find (const GPtrArray *rows, const char *words)
{
  const char *id = NULL;

  for (guint i = 0; id == NULL && i < rows->len; i++) {
    const HmRankRow *row = g_ptr_array_index (rows, i);

    for (guint k = 0; id == NULL && k < row->checks->len; k++) {
      const HmRankCheck *check = &g_array_index (row->checks, HmRankCheck, k);

      if (g_ascii_strcasecmp (check->id, words) == 0
          || g_ascii_strcasecmp (check->name, words) == 0)
        id = check->id;
    }
  }
  return id;
}

static gboolean
order_read (const HmRankingWish *wish, const GPtrArray *rows, Order *ret_order,
            const char **ret_check, GError **error)
{
  const char *by = wish->by != NULL ? wish->by : order_names[ORDER_RISK];

  *ret_check = NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (order_names); i++)
    if (g_str_equal (by, order_names[i])) {
      *ret_order = (Order) i;
      if (*ret_order == ORDER_CHANGE && wish->since == 0)
        return hm_fail (error, HM_ERROR_USAGE, "--by change: since when? Add --since DATE");
      return TRUE;
    }
  *ret_order = ORDER_CHECK;
  *ret_check = check_find (rows, by);
  if (*ret_check != NULL)
    return TRUE;
  return hm_fail (error, HM_ERROR_USAGE,
                  "--by %s: neither risk, score, floor, criticality, change nor name, nor a check "
                  "that any report in the store has",
                  by);
}

static gboolean
is_below (const HmRankRow *row, int below, const char *check_id)
{
  const HmRankCheck *check = check_id != NULL ? hm_rank_row_check (row, check_id) : NULL;
  const int score = check_id == NULL ? row->score : check != NULL ? check->score : HM_NO_SCORE;

  return score >= 0 && score < below;
}

/* Moves the wanted rows of @rows into @ranking, in order, and drops the others. */
static void
rows_order (HmRanking *ranking, GPtrArray *rows, const HmRankingWish *wish, Order order,
            const char *check_id)
{
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (Place));

  for (guint i = 0; i < rows->len; i++) {
    HmRankRow *row = g_ptr_array_index (rows, i);

    if ((wish->below == 0 || is_below (row, wish->below, check_id))
        && (!wish->is_failed || row->failed_at != 0)) {
      const Place place = place_of (row, order, check_id);

      g_array_append_val (places, place);
    } else
      hm_rank_row_free (row);
  }
  g_ptr_array_set_free_func (rows, NULL);
  g_ptr_array_set_size (rows, 0);
  ranking->n_chosen = places->len;
  g_array_sort (places, order == ORDER_NAME ? names_compare : places_compare);
  for (guint i = 0; i < places->len; i++) {
    HmRankRow *row = g_array_index (places, Place, i).row;

    if (wish->limit == 0 || i < wish->limit)
      g_ptr_array_add (ranking->rows, row);
    else
      hm_rank_row_free (row);
  }
}

static void
others_tell (HmRanking *ranking, const HmPortfolio *portfolio)
{
  g_autoptr (GHashTable) keys = g_hash_table_new (hm_seeded_text_hash, g_str_equal);

  for (guint i = 0; i < ranking->rows->len; i++)
    g_hash_table_add (keys, ((HmRankRow *) g_ptr_array_index (ranking->rows, i))->key);
  hm_rank_others (portfolio, keys, ranking->others);
}

static HmRanking *
ranking_read (const HmPortfolio *portfolio, HmStore *store, gint64 as_of, const HmRankingWish *wish,
              GError **error)
{
  g_autoptr (GHashTable) weights = weights_make ();
  const gint64 stale_before = as_of - (gint64) HM_RANKING_STALE_DAYS * DAY_SECONDS;
  g_autoptr (HmRanking) ranking = hm_ranking_new ();
  g_auto (HmRankRows) rows = { 0 };
  const char *check_id;
  Order order;

  hm_rank_rows_init (&rows, portfolio);
  if (!hm_rank_rows_criticality (&rows, portfolio, store, as_of, wish->cancelled, error))
    return NULL;
  hm_rank_rows_narrow (&rows, wish);
  if (!hm_rank_rows_read (&rows, store, as_of, wish->since, error)
      || !order_read (wish, rows.rows, &order, &check_id, error))
    return NULL;
  for (guint i = 0; i < rows.rows->len; i++) {
    HmRankRow *row = g_ptr_array_index (rows.rows, i);

    row->is_stale = !row->has_report || row->as_of < stale_before;
    row->risk = row->has_report ? hm_criticality_risk (&row->criticality, row->floor) : HM_NO_SCORE;
  }
  ranking->as_of = as_of;
  ranking->since = wish->since;
  g_free (ranking->by);
  ranking->by = g_strdup (order == ORDER_CHECK ? check_id : order_names[order]);
  ranking->n_repositories = portfolio->entries->len;
  rows_order (ranking, rows.rows, wish, order, check_id);
  others_tell (ranking, portfolio);
  for (guint i = 0; i < ranking->rows->len; i++) {
    HmRankRow *row = g_ptr_array_index (ranking->rows, i);

    nebraska_tell (row);
    why_tell (row, weights);
  }
  return g_steal_pointer (&ranking);
}

HmRanking *
hm_ranking_make (const HmPortfolio *portfolio, HmStore *store, gint64 as_of,
                 const HmRankingWish *wish, GError **error)
{
  HmRanking *ranking;

  if (!hm_store_view_begin (store, error))
    return NULL;
  ranking = ranking_read (portfolio, store, as_of, wish, error);
  hm_store_view_end (store);
  return ranking;
}
