/* SPDX-License-Identifier: Apache-2.0 */
/* What many repositories come to: all of a ranking, or each of its groups, in one pass over the rows. */
#include "core/number.h"
#include "core/seeded_hash.h"
#include "render/portfolio.h"

/* What is added up of the repositories that one mean is of. */
typedef struct {
  double criticality; /* of those whose is known */
  guint n_criticality;
  double scores; /* from here on weighed */
  double scored;
  double floors;
  double floored;
  double known;
  guint plain_scores; /* likewise, all weighing alike */
  guint plain_floors;
  guint n_floored;
  guint n_fresh; /* of what is scored */
  guint plain_known;
} Sum;

static void
sum_add_criticality (Sum *sum, const HmRankRow *row)
{
  if (row->criticality.origin == HM_CRITICALITY_UNKNOWN)
    return;
  sum->criticality += row->criticality.value;
  sum->n_criticality++;
}

/* Once the criticalities of all have been added. */
static void
sum_add (Sum *sum, const HmRankRow *row, HmRankMean *mean)
{
  /* The mean of the known ones; 1 where none is known, so that all weigh alike. */
  const double usual =
      sum->n_criticality > 0 && sum->criticality > 0 ? sum->criticality / sum->n_criticality : 1;
  const double weight =
      row->criticality.origin != HM_CRITICALITY_UNKNOWN ? row->criticality.value : usual;

  mean->n_repositories++;
  mean->weight += weight;
  if (row->score >= 0) {
    mean->n_scored++;
    sum->n_fresh += row->is_stale ? 0 : 1;
    sum->scores += weight * row->score;
    sum->scored += weight;
    sum->known += weight * row->coverage_percent;
    sum->plain_scores += (guint) row->score;
    sum->plain_known += (guint) MAX (row->coverage_percent, 0);
  }
  if (row->floor >= 0) {
    sum->floors += weight * row->floor;
    sum->floored += weight;
    sum->plain_floors += (guint) row->floor;
    sum->n_floored++;
  }
}

/* Those that weigh nothing, all of them, weigh alike: their scores are known. */
static void
sum_end (const Sum *sum, HmRankMean *mean)
{
  mean->is_stale = mean->n_scored > 0 && sum->n_fresh == 0;
  mean->score = sum->scored > 0 ? hm_mean_tenths (sum->scores / 10, sum->scored)
                                : hm_mean_tenths (sum->plain_scores / 10.0, mean->n_scored);
  mean->floor = sum->floored > 0 ? hm_mean_tenths (sum->floors / 10, sum->floored)
                                 : hm_mean_tenths (sum->plain_floors / 10.0, sum->n_floored);
  if (mean->weight > 0)
    mean->coverage_percent = (int) (sum->known / mean->weight + 0.5);
  else if (mean->n_repositories > 0)
    mean->coverage_percent = (int) ((double) sum->plain_known / mean->n_repositories + 0.5);
}

HmRankMean
hm_ranking_mean (const HmRanking *ranking, const char *group)
{
  HmRankMean mean = { .score = HM_NO_SCORE, .floor = HM_NO_SCORE };
  Sum sum = { 0 };

  for (guint i = 0; i < ranking->rows->len; i++)
    if (group == NULL || g_strcmp0 (hm_ranking_row (ranking, i)->group, group) == 0)
      sum_add_criticality (&sum, hm_ranking_row (ranking, i));
  for (guint i = 0; i < ranking->rows->len; i++)
    if (group == NULL || g_strcmp0 (hm_ranking_row (ranking, i)->group, group) == 0)
      sum_add (&sum, hm_ranking_row (ranking, i), &mean);
  sum_end (&sum, &mean);
  return mean;
}

static gboolean
is_riskier (const HmRanking *ranking, guint index, guint than)
{
  return hm_ranking_row (ranking, index)->risk > hm_ranking_row (ranking, than)->risk;
}

GArray *
hm_ranking_groups (const HmRanking *ranking)
{
  GArray *groups = g_array_new (FALSE, FALSE, sizeof (HmRankGroup));
  g_autoptr (GArray) sums = g_array_new (FALSE, TRUE, sizeof (Sum));
  g_autoptr (GHashTable) numbers =
      g_hash_table_new (hm_seeded_text_hash, g_str_equal); /* from 1 on */

  for (guint i = 0; i < ranking->rows->len; i++) {
    const HmRankRow *row = hm_ranking_row (ranking, i);
    guint number;

    if (row->group == NULL)
      continue;
    number = GPOINTER_TO_UINT (g_hash_table_lookup (numbers, row->group));
    if (number == 0) {
      const HmRankGroup group = { .name = row->group,
                                  .mean = { .score = HM_NO_SCORE, .floor = HM_NO_SCORE },
                                  .riskiest = i };

      g_array_append_val (groups, group);
      g_array_set_size (sums, groups->len);
      number = groups->len;
      g_hash_table_insert (numbers, row->group, GUINT_TO_POINTER (number));
    }
    if (is_riskier (ranking, i, g_array_index (groups, HmRankGroup, number - 1).riskiest))
      g_array_index (groups, HmRankGroup, number - 1).riskiest = i;
    sum_add_criticality (&g_array_index (sums, Sum, number - 1), row);
  }
  for (guint i = 0; i < ranking->rows->len; i++) {
    const HmRankRow *row = hm_ranking_row (ranking, i);
    guint index;

    if (row->group == NULL)
      continue;
    index = GPOINTER_TO_UINT (g_hash_table_lookup (numbers, row->group)) - 1;
    sum_add (&g_array_index (sums, Sum, index), row,
             &g_array_index (groups, HmRankGroup, index).mean);
  }
  for (guint i = 0; i < groups->len; i++)
    sum_end (&g_array_index (sums, Sum, i), &g_array_index (groups, HmRankGroup, i).mean);
  return groups;
}
