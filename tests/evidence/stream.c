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
  g_test_add_func ("/stream/interrupted", test_interrupted);
  g_test_add_func ("/stream/name-that-does-not-resolve", test_name_that_does_not_resolve);
  return g_test_run ();
}
