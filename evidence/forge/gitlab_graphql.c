/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Merged merge requests with their approvers, and the signatures of the newest commits, in one
 * question. GraphQL answers `null` without an error to who may not look, and refuses a whole
 * question for one field that an older server does not know: then it is asked once more, without
 * the commits.
 */
#include <string.h>

#include "core/limits.h"
#include "core/number.h"
#include "evidence/forge/gitlab.h"
#include "evidence/forge/shape.h"

#define REST_SUFFIX "/api/v4"
#define N_CHANGES 30
#define STRINGIFY_(x) #x
#define STRINGIFY(x) STRINGIFY_ (x)

#define CHANGES \
  "mergeRequests(state:merged,sort:MERGED_AT_DESC,first:" STRINGIFY ( \
      N_CHANGES) "){nodes{iid mergedAt author{username bot}" \
                 "mergeUser{username}approvedBy{nodes{username bot}}}}"
#define COMMITS "repository{commits(ref:$ref,first:100){nodes{sha signature{verificationStatus}}}}"

static const char query[] =
    "query($path:ID!,$ref:String!){project(fullPath:$path){" CHANGES COMMITS "}}";
static const char changes_query[] = "query($path:ID!){project(fullPath:$path){" CHANGES "}}";
static const char commits_query[] =
    "query($path:ID!,$ref:String!){project(fullPath:$path){" COMMITS "}}";

/* @ref: (nullable) */
static void
ask (const HmGitlab *gitlab, HmBatch *batch, const char *text, const char *ref, HmAnswer **slot)
{
  g_autofree char *root = hm_forge_root (gitlab->target->api, REST_SUFFIX);
  json_t *question = json_pack ("{s:s,s:{s:s,s:s*}}", "query", text, "variables", "path",
                                gitlab->path, "ref", ref);
  char *body = json_dumps (question, JSON_COMPACT);

  json_decref (question);
  /* No question at all where the project's name is no text that JSON could hold. */
  if (body != NULL)
    hm_batch_post (batch, g_strconcat (root, "/api/graphql", NULL), g_strdup (body), slot);
  /* Jansson's allocator need not be GLib's. */
  free (body);
}

void
hm_gitlab_ask_graphql (HmGitlab *gitlab, HmBatch *batch)
{
  const char *revision = hm_gitlab_revision (gitlab);

  ask (gitlab, batch, revision != NULL ? query : changes_query, revision, &gitlab->graphql);
}

const json_t *
hm_gitlab_graphql_project (const HmAnswer *answer)
{
  if (answer == NULL || answer->kind != HM_ANSWER_OK)
    return NULL;
  return hm_shape_get (answer->json, "data.project");
}

/*
 * The question was not taken as a whole: a field that the server does not know, too complex for it,
 * too slow, or cut off.
 */
static gboolean
is_refused (const HmAnswer *answer)
{
  if (answer == NULL)
    return FALSE;
  if (answer->kind == HM_ANSWER_UNREACHABLE)
    return answer->status != 0;
  return answer->kind == HM_ANSWER_OK && hm_gitlab_graphql_project (answer) == NULL
         && hm_shape_get (answer->json, "errors") != NULL;
}

/* The scanned commit need not be on the forge: the default branch is. */
void
hm_gitlab_ask_graphql_again (HmGitlab *gitlab, HmBatch *batch)
{
  const char *revision = hm_gitlab_revision (gitlab);
  const json_t *project = hm_gitlab_graphql_project (gitlab->graphql);
  const json_t *commits = hm_shape_get (project, "repository.commits.nodes");

  if (is_refused (gitlab->graphql)) {
    if (revision == NULL)
      return;
    ask (gitlab, batch, changes_query, NULL, &gitlab->graphql_less);
    hm_gitlab_list_commits (gitlab, batch);
  } else if (project != NULL && revision != NULL && revision != gitlab->branch
             && gitlab->branch != NULL && json_array_size (commits) == 0) {
    ask (gitlab, batch, commits_query, gitlab->branch, &gitlab->graphql_less);
  }
}

/* Approvals by people other than the author. Returns: FALSE where they can't be told. */
static gboolean
approvals_count (const json_t *request, const char *author, guint *ret_n)
{
  const json_t *nodes = hm_shape_get (request, "approvedBy.nodes");
  const json_t *node;
  guint n = 0;
  gsize i;

  if (!json_is_array (nodes) || author == NULL)
    return FALSE;
  json_array_foreach (nodes, i, node)
  {
    const char *username = hm_shape_text (node, "username");

    if (username == NULL)
      return FALSE;
    n += strcmp (username, author) != 0 && hm_shape_truth (node, "bot") != HM_TRUTH_YES;
  }
  *ret_n = n;
  return TRUE;
}

static const char *
keep (const HmGitlab *gitlab, const char *text)
{
  return text != NULL ? g_string_chunk_insert (gitlab->store->strings, text) : NULL;
}

/* Returns: FALSE where @request lacks what every merged one has. */
static gboolean
change_read (const HmGitlab *gitlab, const char *root, const json_t *request,
             HmMergedChange *ret_change)
{
  const char *iid = hm_shape_text (request, "iid");
  const char *author = hm_shape_text (request, "author.username");
  g_autofree char *source = NULL;
  guint64 number;
  gint64 merged_at;
  guint n_approvals = 0;

  if (iid == NULL || !hm_number_parse (iid, strlen (iid), G_MAXUINT32, &number)
      || !hm_shape_time (request, "mergedAt", &merged_at))
    return FALSE;
  source = g_strdup_printf ("%s/%s/-/merge_requests/%u", root, gitlab->path, (guint) number);
  *ret_change = (HmMergedChange){
    .number = (guint) number,
    .merged_at = merged_at,
    .author = keep (gitlab, author),
    .merger = keep (gitlab, hm_shape_text (request, "mergeUser.username")),
    .is_by_bot = hm_shape_truth (request, "author.bot") == HM_TRUTH_YES,
    .is_known = approvals_count (request, author, &n_approvals),
    .source = keep (gitlab, source),
  };
  ret_change->n_approvals = n_approvals;
  return TRUE;
}

/* Why there are no merge requests in the answers. */
static const char *
changes_unseen (const HmGitlab *gitlab)
{
  const HmAnswer *answer = gitlab->graphql;
  const char *message = NULL;

  if (gitlab->graphql_less != NULL && is_refused (gitlab->graphql))
    answer = gitlab->graphql_less;
  if (answer == NULL || answer->kind != HM_ANSWER_OK)
    return hm_gitlab_unseen (gitlab, answer).why;
  message = hm_shape_text (json_array_get (hm_shape_get (answer->json, "errors"), 0), "message");
  if (message != NULL)
    return hm_forge_unknown (gitlab->store, "GraphQL: %s", message).why;
  return hm_forge_unknown (gitlab->store, "GraphQL shows no merge requests of the project %s",
                           gitlab->is_anonymous ? "without a token" : "to this token")
      .why;
}

void
hm_gitlab_read_changes (HmGitlab *gitlab)
{
  const HmAnswer *const answers[] = { gitlab->graphql, gitlab->graphql_less };
  HmForge *forge = &gitlab->store->facts;
  g_autofree char *root = hm_forge_root (gitlab->target->api, REST_SUFFIX);
  const json_t *nodes = NULL;
  const json_t *node;
  GArray *changes;
  gsize i;

  for (gsize j = 0; j < G_N_ELEMENTS (answers) && nodes == NULL; j++)
    nodes = hm_shape_get (hm_gitlab_graphql_project (answers[j]), "mergeRequests.nodes");
  if (!json_is_array (nodes)) {
    forge->changes_why = changes_unseen (gitlab);
    return;
  }
  changes = g_array_new (FALSE, TRUE, sizeof (HmMergedChange));
  json_array_foreach (nodes, i, node)
  {
    HmMergedChange change;

    if (changes->len < N_CHANGES && change_read (gitlab, root, node, &change))
      g_array_append_val (changes, change);
  }
  forge->n_changes = changes->len;
  forge->changes = (const HmMergedChange *) (void *) g_array_free (changes, FALSE);
  g_ptr_array_add (gitlab->store->arrays, (gpointer) (guintptr) forge->changes);
}
