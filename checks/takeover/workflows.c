/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who changes what runs with the project's secrets: after a long sleep, as a stranger, or in the
 * name of somebody who signs their work, without a signature. A stolen token looks like its owner;
 * what it is used for, and what is missing, does not.
 */
#include "checks/takeover/families.h"

#define WORKFLOW_ROLES (HM_ROLE_WORKFLOW | HM_ROLE_PUBLISHING)

/* What a stranger who wakes a project touches of weight. */
#define WEIGHTY_ROLES (HM_TAKEOVER_BUILD_ROLES | HM_ROLE_MANIFEST)

#define STRANGER_PROJECT_AGE_MIN (2 * 365 * HM_TAKEOVER_DAY)

/* The habit of signing: all of this many commits of one's own before. */
#define HABIT_COMMITS 20u

typedef struct {
  GArray *woken;     /* (element-type guint32) */
  GArray *strange;   /* (element-type guint32) */
  GArray *unsigned_; /* (element-type guint32) by people who mostly sign */
  guint n_possible_woken;
  guint n_possible_strange;
} Seen;

static gboolean
is_human (const HmHistory *history, guint32 person)
{
  return !history->people[person].is_bot && !history->people[person].is_forge;
}

/* Returns: the roles of all files of the commit @index that are no tests; @ret_added: of those that are new */
static guint32
commit_roles (const HmTakeoverScene *scene, guint32 index, guint32 *ret_added)
{
  guint32 roles = 0;

  *ret_added = 0;
  HM_TAKEOVER_FOREACH_CHANGE (scene, index, change)
  {
    if ((change->roles & HM_ROLE_TEST) != 0)
      continue;
    roles |= change->roles;
    if (change->kind == HM_CHANGE_ADDED)
      *ret_added |= change->roles;
  }
  return roles;
}

/* Whether @index is signed work of its author's own hand: what a forge or another commits says nothing of the habit. */
static gboolean
is_own (const HmCommit *commit)
{
  return commit->author == commit->committer && commit->n_parents < 2;
}

static gint
compare_newest (gconstpointer a, gconstpointer b, gpointer data)
{
  const HmTenure *tenure = data;
  const guint32 left = *(const guint32 *) a;
  const guint32 right = *(const guint32 *) b;
  gint64 left_time = hm_tenure_time (tenure, left);
  gint64 right_time = hm_tenure_time (tenure, right);

  if (left_time != right_time)
    return left_time > right_time ? -1 : 1;
  return left < right ? -1 : left > right;
}

/*
 * Whether the last HABIT_COMMITS of the person's own before @own[at] were signed. @own:
 * (element-type guint32) newest first
 */
static gboolean
had_habit (const HmHistory *history, const GArray *own, guint at)
{
  guint n_signed = 0;

  for (guint i = at + 1; i < own->len && n_signed < HABIT_COMMITS; i++) {
    if (history->commits[g_array_index (own, guint32, i)].signature == HM_SIGNATURE_NONE)
      return FALSE;
    n_signed++;
  }
  return n_signed == HABIT_COMMITS;
}

/*
 * Moves on from the candidates that never had the habit. One pass over the history for each person
 * among them, of whom the first few count.
 */
static void
habits_keep (const HmTakeoverScene *scene, GArray *candidates)
{
  const HmHistory *history = scene->history;
  g_autoptr (GArray) kept = g_array_new (FALSE, FALSE, sizeof (guint32));
  guint32 last = HM_NO_INDEX;
  g_autoptr (GArray) own = g_array_new (FALSE, FALSE, sizeof (guint32));

  for (guint c = 0; c < MIN (candidates->len, HM_TAKEOVER_CITED_MAX); c++) {
    guint32 candidate = g_array_index (candidates, guint32, c);
    guint32 person = history->commits[candidate].author;

    if (person != last) {
      g_array_set_size (own, 0);
      for (guint32 i = 0; i < history->n_commits; i++)
        if (is_own (&history->commits[i]) && history->commits[i].author == person)
          g_array_append_val (own, i);
      g_array_sort_with_data (own, compare_newest, scene->tenure);
      last = person;
    }
    for (guint at = 0; at < own->len; at++)
      if (g_array_index (own, guint32, at) == candidate && had_habit (history, own, at))
        g_array_append_val (kept, candidate);
  }
  g_array_set_size (candidates, 0);
  g_array_append_vals (candidates, kept->data, kept->len);
}

static void
commit_see (const HmTakeoverScene *scene, guint32 index, Seen *seen)
{
  const HmCommit *raw = &scene->history->commits[index];
  guint32 added;
  guint32 roles = commit_roles (scene, index, &added);
  HmTakeoverCommit commit;

  if ((roles & WEIGHTY_ROLES) == 0)
    return;
  commit = hm_takeover_commit (scene, index);
  if (commit.trace == HM_TRACE_SECOND || !is_human (scene->history, commit.actor))
    return;
  if (commit.is_waking && (commit.trace == HM_TRACE_NONE || commit.is_unread)) {
    if ((added & HM_ROLE_WORKFLOW) != 0 || commit.stranger == HM_TRUTH_YES)
      g_array_append_val (seen->woken, index);
    else if (commit.stranger == HM_TRUTH_UNKNOWN)
      seen->n_possible_woken++;
  }
  if ((roles & WORKFLOW_ROLES) == 0 || commit.trace != HM_TRACE_NONE)
    return;
  if (hm_tenure_age (scene->tenure, commit.when) >= STRANGER_PROJECT_AGE_MIN) {
    if (commit.stranger == HM_TRUTH_YES)
      g_array_append_val (seen->strange, index);
    else if (commit.stranger == HM_TRUTH_UNKNOWN)
      seen->n_possible_strange++;
  }
  if (is_own (raw) && raw->signature == HM_SIGNATURE_NONE)
    g_array_append_val (seen->unsigned_, index);
}

static void
seen_say (HmTakeoverScene *scene, HmTakeoverRule rule, const GArray *commits, guint n_possible,
          const char *what, const char *calm)
{
  HmTakeoverState state = commits->len > 0                         ? HM_TAKEOVER_TRUE
                          : n_possible > 0 || scene->blind != NULL ? HM_TAKEOVER_UNKNOWN
                                                                   : HM_TAKEOVER_CALM;
  HmFinding *finding;

  if (commits->len > 0)
    finding = hm_takeover_say (scene, rule, state, "commits of the last 12 months that %s: %u",
                               what, commits->len);
  else if (n_possible > 0)
    finding = hm_takeover_say (
        scene, rule, state, "commits of the last 12 months that %s, if their authors are new: %u",
        what, n_possible);
  else
    finding =
        hm_takeover_say (scene, rule, state, "%s%s%s", calm, scene->blind != NULL ? ", but " : "",
                         scene->blind != NULL ? scene->blind : "");
  hm_takeover_cite (scene, finding, commits);
}

void
hm_takeover_judge_workflows (HmTakeoverScene *scene)
{
  g_autoptr (GArray) woken = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (GArray) strange = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (GArray) unsigned_ = g_array_new (FALSE, FALSE, sizeof (guint32));
  Seen seen = { .woken = woken, .strange = strange, .unsigned_ = unsigned_ };

  for (guint i = 0; i < scene->year->len; i++) {
    guint32 index = g_array_index (scene->year, guint32, i);

    if (scene->history->commits[index].n_changes > 0)
      commit_see (scene, index, &seen);
  }
  habits_keep (scene, unsigned_);
  seen_say (
      scene, HM_TAKEOVER_WOKEN, woken, seen.n_possible_woken,
      "add a workflow after half a year without work, or change the build then by a stranger's hand",
      "no sleeping project was woken by a workflow or a stranger");
  seen_say (scene, HM_TAKEOVER_STRANGER_WORKFLOW, strange, seen.n_possible_strange,
            "change a workflow by a stranger's hand, with nobody else seen to look",
            "no stranger changed a workflow unwitnessed");
  seen_say (scene, HM_TAKEOVER_LOST_SIGNATURE, unsigned_, 0,
            "change a workflow without a signature, in the name of people who sign",
            "whoever signs their work signs their workflows");
}
