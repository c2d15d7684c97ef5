/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What libgit2 may allocate. It inflates an object whole, by the size that the object claims, and
 * has no limit of its own: a few kilobytes of a pack could ask for gigabytes. So a thread that
 * reads objects of the subject sets a limit here, and larger ones fail to be read instead. What was
 * allocated in all is told too, for budgets of many reads.
 */
#ifndef HM_EVIDENCE_GIT_ALLOCATOR_H
#define HM_EVIDENCE_GIT_ALLOCATOR_H

#include <glib.h>

/* Makes libgit2 allocate through this file; before git_libgit2_init(). Called by hm_git_init() alone. */
void hm_allocator_install (void);

/*
 * From now on no single block of libgit2's in this thread is larger than @bytes; 0 lifts the limit.
 * Returns: the limit before.
 */
gsize hm_allocator_set_limit (gsize bytes);

/*
 * Bytes of all blocks that libgit2 was given in this thread so far, and some for each block: what
 * reading took in truth, whatever sizes objects claim. A base that each of a thousand small deltas
 * unpacks anew counts a thousand times.
 */
guint64 hm_allocator_total (void);

/* Whether a block was refused in this thread since the last call. */
gboolean hm_allocator_take_refusal (void);

#endif
