/* SPDX-License-Identifier: Apache-2.0 */
/* The rules of a SARIF run: one for each probe. */
#ifndef HM_RENDER_SARIF_RULES_H
#define HM_RENDER_SARIF_RULES_H

#include "render/json_value.h"
#include "scoring/report.h"

/* GitHub code scanning refuses a run with more. */
#define HM_SARIF_RULES_MAX 25000

/* What hm_sarif_rule_index() returns where a rule has no room. */
#define HM_SARIF_NO_RULE (-1)

typedef struct HmSarifRules HmSarifRules;

/*
 * Returns: (owned) the rules of all probes of those @checks that @report has results of. @checks:
 * (nullable) all that are known; of another check a rule says what the report says of it.
 */
HmSarifRules *hm_sarif_rules_new (const HmReport *report, const HmCheck *const *checks,
                                  gsize n_checks);
void hm_sarif_rules_free (HmSarifRules *rules);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HmSarifRules, hm_sarif_rules_free)

/*
 * Returns: the index of the rule of @probe, which is added where there is none; HM_SARIF_NO_RULE
 * where no more may be.
 */
int hm_sarif_rule_index (HmSarifRules *rules, const HmResult *result, const char *probe);

/* Returns: (owned) "CHECK/PROBE" as JSON. */
json_t *hm_sarif_rule_id (const HmResult *result, const char *probe);

/* "error", "warning", "note" */
const char *hm_sarif_level (HmRisk risk);

/* Returns: (borrowed) the array of rules. */
json_t *hm_sarif_rules_json (const HmSarifRules *rules);

/*
 * Returns: (owned) {"text": @text}, @text masked as for a terminal, and with no link in it that
 * SARIF would make of "[](...)".
 */
json_t *hm_sarif_message (const char *text);

#endif
