/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who stands behind a GitLab project: the groups above it, of which every reader sees whether they
 * require 2FA, and its members, of whom a caller sees those that it may.
 */
#include <string.h>

#include "core/mask.h"
#include "evidence/forge/gitlab.h"
#include "evidence/forge/shape.h"

#define TWO_FACTOR "require_two_factor_authentication"

void
hm_gitlab_find_groups (HmGitlab *gitlab)
{
  const json_t *project = gitlab->project->json;
  const char *kind = hm_shape_text (project, "namespace.kind");
  const char *path = hm_shape_text (project, "namespace.full_path");
  g_auto (GStrv) names = NULL;

  if (path == NULL || *path == '\0' || kind == NULL || strcmp (kind, "group") != 0)
    return;
  names = g_strsplit (path, "/", -1);
  if (g_strv_length (names) > HM_GITLAB_GROUPS_MAX)
    return;
  for (guint i = 0; names[i] != NULL; i++) {
    gitlab->groups[i] =
        i == 0 ? g_strdup (names[0]) : g_strconcat (gitlab->groups[i - 1], "/", names[i], NULL);
    gitlab->n_groups = i + 1;
  }
}

/* A group's answer lists its projects unless told otherwise. Returns: (owned) */
static char *
group_url (const HmGitlab *gitlab, guint index)
{
  GString *url = g_string_new (gitlab->target->api);

  g_string_append (url, "/groups/");
  hm_mask_url_segment (url, gitlab->groups[index], -1);
  g_string_append (url, "?with_projects=false");
  return g_string_free (url, FALSE);
}

static HmTruth
group_truth (const HmAnswer *view)
{
  if (view == NULL || view->kind != HM_ANSWER_OK)
    return HM_TRUTH_UNKNOWN;
  return hm_shape_truth (view->json, TWO_FACTOR);
}

/* Which groups are asked about: the outermost, then all others unless that one settles it. */
static guint
n_groups_wanted (const HmGitlab *gitlab)
{
  if (gitlab->n_groups == 0 || group_truth (gitlab->group_views[0]) == HM_TRUTH_YES)
    return 0;
  return gitlab->group_views[0] == NULL ? 1 : gitlab->n_groups;
}

void
hm_gitlab_ask_groups (HmGitlab *gitlab, HmBatch *batch)
{
  if (gitlab->target->once != NULL)
    return;
  for (guint i = 0; i < n_groups_wanted (gitlab); i++)
    if (gitlab->group_views[i] == NULL)
      hm_batch_get (batch, group_url (gitlab, i), &gitlab->own_group_views[i]);
}

gboolean
hm_gitlab_recall_groups (HmGitlab *gitlab, GError **error)
{
  const guint n = n_groups_wanted (gitlab);

  for (guint i = 0; i < n; i++) {
    g_autofree char *url = group_url (gitlab, i);

    if (gitlab->target->once == NULL)
      gitlab->group_views[i] = gitlab->own_group_views[i];
    else if (gitlab->group_views[i] == NULL)
      gitlab->group_views[i] = hm_forge_once_get (gitlab->target->once, gitlab->http, url, error);
    if (gitlab->group_views[i] == NULL)
      return FALSE;
  }
  return TRUE;
}

/* That a project has no group, or why that could not be seen. */
static HmFact
no_groups (const HmGitlab *gitlab)
{
  const char *kind = hm_shape_text (gitlab->project->json, "namespace.kind");

  if (kind == NULL)
    return hm_forge_unknown (gitlab->store, "the project's answer names no group");
  if (strcmp (kind, "user") == 0)
    return hm_forge_unknown (gitlab->store, "a user's project has no group to require it");
  return hm_forge_unknown (gitlab->store, "the groups above the project could not be told from "
                                          "its answer");
}

/* Any group's requirement reaches all below it; that none requires it takes the word of all. */
void
hm_gitlab_read_groups (HmGitlab *gitlab)
{
  HmFact *fact = &gitlab->store->facts.requires_two_factor;
  HmFact unseen = { 0 };

  if (gitlab->n_groups == 0) {
    *fact = no_groups (gitlab);
    return;
  }
  for (guint i = 0; i < gitlab->n_groups; i++) {
    const HmAnswer *view = gitlab->group_views[i];
    HmTruth truth = group_truth (view);

    if (truth == HM_TRUTH_YES) {
      *fact = hm_forge_known (gitlab->store, TRUE, view->url);
      return;
    }
    if (truth == HM_TRUTH_UNKNOWN && view != NULL && unseen.why == NULL)
      unseen = hm_forge_unknown (gitlab->store, "group %s: %s", gitlab->groups[i],
                                 hm_gitlab_unseen (gitlab, view).why);
    if (i + 1 == gitlab->n_groups)
      *fact = unseen.why != NULL || view == NULL ? unseen
                                                 : hm_forge_known (gitlab->store, FALSE, view->url);
  }
}

/* The accounts behind access tokens of projects and groups: project_123_bot_..., group_123_bot_... */
gboolean
hm_gitlab_is_token_account (const char *username)
{
  static const char *const owners[] = { "project_", "group_" };

  for (gsize i = 0; i < G_N_ELEMENTS (owners); i++) {
    gsize size = strlen (owners[i]);
    gsize n_digits;

    if (strncmp (username, owners[i], size) != 0)
      continue;
    n_digits = strspn (username + size, "0123456789");
    if (n_digits > 0 && g_str_has_prefix (username + size + n_digits, "_bot"))
      return TRUE;
  }
  return FALSE;
}

/* People only, and only who is not blocked. */
static gboolean
is_active (const json_t *member, const char *username)
{
  const char *state = hm_shape_text (member, "state");

  return (state == NULL || strcmp (state, "active") == 0) && !hm_gitlab_is_token_account (username);
}

/* Members of an invited private group are hidden from all but Maintainers and that group's own. */
static HmCountFact
members_count (const HmGitlab *gitlab, guint n, gboolean is_whole)
{
  HmCountFact count = {
    .is_known = TRUE,
    .value = n,
    .is_minimum = !is_whole || !hm_gitlab_is_maintainer (gitlab),
    .source = hm_forge_known (gitlab->store, TRUE, gitlab->members->url).source,
  };

  if (n > 0 || !count.is_minimum)
    return count;
  return (HmCountFact){
    .why = hm_forge_unknown (gitlab->store, "none of the members shown to this token may").why,
  };
}

void
hm_gitlab_read_members (HmGitlab *gitlab)
{
  const HmAnswer *answer = gitlab->members;
  HmForge *facts = &gitlab->store->facts;
  guint pushers = 0;
  guint admins = 0;
  gboolean is_whole;
  const json_t *member;
  gsize i;

  if (answer == NULL || answer->kind != HM_ANSWER_OK || !json_is_array (answer->json)
      || json_array_size (answer->json) == 0) {
    HmFact unseen = answer != NULL && json_is_array (answer->json)
                        ? hm_forge_unknown (gitlab->store, "no member is shown to this token")
                        : hm_gitlab_unseen (gitlab, answer);

    facts->n_pushers = facts->n_admins = (HmCountFact){ .why = unseen.why };
    return;
  }
  is_whole = !answer->has_next;
  json_array_foreach (answer->json, i, member)
  {
    const char *username = hm_shape_text (member, "username");
    guint level;

    if (username == NULL || !hm_shape_count (member, "access_level", &level)) {
      is_whole = FALSE;
      continue;
    }
    if (!is_active (member, username))
      continue;
    pushers += level >= HM_GITLAB_DEVELOPER;
    admins += level >= HM_GITLAB_MAINTAINER;
  }
  facts->n_pushers = members_count (gitlab, pushers, is_whole);
  facts->n_admins = members_count (gitlab, admins, is_whole);
}
