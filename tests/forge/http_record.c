/* SPDX-License-Identifier: Apache-2.0 */
/* Recording and replay: what is kept, what is taken out, and that a replay shows the same without a socket. */
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "core/error.h"
#include "core/limits.h"
#include "evidence/git/folder.h"
#include "tests/forge/http_case.h"

static void
clean (const char *folder)
{
  g_assert_true (hm_folder_remove (folder, NULL));
}

/* A replay of @folder as asked at @origin, where nobody listens any more. */
static HmHttp *
replay_of (const char *folder, const char *origin)
{
  script_server_stop_idle ();
  return http_case_client (NULL, &(HmHttpOptions){ .origin = origin, .replay_folder = folder });
}

static char *
answer_text (const HmAnswer *answer)
{
  g_autoptr (GString) text = g_string_new (NULL);
  char *json = answer->json == NULL ? NULL : json_dumps (answer->json, JSON_ENCODE_ANY);
  g_autoptr (GList) names = g_list_sort (g_hash_table_get_keys (answer->diagnosis),
                                         (GCompareFunc) (void (*) (void)) strcmp);

  g_string_append_printf (text, "%d %d [%s] %s %s %s %d %d %s", answer->kind, answer->status,
                          answer->why, answer->url, answer->moved_to, answer->link_next,
                          answer->has_next, answer->is_cached, json);
  for (GList *name = names; name != NULL; name = name->next)
    g_string_append_printf (text, " %s=%s", (char *) name->data,
                            (char *) g_hash_table_lookup (answer->diagnosis, name->data));
  free (json);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Every kind of answer, twice the same request with another answer, and the same counts. */
static void
test_same (void)
{
  static const char *const paths[] = {
    "/ok",   "/ok",    "/null", "/none", "/absent",  "/forbidden",
    "/html", "/moved", "/cut",  "/bad",  "/limited",
  };
  g_autofree char *folder = http_case_folder ();
  g_autofree char *origin = NULL;
  HttpCase *c = http_case_new (
      "[{'request': 'GET /ok', 'body': {'z': 1, 'a': [1.5, null, true]},"
      "  'response_headers': {'x-oauth-scopes': 'repo', 'link': '</ok?page=2>; rel=next'}},"
      " {'request': 'GET /ok', 'body': 2},"
      " {'request': 'GET /null', 'body': null},"
      " {'request': 'GET /none', 'status': 204},"
      " {'request': 'GET /absent', 'status': 404, 'body': {'message': 'Branch not protected'}},"
      " {'request': 'GET /forbidden', 'status': 403, 'body': {}},"
      " {'request': 'GET /html', 'body_text': '<', 'response_headers': {'content-type': 'text/html'}},"
      " {'request': 'GET /moved', 'status': 301, 'response_headers': {'location': '/ok'}},"
      " {'request': 'GET /ok', 'body': 3},"
      " {'request': 'GET /cut', 'body': {}, 'cut_after': 1},"
      " {'request': 'GET /bad', 'status': 502, 'times': 3},"
      " {'request': 'GET /limited', 'status': 429, 'response_headers': {'retry-after': '3000'}},"
      " {'request': 'POST /graphql', 'body_contains': ['query'], 'body': {'data': {}}}]",
      &(HmHttpOptions){ .token = CASE_TOKEN, .record_folder = folder });
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (HmAnswer) posted = NULL;
  g_autoptr (HmAnswer) posted_again = NULL;
  g_autofree char *posted_text = NULL;
  g_autofree char *posted_again_text = NULL;
  g_autofree char *ok_url = NULL;
  HmHttp *replay;
  guint n_requests;

  if (c == NULL)
    return;
  origin = g_strdup (c->server->origin);
  posted = http_post (c->http, "/graphql", "{\"query\": \"q\"}");
  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++) {
    g_autoptr (HmAnswer) answer = http_get (c->http, paths[i]);

    g_ptr_array_add (found, answer_text (answer));
  }
  n_requests = hm_http_n_requests (c->http);
  http_case_end (c);

  replay = replay_of (folder, origin);
  ok_url = g_strconcat (origin, "/ok", NULL);
  g_assert_true (hm_http_has_token (replay));
  g_assert_true (hm_http_has_answer (replay, &(HmRequest){ .url = ok_url }));
  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++) {
    g_autoptr (HmAnswer) answer = http_get (replay, paths[i]);
    g_autofree char *text = answer_text (answer);

    g_assert_cmpstr (text, ==, found->pdata[i]);
  }
  posted_again = http_post (replay, "/graphql", "{\"query\": \"q\"}");
  posted_text = answer_text (posted);
  posted_again_text = answer_text (posted_again);
  g_assert_cmpstr (posted_text, ==, posted_again_text);
  g_assert_cmpuint (hm_http_n_requests (replay), ==, n_requests);

  /* All were taken; and a post with another body is another request. */
  g_assert_false (hm_http_has_answer (replay, &(HmRequest){ .url = ok_url }));
  http_expect (replay, "/ok", HM_ANSWER_UNREACHABLE, "not in the recording");
  http_expect (replay, "/never", HM_ANSWER_UNREACHABLE, "not in the recording");
  g_assert_cmpuint (hm_http_n_requests (replay), ==, n_requests);
  hm_http_free (replay);
  clean (folder);
}

static void
test_order_of_one_batch (void)
{
  g_autofree char *folder = http_case_folder ();
  g_autofree char *origin = NULL;
  g_autofree char *url = NULL;
  HttpCase *c =
      http_case_new ("[{'request': 'GET /a', 'body': 1}, {'request': 'GET /a', 'body': 2},"
                     " {'request': 'GET /a', 'body': 3}]",
                     &(HmHttpOptions){ .record_folder = folder, .parallel = 1 });
  HmRequest requests[3];
  HmAnswer *answers[3];
  HmHttp *replay;

  if (c == NULL)
    return;
  origin = g_strdup (c->server->origin);
  url = g_strconcat (origin, "/a", NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (requests); i++)
    requests[i] = (HmRequest){ .url = url };
  g_assert_true (hm_http_ask (c->http, requests, 3, answers, NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++)
    hm_answer_free (answers[i]);
  http_case_end (c);

  replay = replay_of (folder, origin);
  g_assert_false (hm_http_has_token (replay));
  g_assert_true (hm_http_ask (replay, requests, 3, answers, NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++) {
    g_assert_cmpint (json_integer_value (answers[i]->json), ==, (gint64) i + 1);
    hm_answer_free (answers[i]);
  }
  hm_http_free (replay);
  clean (folder);
}

/* Addresses go, but for those of authors and committers; who records sees the same as who replays. */
static void
test_addresses (void)
{
  g_autofree char *folder = http_case_folder ();
  g_autofree char *origin = NULL;
  HttpCase *c = http_case_new (
      "[{'request': 'GET /a', 'body': {'email': 'Reporter@Example.org', 'other': 'reporter@example.org',"
      "  'message': 'Reported-by: A <reporter@example.org>', 'ssh_url': 'git@github.com:o/r.git',"
      "  'commit': {'author': {'email': 'author@example.org'}, 'committer': {'email': 'committer@example.org'}}},"
      "  'response_headers': {'x-github-sso': 'ask admin@example.org'}}]",
      &(HmHttpOptions){ .record_folder = folder });
  g_autoptr (HmAnswer) recorded = NULL;
  g_autoptr (HmAnswer) replayed = NULL;
  g_autofree char *recorded_text = NULL;
  g_autofree char *replayed_text = NULL;
  HmHttp *replay;

  if (c == NULL)
    return;
  origin = g_strdup (c->server->origin);
  recorded = http_get (c->http, "/a");
  http_case_end (c);
  replay = replay_of (folder, origin);
  replayed = http_get (replay, "/a");
  recorded_text = answer_text (recorded);
  replayed_text = answer_text (replayed);
  g_assert_cmpstr (recorded_text, ==, replayed_text);
  g_assert_null (strstr (recorded_text, "eporter@"));
  g_assert_null (strstr (recorded_text, "admin@"));
  g_assert_nonnull (strstr (recorded_text, "author@example.org"));
  g_assert_nonnull (strstr (recorded_text, "committer@example.org"));
  g_assert_nonnull (strstr (recorded_text, "git@github.com:o/r.git"));
  g_assert_cmpstr (json_string_value (json_object_get (recorded->json, "email")), ==,
                   json_string_value (json_object_get (recorded->json, "other")));
  g_assert_false (http_case_folder_holds (folder, "eporter@"));
  g_assert_false (http_case_folder_holds (folder, "admin@"));
  hm_http_free (replay);
  clean (folder);
}

static void
test_bad_token (void)
{
  g_autofree char *folder = http_case_folder ();
  g_autofree char *url = NULL;
  g_autofree char *origin = NULL;
  HttpCase *c = http_case_new (
      "[{'request': 'GET /a', 'status': 401, 'body': {'message': 'Bad credentials, ask a@example.org'}}]",
      &(HmHttpOptions){ .token = CASE_TOKEN, .record_folder = folder });
  g_autoptr (GError) recorded = NULL;
  g_autoptr (GError) replayed = NULL;
  HmHttp *replay;

  if (c == NULL)
    return;
  origin = g_strdup (c->server->origin);
  url = g_strconcat (origin, "/a", NULL);
  g_assert_null (hm_http_ask_one (c->http, &(HmRequest){ .url = url }, &recorded));
  g_assert_error (recorded, HM_ERROR, HM_ERROR_TOKEN);
  http_case_end (c);
  replay = replay_of (folder, origin);
  g_assert_null (hm_http_ask_one (replay, &(HmRequest){ .url = url }, &replayed));
  g_assert_error (replayed, HM_ERROR, HM_ERROR_TOKEN);
  g_assert_cmpstr (recorded->message, ==, replayed->message);
  g_assert_null (strstr (recorded->message, "a@example.org"));
  hm_http_free (replay);
  clean (folder);
}

/* What the cache knew is recorded as it was answered, and costs as little. */
static void
test_cached (void)
{
  g_autofree char *folder = http_case_folder ();
  g_autofree char *cache = http_case_folder ();
  g_autofree char *origin = NULL;
  HttpCase *c = http_case_new (
      "[{'request': 'GET /a', 'body': ['a@example.org'], 'response_headers': {'etag': 'e'}},"
      " {'request': 'GET /a', 'headers': {'if-none-match': 'e'}, 'status': 304}]",
      &(HmHttpOptions){ .token = CASE_TOKEN, .record_folder = folder, .cache_folder = cache });
  HmHttp *replay;

  if (c == NULL)
    return;
  origin = g_strdup (c->server->origin);
  for (guint i = 0; i < 2; i++)
    http_expect (c->http, "/a", HM_ANSWER_OK, "");
  g_assert_cmpuint (hm_http_n_free (c->http), ==, 1);
  http_case_end (c);
  replay = replay_of (folder, origin);
  for (guint i = 0; i < 2; i++) {
    g_autoptr (HmAnswer) answer = http_get (replay, "/a");

    g_assert_cmpint (answer->is_cached, ==, i == 1);
    g_assert_true (g_str_has_suffix (json_string_value (json_array_get (answer->json, 0)),
                                     "@redacted.invalid"));
  }
  g_assert_cmpuint (hm_http_n_requests (replay), ==, 2);
  g_assert_cmpuint (hm_http_n_free (replay), ==, 1);
  hm_http_free (replay);
  clean (folder);
  clean (cache);
}

/* Two that record into one folder add up, and each is replayed for its own origin. */
static void
test_two_in_one_folder (void)
{
  g_autofree char *folder = http_case_folder ();
  g_autofree char *origin = NULL;
  HttpCase *c =
      http_case_new ("[{'request': 'GET /a', 'body': 1}, {'request': 'GET /a', 'body': 2}]",
                     &(HmHttpOptions){ .token = CASE_TOKEN, .record_folder = folder });
  HmHttp *second;
  HmHttp *replay;

  if (c == NULL)
    return;
  origin = g_strdup (c->server->origin);
  http_expect (c->http, "/a", HM_ANSWER_OK, "");
  second = http_case_client (c, &(HmHttpOptions){ .record_folder = folder });
  http_expect (second, "/a", HM_ANSWER_OK, "");
  hm_http_free (second);
  http_case_end (c);
  replay = replay_of (folder, origin);
  g_assert_true (hm_http_has_token (replay));
  for (json_int_t i = 1; i <= 2; i++) {
    g_autoptr (HmAnswer) answer = http_get (replay, "/a");

    g_assert_cmpint (json_integer_value (answer->json), ==, i);
  }
  hm_http_free (replay);
  replay = replay_of (folder, "https://elsewhere.invalid");
  g_assert_false (hm_http_has_token (replay));
  hm_http_free (replay);
  clean (folder);
}

/* Returns: the path of the one exchange in @folder, asked for "/a" at @origin. */
static char *
record_one (const char *folder, char **ret_origin)
{
  HttpCase *c = http_case_new ("[{'request': 'GET /a', 'body': {'a': 1}}]",
                               &(HmHttpOptions){ .record_folder = folder });
  g_autoptr (GPtrArray) files = NULL;

  if (c == NULL)
    return NULL;
  *ret_origin = g_strdup (c->server->origin);
  http_expect (c->http, "/a", HM_ANSWER_OK, "");
  http_case_end (c);
  files = http_case_files (folder);
  g_assert_cmpuint (files->len, ==, 2);
  return g_strdup (files->pdata[0]);
}

static void
expect_unusable (const char *folder, const char *origin)
{
  g_autoptr (HmHttp) replay = replay_of (folder, origin);
  g_autoptr (HmAnswer) answer = http_get (replay, "/a");

  g_assert_cmpint (answer->kind, ==, HM_ANSWER_UNREACHABLE);
  g_assert_true (g_str_has_suffix (answer->why, "in the recording can't be used"));
}

static void
test_damaged (void)
{
  g_autofree char *folder = http_case_folder ();
  g_autofree char *origin = NULL;
  g_autofree char *path = record_one (folder, &origin);
  g_autofree char *whole = NULL;
  static const struct {
    const char *from;
    const char *to;
  } changes[] = {
    { "\"status\": 200", "\"status\": 1000" },
    { "\"status\": 200", "\"status\": -1" },
    { "\"status\": 200", "\"status\": \"200\"" },
    { "\"outcome\": \"ok\"", "\"outcome\": \"fine\"" },
    { "\"requests\": 1", "\"requests\": 99999999999" },
    { "\"method\": \"GET\"", "\"method\": \"POST\"" },
    { "/a\"", "/b\"" },
    { "hallmark/exchange/1", "hallmark/exchange/2" },
    { "\"why\": \"\"", "\"why\": null" },
  };
  gsize size;

  if (path == NULL)
    return;
  g_assert_true (g_file_get_contents (path, &whole, &size, NULL));
  for (gsize cut = 0; cut + 1 < size; cut++) {
    http_case_write (path, whole, cut);
    expect_unusable (folder, origin);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++) {
    g_auto (GStrv) parts = g_strsplit (whole, changes[i].from, 2);
    g_autofree char *changed = g_strjoinv (changes[i].to, parts);

    g_assert_cmpuint (g_strv_length (parts), ==, 2);
    http_case_write (path, changed, strlen (changed));
    expect_unusable (folder, origin);
  }
  /* Its reader would wait for a writer for ever. */
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (mkfifo (path, 0600), ==, 0);
  expect_unusable (folder, origin);
  clean (folder);
}

/* A body as deep as may be is one level deeper in its file. */
static void
test_deepest (void)
{
  g_autofree char *folder = http_case_folder ();
  g_autofree char *origin = NULL;
  g_autofree char *open = g_strnfill (HM_JSON_DEPTH_MAX, '[');
  g_autofree char *close = g_strnfill (HM_JSON_DEPTH_MAX, ']');
  g_autofree char *script =
      g_strdup_printf ("[{'request': 'GET /a', 'body_text': '%s%s'}]", open, close);
  HttpCase *c = http_case_new (script, &(HmHttpOptions){ .record_folder = folder });
  g_autoptr (HmHttp) replay = NULL;

  if (c == NULL)
    return;
  origin = g_strdup (c->server->origin);
  http_expect (c->http, "/a", HM_ANSWER_OK, "");
  http_case_end (c);
  replay = replay_of (folder, origin);
  http_expect (replay, "/a", HM_ANSWER_OK, "");
  clean (folder);
}

static void
expect_error (const HmHttpOptions *options, HmErrorCode code)
{
  HmHttpOptions filled = *options;
  g_autoptr (GError) error = NULL;

  filled.origin = "https://api.example.org";
  filled.token_scheme = "Bearer";
  filled.user_agent = "hallmark-test";
  g_assert_null (hm_http_new (&filled, &error));
  g_assert_error (error, HM_ERROR, (int) code);
}

static void
test_folders (void)
{
  g_autofree char *folder = http_case_folder ();
  g_autofree char *file = g_build_filename (folder, "file", NULL);
  g_autofree char *below = g_build_filename (file, "below", NULL);
  g_autofree char *missing = g_build_filename (folder, "missing", NULL);

  g_assert_true (g_file_set_contents (file, "", 0, NULL));
  expect_error (&(HmHttpOptions){ .record_folder = below }, HM_ERROR_IO);
  expect_error (&(HmHttpOptions){ .replay_folder = missing }, HM_ERROR_IO);
  expect_error (&(HmHttpOptions){ .replay_folder = folder, .record_folder = missing },
                HM_ERROR_USAGE);
  clean (folder);
}

/* A folder that goes away while it is written to is no silent gap. */
static void
test_folder_gone (void)
{
  g_autofree char *folder = http_case_folder ();
  g_autofree char *url = NULL;
  HttpCase *c = http_case_new ("[{'request': 'GET /a', 'body': 1}]",
                               &(HmHttpOptions){ .record_folder = folder });
  g_autoptr (GError) error = NULL;

  if (c == NULL)
    return;
  clean (folder);
  url = g_strconcat (c->server->origin, "/a", NULL);
  g_assert_null (hm_http_ask_one (c->http, &(HmRequest){ .url = url }, &error));
  g_assert_error (error, HM_ERROR, HM_ERROR_IO);
  http_case_end (c);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/http/record/same", test_same);
  g_test_add_func ("/http/record/order-of-one-batch", test_order_of_one_batch);
  g_test_add_func ("/http/record/addresses", test_addresses);
  g_test_add_func ("/http/record/bad-token", test_bad_token);
  g_test_add_func ("/http/record/cached", test_cached);
  g_test_add_func ("/http/record/two-in-one-folder", test_two_in_one_folder);
  g_test_add_func ("/http/record/damaged", test_damaged);
  g_test_add_func ("/http/record/deepest", test_deepest);
  g_test_add_func ("/http/record/folders", test_folders);
  g_test_add_func ("/http/record/folder-gone", test_folder_gone);
  return g_test_run ();
}
