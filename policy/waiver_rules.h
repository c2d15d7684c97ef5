/* SPDX-License-Identifier: Apache-2.0 */
/* What a waiver's keys must be together. */
#ifndef HM_POLICY_WAIVER_RULES_H
#define HM_POLICY_WAIVER_RULES_H

#include "policy/values.h"
#include "scoring/waiver.h"

/*
 * @item: a map whose keys were found right, each by itself
 * @ret_at: what an error is about
 *
 * Returns: FALSE with HM_ERROR_FORMAT.
 */
gboolean hm_waiver_rules_check (const HmPolicyChecks *checks, const HmYaml *item,
                                const HmYaml **ret_at, GError **error);

/*
 * Makes @ret_waiver of a sound @item, from which it borrows; @place is kept. @commits gets its
 * commits (HmWaiver.commits is left NULL).
 */
void hm_waiver_rules_make (const HmYaml *item, const char *place, GArray *commits,
                           HmWaiver *ret_waiver);

#endif
