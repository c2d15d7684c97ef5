/* SPDX-License-Identifier: Apache-2.0 */
/* A trend as a thin line, for a badge: a single contour of few corners, so that it costs few bytes. */
#ifndef HM_RENDER_SPARKLINE_H
#define HM_RENDER_SPARKLINE_H

#include "render/painter.h"
#include "render/trend.h"

/* Tenths of a px. */
#define HM_SPARKLINE_WIDTH 240
#define HM_SPARKLINE_HEIGHT 100

/* Adds the contour of @trend, which is not empty, to a shape that was begun; its top left is at @left and @top. */
void hm_sparkline_draw (HmPainter *painter, const HmTrend *trend, int left, int top);

#endif
