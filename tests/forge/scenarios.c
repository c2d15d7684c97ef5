/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Proves the clients: runs each scenario against tests/forge/server.py. With
 * HALLMARK_UPDATE_GOLDENS=1 its `expected` is written anew.
 */
#include <string.h>

#include "tests/forge/scenario.h"
#include "tests/forge/script_server.h"

static void
compare (const char *folder, const char *found)
{
  g_autofree char *path = g_build_filename (folder, "expected", NULL);
  g_autofree char *wanted = NULL;

  if (g_strcmp0 (g_getenv ("HALLMARK_UPDATE_GOLDENS"), "1") == 0) {
    g_assert_true (g_file_set_contents (path, found, -1, NULL));
    return;
  }
  wanted = scenario_file (folder, "expected");
  if (strcmp (wanted, found) == 0)
    return;
  g_test_message ("%s: wanted\n%s\nfound\n%s", path, wanted, found);
  g_test_fail ();
}

static void
test_scenario (gconstpointer data)
{
  const char *folder = data;
  g_autofree char *script = g_build_filename (folder, "exchanges.json", NULL);
  g_autoptr (Scenario) scenario = NULL;
  g_autoptr (HmForgeStore) store = NULL;
  g_autofree char *found = NULL;
  g_autofree char *complaints = NULL;
  ScriptServer *server;

  if (!script_server_is_here ())
    return;
  server = script_server_new (script);
  scenario = scenario_read (folder, server->origin);
  store = scenario_run (scenario, &found);
  complaints = script_server_end (server);
  if (complaints[0] != '\0') {
    g_test_message ("%s:\n%s", folder, complaints);
    g_test_fail ();
  }
  compare (folder, found);
}

int
main (int argc, char *argv[])
{
  g_autoptr (GPtrArray) forges = scenario_folders (SCENARIOS);

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < forges->len; i++) {
    g_autoptr (GPtrArray) cases = scenario_folders (forges->pdata[i]);

    for (guint k = 0; k < cases->len; k++) {
      const char *folder = cases->pdata[k];
      g_autofree char *name = g_strconcat ("/forge", folder + strlen (SCENARIOS), NULL);

      g_test_add_data_func_full (name, g_strdup (folder), test_scenario, g_free);
    }
  }
  return g_test_run ();
}
