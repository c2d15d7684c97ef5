/* SPDX-License-Identifier: Apache-2.0 */
/* Where the token goes, and that it is nowhere else. */
#include <string.h>

#include "core/error.h"
#include "evidence/git/folder.h"
#include "tests/forge/http_case.h"

static void
expect_refused (const char *origin, const char *token, const char *part)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (hm_http_new (&(HmHttpOptions){ .origin = origin,
                                                .token = token,
                                                .token_scheme = "Bearer",
                                                .user_agent = "hallmark-test" },
                              &error));
  g_assert_error (error, HM_ERROR, HM_ERROR_USAGE);
  g_assert_nonnull (strstr (error->message, part));
  if (token != NULL && token[0] != '\0')
    g_assert_null (strstr (error->message, token));
}

static void
test_refused (void)
{
  expect_refused ("https://api.example.org", "", "empty");
  expect_refused ("https://api.example.org", "abc\n", "white space");
  expect_refused ("https://api.example.org", "abc\r\nX-Evil: 1", "white space");
  expect_refused ("https://api.example.org", "abc def", "white space");
  expect_refused ("https://api.example.org", "abc\x7f", "white space");
  expect_refused ("https://api.example.org", "abc\xc3\xa9", "white space");
  expect_refused ("http://api.example.org", "abc", "not an https URL");
  expect_refused ("ftp://127.0.0.1", "abc", "not an https URL");
  expect_refused ("api.example.org", "abc", "not an https URL");
  expect_refused ("https://user:password@api.example.org", NULL, "holds credentials");
}

/* The server that is asked has another origin than the token: another port. */
static void
test_other_origin (void)
{
  HttpCase *c =
      http_case_new ("[{'request': 'GET /a', 'absent': ['authorization'], 'body': 1},"
                     " {'request': 'GET /b', 'status': 401, 'body': {'message': 'm'}}]",
                     &(HmHttpOptions){ .origin = "http://127.0.0.1:1", .token = CASE_TOKEN });
  const char *const paths[] = { "/a", "/b" };
  const HmAnswerKind kinds[] = { HM_ANSWER_OK, HM_ANSWER_FORBIDDEN };

  if (c == NULL)
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++) {
    g_autofree char *url = g_strconcat (c->server->origin, paths[i], NULL);
    g_autoptr (HmAnswer) answer = hm_http_ask_one (c->http, &(HmRequest){ .url = url }, NULL);

    g_assert_cmpint (answer->kind, ==, kinds[i]);
  }
  http_case_end (c);
}

/* "localhost" and "127.0.0.1" are one machine, and two origins. */
static void
test_other_name (void)
{
  HttpCase *c = http_case_new (
      "[{'request': 'GET /a', 'headers': {'authorization': 'Bearer " CASE_TOKEN "'}, 'body': 1},"
      " {'request': 'GET /a', 'absent': ['authorization'], 'body': 1}]",
      NULL);
  g_autofree char *url = NULL;
  g_autoptr (HmAnswer) answer = NULL;

  if (c == NULL)
    return;
  http_expect (c->http, "/a", HM_ANSWER_OK, "");
  url = g_strdup_printf ("http://localhost%s/a", strrchr (c->server->origin, ':'));
  answer = hm_http_ask_one (c->http, &(HmRequest){ .url = url }, NULL);
  g_assert_cmpint (answer->kind, ==, HM_ANSWER_OK);
  http_case_end (c);
}

static void
test_redirect (void)
{
  HttpCase *c = http_case_new (
      "[{'request': 'GET /repos/old', 'status': 301, 'response_headers': {'location': '{origin}/repos/new'},"
      "  'headers': {'authorization': 'Bearer " CASE_TOKEN "'}},"
      " {'request': 'GET /repos/new', 'headers': {'authorization': 'Bearer " CASE_TOKEN
      "'}, 'body': 1},"
      " {'request': 'GET /temporary', 'status': 302, 'response_headers': {'location': '/repos/new'}},"
      " {'request': 'GET /repos/new', 'body': 1},"
      " {'request': 'GET /both', 'status': 308, 'response_headers': {'location': 'between'}},"
      " {'request': 'GET /between', 'status': 307, 'response_headers': {'location': '/repos/new?x=1'}},"
      " {'request': 'GET /repos/new?x=1', 'body': 1}]",
      NULL);
  g_autoptr (HmAnswer) moved = NULL;
  g_autoptr (HmAnswer) temporary = NULL;
  g_autoptr (HmAnswer) both = NULL;

  if (c == NULL)
    return;
  moved = http_get (c->http, "/repos/old");
  g_assert_cmpint (moved->kind, ==, HM_ANSWER_OK);
  g_assert_true (g_str_has_suffix (moved->moved_to, "/repos/new"));
  g_assert_true (g_str_has_suffix (moved->url, "/repos/old"));
  temporary = http_get (c->http, "/temporary");
  g_assert_cmpint (temporary->kind, ==, HM_ANSWER_OK);
  g_assert_null (temporary->moved_to);
  both = http_get (c->http, "/both");
  g_assert_cmpint (both->kind, ==, HM_ANSWER_OK);
  g_assert_true (g_str_has_suffix (both->moved_to, "/between"));
  g_assert_cmpuint (hm_http_n_requests (c->http), ==, 7);
  http_case_end (c);
}

static void
test_redirect_posted (void)
{
  HttpCase *c = http_case_new (
      "[{'request': 'POST /a', 'status': 307, 'response_headers': {'location': '/b'}},"
      " {'request': 'POST /b', 'body_contains': ['query'], 'body': 1},"
      " {'request': 'POST /c', 'status': 303, 'response_headers': {'location': '/d'}},"
      " {'request': 'GET /d', 'absent': ['content-type'], 'body': 1}]",
      NULL);
  g_autoptr (HmAnswer) same = NULL;
  g_autoptr (HmAnswer) other = NULL;

  if (c == NULL)
    return;
  same = http_post (c->http, "/a", "{\"query\": \"\"}");
  g_assert_cmpint (same->kind, ==, HM_ANSWER_OK);
  other = http_post (c->http, "/c", "{\"query\": \"\"}");
  g_assert_cmpint (other->kind, ==, HM_ANSWER_OK);
  http_case_end (c);
}

/* The second server complains of whatever it is asked. */
static void
test_redirect_elsewhere (void)
{
  ScriptServer *elsewhere;
  HttpCase *c;
  g_autofree char *script = NULL;
  g_autofree char *why = NULL;
  g_autofree char *complaints = NULL;

  if (!script_server_is_here ())
    return;
  elsewhere = script_server_new_inline ("[]");
  script = g_strdup_printf (
      "[{'request': 'GET /port', 'status': 302, 'response_headers': {'location': '%s/x'}},"
      " {'request': 'GET /host', 'status': 301, 'response_headers': {'location': 'https://elsewhere.invalid/x'}},"
      " {'request': 'GET /plain', 'status': 302, 'response_headers': {'location': 'http://elsewhere.invalid/x'}},"
      " {'request': 'GET /file', 'status': 302, 'response_headers': {'location': 'file:///etc/passwd'}},"
      " {'request': 'GET /user', 'status': 302, 'response_headers': {'location': 'http://a:b@127.0.0.1/'}},"
      " {'request': 'GET /nowhere', 'status': 302}]",
      elsewhere->origin);
  c = http_case_new (script, NULL);
  why = g_strdup_printf ("302 Found to %s, not followed", elsewhere->origin + strlen ("http://"));
  http_expect (c->http, "/port", HM_ANSWER_OTHER, why);
  http_expect (c->http, "/host", HM_ANSWER_OTHER,
               "301 Moved Permanently to elsewhere.invalid:443, not followed");
  http_expect (c->http, "/plain", HM_ANSWER_OTHER, "302 Found to no https URL, not followed");
  http_expect (c->http, "/file", HM_ANSWER_OTHER, "302 Found to no https URL, not followed");
  http_expect (c->http, "/user", HM_ANSWER_OTHER, "302 Found to no https URL, not followed");
  http_expect (c->http, "/nowhere", HM_ANSWER_OTHER, "302 Found to no https URL, not followed");
  http_case_end (c);
  complaints = script_server_end (elsewhere);
  g_assert_cmpstr (complaints, ==, "");
}

/* Five are followed, a sixth is not. */
static void
test_redirects_without_end (void)
{
  HttpCase *c = http_case_new (
      "[{'request': 'GET /loop', 'status': 302, 'times': 6, 'response_headers': {'location': '/loop'}},"
      " {'request': 'GET /r5', 'status': 302, 'response_headers': {'location': '/r4'}},"
      " {'request': 'GET /r4', 'status': 302, 'response_headers': {'location': '/r3'}},"
      " {'request': 'GET /r3', 'status': 302, 'response_headers': {'location': '/r2'}},"
      " {'request': 'GET /r2', 'status': 302, 'response_headers': {'location': '/r1'}},"
      " {'request': 'GET /r1', 'status': 302, 'response_headers': {'location': '/r0'}},"
      " {'request': 'GET /r0', 'body': 1}]",
      NULL);

  if (c == NULL)
    return;
  http_expect (c->http, "/loop", HM_ANSWER_OTHER, "more than 5 redirects");
  http_expect (c->http, "/r5", HM_ANSWER_OK, "");
  http_case_end (c);
}

/* A refused token ends it all: nothing else is asked, not even what was asked at the same time. */
static void
test_bad_token (void)
{
  HttpCase *c = http_case_new (
      "[{'request': 'GET /a', 'status': 401, 'body': {'message': 'Bad credentials'}}]",
      &(HmHttpOptions){ .token = CASE_TOKEN, .parallel = 1 });
  g_autofree char *url = NULL;
  HmRequest requests[2] = { 0 };
  HmAnswer *answers[2] = { 0 };
  GError *error = NULL;

  if (c == NULL)
    return;
  url = g_strconcat (c->server->origin, "/a", NULL);
  requests[0].url = url;
  g_assert_null (hm_http_ask_one (c->http, requests, &error));
  g_assert_error (error, HM_ERROR, HM_ERROR_TOKEN);
  g_assert_cmpstr (error->message, ==,
                   "127.0.0.1: the token is refused: 401 Unauthorized: Bad credentials");
  g_clear_error (&error);
  requests[1].url = url;
  g_assert_false (hm_http_ask (c->http, requests, 2, answers, &error));
  g_assert_error (error, HM_ERROR, HM_ERROR_TOKEN);
  g_assert_null (answers[0]);
  g_clear_error (&error);
  g_assert_cmpuint (hm_http_n_requests (c->http), ==, 1);
  http_case_end (c);
}

static void
test_bad_token_without_words (void)
{
  HttpCase *c = http_case_new ("[{'request': 'GET /a', 'status': 401, 'body_text': '<html>',"
                               "  'response_headers': {'content-type': 'text/html'}}]",
                               NULL);
  g_autofree char *url = NULL;
  GError *error = NULL;

  if (c == NULL)
    return;
  url = g_strconcat (c->server->origin, "/a", NULL);
  g_assert_null (hm_http_ask_one (c->http, &(HmRequest){ .url = url }, &error));
  g_assert_cmpstr (error->message, ==, "127.0.0.1: the token is refused: 401 Unauthorized");
  g_clear_error (&error);
  http_case_end (c);
}

static void
assert_clean (const HmAnswer *answer)
{
  char *text = json_dumps (answer->json, JSON_ENCODE_ANY);
  GHashTableIter iter;
  gpointer value;

  g_assert_null (strstr (text, CASE_TOKEN));
  free (text);
  g_assert_null (strstr (answer->why, CASE_TOKEN));
  g_assert_null (strstr (answer->url, CASE_TOKEN));
  g_assert_true (answer->moved_to == NULL || strstr (answer->moved_to, CASE_TOKEN) == NULL);
  g_assert_true (answer->link_next == NULL || strstr (answer->link_next, CASE_TOKEN) == NULL);
  g_hash_table_iter_init (&iter, answer->diagnosis);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    g_assert_null (strstr (value, CASE_TOKEN));
}

/* A server that says the token back, in whatever spelling, can't make it appear anywhere. */
static void
test_echo (void)
{
  g_autofree char *cache = http_case_folder ();
  g_autofree char *record = http_case_folder ();
  HttpCase *c = http_case_new (
      "[{'request': 'GET /a', 'body': {'echo': '" CASE_TOKEN "', '" CASE_TOKEN "': ['" CASE_TOKEN
      "']},"
      "  'response_headers': {'etag': '" CASE_TOKEN "', 'x-oauth-scopes': '" CASE_TOKEN "',"
      "    'link': '</" CASE_TOKEN ">; rel=next', 'last-modified': '" CASE_TOKEN "'}},"
      " {'request': 'GET /escaped', 'body_hex': '5b225c75303036336173652d746f6b656e2d30313233343536373839225d',"
      "  'response_headers': {'etag': 'x'}},"
      " {'request': 'GET /moved', 'status': 301, 'response_headers': {'location': '/" CASE_TOKEN
      "'}},"
      " {'request': 'GET /*********************', 'body': 1},"
      " {'request': 'GET /b', 'status': 401, 'body': {'message': 'Bad token " CASE_TOKEN "'}}]",
      &(HmHttpOptions){ .token = CASE_TOKEN, .cache_folder = cache, .record_folder = record });
  static const char *const paths[] = { "/a", "/escaped", "/moved" };
  g_autofree char *url = NULL;
  GError *error = NULL;

  if (c == NULL)
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++) {
    g_autoptr (HmAnswer) answer = http_get (c->http, paths[i]);

    assert_clean (answer);
  }
  url = g_strconcat (c->server->origin, "/b", NULL);
  g_assert_null (hm_http_ask_one (c->http, &(HmRequest){ .url = url }, &error));
  g_assert_null (strstr (error->message, CASE_TOKEN));
  g_clear_error (&error);
  http_case_end (c);
  g_assert_false (http_case_folder_holds (cache, CASE_TOKEN));
  g_assert_false (http_case_folder_holds (record, CASE_TOKEN));
  g_assert_true (http_case_folder_holds (record, "*********************"));
  g_assert_true (hm_folder_remove (cache, NULL));
  g_assert_true (hm_folder_remove (record, NULL));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/http/token/refused", test_refused);
  g_test_add_func ("/http/token/other-origin", test_other_origin);
  g_test_add_func ("/http/token/other-name", test_other_name);
  g_test_add_func ("/http/token/redirect", test_redirect);
  g_test_add_func ("/http/token/redirect-posted", test_redirect_posted);
  g_test_add_func ("/http/token/redirect-elsewhere", test_redirect_elsewhere);
  g_test_add_func ("/http/token/redirects-without-end", test_redirects_without_end);
  g_test_add_func ("/http/token/bad", test_bad_token);
  g_test_add_func ("/http/token/bad-without-words", test_bad_token_without_words);
  g_test_add_func ("/http/token/echo", test_echo);
  return g_test_run ();
}
