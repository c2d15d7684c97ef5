/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Counts activity. Dates are what the commits say, but for those in the future: who forges them can look active, which
 * the signatures of Signed-Commits are there to show.
 */
#include "checks/activity.h"

#include <string.h>

#include "core/instant.h"

#define DAY_SECONDS G_GINT64_CONSTANT (86400)

/* A clock that is a day ahead: a wrong time zone, or a fast clock. */
#define CLOCK_SLACK_SECONDS DAY_SECONDS

/* Passes over the history that put the dates of commits from the future right. */
#define SETTLE_PASSES_MAX 16u

#define GITHUB_ADDRESS "noreply@github.com"

typedef struct {
  const HmHistory *history;
  gint64 since;
  gint64 recent_since;
  gint64 as_of;
  const gint64 *times;     /* (nullable) by commit; NULL: what they say themselves */
  HmPersonActivity *table; /* by person */
  HmActivity *activity;
  gboolean has_landings;   /* anything by people reached the mainline */
  gboolean has_bot_merges; /* branches were merged by a bot, for somebody unnamed */
} Count;

static gboolean
is_human (const HmHistory *history, guint32 person)
{
  return !history->people[person].is_bot && !history->people[person].is_forge;
}

/* When the commit @index was made. */
static gint64
commit_time (const Count *count, guint32 index)
{
  return count->times != NULL ? count->times[index] : count->history->commits[index].committer_time;
}

/*
 * Moves what is dated after @as_of and that @index builds on back to @index's own time. Returns:
 * whether it moved any.
 */
static gboolean
parents_move (const HmHistory *history, gint64 as_of, gsize index, gint64 *times)
{
  const HmCommit *commit = &history->commits[index];
  gboolean has_moved = FALSE;

  for (guint i = 0; i < commit->n_parents && commit->parents + i < history->n_parents; i++) {
    guint32 parent = history->parents[commit->parents + i];

    if (parent >= history->n_commits || history->commits[parent].committer_time <= as_of
        || times[parent] <= times[index])
      continue;
    times[parent] = times[index];
    has_moved = TRUE;
  }
  return has_moved;
}

/* Returns: (owned) (nullable) when each commit was made; NULL where none is dated after @as_of. */
static gint64 *
times_settle (const HmHistory *history, gint64 as_of)
{
  gint64 *times = NULL;
  gboolean has_moved = TRUE;

  for (gsize i = 0; i < history->n_commits && times == NULL; i++)
    if (history->commits[i].committer_time > as_of)
      times = g_new (gint64, history->n_commits);
  if (times == NULL)
    return NULL;
  for (gsize i = 0; i < history->n_commits; i++)
    times[i] = MIN (history->commits[i].committer_time, as_of);
  /* Mostly one pass does, since commits come before those they build on. What more than these leave keeps @as_of. */
  for (guint pass = 0; pass < SETTLE_PASSES_MAX && has_moved; pass++) {
    has_moved = FALSE;
    for (gsize i = 0; i < history->n_commits; i++)
      has_moved |= parents_move (history, as_of, i, times);
  }
  return times;
}

/*
 * GitHub signs what its web interface commits, so a commit under its name without an OpenPGP
 * signature is somebody else's doing. Other forges sign only where they were set up to.
 */
static gboolean
is_forge_unproven (const HmHistory *history, const HmCommit *commit)
{
  const HmPerson *committer = &history->people[commit->committer];

  return committer->is_forge && strcmp (committer->email, GITHUB_ADDRESS) == 0
         && commit->signature != HM_SIGNATURE_OPENPGP;
}

static guint
month_bit (const Count *count, gint64 time)
{
  gint64 length = count->as_of - count->since;
  gint64 month = length <= 0 ? 0 : (count->as_of - time) * HM_ACTIVITY_MONTHS / length;

  return 1u << CLAMP (month, 0, HM_ACTIVITY_MONTHS - 1);
}

static HmPersonActivity *
person_see (Count *count, guint32 person, guint32 index)
{
  HmPersonActivity *entry = &count->table[person];
  gint64 time = commit_time (count, index);

  if (entry->months == 0 || time > entry->newest_time) {
    entry->newest = index;
    entry->newest_time = time;
  }
  entry->months |= month_bit (count, time);
  return entry;
}

static void
work_count (Count *count, guint32 index)
{
  const HmCommit *commit = &count->history->commits[index];
  gboolean is_recent = commit_time (count, index) >= count->recent_since;
  HmPersonActivity *author;

  if (commit->n_parents >= 2 || !is_human (count->history, commit->author))
    return;
  author = person_see (count, commit->author, index);
  author->n_authored++;
  author->n_authored_recent += is_recent ? 1 : 0;
  count->activity->n_work++;
  count->activity->n_work_recent += is_recent ? 1 : 0;
}

/*
 * Who put a commit on the mainline: its committer, or for a merge made in the forge's web interface its author. For
 * a squash made there, for what a bot merged, and for what only claims to come from GitHub, nobody is named.
 */
static void
landing_count (Count *count, guint32 index)
{
  const HmHistory *history = count->history;
  const HmCommit *commit = &history->commits[index];
  gboolean is_merge = commit->n_parents >= 2;
  gboolean is_by_human = is_human (history, commit->author);

  if (is_human (history, commit->committer)) {
    HmPersonActivity *committer = person_see (count, commit->committer, index);

    if (is_merge || commit->author != commit->committer)
      committer->n_landed_other++;
    else
      committer->n_landed_own++;
  } else if (is_forge_unproven (history, commit)) {
    /* It landed, but what it says of who wrote or merged it proves nothing. */
    if (!is_by_human)
      return;
  } else if (history->people[commit->committer].is_forge && is_merge && is_by_human)
    person_see (count, commit->author, index)->n_landed_other++;
  else if (is_merge)
    count->has_bot_merges = TRUE;
  else if (is_by_human)
    person_see (count, commit->author, index)->n_squashed++;
  else
    return;
  count->has_landings = TRUE;
}

/* Merges beside the mainline are left out: contributors make them to catch up with it. */
static void
side_count (Count *count, guint32 index)
{
  const HmHistory *history = count->history;
  const HmCommit *commit = &history->commits[index];
  gboolean is_committed_by_human = is_human (history, commit->committer);

  if (commit->n_parents >= 2)
    return;
  if (is_committed_by_human && commit->committer != commit->author)
    person_see (count, commit->committer, index)->n_side_other++;
  else if (is_human (history, commit->author))
    person_see (count, commit->author, index)->n_side_own++;
}

/*
 * A single commit of one's own on the mainline is what a contributor's fast-forwarded branch looks
 * like too. What nobody is named for landing tells something once there is enough of it; a branch's
 * own commits do so only where bots merge, since any other merge names who made it. Many commits of
 * others beside the mainline are a subsystem's.
 */
static gboolean
person_is_active (const Count *count, const HmPersonActivity *person)
{
  guint n_unattributed = person->n_squashed + (count->has_bot_merges ? person->n_side_own : 0);

  return person->n_landed_other >= 1 || person->n_landed_own >= 2
         || n_unattributed >= HM_ACTIVITY_COMMITS_MIN
         || person->n_side_other >= HM_ACTIVITY_COMMITS_MIN;
}

/* People in the table's order, so that equal ones keep it. */
static gint
people_compare (gconstpointer a, gconstpointer b)
{
  const HmPersonActivity *left = a;
  const HmPersonActivity *right = b;

  if (left->n_authored != right->n_authored)
    return left->n_authored > right->n_authored ? -1 : 1;
  return left->person < right->person ? -1 : left->person > right->person;
}

static void
people_collect (Count *count)
{
  HmActivity *activity = count->activity;
  guint months = 0;
  guint active_months = 0;

  for (gsize i = 0; i < count->history->n_people; i++) {
    HmPersonActivity *entry = &count->table[i];

    if (entry->months == 0)
      continue;
    entry->person = (guint32) i;
    entry->is_active = person_is_active (count, entry);
    activity->n_active += entry->is_active ? 1 : 0;
    months |= entry->months;
    active_months |= entry->is_active ? entry->months : 0;
    g_array_append_val (activity->people, *entry);
  }
  g_array_sort (activity->people, people_compare);
  if (activity->n_active > 0)
    activity->n_months = (guint) __builtin_popcount (active_months);
  else if (count->has_landings && activity->n_work > 0) {
    activity->n_active = 1;
    activity->n_months = (guint) __builtin_popcount (months);
  }
}

HmActivity *
hm_activity_new (const HmHistory *history, gint64 as_of)
{
  HmActivity *activity = g_new0 (HmActivity, 1);
  g_autofree gint64 *times = times_settle (history, as_of);
  g_autofree HmPersonActivity *table = g_new0 (HmPersonActivity, history->n_people);
  Count count = {
    .history = history,
    .since = hm_activity_since (as_of),
    .recent_since = as_of - HM_ACTIVITY_RECENT_DAYS * DAY_SECONDS,
    .as_of = as_of,
    .times = times,
    .table = table,
    .activity = activity,
  };

  activity->people = g_array_new (FALSE, FALSE, sizeof (HmPersonActivity));
  for (gsize i = 0; i < history->n_commits; i++) {
    const HmCommit *commit = &history->commits[i];

    if (commit_time (&count, (guint32) i) < count.since)
      continue;
    work_count (&count, (guint32) i);
    if (commit->is_mainline)
      landing_count (&count, (guint32) i);
    else
      side_count (&count, (guint32) i);
  }
  people_collect (&count);
  return activity;
}

void
hm_activity_free (HmActivity *activity)
{
  if (activity == NULL)
    return;
  g_array_unref (activity->people);
  g_free (activity);
}

gboolean
hm_activity_is_dated_ahead (const HmHistory *history, gint64 as_of)
{
  return history->n_commits > 0 && history->commits[0].committer_time - CLOCK_SLACK_SECONDS > as_of;
}

gint64
hm_activity_since (gint64 as_of)
{
  return hm_instant_add_months (as_of, -HM_ACTIVITY_MONTHS);
}

const HmPersonActivity *
hm_activity_person (const HmActivity *activity, guint rank)
{
  return &g_array_index (activity->people, HmPersonActivity, rank);
}

guint
hm_activity_bus_factor (const HmActivity *activity, guint percent)
{
  guint64 sum = 0;

  if (activity->n_work == 0)
    return 0;
  for (guint rank = 0; rank < activity->people->len; rank++) {
    sum += hm_activity_person (activity, rank)->n_authored;
    if (sum * 100 >= (guint64) activity->n_work * percent)
      return rank + 1;
  }
  return activity->people->len;
}
