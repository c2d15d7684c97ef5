/* SPDX-License-Identifier: Apache-2.0 */
/* Distrusts what it reads; what it writes, hm_json_text() made fit. */
#include "render/history_json.h"

#include "core/error.h"
#include "core/instant.h"
#include "core/oid.h"
#include "render/json_text.h"
#include "render/json_value.h"
#include "render/schema.h"

#include <math.h>

#define SCHEMA HM_HISTORY_SCHEMA_PREFIX G_STRINGIFY (HM_HISTORY_SCHEMA_VERSION)

static json_t *
oid_json (const HmOid *oid)
{
  char hex[HM_OID_HEX_SIZE + 1];

  return json_string (hm_oid_hex (oid, hex));
}

static json_t *
subject_json (const HmHistoryReport *history)
{
  json_t *object = json_object ();

  hm_json_put (object, "name", hm_json_text (history->subject_name));
  hm_json_put (object, "url", hm_json_text_or_null (history->subject_url));
  hm_json_put (object, "commit", oid_json (&history->commit));
  hm_json_put (object, "ref", hm_json_text_or_null (history->subject_ref));
  return object;
}

static json_t *
checks_json (const HmHistoryReport *history)
{
  json_t *array = json_array ();

  for (guint i = 0; i < history->checks->len; i++) {
    const HmHistoryCheck *check = g_ptr_array_index (history->checks, i);
    json_t *object = json_object ();

    hm_json_put (object, "id", hm_json_text (check->id));
    hm_json_put (object, "name", hm_json_text (check->name));
    hm_json_append (array, object);
  }
  return array;
}

static json_t *
came_on_json (const HmHistorySignal *signal)
{
  json_t *object;

  if (signal->came_on_message == NULL)
    return json_null ();
  object = json_object ();
  hm_json_put (object, "time", hm_json_instant (signal->came_on_time));
  hm_json_put (object, "commit", oid_json (&signal->came_on_commit));
  hm_json_put (object, "message", hm_json_text (signal->came_on_message));
  return object;
}

static json_t *
signal_json (const HmHistoryReport *history, const HmHistorySignal *signal)
{
  json_t *object = json_object ();
  json_t *first = json_object ();

  hm_json_put (first, "time", hm_json_instant (hm_history_row (history, signal->first_row)->time));
  hm_json_put (first, "commit", oid_json (&signal->commit));
  hm_json_put (first, "message", hm_json_text (signal->message));
  hm_json_put (object, "id", hm_json_text (signal->id));
  hm_json_put (object, "check", hm_json_text (signal->check));
  hm_json_put (object, "name", hm_json_text (signal->name));
  hm_json_put (object, "label", hm_json_text (signal->label));
  hm_json_put (object, "kind", json_string (hm_signal_kind_text (signal->kind)));
  hm_json_put (object, "rows", json_integer (signal->n_rows));
  hm_json_put (object, "first", first);
  hm_json_put (object, "came_on", came_on_json (signal));
  return object;
}

static json_t *
signals_json (const HmHistoryReport *history)
{
  json_t *array = json_array ();

  for (guint i = 0; i < history->signals->len; i++)
    hm_json_append (array, signal_json (history, hm_history_signal (history, i)));
  return array;
}

static json_t *
releases_json (const HmHistoryReport *history)
{
  json_t *array = json_array ();

  for (guint i = 0; i < history->releases->len; i++) {
    const HmHistoryRelease *release = g_ptr_array_index (history->releases, i);
    json_t *object = json_object ();

    hm_json_put (object, "name", hm_json_text (release->name));
    hm_json_put (object, "time", hm_json_instant (release->time));
    hm_json_append (array, object);
  }
  return array;
}

static json_t *
notes_json (const HmHistoryReport *history)
{
  json_t *array = json_array ();

  for (guint i = 0; i < history->notes->len; i++)
    hm_json_append (array, hm_json_text (g_ptr_array_index (history->notes, i)));
  return array;
}

static json_t *
row_json (const HmHistoryReport *history, const HmHistoryRow *row)
{
  json_t *object = json_object ();
  json_t *scores = json_array ();
  json_t *signals = json_array ();

  hm_json_put (object, "time", hm_json_instant (row->time));
  hm_json_put (object, "commit", oid_json (&row->commit));
  hm_json_put (object, "tag", hm_json_text_or_null (row->tag != NULL ? row->tag : ""));
  hm_json_put (object, "score", hm_json_tenths (row->score));
  hm_json_put (object, "floor", hm_json_tenths (row->floor));
  hm_json_put (object, "ceiling", hm_json_tenths (row->ceiling));
  hm_json_put (object, "coverage", json_real (row->coverage_percent / 100.0));
  for (guint i = 0; i < history->checks->len; i++)
    hm_json_append (scores, hm_json_tenths (row->check_scores[i]));
  for (guint i = 0; i < row->signals->len; i++) {
    const guint signal = g_array_index (row->signals, guint, i);

    hm_json_append (signals, hm_json_text (hm_history_signal (history, signal)->id));
  }
  hm_json_put (object, "scores", scores);
  hm_json_put (object, "signals", signals);
  return object;
}

GBytes *
hm_history_write_json (const HmHistoryReport *history)
{
  g_autoptr (json_t) root = json_object ();
  json_t *tool = json_object ();
  json_t *rows = json_array ();

  hm_json_put (tool, "name", json_string ("hallmark"));
  hm_json_put (tool, "version", hm_json_text (history->tool_version));
  for (guint i = 0; i < history->rows->len; i++)
    hm_json_append (rows, row_json (history, hm_history_row (history, i)));
  hm_json_put (root, "schema", json_string (SCHEMA));
  hm_json_put (root, "tool", tool);
  hm_json_put (root, "subject", subject_json (history));
  hm_json_put (root, "policy", hm_json_text (history->policy_name));
  hm_json_put (root, "step", hm_json_text (history->step));
  hm_json_put (root, "notes", notes_json (history));
  hm_json_put (root, "checks", checks_json (history));
  hm_json_put (root, "signals", signals_json (history));
  hm_json_put (root, "releases", releases_json (history));
  hm_json_put (root, "rows", rows);
  return hm_json_print (root, 2);
}

gboolean
hm_history_read_trend (const char *text, gsize size, HmTrend *ret_trend, GError **error)
{
  const HmJsonKind kind = {
    .noun = "history",
    .prefix = HM_HISTORY_SCHEMA_PREFIX,
    .version = HM_HISTORY_SCHEMA_VERSION,
    .schema = hm_history_schema,
    .schema_size = hm_history_schema_size,
  };
  g_autoptr (json_t) root = hm_json_read (&kind, text, size, error);
  g_autoptr (GArray) points = g_array_new (FALSE, FALSE, sizeof (HmTrendPoint));
  const json_t *row;
  gsize i;

  if (root == NULL)
    return FALSE;
  json_array_foreach (json_object_get (root, "rows"), i, row)
  {
    const json_t *score = json_object_get (row, "score");
    const char *time = json_string_value (json_object_get (row, "time"));
    HmTrendPoint point = { .score = -1 };

    if (!hm_instant_parse (time, &point.time, NULL))
      return hm_fail (error, HM_ERROR_FORMAT, "rows[%zu].time: there is no such date as %s", i,
                      time);
    if (points->len > 0 && point.time < g_array_index (points, HmTrendPoint, points->len - 1).time)
      return hm_fail (error, HM_ERROR_FORMAT, "rows[%zu].time: before that of the row before", i);
    if (json_is_number (score))
      point.score = (int) lround (json_number_value (score) * 10);
    g_array_append_val (points, point);
  }
  hm_trend_make ((const HmTrendPoint *) points->data, points->len, ret_trend);
  return TRUE;
}
