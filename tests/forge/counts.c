/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Forks and stars, as each forge tells them: what is no count is not told, and a recording that has
 * none is as good as it was.
 */
#include <glib/gstdio.h>
#include <jansson.h>
#include <string.h>

#include "core/limits.h"
#include "evidence/forge/exchange.h"
#include "evidence/forge/github_query.h"
#include "evidence/git/folder.h"
#include "tests/forge/scenario.h"
#include "tests/forge/script_network.h"

/* What the scenarios' forges tell. */
#define FORKS 41u
#define STARS 512u

/* The SHA-256 of the query, as it was when forks and stars were not yet asked for: recordings are found by it. */
#define QUERY_WITHOUT "a3ac976a291c73547f691a4858f4aca622e4656372edbf0bf8b75128d9d3787a"

/* Where each forge tells it: in the first answer of a scenario. */
typedef struct {
  const char *name;
  const char *scenario;
  const char *place; /* keys with dots between them; "" for the whole */
  const char *forks;
  const char *stars;
} Teller;

static const Teller tellers[] = {
  { "github-graphql", "github/reader-ruleset", "data.repository", "forkCount", "stargazerCount" },
  { "github-rest", "github/anonymous-ruleset", "", "forks_count", "stargazers_count" },
  { "gitlab", "gitlab/anonymous-protected", "", "forks_count", "star_count" },
  { "forgejo", "forgejo/reader-protected", "", "forks_count", "stars_count" },
};

/* Returns: (owned) the scenario, whose script is loaded. */
static Scenario *
scenario_load (const char *name)
{
  g_autofree char *folder = g_build_filename (SCENARIOS, name, NULL);
  g_autofree char *script = g_build_filename (folder, "exchanges.json", NULL);

  script_network_load (script);
  return scenario_read (folder, SCRIPT_NETWORK_ORIGIN);
}

static void
assert_count (const HmCountFact *fact, gint64 count)
{
  g_assert_cmpint (fact->is_known, ==, count >= 0);
  if (count < 0) {
    g_assert_cmpstr (fact->why, ==, "the answer does not say");
    g_assert_null (fact->source);
    return;
  }
  g_assert_cmpuint (fact->value, ==, (guint) count);
  g_assert_false (fact->is_minimum);
  g_assert_true (g_str_has_prefix (fact->source, SCRIPT_NETWORK_ORIGIN));
}

/* Answers with @text as @key's value (NULL: without the key) from now on. */
static void
put (const Teller *teller, GBytes *body, const char *key, const char *text)
{
  g_auto (GStrv) steps = g_strsplit (teller->place, ".", -1);
  gsize size;
  const char *bytes = g_bytes_get_data (body, &size);
  json_t *json = json_loadb (bytes, size, 0, NULL);
  json_t *at = json;
  g_autoptr (GBytes) changed = NULL;
  char *dumped;

  for (gsize i = 0; steps[i] != NULL; i++)
    at = json_object_get (at, steps[i]);
  g_assert_true (json_is_integer (json_object_get (at, key)));
  if (text == NULL)
    json_object_del (at, key);
  else
    json_object_set_new (at, key, json_loads (text, JSON_DECODE_ANY, NULL));
  dumped = json_dumps (json, 0);
  changed = g_bytes_new_with_free_func (dumped, strlen (dumped), free, dumped);
  script_network_set_body (0, changed);
  json_decref (json);
}

static void
test_values (gconstpointer data)
{
  static const struct {
    const char *text;
    gint64 count;
  } rows[] = {
    { "0", 0 },
    { "7", 7 },
    { "4294967295", G_MAXUINT32 },
    { "4294967296", -1 },
    { "9223372036854775807", -1 },
    { "-1", -1 },
    { "-9223372036854775808", -1 },
    { "7.0", -1 },
    { "1e300", -1 },
    { "\"7\"", -1 },
    { "\"\"", -1 },
    { "null", -1 },
    { "true", -1 },
    { "[7]", -1 },
    { "{\"totalCount\":7}", -1 },
    { NULL, -1 },
  };
  const Teller *teller = data;
  g_autoptr (Scenario) scenario = scenario_load (teller->scenario);
  g_autoptr (GBytes) body = g_bytes_ref (script_network_body (0));

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (HmForgeStore) forks = NULL;
    g_autoptr (HmForgeStore) stars = NULL;

    put (teller, body, teller->forks, rows[i].text);
    forks = scenario_run (scenario, NULL);
    assert_count (&forks->facts.n_forks, rows[i].count);
    assert_count (&forks->facts.n_stars, STARS);
    g_assert_cmpint (forks->facts.is_archived.truth, ==, HM_TRUTH_NO);

    put (teller, body, teller->stars, rows[i].text);
    stars = scenario_run (scenario, NULL);
    assert_count (&stars->facts.n_forks, FORKS);
    assert_count (&stars->facts.n_stars, rows[i].count);
  }
}

/* A query that is recorded in another way is not found again. */
static void
test_query_without (void)
{
  g_autofree char *body = hm_github_query_project (
      "o", "r", HM_GITHUB_PARTS_ALL & ~(guint) HM_GITHUB_COUNTS, HM_RECENT_COMMITS);
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, body, -1);

  g_assert_cmpstr (digest, ==, QUERY_WITHOUT);
}

/* Turns the recording of a query of the project in @folder into one of before forks and stars were asked for. */
static void
make_older (const char *folder, const char *url)
{
  g_autofree char *now = hm_github_query_project ("o", "r", HM_GITHUB_PARTS_ALL, HM_RECENT_COMMITS);
  g_autofree char *before = hm_github_query_project (
      "o", "r", HM_GITHUB_PARTS_ALL & ~(guint) HM_GITHUB_COUNTS, HM_RECENT_COMMITS);
  g_autofree char *name_now = hm_exchange_name (1, &(HmRequest){ .url = url, .body = now });
  g_autofree char *name_before = hm_exchange_name (1, &(HmRequest){ .url = url, .body = before });
  g_autofree char *path_now = g_build_filename (folder, name_now, NULL);
  g_autofree char *path_before = g_build_filename (folder, name_before, NULL);
  json_t *json = json_load_file (path_now, 0, NULL);
  json_t *repository;

  g_assert_nonnull (json);
  json_object_set_new (json_object_get (json, "request"), "body", json_string (before));
  repository =
      json_object_get (json_object_get (json_object_get (json, "body"), "data"), "repository");
  g_assert_cmpint (json_object_del (repository, "forkCount"), ==, 0);
  g_assert_cmpint (json_object_del (repository, "stargazerCount"), ==, 0);
  g_assert_cmpint (json_dump_file (json, path_before, 0), ==, 0);
  json_decref (json);
  g_assert_cmpint (g_unlink (path_now), ==, 0);
}

/* Returns: (owned) @text with what forks and stars are not told for. */
static char *
text_without (const char *text)
{
  g_autoptr (GRegex) told = g_regex_new ("^(forks|stars): .*$", G_REGEX_MULTILINE, 0, NULL);

  return g_regex_replace (told, text, -1, 0, "\\1: unknown (not in the recording)", 0, NULL);
}

static void
test_recordings (void)
{
  g_autofree char *folder = g_dir_make_tmp ("hallmark-counts-XXXXXX", NULL);
  g_autofree char *recorded = NULL;
  g_autofree char *replayed = NULL;
  g_autofree char *older = NULL;
  g_autofree char *wanted = NULL;
  g_autoptr (HmForgeStore) first = NULL;
  g_autoptr (HmForgeStore) second = NULL;
  g_autoptr (HmForgeStore) third = NULL;
  g_autoptr (Scenario) scenario = scenario_load ("github/reader-ruleset");

  scenario->record_folder = folder;
  first = scenario_run (scenario, &recorded);
  assert_count (&first->facts.n_forks, FORKS);
  assert_count (&first->facts.n_stars, STARS);

  scenario->record_folder = NULL;
  scenario->replay_folder = folder;
  second = scenario_run (scenario, &replayed);
  g_assert_cmpstr (replayed, ==, recorded);

  make_older (folder, SCRIPT_NETWORK_ORIGIN "/graphql");
  third = scenario_run (scenario, &older);
  wanted = text_without (recorded);
  g_assert_cmpstr (older, ==, wanted);
  g_assert_true (hm_folder_remove (folder, NULL));
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tellers); i++) {
    g_autofree char *name = g_strdup_printf ("/forge-counts/values/%s", tellers[i].name);

    g_test_add_data_func (name, &tellers[i], test_values);
  }
  g_test_add_func ("/forge-counts/recording/query-of-before", test_query_without);
  g_test_add_func ("/forge-counts/recording/of-before", test_recordings);
  status = g_test_run ();
  script_network_load (NULL);
  return status;
}
