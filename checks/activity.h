/* SPDX-License-Identifier: Apache-2.0 */
/* What people did in the year before the scan, from commits alone; bots and forges apart. */
#ifndef HM_CHECKS_ACTIVITY_H
#define HM_CHECKS_ACTIVITY_H

#include <hallmark/facts.h>

/* The window, and how much of it is "recent". */
#define HM_ACTIVITY_MONTHS 12
#define HM_ACTIVITY_RECENT_DAYS 90

/* Commits that make somebody active who is never seen landing any: Scorecard's threshold for a contributor. */
#define HM_ACTIVITY_COMMITS_MIN 5u

typedef struct {
  guint32 person;       /* index into HmHistory.people */
  guint n_landed_own;   /* commits of their own that they put on the mainline */
  guint n_landed_other; /* merges, and commits of others, that they put there */
  guint n_squashed; /* commits of their own that a forge or a bot put there for somebody unnamed */
  guint n_side_own; /* commits of their own beside the mainline, that no other person committed */
  guint n_side_other;      /* commits of others that they committed beside the mainline */
  guint n_authored;        /* commits but merges, anywhere in the history */
  guint n_authored_recent; /* of these, in the last HM_ACTIVITY_RECENT_DAYS */
  guint months;       /* one bit for each twelfth of the window in which they did any of this */
  guint32 newest;     /* index into HmHistory.commits: the newest of all these */
  gint64 newest_time; /* when it was made, by hm_activity_new()'s account */
  gboolean is_active; /* did one of the things that maintainers do, and contributors rarely */
} HmPersonActivity;

typedef struct {
  GArray *people;      /* (element-type HmPersonActivity), most authored first */
  guint n_work;        /* commits but merges, by people */
  guint n_work_recent; /* of these, in the last HM_ACTIVITY_RECENT_DAYS */
  guint n_active;      /* people who are active; at least 1 where any work of people landed */
  /* twelfths of the window in which any active person did something; 0 where nobody is */
  guint n_months;
} HmActivity;

/*
 * Counts over the commits that were committed in the HM_ACTIVITY_MONTHS up to @as_of. One that is dated later was made
 * before the oldest commit that builds on it, and counts at that one's time; where nothing builds on it, at @as_of. So
 * nobody hides work from the window by dating it ahead.
 */
HmActivity *hm_activity_new (const HmHistory *history, gint64 as_of);
void hm_activity_free (HmActivity *activity);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HmActivity, hm_activity_free)

/*
 * Whether the scanned commit is dated so far after @as_of that a wrong clock does not explain it.
 * Nothing then says when it and what it builds on were made.
 */
gboolean hm_activity_is_dated_ahead (const HmHistory *history, gint64 as_of);

/* When the window begins, seconds since the epoch. */
gint64 hm_activity_since (gint64 as_of);

/* Returns: (borrowed) the person at @rank of HmActivity.people. */
const HmPersonActivity *hm_activity_person (const HmActivity *activity, guint rank);

/* Returns: the fewest people who authored @percent of the work; 0 where there was none. */
guint hm_activity_bus_factor (const HmActivity *activity, guint percent);

#endif
