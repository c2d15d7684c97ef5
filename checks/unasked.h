/* SPDX-License-Identifier: Apache-2.0 */
/* What the checks say where the forge alone could answer. */
#ifndef HM_CHECKS_UNASKED_H
#define HM_CHECKS_UNASKED_H

#include <hallmark/facts.h>

/* Why @forge does not show @fact_why's fact (nullable: the fact's own reason). Returns: (borrowed) never NULL. */
const char *hm_unasked_why (const HmForge *forge, const char *fact_why);

/* What would make the facts of @forge visible. Returns: (borrowed) never NULL. */
const char *hm_unasked_how (const HmForge *forge);

#endif
