/* SPDX-License-Identifier: Apache-2.0 */
/* What changed between two reports of one project: scores, and the findings that came and went. Pure. */
#ifndef HM_SCORING_COMPARE_H
#define HM_SCORING_COMPARE_H

#include <hallmark/check.h>

/* A check that is in either report. Owns its texts. */
typedef struct {
  char *id;
  char *name;
  int before;       /* tenths; HM_NO_SCORE where not scored, or not there */
  int after;        /* likewise */
  gboolean is_new;  /* the earlier report has no such check */
  gboolean is_gone; /* the later one has none */
  /*
   * the later one could not look at something that the earlier one could: a lower score need be no
   * worse state; not kept in reports
   */
  gboolean is_darker;
} HmCheckChange;

/* A failed finding that one report has and the other has not, by its fingerprint. */
typedef struct {
  char *check_id;
  char *check_name;
  HmRisk risk;
  char *fingerprint;
  HmFindings *findings; /* with a copy of it alone */
} HmFindingChange;

typedef struct {
  HmOid before_commit;
  HmOid after_commit;
  gint64 before_as_of;
  gint64 after_as_of;
  int before_score; /* tenths or HM_NO_SCORE */
  int after_score;
  int before_floor;
  int after_floor;
  int before_coverage_percent;
  int after_coverage_percent;
  GPtrArray *checks; /* (element-type HmCheckChange) in report order, gone ones last */
  /*
   * (element-type HmFindingChange) in report order; waived ones too: HmFinding.waiver tells; none
   * where nobody could look before
   */
  GPtrArray *added;
  /*
   * (element-type HmFindingChange) those of checks that are scored in both reports alone: what
   * nobody could look at is not mended
   */
  GPtrArray *mended;
} HmComparison;

/* Returns: (owned) one without checks or findings. */
HmComparison *hm_comparison_new (void);
void hm_comparison_free (HmComparison *comparison);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HmComparison, hm_comparison_free)

/* Returns: (borrowed) the added one, without scores. */
HmCheckChange *hm_comparison_add_check (HmComparison *comparison, const char *id, const char *name);

/* Adds to @changes, which is one of a comparison's. Returns: (borrowed) the added one, without its finding. */
HmFindingChange *hm_finding_changes_add (GPtrArray *changes, const char *check_id,
                                         const char *check_name, HmRisk risk,
                                         const char *fingerprint);

struct _HmReport;

/*
 * Compares @before with @after.
 *
 * Returns: (owned) NULL with HM_ERROR_USAGE where they are of different projects.
 */
HmComparison *hm_reports_compare (const struct _HmReport *before, const struct _HmReport *after,
                                  GError **error);

#endif
