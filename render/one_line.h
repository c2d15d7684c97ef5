/* SPDX-License-Identifier: Apache-2.0 */
/* A report in a line, for whatever reads lines. */
#ifndef HM_RENDER_ONE_LINE_H
#define HM_RENDER_ONE_LINE_H

#include "scoring/report.h"

/*
 * Returns: (owned) "github.com/o/r 7.4 (floor 6.1, coverage 82 %) gate: failed, score 7.4 of 8.0"
 * and LF; nothing of a gate where none was asked for.
 */
GBytes *hm_one_line_write (const HmReport *report);

#endif
