/* SPDX-License-Identifier: Apache-2.0 */
/* The rows of a ranking as they come out of the portfolio file and the store. For portfolio/ranking*.c. */
#ifndef HM_PORTFOLIO_RANKING_ROWS_H
#define HM_PORTFOLIO_RANKING_ROWS_H

#include "portfolio/ranking.h"

/* What is said where a scan failed and the store does not know why. */
#define HM_RANK_NO_REASON "the reason is not known"

/* Checks of one repository that are told; no report has as many. */
#define HM_RANK_CHECKS_MAX 1000u

typedef struct {
  GPtrArray *rows;    /* (element-type HmRankRow) as in the portfolio file; owns them */
  GHashTable *by_key; /* of @rows */
} HmRankRows;

/* One for each entry of @portfolio, with what that says. */
void hm_rank_rows_init (HmRankRows *rows, const HmPortfolio *portfolio);
void hm_rank_rows_clear (HmRankRows *rows);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HmRankRows, hm_rank_rows_clear)

/*
 * Adds criticality, dependents and how busy each was, as of @as_of. To be called before rows are dropped: who is
 * not told of may depend on one that is.
 *
 * @cancelled: (nullable) atomic
 */
gboolean hm_rank_rows_criticality (HmRankRows *rows, const HmPortfolio *portfolio, HmStore *store,
                                   gint64 as_of, const gint *cancelled, GError **error);

/* Drops those that @wish leaves out by group or owner. */
void hm_rank_rows_narrow (HmRankRows *rows, const HmRankingWish *wish);

/* Returns: (owned) (element-type const char*, borrowed) the keys, NULL-terminated. */
GPtrArray *hm_rank_rows_keys (const HmRankRows *rows);

/* Adds how the last scans went, as of @as_of. */
gboolean hm_rank_rows_states (HmRankRows *rows, HmStore *store, gint64 as_of, GError **error);

/* Whether @row was looked at after @since, which a report of that time says, or that it was found unchanged. */
gboolean hm_rank_row_is_seen (const HmRankRow *row, gint64 since);

/*
 * Adds the rest of @portfolio to @others (element-type HmNamed), which borrows it. @keys: of those that are not the
 * rest.
 */
void hm_rank_others (const HmPortfolio *portfolio, GHashTable *keys, GArray *others);

/* Adds what @store has: the latest reports as of @as_of, and as of @since (0: none), and how the last scans went. */
gboolean hm_rank_rows_read (HmRankRows *rows, HmStore *store, gint64 as_of, gint64 since,
                            GError **error);

/*
 * What each check weighs. The store does not know what the policy of a report weighs it by: hallmark's own weights say
 * which of two is the graver.
 *
 * Returns: (owned) interned id to weight in tenths
 */
GHashTable *hm_rank_weights_make (void);

/*
 * Sets HmRankRow.why: that the last scan failed, or the check that lacks most to 10, by its weight, in which what
 * it fell by in the period counts twice; before it, where it did not fall, another that did.
 */
void hm_rank_row_why (HmRankRow *row, GHashTable *weights);

#endif
