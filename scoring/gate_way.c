/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Of a report that was read back too: findings carry all that a rule needs, and a rule that comes
 * to another score than the report is not trusted.
 */
#include "scoring/gate_way.h"

#include "checks/list.h"
#include "scoring/policy_check.h"
#include "scoring/score.h"
#include "scoring/steps.h"

/* Steps that are tried, the most valuable: 298 sets of up to three. */
#define CANDIDATES_MAX 12

#define HM_CHECK_ROW(name) &hm_check_##name,
static const HmCheck *const rules[] = { HM_CHECKS (HM_CHECK_ROW) & hm_policy_check };

/* One check as the report has it. */
typedef struct {
  const HmResult *result;
  const HmCheck *rule; /* (nullable) */
} Rated;

/* The bar, and all that is weighed against it. */
typedef struct {
  const HmShortfall *shortfall;
  Rated *rated;
  HmResult *copies;   /* what the results would be: scores alone, all else is borrowed */
  GPtrArray *results; /* of the copies */
  guint n_rated;
} Weighing;

/* Findings that borrow all they point to, since hundreds of sets are tried. */
typedef struct {
  HmFinding *items;
  HmFindings findings;
} Trial;

static void
trial_open (Trial *trial, const HmFindings *findings)
{
  const guint n = findings->items->len;

  trial->items = g_new (HmFinding, n);
  trial->findings.items = g_ptr_array_sized_new (n);
  trial->findings.reason = findings->reason;
  for (guint i = 0; i < n; i++) {
    trial->items[i] = *(const HmFinding *) g_ptr_array_index (findings->items, i);
    g_ptr_array_add (trial->findings.items, &trial->items[i]);
  }
}

static void
trial_clear (Trial *trial)
{
  g_ptr_array_unref (trial->findings.items);
  g_free (trial->items);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Trial, trial_clear)

static gboolean
is_settled_by (const HmFinding *finding, const HmStep *step)
{
  if (step->is_view)
    return finding->outcome == HM_UNKNOWN && g_str_equal (finding->remediation, step->text);
  return finding->outcome == HM_FAIL && g_str_equal (finding->probe, step->probe);
}

/* @steps: of any check; those of @rated are taken. */
static void
trial_rate (const Rated *rated, const HmStep *const *steps, guint n_steps, HmResult *ret_result)
{
  g_auto (Trial) trial = { 0 };

  trial_open (&trial, rated->result->findings);
  for (guint i = 0; i < rated->result->findings->items->len; i++) {
    HmFinding *finding = &trial.items[i];
    gboolean is_settled = finding->waiver > 0;

    for (guint j = 0; j < n_steps && !is_settled; j++)
      is_settled =
          g_str_equal (steps[j]->check_id, rated->result->id) && is_settled_by (finding, steps[j]);
    if (!is_settled)
      continue;
    finding->outcome = HM_PASS;
    finding->points = finding->points_max;
  }
  ret_result->score = hm_check_rate (rated->rule, &trial.findings, HM_ASSUME_NOTHING);
  ret_result->floor = hm_check_rate (rated->rule, &trial.findings, HM_ASSUME_WORST);
  ret_result->ceiling = hm_check_rate (rated->rule, &trial.findings, HM_ASSUME_BEST);
  /* What a view shows may be good or bad: it moves the floor, and promises no score. */
  if (rated->result->status != HM_STATUS_SCORED)
    ret_result->score = HM_NO_SCORE;
}

/* Returns: (nullable) the rule of the check of @result, where it comes to the same as the report has. */
static const HmCheck *
rule_find (const HmResult *result)
{
  HmResult again = *result;

  if (result->status == HM_STATUS_NOT_APPLICABLE || result->findings->items->len == 0)
    return NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (rules); i++) {
    const Rated rated = { .result = result, .rule = rules[i] };

    if (!g_str_equal (rules[i]->id, result->id))
      continue;
    trial_rate (&rated, NULL, 0, &again);
    if (again.score == result->score
        && (result->status != HM_STATUS_SCORED
            || (again.floor == result->floor && again.ceiling == result->ceiling)))
      return rules[i];
  }
  return NULL;
}

static void
weighing_open (Weighing *weighing, const HmShortfall *shortfall, const HmReport *report)
{
  weighing->shortfall = shortfall;
  weighing->n_rated = report->results->len;
  weighing->rated = g_new0 (Rated, weighing->n_rated);
  weighing->copies = g_new0 (HmResult, weighing->n_rated);
  weighing->results = g_ptr_array_sized_new (weighing->n_rated);
  for (guint i = 0; i < weighing->n_rated; i++) {
    const HmResult *result = g_ptr_array_index (report->results, i);

    weighing->rated[i] = (Rated){ .result = result, .rule = rule_find (result) };
    g_ptr_array_add (weighing->results, &weighing->copies[i]);
  }
}

static void
weighing_clear (Weighing *weighing)
{
  g_clear_pointer (&weighing->results, g_ptr_array_unref);
  g_free (weighing->rated);
  g_free (weighing->copies);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Weighing, weighing_clear)

/* Without the rule: what one step alone was said to bring. */
static gboolean
result_move_by_gain (HmResult *result, const HmStep *step)
{
  const gboolean is_known = result->floor == result->ceiling;

  if (step->is_view) {
    result->floor = MIN (result->floor + step->check_gain, result->ceiling);
    return TRUE;
  }
  if (result->status != HM_STATUS_SCORED)
    return FALSE;
  result->score = MIN (result->score + step->check_gain, 100);
  result->ceiling = MAX (result->ceiling, result->score);
  if (is_known)
    result->floor = result->score;
  return TRUE;
}

/* Returns: FALSE where nobody can tell what @steps come to in one of the checks. */
static gboolean
steps_take (Weighing *weighing, const HmStep *const *steps, guint n_steps)
{
  for (guint i = 0; i < weighing->n_rated; i++) {
    const Rated *rated = &weighing->rated[i];
    const HmStep *last = NULL;
    guint n_own = 0;

    weighing->copies[i] = *rated->result;
    for (guint j = 0; j < n_steps; j++) {
      if (g_str_equal (steps[j]->check_id, rated->result->id)) {
        last = steps[j];
        n_own++;
      }
    }
    if (last == NULL)
      continue;
    if (rated->rule != NULL)
      trial_rate (rated, steps, n_steps, &weighing->copies[i]);
    else if (n_own > 1 || !result_move_by_gain (&weighing->copies[i], last))
      return FALSE;
  }
  return TRUE;
}

/* What the bar is about: tenths or percent; HM_NO_SCORE where @steps can't be weighed. */
static int
steps_weigh (Weighing *weighing, const HmStep *const *steps, guint n_steps)
{
  const HmShortfall *shortfall = weighing->shortfall;
  HmHeadline headline;

  if (!steps_take (weighing, steps, n_steps))
    return HM_NO_SCORE;
  if (*shortfall->check_id != '\0') {
    for (guint i = 0; i < weighing->n_rated; i++) {
      if (g_str_equal (weighing->copies[i].id, shortfall->check_id))
        return shortfall->kind == HM_SHORT_OF_CHECK_FLOOR ? weighing->copies[i].floor
                                                          : weighing->copies[i].score;
    }
    return HM_NO_SCORE;
  }
  headline = hm_results_weigh (weighing->results);
  return shortfall->kind == HM_SHORT_OF_SCORE      ? headline.score
         : shortfall->kind == HM_SHORT_OF_COVERAGE ? headline.coverage_percent
                                                   : headline.floor;
}

typedef struct {
  const HmStep *step;
  int gain; /* tenths or percent of what the bar is about, alone */
} Candidate;

static int
candidate_compare (gconstpointer a, gconstpointer b)
{
  const Candidate *left = a;
  const Candidate *right = b;

  return (left->gain < right->gain) - (left->gain > right->gain);
}

/* Whether @step is of the kind that moves what the bar is about. */
static gboolean
is_of_use (const HmShortfall *shortfall, const HmStep *step)
{
  if (*shortfall->check_id != '\0' && !g_str_equal (shortfall->check_id, step->check_id))
    return FALSE;
  switch (shortfall->kind) {
  case HM_SHORT_OF_COVERAGE:
    return step->is_view;
  case HM_SHORT_OF_FLOOR:
  case HM_SHORT_OF_CHECK_FLOOR:
    return TRUE;
  default:
    return !step->is_view;
  }
}

/* Returns: (owned) (element-type Candidate) the most valuable first */
static GArray *
candidates_find (Weighing *weighing, const GPtrArray *steps)
{
  GArray *candidates = g_array_new (FALSE, FALSE, sizeof (Candidate));
  const int now = steps_weigh (weighing, NULL, 0);

  for (guint i = 0; i < steps->len; i++) {
    const HmStep *step = g_ptr_array_index (steps, i);
    Candidate candidate = { .step = step };

    if (!is_of_use (weighing->shortfall, step))
      continue;
    candidate.gain = steps_weigh (weighing, &step, 1) - now;
    if (candidate.gain > 0)
      g_array_append_val (candidates, candidate);
  }
  g_array_sort (candidates, candidate_compare);
  return candidates;
}

/*
 * The steps of @shortfall's check, which may move the whole too little to be among those of the
 * report. Returns: (owned) (nullable)
 */
static GPtrArray *
own_steps (const Weighing *weighing)
{
  for (guint i = 0; i < weighing->n_rated; i++) {
    const Rated *rated = &weighing->rated[i];
    GPtrArray *steps;

    if (rated->rule == NULL || !g_str_equal (rated->result->id, weighing->shortfall->check_id))
      continue;
    steps = g_ptr_array_new_with_free_func ((GDestroyNotify) hm_step_free);
    hm_steps_add (steps, rated->rule, rated->result);
    return steps;
  }
  return NULL;
}

/*
 * Looks for @n more steps from @first on that, with the @n_taken of @taken, lead over the bar.
 *
 * Returns: whether @taken holds such a set now.
 */
static gboolean
steps_choose (Weighing *weighing, const GArray *candidates, guint first, guint n,
              const HmStep **taken, guint n_taken)
{
  if (n == 0)
    return steps_weigh (weighing, taken, n_taken) >= weighing->shortfall->wanted;
  for (guint i = first; i + n <= MIN (candidates->len, CANDIDATES_MAX); i++) {
    taken[n_taken] = g_array_index (candidates, Candidate, i).step;
    if (steps_choose (weighing, candidates, i + 1, n - 1, taken, n_taken + 1))
      return TRUE;
  }
  return FALSE;
}

static void
way_add (const Weighing *weighing, const GArray *candidates, const HmStep *step)
{
  const HmShortfall *shortfall = weighing->shortfall;
  char number[G_ASCII_DTOSTR_BUF_SIZE];
  const char *unit = "";
  int gain = 0;

  for (guint i = 0; i < candidates->len; i++) {
    if (g_array_index (candidates, Candidate, i).step == step)
      gain = g_array_index (candidates, Candidate, i).gain;
  }
  if (shortfall->kind == HM_SHORT_OF_COVERAGE) {
    g_snprintf (number, sizeof number, "%d", gain);
    unit = " %";
  } else if (shortfall->kind == HM_SHORT_OF_SCORE)
    g_ascii_formatd (number, sizeof number, "%.1f", step->gain);
  else
    g_ascii_formatd (number, sizeof number, "%.1f", gain / 10.0);
  g_ptr_array_add (
      shortfall->ways,
      *shortfall->check_id != '\0'
          ? g_strdup_printf ("%s+%s%s %s", step->is_view ? "up to " : "", number, unit, step->text)
          : g_strdup_printf ("%s+%s%s %s: %s", step->is_view ? "up to " : "", number, unit,
                             step->check_name, step->text));
}

/* More than a few are needed: how many, the most valuable first. 0 where all of them don't do. */
static guint
steps_count (Weighing *weighing, const GArray *candidates)
{
  g_autofree const HmStep **taken = g_new0 (const HmStep *, candidates->len);
  guint n_taken = 0;

  for (guint i = 0; i < candidates->len; i++) {
    int reached;

    taken[n_taken] = g_array_index (candidates, Candidate, i).step;
    reached = steps_weigh (weighing, taken, n_taken + 1);
    if (reached == HM_NO_SCORE)
      continue;
    n_taken++;
    if (reached >= weighing->shortfall->wanted)
      return n_taken;
  }
  return 0;
}

void
hm_gate_ways_add (HmShortfall *shortfall, const HmReport *report)
{
  g_auto (Weighing) weighing = { 0 };
  g_autoptr (GPtrArray) own = NULL;
  g_autoptr (GArray) candidates = NULL;
  const HmStep *taken[HM_WAY_STEPS_MAX] = { NULL };
  guint n_needed;

  weighing_open (&weighing, shortfall, report);
  own = *shortfall->check_id != '\0' ? own_steps (&weighing) : NULL;
  candidates = candidates_find (&weighing, own != NULL ? own : report->steps);
  for (guint n = 1; n <= HM_WAY_STEPS_MAX; n++) {
    if (!steps_choose (&weighing, candidates, 0, n, taken, 0))
      continue;
    for (guint i = 0; i < n; i++)
      way_add (&weighing, candidates, taken[i]);
    return;
  }
  n_needed = steps_count (&weighing, candidates);
  if (n_needed == 0)
    return;
  for (guint i = 0; i < HM_WAY_STEPS_MAX - 1; i++)
    way_add (&weighing, candidates, g_array_index (candidates, Candidate, i).step);
  g_ptr_array_add (shortfall->ways, g_strdup_printf ("%u more of the report's next steps",
                                                     n_needed - (HM_WAY_STEPS_MAX - 1)));
}
