/* SPDX-License-Identifier: Apache-2.0 */
/* Rulesets: everybody who reads the code reads their rules, but not who may bypass them. */
#include <string.h>

#include "evidence/forge/github_view.h"
#include "evidence/forge/shape.h"

/* What one rule says adds to what is on; where it can't be read, "off" is not proven any more. */
static void
setting_add (HmGithubView *view, HmGithubSetting setting, HmTruth truth, HmFact yes,
             HmFact unreadable)
{
  if (truth == HM_TRUTH_YES)
    view->settings[setting] = yes;
  else if (truth == HM_TRUTH_UNKNOWN && view->settings[setting].truth == HM_TRUTH_NO) {
    view->settings[setting] = unreadable;
    view->is_whole = FALSE;
  }
}

static void
pull_request_rule_add (HmForgeStore *store, HmGithubView *view, const json_t *rule, HmFact yes,
                       HmFact unreadable)
{
  static const struct {
    HmGithubSetting setting;
    const char *key;
  } switches[] = {
    { HM_GITHUB_LAST_PUSH, "require_last_push_approval" },
    { HM_GITHUB_CODE_OWNERS, "require_code_owner_review" },
    { HM_GITHUB_STALE, "dismiss_stale_reviews_on_push" },
  };
  const json_t *parameters = hm_shape_get (rule, "parameters");
  guint n_approvals = 0;

  view->settings[HM_GITHUB_PULL_REQUEST] = yes;
  for (gsize i = 0; i < G_N_ELEMENTS (switches); i++)
    setting_add (view, switches[i].setting, hm_shape_truth (parameters, switches[i].key), yes,
                 unreadable);
  if (hm_shape_count (parameters, "required_approving_review_count", &n_approvals))
    view->approvals =
        hm_forge_most (view->approvals, hm_github_count_known (store, n_approvals, yes.source));
  else
    view->is_whole = FALSE;
}

static void
checks_rule_add (HmGithubView *view, const json_t *rule, HmFact yes, HmFact unreadable)
{
  HmTruth checks = hm_github_has_items (rule, "parameters.required_status_checks");

  setting_add (view, HM_GITHUB_STATUS_CHECKS, checks, yes, unreadable);
  /* A branch is only held against the newest commits by its checks. */
  if (checks != HM_TRUTH_NO)
    setting_add (view, HM_GITHUB_UP_TO_DATE,
                 checks == HM_TRUTH_UNKNOWN
                     ? HM_TRUTH_UNKNOWN
                     : hm_shape_truth (rule, "parameters.strict_required_status_checks_policy"),
                 yes, unreadable);
}

/* A rule of a type that is not known, or not of interest, turns nothing on. */
static void
rule_add (HmForgeStore *store, HmGithubView *view, const json_t *rule, HmFact yes,
          HmFact unreadable)
{
  const char *type = hm_shape_text (rule, "type");

  if (type == NULL) {
    for (gsize i = 0; i < HM_GITHUB_N_SETTINGS; i++)
      setting_add (view, (HmGithubSetting) i, HM_TRUTH_UNKNOWN, yes, unreadable);
  } else if (strcmp (type, "non_fast_forward") == 0 || strcmp (type, "update") == 0)
    view->settings[HM_GITHUB_FORCE_PUSH] = yes;
  else if (strcmp (type, "deletion") == 0)
    view->settings[HM_GITHUB_DELETION] = yes;
  else if (strcmp (type, "required_signatures") == 0)
    view->settings[HM_GITHUB_SIGNED] = yes;
  else if (strcmp (type, "pull_request") == 0)
    pull_request_rule_add (store, view, rule, yes, unreadable);
  else if (strcmp (type, "merge_queue") == 0) {
    /* The queue takes pull requests alone, and tests each on top of the newest commit. */
    view->settings[HM_GITHUB_PULL_REQUEST] = yes;
    view->settings[HM_GITHUB_UP_TO_DATE] = yes;
  } else if (strcmp (type, "required_status_checks") == 0)
    checks_rule_add (view, rule, yes, unreadable);
}

/* How many may bypass the ruleset @id. Returns: FALSE where that can't be seen. */
static gboolean
bypass_count (const json_t *rulesets, guint id, guint *ret_count)
{
  const json_t *nodes = hm_shape_get (rulesets, "nodes");

  for (gsize i = 0; i < json_array_size (nodes); i++) {
    const json_t *node = json_array_get (nodes, i);
    guint node_id = 0;

    if (hm_shape_count (node, "databaseId", &node_id) && node_id == id)
      return hm_shape_count (node, "bypassActors.totalCount", ret_count);
  }
  return FALSE;
}

/*
 * A ruleset binds administrators unless it names who may bypass it; those names only they see, and
 * of an organisation's ruleset maybe not even they.
 */
static HmFact
rulesets_bind_admins (HmForgeStore *store, const HmGithubBranch *branch, const json_t *rules)
{
  const HmFact yes = hm_forge_known (store, TRUE, branch->graphql_url);
  HmFact result = yes;

  for (gsize i = 0; i < json_array_size (rules); i++) {
    const json_t *rule = json_array_get (rules, i);
    const char *origin = hm_shape_text (rule, "ruleset_source_type");
    HmGithubView alone = { 0 };
    guint id = 0;
    guint n_bypass = 0;

    rule_add (store, &alone, rule, yes, alone.admins);
    if (hm_github_view_is_empty (&alone))
      continue;
    if (!hm_shape_count (rule, "ruleset_id", &id) || !bypass_count (branch->rulesets, id, &n_bypass)
        || (n_bypass == 0 && (origin == NULL || strcmp (origin, "Repository") != 0)))
      result = hm_forge_unknown (store, "who may bypass a ruleset is shown to those alone who may "
                                        "change it");
    else if (n_bypass > 0)
      return hm_forge_known (store, FALSE, branch->graphql_url);
  }
  return result;
}

HmGithubView
hm_github_view_of_rulesets (HmForgeStore *store, const HmGithubBranch *branch)
{
  const json_t *rules = branch->rules != NULL ? branch->rules->json : NULL;
  HmFact yes;
  HmFact unreadable;
  HmGithubView view;

  if (branch->rules == NULL)
    return hm_github_view_unseen (hm_forge_unknown (store, "rulesets were not asked for"));
  if (branch->rules->kind != HM_ANSWER_OK)
    return hm_github_view_unseen (hm_forge_unseen (store, branch->rules));
  if (!json_is_array (rules))
    return hm_github_view_unseen (hm_forge_unknown (store, "rulesets: the answer is not a list"));
  if (branch->rules->has_next)
    view = hm_github_view_unseen (
        hm_forge_unknown (store, "more than %" G_GSIZE_FORMAT " rules", json_array_size (rules)));
  else
    view = hm_github_view_off (store, branch->rules_url);
  yes = hm_forge_known (store, TRUE, branch->rules_url);
  unreadable = hm_forge_unknown (store, "a rule that can't be read");
  for (gsize i = 0; i < json_array_size (rules); i++)
    rule_add (store, &view, json_array_get (rules, i), yes, unreadable);
  if (!view.is_whole && view.approvals.is_known) {
    view.approvals.is_minimum = TRUE;
    view.approvals.why = unreadable.why;
  }
  if (!hm_github_view_is_empty (&view))
    view.admins = rulesets_bind_admins (store, branch, rules);
  if (!view.is_whole && view.admins.truth == HM_TRUTH_YES)
    view.admins = unreadable;
  return view;
}
