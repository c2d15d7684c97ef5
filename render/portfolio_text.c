/* SPDX-License-Identifier: Apache-2.0 */
/* The ranking for a terminal: at 80 columns a row is a line, two where there is much to say. */
#include "render/portfolio_format.h"

#include "core/mask.h"
#include "core/number.h"
#include "render/portfolio_names.h"
#include "render/portfolio_words.h"
#include "render/terminal_text.h"
#include "render/wrap.h"

/* Columns of what is of one width. */
#define RISK_COLUMNS 6
#define SCORE_COLUMNS 13
#define CHANGE_COLUMNS 10
#define EXTRA_COLUMNS 7
#define GAP 2

/* Columns that a name has at least, and that are left for the reason; where these are too few, it goes below. */
#define NAME_COLUMNS_MIN 12
#define WHY_COLUMNS 26
#define WHY_COLUMNS_MIN 20

/* A column that only some orders have: the criticality, or the check that is ordered by. */
typedef struct {
  const char *title;
  const char *check_id; /* (nullable) NULL: the criticality */
} Extra;

typedef struct {
  HmWrap wrap;
  const HmTerminal *terminal;
  const HmRanking *ranking;
  GPtrArray *names; /* (element-type utf8) what each row is called, masked */
  gboolean has_extra;
  Extra extra;
  guint rank_columns;
  guint name_columns;
  gboolean is_narrow; /* the reason has a line of its own */
  gboolean is_slim;   /* so has the name */
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

/* Its end tells names of one owner apart. Returns: (owned) @name, at most @columns wide */
static char *
name_fit (const char *name, guint columns)
{
  const char *from = name;

  if (hm_text_columns (name) <= columns)
    return g_strdup (name);
  while (hm_text_columns (from) > columns - 3)
    from = g_utf8_next_char (from);
  return g_strconcat ("...", from, NULL);
}

/* What each row is called, none as another is. */
static void
names_gather (Table *table)
{
  table->names = hm_ranking_names (table->ranking, HM_NAMES_WITH_FOLDERS, 0);
  for (guint i = 0; i < table->names->len; i++) {
    char **name = (char **) &g_ptr_array_index (table->names, i);
    char *masked = hm_terminal_text (table->terminal, *name);

    g_free (*name);
    *name = masked;
  }
}

/* Two that were cut to the same stay whole: they take more room than the column has. */
static void
names_fit (Table *table)
{
  g_autoptr (GHashTable) counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) fitted = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < table->names->len; i++) {
    char *name = name_fit (g_ptr_array_index (table->names, i), table->name_columns);
    const guint count = GPOINTER_TO_UINT (g_hash_table_lookup (counts, name));

    g_ptr_array_add (fitted, name);
    g_hash_table_replace (counts, g_strdup (name), GUINT_TO_POINTER (count + 1));
  }
  for (guint i = 0; i < table->names->len; i++) {
    char **name = (char **) &g_ptr_array_index (table->names, i);

    if (GPOINTER_TO_UINT (g_hash_table_lookup (counts, g_ptr_array_index (fitted, i))) > 1)
      continue;
    hm_text_set (name, g_ptr_array_index (fitted, i));
  }
}

static void
table_measure (Table *table)
{
  const HmRanking *ranking = table->ranking;
  const guint fixed = table->rank_columns + GAP + RISK_COLUMNS + SCORE_COLUMNS
                      + (table->has_extra ? EXTRA_COLUMNS : 0)
                      + (ranking->since != 0 ? CHANGE_COLUMNS : 0);
  guint widest = 10; /* REPOSITORY */
  guint why_columns = WHY_COLUMNS;
  guint free_columns;

  table->is_narrow = table->wrap.width < fixed + NAME_COLUMNS_MIN + WHY_COLUMNS_MIN + GAP;
  table->is_slim = table->wrap.width < fixed + NAME_COLUMNS_MIN + GAP;
  if (table->is_narrow)
    why_columns = 0;
  free_columns = table->wrap.width > fixed + why_columns + GAP
                     ? table->wrap.width - fixed - why_columns - GAP
                     : 0;

  for (guint i = 0; i < table->names->len; i++)
    widest = MAX (widest, hm_text_columns (g_ptr_array_index (table->names, i)));
  table->name_columns = MIN (widest, MAX (free_columns, NAME_COLUMNS_MIN));
  if (table->is_slim)
    table->name_columns = table->wrap.width - table->rank_columns - GAP;
}

/* Goes to the next column, which is @columns behind the one at *@column. */
static void
column_next (Table *table, guint *column, guint columns)
{
  *column += columns;
  hm_wrap_indent (&table->wrap, *column);
  hm_wrap_to_column (&table->wrap, *column);
}

/* Begins a further line of a row, below the name. */
static void
line_begin (Table *table)
{
  GString *out = table->wrap.out;

  while (out->len > 0 && out->str[out->len - 1] == ' ')
    g_string_truncate (out, out->len - 1);
  hm_wrap_end (&table->wrap);
  hm_wrap_indent (&table->wrap, table->rank_columns + GAP);
  hm_wrap_to_column (&table->wrap, table->rank_columns + GAP);
}

/* From the name to the first figure. */
static void
figures_begin (Table *table, guint *column)
{
  if (table->is_slim)
    line_begin (table);
  else
    column_next (table, column, table->name_columns + GAP);
}

static void
why_begin (Table *table)
{
  if (table->is_narrow)
    line_begin (table);
}

static void
titles_write (Table *table)
{
  guint column = 0;

  hm_wrap_colour (&table->wrap, HM_SGR_BOLD);
  hm_wrap_printf (&table->wrap, "%*s", (int) table->rank_columns, "#");
  column_next (table, &column, table->rank_columns + GAP);
  hm_wrap_text (&table->wrap, "REPOSITORY");
  figures_begin (table, &column);
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
  why_begin (table);
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
row_write (Table *table, guint index)
{
  const HmRankRow *row = hm_ranking_row (table->ranking, index);
  g_autofree char *change = hm_change_words (row);
  g_autofree char *why = hm_terminal_text (table->terminal, row->why);
  char risk[HM_SCORE_TEXT_SIZE];
  char score[HM_SCORE_TEXT_SIZE];
  char floor[HM_SCORE_TEXT_SIZE];
  guint column = 0;

  hm_wrap_printf (&table->wrap, "%*u", (int) table->rank_columns, index + 1);
  column_next (table, &column, table->rank_columns + GAP);
  hm_wrap_text (&table->wrap, g_ptr_array_index (table->names, index));
  figures_begin (table, &column);
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
  why_begin (table);
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
    const char *name = g_ptr_array_index (table->names, i);

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
    names_gather (&table);
    table_measure (&table);
    names_fit (&table);
    titles_write (&table);
    for (guint i = 0; i < ranking->rows->len; i++)
      row_write (&table, i);
    nebraska_write (&table);
    g_ptr_array_unref (table.names);
  }
  foot_write (&table);
}
