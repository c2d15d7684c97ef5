/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Forgejo and Gitea, which share one API. Asks for the repository first, then for all that it leads
 * to at once, then for what those answers leave open.
 */
#include "evidence/forge/forgejo.h"

#include <string.h>

#include "core/error.h"
#include "core/mask.h"
#include "core/oid.h"
#include "evidence/forge/shape.h"

static void
forgejo_clear (HmForgejo *forgejo)
{
  hm_answer_free (forgejo->repo);
  hm_answer_free (forgejo->branch_view);
  hm_answer_free (forgejo->rules);
  hm_answer_free (forgejo->pulls);
  for (gsize i = 0; i < G_N_ELEMENTS (forgejo->commits); i++)
    hm_answer_free (forgejo->commits[i]);
  hm_answer_free (forgejo->commits_less);
  for (gsize i = 0; i < G_N_ELEMENTS (forgejo->reviews); i++)
    hm_answer_free (forgejo->reviews[i]);
  hm_answer_free (forgejo->own_version);
  g_free (forgejo->path);
  g_free (forgejo->repo_url);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HmForgejo, forgejo_clear)

char *
hm_forgejo_repo_url (const char *api, const char *path, GError **error)
{
  g_auto (GStrv) names = g_strsplit (path, "/", -1);
  GString *url;

  if (g_strv_length (names) != 2 || *names[0] == '\0' || *names[1] == '\0') {
    hm_fail (error, HM_ERROR_USAGE, "%s: not of the form OWNER/NAME", path);
    return NULL;
  }
  url = g_string_new (api);
  g_string_append (url, "/repos/");
  hm_mask_url_segment (url, names[0], -1);
  g_string_append_c (url, '/');
  hm_mask_url_segment (url, names[1], -1);
  return g_string_free (url, FALSE);
}

HmFact
hm_forgejo_unseen (const HmForgejo *forgejo, const HmAnswer *answer)
{
  if (answer != NULL)
    return hm_forge_unseen (forgejo->store, answer);
  return hm_forge_unknown (forgejo->store, "shown to the repository's administrators only%s",
                           forgejo->is_anonymous ? "" : "; this token's owner is none");
}

/* What says that there is no looking at the repository. Returns: FALSE */
static gboolean
repo_fail (const HmForgejo *forgejo, GError **error)
{
  const HmAnswer *answer = forgejo->repo;

  return hm_fail (error, hm_forge_error_code (answer), "%s: %s", forgejo->target->project,
                  hm_forge_unseen (forgejo->store, answer).why);
}

static HmFact
truth_fact (const HmForgejo *forgejo, HmTruth truth)
{
  if (truth == HM_TRUTH_UNKNOWN)
    return hm_forge_unseen (forgejo->store, forgejo->repo);
  return hm_forge_known (forgejo->store, truth == HM_TRUTH_YES, forgejo->repo_url);
}

/* An internal repository is shown to members of the instance only. */
static HmTruth
privacy (const json_t *repo)
{
  HmTruth is_private = hm_shape_truth (repo, "private");
  HmTruth is_internal = hm_shape_truth (repo, "internal");

  if (is_private == HM_TRUTH_YES || is_internal == HM_TRUTH_YES)
    return HM_TRUTH_YES;
  return is_internal == HM_TRUTH_NO ? is_private : HM_TRUTH_UNKNOWN;
}

/* Returns: FALSE with an error where the forge names the repository in no form that it can be asked for. */
static gboolean
repo_read (HmForgejo *forgejo, GError **error)
{
  const json_t *repo = forgejo->repo->json;
  const char *path = hm_shape_text (repo, "full_name");
  const char *branch = hm_shape_text (repo, "default_branch");
  HmForgeStore *store = forgejo->store;
  HmOid head;

  if (path != NULL && g_ascii_strcasecmp (path, forgejo->target->project) != 0)
    store->facts.renamed_to = g_string_chunk_insert (store->strings, path);
  forgejo->path = g_strdup (path != NULL ? path : forgejo->target->project);
  forgejo->repo_url = hm_forgejo_repo_url (forgejo->target->api, forgejo->path, NULL);
  /* The server's mistake, not the user's: no reason to end the scan. */
  if (forgejo->repo_url == NULL)
    return hm_fail (error, HM_ERROR_FORMAT, "%s: the answer calls it \"%s\", not OWNER/NAME",
                    forgejo->target->project, forgejo->path);
  forgejo->is_admin = hm_shape_truth (repo, "permissions.admin") == HM_TRUTH_YES;
  /* A repository without a commit has a default branch in name only. */
  if (branch != NULL && *branch != '\0' && hm_shape_truth (repo, "empty") != HM_TRUTH_YES)
    forgejo->branch = store->facts.default_branch = g_string_chunk_insert (store->strings, branch);
  forgejo->ref = forgejo->branch;
  if (forgejo->branch != NULL && forgejo->target->head != NULL
      && hm_oid_parse (forgejo->target->head, &head) && !hm_oid_is_zero (&head))
    forgejo->ref = forgejo->target->head;

  store->facts.is_archived = truth_fact (forgejo, hm_shape_truth (repo, "archived"));
  store->facts.is_fork = truth_fact (forgejo, hm_shape_truth (repo, "fork"));
  store->facts.is_private = truth_fact (forgejo, privacy (repo));
  store->facts.n_forks = hm_forge_count (store, repo, "forks_count", forgejo->repo_url);
  store->facts.n_stars = hm_forge_count (store, repo, "stars_count", forgejo->repo_url);
  return TRUE;
}

static void
say_what_forgejo_lacks (HmForgejo *forgejo)
{
  HmForgeStore *store = forgejo->store;
  HmForge *facts = &store->facts;
  HmFact people = hm_forge_unknown (store, "Forgejo and Gitea list collaborators without their "
                                           "rights, and neither owners nor teams");

  facts->requires_two_factor =
      hm_forge_unknown (store, "Forgejo and Gitea show of no organisation whether it requires 2FA");
  facts->all_members_two_factor = hm_forge_unknown (
      store, "Forgejo and Gitea tell who has 2FA to the server's administrators only");
  facts->has_private_reporting =
      hm_forge_unknown (store, "Forgejo and Gitea have no private vulnerability reporting");
  facts->has_security_policy =
      hm_forge_unknown (store, "Forgejo and Gitea do not show a policy apart from its file");
  facts->n_pushers = facts->n_admins = (HmCountFact){ .why = people.why };
  facts->n_code_owner_errors = (HmCountFact){
    .why = hm_forge_unknown (store, "Forgejo and Gitea do not tell").why,
  };
}

/* All that the repository's answer leads to. */
static gboolean
ask_first (HmForgejo *forgejo, GError **error)
{
  g_autoptr (HmBatch) batch = hm_batch_new ();

  if (forgejo->branch != NULL) {
    GString *url = g_string_new (forgejo->repo_url);

    g_string_append (url, "/branches/");
    hm_mask_url_segment (url, forgejo->branch, -1);
    hm_batch_get (batch, g_string_free (url, FALSE), &forgejo->branch_view);
    if (forgejo->is_admin)
      hm_batch_get (batch, g_strconcat (forgejo->repo_url, "/branch_protections", NULL),
                    &forgejo->rules);
    hm_forgejo_ask_commits (forgejo, batch);
  }
  hm_forgejo_ask_pulls (forgejo, batch);
  return hm_batch_ask (batch, forgejo->http, error);
}

/* What the first answers left open. */
static gboolean
ask_rest (HmForgejo *forgejo, GError **error)
{
  g_autoptr (HmBatch) batch = hm_batch_new ();
  const gboolean needs_version = hm_forgejo_needs_version (forgejo);
  g_autofree char *version_url = g_strconcat (forgejo->target->api, "/version", NULL);

  if (needs_version && forgejo->target->once == NULL)
    hm_batch_get (batch, g_strdup (version_url), &forgejo->own_version);
  hm_forgejo_ask_commits_again (forgejo, batch);
  hm_forgejo_ask_reviews (forgejo, batch);
  if (!hm_batch_ask (batch, forgejo->http, error))
    return FALSE;
  forgejo->version = forgejo->own_version;
  if (needs_version && forgejo->target->once != NULL) {
    forgejo->version = hm_forge_once_get (forgejo->target->once, forgejo->http, version_url, error);
    return forgejo->version != NULL;
  }
  return TRUE;
}

static gboolean
forgejo_collect (HmHttp *http, const HmForgeTarget *target, HmForgeStore *store, GError **error)
{
  g_auto (HmForgejo) forgejo = { .http = http, .target = target, .store = store };
  g_autofree char *url = hm_forgejo_repo_url (target->api, target->project, error);

  if (url == NULL)
    return FALSE;
  forgejo.is_anonymous = !hm_http_has_token (http);
  store->facts.token_class = forgejo.is_anonymous ? "anonymous" : "token";
  forgejo.repo = hm_http_ask_one (http, &(HmRequest){ .url = url }, error);
  if (forgejo.repo == NULL)
    return FALSE;
  if (forgejo.repo->kind != HM_ANSWER_OK || !json_is_object (forgejo.repo->json))
    return repo_fail (&forgejo, error);

  if (!repo_read (&forgejo, error) || !ask_first (&forgejo, error))
    return FALSE;
  hm_forgejo_find_changes (&forgejo);
  if (!ask_rest (&forgejo, error))
    return FALSE;
  say_what_forgejo_lacks (&forgejo);
  hm_forgejo_read_branch (&forgejo);
  hm_forgejo_read_reviews (&forgejo);
  hm_forgejo_read_commits (&forgejo);
  return TRUE;
}

/* @repo: (nullable) its answer. */
static const char *
role_text (const HmAnswer *repo)
{
  if (repo == NULL)
    return "";
  if (repo->kind == HM_ANSWER_ABSENT || repo->kind == HM_ANSWER_FORBIDDEN)
    return "none";
  if (hm_shape_truth (repo->json, "permissions.admin") == HM_TRUTH_YES)
    return "admin";
  if (hm_shape_truth (repo->json, "permissions.push") == HM_TRUTH_YES)
    return "write";
  return repo->kind == HM_ANSWER_OK ? "read" : "";
}

/* Neither scopes nor a quota are told of a token. */
static HmForgeIdentity *
forgejo_identify (HmHttp *http, const HmForgeTarget *target, GError **error)
{
  const gboolean has_token = hm_http_has_token (http);
  g_autoptr (HmBatch) batch = hm_batch_new ();
  g_autoptr (HmAnswer) user = NULL;
  g_autoptr (HmAnswer) repo = NULL;
  const char *login = NULL;
  HmForgeIdentity *identity;

  if (has_token)
    hm_batch_get (batch, g_strconcat (target->api, "/user", NULL), &user);
  if (target->project != NULL) {
    char *url = hm_forgejo_repo_url (target->api, target->project, error);

    if (url == NULL)
      return NULL;
    hm_batch_get (batch, url, &repo);
  }
  if (!hm_batch_ask (batch, http, error))
    return NULL;

  if (user != NULL && user->kind == HM_ANSWER_OK)
    login = hm_shape_text (user->json, "login");
  identity = g_new0 (HmForgeIdentity, 1);
  identity->login = g_strdup (login != NULL ? login : "");
  identity->token_class = g_strdup (has_token ? "token" : "anonymous");
  identity->scopes = g_strdup ("");
  identity->quota = g_strdup ("");
  identity->role = g_strdup (role_text (repo));
  return identity;
}

const HmForgeClient hm_forge_forgejo = {
  .kind = HM_FORGE_FORGEJO,
  .name = "forgejo",
  .token_scheme = "token",
  .collect = forgejo_collect,
  .identify = forgejo_identify,
};
