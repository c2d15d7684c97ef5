/* SPDX-License-Identifier: Apache-2.0 */
/* Rate limits as they are met on the way; what they say is tests/forge/quota.c's matter. */
#include <string.h>
#include <sys/resource.h>

#include "tests/forge/http_case.h"

#define LIMITED_NOW \
  "'status': 403, 'body': {'message': 'API rate limit exceeded'}," \
  "'response_headers': {'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1'}"

static void
expect_limited (HmHttp *http, const char *path)
{
  g_autoptr (HmAnswer) answer = http_get (http, path);

  g_assert_cmpint (answer->kind, ==, HM_ANSWER_LIMITED);
  g_assert_true (g_str_has_prefix (answer->why, "rate limit until "));
  g_assert_true (g_str_has_suffix (answer->why, " UTC"));
  if (answer->status != 0)
    g_assert_cmpuint (g_hash_table_size (answer->diagnosis), >, 0);
}

/* Over already when it is read: the next try is at once. */
static void
test_over (void)
{
  HttpCase *c = http_case_new ("[{'request': 'GET /a', " LIMITED_NOW "},"
                               " {'request': 'GET /a', 'body': 1}]",
                               NULL);

  if (c == NULL)
    return;
  http_expect (c->http, "/a", HM_ANSWER_OK, "");
  g_assert_cmpuint (hm_http_n_requests (c->http), ==, 2);
  http_case_end (c);
}

/* A server whose limits never end is given up after three tries more. */
static void
test_never_over (void)
{
  HttpCase *c = http_case_new ("[{'request': 'GET /a', 'times': 4, " LIMITED_NOW "}]",
                               &(HmHttpOptions){ .max_wait_seconds = 10 });

  if (c == NULL)
    return;
  expect_limited (c->http, "/a");
  http_case_end (c);
}

/* What outlasts the wait is not waited for, and the same way is not asked again; posts are another quota. */
static void
test_beyond (void)
{
  HttpCase *c = http_case_new (
      "[{'request': 'GET /a', 'status': 403, 'body': {'message': 'API rate limit exceeded'},"
      "  'response_headers': {'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '{now+3000}'}},"
      " {'request': 'POST /graphql', 'body': {}}]",
      &(HmHttpOptions){ .max_wait_seconds = 60 });
  g_autoptr (HmAnswer) posted = NULL;

  if (c == NULL)
    return;
  expect_limited (c->http, "/a");
  expect_limited (c->http, "/b");
  posted = http_post (c->http, "/graphql", "{}");
  g_assert_cmpint (posted->kind, ==, HM_ANSWER_OK);
  g_assert_cmpuint (hm_http_n_requests (c->http), ==, 2);
  http_case_end (c);
}

/* A secondary limit is the whole host's. */
static void
test_secondary (void)
{
  HttpCase *c = http_case_new (
      "[{'request': 'GET /a', 'status': 403, 'response_headers': {'x-ratelimit-remaining': '9'},"
      "  'body': {'message': 'You have exceeded a secondary rate limit'}}]",
      &(HmHttpOptions){ .max_wait_seconds = 59 });
  g_autoptr (HmAnswer) posted = NULL;

  if (c == NULL)
    return;
  expect_limited (c->http, "/a");
  posted = http_post (c->http, "/graphql", "{}");
  g_assert_cmpint (posted->kind, ==, HM_ANSWER_LIMITED);
  http_case_end (c);
}

static void
test_graphql (void)
{
  HttpCase *c = http_case_new (
      "[{'request': 'POST /graphql', 'body': {'errors': [{'type': 'RATE_LIMITED'}]},"
      "  'response_headers': {'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1'}},"
      " {'request': 'POST /graphql', 'body': {'data': 1}}]",
      NULL);
  g_autoptr (HmAnswer) answer = NULL;

  if (c == NULL)
    return;
  answer = http_post (c->http, "/graphql", "{}");
  g_assert_cmpint (answer->kind, ==, HM_ANSWER_OK);
  g_assert_nonnull (json_object_get (answer->json, "data"));
  http_case_end (c);
}

/* The last one of the quota came through; the next is not even tried. */
static void
test_spent (void)
{
  HttpCase *c = http_case_new (
      "[{'request': 'GET /a', 'body': 1, 'response_headers':"
      "  {'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '{now+3000}', 'x-ratelimit-resource': 'core'}}]",
      NULL);

  if (c == NULL)
    return;
  http_expect (c->http, "/a", HM_ANSWER_OK, "");
  expect_limited (c->http, "/b");
  g_assert_cmpuint (hm_http_n_requests (c->http), ==, 1);
  http_case_end (c);
}

static void
count_wait (const char *host, gint64 seconds_left, gpointer user_data)
{
  g_assert_cmpstr (host, ==, "127.0.0.1");
  g_assert_cmpint (seconds_left, ==, 1);
  g_atomic_int_inc ((gint *) user_data);
}

/* One second is waited in truth, by two requests together, and told. The second limit is past what may be waited. */
static void
test_waited_out (void)
{
  gint n_told = 0;
  HttpCase *c = http_case_new (
      "[{'request': 'GET /a', 'status': 429, 'response_headers': {'retry-after': '1'}},"
      " {'request': 'GET /a', 'body': 1},"
      " {'request': 'GET /a', 'status': 429, 'response_headers': {'retry-after': '1'}}]",
      &(HmHttpOptions){ .max_wait_seconds = 1, .wait_func = count_wait, .wait_data = &n_told });

  if (c == NULL)
    return;
  http_expect (c->http, "/a", HM_ANSWER_OK, "");
  g_assert_cmpint (g_atomic_int_get (&n_told), ==, 1);
  expect_limited (c->http, "/a");
  http_case_end (c);
}

static gint64
cpu_us (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * G_USEC_PER_SEC + usage.ru_utime.tv_usec
         + usage.ru_stime.tv_usec;
}

/* Waiting takes time, and no work. */
static void
test_waits_idly (void)
{
  HttpCase *c = http_case_new (
      "[{'request': 'GET /a', 'status': 429, 'response_headers': {'retry-after': '1'}},"
      " {'request': 'GET /a', 'body': 1}]",
      &(HmHttpOptions){ .max_wait_seconds = 1 });
  gint64 before;

  if (c == NULL)
    return;
  before = cpu_us ();
  http_expect (c->http, "/a", HM_ANSWER_OK, "");
  g_assert_cmpint (cpu_us () - before, <, G_USEC_PER_SEC / 2);
  http_case_end (c);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/http/limits/over", test_over);
  g_test_add_func ("/http/limits/never-over", test_never_over);
  g_test_add_func ("/http/limits/beyond", test_beyond);
  g_test_add_func ("/http/limits/secondary", test_secondary);
  g_test_add_func ("/http/limits/graphql", test_graphql);
  g_test_add_func ("/http/limits/spent", test_spent);
  g_test_add_func ("/http/limits/waited-out", test_waited_out);
  g_test_add_func ("/http/limits/waits-idly", test_waits_idly);
  return g_test_run ();
}
