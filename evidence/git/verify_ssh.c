/* SPDX-License-Identifier: Apache-2.0 */
/*
 * SSH signatures by OpenSSH's ssh-keygen, which has no library.
 *
 * Why running it is safe: the program is found in absolute folders of PATH only, so nothing of the
 * subject is executed. Its words are fixed but for the time, which is digits, and a principal,
 * which stands in the user's own file and follows "-I" as one word. There is no shell. What is
 * hostile, the payload and the signature, are files that we wrote into a private folder under names
 * that we chose. The allowed signers are our copy, so that they are what was checked. The
 * environment is empty but for a few settings, so that no SSH_ASKPASS, agent or preloaded library
 * is reached. It runs for HM_VERIFIER_SECONDS at most.
 */
#include "evidence/git/verify_ssh.h"

#include <gio/gio.h>
#include <string.h>

#include "core/error.h"
#include "core/instant.h"
#include "core/limits.h"
#include "evidence/git/anchors.h"
#include "evidence/git/cancel.h"
#include "evidence/git/signature.h"

/* How often a running ssh-keygen is looked after; one run takes some 4 ms. */
#define POLL_MS 50

/* Principals of one key that are tried. */
#define PRINCIPALS_MAX 64

/* ssh-keygen's words (ssherr.c: SSH_ERR_SIGNATURE_INVALID) for a signature that was computed and
 * is wrong. */
#define INCORRECT_SIGNATURE "incorrect signature"

/* sshsig.c, check_allowed_keys_line(), of a key that is listed but was not valid. */
#define NOT_YET_VALID "key is not yet valid"
#define HAS_EXPIRED "key has expired"

/* All of ssh-keygen's environment. Its -Overify-time is read in its time zone. */
#define KEYGEN_ENVIRONMENT "PATH=/usr/bin:/bin LC_ALL=C TZ=UTC"

/* Our files in the private folder, by the names that ssh-keygen is given: its words then name no
 * folder that differs from run to run. */
#define SIGNERS_NAME "allowed_signers"
#define SIGNATURE_NAME "signature"
#define PAYLOAD_NAME "payload"

struct HmSshVerifier {
  char *program;          /* (nullable) NULL: not installed */
  char *folder;           /* private: cwd of ssh-keygen, and where its files lie */
  char *signers;          /* file: our copy of the allowed signers */
  char *signature;        /* file */
  char *payload;          /* file */
  GHashTable *principals; /* fingerprint -> the principal that it last signed as */
  const gint *cancelled;  /* (nullable) */
};

/* How one ssh-keygen ended. */
typedef struct {
  gboolean is_success;
  char *out;
  char *err;
  const char *why; /* (nullable) static: it did not come to an end */
} Run;

static void
run_clear (Run *run)
{
  g_free (run->out);
  g_free (run->err);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Run, run_clear)

/* Returns: (owned) (nullable) not g_find_program_in_path(), which would look into the folder one
 * stands in. */
static char *
program_find (const char *name)
{
  const char *path = g_getenv ("PATH");
  g_auto (GStrv) folders = g_strsplit (path == NULL ? "/usr/bin:/bin" : path, ":", -1);

  for (char **folder = folders; *folder != NULL; folder++) {
    g_autofree char *program = g_build_filename (*folder, name, NULL);

    if (g_path_is_absolute (program) && g_file_test (program, G_FILE_TEST_IS_EXECUTABLE)
        && !g_file_test (program, G_FILE_TEST_IS_DIR))
      return g_steal_pointer (&program);
  }
  return NULL;
}

HmSshVerifier *
hm_ssh_verifier_new (const HmAnchors *allowed_signers, const char *folder, const gint *cancelled,
                     GError **error)
{
  g_autoptr (HmSshVerifier) verifier = g_new0 (HmSshVerifier, 1);
  g_autoptr (GBytes) bytes = hm_anchors_take (allowed_signers, cancelled, error);
  g_autoptr (GError) io_error = NULL;

  if (bytes == NULL || !hm_anchors_check_signers (allowed_signers->name, bytes, error))
    return NULL;
  verifier->folder = g_strdup (folder);
  verifier->signers = g_build_filename (folder, SIGNERS_NAME, NULL);
  verifier->signature = g_build_filename (folder, SIGNATURE_NAME, NULL);
  verifier->payload = g_build_filename (folder, PAYLOAD_NAME, NULL);
  verifier->program = program_find ("ssh-keygen");
  verifier->principals = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  verifier->cancelled = cancelled;
  if (!g_file_set_contents (verifier->signers, g_bytes_get_data (bytes, NULL),
                            (gssize) g_bytes_get_size (bytes), &io_error)) {
    hm_fail (error, HM_ERROR_IO, "%s", io_error->message);
    return NULL;
  }
  return g_steal_pointer (&verifier);
}

void
hm_ssh_verifier_free (HmSshVerifier *verifier)
{
  if (verifier == NULL)
    return;
  if (verifier->principals != NULL)
    g_hash_table_unref (verifier->principals);
  g_free (verifier->program);
  g_free (verifier->folder);
  g_free (verifier->signers);
  g_free (verifier->signature);
  g_free (verifier->payload);
  g_free (verifier);
}

/* A run in progress, seen by the callbacks. */
typedef struct {
  GSubprocess *process;
  GCancellable *stop;
  const gint *cancelled; /* (nullable) */
  gint64 deadline;       /* of g_get_monotonic_time() */
  Run *run;
  gboolean is_done;
} Watch;

static gboolean
watch_tick (gpointer user_data)
{
  Watch *watch = user_data;

  if (hm_is_cancelled (watch->cancelled))
    watch->run->why = "interrupted";
  else if (g_get_monotonic_time () > watch->deadline)
    watch->run->why = "ssh-keygen took too long";
  if (watch->run->why != NULL) {
    g_subprocess_force_exit (watch->process);
    g_cancellable_cancel (watch->stop);
  }
  return G_SOURCE_CONTINUE;
}

static void
watch_finish (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Watch *watch = user_data;
  g_autoptr (GBytes) out = NULL;
  g_autoptr (GBytes) err = NULL;

  if (g_subprocess_communicate_finish (G_SUBPROCESS (source), result, &out, &err, NULL)) {
    watch->run->out = g_strndup (g_bytes_get_data (out, NULL), g_bytes_get_size (out));
    watch->run->err = g_strndup (g_bytes_get_data (err, NULL), g_bytes_get_size (err));
    watch->run->is_success = g_subprocess_get_successful (watch->process);
  } else if (watch->run->why == NULL) {
    watch->run->why = "ssh-keygen broke off";
  }
  watch->is_done = TRUE;
}

/* Runs ssh-keygen with @argv, the payload on its standard input. */
static void
run_keygen (HmSshVerifier *verifier, const char *const *argv, Run *ret_run)
{
  g_autoptr (GSubprocessLauncher) launcher = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GCancellable) stop = g_cancellable_new ();
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GSource) tick = g_timeout_source_new (POLL_MS);
  g_auto (GStrv) environment = g_strsplit (KEYGEN_ENVIRONMENT, " ", -1);
  Watch watch = { .stop = stop, .cancelled = verifier->cancelled, .run = ret_run };

  launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_subprocess_launcher_set_environ (launcher, environment);
  g_subprocess_launcher_set_cwd (launcher, verifier->folder);
  /* A file and not a pipe: ssh-keygen may end before it has read all, and the signal of that is
   * not ours to ignore. */
  g_subprocess_launcher_set_stdin_file_path (launcher, verifier->payload);
  process = g_subprocess_launcher_spawnv (launcher, argv, NULL);
  if (process == NULL) {
    ret_run->why = "ssh-keygen can't be started";
    return;
  }
  watch.process = process;
  watch.deadline = g_get_monotonic_time () + (gint64) HM_VERIFIER_SECONDS * G_USEC_PER_SEC;

  g_main_context_push_thread_default (context);
  g_source_set_callback (tick, watch_tick, &watch, NULL);
  g_source_attach (tick, context);
  g_subprocess_communicate_async (process, NULL, stop, watch_finish, &watch);
  while (!watch.is_done)
    g_main_context_iteration (context, TRUE);
  g_source_destroy (tick);
  g_main_context_pop_thread_default (context);
}

static void
settle (HmSignature *signature, GStringChunk *strings, HmVerdict verdict, const char *why)
{
  signature->verdict = verdict;
  signature->why = why == NULL ? NULL : g_string_chunk_insert (strings, why);
}

/* The last line that ssh-keygen said, which tells most. It prints nothing of the subject but
 * masked. */
static char *
last_line (const char *text)
{
  g_autofree char *copy = g_strchomp (g_strdup (text));
  const char *line = strrchr (copy, '\n');

  return g_strdup (line == NULL ? copy : line + 1);
}

/*
 * No signer of the file vouches for the signature; is it at least what it says to be? Only
 * cryptography says "bad": every other trouble is an error, and a good one by a stranger is
 * @untrusted_why.
 */
static void
settle_without_signer (HmSshVerifier *verifier, const char *untrusted_why, GStringChunk *strings,
                       HmSignature *signature)
{
  const char *const argv[] = { verifier->program, "-Y", "check-novalidate", "-n",
                               HM_SSH_NAMESPACE,  "-s", SIGNATURE_NAME,     NULL };
  g_auto (Run) run = { 0 };

  run_keygen (verifier, argv, &run);
  if (run.why != NULL) {
    settle (signature, strings, HM_VERDICT_ERROR, run.why);
  } else if (run.is_success) {
    settle (signature, strings, HM_VERDICT_UNTRUSTED, untrusted_why);
  } else if (strstr (run.err, INCORRECT_SIGNATURE) != NULL) {
    settle (signature, strings, HM_VERDICT_BAD, "the signature does not fit the content");
  } else {
    g_autofree char *line = last_line (run.err);
    g_autofree char *why = g_strdup_printf ("ssh-keygen can't tell: %s", line);

    settle (signature, strings, HM_VERDICT_ERROR, why);
  }
}

/*
 * Asks whether the file lets @principal sign for git with that key at that time. Returns: whether
 * the verdict is settled, which it is where it does, or where nobody could be asked.
 */
static gboolean
settle_with_principal (HmSshVerifier *verifier, const char *principal, const char *verify_time,
                       GStringChunk *strings, HmSignature *signature)
{
  const char *const argv[] = { verifier->program,
                               "-Y",
                               "verify",
                               "-n",
                               HM_SSH_NAMESPACE,
                               "-f",
                               SIGNERS_NAME,
                               "-I",
                               principal,
                               "-s",
                               SIGNATURE_NAME,
                               verify_time,
                               NULL };
  g_auto (Run) run = { 0 };

  run_keygen (verifier, argv, &run);
  if (run.why != NULL) {
    settle (signature, strings, HM_VERDICT_ERROR, run.why);
    return TRUE;
  }
  if (!run.is_success)
    return FALSE;
  settle (signature, strings, HM_VERDICT_GOOD, NULL);
  signature->signer = g_string_chunk_insert (strings, principal);
  return TRUE;
}

/* Tries all that ssh-keygen found for the key, one a line. */
static void
settle_with_principals (HmSshVerifier *verifier, const char *found, const char *fingerprint,
                        const char *verify_time, GStringChunk *strings, HmSignature *signature)
{
  g_auto (GStrv) principals = g_strsplit (found, "\n", PRINCIPALS_MAX);

  for (char **principal = principals; *principal != NULL; principal++) {
    g_strstrip (*principal);
    if (**principal == '\0' || **principal == '!')
      continue;
    if (!settle_with_principal (verifier, *principal, verify_time, strings, signature))
      continue;
    if (signature->verdict == HM_VERDICT_GOOD)
      g_hash_table_insert (verifier->principals, g_strdup (fingerprint), g_strdup (*principal));
    return;
  }
  settle_without_signer (verifier, "the file of allowed signers does not let this key sign for git",
                         strings, signature);
}

/* "-Overify-time=19700101000000": ssh-keygen reads it in its time zone, which run_keygen() sets. */
static char *
verify_time_option (gint64 time)
{
  g_autoptr (GDateTime) instant = g_date_time_new_from_unix_utc (CLAMP (time, 1, HM_INSTANT_MAX));

  return g_date_time_format (instant, "-Overify-time=%Y%m%d%H%M%S");
}

static void
verify_files (HmSshVerifier *verifier, const char *fingerprint, gint64 time, GStringChunk *strings,
              HmSignature *signature)
{
  g_autofree char *verify_time = verify_time_option (time);
  const char *const argv[] = {
    verifier->program, "-Y", "find-principals", "-f", SIGNERS_NAME, "-s", SIGNATURE_NAME,
    verify_time,       NULL
  };
  const char *untrusted_why = "the key is not in the file of allowed signers";
  const char *known = g_hash_table_lookup (verifier->principals, fingerprint);
  g_auto (Run) run = { 0 };

  /* Most commits are by few people: who was asked for once need not be found again, only
   * verified. */
  if (known != NULL && settle_with_principal (verifier, known, verify_time, strings, signature))
    return;
  run_keygen (verifier, argv, &run);
  if (run.why != NULL) {
    settle (signature, strings, HM_VERDICT_ERROR, run.why);
    return;
  }
  if (run.is_success && run.out[0] != '\0') {
    settle_with_principals (verifier, run.out, fingerprint, verify_time, strings, signature);
    return;
  }
  if (strstr (run.err, HAS_EXPIRED) != NULL)
    untrusted_why = "the key was no longer valid when it signed";
  else if (strstr (run.err, NOT_YET_VALID) != NULL)
    untrusted_why = "the key was not yet valid when it signed";
  settle_without_signer (verifier, untrusted_why, strings, signature);
}

void
hm_ssh_verifier_verify (HmSshVerifier *verifier, const char *payload, gsize payload_size,
                        const char *armour, gsize armour_size, gint64 time, GStringChunk *strings,
                        HmSignature *signature)
{
  g_autoptr (GError) io_error = NULL;

  if (verifier->program == NULL) {
    settle (signature, strings, HM_VERDICT_ERROR,
            "ssh-keygen is not installed (Debian: apt install openssh-client)");
    return;
  }
  /* Consistent: without it GLib 2.74 leaves the end of a longer file that was there before. */
  if (!g_file_set_contents_full (verifier->signature, armour, (gssize) armour_size,
                                 G_FILE_SET_CONTENTS_CONSISTENT, 0600, &io_error)
      || !g_file_set_contents_full (verifier->payload, payload, (gssize) payload_size,
                                    G_FILE_SET_CONTENTS_CONSISTENT, 0600, &io_error)) {
    settle (signature, strings, HM_VERDICT_ERROR, io_error->message);
    return;
  }
  verify_files (verifier, signature->key, time, strings, signature);
}
