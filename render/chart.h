/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What all charts of the site have in common: a figure with a title, the picture as SVG, and
 * beneath it a table of its numbers. Colours and letters come from the site's style sheet by class;
 * places and lengths are tenths of a px.
 *
 * A picture that is made smaller has smaller letters. So what is broad is drawn a second time for
 * phones, with less in it, and the style sheet shows one of the two.
 */
#ifndef HM_RENDER_CHART_H
#define HM_RENDER_CHART_H

#include "render/html.h"

typedef struct {
  /* Of the figure; others are made from it. */
  const char *id;
  const char *title;
  /* What its numbers are said to be of: "the risk map". */
  const char *called;
  /* What is to be seen, for who does not see it. */
  const char *description;
  /* Within the picture. */
  gboolean has_links;
} HmChartFrame;

typedef enum {
  /* Shown at any width: a phone shows it whole. */
  HM_CHART_ANYWHERE,
  /* Shown on screens of 40 rem or more, and in print. */
  HM_CHART_BROAD,
  /* Likewise; never made smaller but moved sideways where there is not enough room. */
  HM_CHART_EXACT,
  /* Shown on smaller screens. */
  HM_CHART_NARROW,
} HmChartRoom;

/* Of a narrow picture, in px: on the smallest phones its letters are still 9.6 px high. */
#define HM_CHART_NARROW_WIDTH 360

/* Begins the figure; pictures and other content follow. */
void hm_chart_begin (HmHtml *html, const HmChartFrame *frame);

/* Begins a picture of @width and @height px, and ends it. */
void hm_chart_picture_begin (HmHtml *html, const HmChartFrame *frame, HmChartRoom room, int width,
                             int height);
void hm_chart_picture_end (HmHtml *html);

/* Begins the table with its columns (until NULL); rows follow. */
void hm_chart_numbers (HmHtml *html, const HmChartFrame *frame, const char *caption,
                       const char *const *columns);

/* Ends the table and the figure. */
void hm_chart_end (HmHtml *html);

/* A row's first cell, and others. */
void hm_chart_row_begin (HmHtml *html, const char *heading);
void hm_chart_cell_tenths (HmHtml *html, int tenths);
void hm_chart_cell_number (HmHtml *html, guint number);

typedef enum {
  HM_CHART_START,
  HM_CHART_MIDDLE,
  HM_CHART_END,
} HmChartAnchor;

void hm_chart_text (HmHtml *html, int x, int y, HmChartAnchor anchor, const char *text);
void hm_chart_line (HmHtml *html, const char *class, int x1, int y1, int x2, int y2);

/*
 * About what @text takes in a chart's letters, in tenths of a px; rather more than less, since
 * nobody knows whose letters they will be.
 *
 * @text: valid UTF-8
 */
typedef enum {
  HM_CHART_PLAIN,
  HM_CHART_BOLD,
} HmChartLetters;
int hm_chart_text_width (const char *text, HmChartLetters letters);

/* Returns: (owned) @name as it is shown where there is room for @width_max: an ellipsis may stand for its middle. */
#define HM_CHART_NAME_WIDTH 1820
char *hm_chart_name_cut (const char *name, HmChartLetters letters, int width_max);

/* Appends "12.5" of 125, and a blank. */
void hm_chart_path_number (GString *path, int tenths);

/* A path of what was appended; nothing where that is empty. */
void hm_chart_path (HmHtml *html, const char *class, const GString *path);

/* Returns: (static) "band-good" for the band "good"; that of "unknown" for one that the style sheet does not have. */
const char *hm_chart_band_class (const char *band);

/* Returns: (static) the class of the band of @tenths on the default scale; "band-unknown" below 0. */
const char *hm_chart_score_class (int tenths);

/* "2026-11-21" */
#define HM_CHART_DAY_SIZE 16
const char *hm_chart_day (gint64 time, char text[HM_CHART_DAY_SIZE]);

/* How scores are spread: ten bins, 0 to 1, 1 to 2, ... 9 to 10. */
typedef struct {
  guint scores[10];
  guint floors[10];
  guint n_scoreless;
} HmChartSpread;

/* @tenths below 0 counts as scoreless with @is_floor FALSE, and for nothing else. */
void hm_chart_spread_add (HmChartSpread *spread, int score, int floor);
void hm_chart_spread (HmHtml *html, const HmChartSpread *spread);

/* Three values over time, such as floor, score and ceiling. */
typedef struct {
  gint64 time;
  int low; /* tenths, below 0: none; so the others */
  int middle;
  int high;
  guint count; /* that they stand for */
  guint n_new; /* of these measured since the moment before */
} HmChartMoment;

typedef struct {
  HmChartFrame frame;
  /* Of the broad picture, px. */
  int width;
  int height;
  /* What the values are called. */
  const char *low;
  const char *middle;
  const char *high;
  /* (nullable) NULL: no such columns in the table */
  const char *count;
  const char *n_new;
} HmChartTrendWords;

/*
 * Each moment has a dot and a row of the table, so each has to be one at which something was measured. Of more than
 * fit evenly chosen ones are drawn; the first and the last always. Oldest first.
 */
#define HM_CHART_MOMENTS_MAX 105u
void hm_chart_trend (HmHtml *html, const HmChartTrendWords *words, const HmChartMoment *moments,
                     gsize n_moments);

/* A repository on the risk map. */
typedef struct {
  const char *name;
  const char *page;        /* path of the program's making */
  int floor;               /* tenths 0..100 */
  int criticality_percent; /* 0..100 */
  int risk;                /* tenths */
  gboolean has_fallen;
} HmChartDot;

/*
 * @dots: the highest risk first. Each of the first HM_CHART_LINKS_MAX is a link, or fewer where
 * their names are long; further ones are drawn alone.
 */
#define HM_CHART_LINKS_MAX 200u
void hm_chart_risk_map (HmHtml *html, const HmChartDot *dots, gsize n_dots, const char *since_day);

/* A table of scores as a picture. */
typedef struct {
  const char *name;
  const char *page;
  const int *scores; /* tenths, or one of the below; one for each column */
} HmChartHeatRow;
#define HM_CHART_HEAT_UNKNOWN (-1)
#define HM_CHART_HEAT_NONE (-2) /* not applicable, or no such check */

typedef struct {
  const char *name;
  const char *page;
} HmChartHeatColumn;

void hm_chart_heat_map (HmHtml *html, const HmChartFrame *frame, const HmChartHeatColumn *columns,
                        gsize n_columns, const HmChartHeatRow *rows, gsize n_rows);

/*
 * The last scores as a thin line, hidden from who does not see it: the numbers stand beside it.
 * Those below 0 are left out.
 */
void hm_chart_sparkline (HmHtml *html, const int *scores, gsize n_scores);

#endif
