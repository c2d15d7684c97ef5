/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Findings and their evidence. Plug-ins call these too, so a NULL text is taken as "" and nonsense is kept as it
 * was said: it is for scoring/ to see and to name, not for this file to hide.
 */
#include <hallmark/finding.h>

static char *
text_copy (const char *text)
{
  return g_strdup (text == NULL ? "" : text);
}

static char *text_format (const char *format, va_list args) G_GNUC_PRINTF (1, 0);

static char *
text_format (const char *format, va_list args)
{
  return format == NULL ? g_strdup ("") : g_strdup_vprintf (format, args);
}

static void
evidence_clear (gpointer data)
{
  HmEvidence *evidence = data;

  g_free (evidence->text);
}

static HmFinding *
finding_new (const char *probe, HmOutcome outcome)
{
  HmFinding *finding = g_new0 (HmFinding, 1);

  finding->probe = text_copy (probe);
  finding->outcome = outcome;
  finding->remediation = g_strdup ("");
  finding->evidence = g_array_new (FALSE, TRUE, sizeof (HmEvidence));
  g_array_set_clear_func (finding->evidence, evidence_clear);
  return finding;
}

static void
finding_free (gpointer data)
{
  HmFinding *finding = data;

  g_free (finding->probe);
  g_free (finding->message);
  g_free (finding->remediation);
  g_clear_pointer (&finding->evidence, g_array_unref);
  g_free (finding);
}

static void
finding_cite (HmFinding *finding, HmEvidenceKind kind, const char *text, const HmOid *oid,
              guint line)
{
  HmEvidence evidence = { .kind = kind, .text = text_copy (text), .line = line };

  if (oid != NULL)
    evidence.oid = *oid;
  g_array_append_val (finding->evidence, evidence);
}

HmFindings *
hm_findings_new (void)
{
  HmFindings *findings = g_new0 (HmFindings, 1);

  findings->items = g_ptr_array_new_with_free_func (finding_free);
  findings->reason = g_strdup ("");
  return findings;
}

void
hm_findings_free (HmFindings *findings)
{
  if (findings == NULL)
    return;
  g_ptr_array_unref (findings->items);
  g_free (findings->reason);
  g_free (findings);
}

HmFinding *
hm_findings_add (HmFindings *findings, const char *probe, HmOutcome outcome,
                 const char *message_format, ...)
{
  HmFinding *finding = finding_new (probe, outcome);
  va_list args;

  va_start (args, message_format);
  finding->message = text_format (message_format, args);
  va_end (args);
  g_ptr_array_add (findings->items, finding);
  return finding;
}

void
hm_findings_set_reason (HmFindings *findings, const char *format, ...)
{
  va_list args;
  char *reason;

  va_start (args, format);
  reason = text_format (format, args);
  va_end (args);
  /* Freed last, since the arguments may quote it. */
  g_free (findings->reason);
  findings->reason = reason;
}

void
hm_finding_set_points (HmFinding *finding, int earned, int at_stake)
{
  finding->points = earned;
  finding->points_max = at_stake;
}

void
hm_finding_set_remediation (HmFinding *finding, const char *format, ...)
{
  va_list args;
  char *remediation;

  va_start (args, format);
  remediation = text_format (format, args);
  va_end (args);
  g_free (finding->remediation);
  finding->remediation = remediation;
}

void
hm_finding_cite_file (HmFinding *finding, const HmTreeEntry *entry, guint line)
{
  finding_cite (finding, HM_EVIDENCE_FILE, entry->path, &entry->oid, line);
}

void
hm_finding_cite_commit (HmFinding *finding, const HmOid *commit)
{
  finding_cite (finding, HM_EVIDENCE_COMMIT, "", commit, 0);
}

void
hm_finding_cite_tag (HmFinding *finding, const HmTag *tag)
{
  finding_cite (finding, HM_EVIDENCE_TAG, tag->name, &tag->oid, 0);
}

void
hm_finding_cite_url (HmFinding *finding, const char *url)
{
  finding_cite (finding, HM_EVIDENCE_URL, url, NULL, 0);
}

HmFinding *
hm_findings_add_copy (HmFindings *findings, const HmFinding *finding)
{
  HmFinding *copy = finding_new (finding->probe, finding->outcome);
  guint n_evidence = finding->evidence == NULL ? 0 : finding->evidence->len;

  copy->message = text_copy (finding->message);
  copy->points = finding->points;
  copy->points_max = finding->points_max;
  copy->waiver = finding->waiver;
  hm_finding_set_remediation (copy, "%s", finding->remediation == NULL ? "" : finding->remediation);
  for (guint i = 0; i < n_evidence; i++) {
    const HmEvidence *evidence = &g_array_index (finding->evidence, HmEvidence, i);

    finding_cite (copy, evidence->kind, evidence->text, &evidence->oid, evidence->line);
  }
  g_ptr_array_add (findings->items, copy);
  return copy;
}

const HmFinding *
hm_findings_find (const HmFindings *findings, const char *probe)
{
  for (guint i = 0; i < findings->items->len; i++) {
    const HmFinding *finding = g_ptr_array_index (findings->items, i);

    if (g_str_equal (finding->probe, probe))
      return finding;
  }
  return NULL;
}

HmOutcome
hm_finding_outcome (const HmFinding *finding, HmAssume assume)
{
  if (finding->outcome != HM_UNKNOWN)
    return finding->outcome;
  switch (assume) {
  case HM_ASSUME_WORST:
    return HM_FAIL;
  case HM_ASSUME_BEST:
    return HM_PASS;
  case HM_ASSUME_NOTHING:
  default:
    return HM_UNKNOWN;
  }
}

int
hm_finding_points (const HmFinding *finding, HmAssume assume)
{
  if (finding->outcome != HM_UNKNOWN)
    return finding->points;
  return assume == HM_ASSUME_BEST ? finding->points_max : 0;
}
