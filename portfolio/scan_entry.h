/* SPDX-License-Identifier: Apache-2.0 */
/* One repository of a run: looked at, and scanned where its last report does not hold any more. */
#ifndef HM_PORTFOLIO_SCAN_ENTRY_H
#define HM_PORTFOLIO_SCAN_ENTRY_H

#include "portfolio/scan.h"
#include "portfolio/twins.h"

typedef struct {
  HmScanRow *row;             /* all but its fate is set here */
  HmScanFate fate;            /* once what is to be stored is stored */
  guint number;               /* of the row */
  gboolean is_first;          /* none of the run's requests were sent for others before its turn */
  const HmTwins *twins;       /* of the portfolio */
  const HmStoreState *before; /* what the store knows of it */
  HmReport *report;           /* (nullable) (owned) to be stored, as it is read back from @text */
  GBytes *text;               /* (nullable) (owned) its JSON */
  HmStoreState *state;        /* (nullable) (owned) likewise */
  GError *error; /* (nullable) (owned) ends the run: HM_ERROR_TOKEN, HM_ERROR_CANCELLED */
} HmScanTask;

void hm_scan_task_clear (HmScanTask *task);

/* Makes @task one that failed for the reason @why: nothing of it is stored but that. */
void hm_scan_task_fail (HmScanTask *task, const HmScanOptions *options, const char *why);

/*
 * Does what there is to do. What goes wrong is in the row.
 *
 * @cancelled: atomic; that of HmScanOptions or one that follows it
 */
void hm_scan_task_run (HmScanTask *task, const HmScanOptions *options, const gint *cancelled);

#endif
