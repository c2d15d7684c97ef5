/* SPDX-License-Identifier: Apache-2.0 */
#include "evidence/forge/exchange.h"

#include <string.h>

#include "core/limits.h"
#include "core/number.h"
#include "evidence/forge/answer.h"
#include "evidence/forge/headers.h"
#include "evidence/forge/origin.h"

#define FORMAT "hallmark/exchange/1"

/* Hexadecimal digits of a request's digest in a file name. */
#define KEY_DIGITS 16

#define STATUS_MAX 999

static const char *const kind_names[] = {
  [HM_ANSWER_OK] = "ok",
  [HM_ANSWER_ABSENT] = "absent",
  [HM_ANSWER_FORBIDDEN] = "forbidden",
  [HM_ANSWER_LIMITED] = "limited",
  [HM_ANSWER_UNREACHABLE] = "unreachable",
  [HM_ANSWER_NONSENSE] = "nonsense",
  [HM_ANSWER_OTHER] = "other",
};

void
hm_exchange_clear (HmExchange *exchange)
{
  g_clear_pointer (&exchange->answer, hm_answer_free);
  g_clear_pointer (&exchange->token_refusal, g_free);
}

static const char *
method_of (const HmRequest *request)
{
  return request->body == NULL ? "GET" : "POST";
}

/* Returns: (owned) the URL as it may be shown: without credentials. */
static char *
plain_url (const HmRequest *request)
{
  g_autoptr (HmOrigin) origin = hm_origin_parse (request->url);

  return origin == NULL ? g_strdup ("") : g_steal_pointer (&origin->url);
}

char *
hm_exchange_key (const HmRequest *request)
{
  g_autoptr (GChecksum) digest = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *url = plain_url (request);
  const char *parts[] = { url, request->accept, request->body };

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++) {
    const char *part = parts[i] == NULL ? "" : parts[i];

    g_checksum_update (digest, (const guchar *) part, (gssize) strlen (part) + 1);
  }
  return g_strdup_printf ("%s-%.*s", method_of (request), KEY_DIGITS,
                          g_checksum_get_string (digest));
}

char *
hm_exchange_name (guint number, const HmRequest *request)
{
  g_autofree char *key = hm_exchange_key (request);

  return g_strdup_printf ("%04u-%s.json", number, key);
}

gboolean
hm_exchange_name_parse (const char *name, guint *ret_number, char **ret_key)
{
  const char *dash = strchr (name, '-');
  guint64 number;

  if (dash == NULL || !g_str_has_suffix (dash, ".json")
      || !hm_number_parse (name, (gsize) (dash - name), G_MAXINT32, &number))
    return FALSE;
  *ret_number = (guint) number;
  *ret_key = g_strndup (dash + 1, strlen (dash + 1) - strlen (".json"));
  return TRUE;
}

static gint
by_name (gconstpointer a, gconstpointer b)
{
  return strcmp (a, b);
}

/* Sorted: nothing is ordered by a hash table. */
static json_t *
headers_to_json (GHashTable *headers)
{
  json_t *json = json_object ();
  g_autoptr (GList) names = g_list_sort (g_hash_table_get_keys (headers), by_name);

  for (GList *name = names; name != NULL; name = name->next)
    json_object_set_new (json, name->data, json_string (hm_headers_get (headers, name->data)));
  return json;
}

static json_t *
text_or_null (const char *text)
{
  return text == NULL ? json_null () : json_string (text);
}

json_t *
hm_exchange_to_json (const HmRequest *request, const HmExchange *exchange)
{
  const HmAnswer *answer = exchange->answer;
  json_t *json = json_pack (
      "{s:s, s:{s:s, s:s, s:o, s:o}, s:s, s:s, s:i, s:b, s:i, s:i, s:o, s:o, s:o, s:b, s:o}",
      "format", FORMAT, "request", "method", method_of (request), "url", answer->url, "accept",
      text_or_null (request->accept), "body", text_or_null (request->body), "outcome",
      kind_names[answer->kind], "why", answer->why, "status", answer->status, "cached",
      answer->is_cached, "requests", (int) exchange->n_sent, "free", (int) exchange->n_free,
      "token_refusal", text_or_null (exchange->token_refusal), "moved_to",
      text_or_null (answer->moved_to), "link_next", text_or_null (answer->link_next), "has_next",
      answer->has_next, "headers", headers_to_json (answer->diagnosis));

  /* No body is another matter than the body `null`. */
  if (json != NULL && answer->json != NULL)
    json_object_set (json, "body", answer->json);
  return json;
}

static gboolean
kind_from_json (const json_t *json, HmAnswerKind *ret_kind)
{
  const char *name = json_string_value (json);

  for (gsize i = 0; name != NULL && i < G_N_ELEMENTS (kind_names); i++)
    if (strcmp (name, kind_names[i]) == 0) {
      *ret_kind = (HmAnswerKind) i;
      return TRUE;
    }
  return FALSE;
}

static gboolean
count_from_json (const json_t *json, guint max, guint *ret_count)
{
  const json_int_t count = json_integer_value (json);

  if (!json_is_integer (json) || count < 0 || count > max)
    return FALSE;
  *ret_count = (guint) count;
  return TRUE;
}

static gboolean
is_same (const json_t *json, const char *text)
{
  return g_strcmp0 (json_string_value (json), text) == 0;
}

static gboolean
is_of_request (const json_t *json, const HmRequest *request)
{
  g_autofree char *url = plain_url (request);

  return is_same (json_object_get (json, "method"), method_of (request))
         && is_same (json_object_get (json, "url"), url)
         && is_same (json_object_get (json, "accept"), request->accept)
         && is_same (json_object_get (json, "body"), request->body);
}

static void
headers_from_json (const json_t *json, GHashTable *headers)
{
  void *iter = json_object_iter ((json_t *) (gsize) json);

  for (; iter != NULL; iter = json_object_iter_next ((json_t *) (gsize) json, iter)) {
    const char *name = json_object_iter_key (iter);
    const char *value = json_string_value (json_object_iter_value (iter));

    if (value != NULL && hm_headers_is_kept (name))
      g_hash_table_insert (headers, g_strdup (name), g_strdup (value));
  }
}

gboolean
hm_exchange_from_json (const json_t *json, const HmRequest *request, HmExchange *ret_exchange)
{
  const json_t *asked = json_object_get (json, "request");
  const char *why = json_string_value (json_object_get (json, "why"));
  HmExchange exchange = { 0 };
  HmAnswerKind kind;
  guint status;

  if (!is_same (json_object_get (json, "format"), FORMAT) || !is_of_request (asked, request)
      || why == NULL || !kind_from_json (json_object_get (json, "outcome"), &kind)
      || !count_from_json (json_object_get (json, "status"), STATUS_MAX, &status)
      || !count_from_json (json_object_get (json, "requests"), HM_REQUESTS_MAX, &exchange.n_sent)
      || !count_from_json (json_object_get (json, "free"), HM_REQUESTS_MAX, &exchange.n_free))
    return FALSE;
  exchange.token_refusal = g_strdup (json_string_value (json_object_get (json, "token_refusal")));
  exchange.answer =
      hm_answer_new (json_string_value (json_object_get (asked, "url")), kind, g_strdup (why));
  exchange.answer->status = (int) status;
  exchange.answer->is_cached = json_is_true (json_object_get (json, "cached"));
  exchange.answer->moved_to = g_strdup (json_string_value (json_object_get (json, "moved_to")));
  exchange.answer->link_next = g_strdup (json_string_value (json_object_get (json, "link_next")));
  exchange.answer->has_next =
      exchange.answer->link_next != NULL || json_is_true (json_object_get (json, "has_next"));
  headers_from_json (json_object_get (json, "headers"), exchange.answer->diagnosis);
  exchange.answer->json = json_incref (json_object_get (json, "body"));
  *ret_exchange = exchange;
  return TRUE;
}
