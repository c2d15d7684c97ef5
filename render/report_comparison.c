/* SPDX-License-Identifier: Apache-2.0 */
#include "render/report_part.h"

#include "core/error.h"
#include "core/oid.h"
#include "scoring/fingerprint.h"
#include "scoring/policy.h"

/* One of the two reports, as far as a comparison keeps it. */
static json_t *
end_json (const HmOid *commit, gint64 as_of, int score, int floor, int coverage_percent)
{
  json_t *object = json_object ();

  hm_json_put (object, "commit", hm_report_oid_json (commit));
  hm_json_put (object, "as_of", hm_json_instant (as_of));
  hm_json_put (object, "score", hm_json_tenths (score));
  hm_json_put (object, "floor", hm_json_tenths (floor));
  hm_json_put (object, "coverage", json_real (coverage_percent / 100.0));
  return object;
}

static json_t *
checks_json (const GPtrArray *checks)
{
  json_t *array = json_array ();

  for (guint i = 0; i < checks->len; i++) {
    const HmCheckChange *change = g_ptr_array_index (checks, i);
    json_t *object = json_object ();

    hm_json_put (object, "id", hm_json_text (change->id));
    hm_json_put (object, "name", hm_json_text (change->name));
    hm_json_put (object, "before", hm_json_tenths (change->before));
    hm_json_put (object, "after", hm_json_tenths (change->after));
    hm_json_put (object, "new", json_boolean (change->is_new));
    hm_json_put (object, "gone", json_boolean (change->is_gone));
    hm_json_append (array, object);
  }
  return array;
}

static json_t *
findings_json (const GPtrArray *changes)
{
  json_t *array = json_array ();

  for (guint i = 0; i < changes->len; i++) {
    const HmFindingChange *change = g_ptr_array_index (changes, i);
    json_t *object = json_object ();

    hm_json_put (object, "check", hm_json_text (change->check_id));
    hm_json_put (object, "check_name", hm_json_text (change->check_name));
    hm_json_put (object, "risk", json_string (hm_risk_text (change->risk)));
    hm_json_put (object, "finding",
                 hm_report_finding_json (g_ptr_array_index (change->findings->items, 0),
                                         change->fingerprint));
    hm_json_append (array, object);
  }
  return array;
}

json_t *
hm_report_comparison_json (const HmComparison *comparison)
{
  json_t *object;

  if (comparison == NULL)
    return json_null ();
  object = json_object ();
  hm_json_put (object, "before",
               end_json (&comparison->before_commit, comparison->before_as_of,
                         comparison->before_score, comparison->before_floor,
                         comparison->before_coverage_percent));
  hm_json_put (object, "after",
               end_json (&comparison->after_commit, comparison->after_as_of,
                         comparison->after_score, comparison->after_floor,
                         comparison->after_coverage_percent));
  hm_json_put (object, "checks", checks_json (comparison->checks));
  hm_json_put (object, "added", findings_json (comparison->added));
  hm_json_put (object, "mended", findings_json (comparison->mended));
  return object;
}

static gboolean
end_read (const json_t *object, const char *path, const char *key, HmOid *ret_commit,
          gint64 *ret_as_of, int *ret_score, int *ret_floor, int *ret_coverage_percent,
          GError **error)
{
  g_autofree char *below = g_strdup_printf ("%s%s.", path, key);
  const json_t *end = json_object_get (object, key);

  hm_oid_parse (hm_json_get_text (end, "commit"), ret_commit);
  return hm_json_get_instant (end, below, "as_of", ret_as_of, error)
         && hm_json_get_units (end, below, "score", 10, ret_score, error)
         && hm_json_get_units (end, below, "floor", 10, ret_floor, error)
         && hm_json_get_units (end, below, "coverage", 100, ret_coverage_percent, error);
}

static gboolean
checks_read (HmComparison *comparison, const json_t *array, const char *path, GError **error)
{
  for (size_t i = 0; i < json_array_size (array); i++) {
    const json_t *object = json_array_get (array, i);
    g_autofree char *below = g_strdup_printf ("%schecks[%zu].", path, i);
    HmCheckChange *change = hm_comparison_add_check (comparison, hm_json_get_text (object, "id"),
                                                     hm_json_get_text (object, "name"));

    change->is_new = json_is_true (json_object_get (object, "new"));
    change->is_gone = json_is_true (json_object_get (object, "gone"));
    if (!hm_json_get_units (object, below, "before", 10, &change->before, error)
        || !hm_json_get_units (object, below, "after", 10, &change->after, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
findings_read (GPtrArray *changes, const json_t *object, const char *path, const char *key,
               GError **error)
{
  const json_t *array = json_object_get (object, key);

  for (size_t i = 0; i < json_array_size (array); i++) {
    const json_t *item = json_array_get (array, i);
    const json_t *finding = json_object_get (item, "finding");
    g_autofree char *below = g_strdup_printf ("%s%s[%zu].finding.", path, key, i);
    const HmRisk risk = (HmRisk) hm_json_name_index (hm_json_get_text (item, "risk"),
                                                     hm_json_risk_name, HM_N_RISKS);
    HmFindingChange *change = hm_finding_changes_add (changes, hm_json_get_text (item, "check"),
                                                      hm_json_get_text (item, "check_name"), risk,
                                                      hm_json_get_text (finding, "fingerprint"));

    if (!hm_report_finding_read (change->findings, finding, below, error))
      return FALSE;
    if (*change->fingerprint == '\0')
      return hm_fail (error, HM_ERROR_FORMAT, "%sfingerprint: this is missing", below);
  }
  return TRUE;
}

gboolean
hm_report_comparison_read (const json_t *object, const char *path, HmComparison **ret_comparison,
                           GError **error)
{
  g_autoptr (HmComparison) read = NULL;

  *ret_comparison = NULL;
  if (!json_is_object (object))
    return TRUE;
  read = hm_comparison_new ();
  if (!end_read (object, path, "before", &read->before_commit, &read->before_as_of,
                 &read->before_score, &read->before_floor, &read->before_coverage_percent, error)
      || !end_read (object, path, "after", &read->after_commit, &read->after_as_of,
                    &read->after_score, &read->after_floor, &read->after_coverage_percent, error)
      || !checks_read (read, json_object_get (object, "checks"), path, error)
      || !findings_read (read->added, object, path, "added", error)
      || !findings_read (read->mended, object, path, "mended", error))
    return FALSE;
  *ret_comparison = g_steal_pointer (&read);
  return TRUE;
}
