/* SPDX-License-Identifier: Apache-2.0 */
/* Holds the facts of a damaged answer against those of the whole one. */
#ifndef HM_TESTS_FORGE_FACTS_COMPARE_H
#define HM_TESTS_FORGE_FACTS_COMPARE_H

#include <hallmark/facts.h>

/*
 * Damage may only take away: a fact stays what it was or becomes unknown, and so does a count,
 * which may also become a minimum of at most what it was; a signature or a change may be gone, but
 * says nothing else, nor more, than before.
 *
 * Returns: (owned) what goes against that, a line each; "" where nothing does.
 */
char *facts_compare (const HmForge *whole, const HmForge *damaged);

#endif
