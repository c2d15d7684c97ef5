/* SPDX-License-Identifier: Apache-2.0 */
/* Reports that the tests of render/ share. */
#ifndef HM_TESTS_RENDER_SAMPLE_REPORT_H
#define HM_TESTS_RENDER_SAMPLE_REPORT_H

#include "scoring/report.h"

/* Returns: (owned) a report with every status, outcome, kind of evidence and of step in it; partial. */
HmReport *hm_sample_report (void);

/* Returns: (owned) a report with full coverage and a single check. */
HmReport *hm_sample_report_full (void);

/* Returns: (owned) a report in which nothing is known: no URL, no ref, no score. */
HmReport *hm_sample_report_unknown (void);

/* Returns: (owned) a report whose every text is hostile: markup, controls, bidi, invalid UTF-8, quotes. */
HmReport *hm_sample_report_hostile (void);

/*
 * Returns: (owned) the report of hm_sample_report() under a policy: a waiver settles its binary, a
 * gate finds score, coverage and one check short, a baseline is compared with, and a range adds the
 * finding about signatures and the waived one.
 */
HmReport *hm_sample_report_gated (void);

/* Returns: (owned) a report of nothing: no check ran. */
HmReport *hm_sample_report_empty (void);

/* Adds a check of @n_findings failed findings with long messages. */
void hm_sample_add_flood (HmReport *report, guint n_findings);

#endif
