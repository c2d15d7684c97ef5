/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Signatures of commits and tags as text: what of the object was signed, which kind the signature
 * is of and which key it names. Reads only; whether the signature is good is
 * evidence/git/verify.h's question. Distrusts every byte.
 */
#ifndef HM_EVIDENCE_GIT_SIGNATURE_H
#define HM_EVIDENCE_GIT_SIGNATURE_H

#include <hallmark/facts.h>

/* The namespace that git signs in (gpg-interface.c): a signature made for files or mail is none
 * of a commit. */
#define HM_SSH_NAMESPACE "git"

/*
 * Splits a raw commit object as git's parse_buffer_signed_by_header() does: every header that
 * begins with "gpgsig" is taken out, the values of those called "gpgsig" are the signature, with
 * the one space before each further line folded out.
 *
 * @ret_payload and @ret_signature are appended to (@ret_payload also where nothing is signed).
 *
 * Returns: whether there is a signature, even an empty one.
 */
gboolean hm_signature_split_commit (const char *object, gsize size, GString *ret_payload,
                                    GString *ret_signature);

/* The same for a raw tag object, whose signature is the last armour of its message and all that
 * follows it. */
gboolean hm_signature_split_tag (const char *object, gsize size, GString *ret_payload,
                                 GString *ret_signature);

/* What the armour's first line claims; HM_SIGNATURE_OTHER where it is of no kind we know. */
HmSignatureKind hm_signature_kind (const char *armour, gsize size);

/*
 * Fills @ret_signature with kind and key, verdict HM_VERDICT_UNCHECKED. The key is the issuer's
 * fingerprint or key id in upper-case hexadecimal (OpenPGP), "SHA256:..." as ssh-keygen prints it
 * (SSH), and NULL with X.509. Nothing but printable ASCII is put into @strings, which owns the text.
 *
 * Anybody can write a header, so the first line is not believed: of OpenPGP there must be a
 * signature packet that names its issuer, of SSH a whole signature for HM_SSH_NAMESPACE, of X.509 a
 * CMS message of signed data. All else, and what is larger than HM_SIGNATURE_BYTES_MAX, is of
 * HM_SIGNATURE_OTHER with a why that begins "not a signature: ".
 *
 * @committer_is_forge: HmPerson.is_forge of the committer or tagger. A signed commit that a forge
 * claims to have made counts as signed with a forge's key: who forges the claim only loses by it.
 */
void hm_signature_read (const char *armour, gsize size, gboolean committer_is_forge,
                        GStringChunk *strings, HmSignature *ret_signature);

/* Whether @key, as hm_signature_read() writes it, is one that a forge keeps for itself. */
gboolean hm_signature_is_web_key (const char *key);

/* What an armoured SSH signature (PROTOCOL.sshsig) says about itself. */
typedef struct {
  char *fingerprint;   /* of the public key, "SHA256:..." */
  char *ns;            /* the namespace as far as its first NUL: bytes of the subject */
  gboolean is_for_git; /* the namespace is HM_SSH_NAMESPACE, byte for byte */
} HmSshSignature;

/* Returns: (owned) NULL where @armour is not a whole SSH signature of version 1 with a public key, or
 * larger than HM_SIGNATURE_BYTES_MAX. */
HmSshSignature *hm_ssh_signature_parse (const char *armour, gsize size);
void hm_ssh_signature_free (HmSshSignature *signature);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HmSshSignature, hm_ssh_signature_free)

#endif
