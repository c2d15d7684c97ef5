/* SPDX-License-Identifier: Apache-2.0 */
/* How scores are spread: a bar for each point of the scale. */
#include "render/chart.h"

#define WIDTH 380
#define HEIGHT 240
#define LEFT 80
#define TOP 250
#define PLOT_HEIGHT 1650
#define BAR_STEP 370
#define BAR_WIDTH 330
#define N_BINS 10

void
hm_chart_spread_add (HmChartSpread *spread, int score, int floor)
{
  if (score >= 0)
    spread->scores[MIN (score / 10, N_BINS - 1)]++;
  else
    spread->n_scoreless++;
  if (floor >= 0)
    spread->floors[MIN (floor / 10, N_BINS - 1)]++;
}

static void
bar_append (HmHtml *html, int bin, guint count, guint highest)
{
  const int height = highest == 0 ? 0 : (int) ((guint64) count * PLOT_HEIGHT / highest);
  const int x = LEFT + bin * BAR_STEP;
  g_autofree char *number = g_strdup_printf ("%u", count);
  g_autofree char *name = g_strdup_printf ("%d\xe2\x80\x93%d", bin, bin + 1);

  if (count > 0) {
    hm_html_begin (html, "rect");
    hm_html_attribute (html, "class", hm_chart_score_class (bin * 10));
    hm_html_attribute_tenths (html, "x", x);
    /* One among a thousand is to be seen too. */
    hm_html_attribute_tenths (html, "y", TOP + PLOT_HEIGHT - MAX (height, 20));
    hm_html_attribute_tenths (html, "width", BAR_WIDTH);
    hm_html_attribute_tenths (html, "height", MAX (height, 20));
    hm_html_end (html);
    hm_chart_text (html, x + BAR_WIDTH / 2, TOP + PLOT_HEIGHT - MAX (height, 20) - 50,
                   HM_CHART_MIDDLE, number);
  }
  hm_chart_text (html, x + BAR_WIDTH / 2, TOP + PLOT_HEIGHT + 170, HM_CHART_MIDDLE, name);
}

void
hm_chart_spread (HmHtml *html, const HmChartSpread *spread)
{
  static const char *const columns[] = { "From, to", "Repositories by score",
                                         "Repositories by floor", NULL };
  const HmChartFrame frame = {
    .id = "spread",
    .title = "How the scores are spread",
    .called = "the spread of the scores",
    .description =
        "A bar for each point of the scale from 0 to 10: how many repositories score so.",
  };
  guint highest = 0;

  for (gsize i = 0; i < N_BINS; i++)
    highest = MAX (highest, spread->scores[i]);
  hm_chart_begin (html, &frame);
  hm_chart_picture_begin (html, &frame, HM_CHART_ANYWHERE, WIDTH, HEIGHT);
  hm_chart_line (html, "axis", LEFT - 50, TOP + PLOT_HEIGHT, WIDTH * 10 - 50, TOP + PLOT_HEIGHT);
  for (int i = 0; i < N_BINS; i++)
    bar_append (html, i, spread->scores[i], highest);
  hm_chart_text (html, WIDTH * 5, TOP + PLOT_HEIGHT + 400, HM_CHART_MIDDLE,
                 "score, better to the right");
  hm_chart_picture_end (html);
  hm_chart_numbers (html, &frame, "Repositories by score and by floor", columns);
  for (int i = 0; i < N_BINS; i++) {
    g_autofree char *name = g_strdup_printf ("%d to %d", i, i + 1);

    hm_chart_row_begin (html, name);
    hm_chart_cell_number (html, spread->scores[i]);
    hm_chart_cell_number (html, spread->floors[i]);
    hm_html_end (html);
  }
  hm_chart_row_begin (html, "no score");
  hm_chart_cell_number (html, spread->n_scoreless);
  hm_html_leaf (html, "td", "number", "");
  hm_html_end (html);
  hm_chart_end (html);
}
