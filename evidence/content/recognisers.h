/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The recognisers of marks, one file a noun. Each looks at a whole file, or at two versions of it,
 * and notes what it sees.
 */
#ifndef HM_EVIDENCE_CONTENT_RECOGNISERS_H
#define HM_EVIDENCE_CONTENT_RECOGNISERS_H

#include "evidence/content/marks.h"

/* Of a whole file. What is new in a change is found by hm_marks_compare(). */
typedef void (*HmRecogniser) (HmMarks *marks, const HmText *file);

void hm_recognise_characters (HmMarks *marks, const HmText *file); /* bidi, invisible, homoglyphs */
void hm_recognise_lines (HmMarks *marks, const HmText *file);      /* long, off screen */
void hm_recognise_encodings (HmMarks *marks, const HmText *file);  /* walls, archives as text */
void hm_recognise_execution (HmMarks *marks,
                             const HmText *file); /* decoded and run, remote code run */
void hm_recognise_secrets (HmMarks *marks, const HmText *file); /* secret sent, dangerous trigger */
void hm_recognise_feature_tests (HmMarks *marks,
                                 const HmText *file); /* lone dot, broken feature test */
void hm_recognise_install_hooks (HmMarks *marks, const HmText *file);

/* Of a change: @before and @after as in hm_marks_compare(). */
typedef void (*HmChangeRecogniser) (HmMarks *marks, const HmText *before, const HmText *after);

void hm_recognise_calls (HmMarks *marks, const HmText *before,
                         const HmText *after); /* safe to unsafe */
void hm_recognise_dependencies (HmMarks *marks, const HmText *before, const HmText *after);
void hm_recognise_addresses (HmMarks *marks, const HmText *before, const HmText *after);
void hm_recognise_publishers (HmMarks *marks, const HmText *before, const HmText *after);
void hm_recognise_protections (HmMarks *marks, const HmText *before, const HmText *after);
void hm_recognise_ignores (HmMarks *marks, const HmText *before, const HmText *after);

#endif
