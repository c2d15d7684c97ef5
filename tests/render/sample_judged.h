/* SPDX-License-Identifier: Apache-2.0 */
/* Reports that a gate has judged. */
#ifndef HM_TESTS_RENDER_SAMPLE_JUDGED_H
#define HM_TESTS_RENDER_SAMPLE_JUDGED_H

#include "scoring/report.h"

/*
 * Returns: (owned) hm_sample_report() under a policy of its own: a waiver that settles its binary,
 * four things that fall short and a note, a range and a baseline.
 */
HmReport *hm_sample_report_judged (void);

/* Returns: (owned) hm_sample_report_full() that passes, with a note. */
HmReport *hm_sample_report_passed (void);

/* Returns: (owned) hm_sample_report_hostile() with more to be hostile in, and 21 things that fall short. */
HmReport *hm_sample_report_judged_hostile (void);

#endif
