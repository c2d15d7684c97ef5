/* SPDX-License-Identifier: Apache-2.0 */
/* Who a token is. Distrusts the answers' shape. */
#include <string.h>

#include "core/error.h"
#include "core/instant.h"
#include "core/number.h"
#include "evidence/forge/github.h"
#include "evidence/forge/github_query.h"
#include "evidence/forge/shape.h"

/* The account of the token that a workflow is given. */
#define ACTIONS_LOGIN "github-actions[bot]"

HmGithubRole
hm_github_role (const char *permission)
{
  if (permission == NULL)
    return HM_GITHUB_ROLE_UNKNOWN;
  if (strcmp (permission, "ADMIN") == 0)
    return HM_GITHUB_ROLE_ADMIN;
  if (strcmp (permission, "MAINTAIN") == 0 || strcmp (permission, "WRITE") == 0)
    return HM_GITHUB_ROLE_WRITE;
  if (strcmp (permission, "TRIAGE") == 0 || strcmp (permission, "READ") == 0)
    return HM_GITHUB_ROLE_READ;
  return HM_GITHUB_ROLE_UNKNOWN;
}

static const char *
header (const HmAnswer *answer, const char *name)
{
  return answer->diagnosis != NULL ? g_hash_table_lookup (answer->diagnosis, name) : NULL;
}

gboolean
hm_github_has_scopes (const HmAnswer *answer)
{
  return header (answer, "x-oauth-scopes") != NULL;
}

const char *
hm_github_token_class (const HmAnswer *answer, HmGithubRole role)
{
  if (hm_github_has_scopes (answer))
    return "classic token";
  return role == HM_GITHUB_ROLE_UNKNOWN ? "app installation" : "fine-grained token";
}

/* "4,987 of 5,000 left until 12:05 UTC". Returns: (owned) "" where GitHub does not tell. */
static char *
quota_text (const HmAnswer *answer)
{
  const char *limit = header (answer, "x-ratelimit-limit");
  const char *remaining = header (answer, "x-ratelimit-remaining");
  const char *reset = header (answer, "x-ratelimit-reset");
  g_autofree char *of = NULL, *left = NULL;
  char instant[HM_INSTANT_TEXT_SIZE];
  guint64 n_limit = 0, n_left = 0, seconds = 0;

  if (limit == NULL || remaining == NULL
      || !hm_number_parse (limit, strlen (limit), G_MAXUINT32, &n_limit)
      || !hm_number_parse (remaining, strlen (remaining), G_MAXUINT32, &n_left))
    return g_strdup ("");
  of = hm_number_grouped (n_limit);
  left = hm_number_grouped (n_left);
  if (reset == NULL || !hm_number_parse (reset, strlen (reset), HM_INSTANT_MAX, &seconds))
    return g_strdup_printf ("%s of %s left", left, of);
  hm_instant_text ((gint64) seconds, instant);
  /* The hour is soon enough: no quota lasts a day. */
  return g_strdup_printf ("%s of %s left until %.5s UTC", left, of, strchr (instant, 'T') + 1);
}

static HmForgeIdentity *
anonymous_identify (HmHttp *http, const HmForgeTarget *target, GError **error)
{
  g_autofree char *url = g_strconcat (target->api, "/rate_limit", NULL);
  const HmRequest request = { .url = url };
  g_autoptr (HmAnswer) answer = hm_http_ask_one (http, &request, error);
  HmForgeIdentity *identity;

  if (answer == NULL)
    return NULL;
  identity = g_new0 (HmForgeIdentity, 1);
  identity->login = g_strdup ("");
  identity->token_class = g_strdup ("anonymous");
  identity->scopes = g_strdup ("");
  identity->quota = quota_text (answer);
  identity->role = g_strdup ("");
  return identity;
}

static const char *
role_name (const HmAnswer *answer)
{
  static const char *const names[] = { [HM_GITHUB_ROLE_UNKNOWN] = "",
                                       [HM_GITHUB_ROLE_READ] = "read",
                                       [HM_GITHUB_ROLE_WRITE] = "write",
                                       [HM_GITHUB_ROLE_ADMIN] = "admin" };
  const json_t *data = hm_shape_get (answer->json, "data");
  const json_t *errors = hm_shape_get (answer->json, "errors");

  for (gsize i = 0; i < json_array_size (errors); i++) {
    const char *type = hm_shape_text (json_array_get (errors, i), "type");

    if (type != NULL && strcmp (type, "NOT_FOUND") == 0)
      return "none";
  }
  return names[hm_github_role (hm_shape_text (data, "repository.viewerPermission"))];
}

static const char *
class_of (const HmAnswer *answer, const char *login)
{
  if (hm_github_has_scopes (answer))
    return "classic token";
  if (login == NULL)
    return "token";
  if (strcmp (login, ACTIONS_LOGIN) == 0)
    return "actions token";
  return g_str_has_suffix (login, "[bot]") ? "app installation" : "fine-grained token";
}

HmForgeIdentity *
hm_github_identify (HmHttp *http, const HmForgeTarget *target, GError **error)
{
  g_autofree char *url = hm_github_graphql_url (target->api);
  g_autofree char *body = hm_github_query_viewer (target->project);
  const HmRequest request = { .url = url, .body = body };
  g_autoptr (HmAnswer) answer = NULL;
  HmForgeIdentity *identity;
  const char *login, *scopes;

  if (!hm_http_has_token (http))
    return anonymous_identify (http, target, error);
  answer = hm_http_ask_one (http, &request, error);
  if (answer == NULL)
    return NULL;
  if (answer->kind != HM_ANSWER_OK) {
    hm_fail (error, HM_ERROR_NETWORK, "%s: %s", url, answer->why);
    return NULL;
  }
  login = hm_shape_text (answer->json, "data.viewer.login");
  scopes = header (answer, "x-oauth-scopes");
  identity = g_new0 (HmForgeIdentity, 1);
  identity->login = g_strdup (login != NULL ? login : "");
  identity->token_class = g_strdup (class_of (answer, login));
  identity->scopes = g_strdup (scopes != NULL ? scopes : "");
  identity->quota = quota_text (answer);
  identity->role = g_strdup (target->project != NULL ? role_name (answer) : "");
  return identity;
}
