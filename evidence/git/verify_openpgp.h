/* SPDX-License-Identifier: Apache-2.0 */
/* OpenPGP signatures against a file of keys, by GnuPG through GPGME. */
#ifndef HM_EVIDENCE_GIT_VERIFY_OPENPGP_H
#define HM_EVIDENCE_GIT_VERIFY_OPENPGP_H

#include <hallmark/facts.h>

#include "evidence/git/anchors.h"

typedef struct HmOpenpgpVerifier HmOpenpgpVerifier;

/*
 * Puts the keys of @keyring into a home folder for GnuPG at @home, which exists, is empty and is
 * private.
 *
 * @cancelled: (nullable)
 *
 * Returns: (owned) NULL with HM_ERROR_USAGE that names @keyring, HM_ERROR_IO, HM_ERROR_CANCELLED.
 * Where GnuPG is not installed there is a verifier all the same, whose every verdict says so.
 */
HmOpenpgpVerifier *hm_openpgp_verifier_new (const HmAnchors *keyring, const char *home,
                                            const gint *cancelled, GError **error);
void hm_openpgp_verifier_free (HmOpenpgpVerifier *verifier);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HmOpenpgpVerifier, hm_openpgp_verifier_free)

/* As hm_verifier_verify(). */
void hm_openpgp_verifier_verify (HmOpenpgpVerifier *verifier, const char *payload,
                                 gsize payload_size, const char *armour, gsize armour_size,
                                 GStringChunk *strings, HmSignature *signature);

#endif
