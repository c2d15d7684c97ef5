/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Distrusts the whole text. hm_json_read() bounds it, and the schema settles keys, types and ranges, so that what follows only has to
 * hold values against each other.
 */
#include "render/report_json.h"

#include "core/error.h"
#include "core/instant.h"
#include "core/oid.h"
#include "render/json_text.h"
#include "render/json_value.h"
#include "render/schema.h"
#include "scoring/policy.h"

#include <math.h>
#include <string.h>

/* Room for what 0.1 and 0.01 lose as doubles. */
#define EPSILON 1e-6

static const char *
text_get (const json_t *object, const char *key)
{
  const char *text = json_string_value (json_object_get (object, key));

  return text != NULL ? text : "";
}

/* *ret_units: @key in 1/@scale, HM_NO_SCORE for null. */
static gboolean
units_get (const json_t *object, const char *path, const char *key, int scale, int *ret_units,
           GError **error)
{
  const json_t *value = json_object_get (object, key);
  const double scaled = json_number_value (value) * scale;

  if (json_is_null (value)) {
    *ret_units = HM_NO_SCORE;
    return TRUE;
  }
  *ret_units = (int) lround (scaled);
  if (fabs (scaled - *ret_units) > EPSILON)
    return hm_fail (error, HM_ERROR_FORMAT, "%s%s: more decimals than a report has", path, key);
  return TRUE;
}

static gboolean
instant_get (const json_t *object, const char *path, const char *key, gint64 *ret_seconds,
             GError **error)
{
  if (hm_instant_parse (text_get (object, key), ret_seconds, NULL))
    return TRUE;
  return hm_fail (error, HM_ERROR_FORMAT, "%s%s: there is no such date as %s", path, key,
                  text_get (object, key));
}

/* Returns: the place of @name among @names; the schema has seen to it that it is one of them. */
static int
name_index (const char *name, const char *(*name_of) (int index), int n_names)
{
  int i = 0;

  while (i + 1 < n_names && !g_str_equal (name_of (i), name))
    i++;
  return i;
}

static const char *
risk_name (int risk)
{
  return hm_risk_text ((HmRisk) risk);
}

static const char *
status_name (int status)
{
  return hm_status_text ((HmStatus) status);
}

static const char *
outcome_name (int outcome)
{
  return hm_outcome_text ((HmOutcome) outcome);
}

static void
evidence_read (HmFinding *finding, const json_t *object)
{
  const char *kind = text_get (object, "kind");
  HmOid oid = { 0 };

  hm_oid_parse (text_get (object, g_str_equal (kind, "commit") ? "commit" : "oid"), &oid);
  if (g_str_equal (kind, "file")) {
    const HmTreeEntry entry = { .path = text_get (object, "path"), .oid = oid };

    hm_finding_cite_file (finding, &entry,
                          (guint) json_integer_value (json_object_get (object, "line")));
  } else if (g_str_equal (kind, "tag")) {
    const HmTag tag = { .name = text_get (object, "name"), .oid = oid };

    hm_finding_cite_tag (finding, &tag);
  } else if (g_str_equal (kind, "commit"))
    hm_finding_cite_commit (finding, &oid);
  else
    hm_finding_cite_url (finding, text_get (object, "url"));
}

static gboolean
finding_read (HmFindings *findings, const json_t *object, const char *path, GError **error)
{
  const HmOutcome outcome =
      (HmOutcome) name_index (text_get (object, "outcome"), outcome_name, HM_NOT_APPLICABLE + 1);
  HmFinding *finding = hm_findings_add (findings, text_get (object, "probe"), outcome, "%s",
                                        text_get (object, "message"));
  const json_t *evidence = json_object_get (object, "evidence");
  int points;
  int points_max;

  if (!units_get (object, path, "points", 10, &points, error)
      || !units_get (object, path, "points_max", 10, &points_max, error))
    return FALSE;
  if ((points == HM_NO_SCORE) != (outcome == HM_UNKNOWN))
    return hm_fail (error, HM_ERROR_FORMAT, "%spoints: %s in a finding of outcome %s", path,
                    points == HM_NO_SCORE ? "null" : "a number", hm_outcome_text (outcome));
  if (points > points_max)
    return hm_fail (error, HM_ERROR_FORMAT, "%spoints: more than points_max", path);
  hm_finding_set_points (finding, MAX (points, 0), points_max);
  hm_finding_set_remediation (finding, "%s", text_get (object, "remediation"));
  for (size_t i = 0; i < json_array_size (evidence); i++)
    evidence_read (finding, json_array_get (evidence, i));
  return TRUE;
}

/* Score, floor and ceiling of a check against its status and each other. */
static gboolean
rates_check (const HmResult *result, const char *path, GError **error)
{
  const gboolean is_scored = result->status == HM_STATUS_SCORED;
  const gboolean is_applicable = result->status != HM_STATUS_NOT_APPLICABLE;

  if ((result->score != HM_NO_SCORE) != is_scored)
    return hm_fail (error, HM_ERROR_FORMAT, "%sscore: %s in a check that is %s", path,
                    is_scored ? "null" : "a number", hm_status_text (result->status));
  if ((result->floor != HM_NO_SCORE) != is_applicable)
    return hm_fail (error, HM_ERROR_FORMAT, "%sfloor: %s in a check that is %s", path,
                    is_applicable ? "null" : "a number", hm_status_text (result->status));
  if ((result->ceiling != HM_NO_SCORE) != is_applicable)
    return hm_fail (error, HM_ERROR_FORMAT, "%sceiling: %s in a check that is %s", path,
                    is_applicable ? "null" : "a number", hm_status_text (result->status));
  if (result->floor > result->ceiling
      || (is_scored && (result->score < result->floor || result->score > result->ceiling)))
    return hm_fail (error, HM_ERROR_FORMAT, "%sscore: not between floor and ceiling", path);
  return TRUE;
}

static gboolean
result_fill (HmResult *result, const json_t *object, const char *path, GError **error)
{
  const json_t *findings = json_object_get (object, "findings");

  hm_text_set (&result->id, text_get (object, "id"));
  hm_text_set (&result->name, text_get (object, "name"));
  hm_text_set (&result->summary, text_get (object, "summary"));
  hm_text_set (&result->reason, text_get (object, "reason"));
  result->risk = (HmRisk) name_index (text_get (object, "risk"), risk_name, HM_N_RISKS);
  result->weight = json_number_value (json_object_get (object, "weight"));
  result->status = (HmStatus) name_index (text_get (object, "status"), status_name,
                                          HM_STATUS_NOT_APPLICABLE + 1);
  if (!units_get (object, path, "score", 10, &result->score, error)
      || !units_get (object, path, "floor", 10, &result->floor, error)
      || !units_get (object, path, "ceiling", 10, &result->ceiling, error)
      || !rates_check (result, path, error))
    return FALSE;
  for (size_t i = 0; i < json_array_size (findings); i++) {
    g_autofree char *below = g_strdup_printf ("%sfindings[%zu].", path, i);

    if (!finding_read (result->findings, json_array_get (findings, i), below, error))
      return FALSE;
  }
  hm_findings_set_reason (result->findings, "%s", result->reason);
  return TRUE;
}

static gboolean
results_read (HmReport *report, const json_t *checks, GError **error)
{
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);

  for (size_t i = 0; i < json_array_size (checks); i++) {
    g_autofree char *path = g_strdup_printf ("checks[%zu].", i);
    HmResult *result = hm_result_new ();

    g_ptr_array_add (report->results, result);
    if (!result_fill (result, json_array_get (checks, i), path, error))
      return FALSE;
    if (!g_hash_table_add (ids, result->id))
      return hm_fail (error, HM_ERROR_FORMAT, "%sid: %s stands there twice", path, result->id);
  }
  return TRUE;
}

static gboolean
steps_read (HmReport *report, const json_t *steps, GError **error)
{
  for (size_t i = 0; i < json_array_size (steps); i++) {
    const json_t *object = json_array_get (steps, i);
    g_autofree char *path = g_strdup_printf ("steps[%zu].", i);
    HmStep *step = hm_step_new ();
    int gain;

    g_ptr_array_add (report->steps, step);
    hm_text_set (&step->check_id, text_get (object, "check"));
    hm_text_set (&step->check_name, text_get (object, "check_name"));
    hm_text_set (&step->probe, text_get (object, "probe"));
    hm_text_set (&step->text, text_get (object, "text"));
    step->is_view = g_str_equal (text_get (object, "kind"), "view");
    step->gain = json_number_value (json_object_get (object, "gain"));
    if (!units_get (object, path, "check_gain", 10, &step->check_gain, error)
        || !units_get (object, path, "gain", 100, &gain, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
subject_read (HmReport *report, const json_t *subject, GError **error)
{
  hm_text_set (&report->subject_name, text_get (subject, "name"));
  hm_text_set (&report->subject_url, text_get (subject, "url"));
  hm_text_set (&report->subject_ref, text_get (subject, "ref"));
  hm_oid_parse (text_get (subject, "commit"), &report->commit);
  return instant_get (subject, "subject.", "committed_at", &report->committed_at, error);
}

static gboolean
forge_read (HmReportForge *forge, const json_t *object, GError **error)
{
  hm_text_set (&forge->host, text_get (object, "host"));
  hm_text_set (&forge->token_class, text_get (object, "token_class"));
  hm_text_set (&forge->why, text_get (object, "why"));
  forge->n_requests = (guint) json_integer_value (json_object_get (object, "requests"));
  return !json_is_string (json_object_get (object, "asked_at"))
         || instant_get (object, "forge.", "asked_at", &forge->asked_at, error);
}

static gboolean
headline_read (HmReport *report, const json_t *root, GError **error)
{
  hm_text_set (&report->tool_version, text_get (json_object_get (root, "tool"), "version"));
  hm_text_set (&report->policy_name, text_get (root, "policy"));
  hm_text_set (&report->band, text_get (root, "band"));
  report->is_partial = json_is_true (json_object_get (root, "partial"));
  return instant_get (root, "", "as_of", &report->as_of, error)
         && units_get (root, "", "score", 10, &report->score, error)
         && units_get (root, "", "floor", 10, &report->floor, error)
         && units_get (root, "", "ceiling", 10, &report->ceiling, error)
         && units_get (root, "", "coverage", 100, &report->coverage_percent, error);
}

HmReport *
hm_report_read (const char *text, gsize size, GError **error)
{
  const HmJsonKind kind = {
    .noun = "report",
    .prefix = HM_REPORT_SCHEMA_PREFIX,
    .version = HM_REPORT_SCHEMA_VERSION,
    .schema = hm_report_schema,
    .schema_size = hm_report_schema_size,
  };
  g_autoptr (HmReport) report = hm_report_new ();
  g_autoptr (json_t) root = hm_json_read (&kind, text, size, error);

  if (root == NULL || !subject_read (report, json_object_get (root, "subject"), error)
      || !headline_read (report, root, error)
      || !forge_read (&report->forge, json_object_get (root, "forge"), error)
      || !results_read (report, json_object_get (root, "checks"), error)
      || !steps_read (report, json_object_get (root, "steps"), error))
    return NULL;
  return g_steal_pointer (&report);
}
