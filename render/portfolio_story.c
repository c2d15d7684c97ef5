/* SPDX-License-Identifier: Apache-2.0 */
/* One repository of a portfolio for a terminal. */
#include "render/portfolio_format.h"

#include "core/number.h"
#include "core/oid.h"
#include "core/seeded_hash.h"
#include "render/portfolio_words.h"
#include "render/terminal_text.h"
#include "render/wrap.h"

#define COMMIT_DIGITS 10

/* Columns of a line of blocks: a year of weeks. */
#define SPARK_COLUMNS_MAX 52u

/* Columns of the names of checks and signals. */
#define NAME_COLUMNS 32

/* Failed findings that are told; the rest is counted. */
#define FINDINGS_MAX 40u

typedef struct {
  HmWrap wrap;
  const HmTerminal *terminal;
  const HmRepositoryStory *story;
} Page;

static void
words_write (Page *page, const char *text)
{
  g_autofree char *masked = hm_terminal_text (page->terminal, text);

  hm_wrap_text (&page->wrap, masked);
}

static void
heading_write (Page *page, const char *text)
{
  hm_wrap_indent (&page->wrap, 0);
  hm_wrap_end (&page->wrap);
  hm_wrap_colour (&page->wrap, HM_SGR_BOLD);
  hm_wrap_text (&page->wrap, text);
  hm_wrap_colour (&page->wrap, HM_SGR_NORMAL);
  hm_wrap_end (&page->wrap);
}

static void
head_write (Page *page)
{
  const HmRankRow *row = page->story->row;
  g_autofree char *owners = g_strjoinv (", ", row->owners);

  hm_wrap_colour (&page->wrap, HM_SGR_BOLD);
  words_write (page, row->name);
  hm_wrap_colour (&page->wrap, HM_SGR_NORMAL);
  words_write (page, row->where);
  hm_wrap_end (&page->wrap);
  if (row->group != NULL) {
    hm_wrap_text (&page->wrap, "Group");
    words_write (page, row->group);
  }
  if (*owners != '\0') {
    hm_wrap_text (&page->wrap, row->group != NULL ? "of" : "Owners:");
    words_write (page, owners);
  }
  if (row->group != NULL || *owners != '\0')
    hm_wrap_end (&page->wrap);
}

static void
report_write (Page *page)
{
  const HmRankRow *row = page->story->row;
  char score[HM_SCORE_TEXT_SIZE];
  char floor[HM_SCORE_TEXT_SIZE];
  char day[HM_INSTANT_TEXT_SIZE];
  char hex[HM_OID_HEX_SIZE + 1];

  if (!row->has_report) {
    hm_wrap_text (&page->wrap, "Never scanned with success");
    hm_wrap_end (&page->wrap);
    return;
  }
  hm_wrap_text (&page->wrap, "Score");
  hm_wrap_colour (&page->wrap, hm_terminal_band_sgr (row->band));
  hm_wrap_text (&page->wrap, hm_score_text (row->score, score));
  hm_wrap_colour (&page->wrap, HM_SGR_NORMAL);
  hm_wrap_printf (&page->wrap, "(floor %s, coverage %d %%), %s, commit %.*s%s%s",
                  hm_score_text (row->floor, floor), row->coverage_percent,
                  hm_day_text (row->as_of, day), COMMIT_DIGITS, hm_oid_hex (&row->commit, hex),
                  row->is_stale ? "; stale" : "",
                  row->is_by_own_policy ? "; " HM_BY_OWN_POLICY : "");
  hm_wrap_end (&page->wrap);
}

static void
state_write (Page *page)
{
  const HmRankRow *row = page->story->row;
  char text[HM_CRITICALITY_TEXT_SIZE];
  char score[HM_SCORE_TEXT_SIZE];
  char floor[HM_SCORE_TEXT_SIZE];
  char day[HM_INSTANT_TEXT_SIZE];

  if (row->risk >= 0) {
    hm_wrap_printf (&page->wrap, "Risk %s: criticality %s x (10 - floor %s)",
                    hm_score_text (row->risk, score), hm_criticality_text (&row->criticality, text),
                    hm_score_text (row->floor, floor));
    hm_wrap_end (&page->wrap);
  }
  if (row->is_nebraska) {
    hm_wrap_text (&page->wrap, "Nebraska:");
    words_write (page, row->nebraska);
    hm_wrap_end (&page->wrap);
  }
  if (row->failed_at != 0) {
    hm_wrap_printf (&page->wrap, "The last scan failed, %s:", hm_day_text (row->failed_at, day));
    words_write (page, row->failure);
    hm_wrap_end (&page->wrap);
  }
}

static void
number_write (Page *page, guint column, const char *format, double number)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  hm_wrap_to_column (&page->wrap, column);
  hm_wrap_text (&page->wrap, g_ascii_formatd (text, sizeof text, format, number));
}

static void
parts_write (Page *page)
{
  const HmCriticality *criticality = &page->story->row->criticality;

  hm_wrap_to_column (&page->wrap, 2);
  hm_wrap_text (&page->wrap, "SIGNAL");
  hm_wrap_to_column (&page->wrap, NAME_COLUMNS + 2);
  hm_wrap_text (&page->wrap, "VALUE");
  hm_wrap_to_column (&page->wrap, NAME_COLUMNS + 12);
  hm_wrap_text (&page->wrap, "COUNTS UP TO");
  hm_wrap_to_column (&page->wrap, NAME_COLUMNS + 26);
  hm_wrap_text (&page->wrap, "WEIGHT");
  hm_wrap_to_column (&page->wrap, NAME_COLUMNS + 34);
  hm_wrap_text (&page->wrap, "SHARE");
  hm_wrap_end (&page->wrap);
  for (int i = 0; i < HM_CRITICALITY_N_SIGNALS; i++) {
    const HmCriticalityPart *part = &criticality->parts[i];

    hm_wrap_to_column (&page->wrap, 2);
    hm_wrap_text (&page->wrap, hm_criticality_signal_text ((HmCriticalitySignal) i));
    if (part->is_known)
      number_write (page, NAME_COLUMNS + 2, i == HM_CRITICALITY_COMMITS ? "%.1f" : "%.0f",
                    part->value);
    else {
      hm_wrap_to_column (&page->wrap, NAME_COLUMNS + 2);
      hm_wrap_text (&page->wrap, "unknown");
    }
    number_write (page, NAME_COLUMNS + 12, "%.0f", part->threshold);
    number_write (page, NAME_COLUMNS + 26, "%.1f", part->weight);
    if (part->is_known)
      number_write (page, NAME_COLUMNS + 34, "%.2f", part->share);
    hm_wrap_end (&page->wrap);
  }
}

static void
criticality_write (Page *page)
{
  const HmRankRow *row = page->story->row;
  const HmCriticality *criticality = &row->criticality;
  g_autoptr (GString) title = g_string_new ("Criticality ");
  char text[HM_CRITICALITY_TEXT_SIZE];

  g_string_append (title, hm_criticality_text (criticality, text));
  if (criticality->origin == HM_CRITICALITY_GIVEN)
    g_string_append (title, ", as the portfolio file says");
  if (criticality->origin == HM_CRITICALITY_GIVEN && criticality->worked_out >= 0)
    g_string_append_printf (title, "; worked out: %s",
                            g_ascii_formatd (text, sizeof text, "%.2f", criticality->worked_out));
  if (criticality->as_of == 0 && criticality->origin != HM_CRITICALITY_GIVEN)
    g_string_append (title, row->has_report ? ": no scan of the portfolio counted anything yet"
                            : row->failed_at != 0
                                ? ": nothing could be counted, since no scan went well"
                                : ": never scanned");
  heading_write (page, title->str);
  if (criticality->as_of != 0)
    parts_write (page);
}

/* The score of @check at @point; of all together where it is HM_NO_INDEX. */
static int
score_at (const HmRepositoryStory *story, guint point, guint check)
{
  const HmStoryPoint *at = g_ptr_array_index (story->points, point);

  return check == HM_NO_INDEX ? at->score : at->check_scores[check];
}

/* A column a report, thinned to what fits; the newest is the last. */
static void
spark_append (GString *line, const HmRepositoryStory *story, guint check, gboolean utf8)
{
  static const char *const blocks[] = { "\xe2\x96\x81", "\xe2\x96\x82", "\xe2\x96\x83",
                                        "\xe2\x96\x84", "\xe2\x96\x85", "\xe2\x96\x86",
                                        "\xe2\x96\x87", "\xe2\x96\x88" };
  const guint n_points = story->points->len;
  const guint n_columns = MIN (n_points, SPARK_COLUMNS_MAX);

  for (guint i = 0; i < n_columns; i++) {
    const guint point =
        n_columns > 1 ? (guint) ((guint64) i * (n_points - 1) / (n_columns - 1)) : n_points - 1;
    const int score = score_at (story, point, check);

    if (score < 0)
      g_string_append (line, utf8 ? "\xc2\xb7" : "?");
    else if (utf8)
      g_string_append (line, blocks[MIN (score, 99) * (int) G_N_ELEMENTS (blocks) / 100]);
    else
      g_string_append_printf (line, "%d", MIN (score, 99) / 10);
  }
}

static void
spark_write (Page *page, const char *name, int score, guint check)
{
  g_autoptr (GString) line = g_string_new (NULL);
  char text[HM_SCORE_TEXT_SIZE];

  spark_append (line, page->story, check, page->terminal->utf8);
  hm_wrap_to_column (&page->wrap, 2);
  words_write (page, name);
  hm_wrap_to_column (&page->wrap, 22);
  hm_wrap_text (&page->wrap, hm_score_text (score, text));
  hm_wrap_to_column (&page->wrap, 27);
  hm_wrap_text (&page->wrap, line->str);
  hm_wrap_end (&page->wrap);
}

static void
history_write (Page *page)
{
  const HmRepositoryStory *story = page->story;
  const HmStoryPoint *first;
  const HmStoryPoint *last;
  g_autofree char *title = NULL;
  char from[HM_INSTANT_TEXT_SIZE];
  char to[HM_INSTANT_TEXT_SIZE];

  if (story->points->len == 0)
    return;
  first = g_ptr_array_index (story->points, 0);
  last = g_ptr_array_index (story->points, story->points->len - 1);
  title = g_strdup_printf ("History: %u %s, %s to %s", story->points->len,
                           story->points->len == 1 ? "report" : "reports",
                           hm_day_text (first->as_of, from), hm_day_text (last->as_of, to));
  heading_write (page, title);
  spark_write (page, "all", last->score, HM_NO_INDEX);
  for (guint i = 0; i < story->checks->len; i++) {
    const HmRankCheck *check = g_ptr_array_index (story->checks, i);

    spark_write (page, check->name, last->check_scores[i], i);
  }
}

static void
finding_write (Page *page, const HmResult *result, const HmFinding *finding)
{
  hm_wrap_indent (&page->wrap, 4);
  hm_wrap_to_column (&page->wrap, 2);
  words_write (page, result->name);
  hm_wrap_text (&page->wrap, page->terminal->utf8 ? "\xe2\x80\x93" : "-");
  words_write (page, finding->message);
  hm_wrap_end (&page->wrap);
}

/*
 * What is waived is for the site to tell; here is what is to be mended. Of lines that would read the same the first
 * counts.
 */
static gboolean
is_told (const HmFinding *finding, GHashTable *told)
{
  return finding->outcome == HM_FAIL && finding->waiver == 0
         && g_hash_table_add (told, finding->message);
}

static void
findings_write (Page *page)
{
  const HmReport *report = page->story->report;
  guint n = 0;

  for (guint i = 0; report != NULL && i < report->results->len; i++) {
    const HmResult *result = g_ptr_array_index (report->results, i);
    g_autoptr (GHashTable) told = g_hash_table_new (hm_seeded_text_hash, g_str_equal);

    for (guint k = 0; k < result->findings->items->len; k++) {
      const HmFinding *finding = g_ptr_array_index (result->findings->items, k);

      if (!is_told (finding, told))
        continue;
      if (n == 0)
        heading_write (page, "What fails");
      if (n++ < FINDINGS_MAX)
        finding_write (page, result, finding);
    }
  }
  if (n > FINDINGS_MAX) {
    hm_wrap_to_column (&page->wrap, 2);
    hm_wrap_printf (&page->wrap, "... and %u more", n - FINDINGS_MAX);
    hm_wrap_end (&page->wrap);
  }
}

void
hm_story_terminal (GString *out, const HmRepositoryStory *story, const HmTerminal *terminal)
{
  Page page = {
    .wrap = { .out = out,
              .width = MAX (terminal->width, HM_TERMINAL_WIDTH_MIN),
              .is_colour = terminal->colour },
    .terminal = terminal,
    .story = story,
  };

  head_write (&page);
  report_write (&page);
  state_write (&page);
  criticality_write (&page);
  history_write (&page);
  findings_write (&page);
}
