/* SPDX-License-Identifier: Apache-2.0 */
/* What `hallmark portfolio scan` tells while it runs, and at its end. */
#ifndef HM_CLI_PORTFOLIO_SCAN_TEXT_H
#define HM_CLI_PORTFOLIO_SCAN_TEXT_H

#include "evidence/forge/pool.h"
#include "portfolio/scan.h"

typedef struct HmScanWatch HmScanWatch;

/* @is_verbose: each repository is told of on stderr. Returns: (owned) */
HmScanWatch *hm_scan_watch_new (HmForgePool *pool, gboolean is_verbose);
void hm_scan_watch_free (HmScanWatch *watch);

/* From now on @run, which outlives what follows, is watched. */
void hm_scan_watch_begin (HmScanWatch *watch, const HmScanRun *run);

/* Draws no more. */
void hm_scan_watch_end (HmScanWatch *watch);

/* HmScanOptions.on_row and on_tick, and an HmHttpWaitFunc; @watch: HmScanWatch. */
void hm_scan_watch_row (const HmScanRow *row, gpointer watch);
void hm_scan_watch_tick (gpointer watch);
void hm_scan_watch_wait (const char *host, gint64 seconds_left, gpointer watch);

/*
 * Appends how the run went: how many, what they wait for, the slowest, what failed and why, what to know. Fit for a
 * terminal.
 */
void hm_scan_watch_summary (const HmScanWatch *watch, GString *out);

#endif
