/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Verifies signatures against trust anchors that the user gave: OpenSSH's allowed-signers file, and
 * a file of OpenPGP keys. GnuPG (through GPGME) and ssh-keygen do the cryptography. Distrusts
 * payload and signature; trusts the two files.
 */
#ifndef HM_EVIDENCE_GIT_VERIFY_H
#define HM_EVIDENCE_GIT_VERIFY_H

#include <hallmark/facts.h>

#include "evidence/git/anchors.h"

typedef struct HmVerifier HmVerifier;

/*
 * Reads and checks the trust anchors. Keeps a private folder under the temporary folder until it is
 * freed, and removes those that killed processes left; no keyring and no agent of the user's is
 * touched, and nothing is asked of the network.
 *
 * @allowed_signers, @keyring: (nullable) file names; signatures of a kind without anchors stay
 * HM_VERDICT_UNCHECKED.
 * @cancelled: (nullable) atomic, looked at while a verifier runs; must outlive the verifier object.
 *
 * Returns: (owned) NULL with HM_ERROR_USAGE that names the file and what is wrong with it (missing,
 * unreadable, no key in it, a line that is none), HM_ERROR_IO (no private folder),
 * HM_ERROR_CANCELLED.
 */
HmVerifier *hm_verifier_new (const char *allowed_signers, const char *keyring,
                             const gint *cancelled, GError **error);

/* The same of anchors that may have been read already. */
HmVerifier *hm_verifier_new_of (const HmAnchors *allowed_signers, const HmAnchors *keyring,
                                const gint *cancelled, GError **error);
void hm_verifier_free (HmVerifier *verifier);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HmVerifier, hm_verifier_free)

/*
 * Settles verdict, signer and why of @signature, which hm_signature_read() filled from the same
 * @armour. @time is the committer's or tagger's, in seconds since the epoch: when an SSH key must
 * have been valid (OpenPGP signatures hold their own). @key becomes the full fingerprint where the
 * verifier knows it. Texts are put into @strings. One thread at a time.
 *
 * What is no signature but claims to be one of a kind with anchors is HM_VERDICT_BAD.
 */
void hm_verifier_verify (HmVerifier *verifier, const char *payload, gsize payload_size,
                         const char *armour, gsize armour_size, gint64 time, GStringChunk *strings,
                         HmSignature *signature);

#endif
