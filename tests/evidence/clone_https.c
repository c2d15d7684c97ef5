/* SPDX-License-Identifier: Apache-2.0 */
/* Cloning over https from a server on loopback, tests/evidence/git_server.py. */
#include <gio/gio.h>
#include <string.h>

#include "core/error.h"
#include "evidence/git/clone.h"
#include "evidence/git/folder.h"
#include "origin.h"

typedef struct {
  Origin *origin;
  GSubprocess *server;
  GDataInputStream *output; /* what the server prints */
  guint port;
  gint cancelled;
  char *certificate;
  char *cache;
} Fixture;

/* Returns: FALSE where a program that the server needs is not installed. */
static gboolean
certificate_make (const char *key, const char *certificate)
{
  g_autoptr (GSubprocess) openssl = g_subprocess_new (
      G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, NULL, "openssl", "req",
      "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
      "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out",
      certificate, NULL);

  return openssl != NULL && g_subprocess_wait_check (openssl, NULL, NULL);
}

static void
set_up (Fixture *fixture, gconstpointer user_data)
{
  g_autofree char *script =
      g_build_filename (SOURCE_ROOT, "tests", "evidence", "git_server.py", NULL);
  g_autofree char *key = NULL;
  g_autofree char *line = NULL;

  (void) user_data;
  fixture->origin = origin_new ();
  fixture->cache = g_build_filename (fixture->origin->folder, "cache", NULL);
  fixture->certificate = g_build_filename (fixture->origin->folder, "certificate.pem", NULL);
  key = g_build_filename (fixture->origin->folder, "key.pem", NULL);
  if (!certificate_make (key, fixture->certificate)) {
    g_test_skip ("openssl is not installed");
    return;
  }
  fixture->server = g_subprocess_new (
      G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, NULL, "python3", script,
      fixture->origin->folder, fixture->certificate, key, NULL);
  if (fixture->server == NULL) {
    g_test_skip ("python3 is not installed");
    return;
  }
  fixture->output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (fixture->server));
  line = g_data_input_stream_read_line (fixture->output, NULL, NULL, NULL);
  if (line == NULL) {
    g_clear_object (&fixture->output);
    g_clear_object (&fixture->server);
    g_test_skip ("python3 can't serve");
    return;
  }
  fixture->port = (guint) g_ascii_strtoull (line, NULL, 10);
  g_setenv ("SSL_CERT_FILE", fixture->certificate, TRUE);
}

static void
tear_down (Fixture *fixture, gconstpointer user_data)
{
  (void) user_data;
  if (fixture->server != NULL) {
    g_output_stream_close (g_subprocess_get_stdin_pipe (fixture->server), NULL, NULL);
    g_subprocess_wait (fixture->server, NULL, NULL);
    g_object_unref (fixture->output);
    g_object_unref (fixture->server);
  }
  g_unsetenv ("SSL_CERT_FILE");
  origin_free (fixture->origin);
  g_free (fixture->certificate);
  g_free (fixture->cache);
}

static char *
url_new (const Fixture *fixture, const char *host, const char *rule)
{
  return g_strdup_printf ("https://%s:%u/%s/origin.git", host, fixture->port, rule);
}

static void
assert_cloned (const Fixture *fixture, const char *rule, const git_oid *expected)
{
  g_autofree char *url = url_new (fixture, "localhost", rule);
  g_autoptr (GError) error = NULL;
  g_autoptr (HmClone) clone = hm_clone_or_fetch (url, fixture->cache, NULL, NULL, NULL, &error);
  g_autoptr (git_repository) repository = NULL;
  git_oid oid;

  g_assert_no_error (error);
  g_assert_cmpint (git_repository_open_bare (&repository, clone->path), ==, 0);
  g_assert_cmpint (git_reference_name_to_id (&oid, repository, "HEAD"), ==, 0);
  g_assert_true (git_oid_equal (&oid, expected));
}

static void
assert_refused (const Fixture *fixture, const char *host, const char *rule, const char *words)
{
  g_autofree char *url = url_new (fixture, host, rule);
  g_autoptr (GError) error = NULL;
  g_autoptr (HmClone) clone = hm_clone_or_fetch (url, fixture->cache, NULL, NULL, NULL, &error);

  g_assert_error (error, HM_ERROR, HM_ERROR_NETWORK);
  g_test_message ("%s", error->message);
  g_assert_null (clone);
  g_assert_nonnull (strstr (error->message, url));
  g_assert_nonnull (strstr (error->message, words));
}

static void
test_clone_and_fetch (Fixture *fixture, gconstpointer user_data)
{
  git_oid oid = origin_commit (fixture->origin, "refs/heads/main", "one");

  (void) user_data;
  if (fixture->server == NULL)
    return;
  assert_cloned (fixture, "git", &oid);
  oid = origin_commit (fixture->origin, "refs/heads/main", "two");
  origin_set (fixture->origin, "refs/tags/v1", &oid);
  assert_cloned (fixture, "git", &oid);
}

static void
test_certificates (Fixture *fixture, gconstpointer user_data)
{
  (void) user_data;
  if (fixture->server == NULL)
    return;
  origin_commit (fixture->origin, "refs/heads/main", "one");
  /* for another name than the one that was asked for */
  assert_refused (fixture, "127.0.0.1", "git", "SSL_CERT_FILE");
  /* by nobody whom this system trusts */
  g_setenv ("SSL_CERT_FILE", "/etc/ssl/certs/ca-certificates.crt", TRUE);
  if (g_file_test (g_getenv ("SSL_CERT_FILE"), G_FILE_TEST_EXISTS))
    assert_refused (fixture, "localhost", "git", "SSL_CERT_FILE");
}

static void
test_redirects (Fixture *fixture, gconstpointer user_data)
{
  git_oid oid = origin_commit (fixture->origin, "refs/heads/main", "one");

  (void) user_data;
  if (fixture->server == NULL)
    return;
  assert_cloned (fixture, "moved", &oid);
  assert_refused (fixture, "localhost", "elsewhere", "redirect");
  assert_refused (fixture, "localhost", "plain", "redirect");
  assert_refused (fixture, "localhost", "loop", "redirect");
}

static void
test_refusals (Fixture *fixture, gconstpointer user_data)
{
  (void) user_data;
  if (fixture->server == NULL)
    return;
  origin_commit (fixture->origin, "refs/heads/main", "one");
  assert_refused (fixture, "localhost", "password", "password");
  assert_refused (fixture, "localhost", "nothing", "404");
  assert_refused (fixture, "localhost", "page", "content-type");
}

static void
test_broken_off (Fixture *fixture, gconstpointer user_data)
{
  g_autofree char *folder = g_build_filename (fixture->cache, "repositories", NULL);
  g_autoptr (GDir) dir = NULL;

  (void) user_data;
  if (fixture->server == NULL)
    return;
  origin_commit (fixture->origin, "refs/heads/main", "one");
  assert_refused (fixture, "localhost", "cut", "");
  dir = g_dir_open (folder, 0, NULL);
  g_assert_null (g_dir_read_name (dir));
}

/* Interrupts once the server has the request that it will not answer. */
static gpointer
interrupt (gpointer user_data)
{
  Fixture *fixture = user_data;
  g_autofree char *line = g_data_input_stream_read_line (fixture->output, NULL, NULL, NULL);

  g_assert_cmpstr (line, ==, "silent");
  g_atomic_int_set (&fixture->cancelled, 1);
  return NULL;
}

static void
test_silent_server_interrupted (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *url = NULL;
  g_autoptr (HmClone) clone = NULL;
  GThread *thread;

  (void) user_data;
  if (fixture->server == NULL)
    return;
  url = url_new (fixture, "localhost", "silent");
  thread = g_thread_new ("interrupt", interrupt, fixture);
  clone = hm_clone_or_fetch (url, fixture->cache, NULL, NULL, &fixture->cancelled, &error);
  g_thread_join (thread);
  g_assert_error (error, HM_ERROR, HM_ERROR_CANCELLED);
  g_assert_null (clone);
}

static void
test_nobody_listens (Fixture *fixture, gconstpointer user_data)
{
  (void) user_data;
  fixture->port = 1;
  assert_refused (fixture, "localhost", "git", "");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) \
  g_test_add ("/clone-https/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("clone-and-fetch", test_clone_and_fetch);
  ADD ("certificates", test_certificates);
  ADD ("redirects", test_redirects);
  ADD ("refusals", test_refusals);
  ADD ("broken-off", test_broken_off);
  ADD ("silent-server-interrupted", test_silent_server_interrupted);
  ADD ("nobody-listens", test_nobody_listens);
#undef ADD
  return g_test_run ();
}
