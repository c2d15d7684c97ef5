/* SPDX-License-Identifier: Apache-2.0 */
/* Which moments of a project's life a history tells of. Pure. Distrusts dates: commits are of any, in any order. */
#ifndef HM_CLI_HISTORY_ROWS_H
#define HM_CLI_HISTORY_ROWS_H

#include "evidence/timeline.h"

typedef enum {
  HM_EVERY_MONTH,
  HM_EVERY_QUARTER,
  HM_EVERY_YEAR,
  HM_EVERY_WEEK, /* that ends with Sunday */
  HM_EVERY_DAYS, /* a number of them, counted from 1970 */
} HmEveryUnit;

typedef struct {
  HmEveryUnit unit;
  guint n_days; /* of HM_EVERY_DAYS: 1 to HM_EVERY_DAYS_MAX */
} HmEvery;

#define HM_EVERY_DAYS_MAX 36525u

/* The time from the first to the last row. */
typedef struct {
  gint64 since;
  gint64 until;
} HmSpan;

typedef struct {
  gint64 time; /* as of when */
  HmOid commit;
  const char *tag; /* (nullable) */
} HmHistoryPoint;

/* "month", "quarter", "year", "week", "10d". Returns: FALSE with HM_ERROR_USAGE. */
gboolean hm_every_parse (const char *text, HmEvery *ret_every, GError **error);

/* The last second, UTC, of the period that @time lies in. */
gint64 hm_every_end (const HmEvery *every, gint64 time);

/*
 * A row for the end of each period in @span, the last of them for the end of @span: the newest of
 * @moments, as of hm_timeline_moments(), that is not after it.
 *
 * Returns: (owned) (element-type HmHistoryPoint) oldest first, the newest HM_HISTORY_ROWS_MAX where
 * there were more (*ret_is_cut)
 */
GArray *hm_history_points_every (const HmMoment *moments, gsize n_moments, const HmEvery *every,
                                 const HmSpan *span, gboolean *ret_is_cut);

/*
 * A row for each release tag of @facts in @span, at the time of tagging, or of committing where that is later.
 *
 * Returns: (owned) as above; tags are borrowed from @facts
 */
GArray *hm_history_points_tags (const HmFacts *facts, const HmSpan *span, gboolean *ret_is_cut);

#endif
