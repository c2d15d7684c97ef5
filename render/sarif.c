/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Distrusts all text of the report. The limits are those of "SARIF support for code scanning" in
 * GitHub's documentation.
 */
#include "render/sarif.h"

#include "core/instant.h"
#include "core/mask.h"
#include "core/oid.h"
#include "render/code_quality.h"
#include "render/fault.h"
#include "render/json_value.h"
#include "render/sarif_rules.h"

#include <string.h>

#define SCHEMA_URI \
  "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
#define ROOT_BASE "%SRCROOT%"

/* Of one result GitHub reads so many and shows the first. */
#define LOCATIONS_MAX 100

/* Bytes of what was not looked at, and of the rest around the results; the results have what is left. */
#define NOTIFICATIONS_BYTES_MAX 1000000u
#define FRAME_BYTES_MAX 500000u
#define RESULTS_BYTES_MAX (HM_SARIF_BYTES_MAX - NOTIFICATIONS_BYTES_MAX - FRAME_BYTES_MAX)

/* A path as a relative reference: no scheme, no root, no way out of the tree. */
static json_t *
path_uri (const char *path)
{
  g_autoptr (GString) uri = g_string_new (NULL);
  g_auto (GStrv) segments = g_strsplit (path, "/", -1);

  for (gsize i = 0; segments[i] != NULL; i++) {
    if (*segments[i] == '\0' || g_str_equal (segments[i], ".") || g_str_equal (segments[i], ".."))
      continue;
    if (uri->len > 0)
      g_string_append_c (uri, '/');
    hm_mask_url_segment (uri, segments[i], -1);
  }
  return json_string (uri->len > 0 ? uri->str : HM_PLACE_OF_NO_FILE);
}

static json_t *
location_json (const char *path, guint line)
{
  json_t *location = json_object ();
  json_t *physical = json_object ();
  json_t *artifact = json_object ();
  json_t *region = json_object ();

  hm_json_put (artifact, "uri", path_uri (path));
  hm_json_put (artifact, "uriBaseId", json_string (ROOT_BASE));
  hm_json_put (region, "startLine", json_integer (CLAMP (line, 1, G_MAXINT32)));
  hm_json_put (physical, "artifactLocation", artifact);
  hm_json_put (physical, "region", region);
  hm_json_put (location, "physicalLocation", physical);
  return location;
}

static json_t *
locations_json (const HmFinding *finding)
{
  json_t *locations = json_array ();

  for (guint i = 0; i < finding->evidence->len && json_array_size (locations) < LOCATIONS_MAX;
       i++) {
    const HmEvidence *evidence = &g_array_index (finding->evidence, HmEvidence, i);

    if (evidence->kind == HM_EVIDENCE_FILE)
      hm_json_append (locations, location_json (evidence->text, evidence->line));
  }
  if (json_array_size (locations) == 0)
    hm_json_append (locations, location_json (HM_PLACE_OF_NO_FILE, 1));
  return locations;
}

/*
 * Who uploads to GitHub tells alerts of one rule apart by a hash of the line, which all those that
 * are about no file would share: theirs is given here. Of a file it is left to the uploader, who
 * reads it, and complains of another value.
 */
static json_t *
fingerprints_json (const HmFault *fault)
{
  json_t *fingerprints = json_object ();

  hm_json_put (fingerprints, "hallmark/v1", json_string (fault->fingerprint));
  if (hm_fault_file (fault) == NULL)
    hm_json_put (fingerprints, "primaryLocationLineHash", json_string (fault->fingerprint));
  return fingerprints;
}

static json_t *
suppressions_json (const HmReportWaiver *waiver)
{
  json_t *suppressions = json_array ();
  json_t *suppression;
  g_autoptr (GString) why = NULL;
  char until[HM_INSTANT_TEXT_SIZE];

  if (waiver == NULL)
    return suppressions;
  why = g_string_new (NULL);
  hm_mask_terminal (why, waiver->reason, -1, FALSE);
  g_string_append (why, " (");
  hm_mask_terminal (why, waiver->by, -1, FALSE);
  g_string_append_printf (why, ", until %s)", hm_instant_text (waiver->expires, until));
  suppression = json_object ();
  hm_json_put (suppression, "kind", json_string ("external"));
  hm_json_put (suppression, "status", json_string ("accepted"));
  hm_json_put (suppression, "justification", hm_json_text (why->str));
  hm_json_append (suppressions, suppression);
  return suppressions;
}

static json_t *
result_json (const HmFault *fault, int rule_index, gboolean has_suppressions)
{
  g_autoptr (GString) text = g_string_new (NULL);
  json_t *result = json_object ();

  hm_fault_text_append (text, fault);
  hm_json_put (result, "ruleId", hm_sarif_rule_id (fault->result, fault->finding->probe));
  hm_json_put (result, "ruleIndex", json_integer (rule_index));
  hm_json_put (result, "kind", json_string ("fail"));
  hm_json_put (result, "level", json_string (hm_sarif_level (fault->risk)));
  hm_json_put (result, "message", hm_sarif_message (text->str));
  hm_json_put (result, "locations", locations_json (fault->finding));
  hm_json_put (result, "partialFingerprints", fingerprints_json (fault));
  /* Of one run either all results say whether they are suppressed, or none does (section 3.27.23). */
  if (has_suppressions)
    hm_json_put (result, "suppressions", suppressions_json (fault->waiver));
  return result;
}

static gsize
json_size (const json_t *value)
{
  return json_dumpb (value, NULL, 0, JSON_COMPACT) + strlen (",");
}

/* @ret_n_left: how many had no room. */
static json_t *
results_json (const HmReport *report, HmSarifRules *rules, guint *ret_n_left)
{
  g_autoptr (GArray) faults = hm_faults_new (report);
  json_t *results = json_array ();
  gsize size = json_size (hm_sarif_rules_json (rules));
  gboolean has_suppressions = FALSE;

  for (guint i = 0; i < faults->len && !has_suppressions; i++)
    has_suppressions = g_array_index (faults, HmFault, i).waiver != NULL;
  for (guint i = 0; i < faults->len && i < HM_SARIF_RESULTS_MAX; i++) {
    const HmFault *fault = &g_array_index (faults, HmFault, i);
    const gsize n_rules = json_array_size (hm_sarif_rules_json (rules));
    const int index = hm_sarif_rule_index (rules, fault->result, fault->finding->probe);
    g_autoptr (json_t) result = NULL;

    if (index == HM_SARIF_NO_RULE)
      break;
    if ((gsize) index == n_rules)
      size += json_size (json_array_get (hm_sarif_rules_json (rules), n_rules));
    result = result_json (fault, index, has_suppressions);
    size += json_size (result);
    if (size > RESULTS_BYTES_MAX)
      break;
    hm_json_append (results, g_steal_pointer (&result));
  }
  *ret_n_left = faults->len - (guint) json_array_size (results);
  return results;
}

static json_t *
notification_json (const char *id, const char *level, const char *text)
{
  json_t *notification = json_object ();
  json_t *descriptor = json_object ();

  hm_json_put (descriptor, "id", json_string (id));
  hm_json_put (notification, "descriptor", descriptor);
  hm_json_put (notification, "level", json_string (level));
  hm_json_put (notification, "message", hm_sarif_message (text));
  return notification;
}

static json_t *
unknown_json (const HmResult *result, const HmFinding *finding)
{
  g_autofree char *text =
      g_strdup_printf ("%s/%s: %s%s%s", result->id, finding->probe, finding->message,
                       *finding->remediation != '\0' ? ". To see it: " : "", finding->remediation);

  return notification_json ("unknown", "note", text);
}

static json_t *
notifications_json (const HmReport *report, guint n_left)
{
  json_t *notifications = json_array ();
  guint n_untold = 0;
  gsize size = 0;

  if (n_left > 0) {
    g_autofree char *text =
        g_strdup_printf ("%u results, the least grave, are left out: code scanning takes no more; "
                         "the JSON report has them",
                         n_left);

    hm_json_append (notifications, notification_json ("results-left-out", "warning", text));
  }
  for (guint i = 0; i < report->results->len; i++) {
    const HmResult *result = g_ptr_array_index (report->results, i);

    for (guint j = 0; j < result->findings->items->len; j++) {
      const HmFinding *finding = g_ptr_array_index (result->findings->items, j);

      g_autoptr (json_t) notification = NULL;

      if (finding->outcome != HM_UNKNOWN)
        continue;
      notification = unknown_json (result, finding);
      size += json_size (notification);
      if (size <= NOTIFICATIONS_BYTES_MAX)
        hm_json_append (notifications, g_steal_pointer (&notification));
      else
        n_untold++;
    }
  }
  if (n_untold > 0) {
    g_autofree char *text = g_strdup_printf ("%u more questions could not be looked at", n_untold);

    hm_json_append (notifications, notification_json ("unknown", "note", text));
  }
  return notifications;
}

/* GitHub wants of each descriptor what it wants of a rule. */
static json_t *
descriptor_json (const char *id, const char *name, const char *text)
{
  json_t *descriptor = json_object ();

  hm_json_put (descriptor, "id", json_string (id));
  hm_json_put (descriptor, "name", json_string (name));
  hm_json_put (descriptor, "shortDescription", hm_sarif_message (text));
  hm_json_put (descriptor, "fullDescription", hm_sarif_message (text));
  hm_json_put (descriptor, "help", hm_sarif_message (text));
  return descriptor;
}

static json_t *
tool_json (const HmReport *report, const HmSarifRules *rules)
{
  json_t *tool = json_object ();
  json_t *driver = json_object ();
  json_t *notifications = json_array ();

  hm_json_append (notifications, descriptor_json ("unknown", "CouldNotLook",
                                                  "A question could not be looked at: it is "
                                                  "neither passed nor failed."));
  hm_json_append (notifications, descriptor_json ("results-left-out", "ResultsLeftOut",
                                                  "There are more results than code scanning "
                                                  "takes."));
  hm_json_put (driver, "name", json_string ("hallmark"));
  hm_json_put (driver, "version", hm_json_text (report->tool_version));
  hm_json_put (driver, "rules", json_incref (hm_sarif_rules_json (rules)));
  hm_json_put (driver, "notifications", notifications);
  hm_json_put (tool, "driver", driver);
  return tool;
}

/* Whether @url is of http or https, and of nothing but characters that every reader takes in a URI. */
static gboolean
is_plain_url (const char *url)
{
  if (!g_str_has_prefix (url, "https://") && !g_str_has_prefix (url, "http://"))
    return FALSE;
  for (const char *at = url; *at != '\0'; at++) {
    if (!g_ascii_isalnum (*at) && strchr ("-._~:/", *at) == NULL)
      return FALSE;
  }
  return TRUE;
}

/* Returns: (owned) (nullable) NULL where there is no address. */
static json_t *
provenance_json (const HmReport *report)
{
  char hex[HM_OID_HEX_SIZE + 1];
  json_t *provenance, *details, *root;

  if (!is_plain_url (report->subject_url))
    return NULL;
  provenance = json_array ();
  details = json_object ();
  root = json_object ();
  hm_json_put (details, "repositoryUri", json_string (report->subject_url));
  hm_json_put (details, "revisionId", json_string (hm_oid_hex (&report->commit, hex)));
  if (*report->subject_ref != '\0')
    hm_json_put (details, "branch", hm_json_text (report->subject_ref));
  hm_json_put (root, "uriBaseId", json_string (ROOT_BASE));
  hm_json_put (details, "mappedTo", root);
  hm_json_append (provenance, details);
  return provenance;
}

/* What a log of results alone would not tell. */
static json_t *
properties_json (const HmReport *report)
{
  char hex[HM_OID_HEX_SIZE + 1];
  json_t *properties = json_object ();

  hm_json_put (properties, "subject", hm_json_text (report->subject_name));
  hm_json_put (properties, "commit", json_string (hm_oid_hex (&report->commit, hex)));
  hm_json_put (properties, "asOf", hm_json_instant (report->as_of));
  hm_json_put (properties, "policy", hm_json_text (report->policy_name));
  hm_json_put (properties, "score", hm_json_tenths (report->score));
  hm_json_put (properties, "floor", hm_json_tenths (report->floor));
  hm_json_put (properties, "ceiling", hm_json_tenths (report->ceiling));
  hm_json_put (properties, "coverage", json_real (report->coverage_percent / 100.0));
  return properties;
}

static json_t *
invocations_json (const HmReport *report, guint n_left)
{
  json_t *invocations = json_array ();
  json_t *invocation = json_object ();

  hm_json_put (invocation, "executionSuccessful", json_true ());
  hm_json_put (invocation, "toolExecutionNotifications", notifications_json (report, n_left));
  hm_json_append (invocations, invocation);
  return invocations;
}

static json_t *
bases_json (void)
{
  json_t *bases = json_object ();
  json_t *root = json_object ();

  hm_json_put (root, "description", hm_sarif_message ("The root of the scanned commit."));
  hm_json_put (bases, ROOT_BASE, root);
  return bases;
}

static json_t *
run_json (const HmReport *report, const HmCheck *const *checks, gsize n_checks)
{
  g_autoptr (HmSarifRules) rules = hm_sarif_rules_new (report, checks, n_checks);
  guint n_left = 0;
  json_t *results = results_json (report, rules, &n_left);
  json_t *provenance = provenance_json (report);
  json_t *run = json_object ();
  json_t *automation = json_object ();

  /* What GitHub calls the category: another upload of it replaces this one. */
  hm_json_put (automation, "id", json_string ("hallmark/"));
  hm_json_put (run, "tool", tool_json (report, rules));
  hm_json_put (run, "automationDetails", automation);
  hm_json_put (run, "originalUriBaseIds", bases_json ());
  if (provenance != NULL)
    hm_json_put (run, "versionControlProvenance", provenance);
  hm_json_put (run, "invocations", invocations_json (report, n_left));
  hm_json_put (run, "columnKind", json_string ("unicodeCodePoints"));
  hm_json_put (run, "results", results);
  hm_json_put (run, "properties", properties_json (report));
  return run;
}

GBytes *
hm_sarif_write (const HmReport *report, const HmCheck *const *checks, gsize n_checks)
{
  g_autoptr (json_t) root = json_object ();
  json_t *runs = json_array ();

  hm_json_append (runs, run_json (report, checks, n_checks));
  hm_json_put (root, "$schema", json_string (SCHEMA_URI));
  hm_json_put (root, "version", json_string ("2.1.0"));
  hm_json_put (root, "runs", runs);
  return hm_json_print (root, 0);
}
