/* SPDX-License-Identifier: Apache-2.0 */
/* A git_stream (git2/sys/stream.h) over GLib's sockets, which are never waited for longer than
 * POLL_US at a time. */
#include "evidence/git/stream.h"

#include <git2.h>
#include <git2/sys/stream.h>
#include <gio/gio.h>
#include <string.h>

#include "core/limits.h"
#include "evidence/git/cancel.h"

/* How often the flag is looked at. */
#define POLL_US (100 * 1000)

typedef struct {
  git_stream base; /* first: libgit2 hands this out */
  char *host;
  guint16 port;
  GSocketConnection *connection; /* (nullable) NULL: not connected */
} Stream;

/* What the sockets of this thread look at; libgit2 passes nothing of ours through to them. */
static _Thread_local const gint *watched;
static _Thread_local guint silence_ms = HM_NETWORK_SILENCE_SECONDS * 1000;

/* Bytes that they may yet receive. */
static _Thread_local guint64 allowance = G_MAXUINT64;
static _Thread_local gboolean is_over_allowance;

static _Thread_local char complaint[256];

/* Returns: -1, with @message as libgit2's error. */
static int
stream_fail (const Stream *stream, const char *message)
{
  g_autofree char *text = g_strdup_printf ("%s: %s", stream->host, message);

  g_strlcpy (complaint, text, sizeof complaint);
  git_error_set_str (GIT_ERROR_NET, text);
  return -1;
}

/* A connection in the making, seen by the callbacks. */
typedef struct {
  GCancellable *stop;
  gint64 deadline; /* of g_get_monotonic_time() */
  gboolean is_late;
  gboolean is_done;
  GSocketConnection *connection; /* (nullable) */
  GError *error;                 /* (nullable) */
} Attempt;

static gboolean
attempt_tick (gpointer user_data)
{
  Attempt *attempt = user_data;

  attempt->is_late = g_get_monotonic_time () > attempt->deadline;
  if (attempt->is_late || hm_is_cancelled (watched))
    g_cancellable_cancel (attempt->stop);
  return G_SOURCE_CONTINUE;
}

static void
attempt_finish (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Attempt *attempt = user_data;

  attempt->connection =
      g_socket_client_connect_finish (G_SOCKET_CLIENT (source), result, &attempt->error);
  attempt->is_done = TRUE;
}

static int
stream_connect (git_stream *base)
{
  Stream *stream = (Stream *) base;
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnectable) address = g_network_address_new (stream->host, stream->port);
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GSource) tick = g_timeout_source_new (POLL_US / 1000);
  g_autoptr (GCancellable) stop = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  Attempt attempt = { .stop = stop,
                      .deadline = g_get_monotonic_time () + (gint64) silence_ms * 1000 };

  g_socket_client_set_enable_proxy (client, FALSE);
  g_main_context_push_thread_default (context);
  g_source_set_callback (tick, attempt_tick, &attempt, NULL);
  g_source_attach (tick, context);
  g_socket_client_connect_async (client, address, stop, attempt_finish, &attempt);
  while (!attempt.is_done)
    g_main_context_iteration (context, TRUE);
  g_source_destroy (tick);
  g_main_context_pop_thread_default (context);

  error = attempt.error;
  if (attempt.connection == NULL && attempt.is_late)
    return stream_fail (stream, "no connection in time");
  if (attempt.connection == NULL)
    return stream_fail (stream, error->message);
  stream->connection = attempt.connection;
  g_socket_set_blocking (g_socket_connection_get_socket (stream->connection), FALSE);
  return 0;
}

/* Waits until the socket is ready for @condition. Returns: FALSE with libgit2's error set. */
static gboolean
stream_wait (const Stream *stream, GIOCondition condition)
{
  GSocket *socket = g_socket_connection_get_socket (stream->connection);
  gint64 deadline = g_get_monotonic_time () + (gint64) silence_ms * 1000;

  while (!hm_is_cancelled (watched)) {
    g_autoptr (GError) error = NULL;

    if (g_socket_condition_timed_wait (socket, condition, POLL_US, NULL, &error))
      return TRUE;
    if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT)) {
      stream_fail (stream, error->message);
      return FALSE;
    }
    if (g_get_monotonic_time () > deadline) {
      stream_fail (stream, "the server stays silent");
      return FALSE;
    }
  }
  stream_fail (stream, "interrupted");
  return FALSE;
}

static ssize_t
stream_read (git_stream *base, void *bytes, size_t size)
{
  Stream *stream = (Stream *) base;
  GSocket *socket = g_socket_connection_get_socket (stream->connection);

  while (stream_wait (stream, G_IO_IN)) {
    g_autoptr (GError) error = NULL;
    gssize n = g_socket_receive (socket, bytes, MIN (size, G_MAXINT), NULL, &error);

    if (n > 0 && (guint64) n > allowance) {
      is_over_allowance = TRUE;
      return stream_fail (stream, "the server sends more than is received");
    }
    if (n >= 0) {
      allowance -= (guint64) n;
      return n;
    }
    if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
      return stream_fail (stream, error->message);
  }
  return -1;
}

static ssize_t
stream_write (git_stream *base, const char *bytes, size_t size, int flags)
{
  Stream *stream = (Stream *) base;
  GSocket *socket = g_socket_connection_get_socket (stream->connection);

  (void) flags;
  while (stream_wait (stream, G_IO_OUT)) {
    g_autoptr (GError) error = NULL;
    /* GLib keeps SIGPIPE off. */
    gssize n = g_socket_send (socket, bytes, MIN (size, G_MAXINT), NULL, &error);

    if (n >= 0)
      return n;
    if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
      return stream_fail (stream, error->message);
  }
  return -1;
}

static int
stream_close (git_stream *base)
{
  Stream *stream = (Stream *) base;

  if (stream->connection != NULL)
    g_io_stream_close (G_IO_STREAM (stream->connection), NULL, NULL);
  g_clear_object (&stream->connection);
  return 0;
}

static void
stream_free (git_stream *base)
{
  Stream *stream = (Stream *) base;

  stream_close (base);
  g_free (stream->host);
  g_free (stream);
}

static int
stream_new (git_stream **ret_stream, const char *host, const char *port)
{
  Stream *stream = g_new0 (Stream, 1);

  stream->base = (git_stream){
    .version = GIT_STREAM_VERSION,
    .connect = stream_connect,
    .read = stream_read,
    .write = stream_write,
    .close = stream_close,
    .free = stream_free,
  };
  stream->host = g_strdup (host);
  stream->port = (guint16) g_ascii_strtoull (port, NULL, 10);
  *ret_stream = &stream->base;
  return 0;
}

static gpointer
streams_register (gpointer unused)
{
  static git_stream_registration registration = { .version = GIT_STREAM_VERSION,
                                                  .init = stream_new };

  (void) unused;
  git_stream_register (GIT_STREAM_STANDARD, &registration);
  return NULL;
}

void
hm_stream_watch (const gint *cancelled, guint silence)
{
  static GOnce once = G_ONCE_INIT;

  g_once (&once, streams_register, NULL);
  watched = cancelled;
  silence_ms = silence;
  complaint[0] = '\0';
  hm_stream_allow (G_MAXUINT64);
}

void
hm_stream_allow (guint64 bytes)
{
  allowance = bytes;
  is_over_allowance = FALSE;
}

gboolean
hm_stream_is_over_allowance (void)
{
  return is_over_allowance;
}

const char *
hm_stream_complaint (void)
{
  return complaint[0] == '\0' ? NULL : complaint;
}

void
hm_stream_forget (void)
{
  watched = NULL;
}
