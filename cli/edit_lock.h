/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One process at a time changes a file that is read, edited and replaced whole: a lock on the file
 * itself would go with the old one.
 */
#ifndef HM_CLI_EDIT_LOCK_H
#define HM_CLI_EDIT_LOCK_H

#include <glib.h>

typedef struct HmEditLock HmEditLock;

/*
 * Locks @place, which need not be there, against others who call this; readers take no lock. It is
 * the folder that is locked. Where the file system can't do that (NFS), or the folder can't be
 * read, it is a file ".NAME.lock" beside @place, which goes with the lock. Where neither can be
 * had, since the folder is read-only or knows no locks, there is none: who can write there all the
 * same has to look whether @place is as it was.
 *
 * @place: absolute, links followed
 * @name: what errors call it
 * @wait_ms: how long to wait for others
 * @cancelled: (nullable) atomic
 *
 * Returns: (owned) NULL with HM_ERROR_IO (others hold it; the error says which process, where that
 * can be known) or HM_ERROR_CANCELLED.
 */
HmEditLock *hm_edit_lock_take (const char *place, const char *name, guint wait_ms,
                               const gint *cancelled, GError **error);

/* Lets others in. @lock may be NULL. */
void hm_edit_lock_release (HmEditLock *lock);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HmEditLock, hm_edit_lock_release)

#endif
