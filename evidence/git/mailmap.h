/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A .mailmap of the subject, as gitmailmap(5) has it: names and addresses without regard to case,
 * later lines before earlier ones. Not libgit2's: that one takes time in the square of the lines,
 * and heeds case. Distrusts its input; a line that is none is passed over.
 */
#ifndef HM_EVIDENCE_GIT_MAILMAP_H
#define HM_EVIDENCE_GIT_MAILMAP_H

#include <glib.h>

typedef struct HmMailmap HmMailmap;

/* Returns: (owned) */
HmMailmap *hm_mailmap_parse (const char *text, gsize size);
void hm_mailmap_free (HmMailmap *mailmap);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HmMailmap, hm_mailmap_free)

/* Replaces @name and @email by what the mailmap says, borrowed from it; leaves alone what it does not speak of. */
void hm_mailmap_resolve (const HmMailmap *mailmap, const char **name, const char **email);

#endif
