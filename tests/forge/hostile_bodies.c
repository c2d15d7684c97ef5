/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Feeds each client every body of the scenarios in all the ways that mutation.h knows to damage it, and holds the facts against those
 * of the whole body. One case per forge; no socket is opened.
 */
#include <string.h>

#include "core/number.h"
#include "evidence/forge/forge.h"
#include "tests/forge/facts_compare.h"
#include "tests/forge/facts_text.h"
#include "tests/forge/mutation.h"
#include "tests/forge/script_network.h"

#define SCENARIOS SOURCE_ROOT "/tests/forge/scenarios"

/* Damaged bodies that are tried per forge; beyond that every second, third... one is, always the same ones. */
#define TRIES_MAX 8000u

/* Complaints that are shown; the rest are counted. */
#define COMPLAINTS_SHOWN 40u

/*
 * What the forges themselves mean something by: where @place ends so, @change is no damage. Numbers of array elements are left out of
 * places.
 */
static const struct {
  const char *forge;
  const char *place;
  const char *change;
} meanings[] = {
  /* What is off is left out of a classic rule. */
  { "github", "required_pull_request_reviews", "gone" },
  { "github", "required_status_checks", "gone" },
  /* No signature. */
  { "github", ".signature", "null" },
  { "gitlab", ".signature", "null" },
  /* No review is required, or seven. */
  { "github", "refUpdateRule.requiredApprovingReviewCount", "null" },
  { "github", "refUpdateRule.requiredApprovingReviewCount", "7" },
  /* The account is gone. */
  { "github", "latestOpinionatedReviews.nodes.author", "null" },
  /* There is no push rule. */
  { "gitlab", "", "null" },
  /* Keys that older servers, and those without a plan, do not have. */
  { "gitlab", ".inherited", "gone" },
  { "gitlab", ".rule_type", "gone" },
  { "forgejo", ".ignore_stale_approvals", "gone" },
  { "forgejo", ".dismissed", "gone" },
  { "forgejo", ".stale", "gone" },
  /* Somebody is named. */
  { "gitlab", "push_access_levels.user_id", "7" },
  { "gitlab", "push_access_levels.group_id", "7" },
  { "gitlab", "push_access_levels.deploy_key_id", "7" },
  /* The server commits in the name of no account. */
  { "forgejo", ".committer", "null" },
};

/* Their bodies are damaged already: what comes in the place of it may be right. */
static const char *const damaged_cases[] = { "reader-wrong-shapes", "maintainer-other-shapes",
                                             "admin-other-shapes", "anonymous-project-is-list",
                                             "admin-gitea-force-push-odd" };

/* One scenario, ready to be run over and over. */
typedef struct {
  char *folder;
  const HmForgeClient *client;
  GHashTable *arguments;
  char *api;
} Case;

static void
case_clear (Case *scenario)
{
  g_free (scenario->folder);
  g_hash_table_unref (scenario->arguments);
  g_free (scenario->api);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Case, case_clear)

static char *
replace (const char *text, const char *from, const char *to)
{
  g_auto (GStrv) parts = g_strsplit (text, from, -1);

  return g_strjoinv (to, parts);
}

/* Rate limits are told by the clock of the run. */
static char *
mask_times (const char *text)
{
  g_autoptr (GRegex) regex = g_regex_new ("(rate limit until) [-0-9: ]+ UTC", 0, 0, NULL);

  return g_regex_replace (regex, text, -1, 0, "\\1 {time}", 0, NULL);
}

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

static GHashTable *
read_arguments (const char *folder)
{
  GHashTable *arguments = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autofree char *raw = read_file (folder, "arguments");
  g_autofree char *text = replace (raw, "{origin}", SCRIPT_NETWORK_ORIGIN);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (gsize i = 0; lines[i] != NULL; i++) {
    const char *equals = strchr (lines[i], '=');

    if (equals != NULL)
      g_hash_table_insert (arguments, g_strndup (lines[i], (gsize) (equals - lines[i])),
                           g_strdup (equals + 1));
  }
  return arguments;
}

static guint
number_argument (const Case *scenario, const char *name)
{
  const char *text = g_hash_table_lookup (scenario->arguments, name);
  guint64 number = 0;

  if (text != NULL)
    g_assert_true (hm_number_parse (text, strlen (text), G_MAXUINT32, &number));
  return (guint) number;
}

static Case
case_read (const char *folder)
{
  GHashTable *arguments = read_arguments (folder);
  const char *api = g_hash_table_lookup (arguments, "api");
  const HmForgeClient *client = hm_forge_by_name (g_hash_table_lookup (arguments, "forge"));
  g_autofree char *script = g_build_filename (folder, "exchanges.json", NULL);
  const char *path = client->kind == HM_FORGE_GITLAB    ? "/api/v4"
                     : client->kind == HM_FORGE_FORGEJO ? "/api/v1"
                                                        : "";

  script_network_load (script);
  return (Case){
    .folder = g_strdup (folder),
    .client = client,
    .arguments = arguments,
    .api = api != NULL ? g_strdup (api) : g_strconcat (SCRIPT_NETWORK_ORIGIN, path, NULL),
  };
}

/*
 * @ret_text: (nullable) what `expected` should hold
 *
 * Returns: (owned) what was found, empty where there was an error.
 */
static HmForgeStore *
run (const Case *scenario, char **ret_text)
{
  const HmHttpOptions options = {
    .origin = SCRIPT_NETWORK_ORIGIN,
    .token = g_hash_table_lookup (scenario->arguments, "token"),
    .token_scheme = scenario->client->token_scheme,
    .user_agent = "hallmark-test",
    .max_requests = number_argument (scenario, "max_requests"),
    .max_wait_seconds = number_argument (scenario, "max_wait"),
    .backoff_ms = 1,
  };
  g_autoptr (HmForgeOnce) once =
      g_hash_table_contains (scenario->arguments, "once") ? hm_forge_once_new () : NULL;
  const HmForgeTarget target = {
    .api = scenario->api,
    .project = g_hash_table_lookup (scenario->arguments, "project"),
    .head = g_hash_table_lookup (scenario->arguments, "head"),
    .once = once,
  };
  g_autoptr (HmForgeStore) store = hm_forge_store_new ();
  g_autoptr (GString) out = g_string_new (NULL);
  g_autofree char *masked = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (HmHttp) http = hm_http_new (&options, &error);

  g_assert_no_error (error);
  if (once != NULL) {
    g_autoptr (HmForgeStore) before = hm_forge_store_new ();

    scenario->client->collect (http, &target, before, NULL);
  }
  if (g_hash_table_contains (scenario->arguments, "identify")) {
    g_autoptr (HmForgeIdentity) identity = scenario->client->identify (http, &target, &error);

    if (identity != NULL)
      identity_text (out, identity);
  } else if (scenario->client->collect (http, &target, store, &error)) {
    facts_text (out, &store->facts);
  }
  if (error != NULL) {
    g_string_append_printf (out, "error %d: %s\n", error->code, error->message);
    hm_forge_store_free (store);
    store = hm_forge_store_new ();
  }
  if (options.token != NULL)
    g_assert_null (strstr (out->str, options.token));
  if (ret_text != NULL) {
    g_string_append_printf (out, "requests: %u, free: %u\n", hm_http_n_requests (http),
                            hm_http_n_free (http));
    masked = mask_times (out->str);
    *ret_text = replace (masked, SCRIPT_NETWORK_ORIGIN, "{origin}");
  }
  return g_steal_pointer (&store);
}

typedef struct {
  guint n_tried;
  guint n_skipped;
  guint n_complaints;
  guint stride; /* every how manieth is tried */
  guint next;
} Tally;

static void
complain (Tally *tally, const Case *scenario, gsize entry, const Mutation *mutation,
          const char *what)
{
  if (tally->n_complaints++ < COMPLAINTS_SHOWN) {
    g_autofree char *name = g_path_get_basename (scenario->folder);

    g_test_message ("%s, exchange %" G_GSIZE_FORMAT ", \"%s\": %s: %s", name, entry,
                    mutation->place, mutation->change, what);
  }
  g_test_fail ();
}

/* "[0].commits[1].id" without the numbers: ".commits.id". Returns: (owned) */
static char *
kind_of_place (const char *place)
{
  g_autoptr (GRegex) index = g_regex_new ("\\[\\d+\\]", 0, 0, NULL);

  return g_regex_replace_literal (index, place, -1, 0, "", 0, NULL);
}

static gboolean
has_meaning (const char *forge, const Mutation *mutation)
{
  g_autofree char *place = kind_of_place (mutation->place);

  for (gsize i = 0; i < G_N_ELEMENTS (meanings); i++)
    if (strcmp (meanings[i].forge, forge) == 0 && strcmp (meanings[i].change, mutation->change) == 0
        && (meanings[i].place[0] == '\0' ? place[0] == '\0'
                                         : g_str_has_suffix (place, meanings[i].place)))
      return TRUE;
  return FALSE;
}

static void
try_entry (const Case *scenario, const HmForge *whole, gsize i, Tally *tally)
{
  g_autoptr (GBytes) body = g_bytes_ref (script_network_body (i));
  g_autoptr (GPtrArray) mutations = mutation_list (body);

  for (guint k = 0; k < mutations->len; k++) {
    const Mutation *mutation = mutations->pdata[k];
    g_autoptr (HmForgeStore) found = NULL;
    g_autofree char *complaint = NULL;

    if (tally->next++ % tally->stride != 0) {
      tally->n_skipped++;
      continue;
    }
    script_network_set_body (i, mutation->body);
    found = run (scenario, NULL);
    complaint = facts_compare (whole, &found->facts);
    if (complaint[0] != '\0' && !has_meaning (scenario->client->name, mutation))
      complain (tally, scenario, i, mutation, complaint);
    tally->n_tried++;
  }
  script_network_set_body (i, body);
}

static gint
by_name (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

/* Returns: (owned) (element-type utf8) the folders in @path, sorted. */
static GPtrArray *
list_folders (const char *path)
{
  GPtrArray *folders = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) listing = g_dir_open (path, 0, NULL);
  const char *name;

  while (listing != NULL && (name = g_dir_read_name (listing)) != NULL)
    if (name[0] != '.')
      g_ptr_array_add (folders, g_build_filename (path, name, NULL));
  g_ptr_array_sort (folders, by_name);
  return folders;
}

/* Runs @visit on each scenario of @forge. */
static void
each_case (const char *forge, void (*visit) (const Case *, Tally *), Tally *tally)
{
  g_autofree char *path = g_build_filename (SCENARIOS, forge, NULL);
  g_autoptr (GPtrArray) folders = list_folders (path);

  for (guint i = 0; i < folders->len; i++) {
    g_auto (Case) scenario = case_read (folders->pdata[i]);

    visit (&scenario, tally);
  }
  script_network_load (NULL);
}

static void
count_mutations (const Case *scenario, Tally *tally)
{
  (void) scenario;
  for (gsize i = 0; i < script_network_n_entries (); i++) {
    g_autoptr (GPtrArray) mutations = mutation_list (script_network_body (i));

    tally->n_tried += mutations->len;
  }
}

static void
try_case (const Case *scenario, Tally *tally)
{
  g_autofree char *name = g_path_get_basename (scenario->folder);
  g_autoptr (HmForgeStore) whole = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (damaged_cases); i++)
    if (strcmp (damaged_cases[i], name) == 0)
      return;
  whole = run (scenario, NULL);
  for (gsize i = 0; i < script_network_n_entries (); i++)
    try_entry (scenario, &whole->facts, i, tally);
}

static void
test_damaged (gconstpointer data)
{
  const char *forge = data;
  Tally all = { 0 };
  Tally tally = { 0 };

  each_case (forge, count_mutations, &all);
  g_assert_cmpuint (all.n_tried, >, 0);
  tally.stride = (all.n_tried + TRIES_MAX - 1) / TRIES_MAX;
  each_case (forge, try_case, &tally);
  g_test_message ("%s: %u of %u damaged bodies tried, %u with another fact", forge, tally.n_tried,
                  all.n_tried, tally.n_complaints);
}

/* Without damage all is as over a socket: what is compared with is what the scenarios say. */
static void
compare_whole (const Case *scenario, Tally *tally)
{
  g_autofree char *wanted = read_file (scenario->folder, "expected");
  g_autofree char *found = NULL;
  g_autoptr (HmForgeStore) store = run (scenario, &found);

  if (strcmp (wanted, found) != 0) {
    g_test_message ("%s: wanted\n%s\nfound\n%s", scenario->folder, wanted, found);
    g_test_fail ();
  }
  tally->n_tried++;
}

static void
test_whole (gconstpointer data)
{
  Tally tally = { 0 };

  each_case (data, compare_whole, &tally);
  g_assert_cmpuint (tally.n_tried, >, 0);
}

int
main (int argc, char *argv[])
{
  static const char *const forges[] = { "github", "gitlab", "forgejo" };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (forges); i++) {
    g_autofree char *whole = g_strdup_printf ("/hostile-bodies/%s/whole", forges[i]);
    g_autofree char *damaged = g_strdup_printf ("/hostile-bodies/%s/damaged", forges[i]);

    g_test_add_data_func (whole, forges[i], test_whole);
    g_test_add_data_func (damaged, forges[i], test_damaged);
  }
  return g_test_run ();
}
