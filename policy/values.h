/* SPDX-License-Identifier: Apache-2.0 */
/* The values that stand in a policy, each by its type. Distrusts the text. */
#ifndef HM_POLICY_VALUES_H
#define HM_POLICY_VALUES_H

#include <hallmark/check.h>

#include "core/yaml.h"
#include "policy/keys.h"

/* The checks that a policy may speak of. Borrowed. */
typedef struct {
  const HmCheck *const *checks;
  gsize n_checks;
} HmPolicyChecks;

/*
 * The check `policy`, about the policy itself: it weighs what a policy says and has a bar, but is
 * neither switched off nor waived.
 */
#define HM_POLICY_CHECK_OF_ITSELF "policy"

/* Returns: (nullable) */
const HmCheck *hm_policy_check_find (const HmPolicyChecks *checks, const char *id);

/* Returns: FALSE with HM_ERROR_FORMAT, and the id nearest to @id, where no check is called that. */
gboolean hm_policy_check_id (const HmPolicyChecks *checks, const char *id, GError **error);

/* Returns: FALSE with HM_ERROR_FORMAT where @probe is none of @check. */
gboolean hm_policy_check_probe (const HmCheck *check, const char *probe, GError **error);

/* "2027-05-01". Returns: FALSE where that is no day of the calendar; @ret_end is the midnight that ends it, in UTC. */
gboolean hm_policy_date (const char *text, gint64 *ret_end);

/*
 * Reads @value as one of @type, which is no section.
 *
 * @ret_number: what it comes to where it is one: tenths of a score, percent, hundredths of a
 * weight, TRUE or FALSE; else HM_POLICY_NO_NUMBER. A list of watched checks is TRUE.
 * @ret_at: what an error is about: @value, or an item of it
 *
 * Returns: FALSE with HM_ERROR_FORMAT that says what was found and what may stand there.
 */
gboolean hm_policy_value_read (const HmPolicyChecks *checks, HmPolicyType type, const HmYaml *value,
                               int *ret_number, const HmYaml **ret_at, GError **error);

/* What a number of @type is written as. Returns: (owned) */
char *hm_policy_number_text (HmPolicyType type, int number);

/* "a map", "a list", "nothing", "'text'": what errors call @value. Returns: (owned) */
char *hm_policy_value_called (const HmYaml *value);

#endif
