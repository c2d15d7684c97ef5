/* SPDX-License-Identifier: Apache-2.0 */
#include "evidence/forge/http.h"

#include <string.h>

#include "core/error.h"
#include "core/limits.h"
#include "core/number.h"
#include "evidence/forge/answer.h"
#include "evidence/forge/inquiry.h"
#include "evidence/forge/recorder.h"
#include "evidence/git/cancel.h"

#define DEFAULT_BACKOFF_MS 250
#define DEFAULT_ACCEPT "application/json"

struct HmHttp {
  HmHttp *whole; /* (nullable) whose share it is: transfers and inquiries are borrowed from it */
  char *origin_text;
  HmTransferSetup transfers;
  HmInquirySetup inquiries;
  HmRecorder *recorder; /* (nullable) */
  HmReplay *replay;     /* (nullable) then there is no network */
  const gint *cancelled;
  guint n_replayed; /* atomic */
  guint n_free;     /* atomic */
  guint n_limited;  /* atomic */
  gint n_left;      /* atomic: of a share */
  gint quota_left;  /* atomic: not of a share */

  GMutex mutex;  /* guards all below */
  char *refusal; /* (nullable) why the token is refused: nothing is asked after that */
  char *limit;   /* (nullable) why the first answer that a limit kept away is not there */
};

static gpointer
json_ready (gpointer data)
{
  (void) data;
  /* Jansson seeds its hash tables on first use, which two threads must not race for. */
  json_object_seed (0);
  return GINT_TO_POINTER (1);
}

/* What goes into a header as it is. */
static gboolean
is_token_text (const char *token)
{
  for (const char *at = token; *at != '\0'; at++)
    if (!g_ascii_isgraph (*at))
      return FALSE;
  return token[0] != '\0';
}

/* Tokens that live for one job or an hour: GitHub Apps' and Actions', GitLab's of CI jobs. */
static gboolean
is_token_fleeting (const char *token)
{
  return g_str_has_prefix (token, "ghs_") || g_str_has_prefix (token, "glcbt-");
}

static gboolean
check_options (const HmHttpOptions *options, GError **error)
{
  g_autoptr (HmOrigin) origin = hm_origin_parse (options->origin);

  if (origin == NULL)
    return hm_fail (error, HM_ERROR_USAGE,
                    "%s: not an https URL; http is for loopback addresses alone", options->origin);
  if (strchr (options->origin, '@') != NULL)
    return hm_fail (error, HM_ERROR_USAGE, "%s: its URL holds credentials; give them as the token",
                    origin->host);
  if (options->token != NULL && !is_token_text (options->token))
    return hm_fail (error, HM_ERROR_USAGE,
                    "the token for %s: empty, or holds white space, controls or letters that no "
                    "token has",
                    origin->host);
  if (options->record_folder != NULL && options->replay_folder != NULL)
    return hm_fail (error, HM_ERROR_USAGE, "%s: a replay can't be recorded",
                    options->record_folder);
  return TRUE;
}

/* As the curl program and OpenSSL do; libcurl itself reads none of these. */
static char *
environment_file (const char *first, const char *second)
{
  const char *path = g_getenv (first);

  if ((path == NULL || path[0] == '\0') && second != NULL)
    path = g_getenv (second);
  return path == NULL || path[0] == '\0' ? NULL : g_strdup (path);
}

HmHttp *
hm_http_new (const HmHttpOptions *options, GError **error)
{
  static GOnce once = G_ONCE_INIT;
  g_autoptr (HmHttp) http = NULL;

  g_once (&once, json_ready, NULL);
  if (!hm_curl_open (error) || !check_options (options, error))
    return NULL;
  http = g_new0 (HmHttp, 1);
  g_mutex_init (&http->mutex);
  http->origin_text = g_strdup (options->origin);
  http->quota_left = -1;
  http->cancelled = options->cancelled;
  http->inquiries.origin = hm_origin_parse (options->origin);
  http->inquiries.accept = g_strdup (options->accept == NULL ? DEFAULT_ACCEPT : options->accept);
  http->inquiries.backoff_ms = options->backoff_ms == 0 ? DEFAULT_BACKOFF_MS : options->backoff_ms;
  http->inquiries.max_requests =
      options->max_requests == 0 ? HM_REQUESTS_MAX : options->max_requests;
  if (options->token != NULL) {
    http->inquiries.token = g_strdup (options->token);
    http->inquiries.is_token_fleeting = is_token_fleeting (options->token);
    http->transfers.authorization =
        g_strdup_printf ("Authorization: %s %s", options->token_scheme, options->token);
  }
  http->transfers.origin_header = g_strdup (options->origin_header);
  http->transfers.user_agent = g_strdup (options->user_agent);
  http->transfers.ca_file = environment_file ("CURL_CA_BUNDLE", "SSL_CERT_FILE");
  http->transfers.ca_folder = environment_file ("SSL_CERT_DIR", NULL);
  http->transfers.connect_ms =
      options->connect_ms == 0 ? HM_CONNECT_SECONDS * 1000 : options->connect_ms;
  http->transfers.idle_seconds =
      options->idle_seconds == 0 ? HM_IDLE_SECONDS : options->idle_seconds;
  http->transfers.request_ms =
      options->request_ms == 0 ? HM_REQUEST_SECONDS * 1000 : options->request_ms;
  if (options->replay_folder != NULL) {
    http->replay = hm_replay_new (options->replay_folder, options->origin, error);
    return http->replay == NULL ? NULL : g_steal_pointer (&http);
  }
  if (options->record_folder != NULL) {
    http->recorder =
        hm_recorder_new (options->record_folder, options->origin, http->inquiries.token, error);
    if (http->recorder == NULL)
      return NULL;
  }
  if (options->cache_folder != NULL)
    http->inquiries.cache =
        hm_http_cache_new (options->cache_folder, HM_HTTP_CACHE_BYTES_MAX, options->token);
  http->inquiries.network = hm_network_new (options, &http->transfers, error);
  return http->inquiries.network == NULL ? NULL : g_steal_pointer (&http);
}

HmHttp *
hm_http_new_share (HmHttp *whole, guint max_requests, const gint *cancelled)
{
  HmHttp *http = g_new0 (HmHttp, 1);

  g_assert (whole->whole == NULL && whole->replay == NULL && whole->recorder == NULL);
  g_mutex_init (&http->mutex);
  http->whole = whole;
  http->origin_text = g_strdup (whole->origin_text);
  http->cancelled = cancelled;
  http->inquiries = whole->inquiries;
  http->inquiries.max_requests = max_requests == 0 ? HM_REQUESTS_MAX : max_requests;
  http->inquiries.n_left = &http->n_left;
  http->n_left = (gint) MIN (http->inquiries.max_requests, (guint) G_MAXINT);
  return http;
}

static void
share_free (HmHttp *http)
{
  g_free (http->origin_text);
  g_free (http->limit);
  g_mutex_clear (&http->mutex);
  g_free (http);
}

void
hm_http_free (HmHttp *http)
{
  if (http == NULL)
    return;
  if (http->whole != NULL) {
    share_free (http);
    return;
  }
  hm_network_free (http->inquiries.network);
  hm_http_cache_free (http->inquiries.cache);
  hm_recorder_free (http->recorder);
  hm_replay_free (http->replay);
  hm_origin_free (http->inquiries.origin);
  hm_secret_free (http->inquiries.token);
  hm_secret_free (http->transfers.authorization);
  g_free (http->inquiries.accept);
  g_free (http->transfers.origin_header);
  g_free (http->transfers.user_agent);
  g_free (http->transfers.ca_file);
  g_free (http->transfers.ca_folder);
  g_free (http->origin_text);
  g_free (http->refusal);
  g_free (http->limit);
  g_mutex_clear (&http->mutex);
  g_free (http);
}

/* Returns: FALSE with the error that ends the run, where there is one. */
static gboolean
check_run (HmHttp *http, GError **error)
{
  g_autofree char *refusal = NULL;

  if (hm_is_cancelled (http->cancelled))
    return hm_fail (error, HM_ERROR_CANCELLED, "interrupted");
  if (http->whole != NULL)
    return check_run (http->whole, error);
  g_mutex_lock (&http->mutex);
  refusal = g_strdup (http->refusal);
  g_mutex_unlock (&http->mutex);
  return refusal == NULL || hm_fail (error, HM_ERROR_TOKEN, "%s", refusal);
}

/* From here on nothing is asked. */
static void
note_refusal (HmHttp *http, const char *refusal)
{
  if (http->whole != NULL) {
    note_refusal (http->whole, refusal);
    return;
  }
  g_mutex_lock (&http->mutex);
  if (http->refusal == NULL)
    http->refusal =
        http->recorder == NULL ? g_strdup (refusal) : hm_recorder_redact (http->recorder, refusal);
  g_mutex_unlock (&http->mutex);
  if (http->inquiries.network != NULL)
    hm_network_stop (http->inquiries.network);
}

/* Sends all, and waits for all. */
static void
ask_network (HmHttp *http, const HmRequest *requests, gsize n_requests, HmExchange *exchanges)
{
  g_autoptr (GAsyncQueue) done = g_async_queue_new ();
  g_autoptr (GPtrArray) inquiries =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hm_inquiry_free);
  gsize n_open = 0;

  for (gsize i = 0; i < n_requests; i++) {
    HmInquiry *inquiry = hm_inquiry_new (&http->inquiries, &requests[i], done);

    if (inquiry->answer == NULL)
      n_open++;
    g_ptr_array_add (inquiries, inquiry);
  }
  while (n_open > 0) {
    HmTransfer *came = g_async_queue_pop (done);
    HmInquiry *inquiry = came->asker;

    if (hm_inquiry_advance (inquiry, came))
      n_open--;
    if (inquiry->token_refusal != NULL)
      note_refusal (http, inquiry->token_refusal);
  }
  for (gsize i = 0; i < n_requests; i++) {
    HmInquiry *inquiry = inquiries->pdata[i];

    exchanges[i] = (HmExchange){
      .answer = g_steal_pointer (&inquiry->answer),
      .n_sent = inquiry->n_sent,
      .n_free = inquiry->n_free,
      .token_refusal = g_steal_pointer (&inquiry->token_refusal),
    };
  }
}

static void
ask_replay (HmHttp *http, const HmRequest *requests, gsize n_requests, HmExchange *exchanges)
{
  for (gsize i = 0; i < n_requests; i++) {
    hm_replay_next (http->replay, &requests[i], &exchanges[i]);
    __atomic_add_fetch (&http->n_replayed, exchanges[i].n_sent, __ATOMIC_SEQ_CST);
    if (exchanges[i].token_refusal != NULL)
      note_refusal (http, exchanges[i].token_refusal);
  }
}

static gboolean
record (HmHttp *http, const HmRequest *requests, gsize n_requests, guint first,
        HmExchange *exchanges, GError **error)
{
  for (gsize i = 0; i < n_requests; i++)
    if (!hm_recorder_keep (http->recorder, first + (guint) i, &requests[i], &exchanges[i], error))
      return FALSE;
  return TRUE;
}

static gboolean
ask (HmHttp *http, const HmRequest *requests, gsize n_requests, HmExchange *exchanges,
     GError **error)
{
  const guint first = http->recorder == NULL ? 0 : hm_recorder_reserve (http->recorder, n_requests);

  if (!check_run (http, error))
    return FALSE;
  if (http->replay != NULL)
    ask_replay (http, requests, n_requests, exchanges);
  else
    ask_network (http, requests, n_requests, exchanges);
  if (hm_is_cancelled (http->cancelled))
    return check_run (http, error);
  if (http->recorder != NULL && !record (http, requests, n_requests, first, exchanges, error))
    return FALSE;
  return check_run (http, error);
}

/* GitHub and Forgejo say it in one way, GitLab in another. */
static void
note_quota (HmHttp *http, const HmRequest *request, const HmAnswer *answer)
{
  static const char *const names[] = { "x-ratelimit-remaining", "ratelimit-remaining" };

  if (request->body != NULL || answer == NULL || answer->diagnosis == NULL)
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    const char *text = g_hash_table_lookup (answer->diagnosis, names[i]);
    guint64 n_left;

    if (text != NULL && hm_number_parse (text, strlen (text), G_MAXINT, &n_left))
      g_atomic_int_set (&http->quota_left, (gint) n_left);
  }
}

static void
note_limit (HmHttp *http, const HmAnswer *answer)
{
  __atomic_add_fetch (&http->n_limited, 1, __ATOMIC_SEQ_CST);
  g_mutex_lock (&http->mutex);
  if (http->limit == NULL)
    http->limit = g_strdup (answer->why);
  g_mutex_unlock (&http->mutex);
}

gboolean
hm_http_ask (HmHttp *http, const HmRequest *requests, gsize n_requests, HmAnswer **ret_answers,
             GError **error)
{
  g_autofree HmExchange *exchanges = g_new0 (HmExchange, n_requests);
  const gboolean is_asked = ask (http, requests, n_requests, exchanges, error);

  for (gsize i = 0; i < n_requests; i++) {
    __atomic_add_fetch (&http->n_free, exchanges[i].n_free, __ATOMIC_SEQ_CST);
    if (exchanges[i].answer != NULL && exchanges[i].answer->kind == HM_ANSWER_LIMITED)
      note_limit (http, exchanges[i].answer);
    note_quota (http->whole != NULL ? http->whole : http, &requests[i], exchanges[i].answer);
    if (is_asked)
      ret_answers[i] = g_steal_pointer (&exchanges[i].answer);
    hm_exchange_clear (&exchanges[i]);
  }
  return is_asked;
}

HmAnswer *
hm_http_ask_one (HmHttp *http, const HmRequest *request, GError **error)
{
  HmAnswer *answer = NULL;

  return hm_http_ask (http, request, 1, &answer, error) ? answer : NULL;
}

guint
hm_http_n_requests (const HmHttp *http)
{
  if (http->whole != NULL)
    return http->inquiries.max_requests - (guint) g_atomic_int_get (&http->n_left);
  if (http->replay != NULL)
    return __atomic_load_n (&http->n_replayed, __ATOMIC_SEQ_CST);
  return hm_network_n_sent (http->inquiries.network);
}

guint
hm_http_n_free (const HmHttp *http)
{
  return __atomic_load_n (&http->n_free, __ATOMIC_SEQ_CST);
}

gboolean
hm_http_was_limited (const HmHttp *http)
{
  return __atomic_load_n (&http->n_limited, __ATOMIC_SEQ_CST) > 0;
}

gboolean
hm_http_fail_limited (HmHttp *http, const char *host, GError **error)
{
  const gboolean is_own = hm_http_n_requests (http) >= http->inquiries.max_requests;
  g_autofree char *why = NULL;

  g_mutex_lock (&http->mutex);
  why = g_strdup (http->limit != NULL ? http->limit : "a limit kept answers away");
  g_mutex_unlock (&http->mutex);
  return hm_fail (error, is_own ? HM_ERROR_LIMIT : HM_ERROR_QUOTA, "%s: %s", host, why);
}

gint
hm_http_quota_left (const HmHttp *http)
{
  return g_atomic_int_get (http->whole != NULL ? &http->whole->quota_left : &http->quota_left);
}

gboolean
hm_http_has_token (const HmHttp *http)
{
  return http->replay != NULL ? hm_replay_has_token (http->replay) : http->inquiries.token != NULL;
}

gboolean
hm_http_has_answer (const HmHttp *http, const HmRequest *request)
{
  return http->replay == NULL || hm_replay_has (http->replay, request);
}

const char *
hm_http_origin (const HmHttp *http)
{
  return http->origin_text;
}
