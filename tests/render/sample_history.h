/* SPDX-License-Identifier: Apache-2.0 */
/* Histories for the tests of their renderers, made of reports as a scan would. */
#ifndef HM_TESTS_RENDER_SAMPLE_HISTORY_H
#define HM_TESTS_RENDER_SAMPLE_HISTORY_H

#include "render/history.h"

/* 2024-01-31T23:59:59Z */
#define HM_SAMPLE_TIME G_GINT64_CONSTANT (1706745599)

/* What one row is to say. */
typedef struct {
  gint64 time;
  int score;
  const char *tag; /* (nullable) */
  /* (nullable) NULL-terminated: probes of takeover-signals that failed */
  const char *const *failed;
} HmSampleRow;

/* Adds a row of two checks: signed-commits, and takeover-signals with the failed probes. */
void hm_sample_history_add (HmHistoryReport *history, const HmSampleRow *row);

/* Returns: (owned) 36 months up to 2024-01 of a project that changes hands, with releases and a note. */
HmHistoryReport *hm_sample_history_new (void);

/* Returns: (owned) one whose every text is hostile. */
HmHistoryReport *hm_sample_history_hostile (void);

#endif
