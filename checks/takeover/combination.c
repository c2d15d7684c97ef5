/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whether one person has more than newcomers of honest projects have together: three of a
 * newcomer's share, release key, unwitnessed build edits, opaque and rewritten fixtures; or one of
 * the latter two with one of the others.
 */
#include "checks/takeover/families.h"
#include "core/oid.h"

/* Of the five rules that one newcomer of an honest project rarely has together. */
#define COMBINED_MIN 3u

/* The rules of the combination, those of power over the project first. */
static const struct {
  HmTakeoverRule rule;
  const char *noun;
} combined[] = {
  { HM_TAKEOVER_NEWCOMER_SHARE, "a newcomer's share of the work" },
  { HM_TAKEOVER_RELEASE_KEY, "a newcomer's releases" },
  { HM_TAKEOVER_UNWITNESSED_BUILD, "build edits that nobody else saw" },
  { HM_TAKEOVER_OPAQUE_FIXTURES, "opaque test files" },
  { HM_TAKEOVER_REWRITTEN_FIXTURES, "opaque test files rewritten alone" },
};
#define N_COMBINED G_N_ELEMENTS (combined)
#define N_POWER 3u

/* Which of them one person holds, or may hold: a bit each, as in the table. */
typedef guint Held;

/* That a newcomer was announced settles the share of the work, not what was done with it. */
static gboolean
is_held (const HmTakeoverScene *scene, gsize i)
{
  const HmTakeoverState state = scene->states[combined[i].rule];

  return state == HM_TAKEOVER_TRUE
         || (state == HM_TAKEOVER_SETTLED && combined[i].rule == HM_TAKEOVER_NEWCOMER_SHARE);
}

/* What @person holds; with @is_worst, what could not be seen is held as well. */
static Held
held_by (const HmTakeoverScene *scene, guint32 person, gboolean is_worst)
{
  Held held = 0;

  for (gsize i = 0; i < N_COMBINED; i++) {
    const HmTakeoverRule rule = combined[i].rule;

    if ((is_worst && scene->states[rule] == HM_TAKEOVER_UNKNOWN)
        || (is_held (scene, i) && scene->who[rule] == person))
      held |= 1u << i;
  }
  return held;
}

static gboolean
is_too_much (Held held)
{
  guint n_power = 0;
  guint n_fixtures = 0;

  for (gsize i = 0; i < N_COMBINED; i++) {
    n_power += i < N_POWER && (held & 1u << i) != 0 ? 1 : 0;
    n_fixtures += i >= N_POWER && (held & 1u << i) != 0 ? 1 : 0;
  }
  return n_power + n_fixtures >= COMBINED_MIN || (n_power > 0 && n_fixtures > 0);
}

/* Sets @ret_held to what is too much, or may be. */
static HmTakeoverState
held_find (const HmTakeoverScene *scene, Held *ret_held)
{
  const Held unseen = held_by (scene, G_MAXUINT32, TRUE);

  *ret_held = is_too_much (unseen) ? unseen : 0;
  for (gsize i = 0; i < N_COMBINED; i++) {
    const guint32 person = scene->who[combined[i].rule];
    Held held;

    if (!is_held (scene, i))
      continue;
    held = held_by (scene, person, FALSE);
    if (is_too_much (held)) {
      *ret_held = held;
      return HM_TAKEOVER_TRUE;
    }
    held = held_by (scene, person, TRUE);
    if (is_too_much (held))
      *ret_held = held;
  }
  return *ret_held != 0 ? HM_TAKEOVER_UNKNOWN : HM_TAKEOVER_CALM;
}

/* "a newcomer's share of the work, a newcomer's releases and build edits that nobody else saw". Returns: (owned) */
static char *
held_words (Held held)
{
  g_autoptr (GString) words = g_string_new (NULL);

  for (gsize i = 0; i < N_COMBINED; i++) {
    const Held rest = held >> i;

    if ((rest & 1u) != 0)
      g_string_append_printf (words, "%s%s",
                              words->len == 0 ? ""
                              : rest == 1u    ? " and "
                                              : ", ",
                              combined[i].noun);
  }
  return g_string_free (g_steal_pointer (&words), FALSE);
}

static gboolean
is_cited (const HmFinding *finding, const HmEvidence *evidence)
{
  for (guint i = 0; i < finding->evidence->len; i++) {
    const HmEvidence *cited = &g_array_index (finding->evidence, HmEvidence, i);

    if (cited->kind == evidence->kind && hm_oid_equal (&cited->oid, &evidence->oid))
      return TRUE;
  }
  return FALSE;
}

/* Cites at most @n of the commits and tags that @of cites. */
static void
evidence_take (HmFinding *finding, const HmFinding *of, guint n)
{
  for (guint i = 0; i < of->evidence->len && n > 0; i++) {
    const HmEvidence *evidence = &g_array_index (of->evidence, HmEvidence, i);
    const HmTag tag = { .name = evidence->text, .oid = evidence->oid };

    if ((evidence->kind != HM_EVIDENCE_COMMIT && evidence->kind != HM_EVIDENCE_TAG)
        || is_cited (finding, evidence))
      continue;
    if (evidence->kind == HM_EVIDENCE_TAG)
      hm_finding_cite_tag (finding, &tag);
    else
      hm_finding_cite_commit (finding, &evidence->oid);
    n--;
  }
}

void
hm_takeover_judge_combination (HmTakeoverScene *scene)
{
  g_autofree char *words = NULL;
  HmTakeoverState state;
  HmFinding *finding;
  guint n_held = 0;
  Held held;

  if (!scene->is_old) {
    hm_takeover_say (scene, HM_TAKEOVER_COMBINATION, HM_TAKEOVER_NOT_APPLICABLE,
                     "the project is younger than 3 years");
    return;
  }
  state = held_find (scene, &held);
  words = held_words (held);
  if (state == HM_TAKEOVER_CALM) {
    hm_takeover_say (scene, HM_TAKEOVER_COMBINATION, state,
                     "no transitions come together that honest projects rarely show at once");
    return;
  }
  finding = hm_takeover_say (scene, HM_TAKEOVER_COMBINATION, state,
                             state == HM_TAKEOVER_TRUE
                                 ? "%s come together in one hand"
                                 : "with what could not be seen, %s may come together in one hand",
                             words);
  for (gsize i = 0; i < N_COMBINED; i++)
    n_held += (held & 1u << i) != 0 ? 1 : 0;
  for (gsize i = 0; i < N_COMBINED; i++)
    if ((held & 1u << i) != 0)
      evidence_take (finding,
                     hm_findings_find (scene->findings, hm_takeover_rules[combined[i].rule].probe),
                     HM_TAKEOVER_CITED_MAX / n_held);
}
