/* SPDX-License-Identifier: Apache-2.0 */
/* Bytes written as numbers in a list, or as escapes in strings. */
#ifndef HM_EVIDENCE_CONTENT_BYTE_LISTS_H
#define HM_EVIDENCE_CONTENT_BYTE_LISTS_H

#include "evidence/content/marks.h"

/* Part of hm_recognise_encodings(). */
void hm_recognise_byte_lists (HmMarks *marks, const HmText *file);

#endif
