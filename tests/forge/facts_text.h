/* SPDX-License-Identifier: Apache-2.0 */
/* What a forge told, as text that a person reads and a test compares. */
#ifndef HM_TESTS_FORGE_FACTS_TEXT_H
#define HM_TESTS_FORGE_FACTS_TEXT_H

#include "evidence/forge/forge.h"

/*
 * Each fact on a line of its own, in a fixed order: "archived: no [GET's URL]", "archived: unknown
 * (why)". Times of asking are left out.
 */
void facts_text (GString *out, const HmForge *facts);

void identity_text (GString *out, const HmForgeIdentity *identity);

#endif
