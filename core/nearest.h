/* SPDX-License-Identifier: Apache-2.0 */
/* Which known word a mistyped one was meant to be. */
#ifndef HM_CORE_NEAREST_H
#define HM_CORE_NEAREST_H

#include <glib.h>

/*
 * Slips between @typed and @known (core/edit_distance.h): a slip in every third letter at most; the
 * beginning of @known, of three letters or more, is as near as one.
 *
 * Returns: G_MAXUINT where they are too far apart to be meant for one another.
 */
guint hm_word_slips (const char *typed, const char *known);

/*
 * @words: (array zero-terminated=1)
 *
 * Returns: (borrowed) (nullable) the word of @words nearest to @typed, the first of equals; NULL where none is near.
 */
const char *hm_word_nearest (const char *typed, const char *const *words);

#endif
