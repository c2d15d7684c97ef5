/* SPDX-License-Identifier: Apache-2.0 */
/* Whole tables whose functions say what makes no sense: that must end in an unknown result, never in a crash. */
#include "row.h"

static int
score_300 (const HmFindings *findings, HmAssume assume)
{
  (void) findings;
  (void) assume;
  return 300;
}

static int
score_upside_down (const HmFindings *findings, HmAssume assume)
{
  (void) findings;
  return assume == HM_ASSUME_WORST ? 90 : 10;
}

static void
unknown_probe_run (const HmFacts *facts, HmFindings *findings)
{
  (void) facts;
  hm_findings_add (findings, "nobody-asked", HM_PASS, "fine");
}

/* Formats that the compiler can't check are the point here. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
static void
null_strings_run (const HmFacts *facts, HmFindings *findings)
{
  const char *volatile nothing = NULL; /* so that no compiler sees it coming */

  (void) facts;
  hm_findings_add (findings, nothing, HM_FAIL, nothing, 0);
  hm_findings_set_reason (findings, nothing, 0);
}
#pragma GCC diagnostic pop

static void
points_run (const HmFacts *facts, HmFindings *findings)
{
  (void) facts;
  hm_finding_set_points (hm_findings_add (findings, "probe", HM_PASS, "fine"), 400, 3);
}

static void
silent_run (const HmFacts *facts, HmFindings *findings)
{
  (void) facts;
  (void) findings;
}

static void
outcome_run (const HmFacts *facts, HmFindings *findings)
{
  (void) facts;
  hm_findings_add (findings, "probe", (HmOutcome) 77, "fine");
}

#define PARTS \
  .risk = HM_RISK_HIGH, .needs = 0, .summary = "A row.", .why = "For tests.", .differs = "", \
  .probes = row_probes, .n_probes = G_N_ELEMENTS (row_probes)

static const HmCheck rows[] = {
  { .id = "score-300", .name = "Score-300", PARTS, .run = row_run, .score = score_300 },
  { .id = "upside-down", .name = "Upside-Down", PARTS, .run = row_run, .score = score_upside_down },
  { .id = "unknown-probe", .name = "Unknown-Probe", PARTS, .run = unknown_probe_run },
  { .id = "null-strings", .name = "Null-Strings", PARTS, .run = null_strings_run },
  { .id = "points", .name = "Points", PARTS, .run = points_run },
  { .id = "silent", .name = "Silent", PARTS, .run = silent_run },
  { .id = "outcome", .name = "Outcome", PARTS, .run = outcome_run },
};

EXPORT_CHECKS (&rows[0], &rows[1], &rows[2], &rows[3], &rows[4], &rows[5], &rows[6]);
