/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What OpenSSF Scorecard leaves behind: its result of one repository, and the database and the
 * scope of scorecard-monitor.
 */
#ifndef HM_PORTFOLIO_SCORECARD_RESULTS_H
#define HM_PORTFOLIO_SCORECARD_RESULTS_H

#include <jansson.h>

#include "portfolio/finds.h"

/* {"repo": {"name": "github.com/o/r", ...}, "scorecard": ...} */
gboolean hm_scorecard_is_result (const json_t *root);
void hm_scorecard_read_result (const json_t *root, HmFinds *finds);

/*
 * {"github.com": {"OWNER": {"NAME": {"current": ...}}}}, or the scope: {"github.com": {"included":
 * {"OWNER": ["NAME"]}}}
 */
gboolean hm_scorecard_is_monitor (const json_t *root);
void hm_scorecard_read_monitor (const json_t *root, HmFinds *finds);

#endif
