/* SPDX-License-Identifier: Apache-2.0 */
/* Paths against the patterns in which HmCheck.reads is written. Distrusts the path. */
#ifndef HM_CHECKS_PLACE_H
#define HM_CHECKS_PLACE_H

#include <hallmark/facts.h>

/* Whether @path is at @place: DIR/GLOB, GLOB for the root, or a leading "**" for any directory. */
gboolean hm_place_matches (const char *place, const char *path);

/* Returns: the index of the first of the NULL-terminated @places that @path is at; G_MAXUINT where it is at none. */
guint hm_places_rank (const char *const *places, const char *path);

/* Whether @path is at one of the NULL-terminated @places. */
gboolean hm_places_match (const char *const *places, const char *path);

#endif
