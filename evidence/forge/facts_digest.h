/* SPDX-License-Identifier: Apache-2.0 */
/* One short word for all that a forge told, so that the next run sees whether it tells the same. Pure. */
#ifndef HM_EVIDENCE_FORGE_FACTS_DIGEST_H
#define HM_EVIDENCE_FORGE_FACTS_DIGEST_H

#include <hallmark/facts.h>

/*
 * SHA-256 in hex of the facts in @forge: the same for the same facts, whenever and with however
 * many requests they came, and however many forks and stars there are.
 *
 * Returns: (owned) "" where nobody was asked.
 */
char *hm_forge_facts_digest (const HmForge *forge);

#endif
