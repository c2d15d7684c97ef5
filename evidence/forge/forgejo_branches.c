/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How Forgejo and Gitea protect the default branch. The branch itself shows every reader whether it
 * is protected and how many approvals it takes; the rest stands in its rule, which administrators
 * see.
 *
 * - A protected branch refuses deletion, and the default branch does so even unprotected.
 * - A protected branch refuses force pushes: always on Forgejo and on Gitea before 1.23, from where
 *   on a rule may allow them.
 * - Neither forge can require the approval of the last push, or of code owners, whom it merely asks
 *   for a review.
 */
#include <string.h>

#include "core/number.h"
#include "evidence/forge/forgejo.h"
#include "evidence/forge/shape.h"

/* Forgejo left Gitea's numbers behind with this one. */
#define FORGEJO_MAJOR 7u

/* Gitea's first minor version (of 1) whose rules may allow force pushes. */
#define GITEA_FORCE_PUSH_MINOR 23u

/* The key that Gitea's rules have from there on. */
#define FORCE_PUSH_KEY "enable_force_push"

static HmTruth
view_truth (const HmForgejo *forgejo, const char *key)
{
  const HmAnswer *view = forgejo->branch_view;

  return view != NULL && view->kind == HM_ANSWER_OK ? hm_shape_truth (view->json, key)
                                                    : HM_TRUTH_UNKNOWN;
}

/* The rule in force, which the branch names to administrators. Returns: (borrowed) (nullable) */
static const json_t *
rule_in_force (const HmForgejo *forgejo)
{
  const json_t *list =
      forgejo->rules != NULL && forgejo->rules->kind == HM_ANSWER_OK ? forgejo->rules->json : NULL;
  const char *wanted =
      hm_shape_text (forgejo->branch_view != NULL ? forgejo->branch_view->json : NULL,
                     "effective_branch_protection_name");
  const json_t *rule;
  gsize i;

  if (wanted == NULL || *wanted == '\0')
    return NULL;
  json_array_foreach (list, i, rule)
  {
    const char *name = hm_shape_text (rule, "rule_name");

    /* Older ones call it the branch's. */
    if (name == NULL || *name == '\0')
      name = hm_shape_text (rule, "branch_name");
    if (name != NULL && strcmp (name, wanted) == 0)
      return rule;
  }
  return NULL;
}

gboolean
hm_forgejo_needs_version (const HmForgejo *forgejo)
{
  return view_truth (forgejo, "protected") == HM_TRUTH_YES
         && hm_shape_truth (rule_in_force (forgejo), FORCE_PUSH_KEY) == HM_TRUTH_UNKNOWN;
}

/* "17.0.0+gitea-1.22.0" is Forgejo's, "1.24.6" Gitea's. */
static HmTruth
refuses_force_push_by_design (const char *version)
{
  const char *dot = strchr (version, '.');
  guint64 major;
  guint64 minor;

  if (strstr (version, "+gitea-") != NULL)
    return HM_TRUTH_YES;
  if (dot == NULL || !hm_number_parse (version, (gsize) (dot - version), G_MAXUINT32, &major)
      || !hm_number_parse (dot + 1, strspn (dot + 1, "0123456789"), G_MAXUINT32, &minor))
    return HM_TRUTH_UNKNOWN;
  if (major >= FORGEJO_MAJOR || (major == 1 && minor < GITEA_FORCE_PUSH_MINOR))
    return HM_TRUTH_YES;
  return HM_TRUTH_UNKNOWN;
}

/* Why what a rule says is not known: it was not to be seen, or does not say. */
static HmFact
rule_unseen (const HmForgejo *forgejo, const json_t *rule)
{
  if (rule != NULL)
    return hm_forge_unknown (forgejo->store,
                             "the rule in force does not say: not every version has this setting");
  if (forgejo->rules == NULL || forgejo->rules->kind != HM_ANSWER_OK)
    return hm_forgejo_unseen (forgejo, forgejo->rules);
  return hm_forge_unknown (forgejo->store, "the rule in force is not in the list of rules");
}

static HmFact
known (const HmForgejo *forgejo, HmTruth truth, const HmAnswer *source)
{
  return hm_forge_known (forgejo->store, truth == HM_TRUTH_YES,
                         source == forgejo->repo ? forgejo->repo_url : source->url);
}

static HmFact
rule_fact (const HmForgejo *forgejo, const json_t *rule, const char *key)
{
  HmTruth truth = hm_shape_truth (rule, key);

  return truth == HM_TRUTH_UNKNOWN ? rule_unseen (forgejo, rule)
                                   : known (forgejo, truth, forgejo->rules);
}

static HmFact
force_push_fact (const HmForgejo *forgejo, const json_t *rule)
{
  HmTruth allows = hm_shape_truth (rule, FORCE_PUSH_KEY);
  const char *version;

  if (allows != HM_TRUTH_UNKNOWN)
    return hm_forge_known (forgejo->store, allows == HM_TRUTH_NO, forgejo->rules->url);
  if (forgejo->version == NULL || forgejo->version->kind != HM_ANSWER_OK)
    return hm_forge_unknown (forgejo->store, "what the server runs could not be seen: Gitea's "
                                             "rules may allow force pushes since 1.23");
  version = hm_shape_text (forgejo->version->json, "version");
  if (version != NULL && refuses_force_push_by_design (version) == HM_TRUTH_YES)
    return hm_forge_known (forgejo->store, TRUE, forgejo->branch_view->url);
  return hm_forge_unknown (forgejo->store, "Gitea's rules may allow force pushes since 1.23: %s",
                           rule_unseen (forgejo, rule).why);
}

/* Whether the list of names at @key holds any; unknown where it holds anything else too. */
static HmTruth
names_anybody (const json_t *rule, const char *key)
{
  const json_t *names = hm_shape_get (rule, key);
  const json_t *name;
  gsize i;

  if (!json_is_array (names))
    return HM_TRUTH_UNKNOWN;
  json_array_foreach (names, i, name)
  {
    if (json_string_length (name) == 0)
      return HM_TRUTH_UNKNOWN;
  }
  return json_array_size (names) > 0 ? HM_TRUTH_YES : HM_TRUTH_NO;
}

static HmTruth
is_anybody_listed (const json_t *rule)
{
  return hm_forge_any (hm_forge_any (names_anybody (rule, "push_whitelist_usernames"),
                                     names_anybody (rule, "push_whitelist_teams")),
                       hm_shape_truth (rule, "push_whitelist_deploy_keys"));
}

/* Whether somebody may push by @rule: all who may write, unless it lists who may. */
static HmTruth
rule_opens (const json_t *rule)
{
  HmTruth enabled = hm_shape_truth (rule, "enable_push");
  HmTruth is_listing = hm_shape_truth (rule, "enable_push_whitelist");
  HmTruth listed = is_anybody_listed (rule);

  if (enabled != HM_TRUTH_YES || is_listing == HM_TRUTH_NO)
    return enabled;
  /* That somebody is listed opens the branch whether the list is in force or not. */
  return is_listing == HM_TRUTH_YES || listed == HM_TRUTH_YES ? listed : HM_TRUTH_UNKNOWN;
}

/* That the caller may push shows that pull requests are not the only way in. */
static HmFact
pull_request_fact (const HmForgejo *forgejo, const json_t *rule)
{
  HmTruth opens = rule_opens (rule);

  if (opens != HM_TRUTH_UNKNOWN)
    return hm_forge_known (forgejo->store, opens == HM_TRUTH_NO, forgejo->rules->url);
  if (view_truth (forgejo, "user_can_push") == HM_TRUTH_YES)
    return hm_forge_known (forgejo->store, FALSE, forgejo->branch_view->url);
  return rule_unseen (forgejo, rule);
}

static HmCountFact
approvals_fact (const HmForgejo *forgejo)
{
  HmCountFact count = {
    .source = hm_forge_known (forgejo->store, TRUE, forgejo->branch_view->url).source
  };

  count.is_known = hm_shape_count (forgejo->branch_view->json, "required_approvals", &count.value);
  if (count.is_known)
    return count;
  return (HmCountFact){ .why = hm_forge_unseen (forgejo->store, forgejo->branch_view).why };
}

/* Without a named check, some versions let a commit pass that no check ever looked at, and some do not. */
static HmFact
status_fact (const HmForgejo *forgejo)
{
  HmTruth enabled = view_truth (forgejo, "enable_status_check");
  const json_t *contexts = hm_shape_get (forgejo->branch_view->json, "status_check_contexts");

  if (enabled == HM_TRUTH_UNKNOWN)
    return hm_forge_unseen (forgejo->store, forgejo->branch_view);
  if (enabled == HM_TRUTH_YES && json_array_size (contexts) == 0)
    return hm_forge_unknown (forgejo->store,
                             "status checks are enabled, but none is named: whether "
                             "one must pass depends on the version");
  return known (forgejo, enabled, forgejo->branch_view);
}

/* Stale approvals go, or stay and do not count: which older servers can't tell them to. */
static HmFact
stale_fact (const HmForgejo *forgejo, const json_t *rule)
{
  HmFact ignored = rule_fact (forgejo, rule, "ignore_stale_approvals");
  HmFact dismissed = rule_fact (forgejo, rule, "dismiss_stale_approvals");

  if (ignored.truth == HM_TRUTH_YES)
    return ignored;
  if (ignored.truth == HM_TRUTH_UNKNOWN && dismissed.truth == HM_TRUTH_NO
      && json_object_get (rule, "ignore_stale_approvals") != NULL)
    return ignored;
  return dismissed;
}

/* Forgejo's name for it, then Gitea's. */
static HmFact
admins_fact (const HmForgejo *forgejo, const json_t *rule)
{
  if (hm_shape_truth (rule, "apply_to_admins") != HM_TRUTH_UNKNOWN)
    return rule_fact (forgejo, rule, "apply_to_admins");
  return rule_fact (forgejo, rule, "block_admin_merge_override");
}

static HmBranchRules
protected_facts (const HmForgejo *forgejo, const json_t *rule)
{
  return (HmBranchRules){
    .name = forgejo->branch,
    .blocks_force_push = force_push_fact (forgejo, rule),
    .blocks_deletion = known (forgejo, HM_TRUTH_YES, forgejo->branch_view),
    .requires_pull_request = pull_request_fact (forgejo, rule),
    .required_approvals = approvals_fact (forgejo),
    .requires_last_push_approval =
        hm_forge_unknown (forgejo->store, "Forgejo and Gitea have no such setting"),
    .requires_up_to_date = rule_fact (forgejo, rule, "block_on_outdated_branch"),
    .requires_status_checks = status_fact (forgejo),
    .requires_code_owner_review = hm_forge_unknown (
        forgejo->store, "Forgejo and Gitea ask code owners for a review, but can't require it"),
    .dismisses_stale_approvals = stale_fact (forgejo, rule),
    .applies_to_admins = admins_fact (forgejo, rule),
  };
}

/* @fact of all settings; deletion of the default branch is refused in any case. */
static HmBranchRules
uniform_facts (const HmForgejo *forgejo, HmFact fact)
{
  return (HmBranchRules){
    .name = forgejo->branch,
    .blocks_force_push = fact,
    .blocks_deletion = known (forgejo, HM_TRUTH_YES, forgejo->repo),
    .requires_pull_request = fact,
    .required_approvals = { .is_known = fact.truth != HM_TRUTH_UNKNOWN,
                            .why = fact.why,
                            .source = fact.source },
    .requires_last_push_approval = fact,
    .requires_up_to_date = fact,
    .requires_status_checks = fact,
    .requires_code_owner_review = fact,
    .dismisses_stale_approvals = fact,
    .applies_to_admins = fact,
  };
}

/* Branches that the user says releases are made from: their rules are not asked for, and so can't be vouched for. */
static void
told_branches_add (const HmForgejo *forgejo, HmBranchRules *branches, gsize *n_branches)
{
  const char *const *name = forgejo->target->release_branches;
  const HmFact fact = hm_forge_unknown (
      forgejo->store, "of Forgejo and Gitea only the default branch's rules are asked for");

  for (; name != NULL && *name != NULL; name++) {
    HmBranchRules *branch = &branches[*n_branches];

    if (strcmp (*name, forgejo->branch) == 0)
      continue;
    *branch = uniform_facts (forgejo, fact);
    branch->name = g_string_chunk_insert (forgejo->store->strings, *name);
    branch->blocks_deletion = fact;
    (*n_branches)++;
  }
}

static gsize
n_told (const HmForgejo *forgejo)
{
  const char *const *names = forgejo->target->release_branches;

  return names != NULL ? g_strv_length ((char **) (guintptr) names) : 0;
}

void
hm_forgejo_read_branch (HmForgejo *forgejo)
{
  HmForge *facts = &forgejo->store->facts;
  HmTruth is_protected = view_truth (forgejo, "protected");
  const json_t *rule = rule_in_force (forgejo);
  HmBranchRules *branch;

  if (forgejo->branch == NULL) {
    facts->requires_signed_commits =
        hm_forge_unknown (forgejo->store, "the repository has no commit yet");
    return;
  }
  branch = g_new0 (HmBranchRules, 1 + n_told (forgejo));
  g_ptr_array_add (forgejo->store->arrays, branch);
  if (is_protected == HM_TRUTH_YES) {
    *branch = protected_facts (forgejo, rule);
    facts->requires_signed_commits = rule_fact (forgejo, rule, "require_signed_commits");
  } else {
    HmFact fact = is_protected == HM_TRUTH_NO
                      ? known (forgejo, HM_TRUTH_NO, forgejo->branch_view)
                      : hm_forge_unseen (forgejo->store, forgejo->branch_view);

    *branch = uniform_facts (forgejo, fact);
    facts->requires_signed_commits = fact;
  }
  facts->branches = branch;
  facts->n_branches = 1;
  told_branches_add (forgejo, branch, &facts->n_branches);
}
