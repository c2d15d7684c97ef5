/* SPDX-License-Identifier: Apache-2.0 */
#include "render/report_json.h"

#include "core/oid.h"
#include "render/gain.h"
#include "render/report_part.h"
#include "scoring/fingerprint.h"
#include "scoring/policy.h"

#define SCHEMA HM_REPORT_SCHEMA_PREFIX G_STRINGIFY (HM_REPORT_SCHEMA_VERSION)

json_t *
hm_report_oid_json (const HmOid *oid)
{
  char hex[HM_OID_HEX_SIZE + 1];

  return json_string (hm_oid_hex (oid, hex));
}

static json_t *
evidence_json (const HmEvidence *evidence)
{
  json_t *object = json_object ();

  switch (evidence->kind) {
  case HM_EVIDENCE_FILE:
    hm_json_put (object, "kind", json_string ("file"));
    hm_json_put (object, "path", hm_json_text (evidence->text));
    if (evidence->line > 0)
      hm_json_put (object, "line", json_integer (evidence->line));
    if (!hm_oid_is_zero (&evidence->oid))
      hm_json_put (object, "oid", hm_report_oid_json (&evidence->oid));
    break;
  case HM_EVIDENCE_COMMIT:
    hm_json_put (object, "kind", json_string ("commit"));
    hm_json_put (object, "commit", hm_report_oid_json (&evidence->oid));
    break;
  case HM_EVIDENCE_TAG:
    hm_json_put (object, "kind", json_string ("tag"));
    hm_json_put (object, "name", hm_json_text (evidence->text));
    hm_json_put (object, "oid", hm_report_oid_json (&evidence->oid));
    break;
  case HM_EVIDENCE_URL:
    hm_json_put (object, "kind", json_string ("url"));
    hm_json_put (object, "url", hm_json_text (evidence->text));
    break;
  }
  return object;
}

json_t *
hm_report_finding_json (const HmFinding *finding, const char *fingerprint)
{
  json_t *object = json_object ();
  json_t *evidence = json_array ();

  hm_json_put (object, "probe", hm_json_text (finding->probe));
  hm_json_put (object, "outcome", json_string (hm_outcome_text (finding->outcome)));
  hm_json_put (object, "points",
               finding->outcome == HM_UNKNOWN ? json_null () : hm_json_tenths (finding->points));
  hm_json_put (object, "points_max", hm_json_tenths (finding->points_max));
  hm_json_put (object, "message", hm_json_text (finding->message));
  hm_json_put (object, "remediation", hm_json_text (finding->remediation));
  for (guint i = 0; i < finding->evidence->len; i++)
    hm_json_append (evidence, evidence_json (&g_array_index (finding->evidence, HmEvidence, i)));
  hm_json_put (object, "evidence", evidence);
  hm_json_put (object, "fingerprint", json_string (fingerprint));
  hm_json_put (object, "waiver",
               finding->waiver > 0 ? json_integer (finding->waiver) : json_null ());
  return object;
}

/* A score without waivers that nobody took is the score. */
static json_t *
unwaived_json (int unwaived_score, int unwaived_floor, int score, int floor)
{
  json_t *object = json_object ();

  hm_json_put (object, "score", hm_json_tenths (unwaived_score < 0 ? score : unwaived_score));
  hm_json_put (object, "floor", hm_json_tenths (unwaived_floor < 0 ? floor : unwaived_floor));
  return object;
}

static json_t *
result_json (const HmResult *result)
{
  const gboolean is_scored = result->status == HM_STATUS_SCORED;
  const gboolean is_applicable = result->status != HM_STATUS_NOT_APPLICABLE;
  json_t *object = json_object ();
  json_t *findings = json_array ();
  g_autoptr (GPtrArray) fingerprints = hm_findings_fingerprints (result->id, result->findings);

  hm_json_put (object, "id", hm_json_text (result->id));
  hm_json_put (object, "name", hm_json_text (result->name));
  hm_json_put (object, "summary", hm_json_text (result->summary));
  hm_json_put (object, "risk", json_string (hm_risk_text (result->risk)));
  hm_json_put (object, "weight", json_real (result->weight));
  hm_json_put (object, "status", json_string (hm_status_text (result->status)));
  hm_json_put (object, "score", is_scored ? hm_json_tenths (result->score) : json_null ());
  hm_json_put (object, "floor", is_applicable ? hm_json_tenths (result->floor) : json_null ());
  hm_json_put (object, "ceiling", is_applicable ? hm_json_tenths (result->ceiling) : json_null ());
  hm_json_put (object, "unwaived",
               is_scored ? unwaived_json (result->unwaived_score, result->unwaived_floor,
                                          result->score, result->floor)
                         : unwaived_json (HM_NO_SCORE, HM_NO_SCORE, HM_NO_SCORE, HM_NO_SCORE));
  hm_json_put (object, "reason", hm_json_text (result->reason));
  for (guint i = 0; i < result->findings->items->len; i++)
    hm_json_append (findings,
                    hm_report_finding_json (g_ptr_array_index (result->findings->items, i),
                                            g_ptr_array_index (fingerprints, i)));
  hm_json_put (object, "findings", findings);
  return object;
}

static json_t *
step_json (const HmStep *step)
{
  json_t *object = json_object ();

  hm_json_put (object, "kind", json_string (step->is_view ? "view" : "mend"));
  hm_json_put (object, "check", hm_json_text (step->check_id));
  hm_json_put (object, "check_name", hm_json_text (step->check_name));
  hm_json_put (object, "probe", hm_json_text (step->probe));
  hm_json_put (object, "check_gain", hm_json_tenths (step->check_gain));
  hm_json_put (object, "gain", json_real (hm_gain_round (step->gain)));
  hm_json_put (object, "text", hm_json_text (step->text));
  return object;
}

static json_t *
subject_json (const HmReport *report)
{
  json_t *object = json_object ();

  hm_json_put (object, "name", hm_json_text (report->subject_name));
  hm_json_put (object, "url", hm_json_text_or_null (report->subject_url));
  hm_json_put (object, "commit", hm_report_oid_json (&report->commit));
  hm_json_put (object, "ref", hm_json_text_or_null (report->subject_ref));
  hm_json_put (object, "committed_at", hm_json_instant (report->committed_at));
  return object;
}

static json_t *
forge_json (const HmReportForge *forge)
{
  json_t *object = json_object ();
  const gboolean is_asked = forge->asked_at != 0;

  hm_json_put (object, "host", hm_json_text_or_null (forge->host));
  hm_json_put (object, "token_class", hm_json_text_or_null (forge->token_class));
  hm_json_put (object, "asked_at", is_asked ? hm_json_instant (forge->asked_at) : json_null ());
  hm_json_put (object, "requests", json_integer (forge->n_requests));
  hm_json_put (object, "why", hm_json_text_or_null (forge->why));
  return object;
}

/* Says of each null outside of those parts that give their own reason why it is one. */
static json_t *
unknowns_json (const HmReport *report)
{
  const struct {
    const char *key;
    gboolean is_null;
    const char *reason;
  } facts[] = {
    { "subject.url", *report->subject_url == '\0', "no remote names a network host" },
    { "subject.ref", *report->subject_ref == '\0', "a commit was scanned, not a branch or tag" },
    { "score", report->score < 0, "no check could be scored" },
    { "floor", report->floor < 0, "no check applies" },
    { "ceiling", report->ceiling < 0, "no check applies" },
    { "unwaived.score", report->score < 0, "no check could be scored" },
    { "unwaived.floor", report->floor < 0, "no check applies" },
    { "range", report->range == NULL, "no range of commits was asked about" },
    { "baseline", report->baseline == NULL, "no earlier report was given" },
    { "gate", report->verdict == NULL, "no gate was asked for" },
  };
  json_t *array = json_array ();

  for (gsize i = 0; i < G_N_ELEMENTS (facts); i++) {
    json_t *object;

    if (!facts[i].is_null)
      continue;
    object = json_object ();
    hm_json_put (object, "key", json_string (facts[i].key));
    hm_json_put (object, "reason", json_string (facts[i].reason));
    hm_json_append (array, object);
  }
  return array;
}

static json_t *
tool_json (const HmReport *report)
{
  json_t *object = json_object ();

  hm_json_put (object, "name", json_string ("hallmark"));
  hm_json_put (object, "version", hm_json_text (report->tool_version));
  return object;
}

static json_t *
policy_json (const HmReport *report)
{
  json_t *object = json_object ();

  hm_json_put (object, "name", hm_json_text (report->policy_name));
  hm_json_put (object, "source", hm_json_text (report->policy_source));
  hm_json_put (object, "digest", hm_json_text (report->policy_digest));
  hm_json_put (object, "own", json_boolean (report->is_policy_of_subject));
  return object;
}

GBytes *
hm_report_write (const HmReport *report)
{
  g_autoptr (json_t) root = json_object ();
  json_t *checks = json_array ();
  json_t *steps = json_array ();

  hm_json_put (root, "schema", json_string (SCHEMA));
  hm_json_put (root, "tool", tool_json (report));
  hm_json_put (root, "subject", subject_json (report));
  hm_json_put (root, "as_of", hm_json_instant (report->as_of));
  hm_json_put (root, "forge", forge_json (&report->forge));
  if (report->activity != NULL)
    hm_json_put (root, "activity", hm_report_activity_json (report->activity));
  hm_json_put (root, "policy", policy_json (report));
  hm_json_put (root, "score", hm_json_tenths (report->score));
  hm_json_put (root, "floor", hm_json_tenths (report->floor));
  hm_json_put (root, "ceiling", hm_json_tenths (report->ceiling));
  hm_json_put (
      root, "unwaived",
      unwaived_json (report->unwaived_score, report->unwaived_floor, report->score, report->floor));
  hm_json_put (root, "coverage", json_real (report->coverage_percent / 100.0));
  hm_json_put (root, "partial", json_boolean (report->is_partial));
  hm_json_put (root, "band", hm_json_text (report->band));
  hm_json_put (root, "unknown", unknowns_json (report));
  for (guint i = 0; i < report->results->len; i++)
    hm_json_append (checks, result_json (g_ptr_array_index (report->results, i)));
  hm_json_put (root, "checks", checks);
  for (guint i = 0; i < report->steps->len; i++)
    hm_json_append (steps, step_json (g_ptr_array_index (report->steps, i)));
  hm_json_put (root, "steps", steps);
  hm_json_put (root, "waivers", hm_report_waivers_json (report->waivers));
  hm_json_put (root, "range", hm_report_comparison_json (report->range));
  hm_json_put (root, "baseline", hm_report_comparison_json (report->baseline));
  hm_json_put (root, "gate", hm_report_verdict_json (report->verdict));
  return hm_json_print (root, 2);
}
