/* SPDX-License-Identifier: Apache-2.0 */
/* The last twelve months of a score, small enough for a badge. */
#ifndef HM_RENDER_TREND_H
#define HM_RENDER_TREND_H

#include <glib.h>

#define HM_TREND_MONTHS 12
#define HM_TREND_POINTS_MAX 24u

/* Room for "unchanged in 9,999 months" and its like. */
#define HM_TREND_TEXT_SIZE 48

typedef struct {
  gint64 time; /* seconds since the epoch */
  int score;   /* tenths; below 0: none */
} HmTrendPoint;

typedef struct {
  HmTrendPoint points[HM_TREND_POINTS_MAX]; /* oldest first, each with a score */
  guint n_points;                           /* 0: there is no trend */
} HmTrend;

/* Returns: from when on the rows up to @until are its last twelve months. */
gint64 hm_trend_since (gint64 until);

/*
 * Takes the last twelve months of @points, oldest first, thinned to what fits; those without a
 * score count for nothing, and a single one is no trend.
 */
void hm_trend_make (const HmTrendPoint *points, gsize n_points, HmTrend *ret_trend);

/* "up 0.4 in 12 months", "unchanged in 12 months"; "" where there is no trend. Returns @text. */
const char *hm_trend_text (const HmTrend *trend, char text[HM_TREND_TEXT_SIZE]);

#endif
