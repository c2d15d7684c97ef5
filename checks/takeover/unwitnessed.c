/* SPDX-License-Identifier: Apache-2.0 */
/* Edits to build, CI and release files by newcomers that no second person is seen to have looked at. */
#include "checks/takeover/families.h"

#define EDITS_MIN 20u
#define EDITS_PERCENT 25u

typedef struct {
  GArray *commits;  /* (element-type guint32) by newcomers, without any trace */
  guint n_possible; /* and those of which it can't be told */
  guint n;          /* all by people */
} Edits;

static gboolean
touches_build (const HmTakeoverScene *scene, guint32 index)
{
  HM_TAKEOVER_FOREACH_CHANGE (scene, index, change)
  {
    if ((change->roles & HM_TAKEOVER_BUILD_ROLES) != 0)
      return TRUE;
  }
  return FALSE;
}

static void
edits_count (const HmTakeoverScene *scene, Edits *edits)
{
  for (guint i = 0; i < scene->year->len; i++) {
    guint32 index = g_array_index (scene->year, guint32, i);
    HmTakeoverCommit commit;

    if (scene->history->commits[index].n_parents > 1 || !touches_build (scene, index))
      continue;
    commit = hm_takeover_commit (scene, index);
    if (scene->history->people[commit.actor].is_bot)
      continue;
    edits->n++;
    /* New today, not on the day of the edit: what somebody did while new stays so only as long as they are. */
    commit.newcomer = hm_tenure_is_newcomer (scene->tenure, commit.actor, scene->now);
    if (commit.newcomer == HM_TRUTH_NO || commit.trace == HM_TRACE_SECOND)
      continue;
    edits->n_possible++;
    if (commit.newcomer == HM_TRUTH_YES && commit.trace == HM_TRACE_NONE)
      g_array_append_val (edits->commits, index);
  }
}

/* Returns: whoever made most of @commits (element-type guint32) */
static guint32
top_actor (const HmTakeoverScene *scene, const GArray *commits)
{
  g_autofree guint *counts = g_new0 (guint, scene->history->n_people);
  guint32 top = HM_NO_INDEX;

  for (guint i = 0; i < commits->len; i++) {
    guint32 actor = hm_witness_actor (scene->history, g_array_index (commits, guint32, i));

    counts[actor]++;
    if (top == HM_NO_INDEX || counts[actor] > counts[top])
      top = actor;
  }
  return top;
}

static gboolean
is_many (guint n, guint n_all)
{
  return n >= EDITS_MIN && (guint64) n * 100 >= (guint64) n_all * EDITS_PERCENT;
}

void
hm_takeover_judge_build (HmTakeoverScene *scene)
{
  g_autoptr (GArray) commits = g_array_new (FALSE, FALSE, sizeof (guint32));
  Edits edits = { .commits = commits };
  HmFinding *finding;

  if (!scene->is_old) {
    hm_takeover_say (scene, HM_TAKEOVER_UNWITNESSED_BUILD, HM_TAKEOVER_NOT_APPLICABLE,
                     "the project is younger than 3 years");
    return;
  }
  edits_count (scene, &edits);
  if (is_many (commits->len, edits.n)) {
    finding = hm_takeover_say (
        scene, HM_TAKEOVER_UNWITNESSED_BUILD, HM_TAKEOVER_TRUE,
        "newcomers made %u of the year's %u commits to build, CI and release files with nobody else seen to look",
        commits->len, edits.n);
    scene->who[HM_TAKEOVER_UNWITNESSED_BUILD] = top_actor (scene, commits);
    hm_takeover_cite (scene, finding, commits);
  } else if (is_many (edits.n_possible, edits.n))
    hm_takeover_say (
        scene, HM_TAKEOVER_UNWITNESSED_BUILD, HM_TAKEOVER_UNKNOWN,
        "newcomers made %u of the year's %u commits to build, CI and release files; of %u it can't be seen whether they are new, or who looked",
        edits.n_possible, edits.n, edits.n_possible - commits->len);
  else if (scene->blind != NULL)
    hm_takeover_say (scene, HM_TAKEOVER_UNWITNESSED_BUILD, HM_TAKEOVER_UNKNOWN, "%s", scene->blind);
  else
    hm_takeover_say (
        scene, HM_TAKEOVER_UNWITNESSED_BUILD, HM_TAKEOVER_CALM,
        "newcomers made %u of the year's %u commits to build, CI and release files with nobody else seen to look",
        commits->len, edits.n);
}
