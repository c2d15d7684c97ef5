/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A case of its own: a folder scenarios/FORGE/ROLE-CASE/ with
 *   exchanges.json  what the forge answers, and what it must be asked, as server.py reads it;
 *   arguments       KEY=VALUE lines: forge, project, token, head, api, max_wait, max_requests, identify=yes; {origin} is the server;
 *                   once=yes: collected twice, as in a run of many, and the second time is shown;
 *   expected        the facts, or the error, and the cost;
 * and scenarios/FORGE/every.json what each of its requests must be like.
 */
#ifndef HM_TESTS_FORGE_SCENARIO_H
#define HM_TESTS_FORGE_SCENARIO_H

#include "evidence/forge/forge.h"

#define SCENARIOS SOURCE_ROOT "/tests/forge/scenarios"

typedef struct {
  char *folder;
  char *origin; /* of the server that plays the forge */
  const HmForgeClient *client;
  GHashTable *arguments; /* (element-type utf8 utf8) */
  char *api;
  const char *record_folder; /* (nullable) (borrowed) as in HmHttpOptions; so the next */
  const char *replay_folder;
} Scenario;

/* Returns: (owned) */
Scenario *scenario_read (const char *folder, const char *origin);
void scenario_free (Scenario *scenario);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Scenario, scenario_free)

/* Returns: (owned) the text of the file @name of the scenario in @folder. */
char *scenario_file (const char *folder, const char *name);

/*
 * Asks the server.
 *
 * @ret_text: (nullable) (owned) what `expected` should hold
 *
 * Returns: (owned) what was found, empty where there was an error.
 */
HmForgeStore *scenario_run (const Scenario *scenario, char **ret_text);

/* Returns: (owned) (element-type utf8) the paths of the folders in @path, sorted. */
GPtrArray *scenario_folders (const char *path);

#endif
