/* SPDX-License-Identifier: Apache-2.0 */
/* SSH signatures against a file of allowed signers, by OpenSSH's own ssh-keygen. */
#ifndef HM_EVIDENCE_GIT_VERIFY_SSH_H
#define HM_EVIDENCE_GIT_VERIFY_SSH_H

#include <hallmark/facts.h>

#include "evidence/git/anchors.h"

typedef struct HmSshVerifier HmSshVerifier;

/*
 * Checks that every line of @allowed_signers that is not empty and no comment holds a public key,
 * and keeps a copy in @folder, which exists and is private.
 *
 * @cancelled: (nullable)
 *
 * Returns: (owned) NULL with HM_ERROR_USAGE that names @allowed_signers, HM_ERROR_IO,
 * HM_ERROR_CANCELLED. Where ssh-keygen is not installed there is a verifier all the same, whose every verdict says so.
 */
HmSshVerifier *hm_ssh_verifier_new (const HmAnchors *allowed_signers, const char *folder,
                                    const gint *cancelled, GError **error);
void hm_ssh_verifier_free (HmSshVerifier *verifier);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HmSshVerifier, hm_ssh_verifier_free)

/* As hm_verifier_verify(). */
void hm_ssh_verifier_verify (HmSshVerifier *verifier, const char *payload, gsize payload_size,
                             const char *armour, gsize armour_size, gint64 time,
                             GStringChunk *strings, HmSignature *signature);

#endif
