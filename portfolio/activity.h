/* SPDX-License-Identifier: Apache-2.0 */
/* How busy a repository is, and whom it needs: counted at a scan of the portfolio, for its criticality. Pure. */
#ifndef HM_PORTFOLIO_ACTIVITY_H
#define HM_PORTFOLIO_ACTIVITY_H

#include "scoring/report.h"

/*
 * Counts what HmReport.activity of @report says from @facts, which the report was made of: with history, signatures, and hm_packages_reads among
 * what was read (portfolio/packages.h). What is not among them is not known.
 */
void hm_activity_fill (HmReport *report, const HmFacts *facts);

#endif
