/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who a token of GitLab's is: the account behind it, its scopes as it tells them of itself, and its
 * role on the project.
 */
#include <string.h>

#include "core/number.h"
#include "evidence/forge/gitlab.h"
#include "evidence/forge/shape.h"

#define SCOPE_LETTERS "abcdefghijklmnopqrstuvwxyz0123456789_:"

/* GitLab makes an account for each token of a project or a group: "project_123_bot_..." */
static const char *
token_class (const char *login)
{
  if (login != NULL && hm_gitlab_is_token_account (login))
    return *login == 'p' ? "project token" : "group token";
  return "token";
}

/* Returns: (owned) "read_api, read_user" */
static char *
scopes_text (const HmAnswer *token)
{
  const json_t *scopes = token->kind == HM_ANSWER_OK ? hm_shape_get (token->json, "scopes") : NULL;
  const json_t *scope;
  GString *text = g_string_new (NULL);
  gsize i;

  json_array_foreach (scopes, i, scope)
  {
    const char *name = json_string_value (scope);

    if (name != NULL && name[strspn (name, SCOPE_LETTERS)] == '\0')
      g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", name);
  }
  return g_string_free (text, FALSE);
}

static gboolean
header_number (const HmAnswer *answer, const char *name, guint64 *ret_number)
{
  const char *text = g_hash_table_lookup (answer->diagnosis, name);

  return text != NULL && hm_number_parse (text, strlen (text), G_MAXUINT32, ret_number);
}

/* Returns: (owned) "1,987 of 2,000 left until 12:05 UTC"; "" where no limit is told. */
static char *
quota_text (const HmAnswer *answer)
{
  guint64 limit;
  guint64 left;
  guint64 reset;
  g_autofree char *left_text = NULL;
  g_autofree char *limit_text = NULL;
  g_autofree char *time = NULL;
  g_autoptr (GDateTime) instant = NULL;

  if (!header_number (answer, "ratelimit-limit", &limit)
      || !header_number (answer, "ratelimit-remaining", &left))
    return g_strdup ("");
  left_text = hm_number_grouped (left);
  limit_text = hm_number_grouped (limit);
  if (!header_number (answer, "ratelimit-reset", &reset))
    return g_strdup_printf ("%s of %s left", left_text, limit_text);
  instant = g_date_time_new_from_unix_utc ((gint64) reset);
  time = g_date_time_format (instant, "%H:%M");
  return g_strdup_printf ("%s of %s left until %s UTC", left_text, limit_text, time);
}

/* @project: (nullable) its answer. Who sees a project without a role on it reads it as everybody does. */
static const char *
role_text (const HmAnswer *project)
{
  guint role;

  if (project == NULL)
    return "";
  if (project->kind == HM_ANSWER_ABSENT || project->kind == HM_ANSWER_FORBIDDEN)
    return "none";
  if (project->kind != HM_ANSWER_OK)
    return "";
  role = hm_gitlab_role (project->json);
  return role >= HM_GITLAB_MAINTAINER ? "admin" : role >= HM_GITLAB_DEVELOPER ? "write" : "read";
}

HmForgeIdentity *
hm_gitlab_identify (HmHttp *http, const HmForgeTarget *target, GError **error)
{
  const gboolean has_token = hm_http_has_token (http);
  g_autoptr (HmBatch) batch = hm_batch_new ();
  HmForgeIdentity *identity;
  HmAnswer *user = NULL;
  HmAnswer *token = NULL;
  HmAnswer *project = NULL;
  const char *login = NULL;

  if (has_token) {
    hm_batch_get (batch, g_strconcat (target->api, "/user", NULL), &user);
    hm_batch_get (batch, g_strconcat (target->api, "/personal_access_tokens/self", NULL), &token);
  }
  if (target->project != NULL)
    hm_batch_get (batch, hm_gitlab_project_url (target->api, target->project), &project);
  if (!hm_batch_ask (batch, http, error))
    return NULL;

  if (user != NULL && user->kind == HM_ANSWER_OK)
    login = hm_shape_text (user->json, "username");
  identity = g_new0 (HmForgeIdentity, 1);
  identity->login = g_strdup (login != NULL ? login : "");
  identity->token_class = g_strdup (has_token ? token_class (login) : "anonymous");
  identity->scopes = token != NULL ? scopes_text (token) : g_strdup ("");
  identity->quota = user != NULL      ? quota_text (user)
                    : project != NULL ? quota_text (project)
                                      : g_strdup ("");
  identity->role = g_strdup (role_text (project));
  hm_answer_free (user);
  hm_answer_free (token);
  hm_answer_free (project);
  return identity;
}
