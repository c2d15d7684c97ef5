/* SPDX-License-Identifier: Apache-2.0 */
/* Files of trust anchors, which the user names on the command line, or a policy does. */
#ifndef HM_EVIDENCE_GIT_ANCHORS_H
#define HM_EVIDENCE_GIT_ANCHORS_H

#include <glib.h>

/* Trust anchors: a file, or what somebody has read of one. */
typedef struct {
  const char *name; /* (nullable) path of the file; NULL: there are none */
  GBytes *bytes;    /* (nullable) what it holds, where @name is but what to call it */
} HmAnchors;

/* Returns: (owned) what @anchors, which are some, hold; NULL as hm_anchors_read(). */
GBytes *hm_anchors_take (const HmAnchors *anchors, const gint *cancelled, GError **error);

/*
 * Reads a regular file or a pipe, at most HM_ANCHORS_BYTES_MAX. Waits for who writes into a pipe.
 *
 * @cancelled: (nullable) atomic
 *
 * Returns: (owned) what @path holds, never empty; NULL with HM_ERROR_USAGE that names @path and
 * what is wrong (missing, a folder, a device, unreadable, empty, too large), or HM_ERROR_CANCELLED.
 */
GBytes *hm_anchors_read (const char *path, const gint *cancelled, GError **error);

/*
 * Looks for a public key in each line of an allowed-signers file (ssh-keygen(1), ALLOWED SIGNERS)
 * that is no comment and not empty. Only the outer form is checked, what the options say is
 * ssh-keygen's to judge.
 *
 * Returns: FALSE with HM_ERROR_USAGE that names @path and the line, or that there is no key at all.
 */
gboolean hm_anchors_check_signers (const char *path, GBytes *bytes, GError **error);

#endif
