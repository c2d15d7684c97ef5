/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bills of materials as JSON: where their components come from, by their VCS references first and
 * their purls else, and which of those repositories need which, by the relations that the bill
 * states between two components. What only development, tests and builds need does not count.
 */
#ifndef HM_PORTFOLIO_SBOM_H
#define HM_PORTFOLIO_SBOM_H

#include <jansson.h>

#include "portfolio/finds.h"

gboolean hm_sbom_is_cyclonedx (const json_t *root);

/* Also as GitHub wraps it: {"sbom": ...}. Also version 3, which hm_sbom_read_spdx() refuses. */
gboolean hm_sbom_is_spdx (const json_t *root);

/*
 * Takes up the components of @root, which is of that kind, and counts those that lead to no
 * repository by the types of their purls.
 *
 * Returns: FALSE with HM_ERROR_UNSUPPORTED (another version) or HM_ERROR_FORMAT (no components).
 */
gboolean hm_sbom_read_cyclonedx (const json_t *root, HmFinds *finds, GError **error);
gboolean hm_sbom_read_spdx (const json_t *root, HmFinds *finds, GError **error);

#endif
