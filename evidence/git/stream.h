/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The sockets that libgit2 talks through. Its own wait for a server without end, and can't be
 * interrupted; these give up on one that stays silent, and look at the flag of the user. TLS,
 * proxies and certificates stay libgit2's work, on top.
 */
#ifndef HM_EVIDENCE_GIT_STREAM_H
#define HM_EVIDENCE_GIT_STREAM_H

#include <glib.h>

/*
 * Gives libgit2 these sockets, and tells those of the calling thread what to look at, until it is
 * told otherwise.
 *
 * @cancelled: (nullable) must live until hm_stream_forget().
 * @silence_ms: how long a server may take to accept, and to send or take a byte.
 */
void hm_stream_watch (const gint *cancelled, guint silence_ms);

/*
 * From now on the sockets of the calling thread receive no more than @bytes: a server could send
 * names of branches, or words for the user, until memory is full. Without it, and after
 * hm_stream_watch(), there is no limit.
 */
void hm_stream_allow (guint64 bytes);

/* Whether a socket of the calling thread broke off because of hm_stream_allow(). */
gboolean hm_stream_is_over_allowance (void);

/*
 * Why a socket of the calling thread broke off since hm_stream_watch(); libgit2's layers above hide
 * it behind words of their own.
 *
 * Returns: (borrowed) (nullable)
 */
const char *hm_stream_complaint (void);

/* After this the sockets of the calling thread look at no flag any more. */
void hm_stream_forget (void);

#endif
