/* SPDX-License-Identifier: Apache-2.0 */
/* What fell short of a gate, in a line. */
#ifndef HM_RENDER_SHORTFALL_H
#define HM_RENDER_SHORTFALL_H

#include "scoring/gate.h"

/*
 * Appends "score 7.4 of 8.0", "coverage 62 % of 75 %", "Signed-Commits fell from 8.0 to 4.0", "new
 * in Binary-Artifacts: an ELF executable (a.out)". Masked as for a terminal.
 */
void hm_shortfall_append (GString *out, const HmShortfall *shortfall);

/*
 * Appends ": FINDING (PLACE)" where hm_shortfall_append() does not say it, and "; to pass: WAY" for
 * each way back. Masked likewise.
 */
void hm_shortfall_append_ways (GString *out, const HmShortfall *shortfall);

#endif
