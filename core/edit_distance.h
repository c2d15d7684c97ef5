/* SPDX-License-Identifier: Apache-2.0 */
/* How far a mistyped word is from one that was meant. */
#ifndef HM_CORE_EDIT_DISTANCE_H
#define HM_CORE_EDIT_DISTANCE_H

#include <glib.h>

/* Bytes of either word; longer ones are near to nothing. */
#define HM_EDIT_WORD_MAX 64u

/*
 * Insertions, deletions, replacements and swaps of neighbours that turn @a into @b, without regard to the case of
 * ASCII letters and no part edited twice (optimal string alignment).
 *
 * Returns: G_MAXUINT where either word is longer than HM_EDIT_WORD_MAX.
 */
guint hm_edit_distance (const char *a, const char *b);

#endif
