/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Distrusts where an answer sends it, and that an answer holds no secret: what a server says back
 * of the token is taken out.
 */
#include "evidence/forge/inquiry.h"

#include <string.h>

#include "core/limits.h"
#include "evidence/forge/answer.h"
#include "evidence/forge/headers.h"
#include "evidence/forge/quota.h"
#include "evidence/forge/redact.h"

/* How often a GET answered with 502 to 504 is asked again, and how much longer each pause is than the last. */
#define RETRIES_MAX 2
#define BACKOFF_FACTOR 4

/* How often one request is limited before it is given up, whatever may be waited. */
#define LIMITS_MAX 3

/* Bytes of a forge's own message that an error shows. */
#define MESSAGE_MAX 200

/*
 * Rate limits are the one matter here that wall time is needed for: forges tell them as times. No fact comes of it.
 */
static gint64
wall_seconds (void)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

static gboolean
finish (HmInquiry *inquiry, HmAnswerKind kind, int status, char *why)
{
  inquiry->answer = hm_answer_new (inquiry->answer_url, kind, why);
  inquiry->answer->status = status;
  inquiry->answer->moved_to = g_steal_pointer (&inquiry->moved_to);
  return TRUE;
}

static const char *
accept_of (const HmInquiry *inquiry)
{
  return inquiry->request->accept == NULL ? inquiry->setup->accept : inquiry->request->accept;
}

/* Adds what makes @transfer conditional, where its answer is kept. */
static void
set_condition (HmInquiry *inquiry, HmTransfer *transfer)
{
  const char *etag;
  const char *date;

  g_clear_pointer (&inquiry->kept, hm_kept_answer_free);
  if (inquiry->setup->cache == NULL || transfer->body != NULL)
    return;
  inquiry->kept =
      hm_http_cache_get (inquiry->setup->cache, transfer->origin->url, transfer->accept);
  if (inquiry->kept == NULL)
    return;
  etag = hm_headers_get (inquiry->kept->headers, "etag");
  date = hm_headers_get (inquiry->kept->headers, "last-modified");
  if (etag != NULL && !(inquiry->setup->is_token_fleeting && date != NULL))
    transfer->etag = g_strdup (etag);
  else
    transfer->last_modified = g_strdup (date);
}

/* Sends a request to @target, which is taken. Returns: FALSE, as hm_inquiry_advance(). */
static gboolean
send_to (HmInquiry *inquiry, HmOrigin *target, const char *body, gint64 not_before)
{
  HmTransfer *transfer = hm_transfer_new (target, accept_of (inquiry), body);

  transfer->is_to_origin = hm_origin_equal (target, inquiry->setup->origin);
  transfer->with_token = inquiry->setup->token != NULL && transfer->is_to_origin;
  transfer->not_before = not_before;
  transfer->n_left = inquiry->setup->n_left;
  transfer->done = inquiry->done;
  transfer->asker = inquiry;
  set_condition (inquiry, transfer);
  hm_network_send (inquiry->setup->network, transfer);
  return FALSE;
}

/* The same once more, after @ms. */
static gboolean
send_again (HmInquiry *inquiry, HmTransfer *came, gint64 ms)
{
  return send_to (inquiry, g_steal_pointer (&came->origin), came->body,
                  g_get_monotonic_time () + ms * 1000);
}

static gboolean
is_redirect (int status)
{
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

static gboolean
redirect (HmInquiry *inquiry, HmTransfer *came)
{
  const gboolean is_permanent = came->status == 301 || came->status == 308;
  const char *location = hm_headers_get (came->headers, "location");
  const char *body = came->status == 303 ? NULL : came->body;
  g_autofree char *words = hm_answer_status_text (came->status);
  g_autoptr (HmOrigin) target = NULL;

  if (location != NULL)
    target = hm_origin_resolve (came->origin, location);
  if (target == NULL)
    return finish (inquiry, HM_ANSWER_OTHER, came->status,
                   g_strdup_printf ("%s to no https URL, not followed", words));
  if (!hm_origin_may_redirect (came->origin, target)
      || (body != NULL && !hm_origin_equal (came->origin, target)))
    return finish (inquiry, HM_ANSWER_OTHER, came->status,
                   g_strdup_printf ("%s to %s, not followed", words, target->authority));
  if (++inquiry->n_redirects > HM_REDIRECTS_MAX)
    return finish (inquiry, HM_ANSWER_OTHER, came->status,
                   g_strdup_printf ("more than %u redirects", HM_REDIRECTS_MAX));
  /* Only a way of permanent redirects alone is a new name. */
  inquiry->is_temporary = inquiry->is_temporary || !is_permanent;
  if (!inquiry->is_temporary) {
    g_free (inquiry->moved_to);
    inquiry->moved_to = g_strdup (target->url);
  }
  return send_to (inquiry, g_steal_pointer (&target), body, 0);
}

/* Returns: whether @came is asked again, when the forge allows it. */
static gboolean
wait_out (HmInquiry *inquiry, HmTransfer *came, const HmPause *pause)
{
  if (!hm_network_hold (inquiry->setup->network, came, pause->seconds, pause->end,
                        pause->is_whole_host)
      || ++inquiry->n_limits > LIMITS_MAX)
    return FALSE;
  send_again (inquiry, came, 0);
  return TRUE;
}

/* Returns: whether @came, which a server on the way could not answer, is asked again. */
static gboolean
retry (HmInquiry *inquiry, HmTransfer *came)
{
  gint64 ms = inquiry->setup->backoff_ms;

  if (inquiry->n_retries == RETRIES_MAX)
    return FALSE;
  for (guint i = 0; i < inquiry->n_retries; i++)
    ms *= BACKOFF_FACTOR;
  inquiry->n_retries++;
  send_again (inquiry, came, ms);
  return TRUE;
}

/* The forge's own word, where it has one besides @why: GitHub's and Forgejo's, GitLab's for OAuth. Returns: (owned) */
static char *
message_of (const json_t *json, const char *why)
{
  static const char *const keys[] = { "message", "error_description", "error" };

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++) {
    const char *text = json_string_value (json_object_get (json, keys[i]));

    if (text != NULL && text[0] != '\0') {
      g_autofree char *cut = g_strndup (text, MESSAGE_MAX);
      g_autofree char *whole = g_utf8_make_valid (cut, -1);

      /* GitLab says its status once more. */
      return strcmp (whole, why) == 0 ? g_strdup ("") : g_strconcat (": ", whole, NULL);
    }
  }
  return g_strdup ("");
}

/* Puts the kept answer in the place of a 304, which knows the quota better. */
static void
use_kept (HmInquiry *inquiry, HmTransfer *came)
{
  static const char *const names[] = { "content-type", "link" };
  gsize size;
  const guint8 *bytes = g_bytes_get_data (inquiry->kept->content, &size);

  came->status = 200;
  g_byte_array_set_size (came->content, 0);
  g_byte_array_append (came->content, bytes, (guint) size);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    const char *value = hm_headers_get (inquiry->kept->headers, names[i]);

    g_hash_table_remove (came->headers, names[i]);
    if (value != NULL)
      g_hash_table_insert (came->headers, g_strdup (names[i]), g_strdup (value));
  }
  hm_http_cache_touch (inquiry->setup->cache, came->origin->url, came->accept);
  if (came->with_token)
    inquiry->n_free++;
}

static void
keep (const HmInquiry *inquiry, const HmTransfer *came)
{
  if (inquiry->setup->cache != NULL && came->body == NULL
      && (hm_headers_get (came->headers, "etag") != NULL
          || hm_headers_get (came->headers, "last-modified") != NULL))
    hm_http_cache_put (inquiry->setup->cache, came->origin->url, came->accept, came->headers,
                       came->content->data, came->content->len);
}

/*
 * Takes out the token where it came spelt in escapes, which a search of the bytes does not find.
 * Returns: whether it did.
 */
static gboolean
redact_escaped (const HmInquiry *inquiry, HmAnswer *answer)
{
  json_t *redacted;

  if (!hm_redact_is_needed (answer->json, inquiry->setup->token))
    return FALSE;
  redacted = hm_redact_json (answer->json, NULL, inquiry->setup->token);
  json_decref (answer->json);
  answer->json = redacted;
  return TRUE;
}

static void
note_token_refusal (HmInquiry *inquiry, const HmTransfer *came, const HmAnswer *answer)
{
  g_autofree char *message = message_of (answer->json, answer->why);

  inquiry->token_refusal =
      g_strdup_printf ("%s: the token is refused: %s%s", came->origin->host, answer->why, message);
}

/* Returns: (owned) what @came says, by itself. */
static HmAnswer *
read_answer (const HmInquiry *inquiry, const HmTransfer *came)
{
  HmAnswer *answer = hm_answer_new (inquiry->answer_url, HM_ANSWER_OTHER, NULL);

  hm_answer_judge (answer, came->status, hm_headers_get (came->headers, "content-type"),
                   (const char *) came->content->data, came->content->len);
  g_hash_table_unref (answer->diagnosis);
  answer->diagnosis = hm_headers_diagnosis (came->headers);
  answer->has_next = hm_headers_link_next (came->headers, came->origin, &answer->link_next);
  return answer;
}

/* An answer came, whole. */
static gboolean
arrive (HmInquiry *inquiry, HmTransfer *came)
{
  const gboolean is_kept = came->status == 304 && inquiry->kept != NULL;
  const gint64 now = wall_seconds ();
  g_autoptr (HmAnswer) answer = NULL;
  gboolean is_redacted;
  HmPause limit;
  HmPause spent;

  if (is_redirect (came->status))
    return redirect (inquiry, came);
  if (is_kept)
    use_kept (inquiry, came);
  answer = read_answer (inquiry, came);
  answer->is_cached = is_kept;
  is_redacted = redact_escaped (inquiry, answer);

  limit = hm_quota_read (came->status, came->headers, answer->json, came->body != NULL,
                         inquiry->n_limits, now);
  spent = hm_quota_spent (came->headers, now);
  if (limit.is_limited) {
    if (wait_out (inquiry, came, &limit))
      return FALSE;
    answer->kind = HM_ANSWER_LIMITED;
    g_free (answer->why);
    answer->why = hm_quota_text (limit.end, now);
  } else if (spent.is_limited) {
    hm_network_hold (inquiry->setup->network, came, spent.seconds, spent.end, FALSE);
  }
  /* A query that was too much for the server is so again: its asker asks for less. */
  if (answer->kind == HM_ANSWER_UNREACHABLE && came->body == NULL && retry (inquiry, came))
    return FALSE;
  if (came->status == 401 && came->with_token)
    note_token_refusal (inquiry, came, answer);
  if (answer->kind == HM_ANSWER_OK && came->status == 200 && !is_kept && !is_redacted)
    keep (inquiry, came);
  answer->moved_to = g_steal_pointer (&inquiry->moved_to);
  inquiry->answer = g_steal_pointer (&answer);
  return TRUE;
}

HmInquiry *
hm_inquiry_new (const HmInquirySetup *setup, const HmRequest *request, GAsyncQueue *done)
{
  HmInquiry *inquiry = g_new0 (HmInquiry, 1);
  HmOrigin *target = hm_origin_parse (request->url);

  inquiry->setup = setup;
  inquiry->request = request;
  inquiry->done = done;
  inquiry->answer_url = g_strdup (target == NULL ? "" : target->url);
  if (target == NULL)
    finish (inquiry, HM_ANSWER_UNREACHABLE, 0, g_strdup ("no https URL, not asked"));
  else
    send_to (inquiry, target, request->body, 0);
  return inquiry;
}

gboolean
hm_inquiry_advance (HmInquiry *inquiry, HmTransfer *came)
{
  g_autoptr (HmTransfer) transfer = came;

  if (came->fate == HM_FATE_ARRIVED || came->fate == HM_FATE_BROKEN
      || came->fate == HM_FATE_TOO_LARGE)
    inquiry->n_sent++;
  switch (came->fate) {
  case HM_FATE_ARRIVED:
    hm_redact_secret (came->content, inquiry->setup->token);
    hm_redact_secret_headers (came->headers, inquiry->setup->token);
    return arrive (inquiry, came);
  case HM_FATE_TOO_LARGE:
    return finish (inquiry, HM_ANSWER_NONSENSE, came->status, g_steal_pointer (&came->why));
  case HM_FATE_HELD:
    return finish (inquiry, HM_ANSWER_LIMITED, 0, hm_quota_text (came->hold_end, wall_seconds ()));
  case HM_FATE_SPENT:
    return finish (inquiry, HM_ANSWER_LIMITED, 0,
                   g_strdup_printf ("the %u requests that are allowed are spent",
                                    inquiry->setup->max_requests));
  case HM_FATE_RUN_SPENT:
    return finish (inquiry, HM_ANSWER_LIMITED, 0,
                   g_strdup ("the requests that the run may send are spent"));
  case HM_FATE_STOPPED:
    return finish (inquiry, HM_ANSWER_UNREACHABLE, 0, g_strdup ("stopped"));
  case HM_FATE_BROKEN:
  default:
    return finish (inquiry, HM_ANSWER_UNREACHABLE, came->status, g_steal_pointer (&came->why));
  }
}

void
hm_inquiry_free (HmInquiry *inquiry)
{
  if (inquiry == NULL)
    return;
  hm_answer_free (inquiry->answer);
  hm_kept_answer_free (inquiry->kept);
  g_free (inquiry->answer_url);
  g_free (inquiry->token_refusal);
  g_free (inquiry->moved_to);
  g_free (inquiry);
}
