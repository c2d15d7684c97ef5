/* SPDX-License-Identifier: Apache-2.0 */
/* The years below a picture: where time lies on it, and which of its marks have room for their name. */
#ifndef HM_RENDER_HISTORY_AXIS_H
#define HM_RENDER_HISTORY_AXIS_H

#include <glib.h>

/* Tenths of a px. */
typedef struct {
  gint64 from; /* seconds since the epoch, at @left */
  gint64 to;   /* later, at @right */
  int left;
  int right;
} HmTimeAxis;

/* "2023", or "2023-04" */
#define HM_TIME_MARK_SIZE 16

typedef struct {
  int x;
  char name[HM_TIME_MARK_SIZE];
} HmTimeMark;

/* Returns: where @time lies, on a whole px, within the axis. */
int hm_time_axis_x (const HmTimeAxis *axis, gint64 time);

/*
 * The beginnings of years, or of months where the axis spans less than two years, at least @apart
 * tenths of a px from each other.
 *
 * Returns: (owned) (element-type HmTimeMark)
 */
GArray *hm_time_axis_marks (const HmTimeAxis *axis, int apart);

#endif
