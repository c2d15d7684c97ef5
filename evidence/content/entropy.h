/* SPDX-License-Identifier: Apache-2.0 */
/* How much like random bytes a file looks. */
#ifndef HM_EVIDENCE_CONTENT_ENTROPY_H
#define HM_EVIDENCE_CONTENT_ENTROPY_H

#include <glib.h>

/*
 * The Shannon entropy of the bytes, per mille of what as many bytes drawn at random are expected to
 * have: a short file can't reach 8 bits a byte, however random it is.
 *
 * Returns: 0..1000, clamped; 0 where @size is 0.
 */
guint hm_entropy_per_mille (const void *bytes, gsize size);

#endif
