/* SPDX-License-Identifier: Apache-2.0 */
/* What the command line asks of a report: bars, an earlier report that it may not fall behind, a range of commits. */
#ifndef HM_CLI_GATE_OPTIONS_H
#define HM_CLI_GATE_OPTIONS_H

#include "checks/registry.h"
#include "scoring/policy.h"
#include "scoring/report.h"

typedef struct {
  char *min_score;
  char *min_floor;
  char *min_coverage;
  char **min;
  char *baseline;
  char *baseline_ref;
  char *diff;
} HmGateOptionTexts;

/* Filled in by GOption: a process parses one command line. */
extern HmGateOptionTexts hm_gate_option_texts;

#define HM_GATE_ENTRIES \
  { "min-score", \
    0, \
    0, \
    G_OPTION_ARG_FILENAME, \
    &hm_gate_option_texts.min_score, \
    "Fail where the score is below N of 10", \
    "N" }, \
      { "min-floor", \
        0, \
        0, \
        G_OPTION_ARG_FILENAME, \
        &hm_gate_option_texts.min_floor, \
        "Fail where it could be below N, as unknowns go", \
        "N" }, \
      { "min-coverage", \
        0, \
        0, \
        G_OPTION_ARG_FILENAME, \
        &hm_gate_option_texts.min_coverage, \
        "Fail where less than N % could be looked at", \
        "N" }, \
      { "min", \
        0, \
        0, \
        G_OPTION_ARG_FILENAME_ARRAY, \
        &hm_gate_option_texts.min, \
        "Fail where this check scores below N: CHECK=N; again for more", \
        "BAR" }, \
      { "baseline", \
        0, \
        0, \
        G_OPTION_ARG_FILENAME, \
        &hm_gate_option_texts.baseline, \
        "Compare with this earlier report; fail where a score fell", \
        "FILE" }, \
      { "baseline-ref", \
        0, \
        0, \
        G_OPTION_ARG_FILENAME, \
        &hm_gate_option_texts.baseline_ref, \
        "The same, with the report.json that this branch keeps", \
        "REF" }, \
  { \
    "diff", 0, 0, G_OPTION_ARG_FILENAME, &hm_gate_option_texts.diff, \
        "Tell what BASE..HEAD adds and mends; alone: fail where it adds", "RANGE" \
  }

/* What the options came to. */
typedef struct {
  HmGate bars;
  GArray *checks;      /* (element-type HmCheckBar) of @bars, later of the whole gate */
  HmReport *baseline;  /* (nullable) of --baseline, or of --baseline-ref once it was read */
  char *baseline_name; /* (nullable) what errors call it */
  char *diff_base;     /* (nullable) */
  char *diff_head;     /* (nullable) NULL: the commit that is scanned anyhow */
} HmGatePlan;

void hm_gate_plan_clear (HmGatePlan *plan);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HmGatePlan, hm_gate_plan_clear)

/* Whether a bar stands on the command line. */
gboolean hm_gate_options_have_bar (void);

/*
 * Reads hm_gate_option_texts. Names of checks are those of @registry.
 *
 * Returns: FALSE with HM_ERROR_USAGE, or with the errors of hm_report_file_read().
 */
gboolean hm_gate_options_read (const HmRegistry *registry, HmGatePlan *ret_plan, GError **error);

/*
 * Reads the report that --baseline-ref names, in the repository at @path, where it was given.
 *
 * Returns: FALSE with HM_ERROR_USAGE where it is not there, which says how one comes to be;
 * HM_ERROR_FORMAT where it is none.
 */
gboolean hm_gate_plan_read_ref (HmGatePlan *plan, const char *path, const gint *cancelled,
                                GError **error);

/*
 * The gate of @policy and the command line together: the higher bar counts. A baseline that was
 * given is one not to fall behind. A range that was given may add no finding, where nothing else is
 * asked.
 *
 * Returns: what borrows from both, until the plan is cleared
 */
HmGate hm_gate_plan_gate (HmGatePlan *plan, const HmPolicy *policy);

/*
 * Compares the baseline, where there is one, with @report, and sets HmReport.baseline.
 *
 * Returns: FALSE with HM_ERROR_USAGE where it is of another project.
 */
gboolean hm_gate_plan_compare (const HmGatePlan *plan, HmReport *report, GError **error);

#endif
