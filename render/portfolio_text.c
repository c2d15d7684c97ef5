/* SPDX-License-Identifier: Apache-2.0 */
/* The ranking for a terminal: at 80 columns a row is a line, two where there is much to say. */
#include "render/portfolio_format.h"

#include "core/mask.h"
#include "core/number.h"
#include "render/portfolio_words.h"
#include "render/terminal_text.h"
#include "render/wrap.h"

/* Columns of what is of one width. */
#define RISK_COLUMNS 6
#define SCORE_COLUMNS 13
#define CHANGE_COLUMNS 10
#define EXTRA_COLUMNS 7
#define GAP 2

/* Columns that a name has at least, and that are left for the reason. */
#define NAME_COLUMNS_MIN 12
#define WHY_COLUMNS 26

/* A column that only some orders have: the criticality, or the check that is ordered by. */
typedef struct {
  const char *title;
  const char *check_id; /* (nullable) NULL: the criticality */
} Extra;

typedef struct {
  HmWrap wrap;
  const HmTerminal *terminal;
  const HmRanking *ranking;
  gboolean has_extra;
  Extra extra;
  guint rank_columns;
  guint name_columns;
} Table;

static guint
digits_of (guint number)
{
  guint n = 1;

  while (number >= 10) {
    number /= 10;
    n++;
  }
  return n;
}

/* Its end tells names of one owner apart. Returns: (owned) masked, at most @columns wide */
static char *
name_fit (const HmTerminal *terminal, const char *name, guint columns)
{
  g_autofree char *masked = hm_terminal_text (terminal, name);
  char *from = masked;

  if (hm_text_columns (masked) <= columns)
    return g_steal_pointer (&masked);
  while (hm_text_columns (from) > columns - 3)
    from = g_utf8_next_char (from);
  return g_strconcat ("...", from, NULL);
}

static void
table_measure (Table *table)
{
  const HmRanking *ranking = table->ranking;
  const guint fixed = table->rank_columns + GAP + RISK_COLUMNS + SCORE_COLUMNS
                      + (table->has_extra ? EXTRA_COLUMNS : 0)
                      + (ranking->since != 0 ? CHANGE_COLUMNS : 0);
  const guint free_columns = table->wrap.width > fixed + WHY_COLUMNS + GAP
                                 ? table->wrap.width - fixed - WHY_COLUMNS - GAP
                                 : 0;
  guint widest = 10; /* REPOSITORY */

  for (guint i = 0; i < ranking->rows->len; i++) {
    g_autofree char *name = hm_terminal_text (table->terminal, hm_ranking_row (ranking, i)->name);

    widest = MAX (widest, hm_text_columns (name));
  }
  table->name_columns = MIN (widest, MAX (free_columns, NAME_COLUMNS_MIN));
}

/* Goes to the next column, which is @columns behind the one at *@column. */
static void
column_next (Table *table, guint *column, guint columns)
{
  *column += columns;
  hm_wrap_indent (&table->wrap, *column);
  hm_wrap_to_column (&table->wrap, *column);
}

static void
titles_write (Table *table)
{
  guint column = 0;

  hm_wrap_colour (&table->wrap, HM_SGR_BOLD);
  hm_wrap_printf (&table->wrap, "%*s", (int) table->rank_columns, "#");
  column_next (table, &column, table->rank_columns + GAP);
  hm_wrap_text (&table->wrap, "REPOSITORY");
  column_next (table, &column, table->name_columns + GAP);
  hm_wrap_text (&table->wrap, "RISK");
  column_next (table, &column, RISK_COLUMNS);
  if (table->has_extra) {
    hm_wrap_text (&table->wrap, table->extra.title);
    column_next (table, &column, EXTRA_COLUMNS);
  }
  hm_wrap_text (&table->wrap, "SCORE (FLOOR)");
  column_next (table, &column, SCORE_COLUMNS + GAP - 1);
  if (table->ranking->since != 0) {
    hm_wrap_text (&table->wrap, "CHANGE");
    column_next (table, &column, CHANGE_COLUMNS);
  }
  hm_wrap_text (&table->wrap, "WHY NOW");
  hm_wrap_colour (&table->wrap, HM_SGR_NORMAL);
  hm_wrap_end (&table->wrap);
}

static void
extra_write (Table *table, const HmRankRow *row)
{
  const HmRankCheck *check =
      table->extra.check_id != NULL ? hm_rank_row_check (row, table->extra.check_id) : NULL;
  char text[HM_CRITICALITY_TEXT_SIZE];
  char score[HM_SCORE_TEXT_SIZE];

  if (table->extra.check_id == NULL)
    hm_wrap_text (&table->wrap, hm_criticality_text (&row->criticality, text));
  else
    hm_wrap_text (&table->wrap, hm_score_text (check != NULL ? check->score : HM_NO_SCORE, score));
}

static void
row_write (Table *table, const HmRankRow *row, guint rank)
{
  g_autofree char *name = name_fit (table->terminal, row->name, table->name_columns);
  g_autofree char *change = hm_change_words (row);
  g_autofree char *why = hm_terminal_text (table->terminal, row->why);
  char risk[HM_SCORE_TEXT_SIZE];
  char score[HM_SCORE_TEXT_SIZE];
  char floor[HM_SCORE_TEXT_SIZE];
  guint column = 0;

  hm_wrap_printf (&table->wrap, "%*u", (int) table->rank_columns, rank);
  column_next (table, &column, table->rank_columns + GAP);
  hm_wrap_text (&table->wrap, name);
  column_next (table, &column, table->name_columns + GAP);
  hm_wrap_text (&table->wrap, hm_score_text (row->risk, risk));
  column_next (table, &column, RISK_COLUMNS);
  if (table->has_extra) {
    extra_write (table, row);
    column_next (table, &column, EXTRA_COLUMNS);
  }
  hm_wrap_colour (&table->wrap, hm_terminal_band_sgr (row->band));
  if (row->has_report)
    hm_wrap_printf (&table->wrap, "%s (%s)", hm_score_text (row->score, score),
                    hm_score_text (row->floor, floor));
  else
    hm_wrap_text (&table->wrap, "n/a");
  hm_wrap_colour (&table->wrap, HM_SGR_NORMAL);
  column_next (table, &column, SCORE_COLUMNS + GAP - 1);
  if (table->ranking->since != 0) {
    hm_wrap_text (&table->wrap, change);
    column_next (table, &column, CHANGE_COLUMNS);
  }
  hm_wrap_text (&table->wrap, why);
  hm_wrap_end (&table->wrap);
}

/* What the flag stands for, a paragraph a repository. */
static void
nebraska_write (Table *table)
{
  gboolean is_first = TRUE;

  for (guint i = 0; i < table->ranking->rows->len; i++) {
    const HmRankRow *row = hm_ranking_row (table->ranking, i);
    g_autofree char *name = hm_terminal_text (table->terminal, row->name);

    if (!row->is_nebraska)
      continue;
    hm_wrap_indent (&table->wrap, 4);
    if (is_first) {
      hm_wrap_end (&table->wrap);
      hm_wrap_text (&table->wrap, "Nebraska: much depended upon, kept up by next to nobody");
      hm_wrap_end (&table->wrap);
      is_first = FALSE;
    }
    hm_wrap_to_column (&table->wrap, 2);
    hm_wrap_printf (&table->wrap, "%s: %s", name, row->nebraska);
    hm_wrap_end (&table->wrap);
  }
}

static void
foot_write (Table *table)
{
  const HmRanking *ranking = table->ranking;
  guint n_unknown = 0;

  for (guint i = 0; i < ranking->rows->len; i++)
    n_unknown += hm_ranking_row (ranking, i)->risk < 0 ? 1 : 0;
  hm_wrap_indent (&table->wrap, 0);
  hm_wrap_end (&table->wrap);
  hm_wrap_printf (&table->wrap, "%u of %u repositories", ranking->rows->len,
                  ranking->n_repositories);
  if (ranking->rows->len < ranking->n_chosen)
    hm_wrap_printf (&table->wrap, "(%u more fit)", ranking->n_chosen - ranking->rows->len);
  if (n_unknown > 0)
    hm_wrap_printf (&table->wrap,
                    "- the risk of %u is not known: not scanned yet, or without a criticality",
                    n_unknown);
  hm_wrap_end (&table->wrap);
}

static void
extra_choose (Table *table)
{
  const char *by = table->ranking->by;
  static const char *const plain[] = { "risk", "score", "floor", "change", "name", NULL };

  table->has_extra = !g_strv_contains (plain, by);
  if (!table->has_extra)
    return;
  if (g_str_equal (by, "criticality"))
    table->extra.title = "CRIT";
  else
    table->extra = (Extra){ "CHECK", by };
}

void
hm_ranking_terminal (GString *out, const HmRanking *ranking, const HmTerminal *terminal)
{
  Table table = {
    .wrap = { .out = out,
              .width = MAX (terminal->width, HM_TERMINAL_WIDTH_MIN),
              .is_colour = terminal->colour },
    .terminal = terminal,
    .ranking = ranking,
    .rank_columns = digits_of (ranking->rows->len),
  };

  if (ranking->rows->len > 0) {
    extra_choose (&table);
    table_measure (&table);
    titles_write (&table);
    for (guint i = 0; i < ranking->rows->len; i++)
      row_write (&table, hm_ranking_row (ranking, i), i + 1);
    nebraska_write (&table);
  }
  foot_write (&table);
}
