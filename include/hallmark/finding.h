/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a check says: findings, each with the evidence that lets a stranger check it again.
 *
 * Every text given is copied; it may hold bytes of the subject as they are. The findings own all
 * that hangs below them. Points are tenths of a check's ten.
 */
#ifndef HALLMARK_FINDING_H
#define HALLMARK_FINDING_H

#include <hallmark/facts.h>
#include <hallmark/visibility.h>

G_BEGIN_DECLS

typedef enum {
  HM_PASS,
  HM_FAIL,
  HM_UNKNOWN, /* could not look: neither good nor bad */
  HM_NOT_APPLICABLE,
} HmOutcome;

typedef enum {
  HM_EVIDENCE_FILE,   /* path, line, and the tree entry's object id */
  HM_EVIDENCE_COMMIT, /* oid */
  HM_EVIDENCE_TAG,    /* name and oid */
  HM_EVIDENCE_URL,    /* url */
} HmEvidenceKind;

typedef struct {
  HmEvidenceKind kind;
  char *text; /* the path, the tag's name or the URL; "" for a commit */
  HmOid oid;  /* the blob's, the commit's or the tag's; all zero where there is none */
  guint line; /* 1-based; 0: the whole file */
} HmEvidence;

typedef struct {
  char *probe; /* one of HmCheck.probes */
  HmOutcome outcome;
  int points;     /* tenths earned: 0..points_max */
  int points_max; /* tenths at stake; 0 for a finding that only informs */
  char *message;
  /*
   * how to mend it, or for HM_UNKNOWN what would make it visible; "" where there is nothing to do
   */
  char *remediation;
  GArray *evidence; /* (element-type HmEvidence) */
  /* set by scoring: the number, from 1, of the policy's waiver that settles it; 0: none does */
  guint waiver;
} HmFinding;

typedef struct {
  GPtrArray *items; /* (element-type HmFinding), in the order added */
  char *reason;     /* one line that says why the check scored as it did; "" until set */
} HmFindings;

HM_PUBLIC HmFindings *hm_findings_new (void);
HM_PUBLIC void hm_findings_free (HmFindings *findings);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HmFindings, hm_findings_free)

/*
 * Adds a finding with no points and no remediation. Where none is set, scoring fills in the one that the check's probe
 * table gives (for HM_FAIL; for HM_UNKNOWN say it with hm_finding_set_remediation()).
 *
 * Returns: (borrowed) the finding, to be filled in further; valid as long as @findings.
 */
HM_PUBLIC HmFinding *hm_findings_add (HmFindings *findings, const char *probe, HmOutcome outcome,
                                      const char *message_format, ...) G_GNUC_PRINTF (4, 5);

HM_PUBLIC void hm_findings_set_reason (HmFindings *findings, const char *format, ...)
    G_GNUC_PRINTF (2, 3);

/* @earned and @at_stake in tenths, 0 <= earned <= at_stake <= 100. */
HM_PUBLIC void hm_finding_set_points (HmFinding *finding, int earned, int at_stake);
HM_PUBLIC void hm_finding_set_remediation (HmFinding *finding, const char *format, ...)
    G_GNUC_PRINTF (2, 3);
HM_PUBLIC void hm_finding_cite_file (HmFinding *finding, const HmTreeEntry *entry, guint line);
HM_PUBLIC void hm_finding_cite_commit (HmFinding *finding, const HmOid *commit);
HM_PUBLIC void hm_finding_cite_tag (HmFinding *finding, const HmTag *tag);
HM_PUBLIC void hm_finding_cite_url (HmFinding *finding, const char *url);

/* Adds a deep copy of @finding to @findings. */
HM_PUBLIC HmFinding *hm_findings_add_copy (HmFindings *findings, const HmFinding *finding);

/* Returns: (borrowed) (nullable) the first finding of @probe. */
HM_PUBLIC const HmFinding *hm_findings_find (const HmFindings *findings, const char *probe);

/* How a scoring rule reads the outcomes that nobody could look at. */
typedef enum {
  HM_ASSUME_NOTHING, /* leave them out: the score */
  HM_ASSUME_WORST,   /* as failed, no points: the floor */
  HM_ASSUME_BEST,    /* as passed, all points: the ceiling */
} HmAssume;

/*
 * The outcome and points of @finding under @assume: only HM_UNKNOWN is changed.
 */
HM_PUBLIC HmOutcome hm_finding_outcome (const HmFinding *finding, HmAssume assume);
HM_PUBLIC int hm_finding_points (const HmFinding *finding, HmAssume assume);

G_END_DECLS

#endif
