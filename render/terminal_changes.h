/* SPDX-License-Identifier: Apache-2.0 */
/* What a range of commits did, and what changed since an earlier report, as text for a terminal. */
#ifndef HM_RENDER_TERMINAL_CHANGES_H
#define HM_RENDER_TERMINAL_CHANGES_H

#include "render/terminal.h"
#include "render/wrap.h"

/* Appends HmReport.range and .baseline, each after an empty line; nothing where there is none. */
void hm_terminal_changes_write (HmWrap *wrap, const HmReport *report, const HmTerminal *terminal);

#endif
