/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/forge/script_server.h"

#include <glib/gstdio.h>
#include <string.h>

gboolean
script_server_is_here (void)
{
  g_autofree char *python = g_find_program_in_path ("python3");

  if (python == NULL)
    g_test_skip ("no python3");
  return python != NULL;
}

/* A server that speaks no TLS and has nothing to answer from: a Python takes longer to start than a case to run. */
static ScriptServer *idle;

/* Returns: (owned) a line of what @server prints. */
static char *
read_line (ScriptServer *server)
{
  GError *error = NULL;
  char *line = g_data_input_stream_read_line (server->output, NULL, NULL, &error);

  g_assert_no_error (error);
  if (line == NULL)
    g_error ("the script server is gone");
  return line;
}

/* @mode: (nullable) "--tls" or "--proxy", with @certificate and @key */
static ScriptServer *
start (const char *mode, const char *certificate, const char *key)
{
  ScriptServer *server = g_new0 (ScriptServer, 1);
  GError *error = NULL;
  g_autofree char *port = NULL;

  server->is_plain = mode == NULL;
  server->process = g_subprocess_new (
      G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, "python3",
      SOURCE_ROOT "/tests/forge/server.py", mode, certificate, key, NULL);
  g_assert_no_error (error);
  server->output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (server->process));
  port = read_line (server);
  server->origin = g_strconcat (
      g_strcmp0 (mode, "--tls") == 0 ? "https://localhost:" : "http://127.0.0.1:", port, NULL);
  return server;
}

/* Says @line to @server. */
static void
say (ScriptServer *server, const char *line)
{
  g_autofree char *whole = g_strconcat (line, "\n", NULL);
  GOutputStream *input = g_subprocess_get_stdin_pipe (server->process);
  GError *error = NULL;

  g_output_stream_write_all (input, whole, strlen (whole), NULL, NULL, &error);
  g_assert_no_error (error);
  g_output_stream_flush (input, NULL, &error);
  g_assert_no_error (error);
}

static void
load (ScriptServer *server, const char *path)
{
  g_autofree char *ready = NULL;

  say (server, path);
  ready = read_line (server);
  g_assert_cmpstr (ready, ==, "ready");
}

static ScriptServer *
get_idle (void)
{
  return idle == NULL ? start (NULL, NULL, NULL) : g_steal_pointer (&idle);
}

ScriptServer *
script_server_new (const char *path)
{
  ScriptServer *server = get_idle ();

  load (server, path);
  return server;
}

static void
load_inline (ScriptServer *server, const char *script)
{
  g_autofree char *path = NULL;
  GError *error = NULL;
  const int fd = g_file_open_tmp ("hallmark-script-XXXXXX.json", &path, &error);

  g_assert_no_error (error);
  g_assert_true (g_close (fd, NULL));
  g_assert_true (g_file_set_contents (path, script, -1, NULL));
  load (server, path);
  g_assert_cmpint (g_unlink (path), ==, 0);
}

ScriptServer *
script_server_new_inline (const char *script)
{
  ScriptServer *server = get_idle ();

  load_inline (server, script);
  return server;
}

ScriptServer *
script_server_new_tls (const char *script, const char *certificate, const char *key)
{
  ScriptServer *server = start ("--tls", certificate, key);

  load_inline (server, script);
  return server;
}

ScriptServer *
script_server_new_proxy (const char *script, const char *certificate, const char *key)
{
  ScriptServer *server = start ("--proxy", certificate, key);

  load_inline (server, script);
  return server;
}

static void
stop (ScriptServer *server)
{
  GError *error = NULL;

  g_output_stream_close (g_subprocess_get_stdin_pipe (server->process), NULL, &error);
  g_assert_no_error (error);
  g_subprocess_wait (server->process, NULL, &error);
  g_assert_no_error (error);
  g_object_unref (server->output);
  g_object_unref (server->process);
  g_free (server->origin);
  g_free (server);
}

char *
script_server_end (ScriptServer *server)
{
  GString *complaints = g_string_new (NULL);

  say (server, "");
  for (;;) {
    g_autofree char *line = read_line (server);

    if (line[0] == '\0')
      break;
    g_string_append_printf (complaints, "%s\n", line);
  }
  if (!server->is_plain || idle != NULL)
    stop (server);
  else
    idle = server; /* it ends with this process, as its standard input does */
  return g_string_free (complaints, FALSE);
}

void
script_server_stop_idle (void)
{
  if (idle != NULL)
    stop (g_steal_pointer (&idle));
}
