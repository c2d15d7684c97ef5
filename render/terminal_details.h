/* SPDX-License-Identifier: Apache-2.0 */
/* Every finding of a report with its evidence, as text for a terminal. */
#ifndef HM_RENDER_TERMINAL_DETAILS_H
#define HM_RENDER_TERMINAL_DETAILS_H

#include "render/terminal.h"
#include "render/wrap.h"

/* Appends one section for each check, each after an empty line. */
void hm_terminal_details_write (HmWrap *wrap, const HmReport *report, const HmTerminal *terminal);

#endif
