/* SPDX-License-Identifier: Apache-2.0 */
/* The lines that put a written badge into a README. */
#ifndef HM_RENDER_SNIPPET_H
#define HM_RENDER_SNIPPET_H

#include "render/badge.h"
#include "scoring/report.h"

/*
 * Append one line each, without a line end: the picture @file (a path, relative to the README) with its alt text
 * ("hallmark score: 8.7 out of 10"), leading to the style's link, or else to the subject where it has an https URL.
 */
void hm_snippet_markdown (GString *out, const HmReport *report, const HmBadgeStyle *style,
                          const char *file);
void hm_snippet_html (GString *out, const HmReport *report, const HmBadgeStyle *style,
                      const char *file);

#endif
