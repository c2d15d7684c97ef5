/* SPDX-License-Identifier: Apache-2.0 */
#include "render/history.h"

#include "core/instant.h"
#include "core/number.h"
#include "core/oid.h"

#include <string.h>

#define STORY_LINES_MAX 10

/* The checks that look for a change of hands; one that this build or choice lacks is simply never met. */
static const char *const signal_checks[] = {
  "takeover-signals",
  "sensitive-changes",
  "opaque-source",
  "release-integrity",
};

static const char *const kind_texts[HM_N_SIGNAL_KINDS] = {
  [HM_SIGNAL_ARTEFACT] = "artefact",
  [HM_SIGNAL_TRANSITION] = "transition",
  [HM_SIGNAL_EXPOSURE] = "exposure",
};

const char *
hm_signal_kind_text (HmSignalKind kind)
{
  return kind_texts[kind];
}

static void
check_free (gpointer data)
{
  HmHistoryCheck *check = data;

  g_free (check->id);
  g_free (check->name);
  g_free (check);
}

static void
row_free (gpointer data)
{
  HmHistoryRow *row = data;

  g_free (row->tag);
  g_free (row->check_scores);
  g_array_unref (row->signals);
  g_free (row);
}

static void
signal_free (gpointer data)
{
  HmHistorySignal *signal = data;

  g_free (signal->id);
  g_free (signal->check);
  g_free (signal->name);
  g_free (signal->label);
  g_free (signal->message);
  g_free (signal->came_on_message);
  g_free (signal);
}

static void
release_free (gpointer data)
{
  HmHistoryRelease *release = data;

  g_free (release->name);
  g_free (release);
}

HmHistoryReport *
hm_history_report_new (void)
{
  HmHistoryReport *history = g_new0 (HmHistoryReport, 1);

  history->tool_version = g_strdup ("");
  history->policy_name = g_strdup ("");
  history->subject_name = g_strdup ("");
  history->subject_url = g_strdup ("");
  history->subject_ref = g_strdup ("");
  history->step = g_strdup ("month");
  history->checks = g_ptr_array_new_with_free_func (check_free);
  history->rows = g_ptr_array_new_with_free_func (row_free);
  history->signals = g_ptr_array_new_with_free_func (signal_free);
  history->releases = g_ptr_array_new_with_free_func (release_free);
  history->notes = g_ptr_array_new_with_free_func (g_free);
  return history;
}

void
hm_history_report_free (HmHistoryReport *history)
{
  if (history == NULL)
    return;
  g_free (history->tool_version);
  g_free (history->policy_name);
  g_free (history->subject_name);
  g_free (history->subject_url);
  g_free (history->subject_ref);
  g_free (history->step);
  g_ptr_array_unref (history->checks);
  g_ptr_array_unref (history->rows);
  g_ptr_array_unref (history->signals);
  g_ptr_array_unref (history->releases);
  g_ptr_array_unref (history->notes);
  g_free (history);
}

gboolean
hm_history_is_signal_check (const char *id)
{
  for (gsize i = 0; i < G_N_ELEMENTS (signal_checks); i++) {
    if (strcmp (signal_checks[i], id) == 0)
      return TRUE;
  }
  return FALSE;
}

const HmHistoryRow *
hm_history_row (const HmHistoryReport *history, guint index)
{
  return g_ptr_array_index (history->rows, index);
}

const HmHistorySignal *
hm_history_signal (const HmHistoryReport *history, guint index)
{
  return g_ptr_array_index (history->signals, index);
}

gboolean
hm_history_is_on (const HmHistoryReport *history, guint row, guint signal)
{
  const GArray *signals = hm_history_row (history, row)->signals;

  for (guint i = 0; i < signals->len; i++) {
    if (g_array_index (signals, guint, i) == signal)
      return TRUE;
  }
  return FALSE;
}

/* Returns: (nullable) the first commit that @finding cites. */
static const HmOid *
commit_cited (const HmFinding *finding)
{
  for (guint i = 0; i < finding->evidence->len; i++) {
    const HmEvidence *evidence = &g_array_index (finding->evidence, HmEvidence, i);

    if (evidence->kind == HM_EVIDENCE_COMMIT && !hm_oid_is_zero (&evidence->oid))
      return &evidence->oid;
  }
  return NULL;
}

static gint
signal_find (const HmHistoryReport *history, const char *id)
{
  for (guint i = 0; i < history->signals->len; i++) {
    if (strcmp (hm_history_signal (history, i)->id, id) == 0)
      return (gint) i;
  }
  return -1;
}

static guint
signal_add (HmHistoryReport *history, const HmReport *report, const char *check,
            const HmFinding *finding, HmSignalTraits traits, char *id)
{
  const HmOid *cited = commit_cited (finding);
  HmHistorySignal *signal = g_new0 (HmHistorySignal, 1);

  signal->id = id;
  signal->check = g_strdup (check);
  signal->name = traits.name != NULL ? g_strdup (traits.name)
                                     : g_strdelimit (g_strdup (finding->probe), "-", ' ');
  signal->label = g_strdup (traits.label != NULL ? traits.label : signal->name);
  signal->kind = traits.kind;
  signal->first_row = history->rows->len;
  signal->commit = cited != NULL ? *cited : report->commit;
  signal->message = g_strdup (finding->message);
  g_ptr_array_add (history->signals, signal);
  return history->signals->len - 1;
}

/* A probe may have failed several times, which is one signal. */
static void
signals_add (HmHistoryReport *history, GArray *on, const HmReport *report, const HmResult *result,
             HmSignalDescribe describe)
{
  for (guint i = 0; i < result->findings->items->len; i++) {
    const HmFinding *finding = g_ptr_array_index (result->findings->items, i);
    g_autofree char *id = NULL;
    gboolean is_met = FALSE;
    gint found;
    guint signal;

    if (finding->outcome != HM_FAIL)
      continue;
    id = g_strconcat (result->id, "/", finding->probe, NULL);
    found = signal_find (history, id);
    signal = found >= 0 ? (guint) found
                        : signal_add (history, report, result->id, finding,
                                      describe (result->id, finding), g_steal_pointer (&id));
    for (guint j = 0; j < on->len && !is_met; j++)
      is_met = g_array_index (on, guint, j) == signal;
    if (is_met)
      continue;
    g_array_append_val (on, signal);
    ((HmHistorySignal *) g_ptr_array_index (history->signals, signal))->n_rows++;
  }
}

static gint
compare_indices (gconstpointer a, gconstpointer b)
{
  const guint first = *(const guint *) a;
  const guint second = *(const guint *) b;

  return (first > second) - (first < second);
}

/* What all rows share. */
static void
header_take (HmHistoryReport *history, const HmReport *report)
{
  hm_text_set (&history->tool_version, report->tool_version);
  hm_text_set (&history->policy_name, report->policy_name);
  hm_text_set (&history->subject_name, report->subject_name);
  hm_text_set (&history->subject_url, report->subject_url);
  for (guint i = 0; i < report->results->len; i++) {
    const HmResult *result = g_ptr_array_index (report->results, i);
    HmHistoryCheck *check = g_new0 (HmHistoryCheck, 1);

    check->id = g_strdup (result->id);
    check->name = g_strdup (result->name);
    g_ptr_array_add (history->checks, check);
  }
}

void
hm_history_report_add (HmHistoryReport *history, const HmReport *report, const char *tag,
                       HmSignalDescribe describe)
{
  HmHistoryRow *row = g_new0 (HmHistoryRow, 1);

  if (history->rows->len == 0)
    header_take (history, report);
  g_assert (history->checks->len == report->results->len);
  row->time = report->as_of;
  row->commit = report->commit;
  row->tag = g_strdup (tag);
  row->score = report->score;
  row->floor = report->floor;
  row->ceiling = report->ceiling;
  row->coverage_percent = report->coverage_percent;
  row->check_scores = g_new (int, MAX (report->results->len, 1));
  row->signals = g_array_new (FALSE, FALSE, sizeof (guint));
  for (guint i = 0; i < report->results->len; i++) {
    const HmResult *result = g_ptr_array_index (report->results, i);

    row->check_scores[i] = result->status == HM_STATUS_SCORED ? result->score : HM_NO_SCORE;
    if (hm_history_is_signal_check (result->id))
      signals_add (history, row->signals, report, result, describe);
  }
  g_array_sort (row->signals, compare_indices);
  g_ptr_array_add (history->rows, row);
}

const HmFinding *
hm_history_signal_in (const HmHistorySignal *signal, const HmReport *report)
{
  for (guint i = 0; i < report->results->len; i++) {
    const HmResult *result = g_ptr_array_index (report->results, i);

    if (strcmp (result->id, signal->check) != 0)
      continue;
    for (guint f = 0; f < result->findings->items->len; f++) {
      const HmFinding *finding = g_ptr_array_index (result->findings->items, f);

      /* The id is the check's, a slash, and the probe's. */
      if (finding->outcome == HM_FAIL
          && strcmp (finding->probe, signal->id + strlen (signal->check) + 1) == 0)
        return finding;
    }
  }
  return NULL;
}

void
hm_history_came_on (HmHistoryReport *history, guint index, const HmOid *commit, gint64 time,
                    const char *message)
{
  HmHistorySignal *signal = g_ptr_array_index (history->signals, index);

  g_assert (signal->came_on_message == NULL);
  signal->came_on_commit = *commit;
  signal->came_on_time = time;
  signal->came_on_message = g_strdup (message);
}

guint
hm_history_find_check (const HmHistoryReport *history, const char *id)
{
  for (guint i = 0; i < history->checks->len; i++) {
    const HmHistoryCheck *check = g_ptr_array_index (history->checks, i);

    if (strcmp (check->id, id) == 0)
      return i;
  }
  return HM_NO_INDEX;
}

int
hm_history_score (const HmHistoryReport *history, guint row, guint check)
{
  const HmHistoryRow *of = hm_history_row (history, row);

  return check == HM_NO_INDEX ? of->score : of->check_scores[check];
}

char *
hm_history_row_name (const HmHistoryReport *history, guint index)
{
  const HmHistoryRow *row = hm_history_row (history, index);
  char day[HM_INSTANT_TEXT_SIZE];
  char *month;

  if (row->tag != NULL)
    return g_strdup (row->tag);
  hm_instant_text (row->time, day);
  *strchr (day, 'T') = '\0';
  month = strrchr (day, '-');
  if (strcmp (history->step, "month") == 0)
    *month = '\0';
  if (strcmp (history->step, "quarter") == 0) {
    const int number = (month[-2] - '0') * 10 + month[-1] - '0';

    return g_strdup_printf ("%.*s Q%d", (int) (month - day - 3), day, (number + 2) / 3);
  }
  if (strcmp (history->step, "year") == 0)
    month[-3] = '\0';
  return g_strdup (day);
}

void
hm_history_trend (const HmHistoryReport *history, HmTrend *ret_trend)
{
  g_autoptr (GArray) points = g_array_new (FALSE, FALSE, sizeof (HmTrendPoint));

  for (guint i = 0; i < history->rows->len; i++) {
    const HmHistoryRow *row = hm_history_row (history, i);
    const HmTrendPoint point = { row->time, row->score };

    g_array_append_val (points, point);
  }
  hm_trend_make ((const HmTrendPoint *) points->data, points->len, ret_trend);
}

/*
 * A row that has a score, the first of the lowest, or with @is_highest of the highest. Returns:
 * HM_NO_INDEX where there is none.
 */
static guint
extreme_find (const HmHistoryReport *history, gboolean is_highest)
{
  guint found = HM_NO_INDEX;

  for (guint i = 0; i < history->rows->len; i++) {
    const int score = hm_history_row (history, i)->score;
    const int best = found == HM_NO_INDEX ? 0 : hm_history_row (history, found)->score;

    if (score >= 0 && (found == HM_NO_INDEX || (is_highest ? score > best : score < best)))
      found = i;
  }
  return found;
}

static void
score_tell (GString *story, const HmHistoryReport *history)
{
  const guint last = history->rows->len - 1;
  const guint lowest = extreme_find (history, FALSE);
  const guint highest = extreme_find (history, TRUE);
  g_autofree char *at_low = NULL;
  g_autofree char *at_high = NULL;
  char score[HM_SCORE_TEXT_SIZE];

  if (lowest == HM_NO_INDEX) {
    g_string_append (story, "No score: too little is known.\n");
    return;
  }
  at_low = hm_history_row_name (history, lowest);
  at_high = hm_history_row_name (history, highest);
  g_string_append_printf (story, "Score %s at last; ",
                          hm_score_text (hm_history_row (history, last)->score, score));
  g_string_append_printf (story, "lowest %s (%s), ",
                          hm_score_text (hm_history_row (history, lowest)->score, score), at_low);
  g_string_append_printf (story, "highest %s (%s).\n",
                          hm_score_text (hm_history_row (history, highest)->score, score), at_high);
}

char *
hm_history_story (const HmHistoryReport *history)
{
  g_autoptr (GString) story = g_string_new (NULL);
  const guint n_rows = history->rows->len;
  const guint n_told = MIN (history->signals->len, STORY_LINES_MAX - 3);
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;

  if (n_rows == 0)
    return g_strdup_printf ("%s: no row.\n", history->subject_name);
  from = hm_history_row_name (history, 0);
  to = hm_history_row_name (history, n_rows - 1);
  g_string_append_printf (story, "%s from %s to %s.\n", history->subject_name, from, to);
  score_tell (story, history);
  if (history->signals->len == 0)
    g_string_append (story, "No signal was ever on.\n");
  for (guint i = 0; i < n_told; i++) {
    const HmHistorySignal *signal = hm_history_signal (history, i);
    g_autofree char *name = hm_history_row_name (history, signal->first_row);

    g_string_append_printf (story, "%s: %s (%s; in %u of %u rows).\n", name, signal->label,
                            hm_signal_kind_text (signal->kind), signal->n_rows, n_rows);
  }
  if (history->signals->len > n_told)
    g_string_append_printf (story, "%u more signals.\n", history->signals->len - n_told);
  return g_string_free (g_steal_pointer (&story), FALSE);
}
