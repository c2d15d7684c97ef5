/* SPDX-License-Identifier: Apache-2.0 */
#include "render/code_quality.h"

#include "render/fault.h"
#include "render/json_value.h"

static const char *
severity (HmRisk risk)
{
  switch (risk) {
  case HM_RISK_CRITICAL:
    return "blocker";
  case HM_RISK_HIGH:
    return "critical";
  case HM_RISK_MEDIUM:
    return "major";
  case HM_RISK_LOW:
  default:
    return "minor";
  }
}

static json_t *
issue_json (const HmFault *fault)
{
  const HmEvidence *file = hm_fault_file (fault);
  g_autofree char *name = g_strdup_printf ("%s/%s", fault->check_id, fault->finding->probe);
  g_autoptr (GString) text = g_string_new (NULL);
  json_t *issue = json_object ();
  json_t *location = json_object ();
  json_t *lines = json_object ();

  hm_fault_text_append (text, fault);
  hm_json_put (lines, "begin", json_integer (file != NULL ? MAX (file->line, 1) : 1));
  hm_json_put (location, "path", hm_json_text (file != NULL ? file->text : HM_PLACE_OF_NO_FILE));
  hm_json_put (location, "lines", lines);
  hm_json_put (issue, "description", hm_json_text (text->str));
  hm_json_put (issue, "check_name", hm_json_text (name));
  hm_json_put (issue, "fingerprint", json_string (fault->fingerprint));
  hm_json_put (issue, "severity", json_string (severity (fault->risk)));
  hm_json_put (issue, "location", location);
  return issue;
}

GBytes *
hm_code_quality_write (const HmReport *report)
{
  g_autoptr (GArray) faults = hm_faults_new (report);
  g_autoptr (json_t) issues = json_array ();

  for (guint i = 0; i < faults->len; i++) {
    const HmFault *fault = &g_array_index (faults, HmFault, i);

    if (fault->waiver == NULL)
      hm_json_append (issues, issue_json (fault));
  }
  return hm_json_print (issues, 2);
}
