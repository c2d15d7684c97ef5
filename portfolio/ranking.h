/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From a portfolio file and a store to what is said of them (render/portfolio.h). Reads the store alone; the clock
 * is the caller's. Each call takes one view of the store (hm_store_view_begin()); whoever makes several of one
 * state opens a view around them.
 */
#ifndef HM_PORTFOLIO_RANKING_H
#define HM_PORTFOLIO_RANKING_H

#include "portfolio/portfolio.h"
#include "render/portfolio.h"
#include "store/store.h"

/*
 * Much depended upon: by so many of the portfolio, or with so high a criticality. Next to nobody: one maintainer or
 * none, and less than a commit a week.
 */
#define HM_NEBRASKA_DEPENDENTS 3
#define HM_NEBRASKA_CRITICALITY 0.7
#define HM_NEBRASKA_ACTIVE_MAX 1
#define HM_NEBRASKA_COMMITS_MAX 51

/* Tenths by which scores move from week to week where nobody did anything: less is mostly no news. */
#define HM_RANKING_THRESHOLD 5

/* Which repositories, in which order. A zeroed one: all, by risk. */
typedef struct {
  const char *by;            /* (nullable) HmRanking.by; NULL: "risk". "change" wants @since. */
  gint64 since;              /* 0: no period */
  const char *group;         /* (nullable) */
  const char *const *owners; /* (nullable) any of these */
  int below; /* tenths: whose score (a check's, where it is ranked by one) is under this; 0: all */
  int threshold;         /* tenths by which a score has to move to have fallen or risen; 0: any */
  gboolean is_failed;    /* whose last scan failed alone */
  guint limit;           /* 0: all */
  const gint *cancelled; /* (nullable) atomic */
} HmRankingWish;

/*
 * Ranks @portfolio by what @store knows as of @as_of. First: the highest risk (before it is rounded), criticality;
 * the lowest score, floor, score of a check, change. What is not known comes last; ties are in the order of the
 * bytes of the keys.
 *
 * Returns: (owned) which borrows names of @portfolio; NULL with HM_ERROR_USAGE (no such order), HM_ERROR_CANCELLED
 * or an error of the store.
 */
HmRanking *hm_ranking_make (const HmPortfolio *portfolio, HmStore *store, gint64 as_of,
                            const HmRankingWish *wish, GError **error);

/*
 * The reports of @row with @since <= as_of <= @until, and the latest one whole where @with_report.
 *
 * Returns: (owned) which borrows @row; NULL with an error of the store.
 */
HmRepositoryStory *hm_ranking_story (HmStore *store, const HmRankRow *row, gint64 since,
                                     gint64 until, gboolean with_report, GError **error);

/*
 * What moved in @portfolio from @since to @until. Of @wish group, owners, threshold and cancelled count.
 *
 * Returns: (owned) which borrows names of @portfolio; NULL with HM_ERROR_CANCELLED or an error of the store.
 */
HmMoves *hm_ranking_moves (const HmPortfolio *portfolio, HmStore *store, gint64 since, gint64 until,
                           const HmRankingWish *wish, GError **error);

#endif
