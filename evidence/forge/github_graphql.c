/* SPDX-License-Identifier: Apache-2.0 */
#include "evidence/forge/github_graphql.h"

#include <string.h>

#include "core/error.h"
#include "core/limits.h"
#include "evidence/forge/shape.h"

/* How often parts are left out because an error names them: once for fields unknown, once for fields refused. */
#define REDUCTIONS_MAX 2u

/* What to ask for while the server runs out of time: reviews cost it most. */
static const struct {
  guint without;
  guint n_commits;
} steps[] = {
  { 0, HM_RECENT_COMMITS },
  { HM_GITHUB_REVIEWS, HM_RECENT_COMMITS / 2 },
  { HM_GITHUB_REVIEWS | HM_GITHUB_CHANGES, HM_RECENT_COMMITS / 4 },
  { HM_GITHUB_REVIEWS | HM_GITHUB_CHANGES | HM_GITHUB_SIGNATURES, 0 },
};

typedef enum {
  VERDICT_READ,
  VERDICT_ABSENT,  /* no such project for this token */
  VERDICT_REDUCE,  /* again, without the parts that are blamed */
  VERDICT_SHRINK,  /* again, with less of everything */
  VERDICT_REST,    /* GraphQL will not do it */
  VERDICT_STOPPED, /* nobody will */
} Verdict;

void
hm_github_reply_clear (HmGithubReply *reply)
{
  hm_answer_free (reply->answer);
  g_free (reply->why);
  *reply = (HmGithubReply){ 0 };
}

static const json_t *
errors_of (const HmAnswer *answer)
{
  const json_t *errors = hm_shape_get (answer->json, "errors");

  return json_is_array (errors) ? errors : NULL;
}

/* "FORBIDDEN: Resource not accessible by integration". Returns: (owned) */
static char *
error_text (const json_t *error)
{
  const char *type = hm_shape_text (error, "type");
  const char *message = hm_shape_text (error, "message");

  if (message == NULL)
    message = "an error without a message";
  return type != NULL ? g_strdup_printf ("%s: %s", type, message) : g_strdup (message);
}

static gboolean
error_is_of_type (const json_t *error, const char *type)
{
  const char *own = hm_shape_text (error, "type");

  return own != NULL && strcmp (own, type) == 0;
}

/* An answer without the repository: why, and what is worth trying. */
static Verdict
errors_judge (const HmAnswer *answer, guint parts, guint *ret_blamed, char **ret_why)
{
  const json_t *errors = errors_of (answer);
  gboolean is_timeout = TRUE;

  *ret_blamed = 0;
  g_free (*ret_why);
  *ret_why = g_strdup ("GraphQL: no repository, and no error that says why");
  for (gsize i = 0; i < json_array_size (errors); i++) {
    const json_t *error = json_array_get (errors, i);
    guint blamed = hm_github_query_blamed (error) & parts;

    if (i == 0 || (blamed != 0 && *ret_blamed == 0)) {
      g_autofree char *text = error_text (error);

      g_free (*ret_why);
      *ret_why = g_strdup_printf ("GraphQL: %s", text);
    }
    *ret_blamed |= blamed;
    if (blamed == 0 && error_is_of_type (error, "NOT_FOUND"))
      return VERDICT_ABSENT;
    if (hm_shape_get (error, "type") != NULL || hm_shape_get (error, "extensions.code") != NULL)
      is_timeout = FALSE;
  }
  if (*ret_blamed != 0)
    return VERDICT_REDUCE;
  return json_array_size (errors) > 0 && is_timeout ? VERDICT_SHRINK : VERDICT_REST;
}

static Verdict
answer_judge (const HmAnswer *answer, guint parts, guint *ret_blamed, char **ret_why)
{
  *ret_blamed = 0;
  switch (answer->kind) {
  case HM_ANSWER_OK:
    if (json_is_object (hm_shape_get (answer->json, "data.repository")))
      return VERDICT_READ;
    return errors_judge (answer, parts, ret_blamed, ret_why);
  case HM_ANSWER_LIMITED:
    break;
  case HM_ANSWER_UNREACHABLE:
    if (answer->status != 0) {
      g_free (*ret_why);
      *ret_why = g_strdup_printf ("GraphQL: %s", answer->why);
      return VERDICT_SHRINK;
    }
    break;
  case HM_ANSWER_ABSENT:
  case HM_ANSWER_FORBIDDEN:
  case HM_ANSWER_NONSENSE:
  case HM_ANSWER_OTHER:
  default:
    g_free (*ret_why);
    *ret_why = g_strdup_printf ("GraphQL: %s", answer->why);
    return VERDICT_REST;
  }
  g_free (*ret_why);
  *ret_why = g_strdup (answer->why);
  return VERDICT_STOPPED;
}

static gboolean
is_answered (const HmGithub *github, guint parts, guint n_commits)
{
  g_autofree char *body = hm_github_query_project (github->owner, github->name, parts, n_commits);

  return hm_http_has_answer (github->http,
                             &(HmRequest){ .url = github->graphql_url, .body = body });
}

/* A recording of the time before forks and stars were asked for has an answer to the query without them alone. */
static guint
parts_answered (const HmGithub *github, guint parts, guint n_commits)
{
  const guint before = parts & ~(guint) HM_GITHUB_COUNTS;

  return !is_answered (github, parts, n_commits) && is_answered (github, before, n_commits) ? before
                                                                                            : parts;
}

static gboolean
query_ask (HmGithub *github, HmGithubReply *reply, guint n_commits, GError **error)
{
  g_autofree char *body =
      hm_github_query_project (github->owner, github->name, reply->parts, n_commits);
  const HmRequest request = { .url = github->graphql_url, .body = body };

  g_clear_pointer (&reply->answer, hm_answer_free);
  reply->answer = hm_http_ask_one (github->http, &request, error);
  github->n_asked++;
  return reply->answer != NULL;
}

gboolean
hm_github_graphql_ask (HmGithub *github, HmGithubReply *reply, GError **error)
{
  guint n_reductions = 0;
  guint unwanted = 0;
  gsize step = 0;

  while (step < G_N_ELEMENTS (steps)) {
    guint blamed = 0;

    reply->parts = parts_answered (github, HM_GITHUB_PARTS_ALL & ~unwanted & ~steps[step].without,
                                   steps[step].n_commits);
    if (!query_ask (github, reply, steps[step].n_commits, error))
      return FALSE;
    switch (answer_judge (reply->answer, reply->parts, &blamed, &reply->why)) {
    case VERDICT_READ:
      reply->repository = hm_shape_get (reply->answer->json, "data.repository");
      return TRUE;
    case VERDICT_ABSENT:
      return hm_fail (error, HM_ERROR_NOT_FOUND,
                      "%s/%s: not there, or not to be seen with this token", github->owner,
                      github->name);
    case VERDICT_REDUCE:
      unwanted |= blamed;
      if (n_reductions++ < REDUCTIONS_MAX)
        continue;
      reply->is_worth_rest = TRUE;
      return TRUE;
    case VERDICT_SHRINK:
      step++;
      continue;
    case VERDICT_REST:
      reply->is_worth_rest = TRUE;
      return TRUE;
    case VERDICT_STOPPED:
    default:
      return TRUE;
    }
  }
  reply->is_worth_rest = TRUE;
  return TRUE;
}

char *
hm_github_reply_missing (const HmGithubReply *reply, HmGithubPart part)
{
  const json_t *errors = errors_of (reply->answer);

  if ((reply->parts & part) == 0)
    return reply->why != NULL ? g_strdup_printf ("left out: %s", reply->why)
                              : g_strdup ("not in the recording");
  for (gsize i = 0; i < json_array_size (errors); i++) {
    const json_t *error = json_array_get (errors, i);

    if (hm_github_query_blamed (error) & part)
      return error_text (error);
  }
  return NULL;
}
