/* SPDX-License-Identifier: Apache-2.0 */
/* What a recogniser notes of a text, as text. */
#ifndef HM_TESTS_EVIDENCE_CONTENT_MARKED_H
#define HM_TESTS_EVIDENCE_CONTENT_MARKED_H

#include "evidence/content/recognisers.h"

/*
 * Returns: (owned) a line of "LINE: TEXT\n" for each mark of @kind that @recognise notes of the
 * file; marks of other kinds are left out.
 */
char *marked (HmRecogniser recognise, HmMarkKind kind, const char *path, const char *text,
              gsize size);

/* Asserts that the NUL-terminated @text has these marks, and that no cut of it at any byte makes a fault. */
void assert_marked (HmRecogniser recognise, HmMarkKind kind, const char *path, const char *text,
                    const char *expected);

#endif
