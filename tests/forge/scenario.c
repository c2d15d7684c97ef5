/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/forge/scenario.h"

#include <string.h>

#include "core/number.h"
#include "tests/forge/facts_text.h"

/* Where the API begins on each forge. */
static const char *const api_paths[] = {
  [HM_FORGE_GITHUB] = "",
  [HM_FORGE_GITLAB] = "/api/v4",
  [HM_FORGE_FORGEJO] = "/api/v1",
};

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

char *
scenario_file (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  GError *error = NULL;
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

/* Returns: (element-type utf8 utf8) */
static GHashTable *
read_arguments (const char *folder, const char *origin)
{
  GHashTable *arguments = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autofree char *raw = scenario_file (folder, "arguments");
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
number_argument (const Scenario *scenario, const char *name)
{
  const char *text = g_hash_table_lookup (scenario->arguments, name);
  guint64 number = 0;

  if (text != NULL)
    g_assert_true (hm_number_parse (text, strlen (text), G_MAXUINT32, &number));
  return (guint) number;
}

Scenario *
scenario_read (const char *folder, const char *origin)
{
  Scenario *scenario = g_new0 (Scenario, 1);
  const char *api;

  scenario->folder = g_strdup (folder);
  scenario->origin = g_strdup (origin);
  scenario->arguments = read_arguments (folder, origin);
  scenario->client = hm_forge_by_name (g_hash_table_lookup (scenario->arguments, "forge"));
  api = g_hash_table_lookup (scenario->arguments, "api");
  scenario->api =
      api != NULL ? g_strdup (api) : g_strconcat (origin, api_paths[scenario->client->kind], NULL);
  return scenario;
}

void
scenario_free (Scenario *scenario)
{
  if (scenario == NULL)
    return;
  g_free (scenario->folder);
  g_free (scenario->origin);
  g_hash_table_unref (scenario->arguments);
  g_free (scenario->api);
  g_free (scenario);
}

static HmHttp *
http_new (const Scenario *scenario)
{
  const HmHttpOptions options = {
    .origin = scenario->origin,
    .token = g_hash_table_lookup (scenario->arguments, "token"),
    .token_scheme = scenario->client->token_scheme,
    .accept = scenario->client->accept,
    .origin_header = scenario->client->origin_header,
    .user_agent = "hallmark-test",
    .record_folder = scenario->record_folder,
    .replay_folder = scenario->replay_folder,
    .max_requests = number_argument (scenario, "max_requests"),
    .max_wait_seconds = number_argument (scenario, "max_wait"),
    .backoff_ms = 1,
  };
  GError *error = NULL;
  HmHttp *http = hm_http_new (&options, &error);

  g_assert_no_error (error);
  return http;
}

/* Writes what was found to @out. */
static void
ask (const Scenario *scenario, HmHttp *http, const HmForgeTarget *target, HmForgeStore *store,
     GString *out, GError **error)
{
  if (g_hash_table_contains (scenario->arguments, "identify")) {
    g_autoptr (HmForgeIdentity) identity = scenario->client->identify (http, target, error);

    if (identity != NULL)
      identity_text (out, identity);
  } else if (scenario->client->collect (http, target, store, error)) {
    facts_text (out, &store->facts);
  }
}

HmForgeStore *
scenario_run (const Scenario *scenario, char **ret_text)
{
  const char *token = g_hash_table_lookup (scenario->arguments, "token");
  g_autoptr (HmForgeOnce) once =
      g_hash_table_contains (scenario->arguments, "once") ? hm_forge_once_new () : NULL;
  const HmForgeTarget target = {
    .api = scenario->api,
    .project = g_hash_table_lookup (scenario->arguments, "project"),
    .head = g_hash_table_lookup (scenario->arguments, "head"),
    .once = once,
  };
  g_autoptr (HmForgeStore) store = hm_forge_store_new ();
  g_autoptr (HmHttp) http = http_new (scenario);
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  if (once != NULL) {
    g_autoptr (HmForgeStore) before = hm_forge_store_new ();

    scenario->client->collect (http, &target, before, NULL);
  }
  ask (scenario, http, &target, store, out, &error);
  if (error != NULL) {
    g_string_append_printf (out, "error %d: %s\n", error->code, error->message);
    hm_forge_store_free (store);
    store = hm_forge_store_new ();
  }
  g_string_append_printf (out, "requests: %u, free: %u\n", hm_http_n_requests (http),
                          hm_http_n_free (http));
  if (token != NULL)
    g_assert_null (strstr (out->str, token));
  if (ret_text != NULL) {
    g_autofree char *masked = mask_times (out->str);

    *ret_text = replace (masked, scenario->origin, "{origin}");
  }
  return g_steal_pointer (&store);
}

static gint
by_path (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

GPtrArray *
scenario_folders (const char *path)
{
  GPtrArray *folders = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) listing = g_dir_open (path, 0, NULL);
  const char *name;

  while (listing != NULL && (name = g_dir_read_name (listing)) != NULL) {
    g_autofree char *below = g_build_filename (path, name, NULL);

    if (g_file_test (below, G_FILE_TEST_IS_DIR))
      g_ptr_array_add (folders, g_steal_pointer (&below));
  }
  g_ptr_array_sort (folders, by_path);
  return folders;
}
