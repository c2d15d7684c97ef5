/* SPDX-License-Identifier: Apache-2.0 */
/* Figures of a portfolio in words, for the renderers of text. */
#ifndef HM_RENDER_PORTFOLIO_WORDS_H
#define HM_RENDER_PORTFOLIO_WORDS_H

#include "core/instant.h"
#include "render/portfolio.h"

#define HM_CRITICALITY_TEXT_SIZE 32

/* "0.62"; "n/a" where it is not known. Returns @text. */
const char *hm_criticality_text (const HmCriticality *criticality,
                                 char text[HM_CRITICALITY_TEXT_SIZE]);

/* Why @ranking has no rows, in a line. Returns: (owned) */
char *hm_ranking_none_words (const HmRanking *ranking);

/* "fell 1.2", "rose 0.3", "same", "new"; "n/a" also where nobody looked in the period. Returns: (owned) */
char *hm_change_words (const HmRankRow *row);

/*
 * What else differs between the reports of @move than the project: "policy changed (the commit did not): default to
 * strict", "hallmark changed: 0.1.0 to 0.2.0".
 *
 * Returns: (owned) (element-type utf8) one line each, which holds text of the subject; none where nothing else
 * differs, or it is not known
 */
GPtrArray *hm_move_causes (const HmMove *move);

/* Whether another version of this program made the later report. */
gboolean hm_move_tool_changed (const HmMove *move);

/* "came", "went (could not look)", "came (its waiver ended)", "went (waived)": @verb of @finding. Returns: (owned) */
char *hm_moved_verb (const char *verb, const HmMovedFinding *finding);

/* "7.2 to 5.1"; "n/a" for what is not known. Returns: (owned) */
char *hm_from_to_words (int before, int after);

/* "2026-11-01". Returns @text. */
const char *hm_day_text (gint64 seconds, char text[HM_INSTANT_TEXT_SIZE]);

/* The file that @finding is about. Returns: (borrowed) (nullable) NULL where there is none, or the message names it. */
const char *hm_moved_file (const HmMovedFinding *finding);

/* "came" or "went" findings that a text shows of one repository; the rest is counted. */
#define HM_MOVED_SHOWN_MAX 10u

/*
 * Those of @findings that a text shows: of several that would read the same the first.
 *
 * @ret_n_more: how many others read otherwise
 * Returns: (owned) (element-type HmMovedFinding) which borrows them
 */
GPtrArray *hm_moved_shown (const GPtrArray *findings, guint *ret_n_more);

/*
 * Score and floor, with what they were where they moved; risk where it is known; coverage where it moved:
 * "score 7.2 to 5.1, floor 4.0, risk 3.1, coverage 80 to 75 %". Returns: (owned) "" where there is no report
 */
char *hm_move_figures (const HmMove *move);

/* Of what nobody looked at: "last report 2026-10-01", "never scanned". Returns: (owned) */
char *hm_move_unseen_words (const HmMove *move);

/* Repositories that nobody looked at of which a text tells; the rest is counted. */
#define HM_UNSEEN_SHOWN_MAX 20u

/* What stands above the moves of a kind: "Fell", "New findings" */
const char *hm_move_kind_title (HmMoveKind kind);

/* "2026-11-01 to 2026-11-22: of 40 repositories 3 fell, 1 could not be scanned, 2 rose". Returns: (owned) */
char *hm_moves_headline (const HmMoves *moves);

#endif
