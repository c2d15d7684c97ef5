/* SPDX-License-Identifier: Apache-2.0 */
/* The history as a table for spreadsheets and scripts. */
#ifndef HM_RENDER_HISTORY_CSV_H
#define HM_RENDER_HISTORY_CSV_H

#include "render/history.h"

/*
 * RFC 4180 (CRLF, quotes doubled), with a line of names: time, commit, tag, score, floor, ceiling,
 * coverage, then each check's score, then each signal as 1 or 0. What is not known is empty. Text
 * that a spreadsheet would take for a formula begins with an apostrophe.
 *
 * Returns: (owned) UTF-8; what is not is spelt out, see hm_mask_utf8().
 */
GBytes *hm_history_write_csv (const HmHistoryReport *history);

#endif
