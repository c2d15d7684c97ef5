/* SPDX-License-Identifier: Apache-2.0 */
/* A few questions to the store, each about all repositories at once, and an order over what they give. */
#include "portfolio/ranking.h"

#include <string.h>

#include "core/error.h"
#include "core/seeded_hash.h"
#include "portfolio/criticality.h"
#include "portfolio/ranking_rows.h"

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
  g_autoptr (GHashTable) weights = hm_rank_weights_make ();
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
    hm_rank_row_why (row, weights);
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
