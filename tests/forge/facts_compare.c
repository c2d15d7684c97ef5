/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/forge/facts_compare.h"

#include <string.h>

static const char *const truth_names[] = {
  [HM_TRUTH_UNKNOWN] = "unknown",
  [HM_TRUTH_NO] = "no",
  [HM_TRUTH_YES] = "yes",
};

static void
compare_fact (GString *out, const char *name, const HmFact *whole, const HmFact *damaged)
{
  if (damaged->truth != HM_TRUTH_UNKNOWN && damaged->truth != whole->truth)
    g_string_append_printf (out, "%s: %s becomes %s\n", name, truth_names[whole->truth],
                            truth_names[damaged->truth]);
}

static void
compare_count (GString *out, const char *name, const HmCountFact *whole, const HmCountFact *damaged)
{
  if (!damaged->is_known)
    return;
  if (!whole->is_known)
    g_string_append_printf (out, "%s: unknown becomes %u\n", name, damaged->value);
  else if (damaged->is_minimum ? damaged->value > whole->value
                               : whole->is_minimum || damaged->value != whole->value)
    g_string_append_printf (out, "%s: %u%s becomes %u%s\n", name, whole->value,
                            whole->is_minimum ? " or more" : "", damaged->value,
                            damaged->is_minimum ? " or more" : "");
}

static const HmBranchRules *
branch_find (const HmForge *facts, const char *name)
{
  for (gsize i = 0; i < facts->n_branches; i++)
    if (strcmp (facts->branches[i].name, name) == 0)
      return &facts->branches[i];
  return NULL;
}

static void
compare_branch (GString *out, const HmBranchRules *whole, const HmBranchRules *damaged)
{
#define FACT(field) compare_fact (out, #field, &whole->field, &damaged->field)
  FACT (blocks_force_push);
  FACT (blocks_deletion);
  FACT (requires_pull_request);
  FACT (requires_last_push_approval);
  FACT (requires_up_to_date);
  FACT (requires_status_checks);
  FACT (requires_code_owner_review);
  FACT (dismisses_stale_approvals);
  FACT (applies_to_admins);
#undef FACT
  compare_count (out, "required_approvals", &whole->required_approvals,
                 &damaged->required_approvals);
}

static const HmForgeSignature *
signature_find (const HmForge *facts, const HmOid *object)
{
  for (gsize i = 0; i < facts->n_signatures; i++)
    if (memcmp (&facts->signatures[i].object, object, sizeof *object) == 0)
      return &facts->signatures[i];
  return NULL;
}

/* "Could not tell" is all that a signature may become. */
static void
compare_signature (GString *out, const HmForgeSignature *whole, const HmForgeSignature *damaged)
{
  if (damaged->verdict != whole->verdict && damaged->verdict != HM_VERDICT_UNCHECKED
      && damaged->verdict != HM_VERDICT_ERROR)
    g_string_append_printf (out, "signature: verdict %d becomes %d\n", (int) whole->verdict,
                            (int) damaged->verdict);
  if (damaged->is_signed != whole->is_signed)
    g_string_append_printf (out, "signature: is_signed %d becomes %d\n", whole->is_signed,
                            damaged->is_signed);
  if (damaged->is_web_key != whole->is_web_key && damaged->verdict == HM_VERDICT_GOOD)
    g_string_append_printf (out, "signature: is_web_key %d becomes %d\n", whole->is_web_key,
                            damaged->is_web_key);
}

static void
compare_change (GString *out, const HmMergedChange *whole, const HmMergedChange *damaged)
{
  if (!damaged->is_known)
    return;
  if (!whole->is_known)
    g_string_append_printf (out, "change %u: unknown approvals become %u\n", whole->number,
                            damaged->n_approvals);
  else if (whole->n_approvals != damaged->n_approvals)
    g_string_append_printf (out, "change %u: %u approvals become %u\n", whole->number,
                            whole->n_approvals, damaged->n_approvals);
}

static const HmMergedChange *
change_find (const HmForge *facts, guint number)
{
  for (gsize i = 0; i < facts->n_changes; i++)
    if (facts->changes[i].number == number)
      return &facts->changes[i];
  return NULL;
}

char *
facts_compare (const HmForge *whole, const HmForge *damaged)
{
  GString *out = g_string_new (NULL);

#define FACT(field) compare_fact (out, #field, &whole->field, &damaged->field)
#define COUNT(field) compare_count (out, #field, &whole->field, &damaged->field)
  FACT (requires_two_factor);
  FACT (all_members_two_factor);
  FACT (requires_signed_commits);
  FACT (has_private_reporting);
  FACT (has_security_policy);
  FACT (is_archived);
  FACT (is_fork);
  FACT (is_private);
  COUNT (n_forks);
  COUNT (n_stars);
  COUNT (n_pushers);
  COUNT (n_admins);
  COUNT (n_code_owner_errors);
#undef COUNT
#undef FACT
  for (gsize i = 0; i < damaged->n_branches; i++) {
    const HmBranchRules *branch = branch_find (whole, damaged->branches[i].name);

    if (branch != NULL)
      compare_branch (out, branch, &damaged->branches[i]);
  }
  for (gsize i = 0; i < damaged->n_signatures; i++) {
    const HmForgeSignature *signature = signature_find (whole, &damaged->signatures[i].object);

    if (signature != NULL)
      compare_signature (out, signature, &damaged->signatures[i]);
  }
  for (gsize i = 0; i < damaged->n_changes; i++) {
    const HmMergedChange *change = change_find (whole, damaged->changes[i].number);

    if (change != NULL)
      compare_change (out, change, &damaged->changes[i]);
  }
  return g_string_free (out, FALSE);
}
