/* SPDX-License-Identifier: Apache-2.0 */
/* Repositories against checks: a coloured field with its score for each. */
#include <string.h>

#include "core/number.h"
#include "render/chart.h"

#define NAME_WIDTH 1900
#define CELL_WIDTH 340
#define CELL_HEIGHT 220

/* What stands for a score where there is none. */
static const char *
cell_text (int score, char text[HM_SCORE_TEXT_SIZE])
{
  if (score == HM_CHART_HEAT_NONE)
    return "\xe2\x80\x93";
  return score < 0 ? "?" : hm_score_text (score, text);
}

static const char *
cell_class (int score)
{
  return score == HM_CHART_HEAT_NONE ? "band-none" : hm_chart_score_class (score);
}

/* Names lean at 50 degrees: of their length so much is height, so much breadth; and letters have a height. */
#define LEAN_HEIGHT_PERCENT 77
#define LEAN_BREADTH_PERCENT 65
#define LETTERS_HEIGHT 140

static int
longest_name (const HmChartHeatColumn *columns, gsize n_columns)
{
  int longest = 0;

  for (gsize i = 0; i < n_columns; i++) {
    g_autofree char *name = hm_chart_name_cut (columns[i].name, HM_CHART_PLAIN);

    longest = MAX (longest, hm_chart_text_width (name, HM_CHART_PLAIN));
  }
  return longest;
}

/* @shown: what is seen of @name, which who hears the page is told too: it may be cut. */
static void
link_begin (HmHtml *html, const char *page, const char *name, const char *shown)
{
  hm_html_begin (html, "a");
  hm_html_attribute_path (html, "href", page);
  if (g_str_equal (name, shown))
    hm_html_attribute (html, "aria-label", name);
  else
    hm_html_attribute_format (html, "aria-label", "%s: %s", shown, name);
}

static void
heads_append (HmHtml *html, const HmChartHeatColumn *columns, gsize n_columns, int head)
{
  for (gsize i = 0; i < n_columns; i++) {
    g_autofree char *name = hm_chart_name_cut (columns[i].name, HM_CHART_PLAIN);
    const int x = NAME_WIDTH + (int) i * CELL_WIDTH + CELL_WIDTH / 2;

    link_begin (html, columns[i].page, columns[i].name, name);
    hm_html_begin (html, "text");
    hm_html_attribute_format (html, "transform", "translate(%d %d) rotate(-50)", x / 10,
                              head / 10 - 6);
    hm_html_text (html, name);
    hm_html_end (html);
    hm_html_end (html);
  }
}

/* One path for each colour: a tenth of the size of as many rectangles. */
static void
fields_append (HmHtml *html, gsize n_columns, const HmChartHeatRow *rows, gsize n_rows, int head)
{
  static const char *const classes[] = { "band-good", "band-fair",    "band-weak",
                                         "band-poor", "band-unknown", "band-none" };

  for (gsize i = 0; i < G_N_ELEMENTS (classes); i++) {
    g_autoptr (GString) path = g_string_new (NULL);

    for (gsize row = 0; row < n_rows; row++) {
      for (gsize column = 0; column < n_columns; column++) {
        if (!g_str_equal (cell_class (rows[row].scores[column]), classes[i]))
          continue;
        g_string_append_printf (path, "M%d %dh%dv%dh-%dz",
                                (NAME_WIDTH + (int) column * CELL_WIDTH) / 10,
                                (head + (int) row * CELL_HEIGHT) / 10, CELL_WIDTH / 10 - 1,
                                CELL_HEIGHT / 10 - 1, CELL_WIDTH / 10 - 1);
      }
    }
    hm_chart_path (html, classes[i], path);
  }
}

static void
row_append (HmHtml *html, gsize n_columns, const HmChartHeatRow *row, gsize index, int head)
{
  g_autofree char *name = hm_chart_name_cut (row->name, HM_CHART_PLAIN);
  const int y = head + (int) index * CELL_HEIGHT + 155;

  link_begin (html, row->page, row->name, name);
  hm_chart_text (html, NAME_WIDTH - 80, y, HM_CHART_END, name);
  hm_html_end (html);
  hm_html_begin (html, "g");
  hm_html_attribute (html, "class", "on-band");
  for (gsize i = 0; i < n_columns; i++) {
    char text[HM_SCORE_TEXT_SIZE];

    hm_html_begin (html, "text");
    if (row->scores[i] == HM_CHART_HEAT_NONE)
      hm_html_attribute (html, "class", "on-none");
    hm_html_attribute_tenths (html, "x", NAME_WIDTH + (int) i * CELL_WIDTH + CELL_WIDTH / 2 - 5);
    hm_html_attribute_tenths (html, "y", y);
    hm_html_text (html, cell_text (row->scores[i], text));
    hm_html_end (html);
  }
  hm_html_end (html);
}

static void
numbers_append (HmHtml *html, const char *caption, const HmChartHeatColumn *columns,
                gsize n_columns, const HmChartHeatRow *rows, gsize n_rows)
{
  g_autofree const char **titles = g_new0 (const char *, n_columns + 2);

  titles[0] = "Repository";
  for (gsize i = 0; i < n_columns; i++)
    titles[i + 1] = columns[i].name;
  hm_chart_numbers (html, caption, titles);
  for (gsize row = 0; row < n_rows; row++) {
    hm_chart_row_begin (html, rows[row].name);
    for (gsize i = 0; i < n_columns; i++) {
      char text[HM_SCORE_TEXT_SIZE];

      hm_html_leaf (html, "td", "number", cell_text (rows[row].scores[i], text));
    }
    hm_html_end (html);
  }
  hm_chart_end (html);
}

void
hm_chart_heat_map (HmHtml *html, const HmChartFrame *frame, const HmChartHeatColumn *columns,
                   gsize n_columns, const HmChartHeatRow *rows, gsize n_rows)
{
  HmChartFrame sized = *frame;
  const int longest = longest_name (columns, n_columns);
  const int head = longest * LEAN_HEIGHT_PERCENT / 100 + LETTERS_HEIGHT;

  /* The last name leans out to the right from the middle of its column. */
  sized.width = (NAME_WIDTH + (int) n_columns * CELL_WIDTH - CELL_WIDTH / 2
                 + longest * LEAN_BREADTH_PERCENT / 100 + LETTERS_HEIGHT)
                / 10;
  sized.height = (head + (int) n_rows * CELL_HEIGHT) / 10 + 4;
  sized.has_links = TRUE;
  sized.is_exact = TRUE;
  hm_chart_begin (html, &sized);
  heads_append (html, columns, n_columns, head);
  fields_append (html, n_columns, rows, n_rows, head);
  for (gsize i = 0; i < n_rows; i++)
    row_append (html, n_columns, &rows[i], i, head);
  numbers_append (html, frame->title, columns, n_columns, rows, n_rows);
}
