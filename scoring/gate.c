/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A gate fails for a reason that a person can point at. So a score that is not there passes every
 * bar but floor and coverage, and a drop since a baseline is told over the checks that were scored
 * both times: a token that is missing today is no regression.
 */
#include "scoring/gate.h"

#include "core/number.h"
#include "core/oid.h"
#include "scoring/gate_way.h"
#include "scoring/policy_check.h"
#include "scoring/report.h"
#include "scoring/score.h"

#include <string.h>

/* New findings told one by one; past them they are counted. */
#define NEW_FINDINGS_MAX 100

#define COMMIT_DIGITS 10

static void note_add (HmGateVerdict *verdict, const char *format, ...) G_GNUC_PRINTF (2, 3);

static void
note_add (HmGateVerdict *verdict, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  g_ptr_array_add (verdict->notes, g_strdup_vprintf (format, args));
  va_end (args);
}

static const HmResult *
result_find (const HmReport *report, const char *check_id)
{
  for (guint i = 0; i < report->results->len; i++) {
    const HmResult *result = g_ptr_array_index (report->results, i);

    if (g_str_equal (result->id, check_id))
      return result;
  }
  return NULL;
}

static char *
place_text (const HmFinding *finding)
{
  const HmEvidence *evidence;
  char hex[HM_OID_HEX_SIZE + 1];

  if (finding->evidence->len == 0)
    return g_strdup ("");
  evidence = &g_array_index (finding->evidence, HmEvidence, 0);
  switch (evidence->kind) {
  case HM_EVIDENCE_FILE:
    return evidence->line > 0 ? g_strdup_printf ("%s:%u", evidence->text, evidence->line)
                              : g_strdup (evidence->text);
  case HM_EVIDENCE_COMMIT:
    return g_strdup_printf ("commit %.*s", COMMIT_DIGITS, hm_oid_hex (&evidence->oid, hex));
  case HM_EVIDENCE_TAG:
    return g_strdup_printf ("tag %s", evidence->text);
  case HM_EVIDENCE_URL:
  default:
    return g_strdup (evidence->text);
  }
}

static void
finding_note (HmShortfall *shortfall, const HmFinding *finding)
{
  if (finding == NULL)
    return;
  hm_text_set (&shortfall->finding, finding->message);
  g_free (shortfall->place);
  shortfall->place = place_text (finding);
}

/* Whether @finding can be why a shortfall of @kind is one. */
static gboolean
is_to_blame (HmShortfallKind kind, const HmFinding *finding)
{
  switch (kind) {
  case HM_SHORT_OF_COVERAGE:
    return finding->outcome == HM_UNKNOWN;
  case HM_SHORT_OF_FLOOR:
  case HM_SHORT_OF_CHECK_FLOOR:
    return finding->outcome == HM_UNKNOWN || (finding->outcome == HM_FAIL && finding->waiver == 0);
  default:
    return finding->outcome == HM_FAIL && finding->waiver == 0;
  }
}

/* Returns: (nullable) the first of those that lost most. */
static const HmFinding *
heaviest_of (HmShortfallKind kind, const HmResult *result)
{
  const HmFinding *heaviest = NULL;
  int most = -1;

  for (guint i = 0; i < result->findings->items->len; i++) {
    const HmFinding *finding = g_ptr_array_index (result->findings->items, i);
    const int lost = finding->points_max - (finding->outcome == HM_UNKNOWN ? 0 : finding->points);

    if (is_to_blame (kind, finding) && lost > most) {
      heaviest = finding;
      most = lost;
    }
  }
  return heaviest;
}

/* What @result takes from the whole, by what the shortfall is about. */
static double
result_loss (HmShortfallKind kind, const HmResult *result)
{
  if (result->status == HM_STATUS_NOT_APPLICABLE)
    return 0.0;
  switch (kind) {
  case HM_SHORT_OF_COVERAGE:
    return result->weight * (result->ceiling - result->floor);
  case HM_SHORT_OF_FLOOR:
    return result->weight * (100 - result->floor);
  default:
    return result->status == HM_STATUS_SCORED ? result->weight * (100 - result->score) : 0.0;
  }
}

static const HmFinding *
heaviest_of_all (HmShortfallKind kind, const HmReport *report)
{
  const HmFinding *heaviest = NULL;
  double most = 0.0;

  for (guint i = 0; i < report->results->len; i++) {
    const HmResult *result = g_ptr_array_index (report->results, i);
    const HmFinding *finding = heaviest_of (kind, result);
    const double loss = result_loss (kind, result);

    if (finding != NULL && loss > most) {
      heaviest = finding;
      most = loss;
    }
  }
  return heaviest;
}

/* Returns: (borrowed) */
static HmShortfall *
shortfall_add (HmGateVerdict *verdict, HmShortfallKind kind, int wanted, int found)
{
  HmShortfall *shortfall = hm_shortfall_new (kind);

  shortfall->wanted = wanted;
  shortfall->found = found;
  verdict->has_passed = FALSE;
  g_ptr_array_add (verdict->shortfalls, shortfall);
  return shortfall;
}

static void
whole_judge (HmGateVerdict *verdict, const HmReport *report, HmShortfallKind kind, int wanted,
             int found)
{
  HmShortfall *shortfall;
  char bar[HM_SCORE_TEXT_SIZE];

  if (wanted == HM_NO_BAR)
    return;
  if (found == HM_NO_SCORE) {
    note_add (verdict, "%s, so the minimum %s of %s was not applied",
              kind == HM_SHORT_OF_FLOOR ? "no check applies" : "no check could be scored",
              hm_shortfall_kind_text (kind), hm_score_text (wanted, bar));
    return;
  }
  if (found >= wanted)
    return;
  shortfall = shortfall_add (verdict, kind, wanted, found);
  finding_note (shortfall, heaviest_of_all (kind, report));
  hm_gate_ways_add (shortfall, report);
}

static void
check_judge (HmGateVerdict *verdict, const HmReport *report, const HmResult *result,
             HmShortfallKind kind, int wanted)
{
  const gboolean is_floor = kind == HM_SHORT_OF_CHECK_FLOOR;
  const int found = is_floor ? result->floor : result->score;
  HmShortfall *shortfall;
  char bar[HM_SCORE_TEXT_SIZE];

  if (wanted == HM_NO_BAR || result->status == HM_STATUS_NOT_APPLICABLE)
    return;
  if (!is_floor && result->status == HM_STATUS_UNKNOWN) {
    note_add (verdict, "%s: could not look, so its minimum of %s was not applied", result->name,
              hm_score_text (wanted, bar));
    return;
  }
  if (found >= wanted)
    return;
  shortfall = shortfall_add (verdict, kind, wanted, found);
  hm_text_set (&shortfall->check_id, result->id);
  hm_text_set (&shortfall->check_name, result->name);
  finding_note (shortfall, heaviest_of (kind, result));
  hm_gate_ways_add (shortfall, report);
}

static void
bars_judge (HmGateVerdict *verdict, const HmGate *gate, const HmReport *report)
{
  whole_judge (verdict, report, HM_SHORT_OF_SCORE, gate->score, report->score);
  whole_judge (verdict, report, HM_SHORT_OF_FLOOR, gate->floor, report->floor);
  whole_judge (verdict, report, HM_SHORT_OF_COVERAGE, gate->coverage_percent,
               report->coverage_percent);
  for (gsize i = 0; i < gate->n_checks; i++) {
    const HmCheckBar *bar = &gate->checks[i];
    const HmResult *result = result_find (report, bar->check_id);

    if (result == NULL) {
      note_add (verdict, "%s: did not run, so its minimum was not applied", bar->check_id);
      continue;
    }
    check_judge (verdict, report, result, HM_SHORT_OF_CHECK_SCORE, bar->score);
    check_judge (verdict, report, result, HM_SHORT_OF_CHECK_FLOOR, bar->floor);
  }
}

/* Returns: (borrowed) (nullable) */
static const HmFinding *
changed_finding (const HmFindingChange *change)
{
  return change->findings->items->len > 0 ? g_ptr_array_index (change->findings->items, 0) : NULL;
}

/* Whether @change is a fault that no waiver settles, of the check @check_id ("" any). */
static gboolean
is_new_fault (const HmFindingChange *change, const char *check_id)
{
  const HmFinding *finding = changed_finding (change);

  return finding != NULL && finding->waiver == 0
         && (*check_id == '\0' || g_str_equal (check_id, change->check_id));
}

/* Says what came since @baseline and how to mend it. */
static void
came_note (HmShortfall *shortfall, const HmComparison *baseline)
{
  int most = -1;

  for (guint i = 0; i < baseline->added->len; i++) {
    const HmFindingChange *change = g_ptr_array_index (baseline->added, i);
    const HmFinding *finding = changed_finding (change);

    if (!is_new_fault (change, shortfall->check_id))
      continue;
    if (finding->points_max - finding->points > most) {
      most = finding->points_max - finding->points;
      finding_note (shortfall, finding);
    }
    if (shortfall->ways->len < HM_WAY_STEPS_MAX && *finding->remediation != '\0'
        && !g_ptr_array_find_with_equal_func (shortfall->ways, finding->remediation, g_str_equal,
                                              NULL))
      g_ptr_array_add (shortfall->ways, g_strdup (finding->remediation));
  }
}

static gboolean
is_kept (const HmGate *gate, const HmResult *result)
{
  /* One that counts for nothing is held to what it was where somebody names it. */
  return gate->kept == NULL ? result->weight > 0.0 : g_strv_contains (gate->kept, result->id);
}

/*
 * What @change is held to have come to: where less can be seen than before, as much of before as
 * what is dark could make up for.
 */
static int
after_held (const HmResult *result, const HmCheckChange *change)
{
  return change->is_darker ? MAX (change->after, MIN (change->before, result->ceiling))
                           : change->after;
}

static void
check_hold (HmGateVerdict *verdict, const HmGate *gate, const HmReport *report,
            const HmComparison *baseline, const HmCheckChange *change)
{
  const HmResult *result = result_find (report, change->id);
  HmShortfall *shortfall;

  if (change->is_gone && gate->kept != NULL && g_strv_contains (gate->kept, change->id))
    note_add (verdict, "%s: did not run, so it was not held against the baseline", change->name);
  if (result == NULL || change->before == HM_NO_SCORE || !is_kept (gate, result))
    return;
  if (change->after == HM_NO_SCORE) {
    if (result->status == HM_STATUS_UNKNOWN)
      note_add (verdict, "%s: could not look, so it was not held against the baseline",
                change->name);
    return;
  }
  if (change->after >= change->before)
    return;
  if (after_held (result, change) >= change->before) {
    note_add (verdict, "%s: less could be seen than of the baseline, so its drop is not held to it",
              change->name);
    return;
  }
  shortfall = shortfall_add (verdict, HM_SHORT_OF_CHECK_BASELINE, change->before, change->after);
  hm_text_set (&shortfall->check_id, change->id);
  hm_text_set (&shortfall->check_name, change->name);
  came_note (shortfall, baseline);
  if (*shortfall->finding == '\0')
    finding_note (shortfall, heaviest_of (shortfall->kind, result));
}

/* The whole before and after, over the checks that were scored both times, by the weights that count now. */
static void
common_scores (const HmReport *report, const HmComparison *baseline, int *ret_before,
               int *ret_after)
{
  double weight = 0.0;
  double before = 0.0;
  double after = 0.0;

  for (guint i = 0; i < baseline->checks->len; i++) {
    const HmCheckChange *change = g_ptr_array_index (baseline->checks, i);
    const HmResult *result = result_find (report, change->id);

    if (result == NULL || change->before == HM_NO_SCORE || change->after == HM_NO_SCORE)
      continue;
    weight += result->weight;
    before += result->weight * change->before / 10.0;
    after += result->weight * after_held (result, change) / 10.0;
  }
  *ret_before = hm_mean_tenths (before, weight);
  *ret_after = hm_mean_tenths (after, weight);
}

static void
baseline_judge (HmGateVerdict *verdict, const HmGate *gate, const HmReport *report,
                const HmComparison *baseline)
{
  HmShortfall *shortfall;
  int before;
  int after;
  char from[HM_SCORE_TEXT_SIZE];
  char to[HM_SCORE_TEXT_SIZE];

  common_scores (report, baseline, &before, &after);
  if (after < before) {
    shortfall = shortfall_add (verdict, HM_SHORT_OF_BASELINE, before, after);
    came_note (shortfall, baseline);
    if (*shortfall->finding == '\0')
      finding_note (shortfall, heaviest_of_all (shortfall->kind, report));
  } else if (baseline->after_score != HM_NO_SCORE && baseline->after_score < baseline->before_score)
    note_add (verdict,
              "the score went from %s to %s for other checks were scored; none of those that were "
              "scored both times makes it less",
              hm_score_text (baseline->before_score, from),
              hm_score_text (baseline->after_score, to));
  for (guint i = 0; i < baseline->checks->len; i++)
    check_hold (verdict, gate, report, baseline, g_ptr_array_index (baseline->checks, i));
}

/*
 * What can't be shown in the range (a share of the year's work that crossed a line) is no commit's
 * doing, and honest changes that touch nothing would fail by it. Whether a change to the policy may
 * be made with others is for its own bar to say, else none could ever be.
 */
static gboolean
is_forbidden (const HmGate *gate, const HmFindingChange *change)
{
  return gate->forbids_new_findings && changed_finding (change)->evidence->len > 0
         && !g_str_equal (change->check_id, HM_POLICY_CHECK_ID)
         && (gate->new_in == NULL || g_strv_contains (gate->new_in, change->check_id));
}

/* What the range adds and nobody forbade is told all the same. */
static void
unasked_note (HmGateVerdict *verdict, const HmGate *gate, const HmComparison *range)
{
  g_autoptr (GString) names = g_string_new (NULL);
  const char *last = "";
  guint n = 0;

  for (guint i = 0; i < range->added->len; i++) {
    const HmFindingChange *change = g_ptr_array_index (range->added, i);

    if (!is_new_fault (change, "") || g_str_equal (change->check_id, HM_POLICY_CHECK_ID)
        || is_forbidden (gate, change))
      continue;
    /* Those of one check stand together. */
    if (!g_str_equal (change->check_name, last))
      g_string_append_printf (names, "%s%s", n > 0 ? ", " : "", change->check_name);
    last = change->check_name;
    n++;
  }
  if (n > 0)
    note_add (verdict, "the range adds %u %s, none forbidden: %s", n,
              n == 1 ? "finding" : "findings", names->str);
}

static void
range_judge (HmGateVerdict *verdict, const HmGate *gate, const HmComparison *range)
{
  guint n_more = 0;

  for (guint i = 0; i < range->added->len; i++) {
    const HmFindingChange *change = g_ptr_array_index (range->added, i);
    const HmFinding *finding = changed_finding (change);
    HmShortfall *shortfall;

    if (!is_new_fault (change, "") || !is_forbidden (gate, change))
      continue;
    if (verdict->shortfalls->len >= NEW_FINDINGS_MAX) {
      verdict->has_passed = FALSE;
      n_more++;
      continue;
    }
    shortfall = shortfall_add (verdict, HM_SHORT_NEW_FINDING, HM_NO_BAR, HM_NO_SCORE);
    hm_text_set (&shortfall->check_id, change->check_id);
    hm_text_set (&shortfall->check_name, change->check_name);
    finding_note (shortfall, finding);
    if (*finding->remediation != '\0')
      g_ptr_array_add (shortfall->ways, g_strdup (finding->remediation));
  }
  if (n_more > 0)
    note_add (verdict, "%u more new findings, in the range of the report", n_more);
}

static void
policy_note (HmGateVerdict *verdict, const HmReport *report)
{
  const HmResult *result = result_find (report, HM_POLICY_CHECK_ID);

  if (result == NULL)
    return;
  for (guint i = 0; i < result->findings->items->len; i++) {
    const HmFinding *finding = g_ptr_array_index (result->findings->items, i);
    g_autofree char *place = NULL;

    if (finding->outcome != HM_FAIL || !g_str_equal (finding->probe, HM_POLICY_UNCHANGED_PROBE))
      continue;
    place = place_text (finding);
    note_add (verdict, "%s: changed here, so it was taken from the base",
              *place != '\0' ? place : result->name);
  }
}

/* The report whose shortfalls are put in order. */
typedef struct {
  const HmReport *report;
} Order;

/* The whole before its parts, and what was there before what is new. */
static int
kind_rank (HmShortfallKind kind)
{
  static const int ranks[] = {
    [HM_SHORT_OF_SCORE] = 0,       [HM_SHORT_OF_BASELINE] = 1,       [HM_SHORT_OF_FLOOR] = 2,
    [HM_SHORT_OF_COVERAGE] = 3,    [HM_SHORT_NEW_FINDING] = 4,       [HM_SHORT_OF_CHECK_SCORE] = 4,
    [HM_SHORT_OF_CHECK_FLOOR] = 4, [HM_SHORT_OF_CHECK_BASELINE] = 4,
  };

  return ranks[kind];
}

static int
risk_rank (const HmReport *report, const HmShortfall *shortfall)
{
  const HmResult *result = result_find (report, shortfall->check_id);

  return result != NULL ? (int) result->risk : 0;
}

static int
shortfall_compare (gconstpointer a, gconstpointer b, gpointer data)
{
  const HmShortfall *left = *(const HmShortfall *const *) a;
  const HmShortfall *right = *(const HmShortfall *const *) b;
  const HmReport *report = ((const Order *) data)->report;
  int order = kind_rank (left->kind) - kind_rank (right->kind);

  if (order == 0)
    order = risk_rank (report, left) - risk_rank (report, right);
  /* A new finding has neither, so it goes before the bars of its risk that are missed by less than it all. */
  if (order == 0)
    order = (right->kind == HM_SHORT_NEW_FINDING) - (left->kind == HM_SHORT_NEW_FINDING);
  if (order == 0)
    order = (right->wanted - right->found) - (left->wanted - left->found);
  return order;
}

HmGateVerdict *
hm_gate_judge (const HmGate *gate, const HmReport *report, const HmComparison *baseline,
               const HmComparison *range)
{
  HmGateVerdict *verdict = hm_gate_verdict_new ();
  Order order = { .report = report };

  bars_judge (verdict, gate, report);
  if (gate->forbids_regression && baseline != NULL)
    baseline_judge (verdict, gate, report, baseline);
  else if (gate->forbids_regression)
    note_add (verdict, "there is no baseline, so nothing was held against an earlier report");
  if (gate->forbids_new_findings && range != NULL)
    range_judge (verdict, gate, range);
  else if (gate->forbids_new_findings)
    note_add (verdict,
              "no range of commits was looked at, so nothing tells which findings are new");
  if (range != NULL)
    unasked_note (verdict, gate, range);
  policy_note (verdict, report);
  g_ptr_array_sort_with_data (verdict->shortfalls, shortfall_compare, &order);
  return verdict;
}
