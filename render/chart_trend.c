/* SPDX-License-Identifier: Apache-2.0 */
/* Three values over time: the middle one as a line, the others as the band around it. */
#include "core/number.h"
#include "render/chart.h"

#define LEFT 400
#define RIGHT 1300
#define TOP 200
#define BOTTOM 400

/* Days from which on a date is told without its day. */
#define LONG_SECONDS (150 * G_GINT64_CONSTANT (86400))

#define NARROW_HEIGHT 240

typedef struct {
  gint64 begin;
  gint64 end;
  int width;
  int height;
  /* Dates but the first. */
  int n_ticks;
} Plot;

static int
x_of (const Plot *plot, gint64 time)
{
  const int room = plot->width * 10 - LEFT - RIGHT;

  if (plot->end == plot->begin)
    return LEFT + room;
  return LEFT
         + (int) ((double) room * (double) (time - plot->begin)
                  / (double) (plot->end - plot->begin));
}

static int
y_of (const Plot *plot, int tenths)
{
  const int room = plot->height * 10 - TOP - BOTTOM;

  return TOP + room - room * tenths / 100;
}

static void
point_append (GString *path, const Plot *plot, gint64 time, int tenths, char command)
{
  g_string_append_c (path, command);
  hm_chart_path_number (path, x_of (plot, time));
  hm_chart_path_number (path, y_of (plot, tenths));
}

/* From the floor there and from the ceiling back, for each stretch that has both. */
static void
band_append (HmHtml *html, const Plot *plot, const HmChartMoment *moments, gsize n)
{
  g_autoptr (GString) path = g_string_new (NULL);

  for (gsize i = 0; i < n;) {
    gsize end = i;

    while (end < n && moments[end].low >= 0 && moments[end].high >= 0)
      end++;
    for (gsize k = i; k < end; k++)
      point_append (path, plot, moments[k].time, moments[k].low, k == i ? 'M' : 'L');
    for (gsize k = end; k > i; k--)
      point_append (path, plot, moments[k - 1].time, moments[k - 1].high, 'L');
    if (end > i)
      g_string_append_c (path, 'Z');
    i = end + 1;
  }
  hm_chart_path (html, "between", path);
}

static void
line_append (HmHtml *html, const Plot *plot, const HmChartMoment *moments, gsize n)
{
  g_autoptr (GString) path = g_string_new (NULL);
  g_autoptr (GString) dots = g_string_new (NULL);
  gboolean is_drawn = FALSE;

  for (gsize i = 0; i < n; i++) {
    if (moments[i].middle >= 0) {
      point_append (path, plot, moments[i].time, moments[i].middle, is_drawn ? 'L' : 'M');
      point_append (dots, plot, moments[i].time, moments[i].middle, 'M');
      g_string_append (dots, "h0");
    }
    is_drawn = moments[i].middle >= 0;
  }
  hm_chart_path (html, "line", path);
  hm_chart_path (html, "line-dots", dots);
}

static void
scale_append (HmHtml *html, const Plot *plot)
{
  for (int point = 0; point <= 10; point += 2) {
    g_autofree char *text = g_strdup_printf ("%d", point);
    const int y = y_of (plot, point * 10);

    hm_chart_line (html, "grid", LEFT, y, plot->width * 10 - RIGHT, y);
    hm_chart_text (html, LEFT - 80, y + 40, HM_CHART_END, text);
  }
  for (int i = 0; i <= plot->n_ticks; i++) {
    const gint64 time = plot->begin + (plot->end - plot->begin) * i / plot->n_ticks;
    char day[HM_CHART_DAY_SIZE];

    if (plot->end == plot->begin && i < plot->n_ticks)
      continue;
    hm_chart_day (time, day);
    if (plot->end - plot->begin > LONG_SECONDS)
      day[sizeof "2026-11" - 1] = '\0';
    hm_chart_text (html, x_of (plot, time), plot->height * 10 - BOTTOM + 220, HM_CHART_MIDDLE, day);
  }
}

/* What each is called stands where it ends; pushed apart where they end close together. */
static void
names_append (HmHtml *html, const Plot *plot, const HmChartTrendWords *words,
              const HmChartMoment *last)
{
  const char *const names[] = { words->high, words->middle, words->low };
  const int values[] = { last->high, last->middle, last->low };
  int free_from = 0;
  int y[3];

  for (gsize i = 0; i < 3; i++) {
    y[i] = MAX (values[i] >= 0 ? y_of (plot, values[i]) + 40 : 0, free_from);
    if (values[i] >= 0)
      free_from = y[i] + 150;
  }
  /* Three of them at the bottom would run into the dates. */
  for (int i = 2, most = plot->height * 10 - BOTTOM + 40; i >= 0; i--) {
    if (values[i] < 0)
      continue;
    y[i] = MIN (y[i], most);
    most = y[i] - 150;
  }
  for (gsize i = 0; i < 3; i++) {
    char score[HM_SCORE_TEXT_SIZE];
    g_autofree char *text = g_strdup_printf ("%s %s", names[i], hm_score_text (values[i], score));

    if (values[i] >= 0)
      hm_chart_text (html, plot->width * 10 - RIGHT + 100, y[i], HM_CHART_START, text);
  }
}

static void
numbers_append (HmHtml *html, const HmChartTrendWords *words, const HmChartMoment *moments, gsize n)
{
  const char *const columns[] = { "Date",       words->low,   words->middle, words->high,
                                  words->count, words->n_new, NULL };

  hm_chart_numbers (html, &words->frame, words->frame.title, columns);
  for (gsize i = n; i > 0; i--) {
    const HmChartMoment *moment = &moments[i - 1];
    char day[HM_CHART_DAY_SIZE];

    hm_chart_row_begin (html, hm_chart_day (moment->time, day));
    hm_chart_cell_tenths (html, moment->low);
    hm_chart_cell_tenths (html, moment->middle);
    hm_chart_cell_tenths (html, moment->high);
    if (words->count != NULL) {
      hm_chart_cell_number (html, moment->count);
      hm_chart_cell_number (html, moment->n_new);
    }
    hm_html_end (html);
  }
  hm_chart_end (html);
}

static void
picture_append (HmHtml *html, const HmChartTrendWords *words, HmChartRoom room,
                const HmChartMoment *moments, gsize n)
{
  const gboolean is_narrow = room == HM_CHART_NARROW;
  const Plot plot = {
    .begin = moments[0].time,
    .end = moments[n - 1].time,
    .width = is_narrow ? HM_CHART_NARROW_WIDTH : words->width,
    .height = is_narrow ? NARROW_HEIGHT : words->height,
    .n_ticks = is_narrow ? 2 : 4,
  };

  hm_chart_picture_begin (html, &words->frame, room, plot.width, plot.height);
  scale_append (html, &plot);
  band_append (html, &plot, moments, n);
  line_append (html, &plot, moments, n);
  names_append (html, &plot, words, &moments[n - 1]);
  hm_chart_picture_end (html);
}

void
hm_chart_trend (HmHtml *html, const HmChartTrendWords *words, const HmChartMoment *moments,
                gsize n_moments)
{
  const gsize n = MIN (n_moments, HM_CHART_MOMENTS_MAX);
  g_autofree HmChartMoment *shown = g_new (HmChartMoment, MAX (n, 1));

  if (n == 0)
    return;
  for (gsize i = 0; i < n; i++)
    shown[i] = moments[n == 1 ? n_moments - 1 : i * (n_moments - 1) / (n - 1)];
  hm_chart_begin (html, &words->frame);
  picture_append (html, words, HM_CHART_BROAD, shown, n);
  picture_append (html, words, HM_CHART_NARROW, shown, n);
  numbers_append (html, words, shown, n);
}
