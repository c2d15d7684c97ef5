/* SPDX-License-Identifier: Apache-2.0 */
/* What every test of a check does: judge literal facts, and hold score, floor and ceiling against what is expected. */
#ifndef TESTS_CHECKS_JUDGED_H
#define TESTS_CHECKS_JUDGED_H

#include <string.h>

#include "scoring/score.h"

/* Returns: (owned) what @check makes of @facts, which must not be nonsense. */
static inline HmResult *
judge (const HmCheck *check, const HmFacts *facts)
{
  HmResult *result = hm_score_check (check, facts, &hm_policy_default);

  if (strstr (result->reason, "nonsense") != NULL)
    g_error ("%s: %s", check->id, result->reason);
  g_assert_cmpuint (result->findings->items->len, >, 0);
  for (guint i = 0; i < result->findings->items->len; i++) {
    const HmFinding *finding = g_ptr_array_index (result->findings->items, i);

    g_assert_cmpstr (finding->message, !=, "");
    /* Whoever reads "unknown" must be told what would settle it. */
    if (finding->outcome == HM_UNKNOWN || finding->outcome == HM_FAIL)
      g_assert_cmpstr (finding->remediation, !=, "");
  }
  if (result->status == HM_STATUS_SCORED) {
    g_assert_cmpint (result->floor, <=, result->score);
    g_assert_cmpint (result->score, <=, result->ceiling);
  }
  return result;
}

static inline guint
count_outcome (const HmResult *result, HmOutcome outcome)
{
  guint n = 0;

  for (guint i = 0; i < result->findings->items->len; i++) {
    const HmFinding *finding = g_ptr_array_index (result->findings->items, i);

    n += finding->outcome == outcome ? 1 : 0;
  }
  return n;
}

static inline const HmEvidence *
evidence_at (const HmFinding *finding, guint index)
{
  g_assert_cmpuint (index, <, finding->evidence->len);
  return &g_array_index (finding->evidence, HmEvidence, index);
}

#define assert_triple(result, want_floor, want_score, want_ceiling) \
  G_STMT_START \
  { \
    g_assert_cmpint ((result)->status, ==, HM_STATUS_SCORED); \
    g_assert_cmpint ((result)->floor, ==, (want_floor)); \
    g_assert_cmpint ((result)->score, ==, (want_score)); \
    g_assert_cmpint ((result)->ceiling, ==, (want_ceiling)); \
  } \
  G_STMT_END

#define assert_outcome(result, probe, want) \
  G_STMT_START \
  { \
    const HmFinding *found_ = hm_findings_find ((result)->findings, probe); \
\
    g_assert_nonnull (found_); \
    g_assert_cmpint (found_->outcome, ==, (want)); \
  } \
  G_STMT_END

#endif
