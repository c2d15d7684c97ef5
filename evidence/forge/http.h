/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Asks forges over HTTPS. Distrusts every answer: bodies and headers are capped by counting, JSON
 * by depth and nodes, redirects lead to https on the same host, and a token goes to the one origin
 * that it was given for.
 *
 * One object serves a whole run and many threads: a network thread drives libcurl's multi handle,
 * callers wait for their answers.
 */
#ifndef HM_EVIDENCE_FORGE_HTTP_H
#define HM_EVIDENCE_FORGE_HTTP_H

#include <glib.h>
#include <jansson.h>

typedef struct HmHttp HmHttp;

/* What became of a request. What it means for a fact is the client's business: 404 is mostly "you may not look". */
typedef enum {
  HM_ANSWER_OK,        /* 2xx (or 304 from the cache) with JSON, or 204 without */
  HM_ANSWER_ABSENT,    /* 404, 410 */
  HM_ANSWER_FORBIDDEN, /* 403 that is no rate limit; 401 without a token; 451 */
  HM_ANSWER_LIMITED, /* a rate limit that outlasts the wait that is allowed, or --max-requests is spent */
  /* no name, no connection, TLS refused, time out, cut off; 502 to 504, a GET after retries */
  HM_ANSWER_UNREACHABLE,
  HM_ANSWER_NONSENSE, /* not JSON where JSON was due, cut, too large, too deep */
  HM_ANSWER_OTHER,    /* any other status */
} HmAnswerKind;

typedef struct {
  const char *url;    /* absolute; https, or http to a loopback address */
  const char *accept; /* (nullable) the Accept header; as the options say where NULL */
  const char *body;   /* (nullable) JSON to POST; GET where NULL */
} HmRequest;

typedef struct {
  HmAnswerKind kind;
  int status;   /* of HTTP; 0 where none came */
  json_t *json; /* (nullable) the body, also of an error where it is JSON */
  /*
   * a short sentence without an end stop: "404 Not Found", "rate limit until 12:05 UTC"; "" where
   * OK
   */
  char *why;
  char *url;       /* as asked, without credentials */
  char *moved_to;  /* (nullable) the URL that a permanent redirect led to: a renamed project */
  char *link_next; /* (nullable) the next page, from the Link header, on the same origin */
  /* there is a next page, even if @link_next does not lead to it: the list is not whole */
  gboolean has_next;
  GHashTable *
      diagnosis; /* (element-type utf8 utf8) lower-case names: x-oauth-scopes, x-accepted-oauth-scopes, x-accepted-github-permissions,
                            x-ratelimit-*, ratelimit-*, retry-after, x-github-sso, x-total-count, date, server, x-gitlab-meta */
  gboolean is_cached; /* from the disk cache: confirmed by 304, or within its life */
} HmAnswer;

void hm_answer_free (HmAnswer *answer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HmAnswer, hm_answer_free)

/* Called about once a second while a rate limit is waited out, from the network thread. */
typedef void (*HmHttpWaitFunc) (const char *host, gint64 seconds_left, gpointer user_data);

typedef struct {
  const char *origin;       /* "https://api.github.com": where the token goes, and nowhere else */
  const char *token;        /* (nullable) without line ends or controls */
  const char *token_scheme; /* "Bearer" or "token": what stands before it in Authorization */
  const char *accept;       /* (nullable) the Accept header; "application/json" where NULL */
  /* (nullable) "Name: value": goes along to the origin, and nowhere else */
  const char *origin_header;
  const char *user_agent;
  const char *cache_folder; /* (nullable) no cache where NULL */
  /*
   * (nullable) adds every exchange to what is there, secrets removed; what is answered is what is
   * kept
   */
  const char *record_folder;
  /* (nullable) answers come from there, without a token, a socket, a wait or a limit of requests */
  const char *replay_folder;
  guint max_requests; /* a hard cap over the object's life; 0: HM_REQUESTS_MAX */
  /*
   * (nullable) atomic: how many may still be sent; each that is takes one, of whichever object that
   * shares it
   */
  gint *n_left;
  guint max_wait_seconds;   /* for a rate limit, in total */
  guint parallel;           /* requests under way to one host at once; 0: HM_HTTP_PARALLEL */
  HmHttpWaitFunc wait_func; /* (nullable) */
  gpointer wait_data;
  const gint *cancelled; /* (nullable) atomic */
  /* before the first retry of a 502 to 504, four times that before the second; 0: 250 */
  guint backoff_ms;
  guint connect_ms;   /* to connect, TLS included; 0: HM_CONNECT_SECONDS */
  guint idle_seconds; /* without a byte; 0: HM_IDLE_SECONDS */
  guint request_ms;   /* for one request in all; 0: HM_REQUEST_SECONDS */
} HmHttpOptions;

/*
 * Returns: (owned) NULL with HM_ERROR_USAGE (an empty token or one with controls, an origin that is
 * neither https nor loopback or holds credentials, a replay that is to be recorded), HM_ERROR_IO (a
 * folder of recordings), HM_ERROR_LIMIT (no thread can be had).
 */
HmHttp *hm_http_new (const HmHttpOptions *options, GError **error);

/*
 * A share in @whole, which outlives it: what is asked through it goes the same way, in the same
 * queue, under the same limits, and is counted and limited by itself besides.
 *
 * @max_requests: of this share; 0: HM_REQUESTS_MAX
 * @cancelled: (nullable) atomic; asks no more once it is set, besides that of @whole
 *
 * Returns: (owned)
 */
HmHttp *hm_http_new_share (HmHttp *whole, guint max_requests, const gint *cancelled);

void hm_http_free (HmHttp *http);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HmHttp, hm_http_free)

/*
 * Asks all @requests at once and waits for all. Thread-safe. ret_answers gets @n_requests answers
 * (owned), in the order of the requests. A failed request is an answer; an error ends the run:
 * HM_ERROR_TOKEN (401 to a token), HM_ERROR_CANCELLED, HM_ERROR_IO (the exchange can't be
 * recorded).
 */
gboolean hm_http_ask (HmHttp *http, const HmRequest *requests, gsize n_requests,
                      HmAnswer **ret_answers, GError **error);

/* One request. Returns: (owned) NULL with an error as hm_http_ask(). */
HmAnswer *hm_http_ask_one (HmHttp *http, const HmRequest *request, GError **error);

/* How many requests went out (retries and redirects included), and how many cost no quota (304, or from the cache). */
guint hm_http_n_requests (const HmHttp *http);
guint hm_http_n_free (const HmHttp *http);

/* Whether a limit, the forge's or our own, kept an answer away. */
gboolean hm_http_was_limited (const HmHttp *http);

/*
 * Sets @error to why the first answer was kept away, of @host: HM_ERROR_LIMIT where max_requests of
 * @http are spent, which they would be again; HM_ERROR_QUOTA where it is the forge's limit, or what
 * n_left says, which is another later. Returns: FALSE
 */
gboolean hm_http_fail_limited (HmHttp *http, const char *host, GError **error);

/* What the host said last that is left of its quota for what is read; -1 where it said nothing. */
gint hm_http_quota_left (const HmHttp *http);

gboolean hm_http_has_token (const HmHttp *http);

/* FALSE where a recording is played back that has no answer to @request (any more). Thread-safe. */
gboolean hm_http_has_answer (const HmHttp *http, const HmRequest *request);

const char *hm_http_origin (const HmHttp *http);

#endif
