/* SPDX-License-Identifier: Apache-2.0 */
/*
 * OpenPGP by GnuPG, through GPGME. GnuPG gets a home folder that we made, with a configuration that
 * we wrote: no key of the user's is seen, no agent and no directory manager is started, nothing is
 * looked up. The payload and the signature, which are hostile, reach it as bytes through pipes,
 * never as words of a command.
 */
#include "evidence/git/verify_openpgp.h"

#include <gpgme.h>
#include <signal.h>
#include <string.h>

#include "core/error.h"
#include "core/limits.h"
#include "evidence/git/anchors.h"
#include "evidence/git/cancel.h"
#include "evidence/git/signature.h"

/* How often a running GnuPG is looked after; a verification takes some 5 ms. */
#define POLL_US 500

#define DETACHED_BEGIN "-----BEGIN PGP SIGNATURE-----"

/*
 * trust-model always: the user vouches for every key of the file. The rest keeps GnuPG to itself.
 */
static const char gpg_conf[] = "trust-model always\n"
                               "no-auto-check-trustdb\n"
                               "no-autostart\n"
                               "disable-dirmngr\n"
                               "no-auto-key-retrieve\n"
                               "no-auto-key-locate\n"
                               "keyserver-options no-auto-key-retrieve\n"
                               "no-random-seed-file\n";

struct HmOpenpgpVerifier {
  gpgme_ctx_t context;   /* (nullable) NULL: GnuPG is not there */
  const gint *cancelled; /* (nullable) */
};

static void
data_release (gpgme_data_t *data)
{
  if (*data != NULL)
    gpgme_data_release (*data);
}

static void
key_release (gpgme_key_t *key)
{
  if (*key != NULL)
    gpgme_key_unref (*key);
}

#define AUTO_DATA __attribute__ ((cleanup (data_release))) gpgme_data_t
#define AUTO_KEY __attribute__ ((cleanup (key_release))) gpgme_key_t

/*
 * GPGME writes to pipes whose reader may die. The signal of that is kept off the calling thread,
 * and taken away before it is let through again, so that the program's own handling of SIGPIPE
 * stays as it is.
 */
static gboolean
pipe_signal_hold (sigset_t *ret_old)
{
  sigset_t pipe_set, pending;

  sigemptyset (&pipe_set);
  sigaddset (&pipe_set, SIGPIPE);
  sigpending (&pending);
  pthread_sigmask (SIG_BLOCK, &pipe_set, ret_old);
  return sigismember (&pending, SIGPIPE) == 1;
}

static void
pipe_signal_release (const sigset_t *old, gboolean was_pending)
{
  const struct timespec at_once = { 0 };
  sigset_t pipe_set;

  sigemptyset (&pipe_set);
  sigaddset (&pipe_set, SIGPIPE);
  if (!was_pending)
    while (sigtimedwait (&pipe_set, NULL, &at_once) > 0)
      continue;
  pthread_sigmask (SIG_SETMASK, old, NULL);
}

/* Waits for the operation that was started on @verifier. Returns: GPG_ERR_CANCELED,
 * GPG_ERR_TIMEOUT, or how it ended. */
static gpgme_error_t
operation_finish (HmOpenpgpVerifier *verifier)
{
  gint64 deadline = g_get_monotonic_time () + (gint64) HM_VERIFIER_SECONDS * G_USEC_PER_SEC;
  gpgme_error_t reason = 0, result = 0;

  while (gpgme_wait (verifier->context, &result, 0) == NULL) {
    if (reason == 0 && hm_is_cancelled (verifier->cancelled))
      reason = gpgme_error (GPG_ERR_CANCELED);
    if (reason == 0 && g_get_monotonic_time () > deadline)
      reason = gpgme_error (GPG_ERR_TIMEOUT);
    if (reason != 0) {
      gpgme_cancel (verifier->context);
      gpgme_wait (verifier->context, &result,
                  0); /* takes note of the end, else the next wait would */
      return reason;
    }
    g_usleep (POLL_US);
  }
  return result;
}

static gboolean
keys_import (HmOpenpgpVerifier *verifier, const char *keyring, GBytes *bytes, GError **error)
{
  AUTO_DATA data = NULL;
  gpgme_import_result_t imported;
  gpgme_error_t failure;
  sigset_t old_signals;
  gboolean was_pending;

  failure =
      gpgme_data_new_from_mem (&data, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), 0);
  if (failure == 0) {
    was_pending = pipe_signal_hold (&old_signals);
    failure = gpgme_op_import_start (verifier->context, data);
    if (failure == 0)
      failure = operation_finish (verifier);
    pipe_signal_release (&old_signals, was_pending);
  }
  if (gpgme_err_code (failure) == GPG_ERR_CANCELED)
    return hm_fail (error, HM_ERROR_CANCELLED, "%s: interrupted", keyring);
  imported = gpgme_op_import_result (verifier->context);
  if (imported != NULL && imported->imported + imported->unchanged > 0)
    return TRUE;
  if (imported != NULL && imported->no_user_id > 0)
    return hm_fail (error, HM_ERROR_USAGE,
                    "%s: no OpenPGP key in it has a user id that the key itself signed", keyring);
  return hm_fail (
      error, HM_ERROR_USAGE,
      "%s: no OpenPGP public key in it; `gpg --export KEY... > FILE` writes such a file", keyring);
}

HmOpenpgpVerifier *
hm_openpgp_verifier_new (const HmAnchors *keyring, const char *home, const gint *cancelled,
                         GError **error)
{
  g_autoptr (HmOpenpgpVerifier) verifier = g_new0 (HmOpenpgpVerifier, 1);
  g_autoptr (GBytes) bytes = hm_anchors_take (keyring, cancelled, error);
  g_autofree char *conf = g_build_filename (home, "gpg.conf", NULL);
  g_autoptr (GError) io_error = NULL;

  if (bytes == NULL)
    return NULL;
  if (!g_file_set_contents (conf, gpg_conf, -1, &io_error)) {
    hm_fail (error, HM_ERROR_IO, "%s", io_error->message);
    return NULL;
  }
  verifier->cancelled = cancelled;
  gpgme_check_version (NULL);
  if (gpgme_engine_check_version (GPGME_PROTOCOL_OPENPGP) != 0)
    return g_steal_pointer (&verifier);
  if (gpgme_new (&verifier->context) != 0
      || gpgme_set_protocol (verifier->context, GPGME_PROTOCOL_OPENPGP) != 0
      || gpgme_ctx_set_engine_info (verifier->context, GPGME_PROTOCOL_OPENPGP, NULL, home) != 0) {
    hm_fail (error, HM_ERROR_IO, "GPGME can't be set up with the home folder %s", home);
    return NULL;
  }
  gpgme_set_offline (verifier->context, 1);
  if (!keys_import (verifier, keyring->name, bytes, error))
    return NULL;
  return g_steal_pointer (&verifier);
}

void
hm_openpgp_verifier_free (HmOpenpgpVerifier *verifier)
{
  if (verifier == NULL)
    return;
  if (verifier->context != NULL)
    gpgme_release (verifier->context);
  g_free (verifier);
}

static void
settle (HmSignature *signature, GStringChunk *strings, HmVerdict verdict, const char *why)
{
  signature->verdict = verdict;
  signature->why = why == NULL ? NULL : g_string_chunk_insert (strings, why);
}

/*
 * Whether @key, and its subkey that made the signature, were still valid at @timestamp. GnuPG says
 * "expired" by today's clock; but a signature does not get worse by age, and equal inputs are to
 * give equal verdicts.
 */
static gboolean
key_was_valid (gpgme_key_t key, const char *fingerprint, unsigned long timestamp)
{
  for (gpgme_subkey_t subkey = key->subkeys; subkey != NULL; subkey = subkey->next) {
    gboolean counts = subkey == key->subkeys || g_strcmp0 (subkey->fpr, fingerprint) == 0;

    if (counts && subkey->expires > 0 && (unsigned long) subkey->expires <= timestamp)
      return FALSE;
  }
  return TRUE;
}

/* Judges a signature that fits the payload, and whose key GnuPG knows. */
static void
settle_fitting (HmOpenpgpVerifier *verifier, gpgme_signature_t result, GStringChunk *strings,
                HmSignature *signature)
{
  AUTO_KEY key = NULL;
  gpgme_err_code_t code = gpgme_err_code (result->status);

  if (gpgme_get_key (verifier->context, result->fpr, &key, 0) != 0 || key == NULL) {
    settle (signature, strings, HM_VERDICT_ERROR, "the key can't be read from the keyring");
    return;
  }
  if (result->wrong_key_usage) {
    settle (signature, strings, HM_VERDICT_UNTRUSTED, "the key is not meant for signing");
  } else if (code == GPG_ERR_CERT_REVOKED || key->revoked) {
    settle (signature, strings, HM_VERDICT_UNTRUSTED, "the key was revoked");
  } else if (code == GPG_ERR_SIG_EXPIRED) {
    settle (signature, strings, HM_VERDICT_UNTRUSTED, "the signature itself has expired");
  } else if (!key_was_valid (key, result->fpr, result->timestamp)) {
    settle (signature, strings, HM_VERDICT_UNTRUSTED, "the key had expired when it signed");
  } else {
    settle (signature, strings, HM_VERDICT_GOOD, NULL);
    if (key->uids != NULL && key->uids->uid != NULL)
      signature->signer = g_string_chunk_insert (strings, key->uids->uid);
  }
}

static void
settle_result (HmOpenpgpVerifier *verifier, gpgme_signature_t result, GStringChunk *strings,
               HmSignature *signature)
{
  g_autofree char *why = NULL;

  if (result->fpr != NULL && result->fpr[0] != '\0') {
    signature->key = g_string_chunk_insert (strings, result->fpr);
    signature->is_web_key = signature->is_web_key || hm_signature_is_web_key (result->fpr);
  }
  switch (gpgme_err_code (result->status)) {
  case GPG_ERR_NO_ERROR:
  case GPG_ERR_SIG_EXPIRED:
  case GPG_ERR_KEY_EXPIRED:
  case GPG_ERR_CERT_REVOKED:
    settle_fitting (verifier, result, strings, signature);
    break;
  case GPG_ERR_BAD_SIGNATURE:
    settle (signature, strings, HM_VERDICT_BAD, "the signature does not fit the content");
    break;
  case GPG_ERR_NO_PUBKEY:
    settle (signature, strings, HM_VERDICT_UNTRUSTED, "the key is not in the keyring");
    break;
  default:
    why = g_strdup_printf ("GnuPG can't tell: %s", gpgme_strerror (result->status));
    settle (signature, strings, HM_VERDICT_ERROR, why);
    break;
  }
}

/* Runs GnuPG over the pair. */
static gpgme_error_t
operation_verify (HmOpenpgpVerifier *verifier, const char *payload, gsize payload_size,
                  const char *armour, gsize armour_size)
{
  AUTO_DATA signed_data = NULL;
  AUTO_DATA signature_data = NULL;
  gpgme_error_t failure;

  failure = gpgme_data_new_from_mem (&signature_data, armour, armour_size, 0);
  if (failure == 0)
    failure = gpgme_data_new_from_mem (&signed_data, payload, payload_size, 0);
  if (failure == 0)
    failure = gpgme_op_verify_start (verifier->context, signature_data, signed_data, NULL);
  if (failure == 0)
    failure = operation_finish (verifier);
  return failure;
}

void
hm_openpgp_verifier_verify (HmOpenpgpVerifier *verifier, const char *payload, gsize payload_size,
                            const char *armour, gsize armour_size, GStringChunk *strings,
                            HmSignature *signature)
{
  gpgme_verify_result_t result;
  gpgme_error_t failure;
  sigset_t old_signals;
  gboolean was_pending;

  if (verifier->context == NULL) {
    settle (signature, strings, HM_VERDICT_ERROR,
            "GnuPG is not installed (Debian: apt install gnupg)");
    return;
  }
  /* A message that holds its own text would be verified against that, not against the object. */
  if (armour_size < strlen (DETACHED_BEGIN)
      || memcmp (armour, DETACHED_BEGIN, strlen (DETACHED_BEGIN)) != 0) {
    settle (signature, strings, HM_VERDICT_ERROR, "not a detached signature");
    return;
  }
  was_pending = pipe_signal_hold (&old_signals);
  failure = operation_verify (verifier, payload, payload_size, armour, armour_size);
  result = failure == 0 ? gpgme_op_verify_result (verifier->context) : NULL;
  if (gpgme_err_code (failure) == GPG_ERR_CANCELED)
    settle (signature, strings, HM_VERDICT_ERROR, "interrupted");
  else if (gpgme_err_code (failure) == GPG_ERR_TIMEOUT)
    settle (signature, strings, HM_VERDICT_ERROR, "GnuPG took too long");
  else if (gpgme_err_code (failure) == GPG_ERR_NO_DATA
           || (failure == 0 && result != NULL && result->signatures == NULL))
    settle (signature, strings, HM_VERDICT_BAD,
            "GnuPG finds no signature in it; it cannot be a signature of this content");
  else if (failure != 0 || result == NULL)
    settle (signature, strings, HM_VERDICT_ERROR, "GnuPG can't tell");
  else if (result->signatures->next != NULL)
    /* git says no to these too: which of them would count? */
    settle (signature, strings, HM_VERDICT_ERROR, "more than one signature in one place");
  else
    settle_result (verifier, result->signatures, strings, signature);
  pipe_signal_release (&old_signals, was_pending);
}
