/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who does the work, and since when: a newcomer with a share of it, a newcomer who leads, a project
 * that changed hands within three months. Most are honest; it is what every takeover by patience
 * looks like too.
 */
#include "checks/takeover/families.h"
#include "core/instant.h"

#define HALF_YEAR_SECONDS (180 * HM_TAKEOVER_DAY)
#define SHARE_PERCENT 25u
#define SHARE_COMMITS_MIN 10u
#define REVIEWED_PERCENT 75u
#define LEAD_PERCENT 40u
#define LEAD_COMMITS_MIN 20u

/* Whose share was halved: the lead of the two years before. */
#define BEFORE_SECONDS (2 * HM_TAKEOVER_YEAR)

#define ABRUPT_SECONDS (90 * HM_TAKEOVER_DAY)
#define ABRUPT_PERCENT 60u
#define ABRUPT_COMMITS_MIN 5u
#define ABRUPT_AGE_MIN (2 * 365 * HM_TAKEOVER_DAY)

#define DATE_SIZE 10

typedef struct {
  guint n_authored;
  guint n_committed;
  guint n_witnessed; /* of those authored: an older hand had a part in them */
  guint32 newest;    /* index into HmHistory.commits */
} Work;

/* What everybody did in a window. */
typedef struct {
  Work *work; /* by person */
  guint n;    /* commits by people, merges apart */
} Window;

static void
window_clear (Window *window)
{
  g_free (window->work);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Window, window_clear)

static gboolean
is_human (const HmHistory *history, guint32 person)
{
  return !history->people[person].is_bot && !history->people[person].is_forge;
}

/* Counts the commits made after @since and not after @until. */
static void
window_count (const HmTakeoverScene *scene, gint64 since, gint64 until, Window *ret_window)
{
  const HmHistory *history = scene->history;

  *ret_window = (Window){ .work = g_new0 (Work, history->n_people) };
  for (gsize i = history->n_commits; i-- > 0;) {
    const HmCommit *commit = &history->commits[i];
    gint64 when = hm_tenure_time (scene->tenure, (guint32) i);

    if (commit->n_parents > 1 || when <= since || when > until
        || !is_human (history, commit->author))
      continue;
    ret_window->n++;
    ret_window->work[commit->author].n_authored++;
    if (hm_witness_trace (scene->witness, (guint32) i) == HM_TRACE_SECOND)
      ret_window->work[commit->author].n_witnessed++;
    ret_window->work[commit->author].newest = (guint32) i;
    if (is_human (history, commit->committer)) {
      ret_window->work[commit->committer].n_committed++;
      ret_window->work[commit->committer].newest = (guint32) i;
    }
  }
}

/* Whoever puts the work of others into the project has as much power over it as who writes it. */
static guint
work_power (const Work *work)
{
  return MAX (work->n_authored, work->n_committed);
}

/*
 * Returns: the most powerful person that is @newcomer, or anybody where that is HM_TRUTH_NO;
 * HM_NO_INDEX where there is none.
 */
static guint32
window_top (const HmTakeoverScene *scene, const Window *window, HmTruth newcomer)
{
  guint32 top = HM_NO_INDEX;

  for (guint32 i = 0; i < scene->history->n_people; i++) {
    if (work_power (&window->work[i]) == 0
        || (top != HM_NO_INDEX && work_power (&window->work[i]) <= work_power (&window->work[top])))
      continue;
    if (newcomer == HM_TRUTH_NO || hm_tenure_is_newcomer (scene->tenure, i, scene->now) == newcomer)
      top = i;
  }
  return top;
}

static gboolean
has_share (const Window *window, guint32 person, guint percent, guint commits_min)
{
  guint power = person == HM_NO_INDEX ? 0 : work_power (&window->work[person]);

  return power >= commits_min && (guint64) power * 100 >= (guint64) window->n * percent;
}

/* Whether the one who led before @window does at most half of the share they had. */
static gboolean
is_former_lead_halved (const HmTakeoverScene *scene, const Window *window, guint32 newcomer)
{
  gint64 since = scene->now - HALF_YEAR_SECONDS;
  g_auto (Window) before = { 0 };
  guint32 former;

  window_count (scene, since - BEFORE_SECONDS, since, &before);
  former = window_top (scene, &before, HM_TRUTH_NO);
  if (former == HM_NO_INDEX)
    return TRUE;
  if (former == newcomer)
    return FALSE;
  return 2 * (guint64) work_power (&window->work[former]) * before.n
         <= (guint64) work_power (&before.work[former]) * window->n;
}

/*
 * Whether three quarters of what @work holds was let in by others: whoever only writes has no power
 * but that of being read.
 */
static gboolean
is_reviewed (const Work *work)
{
  return work->n_authored >= work->n_committed
         && (guint64) work->n_witnessed * 100 >= (guint64) work->n_authored * REVIEWED_PERCENT;
}

/* Why @person counts as new. Returns: (owned) */
static char *
newness_words (const HmTakeoverScene *scene, guint32 person)
{
  gint64 first = hm_tenure_first (scene->tenure, person);
  gint64 limit = hm_tenure_limit (scene->tenure, scene->now);
  char text[HM_INSTANT_TEXT_SIZE];

  if (first >= limit)
    return g_strdup_printf ("first seen %u days ago",
                            (guint) ((scene->now - first) / HM_TAKEOVER_DAY));
  return g_strdup_printf ("with fewer than three commits before %.*s", DATE_SIZE,
                          hm_instant_text (limit, text));
}

static HmFinding *
share_say (HmTakeoverScene *scene, const Window *window, guint32 person, HmTakeoverRule rule,
           HmTakeoverState state, const char *what)
{
  g_autofree char *name = hm_takeover_person (scene, person);
  g_autofree char *newness = newness_words (scene, person);
  HmFinding *finding =
      hm_takeover_say (scene, rule, state, "%s, %s, %s %u of the last 180 days' %u commits%s", name,
                       newness, what, work_power (&window->work[person]), window->n,
                       state == HM_TAKEOVER_SETTLED
                           ? " (an older hand names them as a maintainer, or let most of it in)"
                       : state == HM_TAKEOVER_UNKNOWN
                           ? ", unless they were here under another name or before what is seen"
                           : "");

  hm_finding_cite_commit (finding, &scene->history->commits[window->work[person].newest].oid);
  return finding;
}

static void
share_judge (HmTakeoverScene *scene)
{
  g_auto (Window) window = { 0 };
  guint32 newcomer;
  guint32 unsure;
  guint32 announced_by = HM_NO_INDEX;
  HmTakeoverState state = HM_TAKEOVER_TRUE;
  HmFinding *finding;

  window_count (scene, scene->now - HALF_YEAR_SECONDS, scene->now, &window);
  newcomer = window_top (scene, &window, HM_TRUTH_YES);
  unsure = window_top (scene, &window, HM_TRUTH_UNKNOWN);
  if (!has_share (&window, newcomer, SHARE_PERCENT, SHARE_COMMITS_MIN)) {
    if (!has_share (&window, unsure, SHARE_PERCENT, SHARE_COMMITS_MIN)) {
      hm_takeover_say (scene, HM_TAKEOVER_NEWCOMER_SHARE, HM_TAKEOVER_CALM,
                       "no newcomer does a quarter of the work");
      hm_takeover_say (scene, HM_TAKEOVER_NEW_LEAD, HM_TAKEOVER_CALM, "no newcomer leads");
      return;
    }
    newcomer = unsure;
    state = HM_TAKEOVER_UNKNOWN;
  } else if (hm_takeover_is_announced (scene, newcomer, &announced_by)
             || is_reviewed (&window.work[newcomer]))
    state = HM_TAKEOVER_SETTLED;
  finding = share_say (scene, &window, newcomer, HM_TAKEOVER_NEWCOMER_SHARE, state, "did");
  scene->who[HM_TAKEOVER_NEWCOMER_SHARE] = newcomer;
  if (announced_by != HM_NO_INDEX)
    hm_finding_cite_commit (finding, &scene->history->commits[announced_by].oid);
  if (has_share (&window, newcomer, LEAD_PERCENT, LEAD_COMMITS_MIN)
      && window_top (scene, &window, HM_TRUTH_NO) == newcomer
      && is_former_lead_halved (scene, &window, newcomer))
    share_say (scene, &window, newcomer, HM_TAKEOVER_NEW_LEAD, state, "leads with");
  else
    hm_takeover_say (scene, HM_TAKEOVER_NEW_LEAD, HM_TAKEOVER_CALM, "no newcomer leads");
}

/*
 * Returns: the most powerful person in @window who had hardly been seen before it began;
 * HM_NO_INDEX where there is none.
 */
static guint32
arrival_find (const HmTakeoverScene *scene, const Window *window)
{
  guint32 top = HM_NO_INDEX;

  for (guint32 i = 0; i < scene->history->n_people; i++)
    if (work_power (&window->work[i]) > 0
        && (top == HM_NO_INDEX || work_power (&window->work[i]) > work_power (&window->work[top]))
        && hm_tenure_n_before (scene->tenure, i, scene->now - ABRUPT_SECONDS) < HM_TENURE_COMMITS
        && hm_tenure_first (scene->tenure, i) > hm_tenure_begin (scene->tenure))
      top = i;
  return top;
}

static void
abrupt_judge (HmTakeoverScene *scene)
{
  g_auto (Window) window = { 0 };
  HmTakeoverState state = HM_TAKEOVER_TRUE;
  g_autofree char *name = NULL;
  guint32 arrival;
  HmFinding *finding;

  if (hm_tenure_age (scene->tenure, scene->now) < ABRUPT_AGE_MIN) {
    hm_takeover_say (scene, HM_TAKEOVER_ABRUPT_HAND_OVER, HM_TAKEOVER_NOT_APPLICABLE,
                     "the project is younger than 2 years");
    return;
  }
  window_count (scene, scene->now - ABRUPT_SECONDS, scene->now, &window);
  arrival = arrival_find (scene, &window);
  if (!has_share (&window, arrival, ABRUPT_PERCENT, ABRUPT_COMMITS_MIN)) {
    hm_takeover_say (scene, HM_TAKEOVER_ABRUPT_HAND_OVER, HM_TAKEOVER_CALM,
                     "nobody who came within 90 days does most of the work");
    return;
  }
  name = hm_takeover_person (scene, arrival);
  if (hm_tenure_is_newcomer (scene->tenure, arrival, scene->now) == HM_TRUTH_UNKNOWN)
    state = HM_TAKEOVER_UNKNOWN;
  else if (hm_takeover_is_announced (scene, arrival, NULL) || is_reviewed (&window.work[arrival]))
    state = HM_TAKEOVER_SETTLED;
  finding = hm_takeover_say (scene, HM_TAKEOVER_ABRUPT_HAND_OVER, state,
                             "%s came within 90 days and did %u of their %u commits", name,
                             work_power (&window.work[arrival]), window.n);
  hm_finding_cite_commit (finding, &scene->history->commits[window.work[arrival].newest].oid);
}

void
hm_takeover_judge_lead (HmTakeoverScene *scene)
{
  if (scene->is_old)
    share_judge (scene);
  else {
    hm_takeover_say (scene, HM_TAKEOVER_NEWCOMER_SHARE, HM_TAKEOVER_NOT_APPLICABLE,
                     "the project is younger than 3 years");
    hm_takeover_say (scene, HM_TAKEOVER_NEW_LEAD, HM_TAKEOVER_NOT_APPLICABLE,
                     "the project is younger than 3 years");
  }
  abrupt_judge (scene);
}
