/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/forge_options.h"

#include <string.h>

#include "cli/countdown.h"
#include "core/error.h"
#include "core/limits.h"
#include "evidence/forge/curl_library.h"
#include "evidence/forge/origin.h"

#include <hallmark/version.h>

/* Bytes of a token's file; the longest tokens are signed ones of a few thousand. */
#define TOKEN_FILE_MAX 16384u

HmForgeOptionTexts hm_forge_option_texts = {
  .max_requests = (int) HM_REQUESTS_MAX,
  .max_wait = HM_MAX_WAIT_DEFAULT,
};

void
hm_forge_plan_clear (HmForgePlan *plan)
{
  g_clear_pointer (&plan->environment, hm_environment_free);
  g_clear_pointer (&plan->replay, hm_recording_free);
  g_clear_pointer (&plan->tokens, g_array_unref);
  g_clear_pointer (&plan->token, g_free);
  g_clear_pointer (&plan->api, g_free);
  g_clear_pointer (&plan->cache_folder, g_free);
}

static gboolean
is_empty (const char *text)
{
  return text != NULL && *text == '\0';
}

/* What rules itself out before anything is read. */
static gboolean
texts_check (const HmForgeOptionTexts *texts, GError **error)
{
  if (texts->record != NULL && texts->replay != NULL)
    return hm_fail (error, HM_ERROR_USAGE,
                    "--record and --replay: a scan either asks or repeats; give one of them");
  if (texts->is_offline && (texts->record != NULL || texts->replay != NULL))
    return hm_fail (error, HM_ERROR_USAGE, "--offline and %s: nobody is asked; give one of them",
                    texts->record != NULL ? "--record" : "--replay");
  if (is_empty (texts->record) || is_empty (texts->replay) || is_empty (texts->token_file))
    return hm_fail (error, HM_ERROR_USAGE, "%s: no name follows",
                    is_empty (texts->record)   ? "--record"
                    : is_empty (texts->replay) ? "--replay"
                                               : "--token-file");
  if (texts->max_requests < 1)
    return hm_fail (error, HM_ERROR_USAGE, "--max-requests %d: write 1 or more",
                    texts->max_requests);
  if (texts->max_wait < 0)
    return hm_fail (error, HM_ERROR_USAGE, "--max-wait %d: write 0 or more", texts->max_wait);
  return TRUE;
}

/* What an earlier recording left would be played back first. */
static gboolean
record_check (const char *folder, GError **error)
{
  g_autoptr (GDir) dir = folder != NULL ? g_dir_open (folder, 0, NULL) : NULL;

  if (dir == NULL || g_dir_read_name (dir) == NULL)
    return TRUE;
  return hm_fail (error, HM_ERROR_USAGE,
                  "--record %s: not empty; a recording wants a folder of its own", folder);
}

static gboolean
forge_read (const HmForgeOptionTexts *texts, HmForgePlan *plan, GError **error)
{
  g_autoptr (HmOrigin) origin = texts->api != NULL ? hm_origin_parse (texts->api) : NULL;
  const HmForgeClient *client = texts->forge != NULL ? hm_forge_by_name (texts->forge) : NULL;

  if (texts->api != NULL && !hm_curl_open (error))
    return FALSE;
  if (texts->forge != NULL && client == NULL)
    return hm_fail (error, HM_ERROR_USAGE,
                    "--forge %s: no such forge; there are github, gitlab and forgejo",
                    texts->forge);
  if (texts->api != NULL && origin == NULL)
    return hm_fail (error, HM_ERROR_USAGE, "--api: not an https address");
  if (texts->api != NULL && strpbrk (texts->api, "?#@ ") != NULL)
    return hm_fail (error, HM_ERROR_USAGE,
                    "--api: an address with nothing but host and path, such as "
                    "https://git.example.org/api/v4");
  plan->options.kind = client != NULL ? client->kind : HM_FORGE_UNKNOWN;
  plan->api = g_strdup (texts->api);
  while (plan->api != NULL && g_str_has_suffix (plan->api, "/"))
    plan->api[strlen (plan->api) - 1] = '\0';
  plan->options.api = plan->api;
  return TRUE;
}

/* Returns: (owned) what @path holds, without blanks around it. */
static char *
token_read (const char *path, GError **error)
{
  g_autoptr (GError) mistake = NULL;
  g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, &mistake);
  g_autofree char *token = NULL;

  if (file == NULL) {
    hm_fail (error, HM_ERROR_USAGE, "--token-file %s: can't be read", path);
    return NULL;
  }
  if (g_mapped_file_get_length (file) > TOKEN_FILE_MAX) {
    hm_fail (error, HM_ERROR_USAGE, "--token-file %s: %zu bytes, no token is longer than %u", path,
             g_mapped_file_get_length (file), TOKEN_FILE_MAX);
    return NULL;
  }
  token =
      g_strndup (g_mapped_file_get_contents (file) != NULL ? g_mapped_file_get_contents (file) : "",
                 g_mapped_file_get_length (file));
  g_strstrip (token);
  if (*token == '\0') {
    hm_fail (error, HM_ERROR_USAGE, "--token-file %s: empty, no token in it", path);
    return NULL;
  }
  /* Bytes of it stay out of the message. */
  for (const char *at = token; *at != '\0'; at++)
    if (!g_ascii_isgraph (*at)) {
      hm_fail (error, HM_ERROR_USAGE, "--token-file %s: more than a token in it", path);
      return NULL;
    }
  return g_steal_pointer (&token);
}

/* The token of a file belongs to --api, else to the server that is known for --forge. */
static gboolean
token_file_read (const HmForgeOptionTexts *texts, HmForgePlan *plan, GError **error)
{
  HmForgeToken token = { .name = "--token-file", .kind = plan->options.kind };
  g_autoptr (HmOrigin) origin = NULL;

  if (texts->api == NULL && texts->forge == NULL)
    return hm_fail (error, HM_ERROR_USAGE,
                    "--token-file: say whose token it is: --forge github for github.com, or --api "
                    "URL for another forge");
  plan->token = token_read (texts->token_file, error);
  if (plan->token == NULL)
    return FALSE;
  token.value = plan->token;
  if (plan->api != NULL) {
    origin = hm_origin_parse (plan->api);
    token.api = plan->api;
    token.host = g_string_chunk_insert (plan->environment->strings, origin->host);
  } else {
    token.api = plan->environment->servers[token.kind].api;
    token.host = plan->environment->servers[token.kind].host;
  }
  g_array_prepend_val (plan->tokens, token);
  return TRUE;
}

static gboolean
plan_read (const HmForgeOptionTexts *texts, char **variables, HmForgePlan *plan, GError **error)
{
  if (!texts_check (texts, error) || !record_check (texts->record, error)
      || !forge_read (texts, plan, error))
    return FALSE;
  if (texts->replay != NULL) {
    plan->replay = hm_recording_read (texts->replay, error);
    return plan->replay != NULL;
  }
  if (texts->is_offline)
    return TRUE;
  plan->environment = hm_environment_read (variables, error);
  if (plan->environment == NULL)
    return FALSE;
  plan->tokens = g_array_copy (plan->environment->tokens);
  return texts->token_file == NULL || token_file_read (texts, plan, error);
}

gboolean
hm_forge_options_read (char **variables, HmForgePlan *ret_plan, GError **error)
{
  const HmForgeOptionTexts *texts = &hm_forge_option_texts;
  g_auto (HmForgePlan) plan = { 0 };
  HmForgeOptions *options = &plan.options;

  if (!plan_read (texts, variables, &plan, error))
    return FALSE;
  options->is_offline = texts->is_offline;
  if (plan.tokens != NULL) {
    options->tokens = (const HmForgeToken *) (gpointer) plan.tokens->data;
    options->n_tokens = plan.tokens->len;
  }
  if (plan.environment != NULL)
    options->job = plan.environment->job;
  if (plan.replay != NULL)
    options->asked_at = plan.replay->asked_at;
  else if (!texts->no_cache)
    plan.cache_folder = g_build_filename (g_get_user_cache_dir (), "hallmark", "forge", NULL);
  options->user_agent = "hallmark/" HM_VERSION;
  options->cache_folder = plan.cache_folder;
  options->record_folder = texts->record;
  options->replay_folder = texts->replay;
  options->replay = plan.replay;
  options->max_requests = (guint) texts->max_requests;
  options->max_wait_seconds = (guint) texts->max_wait;
  options->wait_func = hm_countdown_draw;
  *ret_plan = plan;
  plan = (HmForgePlan){ 0 };
  return TRUE;
}

gboolean
hm_forge_is_named (const char *subject)
{
  return g_ascii_strncasecmp (subject, "https://", strlen ("https://")) == 0;
}
