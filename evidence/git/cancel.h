/* SPDX-License-Identifier: Apache-2.0 */
/* The flag by which the user interrupts. */
#ifndef HM_EVIDENCE_GIT_CANCEL_H
#define HM_EVIDENCE_GIT_CANCEL_H

#include <glib.h>

/* @cancelled: (nullable) set by another thread or a signal handler. */
static inline gboolean
hm_is_cancelled (const gint *cancelled)
{
  /* g_atomic_int_get() takes no pointer to const without a warning. */
  return cancelled != NULL && __atomic_load_n (cancelled, __ATOMIC_SEQ_CST) != 0;
}

#endif
