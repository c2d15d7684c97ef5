/* SPDX-License-Identifier: Apache-2.0 */
/* The repository that a command line names: a folder, or a URL whose copy is brought into the cache. */
#ifndef HM_CLI_SUBJECT_H
#define HM_CLI_SUBJECT_H

#include "evidence/collect.h"
#include "evidence/git/clone.h"

typedef struct {
  const char *path; /* of a folder on this machine */
  HmClone *clone;   /* (nullable) holds the copy still while it is read */
  char *name;       /* (nullable) */
} HmPlace;

void hm_place_clear (HmPlace *place);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HmPlace, hm_place_clear)

/*
 * Finds what the first of @arguments names, "." where there is none, and tells @collect what it is
 * called and whom to ask about it.
 *
 * @arguments: NULL-terminated; must live as long as @ret_place and @collect
 *
 * Returns: FALSE with HM_ERROR_USAGE where there is more than one argument, or as
 * hm_clone_or_fetch().
 */
gboolean hm_place_find (char **arguments, HmCollectOptions *collect, HmPlace *ret_place,
                        GError **error);

/* Returns: (owned) where what is known of commits is kept for the next run: HmCollectOptions.journal_folder. */
char *hm_place_journal_folder (void);

#endif
