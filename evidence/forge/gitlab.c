/* SPDX-License-Identifier: Apache-2.0 */
/*
 * GitLab, in the cloud and self-managed, also below a relative URL root. Asks for the project
 * first, then for all that it leads to at once, then for what those answers leave open.
 */
#include "evidence/forge/gitlab.h"

#include <string.h>

#include "core/error.h"
#include "core/mask.h"
#include "evidence/forge/shape.h"

static void
gitlab_clear (HmGitlab *gitlab)
{
  HmAnswer *const answers[] = {
    gitlab->project,   gitlab->branch_view,    gitlab->protected_branches,
    gitlab->approvals, gitlab->approval_rules, gitlab->push_rule,
    gitlab->members,   gitlab->graphql,        gitlab->graphql_less,
    gitlab->commits,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++)
    hm_answer_free (answers[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (gitlab->signatures); i++)
    hm_answer_free (gitlab->signatures[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (gitlab->groups); i++) {
    hm_answer_free (gitlab->own_group_views[i]);
    g_free (gitlab->groups[i]);
  }
  g_free (gitlab->path);
  g_free (gitlab->project_url);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HmGitlab, gitlab_clear)

char *
hm_gitlab_project_url (const char *api, const char *path)
{
  GString *url = g_string_new (api);

  g_string_append (url, "/projects/");
  hm_mask_url_segment (url, path, -1);
  return g_string_free (url, FALSE);
}

char *
hm_gitlab_url (const HmGitlab *gitlab, const char *format, ...)
{
  GString *url = g_string_new (gitlab->project_url);
  va_list arguments;

  va_start (arguments, format);
  g_string_append_vprintf (url, format, arguments);
  va_end (arguments);
  return g_string_free (url, FALSE);
}

gboolean
hm_gitlab_is_maintainer (const HmGitlab *gitlab)
{
  return gitlab->role >= HM_GITLAB_MAINTAINER;
}

static const char *
role_name (guint role)
{
  return role >= HM_GITLAB_ADMIN        ? "administrator"
         : role >= HM_GITLAB_OWNER      ? "Owner"
         : role >= HM_GITLAB_MAINTAINER ? "Maintainer"
         : role >= HM_GITLAB_DEVELOPER  ? "Developer"
         : role >= HM_GITLAB_REPORTER   ? "Reporter"
                                        : "Guest";
}

/* A token whose scopes do not reach is told so in OAuth's words (RFC 6750), not in GitLab's. */
static gboolean
is_scope_too_weak (const HmAnswer *answer)
{
  const char *code = hm_shape_text (answer->json, "error");

  return answer->kind == HM_ANSWER_FORBIDDEN && code != NULL
         && strcmp (code, "insufficient_scope") == 0;
}

HmFact
hm_gitlab_unseen (const HmGitlab *gitlab, const HmAnswer *answer)
{
  const char *scope;

  if (answer == NULL && gitlab->is_anonymous)
    return hm_forge_unknown (gitlab->store, "not shown without a token");
  if (answer == NULL && gitlab->role > 0)
    return hm_forge_unknown (gitlab->store, "shown to Maintainers only; this token's role is %s",
                             role_name (gitlab->role));
  if (answer == NULL)
    return hm_forge_unknown (gitlab->store, "shown to Maintainers only");
  /* "403 Forbidden" is all that GitLab has to say otherwise. */
  if (answer->kind == HM_ANSWER_FORBIDDEN && !is_scope_too_weak (answer))
    return hm_forge_unknown (gitlab->store, "%d %s: not allowed to look", answer->status,
                             gitlab->is_anonymous ? "without a token" : "for this token");
  if (answer->kind != HM_ANSWER_FORBIDDEN)
    return hm_forge_unseen (gitlab->store, answer);
  scope = hm_shape_text (answer->json, "scope");
  return hm_forge_unknown (gitlab->store, "%d for this token: its scope is too weak%s%s",
                           answer->status, scope != NULL ? "; one of these is needed: " : "",
                           scope != NULL ? scope : "");
}

/* What says that there is no looking at the project. Returns: FALSE */
static gboolean
project_fail (const HmGitlab *gitlab, GError **error)
{
  const HmAnswer *answer = gitlab->project;

  return hm_fail (error, hm_forge_error_code (answer), "%s: %s", gitlab->target->project,
                  hm_gitlab_unseen (gitlab, answer).why);
}

/* The caller's role, as member of the project or of a group above it. */
guint
hm_gitlab_role (const json_t *project)
{
  static const char *const places[] = { "permissions.project_access.access_level",
                                        "permissions.group_access.access_level" };
  guint role = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (places); i++) {
    guint level;

    if (hm_shape_count (project, places[i], &level))
      role = MAX (role, level);
  }
  /* Which disk a repository is on is shown to administrators of the server alone. */
  if (hm_shape_text (project, "repository_storage") != NULL)
    role = MAX (role, HM_GITLAB_ADMIN);
  return role;
}

static HmFact
truth_fact (const HmGitlab *gitlab, HmTruth truth, const HmAnswer *answer)
{
  if (truth == HM_TRUTH_UNKNOWN)
    return hm_gitlab_unseen (gitlab, answer);
  return hm_forge_known (gitlab->store, truth == HM_TRUTH_YES,
                         answer == gitlab->project ? gitlab->project_url : answer->url);
}

/* What anybody can open without a token is not private, whether or not the answer says so. */
static HmTruth
privacy (const HmGitlab *gitlab)
{
  const char *visibility = hm_shape_text (gitlab->project->json, "visibility");

  if (gitlab->is_anonymous)
    return HM_TRUTH_NO;
  if (visibility == NULL)
    return HM_TRUTH_UNKNOWN;
  return strcmp (visibility, "public") == 0 ? HM_TRUTH_NO : HM_TRUTH_YES;
}

static void
project_read (HmGitlab *gitlab)
{
  const json_t *project = gitlab->project->json;
  const char *path = hm_shape_text (project, "path_with_namespace");
  const char *branch = hm_shape_text (project, "default_branch");
  HmForge *facts = &gitlab->store->facts;

  if (path != NULL && g_ascii_strcasecmp (path, gitlab->target->project) != 0)
    facts->renamed_to = g_string_chunk_insert (gitlab->store->strings, path);
  gitlab->path = g_strdup (path != NULL ? path : gitlab->target->project);
  gitlab->project_url = hm_gitlab_project_url (gitlab->target->api, gitlab->path);
  gitlab->role = hm_gitlab_role (project);
  if (branch != NULL && *branch != '\0')
    gitlab->branch = facts->default_branch = g_string_chunk_insert (gitlab->store->strings, branch);

  facts->is_archived = truth_fact (gitlab, hm_shape_truth (project, "archived"), gitlab->project);
  facts->is_private = truth_fact (gitlab, privacy (gitlab), gitlab->project);
  facts->n_forks = hm_forge_count (gitlab->store, project, "forks_count", gitlab->project_url);
  facts->n_stars = hm_forge_count (gitlab->store, project, "star_count", gitlab->project_url);
  /* The key is absent where there is no source, and where the caller can't see it. */
  facts->is_fork = hm_shape_get (project, "forked_from_project") != NULL
                       ? hm_forge_known (gitlab->store, TRUE, gitlab->project_url)
                       : hm_forge_unknown (gitlab->store, "no source is shown: this is no fork, or "
                                                          "its source can't be seen");
}

static void
say_what_gitlab_lacks (HmGitlab *gitlab)
{
  HmForgeStore *store = gitlab->store;
  HmFact code_owners = hm_forge_unknown (store, "GitLab does not tell");

  store->facts.all_members_two_factor =
      hm_forge_unknown (store, "GitLab does not tell who has 2FA but to the server's "
                               "administrators");
  store->facts.has_private_reporting =
      hm_forge_unknown (store, "GitLab has no such setting: confidential issues take its place");
  store->facts.has_security_policy =
      hm_forge_unknown (store, "GitLab does not show a policy apart from its file");
  store->facts.n_code_owner_errors = (HmCountFact){ .why = code_owners.why };
}

/* `null` is the answer of a project whose push rules were never touched. */
static void
push_rule_read (HmGitlab *gitlab)
{
  const HmAnswer *answer = gitlab->push_rule;
  HmFact *fact = &gitlab->store->facts.requires_signed_commits;

  if (answer != NULL && answer->kind == HM_ANSWER_OK && json_is_null (answer->json))
    *fact = hm_forge_known (gitlab->store, FALSE, answer->url);
  else if (answer != NULL && answer->kind == HM_ANSWER_OK)
    *fact = truth_fact (gitlab, hm_shape_truth (answer->json, "reject_unsigned_commits"), answer);
  else if (answer != NULL && answer->kind == HM_ANSWER_ABSENT)
    *fact = hm_forge_unknown (gitlab->store,
                              "%d: push rules are not offered to this project (they "
                              "come with GitLab Premium)",
                              answer->status);
  else
    *fact = hm_gitlab_unseen (gitlab, answer);
}

/* All that the project's answer leads to. */
static gboolean
ask_first (HmGitlab *gitlab, GError **error)
{
  g_autoptr (HmBatch) batch = hm_batch_new ();
  const gboolean may_be_maintainer =
      !gitlab->is_anonymous && (gitlab->role == 0 || hm_gitlab_is_maintainer (gitlab));
  g_autoptr (GString) branch = g_string_new (NULL);

  if (gitlab->branch != NULL) {
    hm_mask_url_segment (branch, gitlab->branch, -1);
    /* To a Maintainer the list of rules says as much. */
    if (!hm_gitlab_is_maintainer (gitlab))
      hm_batch_get (batch, hm_gitlab_url (gitlab, "/repository/branches/%s", branch->str),
                    &gitlab->branch_view);
    hm_batch_get (batch, hm_gitlab_url (gitlab, "/protected_branches?per_page=100"),
                  &gitlab->protected_branches);
  }
  if (may_be_maintainer)
    hm_batch_get (batch, hm_gitlab_url (gitlab, "/approvals"), &gitlab->approvals);
  if (hm_gitlab_is_maintainer (gitlab))
    hm_batch_get (batch, hm_gitlab_url (gitlab, "/push_rule"), &gitlab->push_rule);
  if (!gitlab->is_anonymous) {
    hm_batch_get (batch, hm_gitlab_url (gitlab, "/approval_rules?per_page=100"),
                  &gitlab->approval_rules);
    hm_batch_get (batch, hm_gitlab_url (gitlab, "/members/all?per_page=100"), &gitlab->members);
  }
  hm_gitlab_ask_graphql (gitlab, batch);
  hm_gitlab_ask_groups (gitlab, batch);
  return hm_batch_ask (batch, gitlab->http, error) && hm_gitlab_recall_groups (gitlab, error);
}

/* What the first answers left open. */
static gboolean
ask_rest (HmGitlab *gitlab, GError **error)
{
  g_autoptr (HmBatch) batch = hm_batch_new ();
  g_autoptr (GString) branch = g_string_new (NULL);

  if (gitlab->branch != NULL && hm_gitlab_needs_branch_view (gitlab)) {
    hm_mask_url_segment (branch, gitlab->branch, -1);
    hm_batch_get (batch, hm_gitlab_url (gitlab, "/repository/branches/%s", branch->str),
                  &gitlab->branch_view);
  }
  /* Who sees these settings is a Maintainer, by a way that the project's answer does not tell of. */
  if (gitlab->push_rule == NULL && gitlab->approvals != NULL
      && gitlab->approvals->kind == HM_ANSWER_OK)
    hm_batch_get (batch, hm_gitlab_url (gitlab, "/push_rule"), &gitlab->push_rule);
  hm_gitlab_ask_groups (gitlab, batch);
  hm_gitlab_ask_graphql_again (gitlab, batch);
  if (!hm_batch_ask (batch, gitlab->http, error) || !hm_gitlab_recall_groups (gitlab, error))
    return FALSE;
  hm_gitlab_ask_signatures (gitlab, batch);
  return hm_batch_ask (batch, gitlab->http, error);
}

static gboolean
gitlab_collect (HmHttp *http, const HmForgeTarget *target, HmForgeStore *store, GError **error)
{
  g_auto (HmGitlab) gitlab = { .http = http, .target = target, .store = store };
  g_autofree char *url = hm_gitlab_project_url (target->api, target->project);

  gitlab.is_anonymous = !hm_http_has_token (http);
  store->facts.token_class = gitlab.is_anonymous ? "anonymous" : "token";
  gitlab.project = hm_http_ask_one (http, &(HmRequest){ .url = url }, error);
  if (gitlab.project == NULL)
    return FALSE;
  if (gitlab.project->kind != HM_ANSWER_OK || !json_is_object (gitlab.project->json))
    return project_fail (&gitlab, error);

  project_read (&gitlab);
  hm_gitlab_find_groups (&gitlab);
  if (!ask_first (&gitlab, error) || !ask_rest (&gitlab, error))
    return FALSE;
  say_what_gitlab_lacks (&gitlab);
  push_rule_read (&gitlab);
  hm_gitlab_read_branches (&gitlab);
  hm_gitlab_read_groups (&gitlab);
  hm_gitlab_read_members (&gitlab);
  hm_gitlab_read_changes (&gitlab);
  hm_gitlab_read_signatures (&gitlab);
  return TRUE;
}

const HmForgeClient hm_forge_gitlab = {
  .kind = HM_FORGE_GITLAB,
  .name = "gitlab",
  .token_scheme = "Bearer",
  .collect = gitlab_collect,
  .identify = hm_gitlab_identify,
};
