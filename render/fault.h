/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The failed findings of a report, in the order in which somebody should read them: what the
 * formats for CI are made of.
 */
#ifndef HM_RENDER_FAULT_H
#define HM_RENDER_FAULT_H

#include "scoring/fingerprint.h"
#include "scoring/report.h"

/* Borrows from the report. */
typedef struct {
  const char *check_id;
  HmRisk risk;
  const HmResult *result; /* (nullable) NULL where a comparison has it, not the report */
  const HmFinding *finding;
  const HmReportWaiver *waiver; /* (nullable) that settles it */
  guint number;                 /* of all failed findings of the report, in its order */
  char fingerprint[HM_FINGERPRINT_SIZE];
} HmFault;

/* Tells @ret_fault of @finding, a failed one of @result, all but its number and fingerprint. */
void hm_fault_fill (const HmReport *report, const HmResult *result, const HmFinding *finding,
                    HmFault *ret_fault);

/*
 * Returns: (owned) (element-type HmFault) every failed finding: those that no waiver settles first,
 * then by risk, then by the share of their check's points that they cost, then as the report has
 * them.
 */
GArray *hm_faults_new (const HmReport *report);

/* Returns: (owned) (element-type HmFault) likewise, what @change says was added. @report: that of its end. */
GArray *hm_faults_new_added (const HmReport *report, const HmComparison *change);

/* Returns: (borrowed) (nullable) the first file that the finding cites by a name. */
const HmEvidence *hm_fault_file (const HmFault *fault);

/*
 * Appends what is to be said of it in a line: the message, what it cites where that is no file
 * ("commit 1a2b3c4d5e", "tag v1", a URL; three of them, the rest counted), and how to mend it.
 * Masked as for a terminal: those who read it print it, and some obey lines (core/mask.h).
 */
void hm_fault_text_append (GString *out, const HmFault *fault);

#endif
