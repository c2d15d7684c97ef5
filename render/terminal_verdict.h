/* SPDX-License-Identifier: Apache-2.0 */
/* What a gate says of a report, short enough to be read where a job failed. Distrusts all text. */
#ifndef HM_RENDER_TERMINAL_VERDICT_H
#define HM_RENDER_TERMINAL_VERDICT_H

#include "render/terminal.h"

#define HM_VERDICT_LINES_MAX 10
#define HM_VERDICT_WIDTH_MAX 80

/*
 * Appends HmReport.verdict: "PASS" in one line or two; or "FAIL", what fell short and by how much,
 * the finding with its place, and the shortest way back, in HM_VERDICT_LINES_MAX lines at most. A
 * line is as wide as the terminal, and HM_VERDICT_WIDTH_MAX at most; what does not fit is cut, of a
 * path its beginning. Nothing where there is no verdict. hm_terminal_report() ends with it.
 */
void hm_terminal_verdict (GString *out, const HmReport *report, const HmTerminal *terminal);

#endif
