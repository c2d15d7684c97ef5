/* SPDX-License-Identifier: Apache-2.0 */
/* Each value goes in with its length or in a fixed size, so that no two lists of facts read alike. */
#include "evidence/forge/facts_digest.h"

#include <string.h>

static void
number_add (GChecksum *checksum, guint64 number)
{
  const guint64 fixed = GUINT64_TO_LE (number);

  g_checksum_update (checksum, (const guchar *) &fixed, sizeof fixed);
}

static void
text_add (GChecksum *checksum, const char *text)
{
  number_add (checksum, text != NULL ? strlen (text) : G_MAXUINT64);
  if (text != NULL)
    g_checksum_update (checksum, (const guchar *) text, -1);
}

static void
fact_add (GChecksum *checksum, const HmFact *fact)
{
  number_add (checksum, (guint64) fact->truth);
  text_add (checksum, fact->why);
  text_add (checksum, fact->source);
}

static void
count_add (GChecksum *checksum, const HmCountFact *fact)
{
  number_add (checksum, (guint64) fact->is_known);
  number_add (checksum, fact->value);
  number_add (checksum, (guint64) fact->is_minimum);
  text_add (checksum, fact->why);
  text_add (checksum, fact->source);
}

static void
branch_add (GChecksum *checksum, const HmBranchRules *branch)
{
  text_add (checksum, branch->name);
  fact_add (checksum, &branch->blocks_force_push);
  fact_add (checksum, &branch->blocks_deletion);
  fact_add (checksum, &branch->requires_pull_request);
  count_add (checksum, &branch->required_approvals);
  fact_add (checksum, &branch->requires_last_push_approval);
  fact_add (checksum, &branch->requires_up_to_date);
  fact_add (checksum, &branch->requires_status_checks);
  fact_add (checksum, &branch->requires_code_owner_review);
  fact_add (checksum, &branch->dismisses_stale_approvals);
  fact_add (checksum, &branch->applies_to_admins);
}

static void
signature_add (GChecksum *checksum, const HmForgeSignature *signature)
{
  g_checksum_update (checksum, signature->object.bytes, sizeof signature->object.bytes);
  number_add (checksum, (guint64) signature->verdict);
  number_add (checksum, (guint64) signature->is_signed);
  number_add (checksum, (guint64) signature->is_web_key);
  text_add (checksum, signature->signer);
  text_add (checksum, signature->why);
}

static void
change_add (GChecksum *checksum, const HmMergedChange *change)
{
  number_add (checksum, change->number);
  number_add (checksum, (guint64) change->merged_at);
  text_add (checksum, change->author);
  text_add (checksum, change->merger);
  number_add (checksum, (guint64) change->is_by_bot);
  number_add (checksum, change->n_approvals);
  number_add (checksum, (guint64) change->is_known);
  text_add (checksum, change->source);
}

static void
project_add (GChecksum *checksum, const HmForge *forge)
{
  text_add (checksum, forge->host);
  text_add (checksum, forge->why);
  text_add (checksum, forge->how);
  fact_add (checksum, &forge->requires_two_factor);
  fact_add (checksum, &forge->all_members_two_factor);
  fact_add (checksum, &forge->requires_signed_commits);
  fact_add (checksum, &forge->has_private_reporting);
  fact_add (checksum, &forge->has_security_policy);
  text_add (checksum, forge->security_policy_url);
  fact_add (checksum, &forge->is_archived);
  fact_add (checksum, &forge->is_fork);
  fact_add (checksum, &forge->is_private);
  text_add (checksum, forge->default_branch);
  text_add (checksum, forge->renamed_to);
  count_add (checksum, &forge->n_pushers);
  count_add (checksum, &forge->n_admins);
  count_add (checksum, &forge->n_code_owner_errors);
  text_add (checksum, forge->changes_why);
  text_add (checksum, forge->token_class);
}

/*
 * Forks and stars stay out: they move every day in what is loved and left alone, and no check
 * judges by them. A repository is not scanned again for a star; its next report, which comes when
 * the last one is too old at the latest, tells them as they are then.
 */
char *
hm_forge_facts_digest (const HmForge *forge)
{
  g_autoptr (GChecksum) checksum = NULL;

  if (forge->asked_at == 0)
    return g_strdup ("");
  checksum = g_checksum_new (G_CHECKSUM_SHA256);
  project_add (checksum, forge);
  number_add (checksum, forge->n_branches);
  for (gsize i = 0; i < forge->n_branches; i++)
    branch_add (checksum, &forge->branches[i]);
  number_add (checksum, forge->n_signatures);
  for (gsize i = 0; i < forge->n_signatures; i++)
    signature_add (checksum, &forge->signatures[i]);
  number_add (checksum, forge->n_changes);
  for (gsize i = 0; i < forge->n_changes; i++)
    change_add (checksum, &forge->changes[i]);
  return g_strdup (g_checksum_get_string (checksum));
}
