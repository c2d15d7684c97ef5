/* SPDX-License-Identifier: Apache-2.0 */
/* The classic rule of a branch: whole to administrators, in part to those with a token, and hardly to others. */
#include <string.h>

#include "evidence/forge/github_view.h"
#include "evidence/forge/shape.h"

/* The end of every "a classic rule may say so". */
#define CLASSIC_HELP \
  "only a token of an administrator shows a classic rule; as a ruleset everybody could read it"

/* A setting that only counts where another one is on. */
static HmTruth
truth_under (HmTruth condition, HmTruth truth)
{
  return condition == HM_TRUTH_YES ? truth : condition;
}

/* What is off has no key at all. */
static HmTruth
has_object (const json_t *json, const char *key)
{
  const json_t *value = json_object_get (json, key);

  if (value == NULL)
    return HM_TRUTH_NO;
  return json_is_object (value) ? HM_TRUTH_YES : HM_TRUTH_UNKNOWN;
}

static HmFact
fact_of (HmForgeStore *store, HmTruth truth, const char *source)
{
  if (truth == HM_TRUTH_UNKNOWN)
    return hm_forge_unknown (store, CLASSIC_HELP);
  return hm_forge_known (store, truth == HM_TRUTH_YES, source);
}

static HmGithubView
view_from (HmForgeStore *store, const HmTruth truths[HM_GITHUB_N_SETTINGS], HmTruth admins,
           const char *source)
{
  HmGithubView view = { .is_whole = TRUE };

  for (gsize i = 0; i < HM_GITHUB_N_SETTINGS; i++) {
    view.settings[i] = fact_of (store, truths[i], source);
    view.is_whole = view.is_whole && truths[i] != HM_TRUTH_UNKNOWN;
  }
  view.admins = fact_of (store, admins, source);
  return view;
}

/* Approvals of a rule where @reviews tells whether any are asked for. */
static HmCountFact
approvals_of (HmForgeStore *store, const json_t *json, const char *path, HmTruth reviews,
              const char *source)
{
  guint n = 0;

  if (reviews == HM_TRUTH_NO)
    return hm_github_count_known (store, 0, source);
  if (hm_shape_count (json, path, &n))
    return hm_github_count_known (store, n, source);
  return (HmCountFact){ .why = hm_forge_unknown (store, CLASSIC_HELP).why };
}

/* GraphQL's BranchProtectionRule, whole. Its switches keep their place while what they belong to is off. */
static HmGithubView
classic_view (HmForgeStore *store, const json_t *rule, const char *source)
{
  HmTruth reviews = hm_shape_truth (rule, "requiresApprovingReviews");
  HmTruth checks = hm_forge_all (hm_shape_truth (rule, "requiresStatusChecks"),
                                 hm_github_has_items (rule, "requiredStatusCheckContexts"));
  const HmTruth truths[HM_GITHUB_N_SETTINGS] = {
    [HM_GITHUB_FORCE_PUSH] = hm_forge_not (hm_shape_truth (rule, "allowsForcePushes")),
    [HM_GITHUB_DELETION] = hm_forge_not (hm_shape_truth (rule, "allowsDeletions")),
    [HM_GITHUB_PULL_REQUEST] = reviews,
    [HM_GITHUB_LAST_PUSH] = truth_under (reviews, hm_shape_truth (rule, "requireLastPushApproval")),
    [HM_GITHUB_UP_TO_DATE] =
        truth_under (checks, hm_shape_truth (rule, "requiresStrictStatusChecks")),
    [HM_GITHUB_STATUS_CHECKS] = checks,
    [HM_GITHUB_CODE_OWNERS] =
        truth_under (reviews, hm_shape_truth (rule, "requiresCodeOwnerReviews")),
    [HM_GITHUB_STALE] = truth_under (reviews, hm_shape_truth (rule, "dismissesStaleReviews")),
    [HM_GITHUB_SIGNED] = hm_shape_truth (rule, "requiresCommitSignatures"),
  };
  HmGithubView view = view_from (store, truths, hm_shape_truth (rule, "isAdminEnforced"), source);

  view.approvals = approvals_of (store, rule, "requiredApprovingReviewCount", reviews, source);
  return view;
}

/* REST's protection: an object that is not there is off, since the answer is an administrator's. */
static HmGithubView
protection_view (HmForgeStore *store, const json_t *json, const char *source)
{
  const json_t *reviews_json = hm_shape_get (json, "required_pull_request_reviews");
  const json_t *checks_json = hm_shape_get (json, "required_status_checks");
  HmTruth reviews = has_object (json, "required_pull_request_reviews");
  HmTruth checks = truth_under (has_object (json, "required_status_checks"),
                                hm_forge_any (hm_github_has_items (checks_json, "contexts"),
                                              hm_github_has_items (checks_json, "checks")));
  const HmTruth truths[HM_GITHUB_N_SETTINGS] = {
    [HM_GITHUB_FORCE_PUSH] = hm_forge_not (hm_shape_truth (json, "allow_force_pushes.enabled")),
    [HM_GITHUB_DELETION] = hm_forge_not (hm_shape_truth (json, "allow_deletions.enabled")),
    [HM_GITHUB_PULL_REQUEST] = reviews,
    [HM_GITHUB_LAST_PUSH] =
        truth_under (reviews, hm_shape_truth (reviews_json, "require_last_push_approval")),
    [HM_GITHUB_UP_TO_DATE] = truth_under (checks, hm_shape_truth (checks_json, "strict")),
    [HM_GITHUB_STATUS_CHECKS] = checks,
    [HM_GITHUB_CODE_OWNERS] =
        truth_under (reviews, hm_shape_truth (reviews_json, "require_code_owner_reviews")),
    [HM_GITHUB_STALE] =
        truth_under (reviews, hm_shape_truth (reviews_json, "dismiss_stale_reviews")),
    [HM_GITHUB_SIGNED] = hm_shape_truth (json, "required_signatures.enabled"),
  };
  HmGithubView view =
      view_from (store, truths, hm_shape_truth (json, "enforce_admins.enabled"), source);

  view.approvals =
      approvals_of (store, reviews_json, "required_approving_review_count", reviews, source);
  return view;
}

/*
 * GraphQL's RefUpdateRule: the classic rule as it binds the token's owner. What it shows to be on
 * is on. What it shows to be off may be off for the owner alone, unless the owner may not push:
 * then there is nothing to be exempted from.
 */
static HmGithubView
update_rule_view (HmForgeStore *store, const json_t *rule, gboolean is_bound, const char *source)
{
  HmTruth checks = hm_github_has_items (rule, "requiredStatusCheckContexts");
  HmTruth code_owners = hm_shape_truth (rule, "requiresCodeOwnerReviews");
  guint n_approvals = 0;
  gboolean has_count = hm_shape_count (rule, "requiredApprovingReviewCount", &n_approvals);
  HmTruth truths[HM_GITHUB_N_SETTINGS] = {
    [HM_GITHUB_FORCE_PUSH] = hm_forge_not (hm_shape_truth (rule, "allowsForcePushes")),
    [HM_GITHUB_DELETION] = hm_forge_not (hm_shape_truth (rule, "allowsDeletions")),
    /* No number may also mean a pull request that needs no approval. */
    [HM_GITHUB_PULL_REQUEST] =
        has_count || code_owners == HM_TRUTH_YES ? HM_TRUTH_YES : HM_TRUTH_UNKNOWN,
    /* A branch is only held against the newest commits by its checks. */
    [HM_GITHUB_UP_TO_DATE] = checks == HM_TRUTH_NO ? HM_TRUTH_NO : HM_TRUTH_UNKNOWN,
    [HM_GITHUB_STATUS_CHECKS] = checks,
    [HM_GITHUB_CODE_OWNERS] = code_owners,
    [HM_GITHUB_SIGNED] = hm_shape_truth (rule, "requiresSignatures"),
  };
  HmGithubView view;

  for (gsize i = 0; i < HM_GITHUB_N_SETTINGS; i++)
    if (!is_bound && truths[i] == HM_TRUTH_NO)
      truths[i] = HM_TRUTH_UNKNOWN;
  view = view_from (store, truths, HM_TRUTH_UNKNOWN, source);
  view.is_whole = FALSE;
  if (has_count && n_approvals > 0)
    view.approvals = hm_github_count_known (store, n_approvals, source);
  else if (is_bound
           && (has_count || json_is_null (json_object_get (rule, "requiredApprovingReviewCount"))))
    view.approvals = hm_github_count_known (store, 0, source);
  else
    view.approvals.why = hm_forge_unknown (store, CLASSIC_HELP).why;
  view.approvals.is_minimum = view.approvals.is_known && !is_bound;
  return view;
}

gboolean
hm_github_is_told_unprotected (const HmAnswer *protection)
{
  const char *message = protection != NULL && protection->kind == HM_ANSWER_ABSENT
                            ? hm_shape_text (protection->json, "message")
                            : NULL;

  return message != NULL && strcmp (message, "Branch not protected") == 0;
}

/* Anybody who reads the code is shown the checks of a classic rule, and nothing else of it. */
static void
branch_checks_add (HmForgeStore *store, const HmGithubBranch *branch, HmGithubView *view)
{
  const json_t *checks =
      branch->branch != NULL && branch->branch->kind == HM_ANSWER_OK
          ? hm_shape_get (branch->branch->json, "protection.required_status_checks")
          : NULL;

  if (hm_github_has_items (checks, "contexts") == HM_TRUTH_YES
      || hm_github_has_items (checks, "checks") == HM_TRUTH_YES)
    view->settings[HM_GITHUB_STATUS_CHECKS] = hm_forge_known (store, TRUE, branch->branch_url);
}

HmGithubView
hm_github_view_of_classic (HmForgeStore *store, const HmGithubBranch *branch)
{
  const json_t *rule = hm_shape_get (branch->ref, "branchProtectionRule");
  const json_t *update_rule = hm_shape_get (branch->ref, "refUpdateRule");
  const HmAnswer *protection = branch->protection;
  HmGithubView view;

  if (json_is_object (rule))
    return classic_view (store, rule, branch->protection_url);
  if (protection != NULL && protection->kind == HM_ANSWER_OK && json_is_object (protection->json))
    return protection_view (store, protection->json, branch->protection_url);
  if (hm_github_is_told_unprotected (protection))
    return hm_github_view_off (store, branch->protection_url);
  if (json_is_object (update_rule))
    view = update_rule_view (store, update_rule, branch->is_bound, branch->graphql_url);
  else if (protection != NULL)
    view = hm_github_view_unseen (hm_forge_unseen (store, protection));
  else
    view = hm_github_view_unseen (hm_forge_unknown (store, CLASSIC_HELP));
  branch_checks_add (store, branch, &view);
  return view;
}
