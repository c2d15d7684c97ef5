/* SPDX-License-Identifier: Apache-2.0 */
/* The ranking for a terminal: at 80 columns a row is a line, two where there is much to say. */
#include "render/portfolio_format.h"

#include <string.h>

#include "core/mask.h"
#include "core/number.h"
#include "core/seeded_hash.h"
#include "render/portfolio_names.h"
#include "render/portfolio_words.h"
#include "render/terminal_text.h"
#include "render/wrap.h"

/* Columns of what is of one width. */
#define RISK_COLUMNS 6
#define CRITICALITY_COLUMNS 6
#define CHECK_COLUMNS 7
#define SCORE_COLUMNS 14
#define GAP 2

/* Columns that a name has at least, and that are left for the reason; where these are too few, it goes below. */
#define NAME_COLUMNS_MIN 12
#define WHY_COLUMNS 25
#define WHY_COLUMNS_MIN 19

/* Columns of a name from which on there is room for the criticality too. */
#define NAME_COLUMNS_ENOUGH 20

typedef struct {
  HmWrap wrap;
  const HmTerminal *terminal;
  const HmRanking *ranking;
  GPtrArray *names; /* (element-type utf8) what each row is called, masked */
  gboolean has_criticality;
  const char *check_id; /* (nullable) that it is ordered by */
  guint rank_columns;
  guint change_columns; /* 0: there is no such column */
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

/* Returns: (owned) @name, at most @columns wide: of what is wider the first @head columns, dots, and its end */
static char *
name_fit (const char *name, guint columns, guint head)
{
  g_autoptr (GString) fitted = g_string_new (NULL);
  const char *from = name;
  guint n = 0;

  if (hm_text_columns (name) <= columns)
    return g_strdup (name);
  for (const char *next; head > 0; from = next) {
    g_autofree char *character = NULL;

    next = g_utf8_next_char (from);
    character = g_strndup (from, (gsize) (next - from));
    n += hm_text_columns (character);
    if (n > head)
      break;
    g_string_append (fitted, character);
  }
  while (hm_text_columns (fitted->str) + 3 + hm_text_columns (from) > columns)
    from = g_utf8_next_char (from);
  g_string_append_printf (fitted, "...%s", from);
  return g_string_free (g_steal_pointer (&fitted), FALSE);
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

/* Cuts names to the width of their column, but those that would be the same then. */
static void
names_cut (Table *table, guint head)
{
  g_autoptr (GHashTable) counts =
      g_hash_table_new_full (hm_seeded_text_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) fitted = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < table->names->len; i++) {
    char *name = name_fit (g_ptr_array_index (table->names, i), table->name_columns, head);
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

/*
 * The end of a name tells most apart, of those of one owner; its beginning those of one path on several hosts. What
 * both leave the same stays whole, and takes more room than the column has.
 */
static void
names_fit (Table *table)
{
  names_cut (table, 0);
  names_cut (table, (table->name_columns - 3) / 2);
}

static guint
change_measure (const HmRanking *ranking)
{
  guint widest = 6; /* CHANGE */

  for (guint i = 0; i < ranking->rows->len; i++) {
    g_autofree char *change = hm_change_words (hm_ranking_row (ranking, i));

    widest = MAX (widest, (guint) strlen (change));
  }
  return widest + GAP;
}

/* Columns of all but the name and the reason. */
static guint
fixed_columns (const Table *table)
{
  return table->rank_columns + GAP + RISK_COLUMNS
         + (table->has_criticality ? CRITICALITY_COLUMNS : 0)
         + (table->check_id != NULL ? CHECK_COLUMNS : 0) + SCORE_COLUMNS + table->change_columns;
}

/* Half of the risk is the criticality: it is told wherever there is room for it. */
static void
criticality_choose (Table *table, guint widest_name)
{
  const guint name = MIN (widest_name, NAME_COLUMNS_ENOUGH);

  table->has_criticality = TRUE;
  if (!g_str_equal (table->ranking->by, "criticality")
      && table->wrap.width < fixed_columns (table) + name + GAP + WHY_COLUMNS)
    table->has_criticality = FALSE;
}

static void
table_measure (Table *table)
{
  const HmRanking *ranking = table->ranking;
  guint widest = 10; /* REPOSITORY */
  guint why_columns = WHY_COLUMNS;
  guint free_columns;
  guint fixed;

  if (ranking->since != 0)
    table->change_columns = change_measure (ranking);
  for (guint i = 0; i < table->names->len; i++)
    widest = MAX (widest, hm_text_columns (g_ptr_array_index (table->names, i)));
  criticality_choose (table, widest);
  fixed = fixed_columns (table);
  table->is_narrow = table->wrap.width < fixed + NAME_COLUMNS_MIN + WHY_COLUMNS_MIN + GAP;
  table->is_slim = table->wrap.width < fixed + NAME_COLUMNS_MIN + GAP;
  if (table->is_narrow)
    why_columns = 0;
  free_columns = table->wrap.width > fixed + why_columns + GAP
                     ? table->wrap.width - fixed - why_columns - GAP
                     : 0;
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

/* Returns: the columns of the widest word of @text */
static guint
widest_word (const char *text)
{
  guint widest = 0;

  while (*text != '\0') {
    const gsize size = strcspn (text, " ");
    g_autofree char *word = g_strndup (text, size);

    widest = MAX (widest, hm_text_columns (word));
    text += size + (text[size] == ' ');
  }
  return widest;
}

/* A word that the last column would break, a URL, has the whole line. */
static void
why_begin (Table *table, guint column, const char *why)
{
  if (table->is_narrow || column + widest_word (why) > table->wrap.width)
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
  if (table->has_criticality) {
    hm_wrap_text (&table->wrap, "CRIT");
    column_next (table, &column, CRITICALITY_COLUMNS);
  }
  if (table->check_id != NULL) {
    hm_wrap_text (&table->wrap, "CHECK");
    column_next (table, &column, CHECK_COLUMNS);
  }
  hm_wrap_text (&table->wrap, "SCORE (FLOOR)");
  column_next (table, &column, SCORE_COLUMNS);
  if (table->change_columns > 0) {
    hm_wrap_text (&table->wrap, "CHANGE");
    column_next (table, &column, table->change_columns);
  }
  why_begin (table, column, "WHY NOW");
  hm_wrap_text (&table->wrap, "WHY NOW");
  hm_wrap_colour (&table->wrap, HM_SGR_NORMAL);
  hm_wrap_end (&table->wrap);
}

static const char *
check_text (const Table *table, const HmRankRow *row, char text[HM_SCORE_TEXT_SIZE])
{
  const HmRankCheck *check = hm_rank_row_check (row, table->check_id);

  return hm_score_text (check != NULL ? check->score : HM_NO_SCORE, text);
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
  char criticality[HM_CRITICALITY_TEXT_SIZE];
  guint column = 0;

  hm_wrap_printf (&table->wrap, "%*u", (int) table->rank_columns, index + 1);
  column_next (table, &column, table->rank_columns + GAP);
  hm_wrap_text (&table->wrap, g_ptr_array_index (table->names, index));
  figures_begin (table, &column);
  hm_wrap_text (&table->wrap, hm_score_text (row->risk, risk));
  column_next (table, &column, RISK_COLUMNS);
  if (table->has_criticality) {
    hm_wrap_text (&table->wrap, hm_criticality_text (&row->criticality, criticality));
    column_next (table, &column, CRITICALITY_COLUMNS);
  }
  if (table->check_id != NULL) {
    hm_wrap_text (&table->wrap, check_text (table, row, score));
    column_next (table, &column, CHECK_COLUMNS);
  }
  hm_wrap_colour (&table->wrap, hm_terminal_band_sgr (row->band));
  if (row->has_report)
    hm_wrap_printf (&table->wrap, "%s (%s)", hm_score_text (row->score, score),
                    hm_score_text (row->floor, floor));
  else
    hm_wrap_text (&table->wrap, "n/a");
  hm_wrap_colour (&table->wrap, HM_SGR_NORMAL);
  column_next (table, &column, SCORE_COLUMNS);
  if (table->change_columns > 0) {
    hm_wrap_text (&table->wrap, change);
    column_next (table, &column, table->change_columns);
  }
  why_begin (table, column, why);
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

/*
 * Why the risk of some is not known: "1 could not be scanned, 2 were never scanned". Returns: (owned) "" where it
 * is of all
 */
static char *
unknown_words (const HmRanking *ranking)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint n_failed = 0;
  guint n_never = 0;
  guint n_others = 0;

  for (guint i = 0; i < ranking->rows->len; i++) {
    const HmRankRow *row = hm_ranking_row (ranking, i);

    if (row->risk >= 0)
      continue;
    n_failed += !row->has_report && row->failed_at != 0 ? 1 : 0;
    n_never += !row->has_report && row->failed_at == 0 ? 1 : 0;
    n_others += row->has_report ? 1 : 0;
  }
  if (n_failed > 0)
    g_string_append_printf (text, ", %u could not be scanned", n_failed);
  if (n_never > 0)
    g_string_append_printf (text, ", %u never scanned", n_never);
  if (n_others > 0)
    g_string_append_printf (text, ", %u without a criticality or a floor", n_others);
  if (text->len == 0)
    return g_strdup ("");
  g_string_erase (text, 0, 2);
  return g_strdup_printf ("- the risk of %u is not known: %s", n_failed + n_never + n_others,
                          text->str);
}

static void
foot_write (Table *table)
{
  const HmRanking *ranking = table->ranking;
  g_autofree char *unknown = unknown_words (ranking);

  hm_wrap_indent (&table->wrap, 0);
  hm_wrap_end (&table->wrap);
  hm_wrap_printf (&table->wrap, "%u of %u repositories", ranking->rows->len,
                  ranking->n_repositories);
  if (ranking->rows->len < ranking->n_chosen)
    hm_wrap_printf (&table->wrap, "(%u more fit)", ranking->n_chosen - ranking->rows->len);
  hm_wrap_text (&table->wrap, unknown);
  hm_wrap_end (&table->wrap);
}

static void
check_choose (Table *table)
{
  static const char *const plain[] = { "risk",   "score", "floor", "criticality",
                                       "change", "name",  NULL };

  if (!g_strv_contains (plain, table->ranking->by))
    table->check_id = table->ranking->by;
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

  if (ranking->rows->len == 0) {
    g_autofree char *none = hm_ranking_none_words (ranking);

    hm_wrap_text (&table.wrap, none);
    hm_wrap_end (&table.wrap);
    return;
  }
  check_choose (&table);
  names_gather (&table);
  table_measure (&table);
  names_fit (&table);
  titles_write (&table);
  for (guint i = 0; i < ranking->rows->len; i++)
    row_write (&table, i);
  nebraska_write (&table);
  foot_write (&table);
  g_ptr_array_unref (table.names);
}
