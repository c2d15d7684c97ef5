/* SPDX-License-Identifier: Apache-2.0 */
#include "evidence/forge/github_people.h"

#include <string.h>

#include "evidence/forge/shape.h"

#define OWNERS_ONLY "GitHub shows it to the organisation's owners only"

static void
two_factor_set (HmForge *facts, HmFact requires, HmFact all)
{
  facts->requires_two_factor = requires;
  facts->all_members_two_factor = all;
}

/* An empty list is proof, and one name is enough against it. */
static gboolean
members_ask (HmGithub *github, const char *organisation_url, HmForgeOnce *once, GError **error)
{
  HmForge *facts = &github->store->facts;
  g_autofree char *url =
      g_strconcat (organisation_url, "/members?filter=2fa_disabled&per_page=1", NULL);
  const HmAnswer *answer = hm_forge_once_get (once, github->http, url, error);

  if (answer == NULL)
    return FALSE;
  github->n_asked++;
  if (answer->kind != HM_ANSWER_OK)
    facts->all_members_two_factor = hm_forge_unseen (github->store, answer);
  else if (!json_is_array (answer->json))
    facts->all_members_two_factor =
        hm_forge_unknown (github->store, "the list of members is no list");
  else
    facts->all_members_two_factor =
        hm_forge_known (github->store, json_array_size (answer->json) == 0, url);
  return TRUE;
}

/* Returns: FALSE with @error; TRUE with @ret_truth, unknown where it is not shown. */
static gboolean
organisation_ask (HmGithub *github, const char *url, HmForgeOnce *once, HmTruth *ret_truth,
                  GError **error)
{
  const HmAnswer *answer = hm_forge_once_get (once, github->http, url, error);

  if (answer == NULL)
    return FALSE;
  github->n_asked++;
  if (answer->kind == HM_ANSWER_OK)
    *ret_truth = hm_shape_truth (answer->json, "two_factor_requirement_enabled");
  else
    github->store->facts.requires_two_factor = hm_forge_unseen (github->store, answer);
  return TRUE;
}

gboolean
hm_github_two_factor_ask (HmGithub *github, const HmGithubReply *reply, const json_t *owner,
                          HmForgeOnce *once, GError **error)
{
  HmForgeStore *store = github->store;
  HmForge *facts = &store->facts;
  const char *type = hm_shape_text (owner, "type");
  const char *login = hm_shape_text (owner, "login");
  HmTruth truth = hm_shape_truth (owner, "requiresTwoFactorAuthentication");
  g_autofree char *segment = hm_github_segment (login != NULL ? login : github->owner);
  g_autofree char *url = g_strdup_printf ("%s/orgs/%s", github->api, segment);
  HmFact unknown = hm_forge_unknown (store, OWNERS_ONLY);

  if (type == NULL)
    type = hm_shape_text (owner, "__typename");
  if (type == NULL) {
    unknown = hm_forge_unknown (store, "the answer does not say who owns the repository");
    two_factor_set (facts, unknown, unknown);
    return TRUE;
  }
  if (strcmp (type, "User") == 0) {
    unknown = hm_forge_unknown (store, "owned by a user: GitHub shows nobody's second factor to "
                                       "others, and only an organisation can require one");
    two_factor_set (facts, unknown, unknown);
    return TRUE;
  }
  two_factor_set (facts, unknown, unknown);
  if (!hm_http_has_token (github->http))
    return TRUE;
  if (truth == HM_TRUTH_UNKNOWN) {
    g_autofree char *missing =
        reply != NULL ? hm_github_reply_missing (reply, HM_GITHUB_TWO_FACTOR) : NULL;

    /* A null that no error explains is GitHub's answer to whoever is no owner; REST would say the same. */
    if (reply != NULL && missing == NULL)
      return TRUE;
    if (!organisation_ask (github, url, once, &truth, error))
      return FALSE;
  }
  if (truth == HM_TRUTH_UNKNOWN)
    return TRUE;
  facts->requires_two_factor = hm_forge_known (store, truth == HM_TRUTH_YES, url);
  if (truth == HM_TRUTH_YES) {
    facts->all_members_two_factor =
        hm_forge_unknown (store, "not asked, since the organisation requires it of all");
    return TRUE;
  }
  return members_ask (github, url, once, error);
}

static HmCountFact
count_unknown (HmForgeStore *store, const char *why)
{
  return (HmCountFact){ .why = g_string_chunk_insert_const (store->strings, why) };
}

/* Counts who has one of @permissions into @count; an edge that can't be read may be one more. */
static void
count_permissions (const json_t *edges, const char *const *permissions, HmCountFact *count)
{
  static const char *const all[] = { "READ", "TRIAGE", "WRITE", "MAINTAIN", "ADMIN", NULL };

  for (gsize i = 0; i < json_array_size (edges); i++) {
    const char *permission = hm_shape_text (json_array_get (edges, i), "permission");

    if (permission == NULL || !g_strv_contains (all, permission))
      count->is_minimum = TRUE;
    else if (g_strv_contains (permissions, permission))
      count->value++;
  }
}

void
hm_github_collaborators_read (HmForgeStore *store, const HmGithub *github,
                              const HmGithubReply *reply)
{
  static const char *const pushing[] = { "WRITE", "MAINTAIN", "ADMIN", NULL };
  static const char *const administering[] = { "ADMIN", NULL };
  const json_t *collaborators =
      reply != NULL ? hm_shape_get (reply->repository, "collaborators") : NULL;
  const json_t *edges = hm_shape_get (collaborators, "edges");
  HmForge *facts = &store->facts;
  g_autofree char *url = g_strconcat (github->project_url, "/collaborators", NULL);
  const char *source;
  guint n_all = 0;

  if (!hm_shape_count (collaborators, "totalCount", &n_all) || !json_is_array (edges)) {
    g_autofree char *missing =
        reply != NULL ? hm_github_reply_missing (reply, HM_GITHUB_COLLABORATORS) : NULL;

    facts->n_pushers = count_unknown (
        store, missing != NULL ? missing : "GitHub shows it to those only who may push");
    facts->n_admins = facts->n_pushers;
    return;
  }
  source = g_string_chunk_insert_const (store->strings, url);
  facts->n_pushers = (HmCountFact){ .is_known = TRUE,
                                    .source = source,
                                    .is_minimum = n_all > json_array_size (edges) };
  facts->n_admins = facts->n_pushers;
  count_permissions (edges, pushing, &facts->n_pushers);
  count_permissions (edges, administering, &facts->n_admins);
}

void
hm_github_code_owners_read (HmForgeStore *store, const HmGithub *github, const HmGithubReply *reply)
{
  const json_t *errors = hm_shape_get (reply->repository, "codeowners.errors");
  g_autofree char *url = g_strconcat (github->project_url, "/codeowners/errors", NULL);

  if (json_is_array (errors))
    store->facts.n_code_owner_errors =
        (HmCountFact){ .is_known = TRUE,
                       .value = (guint) json_array_size (errors),
                       .source = g_string_chunk_insert_const (store->strings, url) };
  else {
    g_autofree char *missing = hm_github_reply_missing (reply, HM_GITHUB_CODE_OWNERS);

    store->facts.n_code_owner_errors =
        count_unknown (store, missing != NULL ? missing : "GitHub shows no CODEOWNERS file");
  }
}
