/* SPDX-License-Identifier: Apache-2.0 */
/* Facts as text, so that two collections can be held against each other. */
#ifndef HM_TESTS_FACTS_TEXT_H
#define HM_TESTS_FACTS_TEXT_H

#include "evidence/collect.h"

/* Returns: (owned) all that the tree and the history say, a line each; equal facts give equal texts. */
char *facts_text (const HmFacts *facts);

#endif
