/* SPDX-License-Identifier: Apache-2.0 */
/* Repositories against checks: a coloured field with its score for each. */
#include <string.h>

#include "core/number.h"
#include "render/chart.h"
#include "scoring/policy.h"

#define CELL_WIDTH 340
#define CELL_HEIGHT 220
#define NAME_GAP 80

/*
 * What a picture has room for: where there is less than all columns take, they stand below one another in several
 * maps.
 */
typedef struct {
  HmChartRoom room;
  int name_width;
  gsize n_columns_max;
  /* Of the columns' names: how long they may be, and how they lean in degrees. */
  int head_width;
  int lean;
  /* Of their length so much is height, so much breadth. */
  int height_percent;
  int breadth_percent;
} Layout;

static const Layout broad = {
  HM_CHART_EXACT, HM_CHART_NAME_WIDTH, G_MAXSIZE, HM_CHART_NAME_WIDTH, 50, 77, 65
};
static const Layout narrow = { HM_CHART_NARROW, 1080, 7, 1400, 90, 100, 0 };

/* Some of the columns. */
typedef struct {
  const HmChartHeatColumn *columns;
  gsize first;
  gsize end;
  /* Where its fields begin. */
  int top;
} Map;

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

#define LETTERS_HEIGHT 140

static int
field_x (const Layout *layout, gsize column)
{
  return layout->name_width + NAME_GAP + (int) column * CELL_WIDTH;
}

static int
longest_name (const Layout *layout, const HmChartHeatColumn *columns, gsize n_columns)
{
  int longest = 0;

  for (gsize i = 0; i < n_columns; i++) {
    g_autofree char *name = hm_chart_name_cut (columns[i].name, HM_CHART_PLAIN, layout->head_width);

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
heads_append (HmHtml *html, const Layout *layout, const Map *map)
{
  for (gsize i = map->first; i < map->end; i++) {
    const HmChartHeatColumn *column = &map->columns[i];
    g_autofree char *name = hm_chart_name_cut (column->name, HM_CHART_PLAIN, layout->head_width);
    /* Upright letters stand to the left of their line. */
    const int x = field_x (layout, i - map->first) + CELL_WIDTH / 2 + (layout->lean == 90 ? 40 : 0);

    link_begin (html, column->page, column->name, name);
    hm_html_begin (html, "text");
    hm_html_attribute_format (html, "transform", "translate(%d %d) rotate(-%d)", x / 10,
                              map->top / 10 - 6, layout->lean);
    hm_html_text (html, name);
    hm_html_end (html);
    hm_html_end (html);
  }
}

/* One path for each colour: a tenth of the size of as many rectangles. */
static void
fields_append (HmHtml *html, const Layout *layout, const Map *map, const HmChartHeatRow *rows,
               gsize n_rows)
{
  static const char *const classes[] = { "band-good", "band-fair",    "band-weak",
                                         "band-poor", "band-unknown", "band-none" };

  for (gsize i = 0; i < G_N_ELEMENTS (classes); i++) {
    g_autoptr (GString) path = g_string_new (NULL);

    for (gsize row = 0; row < n_rows; row++) {
      for (gsize column = map->first; column < map->end; column++) {
        if (!g_str_equal (cell_class (rows[row].scores[column]), classes[i]))
          continue;
        g_string_append_printf (path, "M%d %dh%dv%dh-%dz",
                                field_x (layout, column - map->first) / 10,
                                (map->top + (int) row * CELL_HEIGHT) / 10, CELL_WIDTH / 10 - 1,
                                CELL_HEIGHT / 10 - 1, CELL_WIDTH / 10 - 1);
      }
    }
    hm_chart_path (html, classes[i], path);
  }
}

static void
row_append (HmHtml *html, const Layout *layout, const Map *map, const HmChartHeatRow *row,
            gsize index)
{
  g_autofree char *name = hm_chart_name_cut (row->name, HM_CHART_PLAIN, layout->name_width);
  const int y = map->top + (int) index * CELL_HEIGHT + 155;

  /* Where a row stands in several maps one link to its page is enough. */
  if (map->first == 0)
    link_begin (html, row->page, row->name, name);
  hm_chart_text (html, layout->name_width, y, HM_CHART_END, name);
  if (map->first == 0)
    hm_html_end (html);
  hm_html_begin (html, "g");
  hm_html_attribute (html, "class", "on-band");
  for (gsize i = map->first; i < map->end; i++) {
    char text[HM_SCORE_TEXT_SIZE];

    hm_html_begin (html, "text");
    if (row->scores[i] == HM_CHART_HEAT_NONE)
      hm_html_attribute (html, "class", "on-none");
    hm_html_attribute_tenths (html, "x", field_x (layout, i - map->first) + CELL_WIDTH / 2 - 5);
    hm_html_attribute_tenths (html, "y", y);
    hm_html_text (html, cell_text (row->scores[i], text));
    hm_html_end (html);
  }
  hm_html_end (html);
}

/* Below one another, with as many columns each as there is room for. */
static void
maps_append (HmHtml *html, const HmChartFrame *frame, const Layout *layout,
             const HmChartHeatColumn *columns, gsize n_columns, const HmChartHeatRow *rows,
             gsize n_rows)
{
  const gsize n_maps =
      n_columns == 0 ? 1 : (n_columns - 1) / MIN (layout->n_columns_max, n_columns) + 1;
  const gsize n_each = n_columns == 0 ? 0 : (n_columns - 1) / n_maps + 1;
  const int longest = longest_name (layout, columns, n_columns);
  const int head = longest * layout->height_percent / 100 + LETTERS_HEIGHT;
  const int height = head + (int) n_rows * CELL_HEIGHT + 100;
  /* The last name leans out to the right from the middle of its column. */
  const int width = field_x (layout, n_each)
                    + (layout->breadth_percent == 0 ? 0
                                                    : longest * layout->breadth_percent / 100
                                                          + LETTERS_HEIGHT - CELL_WIDTH / 2);

  hm_chart_picture_begin (html, frame, layout->room,
                          layout->room == HM_CHART_NARROW ? HM_CHART_NARROW_WIDTH : width / 10,
                          height * (int) n_maps / 10);
  for (gsize i = 0; i < n_maps; i++) {
    const Map map = { columns, i * n_each, MIN ((i + 1) * n_each, n_columns),
                      height * (int) i + head };

    heads_append (html, layout, &map);
    fields_append (html, layout, &map, rows, n_rows);
    for (gsize row = 0; row < n_rows; row++)
      row_append (html, layout, &map, &rows[row], row);
  }
  hm_chart_picture_end (html);
}

static void
key_item_append (HmHtml *html, const char *class, const char *field, const char *meaning)
{
  hm_html_begin (html, "li");
  hm_html_begin (html, "b");
  hm_html_attribute_format (html, "class", "score %s", class);
  hm_html_text (html, field);
  hm_html_end (html);
  hm_html_text_format (html, " %s", meaning);
  hm_html_end (html);
}

static void
key_append (HmHtml *html)
{
  const HmPolicy *policy = &hm_policy_default;

  hm_html_begin (html, "ul");
  hm_html_attribute (html, "class", "key");
  for (gsize i = 0; i < policy->n_bands; i++) {
    const HmBand *band = &policy->bands[i];
    char from[HM_SCORE_TEXT_SIZE];
    g_autofree char *range =
        g_strdup_printf (i == 0 ? "%s to 10" : "from %s", hm_score_text (band->from_tenths, from));

    key_item_append (html, hm_chart_band_class (band->id), range, band->id);
  }
  key_item_append (html, "band-unknown", "?", "nobody could look");
  key_item_append (html, "band-none", "\xe2\x80\x93", "does not apply, or is not in the report");
  hm_html_end (html);
}

static void
numbers_append (HmHtml *html, const HmChartFrame *frame, const HmChartHeatColumn *columns,
                gsize n_columns, const HmChartHeatRow *rows, gsize n_rows)
{
  g_autofree const char **titles = g_new0 (const char *, n_columns + 2);

  titles[0] = "Repository";
  for (gsize i = 0; i < n_columns; i++)
    titles[i + 1] = columns[i].name;
  hm_chart_numbers (html, frame, frame->title, titles);
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
  hm_chart_begin (html, frame);
  maps_append (html, frame, &broad, columns, n_columns, rows, n_rows);
  maps_append (html, frame, &narrow, columns, n_columns, rows, n_rows);
  key_append (html);
  numbers_append (html, frame, columns, n_columns, rows, n_rows);
}
