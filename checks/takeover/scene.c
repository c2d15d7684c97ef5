/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/takeover/scene.h"

#include "checks/controls.h"
#include "checks/joins.h"

#include <string.h>

#define SLEEP_SECONDS (180 * HM_TAKEOVER_DAY)
#define WAKING_SECONDS (14 * HM_TAKEOVER_DAY)

#define NAME_BYTES_MAX 60u

static gboolean
is_human (const HmHistory *history, guint32 person)
{
  return !history->people[person].is_bot && !history->people[person].is_forge;
}

static guint32
first_parent (const HmHistory *history, guint32 index)
{
  const HmCommit *commit = &history->commits[index];

  if (commit->n_parents == 0 || commit->parents >= history->n_parents)
    return HM_NO_INDEX;
  return history->parents[commit->parents];
}

/* Walks the mainline back and notes where people left it alone. What bots do keeps no project awake. */
static void
sleeps_find (HmTakeoverScene *scene)
{
  const HmHistory *history = scene->history;
  gint64 later = G_MAXINT64;
  guint32 index = history->n_commits > 0 ? 0 : HM_NO_INDEX;

  for (gsize n = 0; index < history->n_commits && n < history->n_commits;
       n++, index = first_parent (history, index)) {
    gint64 when = hm_tenure_time (scene->tenure, index);

    if (!is_human (history, hm_witness_actor (history, index)))
      continue;
    if (later != G_MAXINT64 && later - when >= SLEEP_SECONDS) {
      HmTakeoverSleep sleep = { .asleep = when, .woke = later };

      g_array_append_val (scene->sleeps, sleep);
    }
    later = MIN (later, when);
    if (later + HM_TAKEOVER_YEAR < scene->now)
      break;
  }
}

/* Returns: (owned) (nullable) */
static char *
blindness (const HmTakeoverScene *scene)
{
  const HmHistory *history = scene->history;
  guint n_partial = 0;

  if (history->n_commits == 0)
    return g_strdup (history->cut != NULL ? history->cut : "no history was read");
  if (history->cut != NULL && history->cut_time > scene->now - HM_TAKEOVER_YEAR)
    return g_strdup (history->cut);
  if (history->changes_why != NULL)
    return g_strdup (history->changes_why);
  for (guint i = 0; i < scene->year->len; i++) {
    const HmCommit *commit = &history->commits[g_array_index (scene->year, guint32, i)];

    n_partial += commit->look != HM_LOOK_CONTENTS || commit->is_partial ? 1 : 0;
  }
  if (n_partial == 0)
    return NULL;
  return g_strdup_printf ("%u of the year's %u commits could not be looked at in full", n_partial,
                          scene->year->len);
}

HmTakeoverScene *
hm_takeover_scene_new (const HmFacts *facts, HmFindings *findings)
{
  HmTakeoverScene *scene = g_new0 (HmTakeoverScene, 1);

  scene->facts = facts;
  scene->history = &facts->history;
  scene->findings = findings;
  scene->now = facts->as_of;
  for (gsize i = 0; i < HM_N_TAKEOVER_RULES; i++)
    scene->who[i] = HM_NO_INDEX;
  scene->tenure = hm_tenure_new (scene->history, scene->now);
  scene->witness = hm_witness_new (facts, scene->tenure);
  scene->year = g_array_new (FALSE, FALSE, sizeof (guint32));
  scene->sleeps = g_array_new (FALSE, FALSE, sizeof (HmTakeoverSleep));
  for (guint32 i = 0; i < scene->history->n_commits; i++)
    if (hm_tenure_time (scene->tenure, i) > scene->now - HM_TAKEOVER_YEAR)
      g_array_append_val (scene->year, i);
  scene->is_old = hm_tenure_age (scene->tenure, scene->now) >= HM_TAKEOVER_AGE_MIN;
  sleeps_find (scene);
  scene->blind = blindness (scene);
  return scene;
}

void
hm_takeover_scene_free (HmTakeoverScene *scene)
{
  if (scene == NULL)
    return;
  hm_witness_free (scene->witness);
  hm_tenure_free (scene->tenure);
  g_array_unref (scene->year);
  g_array_unref (scene->sleeps);
  g_free (scene->blind);
  g_free (scene);
}

static gboolean
is_waking (const HmTakeoverScene *scene, gint64 when)
{
  for (guint i = 0; i < scene->sleeps->len; i++) {
    const HmTakeoverSleep *sleep = &g_array_index (scene->sleeps, HmTakeoverSleep, i);

    if (when > sleep->asleep && when <= sleep->woke + WAKING_SECONDS)
      return TRUE;
  }
  return FALSE;
}

HmTakeoverCommit
hm_takeover_commit (const HmTakeoverScene *scene, guint32 index)
{
  HmTakeoverCommit commit = { .index = index };

  commit.actor = hm_witness_actor (scene->history, index);
  commit.when = hm_tenure_time (scene->tenure, index);
  commit.trace = hm_witness_trace (scene->witness, index);
  if (scene->history->commits[index].trace == HM_TRACE_CLAIMED)
    commit.trace = HM_TRACE_REQUEST; /* whoever abuses an account claims as well */
  commit.is_unread =
      commit.trace == HM_TRACE_REQUEST && scene->history->commits[index].trace == HM_TRACE_REQUEST;
  commit.newcomer = hm_tenure_is_newcomer (scene->tenure, commit.actor, commit.when);
  commit.stranger = hm_tenure_is_stranger (scene->tenure, commit.actor, commit.when);
  commit.is_waking = is_waking (scene, commit.when);
  return commit;
}

gboolean
hm_takeover_has_address (const HmTakeoverScene *scene, guint32 person, const char *address)
{
  const HmPerson *who = &scene->history->people[person];

  if (*who->email != '\0' && g_ascii_strcasecmp (who->email, address) == 0)
    return TRUE;
  for (guint i = 0; i < who->n_identities; i++) {
    gsize at = (gsize) who->identities + i;

    if (at < scene->history->n_identities && *scene->history->identities[at].email != '\0'
        && g_ascii_strcasecmp (scene->history->identities[at].email, address) == 0)
      return TRUE;
  }
  return FALSE;
}

static gboolean
change_names (const HmTakeoverScene *scene, const HmFileChange *change, guint32 person)
{
  for (guint i = 0; i < change->n_marks; i++) {
    const HmMark *mark = &scene->history->marks[change->marks + i];

    if (mark->kind == HM_MARK_ADDRESS_ADDED && hm_takeover_has_address (scene, person, mark->text))
      return TRUE;
  }
  return FALSE;
}

gboolean
hm_takeover_is_announced (const HmTakeoverScene *scene, guint32 person, guint32 *ret_index)
{
  for (guint i = 0; i < scene->year->len; i++) {
    guint32 index = g_array_index (scene->year, guint32, i);
    guint32 actor = hm_witness_actor (scene->history, index);

    if (actor == person || scene->history->commits[index].n_changes == 0)
      continue;
    HM_TAKEOVER_FOREACH_CHANGE (scene, index, change)
    {
      if ((change->roles & (HM_ROLE_MAINTAINERS | HM_ROLE_CODE_OWNERS)) == 0
          || !change_names (scene, change, person)
          || hm_tenure_is_newcomer (scene->tenure, actor, hm_tenure_time (scene->tenure, index))
                 != HM_TRUTH_NO)
        continue;
      if (ret_index != NULL)
        *ret_index = index;
      return TRUE;
    }
  }
  return FALSE;
}

char *
hm_takeover_person (const HmTakeoverScene *scene, guint32 person)
{
  const char *name = scene->history->people[person].name;
  g_autofree char *joins = hm_person_joins (scene->history, person);
  gsize size = strlen (name);

  if (size == 0) {
    name = "(no name)";
    size = strlen (name);
  }
  if (size > NAME_BYTES_MAX) {
    size = NAME_BYTES_MAX;
    while (size > NAME_BYTES_MAX - 4 && ((guchar) name[size] & 0xc0) == 0x80)
      size--;
  }
  return g_strdup_printf ("%.*s%s%s%s", (int) size, name, joins != NULL ? " (" : "",
                          joins != NULL ? joins : "", joins != NULL ? ")" : "");
}

static HmOutcome
state_outcome (HmTakeoverState state)
{
  switch (state) {
  case HM_TAKEOVER_CALM:
  case HM_TAKEOVER_SETTLED:
    return HM_PASS;
  case HM_TAKEOVER_TRUE:
    return HM_FAIL;
  case HM_TAKEOVER_UNKNOWN:
    return HM_UNKNOWN;
  case HM_TAKEOVER_NOT_APPLICABLE:
  default:
    return HM_NOT_APPLICABLE;
  }
}

static int
state_cost (const HmTakeoverTraits *rule, HmTakeoverState state)
{
  switch (state) {
  case HM_TAKEOVER_CALM:
    return 0;
  case HM_TAKEOVER_SETTLED:
    return rule->settled_cost;
  case HM_TAKEOVER_TRUE:
  case HM_TAKEOVER_UNKNOWN:
  case HM_TAKEOVER_NOT_APPLICABLE:
  default:
    return rule->cost;
  }
}

static const char *
unknown_remediation (const HmTakeoverScene *scene)
{
  if (scene->history->cut != NULL)
    return "Fetch the rest of the history (`git fetch --unshallow`) and scan again.";
  if (scene->history->people_why != NULL)
    return "See that .mailmap can be read, and scan again.";
  if (scene->blind != NULL)
    return "Fetch the objects that are missing, and scan again.";
  return "Let the forge be asked, with a token where it wants one: it knows who approved and who merged a pull request.";
}

HmFinding *
hm_takeover_say (HmTakeoverScene *scene, HmTakeoverRule rule, HmTakeoverState state,
                 const char *format, ...)
{
  const HmTakeoverTraits *traits = &hm_takeover_rules[rule];
  g_autofree char *message = NULL;
  HmFinding *finding;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  if (state == HM_TAKEOVER_TRUE || state == HM_TAKEOVER_SETTLED)
    finding = hm_findings_add (scene->findings, traits->probe, state_outcome (state),
                               "%s; so it was in %u of %u honest projects at some year's end",
                               message, traits->n_true, HM_N_CONTROLS);
  else
    finding =
        hm_findings_add (scene->findings, traits->probe, state_outcome (state), "%s", message);
  if (traits->cost > 0 && state != HM_TAKEOVER_NOT_APPLICABLE)
    hm_finding_set_points (finding, traits->cost - state_cost (traits, state), traits->cost);
  if (state == HM_TAKEOVER_UNKNOWN)
    hm_finding_set_remediation (finding, "%s", unknown_remediation (scene));
  scene->states[rule] = state;
  return finding;
}

void
hm_takeover_cite (const HmTakeoverScene *scene, HmFinding *finding, const GArray *commits)
{
  for (guint i = 0; i < MIN (commits->len, HM_TAKEOVER_CITED_MAX); i++)
    hm_finding_cite_commit (finding,
                            &scene->history->commits[g_array_index (commits, guint32, i)].oid);
}

void
hm_takeover_cite_change (HmFinding *finding, const HmFileChange *change, guint line)
{
  const HmTreeEntry entry = { .path = change->path, .oid = change->after };

  hm_finding_cite_file (finding, &entry, line);
}

const HmMark *
hm_takeover_mark (const HmTakeoverScene *scene, const HmFileChange *change, HmMarkKind kind)
{
  for (guint i = 0; i < change->n_marks; i++)
    if (scene->history->marks[change->marks + i].kind == kind)
      return &scene->history->marks[change->marks + i];
  return NULL;
}
