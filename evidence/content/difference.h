/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where two versions of a file differ, as far as that is told at once: most changes touch a few
 * lines of a long file.
 */
#ifndef HM_EVIDENCE_CONTENT_DIFFERENCE_H
#define HM_EVIDENCE_CONTENT_DIFFERENCE_H

#include "evidence/content/span.h"

/*
 * Finds the lines between those that both versions begin with and those that both end with.
 *
 * @before, @after: (nullable) NULL: empty
 */
void hm_difference (const HmText *before, const HmText *after, HmSpan *ret_lost,
                    HmSpan *ret_gained);

#endif
