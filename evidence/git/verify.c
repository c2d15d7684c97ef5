/* SPDX-License-Identifier: Apache-2.0 */
/* The private folder, and which verifier a signature goes to. */
#include "evidence/git/verify.h"

#include <errno.h>
#include <glib/gstdio.h>

#include "core/error.h"
#include "core/limits.h"
#include "evidence/git/folder.h"
#include "evidence/git/signature.h"
#include "evidence/git/verify_openpgp.h"
#include "evidence/git/verify_ssh.h"

struct HmVerifier {
  HmPrivateFolder *folder;    /* (nullable) */
  HmOpenpgpVerifier *openpgp; /* (nullable) */
  HmSshVerifier *ssh;         /* (nullable) */
};

/* Returns: (owned) a private folder called @name in that of @verifier. */
static char *
subfolder_new (const HmVerifier *verifier, const char *name, GError **error)
{
  g_autofree char *path = g_build_filename (verifier->folder->path, name, NULL);

  if (g_mkdir (path, 0700) < 0) {
    hm_fail (error, HM_ERROR_IO, "%s: %s", path, g_strerror (errno));
    return NULL;
  }
  return g_steal_pointer (&path);
}

HmVerifier *
hm_verifier_new (const char *allowed_signers, const char *keyring, const gint *cancelled,
                 GError **error)
{
  return hm_verifier_new_of (&(HmAnchors){ .name = allowed_signers },
                             &(HmAnchors){ .name = keyring }, cancelled, error);
}

HmVerifier *
hm_verifier_new_of (const HmAnchors *allowed_signers, const HmAnchors *keyring,
                    const gint *cancelled, GError **error)
{
  g_autoptr (HmVerifier) verifier = g_new0 (HmVerifier, 1);

  if (allowed_signers->name == NULL && keyring->name == NULL)
    return g_steal_pointer (&verifier);
  verifier->folder = hm_private_folder_new (error);
  if (verifier->folder == NULL)
    return NULL;
  if (allowed_signers->name != NULL) {
    g_autofree char *folder = subfolder_new (verifier, "ssh", error);

    if (folder == NULL)
      return NULL;
    verifier->ssh = hm_ssh_verifier_new (allowed_signers, folder, cancelled, error);
    if (verifier->ssh == NULL)
      return NULL;
  }
  if (keyring->name != NULL) {
    g_autofree char *home = subfolder_new (verifier, "gnupg", error);

    if (home == NULL)
      return NULL;
    verifier->openpgp = hm_openpgp_verifier_new (keyring, home, cancelled, error);
    if (verifier->openpgp == NULL)
      return NULL;
  }
  return g_steal_pointer (&verifier);
}

void
hm_verifier_free (HmVerifier *verifier)
{
  if (verifier == NULL)
    return;
  hm_openpgp_verifier_free (verifier->openpgp);
  hm_ssh_verifier_free (verifier->ssh);
  hm_private_folder_free (verifier->folder);
  g_free (verifier);
}

void
hm_verifier_verify (HmVerifier *verifier, const char *payload, gsize payload_size,
                    const char *armour, gsize armour_size, gint64 time, GStringChunk *strings,
                    HmSignature *signature)
{
  /* What is no signature goes to the verifier of the kind that it claims to be. */
  HmSignatureKind kind = signature->kind == HM_SIGNATURE_OTHER
                             ? hm_signature_kind (armour, armour_size)
                             : signature->kind;

  if (!(kind == HM_SIGNATURE_OPENPGP && verifier->openpgp != NULL)
      && !(kind == HM_SIGNATURE_SSH && verifier->ssh != NULL))
    return;
  if (armour_size > HM_SIGNATURE_BYTES_MAX) {
    g_autofree char *why = g_strdup_printf ("the signature takes %" G_GSIZE_FORMAT
                                            " bytes, more than the %u that are looked at",
                                            armour_size, HM_SIGNATURE_BYTES_MAX);

    signature->verdict = HM_VERDICT_ERROR;
    signature->why = g_string_chunk_insert (strings, why);
    return;
  }
  if (signature->kind == HM_SIGNATURE_OTHER) {
    g_autofree char *why =
        g_strdup_printf ("%s; it cannot be a signature of this content", signature->why);

    signature->verdict = HM_VERDICT_BAD;
    signature->why = g_string_chunk_insert_const (strings, why);
    return;
  }
  if (kind == HM_SIGNATURE_OPENPGP)
    hm_openpgp_verifier_verify (verifier->openpgp, payload, payload_size, armour, armour_size,
                                strings, signature);
  else
    hm_ssh_verifier_verify (verifier->ssh, payload, payload_size, armour, armour_size, time,
                            strings, signature);
}
