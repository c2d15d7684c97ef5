/* SPDX-License-Identifier: Apache-2.0 */
/* The shortest way back over a bar. Pure. */
#ifndef HM_SCORING_GATE_WAY_H
#define HM_SCORING_GATE_WAY_H

#include "scoring/gate.h"
#include "scoring/report.h"

/* Steps that a way names at most. */
#define HM_WAY_STEPS_MAX 3

/*
 * Adds to HmShortfall.ways of @shortfall, which is short of a bar and not of a baseline, the fewest
 * steps of @report that lead back over it. Each set of steps is weighed by the rules of the checks
 * themselves, for gains don't add; of a check whose rule is not known, or that scores otherwise by
 * now, one step alone is taken. Where more than HM_WAY_STEPS_MAX are needed the last one says how
 * many. Nothing is added where all steps together don't lead back.
 */
void hm_gate_ways_add (HmShortfall *shortfall, const HmReport *report);

#endif
