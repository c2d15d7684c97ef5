/* SPDX-License-Identifier: Apache-2.0 */
/* What is said of a portfolio, as bytes: for a terminal, a spreadsheet, a program, an issue or a chat. */
#ifndef HM_RENDER_PORTFOLIO_FORMAT_H
#define HM_RENDER_PORTFOLIO_FORMAT_H

#include "render/badge.h"
#include "render/portfolio.h"
#include "render/terminal.h"

/* Appends the table, and below it what does not fit in a row. LF at the end. */
void hm_ranking_terminal (GString *out, const HmRanking *ranking, const HmTerminal *terminal);

/*
 * CSV (render/csv.h): the columns of a row, always the same, then a score for each check that any row has:
 * "check:maintainers". What is not known is empty.
 */
void hm_ranking_csv (GString *out, const HmRanking *ranking);

/* A table in GitHub's Markdown: at most HM_MARKDOWN_MAX bytes; what does not fit is counted. */
void hm_ranking_markdown (GString *out, const HmRanking *ranking);

/* Returns: (owned) JSON: "hallmark/portfolio-rank/1" (docs/portfolio-rank.schema.json). */
GBytes *hm_ranking_json (const HmRanking *ranking);

/*
 * Appends all that is known of one repository: criticality with its parts, a line of blocks for each check, what
 * failed, of several lines that would read the same the first.
 */
void hm_story_terminal (GString *out, const HmRepositoryStory *story, const HmTerminal *terminal);

/* Returns: (owned) JSON: "hallmark/portfolio-show/1" (docs/portfolio-show.schema.json). */
GBytes *hm_story_json (const HmRepositoryStory *story);

void hm_moves_terminal (GString *out, const HmMoves *moves, const HmTerminal *terminal);

/* As hm_ranking_markdown(): for an issue or a chat. */
void hm_moves_markdown (GString *out, const HmMoves *moves);

/* Returns: (owned) JSON: "hallmark/portfolio-changes/1" (docs/portfolio-changes.schema.json). */
GBytes *hm_moves_json (const HmMoves *moves);

/* A headline for a badge: of one repository, or of many. */
typedef struct {
  int score; /* tenths or HM_NO_SCORE */
  int coverage_percent;
  gboolean is_partial;
  gboolean is_stale; /* of no report within HM_RANKING_STALE_DAYS */
  const char *band;
} HmBadgeFigures;

HmBadgeFigures hm_rank_row_badge (const HmRankRow *row);

/* By the default policy's bands; partial where less than 75 % is known, as for one report. */
HmBadgeFigures hm_rank_mean_badge (const HmRankMean *mean);

/* Returns: (owned) a report of nothing but the headline. */
HmReport *hm_figures_report (const HmBadgeFigures *figures);

/* Returns: (owned) an SVG */
GBytes *hm_figures_svg (const HmBadgeFigures *figures, const HmBadgeStyle *style);

/* Returns: (owned) the JSON that shields.io's endpoint badge asks for (render/endpoint.h) */
GBytes *hm_figures_endpoint (const HmBadgeFigures *figures, const HmBadgeStyle *style);

#endif
