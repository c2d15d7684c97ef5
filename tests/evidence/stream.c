/* SPDX-License-Identifier: Apache-2.0 */
/* The time a server may stay silent, at libgit2's level: a clone of a server that never answers. */
#include "evidence/git/stream.h"

#include <gio/gio.h>
#include <string.h>

#include "evidence/git/autoptr.h"
#include "evidence/git/repository.h"

#define SILENCE_MS 30

static gpointer
server_accept (gpointer listener)
{
  return g_socket_listener_accept (listener, NULL, NULL, NULL);
}

/* Connects to a listener that takes connections and says nothing. */
static void
test_silent_server (void)
{
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  guint16 port = g_socket_listener_add_any_inet_port (listener, NULL, NULL);
  g_autofree char *url = g_strdup_printf ("http://localhost:%u/r", port);
  g_autoptr (git_remote) remote = NULL;
  g_autoptr (GSocketConnection) connection = NULL;
  GThread *server = g_thread_new ("server", server_accept, listener);

  hm_git_init ();
  hm_stream_watch (NULL, SILENCE_MS);
  g_assert_null (hm_stream_complaint ());
  g_assert_cmpint (git_remote_create_detached (&remote, url), ==, 0);
  g_assert_cmpint (git_remote_connect (remote, GIT_DIRECTION_FETCH, NULL, NULL, NULL), <, 0);
  g_assert_cmpstr (hm_stream_complaint (), ==, "localhost: the server stays silent");
  connection = g_thread_join (server);
  hm_stream_forget ();
}

static gpointer
server_flood (gpointer listener)
{
  static const char answer[] =
      "HTTP/1.1 200 OK\r\nContent-Type: application/x-git-upload-pack-advertisement\r\n\r\n"
      "001e# service=git-upload-pack\n0000";
  g_autoptr (GSocketConnection) connection = g_socket_listener_accept (listener, NULL, NULL, NULL);
  GOutputStream *output = g_io_stream_get_output_stream (G_IO_STREAM (connection));

  if (!g_output_stream_write_all (output, answer, strlen (answer), NULL, NULL, NULL))
    return NULL;
  for (guint i = 0; i < 1000000; i++) {
    g_autofree char *line = g_strdup_printf ("0046%040u refs/heads/branch%07u\n", i + 1, i);

    if (!g_output_stream_write_all (output, line, strlen (line), NULL, NULL, NULL))
      break;
  }
  return NULL;
}

/* A server that names branches without end. */
static void
test_allowance (void)
{
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  guint16 port = g_socket_listener_add_any_inet_port (listener, NULL, NULL);
  g_autofree char *url = g_strdup_printf ("http://localhost:%u/r", port);
  g_autoptr (git_remote) remote = NULL;
  GThread *server = g_thread_new ("server", server_flood, listener);

  hm_git_init ();
  hm_stream_watch (NULL, 10000);
  hm_stream_allow (100000);
  g_assert_cmpint (git_remote_create_detached (&remote, url), ==, 0);
  g_assert_cmpint (git_remote_connect (remote, GIT_DIRECTION_FETCH, NULL, NULL, NULL), <, 0);
  g_assert_true (hm_stream_is_over_allowance ());
  g_assert_cmpstr (hm_stream_complaint (), ==, "localhost: the server sends more than is received");
  git_remote_disconnect (remote);
  g_clear_pointer (&remote, git_remote_free);
  g_thread_join (server);
  hm_stream_watch (NULL, 10000);
  g_assert_false (hm_stream_is_over_allowance ());
  hm_stream_forget ();
}

static void
test_interrupted (void)
{
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  guint16 port = g_socket_listener_add_any_inet_port (listener, NULL, NULL);
  g_autofree char *url = g_strdup_printf ("http://localhost:%u/r", port);
  g_autoptr (git_remote) remote = NULL;
  gint cancelled = 1;

  hm_git_init ();
  hm_stream_watch (&cancelled, 10000);
  g_assert_cmpint (git_remote_create_detached (&remote, url), ==, 0);
  g_assert_cmpint (git_remote_connect (remote, GIT_DIRECTION_FETCH, NULL, NULL, NULL), <, 0);
  g_assert_nonnull (hm_stream_complaint ());
  hm_stream_forget ();
}

static void
test_name_that_does_not_resolve (void)
{
  g_autoptr (git_remote) remote = NULL;

  hm_git_init ();
  hm_stream_watch (NULL, 10000);
  /* RFC 6761: resolvers answer for it without asking anybody */
  g_assert_cmpint (git_remote_create_detached (&remote, "http://nowhere.invalid/r"), ==, 0);
  g_assert_cmpint (git_remote_connect (remote, GIT_DIRECTION_FETCH, NULL, NULL, NULL), <, 0);
  g_assert_true (g_str_has_prefix (hm_stream_complaint (), "nowhere.invalid: "));
  hm_stream_forget ();
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/stream/silent-server", test_silent_server);
  g_test_add_func ("/stream/allowance", test_allowance);
  g_test_add_func ("/stream/interrupted", test_interrupted);
  g_test_add_func ("/stream/name-that-does-not-resolve", test_name_that_does_not_resolve);
  return g_test_run ();
}
