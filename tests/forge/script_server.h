/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tests/forge/server.py as a child process: a forge on loopback that answers from a script, and
 * complains of what goes against it.
 */
#ifndef HM_TESTS_FORGE_SCRIPT_SERVER_H
#define HM_TESTS_FORGE_SCRIPT_SERVER_H

#include <gio/gio.h>

typedef struct {
  char *origin;      /* "http://127.0.0.1:PORT" */
  gboolean is_plain; /* and so of use to others, once it has ended */
  GSubprocess *process;
  GDataInputStream *output;
} ScriptServer;

/* Whether there is a Python to run it with; where not, the test is marked as skipped. */
gboolean script_server_is_here (void);

/* Starts on the script in the file at @path. */
ScriptServer *script_server_new (const char *path);

/* Starts on @script, the text of one. */
ScriptServer *script_server_new_inline (const char *script);

/* The same over TLS: its origin is https://localhost:PORT. */
ScriptServer *script_server_new_tls (const char *script, const char *certificate, const char *key);

/*
 * The same as a proxy for whatever host it is asked to connect to, which speaks TLS then: its
 * origin is http://127.0.0.1:PORT.
 */
ScriptServer *script_server_new_proxy (const char *script, const char *certificate,
                                       const char *key);

/* Ends the server. Returns: (owned) its complaints, a line each; "" where all went as the script says. */
char *script_server_end (ScriptServer *server);

/* Servers that ended are used again: stops such a one, so that nobody listens where it was. */
void script_server_stop_idle (void);

#endif
