/* SPDX-License-Identifier: Apache-2.0 */
#include "evidence/forge/github_query.h"

#include <stdlib.h>
#include <string.h>

#include "evidence/forge/shape.h"

#define UPDATE_RULE \
  " refUpdateRule{allowsDeletions allowsForcePushes requiredApprovingReviewCount" \
  " requiredStatusCheckContexts requiresCodeOwnerReviews requiresSignatures}"

#define CLASSIC_OPENED \
  " branchProtectionRule{allowsDeletions allowsForcePushes dismissesStaleReviews isAdminEnforced" \
  " requiredApprovingReviewCount requiredStatusCheckContexts requiresApprovingReviews" \
  " requiresCodeOwnerReviews requiresCommitSignatures requiresStatusChecks" \
  " requiresStrictStatusChecks"

#define CHANGE_OPENED \
  " changes:history(first:$changes){nodes{associatedPullRequests(first:1){nodes{number mergedAt" \
  " url author{__typename login} mergedBy{login} repository{nameWithOwner}"

/* The fields by which an error names a part. */
static const struct {
  const char *field;
  HmGithubPart part;
} fields[] = {
  { "isSecurityPolicyEnabled", HM_GITHUB_POLICY },
  { "securityPolicyUrl", HM_GITHUB_POLICY },
  { "requiresTwoFactorAuthentication", HM_GITHUB_TWO_FACTOR },
  { "codeowners", HM_GITHUB_CODE_OWNERS },
  { "collaborators", HM_GITHUB_COLLABORATORS },
  { "rulesets", HM_GITHUB_RULESETS },
  { "bypassActors", HM_GITHUB_RULESETS },
  { "requireLastPushApproval", HM_GITHUB_LAST_PUSH },
  { "branchProtectionRule", HM_GITHUB_CLASSIC },
  { "refUpdateRule", HM_GITHUB_UPDATE_RULE },
  { "latestOpinionatedReviews", HM_GITHUB_REVIEWS },
  { "associatedPullRequests", HM_GITHUB_CHANGES },
  { "changes", HM_GITHUB_CHANGES },
  { "signature", HM_GITHUB_SIGNATURES },
  { "history", HM_GITHUB_SIGNATURES },
  { "tags", HM_GITHUB_TAGS },
  { "forkCount", HM_GITHUB_COUNTS },
  { "stargazerCount", HM_GITHUB_COUNTS },
};

static void
classic_append (GString *query, guint parts)
{
  if (parts & HM_GITHUB_CLASSIC) {
    g_string_append (query, CLASSIC_OPENED);
    if (parts & HM_GITHUB_LAST_PUSH)
      g_string_append (query, " requireLastPushApproval");
    g_string_append_c (query, '}');
  }
  if (parts & HM_GITHUB_UPDATE_RULE)
    g_string_append (query, UPDATE_RULE);
}

/* The commits twice: reviews are asked of fewer of them, since each costs the server two more look-ups. */
static void
history_append (GString *query, guint parts)
{
  if ((parts & (HM_GITHUB_SIGNATURES | HM_GITHUB_CHANGES)) == 0)
    return;
  g_string_append (query, " target{... on Commit{oid");
  if (parts & HM_GITHUB_SIGNATURES)
    g_string_append (query, " history(first:$commits){nodes{oid signature{isValid state"
                            " wasSignedByGitHub signer{login}}}}");
  if (parts & HM_GITHUB_CHANGES) {
    g_string_append (query, CHANGE_OPENED);
    if (parts & HM_GITHUB_REVIEWS)
      g_string_append (query, " latestOpinionatedReviews(first:30){nodes{state"
                              " author{__typename login}}}");
    g_string_append (query, "}}}}");
  }
  g_string_append (query, "}}");
}

/* Takes @variables over. */
static char *
body_new (const char *query, json_t *variables)
{
  json_t *body = json_object ();
  char *dumped, *text;

  json_object_set_new (body, "query", json_string (query));
  json_object_set_new (body, "variables", variables);
  dumped = json_dumps (body, JSON_COMPACT | JSON_SORT_KEYS);
  json_decref (body);
  text = g_strdup (dumped);
  free (dumped);
  return text;
}

static json_t *
variables_new (const char *owner, const char *name)
{
  json_t *variables = json_object ();

  json_object_set_new (variables, "owner", json_string (owner));
  json_object_set_new (variables, "name", json_string (name));
  return variables;
}

char *
hm_github_query_project (const char *owner, const char *name, guint parts, guint n_commits)
{
  g_autoptr (GString) query = g_string_new ("query($owner:String!,$name:String!");
  json_t *variables = variables_new (owner, name);

  if (parts & HM_GITHUB_SIGNATURES) {
    g_string_append (query, ",$commits:Int!");
    json_object_set_new (variables, "commits", json_integer (n_commits));
  }
  if (parts & HM_GITHUB_CHANGES) {
    g_string_append (query, ",$changes:Int!");
    json_object_set_new (variables, "changes", json_integer (HM_GITHUB_CHANGES_MAX));
  }
  g_string_append (query, "){repository(owner:$owner,name:$name){nameWithOwner isArchived"
                          " isEmpty isFork isPrivate viewerPermission owner{__typename login");
  if (parts & HM_GITHUB_TWO_FACTOR)
    g_string_append (query, " ... on Organization{requiresTwoFactorAuthentication}");
  g_string_append_c (query, '}');
  if (parts & HM_GITHUB_COUNTS)
    g_string_append (query, " forkCount stargazerCount");
  if (parts & HM_GITHUB_POLICY)
    g_string_append (query, " isSecurityPolicyEnabled securityPolicyUrl");
  if (parts & HM_GITHUB_CODE_OWNERS)
    g_string_append (query, " codeowners{errors{kind}}");
  if (parts & HM_GITHUB_COLLABORATORS)
    g_string_append (query, " collaborators(first:100){totalCount edges{permission}}");
  if (parts & HM_GITHUB_RULESETS)
    g_string_append (query, " rulesets(first:50,includeParents:true){nodes{databaseId"
                            " bypassActors(first:1){totalCount}}}");
  g_string_append (query, " defaultBranchRef{name");
  classic_append (query, parts);
  history_append (query, parts);
  g_string_append_c (query, '}');
  if (parts & HM_GITHUB_TAGS)
    g_string_append_printf (query,
                            " tags:refs(refPrefix:\"refs/tags/\",first:%u,orderBy:{field:"
                            "TAG_COMMIT_DATE,direction:DESC}){nodes{name target{__typename oid}}}",
                            HM_GITHUB_TAGS_MAX);
  g_string_append (query, "}}");
  return body_new (query->str, variables);
}

char *
hm_github_query_branches (const char *owner, const char *name, guint parts,
                          const char *const *branches, guint n_branches)
{
  g_autoptr (GString) query = g_string_new ("query($owner:String!,$name:String!");
  json_t *variables = variables_new (owner, name);

  for (guint i = 0; i < n_branches; i++) {
    g_autofree char *variable = g_strdup_printf ("b%u", i);
    g_autofree char *ref = g_strconcat ("refs/heads/", branches[i], NULL);

    g_string_append_printf (query, ",$%s:String!", variable);
    json_object_set_new (variables, variable, json_string (ref));
  }
  g_string_append (query, "){repository(owner:$owner,name:$name){nameWithOwner");
  for (guint i = 0; i < n_branches; i++) {
    g_string_append_printf (query, " b%u:ref(qualifiedName:$b%u){name", i, i);
    classic_append (query, parts);
    g_string_append_c (query, '}');
  }
  g_string_append (query, "}}");
  return body_new (query->str, variables);
}

char *
hm_github_query_viewer (const char *project)
{
  const char *slash = project != NULL ? strchr (project, '/') : NULL;
  g_autofree char *owner = NULL;

  if (slash == NULL)
    return body_new ("query{viewer{login}}", json_object ());
  owner = g_strndup (project, (gsize) (slash - project));
  return body_new ("query($owner:String!,$name:String!){viewer{login}"
                   " repository(owner:$owner,name:$name){viewerPermission}}",
                   variables_new (owner, slash + 1));
}

static guint
parts_of_field (const char *field, gsize length)
{
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    if (strlen (fields[i].field) == length && memcmp (fields[i].field, field, length) == 0)
      return fields[i].part;
  return 0;
}

/* "Field 'rulesets' doesn't exist on type 'Repository'" */
static guint
parts_of_message (const char *message)
{
  guint parts = 0;
  const char *end;

  for (const char *quote = strchr (message, '\''); quote != NULL; quote = strchr (end + 1, '\'')) {
    end = strchr (quote + 1, '\'');
    if (end == NULL)
      break;
    parts |= parts_of_field (quote + 1, (gsize) (end - quote - 1));
  }
  return parts;
}

guint
hm_github_query_blamed (const json_t *error)
{
  const char *field = hm_shape_text (error, "extensions.fieldName");
  const char *message = hm_shape_text (error, "message");
  const json_t *path = hm_shape_get (error, "path");
  guint parts = 0;

  if (field != NULL)
    parts = parts_of_field (field, strlen (field));
  /* The innermost name says most: reviews hang below their change. */
  for (gsize i = json_array_size (path); parts == 0 && i > 0; i--) {
    const json_t *step = json_array_get (path, i - 1);

    if (json_is_string (step))
      parts = parts_of_field (json_string_value (step), json_string_length (step));
  }
  /* A message about the project quotes its name, which may be any word. */
  if (parts == 0 && message != NULL && json_array_size (path) == 0)
    parts = parts_of_message (message);
  return parts;
}
