/* SPDX-License-Identifier: Apache-2.0 */
#include "render/fault.h"

#include "core/mask.h"
#include "core/oid.h"

#define COMMIT_DIGITS 10
#define PLACES_MAX 3

static gint
fault_compare (gconstpointer a, gconstpointer b)
{
  const HmFault *left = a;
  const HmFault *right = b;
  const int left_cost = left->finding->points_max - left->finding->points;
  const int right_cost = right->finding->points_max - right->finding->points;

  if ((left->waiver != NULL) != (right->waiver != NULL))
    return left->waiver != NULL ? 1 : -1;
  if (left->risk != right->risk)
    return left->risk < right->risk ? -1 : 1;
  if (left_cost != right_cost)
    return left_cost > right_cost ? -1 : 1;
  return left->number < right->number ? -1 : left->number > right->number;
}

/* Returns: (nullable) */
static const HmReportWaiver *
waiver_of (const HmReport *report, const HmFinding *finding)
{
  if (finding->waiver == 0 || finding->waiver > report->waivers->len)
    return NULL;
  return g_ptr_array_index (report->waivers, finding->waiver - 1);
}

void
hm_fault_fill (const HmReport *report, const HmResult *result, const HmFinding *finding,
               HmFault *ret_fault)
{
  *ret_fault = (HmFault){
    .check_id = result->id,
    .risk = result->risk,
    .result = result,
    .finding = finding,
    .waiver = waiver_of (report, finding),
  };
}

GArray *
hm_faults_new (const HmReport *report)
{
  GArray *faults = g_array_new (FALSE, TRUE, sizeof (HmFault));
  guint number = 0;

  for (guint i = 0; i < report->results->len; i++) {
    const HmResult *result = g_ptr_array_index (report->results, i);
    g_autoptr (GPtrArray) fingerprints = hm_findings_fingerprints (result->id, result->findings);

    for (guint j = 0; j < result->findings->items->len; j++) {
      const HmFinding *finding = g_ptr_array_index (result->findings->items, j);
      HmFault fault;

      if (finding->outcome != HM_FAIL)
        continue;
      hm_fault_fill (report, result, finding, &fault);
      fault.number = number++;
      g_strlcpy (fault.fingerprint, g_ptr_array_index (fingerprints, j), sizeof fault.fingerprint);
      g_array_append_val (faults, fault);
    }
  }
  g_array_sort (faults, fault_compare);
  return faults;
}

GArray *
hm_faults_new_added (const HmReport *report, const HmComparison *change)
{
  GArray *faults = g_array_new (FALSE, TRUE, sizeof (HmFault));

  for (guint i = 0; i < change->added->len; i++) {
    const HmFindingChange *added = g_ptr_array_index (change->added, i);
    HmFault fault = { .check_id = added->check_id, .risk = added->risk, .number = i };

    if (added->findings->items->len == 0)
      continue;
    fault.finding = g_ptr_array_index (added->findings->items, 0);
    fault.waiver = waiver_of (report, fault.finding);
    g_strlcpy (fault.fingerprint, added->fingerprint, sizeof fault.fingerprint);
    g_array_append_val (faults, fault);
  }
  g_array_sort (faults, fault_compare);
  return faults;
}

const HmEvidence *
hm_fault_file (const HmFault *fault)
{
  for (guint i = 0; i < fault->finding->evidence->len; i++) {
    const HmEvidence *evidence = &g_array_index (fault->finding->evidence, HmEvidence, i);

    if (evidence->kind == HM_EVIDENCE_FILE && *evidence->text != '\0')
      return evidence;
  }
  return NULL;
}

static void
place_append (GString *out, const HmEvidence *evidence)
{
  char hex[HM_OID_HEX_SIZE + 1];

  if (evidence->kind == HM_EVIDENCE_COMMIT) {
    g_string_append_printf (out, "commit %.*s", COMMIT_DIGITS, hm_oid_hex (&evidence->oid, hex));
    return;
  }
  if (evidence->kind == HM_EVIDENCE_TAG)
    g_string_append (out, "tag ");
  hm_mask_terminal (out, evidence->text, -1, FALSE);
}

static void
places_append (GString *out, const HmFinding *finding)
{
  guint n_files = 0;
  guint n_places = 0;

  for (guint i = 0; i < finding->evidence->len; i++) {
    const HmEvidence *evidence = &g_array_index (finding->evidence, HmEvidence, i);

    if (evidence->kind == HM_EVIDENCE_FILE) {
      n_files++;
      continue;
    }
    if (n_places < PLACES_MAX) {
      g_string_append (out, n_places == 0 ? " (" : ", ");
      place_append (out, evidence);
    }
    n_places++;
  }
  if (n_places > PLACES_MAX)
    g_string_append_printf (out, " and %u more", n_places - PLACES_MAX);
  if (n_places > 0)
    g_string_append_c (out, ')');
  if (n_files > 1)
    g_string_append_printf (out, " (the first of %u places in files)", n_files);
}

void
hm_fault_text_append (GString *out, const HmFault *fault)
{
  hm_mask_terminal (out, fault->finding->message, -1, FALSE);
  places_append (out, fault->finding);
  if (*fault->finding->remediation != '\0') {
    g_string_append (out, ". To mend it: ");
    hm_mask_terminal (out, fault->finding->remediation, -1, FALSE);
  }
}
