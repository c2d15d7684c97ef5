/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The failed findings as SARIF 2.1.0 (OASIS), for code scanning and editors. What could not be
 * looked at is told in notifications of the tool, never as a result.
 */
#ifndef HM_RENDER_SARIF_H
#define HM_RENDER_SARIF_H

#include "scoring/report.h"

/*
 * GitHub code scanning refuses a run with more results, and shows the 5,000 gravest. It refuses 10
 * MB after gzip too: results stop at that size before it, since bytes of a subject need not
 * compress.
 */
#define HM_SARIF_RESULTS_MAX 25000
#define HM_SARIF_BYTES_MAX 10000000u

/*
 * @checks: (nullable) those that are known, for the text of the rules.
 *
 * Returns: (owned) the log, one run, on one line with LF at its end. What does not fit is the least
 * grave, and counted in a notification.
 */
GBytes *hm_sarif_write (const HmReport *report, const HmCheck *const *checks, gsize n_checks);

#endif
