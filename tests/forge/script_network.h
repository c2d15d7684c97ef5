/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Stands in for evidence/forge/network.c in a test that links this file: a scenario's
 * exchanges.json answers at once, and no socket is opened. What judges, follows, repeats and gives
 * up above it is the real thing. One thread at a time.
 */
#ifndef HM_TESTS_FORGE_SCRIPT_NETWORK_H
#define HM_TESTS_FORGE_SCRIPT_NETWORK_H

#include <glib.h>

/* Where the script's forge is: "{origin}" of its texts. */
#define SCRIPT_NETWORK_ORIGIN "http://127.0.0.1:9"

/* Loads the array in the file at @path, as server.py reads it. NULL: none is loaded any more. */
void script_network_load (const char *path);

/* How many entries the script has. */
gsize script_network_n_entries (void);

/* Returns: (borrowed) what entry @i answers with. */
GBytes *script_network_body (gsize i);

/* From now on entry @i answers with @body. */
void script_network_set_body (gsize i, GBytes *body);

#endif
