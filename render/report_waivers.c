/* SPDX-License-Identifier: Apache-2.0 */
#include "render/report_part.h"

#include "core/oid.h"

static json_t *
commits_json (const GArray *commits)
{
  json_t *array = json_array ();

  for (guint i = 0; i < commits->len; i++)
    hm_json_append (array, hm_report_oid_json (&g_array_index (commits, HmOid, i)));
  return array;
}

json_t *
hm_report_waivers_json (const GPtrArray *waivers)
{
  json_t *array = json_array ();

  for (guint i = 0; i < waivers->len; i++) {
    const HmReportWaiver *waiver = g_ptr_array_index (waivers, i);
    json_t *object = json_object ();
    char digest[HM_DIGEST_TEXT_SIZE];

    hm_json_put (object, "check", hm_json_text (waiver->check_id));
    hm_json_put (object, "probe", hm_json_text_or_null (waiver->probe));
    hm_json_put (object, "path", hm_json_text_or_null (waiver->path));
    hm_json_put (object, "commits", commits_json (waiver->commits));
    hm_json_put (object, "digest", hm_json_text_or_null (hm_digest_text (&waiver->digest, digest)));
    hm_json_put (object, "reason", hm_json_text (waiver->reason));
    hm_json_put (object, "by", hm_json_text (waiver->by));
    hm_json_put (object, "expires", hm_json_instant (waiver->expires));
    hm_json_put (object, "place", hm_json_text (waiver->place));
    hm_json_put (object, "state", json_string (hm_waiver_state_text (waiver->state)));
    hm_json_put (object, "findings", json_integer (waiver->n_findings));
    hm_json_append (array, object);
  }
  return array;
}

static const char *
state_name (int state)
{
  return hm_waiver_state_text ((HmWaiverState) state);
}

static gboolean
waiver_read (HmReportWaiver *waiver, const json_t *object, const char *path, GError **error)
{
  const json_t *commits = json_object_get (object, "commits");
  const char *digest = hm_json_get_text (object, "digest");

  hm_text_set (&waiver->check_id, hm_json_get_text (object, "check"));
  hm_text_set (&waiver->probe, hm_json_get_text (object, "probe"));
  hm_text_set (&waiver->path, hm_json_get_text (object, "path"));
  hm_text_set (&waiver->reason, hm_json_get_text (object, "reason"));
  hm_text_set (&waiver->by, hm_json_get_text (object, "by"));
  hm_text_set (&waiver->place, hm_json_get_text (object, "place"));
  waiver->state = (HmWaiverState) hm_json_name_index (hm_json_get_text (object, "state"),
                                                      state_name, HM_WAIVER_UNASKED + 1);
  waiver->n_findings = (guint) json_integer_value (json_object_get (object, "findings"));
  for (size_t i = 0; i < json_array_size (commits); i++) {
    HmOid oid = { 0 };

    hm_oid_parse (json_string_value (json_array_get (commits, i)), &oid);
    g_array_append_val (waiver->commits, oid);
  }
  if (*digest != '\0' && !hm_digest_parse (digest, &waiver->digest, error)) {
    g_prefix_error (error, "%sdigest: ", path);
    return FALSE;
  }
  return hm_json_get_instant (object, path, "expires", &waiver->expires, error);
}

gboolean
hm_report_waivers_read (GPtrArray *waivers, const json_t *array, GError **error)
{
  for (size_t i = 0; i < json_array_size (array); i++) {
    g_autofree char *path = g_strdup_printf ("waivers[%zu].", i);
    HmReportWaiver *waiver = hm_report_waiver_new ();

    g_ptr_array_add (waivers, waiver);
    if (!waiver_read (waiver, json_array_get (array, i), path, error))
      return FALSE;
  }
  return TRUE;
}
