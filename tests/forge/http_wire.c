/* SPDX-License-Identifier: Apache-2.0 */
/* Connections: how many there are, how long they are waited for, and what happens when they break. */
#include <signal.h>
#include <string.h>

#include "core/limits.h"
#include "evidence/git/folder.h"
#include "tests/forge/http_case.h"

/* Requests that are asked at once: far more than may be under way. */
#define N_REQUESTS 40u

/* A question costs the forge work whether its answer arrives or not: it is asked once. */
static void
test_cut_post_is_asked_once (void)
{
  HttpCase *c = http_case_new ("[{'request': 'POST /cut', 'body': {'data': 1}, 'cut_after': 3},"
                               " {'request': 'POST /hung-up', 'hang_up': true},"
                               " {'request': 'POST /bad-gateway', 'status': 502, 'body': {}}]",
                               NULL);
  static const struct {
    const char *path;
    const char *why;
  } cases[] = {
    { "/cut", "127.0.0.1 broke the answer off" },
    { "/hung-up", "127.0.0.1 broke the answer off" },
    { "/bad-gateway", "502 Bad Gateway" },
  };

  if (c == NULL)
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (HmAnswer) answer = http_post (c->http, cases[i].path, "{}");

    g_assert_cmpint (answer->kind, ==, HM_ANSWER_UNREACHABLE);
    g_assert_cmpstr (answer->why, ==, cases[i].why);
    g_assert_cmpuint (hm_http_n_requests (c->http), ==, i + 1);
  }
  http_case_end (c);
}

/*
 * Where a kept connection turns out to be dead before a byte came back, libcurl takes a fresh one,
 * and the forge may never have seen the first. Here it has; and what is posted are questions, which
 * change nothing when they are asked twice.
 */
static void
test_dead_connection_is_replaced (void)
{
  HttpCase *c = http_case_new ("[{'request': 'GET /a', 'connection': 1, 'body': 1},"
                               " {'request': 'POST /b', 'connection': 1, 'hang_up': true},"
                               " {'request': 'POST /b', 'connection': 2, 'hang_up': true}]",
                               NULL);
  g_autoptr (HmAnswer) answer = NULL;

  if (c == NULL)
    return;
  http_expect (c->http, "/a", HM_ANSWER_OK, "");
  answer = http_post (c->http, "/b", "{}");
  g_assert_cmpint (answer->kind, ==, HM_ANSWER_UNREACHABLE);
  http_case_end (c);
}

/* HTTP/1.1 takes a connection for each request that is under way, and no more. */
static void
test_ceiling (void)
{
  HttpCase *c = http_case_new ("[{'request': 'GET /a', 'times': 40, 'connections': 3, 'body': 1}]",
                               &(HmHttpOptions){ .parallel = 3 });

  if (c == NULL)
    return;
  http_get_all (c->http, "/a", N_REQUESTS);
  http_case_end (c);
}

static void
test_default_ceiling (void)
{
  g_autofree char *script = g_strdup_printf (
      "[{'request': 'GET /a', 'times': %u, 'connections': %u, 'delay_ms': 1, 'body': 1}]",
      3 * HM_HTTP_PARALLEL, HM_HTTP_PARALLEL);
  HttpCase *c = http_case_new (script, NULL);

  if (c == NULL)
    return;
  http_get_all (c->http, "/a", 3 * HM_HTTP_PARALLEL);
  http_case_end (c);
}

/* Returns: (owned) a socket of this machine that takes connections, by the kernel's hand, and says nothing. */
static GSocket *
silent_socket (char **ret_origin)
{
  GSocket *socket =
      g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL);
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new_from_string ("127.0.0.1", 0);
  g_autoptr (GSocketAddress) address = NULL;

  g_assert_true (g_socket_bind (socket, any, TRUE, NULL));
  g_assert_true (g_socket_listen (socket, NULL));
  address = g_socket_get_local_address (socket, NULL);
  *ret_origin = g_strdup_printf ("https://127.0.0.1:%u",
                                 g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address)));
  return socket;
}

static void
test_connect_timeout (void)
{
  g_autofree char *origin = NULL;
  g_autoptr (GSocket) socket = silent_socket (&origin);
  g_autoptr (HmHttp) http =
      http_case_client (NULL, &(HmHttpOptions){ .origin = origin, .connect_ms = 50 });

  http_expect (http, "/a", HM_ANSWER_UNREACHABLE, "127.0.0.1 did not answer in time");
}

/* libcurl looks once a second; the server would answer after ten. */
static void
test_idle_timeout (void)
{
  HttpCase *c =
      http_case_new ("[{'request': 'GET /a', 'delay_ms': 10000, 'times': 'any', 'body': 1}]",
                     &(HmHttpOptions){ .idle_seconds = 1 });

  if (c == NULL)
    return;
  http_expect (c->http, "/a", HM_ANSWER_UNREACHABLE, "127.0.0.1 did not answer in time");
  http_case_end (c);
}

/* --- HTTP/2 --------------------------------------------------------------------------------------- */

typedef struct {
  char *folder;
  char *origin;
  GSubprocess *process;
  GDataInputStream *log;
} H2Server;

/* Returns: (owned) a port of this machine that is free, or was just now. */
static guint
free_port (void)
{
  g_autoptr (GSocket) socket =
      g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL);
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new_from_string ("127.0.0.1", 0);
  g_autoptr (GSocketAddress) address = NULL;

  g_assert_true (g_socket_bind (socket, any, TRUE, NULL));
  address = g_socket_get_local_address (socket, NULL);
  return g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address));
}

/* Returns: FALSE where there is none: the test is skipped. */
static gboolean
h2_start (H2Server *server)
{
  g_autofree char *program = g_find_program_in_path ("nghttpd");
  g_autofree char *certificate = NULL;
  g_autofree char *key = NULL;
  g_autofree char *file = NULL;
  g_autofree char *line = NULL;
  g_autofree char *port = g_strdup_printf ("%u", free_port ());
  g_autoptr (GSubprocess) openssl = NULL;
  GError *error = NULL;

  if (program == NULL) {
    g_test_skip ("no nghttpd");
    return FALSE;
  }
  server->folder = http_case_folder ();
  certificate = g_build_filename (server->folder, "certificate.pem", NULL);
  key = g_build_filename (server->folder, "key.pem", NULL);
  file = g_build_filename (server->folder, "a", NULL);
  http_case_write (file, "1", 1);
  openssl = g_subprocess_new (
      G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error, "openssl", "req", "-x509", "-newkey", "ec",
      "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", "/CN=localhost",
      "-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", certificate, NULL);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_wait_check (openssl, NULL, &error));
  server->process = g_subprocess_new (
      G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error, program,
      "--verbose", "--address=127.0.0.1", "--htdocs", server->folder, port, key, certificate, NULL);
  g_assert_no_error (error);
  server->log = g_data_input_stream_new (g_subprocess_get_stdout_pipe (server->process));
  /* It listens once it says so. */
  line = g_data_input_stream_read_line (server->log, NULL, NULL, NULL);
  g_assert_nonnull (line);
  g_assert_nonnull (strstr (line, "listen"));
  server->origin = g_strdup_printf ("https://localhost:%s", port);
  g_setenv ("CURL_CA_BUNDLE", certificate, TRUE);
  return TRUE;
}

/* Returns: how many connections there were. */
static guint
h2_end (H2Server *server)
{
  g_autoptr (GHashTable) connections =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  char *line;

  g_unsetenv ("CURL_CA_BUNDLE");
  g_subprocess_send_signal (server->process, SIGKILL);
  while ((line = g_data_input_stream_read_line (server->log, NULL, NULL, NULL)) != NULL) {
    const char *id = strstr (line, "[id=");

    if (id != NULL)
      g_hash_table_add (connections, g_strndup (id, strcspn (id, "]")));
    g_free (line);
  }
  g_assert_true (g_subprocess_wait (server->process, NULL, NULL));
  g_object_unref (server->log);
  g_object_unref (server->process);
  g_assert_true (hm_folder_remove (server->folder, NULL));
  g_free (server->folder);
  g_free (server->origin);
  return g_hash_table_size (connections);
}

/* The server speaks nothing else: that it answers is the proof. */
static void
test_http2_takes_one_connection (void)
{
  H2Server server = { 0 };
  HmHttp *http;

  if (!h2_start (&server))
    return;
  http = http_case_client (NULL, &(HmHttpOptions){ .origin = server.origin });
  http_get_all (http, "/a", N_REQUESTS);
  http_get_all (http, "/a", 1);
  g_assert_cmpuint (hm_http_n_requests (http), ==, N_REQUESTS + 1);
  hm_http_free (http);
  g_assert_cmpuint (h2_end (&server), ==, 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/http/wire/cut-post-is-asked-once", test_cut_post_is_asked_once);
  g_test_add_func ("/http/wire/dead-connection-is-replaced", test_dead_connection_is_replaced);
  g_test_add_func ("/http/wire/ceiling", test_ceiling);
  g_test_add_func ("/http/wire/default-ceiling", test_default_ceiling);
  g_test_add_func ("/http/wire/connect-timeout", test_connect_timeout);
  g_test_add_func ("/http/wire/idle-timeout", test_idle_timeout);
  g_test_add_func ("/http/wire/http2-takes-one-connection", test_http2_takes_one_connection);
  return g_test_run ();
}
