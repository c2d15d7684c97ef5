/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The history as a picture, 800 px wide: the score between its floor and its ceiling over the
 * years, below it the releases as ticks, and one row for each signal. What kind a signal is of is
 * told by heading, place and thickness of the bar, and only then by colour. No font is needed.
 */
#ifndef HM_RENDER_HISTORY_PLOT_H
#define HM_RENDER_HISTORY_PLOT_H

#include "render/history.h"

typedef enum {
  HM_THEME_AUTO, /* of an SVG: as the reader prefers; of a PNG: light */
  HM_THEME_LIGHT,
  HM_THEME_DARK,
} HmTheme;

typedef struct {
  HmTheme theme;
  guint scale; /* of a PNG: 1 or 2, 0 stands for 2 */
} HmPlotStyle;

/* "auto", "light", "dark". Returns: whether @text names a theme. */
gboolean hm_theme_parse (const char *text, HmTheme *ret_theme);

/* Appends the SVG to @out, self-contained, LF at the end; its description tells the story in words. */
void hm_history_plot_svg (GString *out, const HmHistoryReport *history, const HmPlotStyle *style);

/* Returns: (owned) a PNG. NULL with HM_ERROR_IO where cairo says no. */
GBytes *hm_history_plot_png (const HmHistoryReport *history, const HmPlotStyle *style,
                             GError **error);

#endif
