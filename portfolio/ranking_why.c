/* SPDX-License-Identifier: Apache-2.0 */
/* Why somebody should look at a repository now, in a few words. */
#include "portfolio/ranking_rows.h"

#include <math.h>
#include <string.h>

#include "checks/registry.h"
#include "core/number.h"
#include "scoring/policy.h"

/* What the key of a folder begins with: HmPortfolioEntry.key. */
#define PATH_KEY "path:"

GHashTable *
hm_rank_weights_make (void)
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

  if (g_hash_table_lookup_extended (weights, check->id, NULL, &weight))
    return GPOINTER_TO_INT (weight);
  return (int) lround (hm_policy_default.risk_weights[HM_RISK_MEDIUM] * 10);
}

/* Returns: tenths that the score of @check lost in the period; 0 where that is less than what moves by itself. */
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

/* Returns: (borrowed) what follows "PLACE: " in @text; @text where it begins otherwise */
static const char *
place_skip (const char *text, const char *place)
{
  const gsize size = strlen (place);

  return size > 0 && g_str_has_prefix (text, place) && g_str_has_prefix (text + size, ": ")
             ? text + size + 2
             : text;
}

/*
 * Most reasons begin with the URL or the folder, for which the row's name stands. Returns: (borrowed) what follows
 * it.
 */
static const char *
failure_end (const HmRankRow *row)
{
  const char *end = place_skip (row->failure, row->where);

  return g_str_has_prefix (row->key, PATH_KEY) ? place_skip (end, row->key + strlen (PATH_KEY))
                                               : end;
}

void
hm_rank_row_why (HmRankRow *row, GHashTable *weights)
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
