/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where between two rows a signal came on. Distrusts dates: commits are of any, in any order, and a
 * tag's is what its maker says.
 */
#ifndef HM_CLI_HISTORY_FIRST_H
#define HM_CLI_HISTORY_FIRST_H

#include "cli/history_rows.h"
#include "render/history.h"

/* Returns: (owned) what a scan of @point's commit as of its time says; NULL with @error set. */
typedef HmReport *(*HmHistoryScan) (gpointer data, const HmHistoryPoint *point, GError **error);

/* What a search goes through. */
typedef struct {
  const HmMoment *moments; /* as of hm_timeline_moments() */
  gsize n_moments;
  const HmFacts *facts; /* of the newest moment: its tags */
  HmHistoryScan scan;
  gpointer data;
} HmHistorySearch;

/*
 * What to look at after @before and until @at, which is not among it: each commit of the
 * first-parent path between the two at its time, or at that of one before it where that is later;
 * and at the time of each tag the commit that was the newest then. None is as of a time after
 * @at's.
 *
 * @before: (nullable) NULL: from the root on
 *
 * Returns: (owned) (nullable) (element-type HmHistoryPoint) oldest first; NULL where @before and
 * @at are not both of that path, in this order
 */
GArray *hm_history_points_between (const HmHistorySearch *search, const HmHistoryPoint *before,
                                   const HmHistoryPoint *at);

/*
 * Finds where each signal of @history came on (hm_history_came_on()): a point at which it is on,
 * while at the one before it is not. Halves the points between the last row without and the first
 * with it, so that a signal costs at most the binary logarithm of them, and signals of the same row
 * share what was looked at. Of a signal that went on and off several times in between one such
 * point is found, which need not be the first. Where it is on at no point between the rows, as time
 * alone turned it on, the row itself is told.
 *
 * Signals of the first row are left out, unless @has_begin says that nothing was before it; and
 * those of rows that are not on the first-parent path.
 *
 * @rows: (element-type HmHistoryPoint) of the rows of @history
 *
 * Returns: FALSE with the error of a scan.
 */
gboolean hm_history_first_find (HmHistoryReport *history, const GArray *rows, gboolean has_begin,
                                const HmHistorySearch *search, GError **error);

#endif
