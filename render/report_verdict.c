/* SPDX-License-Identifier: Apache-2.0 */
#include "render/report_part.h"

#include "core/error.h"

static json_t *
texts_json (const GPtrArray *texts)
{
  json_t *array = json_array ();

  for (guint i = 0; i < texts->len; i++)
    hm_json_append (array, hm_json_text (g_ptr_array_index (texts, i)));
  return array;
}

/* Tenths as points, percent as a share: what the report says them in elsewhere. */
static json_t *
figure_json (HmShortfallKind kind, int figure)
{
  if (figure < 0)
    return json_null ();
  return kind == HM_SHORT_OF_COVERAGE ? json_real (figure / 100.0) : hm_json_tenths (figure);
}

static json_t *
shortfall_json (const HmShortfall *shortfall)
{
  json_t *object = json_object ();

  hm_json_put (object, "kind", json_string (hm_shortfall_kind_text (shortfall->kind)));
  hm_json_put (object, "check", hm_json_text_or_null (shortfall->check_id));
  hm_json_put (object, "check_name", hm_json_text_or_null (shortfall->check_name));
  hm_json_put (object, "wanted", figure_json (shortfall->kind, shortfall->wanted));
  hm_json_put (object, "found", figure_json (shortfall->kind, shortfall->found));
  hm_json_put (object, "finding", hm_json_text_or_null (shortfall->finding));
  hm_json_put (object, "place", hm_json_text_or_null (shortfall->place));
  hm_json_put (object, "ways", texts_json (shortfall->ways));
  return object;
}

json_t *
hm_report_verdict_json (const HmGateVerdict *verdict)
{
  json_t *object;
  json_t *shortfalls;

  if (verdict == NULL)
    return json_null ();
  object = json_object ();
  shortfalls = json_array ();
  for (guint i = 0; i < verdict->shortfalls->len; i++)
    hm_json_append (shortfalls, shortfall_json (g_ptr_array_index (verdict->shortfalls, i)));
  hm_json_put (object, "passed", json_boolean (verdict->has_passed));
  hm_json_put (object, "shortfalls", shortfalls);
  hm_json_put (object, "notes", texts_json (verdict->notes));
  return object;
}

static void
texts_read (GPtrArray *texts, const json_t *array)
{
  for (size_t i = 0; i < json_array_size (array); i++)
    g_ptr_array_add (texts, g_strdup (json_string_value (json_array_get (array, i))));
}

static const char *
kind_name (int kind)
{
  return hm_shortfall_kind_text ((HmShortfallKind) kind);
}

static gboolean
shortfall_read (GPtrArray *shortfalls, const json_t *object, const char *path, GError **error)
{
  const HmShortfallKind kind = (HmShortfallKind) hm_json_name_index (
      hm_json_get_text (object, "kind"), kind_name, HM_SHORT_NEW_FINDING + 1);
  const int scale = kind == HM_SHORT_OF_COVERAGE ? 100 : 10;
  HmShortfall *shortfall = hm_shortfall_new (kind);

  g_ptr_array_add (shortfalls, shortfall);
  hm_text_set (&shortfall->check_id, hm_json_get_text (object, "check"));
  hm_text_set (&shortfall->check_name, hm_json_get_text (object, "check_name"));
  hm_text_set (&shortfall->finding, hm_json_get_text (object, "finding"));
  hm_text_set (&shortfall->place, hm_json_get_text (object, "place"));
  texts_read (shortfall->ways, json_object_get (object, "ways"));
  if (!hm_json_get_units (object, path, "wanted", scale, &shortfall->wanted, error)
      || !hm_json_get_units (object, path, "found", scale, &shortfall->found, error))
    return FALSE;
  if (scale == 100 && (shortfall->wanted > 100 || shortfall->found > 100))
    return hm_fail (error, HM_ERROR_FORMAT, "%swanted: more than a whole", path);
  return TRUE;
}

gboolean
hm_report_verdict_read (const json_t *object, HmGateVerdict **ret_verdict, GError **error)
{
  const json_t *shortfalls = json_object_get (object, "shortfalls");
  g_autoptr (HmGateVerdict) verdict = NULL;

  *ret_verdict = NULL;
  if (!json_is_object (object))
    return TRUE;
  verdict = hm_gate_verdict_new ();
  verdict->has_passed = json_is_true (json_object_get (object, "passed"));
  texts_read (verdict->notes, json_object_get (object, "notes"));
  for (size_t i = 0; i < json_array_size (shortfalls); i++) {
    g_autofree char *path = g_strdup_printf ("gate.shortfalls[%zu].", i);

    if (!shortfall_read (verdict->shortfalls, json_array_get (shortfalls, i), path, error))
      return FALSE;
  }
  if (verdict->has_passed != (verdict->shortfalls->len == 0))
    return hm_fail (error, HM_ERROR_FORMAT, "gate.passed: not what its shortfalls say");
  *ret_verdict = g_steal_pointer (&verdict);
  return TRUE;
}
