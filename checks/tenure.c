/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/tenure.h"

#include <string.h>

#define DAY_SECONDS G_GINT64_CONSTANT (86400)

/* Clocks differ; a day is more than time zones explain. */
#define CLOCK_SLACK_SECONDS DAY_SECONDS

#define EARLIEST_MAX (HM_STRANGER_COMMITS + 1)

/* The earliest commits of one person, in rising order of time. */
typedef struct {
  guint n;
  gint64 times[EARLIEST_MAX];
} Earliest;

struct HmTenure {
  const HmHistory *history;
  gint64 as_of;
  gint64 begin;
  gint64 *times;      /* by commit */
  Earliest *earliest; /* by person */
};

static void
earliest_add (Earliest *earliest, gint64 time)
{
  guint at = earliest->n;

  while (at > 0 && earliest->times[at - 1] > time)
    at--;
  if (at == EARLIEST_MAX)
    return;
  if (earliest->n < EARLIEST_MAX)
    earliest->n++;
  memmove (earliest->times + at + 1, earliest->times + at,
           (earliest->n - at - 1) * sizeof (gint64));
  earliest->times[at] = time;
}

/*
 * The time of the oldest parent of @index, where all of them are seen; else the smallest there is.
 * The parent's date as it says, but where the same person dated that one back as well.
 */
static gint64
parents_time (const HmTenure *tenure, gsize index)
{
  const HmHistory *history = tenure->history;
  const HmCommit *commit = &history->commits[index];
  gint64 oldest = G_MAXINT64;

  for (guint i = 0; i < commit->n_parents; i++) {
    guint32 parent = HM_NO_INDEX;
    gint64 time;

    if ((gsize) commit->parents + i < history->n_parents)
      parent = history->parents[commit->parents + i];
    if (parent >= history->n_commits)
      return G_MININT64;
    time = history->commits[parent].committer_time;
    if (parent > index && history->commits[parent].committer == commit->committer)
      time = tenure->times[parent];
    oldest = MIN (oldest, time);
  }
  return oldest == G_MAXINT64 ? G_MININT64 : oldest;
}

/* Ancestors stand behind their descendants, but for a few of several branches; so the last is settled first. */
static void
times_settle (HmTenure *tenure)
{
  const HmHistory *history = tenure->history;

  for (gsize i = history->n_commits; i-- > 0;) {
    gint64 own = history->commits[i].committer_time;
    gint64 bound = parents_time (tenure, i);

    if (bound > G_MININT64 + CLOCK_SLACK_SECONDS && own < bound - CLOCK_SLACK_SECONDS)
      own = bound;
    tenure->times[i] = MIN (own, tenure->as_of);
  }
}

HmTenure *
hm_tenure_new (const HmHistory *history, gint64 as_of)
{
  HmTenure *tenure = g_new0 (HmTenure, 1);

  tenure->history = history;
  tenure->as_of = as_of;
  tenure->begin = as_of;
  tenure->times = g_new0 (gint64, history->n_commits);
  tenure->earliest = g_new0 (Earliest, history->n_people);
  times_settle (tenure);
  for (gsize i = 0; i < history->n_commits; i++) {
    const HmCommit *commit = &history->commits[i];

    tenure->begin = MIN (tenure->begin, tenure->times[i]);
    earliest_add (&tenure->earliest[commit->author], tenure->times[i]);
    if (commit->committer != commit->author)
      earliest_add (&tenure->earliest[commit->committer], tenure->times[i]);
  }
  return tenure;
}

void
hm_tenure_free (HmTenure *tenure)
{
  if (tenure == NULL)
    return;
  g_free (tenure->times);
  g_free (tenure->earliest);
  g_free (tenure);
}

gint64
hm_tenure_time (const HmTenure *tenure, guint32 index)
{
  return tenure->times[index];
}

gint64
hm_tenure_begin (const HmTenure *tenure)
{
  return tenure->begin;
}

gint64
hm_tenure_age (const HmTenure *tenure, gint64 when)
{
  return when - tenure->begin;
}

gint64
hm_tenure_first (const HmTenure *tenure, guint32 person)
{
  const Earliest *earliest = &tenure->earliest[person];

  return earliest->n == 0 ? G_MAXINT64 : earliest->times[0];
}

guint
hm_tenure_n_before (const HmTenure *tenure, guint32 person, gint64 when)
{
  const Earliest *earliest = &tenure->earliest[person];
  guint n = 0;

  while (n < earliest->n && earliest->times[n] < when)
    n++;
  return n;
}

static gboolean
is_human (const HmHistory *history, guint32 person)
{
  return !history->people[person].is_bot && !history->people[person].is_forge;
}

/* What is seen says yes; whether what is not seen could say no. @limit: how far back one had to see. */
static HmTruth
truth_of_sight (const HmTenure *tenure, gint64 limit)
{
  const HmHistory *history = tenure->history;

  if (history->people_why != NULL || (history->cut != NULL && history->cut_time >= limit))
    return HM_TRUTH_UNKNOWN;
  return HM_TRUTH_YES;
}

gint64
hm_tenure_limit (const HmTenure *tenure, gint64 when)
{
  return when
         - MIN (HM_TENURE_DAYS * DAY_SECONDS, hm_tenure_age (tenure, when) / HM_TENURE_AGE_DIVISOR);
}

/* Whether @person came twice as long before @when as @limit is, and again. */
static gboolean
has_come_back (const HmTenure *tenure, guint32 person, gint64 limit, gint64 when)
{
  const Earliest *earliest = &tenure->earliest[person];

  return earliest->n >= 2 && earliest->times[0] <= limit - (when - limit)
         && earliest->times[1] < limit
         && earliest->times[1] - earliest->times[0] >= HM_TENURE_AGAIN_DAYS * DAY_SECONDS;
}

HmTruth
hm_tenure_is_newcomer (const HmTenure *tenure, guint32 person, gint64 when)
{
  gint64 limit = hm_tenure_limit (tenure, when);

  if (!is_human (tenure->history, person))
    return HM_TRUTH_NO;
  if (hm_tenure_n_before (tenure, person, limit) >= HM_TENURE_COMMITS
      || has_come_back (tenure, person, limit, when))
    return HM_TRUTH_NO;
  /* Of a young project, whoever began it is no newcomer to it, however little they do. */
  if (hm_tenure_first (tenure, person) <= tenure->begin)
    return HM_TRUTH_NO;
  return truth_of_sight (tenure, limit);
}

HmTruth
hm_tenure_is_stranger (const HmTenure *tenure, guint32 person, gint64 when)
{
  gint64 limit = when - HM_STRANGER_DAYS * DAY_SECONDS;

  if (!is_human (tenure->history, person))
    return HM_TRUTH_NO;
  if (hm_tenure_n_before (tenure, person, when) > HM_STRANGER_COMMITS
      || hm_tenure_n_before (tenure, person, limit) >= HM_TENURE_COMMITS
      || hm_tenure_first (tenure, person) <= tenure->begin)
    return HM_TRUTH_NO;
  return truth_of_sight (tenure, limit);
}
