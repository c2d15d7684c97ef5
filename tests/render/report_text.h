/* SPDX-License-Identifier: Apache-2.0 */
/* Reports as the text that they are written as, and what is refused of such texts. */
#ifndef HM_TESTS_RENDER_REPORT_TEXT_H
#define HM_TESTS_RENDER_REPORT_TEXT_H

#include "scoring/report.h"

/* Returns: (owned) the JSON of @report (which is taken), NUL-terminated. */
char *report_written (HmReport *report);

/* @code: an HmErrorCode. @message: (nullable) what stands in the error's. */
void assert_report_refused (const char *text, gsize size, int code, const char *message);

/* Returns: (owned) @text with its first @from made @to. */
char *text_replaced (const char *text, const char *from, const char *to);

#endif
