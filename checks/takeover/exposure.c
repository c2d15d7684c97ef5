/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How little it would take: on whom the work rests, how much of it anybody else saw, and what runs
 * on others' machines when they install it.
 */
#include "checks/activity.h"
#include "checks/takeover/families.h"

#define HALF_PERCENT 50u
#define UNWITNESSED_PERCENT 50u

static void
bus_factor_judge (HmTakeoverScene *scene)
{
  g_autoptr (HmActivity) activity = hm_activity_new (scene->history, scene->now);
  guint n = hm_activity_bus_factor (activity, HALF_PERCENT);

  if (activity->n_work == 0)
    hm_takeover_say (scene, HM_TAKEOVER_BUS_FACTOR, HM_TAKEOVER_NOT_APPLICABLE,
                     "nobody worked on the project in 12 months");
  else if (activity->n_work == 1)
    hm_takeover_say (scene, HM_TAKEOVER_BUS_FACTOR, HM_TAKEOVER_TRUE,
                     "the year's only commit rests on 1 person");
  else
    hm_takeover_say (scene, HM_TAKEOVER_BUS_FACTOR, n < 2 ? HM_TAKEOVER_TRUE : HM_TAKEOVER_CALM,
                     "half of the year's %u commits rest on %u %s", activity->n_work, n,
                     n == 1 ? "person" : "people");
}

static void
unwitnessed_judge (HmTakeoverScene *scene)
{
  guint n = 0;
  guint n_none = 0;
  guint n_request = 0;

  for (guint i = 0; i < scene->year->len; i++) {
    guint32 index = g_array_index (scene->year, guint32, i);
    HmTrace trace;

    if (scene->history->commits[index].n_parents > 1
        || scene->history->people[hm_witness_actor (scene->history, index)].is_bot)
      continue;
    trace = hm_witness_trace (scene->witness, index);
    n++;
    n_none += trace == HM_TRACE_NONE ? 1 : 0;
    n_request += trace == HM_TRACE_REQUEST ? 1 : 0;
  }
  if (n == 0) {
    hm_takeover_say (scene, HM_TAKEOVER_UNWITNESSED_WORK, HM_TAKEOVER_NOT_APPLICABLE,
                     "nobody worked on the project in 12 months");
    return;
  }
  hm_takeover_say (
      scene, HM_TAKEOVER_UNWITNESSED_WORK,
      (guint64) n_none * 100 >= (guint64) n * UNWITNESSED_PERCENT ? HM_TAKEOVER_TRUE
                                                                  : HM_TAKEOVER_CALM,
      "of the year's %u commits %u show nobody but their author, and %u a pull request that nobody else is seen to have read",
      n, n_none, n_request);
}

static void
hooks_judge (HmTakeoverScene *scene)
{
  g_autoptr (GArray) commits = g_array_new (FALSE, FALSE, sizeof (guint32));
  const HmFileChange *first = NULL;
  const HmMark *first_mark = NULL;
  HmFinding *finding;

  for (guint i = 0; i < scene->year->len; i++) {
    guint32 index = g_array_index (scene->year, guint32, i);

    HM_TAKEOVER_FOREACH_CHANGE (scene, index, change)
    {
      const HmMark *mark = hm_takeover_mark (scene, change, HM_MARK_INSTALL_HOOK);

      if (mark == NULL || (change->roles & (HM_ROLE_TEST | HM_ROLE_DOC)) != 0)
        continue;
      if (first == NULL) {
        first = change;
        first_mark = mark;
      }
      g_array_append_val (commits, index);
      break;
    }
  }
  if (first == NULL) {
    hm_takeover_say (scene, HM_TAKEOVER_ADDED_HOOKS,
                     scene->blind != NULL ? HM_TAKEOVER_UNKNOWN : HM_TAKEOVER_CALM,
                     "nothing was added in 12 months that runs at installation%s%s",
                     scene->blind != NULL ? ", but " : "",
                     scene->blind != NULL ? scene->blind : "");
    return;
  }
  finding = hm_takeover_say (
      scene, HM_TAKEOVER_ADDED_HOOKS, HM_TAKEOVER_TRUE,
      "commits of the last 12 months that add code which runs at installation: %u, lately in %s (%s)",
      commits->len, first->path, first_mark->text);
  hm_takeover_cite_change (finding, first, first_mark->line);
  hm_takeover_cite (scene, finding, commits);
}

void
hm_takeover_judge_exposure (HmTakeoverScene *scene)
{
  bus_factor_judge (scene);
  unwitnessed_judge (scene);
  hooks_judge (scene);
}
