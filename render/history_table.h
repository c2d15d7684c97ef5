/* SPDX-License-Identifier: Apache-2.0 */
/* The history as text for a terminal. Distrusts all text of it, as render/terminal.h does. */
#ifndef HM_RENDER_HISTORY_TABLE_H
#define HM_RENDER_HISTORY_TABLE_H

#include "render/history.h"
#include "render/terminal.h"

/*
 * Appends a line for each row, and below them the signals with the letters that stand for them.
 * Neighbours with the same signals and about the same score are one line, unless terminal->details
 * asks for all. LF at the end.
 */
void hm_history_table (GString *out, const HmHistoryReport *history, const HmTerminal *terminal);

/*
 * Appends, for each signal, when it came on, at which commit, and what was said then, in the order
 * of time; where nobody looked between the rows, the first row that it was on in, and the commit
 * that it cites. LF at the end.
 */
void hm_history_first_alarms (GString *out, const HmHistoryReport *history,
                              const HmTerminal *terminal);

#endif
