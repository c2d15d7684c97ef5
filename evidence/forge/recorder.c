/* SPDX-License-Identifier: Apache-2.0 */
/* Distrusts the folder that is played back. */
#include "evidence/forge/recorder.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>

#include "core/error.h"
#include "core/limits.h"
#include "evidence/forge/answer.h"
#include "evidence/forge/redact.h"
#include "evidence/git/plain.h"

#define SESSION_FORMAT "hallmark/exchanges/1"
#define SESSION_BYTES_MAX 65536u

/* Levels and values that a file has around a body. */
#define FRAME_DEPTH 1
#define FRAME_VALUES 256

struct HmRecorder {
  char *folder;
  const char *token;
  HmPseudonyms pseudonyms;
  guint next; /* atomic */
};

struct HmReplay {
  char *folder;
  gboolean has_token;
  GMutex mutex;
  /* guarded: (element-type utf8 GQueue of file names) by key, in the order of asking */
  GHashTable *queues;
};

/* Returns: (owned) the file that says how @origin was asked. */
static char *
session_path (const char *folder, const char *origin)
{
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, origin, -1);
  g_autofree char *name = g_strdup_printf ("session-%.16s.json", digest);

  return g_build_filename (folder, name, NULL);
}

/* Returns: (owned) (nullable) the JSON in the file at @path, where it is one of at most @size_max bytes. */
static json_t *
read_json (const char *path, gsize size_max)
{
  g_autofree char *why = NULL;
  gsize size;
  g_autofree char *bytes = hm_plain_file_read (path, size_max, &size, NULL);

  if (bytes == NULL || size == 0)
    return NULL;
  return hm_answer_parse (bytes, size, HM_JSON_DEPTH_MAX + FRAME_DEPTH,
                          HM_JSON_VALUES_MAX + FRAME_VALUES, &why);
}

static gboolean
session_has_token (const char *path)
{
  json_t *json = read_json (path, SESSION_BYTES_MAX);
  const char *format = json_string_value (json_object_get (json, "format"));
  const gboolean has_token =
      g_strcmp0 (format, SESSION_FORMAT) == 0 && json_is_true (json_object_get (json, "has_token"));

  json_decref (json);
  return has_token;
}

/* Not synced to the disk: a thousand exchanges would wait for it a thousand times. What a crash cuts is no JSON. */
static gboolean
write_json (const char *path, const json_t *json, GError **error)
{
  FILE *file;
  gboolean is_written;
  int cause;

  if (json == NULL)
    return hm_fail (error, HM_ERROR_IO, "%s: holds text that is no UTF-8", path);
  file = fopen (path, "we");
  is_written = file != NULL && json_dumpf (json, file, JSON_INDENT (1)) == 0;
  cause = errno;
  if (file != NULL && fclose (file) != 0) {
    cause = errno;
    is_written = FALSE;
  }
  return is_written
         || hm_fail (error, HM_ERROR_IO, "%s: can't be written: %s", path, g_strerror (cause));
}

static gboolean
write_session (const char *folder, const char *origin, gboolean has_token, GError **error)
{
  g_autofree char *path = session_path (folder, origin);
  json_t *json = json_pack ("{s:s, s:s, s:b}", "format", SESSION_FORMAT, "origin", origin,
                            "has_token", has_token || session_has_token (path));
  const gboolean is_written = write_json (path, json, error);

  json_decref (json);
  return is_written;
}

/* Calls @take for each exchange in @folder. Returns: FALSE with HM_ERROR_IO. */
static gboolean
list_exchanges (const char *folder, void (*take) (gpointer, guint, const char *, const char *),
                gpointer data, GError **error)
{
  g_autoptr (GError) cause = NULL;
  g_autoptr (GDir) listing = g_dir_open (folder, 0, &cause);
  const char *name;

  if (listing == NULL)
    return hm_fail (error, HM_ERROR_IO, "%s: can't be read: %s", folder, cause->message);
  while ((name = g_dir_read_name (listing)) != NULL) {
    g_autofree char *key = NULL;
    guint number;

    if (hm_exchange_name_parse (name, &number, &key))
      take (data, number, key, name);
  }
  return TRUE;
}

static void
take_last (gpointer data, guint number, const char *key, const char *name)
{
  guint *next = data;

  (void) key;
  (void) name;
  *next = MAX (*next, number + 1);
}

HmRecorder *
hm_recorder_new (const char *folder, const char *origin, const char *token, GError **error)
{
  g_autoptr (HmRecorder) recorder = g_new0 (HmRecorder, 1);

  recorder->folder = g_strdup (folder);
  recorder->token = token;
  recorder->next = 1;
  if (g_mkdir_with_parents (folder, 0700) < 0) {
    hm_fail (error, HM_ERROR_IO, "%s: can't be made: %s", folder, g_strerror (errno));
    return NULL;
  }
  if (getrandom (&recorder->pseudonyms, sizeof recorder->pseudonyms, 0)
      != (ssize_t) sizeof recorder->pseudonyms) {
    hm_fail (error, HM_ERROR_IO, "%s: no random bytes: %s", folder, g_strerror (errno));
    return NULL;
  }
  if (!list_exchanges (folder, take_last, &recorder->next, error)
      || !write_session (folder, origin, token != NULL, error))
    return NULL;
  return g_steal_pointer (&recorder);
}

void
hm_recorder_free (HmRecorder *recorder)
{
  if (recorder == NULL)
    return;
  g_free (recorder->folder);
  g_free (recorder);
}

guint
hm_recorder_reserve (HmRecorder *recorder, gsize n)
{
  return __atomic_fetch_add (&recorder->next, (guint) n, __ATOMIC_SEQ_CST);
}

char *
hm_recorder_redact (const HmRecorder *recorder, const char *text)
{
  return hm_redact_text (text, &recorder->pseudonyms, recorder->token);
}

static void
redact_owned (char **text, const HmRecorder *recorder)
{
  g_autofree char *old = *text;

  if (old != NULL)
    *text = hm_recorder_redact (recorder, old);
}

static void
redact (const HmRecorder *recorder, HmExchange *exchange)
{
  HmAnswer *answer = exchange->answer;
  GHashTableIter iter;
  gpointer value;

  if (answer->json != NULL) {
    json_t *redacted = hm_redact_json (answer->json, &recorder->pseudonyms, recorder->token);

    json_decref (answer->json);
    answer->json = redacted;
  }
  redact_owned (&answer->why, recorder);
  redact_owned (&exchange->token_refusal, recorder);
  g_hash_table_iter_init (&iter, answer->diagnosis);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    g_hash_table_iter_replace (&iter, hm_recorder_redact (recorder, value));
}

gboolean
hm_recorder_keep (HmRecorder *recorder, guint number, const HmRequest *request,
                  HmExchange *exchange, GError **error)
{
  g_autofree char *name = hm_exchange_name (number, request);
  g_autofree char *path = g_build_filename (recorder->folder, name, NULL);
  json_t *json;
  gboolean is_written;

  redact (recorder, exchange);
  json = hm_exchange_to_json (request, exchange);
  is_written = write_json (path, json, error);
  json_decref (json);
  return is_written;
}

static void
queue_free (gpointer data)
{
  g_queue_free_full (data, g_free);
}

static gint
by_number (gconstpointer a, gconstpointer b, gpointer data)
{
  guint numbers[2] = { 0, 0 };
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  (void) data;
  hm_exchange_name_parse (a, &numbers[0], &first);
  hm_exchange_name_parse (b, &numbers[1], &second);
  return numbers[0] == numbers[1] ? strcmp (a, b) : numbers[0] < numbers[1] ? -1 : 1;
}

static void
take_exchange (gpointer data, guint number, const char *key, const char *name)
{
  HmReplay *replay = data;
  GQueue *queue = g_hash_table_lookup (replay->queues, key);

  (void) number;
  if (queue == NULL) {
    queue = g_queue_new ();
    g_hash_table_insert (replay->queues, g_strdup (key), queue);
  }
  g_queue_insert_sorted (queue, g_strdup (name), by_number, NULL);
}

HmReplay *
hm_replay_new (const char *folder, const char *origin, GError **error)
{
  g_autoptr (HmReplay) replay = g_new0 (HmReplay, 1);
  g_autofree char *session = session_path (folder, origin);

  replay->folder = g_strdup (folder);
  g_mutex_init (&replay->mutex);
  replay->queues = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, queue_free);
  replay->has_token = session_has_token (session);
  return list_exchanges (folder, take_exchange, replay, error) ? g_steal_pointer (&replay) : NULL;
}

void
hm_replay_free (HmReplay *replay)
{
  if (replay == NULL)
    return;
  g_hash_table_unref (replay->queues);
  g_mutex_clear (&replay->mutex);
  g_free (replay->folder);
  g_free (replay);
}

gboolean
hm_replay_has_token (const HmReplay *replay)
{
  return replay->has_token;
}

gboolean
hm_replay_has (HmReplay *replay, const HmRequest *request)
{
  g_autofree char *key = hm_exchange_key (request);
  GQueue *queue;
  gboolean has_one;

  g_mutex_lock (&replay->mutex);
  queue = g_hash_table_lookup (replay->queues, key);
  has_one = queue != NULL && !g_queue_is_empty (queue);
  g_mutex_unlock (&replay->mutex);
  return has_one;
}

/* Returns: (owned) (nullable) */
static char *
take_name (HmReplay *replay, const HmRequest *request)
{
  g_autofree char *key = hm_exchange_key (request);
  GQueue *queue;
  char *name;

  g_mutex_lock (&replay->mutex);
  queue = g_hash_table_lookup (replay->queues, key);
  name = queue == NULL ? NULL : g_queue_pop_head (queue);
  g_mutex_unlock (&replay->mutex);
  return name;
}

void
hm_replay_next (HmReplay *replay, const HmRequest *request, HmExchange *ret_exchange)
{
  g_autofree char *name = take_name (replay, request);
  g_autofree char *path = NULL;
  char *why;
  json_t *json;

  *ret_exchange = (HmExchange){ 0 };
  if (name == NULL) {
    why = g_strdup ("not in the recording");
  } else {
    path = g_build_filename (replay->folder, name, NULL);
    json = read_json (path, HM_EXCHANGE_BYTES_MAX);
    if (hm_exchange_from_json (json, request, ret_exchange)) {
      json_decref (json);
      return;
    }
    json_decref (json);
    why = g_strdup_printf ("%s in the recording can't be used", name);
  }
  ret_exchange->answer = hm_answer_new (request->url, HM_ANSWER_UNREACHABLE, why);
}
