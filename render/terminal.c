/* SPDX-License-Identifier: Apache-2.0 */
#include "render/terminal.h"

#include "core/instant.h"
#include "core/mask.h"
#include "core/number.h"
#include "core/oid.h"
#include "render/gain.h"
#include "render/terminal_changes.h"
#include "render/terminal_details.h"
#include "render/terminal_text.h"
#include "render/terminal_verdict.h"
#include "scoring/policy.h"

#include <string.h>

/* Columns that a check's name may take in the table. */
#define NAME_COLUMNS_MAX 24
#define RISK_COLUMNS 8
#define SCORE_COLUMNS 5
#define GAP 2

/* Narrower than this, a reason goes under its check. */
#define TABLE_WIDTH_MIN 64

/* From these widths on, a score has a bar, and a long one. */
#define BAR_WIDTH_MIN 72
#define LONG_BAR_WIDTH_MIN 100

#define STEPS_SHOWN 3
#define COMMIT_DIGITS 12

/* Where the columns of the table start; bar_columns is 0 where there is none. */
typedef struct {
  guint name_columns;
  guint risk;
  guint score;
  guint bar;
  guint bar_columns;
  guint reason;
  gboolean is_stacked;
} Layout;

static Layout
layout_plan (const HmReport *report, const HmTerminal *terminal, guint width)
{
  Layout layout = { .name_columns = (guint) strlen ("Check"),
                    .is_stacked = width < TABLE_WIDTH_MIN };

  for (guint i = 0; i < report->results->len; i++) {
    const HmResult *result = g_ptr_array_index (report->results, i);
    g_autofree char *name = hm_terminal_text (terminal, result->name);

    layout.name_columns = MAX (layout.name_columns, hm_text_columns (name));
  }
  layout.name_columns = MIN (layout.name_columns, NAME_COLUMNS_MAX);
  layout.risk = layout.name_columns + GAP;
  layout.score = layout.risk + RISK_COLUMNS + GAP;
  layout.bar = layout.score + SCORE_COLUMNS + GAP;
  if (terminal->utf8 && width >= BAR_WIDTH_MIN)
    layout.bar_columns = width >= LONG_BAR_WIDTH_MIN ? 10 : 5;
  layout.reason = layout.is_stacked        ? GAP
                  : layout.bar_columns > 0 ? layout.bar + layout.bar_columns + GAP
                                           : layout.bar;
  return layout;
}

/* The built-in policy goes without saying. */
static void
policy_write (HmWrap *wrap, const HmReport *report, const HmTerminal *terminal)
{
  g_autofree char *name = hm_terminal_text (terminal, report->policy_name);
  g_autofree char *source = hm_terminal_text (terminal, report->policy_source);

  if (*source == '\0')
    return;
  hm_wrap_printf (wrap, "by the policy %s (%s)", name, source);
  hm_wrap_end (wrap);
}

static void
header_write (HmWrap *wrap, const HmReport *report, const HmTerminal *terminal)
{
  g_autofree char *name = hm_terminal_text (terminal, report->subject_name);
  g_autofree char *ref = hm_terminal_text (terminal, report->subject_ref);
  char hex[HM_OID_HEX_SIZE + 1];
  char as_of[HM_INSTANT_TEXT_SIZE];

  hm_oid_hex (&report->commit, hex);
  if (!terminal->details)
    hex[COMMIT_DIGITS] = '\0';
  hm_wrap_indent (wrap, GAP);
  hm_wrap_colour (wrap, HM_SGR_BOLD);
  hm_wrap_text (wrap, name);
  hm_wrap_colour (wrap, HM_SGR_NORMAL);
  hm_wrap_printf (wrap, "at %s", hex);
  if (*ref != '\0')
    hm_wrap_printf (wrap, "(%s)", ref);
  hm_wrap_printf (wrap, "as of %s", hm_instant_text (report->as_of, as_of));
  hm_wrap_end (wrap);
  policy_write (wrap, report, terminal);
  hm_wrap_end (wrap);
}

/* Rounds down, to half a cell: only a 10 fills the bar. */
static void
bar_write (HmWrap *wrap, const Layout *layout, int tenths)
{
  const guint n_halves = (guint) tenths * layout->bar_columns * 2 / 100;

  for (guint i = 0; i < layout->bar_columns; i++) {
    if (2 * i + 1 < n_halves)
      g_string_append (wrap->out, "█");
    else
      g_string_append (wrap->out, 2 * i < n_halves ? "▌" : "░");
  }
  wrap->column += layout->bar_columns;
}

/* Appends @text, cut to what the column holds. */
static void
name_write (HmWrap *wrap, const HmTerminal *terminal, const char *name, guint columns)
{
  g_autofree char *text = hm_terminal_text (terminal, name);
  char *end = text;

  while (*end != '\0') {
    const char *next = g_utf8_next_char (end);
    const char after = *next;

    text[next - text] = '\0';
    if (hm_text_columns (text) > columns) {
      *end = '\0';
      break;
    }
    end = text + (next - text);
    *end = after;
  }
  g_string_append (wrap->out, text);
  wrap->column += hm_text_columns (text);
}

static void
score_write (HmWrap *wrap, int tenths, guint column)
{
  char score[HM_SCORE_TEXT_SIZE];

  hm_score_text (tenths, score);
  hm_wrap_to_column (wrap, column + SCORE_COLUMNS - (guint) strlen (score));
  hm_wrap_colour (wrap, hm_terminal_score_sgr (tenths));
  hm_wrap_text (wrap, score);
}

/* "(6.2 without waivers)" where that is another score. */
static void
unwaived_write (HmWrap *wrap, int tenths, int unwaived_tenths)
{
  char unwaived[HM_SCORE_TEXT_SIZE];

  if (unwaived_tenths >= 0 && unwaived_tenths != tenths)
    hm_wrap_printf (wrap, "(%s without waivers)", hm_score_text (unwaived_tenths, unwaived));
}

static void
result_write (HmWrap *wrap, const HmTerminal *terminal, const Layout *layout,
              const HmResult *result)
{
  g_autofree char *reason = hm_terminal_text (terminal, result->reason);

  name_write (wrap, terminal, result->name, layout->name_columns);
  hm_wrap_to_column (wrap, layout->risk);
  hm_wrap_text (wrap, hm_risk_text (result->risk));
  score_write (wrap, result->score, layout->score);
  if (layout->bar_columns > 0 && result->score >= 0) {
    hm_wrap_to_column (wrap, layout->bar);
    bar_write (wrap, layout, result->score);
  }
  hm_wrap_colour (wrap, HM_SGR_NORMAL);
  if (layout->is_stacked)
    hm_wrap_end (wrap);
  hm_wrap_indent (wrap, layout->reason);
  hm_wrap_to_column (wrap, layout->reason);
  hm_wrap_text (wrap, reason);
  unwaived_write (wrap, result->score, result->unwaived_score);
  hm_wrap_end (wrap);
}

static void
table_write (HmWrap *wrap, const HmReport *report, const HmTerminal *terminal)
{
  const Layout layout = layout_plan (report, terminal, wrap->width);

  if (report->results->len == 0)
    return;
  hm_wrap_colour (wrap, HM_SGR_BOLD);
  hm_wrap_text (wrap, "Check");
  hm_wrap_to_column (wrap, layout.risk);
  hm_wrap_text (wrap, "Risk");
  hm_wrap_to_column (wrap, layout.score);
  hm_wrap_text (wrap, "Score");
  if (!layout.is_stacked) {
    hm_wrap_to_column (wrap, layout.reason);
    hm_wrap_text (wrap, "Why");
  }
  hm_wrap_colour (wrap, HM_SGR_NORMAL);
  hm_wrap_end (wrap);
  for (guint i = 0; i < report->results->len; i++)
    result_write (wrap, terminal, &layout, g_ptr_array_index (report->results, i));
  hm_wrap_end (wrap);
}

static void
aggregate_write (HmWrap *wrap, const HmReport *report)
{
  char score[HM_SCORE_TEXT_SIZE];
  char floor[HM_SCORE_TEXT_SIZE];
  char ceiling[HM_SCORE_TEXT_SIZE];

  hm_wrap_indent (wrap, GAP);
  hm_wrap_colour (wrap, HM_SGR_BOLD);
  hm_wrap_text (wrap, "Score");
  hm_wrap_colour (wrap, hm_terminal_band_sgr (report->band));
  hm_wrap_text (wrap, hm_score_text (report->score, score));
  hm_wrap_colour (wrap, HM_SGR_NORMAL);
  unwaived_write (wrap, report->score, report->unwaived_score);
  hm_wrap_printf (wrap, "of 10%s,", report->is_partial ? ", partial" : "");
  hm_wrap_printf (wrap, "floor %s, ceiling %s,", hm_score_text (report->floor, floor),
                  hm_score_text (report->ceiling, ceiling));
  hm_wrap_printf (wrap, "coverage %d %%", report->coverage_percent);
  hm_wrap_end (wrap);
  if (!report->is_partial || report->floor < 0)
    return;
  hm_wrap_to_column (wrap, GAP);
  hm_wrap_printf (wrap,
                  "Partial: with all evidence seen, the score would lie between floor and ceiling, "
                  "from %s to %s.",
                  floor, ceiling);
  hm_wrap_end (wrap);
}

/* Who was asked, and as whom: what an anonymous caller is shown is not all that there is. */
static void
forge_write (HmWrap *wrap, const HmReport *report, const HmTerminal *terminal)
{
  const HmReportForge *forge = &report->forge;
  g_autofree char *host = hm_terminal_text (terminal, forge->host);
  g_autofree char *token_class = hm_terminal_text (terminal, forge->token_class);
  g_autofree char *why = hm_terminal_text (terminal, forge->why);
  g_autofree char *requests = hm_number_grouped (forge->n_requests);
  char asked_at[HM_INSTANT_TEXT_SIZE];

  if (forge->asked_at == 0 && (*why == '\0' || !terminal->details))
    return;
  hm_wrap_indent (wrap, GAP);
  if (forge->asked_at == 0) {
    hm_wrap_printf (wrap, "No forge was asked: %s.", why);
  } else {
    hm_wrap_printf (wrap, "Asked %s (%s%s%s) at %s, %s %s.", *host != '\0' ? host : "the forge",
                    token_class, *why != '\0' ? "; " : "", why,
                    hm_instant_text (forge->asked_at, asked_at), requests,
                    forge->n_requests == 1 ? "request" : "requests");
  }
  hm_wrap_end (wrap);
}

/* @gain_column: where the gain stands, after the longest number. */
static void
step_write (HmWrap *wrap, const HmTerminal *terminal, const HmStep *step, guint number,
            guint gain_column)
{
  g_autofree char *name = hm_terminal_text (terminal, step->check_name);
  g_autofree char *text = hm_terminal_text (terminal, step->text);
  const guint text_column = gain_column + (guint) strlen ("+1.4") + GAP;
  char gain[HM_GAIN_TEXT_SIZE];

  hm_gain_text (step->gain, gain);
  hm_wrap_to_column (wrap, GAP);
  hm_wrap_printf (wrap, "%u.", number);
  hm_wrap_to_column (wrap, gain_column);
  if (step->is_view)
    hm_wrap_text (wrap, "look");
  else
    hm_wrap_printf (wrap, "+%s", gain);
  hm_wrap_indent (wrap, text_column);
  hm_wrap_to_column (wrap, text_column);
  hm_wrap_colour (wrap, HM_SGR_BOLD);
  hm_wrap_printf (wrap, "%s:", name);
  hm_wrap_colour (wrap, HM_SGR_NORMAL);
  hm_wrap_text (wrap, text);
  if (step->is_view)
    hm_wrap_printf (wrap, "(settles up to %s)", gain);
  hm_wrap_end (wrap);
}

static void
steps_write (HmWrap *wrap, const HmReport *report, const HmTerminal *terminal)
{
  const guint n_steps =
      terminal->details ? report->steps->len : MIN (report->steps->len, STEPS_SHOWN);
  g_autofree char *last = g_strdup_printf ("%u. ", n_steps);
  const guint gain_column = GAP + (guint) strlen (last);

  if (n_steps == 0)
    return;
  hm_wrap_end (wrap);
  hm_wrap_colour (wrap, HM_SGR_BOLD);
  hm_wrap_text (wrap, "Next steps");
  hm_wrap_colour (wrap, HM_SGR_NORMAL);
  hm_wrap_end (wrap);
  for (guint i = 0; i < n_steps; i++)
    step_write (wrap, terminal, g_ptr_array_index (report->steps, i), i + 1, gain_column);
  if (report->steps->len > n_steps) {
    hm_wrap_to_column (wrap, GAP);
    hm_wrap_printf (wrap, "... and %u more with --details", report->steps->len - n_steps);
    hm_wrap_end (wrap);
  }
}

void
hm_terminal_report (GString *out, const HmReport *report, const HmTerminal *terminal)
{
  HmWrap wrap = {
    .out = out,
    .width = MAX (terminal->width, HM_TERMINAL_WIDTH_MIN),
    .is_colour = terminal->colour,
  };
  const guint full_width = wrap.width;

  header_write (&wrap, report, terminal);
  table_write (&wrap, report, terminal);
  /* The table may be as wide as it likes; a paragraph is read more easily when it isn't. */
  wrap.width = MIN (full_width, HM_TERMINAL_PROSE_MAX);
  aggregate_write (&wrap, report);
  forge_write (&wrap, report, terminal);
  steps_write (&wrap, report, terminal);
  if (terminal->details)
    hm_terminal_details_write (&wrap, report, terminal);
  hm_terminal_changes_write (&wrap, report, terminal);
  if (report->verdict != NULL)
    g_string_append_c (out, '\n');
  hm_terminal_verdict (out, report, terminal);
}
