/* SPDX-License-Identifier: Apache-2.0 */
#include "portfolio/criticality.h"

#include <math.h>

#define MONTH_SECONDS (365.25 * 86400 / 12)
#define YEAR_WEEKS (365.25 / 7)

/*
 * Weight and threshold of each signal: those of criticality score's config/scorer/original_pike.yml, but for the
 * last three, which it has otherwise or not at all. Forks and stars tell of fame more than of need.
 */
static const struct {
  double weight;
  double threshold;
  gboolean is_inverse; /* the smaller, the more critical */
} rules[HM_CRITICALITY_N_SIGNALS] = {
  [HM_CRITICALITY_CREATED] = { 1, 120, FALSE },
  [HM_CRITICALITY_UPDATED] = { 1, 120, TRUE },
  [HM_CRITICALITY_PEOPLE] = { 2, 5000, FALSE },
  [HM_CRITICALITY_ORGANISATIONS] = { 1, 10, FALSE },
  [HM_CRITICALITY_COMMITS] = { 1, 1000, FALSE },
  [HM_CRITICALITY_RELEASES] = { 0.5, 26, FALSE },
  [HM_CRITICALITY_DEPENDENTS] = { 2, HM_CRITICALITY_DEPENDENTS_MAX, FALSE },
  [HM_CRITICALITY_FORKS] = { 0.5, 10000, FALSE },
  [HM_CRITICALITY_STARS] = { 0.5, 50000, FALSE },
};

/* The part of all weight that has to be known: when somebody last committed alone makes nothing critical. */
#define KNOWN_SHARE 0.5

static void
part_set (HmCriticality *criticality, HmCriticalitySignal signal, gboolean is_known, double value)
{
  HmCriticalityPart *part = &criticality->parts[signal];
  double within;

  part->weight = rules[signal].weight;
  part->threshold = rules[signal].threshold;
  part->is_known = is_known;
  if (!is_known)
    return;
  part->value = MAX (value, 0);
  within = MIN (part->value, part->threshold);
  if (rules[signal].is_inverse)
    within = part->threshold - within;
  part->share = log1p (within) / log1p (part->threshold);
}

static void
months_set (HmCriticality *criticality, HmCriticalitySignal signal,
            const HmCriticalitySignals *signals, gint64 since)
{
  /* Criticality score counts whole months. */
  part_set (criticality, signal, since != 0,
            floor ((double) (signals->as_of - since) / MONTH_SECONDS));
}

static void
count_set (HmCriticality *criticality, HmCriticalitySignal signal, gint64 count)
{
  part_set (criticality, signal, count >= 0, (double) count);
}

/* Returns: the weighted mean of the known parts, 0..1; below 0 where too little is known. */
static double
parts_weigh (const HmCriticality *criticality)
{
  double sum = 0;
  double known = 0;
  double all = 0;

  for (int i = 0; i < HM_CRITICALITY_N_SIGNALS; i++) {
    const HmCriticalityPart *part = &criticality->parts[i];

    all += part->weight;
    if (!part->is_known)
      continue;
    sum += part->weight * part->share;
    known += part->weight;
  }
  return known >= all * KNOWN_SHARE ? sum / known : -1;
}

void
hm_criticality_work_out (const HmCriticalitySignals *signals, double given,
                         HmCriticality *ret_criticality)
{
  static const HmCriticalitySignals nothing = { 0, 0, 0, -1, -1, -1, -1, -1, -1, -1 };
  HmCriticality *to = ret_criticality;

  *to = (HmCriticality){ .origin = HM_CRITICALITY_UNKNOWN };
  if (signals == NULL)
    signals = &nothing;
  to->as_of = signals->as_of;
  months_set (to, HM_CRITICALITY_CREATED, signals, signals->first_commit_at);
  months_set (to, HM_CRITICALITY_UPDATED, signals, signals->last_commit_at);
  count_set (to, HM_CRITICALITY_PEOPLE, signals->n_people);
  count_set (to, HM_CRITICALITY_ORGANISATIONS, signals->n_organisations);
  part_set (to, HM_CRITICALITY_COMMITS, signals->n_commits >= 0,
            (double) signals->n_commits / YEAR_WEEKS);
  count_set (to, HM_CRITICALITY_RELEASES, signals->n_releases);
  count_set (to, HM_CRITICALITY_DEPENDENTS, signals->n_dependents);
  count_set (to, HM_CRITICALITY_FORKS, signals->n_forks);
  count_set (to, HM_CRITICALITY_STARS, signals->n_stars);
  to->worked_out = parts_weigh (to);
  if (given >= 0) {
    to->origin = HM_CRITICALITY_GIVEN;
    to->value = given;
  } else if (to->worked_out >= 0) {
    to->origin = HM_CRITICALITY_WORKED_OUT;
    to->value = to->worked_out;
  }
}

double
hm_criticality_product (const HmCriticality *criticality, int floor)
{
  if (criticality->origin == HM_CRITICALITY_UNKNOWN || floor < 0)
    return -1;
  return criticality->value * (100 - floor);
}

int
hm_criticality_risk (const HmCriticality *criticality, int floor)
{
  const double product = hm_criticality_product (criticality, floor);

  return product >= 0 ? (int) lround (product) : HM_NO_SCORE;
}
