/* SPDX-License-Identifier: Apache-2.0 */
#include "evidence/forge/github_rules.h"

#include "evidence/forge/github_view.h"
#include "evidence/forge/shape.h"

static HmFact
fact_either (HmFact a, HmFact b)
{
  if (a.truth == HM_TRUTH_YES || b.truth == HM_TRUTH_YES)
    return a.truth == HM_TRUTH_YES ? a : b;
  return a.truth == HM_TRUTH_UNKNOWN ? a : b;
}

/*
 * The more that one view asks for; a view that may ask for more makes that the least. What is not there is shown by the
 * classic view, which is the harder one to see.
 */
static HmCountFact
approvals_either (HmCountFact rulesets, HmCountFact classic)
{
  gboolean is_open =
      !rulesets.is_known || rulesets.is_minimum || !classic.is_known || classic.is_minimum;
  const char *why = rulesets.why != NULL ? rulesets.why : classic.why;
  HmCountFact most = hm_forge_most (rulesets, classic);

  if (!most.is_known || (most.value == 0 && is_open))
    return (HmCountFact){ .why = why };
  if (most.value == 0)
    return classic;
  most.is_minimum = is_open;
  most.why = is_open ? why : NULL;
  return most;
}

/*
 * Whether all that is on binds administrators. One kind of rules that exempts them does no harm
 * where the other, which binds them, turns on the same.
 */
static HmFact
admins_either (HmForgeStore *store, const HmGithubView *a, const HmGithubView *b)
{
  const HmGithubView *views[] = { a, b };
  const HmFact half_seen = hm_forge_unknown (store, "not every rule can be read");
  HmFact result = { .truth = HM_TRUTH_UNKNOWN };

  for (gsize i = 0; i < G_N_ELEMENTS (views); i++) {
    const HmGithubView *view = views[i];
    const HmGithubView *other = views[1 - i];
    HmFact admins = view->admins;

    if (hm_github_view_is_empty (view)
        || (other->admins.truth == HM_TRUTH_YES && view->admins.truth != HM_TRUTH_YES
            && !hm_github_view_adds (view, other)))
      continue;
    /* What is out of sight of the other may turn on the same, and bind them. */
    if (admins.truth == HM_TRUTH_NO && other->admins.truth != HM_TRUTH_NO
        && (!other->is_whole || !hm_github_view_adds (view, other)))
      admins = other->admins.why != NULL ? other->admins : half_seen;
    if ((result.source == NULL && result.why == NULL)
        || (admins.truth != HM_TRUTH_YES && result.truth != HM_TRUTH_NO))
      result = admins;
  }
  if (result.truth == HM_TRUTH_NO)
    return result;
  /* What is out of sight may exempt them. */
  for (gsize i = 0; i < G_N_ELEMENTS (views); i++)
    if (hm_github_view_is_empty (views[i]) && !views[i]->is_whole)
      return views[i]->admins.why != NULL ? views[i]->admins : half_seen;
  return result.source == NULL && result.why == NULL ? b->admins : result;
}

static HmTruth
protected_flag (const HmGithubBranch *branch)
{
  if (branch->branch == NULL || branch->branch->kind != HM_ANSWER_OK)
    return HM_TRUTH_UNKNOWN;
  return hm_shape_truth (branch->branch->json, "protected");
}

gboolean
hm_github_branch_is_open (const HmGithubBranch *branch)
{
  if (branch->rules != NULL && branch->rules->kind == HM_ANSWER_OK
      && json_array_size (branch->rules->json) > 0)
    return FALSE;
  return !json_is_object (hm_shape_get (branch->ref, "branchProtectionRule"))
         && !json_is_object (hm_shape_get (branch->ref, "refUpdateRule"))
         && (branch->protection == NULL
             || (branch->protection->kind != HM_ANSWER_OK
                 && !hm_github_is_told_unprotected (branch->protection)));
}

static void
view_write (const HmGithubView *view, HmBranchRules *ret_rules, HmFact *ret_requires_signatures)
{
  ret_rules->blocks_force_push = view->settings[HM_GITHUB_FORCE_PUSH];
  ret_rules->blocks_deletion = view->settings[HM_GITHUB_DELETION];
  ret_rules->requires_pull_request = view->settings[HM_GITHUB_PULL_REQUEST];
  ret_rules->required_approvals = view->approvals;
  ret_rules->requires_last_push_approval = view->settings[HM_GITHUB_LAST_PUSH];
  ret_rules->requires_up_to_date = view->settings[HM_GITHUB_UP_TO_DATE];
  ret_rules->requires_status_checks = view->settings[HM_GITHUB_STATUS_CHECKS];
  ret_rules->requires_code_owner_review = view->settings[HM_GITHUB_CODE_OWNERS];
  ret_rules->dismisses_stale_approvals = view->settings[HM_GITHUB_STALE];
  ret_rules->applies_to_admins = view->admins;
  *ret_requires_signatures = view->settings[HM_GITHUB_SIGNED];
}

void
hm_github_branch_judge (HmForgeStore *store, const HmGithubBranch *branch, HmBranchRules *ret_rules,
                        HmFact *ret_requires_signatures)
{
  HmGithubView rulesets;
  HmGithubView classic;
  HmGithubView both = { 0 };

  if (branch->unasked != NULL) {
    both = hm_github_view_unseen (hm_forge_unknown (store, "%s", branch->unasked));
    view_write (&both, ret_rules, ret_requires_signatures);
    return;
  }
  rulesets = hm_github_view_of_rulesets (store, branch);
  classic = hm_github_view_of_classic (store, branch);
  /* The one flag that everybody sees: where it is off, nothing is hidden. */
  if (protected_flag (branch) == HM_TRUTH_NO) {
    HmGithubView nothing = hm_github_view_off (store, branch->branch_url);

    if (!classic.is_whole && hm_github_view_is_empty (&classic))
      classic = nothing;
    if (!rulesets.is_whole && hm_github_view_is_empty (&rulesets))
      rulesets = nothing;
  }
  for (gsize i = 0; i < HM_GITHUB_N_SETTINGS; i++)
    both.settings[i] = fact_either (rulesets.settings[i], classic.settings[i]);
  both.approvals = approvals_either (rulesets.approvals, classic.approvals);
  both.admins = admins_either (store, &rulesets, &classic);
  view_write (&both, ret_rules, ret_requires_signatures);
}
