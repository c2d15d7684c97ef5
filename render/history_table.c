/* SPDX-License-Identifier: Apache-2.0 */
#include "render/history_table.h"

#include "core/instant.h"
#include "core/mask.h"
#include "core/number.h"
#include "core/oid.h"
#include "render/terminal_text.h"
#include "render/wrap.h"

#include <string.h>

/* Tenths by which the scores of rows that are told in one line may differ. */
#define FOLD_SPREAD_MAX 5

#define GAP 2
#define NAME_COLUMNS_MAX 16
#define COMMIT_DIGITS 10
#define RANGE_COLUMNS 8
#define COVERAGE_COLUMNS 5
#define DATE_COLUMNS 10

/* Rows first..last that are one line. */
typedef struct {
  guint first;
  guint last;
  int score_min; /* HM_NO_SCORE: none of them has one */
  int score_max;
  int floor;
  int ceiling;
} Fold;

/* Where the columns start. */
typedef struct {
  guint name_columns;
  guint to;
  guint commit;
  guint score;
  guint range;
  guint coverage;
  guint signals;
} Columns;

/* Signals past the alphabet share a sign. */
static char
signal_letter (guint signal)
{
  static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

  return (char) (signal < strlen (letters) ? letters[signal] : '#');
}

static gboolean
is_same_signals (const HmHistoryRow *row, const HmHistoryRow *other)
{
  return row->signals->len == other->signals->len
         && (row->signals->len == 0
             || memcmp (row->signals->data, other->signals->data,
                        row->signals->len * sizeof (guint))
                    == 0);
}

static Fold
fold_begin (const HmHistoryReport *history, guint index)
{
  const HmHistoryRow *row = hm_history_row (history, index);

  return (Fold){ index, index, row->score, row->score, row->floor, row->ceiling };
}

/* Returns: whether the row after @fold could be taken in. */
static gboolean
fold_extend (Fold *fold, const HmHistoryReport *history)
{
  const HmHistoryRow *row = hm_history_row (history, fold->last);
  const HmHistoryRow *next;
  int lowest, highest;

  if (fold->last + 1 == history->rows->len)
    return FALSE;
  next = hm_history_row (history, fold->last + 1);
  lowest = MIN (fold->score_min, next->score);
  highest = MAX (fold->score_max, next->score);
  if (!is_same_signals (row, next) || (row->score < 0) != (next->score < 0)
      || highest - lowest > FOLD_SPREAD_MAX)
    return FALSE;
  fold->last++;
  fold->score_min = lowest;
  fold->score_max = highest;
  fold->floor = MIN (fold->floor, next->floor);
  fold->ceiling = MAX (fold->ceiling, next->ceiling);
  return TRUE;
}

/* Returns: (owned) the row's name, masked and cut to a column. */
static char *
row_name (const HmHistoryReport *history, guint row, const HmTerminal *terminal)
{
  g_autofree char *raw = hm_history_row_name (history, row);
  char *name = hm_terminal_text (terminal, raw);

  while (hm_text_columns (name) > NAME_COLUMNS_MAX)
    *g_utf8_find_prev_char (name, name + strlen (name)) = '\0';
  return name;
}

static Columns
columns_plan (const HmHistoryReport *history, const HmTerminal *terminal)
{
  Columns columns = { .name_columns = (guint) strlen ("From") };

  for (guint i = 0; i < history->rows->len; i++) {
    g_autofree char *name = row_name (history, i, terminal);

    columns.name_columns = MAX (columns.name_columns, hm_text_columns (name));
  }
  columns.to = columns.name_columns + GAP;
  columns.commit = columns.to + columns.name_columns + GAP;
  columns.score = columns.commit + COMMIT_DIGITS + GAP;
  columns.range = columns.score + RANGE_COLUMNS + GAP;
  columns.coverage = columns.range + RANGE_COLUMNS + GAP;
  columns.signals = columns.coverage + COVERAGE_COLUMNS + GAP;
  return columns;
}

/* "6.1", "6.1-6.4", "n/a" */
static void
range_write (HmWrap *wrap, int from, int to)
{
  char low[HM_SCORE_TEXT_SIZE];
  char high[HM_SCORE_TEXT_SIZE];

  hm_score_text (from, low);
  if (from == to)
    hm_wrap_text (wrap, low);
  else
    hm_wrap_printf (wrap, "%s-%s", low, hm_score_text (to, high));
}

/* A place for each signal, so that the eye can follow one; only those that are on where there are too many. */
static void
signals_write (HmWrap *wrap, const HmHistoryReport *history, guint row)
{
  const GArray *on = hm_history_row (history, row)->signals;
  const gboolean is_placed = wrap->column + history->signals->len <= wrap->width;
  g_autoptr (GString) letters = g_string_new (NULL);

  for (guint i = 0; is_placed && i < history->signals->len; i++)
    g_string_append_c (letters, hm_history_is_on (history, row, i) ? signal_letter (i) : '.');
  for (guint i = 0; !is_placed && i < on->len; i++)
    g_string_append_c (letters, signal_letter (g_array_index (on, guint, i)));
  hm_wrap_text (wrap, letters->str);
}

static void
fold_write (HmWrap *wrap, const HmHistoryReport *history, const HmTerminal *terminal,
            const Columns *columns, const Fold *fold)
{
  const HmHistoryRow *row = hm_history_row (history, fold->last);
  g_autofree char *from = row_name (history, fold->first, terminal);
  g_autofree char *to = row_name (history, fold->last, terminal);
  g_autofree char *coverage = g_strdup_printf ("%d %%", row->coverage_percent);
  char hex[HM_OID_HEX_SIZE + 1];

  hm_oid_hex (&row->commit, hex);
  hex[COMMIT_DIGITS] = '\0';
  hm_wrap_indent (wrap, columns->signals);
  g_string_append (wrap->out, from);
  wrap->column = hm_text_columns (from);
  if (fold->last > fold->first) {
    hm_wrap_to_column (wrap, columns->to);
    g_string_append (wrap->out, to);
    wrap->column += hm_text_columns (to);
  }
  hm_wrap_to_column (wrap, columns->commit);
  hm_wrap_text (wrap, hex);
  hm_wrap_to_column (wrap, columns->score);
  hm_wrap_colour (wrap, hm_terminal_score_sgr (fold->score_min));
  range_write (wrap, fold->score_min, fold->score_max);
  hm_wrap_colour (wrap, HM_SGR_NORMAL);
  hm_wrap_to_column (wrap, columns->range);
  range_write (wrap, fold->floor, fold->ceiling);
  hm_wrap_to_column (wrap, columns->coverage + COVERAGE_COLUMNS - (guint) strlen (coverage));
  g_string_append (wrap->out, coverage);
  wrap->column += (guint) strlen (coverage);
  hm_wrap_to_column (wrap, columns->signals);
  signals_write (wrap, history, fold->last);
  hm_wrap_end (wrap);
}

static void
names_write (HmWrap *wrap, const Columns *columns)
{
  hm_wrap_colour (wrap, HM_SGR_BOLD);
  hm_wrap_text (wrap, "From");
  hm_wrap_to_column (wrap, columns->to);
  hm_wrap_text (wrap, "To");
  hm_wrap_to_column (wrap, columns->commit);
  hm_wrap_text (wrap, "Commit");
  hm_wrap_to_column (wrap, columns->score);
  hm_wrap_text (wrap, "Score");
  hm_wrap_to_column (wrap, columns->range);
  hm_wrap_text (wrap, "May be");
  hm_wrap_to_column (wrap, columns->coverage);
  hm_wrap_text (wrap, "Known");
  hm_wrap_to_column (wrap, columns->signals);
  hm_wrap_text (wrap, "Signals");
  hm_wrap_colour (wrap, HM_SGR_NORMAL);
  hm_wrap_end (wrap);
}

static void
rows_write (HmWrap *wrap, const HmHistoryReport *history, const HmTerminal *terminal)
{
  const Columns columns = columns_plan (history, terminal);

  names_write (wrap, &columns);
  for (guint i = 0; i < history->rows->len;) {
    Fold fold = fold_begin (history, i);

    while (!terminal->details && fold_extend (&fold, history))
      ;
    fold_write (wrap, history, terminal, &columns, &fold);
    i = fold.last + 1;
  }
}

static void
legend_write (HmWrap *wrap, const HmHistoryReport *history, const HmTerminal *terminal)
{
  hm_wrap_indent (wrap, 2 * GAP + 1);
  hm_wrap_end (wrap);
  if (history->signals->len == 0) {
    hm_wrap_text (wrap, "No signal was ever on.");
    hm_wrap_end (wrap);
    return;
  }
  hm_wrap_colour (wrap, HM_SGR_BOLD);
  hm_wrap_text (wrap, "Signals");
  hm_wrap_colour (wrap, HM_SGR_NORMAL);
  hm_wrap_end (wrap);
  for (guint i = 0; i < history->signals->len; i++) {
    const HmHistorySignal *signal = hm_history_signal (history, i);
    g_autofree char *label = hm_terminal_text (terminal, signal->label);
    g_autofree char *first = row_name (history, signal->first_row, terminal);

    hm_wrap_to_column (wrap, GAP);
    hm_wrap_printf (wrap, "%c", signal_letter (i));
    hm_wrap_to_column (wrap, 2 * GAP + 1);
    hm_wrap_printf (wrap, "%s (%s): first %s, in %u of %u rows", label,
                    hm_signal_kind_text (signal->kind), first, signal->n_rows, history->rows->len);
    hm_wrap_end (wrap);
  }
}

static void
notes_write (HmWrap *wrap, const HmHistoryReport *history, const HmTerminal *terminal)
{
  hm_wrap_indent (wrap, 0);
  if (history->notes->len > 0)
    hm_wrap_end (wrap);
  for (guint i = 0; i < history->notes->len; i++) {
    g_autofree char *note = hm_terminal_text (terminal, g_ptr_array_index (history->notes, i));

    hm_wrap_text (wrap, note);
    hm_wrap_end (wrap);
  }
}

static void
head_write (HmWrap *wrap, const HmHistoryReport *history, const HmTerminal *terminal)
{
  g_autofree char *name = hm_terminal_text (terminal, history->subject_name);
  g_autofree char *ref = hm_terminal_text (terminal, history->subject_ref);
  char hex[HM_OID_HEX_SIZE + 1];

  hm_oid_hex (&history->commit, hex);
  hex[COMMIT_DIGITS] = '\0';
  hm_wrap_indent (wrap, GAP);
  hm_wrap_colour (wrap, HM_SGR_BOLD);
  hm_wrap_text (wrap, name);
  hm_wrap_colour (wrap, HM_SGR_NORMAL);
  hm_wrap_printf (wrap, "up to %s", hex);
  if (*ref != '\0')
    hm_wrap_printf (wrap, "(%s)", ref);
  hm_wrap_printf (wrap, "by %s, %u %s", history->step, history->rows->len,
                  history->rows->len == 1 ? "row" : "rows");
  hm_wrap_end (wrap);
  hm_wrap_end (wrap);
}

static HmWrap
wrap_begin (GString *out, const HmTerminal *terminal)
{
  return (HmWrap){
    .out = out,
    .width = MAX (terminal->width, HM_TERMINAL_WIDTH_MIN),
    .is_colour = terminal->colour,
  };
}

void
hm_history_table (GString *out, const HmHistoryReport *history, const HmTerminal *terminal)
{
  HmWrap wrap = wrap_begin (out, terminal);

  head_write (&wrap, history, terminal);
  if (history->rows->len > 0) {
    rows_write (&wrap, history, terminal);
    legend_write (&wrap, history, terminal);
  }
  notes_write (&wrap, history, terminal);
}

/* When @signal was on first: where it came on, or else by the row. */
static gint64
alarm_time (const HmHistoryReport *history, const HmHistorySignal *signal)
{
  return signal->came_on_message != NULL ? signal->came_on_time
                                         : hm_history_row (history, signal->first_row)->time;
}

static gint
compare_alarms (gconstpointer a, gconstpointer b, gpointer data)
{
  const HmHistoryReport *history = data;
  const guint left = *(const guint *) a;
  const guint right = *(const guint *) b;
  const gint64 first = alarm_time (history, hm_history_signal (history, left));
  const gint64 second = alarm_time (history, hm_history_signal (history, right));

  return first != second ? (first > second) - (first < second) : (left > right) - (left < right);
}

/* Returns: (owned) (element-type guint) the signals by when they were on first, then as they are */
static GArray *
alarms_order (const HmHistoryReport *history)
{
  GArray *order = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < history->signals->len; i++)
    g_array_append_val (order, i);
  g_array_sort_with_data (order, compare_alarms, (gpointer) (guintptr) history);
  return order;
}

static void
alarm_write (HmWrap *wrap, const HmHistoryReport *history, const HmHistorySignal *signal,
             const HmTerminal *terminal)
{
  const guint commit = DATE_COLUMNS + GAP;
  const guint text = commit + COMMIT_DIGITS + GAP;
  const gboolean is_found = signal->came_on_message != NULL;
  g_autofree char *label = hm_terminal_text (terminal, signal->label);
  g_autofree char *message =
      hm_terminal_text (terminal, is_found ? signal->came_on_message : signal->message);
  char hex[HM_OID_HEX_SIZE + 1];
  char day[HM_INSTANT_TEXT_SIZE];

  hm_instant_text (alarm_time (history, signal), day);
  *strchr (day, 'T') = '\0';
  hm_oid_hex (is_found ? &signal->came_on_commit : &signal->commit, hex);
  hex[COMMIT_DIGITS] = '\0';
  hm_wrap_indent (wrap, text);
  hm_wrap_text (wrap, day);
  hm_wrap_to_column (wrap, commit);
  hm_wrap_text (wrap, hex);
  hm_wrap_to_column (wrap, text);
  hm_wrap_colour (wrap, HM_SGR_BOLD);
  hm_wrap_printf (wrap, "%s (%s%s)", label, hm_signal_kind_text (signal->kind),
                  is_found ? "" : "; on by then");
  hm_wrap_colour (wrap, HM_SGR_NORMAL);
  hm_wrap_end (wrap);
  hm_wrap_to_column (wrap, text);
  hm_wrap_text (wrap, message);
  hm_wrap_end (wrap);
}

void
hm_history_first_alarms (GString *out, const HmHistoryReport *history, const HmTerminal *terminal)
{
  HmWrap wrap = wrap_begin (out, terminal);
  g_autoptr (GArray) order = alarms_order (history);

  head_write (&wrap, history, terminal);
  for (guint i = 0; i < order->len; i++)
    alarm_write (&wrap, history, hm_history_signal (history, g_array_index (order, guint, i)),
                 terminal);
  if (history->signals->len == 0) {
    hm_wrap_text (&wrap, "No signal was ever on.");
    hm_wrap_end (&wrap);
  }
  notes_write (&wrap, history, terminal);
}
