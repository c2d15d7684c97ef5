/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Proves the clients: each folder scenarios/FORGE/ROLE-CASE/ is a case of its own, with
 *   exchanges.json  what the forge answers, and what it must be asked, as server.py reads it;
 *   arguments       KEY=VALUE lines: forge, project, token, head, api, max_wait, max_requests, identify=yes; {origin} is the server;
 *                   once=yes: collected twice, as in a run of many, and the second time is shown;
 *   expected        the facts, or the error, and the cost.
 * With HALLMARK_UPDATE_GOLDENS=1 `expected` is written anew.
 */
#include <string.h>

#include "core/number.h"
#include "evidence/forge/forge.h"
#include "tests/forge/facts_text.h"
#include "tests/forge/script_server.h"

#define SCENARIOS SOURCE_ROOT "/tests/forge/scenarios"

/* Where the API begins on each forge. */
static const struct {
  const char *forge;
  const char *path;
} api_paths[] = {
  { "github", "" },
  { "gitlab", "/api/v4" },
  { "forgejo", "/api/v1" },
};

static char *
read_file (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  GError *error = NULL;
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

static char *
replace (const char *text, const char *from, const char *to)
{
  g_auto (GStrv) parts = g_strsplit (text, from, -1);

  return g_strjoinv (to, parts);
}

/* When a rate limit ends is told by the wall clock. Returns: (owned) */
static char *
mask_times (const char *text)
{
  g_autoptr (GRegex) regex = g_regex_new ("(rate limit until) [-0-9: ]+ UTC", 0, 0, NULL);

  return g_regex_replace (regex, text, -1, 0, "\\1 {time}", 0, NULL);
}

/* Returns: (element-type utf8 utf8) */
static GHashTable *
read_arguments (const char *folder, const char *origin)
{
  GHashTable *arguments = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autofree char *raw = read_file (folder, "arguments");
  g_autofree char *text = replace (raw, "{origin}", origin);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (gsize i = 0; lines[i] != NULL; i++) {
    const char *equals = strchr (lines[i], '=');

    if (equals != NULL)
      g_hash_table_insert (arguments, g_strndup (lines[i], (gsize) (equals - lines[i])),
                           g_strdup (equals + 1));
    else
      g_assert_cmpstr (lines[i], ==, "");
  }
  return arguments;
}

static guint
number_argument (GHashTable *arguments, const char *name)
{
  const char *text = g_hash_table_lookup (arguments, name);
  guint64 number = 0;

  if (text != NULL)
    g_assert_true (hm_number_parse (text, strlen (text), G_MAXUINT32, &number));
  return (guint) number;
}

static char *
api_of (GHashTable *arguments, const char *forge, const char *origin)
{
  const char *api = g_hash_table_lookup (arguments, "api");

  for (gsize i = 0; api == NULL && i < G_N_ELEMENTS (api_paths); i++)
    if (strcmp (forge, api_paths[i].forge) == 0)
      return g_strconcat (origin, api_paths[i].path, NULL);
  return g_strdup (api);
}

static void
collect (GString *out, const HmForgeClient *client, HmHttp *http, const HmForgeTarget *target,
         GError **error)
{
  g_autoptr (HmForgeStore) store = hm_forge_store_new ();

  if (client->collect (http, target, store, error))
    facts_text (out, &store->facts);
}

static void
identify (GString *out, const HmForgeClient *client, HmHttp *http, const HmForgeTarget *target,
          GError **error)
{
  g_autoptr (HmForgeIdentity) identity = client->identify (http, target, error);

  if (identity != NULL)
    identity_text (out, identity);
}

/* Returns: what came of it, as `expected` holds it. */
static char *
run (GHashTable *arguments, const char *origin)
{
  const char *forge = g_hash_table_lookup (arguments, "forge");
  const HmForgeClient *client = hm_forge_by_name (forge);
  g_autofree char *api = api_of (arguments, forge, origin);
  const HmHttpOptions options = {
    .origin = origin,
    .token = g_hash_table_lookup (arguments, "token"),
    .token_scheme = client->token_scheme,
    .user_agent = "hallmark-test",
    .max_requests = number_argument (arguments, "max_requests"),
    .max_wait_seconds = number_argument (arguments, "max_wait"),
    .backoff_ms = 1,
  };
  g_autoptr (HmForgeOnce) once =
      g_hash_table_contains (arguments, "once") ? hm_forge_once_new () : NULL;
  const HmForgeTarget target = {
    .api = api,
    .project = g_hash_table_lookup (arguments, "project"),
    .head = g_hash_table_lookup (arguments, "head"),
    .once = once,
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (HmHttp) http = hm_http_new (&options, &error);
  g_autoptr (GString) out = g_string_new (NULL);
  g_autofree char *masked = NULL;

  g_assert_no_error (error);
  if (once != NULL) {
    g_autoptr (HmForgeStore) before = hm_forge_store_new ();

    g_assert_true (client->collect (http, &target, before, &error));
  }
  if (g_hash_table_contains (arguments, "identify"))
    identify (out, client, http, &target, &error);
  else
    collect (out, client, http, &target, &error);
  if (error != NULL)
    g_string_append_printf (out, "error %d: %s\n", error->code, error->message);
  g_string_append_printf (out, "requests: %u, free: %u\n", hm_http_n_requests (http),
                          hm_http_n_free (http));
  if (options.token != NULL)
    g_assert_null (strstr (out->str, options.token));
  masked = mask_times (out->str);
  return replace (masked, origin, "{origin}");
}

static void
compare (const char *folder, const char *found)
{
  g_autofree char *path = g_build_filename (folder, "expected", NULL);
  g_autofree char *wanted = NULL;

  if (g_strcmp0 (g_getenv ("HALLMARK_UPDATE_GOLDENS"), "1") == 0) {
    g_assert_true (g_file_set_contents (path, found, -1, NULL));
    return;
  }
  wanted = read_file (folder, "expected");
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
  g_autoptr (GHashTable) arguments = NULL;
  g_autofree char *found = NULL;
  g_autofree char *complaints = NULL;
  ScriptServer *server;

  if (!script_server_is_here ())
    return;
  server = script_server_new (script);
  arguments = read_arguments (folder, server->origin);
  found = run (arguments, server->origin);
  complaints = script_server_end (server);
  if (complaints[0] != '\0') {
    g_test_message ("%s:\n%s", folder, complaints);
    g_test_fail ();
  }
  compare (folder, found);
}

static gint
by_name (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

/* Returns: (owned) the names in @path, sorted. */
static GPtrArray *
list_folder (const char *path)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    if (name[0] != '.')
      g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, by_name);
  return names;
}

int
main (int argc, char *argv[])
{
  g_autoptr (GPtrArray) forges = NULL;

  g_test_init (&argc, &argv, NULL);
  forges = list_folder (SCENARIOS);
  for (guint i = 0; i < forges->len; i++) {
    g_autofree char *forge = g_build_filename (SCENARIOS, forges->pdata[i], NULL);
    g_autoptr (GPtrArray) cases = list_folder (forge);

    for (guint k = 0; k < cases->len; k++) {
      g_autofree char *name =
          g_strdup_printf ("/forge/%s/%s", (char *) forges->pdata[i], (char *) cases->pdata[k]);

      g_test_add_data_func_full (name, g_build_filename (forge, cases->pdata[k], NULL),
                                 test_scenario, g_free);
    }
  }
  return g_test_run ();
}
