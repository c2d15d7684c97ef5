/* SPDX-License-Identifier: Apache-2.0 */
#include "render/report_json.h"

#include "core/oid.h"
#include "render/json_value.h"
#include "render/gain.h"
#include "scoring/policy.h"

#define SCHEMA HM_REPORT_SCHEMA_PREFIX G_STRINGIFY (HM_REPORT_SCHEMA_VERSION)

static json_t *
oid_json (const HmOid *oid)
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
      hm_json_put (object, "oid", oid_json (&evidence->oid));
    break;
  case HM_EVIDENCE_COMMIT:
    hm_json_put (object, "kind", json_string ("commit"));
    hm_json_put (object, "commit", oid_json (&evidence->oid));
    break;
  case HM_EVIDENCE_TAG:
    hm_json_put (object, "kind", json_string ("tag"));
    hm_json_put (object, "name", hm_json_text (evidence->text));
    hm_json_put (object, "oid", oid_json (&evidence->oid));
    break;
  case HM_EVIDENCE_URL:
    hm_json_put (object, "kind", json_string ("url"));
    hm_json_put (object, "url", hm_json_text (evidence->text));
    break;
  }
  return object;
}

static json_t *
finding_json (const HmFinding *finding)
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
  return object;
}

static json_t *
result_json (const HmResult *result)
{
  const gboolean is_scored = result->status == HM_STATUS_SCORED;
  const gboolean is_applicable = result->status != HM_STATUS_NOT_APPLICABLE;
  json_t *object = json_object ();
  json_t *findings = json_array ();

  hm_json_put (object, "id", hm_json_text (result->id));
  hm_json_put (object, "name", hm_json_text (result->name));
  hm_json_put (object, "summary", hm_json_text (result->summary));
  hm_json_put (object, "risk", json_string (hm_risk_text (result->risk)));
  hm_json_put (object, "weight", json_real (result->weight));
  hm_json_put (object, "status", json_string (hm_status_text (result->status)));
  hm_json_put (object, "score", is_scored ? hm_json_tenths (result->score) : json_null ());
  hm_json_put (object, "floor", is_applicable ? hm_json_tenths (result->floor) : json_null ());
  hm_json_put (object, "ceiling", is_applicable ? hm_json_tenths (result->ceiling) : json_null ());
  hm_json_put (object, "reason", hm_json_text (result->reason));
  for (guint i = 0; i < result->findings->items->len; i++)
    hm_json_append (findings, finding_json (g_ptr_array_index (result->findings->items, i)));
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
  hm_json_put (object, "commit", oid_json (&report->commit));
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

/* Says of each null outside of the checks and the forge, which give their own reason, why it is one. */
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
  hm_json_put (root, "policy", hm_json_text (report->policy_name));
  hm_json_put (root, "score", hm_json_tenths (report->score));
  hm_json_put (root, "floor", hm_json_tenths (report->floor));
  hm_json_put (root, "ceiling", hm_json_tenths (report->ceiling));
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
  return hm_json_print (root, 2);
}
