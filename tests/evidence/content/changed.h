/* SPDX-License-Identifier: Apache-2.0 */
/* What a recogniser notes of a change, as text. */
#ifndef HM_TESTS_EVIDENCE_CONTENT_CHANGED_H
#define HM_TESTS_EVIDENCE_CONTENT_CHANGED_H

#include "evidence/content/recognisers.h"

/*
 * Asserts that a change has these marks, a line of "LINE: TEXT\n" each, and that no cut of either
 * version makes a fault.
 *
 * @before, @after: (nullable) NUL-terminated
 */
void assert_changed (HmChangeRecogniser recognise, HmMarkKind kind, const char *path,
                     const char *before, const char *after, const char *expected);

#endif
