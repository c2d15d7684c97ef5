/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/forge/facts_text.h"

#include "core/instant.h"
#include "core/oid.h"

static const char *const verdict_names[] = {
  [HM_VERDICT_UNCHECKED] = "unchecked", [HM_VERDICT_GOOD] = "good",
  [HM_VERDICT_UNTRUSTED] = "untrusted", [HM_VERDICT_BAD] = "bad",
  [HM_VERDICT_ERROR] = "error",
};

static void
text_line (GString *out, const char *name, const char *text)
{
  if (text != NULL)
    g_string_append_printf (out, "%s: %s\n", name, text);
}

static void
source_end (GString *out, const char *source)
{
  if (source != NULL)
    g_string_append_printf (out, " [%s]", source);
  g_string_append_c (out, '\n');
}

static void
fact_line (GString *out, const char *name, HmFact fact)
{
  g_string_append_printf (out, "%s: ", name);
  if (fact.truth == HM_TRUTH_UNKNOWN) {
    g_string_append_printf (out, "unknown (%s)\n", fact.why == NULL ? "not asked" : fact.why);
    return;
  }
  g_string_append (out, fact.truth == HM_TRUTH_YES ? "yes" : "no");
  source_end (out, fact.source);
}

static void
count_line (GString *out, const char *name, HmCountFact fact)
{
  g_string_append_printf (out, "%s: ", name);
  if (!fact.is_known) {
    g_string_append_printf (out, "unknown (%s)\n", fact.why == NULL ? "not asked" : fact.why);
    return;
  }
  g_string_append_printf (out, "%u%s", fact.value, fact.is_minimum ? " or more" : "");
  source_end (out, fact.source);
}

static void
branch_lines (GString *out, const HmBranchRules *rules)
{
  g_string_append_printf (out, "branch %s\n", rules->name);
  fact_line (out, "  blocks force push", rules->blocks_force_push);
  fact_line (out, "  blocks deletion", rules->blocks_deletion);
  fact_line (out, "  requires pull request", rules->requires_pull_request);
  count_line (out, "  required approvals", rules->required_approvals);
  fact_line (out, "  requires last push approval", rules->requires_last_push_approval);
  fact_line (out, "  requires up to date", rules->requires_up_to_date);
  fact_line (out, "  requires status checks", rules->requires_status_checks);
  fact_line (out, "  requires code owner review", rules->requires_code_owner_review);
  fact_line (out, "  dismisses stale approvals", rules->dismisses_stale_approvals);
  fact_line (out, "  applies to admins", rules->applies_to_admins);
}

static void
signature_line (GString *out, const HmForgeSignature *signature)
{
  char hex[HM_OID_HEX_SIZE + 1];

  g_string_append_printf (out, "signature %.12s: ", hm_oid_hex (&signature->object, hex));
  if (!signature->is_signed)
    g_string_append (out, "unsigned, ");
  g_string_append (out, verdict_names[signature->verdict]);
  if (signature->is_web_key)
    g_string_append (out, ", web key");
  if (signature->signer != NULL)
    g_string_append_printf (out, ", by %s", signature->signer);
  if (signature->why != NULL)
    g_string_append_printf (out, " (%s)", signature->why);
  g_string_append_c (out, '\n');
}

static void
change_line (GString *out, const HmMergedChange *change)
{
  char time[HM_INSTANT_TEXT_SIZE];

  g_string_append_printf (
      out, "change %u: merged %s, author %s%s, merger %s, ", change->number,
      hm_instant_text (change->merged_at, time), change->author == NULL ? "gone" : change->author,
      change->is_by_bot ? " (bot)" : "", change->merger == NULL ? "gone" : change->merger);
  if (change->is_known)
    g_string_append_printf (out, "%u approvals", change->n_approvals);
  else
    g_string_append (out, "approvals unknown");
  source_end (out, change->source);
}

void
facts_text (GString *out, const HmForge *facts)
{
  text_line (out, "why", facts->why);
  text_line (out, "how", facts->how);
  text_line (out, "default branch", facts->default_branch);
  text_line (out, "renamed to", facts->renamed_to);
  fact_line (out, "archived", facts->is_archived);
  fact_line (out, "fork", facts->is_fork);
  fact_line (out, "private", facts->is_private);
  count_line (out, "forks", facts->n_forks);
  count_line (out, "stars", facts->n_stars);
  for (gsize i = 0; i < facts->n_branches; i++)
    branch_lines (out, &facts->branches[i]);
  fact_line (out, "requires two factor", facts->requires_two_factor);
  fact_line (out, "all members two factor", facts->all_members_two_factor);
  fact_line (out, "requires signed commits", facts->requires_signed_commits);
  fact_line (out, "private reporting", facts->has_private_reporting);
  fact_line (out, "security policy", facts->has_security_policy);
  text_line (out, "security policy url", facts->security_policy_url);
  count_line (out, "pushers", facts->n_pushers);
  count_line (out, "admins", facts->n_admins);
  count_line (out, "code owner errors", facts->n_code_owner_errors);
  for (gsize i = 0; i < facts->n_signatures; i++)
    signature_line (out, &facts->signatures[i]);
  for (gsize i = 0; i < facts->n_changes; i++)
    change_line (out, &facts->changes[i]);
  text_line (out, "changes", facts->changes_why);
  text_line (out, "token class", facts->token_class);
}

void
identity_text (GString *out, const HmForgeIdentity *identity)
{
  g_string_append_printf (out, "login: %s\ntoken class: %s\nscopes: %s\nquota: %s\nrole: %s\n",
                          identity->login, identity->token_class, identity->scopes, identity->quota,
                          identity->role);
}
