/* SPDX-License-Identifier: Apache-2.0 */
/* Goes through a project's life and scans it at each row, on one timeline. */
#ifndef HM_CLI_HISTORY_WALK_H
#define HM_CLI_HISTORY_WALK_H

#include "cli/history_rows.h"
#include "render/history.h"

typedef struct {
  /* which commit is the newest, and what the checks need; no forge is asked whatever it says */
  HmCollectOptions collect;
  const GPtrArray *checks; /* (element-type const HmCheck) */
  gboolean by_tags;        /* a row at each release tag, else as @every says */
  HmEvery every;
  const char *step; /* HmHistoryReport.step */
  HmSpan span;
  gboolean has_first; /* @span begins with a date that was asked for, and not with the project */
  /* where each signal came on is looked up (hm_history_first_find()) */
  gboolean wants_first_alarms;
} HmHistoryWish;

/*
 * Tells the life of the repository at or above @path. Draws how far it is on stderr where that is a terminal.
 *
 * Returns: (owned) NULL with the errors of hm_collect().
 */
HmHistoryReport *hm_history_walk (const char *path, const HmHistoryWish *wish, GError **error);

#endif
