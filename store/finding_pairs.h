/* SPDX-License-Identifier: Apache-2.0 */
/* Which findings of a report are news against another report of the same repository. Pure. */
#ifndef HM_STORE_FINDING_PAIRS_H
#define HM_STORE_FINDING_PAIRS_H

#include "store/store.h"

/*
 * Drops from @came and @went (element-type HmStoreFinding, which they free) what is in both:
 *
 *  - the same finding by its fingerprint, told in other words ("62 of 100", "63 of 100");
 *  - findings of one probe and outcome that cite the same files, whatever commits, tags and URLs they cite: those of an aggregate are only its newest
 *    examples. One that came is in both where each of its files is one of those that went. Where no file is cited at all, or of one of them that is not
 *    known, as many came anew as there are more than before.
 *
 * So a path that was not there before is news, as is one finding more of a probe; a commit more is none. What a waiver settles is of another kind than what
 * none does: a waiver that begins or ends shows as one of each. Time is linear in the size of both.
 */
void hm_finding_pairs_drop (GPtrArray *came, GPtrArray *went);

#endif
