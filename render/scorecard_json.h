/* SPDX-License-Identifier: Apache-2.0 */
/* OpenSSF Scorecard's JSON v2 layout (`scorecard --format json --show-details`), for tools that read it. */
#ifndef HM_RENDER_SCORECARD_JSON_H
#define HM_RENDER_SCORECARD_JSON_H

#include "scoring/report.h"

/*
 * Returns: (owned) one line of JSON. A score that is not known is -1, as there; whole points are
 * what is earned in full, so a check's 8.7 is 8. A finding that could not be looked at is an
 * `Info`, never a `Warn`.
 */
GBytes *hm_scorecard_write (const HmReport *report);

#endif
