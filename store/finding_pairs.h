/* SPDX-License-Identifier: Apache-2.0 */
/* Which findings of a report are news against another report of the same repository. Pure. */
#ifndef HM_STORE_FINDING_PAIRS_H
#define HM_STORE_FINDING_PAIRS_H

#include "store/store.h"

/*
 * Drops from @came and @went (element-type HmStoreFinding, which they free) what is in both:
 *
 *  - the same finding by its fingerprint, told in other words ("62 of 100", "63 of 100");
 *  - findings of one probe and outcome that cite the same files, whatever commits, tags and URLs they cite: those of
 *    an aggregate are only its newest examples. One that came is in both where findings that went cite each of its
 *    files. Where none of them cites a file, or it is not known which files one of them cites, only their number
 *    counts: as many are news as there are more than before.
 *
 * So a path that was not there before is news, as is one finding more of a probe; a commit more is none. A finding
 * that a waiver settles is never paired with one that none settles: where a waiver begins or ends, the finding both
 * came and went. Time is linear in the size of both.
 */
void hm_finding_pairs_drop (GPtrArray *came, GPtrArray *went);

#endif
