/* SPDX-License-Identifier: Apache-2.0 */
/* Files written as text by uuencode(1), which POSIX describes. */
#ifndef HM_EVIDENCE_CONTENT_UUENCODE_H
#define HM_EVIDENCE_CONTENT_UUENCODE_H

#include "evidence/content/marks.h"

/* Part of hm_recognise_encodings(). */
void hm_recognise_uuencode (HmMarks *marks, const HmText *file);

#endif
