/* SPDX-License-Identifier: Apache-2.0 */
/* A portfolio with a store beside it. */
#ifndef HM_TESTS_PORTFOLIO_RANKING_CASE_H
#define HM_TESTS_PORTFOLIO_RANKING_CASE_H

#include "portfolio/ranking.h"

#define DAY G_GINT64_CONSTANT (86400)
#define NOW G_GINT64_CONSTANT (1763700000)

typedef struct {
  char *folder;
  char *file; /* of the store */
  HmStore *store;
  HmPortfolio *portfolio;
} RankingCase;

/* @text: of the portfolio file, from "groups:" or "repositories:" on. */
RankingCase *ranking_case_new (const char *text);
void ranking_case_free (RankingCase *a_case);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RankingCase, ranking_case_free)

/* One check of a report: scored, or unknown where @score is HM_NO_SCORE; floor and ceiling follow. */
typedef struct {
  const char *id;
  int score;
  const char *failure; /* (nullable) the message of a failed finding */
} CaseCheck;

/*
 * Puts a report of @key, https://github.com/o/KEY, whose score is the mean of its checks; @activity
 * (nullable) is taken.
 */
void ranking_case_put (RankingCase *a_case, const char *key, gint64 as_of, const CaseCheck *checks,
                       gsize n_checks, HmReportActivity *activity);

/* Puts one with the only check "maintainers". */
void ranking_case_score (RankingCase *a_case, const char *key, gint64 as_of, int score);

void ranking_case_fail (RankingCase *a_case, const char *key, gint64 failed_at, const char *why);

/* Returns: (owned) */
HmReportActivity *ranking_case_activity (gint64 n_commits, gint64 n_active, const char *packages,
                                         const char *dependencies);

#endif
