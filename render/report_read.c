/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Distrusts the whole text. hm_json_read() bounds it, and the schema settles keys, types and
 * ranges, so that what follows only has to hold values against each other.
 */
#include "render/report_json.h"

#include "core/error.h"
#include "core/instant.h"
#include "core/oid.h"
#include "core/seeded_hash.h"
#include "render/json_text.h"
#include "render/report_part.h"
#include "render/schema.h"
#include "scoring/policy.h"

#include <math.h>
#include <string.h>

/* Room for what 0.1 and 0.01 lose as doubles. */
#define EPSILON 1e-6

const char *
hm_json_get_text (const json_t *object, const char *key)
{
  const char *text = json_string_value (json_object_get (object, key));

  return text != NULL ? text : "";
}

gboolean
hm_json_get_units (const json_t *object, const char *path, const char *key, int scale,
                   int *ret_units, GError **error)
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

gboolean
hm_json_get_instant (const json_t *object, const char *path, const char *key, gint64 *ret_seconds,
                     GError **error)
{
  if (hm_instant_parse (hm_json_get_text (object, key), ret_seconds, NULL))
    return TRUE;
  return hm_fail (error, HM_ERROR_FORMAT, "%s%s: there is no such date as %s", path, key,
                  hm_json_get_text (object, key));
}

int
hm_json_name_index (const char *name, const char *(*name_of) (int index), int n_names)
{
  int i = 0;

  while (i + 1 < n_names && !g_str_equal (name_of (i), name))
    i++;
  return i;
}

const char *
hm_json_risk_name (int risk)
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
  const char *kind = hm_json_get_text (object, "kind");
  HmOid oid = { 0 };

  hm_oid_parse (hm_json_get_text (object, g_str_equal (kind, "commit") ? "commit" : "oid"), &oid);
  if (g_str_equal (kind, "file")) {
    const HmTreeEntry entry = { .path = hm_json_get_text (object, "path"), .oid = oid };

    hm_finding_cite_file (finding, &entry,
                          (guint) json_integer_value (json_object_get (object, "line")));
  } else if (g_str_equal (kind, "tag")) {
    const HmTag tag = { .name = hm_json_get_text (object, "name"), .oid = oid };

    hm_finding_cite_tag (finding, &tag);
  } else if (g_str_equal (kind, "commit"))
    hm_finding_cite_commit (finding, &oid);
  else
    hm_finding_cite_url (finding, hm_json_get_text (object, "url"));
}

gboolean
hm_report_finding_read (HmFindings *findings, const json_t *object, const char *path,
                        GError **error)
{
  const HmOutcome outcome = (HmOutcome) hm_json_name_index (hm_json_get_text (object, "outcome"),
                                                            outcome_name, HM_NOT_APPLICABLE + 1);
  HmFinding *finding = hm_findings_add (findings, hm_json_get_text (object, "probe"), outcome, "%s",
                                        hm_json_get_text (object, "message"));
  const json_t *evidence = json_object_get (object, "evidence");
  int points;
  int points_max;

  if (!hm_json_get_units (object, path, "points", 10, &points, error)
      || !hm_json_get_units (object, path, "points_max", 10, &points_max, error))
    return FALSE;
  if ((points == HM_NO_SCORE) != (outcome == HM_UNKNOWN))
    return hm_fail (error, HM_ERROR_FORMAT, "%spoints: %s in a finding of outcome %s", path,
                    points == HM_NO_SCORE ? "null" : "a number", hm_outcome_text (outcome));
  if (points > points_max)
    return hm_fail (error, HM_ERROR_FORMAT, "%spoints: more than points_max", path);
  finding->waiver = (guint) json_integer_value (json_object_get (object, "waiver"));
  if (finding->waiver > 0 && outcome != HM_FAIL)
    return hm_fail (error, HM_ERROR_FORMAT, "%swaiver: a number in a finding of outcome %s", path,
                    hm_outcome_text (outcome));
  hm_finding_set_points (finding, MAX (points, 0), points_max);
  hm_finding_set_remediation (finding, "%s", hm_json_get_text (object, "remediation"));
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

/* Of a report from before there were waivers: without them, all is as it is. */
static gboolean
unwaived_read (const json_t *object, const char *path, int score, int floor, int *ret_score,
               int *ret_floor, GError **error)
{
  const json_t *unwaived = json_object_get (object, "unwaived");
  g_autofree char *below = g_strdup_printf ("%sunwaived.", path);

  *ret_score = score;
  *ret_floor = floor;
  if (unwaived == NULL)
    return TRUE;
  if (!hm_json_get_units (unwaived, below, "score", 10, ret_score, error)
      || !hm_json_get_units (unwaived, below, "floor", 10, ret_floor, error))
    return FALSE;
  if ((*ret_score == HM_NO_SCORE) != (score == HM_NO_SCORE) || *ret_score > score)
    return hm_fail (error, HM_ERROR_FORMAT, "%sscore: more than with waivers, or null without need",
                    below);
  if ((*ret_floor == HM_NO_SCORE) != (floor == HM_NO_SCORE) || *ret_floor > floor)
    return hm_fail (error, HM_ERROR_FORMAT, "%sfloor: more than with waivers, or null without need",
                    below);
  return TRUE;
}

/* What no waiver settles is scored as it is. */
static gboolean
waived_check (const HmResult *result, const char *path, GError **error)
{
  for (guint i = 0; i < result->findings->items->len; i++) {
    const HmFinding *finding = g_ptr_array_index (result->findings->items, i);

    if (finding->waiver > 0)
      return TRUE;
  }
  if (result->status == HM_STATUS_SCORED
      && (result->unwaived_score != result->score || result->unwaived_floor != result->floor))
    return hm_fail (
        error, HM_ERROR_FORMAT,
        "%sunwaived: another score than with waivers, and none of its findings is waived", path);
  return TRUE;
}

static gboolean
result_fill (HmResult *result, const json_t *object, const char *path, GError **error)
{
  const json_t *findings = json_object_get (object, "findings");

  hm_text_set (&result->id, hm_json_get_text (object, "id"));
  hm_text_set (&result->name, hm_json_get_text (object, "name"));
  hm_text_set (&result->summary, hm_json_get_text (object, "summary"));
  hm_text_set (&result->reason, hm_json_get_text (object, "reason"));
  result->risk = (HmRisk) hm_json_name_index (hm_json_get_text (object, "risk"), hm_json_risk_name,
                                              HM_N_RISKS);
  result->weight = json_number_value (json_object_get (object, "weight"));
  result->status = (HmStatus) hm_json_name_index (hm_json_get_text (object, "status"), status_name,
                                                  HM_STATUS_NOT_APPLICABLE + 1);
  if (!hm_json_get_units (object, path, "score", 10, &result->score, error)
      || !hm_json_get_units (object, path, "floor", 10, &result->floor, error)
      || !hm_json_get_units (object, path, "ceiling", 10, &result->ceiling, error)
      || !rates_check (result, path, error)
      || !unwaived_read (object, path, result->score,
                         result->status == HM_STATUS_SCORED ? result->floor : HM_NO_SCORE,
                         &result->unwaived_score, &result->unwaived_floor, error))
    return FALSE;
  for (size_t i = 0; i < json_array_size (findings); i++) {
    g_autofree char *below = g_strdup_printf ("%sfindings[%zu].", path, i);

    if (!hm_report_finding_read (result->findings, json_array_get (findings, i), below, error))
      return FALSE;
  }
  hm_findings_set_reason (result->findings, "%s", result->reason);
  return waived_check (result, path, error);
}

static gboolean
results_read (HmReport *report, const json_t *checks, GError **error)
{
  g_autoptr (GHashTable) ids = g_hash_table_new (hm_seeded_text_hash, g_str_equal);

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
    hm_text_set (&step->check_id, hm_json_get_text (object, "check"));
    hm_text_set (&step->check_name, hm_json_get_text (object, "check_name"));
    hm_text_set (&step->probe, hm_json_get_text (object, "probe"));
    hm_text_set (&step->text, hm_json_get_text (object, "text"));
    step->is_view = g_str_equal (hm_json_get_text (object, "kind"), "view");
    step->gain = json_number_value (json_object_get (object, "gain"));
    if (!hm_json_get_units (object, path, "check_gain", 10, &step->check_gain, error)
        || !hm_json_get_units (object, path, "gain", 100, &gain, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
subject_read (HmReport *report, const json_t *subject, GError **error)
{
  hm_text_set (&report->subject_name, hm_json_get_text (subject, "name"));
  hm_text_set (&report->subject_url, hm_json_get_text (subject, "url"));
  hm_text_set (&report->subject_ref, hm_json_get_text (subject, "ref"));
  hm_oid_parse (hm_json_get_text (subject, "commit"), &report->commit);
  return hm_json_get_instant (subject, "subject.", "committed_at", &report->committed_at, error);
}

static gboolean
forge_read (HmReportForge *forge, const json_t *object, GError **error)
{
  hm_text_set (&forge->host, hm_json_get_text (object, "host"));
  hm_text_set (&forge->token_class, hm_json_get_text (object, "token_class"));
  hm_text_set (&forge->why, hm_json_get_text (object, "why"));
  forge->n_requests = (guint) json_integer_value (json_object_get (object, "requests"));
  return !json_is_string (json_object_get (object, "asked_at"))
         || hm_json_get_instant (object, "forge.", "asked_at", &forge->asked_at, error);
}

/* A report from before there were policies has a name alone. */
static void
policy_read (HmReport *report, const json_t *policy)
{
  if (json_is_string (policy)) {
    hm_text_set (&report->policy_name, json_string_value (policy));
    return;
  }
  hm_text_set (&report->policy_name, hm_json_get_text (policy, "name"));
  hm_text_set (&report->policy_source, hm_json_get_text (policy, "source"));
  hm_text_set (&report->policy_digest, hm_json_get_text (policy, "digest"));
  report->is_policy_of_subject = json_is_true (json_object_get (policy, "own"));
}

static gboolean
headline_read (HmReport *report, const json_t *root, GError **error)
{
  hm_text_set (&report->tool_version, hm_json_get_text (json_object_get (root, "tool"), "version"));
  policy_read (report, json_object_get (root, "policy"));
  hm_text_set (&report->band, hm_json_get_text (root, "band"));
  report->is_partial = json_is_true (json_object_get (root, "partial"));
  return hm_json_get_instant (root, "", "as_of", &report->as_of, error)
         && hm_json_get_units (root, "", "score", 10, &report->score, error)
         && hm_json_get_units (root, "", "floor", 10, &report->floor, error)
         && hm_json_get_units (root, "", "ceiling", 10, &report->ceiling, error)
         && hm_json_get_units (root, "", "coverage", 100, &report->coverage_percent, error)
         && unwaived_read (root, "", report->score, report->floor, &report->unwaived_score,
                           &report->unwaived_floor, error);
}

/* Each number of a waiver is one of the report's own. */
static gboolean
numbers_check (const HmReport *report, GError **error)
{
  for (guint i = 0; i < report->results->len; i++) {
    const HmResult *result = g_ptr_array_index (report->results, i);

    for (guint j = 0; j < result->findings->items->len; j++) {
      const HmFinding *finding = g_ptr_array_index (result->findings->items, j);

      if (finding->waiver > report->waivers->len)
        return hm_fail (error, HM_ERROR_FORMAT,
                        "checks[%u].findings[%u].waiver: there is no waiver %u", i, j,
                        finding->waiver);
    }
  }
  return TRUE;
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
      || !hm_report_activity_read (json_object_get (root, "activity"), &report->activity, error)
      || !results_read (report, json_object_get (root, "checks"), error)
      || !steps_read (report, json_object_get (root, "steps"), error)
      || !hm_report_waivers_read (report->waivers, json_object_get (root, "waivers"), error)
      || !numbers_check (report, error)
      || !hm_report_comparison_read (json_object_get (root, "range"), "range.", &report->range,
                                     error)
      || !hm_report_comparison_read (json_object_get (root, "baseline"), "baseline.",
                                     &report->baseline, error)
      || !hm_report_verdict_read (json_object_get (root, "gate"), &report->verdict, error))
    return NULL;
  return g_steal_pointer (&report);
}
