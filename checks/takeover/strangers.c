/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Dependencies brought by somebody whom hardly anybody had seen: unwitnessed onto the mainline of a
 * settled project, or with their first work in a project that had been left alone, where a pull
 * request is read by nobody who remembers how things were.
 */
#include "checks/takeover/families.h"

#include <string.h>

#define PROJECT_AGE_MIN (2 * 365 * HM_TAKEOVER_DAY)

/* Commits before the one judged that still make it somebody's first work. */
#define FIRST_WORK_MAX 2u

/* Returns: (nullable) the first change that adds a dependency at run time, or takes one from elsewhere */
static const HmFileChange *
dependency_find (const HmTakeoverScene *scene, guint32 index, const HmMark **ret_mark)
{
  HM_TAKEOVER_FOREACH_CHANGE (scene, index, change)
  {
    if ((change->roles & HM_ROLE_MANIFEST) == 0
        || (change->roles & (HM_ROLE_TEST | HM_ROLE_DOC | HM_ROLE_GENERATED)) != 0)
      continue;
    *ret_mark = hm_takeover_mark (scene, change, HM_MARK_DEPENDENCY_ADDED);
    if (*ret_mark == NULL)
      *ret_mark = hm_takeover_mark (scene, change, HM_MARK_DEPENDENCY_MOVED);
    if (*ret_mark != NULL)
      return change;
  }
  return NULL;
}

static HmTruth
is_strange (const HmTakeoverScene *scene, const HmTakeoverCommit *commit)
{
  if (commit->stranger == HM_TRUTH_NO || commit->trace == HM_TRACE_SECOND
      || hm_tenure_age (scene->tenure, commit->when) < PROJECT_AGE_MIN)
    return HM_TRUTH_NO;
  if (commit->trace == HM_TRACE_NONE)
    return commit->stranger;
  if (commit->is_waking && commit->is_unread
      && hm_tenure_n_before (scene->tenure, commit->actor, commit->when) <= FIRST_WORK_MAX)
    return commit->stranger;
  return HM_TRUTH_UNKNOWN; /* a number in brackets is easily typed */
}

/* Whether an older hand took the whole manifest back to what it was. */
static gboolean
is_undone (const HmTakeoverScene *scene, const HmTakeoverCommit *commit, const HmFileChange *done)
{
  for (guint i = 0; i < scene->year->len; i++) {
    guint32 index = g_array_index (scene->year, guint32, i);

    if (index == commit->index || hm_tenure_time (scene->tenure, index) < commit->when)
      continue;
    HM_TAKEOVER_FOREACH_CHANGE (scene, index, change)
    {
      if (g_str_equal (change->path, done->path)
          && memcmp (change->after.bytes, done->before.bytes, HM_OID_SIZE) == 0
          && hm_tenure_is_newcomer (scene->tenure, hm_witness_actor (scene->history, index),
                                    hm_tenure_time (scene->tenure, index))
                 == HM_TRUTH_NO)
        return TRUE;
    }
  }
  return FALSE;
}

/* What is cited, and what is asked whether it was undone: of any number, the newest few. */
typedef struct {
  GArray *commits; /* (element-type guint32) */
  const HmFileChange *first;
  const HmMark *mark;
  guint n_undone;
} Brought;

static void
brought_add (const HmTakeoverScene *scene, Brought *brought, const HmTakeoverCommit *commit,
             const HmFileChange *change, const HmMark *mark)
{
  if (brought->first == NULL) {
    brought->first = change;
    brought->mark = mark;
  }
  if (brought->commits->len < HM_TAKEOVER_CITED_MAX && is_undone (scene, commit, change))
    brought->n_undone++;
  g_array_append_val (brought->commits, commit->index);
}

static void
brought_say (HmTakeoverScene *scene, const Brought *sure, const Brought *possible)
{
  const Brought *brought = sure->commits->len > 0 ? sure : possible;
  HmTakeoverState state = HM_TAKEOVER_UNKNOWN;
  HmFinding *finding;

  if (brought->first == NULL) {
    hm_takeover_say (scene, HM_TAKEOVER_STRANGER_DEPENDENCY,
                     scene->blind != NULL ? HM_TAKEOVER_UNKNOWN : HM_TAKEOVER_CALM,
                     "no stranger brought a dependency unwitnessed%s%s",
                     scene->blind != NULL ? ", but " : "",
                     scene->blind != NULL ? scene->blind : "");
    return;
  }
  if (brought == sure)
    state = sure->n_undone == sure->commits->len ? HM_TAKEOVER_SETTLED : HM_TAKEOVER_TRUE;
  finding = hm_takeover_say (
      scene, HM_TAKEOVER_STRANGER_DEPENDENCY, state,
      "commits of the last 12 months that bring a dependency by a stranger's hand: %u, lately in %s (%s)%s",
      brought->commits->len, brought->first->path, brought->mark->text,
      state == HM_TAKEOVER_SETTLED   ? "; an older hand took it back"
      : state == HM_TAKEOVER_UNKNOWN ? "; it can't be seen whether a stranger did so, or who looked"
                                     : "");
  hm_takeover_cite_change (finding, brought->first, brought->mark->line);
  hm_takeover_cite (scene, finding, brought->commits);
}

void
hm_takeover_judge_strangers (HmTakeoverScene *scene)
{
  g_autoptr (GArray) sure_commits = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (GArray) possible_commits = g_array_new (FALSE, FALSE, sizeof (guint32));
  Brought sure = { .commits = sure_commits };
  Brought possible = { .commits = possible_commits };

  for (guint i = 0; i < scene->year->len; i++) {
    guint32 index = g_array_index (scene->year, guint32, i);
    const HmMark *mark = NULL;
    const HmFileChange *change = dependency_find (scene, index, &mark);
    HmTakeoverCommit commit;

    if (change == NULL)
      continue;
    commit = hm_takeover_commit (scene, index);
    switch (is_strange (scene, &commit)) {
    case HM_TRUTH_YES:
      brought_add (scene, &sure, &commit, change, mark);
      break;
    case HM_TRUTH_UNKNOWN:
      brought_add (scene, &possible, &commit, change, mark);
      break;
    case HM_TRUTH_NO:
    default:
      break;
    }
  }
  brought_say (scene, &sure, &possible);
}
