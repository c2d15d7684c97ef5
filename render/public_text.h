/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Why something went wrong, for readers who have no business with this machine: a page, an issue, a
 * chat. Messages name files, and where those lie tells who keeps what where; of a copy of a
 * repository that is below somebody's home.
 */
#ifndef HM_RENDER_PUBLIC_TEXT_H
#define HM_RENDER_PUBLIC_TEXT_H

#include "render/portfolio.h"

/* What stands for a path. */
#define HM_PUBLIC_PATH "(path)"

/*
 * @text without paths of this machine. A path begins where a word begins with a slash, "~" or dots,
 * or is a file: URL, and ends with the quotes or brackets that it stands in, else before the next
 * ": " or "; ", else with the text: it may have blanks. The path of the folder that @key is
 * ("path:/srv/r") becomes @name and keeps what follows it. Once there was a path, all that follows
 * and has slashes may be of it and goes too, but for refs. Other URLs and relative paths stay.
 *
 * Better too much goes than too little.
 *
 * Returns: (owned) valid UTF-8
 */
char *hm_public_text (const char *text, const char *key, const char *name);

/* Returns: (owned) HmRankRow.failure, HmRankRow.why and HmMove.failure likewise */
char *hm_public_failure (const HmRankRow *row);
char *hm_public_why (const HmRankRow *row);
char *hm_public_move_failure (const HmMove *move);

#endif
