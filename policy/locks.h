/* SPDX-License-Identifier: Apache-2.0 */
/* `keep`: what an extended document does not let those loosen that extend it, in whichever order they are extended. */
#ifndef HM_POLICY_LOCKS_H
#define HM_POLICY_LOCKS_H

#include "policy/merge.h"

/*
 * @texts: (element-type HmPolicyText) all documents
 * @merged: what they say together
 *
 * Returns: FALSE with HM_ERROR_FORMAT that names both places, for the first that is loosened.
 */
gboolean hm_policy_locks_hold (const GPtrArray *texts, const HmPolicyMerged *merged,
                               const HmPolicyChecks *checks, GError **error);

/* Whether an extended document keeps @path. */
gboolean hm_policy_is_kept (const GPtrArray *texts, const char *path);

#endif
