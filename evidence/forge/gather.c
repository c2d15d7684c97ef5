/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Finds the route, asks, and turns what stopped it into a reason. Only what the user has to mend
 * before anything is believed (a refused token above all) ends a scan.
 */
#include "evidence/forge/gather.h"

#include <string.h>

#include "core/error.h"
#include "core/oid.h"
#include "evidence/forge/curl_library.h"
#include "evidence/forge/pool.h"
#include "evidence/git/cancel.h"

/* How long the wait for the forge goes without a look at whether the user has had enough. */
#define LOOK_US (100 * G_TIME_SPAN_MILLISECOND)

/* What helps where a limit kept an answer away; a stronger token may not. */
#define LIMITED_HOW \
  "Scan again later, or allow more: --max-wait SECONDS for the forge's limit, --max-requests N for your own."

/* Stands for the token of a recording, so that a client asks what it asked then; it is sent to nobody. */
#define REPLAYED_TOKEN "replayed"

struct HmForgeGather {
  const HmForgeOptions *options;
  const HmForgeSubject *subject;
  const gint *cancelled; /* (nullable) */
  HmForgeRoute route;
  HmForgeStore *store;
  GThread *thread; /* (nullable) nobody is asked */
  gint is_stopped; /* atomic: what the network looks at */
  GMutex mutex;
  GCond changed;
  gboolean is_done; /* under @mutex, as all below until the thread was joined */
  guint n_requests;
  GError *error; /* owned */
};

/* @token: NULL for a question that is nobody's. */
static HmHttp *
http_new (const HmForgeOptions *options, const char *origin, const char *token,
          const HmForgeClient *client, const gint *cancelled, GError **error)
{
  const HmHttpOptions http = {
    .origin = origin,
    .token = token,
    .token_scheme = client != NULL ? client->token_scheme : "Bearer",
    .accept = client != NULL ? client->accept : NULL,
    .origin_header = client != NULL ? client->origin_header : NULL,
    .user_agent = options->user_agent,
    .cache_folder = options->cache_folder,
    .record_folder = options->record_folder,
    .replay_folder = options->replay_folder,
    .max_requests = options->max_requests,
    .max_wait_seconds = options->max_wait_seconds,
    .wait_func = options->wait_func,
    .wait_data = options->wait_data,
    .cancelled = cancelled,
  };

  return options->pool != NULL ? hm_forge_pool_open (options->pool, &http, error)
                               : hm_http_new (&http, error);
}

/* Asks @route's origin what it runs, unless another scan of the run did. Returns: FALSE with an error of the asking */
static gboolean
kind_find (const HmForgeOptions *options, HmForgeRoute *route, const gint *cancelled,
           guint *n_requests, GError **error)
{
  g_autoptr (HmHttp) http = NULL;
  GError *mistake = NULL;

  if (options->pool != NULL)
    route->kind = hm_forge_pool_kind (options->pool, route->origin);
  if (route->kind != HM_FORGE_UNKNOWN)
    return TRUE;
  http = http_new (options, route->origin, NULL, NULL, cancelled, error);
  if (http == NULL)
    return FALSE;
  route->kind = hm_forge_probe (http, route->origin, &mistake);
  *n_requests += hm_http_n_requests (http);
  if (mistake != NULL) {
    g_propagate_error (error, mistake);
    return FALSE;
  }
  if (route->kind == HM_FORGE_UNKNOWN && options->is_all_or_nothing && hm_http_was_limited (http))
    return hm_http_fail_limited (http, route->host, error);
  if (options->pool != NULL && route->kind != HM_FORGE_UNKNOWN)
    hm_forge_pool_note_kind (options->pool, route->origin, route->kind);
  return TRUE;
}

/* Finds out what runs at the route's origin, without its token. */
static gboolean
kind_ask (const HmForgeOptions *options, const HmPlatform *platform, HmForgeRoute *route,
          const gint *cancelled, guint *n_requests, GError **error)
{
  g_autofree char *https_api = NULL;

  if (!kind_find (options, route, cancelled, n_requests, error))
    return FALSE;
  if (route->kind == HM_FORGE_UNKNOWN)
    return hm_fail (error, HM_ERROR_NOT_FOUND, "%s answers as no forge that is known",
                    route->origin);
  https_api = hm_forge_api (route->kind, strstr (route->origin, "://") + strlen ("://"));
  /* A loopback address may speak plain http. */
  route->api = g_str_has_prefix (route->origin, "http://")
                   ? g_strconcat ("http", https_api + strlen ("https"), NULL)
                   : g_steal_pointer (&https_api);
  /* A replay has no tokens to choose from, and sends none. */
  if (options->replay == NULL)
    hm_forge_route_settle (options, platform, route);
  return TRUE;
}

HmHttp *
hm_forge_route_open (const HmForgeOptions *options, const HmPlatform *platform, HmForgeRoute *route,
                     const gint *cancelled, guint *n_requests, GError **error)
{
  g_autofree char *origin = NULL;

  if (route->kind == HM_FORGE_UNKNOWN
      && !kind_ask (options, platform, route, cancelled, n_requests, error))
    return NULL;
  origin = hm_forge_origin (route->api);
  if (origin == NULL) {
    if (hm_curl_open (error))
      hm_fail (error, HM_ERROR_USAGE, "%s: an API is asked over https", route->api);
    return NULL;
  }
  return http_new (options, origin, route->token, hm_forge_by_kind (route->kind), cancelled, error);
}

static gboolean
is_limit (const GError *error)
{
  return g_error_matches (error, HM_ERROR, HM_ERROR_LIMIT);
}

static gpointer
gather_run (gpointer data)
{
  HmForgeGather *gather = data;
  HmForgeRoute *route = &gather->route;
  char head[HM_OID_HEX_SIZE + 1];
  g_autoptr (HmHttp) http =
      hm_forge_route_open (gather->options, &gather->subject->platform, route, &gather->is_stopped,
                           &gather->n_requests, &gather->error);

  if (http != NULL) {
    const HmForgeTarget target = {
      .api = route->api,
      .project = route->project,
      .head = hm_oid_hex (&gather->subject->head, head),
      .release_branches = gather->subject->release_branches,
      .once = gather->options->pool != NULL
                  ? hm_forge_pool_once (gather->options->pool, hm_http_origin (http), route->token)
                  : NULL,
    };

    hm_forge_by_kind (route->kind)->collect (http, &target, gather->store, &gather->error);
    gather->n_requests += hm_http_n_requests (http);
    if (hm_http_was_limited (http)) {
      gather->store->facts.how = LIMITED_HOW;
      if (gather->options->is_all_or_nothing
          && (gather->error == NULL || is_limit (gather->error))) {
        g_clear_error (&gather->error);
        hm_http_fail_limited (http, route->host, &gather->error);
      }
    }
  }
  g_mutex_lock (&gather->mutex);
  gather->is_done = TRUE;
  g_cond_signal (&gather->changed);
  g_mutex_unlock (&gather->mutex);
  return NULL;
}

/* A recording knows the way that was taken; neither the environment nor the remote is asked again. */
static void
route_replay (const HmRecording *recording, HmForgeRoute *ret_route)
{
  *ret_route = (HmForgeRoute){
    .is_asked = recording->is_asked,
    .kind = recording->kind,
    .api = g_strdup (recording->api),
    .origin = g_strdup (recording->origin),
    .host = g_strdup (recording->host),
    .project = g_strdup (recording->project),
    .token_name = g_strdup (recording->token_name),
    .token = recording->token_name != NULL ? g_strdup (REPLAYED_TOKEN) : NULL,
    .why = g_strdup (recording->why),
    .how = g_strdup (recording->how),
  };
}

/*
 * What a forge said of one project is no word on another. Where no remote names one, there is
 * nothing to hold the recording against.
 */
static gboolean
recording_check (const HmForgeOptions *options, const HmPlatform *platform, GError **error)
{
  const HmRecording *recording = options->replay;

  if (recording->host == NULL || recording->project == NULL || platform->host == NULL
      || platform->project == NULL
      || (g_ascii_strcasecmp (recording->host, platform->host) == 0
          && g_ascii_strcasecmp (recording->project,
                                 hm_forge_route_project (recording->api, platform->project))
                 == 0))
    return TRUE;
  return hm_fail (error, HM_ERROR_USAGE, "%s: a recording of %s/%s, not of %s/%s",
                  options->replay_folder, recording->host, recording->project, platform->host,
                  platform->project);
}

HmForgeGather *
hm_forge_gather_new (const HmForgeOptions *options, const HmForgeSubject *subject,
                     const gint *cancelled)
{
  HmForgeGather *gather = g_new0 (HmForgeGather, 1);

  gather->options = options;
  gather->subject = subject;
  gather->cancelled = cancelled;
  gather->store = hm_forge_store_new ();
  g_mutex_init (&gather->mutex);
  g_cond_init (&gather->changed);
  if (options->replay != NULL && recording_check (options, &subject->platform, &gather->error))
    route_replay (options->replay, &gather->route);
  else if (options->replay == NULL)
    hm_forge_route_find (options, &subject->platform, TRUE, &gather->route);
  if (gather->route.is_asked && !subject->is_newest) {
    hm_forge_route_clear (&gather->route);
    gather->route = (HmForgeRoute){
      .why = g_strdup ("a forge shows only its present settings, and this is the past"),
      .how = g_strdup ("Scan the newest commit, without --at."),
    };
  }
  if (gather->route.is_asked) {
    g_autoptr (GError) cause = NULL;

    gather->thread = g_thread_try_new ("forge", gather_run, gather, &cause);
    if (gather->thread == NULL)
      hm_fail (&gather->error, HM_ERROR_LIMIT, "no thread to ask from: %s", cause->message);
  }
  return gather;
}

static gboolean
is_over (const HmForgeGather *gather)
{
  const GError *error = gather->error;

  if (gather->options->is_all_or_nothing && error->domain == HM_ERROR
      && (error->code == HM_ERROR_LIMIT || error->code == HM_ERROR_QUOTA
          || error->code == HM_ERROR_NETWORK))
    return TRUE;
  return error->domain != HM_ERROR || error->code == HM_ERROR_TOKEN
         || error->code == HM_ERROR_CANCELLED || error->code == HM_ERROR_USAGE
         || error->code == HM_ERROR_IO;
}

static void
gather_wait (HmForgeGather *gather)
{
  if (gather->thread == NULL)
    return;
  g_mutex_lock (&gather->mutex);
  while (!gather->is_done) {
    if (hm_is_cancelled (gather->cancelled))
      g_atomic_int_set (&gather->is_stopped, 1);
    g_cond_wait_until (&gather->changed, &gather->mutex, g_get_monotonic_time () + LOOK_US);
  }
  g_mutex_unlock (&gather->mutex);
  g_thread_join (g_steal_pointer (&gather->thread));
}

static const char *
keep (HmForgeGather *gather, const char *text)
{
  return text != NULL ? g_string_chunk_insert (gather->store->strings, text) : NULL;
}

/* What the facts say of how they came about. */
static void
facts_sign (HmForgeGather *gather)
{
  const HmForgeOptions *options = gather->options;
  HmForge *facts = &gather->store->facts;

  facts->host = keep (gather, gather->route.host);
  if (gather->error != NULL) {
    /* What was seen before it stopped is not the whole, and half of a truth is none. */
    g_autofree char *why = g_strdup_printf ("%s: %s", gather->route.host, gather->error->message);

    *facts = (HmForge){
      .host = facts->host,
      .token_class = facts->token_class,
      .why = keep (gather, why),
      .how = facts->how,
    };
  } else if (gather->route.why != NULL) {
    facts->why = keep (gather, gather->route.why);
  }
  if (facts->how == NULL)
    facts->how = keep (gather, gather->route.how);
  if (!gather->route.is_asked)
    return;
  if (facts->token_class == NULL)
    facts->token_class = gather->route.token != NULL ? "token" : "anonymous";
  facts->asked_at = options->replay != NULL ? options->replay->asked_at : options->asked_at;
  /* The probing and the cache of the first scan are not repeated by a replay. */
  facts->n_requests = options->replay != NULL ? options->replay->n_requests : gather->n_requests;
}

static gboolean
recording_make (const HmForgeGather *gather, GError **error)
{
  const HmForgeRoute *route = &gather->route;
  g_autoptr (HmRecording) recording = hm_recording_new ();

  if (gather->options->record_folder == NULL)
    return TRUE;
  recording->is_asked = route->is_asked;
  recording->kind = route->kind;
  recording->api = g_strdup (route->api);
  recording->origin = route->kind == HM_FORGE_UNKNOWN ? g_strdup (route->origin) : NULL;
  recording->host = g_strdup (route->host);
  recording->project = g_strdup (route->project);
  recording->token_name = g_strdup (route->token_name);
  recording->why = g_strdup (route->why);
  recording->how = g_strdup (route->how);
  recording->as_of = gather->subject->as_of;
  recording->asked_at = gather->options->asked_at;
  recording->n_requests = gather->n_requests;
  return hm_recording_write (recording, gather->options->record_folder, error);
}

gboolean
hm_forge_gather_finish (HmForgeGather *gather, HmForge *ret_facts, GError **error)
{
  gather_wait (gather);
  if (gather->error != NULL && is_over (gather)) {
    if (gather->error->code == HM_ERROR_TOKEN && gather->route.token_name != NULL)
      g_prefix_error (&gather->error, "%s: ", gather->route.token_name);
    g_propagate_error (error, g_steal_pointer (&gather->error));
    return FALSE;
  }
  facts_sign (gather);
  if (!recording_make (gather, error))
    return FALSE;
  *ret_facts = gather->store->facts;
  return TRUE;
}

void
hm_forge_gather_free (HmForgeGather *gather)
{
  if (gather == NULL)
    return;
  g_atomic_int_set (&gather->is_stopped, 1);
  gather_wait (gather);
  hm_forge_route_clear (&gather->route);
  hm_forge_store_free (gather->store);
  g_clear_error (&gather->error);
  g_mutex_clear (&gather->mutex);
  g_cond_clear (&gather->changed);
  g_free (gather);
}

HmForgeIdentity *
hm_forge_identify (const HmForgeOptions *options, const HmPlatform *platform,
                   HmForgeRoute *ret_route, const gint *cancelled, GError **error)
{
  g_autoptr (HmHttp) http = NULL;
  HmForgeIdentity *identity;
  guint n_requests = 0;

  hm_forge_route_find (options, platform, FALSE, ret_route);
  if (!ret_route->is_asked) {
    hm_fail (error, HM_ERROR_USAGE, "%s", ret_route->why);
    return NULL;
  }
  http = hm_forge_route_open (options, platform, ret_route, cancelled, &n_requests, error);
  if (http == NULL)
    return NULL;
  identity = hm_forge_by_kind (ret_route->kind)
                 ->identify (
                     http, &(HmForgeTarget){ .api = ret_route->api, .project = ret_route->project },
                     error);
  if (identity == NULL && ret_route->token_name != NULL)
    g_prefix_error (error, "%s: ", ret_route->token_name);
  return identity;
}
