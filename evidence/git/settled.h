/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HM_EVIDENCE_GIT_SETTLED_H
#define HM_EVIDENCE_GIT_SETTLED_H

#include "evidence/git/history.h"

/*
 * When each commit of @walk was made, as far as its own date can be believed: not before what it
 * builds on. Else a date of years ago would keep a change of today from being looked at. A parent's
 * date counts as it says, but where the same person dated that one back as well: one wrong date in
 * the future must not make all that came after it new. After people were joined.
 *
 * Returns: (owned) by commit
 */
gint64 *hm_settled_times (const HmWalk *walk);

#endif
