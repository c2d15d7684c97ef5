/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A history of some years, with all that makes its moments differ: people who come, a .mailmap,
 * merges, tags, files of every role.
 */
#ifndef HM_TESTS_STORY_H
#define HM_TESTS_STORY_H

#include "scratch.h"

#define STORY_MONTH (30 * 86400)
#define STORY_BEGIN (1500000000)
#define STORY_MONTHS 60

/* Writes it to refs/heads/main. */
void story_write (const Scratch *scratch);

/* All that the repository itself can tell, as of the time @as_of; @commit: (nullable) HEAD. */
HmCollectOptions story_options (const char *commit, gint64 as_of);

#endif
