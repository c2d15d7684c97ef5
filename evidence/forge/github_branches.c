/* SPDX-License-Identifier: Apache-2.0 */
/* Distrusts the names of branches: they are the subject's, and go into URLs segment by segment. */
#include "evidence/forge/github_branches.h"

#include <string.h>

#include "core/oid.h"
#include "evidence/forge/github_query.h"
#include "evidence/forge/github_rules.h"
#include "evidence/forge/shape.h"

typedef struct {
  HmGithubBranch seen;
  HmAnswer *branch;
  HmAnswer *rules;
  HmAnswer *protection;
} Branch;

struct HmGithubBranches {
  HmGithub *github;
  GPtrArray *items;       /* (element-type Branch) the default one first */
  const json_t *rulesets; /* (nullable) */
  HmAnswer *classic; /* (nullable) GraphQL's refs of the release branches that were asked about */
};

static void
branch_free (gpointer data)
{
  Branch *branch = data;

  hm_answer_free (branch->branch);
  hm_answer_free (branch->rules);
  hm_answer_free (branch->protection);
  g_free (branch);
}

HmGithubBranches *
hm_github_branches_new (HmGithub *github)
{
  HmGithubBranches *branches = g_new0 (HmGithubBranches, 1);

  branches->github = github;
  branches->items = g_ptr_array_new_with_free_func (branch_free);
  return branches;
}

void
hm_github_branches_free (HmGithubBranches *branches)
{
  if (branches == NULL)
    return;
  g_ptr_array_unref (branches->items);
  hm_answer_free (branches->classic);
  g_free (branches);
}

static const char *
url_keep (const HmGithub *github, const char *before, const char *name, const char *after)
{
  g_autofree char *segment = hm_github_segment (name);
  g_autofree char *url = g_strconcat (github->project_url, before, segment, after, NULL);

  return g_string_chunk_insert_const (github->store->strings, url);
}

static Branch *
branch_add (HmGithubBranches *branches, const char *name, const json_t *ref)
{
  HmGithub *github = branches->github;
  Branch *branch = g_new0 (Branch, 1);

  branch->seen = (HmGithubBranch){
    .name = g_string_chunk_insert_const (github->store->strings, name),
    .ref = ref,
    .rulesets = branches->rulesets,
    .is_bound = github->role == HM_GITHUB_ROLE_READ,
    .rules_url = url_keep (github, "/rules/branches/", name, ""),
    .branch_url = url_keep (github, "/branches/", name, ""),
    .protection_url = url_keep (github, "/branches/", name, "/protection"),
    .graphql_url = g_string_chunk_insert_const (github->store->strings, github->graphql_url),
  };
  g_ptr_array_add (branches->items, branch);
  return branch;
}

static void
rules_get (HmGithub *github, Branch *branch, HmBatch *batch)
{
  github->n_asked++;
  hm_batch_get (batch, g_strconcat (branch->seen.rules_url, "?per_page=100", NULL), &branch->rules);
}

static void
branch_get (HmGithub *github, Branch *branch, HmBatch *batch)
{
  github->n_asked++;
  hm_batch_get (batch, g_strdup (branch->seen.branch_url), &branch->branch);
}

static void
protection_get (HmGithub *github, Branch *branch, HmBatch *batch)
{
  github->n_asked++;
  hm_batch_get (batch, g_strdup (branch->seen.protection_url), &branch->protection);
}

static void
answers_note (Branch *branch)
{
  branch->seen.branch = branch->branch;
  branch->seen.rules = branch->rules;
  branch->seen.protection = branch->protection;
}

void
hm_github_branches_start (HmGithubBranches *branches, const char *name, const json_t *ref,
                          const json_t *rulesets, HmBatch *batch)
{
  HmGithub *github = branches->github;
  Branch *branch;

  branches->rulesets = github->role == HM_GITHUB_ROLE_ADMIN ? rulesets : NULL;
  branch = branch_add (branches, name, ref);
  rules_get (github, branch, batch);
  /* Null is "none" to an administrator, and "not for you" to others: REST tells the two apart. */
  if (github->role == HM_GITHUB_ROLE_ADMIN
      && !json_is_object (hm_shape_get (ref, "branchProtectionRule")))
    protection_get (github, branch, batch);
}

static gboolean
has_branch (const HmGithubBranches *branches, const char *name)
{
  for (guint i = 0; i < branches->items->len; i++)
    if (strcmp (((const Branch *) g_ptr_array_index (branches->items, i))->seen.name, name) == 0)
      return TRUE;
  return FALSE;
}

/* What a release was made from is the name of a branch, or a commit. Returns: (borrowed) (nullable) */
static const char *
release_branch (const json_t *release)
{
  const char *target = hm_shape_text (release, "target_commitish");
  HmOid oid;

  if (target == NULL || *target == '\0' || hm_oid_parse (target, &oid)
      || hm_shape_truth (release, "draft") == HM_TRUTH_YES)
    return NULL;
  return g_str_has_prefix (target, "refs/heads/") ? target + strlen ("refs/heads/") : target;
}

static void
classic_post (HmGithubBranches *branches, const char *const *names, guint n_names, guint parts,
              HmBatch *batch)
{
  HmGithub *github = branches->github;

  github->n_asked++;
  hm_batch_post (batch, g_strdup (github->graphql_url),
                 hm_github_query_branches (github->owner, github->name, parts, names, n_names),
                 &branches->classic);
}

/* What becomes of the branches that are asked about besides the default one. */
typedef struct {
  HmGithubBranches *branches;
  guint n_max;
  const char *names[HM_GITHUB_BRANCHES_MAX];
  guint n_names;
  HmBatch *batch;
} Further;

static void
further_add (Further *further, const char *name)
{
  HmGithubBranches *branches = further->branches;
  Branch *branch;

  if (branches->items->len >= HM_GITHUB_BRANCHES_MAX || has_branch (branches, name))
    return;
  branch = branch_add (branches, name, NULL);
  if (branches->items->len > further->n_max) {
    branch->seen.unasked = "not asked: without a token GitHub answers 60 requests an hour";
    return;
  }
  rules_get (branches->github, branch, further->batch);
  branch_get (branches->github, branch, further->batch);
  if (branches->github->role == HM_GITHUB_ROLE_ADMIN)
    protection_get (branches->github, branch, further->batch);
  further->names[further->n_names++] = branch->seen.name;
}

void
hm_github_branches_go_on (HmGithubBranches *branches, const HmAnswer *releases, guint parts,
                          HmBatch *batch)
{
  HmGithub *github = branches->github;
  gboolean is_anonymous = !hm_http_has_token (github->http);
  Further further = { .branches = branches,
                      .n_max =
                          is_anonymous ? HM_GITHUB_BRANCHES_MAX_ANONYMOUS : HM_GITHUB_BRANCHES_MAX,
                      .batch = batch };
  Branch *first = g_ptr_array_index (branches->items, 0);
  const json_t *list = releases != NULL && releases->kind == HM_ANSWER_OK ? releases->json : NULL;

  answers_note (first);
  if (hm_github_branch_is_open (&first->seen))
    branch_get (github, first, batch);
  for (const char *const *name = github->release_branches; name != NULL && *name != NULL; name++)
    further_add (&further, *name);
  if (list == NULL)
    branch_add (branches, "release branches", NULL)->seen.unasked =
        releases != NULL ? hm_forge_unseen (github->store, releases).why
                         : "releases were not asked for";
  for (gsize i = 0; i < json_array_size (list); i++) {
    const char *name = release_branch (json_array_get (list, i));

    if (name != NULL)
      further_add (&further, name);
  }
  parts &= HM_GITHUB_CLASSIC | HM_GITHUB_LAST_PUSH | HM_GITHUB_UPDATE_RULE;
  if (further.n_names > 0 && parts != 0 && github->role != HM_GITHUB_ROLE_ADMIN)
    classic_post (branches, further.names, further.n_names, parts, batch);
}

/* A branch of that name may be gone, or renamed to the default branch's, to which GitHub then leads. */
static gboolean
is_there (const Branch *branch, gboolean is_default)
{
  const char *name;

  if (branch->branch == NULL)
    return TRUE;
  if (branch->branch->kind == HM_ANSWER_ABSENT)
    return FALSE;
  name = hm_shape_text (branch->branch->json, "name");
  return is_default || branch->branch->kind != HM_ANSWER_OK || name == NULL
         || strcmp (name, branch->seen.name) == 0;
}

static void
refs_note (HmGithubBranches *branches)
{
  const json_t *repository = branches->classic != NULL && branches->classic->kind == HM_ANSWER_OK
                                 ? hm_shape_get (branches->classic->json, "data.repository")
                                 : NULL;
  guint n = 0;

  for (guint i = 1; i < branches->items->len; i++) {
    Branch *branch = g_ptr_array_index (branches->items, i);
    g_autofree char *key = NULL;

    if (branch->seen.unasked != NULL)
      continue;
    key = g_strdup_printf ("b%u", n++);
    branch->seen.ref = hm_shape_get (repository, key);
  }
}

void
hm_github_branches_finish (HmGithubBranches *branches)
{
  HmForgeStore *store = branches->github->store;
  HmBranchRules *rules = g_new0 (HmBranchRules, branches->items->len);
  gsize n = 0;

  refs_note (branches);
  for (guint i = 0; i < branches->items->len; i++) {
    Branch *branch = g_ptr_array_index (branches->items, i);
    HmFact requires_signatures;

    answers_note (branch);
    if (!is_there (branch, i == 0)) {
      if (i == 0)
        store->facts.requires_signed_commits =
            hm_forge_unknown (store, "%s: there is no such branch", branch->seen.name);
      continue;
    }
    rules[n].name = branch->seen.name;
    hm_github_branch_judge (store, &branch->seen, &rules[n], &requires_signatures);
    if (i == 0)
      store->facts.requires_signed_commits = requires_signatures;
    n++;
  }
  g_ptr_array_add (store->arrays, rules);
  store->facts.branches = rules;
  store->facts.n_branches = n;
}
