/* SPDX-License-Identifier: Apache-2.0 */
/* What scans of one run share when they ask a forge, and what each has for itself. */
#include "evidence/forge/pool.h"

#include <string.h>

#include "core/error.h"
#include "tests/forge/http_case.h"

#define ANY \
  "[{'request': 'GET /a', 'times': 'any', 'body': {}, 'response_headers': {'x-ratelimit-remaining': '41'}}]"

/* Returns: (owned) a share in the way to the server */
static HmHttp *
share_open (HmForgePool *pool, const HttpCase *http_case, const char *token, guint max_requests)
{
  g_autoptr (GError) error = NULL;
  HmHttp *share = hm_forge_pool_open (pool,
                                      &(HmHttpOptions){ .origin = http_case->server->origin,
                                                        .token = token,
                                                        .token_scheme = "Bearer",
                                                        .user_agent = "test",
                                                        .max_requests = max_requests },
                                      &error);

  g_assert_no_error (error);
  return share;
}

static void
ask (const HttpCase *http_case, HmHttp *http, HmAnswerKind kind, const char *why)
{
  g_autofree char *url = g_strconcat (http_case->server->origin, "/a", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (HmAnswer) answer = hm_http_ask_one (http, &(HmRequest){ .url = url }, &error);

  g_assert_no_error (error);
  g_assert_cmpint (answer->kind, ==, kind);
  g_assert_nonnull (strstr (answer->why, why));
}

static void
assert_fails_limited (HmHttp *http, int code, const char *message)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (hm_http_fail_limited (http, "forge", &error));
  g_assert_error (error, HM_ERROR, code);
  g_assert_cmpstr (error->message, ==, message);
}

static void
test_counted_apart (void)
{
  HttpCase *http_case = http_case_new (ANY, NULL);
  g_autoptr (HmForgePool) pool = hm_forge_pool_new (0, NULL);

  if (http_case == NULL)
    return;
  g_assert_cmpint (hm_forge_pool_quota_left (pool), ==, -1);
  {
    g_autoptr (HmHttp) one = share_open (pool, http_case, "t", 2);
    g_autoptr (HmHttp) two = share_open (pool, http_case, "t", 0);

    ask (http_case, one, HM_ANSWER_OK, "");
    ask (http_case, one, HM_ANSWER_OK, "");
    ask (http_case, one, HM_ANSWER_LIMITED, "the 2 requests that are allowed are spent");
    ask (http_case, two, HM_ANSWER_OK, "");
    g_assert_cmpuint (hm_http_n_requests (one), ==, 2);
    g_assert_cmpuint (hm_http_n_requests (two), ==, 1);
    g_assert_true (hm_http_was_limited (one));
    g_assert_false (hm_http_was_limited (two));
    /* Asked again it would be no other. */
    assert_fails_limited (one, HM_ERROR_LIMIT, "forge: the 2 requests that are allowed are spent");
  }
  g_assert_cmpuint (hm_forge_pool_n_requests (pool), ==, 3);
  g_assert_cmpint (hm_forge_pool_quota_left (pool), ==, 41);
  g_clear_pointer (&pool, hm_forge_pool_free);
  http_case_end (http_case);
}

/* Of whichever host and token a request is: it takes one of what the run has. */
static void
test_budget (void)
{
  HttpCase *http_case = http_case_new (ANY, NULL);
  g_autoptr (HmForgePool) pool = hm_forge_pool_new (3, NULL);

  if (http_case == NULL)
    return;
  {
    g_autoptr (HmHttp) one = share_open (pool, http_case, "t", 0);
    g_autoptr (HmHttp) two = share_open (pool, http_case, "other", 0);

    ask (http_case, one, HM_ANSWER_OK, "");
    ask (http_case, two, HM_ANSWER_OK, "");
    ask (http_case, two, HM_ANSWER_OK, "");
    ask (http_case, one, HM_ANSWER_LIMITED, "the run may send");
    ask (http_case, two, HM_ANSWER_LIMITED, "the run may send");
    g_assert_cmpuint (hm_http_n_requests (one), ==, 1);
    g_assert_cmpuint (hm_http_n_requests (two), ==, 2);
    assert_fails_limited (one, HM_ERROR_QUOTA,
                          "forge: the requests that the run may send are spent");
  }
  g_assert_cmpuint (hm_forge_pool_n_requests (pool), ==, 3);
  g_clear_pointer (&pool, hm_forge_pool_free);
  http_case_end (http_case);
}

/* A limit of one's own says nothing to the others, who have an answer for all from then on. */
static void
test_limit_is_no_answer_for_all (void)
{
  HttpCase *http_case = http_case_new (ANY, NULL);
  g_autoptr (HmForgePool) pool = hm_forge_pool_new (0, NULL);

  if (http_case == NULL)
    return;
  {
    g_autoptr (HmHttp) one = share_open (pool, http_case, "t", 1);
    g_autoptr (HmHttp) two = share_open (pool, http_case, "t", 0);
    HmForgeOnce *once = hm_forge_pool_once (pool, http_case->server->origin, "t");
    g_autofree char *url = g_strconcat (http_case->server->origin, "/a", NULL);
    g_autoptr (GError) error = NULL;

    ask (http_case, one, HM_ANSWER_OK, "");
    g_assert_cmpint (hm_forge_once_get (once, one, url, &error)->kind, ==, HM_ANSWER_LIMITED);
    g_assert_cmpint (hm_forge_once_get (once, two, url, &error)->kind, ==, HM_ANSWER_OK);
    g_assert_cmpint (hm_forge_once_get (once, one, url, &error)->kind, ==, HM_ANSWER_OK);
    g_assert_cmpuint (hm_http_n_requests (two), ==, 1);
  }
  g_clear_pointer (&pool, hm_forge_pool_free);
  http_case_end (http_case);
}

static void
test_token_refused_for_all (void)
{
  HttpCase *http_case =
      http_case_new ("[{'request': 'GET /a', 'times': 1, 'status': 401, 'body': {}}]", NULL);
  g_autoptr (HmForgePool) pool = hm_forge_pool_new (0, NULL);

  if (http_case == NULL)
    return;
  {
    g_autoptr (HmHttp) one = share_open (pool, http_case, "t", 0);
    g_autoptr (HmHttp) two = share_open (pool, http_case, "t", 0);
    g_autofree char *url = g_strconcat (http_case->server->origin, "/a", NULL);
    HmHttp *const both[] = { one, two };

    for (gsize i = 0; i < G_N_ELEMENTS (both); i++) {
      g_autoptr (GError) error = NULL;

      g_assert_null (hm_http_ask_one (both[i], &(HmRequest){ .url = url }, &error));
      g_assert_error (error, HM_ERROR, HM_ERROR_TOKEN);
    }
    g_assert_cmpuint (hm_http_n_requests (two), ==, 0);
  }
  g_clear_pointer (&pool, hm_forge_pool_free);
  http_case_end (http_case);
}

static void
test_one_is_stopped (void)
{
  HttpCase *http_case = http_case_new (ANY, NULL);
  g_autoptr (HmForgePool) pool = hm_forge_pool_new (0, NULL);
  const gint cancelled = 1;

  if (http_case == NULL)
    return;
  {
    g_autoptr (GError) error = NULL;
    g_autofree char *url = g_strconcat (http_case->server->origin, "/a", NULL);
    g_autoptr (HmHttp) one = share_open (pool, http_case, NULL, 0);
    g_autoptr (HmHttp) two = hm_forge_pool_open (
        pool,
        &(HmHttpOptions){
            .origin = http_case->server->origin, .user_agent = "test", .cancelled = &cancelled },
        &error);

    g_assert_no_error (error);
    g_assert_null (hm_http_ask_one (two, &(HmRequest){ .url = url }, &error));
    g_assert_error (error, HM_ERROR, HM_ERROR_CANCELLED);
    ask (http_case, one, HM_ANSWER_OK, "");
  }
  g_clear_pointer (&pool, hm_forge_pool_free);
  http_case_end (http_case);
}

static void
test_kinds (void)
{
  g_autoptr (HmForgePool) pool = hm_forge_pool_new (0, NULL);

  g_assert_cmpint (hm_forge_pool_kind (pool, "https://a"), ==, HM_FORGE_UNKNOWN);
  hm_forge_pool_note_kind (pool, "https://a", HM_FORGE_GITLAB);
  g_assert_cmpint (hm_forge_pool_kind (pool, "https://a"), ==, HM_FORGE_GITLAB);
  g_assert_cmpint (hm_forge_pool_kind (pool, "https://b"), ==, HM_FORGE_UNKNOWN);
  g_assert_null (hm_forge_pool_once (pool, "https://a", NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/forge-pool/counted-and-limited-apart", test_counted_apart);
  g_test_add_func ("/forge-pool/one-budget-for-all", test_budget);
  g_test_add_func ("/forge-pool/limit-is-no-answer-for-all", test_limit_is_no_answer_for_all);
  g_test_add_func ("/forge-pool/token-refused-for-all", test_token_refused_for_all);
  g_test_add_func ("/forge-pool/one-is-stopped", test_one_is_stopped);
  g_test_add_func ("/forge-pool/kinds", test_kinds);
  return g_test_run ();
}
