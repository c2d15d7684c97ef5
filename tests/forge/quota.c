/* SPDX-License-Identifier: Apache-2.0 */
#include "evidence/forge/quota.h"

#include <string.h>

#include "evidence/forge/headers.h"

#define NOW G_GINT64_CONSTANT (1700000000) /* Tue, 14 Nov 2023 22:13:20 GMT */
#define NOW_DATE "Tue, 14 Nov 2023 22:13:20 GMT"

/* @lines: headers with "|" between them. */
static HmPause
read_quota (int status, const char *lines, const char *body, gboolean is_post, guint n_before)
{
  g_autoptr (GHashTable) headers = hm_headers_new ();
  g_auto (GStrv) parts = g_strsplit (lines, "|", -1);
  json_t *json = body == NULL ? NULL : json_loads (body, 0, NULL);
  HmPause pause;

  for (gsize i = 0; parts[i] != NULL; i++)
    hm_headers_add (headers, parts[i], strlen (parts[i]));
  pause = hm_quota_read (status, headers, json, is_post, n_before, NOW);
  json_decref (json);
  return pause;
}

static void
expect (int status, const char *lines, const char *body, gint64 seconds)
{
  const HmPause pause = read_quota (status, lines, body, FALSE, 0);

  g_assert_true (pause.is_limited);
  g_assert_cmpint (pause.seconds, ==, seconds);
  g_assert_cmpint (pause.end, ==, NOW + seconds);
}

static void
expect_none (int status, const char *lines, const char *body, gboolean is_post)
{
  g_assert_false (read_quota (status, lines, body, is_post, 0).is_limited);
}

static void
test_primary (void)
{
  expect (403, "x-ratelimit-remaining: 0|x-ratelimit-reset: 1700000600", NULL, 600);
  expect (429, "x-ratelimit-remaining: 0|x-ratelimit-reset: 1700000600", NULL, 600);
  g_assert_false (
      read_quota (403, "x-ratelimit-remaining: 0|x-ratelimit-reset: 1700000600", NULL, FALSE, 0)
          .is_whole_host);
  /* Over already. */
  expect (403, "x-ratelimit-remaining: 0|x-ratelimit-reset: 1699999999", NULL, 0);
  /* Our clock is ten minutes behind the server's. */
  expect (
      403,
      "x-ratelimit-remaining: 0|x-ratelimit-reset: 1700000660|Date: Tue, 14 Nov 2023 22:23:20 GMT",
      NULL, 60);
  /* Nobody is believed for more than a week. */
  expect (403, "x-ratelimit-remaining: 0|x-ratelimit-reset: 253402300799", NULL,
          HM_PAUSE_SECONDS_MAX);
}

static void
test_not_limited (void)
{
  expect_none (403, "x-ratelimit-remaining: 12|x-ratelimit-reset: 1700000600",
               "{\"message\": \"Must have push access\"}", FALSE);
  expect_none (403, "x-ratelimit-remaining: 0", NULL, FALSE);
  expect_none (403, "x-ratelimit-remaining: 00x|x-ratelimit-reset: 1700000600", NULL, FALSE);
  expect_none (403, "", NULL, FALSE);
  expect_none (404, "retry-after: 5|x-ratelimit-remaining: 0|x-ratelimit-reset: 1700000600", NULL,
               FALSE);
  expect_none (503, "", NULL, FALSE);
  expect_none (503, "retry-after: soon", NULL, FALSE);
  expect_none (200, "retry-after: 5|x-ratelimit-remaining: 0|x-ratelimit-reset: 1700000600", "{}",
               TRUE);
}

static void
test_retry_after (void)
{
  expect (429, "Retry-After: 5", NULL, 5);
  expect (403, "Retry-After: 0", NULL, 0);
  expect (503, "Retry-After: 30", NULL, 30);
  expect (429, "Retry-After: Tue, 14 Nov 2023 22:14:20 GMT", NULL, 60);
  expect (503, "Retry-After: Tuesday, 14-Nov-23 22:14:20 GMT", NULL, 60);
  expect (429, "Retry-After: Tue Nov 14 22:14:20 2023", NULL, 60);
  expect (429, "Retry-After: Tue, 14 Nov 2023 22:14:20 GMT|Date: Tue, 14 Nov 2023 22:14:00 GMT",
          NULL, 20);
  /* In the past; no date; too far. */
  expect (429, "Retry-After: " NOW_DATE, NULL, 0);
  expect (429, "Retry-After: Mon, 13 Nov 2023 00:00:00 GMT", NULL, 0);
  expect (429, "Retry-After: -5", NULL, 60);
  expect (429, "Retry-After: ", NULL, 60);
  expect (429, "Retry-After: 99999999999999999999", NULL, 60);
  expect (429, "Retry-After: 604801", NULL, HM_PAUSE_SECONDS_MAX);
  /* What it says goes before what is left. */
  expect (429, "Retry-After: 5|x-ratelimit-remaining: 0|x-ratelimit-reset: 1700000600", NULL, 5);
  g_assert_true (read_quota (429, "Retry-After: 5", NULL, FALSE, 0).is_whole_host);
}

static void
test_gitlab (void)
{
  expect (429, "RateLimit-Limit: 400|RateLimit-Remaining: 0|RateLimit-Reset: 1700000030", NULL, 30);
  expect (429, "Retry-After: 12|RateLimit-Reset: 1700000030", NULL, 12);
}

static void
test_secondary (void)
{
  static const char body[] = "{\"message\": \"You have exceeded a secondary rate limit. Wait.\"}";

  expect (403, "x-ratelimit-remaining: 4000|x-ratelimit-reset: 1700000600", body, 60);
  expect (429, "", body, 60);
  expect (403, "retry-after: 7", body, 7);
  g_assert_true (read_quota (403, "", body, FALSE, 0).is_whole_host);
  /* Twice as long each time, and no shift out of the number. */
  g_assert_cmpint (read_quota (403, "", body, FALSE, 1).seconds, ==, 120);
  g_assert_cmpint (read_quota (403, "", body, FALSE, 2).seconds, ==, 240);
  g_assert_cmpint (read_quota (403, "", body, FALSE, G_MAXUINT).seconds, ==, 61440);
}

static void
test_graphql (void)
{
  static const char limited[] = "{\"errors\": [{\"type\": \"RATE_LIMITED\"}]}";

  g_assert_cmpint (
      read_quota (200, "x-ratelimit-remaining: 0|x-ratelimit-reset: 1700000100", limited, TRUE, 0)
          .seconds,
      ==, 100);
  g_assert_cmpint (
      read_quota (200, "", "{\"errors\": [{}, {\"type\": \"RATE_LIMIT\"}]}", TRUE, 0).seconds, ==,
      60);
  g_assert_cmpint (read_quota (200, "", "{\"message\": \"secondary rate limit\"}", TRUE, 0).seconds,
                   ==, 60);
  expect_none (200, "", limited, FALSE);
  expect_none (200, "", "{\"errors\": [{\"type\": \"NOT_FOUND\"}]}", TRUE);
  expect_none (200, "", "{\"errors\": {\"type\": \"RATE_LIMITED\"}}", TRUE);
  expect_none (200, "", "[]", TRUE);
}

static HmPause
spent (const char *lines)
{
  g_autoptr (GHashTable) headers = hm_headers_new ();
  g_auto (GStrv) parts = g_strsplit (lines, "|", -1);

  for (gsize i = 0; parts[i] != NULL; i++)
    hm_headers_add (headers, parts[i], strlen (parts[i]));
  return hm_quota_spent (headers, NOW);
}

static void
test_spent (void)
{
  g_assert_cmpint (spent ("x-ratelimit-remaining: 0|x-ratelimit-reset: 1700000100").seconds, ==,
                   100);
  g_assert_true (spent ("x-ratelimit-remaining: 0|x-ratelimit-reset: 1700000100"
                        "|x-ratelimit-resource: core")
                     .is_limited);
  g_assert_false (spent ("x-ratelimit-remaining: 0|x-ratelimit-reset: 1700000100"
                         "|x-ratelimit-resource: search")
                      .is_limited);
  g_assert_false (spent ("x-ratelimit-remaining: 1|x-ratelimit-reset: 1700000100").is_limited);
  g_assert_false (spent ("x-ratelimit-remaining: 0|x-ratelimit-reset: 1700000000").is_limited);
  g_assert_false (spent ("").is_limited);
}

static void
test_text (void)
{
  g_autofree char *same_day = hm_quota_text (NOW + 100, NOW);
  g_autofree char *whole_minute = hm_quota_text (NOW + 40, NOW);
  g_autofree char *other_day = hm_quota_text (NOW + 2 * 24 * 3600, NOW);

  g_assert_cmpstr (same_day, ==, "rate limit until 22:15 UTC");
  g_assert_cmpstr (whole_minute, ==, "rate limit until 22:14 UTC");
  g_assert_cmpstr (other_day, ==, "rate limit until 2023-11-16 22:14 UTC");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/quota/primary", test_primary);
  g_test_add_func ("/quota/not-limited", test_not_limited);
  g_test_add_func ("/quota/retry-after", test_retry_after);
  g_test_add_func ("/quota/gitlab", test_gitlab);
  g_test_add_func ("/quota/secondary", test_secondary);
  g_test_add_func ("/quota/graphql", test_graphql);
  g_test_add_func ("/quota/spent", test_spent);
  g_test_add_func ("/quota/text", test_text);
  return g_test_run ();
}
