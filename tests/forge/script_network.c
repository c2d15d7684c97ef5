/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/forge/script_network.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "core/limits.h"
#include "evidence/forge/headers.h"
#include "evidence/forge/network.h"

enum { WAY_READ, WAY_POST, N_WAYS };

/* One entry of exchanges.json. */
typedef struct {
  char *request; /* "GET /repos/o/r" */
  json_t *raw;
  GBytes *body;
  guint times; /* 0: any */
  guint n_asked;
} Entry;

struct HmNetwork {
  guint max_requests;
  guint n_sent;
  gint64 seconds_left;  /* that may be waited */
  gint64 holds[N_WAYS]; /* until when, seconds since the epoch; 0: not held back */
  gboolean is_stopped;
};

static GArray *entries;

static void
entry_clear (gpointer data)
{
  Entry *entry = data;

  g_free (entry->request);
  json_decref (entry->raw);
  g_bytes_unref (entry->body);
}

/* "{now+60}", seconds since the epoch: far off, so that the time of the run does not matter. */
static gboolean
put_time (const GMatchInfo *match, GString *out, gpointer data)
{
  g_autofree char *seconds = g_match_info_fetch (match, 1);

  (void) data;
  g_string_append_printf (out, "%" G_GINT64_FORMAT,
                          g_get_real_time () / G_USEC_PER_SEC
                              + (gint64) strtoul (seconds, NULL, 10));
  return FALSE;
}

static char *
expand (const char *text)
{
  g_autoptr (GRegex) now = g_regex_new ("\\{now\\+(\\d+)\\}", 0, 0, NULL);
  g_auto (GStrv) parts = g_strsplit (text, "{origin}", -1);
  g_autofree char *joined = g_strjoinv (SCRIPT_NETWORK_ORIGIN, parts);

  return g_regex_replace_eval (now, joined, -1, 0, 0, put_time, NULL, NULL);
}

static GBytes *
body_of (const json_t *raw)
{
  const char *text = json_string_value (json_object_get (raw, "body_text"));
  const json_t *json = json_object_get (raw, "body");
  g_autofree char *dumped = NULL;
  char *expanded;

  if (text == NULL && json != NULL)
    text = dumped = json_dumps (json, JSON_ENCODE_ANY);
  if (text == NULL)
    return g_bytes_new_static ("", 0);
  expanded = expand (text);
  return g_bytes_new_take (expanded, strlen (expanded));
}

static void
entry_add (json_t *raw)
{
  const json_t *times = json_object_get (raw, "times");
  const Entry entry = {
    .request = g_strdup (json_string_value (json_object_get (raw, "request"))),
    .raw = json_incref (raw),
    .body = body_of (raw),
    .times = json_is_string (times)    ? 0
             : json_is_integer (times) ? (guint) json_integer_value (times)
                                       : 1,
  };

  g_assert_nonnull (entry.request);
  g_array_append_val (entries, entry);
}

void
script_network_load (const char *path)
{
  json_t *script, *raw;
  gsize i;

  g_clear_pointer (&entries, g_array_unref);
  if (path == NULL)
    return;
  entries = g_array_new (FALSE, TRUE, sizeof (Entry));
  g_array_set_clear_func (entries, entry_clear);
  script = json_load_file (path, 0, NULL);
  g_assert_true (json_is_array (script));
  json_array_foreach (script, i, raw) entry_add (raw);
  json_decref (script);
}

gsize
script_network_n_entries (void)
{
  return entries->len;
}

static Entry *
entry_at (gsize i)
{
  return &g_array_index (entries, Entry, i);
}

GBytes *
script_network_body (gsize i)
{
  return entry_at (i)->body;
}

void
script_network_set_body (gsize i, GBytes *body)
{
  g_bytes_ref (body);
  g_bytes_unref (entry_at (i)->body);
  entry_at (i)->body = body;
}

/* --- The contract of network.h ------------------------------------------------------------------- */

HmNetwork *
hm_network_new (const HmHttpOptions *options, const HmTransferSetup *setup, GError **error)
{
  HmNetwork *network = g_new0 (HmNetwork, 1);

  (void) setup;
  (void) error;
  network->max_requests = options->max_requests == 0 ? HM_REQUESTS_MAX : options->max_requests;
  network->seconds_left = options->max_wait_seconds;
  for (guint i = 0; i < entries->len; i++)
    entry_at (i)->n_asked = 0;
  return network;
}

void
hm_network_free (HmNetwork *network)
{
  g_free (network);
}

static Entry *
entry_find (const HmTransfer *transfer)
{
  const char *path = strstr (transfer->origin->url, "://");
  g_autofree char *request = NULL;

  path = path == NULL ? NULL : strchr (path + 3, '/');
  request = g_strconcat (transfer->body == NULL ? "GET " : "POST ", path, NULL);
  for (guint i = 0; i < entries->len; i++) {
    Entry *entry = entry_at (i);

    if (strcmp (entry->request, request) == 0
        && (entry->times == 0 || entry->n_asked < entry->times)) {
      entry->n_asked++;
      return entry;
    }
  }
  return NULL;
}

static void
header_add (HmTransfer *transfer, const char *name, const json_t *value)
{
  g_autofree char *expanded = NULL;
  g_autofree char *line = NULL;

  if (!json_is_string (value))
    return;
  expanded = expand (json_string_value (value));
  line = g_strdup_printf ("%s: %s\r\n", name, expanded);
  hm_headers_add (transfer->headers, line, strlen (line));
}

static void
headers_add (HmTransfer *transfer, const json_t *raw)
{
  json_t *headers = json_object_get (raw, "response_headers");
  gboolean has_type = FALSE;

  for (void *iter = json_object_iter (headers); iter != NULL;
       iter = json_object_iter_next (headers, iter)) {
    const char *name = json_object_iter_key (iter);
    const json_t *value = json_object_iter_value (iter);

    has_type = has_type || g_ascii_strcasecmp (name, "content-type") == 0;
    for (gsize i = 0; i < json_array_size (value); i++)
      header_add (transfer, name, json_array_get (value, i));
    header_add (transfer, name, value);
  }
  if (!has_type)
    hm_headers_add (transfer->headers, "content-type: application/json",
                    strlen ("content-type: application/json"));
}

static void
answer (HmTransfer *transfer, const Entry *entry)
{
  const json_t *raw = entry == NULL ? NULL : entry->raw;
  const json_t *status = json_object_get (raw, "status");
  gsize size;
  const guint8 *bytes;

  transfer->status = entry == NULL ? 418 : status == NULL ? 200 : (int) json_integer_value (status);
  transfer->fate = HM_FATE_ARRIVED;
  headers_add (transfer, raw);
  if (entry == NULL)
    return;
  if (json_is_true (json_object_get (raw, "hang_up")))
    transfer->status = 0;
  if (transfer->status == 0 || json_object_get (raw, "cut_after") != NULL) {
    transfer->fate = HM_FATE_BROKEN;
    transfer->why = g_strdup_printf ("%s broke the answer off", transfer->origin->host);
    return;
  }
  bytes = g_bytes_get_data (entry->body, &size);
  if (size > 0)
    g_byte_array_append (transfer->content, bytes, (guint) size);
}

void
hm_network_send (HmNetwork *network, HmTransfer *transfer)
{
  const gint64 hold = network->holds[transfer->body == NULL ? WAY_READ : WAY_POST];

  if (network->is_stopped) {
    transfer->fate = HM_FATE_STOPPED;
  } else if (hold != 0) {
    transfer->fate = HM_FATE_HELD;
    transfer->hold_end = hold;
  } else if (network->n_sent >= network->max_requests) {
    transfer->fate = HM_FATE_SPENT;
  } else {
    network->n_sent++;
    answer (transfer, entry_find (transfer));
  }
  g_async_queue_push (transfer->done, transfer);
}

/* Waits that are allowed take no time. */
gboolean
hm_network_hold (HmNetwork *network, const HmTransfer *transfer, gint64 seconds, gint64 end,
                 gboolean is_whole_host)
{
  const guint way = transfer->body == NULL ? WAY_READ : WAY_POST;

  if (seconds <= network->seconds_left) {
    network->seconds_left -= seconds;
    return TRUE;
  }
  for (guint i = 0; i < N_WAYS; i++)
    if (i == way || is_whole_host)
      network->holds[i] = end;
  return FALSE;
}

void
hm_network_stop (HmNetwork *network)
{
  network->is_stopped = TRUE;
}

guint
hm_network_n_sent (const HmNetwork *network)
{
  return network->n_sent;
}
