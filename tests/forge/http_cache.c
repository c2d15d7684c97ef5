/* SPDX-License-Identifier: Apache-2.0 */
#include "evidence/forge/http_cache.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <utime.h>
#include <unistd.h>

#include "core/limits.h"
#include "evidence/forge/headers.h"
#include "evidence/git/folder.h"
#include "tests/forge/http_case.h"

#define URL "https://api.example.org/repos/o/r"
#define ACCEPT "application/json"

static void
put (HmHttpCache *cache, const char *url, const char *body, gsize size)
{
  static const char etag[] = "ETag: W/\"abc\"";
  static const char type[] = "Content-Type: application/json";
  static const char quota[] = "x-ratelimit-remaining: 17";
  g_autoptr (GHashTable) headers = hm_headers_new ();

  hm_headers_add (headers, etag, strlen (etag));
  hm_headers_add (headers, type, strlen (type));
  hm_headers_add (headers, quota, strlen (quota));
  hm_http_cache_put (cache, url, ACCEPT, headers, (const guint8 *) body, size);
}

static gboolean
has (HmHttpCache *cache, const char *url)
{
  g_autoptr (HmKeptAnswer) kept = hm_http_cache_get (cache, url, ACCEPT);

  return kept != NULL;
}

static void
clean (const char *folder)
{
  g_assert_true (hm_folder_remove (folder, NULL));
}

static void
test_kept (void)
{
  g_autofree char *parent = http_case_folder ();
  g_autofree char *folder = g_build_filename (parent, "a", "http", NULL);
  g_autoptr (HmHttpCache) cache = hm_http_cache_new (folder, 1 << 20, "token-0123456789");
  g_autoptr (HmHttpCache) other = hm_http_cache_new (folder, 1 << 20, "token-of-another");
  g_autoptr (HmHttpCache) anonymous = hm_http_cache_new (folder, 1 << 20, NULL);
  g_autoptr (HmKeptAnswer) kept = NULL;
  g_autoptr (HmKeptAnswer) accept = NULL;
  g_autoptr (GPtrArray) files = NULL;
  struct stat status;

  put (cache, URL, "{\"a\":\0 1}\n\n", 11);
  kept = hm_http_cache_get (cache, URL, ACCEPT);
  g_assert_nonnull (kept);
  g_assert_cmpuint (g_bytes_get_size (kept->content), ==, 11);
  g_assert_true (memcmp (g_bytes_get_data (kept->content, NULL), "{\"a\":\0 1}\n\n", 11) == 0);
  g_assert_cmpstr (hm_headers_get (kept->headers, "etag"), ==, "W/\"abc\"");
  g_assert_cmpstr (hm_headers_get (kept->headers, "content-type"), ==, "application/json");
  g_assert_null (hm_headers_get (kept->headers, "x-ratelimit-remaining"));
  g_assert_false (has (cache, URL "/other"));
  g_assert_false (has (other, URL));
  g_assert_false (has (anonymous, URL));
  accept = hm_http_cache_get (cache, URL, "application/vnd.github+json");
  g_assert_null (accept);

  files = http_case_files (folder);
  g_assert_cmpuint (files->len, ==, 1);
  g_assert_cmpint (g_stat (files->pdata[0], &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
  g_assert_cmpint (g_stat (folder, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0700);
  g_assert_false (http_case_folder_holds (folder, "token-0123456789"));
  clean (parent);
}

/* A file that is cut anywhere, or changed anywhere, is not there. */
static void
test_damaged (void)
{
  g_autofree char *folder = http_case_folder ();
  g_autoptr (HmHttpCache) cache = hm_http_cache_new (folder, 1 << 20, NULL);
  g_autoptr (GPtrArray) files = NULL;
  g_autofree char *whole = NULL;
  gsize size;

  put (cache, URL, "{\"a\": 1}", 8);
  files = http_case_files (folder);
  g_assert_true (g_file_get_contents (files->pdata[0], &whole, &size, NULL));
  for (gsize cut = 0; cut < size; cut++) {
    http_case_write (files->pdata[0], whole, cut);
    g_assert_false (has (cache, URL));
  }
  for (gsize i = 0; i < size; i++) {
    whole[i] ^= 1;
    http_case_write (files->pdata[0], whole, size);
    g_assert_false (has (cache, URL));
    whole[i] ^= 1;
  }
  http_case_write (files->pdata[0], whole, size);
  g_assert_true (has (cache, URL));
  clean (folder);
}

/* What is damaged is taken away; what is no file of ours is let alone. */
static void
test_foreign (void)
{
  g_autofree char *folder = http_case_folder ();
  g_autoptr (HmHttpCache) cache = hm_http_cache_new (folder, 1 << 20, NULL);
  g_autoptr (GPtrArray) files = NULL;
  g_autofree char *target = g_build_filename (folder, "target", NULL);

  put (cache, URL, "1", 1);
  files = http_case_files (folder);
  g_assert_cmpint (g_rename (files->pdata[0], target), ==, 0);
  g_assert_cmpint (symlink (target, files->pdata[0]), ==, 0);
  g_assert_false (has (cache, URL));
  g_assert_cmpint (g_unlink (files->pdata[0]), ==, 0);
  g_assert_cmpint (g_mkdir (files->pdata[0], 0700), ==, 0);
  g_assert_false (has (cache, URL));
  put (cache, URL, "1", 1);
  g_assert_false (has (cache, URL));
  g_assert_cmpint (g_rmdir (files->pdata[0]), ==, 0);
  g_assert_true (g_file_set_contents (files->pdata[0], "x", 1, NULL));
  g_assert_false (has (cache, URL));
  g_assert_false (g_file_test (files->pdata[0], G_FILE_TEST_EXISTS));
  clean (folder);
}

/* Gives the files of @folder that are of now the time @seconds: two of one millisecond may be of one time. */
static void
age (const char *folder, time_t seconds)
{
  g_autoptr (GPtrArray) files = http_case_files (folder);

  for (guint i = 0; i < files->len; i++) {
    struct utimbuf times = { .actime = seconds, .modtime = seconds };
    struct stat status;

    g_assert_cmpint (g_stat (files->pdata[i], &status), ==, 0);
    if (status.st_mtime > 1000000)
      g_assert_cmpint (g_utime (files->pdata[i], &times), ==, 0);
  }
}

/* Four fit; the fifth makes the oldest go, and one that was used is not the oldest. */
static void
test_room (void)
{
  g_autofree char *folder = http_case_folder ();
  g_autofree char *body = g_strnfill (1000, ' ');
  g_autoptr (HmHttpCache) cache = hm_http_cache_new (folder, 5500, NULL);
  const char *const urls[] = { URL "/1", URL "/2", URL "/3", URL "/4", URL "/5" };
  g_autoptr (GPtrArray) files = NULL;

  for (gsize i = 0; i < 4; i++) {
    put (cache, urls[i], body, 1000);
    age (folder, (time_t) i + 1);
  }
  g_assert_true (has (cache, urls[0]));
  hm_http_cache_touch (cache, urls[0], ACCEPT);
  put (cache, urls[4], body, 1000);
  g_assert_true (has (cache, urls[4]));
  g_assert_true (has (cache, urls[0]));
  g_assert_false (has (cache, urls[1]));
  files = http_case_files (folder);
  g_assert_cmpuint (files->len, <=, 4);

  /* What never fits pushes nothing out. */
  g_free (body);
  body = g_strnfill (6000, ' ');
  put (cache, URL "/large", body, 6000);
  g_assert_false (has (cache, URL "/large"));
  g_assert_true (has (cache, urls[4]));
  clean (folder);
}

/* No folder, no cache, and no complaint. */
static void
test_no_folder (void)
{
  g_autofree char *folder = http_case_folder ();
  g_autofree char *file = g_build_filename (folder, "file", NULL);
  g_autofree char *below = g_build_filename (file, "cache", NULL);
  g_autoptr (HmHttpCache) cache = NULL;
  g_autoptr (HmHttpCache) proc = hm_http_cache_new ("/proc/hallmark", 1 << 20, NULL);

  g_assert_true (g_file_set_contents (file, "", 0, NULL));
  cache = hm_http_cache_new (below, 1 << 20, NULL);
  put (cache, URL, "1", 1);
  hm_http_cache_touch (cache, URL, ACCEPT);
  g_assert_false (has (cache, URL));
  put (proc, URL, "1", 1);
  g_assert_false (has (proc, URL));
  clean (folder);
}

/* A folder that others could read becomes ours alone. */
static void
test_open_folder (void)
{
  g_autofree char *folder = http_case_folder ();
  g_autoptr (HmHttpCache) cache = NULL;
  struct stat status;

  g_assert_cmpint (g_chmod (folder, 0777), ==, 0);
  cache = hm_http_cache_new (folder, 1 << 20, NULL);
  g_assert_cmpint (g_stat (folder, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0700);
  clean (folder);
}

/* The second time is asked for on condition, costs nothing of the quota, and shows the same. */
static void
test_conditional (void)
{
  g_autofree char *folder = http_case_folder ();
  const HmHttpOptions options = { .token = CASE_TOKEN, .cache_folder = folder };
  HttpCase *c = http_case_new (
      "[{'request': 'GET /a', 'absent': ['if-none-match', 'if-modified-since'], 'body': {'v': 1},"
      "  'response_headers': {'etag': 'W/x1', 'last-modified': 'Tue, 14 Nov 2023 22:13:20 GMT',"
      "   'link': '</a?page=2>; rel=next', 'x-ratelimit-remaining': '10'}},"
      " {'request': 'GET /a', 'headers': {'if-none-match': 'W/x1'}, 'absent': ['if-modified-since'],"
      "  'status': 304, 'response_headers': {'x-ratelimit-remaining': '9'}},"
      " {'request': 'GET /a', 'headers': {'if-none-match': 'W/x1'}, 'body': {'v': 2},"
      "  'response_headers': {'etag': 'W/x2'}},"
      " {'request': 'GET /a', 'headers': {'if-none-match': 'W/x2'}, 'status': 500, 'body': 1},"
      " {'request': 'GET /a', 'headers': {'if-none-match': 'W/x2'}, 'status': 304}]",
      &options);
  HmHttp *later;
  g_autoptr (HmAnswer) first = NULL;
  g_autoptr (HmAnswer) second = NULL;
  g_autoptr (HmAnswer) changed = NULL;
  g_autoptr (HmAnswer) again = NULL;

  if (c == NULL)
    return;
  first = http_get (c->http, "/a");
  g_assert_false (first->is_cached);
  later = http_case_client (c, &options);
  second = http_get (later, "/a");
  g_assert_cmpint (second->kind, ==, HM_ANSWER_OK);
  g_assert_cmpint (second->status, ==, 200);
  g_assert_true (second->is_cached);
  g_assert_true (json_equal (first->json, second->json));
  g_assert_cmpstr (first->link_next, ==, second->link_next);
  g_assert_cmpstr (g_hash_table_lookup (second->diagnosis, "x-ratelimit-remaining"), ==, "9");
  g_assert_cmpuint (hm_http_n_requests (later), ==, 1);
  g_assert_cmpuint (hm_http_n_free (later), ==, 1);
  changed = http_get (later, "/a");
  g_assert_false (changed->is_cached);
  g_assert_cmpint (json_integer_value (json_object_get (changed->json, "v")), ==, 2);
  http_expect (later, "/a", HM_ANSWER_OTHER, "500 Internal Server Error");
  again = http_get (later, "/a");
  g_assert_true (json_equal (changed->json, again->json));
  hm_http_free (later);
  http_case_end (c);
  clean (folder);
}

/* Without a token a 304 costs as much as any answer. */
static void
test_anonymous (void)
{
  g_autofree char *folder = http_case_folder ();
  HttpCase *c = http_case_new (
      "[{'request': 'GET /a', 'body': 1, 'response_headers': {'last-modified': 'x'}},"
      " {'request': 'GET /a', 'headers': {'if-modified-since': 'x'}, 'status': 304}]",
      &(HmHttpOptions){ .cache_folder = folder });

  if (c == NULL)
    return;
  http_expect (c->http, "/a", HM_ANSWER_OK, "");
  http_expect (c->http, "/a", HM_ANSWER_OK, "");
  g_assert_cmpuint (hm_http_n_free (c->http), ==, 0);
  http_case_end (c);
  clean (folder);
}

/* ETags of a token that lives for an hour die with it: the date is the better condition. */
static void
test_fleeting_token (void)
{
  g_autofree char *folder = http_case_folder ();
  HttpCase *c = http_case_new (
      "[{'request': 'GET /a', 'body': 1, 'response_headers': {'etag': 'e', 'last-modified': 'd'}},"
      " {'request': 'GET /a', 'headers': {'if-modified-since': 'd'}, 'absent': ['if-none-match'], 'status': 304},"
      " {'request': 'GET /b', 'body': 1, 'response_headers': {'etag': 'e'}},"
      " {'request': 'GET /b', 'headers': {'if-none-match': 'e'}, 'status': 304}]",
      &(HmHttpOptions){ .token = "ghs_0123456789abcdef", .cache_folder = folder });

  if (c == NULL)
    return;
  for (guint i = 0; i < 2; i++)
    http_expect (c->http, "/a", HM_ANSWER_OK, "");
  for (guint i = 0; i < 2; i++)
    http_expect (c->http, "/b", HM_ANSWER_OK, "");
  http_case_end (c);
  clean (folder);
}

/* Neither posts, nor errors, nor nonsense, nor what names no version. */
static void
test_not_kept (void)
{
  g_autofree char *folder = http_case_folder ();
  HttpCase *c = http_case_new (
      "[{'request': 'POST /p', 'body': 1, 'response_headers': {'etag': 'e'}},"
      " {'request': 'GET /e', 'status': 404, 'body': 1, 'response_headers': {'etag': 'e'}},"
      " {'request': 'GET /n', 'body_text': '{', 'response_headers': {'etag': 'e'}},"
      " {'request': 'GET /v', 'body': 1}]",
      &(HmHttpOptions){ .token = CASE_TOKEN, .cache_folder = folder });
  g_autoptr (HmAnswer) posted = NULL;
  g_autoptr (GPtrArray) files = NULL;

  if (c == NULL)
    return;
  posted = http_post (c->http, "/p", "{}");
  http_expect (c->http, "/e", HM_ANSWER_ABSENT, "404 Not Found");
  http_expect (c->http, "/n", HM_ANSWER_NONSENSE, "JSON that breaks off");
  http_expect (c->http, "/v", HM_ANSWER_OK, "");
  files = http_case_files (folder);
  g_assert_cmpuint (files->len, ==, 0);
  http_case_end (c);
  clean (folder);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/http-cache/kept", test_kept);
  g_test_add_func ("/http-cache/damaged", test_damaged);
  g_test_add_func ("/http-cache/foreign", test_foreign);
  g_test_add_func ("/http-cache/room", test_room);
  g_test_add_func ("/http-cache/no-folder", test_no_folder);
  g_test_add_func ("/http-cache/open-folder", test_open_folder);
  g_test_add_func ("/http-cache/conditional", test_conditional);
  g_test_add_func ("/http-cache/anonymous", test_anonymous);
  g_test_add_func ("/http-cache/fleeting-token", test_fleeting_token);
  g_test_add_func ("/http-cache/not-kept", test_not_kept);
  return g_test_run ();
}
