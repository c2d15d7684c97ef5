/* SPDX-License-Identifier: Apache-2.0 */
/*
 * GitHub: github.com, *.ghe.com and Enterprise Server. With a token one GraphQL query says most,
 * and REST what it can't; without one, or where GraphQL fails, REST says what it may. Distrusts the
 * shape of every answer.
 */
#include "evidence/forge/github.h"

#include <string.h>

#include "core/error.h"
#include "core/limits.h"
#include "core/mask.h"
#include "core/oid.h"
#include "evidence/forge/github_branches.h"
#include "evidence/forge/github_changes.h"
#include "evidence/forge/github_graphql.h"
#include "evidence/forge/github_people.h"
#include "evidence/forge/github_signatures.h"
#include "evidence/forge/shape.h"

/* Requests that a project may cost, release branches apart: what is left is spent on the signatures of release tags. */
#define REQUESTS_READER 5u
#define REQUESTS_ADMIN 8u

#define NEEDS_TOKEN "needs a token: GitHub shows it to nobody without one"

/* The answers of one project. */
typedef struct {
  HmGithubReply reply;  /* its repository is NULL where GraphQL was of no use */
  HmAnswer *repository; /* (nullable) REST's, where GraphQL was of no use */
  HmAnswer *reporting;  /* (nullable) private vulnerability reporting; Enterprise Server has none */
  HmAnswer *releases;
  HmAnswer *commits;     /* (nullable) as @repository, and the two below */
  HmAnswer *pulls;       /* (nullable) */
  HmAnswer *code_owners; /* (nullable) */
  HmAnswer *tags[HM_RECENT_RELEASES];
  HmGithubBranches *branches; /* (nullable) an empty repository has none */
} Answers;

static void
answers_clear (Answers *answers)
{
  hm_github_branches_free (answers->branches);
  hm_github_reply_clear (&answers->reply);
  hm_answer_free (answers->repository);
  hm_answer_free (answers->reporting);
  hm_answer_free (answers->releases);
  hm_answer_free (answers->commits);
  hm_answer_free (answers->pulls);
  hm_answer_free (answers->code_owners);
  for (gsize i = 0; i < G_N_ELEMENTS (answers->tags); i++)
    hm_answer_free (answers->tags[i]);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Answers, answers_clear)

/* --- The project --------------------------------------------------------------------------------- */

char *
hm_github_segment (const char *text)
{
  g_autoptr (GString) segment = g_string_new (NULL);

  hm_mask_url_segment (segment, text, -1);
  return g_string_free (g_steal_pointer (&segment), FALSE);
}

static gboolean
is_enterprise_server (const char *api)
{
  return g_str_has_suffix (api, "/api/v3");
}

char *
hm_github_graphql_url (const char *api)
{
  if (is_enterprise_server (api))
    return g_strdup_printf ("%.*s/graphql", (int) (strlen (api) - strlen ("/v3")), api);
  return g_strconcat (api, "/graphql", NULL);
}

static gboolean
project_set (HmGithub *github, const char *full_name)
{
  const char *slash = strchr (full_name, '/');
  g_autofree char *owner = NULL, *name = NULL;

  if (slash == NULL || slash == full_name || slash[1] == '\0' || strchr (slash + 1, '/') != NULL)
    return FALSE;
  g_free (github->owner);
  g_free (github->name);
  g_free (github->project_url);
  github->owner = g_strndup (full_name, (gsize) (slash - full_name));
  github->name = g_strdup (slash + 1);
  owner = hm_github_segment (github->owner);
  name = hm_github_segment (github->name);
  github->project_url = g_strconcat (github->api, "/repos/", owner, "/", name, NULL);
  return TRUE;
}

gboolean
hm_github_init (HmGithub *github, HmHttp *http, const HmForgeTarget *target, HmForgeStore *store,
                GError **error)
{
  *github = (HmGithub){
    .http = http, .store = store, .api = target->api, .release_branches = target->release_branches
  };
  if (!project_set (github, target->project))
    return hm_fail (error, HM_ERROR_USAGE, "%s: a project on GitHub is called OWNER/NAME",
                    target->project);
  github->graphql_url = hm_github_graphql_url (target->api);
  return TRUE;
}

void
hm_github_clear (HmGithub *github)
{
  g_free (github->owner);
  g_free (github->name);
  g_free (github->project_url);
  g_free (github->graphql_url);
}

void
hm_github_rename (HmGithub *github, const char *full_name)
{
  g_autofree char *old = g_strconcat (github->owner, "/", github->name, NULL);

  /* The case of a name is no matter to GitHub. */
  if (full_name == NULL || g_ascii_strcasecmp (full_name, old) == 0
      || !project_set (github, full_name))
    return;
  github->store->facts.renamed_to = g_string_chunk_insert_const (github->store->strings, full_name);
}

void
hm_github_get (HmGithub *github, HmBatch *batch, HmAnswer **slot, const char *path_format, ...)
{
  g_autofree char *path = NULL;
  va_list arguments;

  va_start (arguments, path_format);
  path = g_strdup_vprintf (path_format, arguments);
  va_end (arguments);
  github->n_asked++;
  hm_batch_get (batch, g_strconcat (github->project_url, path, NULL), slot);
}

/* --- What is asked ------------------------------------------------------------------------------- */

/* The name of the default branch. Returns: (borrowed) (nullable) NULL where the repository is empty. */
static const char *
default_branch (const Answers *answers)
{
  if (answers->reply.repository != NULL)
    return hm_shape_text (answers->reply.repository, "defaultBranchRef.name");
  return hm_shape_text (answers->repository->json, "default_branch");
}

static gboolean
first_ask (HmGithub *github, Answers *answers, GError **error)
{
  const json_t *repository = answers->reply.repository;
  g_autoptr (HmBatch) batch = hm_batch_new ();
  const char *branch = default_branch (answers);

  if (!is_enterprise_server (github->api))
    hm_github_get (github, batch, &answers->reporting, "/private-vulnerability-reporting");
  if (branch != NULL) {
    hm_github_get (github, batch, &answers->releases, "/releases?per_page=30");
    answers->branches = hm_github_branches_new (github);
    hm_github_branches_start (answers->branches, branch,
                              hm_shape_get (repository, "defaultBranchRef"),
                              hm_shape_get (repository, "rulesets"), batch);
  }
  if (repository == NULL && branch != NULL) {
    g_autofree char *segment = hm_github_segment (branch);

    hm_github_get (github, batch, &answers->commits, "/commits?sha=%s&per_page=%u", segment,
                   HM_RECENT_COMMITS);
    hm_github_get (github, batch, &answers->pulls,
                   "/pulls?state=closed&base=%s&sort=updated&direction=desc&per_page=50", segment);
    hm_github_get (github, batch, &answers->code_owners, "/codeowners/errors");
  }
  return hm_batch_ask (batch, github->http, error);
}

/* Only a tag object can be signed, and only one that names a version is a release's. */
static void
tags_get (HmGithub *github, Answers *answers, HmBatch *batch)
{
  const json_t *nodes = hm_shape_get (answers->reply.repository, "tags.nodes");
  guint n_max = github->role == HM_GITHUB_ROLE_ADMIN ? REQUESTS_ADMIN : REQUESTS_READER;
  gsize n = 0;

  for (gsize i = 0;
       i < json_array_size (nodes) && github->n_asked < n_max && n < G_N_ELEMENTS (answers->tags);
       i++) {
    const json_t *node = json_array_get (nodes, i);
    const char *name = hm_shape_text (node, "name");
    const char *type = hm_shape_text (node, "target.__typename");
    const char *oid = hm_shape_text (node, "target.oid");
    HmOid parsed;

    if (name == NULL || strpbrk (name, "0123456789") == NULL || type == NULL
        || strcmp (type, "Tag") != 0 || oid == NULL || !hm_oid_parse (oid, &parsed))
      continue;
    hm_github_get (github, batch, &answers->tags[n++], "/git/tags/%s", oid);
  }
}

static gboolean
second_ask (HmGithub *github, Answers *answers, GError **error)
{
  g_autoptr (HmBatch) batch = hm_batch_new ();

  if (answers->branches != NULL)
    hm_github_branches_go_on (answers->branches, answers->releases, answers->reply.parts, batch);
  tags_get (github, answers, batch);
  return hm_batch_ask (batch, github->http, error);
}

/* --- What the answers say ------------------------------------------------------------------------ */

static HmFact
truth_read (const HmGithub *github, const json_t *json, const char *path)
{
  HmTruth truth = hm_shape_truth (json, path);

  if (truth == HM_TRUTH_UNKNOWN)
    return hm_forge_unknown (github->store, "the answer does not say");
  return hm_forge_known (github->store, truth == HM_TRUTH_YES, github->project_url);
}

static void
counts_read (const HmGithub *github, const HmGithubReply *reply)
{
  HmForgeStore *store = github->store;
  HmForge *facts = &store->facts;
  g_autofree char *missing = hm_github_reply_missing (reply, HM_GITHUB_COUNTS);

  facts->n_forks = hm_forge_count (store, reply->repository, "forkCount", github->project_url);
  facts->n_stars = hm_forge_count (store, reply->repository, "stargazerCount", github->project_url);
  if (missing != NULL)
    facts->n_forks = facts->n_stars =
        (HmCountFact){ .why = hm_forge_unknown (store, "%s", missing).why };
}

/* GitHub has a policy of the organisation's in mind too, but does not say that it always has: no is no proof. */
static void
policy_read (const HmGithub *github, const HmGithubReply *reply)
{
  HmForgeStore *store = github->store;
  HmForge *facts = &store->facts;
  const char *url = hm_shape_text (reply->repository, "securityPolicyUrl");
  g_autofree char *missing = NULL;

  if (hm_shape_truth (reply->repository, "isSecurityPolicyEnabled") == HM_TRUTH_YES) {
    facts->has_security_policy =
        hm_forge_known (store, TRUE, url != NULL ? url : github->project_url);
    facts->security_policy_url =
        url != NULL ? g_string_chunk_insert_const (store->strings, url) : NULL;
    return;
  }
  missing = hm_github_reply_missing (reply, HM_GITHUB_POLICY);
  facts->has_security_policy = hm_forge_unknown (
      store, "%s", missing != NULL ? missing : "GitHub shows none, which is no proof");
}

/* @answer: (nullable) NULL where nobody was asked */
static void
reporting_read (HmForgeStore *store, const HmAnswer *answer)
{
  HmTruth truth;

  if (answer == NULL) {
    store->facts.has_private_reporting = hm_forge_unknown (store, "not offered by this server");
    return;
  }
  truth =
      answer->kind == HM_ANSWER_OK ? hm_shape_truth (answer->json, "enabled") : HM_TRUTH_UNKNOWN;
  store->facts.has_private_reporting =
      truth == HM_TRUTH_UNKNOWN ? hm_forge_unseen (store, answer)
                                : hm_forge_known (store, truth == HM_TRUTH_YES, answer->url);
}

static void
reply_read (HmGithub *github, const HmGithubReply *reply, GArray *signatures)
{
  HmForgeStore *store = github->store;
  HmForge *facts = &store->facts;
  const json_t *repository = reply->repository;
  g_autofree char *full_name = g_strconcat (github->owner, "/", github->name, NULL);
  g_autofree char *unsigned_why = hm_github_reply_missing (reply, HM_GITHUB_SIGNATURES);
  g_autofree char *changes_why = hm_github_reply_missing (reply, HM_GITHUB_CHANGES);
  const json_t *changes = hm_shape_get (repository, "defaultBranchRef.target.changes");

  facts->is_archived = truth_read (github, repository, "isArchived");
  facts->is_fork = truth_read (github, repository, "isFork");
  facts->is_private = truth_read (github, repository, "isPrivate");
  counts_read (github, reply);
  policy_read (github, reply);
  hm_github_collaborators_read (store, github, reply);
  hm_github_code_owners_read (store, github, reply);
  hm_github_signatures_add_history (store,
                                    hm_shape_get (repository, "defaultBranchRef.target.history"),
                                    unsigned_why == NULL, signatures);
  hm_github_changes_from_history (store, changes, full_name);
  if (changes == NULL && changes_why != NULL)
    facts->changes_why = g_string_chunk_insert_const (store->strings, changes_why);
}

/* @why: why GraphQL did not answer. */
static void
rest_read (HmGithub *github, const Answers *answers, const char *why, GArray *signatures)
{
  HmForgeStore *store = github->store;
  HmForge *facts = &store->facts;
  const json_t *repository = answers->repository->json;
  HmFact unknown = hm_forge_unknown (store, "%s", why);

  facts->is_archived = truth_read (github, repository, "archived");
  facts->is_fork = truth_read (github, repository, "fork");
  facts->is_private = truth_read (github, repository, "private");
  facts->n_forks = hm_forge_count (store, repository, "forks_count", github->project_url);
  facts->n_stars = hm_forge_count (store, repository, "stargazers_count", github->project_url);
  facts->has_security_policy = unknown;
  facts->n_pushers.why = unknown.why;
  facts->n_admins.why = unknown.why;
  if (answers->code_owners != NULL) {
    const json_t *errors = hm_shape_get (answers->code_owners->json, "errors");

    if (answers->code_owners->kind == HM_ANSWER_OK && json_is_array (errors))
      facts->n_code_owner_errors = (HmCountFact){ .is_known = TRUE,
                                                  .value = (guint) json_array_size (errors),
                                                  .source = g_string_chunk_insert_const (
                                                      store->strings, answers->code_owners->url) };
    else
      facts->n_code_owner_errors.why = hm_forge_unseen (store, answers->code_owners).why;
  }
  if (answers->commits != NULL && answers->commits->kind == HM_ANSWER_OK)
    hm_github_signatures_add_commits (store, answers->commits->json, signatures);
  if (answers->pulls != NULL && answers->pulls->kind == HM_ANSWER_OK)
    hm_github_changes_from_pulls (store, answers->pulls->json);
  else if (answers->pulls != NULL)
    facts->changes_why = hm_forge_unseen (store, answers->pulls).why;
}

static void
signatures_set (HmForgeStore *store, const Answers *answers, GArray *signatures)
{
  for (gsize i = 0; i < G_N_ELEMENTS (answers->tags); i++)
    if (answers->tags[i] != NULL && answers->tags[i]->kind == HM_ANSWER_OK)
      hm_github_signatures_add_tag (store, answers->tags[i]->json, signatures);
  store->facts.n_signatures = signatures->len;
  store->facts.signatures = (const HmForgeSignature *) (void *) signatures->data;
  g_ptr_array_add (store->arrays, g_array_free (signatures, FALSE));
}

/* --- Together ------------------------------------------------------------------------------------ */

/* Nothing was seen, for a reason that no other question would get round. */
static void
give_up (HmForgeStore *store, const char *why)
{
  HmForge *facts = &store->facts;
  HmFact unknown = hm_forge_unknown (store, "%s", why);

  facts->why = unknown.why;
  facts->requires_two_factor = unknown;
  facts->all_members_two_factor = unknown;
  facts->requires_signed_commits = unknown;
  facts->has_private_reporting = unknown;
  facts->has_security_policy = unknown;
  facts->is_archived = unknown;
  facts->is_fork = unknown;
  facts->is_private = unknown;
  facts->n_forks.why = unknown.why;
  facts->n_stars.why = unknown.why;
  facts->n_pushers.why = unknown.why;
  facts->n_admins.why = unknown.why;
  facts->n_code_owner_errors.why = unknown.why;
  facts->changes_why = unknown.why;
}

/*
 * The repository by REST. @ret_is_seen is FALSE, and the facts say why, where it can't be had.
 *
 * Returns: FALSE with @error
 */
static gboolean
repository_ask (HmGithub *github, Answers *answers, gboolean *ret_is_seen, GError **error)
{
  g_autoptr (HmBatch) batch = hm_batch_new ();
  const HmAnswer *answer;

  hm_github_get (github, batch, &answers->repository, "%s", "");
  if (!hm_batch_ask (batch, github->http, error))
    return FALSE;
  answer = answers->repository;
  if (answer->kind == HM_ANSWER_ABSENT)
    return hm_fail (error, HM_ERROR_NOT_FOUND, "%s/%s: not there, or not to be seen %s token",
                    github->owner, github->name,
                    hm_http_has_token (github->http) ? "with this" : "without a");
  *ret_is_seen = answer->kind == HM_ANSWER_OK && json_is_object (answer->json);
  if (!*ret_is_seen)
    give_up (github->store, hm_forge_unseen (github->store, answer).why);
  return TRUE;
}

/* The first question, by GraphQL where that answers. */
static gboolean
project_ask (HmGithub *github, Answers *answers, gboolean *ret_is_seen, GError **error)
{
  HmForge *facts = &github->store->facts;
  const json_t *repository;

  *ret_is_seen = FALSE;
  if (!hm_http_has_token (github->http)) {
    facts->token_class = "anonymous";
    return repository_ask (github, answers, ret_is_seen, error);
  }
  if (!hm_github_graphql_ask (github, &answers->reply, error))
    return FALSE;
  repository = answers->reply.repository;
  if (repository != NULL) {
    *ret_is_seen = TRUE;
    github->role = hm_github_role (hm_shape_text (repository, "viewerPermission"));
    facts->token_class = hm_github_token_class (answers->reply.answer, github->role);
    hm_github_rename (github, hm_shape_text (repository, "nameWithOwner"));
    return TRUE;
  }
  if (answers->reply.is_worth_rest) {
    if (!repository_ask (github, answers, ret_is_seen, error))
      return FALSE;
    /* Whose it is stays open: only GraphQL tells an app from a person. */
    if (hm_github_has_scopes (answers->repository))
      facts->token_class = "classic token";
    return TRUE;
  }
  give_up (github->store, answers->reply.why);
  return TRUE;
}

static gboolean
github_collect (HmHttp *http, const HmForgeTarget *target, HmForgeStore *store, GError **error)
{
  g_auto (HmGithub) github = { 0 };
  g_auto (Answers) answers = { 0 };
  g_autoptr (HmForgeOnce) own = target->once == NULL ? hm_forge_once_new () : NULL;
  GArray *signatures;
  const json_t *repository;
  gboolean is_seen = FALSE;

  if (!hm_github_init (&github, http, target, store, error)
      || !project_ask (&github, &answers, &is_seen, error))
    return FALSE;
  if (!is_seen)
    return TRUE;
  if (answers.repository != NULL)
    hm_github_rename (&github, hm_shape_text (answers.repository->json, "full_name"));
  repository =
      answers.reply.repository != NULL ? answers.reply.repository : answers.repository->json;
  if (!first_ask (&github, &answers, error)
      || !hm_github_two_factor_ask (
          &github, answers.reply.repository != NULL ? &answers.reply : NULL,
          hm_shape_get (repository, "owner"), own != NULL ? own : target->once, error)
      || !second_ask (&github, &answers, error))
    return FALSE;

  if (default_branch (&answers) != NULL)
    store->facts.default_branch =
        g_string_chunk_insert_const (store->strings, default_branch (&answers));
  if (answers.branches != NULL)
    hm_github_branches_finish (answers.branches);
  else
    store->facts.requires_signed_commits =
        hm_forge_unknown (store, hm_shape_truth (repository, "isEmpty") == HM_TRUTH_YES
                                     ? "the repository is empty"
                                     : "the forge does not show the default branch");
  reporting_read (store, answers.reporting);
  signatures = g_array_new (FALSE, TRUE, sizeof (HmForgeSignature));
  if (answers.reply.repository != NULL)
    reply_read (&github, &answers.reply, signatures);
  else
    rest_read (&github, &answers, hm_http_has_token (http) ? answers.reply.why : NEEDS_TOKEN,
               signatures);
  signatures_set (store, &answers, signatures);
  return TRUE;
}

const HmForgeClient hm_forge_github = {
  .kind = HM_FORGE_GITHUB,
  .name = "github",
  .token_scheme = "Bearer",
  .accept = "application/vnd.github+json",
  /* The oldest version that there is, and what is answered where none is said: no part of a cached answer's key. */
  .origin_header = "X-GitHub-Api-Version: 2022-11-28",
  .collect = github_collect,
  .identify = hm_github_identify,
};
