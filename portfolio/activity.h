/* SPDX-License-Identifier: Apache-2.0 */
/* How busy a repository is, and whom it needs: counted at a scan of the portfolio, for its criticality. Pure. */
#ifndef HM_PORTFOLIO_ACTIVITY_H
#define HM_PORTFOLIO_ACTIVITY_H

#include "scoring/report.h"

/*
 * Adds to @reads (element-type const char*, borrowed; NULL-terminated, as HmCollectOptions.reads)
 * and @needs what hm_activity_fill() goes by.
 */
void hm_activity_need (GPtrArray *reads, guint *needs);

/*
 * Counts what HmReport.activity of @report says from @facts, which the report was made of. What is
 * not among them, as nobody asked for it, is not known.
 */
void hm_activity_fill (HmReport *report, const HmFacts *facts);

#endif
