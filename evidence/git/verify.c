/* SPDX-License-Identifier: Apache-2.0 */
/* The private folder, and which verifier a signature goes to. */
#include "evidence/git/verify.h"

#include <errno.h>
#include <glib/gstdio.h>

#include "core/error.h"
#include "core/limits.h"
#include "evidence/git/folder.h"
#include "evidence/git/verify_openpgp.h"
#include "evidence/git/verify_ssh.h"

/* How long the private folder is swept for: 2 s. */
#define SWEEP_TRIES_MAX 100
#define SWEEP_WAIT_US (20 * 1000)

struct HmVerifier {
  char *folder;               /* (nullable) */
  HmOpenpgpVerifier *openpgp; /* (nullable) */
  HmSshVerifier *ssh;         /* (nullable) */
};

/* Returns: (owned) a private folder called @name in that of @verifier. */
static char *
subfolder_new (const HmVerifier *verifier, const char *name, GError **error)
{
  g_autofree char *path = g_build_filename (verifier->folder, name, NULL);

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
  g_autoptr (HmVerifier) verifier = g_new0 (HmVerifier, 1);
  g_autoptr (GError) io_error = NULL;

  if (allowed_signers == NULL && keyring == NULL)
    return g_steal_pointer (&verifier);
  verifier->folder = g_dir_make_tmp ("hallmark-XXXXXX", &io_error);
  if (verifier->folder == NULL) {
    hm_fail (error, HM_ERROR_IO, "%s", io_error->message);
    return NULL;
  }
  if (allowed_signers != NULL) {
    g_autofree char *folder = subfolder_new (verifier, "ssh", error);

    if (folder == NULL)
      return NULL;
    verifier->ssh = hm_ssh_verifier_new (allowed_signers, folder, cancelled, error);
    if (verifier->ssh == NULL)
      return NULL;
  }
  if (keyring != NULL) {
    g_autofree char *home = subfolder_new (verifier, "gnupg", error);

    if (home == NULL)
      return NULL;
    verifier->openpgp = hm_openpgp_verifier_new (keyring, home, cancelled, error);
    if (verifier->openpgp == NULL)
      return NULL;
  }
  return g_steal_pointer (&verifier);
}

/*
 * A GnuPG that was interrupted is no child of ours, so nobody can wait for it; it ends as soon as
 * it finds its pipes closed, and may put a file beside those that are being removed until then.
 * What can't be removed at all is left to who sweeps the temporary folder.
 */
static void
folder_sweep (const char *folder)
{
  for (guint try = 0; try < SWEEP_TRIES_MAX && !hm_folder_remove (folder, NULL); try++)
    g_usleep (SWEEP_WAIT_US);
}

void
hm_verifier_free (HmVerifier *verifier)
{
  if (verifier == NULL)
    return;
  hm_openpgp_verifier_free (verifier->openpgp);
  hm_ssh_verifier_free (verifier->ssh);
  if (verifier->folder != NULL)
    folder_sweep (verifier->folder);
  g_free (verifier->folder);
  g_free (verifier);
}

void
hm_verifier_verify (HmVerifier *verifier, const char *payload, gsize payload_size,
                    const char *armour, gsize armour_size, gint64 time, GStringChunk *strings,
                    HmSignature *signature)
{
  gboolean has_anchors = (signature->kind == HM_SIGNATURE_OPENPGP && verifier->openpgp != NULL)
                         || (signature->kind == HM_SIGNATURE_SSH && verifier->ssh != NULL);

  signature->verdict = HM_VERDICT_UNCHECKED;
  signature->signer = signature->why = NULL;
  if (!has_anchors)
    return;
  if (armour_size > HM_SIGNATURE_BYTES_MAX) {
    g_autofree char *why = g_strdup_printf ("the signature takes %" G_GSIZE_FORMAT
                                            " bytes, more than the %u that are looked at",
                                            armour_size, HM_SIGNATURE_BYTES_MAX);

    signature->verdict = HM_VERDICT_ERROR;
    signature->why = g_string_chunk_insert (strings, why);
    return;
  }
  if (signature->kind == HM_SIGNATURE_OPENPGP)
    hm_openpgp_verifier_verify (verifier->openpgp, payload, payload_size, armour, armour_size,
                                strings, signature);
  else
    hm_ssh_verifier_verify (verifier->ssh, payload, payload_size, armour, armour_size, time,
                            strings, signature);
}
