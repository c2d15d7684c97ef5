/* SPDX-License-Identifier: Apache-2.0 */
#include "evidence/forge/http.h"

#include <string.h>

#include "core/error.h"
#include "core/limits.h"
#include "tests/forge/http_case.h"

static void
test_json (void)
{
  HttpCase *c = http_case_new (
      "[{'request': 'GET /a?b=c%2Fd', 'headers': {'accept': 'application/json',"
      "  'user-agent': 'hallmark-test', 'authorization': 'Bearer " CASE_TOKEN "'},"
      "  'absent': ['cookie', 'content-type'], 'body': {'n': 1},"
      "  'response_headers': {'X-OAuth-Scopes': 'repo', 'X-Unknown': 'x', 'Set-Cookie': 'a=b'}},"
      " {'request': 'GET /a?b=c%2Fd', 'absent': ['cookie'], 'body': []}]",
      NULL);
  g_autoptr (HmAnswer) answer = NULL;

  if (c == NULL)
    return;
  answer = http_get (c->http, "/a?b=c%2Fd");
  g_assert_cmpint (answer->kind, ==, HM_ANSWER_OK);
  g_assert_cmpint (answer->status, ==, 200);
  g_assert_cmpstr (answer->why, ==, "");
  g_assert_true (g_str_has_suffix (answer->url, "/a?b=c%2Fd"));
  g_assert_null (answer->moved_to);
  g_assert_null (answer->link_next);
  g_assert_false (answer->is_cached);
  g_assert_cmpint (json_integer_value (json_object_get (answer->json, "n")), ==, 1);
  g_assert_cmpstr (g_hash_table_lookup (answer->diagnosis, "x-oauth-scopes"), ==, "repo");
  g_assert_null (g_hash_table_lookup (answer->diagnosis, "x-unknown"));
  http_expect (c->http, "/a?b=c%2Fd", HM_ANSWER_OK, "");
  g_assert_cmpuint (hm_http_n_requests (c->http), ==, 2);
  g_assert_cmpuint (hm_http_n_free (c->http), ==, 0);
  g_assert_true (hm_http_has_token (c->http));
  http_case_end (c);
}

static void
test_post (void)
{
  HttpCase *c = http_case_new (
      "[{'request': 'POST /graphql', 'headers': {'content-type': 'application/json',"
      "  'accept': 'application/vnd.github+json'}, 'absent': ['expect'],"
      "  'body_contains': ['query'], 'body': {'data': {}, 'errors': [{'type': 'NOT_FOUND'}]}}]",
      NULL);
  g_autofree char *url = NULL;
  g_autoptr (HmAnswer) answer = NULL;

  if (c == NULL)
    return;
  url = g_strconcat (c->server->origin, "/graphql", NULL);
  answer = hm_http_ask_one (c->http,
                            &(HmRequest){ .url = url,
                                          .accept = "application/vnd.github+json",
                                          .body = "{\"query\": \"{ viewer { login } }\"}" },
                            NULL);
  g_assert_cmpint (answer->kind, ==, HM_ANSWER_OK);
  g_assert_nonnull (json_object_get (answer->json, "errors"));
  http_case_end (c);
}

static void
test_anonymous (void)
{
  HttpCase *c = http_case_new (
      "[{'request': 'GET /a', 'absent': ['authorization'], 'body': 1},"
      " {'request': 'GET /b', 'status': 401, 'body': {'message': 'Requires authentication'}}]",
      &(HmHttpOptions){ .token = NULL });

  if (c == NULL)
    return;
  http_expect (c->http, "/a", HM_ANSWER_OK, "");
  http_expect (c->http, "/b", HM_ANSWER_FORBIDDEN, "401 Unauthorized");
  g_assert_false (hm_http_has_token (c->http));
  http_case_end (c);
}

/* What each status means, with the body that an error brings. */
static const struct {
  int status;
  HmAnswerKind kind;
  const char *why;
} statuses[] = {
  { 200, HM_ANSWER_OK, "" },
  { 201, HM_ANSWER_OK, "" },
  { 204, HM_ANSWER_OK, "" },
  { 304, HM_ANSWER_OTHER, "304 Not Modified" },
  { 400, HM_ANSWER_OTHER, "400 Bad Request" },
  { 403, HM_ANSWER_FORBIDDEN, "403 Forbidden" },
  { 404, HM_ANSWER_ABSENT, "404 Not Found" },
  { 409, HM_ANSWER_OTHER, "409 Conflict" },
  { 410, HM_ANSWER_ABSENT, "410 Gone" },
  { 422, HM_ANSWER_OTHER, "422 Unprocessable Content" },
  { 451, HM_ANSWER_FORBIDDEN, "451 Unavailable For Legal Reasons" },
  { 500, HM_ANSWER_OTHER, "500 Internal Server Error" },
  { 599, HM_ANSWER_OTHER, "599" },
};

static void
test_statuses (void)
{
  g_autoptr (GString) script = g_string_new ("[");
  HttpCase *c;

  for (gsize i = 0; i < G_N_ELEMENTS (statuses); i++)
    g_string_append_printf (script,
                            "%s{'request': 'GET /%d', 'status': %d, 'body': {'message': 'm'}}",
                            i == 0 ? "" : ",", statuses[i].status, statuses[i].status);
  g_string_append_c (script, ']');
  c = http_case_new (script->str, NULL);
  if (c == NULL)
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (statuses); i++) {
    g_autofree char *path = g_strdup_printf ("/%d", statuses[i].status);
    g_autoptr (HmAnswer) answer = http_get (c->http, path);
    const gboolean has_body = statuses[i].status != 204 && statuses[i].status != 304;

    g_assert_cmpint (answer->status, ==, statuses[i].status);
    g_assert_cmpint (answer->kind, ==, statuses[i].kind);
    g_assert_cmpstr (answer->why, ==, statuses[i].why);
    g_assert_cmpstr (json_string_value (json_object_get (answer->json, "message")), ==,
                     has_body ? "m" : NULL);
  }
  http_case_end (c);
}

static void
test_content_type (void)
{
  HttpCase *c = http_case_new (
      "[{'request': 'GET /html', 'body_text': '<html>',"
      "  'response_headers': {'content-type': 'text/html; charset=utf-8'}},"
      " {'request': 'GET /json-in-html', 'body': {}, 'response_headers': {'content-type': 'text/html'}},"
      " {'request': 'GET /odd', 'body': {}, 'response_headers': {'content-type': 'a b<script>'}},"
      " {'request': 'GET /vendor', 'body': {},"
      "  'response_headers': {'content-type': 'application/vnd.github+json;charset=utf-8'}},"
      " {'request': 'GET /upper', 'body': {}, 'response_headers': {'content-type': 'Application/JSON'}},"
      " {'request': 'GET /none', 'body': {}, 'response_headers': {'content-type': null}},"
      " {'request': 'GET /empty', 'body_text': ''},"
      " {'request': 'GET /null', 'body': null},"
      " {'request': 'GET /html-404', 'status': 404, 'body_text': '<html>',"
      "  'response_headers': {'content-type': 'text/html'}}]",
      NULL);
  g_autoptr (HmAnswer) null = NULL;
  g_autoptr (HmAnswer) html = NULL;

  if (c == NULL)
    return;
  http_expect (c->http, "/html", HM_ANSWER_NONSENSE,
               "text/html where JSON was due (a proxy or a login page?)");
  http_expect (c->http, "/json-in-html", HM_ANSWER_NONSENSE,
               "text/html where JSON was due (a proxy or a login page?)");
  http_expect (c->http, "/odd", HM_ANSWER_NONSENSE,
               "no JSON where JSON was due (a proxy or a login page?)");
  http_expect (c->http, "/vendor", HM_ANSWER_OK, "");
  http_expect (c->http, "/upper", HM_ANSWER_OK, "");
  http_expect (c->http, "/none", HM_ANSWER_OK, "");
  http_expect (c->http, "/empty", HM_ANSWER_NONSENSE, "no body where JSON was due");
  null = http_get (c->http, "/null");
  g_assert_cmpint (null->kind, ==, HM_ANSWER_OK);
  g_assert_true (json_is_null (null->json));
  html = http_get (c->http, "/html-404");
  g_assert_cmpint (html->kind, ==, HM_ANSWER_ABSENT);
  g_assert_null (html->json);
  http_case_end (c);
}

static void
test_compressed (void)
{
  HttpCase *c =
      http_case_new ("[{'request': 'GET /a', 'encoding': 'gzip', 'body': {'a': 'b'}}]", NULL);

  if (c == NULL)
    return;
  http_expect (c->http, "/a", HM_ANSWER_OK, "");
  http_case_end (c);
}

/* At the limit, one past it, and one past it that came compressed a thousandfold. */
static void
test_body_limit (void)
{
  g_autofree char *script = g_strdup_printf (
      "[{'request': 'GET /at', 'body_repeat': [' ', %u], 'response_headers': {'content-type': ''}},"
      " {'request': 'GET /past', 'body_repeat': [' ', %u]},"
      " {'request': 'GET /bomb', 'body_repeat': [' ', %u], 'encoding': 'gzip'}]",
      HM_ANSWER_BYTES_MAX, HM_ANSWER_BYTES_MAX + 1, HM_ANSWER_BYTES_MAX + 1);
  HttpCase *c = http_case_new (script, NULL);

  if (c == NULL)
    return;
  http_expect (c->http, "/at", HM_ANSWER_NONSENSE, "JSON that breaks off");
  http_expect (c->http, "/past", HM_ANSWER_NONSENSE, "an answer of more than 16 MiB");
  http_expect (c->http, "/bomb", HM_ANSWER_NONSENSE, "an answer of more than 16 MiB");
  http_case_end (c);
}

static void
test_header_limit (void)
{
  g_autoptr (GString) many = g_string_new (NULL);
  g_autofree char *script = NULL;
  HttpCase *c;

  for (guint i = 0; i < HM_HEADER_BYTES_MAX / 1024; i++) {
    g_string_append_printf (many, "%s'x-%02u': '", i == 0 ? "" : ",", i);
    for (guint k = 0; k < 1024; k++)
      g_string_append_c (many, 'a');
    g_string_append_c (many, '\'');
  }
  script =
      g_strdup_printf ("[{'request': 'GET /many', 'response_headers': {%s}, 'body': 1},"
                       " {'request': 'GET /few', 'response_headers': {'x': '%.1000s'}, 'body': 1}]",
                       many->str, many->str + 10);
  c = http_case_new (script, NULL);
  if (c == NULL)
    return;
  http_expect (c->http, "/many", HM_ANSWER_NONSENSE, "headers of more than 64 KiB");
  http_expect (c->http, "/few", HM_ANSWER_OK, "");
  http_case_end (c);
}

static void
test_cut (void)
{
  HttpCase *c = http_case_new ("[{'request': 'GET /cut', 'body': {'a': 1}, 'cut_after': 3},"
                               " {'request': 'GET /nothing', 'body': {'a': 1}, 'cut_after': 0}]",
                               NULL);

  if (c == NULL)
    return;
  http_expect (c->http, "/cut", HM_ANSWER_UNREACHABLE, "127.0.0.1 broke the answer off");
  http_expect (c->http, "/nothing", HM_ANSWER_UNREACHABLE, "127.0.0.1 broke the answer off");
  http_case_end (c);
}

static void
test_unreachable (void)
{
  g_autoptr (GSocket) taken =
      g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL);
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new_from_string ("127.0.0.1", 0);
  g_autoptr (GSocketAddress) address = NULL;
  g_autofree char *origin = NULL;
  g_autoptr (HmHttp) http = NULL;

  /* Bound and not listening: nobody else gets the port, and nobody answers there. */
  g_assert_true (g_socket_bind (taken, any, FALSE, NULL));
  address = g_socket_get_local_address (taken, NULL);
  origin = g_strdup_printf ("http://127.0.0.1:%u",
                            g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address)));
  http = http_case_client (NULL, &(HmHttpOptions){ .origin = origin });
  http_expect (http, "/", HM_ANSWER_UNREACHABLE, "no connection to 127.0.0.1");
  g_assert_cmpuint (hm_http_n_requests (http), ==, 1);
}

static void
test_timeout (void)
{
  HttpCase *c = http_case_new ("[{'request': 'GET /slow', 'delay_ms': 300, 'body': 1}]",
                               &(HmHttpOptions){ .request_ms = 50 });

  if (c == NULL)
    return;
  http_expect (c->http, "/slow", HM_ANSWER_UNREACHABLE, "127.0.0.1 did not answer in time");
  http_case_end (c);
}

/* None of these leaves the machine: they are refused before. */
static void
test_urls (void)
{
  static const char *const urls[] = {
    "",
    "/relative",
    "http://example.org/",
    "http://localhost.example.org/",
    "http://127.0.0.1.example.org/",
    "ftp://127.0.0.1/",
    "file:///etc/passwd",
    "https://exa mple.org/",
  };
  g_autoptr (HmHttp) http =
      http_case_client (NULL, &(HmHttpOptions){ .origin = "https://localhost" });

  for (gsize i = 0; i < G_N_ELEMENTS (urls); i++) {
    g_autoptr (HmAnswer) answer = hm_http_ask_one (http, &(HmRequest){ .url = urls[i] }, NULL);

    g_assert_cmpint (answer->kind, ==, HM_ANSWER_UNREACHABLE);
    g_assert_cmpstr (answer->why, ==, "no https URL, not asked");
  }
  g_assert_cmpuint (hm_http_n_requests (http), ==, 0);
}

static void
test_credentials_in_url (void)
{
  HttpCase *c = http_case_new ("[{'request': 'GET /a', 'absent': ['authorization'], 'body': 1}]",
                               &(HmHttpOptions){ .token = NULL });
  g_autofree char *url = NULL;
  g_autoptr (HmAnswer) answer = NULL;

  if (c == NULL)
    return;
  url = g_strdup_printf ("http://user:password@%s/a#part", c->server->origin + strlen ("http://"));
  answer = hm_http_ask_one (c->http, &(HmRequest){ .url = url }, NULL);
  g_assert_cmpint (answer->kind, ==, HM_ANSWER_OK);
  g_assert_null (strstr (answer->url, "password"));
  g_assert_true (g_str_has_suffix (answer->url, "/a"));
  http_case_end (c);
}

static void
test_retries (void)
{
  HttpCase *c =
      http_case_new ("[{'request': 'GET /twice', 'status': 502, 'body_text': '<html>', 'times': 1},"
                     " {'request': 'GET /twice', 'status': 504, 'times': 1},"
                     " {'request': 'GET /twice', 'body': 1},"
                     " {'request': 'GET /thrice', 'status': 503, 'times': 3}]",
                     NULL);

  if (c == NULL)
    return;
  http_expect (c->http, "/twice", HM_ANSWER_OK, "");
  g_assert_cmpuint (hm_http_n_requests (c->http), ==, 3);
  http_expect (c->http, "/thrice", HM_ANSWER_UNREACHABLE, "503 Service Unavailable");
  g_assert_cmpuint (hm_http_n_requests (c->http), ==, 6);
  http_case_end (c);
}

static void
test_max_requests (void)
{
  HttpCase *c = http_case_new ("[{'request': 'GET /a', 'times': 2, 'body': 1}]",
                               &(HmHttpOptions){ .max_requests = 2 });

  if (c == NULL)
    return;
  http_expect (c->http, "/a", HM_ANSWER_OK, "");
  http_expect (c->http, "/a", HM_ANSWER_OK, "");
  http_expect (c->http, "/a", HM_ANSWER_LIMITED, "the 2 requests that are allowed are spent");
  g_assert_cmpuint (hm_http_n_requests (c->http), ==, 2);
  http_case_end (c);
}

/* Retries and redirects are requests, too. */
static void
test_max_requests_on_the_way (void)
{
  HttpCase *c = http_case_new (
      "[{'request': 'GET /a', 'status': 302, 'response_headers': {'location': '/b'}}]",
      &(HmHttpOptions){ .max_requests = 1 });

  if (c == NULL)
    return;
  http_expect (c->http, "/a", HM_ANSWER_LIMITED, "the 1 requests that are allowed are spent");
  http_case_end (c);
}

/* Answers come in the order of the requests, whatever the order in which they arrive. */
static void
test_many_at_once (void)
{
  enum { N = 40 };
  g_autoptr (GString) script = g_string_new ("[");
  HmRequest requests[N] = { 0 };
  HmAnswer *answers[N];
  g_autoptr (GPtrArray) urls = g_ptr_array_new_with_free_func (g_free);
  HttpCase *c;

  for (int i = 0; i < N; i++)
    g_string_append_printf (script, "%s{'request': 'GET /%d', 'delay_ms': %d, 'body': %d}",
                            i == 0 ? "" : ",", i, i % 3 == 0 ? 20 : 0, i);
  g_string_append_c (script, ']');
  c = http_case_new (script->str, NULL);
  if (c == NULL)
    return;
  for (int i = 0; i < N; i++) {
    g_ptr_array_add (urls, g_strdup_printf ("%s/%d", c->server->origin, i));
    requests[i].url = urls->pdata[i];
  }
  g_assert_true (hm_http_ask (c->http, requests, N, answers, NULL));
  for (int i = 0; i < N; i++) {
    g_assert_cmpint (json_integer_value (answers[i]->json), ==, i);
    hm_answer_free (answers[i]);
  }
  g_assert_true (hm_http_ask (c->http, NULL, 0, NULL, NULL));
  http_case_end (c);
}

static gpointer
ask_some (gpointer data)
{
  for (int i = 0; i < 20; i++)
    http_expect (data, "/a", HM_ANSWER_OK, "");
  return NULL;
}

static void
test_many_threads (void)
{
  HttpCase *c = http_case_new ("[{'request': 'GET /a', 'times': 80, 'body': 1}]", NULL);
  GThread *threads[4];

  if (c == NULL)
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("asker", ask_some, c->http);
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  g_assert_cmpuint (hm_http_n_requests (c->http), ==, 80);
  http_case_end (c);
}

static gpointer
cancel (gpointer data)
{
  g_atomic_int_set ((gint *) data, 1);
  return NULL;
}

static void
test_cancelled (void)
{
  gint cancelled = 0;
  HttpCase *c =
      http_case_new ("[{'request': 'GET /a', 'delay_ms': 300, 'times': 'any', 'body': 1}]",
                     &(HmHttpOptions){ .cancelled = &cancelled });
  g_autofree char *url = NULL;
  GError *error = NULL;
  GThread *thread;

  if (c == NULL)
    return;
  url = g_strconcat (c->server->origin, "/a", NULL);
  thread = g_thread_new ("cancel", cancel, &cancelled);
  g_assert_null (hm_http_ask_one (c->http, &(HmRequest){ .url = url }, &error));
  g_assert_error (error, HM_ERROR, HM_ERROR_CANCELLED);
  g_clear_error (&error);
  g_thread_join (thread);
  g_assert_null (hm_http_ask_one (c->http, &(HmRequest){ .url = url }, &error));
  g_assert_error (error, HM_ERROR, HM_ERROR_CANCELLED);
  g_clear_error (&error);
  http_case_end (c);
}

static void
test_one_connection (void)
{
  HttpCase *c = http_case_new ("[{'request': 'GET /a', 'times': 3, 'connection': 1, 'body': 1},"
                               " {'request': 'GET /b', 'connection': 1, 'status': 404, 'body': {}},"
                               " {'request': 'POST /c', 'connection': 1, 'body': 1}]",
                               NULL);
  g_autoptr (HmAnswer) posted = NULL;

  if (c == NULL)
    return;
  for (guint i = 0; i < 3; i++)
    http_expect (c->http, "/a", HM_ANSWER_OK, "");
  http_expect (c->http, "/b", HM_ANSWER_ABSENT, "404 Not Found");
  posted = http_post (c->http, "/c", "{}");
  g_assert_cmpint (posted->kind, ==, HM_ANSWER_OK);
  http_case_end (c);
}

static void
test_next_page (void)
{
  HttpCase *c = http_case_new (
      "[{'request': 'GET /list', 'body': [],"
      "  'response_headers': {'link': '<{origin}/list?page=2>; rel=next, <{origin}/list?page=9>; rel=last'}},"
      " {'request': 'GET /list?page=2', 'body': [],"
      "  'response_headers': {'link': '<https://elsewhere.example/list?page=3>; rel=next'}},"
      " {'request': 'GET /list?page=3', 'body': [],"
      "  'response_headers': {'link': '<https://elsewhere.example/other?page=4>; rel=next'}},"
      " {'request': 'GET /list?page=4', 'body': []}]",
      NULL);
  g_autoptr (HmAnswer) first = NULL;
  g_autoptr (HmAnswer) second = NULL;
  g_autoptr (HmAnswer) third = NULL;
  g_autoptr (HmAnswer) last = NULL;

  if (c == NULL)
    return;
  first = http_get (c->http, "/list");
  g_assert_nonnull (first->link_next);
  g_assert_true (g_str_has_suffix (first->link_next, "/list?page=2"));
  second = http_get (c->http, "/list?page=2");
  g_assert_true (g_str_has_prefix (second->link_next, c->server->origin));
  g_assert_true (g_str_has_suffix (second->link_next, "/list?page=3"));
  third = http_get (c->http, "/list?page=3");
  g_assert_null (third->link_next);
  g_assert_true (third->has_next);
  last = http_get (c->http, "/list?page=4");
  g_assert_null (last->link_next);
  g_assert_false (last->has_next);
  http_case_end (c);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/http/json", test_json);
  g_test_add_func ("/http/post", test_post);
  g_test_add_func ("/http/anonymous", test_anonymous);
  g_test_add_func ("/http/statuses", test_statuses);
  g_test_add_func ("/http/content-type", test_content_type);
  g_test_add_func ("/http/compressed", test_compressed);
  g_test_add_func ("/http/body-limit", test_body_limit);
  g_test_add_func ("/http/header-limit", test_header_limit);
  g_test_add_func ("/http/cut", test_cut);
  g_test_add_func ("/http/unreachable", test_unreachable);
  g_test_add_func ("/http/timeout", test_timeout);
  g_test_add_func ("/http/urls-that-are-not-asked", test_urls);
  g_test_add_func ("/http/credentials-in-url", test_credentials_in_url);
  g_test_add_func ("/http/retries", test_retries);
  g_test_add_func ("/http/max-requests", test_max_requests);
  g_test_add_func ("/http/max-requests-on-the-way", test_max_requests_on_the_way);
  g_test_add_func ("/http/many-at-once", test_many_at_once);
  g_test_add_func ("/http/many-threads", test_many_threads);
  g_test_add_func ("/http/cancelled", test_cancelled);
  g_test_add_func ("/http/one-connection", test_one_connection);
  g_test_add_func ("/http/next-page", test_next_page);
  return g_test_run ();
}
