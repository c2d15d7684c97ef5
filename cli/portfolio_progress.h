/* SPDX-License-Identifier: Apache-2.0 */
/* How far a run over many repositories is, drawn on stderr where that is a terminal. */
#ifndef HM_CLI_PORTFOLIO_PROGRESS_H
#define HM_CLI_PORTFOLIO_PROGRESS_H

#include <glib.h>

typedef struct {
  guint n_done;
  guint n_failed;
  guint n_waiting; /* under way or to come */
  guint n_worked;  /* of those done and failed, which took time */
  double elapsed_seconds;
  gint quota_left;       /* requests that a forge still allows; -1: not known */
  const char *wait_host; /* (nullable) whose limit is waited out */
  gint64 wait_seconds;
} HmPortfolioProgress;

/*
 * "Scanning  62 % [####    ] 310 done, 2 failed, 188 waiting, 12 s left", at most @width columns.
 *
 * Returns: (owned) fit for a terminal
 */
char *hm_portfolio_progress_line (const HmPortfolioProgress *progress, guint width, gboolean utf8);

/* Draws it over what was drawn before, where stderr is a terminal. */
void hm_portfolio_progress_draw (const HmPortfolioProgress *progress);

/* Takes it away, so that something else can be said. */
void hm_portfolio_progress_wipe (void);

#endif
