/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/witness.h"

#include <string.h>

struct HmWitness {
  const HmFacts *facts;
  const HmTenure *tenure;
  GHashTable *seconded; /* numbers of the pull requests that a second person approved or merged */
};

/* Forges mark the logins of their own bots so that nobody else can have one. */
static gboolean
is_bot_login (const char *login)
{
  return g_str_has_suffix (login, "[bot]");
}

static gboolean
is_seconded (const HmMergedChange *change)
{
  if (change->is_known && change->n_approvals > 0)
    return TRUE;
  return change->author != NULL && change->merger != NULL && !is_bot_login (change->merger)
         && g_ascii_strcasecmp (change->author, change->merger) != 0;
}

HmWitness *
hm_witness_new (const HmFacts *facts, const HmTenure *tenure)
{
  HmWitness *witness = g_new0 (HmWitness, 1);

  witness->facts = facts;
  witness->tenure = tenure;
  witness->seconded = g_hash_table_new (NULL, NULL);
  for (gsize i = 0; i < facts->forge.n_changes; i++)
    if (is_seconded (&facts->forge.changes[i]))
      g_hash_table_add (witness->seconded, GUINT_TO_POINTER (facts->forge.changes[i].number));
  return witness;
}

void
hm_witness_free (HmWitness *witness)
{
  if (witness == NULL)
    return;
  g_hash_table_unref (witness->seconded);
  g_free (witness);
}

/* Whether @person is a human whom the project knew when the commit was made. */
static gboolean
is_established (const HmWitness *witness, guint32 person, gint64 when)
{
  const HmHistory *history = &witness->facts->history;

  return person < history->n_people && !history->people[person].is_bot
         && !history->people[person].is_forge
         && hm_tenure_is_newcomer (witness->tenure, person, when) != HM_TRUTH_YES;
}

/* What git leaves open, as the forge shows it. */
static HmTrace
forge_trace (const HmWitness *witness, const HmCommit *commit)
{
  return commit->pull_request != 0
                 && g_hash_table_contains (witness->seconded,
                                           GUINT_TO_POINTER (commit->pull_request))
             ? HM_TRACE_SECOND
             : HM_TRACE_REQUEST;
}

HmTrace
hm_witness_trace (const HmWitness *witness, guint32 index)
{
  const HmCommit *commit = &witness->facts->history.commits[index];
  gint64 when = hm_tenure_time (witness->tenure, index);

  switch ((HmTrace) commit->trace) {
  case HM_TRACE_CLAIMED:
    if (!is_established (witness, commit->author, when))
      return forge_trace (witness, commit);
    G_GNUC_FALLTHROUGH;
  case HM_TRACE_SECOND:
    return is_established (witness, commit->second, when) ? HM_TRACE_SECOND
                                                          : forge_trace (witness, commit);
  case HM_TRACE_REQUEST:
    return forge_trace (witness, commit);
  case HM_TRACE_NONE:
  default:
    return HM_TRACE_NONE;
  }
}

guint32
hm_witness_actor (const HmHistory *history, guint32 index)
{
  const HmCommit *commit = &history->commits[index];
  const HmPerson *author = &history->people[commit->author];
  const HmPerson *committer = &history->people[commit->committer];

  if ((author->is_bot || author->is_forge) && !committer->is_bot && !committer->is_forge)
    return commit->committer;
  return commit->author;
}
