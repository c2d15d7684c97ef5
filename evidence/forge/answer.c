/* SPDX-License-Identifier: Apache-2.0 */
/* Distrusts every body: what is no JSON, too deep or too much never becomes a tree. */
#include "evidence/forge/answer.h"

#include <string.h>

#include "core/json_bounds.h"
#include "core/limits.h"
#include "evidence/forge/headers.h"

/* Bytes of a Content-Type that are shown. */
#define TYPE_SHOWN_MAX 60

/* The statuses that forges use (RFC 9110, 6585, 7725). HTTP/2 sends no words. */
static const struct {
  int status;
  const char *words;
} status_words[] = {
  { 200, "OK" },
  { 201, "Created" },
  { 202, "Accepted" },
  { 204, "No Content" },
  { 301, "Moved Permanently" },
  { 302, "Found" },
  { 303, "See Other" },
  { 304, "Not Modified" },
  { 307, "Temporary Redirect" },
  { 308, "Permanent Redirect" },
  { 400, "Bad Request" },
  { 401, "Unauthorized" },
  { 403, "Forbidden" },
  { 404, "Not Found" },
  { 405, "Method Not Allowed" },
  { 406, "Not Acceptable" },
  { 407, "Proxy Authentication Required" },
  { 409, "Conflict" },
  { 410, "Gone" },
  { 415, "Unsupported Media Type" },
  { 422, "Unprocessable Content" },
  { 429, "Too Many Requests" },
  { 451, "Unavailable For Legal Reasons" },
  { 500, "Internal Server Error" },
  { 501, "Not Implemented" },
  { 502, "Bad Gateway" },
  { 503, "Service Unavailable" },
  { 504, "Gateway Timeout" },
};

HmAnswer *
hm_answer_new (const char *url, HmAnswerKind kind, char *why)
{
  HmAnswer *answer = g_new0 (HmAnswer, 1);

  answer->kind = kind;
  answer->why = why;
  answer->url = g_strdup (url);
  answer->diagnosis = hm_headers_new ();
  return answer;
}

void
hm_answer_free (HmAnswer *answer)
{
  if (answer == NULL)
    return;
  json_decref (answer->json);
  g_free (answer->why);
  g_free (answer->url);
  g_free (answer->moved_to);
  g_free (answer->link_next);
  g_hash_table_unref (answer->diagnosis);
  g_free (answer);
}

char *
hm_answer_status_text (int status)
{
  for (gsize i = 0; i < G_N_ELEMENTS (status_words); i++)
    if (status_words[i].status == status)
      return g_strdup_printf ("%d %s", status, status_words[i].words);
  return g_strdup_printf ("%d", status);
}

json_t *
hm_answer_parse (const char *bytes, gsize size, guint depth_max, guint n_values_max, char **ret_why)
{
  json_error_t error;
  json_t *json;

  if (!hm_json_is_within (bytes, size, depth_max, n_values_max, ret_why))
    return NULL;
  json = json_loadb (bytes, size, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &error);
  if (json != NULL)
    return json;
  switch (json_error_code (&error)) {
  case json_error_premature_end_of_input:
    *ret_why = g_strdup ("JSON that breaks off");
    break;
  case json_error_duplicate_key:
    *ret_why = g_strdup ("JSON with a key twice in one object");
    break;
  default:
    *ret_why = g_strdup_printf ("no valid JSON at byte %d", error.position);
  }
  return NULL;
}

/* "application/json", or any media type with the suffix "+json" (RFC 6839). */
static gboolean
is_json_type (const char *content_type)
{
  const gsize size = strcspn (content_type, ";");
  g_autofree char *type = g_strstrip (g_ascii_strdown (content_type, (gssize) size));

  return strcmp (type, "application/json") == 0 || strcmp (type, "text/json") == 0
         || (strchr (type, '/') != NULL && g_str_has_suffix (type, "+json"));
}

static char *
other_type_why (const char *content_type)
{
  g_autofree char *type = g_strndup (content_type, strcspn (content_type, ";"));

  g_strstrip (type);
  for (char *at = type; *at != '\0'; at++)
    if (!g_ascii_isalnum (*at) && strchr ("/+.-_", *at) == NULL)
      return g_strdup ("no JSON where JSON was due (a proxy or a login page?)");
  return g_strdup_printf ("%.*s where JSON was due (a proxy or a login page?)", TYPE_SHOWN_MAX,
                          type);
}

/* Returns: (owned) (nullable) NULL with (owned) @ret_why. */
static json_t *
read_body (const char *content_type, const char *bytes, gsize size, char **ret_why)
{
  if (content_type != NULL && content_type[0] != '\0' && !is_json_type (content_type)) {
    *ret_why = other_type_why (content_type);
    return NULL;
  }
  if (size == 0) {
    *ret_why = g_strdup ("no body where JSON was due");
    return NULL;
  }
  return hm_answer_parse (bytes, size, HM_JSON_DEPTH_MAX, HM_JSON_VALUES_MAX, ret_why);
}

static HmAnswerKind
kind_of_status (int status)
{
  switch (status) {
  case 401:
  case 403:
  case 451:
    return HM_ANSWER_FORBIDDEN;
  case 404:
  case 410:
    return HM_ANSWER_ABSENT;
  case 502:
  case 503:
  case 504:
    return HM_ANSWER_UNREACHABLE;
  default:
    return HM_ANSWER_OTHER;
  }
}

void
hm_answer_judge (HmAnswer *answer, int status, const char *content_type, const char *bytes,
                 gsize size)
{
  g_autofree char *body_why = NULL;

  answer->status = status;
  if (status == 204 || status == 205) {
    answer->kind = HM_ANSWER_OK;
    answer->why = g_strdup ("");
    return;
  }
  answer->json = read_body (content_type, bytes, size, &body_why);
  if (status / 100 != 2) {
    answer->kind = kind_of_status (status);
    answer->why = hm_answer_status_text (status);
    return;
  }
  answer->kind = answer->json != NULL ? HM_ANSWER_OK : HM_ANSWER_NONSENSE;
  answer->why = answer->json != NULL ? g_strdup ("") : g_steal_pointer (&body_why);
}
