/* SPDX-License-Identifier: Apache-2.0 */
/* Checks that find what a test tells them to. */
#ifndef HM_TESTS_SCORING_PLANNED_H
#define HM_TESTS_SCORING_PLANNED_H

#include "scoring/score.h"

/* One finding of a planned check: ten points at stake for a fault, lost where it is one. */
typedef struct {
  const char *probe; /* "one" or "two" */
  HmOutcome outcome;
  const char *path; /* (nullable) */
  HmOid blob;
  HmOid commit; /* all zero: none */
} HmPlan;

#define HM_PLANNED_CHECKS 3

/* The checks "red", "green" and "blue", of high, medium and low risk. */
extern const HmCheck *const hm_planned_checks[HM_PLANNED_CHECKS];

/* What the check at @index finds from now on; @plan is borrowed. */
void hm_plan (gsize index, const HmPlan *plan, gsize n);

/* Returns: (owned) the report of all three. */
HmReport *hm_planned_report (const HmPolicy *policy);

/* When the report is made: 2026-01-01. */
#define HM_PLANNED_AS_OF G_GINT64_CONSTANT (1767225600)

#endif
