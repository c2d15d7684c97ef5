/* SPDX-License-Identifier: Apache-2.0 */
#include "render/sparkline.h"

#include <math.h>

/* Corners that are kept: what a badge may grow by (150 bytes, with the words of its title) leaves room for no more. */
#define CORNERS_MAX 7u

/* Tenths of a px: half the line's thickness; and what a corner has to stand out by to be worth its bytes. */
#define HALF_THICKNESS 7
#define CORNER_MIN 4.0

/* Tenths of a score that fill the height, so that a tenth up or down is not drawn as a cliff. */
#define SCORES_SHOWN_MIN 20

/* How much longer than the line is thick a sharp corner may get. */
#define MITRE_MAX 1.6

typedef struct {
  double x, y;
} Point;

static guint
points_place (const HmTrend *trend, Point points[HM_TREND_POINTS_MAX])
{
  const gint64 from = trend->points[0].time;
  const gint64 to = trend->points[trend->n_points - 1].time;
  int lowest = trend->points[0].score;
  int highest = lowest;
  double middle, scale;

  for (guint i = 1; i < trend->n_points; i++) {
    lowest = MIN (lowest, trend->points[i].score);
    highest = MAX (highest, trend->points[i].score);
  }
  middle = (lowest + highest) / 2.0;
  scale = (double) (HM_SPARKLINE_HEIGHT - 2 * HALF_THICKNESS)
          / MAX (highest - lowest, SCORES_SHOWN_MIN);
  for (guint i = 0; i < trend->n_points; i++) {
    const double share = to > from ? (double) (trend->points[i].time - from) / (double) (to - from)
                                   : (double) i / (trend->n_points - 1);

    points[i].x = share * HM_SPARKLINE_WIDTH;
    points[i].y = HM_SPARKLINE_HEIGHT / 2.0 - (trend->points[i].score - middle) * scale;
  }
  return trend->n_points;
}

/* How far @at lies above or below the line from @from to @to. */
static double
height_over (const Point *from, const Point *to, const Point *at)
{
  const double share = to->x > from->x ? (at->x - from->x) / (to->x - from->x) : 0.0;

  return fabs (from->y + share * (to->y - from->y) - at->y);
}

/* Keeps the ends, and then always the point that stands out most. Returns: how many @points are left. */
static guint
points_thin (Point *points, guint n_points)
{
  guint kept[CORNERS_MAX] = { 0, n_points - 1 };
  guint n_kept = 2;

  while (n_kept < CORNERS_MAX) {
    double best = CORNER_MIN;
    guint best_point = 0;
    guint place = 0;

    for (guint k = 0; k + 1 < n_kept; k++) {
      for (guint i = kept[k] + 1; i < kept[k + 1]; i++) {
        const double height = height_over (&points[kept[k]], &points[kept[k + 1]], &points[i]);

        if (height > best) {
          best = height;
          best_point = i;
          place = k + 1;
        }
      }
    }
    if (best_point == 0)
      break;
    for (guint k = n_kept; k > place; k--)
      kept[k] = kept[k - 1];
    kept[place] = best_point;
    n_kept++;
  }
  for (guint k = 0; k < n_kept; k++)
    points[k] = points[kept[k]];
  return n_kept;
}

/*
 * Which way the line's right edge lies at the corner @i: half the thickness long, and somewhat
 * longer at a sharp one.
 */
static Point
edge_at (const Point *points, guint n_points, guint i)
{
  const Point *before = &points[i > 0 ? i - 1 : 0];
  const Point *after = &points[i + 1 < n_points ? i + 1 : i];
  const Point *at = &points[i];
  Point sum = { 0, 0 };
  double length, cosine = 1.0;

  if (i > 0) {
    length = hypot (at->x - before->x, at->y - before->y);
    sum.x -= (at->y - before->y) / length;
    sum.y += (at->x - before->x) / length;
  }
  if (i + 1 < n_points) {
    length = hypot (after->x - at->x, after->y - at->y);
    sum.x -= (after->y - at->y) / length;
    sum.y += (after->x - at->x) / length;
  }
  length = hypot (sum.x, sum.y);
  if (i > 0 && i + 1 < n_points)
    cosine = MAX (length / 2, 1 / MITRE_MAX);
  return (Point){ sum.x / length * HALF_THICKNESS / cosine,
                  sum.y / length * HALF_THICKNESS / cosine };
}

void
hm_sparkline_draw (HmPainter *painter, const HmTrend *trend, int left, int top)
{
  Point points[HM_TREND_POINTS_MAX] = { 0 };
  const guint n_points = points_thin (points, points_place (trend, points));

  for (guint i = 0; i < n_points; i++) {
    const Point edge = edge_at (points, n_points, i);
    const int x = left + (int) lround (points[i].x - edge.x);
    const int y = top + (int) lround (points[i].y - edge.y);

    if (i == 0)
      painter->move_to (painter, x, y);
    else
      painter->line_to (painter, x, y);
  }
  for (guint i = n_points; i-- > 0;) {
    const Point edge = edge_at (points, n_points, i);

    painter->line_to (painter, left + (int) lround (points[i].x + edge.x),
                      top + (int) lround (points[i].y + edge.y));
  }
}
