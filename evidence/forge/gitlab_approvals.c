/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which approvals a GitLab project requires. Its rules are shown to whoever may open merge
 * requests, its settings to Maintainers. Both come with GitLab Premium: on Free, approvals are
 * given freely and required never.
 */
#include <string.h>

#include "evidence/forge/gitlab_branches.h"
#include "evidence/forge/shape.h"

/* Whether an approval rule holds for @branch; unknown where that hangs on whether the branch is protected. */
static HmTruth
rule_applies (const json_t *rule, const HmGitlabBranch *branch)
{
  const json_t *names = hm_shape_get (rule, "protected_branches");
  const json_t *named;
  HmTruth truth = HM_TRUTH_NO;
  gsize i;

  if (hm_shape_truth (rule, "applies_to_all_protected_branches") == HM_TRUTH_YES)
    return branch->is_protected;
  if (names != NULL && !json_is_array (names))
    return HM_TRUTH_UNKNOWN;
  if (json_array_size (names) == 0)
    return HM_TRUTH_YES;
  json_array_foreach (names, i, named)
  {
    const char *name = hm_shape_text (named, "name");

    if (name == NULL)
      truth = HM_TRUTH_UNKNOWN;
    else if (hm_gitlab_pattern_matches (name, branch->name))
      return HM_TRUTH_YES;
  }
  return truth;
}

/* A rule that nobody could fulfil counts as fulfilled; who could may be in a group that the caller does not see. */
static HmTruth
rule_binds (const json_t *rule)
{
  const char *type = hm_shape_text (rule, "rule_type");
  const json_t *eligible = hm_shape_get (rule, "eligible_approvers");

  if (type == NULL || strcmp (type, "regular") != 0 || !json_is_array (eligible)
      || json_array_size (eligible) > 0)
    return HM_TRUTH_YES;
  return hm_shape_truth (rule, "contains_hidden_groups");
}

/*
 * Rules on what scanners report hold for some merge requests only, and those of code owners are the
 * branch's. What kinds that are not known hold for is not known.
 */
static HmTruth
rule_is_for_all (const json_t *rule)
{
  const char *type = hm_shape_text (rule, "rule_type");

  if (type == NULL)
    return HM_TRUTH_UNKNOWN;
  if (strcmp (type, "regular") == 0 || strcmp (type, "any_approver") == 0)
    return HM_TRUTH_YES;
  return strcmp (type, "report_approver") == 0 || strcmp (type, "code_owner") == 0
             ? HM_TRUTH_NO
             : HM_TRUTH_UNKNOWN;
}

/*
 * The Community Edition has no approval rules, and no such endpoint: a project that is there
 * answers 404 to its rules only where the path means nothing to the server, which says so in other
 * words than of a project that is not there.
 */
static gboolean
is_without_rules (const HmGitlab *gitlab)
{
  const HmAnswer *answer = gitlab->approval_rules;
  const char *word = answer != NULL ? hm_shape_text (answer->json, "error") : NULL;

  return answer != NULL && answer->status == 404 && word != NULL
         && strcmp (word, "404 Not Found") == 0
         && hm_shape_get (gitlab->project->json, "approvals_before_merge") == NULL;
}

/* One approval counts for every rule that its giver fits, so the largest number is what is surely needed. */
static HmCountFact
approvals_count (const HmGitlab *gitlab, const HmGitlabBranch *branch)
{
  const HmAnswer *answer = gitlab->approval_rules;
  HmCountFact count = { .is_known = TRUE };
  const json_t *rule;
  gsize i;

  if (is_without_rules (gitlab)) {
    count.source = hm_forge_known (gitlab->store, TRUE, answer->url).source;
    return count;
  }
  if (answer == NULL || answer->kind != HM_ANSWER_OK || !json_is_array (answer->json))
    return (HmCountFact){ .why = hm_gitlab_unseen (gitlab, answer).why };
  json_array_foreach (answer->json, i, rule)
  {
    HmTruth applies = hm_forge_all (
        hm_forge_all (rule_is_for_all (rule), rule_applies (rule, branch)), rule_binds (rule));
    guint n = 0;

    if (applies == HM_TRUTH_NO)
      continue;
    if (!hm_shape_count (rule, "approvals_required", &n))
      return (HmCountFact){ .why = hm_gitlab_unseen (gitlab, answer).why };
    if (applies == HM_TRUTH_UNKNOWN)
      count.is_minimum |= n > 0;
    else
      count.value = MAX (count.value, n);
  }
  count.is_minimum |= answer->has_next;
  count.source = hm_forge_known (gitlab->store, TRUE, answer->url).source;
  return count;
}

/*
 * Rules outlive the plan that they came with, and then bind nobody. A project whose plan enforces
 * them has the old setting in its answer still; push rules come with the same plan.
 */
static gboolean
is_plan_shown (const HmGitlab *gitlab)
{
  return hm_shape_get (gitlab->project->json, "approvals_before_merge") != NULL
         || (gitlab->push_rule != NULL && gitlab->push_rule->kind == HM_ANSWER_OK);
}

HmCountFact
hm_gitlab_approvals (const HmGitlab *gitlab, const HmGitlabBranch *branch)
{
  HmCountFact count = approvals_count (gitlab, branch);
  HmFact why;

  if (!count.is_known || (count.value == 0 && !count.is_minimum)
      || (count.value > 0 && is_plan_shown (gitlab)))
    return count;
  if (count.value == 0)
    why = hm_forge_unknown (gitlab->store, "not all approval rules could be seen");
  else
    why = hm_forge_unknown (gitlab->store,
                            "a rule asks for %u, but nothing shows that the project's plan "
                            "enforces it",
                            count.value);
  return (HmCountFact){ .why = why.why };
}

/* Why approval settings are not known. */
static HmFact
approvals_unseen (const HmGitlab *gitlab)
{
  const HmAnswer *answer = gitlab->approvals;

  if (answer != NULL && answer->kind == HM_ANSWER_ABSENT)
    return hm_forge_unknown (gitlab->store,
                             "%d: approval settings are not offered to this project (they come "
                             "with GitLab Premium)",
                             answer->status);
  return hm_gitlab_unseen (gitlab, answer);
}

/* One who added commits may not approve, so another must: where an approval is needed at all. */
HmFact
hm_gitlab_last_push (const HmGitlab *gitlab, const HmCountFact *approvals)
{
  const HmAnswer *answer = gitlab->approvals;
  HmTruth truth;

  if (approvals->is_known && approvals->value == 0)
    return hm_forge_known (gitlab->store, FALSE, approvals->source);
  if (answer == NULL || answer->kind != HM_ANSWER_OK)
    return approvals_unseen (gitlab);
  truth = hm_shape_truth (answer->json, "merge_requests_disable_committers_approval");
  if (truth == HM_TRUTH_YES && !approvals->is_known)
    return hm_forge_unknown (gitlab->store, "who added commits may not approve, but whether an "
                                            "approval is required could not be seen");
  return hm_gitlab_settled (gitlab, truth, answer->url, approvals_unseen (gitlab));
}

HmFact
hm_gitlab_stale_approvals (const HmGitlab *gitlab)
{
  const HmAnswer *answer = gitlab->approvals;

  if (answer == NULL || answer->kind != HM_ANSWER_OK)
    return approvals_unseen (gitlab);
  return hm_gitlab_settled (gitlab, hm_shape_truth (answer->json, "reset_approvals_on_push"),
                            answer->url, approvals_unseen (gitlab));
}
