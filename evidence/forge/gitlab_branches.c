/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How GitLab protects branches: by rules whose names may hold wildcards, of the project and of its
 * groups, and by settings of the project that hold for merge requests into every branch.
 *
 * - Where several rules match, the most permissive decides, but for code owners, where the
 *   strictest does; what a group rules can't
 *   be changed by the project.
 * - Nobody is exempt from a rule; but who may push past merge requests is named in it.
 *   Administrators are bound where that is no one.
 * - The default branch is never deleted, protected or not. Other protected ones survive every push;
 *   a Maintainer may delete them by
 *   hand.
 */
#include <string.h>

#include "evidence/forge/gitlab_branches.h"
#include "evidence/forge/shape.h"

/* Branches protected by their full name, beside the default one. */
#define NAMED_BRANCHES_MAX 5u

/* Goes back to the last star alone, so hostile patterns cost no more than their length times that of the name. */
gboolean
hm_gitlab_pattern_matches (const char *pattern, const char *name)
{
  const char *star = NULL;
  const char *resume = NULL;

  while (*name != '\0') {
    if (*pattern == '*') {
      star = pattern++;
      resume = name;
    } else if (*pattern == *name) {
      pattern++;
      name++;
    } else if (star != NULL) {
      pattern = star + 1;
      name = ++resume;
    } else {
      return FALSE;
    }
  }
  while (*pattern == '*')
    pattern++;
  return *pattern == '\0';
}

HmFact
hm_gitlab_settled (const HmGitlab *gitlab, HmTruth truth, const char *source, HmFact otherwise)
{
  if (truth == HM_TRUTH_UNKNOWN)
    return otherwise;
  return hm_forge_known (gitlab->store, truth == HM_TRUTH_YES, source);
}

/* Whether the list of rules came whole and legible: else nothing can be said of a branch that it seems not to name. */
static gboolean
is_list_whole (const HmGitlab *gitlab)
{
  const HmAnswer *answer = gitlab->protected_branches;
  const json_t *rule;
  gsize i;

  if (answer == NULL || answer->kind != HM_ANSWER_OK || !json_is_array (answer->json)
      || answer->has_next)
    return FALSE;
  json_array_foreach (answer->json, i, rule)
  {
    if (hm_shape_text (rule, "name") == NULL)
      return FALSE;
  }
  return TRUE;
}

gboolean
hm_gitlab_needs_branch_view (const HmGitlab *gitlab)
{
  return gitlab->branch_view == NULL && !is_list_whole (gitlab);
}

/* Whether a level of access lets anybody in: all but "no one" by role do. */
static HmTruth
level_opens (const json_t *level)
{
  static const char *const named[] = { "user_id", "group_id", "deploy_key_id" };
  HmTruth is_named = HM_TRUTH_NO;
  guint access;

  for (gsize i = 0; i < G_N_ELEMENTS (named); i++) {
    guint id;

    if (hm_shape_get (level, named[i]) != NULL)
      is_named = hm_forge_any (is_named, hm_shape_count (level, named[i], &id) ? HM_TRUTH_YES
                                                                               : HM_TRUTH_UNKNOWN);
  }
  if (is_named == HM_TRUTH_YES)
    return HM_TRUTH_YES;
  if (!hm_shape_count (level, "access_level", &access))
    return HM_TRUTH_UNKNOWN;
  return access == HM_GITLAB_NO_ONE ? is_named : HM_TRUTH_YES;
}

/* Whether somebody may push by @rule. */
static HmTruth
rule_opens (const json_t *rule)
{
  const json_t *levels = hm_shape_get (rule, "push_access_levels");
  const json_t *level;
  HmTruth truth = HM_TRUTH_NO;
  gsize i;

  if (!json_is_array (levels) || json_array_size (levels) == 0)
    return HM_TRUTH_UNKNOWN;
  json_array_foreach (levels, i, level)
  {
    truth = hm_forge_any (truth, level_opens (level));
  }
  return truth;
}

/* Whether @rule is a group's; older servers have no such rules, nor a word on it. */
static HmTruth
rule_is_inherited (const json_t *rule)
{
  return json_object_get (rule, "inherited") == NULL ? HM_TRUTH_NO
                                                     : hm_shape_truth (rule, "inherited");
}

/* The rules that match @branch in the list, which came whole. */
static HmGitlabRules
rules_read (const HmGitlab *gitlab, const char *branch)
{
  HmGitlabRules rules = { .allows_force_push = HM_TRUTH_NO,
                          .allows_push = HM_TRUTH_NO,
                          .requires_code_owners = HM_TRUTH_NO };
  HmTruth groups_allow_force_push = HM_TRUTH_NO;
  gboolean has_inherited = FALSE;
  gboolean is_origin_known = TRUE;
  const json_t *rule;
  gsize i;

  json_array_foreach (gitlab->protected_branches->json, i, rule)
  {
    const char *name = hm_shape_text (rule, "name");
    HmTruth force = hm_shape_truth (rule, "allow_force_push");
    HmTruth is_inherited = rule_is_inherited (rule);

    if (name == NULL || !hm_gitlab_pattern_matches (name, branch))
      continue;
    rules.n_rules++;
    rules.allows_force_push = hm_forge_any (rules.allows_force_push, force);
    rules.allows_push = hm_forge_any (rules.allows_push, rule_opens (rule));
    rules.requires_code_owners = hm_forge_any (
        rules.requires_code_owners, hm_shape_truth (rule, "code_owner_approval_required"));
    is_origin_known = is_origin_known && is_inherited != HM_TRUTH_UNKNOWN;
    if (is_inherited != HM_TRUTH_YES)
      continue;
    has_inherited = TRUE;
    groups_allow_force_push = hm_forge_any (groups_allow_force_push, force);
  }
  /* Only the groups' rules count on this where there are any; whose they are is no matter where none allows it. */
  if (!is_origin_known && rules.allows_force_push != HM_TRUTH_NO)
    rules.allows_force_push = HM_TRUTH_UNKNOWN;
  else if (has_inherited)
    rules.allows_force_push = groups_allow_force_push;
  return rules;
}

/* Why the rules of a protected branch are not known. */
static HmFact
rules_unseen (const HmGitlab *gitlab, const HmGitlabBranch *branch)
{
  const HmAnswer *list = gitlab->protected_branches;

  if (branch->is_protected == HM_TRUTH_UNKNOWN)
    return hm_gitlab_unseen (gitlab, gitlab->branch_view != NULL ? gitlab->branch_view : list);
  if (list != NULL && list->kind == HM_ANSWER_OK && list->has_next)
    return hm_forge_unknown (gitlab->store,
                             "more branches are protected than one page of the list holds");
  if (is_list_whole (gitlab) && branch->rules.n_rules == 0)
    return hm_forge_unknown (gitlab->store, "the branch is protected, but by no rule in the list");
  return hm_gitlab_unseen (gitlab, list);
}

static HmFact
force_push_fact (const HmGitlab *gitlab, const HmGitlabBranch *branch)
{
  if (branch->is_protected == HM_TRUTH_NO)
    return hm_forge_known (gitlab->store, FALSE, branch->source);
  if (branch->rules.n_rules == 0)
    return rules_unseen (gitlab, branch);
  return hm_gitlab_settled (gitlab, hm_forge_not (branch->rules.allows_force_push),
                            gitlab->protected_branches->url,
                            hm_forge_unknown (gitlab->store, "the rule does not say"));
}

static HmFact
deletion_fact (const HmGitlab *gitlab, const HmGitlabBranch *branch)
{
  if (branch->is_default)
    return hm_forge_known (gitlab->store, TRUE, gitlab->project_url);
  return hm_gitlab_settled (gitlab, branch->is_protected, branch->source,
                            rules_unseen (gitlab, branch));
}

/*
 * Whether merge requests are the only way in, for administrators too: then the rules let no one
 * push. That the caller, or Developers, may push shows that they are not.
 */
static HmFact
pull_request_fact (const HmGitlab *gitlab, const HmGitlabBranch *branch)
{
  const HmAnswer *view = branch->is_default ? gitlab->branch_view : NULL;

  if (branch->is_protected == HM_TRUTH_NO)
    return hm_forge_known (gitlab->store, FALSE, branch->source);
  if (branch->rules.n_rules > 0 && branch->rules.allows_push != HM_TRUTH_UNKNOWN)
    return hm_forge_known (gitlab->store, branch->rules.allows_push == HM_TRUTH_NO,
                           gitlab->protected_branches->url);
  if (view != NULL && view->kind == HM_ANSWER_OK
      && (hm_shape_truth (view->json, "developers_can_push") == HM_TRUTH_YES
          || hm_shape_truth (view->json, "can_push") == HM_TRUTH_YES))
    return hm_forge_known (gitlab->store, FALSE, view->url);
  if (branch->rules.n_rules > 0)
    return hm_forge_unknown (gitlab->store, "the rule does not say who may push");
  return rules_unseen (gitlab, branch);
}

static HmFact
code_owner_fact (const HmGitlab *gitlab, const HmGitlabBranch *branch)
{
  if (branch->is_protected == HM_TRUTH_NO)
    return hm_forge_known (gitlab->store, FALSE, branch->source);
  if (branch->rules.n_rules == 0)
    return rules_unseen (gitlab, branch);
  return hm_gitlab_settled (
      gitlab, branch->rules.requires_code_owners, gitlab->protected_branches->url,
      hm_forge_unknown (gitlab->store, "the rule does not say: approval by code owners "
                                       "comes with GitLab Premium"));
}

/* Merge settings are left out of what strangers see of a project. */
static HmFact
merge_setting_unseen (const HmGitlab *gitlab)
{
  return hm_forge_unknown (gitlab->store, gitlab->is_anonymous ? "not shown without a token"
                                                               : "not shown to this token");
}

static HmFact
up_to_date_fact (const HmGitlab *gitlab)
{
  const char *method = hm_shape_text (gitlab->project->json, "merge_method");

  if (method == NULL)
    return merge_setting_unseen (gitlab);
  if (strcmp (method, "ff") == 0 || strcmp (method, "rebase_merge") == 0)
    return hm_forge_known (gitlab->store, TRUE, gitlab->project_url);
  if (strcmp (method, "merge") == 0)
    return hm_forge_known (gitlab->store, FALSE, gitlab->project_url);
  return hm_forge_unknown (gitlab->store, "unknown merge method \"%s\"", method);
}

static HmBranchRules
branch_facts (const HmGitlab *gitlab, const HmGitlabBranch *branch)
{
  HmBranchRules facts = {
    .name = branch->name,
    .blocks_force_push = force_push_fact (gitlab, branch),
    .blocks_deletion = deletion_fact (gitlab, branch),
    .requires_pull_request = pull_request_fact (gitlab, branch),
    .required_approvals = hm_gitlab_approvals (gitlab, branch),
    .requires_up_to_date = up_to_date_fact (gitlab),
    .requires_status_checks = hm_gitlab_settled (
        gitlab, hm_shape_truth (gitlab->project->json, "only_allow_merge_if_pipeline_succeeds"),
        gitlab->project_url, merge_setting_unseen (gitlab)),
    .requires_code_owner_review = code_owner_fact (gitlab, branch),
    .dismisses_stale_approvals = hm_gitlab_stale_approvals (gitlab),
  };

  facts.requires_last_push_approval = hm_gitlab_last_push (gitlab, &facts.required_approvals);
  facts.applies_to_admins = facts.requires_pull_request;
  return facts;
}

/* Whether the default branch is protected: the branch's own word first, which everybody can check. */
static HmGitlabBranch
default_branch_read (const HmGitlab *gitlab)
{
  const HmAnswer *view = gitlab->branch_view;
  HmGitlabBranch branch = { .name = gitlab->branch, .is_default = TRUE };

  if (is_list_whole (gitlab)) {
    branch.rules = rules_read (gitlab, branch.name);
    branch.source = gitlab->protected_branches->url;
    if (branch.rules.n_rules > 0)
      branch.is_protected = HM_TRUTH_YES;
    else if (hm_gitlab_is_maintainer (gitlab))
      branch.is_protected = HM_TRUTH_NO;
  }
  if (view != NULL && view->kind == HM_ANSWER_OK
      && hm_shape_truth (view->json, "protected") != HM_TRUTH_UNKNOWN) {
    branch.is_protected = hm_shape_truth (view->json, "protected");
    branch.source = view->url;
  }
  return branch;
}

static gboolean
has_branch (const GArray *branches, const char *name)
{
  for (guint i = 0; i < branches->len; i++) {
    if (strcmp (g_array_index (branches, HmBranchRules, i).name, name) == 0)
      return TRUE;
  }
  return FALSE;
}

/* Branches that the user says releases are made from: by the rules that mean them, where these can be seen. */
static void
told_branches_add (const HmGitlab *gitlab, GArray *branches)
{
  const char *const *name = gitlab->target->release_branches;

  for (; name != NULL && *name != NULL && branches->len <= NAMED_BRANCHES_MAX; name++) {
    HmGitlabBranch branch = { .name = g_string_chunk_insert (gitlab->store->strings, *name) };
    HmBranchRules facts;

    if (has_branch (branches, *name))
      continue;
    if (is_list_whole (gitlab)) {
      branch.rules = rules_read (gitlab, branch.name);
      branch.source = gitlab->protected_branches->url;
      if (branch.rules.n_rules > 0)
        branch.is_protected = HM_TRUTH_YES;
      else if (hm_gitlab_is_maintainer (gitlab))
        branch.is_protected = HM_TRUTH_NO;
    }
    facts = branch_facts (gitlab, &branch);
    g_array_append_val (branches, facts);
  }
}

/* Branches that a rule names in full are what the project releases from, or holds dear otherwise. */
static void
named_branches_add (const HmGitlab *gitlab, GArray *branches)
{
  const json_t *rule;
  gsize i;

  if (!is_list_whole (gitlab))
    return;
  json_array_foreach (gitlab->protected_branches->json, i, rule)
  {
    const char *name = hm_shape_text (rule, "name");
    gboolean is_known = name == NULL || *name == '\0' || strchr (name, '*') != NULL;
    HmGitlabBranch branch = { .is_protected = HM_TRUTH_YES,
                              .source = gitlab->protected_branches->url };
    HmBranchRules facts;

    if (is_known || has_branch (branches, name))
      continue;
    if (branches->len > NAMED_BRANCHES_MAX)
      return;
    branch.name = g_string_chunk_insert (gitlab->store->strings, name);
    branch.rules = rules_read (gitlab, name);
    facts = branch_facts (gitlab, &branch);
    g_array_append_val (branches, facts);
  }
}

void
hm_gitlab_read_branches (HmGitlab *gitlab)
{
  HmForge *forge = &gitlab->store->facts;
  GArray *branches;
  HmGitlabBranch branch;
  HmBranchRules facts;

  if (gitlab->branch == NULL)
    return;
  branches = g_array_new (FALSE, TRUE, sizeof (HmBranchRules));
  branch = default_branch_read (gitlab);
  facts = branch_facts (gitlab, &branch);
  g_array_append_val (branches, facts);
  told_branches_add (gitlab, branches);
  named_branches_add (gitlab, branches);
  forge->n_branches = branches->len;
  forge->branches = (const HmBranchRules *) (void *) g_array_free (branches, FALSE);
  g_ptr_array_add (gitlab->store->arrays, (gpointer) (guintptr) forge->branches);
}
