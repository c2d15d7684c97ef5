/* SPDX-License-Identifier: Apache-2.0 */
/* Verification against the signed objects of data/signatures/, by the GnuPG and the ssh-keygen
 * that are installed. */
#include "evidence/git/verify.h"

#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "core/error.h"
#include "core/limits.h"
#include "evidence/git/folder.h"
#include "evidence/git/signature.h"
#include "signed_fixture.h"

#define MARCH_2020 G_GINT64_CONSTANT (1583064000)
#define JULY_2020 G_GINT64_CONSTANT (1593604800)

typedef struct {
  char *folder; /* TMPDIR of the test */
  GStringChunk *strings;
  HmVerifier *verifier;
} Fixture;

/* A temporary folder of its own, so that what is left over can be seen. */
static void
set_up (Fixture *fixture, gconstpointer user_data)
{
  (void) user_data;
  fixture->folder = g_strdup (g_get_tmp_dir ());
  fixture->strings = g_string_chunk_new (1024);
}

static guint
files_count (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  g_assert_nonnull (dir);
  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

static void
tear_down (Fixture *fixture, gconstpointer user_data)
{
  (void) user_data;
  g_clear_pointer (&fixture->verifier, hm_verifier_free);
  g_assert_cmpuint (files_count (fixture->folder), ==, 0);
  g_string_chunk_free (fixture->strings);
  g_free (fixture->folder);
}

static gboolean
has_program (const char *name)
{
  g_autofree char *path = g_find_program_in_path (name);

  if (path == NULL)
    g_test_skip_printf ("%s is not installed", name);
  return path != NULL;
}

static void
open_verifier (Fixture *fixture, gboolean has_signers, gboolean has_keyring)
{
  g_autofree char *signers = signed_fixture_path ("allowed_signers");
  g_autofree char *keyring = signed_fixture_path ("keyring.asc");
  g_autoptr (GError) error = NULL;

  fixture->verifier =
      hm_verifier_new (has_signers ? signers : NULL, has_keyring ? keyring : NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (fixture->verifier);
}

static HmSignature
verify (Fixture *fixture, const SignedFixture *object, gint64 time)
{
  HmSignature signature;

  hm_signature_read (object->armour->str, object->armour->len, FALSE, fixture->strings, &signature);
  hm_verifier_verify (fixture->verifier, object->payload->str, object->payload->len,
                      object->armour->str, object->armour->len, time, fixture->strings, &signature);
  return signature;
}

static void
assert_verdict (Fixture *fixture, const char *name, gint64 time, HmVerdict verdict, const char *key,
                const char *signer)
{
  g_autoptr (SignedFixture) object = signed_fixture_read (name);
  HmSignature signature = verify (fixture, object, time);
  g_autofree char *expected = key == NULL ? NULL : signed_fixture_key (key);

  g_test_message ("%s: %d, %s", name, signature.verdict,
                  signature.why == NULL ? "" : signature.why);
  g_assert_cmpint (signature.verdict, ==, verdict);
  g_assert_cmpstr (signature.signer, ==, signer);
  if (key != NULL)
    g_assert_cmpstr (signature.key, ==, expected);
  if (verdict == HM_VERDICT_GOOD)
    g_assert_null (signature.why);
  else
    g_assert_nonnull (signature.why);
}

static void
test_openpgp (Fixture *fixture, gconstpointer user_data)
{
  (void) user_data;
  if (!has_program ("gpg"))
    return;
  open_verifier (fixture, FALSE, TRUE);
  assert_verdict (fixture, "openpgp", MARCH_2020, HM_VERDICT_GOOD, "openpgp-ada",
                  "ada <ada@example.org>");
  assert_verdict (fixture, "openpgp-rsa", MARCH_2020, HM_VERDICT_GOOD, "openpgp-roy",
                  "roy <roy@example.org>");
  assert_verdict (fixture, "openpgp-subkey", MARCH_2020, HM_VERDICT_GOOD, "openpgp-sue",
                  "sue <sue@example.org>");
  assert_verdict (fixture, "tag-openpgp", MARCH_2020, HM_VERDICT_GOOD, "openpgp-ada",
                  "ada <ada@example.org>");
  assert_verdict (fixture, "openpgp-before-expiry", MARCH_2020, HM_VERDICT_GOOD, "openpgp-eve",
                  "eve <eve@example.org>");
  assert_verdict (fixture, "openpgp-after-expiry", JULY_2020, HM_VERDICT_UNTRUSTED, "openpgp-eve",
                  NULL);
  assert_verdict (fixture, "openpgp-revoked", MARCH_2020, HM_VERDICT_UNTRUSTED, "openpgp-rex",
                  NULL);
  assert_verdict (fixture, "openpgp-stranger", MARCH_2020, HM_VERDICT_UNTRUSTED, "openpgp-sam",
                  NULL);
  assert_verdict (fixture, "openpgp-expired-signature", MARCH_2020, HM_VERDICT_UNTRUSTED,
                  "openpgp-ada", NULL);
}

/* Signatures of a good key that must not pass all the same. */
static void
test_openpgp_tricks (Fixture *fixture, gconstpointer user_data)
{
  (void) user_data;
  if (!has_program ("gpg"))
    return;
  open_verifier (fixture, FALSE, TRUE);
  assert_verdict (fixture, "openpgp-two", MARCH_2020, HM_VERDICT_ERROR, NULL, NULL);
  /* Messages that hold their own text are no signatures of this one. */
  assert_verdict (fixture, "openpgp-message", MARCH_2020, HM_VERDICT_BAD, NULL, NULL);
  assert_verdict (fixture, "openpgp-disguised", MARCH_2020, HM_VERDICT_BAD, NULL, NULL);
}

static void
test_ssh (Fixture *fixture, gconstpointer user_data)
{
  (void) user_data;
  if (!has_program ("ssh-keygen"))
    return;
  open_verifier (fixture, TRUE, FALSE);
  assert_verdict (fixture, "ssh", MARCH_2020, HM_VERDICT_GOOD, "ssh-bob", "bob@example.org");
  assert_verdict (fixture, "ssh-ecdsa", MARCH_2020, HM_VERDICT_GOOD, "ssh-ann",
                  "*@corp.example.org");
  assert_verdict (fixture, "tag-ssh", MARCH_2020, HM_VERDICT_GOOD, "ssh-bob", "bob@example.org");
  assert_verdict (fixture, "ssh-before-expiry", MARCH_2020, HM_VERDICT_GOOD, "ssh-eve",
                  "eve@example.org");
  assert_verdict (fixture, "ssh-after-expiry", JULY_2020, HM_VERDICT_UNTRUSTED, "ssh-eve", NULL);
  assert_verdict (fixture, "ssh-not-yet-valid", MARCH_2020, HM_VERDICT_UNTRUSTED, "ssh-ada", NULL);
  assert_verdict (fixture, "ssh-not-for-git", MARCH_2020, HM_VERDICT_UNTRUSTED, "ssh-rex", NULL);
  assert_verdict (fixture, "ssh-other-namespace", MARCH_2020, HM_VERDICT_BAD, NULL, NULL);
  assert_verdict (fixture, "ssh-stranger", MARCH_2020, HM_VERDICT_UNTRUSTED, "ssh-sam", NULL);
}

/* A time that no clock shows: before the epoch, and after the year 9999. */
static void
test_ssh_odd_times (Fixture *fixture, gconstpointer user_data)
{
  (void) user_data;
  if (!has_program ("ssh-keygen"))
    return;
  open_verifier (fixture, TRUE, FALSE);
  assert_verdict (fixture, "ssh", G_MININT64, HM_VERDICT_GOOD, "ssh-bob", "bob@example.org");
  assert_verdict (fixture, "ssh", G_MAXINT64, HM_VERDICT_GOOD, "ssh-bob", "bob@example.org");
  assert_verdict (fixture, "ssh-before-expiry", G_MAXINT64, HM_VERDICT_UNTRUSTED, "ssh-eve", NULL);
}

/* Whoever signed, and whether known or not: changed content is bad. */
static void
test_changed_content (Fixture *fixture, gconstpointer user_data)
{
  static const char *const names[] = { "openpgp",   "openpgp-rsa",  "ssh",
                                       "ssh-ecdsa", "ssh-stranger", "ssh-after-expiry" };

  (void) user_data;
  if (!has_program ("gpg") || !has_program ("ssh-keygen"))
    return;
  open_verifier (fixture, TRUE, TRUE);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autoptr (SignedFixture) object = signed_fixture_read (names[i]);
    HmSignature signature;

    g_string_append_c (object->payload, '\n');
    signature = verify (fixture, object, JULY_2020);
    g_test_message ("%s: %d, %s", names[i], signature.verdict, signature.why);
    g_assert_cmpint (signature.verdict, ==, HM_VERDICT_BAD);
    g_assert_nonnull (signature.why);
    g_assert_null (signature.signer);
  }
  /* Nobody can tell of a key that is not there. */
  {
    g_autoptr (SignedFixture) object = signed_fixture_read ("openpgp-stranger");

    g_string_append_c (object->payload, '\n');
    g_assert_cmpint (verify (fixture, object, MARCH_2020).verdict, ==, HM_VERDICT_UNTRUSTED);
  }
}

static void
test_empty_payload (Fixture *fixture, gconstpointer user_data)
{
  static const char *const names[] = { "openpgp", "ssh" };

  (void) user_data;
  if (!has_program ("gpg") || !has_program ("ssh-keygen"))
    return;
  open_verifier (fixture, TRUE, TRUE);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autoptr (SignedFixture) object = signed_fixture_read (names[i]);

    g_string_truncate (object->payload, 0);
    g_assert_cmpint (verify (fixture, object, MARCH_2020).verdict, ==, HM_VERDICT_BAD);
  }
}

/* Damage in the armour: bad, never good. */
static void
test_damaged_armour (Fixture *fixture, gconstpointer user_data)
{
  static const char *const names[] = { "openpgp", "ssh" };

  (void) user_data;
  if (!has_program ("gpg") || !has_program ("ssh-keygen"))
    return;
  open_verifier (fixture, TRUE, TRUE);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    for (gsize part = 1; part < 8; part++) {
      g_autoptr (SignedFixture) object = signed_fixture_read (names[i]);
      gsize size = object->armour->len * part / 8;
      HmVerdict verdict;

      g_string_truncate (object->armour, size);
      verdict = verify (fixture, object, MARCH_2020).verdict;
      if (size < strlen ("-----BEGIN PGP SIGNATURE-----")) /* no known kind any more */
        g_assert_cmpint (verdict, ==, HM_VERDICT_UNCHECKED);
      else
        g_assert_cmpint (verdict, ==, HM_VERDICT_BAD);
    }
}

static HmVerdict
junk_verdict (Fixture *fixture, const char *armour)
{
  g_autoptr (SignedFixture) object = signed_fixture_read ("openpgp");

  g_string_assign (object->armour, armour);
  return verify (fixture, object, MARCH_2020).verdict;
}

/* What is no signature is bad where there is a key that it could have been made with, and else nothing. */
static void
test_junk (Fixture *fixture, gconstpointer user_data)
{
  static const char pgp[] = "-----BEGIN PGP SIGNATURE-----\n";
  static const char ssh[] = "-----BEGIN SSH SIGNATURE-----\nx\n-----END SSH SIGNATURE-----\n";
  g_autoptr (SignedFixture) object = signed_fixture_read ("openpgp");
  HmSignature signature;

  (void) user_data;
  if (!has_program ("gpg"))
    return;
  open_verifier (fixture, FALSE, TRUE);
  g_assert_cmpint (junk_verdict (fixture, pgp), ==, HM_VERDICT_BAD);
  g_assert_cmpint (junk_verdict (fixture, ssh), ==, HM_VERDICT_UNCHECKED);
  g_assert_cmpint (junk_verdict (fixture, "x"), ==, HM_VERDICT_UNCHECKED);
  g_string_assign (object->armour, pgp);
  signature = verify (fixture, object, MARCH_2020);
  g_assert_nonnull (strstr (signature.why, "cannot be a signature of this content"));
  g_clear_pointer (&fixture->verifier, hm_verifier_free);
  open_verifier (fixture, TRUE, FALSE);
  g_assert_cmpint (junk_verdict (fixture, pgp), ==, HM_VERDICT_UNCHECKED);
  g_assert_cmpint (junk_verdict (fixture, ssh), ==, HM_VERDICT_BAD);
}

static void
test_limit (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (SignedFixture) object = signed_fixture_read ("openpgp");
  HmSignature signature;

  (void) user_data;
  if (!has_program ("gpg"))
    return;
  open_verifier (fixture, FALSE, TRUE);
  while (object->armour->len < HM_SIGNATURE_BYTES_MAX)
    g_string_append_c (object->armour, '\n');
  g_assert_cmpint (verify (fixture, object, MARCH_2020).verdict, ==, HM_VERDICT_GOOD);
  g_string_append_c (object->armour, '\n');
  signature = verify (fixture, object, MARCH_2020);
  g_assert_cmpint (signature.verdict, ==, HM_VERDICT_ERROR);
  g_assert_nonnull (strstr (signature.why, "262144"));
}

static void
test_without_anchors (Fixture *fixture, gconstpointer user_data)
{
  static const char *const names[] = { "openpgp", "ssh", "x509" };

  (void) user_data;
  open_verifier (fixture, FALSE, FALSE);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autoptr (SignedFixture) object = signed_fixture_read (names[i]);

    g_assert_cmpint (verify (fixture, object, MARCH_2020).verdict, ==, HM_VERDICT_UNCHECKED);
  }
}

/* Anchors of one kind settle nothing about the other. */
static void
test_other_kind (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (SignedFixture) object = signed_fixture_read ("openpgp");

  (void) user_data;
  open_verifier (fixture, TRUE, FALSE);
  g_assert_cmpint (verify (fixture, object, MARCH_2020).verdict, ==, HM_VERDICT_UNCHECKED);
}

static void
test_a_hundred_in_a_row (Fixture *fixture, gconstpointer user_data)
{
  static const char *const names[] = { "openpgp", "ssh" };

  (void) user_data;
  if (!g_test_perf () || !has_program ("gpg") || !has_program ("ssh-keygen")) {
    g_test_skip ("only with -m perf");
    return;
  }
  open_verifier (fixture, TRUE, TRUE);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autoptr (SignedFixture) object = signed_fixture_read (names[i]);

    g_test_timer_start ();
    for (guint n = 0; n < HM_RECENT_COMMITS; n++)
      g_assert_cmpint (verify (fixture, object, MARCH_2020).verdict, ==, HM_VERDICT_GOOD);
    g_test_minimized_result (g_test_timer_elapsed (), "%u times %s", HM_RECENT_COMMITS, names[i]);
  }
}

/* Neither good nor bad comes out of a verifier that was interrupted, and the folder goes all the
 * same. */
static void
test_interrupted (Fixture *fixture, gconstpointer user_data)
{
  g_autofree char *signers = signed_fixture_path ("allowed_signers");
  g_autofree char *keyring = signed_fixture_path ("keyring.asc");
  g_autoptr (GError) error = NULL;
  gint cancelled = 1;

  (void) user_data;
  if (!has_program ("gpg"))
    return;
  fixture->verifier = hm_verifier_new (signers, keyring, &cancelled, &error);
  if (fixture->verifier == NULL)
    g_assert_error (error, HM_ERROR, HM_ERROR_CANCELLED);
}

/* A verifier that does not come to an end is ended, and nobody waits for it. */
static void
test_slow_program_interrupted (Fixture *fixture, gconstpointer user_data)
{
  g_autofree char *path = g_strdup (g_getenv ("PATH"));
  g_autofree char *program = g_build_filename (fixture->folder, "ssh-keygen", NULL);
  g_autofree char *signers = signed_fixture_path ("allowed_signers");
  g_autoptr (SignedFixture) object = signed_fixture_read ("ssh");
  HmSignature signature;
  gint cancelled = 0;

  (void) user_data;
  g_assert_true (g_file_set_contents (program, "#!/bin/sh\nexec tail -f /dev/null\n", -1, NULL));
  g_assert_cmpint (g_chmod (program, 0700), ==, 0);
  g_setenv ("PATH", fixture->folder, TRUE);
  fixture->verifier = hm_verifier_new (signers, NULL, &cancelled, NULL);
  g_setenv ("PATH", path, TRUE);
  g_assert_nonnull (fixture->verifier);
  g_atomic_int_set (&cancelled, 1);
  signature = verify (fixture, object, MARCH_2020);
  g_assert_cmpint (signature.verdict, ==, HM_VERDICT_ERROR);
  g_assert_cmpstr (signature.why, ==, "interrupted");
  g_unlink (program);
}

static void
assert_refused (const char *signers, const char *keyring, const char *words)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HmVerifier) verifier = hm_verifier_new (signers, keyring, NULL, &error);

  g_assert_error (error, HM_ERROR, HM_ERROR_USAGE);
  g_assert_null (verifier);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, signers == NULL ? keyring : signers));
  g_assert_nonnull (strstr (error->message, words));
}

static void
assert_signers_refused (const Fixture *fixture, const char *text, gssize size, const char *words)
{
  g_autofree char *file = g_build_filename (fixture->folder, "signers", NULL);

  g_assert_true (g_file_set_contents (file, text, size, NULL));
  assert_refused (file, NULL, words);
  g_unlink (file);
}

static void
test_bad_anchor_files (Fixture *fixture, gconstpointer user_data)
{
  g_autofree char *missing = g_build_filename (fixture->folder, "missing", NULL);
  g_autofree char *signers = signed_fixture_path ("allowed_signers");

  (void) user_data;
  assert_refused (missing, NULL, "No such file");
  assert_refused (NULL, missing, "No such file");
  assert_refused (fixture->folder, NULL, "a folder");
  assert_refused (NULL, fixture->folder, "a folder");
  assert_signers_refused (fixture, "", 0, "empty");
  assert_signers_refused (fixture, "# nobody\n\n", -1, "no key in it");
  assert_signers_refused (fixture, "bob@example.org\n", -1, ":1:");
  assert_signers_refused (fixture, "# x\nbob@example.org ssh-ed25519\n", -1, ":2:");
  assert_signers_refused (fixture, "bob@example.org ssh-ed25519 !!!\n", -1, ":1:");
  assert_signers_refused (fixture, "bob@example.org ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAA\n", -1, ":1:");
  assert_signers_refused (fixture, "a\0b", 3, "binary");
  if (has_program ("gpg")) {
    g_autofree char *file = g_build_filename (fixture->folder, "keyring", NULL);

    assert_refused (NULL, signers, "no OpenPGP public key");
    g_assert_true (g_file_set_contents (file, "\0\1\2", 3, NULL));
    assert_refused (NULL, file, "no OpenPGP public key");
    g_unlink (file);
  }
}

/* What a process that was killed leaves is removed by the next; what is in use is not, nor anybody else's. */
static void
test_left_folders_are_swept (Fixture *fixture, gconstpointer user_data)
{
  g_autofree char *signers = signed_fixture_path ("allowed_signers");
  g_autofree char *foreign = g_build_filename (fixture->folder, "hallmark-abcdef", NULL);
  g_autofree char *longer = g_build_filename (fixture->folder, "hallmark-abcdefg", NULL);
  g_autofree char *longer_lock = g_build_filename (longer, ".hallmark-lock", NULL);
  g_autoptr (HmPrivateFolder) used = hm_private_folder_new (NULL);
  g_autofree char *lock = g_build_filename (used->path, ".hallmark-lock", NULL);
  g_autoptr (GError) error = NULL;
  pid_t child = fork ();
  int status;

  (void) user_data;
  if (child == 0) {
    if (hm_verifier_new (signers, NULL, NULL, NULL) != NULL)
      raise (SIGKILL);
    _exit (1);
  }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFSIGNALED (status));
  g_assert_cmpuint (files_count (fixture->folder), ==, 2);
  g_assert_cmpint (g_mkdir (foreign, 0700), ==, 0);
  g_assert_cmpint (g_mkdir (longer, 0700), ==, 0);
  g_assert_true (g_file_set_contents (longer_lock, "", 0, NULL));

  fixture->verifier = hm_verifier_new (signers, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (files_count (fixture->folder), ==, 4);
  g_assert_true (g_file_test (lock, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (foreign, G_FILE_TEST_IS_DIR));
  g_assert_true (g_file_test (longer_lock, G_FILE_TEST_EXISTS));
  g_assert_true (hm_folder_remove (foreign, NULL));
  g_assert_true (hm_folder_remove (longer, NULL));
}

/* The keyring may be binary, as `gpg --export` writes it. */
static void
test_binary_keyring (Fixture *fixture, gconstpointer user_data)
{
  g_autofree char *armoured = signed_fixture_path ("keyring.asc");
  g_autofree char *file = g_build_filename (fixture->folder, "keyring.gpg", NULL);
  g_autofree char *text = NULL;
  g_autofree guchar *keys = NULL;
  g_autoptr (GError) error = NULL;
  char *start, *end;
  gsize size;

  (void) user_data;
  if (!has_program ("gpg"))
    return;
  g_assert_true (g_file_get_contents (armoured, &text, NULL, NULL));
  start = strstr (text, "\n\n") + 2;
  end = g_strrstr (text, "\n=");
  *end = '\0';
  keys = g_base64_decode (start, &size);
  g_assert_true (g_file_set_contents (file, (const char *) keys, (gssize) size, NULL));
  fixture->verifier = hm_verifier_new (NULL, file, NULL, &error);
  g_assert_no_error (error);
  g_unlink (file);
  assert_verdict (fixture, "openpgp", MARCH_2020, HM_VERDICT_GOOD, "openpgp-ada",
                  "ada <ada@example.org>");
}

/* Without the programs a verdict says what to install. */
static void
test_programs_missing (Fixture *fixture, gconstpointer user_data)
{
  g_autofree char *path = g_strdup (g_getenv ("PATH"));
  g_autoptr (SignedFixture) object = signed_fixture_read ("ssh");
  HmSignature signature;

  (void) user_data;
  g_setenv ("PATH", ".:", TRUE);
  open_verifier (fixture, TRUE, FALSE);
  g_setenv ("PATH", path, TRUE);
  signature = verify (fixture, object, MARCH_2020);
  g_assert_cmpint (signature.verdict, ==, HM_VERDICT_ERROR);
  g_assert_nonnull (strstr (signature.why, "openssh-client"));
}

int
main (int argc, char **argv)
{
  /* Not g_dir_make_tmp(), which would remember the folder for temporary files that is to be
   * changed. */
  const char *tmp_before = g_getenv ("TMPDIR");
  g_autofree char *folder =
      g_build_filename (tmp_before == NULL ? "/tmp" : tmp_before, "hallmark-verify-XXXXXX", NULL);
  g_autofree char *tmp = NULL;
  g_autofree char *home = NULL;
  int status;

  g_assert_nonnull (g_mkdtemp (folder));
  tmp = g_build_filename (folder, "tmp", NULL);
  home = g_build_filename (folder, "home", NULL);
  g_assert_cmpint (g_mkdir (tmp, 0700), ==, 0);
  g_assert_cmpint (g_mkdir (home, 0700), ==, 0);
  g_setenv ("TMPDIR", tmp, TRUE);
  g_setenv ("HOME", home, TRUE);
  g_unsetenv ("GNUPGHOME");
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add ("/verify/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("openpgp", test_openpgp);
  ADD ("openpgp-tricks", test_openpgp_tricks);
  ADD ("ssh", test_ssh);
  ADD ("ssh-odd-times", test_ssh_odd_times);
  ADD ("changed-content", test_changed_content);
  ADD ("empty-payload", test_empty_payload);
  ADD ("damaged-armour", test_damaged_armour);
  ADD ("junk", test_junk);
  ADD ("limit", test_limit);
  ADD ("left-folders-are-swept", test_left_folders_are_swept);
  ADD ("without-anchors", test_without_anchors);
  ADD ("other-kind", test_other_kind);
  ADD ("a-hundred-in-a-row", test_a_hundred_in_a_row);
  ADD ("interrupted", test_interrupted);
  ADD ("slow-program-interrupted", test_slow_program_interrupted);
  ADD ("bad-anchor-files", test_bad_anchor_files);
  ADD ("binary-keyring", test_binary_keyring);
  ADD ("programs-missing", test_programs_missing);
#undef ADD
  status = g_test_run ();
  /* No keyring, no agent's socket, nothing was made in the user's home. */
  g_assert_cmpuint (files_count (home), ==, 0);
  g_assert_true (hm_folder_remove (folder, NULL));
  return status;
}
