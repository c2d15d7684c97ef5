/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whether a report passes what a policy asks for, why not, and the shortest way back. Pure. What
 * could not be looked at never fails a gate unless it asks for a floor or for coverage.
 */
#ifndef HM_SCORING_GATE_H
#define HM_SCORING_GATE_H

#include "scoring/compare.h"

/* Of a bar: nothing is asked. */
#define HM_NO_BAR (-1)

/* What is asked of one check. */
typedef struct {
  const char *check_id;
  int score; /* tenths, or HM_NO_BAR; a check that is unknown or not applicable passes it */
  int floor; /* tenths, or HM_NO_BAR; one that is not applicable passes it */
} HmCheckBar;

typedef struct {
  int score;            /* tenths, or HM_NO_BAR */
  int floor;            /* tenths, or HM_NO_BAR */
  int coverage_percent; /* or HM_NO_BAR */
  const HmCheckBar *checks;
  gsize n_checks;
  /* against a baseline: the score, and the score of each check in @kept */
  gboolean forbids_regression;
  /* (nullable) NULL-terminated ids of checks that may not drop; NULL: all of them */
  const char *const *kept;
  /*
   * where a range is looked at: it may add no failed finding, of the checks in @new_in, that no
   * waiver settles
   */
  gboolean forbids_new_findings;
  const char *const *new_in; /* (nullable) NULL-terminated ids of checks; NULL: all of them */
} HmGate;

/* One that asks for nothing. */
#define HM_GATE_NOTHING \
  (HmGate) \
  { \
    .score = HM_NO_BAR, .floor = HM_NO_BAR, .coverage_percent = HM_NO_BAR \
  }

gboolean hm_gate_asks (const HmGate *gate);

typedef enum {
  HM_SHORT_OF_SCORE,
  HM_SHORT_OF_FLOOR,
  HM_SHORT_OF_COVERAGE,
  HM_SHORT_OF_CHECK_SCORE,
  HM_SHORT_OF_CHECK_FLOOR,
  HM_SHORT_OF_BASELINE,       /* the mean of the checks that were scored both times dropped */
  HM_SHORT_OF_CHECK_BASELINE, /* the score of a check did */
  HM_SHORT_NEW_FINDING,
} HmShortfallKind;

/* "score", "floor", "coverage", "check-score", "check-floor", "regression", "check-regression", "new-finding" */
const char *hm_shortfall_kind_text (HmShortfallKind kind);

/* One thing that fell short. Owns its texts. */
typedef struct {
  HmShortfallKind kind;
  char *check_id;   /* "" where it is about the whole */
  char *check_name; /* likewise */
  int wanted;       /* tenths, or percent for coverage; HM_NO_BAR where no number is asked for */
  int found;        /* likewise; HM_NO_SCORE where there is none */
  char *finding;    /* the message of the finding that weighs most; "" where there is none */
  char *place;      /* where that is: "PATH:LINE", "PATH", "commit 1a2b3c4d5e", a URL; "" */
  /*
   * (element-type utf8) the steps that lead back over the bar, fewest first: "+1.4 Enable ...", ""
   * where none is known
   */
  GPtrArray *ways;
} HmShortfall;

/* Returns: (owned) one of @kind that says nothing yet. */
HmShortfall *hm_shortfall_new (HmShortfallKind kind);
void hm_shortfall_free (HmShortfall *shortfall);

typedef struct {
  gboolean has_passed;
  GPtrArray *shortfalls; /* (element-type HmShortfall) the gravest first */
  /*
   * (element-type utf8) what did not fail, and should be read: "Two-Factor-Auth: could not look, so
   * its minimum of 7 was not applied"
   */
  GPtrArray *notes;
} HmGateVerdict;

/* Returns: (owned) one that has passed. */
HmGateVerdict *hm_gate_verdict_new (void);
void hm_gate_verdict_free (HmGateVerdict *verdict);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HmGateVerdict, hm_gate_verdict_free)

struct _HmReport;

/*
 * Judges @report.
 *
 * @baseline: (nullable) what came of comparing an earlier report with it
 * @range: (nullable) what came of comparing the report of a range's base with it
 *
 * Returns: (owned)
 */
HmGateVerdict *hm_gate_judge (const HmGate *gate, const struct _HmReport *report,
                              const HmComparison *baseline, const HmComparison *range);

#endif
