/* SPDX-License-Identifier: Apache-2.0 */
/* Distrusts what a server says of time: numbers have a maximum, dates that are none count as not told. */
#include "evidence/forge/quota.h"

#include <string.h>

#include "core/instant.h"
#include "core/number.h"
#include "evidence/forge/curl_library.h"
#include "evidence/forge/headers.h"

/* What GitHub asks for where a secondary limit names no time: at least a minute, then ever longer. */
#define UNTOLD_SECONDS 60

static gboolean
number_of (GHashTable *headers, const char *name, guint64 *ret_number)
{
  const char *text = hm_headers_get (headers, name);

  return text != NULL && hm_number_parse (text, strlen (text), HM_INSTANT_MAX, ret_number);
}

/* Returns: seconds since the epoch; negative where @text is no date. */
static gint64
date_read (const char *text)
{
  return hm_curl_open (NULL) ? (gint64) hm_curl.getdate (text, NULL) : -1;
}

/* What the server's clock shows, so that ours may be wrong. */
static gint64
server_now (GHashTable *headers, gint64 now)
{
  const char *text = hm_headers_get (headers, "date");
  const gint64 date = text == NULL ? -1 : date_read (text);

  return date < 0 ? now : date;
}

static gboolean
retry_after (GHashTable *headers, gint64 now, gint64 *ret_seconds)
{
  const char *text = hm_headers_get (headers, "retry-after");
  guint64 seconds;
  gint64 date;

  if (text == NULL)
    return FALSE;
  if (number_of (headers, "retry-after", &seconds)) {
    *ret_seconds = (gint64) seconds;
    return TRUE;
  }
  date = date_read (text);
  if (date < 0)
    return FALSE;
  *ret_seconds = date - server_now (headers, now);
  return TRUE;
}

/* GitHub's x-ratelimit-reset and GitLab's ratelimit-reset: seconds since the epoch. */
static gboolean
reset (GHashTable *headers, gint64 now, gint64 *ret_seconds)
{
  guint64 epoch;

  if (!number_of (headers, "x-ratelimit-reset", &epoch)
      && !number_of (headers, "ratelimit-reset", &epoch))
    return FALSE;
  *ret_seconds = (gint64) epoch - server_now (headers, now);
  return TRUE;
}

/* Whether nothing is left of GitHub's quota for an hour. */
static gboolean
is_primary_spent (GHashTable *headers)
{
  guint64 left;

  return number_of (headers, "x-ratelimit-remaining", &left) && left == 0
         && hm_headers_get (headers, "x-ratelimit-reset") != NULL;
}

static gboolean
message_names_limit (const json_t *json)
{
  const char *message = json_string_value (json_object_get (json, "message"));
  g_autofree char *lower = message == NULL ? NULL : g_ascii_strdown (message, -1);

  return lower != NULL
         && (strstr (lower, "secondary rate limit") != NULL
             || strstr (lower, "abuse detection") != NULL);
}

/* GraphQL's own word, in an answer of status 200. */
static gboolean
errors_name_limit (const json_t *json)
{
  const json_t *errors = json_object_get (json, "errors");
  const json_t *item;
  size_t i;

  json_array_foreach (errors, i, item)
  {
    const char *type = json_string_value (json_object_get (item, "type"));

    if (g_strcmp0 (type, "RATE_LIMITED") == 0 || g_strcmp0 (type, "RATE_LIMIT") == 0)
      return TRUE;
  }
  return message_names_limit (json);
}

static HmPause
pause_of (gint64 seconds, gint64 now, gboolean is_whole_host)
{
  seconds = CLAMP (seconds, 0, HM_PAUSE_SECONDS_MAX);
  return (HmPause){
    .is_limited = TRUE,
    .is_whole_host = is_whole_host,
    .seconds = seconds,
    .end = now + seconds,
  };
}

HmPause
hm_quota_read (int status, GHashTable *headers, const json_t *json, gboolean is_post,
               guint n_before, gint64 now)
{
  const gboolean is_primary = is_primary_spent (headers);
  gint64 seconds;

  switch (status) {
  case 200:
    if (!is_post || !errors_name_limit (json))
      return (HmPause){ 0 };
    break;
  case 403:
    if (!is_primary && hm_headers_get (headers, "retry-after") == NULL
        && !message_names_limit (json))
      return (HmPause){ 0 };
    break;
  case 429:
    break;
  case 503:
    if (!retry_after (headers, now, &seconds))
      return (HmPause){ 0 };
    break;
  default:
    return (HmPause){ 0 };
  }
  if (retry_after (headers, now, &seconds))
    return pause_of (seconds, now, !is_primary);
  if ((is_primary || hm_headers_get (headers, "ratelimit-reset") != NULL)
      && reset (headers, now, &seconds))
    return pause_of (seconds, now, !is_primary);
  return pause_of ((gint64) UNTOLD_SECONDS << MIN (n_before, 10), now, TRUE);
}

HmPause
hm_quota_spent (GHashTable *headers, gint64 now)
{
  const char *resource = hm_headers_get (headers, "x-ratelimit-resource");
  gint64 seconds;

  /* Others, such as "search", are quotas of requests that nobody sends here. */
  if (!is_primary_spent (headers)
      || (resource != NULL && strcmp (resource, "core") != 0 && strcmp (resource, "graphql") != 0)
      || !reset (headers, now, &seconds) || seconds <= 0)
    return (HmPause){ 0 };
  return pause_of (seconds, now, FALSE);
}

char *
hm_quota_text (gint64 end, gint64 now)
{
  /* Rounded up: at the minute that is named, it is over. */
  g_autoptr (GDateTime) instant =
      g_date_time_new_from_unix_utc (CLAMP (end + 59, HM_INSTANT_MIN, HM_INSTANT_MAX));
  g_autofree char *text =
      g_date_time_format (instant, end - now > 24 * 3600 ? "%Y-%m-%d %H:%M" : "%H:%M");

  return g_strdup_printf ("rate limit until %s UTC", text);
}
