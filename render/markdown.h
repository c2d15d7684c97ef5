/* SPDX-License-Identifier: Apache-2.0 */
/* The report as GitHub-flavoured Markdown, fit for a pull-request comment. */
#ifndef HM_RENDER_MARKDOWN_H
#define HM_RENDER_MARKDOWN_H

#include "render/badge.h"
#include "scoring/report.h"

/* Characters that GitHub takes in a comment. */
#define HM_MARKDOWN_MAX 65536

/*
 * Returns: (owned) at most HM_MARKDOWN_MAX bytes, LF at the end. What does not fit is counted: "...
 * and N more". No text of the report can add markup, mention anybody or leave its line.
 */
GBytes *hm_markdown_write (const HmReport *report, const HmBadgeStyle *style);

#endif
