/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where the copy of a remote repository lies in the cache:
 * "<cache>/repositories/host/owner/name.git". Beside it, and only while somebody works on it,
 * ".name.git.partial" and ".name.git.lock". No name that a URL can hold begins with a dot there.
 */
#ifndef HM_EVIDENCE_GIT_CACHE_H
#define HM_EVIDENCE_GIT_CACHE_H

#include "evidence/git/url.h"

typedef struct HmCachePlace {
  char *root;       /* the folder of all copies */
  char *folder;     /* the folder that this copy is in */
  char *repository; /* the copy */
  char *partial;    /* a clone in the making */
  char *lock;       /* its lock file */
  int lock_fd;      /* -1: not held */
} HmCachePlace;

/* Returns: (owned) the place of the copy of @url, which is of https or file; not locked, nothing
 * made yet. */
HmCachePlace *hm_cache_place_new (const HmUrl *url, const char *cache_folder);

/* Gives the lock up where it is held, and unless others share it takes away the lock file and the
 * folders that stayed empty. */
void hm_cache_place_free (HmCachePlace *place);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HmCachePlace, hm_cache_place_free)

/*
 * Makes the folder of @place and takes its lock, waiting for who holds it, then sweeps what an
 * interrupted process left: a clone half made, and temporary files and lock files in the copy.
 *
 * @cancelled: (nullable)
 *
 * Returns: FALSE with HM_ERROR_IO or HM_ERROR_CANCELLED.
 */
gboolean hm_cache_place_lock (HmCachePlace *place, const gint *cancelled, GError **error);

/*
 * Turns the lock into one that others may share, so that all of them read the copy and nobody
 * changes it. The system may let another process in between.
 *
 * Returns: FALSE, the lock given up, where one was let in that may have changed the copy: take the
 * lock again.
 */
gboolean hm_cache_place_share (HmCachePlace *place);

#endif
